package reuse

import (
	"slices"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// A Holding is a place where an article has a given sentence or quotation.
type Holding struct {
	Article int // index
	Span    news.Span
	Kind    news.ReuseKind
}

const (
	// longestAsked bounds the words that are looked for; the rest is not read.
	longestAsked = 200
	// An article has a text if this many hundredths of its words stand together
	// there, or of its weight in other words.
	heldWords  = 70
	heldWeight = 60
	heldPlain  = 12 << 8
	// Runs of fewer equal words are not looked for, unless the text is shorter.
	heldRun = 3
	// Bounds for texts that repeat themselves: places of one run of words in what
	// is asked for, and stretches of an article that are looked at.
	heldPlaces  = 4
	heldWindows = 2000
)

// Holders returns where articles have text, word for word, edited or in other
// words, at most one place for each, sorted by article. articles and annotations
// are parallel, as [Find] takes them; base is what is known beforehand, nil what comes
// with the program. An article that has it in quite other words
// is not found.
//
// It takes time linear in the words of the articles and uses all processors.
func Holders(articles []news.Article, annotations []news.Annotation, text string, base *knowledge.Base) []Holding {
	f := newFinder(articles, annotations, Options{Knowledge: base})
	asked := news.Article{Text: text}
	an := news.Annotation{Sentences: []news.Sentence{{Span: news.Span{End: len(text)}}}}
	var q doc
	newReader(base, nil).read(&q, &asked, &an)
	if len(q.hash) == 0 {
		return nil
	}
	places := map[uint32][]int32{} // of a run of words, where it begins
	n := min(heldRun, len(q.hash))
	for i := 0; i+n <= min(len(q.hash), longestAsked); i++ {
		h := shingle(q.hash[i : i+n])
		if len(places[h]) < heldPlaces {
			places[h] = append(places[h], int32(i))
		}
	}
	const chunk = 64
	found := make([][]Holding, (len(articles)+chunk-1)/chunk)
	each(len(found), func(c int) {
		r := f.readers.get()
		defer f.readers.put(r)
		var d doc
		for i := c * chunk; i < min((c+1)*chunk, len(articles)); i++ {
			r.read(&d, &articles[i], &annotations[i])
			if h, ok := d.holds(&q, places, n); ok {
				h.Article = i
				found[c] = append(found[c], h)
			}
		}
	})
	return slices.Concat(found...)
}

// holds returns where d has q; places are the runs of n words of q.
func (d *doc) holds(q *doc, places map[uint32][]int32, n int) (Holding, bool) {
	words := min(len(q.hash), longestAsked)
	best, covered := run{}, 0
	have := make([]bool, words)
	for i, windows := 0, 0; i+n <= len(d.hash) && windows < heldWindows; i++ {
		if places[shingle(d.hash[i:i+n])] == nil {
			continue
		}
		windows++
		// The stretch that begins here and is as long as what is asked for,
		// with a little room for words put in.
		last, got := i, 0
		clear(have)
		for k := i; k+n <= len(d.hash) && k < i+words+maxGap; k++ {
			for _, at := range places[shingle(d.hash[k:k+n])] {
				for j := range int32(n) {
					if !have[at+j] {
						have[at+j] = true
						got++
					}
				}
				last = k + n
			}
		}
		if got > covered {
			best, covered = run{a: int32(i), n: int32(last - i)}, got
		}
		if covered == words {
			break
		}
	}
	if covered*100 >= heldWords*words && d.hasNumbers(q, best) {
		kind := news.Edited
		if covered == words && int(best.n) == words {
			kind = news.Verbatim
		}
		return Holding{Span: d.bytes(best.a, best.a+best.n-1), Kind: kind}, true
	}
	var said match
	for s := range d.sentences {
		if m := weigh(d, q, 0, int32(s), int32(s)); m.covB > said.covB && !m.otherNumbers {
			said = m
		}
	}
	if said.covB*100 >= heldWeight<<8 && said.plain >= heldPlain && said.aLast >= said.aFirst {
		return Holding{Span: d.bytes(said.aFirst, said.aLast), Kind: news.Rewritten}, true
	}
	return Holding{}, false
}

// hasNumbers reports whether the sentences of a stretch of d have every number of
// q: who says seven does not have what says nine.
func (d *doc) hasNumbers(q *doc, at run) bool {
	first, last := at.a, at.a+at.n-1
	for i := range d.sentences {
		if s := &d.sentences[i]; s.first <= last && s.end > first {
			first, last = min(first, s.first), max(last, s.end-1)
		}
	}
	for i := range q.content {
		t := &q.content[i]
		if t.kind == numberToken && t.word < longestAsked && !slices.ContainsFunc(d.content, func(x token) bool {
			return x.kind == numberToken && x.key == t.key && x.word >= first && x.word <= last
		}) {
			return false
		}
	}
	return true
}
