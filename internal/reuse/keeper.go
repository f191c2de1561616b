package reuse

import (
	"slices"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// A Keeper finds what [Find] does of sets that differ in a few articles from one
// another: what it knows of articles and of pairs of them it does not look at
// again. Its zero value knows nothing. It is for one goroutine at a time.
type Keeper struct {
	known *knowledge.Base
	stock *Boilerplate
	kept  map[string]*keptArticle   // by id
	list  []*keptArticle            // the same by number
	pairs map[articlePair]*keptPair // the candidates
	order []*keptPair               // the same by the numbers of their articles

	meetings keptMeetings
	touched  []articlePair // that may have become candidates, or ceased to be some
	readers  *readers
}

// keptArticle is what is kept of an article.
type keptArticle struct {
	mark     string
	number   int32 // in the set that was looked at last, or gone
	sketch   Sketch
	signs    []news.Sign
	repeats  []uint32 // another list whenever they are others
	informed *informed
	names    naming
	body     []stretch
}

// keptPair is the link of two articles, nil if there is none, and what it was found
// of.
type keptPair struct {
	of                 articlePair
	known              bool // it was looked for
	gone               bool // it is no candidate any more
	repeatsA, repeatsB []uint32
	link               *found
}

// numbers returns the articles of a pair by their numbers.
func (x *keptPair) numbers() pair { return pair{x.of[0].number, x.of[1].number} }

// Find returns what [Find] does. marks are parallel to articles: another one
// whenever an article or its annotation is another. Options must have Knowledge and
// Boilerplate as before, or all is found anew, and no NotCopies.
func (k *Keeper) Find(articles []news.Article, annotations []news.Annotation, marks []string, o Options) Result {
	if k.known != o.Knowledge || k.stock != o.Boilerplate || k.kept == nil || len(articles) == 0 {
		*k = Keeper{known: o.Knowledge, stock: o.Boilerplate, kept: map[string]*keptArticle{}, pairs: map[articlePair]*keptPair{}}
	}
	f := newFinder(articles, annotations, o)
	if k.readers != nil {
		f.readers = k.readers
	}
	k.readers = f.readers
	defer k.readers.trim()
	k.articles(f, marks)
	links := k.compare(f)
	markMerged(links)
	out := make([]news.Link, len(links))
	for i, l := range links {
		out[i] = l.Link
	}
	slices.SortFunc(out, byID)
	return f.result(out)
}

// articles reads those articles of f of which nothing is kept, and gives f what is kept of all.
func (k *Keeper) articles(f *finder, marks []string) {
	before := k.kept
	k.kept = make(map[string]*keptArticle, len(f.articles))
	list := make([]*keptArticle, len(f.articles))
	c := setChange{before: k.list, now: list, numbers: make([]int32, len(k.list)), isFresh: make([]bool, len(list))}
	for i := range f.articles {
		id := f.articles[i].ID
		a := before[id]
		if a == nil || a.mark != marks[i] {
			a = &keptArticle{mark: marks[i], number: gone}
			c.fresh, c.isFresh[i] = append(c.fresh, i), true
		}
		k.kept[id], list[i] = a, a
	}
	for n, a := range k.list {
		c.numbers[n], a.number = gone, gone
	}
	for i, a := range list {
		a.number = int32(i)
	}
	for n, a := range k.list {
		c.numbers[n] = a.number
		c.lost = c.lost || a.number == gone
	}
	fresh := c.fresh
	eachChunk(len(fresh), func(first, end int) {
		r := f.readers.get()
		defer f.readers.put(r)
		var d doc
		for _, i := range fresh[first:end] {
			an := f.annotation(i)
			list[i].names, list[i].body = namesOf(an), bodyOf(an)
			r.readNamed(&d, &f.articles[i], an, list[i].body, list[i].names)
			list[i].sketch, list[i].signs, list[i].informed = d.sketch(), d.examine(), f.readInformants(an)
		}
	})
	k.touched = k.meetings.change(&c)
	for _, i := range fresh {
		list[i].sketch.traces[pairs] = nil // they are in the meetings
	}
	k.list = list
	f.sketches, f.repeats = make([]Sketch, len(list)), make([][]uint32, len(list))
	for i, a := range list {
		f.sketches[i], f.signs[i], f.informed[i] = a.sketch, a.signs, a.informed
		f.names[i], f.bodies[i], f.repeats[i] = a.names, a.body, a.repeats
	}
}

// settle brings the pairs that are candidates up to date, and their order, which those that
// stay do not change.
func (k *Keeper) settle() {
	var fresh []*keptPair
	for _, p := range k.touched {
		x := k.pairs[p]
		switch is := k.meetings.met[p].isCandidate(); {
		case is && x == nil:
			x = &keptPair{of: p}
			k.pairs[p], fresh = x, append(fresh, x)
		case !is && x != nil:
			delete(k.pairs, p)
			x.gone = true
		}
	}
	k.touched = nil
	k.order = slices.DeleteFunc(k.order, func(x *keptPair) bool { return x.gone })
	slices.SortFunc(fresh, func(x, y *keptPair) int { return x.numbers().compare(y.numbers()) })
	at := len(k.order) - 1
	k.order = append(k.order, fresh...)
	for n := len(k.order) - 1; len(fresh) > 0; n-- {
		if last := fresh[len(fresh)-1]; at < 0 || k.order[at].numbers().compare(last.numbers()) < 0 {
			k.order[n], fresh = last, fresh[:len(fresh)-1]
		} else {
			k.order[n] = k.order[at]
			at--
		}
	}
}

// compare returns the links of candidates, in their order, which are the caller's to
// change.
func (k *Keeper) compare(f *finder) []*found {
	k.settle()
	var missing []*keptPair
	var pairs []pair
	for _, x := range k.order {
		a, b := x.of[0], x.of[1]
		if !x.known || !slices.Equal(x.repeatsA, a.repeats) || !slices.Equal(x.repeatsB, b.repeats) {
			missing, pairs = append(missing, x), append(pairs, x.numbers())
		}
	}
	for n, l := range f.compare(pairs) {
		x := missing[n]
		x.known, x.repeatsA, x.repeatsB, x.link = true, x.of[0].repeats, x.of[1].repeats, l
	}
	var links []*found
	for _, x := range k.order {
		if x.link != nil {
			links = append(links, x.link.clone())
		}
	}
	return links
}

// clone returns a copy that can be changed.
func (l *found) clone() *found {
	c := *l
	c.Passages, c.Reasons = slices.Clone(l.Passages), slices.Clone(l.Reasons)
	return &c
}
