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
	kept  map[string]*keptArticle // by id
	pairs map[[2]string]keptPair  // by ids, the lower first
}

// keptArticle is what is kept of an article.
type keptArticle struct {
	mark     string
	sketch   Sketch
	signs    []news.Sign
	repeats  []uint32
	informed *informed
	names    naming
	body     []stretch
}

// keptPair is the link of two articles, nil if there is none, and what it was found
// of.
type keptPair struct {
	a, b               *keptArticle
	repeatsA, repeatsB []uint32
	link               *found
}

// Find returns what [Find] does. marks are parallel to articles: another one
// whenever an article or its annotation is another. Options must have Knowledge and
// Boilerplate as before, or all is found anew, and no NotCopies.
func (k *Keeper) Find(articles []news.Article, annotations []news.Annotation, marks []string, o Options) Result {
	if k.known != o.Knowledge || k.stock != o.Boilerplate || k.kept == nil {
		*k = Keeper{known: o.Knowledge, stock: o.Boilerplate, kept: map[string]*keptArticle{}}
	}
	f := newFinder(articles, annotations, o)
	list := k.articles(f, marks)
	links := k.compare(f, list, f.alike())
	markMerged(links)
	out := make([]news.Link, len(links))
	for i, l := range links {
		out[i] = l.Link
	}
	slices.SortFunc(out, byID)
	origins, provenance := f.trace(out)
	return Result{Links: out, Origins: origins, Provenance: provenance}
}

// articles returns what is kept of the articles of f, and gives f their sketches.
func (k *Keeper) articles(f *finder, marks []string) []*keptArticle {
	before := k.kept
	k.kept = make(map[string]*keptArticle, len(f.articles))
	list := make([]*keptArticle, len(f.articles))
	var fresh []int
	for i := range f.articles {
		id := f.articles[i].ID
		a := before[id]
		if a == nil || a.mark != marks[i] {
			a = &keptArticle{mark: marks[i]}
			fresh = append(fresh, i)
		}
		k.kept[id], list[i] = a, a
	}
	eachChunk(len(fresh), func(first, end int) {
		r := f.readers.Get().(*reader)
		defer f.readers.Put(r)
		var d doc
		for _, i := range fresh[first:end] {
			an := f.annotation(i)
			list[i].names, list[i].body = namesOf(an), bodyOf(an)
			r.readNamed(&d, &f.articles[i], an, list[i].body, list[i].names)
			list[i].sketch, list[i].signs, list[i].informed = d.sketch(), d.examine(), f.readInformants(an)
		}
	})
	f.sketches = make([]Sketch, len(list))
	for i, a := range list {
		f.sketches[i], f.signs[i], f.informed[i] = a.sketch, a.signs, a.informed
		f.names[i], f.bodies[i] = a.names, a.body
	}
	return list
}

// compare returns the links of candidates, in their order, which are the caller's to
// change.
func (k *Keeper) compare(f *finder, list []*keptArticle, candidates []pair) []*found {
	for i, a := range list {
		if !slices.Equal(a.repeats, f.repeats[i]) {
			a.repeats = f.repeats[i]
		}
	}
	before := k.pairs
	k.pairs = make(map[[2]string]keptPair, len(candidates))
	links := make([]*found, len(candidates))
	var missing []pair
	var at []int
	for n, p := range candidates {
		key := [2]string{f.articles[p.a].ID, f.articles[p.b].ID}
		x, ok := before[key]
		a, b := list[p.a], list[p.b]
		if ok && x.a == a && x.b == b && slices.Equal(x.repeatsA, a.repeats) && slices.Equal(x.repeatsB, b.repeats) {
			k.pairs[key], links[n] = x, x.link
			continue
		}
		missing, at = append(missing, p), append(at, n)
	}
	for n, l := range f.compare(missing) {
		p := missing[n]
		a, b := list[p.a], list[p.b]
		links[at[n]] = l
		k.pairs[[2]string{f.articles[p.a].ID, f.articles[p.b].ID}] = keptPair{a, b, a.repeats, b.repeats, l}
	}
	links = slices.DeleteFunc(links, func(l *found) bool { return l == nil })
	for n, l := range links {
		links[n] = l.clone()
	}
	return links
}

// clone returns a copy that can be changed.
func (l *found) clone() *found {
	c := *l
	c.Passages, c.Reasons = slices.Clone(l.Passages), slices.Clone(l.Reasons)
	return &c
}
