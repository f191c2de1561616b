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

	sorted  sortedPostings
	readers *readers
}

// keptArticle is what is kept of an article.
type keptArticle struct {
	mark     string
	number   int32 // in the set that was looked at last
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
	if k.known != o.Knowledge || k.stock != o.Boilerplate || k.kept == nil || len(articles) == 0 {
		*k = Keeper{known: o.Knowledge, stock: o.Boilerplate, kept: map[string]*keptArticle{}}
	}
	f := newFinder(articles, annotations, o)
	if k.readers != nil {
		f.readers = k.readers
	}
	k.readers = f.readers
	defer k.readers.trim()
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
	numbers := make([]int32, len(before))
	for n := range numbers {
		numbers[n] = gone
	}
	for i := range f.articles {
		id := f.articles[i].ID
		a := before[id]
		if a == nil || a.mark != marks[i] {
			a = &keptArticle{mark: marks[i]}
			fresh = append(fresh, i)
		} else {
			numbers[a.number] = int32(i)
		}
		a.number = int32(i)
		k.kept[id], list[i] = a, a
	}
	k.sorted.numbers, k.sorted.fresh, f.sortedBefore = numbers, fresh, &k.sorted
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

// sortedPostings are the postings of the articles of a set, in order, and what has
// become of the articles since. What is new in a set of thousands is sorted by itself:
// articles keep their order, so that the others need not be.
type sortedPostings struct {
	lists   [kinds][sortParts][]posting
	numbers []int32 // by the number of an article then: its number now, or gone
	fresh   []int   // the articles that are not in lists
}

// gone is the number of an article that the set has no more, or otherwise.
const gone = -1

// part gives the postings of one part, and keeps them. It is called once for each part
// of each kind.
func (x *sortedPostings) part(f *finder, kind, part int) []posting {
	list := x.lists[kind][part]
	n := 0
	for _, p := range list {
		if now := x.numbers[p.article()]; now != gone {
			list[n] = p.of(uint32(now))
			n++
		}
	}
	var fresh []posting
	for _, i := range x.fresh {
		fresh = f.sketches[i].postings(fresh, kind, part, i)
	}
	slices.Sort(fresh)
	list = merged(list[:n], fresh)
	x.lists[kind][part] = list
	return list
}

// of returns p as a posting of another article.
func (p posting) of(article uint32) posting {
	return p&^(MaxArticles<<tagBits) | posting(article)<<tagBits
}

// merged returns what is in two sorted lists, sorted; it may be where the first was.
func merged(a, b []posting) []posting {
	i, j := len(a)-1, len(b)-1
	a = append(a, b...)
	for n := len(a) - 1; j >= 0; n-- {
		if i >= 0 && a[i] > b[j] {
			a[n] = a[i]
			i--
		} else {
			a[n] = b[j]
			j--
		}
	}
	return a
}
