package reuse

import (
	"cmp"
	"math/bits"
	"slices"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// stockArticles is the number of articles from which on a shingle is a stock
// phrase. Reprints in the archive that the table is learnt from have fewer.
const stockArticles = 4

// pairArticles is the number of articles from which on two neighbouring stems are
// kept.
const pairArticles = 5

// A Learner counts what the tables of this package hold. It is for gen alone.
type Learner struct {
	articles uint64
	shingles []uint64 // shingle, article
	pairs    []uint64
	reader   *reader
	doc      doc
}

// Add counts one article's text.
func (l *Learner) Add(text string) {
	a := news.Article{Text: text}
	an := news.Annotation{Sentences: []news.Sentence{{Span: news.Span{End: len(text)}}}}
	if l.reader == nil {
		l.reader = newReader(nil, nil)
	}
	d := &l.doc
	l.reader.read(d, &a, &an)
	for i := 0; i+shingleLen <= len(d.hash); i++ {
		l.shingles = append(l.shingles, uint64(shingle(d.hash[i:i+shingleLen]))<<32|l.articles)
	}
	for i := 1; i < len(d.stem); i++ {
		if d.adjacent(i) {
			l.pairs = append(l.pairs, neighbours(d.stem[i-1], d.stem[i])>>placeBits<<placeBits|l.articles)
		}
	}
	l.articles++
}

// Tables returns the tables of stock phrases and of neighbours.
func (l *Learner) Tables() (stock, pairs []byte) {
	stock = frequent(l.shingles, 32, func(n int) uint8 {
		if n < stockArticles {
			return 0
		}
		return 1
	})
	pairs = frequent(l.pairs, placeBits, func(n int) uint8 {
		if n < pairArticles {
			return 0
		}
		return uint8(min(maxCount, bits.Len(uint(n))))
	})
	return stock, pairs
}

// frequent builds a table of keys, which have an article in their lower bits, by
// the number of their articles. A count of 0 is left out.
func frequent(keys []uint64, shift int, count func(n int) uint8) []byte {
	slices.Sort(keys)
	keys = slices.Compact(keys)
	var rows []counted
	for lo := 0; lo < len(keys); {
		hi := lo + 1
		for hi < len(keys) && keys[hi]>>shift == keys[lo]>>shift {
			hi++
		}
		if c := count(hi - lo); c > 0 {
			rows = append(rows, counted{spread(keys[lo] >> shift), c})
		}
		lo = hi
	}
	slices.SortFunc(rows, func(x, y counted) int { return cmp.Compare(x.hash, y.hash) })
	return buildCounts(rows)
}

// Synonyms returns the table of synonyms of groups of words that share a sense.
func Synonyms(groups [][]string) []byte {
	var pairs [][2]uint32
	for _, g := range groups {
		for _, x := range g {
			for _, y := range g {
				if kx, ky := stemKey(x), stemKey(y); kx != ky {
					pairs = append(pairs, [2]uint32{kx, ky})
				}
			}
		}
	}
	slices.SortFunc(pairs, func(x, y [2]uint32) int { return cmp.Or(cmp.Compare(x[0], y[0]), cmp.Compare(x[1], y[1])) })
	return buildSynonyms(slices.Compact(pairs))
}

// stemKey is the key of a word's stem.
func stemKey(word string) uint32 {
	var buf [64]byte
	return hashBytes(stem(knowledge.AppendWord(buf[:0], word)))
}

// adjacent reports whether only a space stands between word i and the one before.
func (d *doc) adjacent(i int) bool {
	a, b := d.span[i-1].End, d.span[i].Start
	return b-a == 1 && d.article.Text[a] == ' '
}

// neighbours is the hash of two stems in a row.
func neighbours(x, y uint32) uint64 { return spread(uint64(x)<<32 | uint64(y)) }

// isStock reports whether a shingle is a stock phrase.
func isStock(shingle uint32) bool { return countTable(stockData).get(spread(uint64(shingle))) > 0 }

// together returns how many articles of the archive have stem y right after x, as
// log2 plus one; 0 if fewer than [pairArticles].
func together(x, y uint32) int {
	return countTable(pairsData).get(spread(neighbours(x, y) >> placeBits))
}
