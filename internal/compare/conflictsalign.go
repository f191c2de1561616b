package compare

import (
	"cmp"
	"slices"

	"github.com/zeebo/xxh3"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// A telling is a sentence with all its words in order, to be laid beside others
// word by word.
type telling struct {
	dated
	tokens []token
}

// A token is a word of a sentence.
type token struct {
	stem   uint32
	rarity int32
	span   news.Span
}

// mostTokens is how many words a sentence may have that is laid beside others;
// the cost of that is the product of their words.
const mostTokens = 120

// tellings returns the sentences of a story with their words.
func (c *comparer) tellings(list []dated) []telling {
	out := make([]telling, 0, len(list))
	var buf [64]byte
	for i := range list {
		d := &list[i]
		an, text := &c.Annotations[d.article], c.Articles[d.article].Text
		s := &an.Sentences[d.index]
		t := telling{dated: *d, tokens: make([]token, 0, s.EndWord-s.FirstWord)}
		for _, w := range an.Words[s.FirstWord:s.EndWord] {
			folded := knowledge.AppendWord(buf[:0], w.Of(text))
			if len(folded) == 0 {
				continue
			}
			k := token{rarity: knowledge.Rarity(string(folded)), span: w.Span}
			if n := number(folded); n != nil {
				k.stem = uint32(xxh3.Hash(n))
			} else {
				k.stem = uint32(xxh3.Hash(stem(folded)))
			}
			t.tokens = append(t.tokens, k)
		}
		if len(t.tokens) > mostTokens {
			t.tokens = t.tokens[:mostTokens]
		}
		out = append(out, t)
	}
	return out
}

// A gap is where two sentences that run alike differ: words a to aEnd of the
// one stand where b to bEnd of the other do. Either may be none.
type gap struct{ a, aEnd, b, bEnd int }

func (g gap) both() bool { return g.a < g.aEnd && g.b < g.bEnd }

// plainRarity is the rarity of words that hold no gap together if they stand
// alone between two.
const plainRarity = 5 * 256

// lay lays two sentences beside each other. It returns where they differ and
// how many words they share in order.
//
// Source: the longest common subsequence by dynamic programming.
func lay(a, b []token) (gaps []gap, equal int) {
	n, m := len(a), len(b)
	width := m + 1
	best := make([]int16, (n+1)*width)
	for i := n - 1; i >= 0; i-- {
		for j := m - 1; j >= 0; j-- {
			if a[i].stem == b[j].stem {
				best[i*width+j] = best[(i+1)*width+j+1] + 1
			} else {
				best[i*width+j] = max(best[(i+1)*width+j], best[i*width+j+1])
			}
		}
	}
	g := gap{}
	for i, j := 0, 0; i < n || j < m; {
		switch {
		case i < n && j < m && a[i].stem == b[j].stem:
			if g.a < g.aEnd || g.b < g.bEnd {
				gaps = append(gaps, g)
			}
			i++
			j++
			equal++
			g = gap{i, i, j, j}
		case j >= m || i < n && best[(i+1)*width+j] >= best[i*width+j+1]:
			i++
			g.aEnd = i
		default:
			j++
			g.bEnd = j
		}
	}
	if g.a < g.aEnd || g.b < g.bEnd {
		gaps = append(gaps, g)
	}
	return closeUp(a, gaps), equal
}

// closeUp joins gaps between which one plain word stands: "of the army" for
// "of rebels".
func closeUp(a []token, gaps []gap) []gap {
	var out []gap
	for _, g := range gaps {
		if n := len(out); n > 0 {
			last := &out[n-1]
			if g.a == last.aEnd+1 && g.b == last.bEnd+1 && a[last.aEnd].rarity < plainRarity && (g.both() || last.both()) {
				last.aEnd, last.bEnd = g.aEnd, g.bEnd
				continue
			}
		}
		out = append(out, g)
	}
	return out
}

// A parallel is two sentences of two articles that run alike.
type parallel struct {
	x, y  int // of the tellings
	share int // of 256: the words that both have in order
	gaps  []gap
}

const (
	// Two sentences run alike if at least this part of their words is the same
	// in order, and so many words.
	alikeShare = 128 // of 256
	alikeWords = 6
)

// parallels lays the sentences of a story beside those of its other articles
// that share their weighty words, and keeps for each pair of articles the pairs
// of sentences that are each other's nearest.
func (c *comparer) parallels(all []telling) []parallel {
	list := make([]dated, len(all))
	for i := range all {
		list[i] = all[i].dated
	}
	index := heavyIndex(list)
	type side struct{ sentence, article int }
	nearest := map[side]parallel{}
	note := func(at, other int, p parallel) {
		key := side{at, all[other].article}
		if old, ok := nearest[key]; !ok || p.share > old.share {
			nearest[key] = p
		}
	}
	for i := range all {
		for _, j := range index.near(list, i) {
			x, y := &all[i], &all[j]
			if x.article == y.article || !mayRunAlike(x, y) {
				continue
			}
			gaps, equal := lay(x.tokens, y.tokens)
			share := 512 * equal / max(len(x.tokens)+len(y.tokens), 1)
			if share >= alikeShare && equal >= alikeWords {
				p := parallel{i, j, share, gaps}
				note(i, j, p)
				note(j, i, p)
			}
		}
	}
	var out []parallel
	for key, p := range nearest {
		if key.sentence != p.x {
			continue
		}
		if q, ok := nearest[side{p.y, all[p.x].article}]; ok && q.x == p.x && q.y == p.y {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(p, q parallel) int { return cmp.Or(cmp.Compare(p.x, q.x), cmp.Compare(p.y, q.y)) })
	return out
}

// mayRunAlike reports whether two sentences share enough of their rarer words
// to be laid beside each other.
func mayRunAlike(x, y *telling) bool {
	n, m := len(x.tokens), len(y.tokens)
	return 3*min(n, m) >= max(n, m) && similarity(x.sentence, y.sentence) >= dayShare
}

const (
	// Two articles are versions of one text if at least one in versionPart of the
	// sentences of the shorter runs alike with one of the other, and so many. They
	// are one text but for changes if most of the sentences of the longer do.
	versionPart      = 3
	versionSentences = 2
	versionRun       = 192 // of 256: how alike such sentences are
)

// A closeness is how near two articles of a story are to each other.
type closeness int8

const (
	apart    closeness = iota
	versions           // of one text
	oneText            // but for changes
)

// closenessOf returns the pairs of articles of a story that are versions of one
// text.
func closenessOf(all []telling, pairs []parallel) map[[2]int]closeness {
	sentences := map[int]int{}
	for i := range all {
		sentences[all[i].article]++
	}
	alike := map[[2]int]int{}
	for _, p := range pairs {
		if p.share >= versionRun {
			alike[articlesOf(all, p)]++
		}
	}
	out := map[[2]int]closeness{}
	for key, n := range alike {
		x, y := sentences[key[0]], sentences[key[1]]
		if n*versionPart >= min(x, y) && n >= min(versionSentences, x, y) {
			out[key] = versions
		}
		if 5*n >= 3*max(x, y) {
			out[key] = oneText
		}
	}
	return out
}

func articlesOf(all []telling, p parallel) [2]int {
	a, b := all[p.x].article, all[p.y].article
	return [2]int{min(a, b), max(a, b)}
}
