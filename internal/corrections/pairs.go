package corrections

import (
	"cmp"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// A Pair is two articles that a line speaks of, by their place in the articles
// bound.
type Pair struct {
	A, B int // A < B
	By   string
}

// A StoryPair is two articles that must, or must not, be of one story.
type StoryPair struct {
	Pair
	Same bool
}

// NotCopies returns the pairs of articles that are not lineage of one another,
// for reuse: links between them are to be left out. Sorted by A, then B; a pair
// of several lines stands once for each.
func (b *Bound) NotCopies() []Pair {
	var out []Pair
	b.each(NotACopy, func(c Correction) {
		if p, ok := b.pair(c, c.Articles[0], c.Articles[1]); ok {
			out = append(out, p)
		}
	})
	slices.SortFunc(out, comparePairs)
	return slices.Compact(out)
}

func comparePairs(x, y Pair) int {
	return cmp.Or(cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B), strings.Compare(x.By, y.By))
}

func (b *Bound) pair(c Correction, x, y Article) (Pair, bool) {
	i, j := b.article(c, x), b.article(c, y)
	if i < 0 || j < 0 {
		return Pair{}, false
	}
	if i == j {
		b.notice(c, "%s and %s are the same article", quote(x.Name), quote(y.Name))
		return Pair{}, false
	}
	return Pair{min(i, j), max(i, j), c.String()}, true
}

// Stories returns the pairs of articles that must, or must not, be of one
// story, for cluster: sorted, a pair of several lines once for each. A line that
// puts many into one story pairs the first of them with each other.
//
// The error joins a [*LineError] for each two lines that disagree once it is
// known which articles they mean; there are then no pairs.
func (b *Bound) Stories() ([]StoryPair, error) {
	if b == nil {
		return nil, nil
	}
	w := newWeb()
	key := func(i int) string { return b.articles[i].ID }
	var out []StoryPair
	b.each(SameStory, func(c Correction) {
		at := b.all(c)
		for _, i := range at[min(1, len(at)):] {
			w.join(c.Line, []string{key(at[0]), key(i)})
			out = append(out, StoryPair{Pair{at[0], i, c.String()}, true})
		}
	})
	d := disputes{set: b.set}
	b.each(OtherStory, func(c Correction) {
		at := b.all(c)
		for n, j := range at {
			for _, i := range at[:n] {
				if path := d.path(w, key(i), key(j)); len(path) > 0 {
					d.addPath(c.Line, path)
				} else {
					out = append(out, StoryPair{Pair{i, j, c.String()}, false})
				}
			}
		}
	})
	if len(d.errs) > 0 {
		return nil, d.joined()
	}
	slices.SortFunc(out, func(x, y StoryPair) int { return comparePairs(x.Pair, y.Pair) })
	return slices.Compact(out), nil
}

// all returns the articles of a line, sorted, each once.
func (b *Bound) all(c Correction) []int {
	var at []int
	for _, a := range c.Articles {
		if i := b.article(c, a); i >= 0 {
			at = append(at, i)
		}
	}
	met := len(at)
	slices.Sort(at)
	at = slices.Compact(at)
	if len(at) == 1 && met == len(c.Articles) {
		b.notice(c, "they are the same article")
	}
	return at
}

// MarkStories adds to CorrectedBy of each story the lines that speak of its
// articles: that keep them together or apart, or say that they are no copies or
// have one owner, on which the number of its origins rests.
func (b *Bound) MarkStories(stories []news.Story, pairs []StoryPair, notCopies []Pair, families []Family) {
	storyOf := map[string]int{}
	for i := range stories {
		for _, id := range stories[i].Articles {
			storyOf[id] = i
		}
	}
	mark := func(article int, line string) {
		if i, ok := storyOf[b.articles[article].ID]; ok {
			stories[i].CorrectedBy = append(stories[i].CorrectedBy, line)
		}
	}
	for _, p := range pairs {
		mark(p.A, p.By)
		mark(p.B, p.By)
	}
	for _, p := range notCopies {
		mark(p.A, p.By)
		mark(p.B, p.By)
	}
	for i := range families {
		for _, line := range families[i].By {
			mark(i, line)
		}
	}
	for i := range stories {
		slices.Sort(stories[i].CorrectedBy)
		stories[i].CorrectedBy = slices.Compact(stories[i].CorrectedBy)
	}
}
