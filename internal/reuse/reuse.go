// Package reuse finds who took text from whom and counts origins
// (Articles → Lineage).
//
// It is for passages that two articles share, word for word, edited or in other
// words, for the direction in which they travelled, and for the origins that are
// left when copies are joined. It is not for deciding what articles are about:
// that two texts tell of one happening is package cluster's affair.
//
// The parts, in the order of the work: words are folded (words.go, content.go,
// stem.go, quotes.go); each article leaves a sketch, and an index of the sketches,
// which may stand on disk, names the pairs worth a look (sketch.go, index.go,
// segment.go, folder.go, search.go); what outlets repeat is left out (table.go,
// boilerplate.go); each pair is aligned word by word into verbatim and edited
// passages (align.go) and sentence by sentence into rewritten ones (rewrite.go);
// passages make a link with a kind, a direction and reasons (lineage.go); links join
// articles into origins (origins.go).
package reuse

import (
	"cmp"
	"slices"
	"sync"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// Rev is the revision of this stage: raised whenever its output changes.
const Rev = 8

// A Result is what reuse says of one set of articles.
type Result struct {
	Links      []news.Link       // sorted by ID
	Origins    []news.Origin     // sorted by ID
	Provenance []news.Provenance // parallel to the articles given
}

// Options are what the user says beforehand.
type Options struct {
	// NotCopies are pairs of indices of articles, the lower first, sorted, that are
	// not lineage of one another: they are not compared and get no link, so neither
	// an origin nor a passage is theirs in common, save through a third article.
	NotCopies [][2]int
	// Knowledge is what is known beforehand, with the user's own table; nil is what
	// comes with the program.
	Knowledge *knowledge.Base
	// Boilerplate is what outlets are known to repeat, besides what they repeat in
	// this set; nil is nothing. It can change the result, so its
	// [Boilerplate.SHA256] belongs to the settings that a brief names.
	Boilerplate *Boilerplate
	// Open, if set, returns the annotation of an article, and those that Find is given
	// need no more than Credits. It is called by several goroutines at
	// once, once for an article; what it returns is not kept.
	Open func(article int) *news.Annotation
}

// Find compares every article of a set with every other and returns the
// lineage, the origins and what each article rests on.
//
// articles and annotations are parallel and sorted by article id; neither is
// changed or kept. The result depends on the set alone, not on its order of
// arrival nor on the number of processors, which all work at once.
//
// Time grows with the words of the set and with the number of pairs that share
// eight words in a row or several pairs of rare words.
func Find(articles []news.Article, annotations []news.Annotation, o Options) Result {
	f := newFinder(articles, annotations, o)
	list := slices.DeleteFunc(f.compare(without(f.candidates(), o.NotCopies)), func(l *found) bool { return l == nil })
	markMerged(list)
	links := make([]news.Link, len(list))
	for i, l := range list {
		links[i] = l.Link
	}
	slices.SortFunc(links, byID)
	return f.result(links)
}

// result returns what links, sorted by id, tell of the set.
func (f *finder) result(links []news.Link) Result {
	index := make(map[string]int, len(f.articles))
	for i := range f.articles {
		index[f.articles[i].ID] = i
	}
	origins, provenance := f.trace(links, index)
	// Within one outlet, if its articles are of one origin, a shared passage is a house
	// phrase, an author's note or a line from the day before.
	links = slices.DeleteFunc(links, func(l news.Link) bool {
		i, j := index[l.From], index[l.To]
		return l.Kind == news.CommonSource && !l.Joins && provenance[i].Origin == provenance[j].Origin && ofOneFamily(&f.articles[i], &f.articles[j])
	})
	return Result{Links: links, Origins: origins, Provenance: provenance}
}

// ofOneFamily reports whether two articles are known to be of outlets with one owner.
func ofOneFamily(a, b *news.Article) bool { return a.Family != "" && a.Family == b.Family }

func byID(x, y news.Link) int { return cmp.Compare(x.ID, y.ID) }

// A finder holds what the steps of [Find] share.
type finder struct {
	articles    []news.Article
	annotations []news.Annotation
	known       *knowledge.Base
	stock       *Boilerplate                       // may be nil
	open        func(article int) *news.Annotation // or nil
	sketches    []Sketch                           // by article
	repeats     [][]uint32                         // hashes of the shingles that its family repeats, sorted, by article
	signs       [][]news.Sign                      // by article
	names       []naming                           // by article
	bodies      [][]stretch                        // by article
	informed    []*informed                        // by article
	ownIDs      map[string]string                  // of the own reports of houses
	readers     *readers
	pairers     sync.Pool // of *pairer
}

func newFinder(articles []news.Article, annotations []news.Annotation, o Options) *finder {
	f := &finder{articles: articles, annotations: annotations, known: o.Knowledge, stock: o.Boilerplate, open: o.Open, signs: make([][]news.Sign, len(articles)), informed: make([]*informed, len(articles)), names: make([]naming, len(articles)), bodies: make([][]stretch, len(articles)), ownIDs: map[string]string{}}
	f.readers = &readers{known: f.known, stock: f.stock}
	f.pairers.New = func() any { return newPairer(f) }
	return f
}

// annotation returns what is marked in article i.
func (f *finder) annotation(i int) *news.Annotation {
	if f.open != nil {
		return f.open(i)
	}
	return &f.annotations[i]
}

// load makes article i ready to be compared.
func (f *finder) load(d *doc, r *reader, i int32) {
	r.readNamed(d, &f.articles[i], &f.annotations[i], f.bodies[i], f.names[i])
	repeats, family := f.repeats[i], familyKey(d.article.Family)
	for w := 0; w+shingleLen <= len(d.hash); w++ {
		h := shingle(d.hash[w : w+shingleLen])
		repeat := false
		if len(repeats) > 0 {
			_, repeat = slices.BinarySearch(repeats, h)
		}
		if repeat || isStock(h) || f.stock.has(family, h) {
			for k := range shingleLen {
				d.flags[w+k] |= inStock
			}
		}
	}
	d.signs, d.index, d.again = f.signs[i], i, false
}

// without returns a sorted list without some pairs.
func without(list []pair, not [][2]int) []pair {
	if len(not) == 0 {
		return list
	}
	return slices.DeleteFunc(list, func(p pair) bool {
		_, found := slices.BinarySearchFunc(not, p, func(x [2]int, p pair) int { return pair{int32(x[0]), int32(x[1])}.compare(p) })
		return found
	})
}

// compare returns the links of pairs, nil where there is none.
func (f *finder) compare(list []pair) []*found {
	// What was published on one day is likely to be compared again soon.
	order := make([]int32, len(list))
	for i := range order {
		order[i] = int32(i)
	}
	days := make([]int, len(f.articles))
	for i := range days {
		days[i], _ = f.articles[i].Published.Day()
	}
	slices.SortFunc(order, func(x, y int32) int {
		p, q := list[x], list[y]
		return cmp.Or(cmp.Compare(days[p.a], days[q.a]), cmp.Compare(p.a, q.a), cmp.Compare(days[p.b], days[q.b]), cmp.Compare(p.b, q.b))
	})
	out := make([]*found, len(list))
	const chunk = 1024
	each((len(order)+chunk-1)/chunk, func(c int) {
		p := f.pairers.Get().(*pairer)
		defer f.pairers.Put(p)
		p.r = f.readers.get()
		defer f.readers.put(p.r)
		for _, i := range order[c*chunk : min((c+1)*chunk, len(order))] {
			out[i] = p.link(list[i])
		}
	})
	return out
}

// A pairer compares pairs of articles one after the other and keeps what the
// next pairs are likely to need again.
type pairer struct {
	f     *finder
	r     *reader
	docs  map[int32]*doc
	queue []*doc // those in docs; who is asked for again is spared once
	words int    // of the docs
	spare []*doc
	cells []int32
	seeds []seed
}

// keptWords bounds what a pairer keeps, at some 40 bytes a word.
const keptWords = 1 << 19

func newPairer(f *finder) *pairer {
	return &pairer{f: f, docs: map[int32]*doc{}}
}

// doc returns article i and drops no article keep.
func (p *pairer) doc(i, keep int32) *doc {
	if d := p.docs[i]; d != nil {
		d.again = true
		return d
	}
	for p.words > keptWords && len(p.queue) > 1 {
		d := p.queue[0]
		p.queue = p.queue[1:]
		if d.again || d.index == keep {
			d.again = false
			p.queue = append(p.queue, d)
			continue
		}
		delete(p.docs, d.index)
		p.words -= len(d.hash)
		p.spare = append(p.spare, d)
	}
	d := new(doc)
	if n := len(p.spare); n > 0 {
		d, p.spare = p.spare[n-1], p.spare[:n-1]
	}
	p.f.load(d, p.r, i)
	p.docs[i] = d
	p.queue = append(p.queue, d)
	p.words += len(d.hash)
	return d
}

// link returns the link of a candidate, or nil if the two share nothing that
// tells of one source.
func (p *pairer) link(c pair) *found {
	a, b := p.doc(c.a, c.b), p.doc(c.b, c.a)
	if len(a.hash) == 0 || len(b.hash) == 0 {
		return nil // an annotation that cannot be opened any more: the run is of no use
	}
	sh := share{a: a, b: b}
	sh.passages, sh.whole, sh.other = p.rewritten(a, b, align(a, b, p.seedsOf(c)))
	if len(sh.passages) == 0 || sh.chance() {
		return nil
	}
	sh.count()
	l := sh.link()
	if ofOneFamily(a.article, b.article) {
		// A report much like another is the next one in the same words.
		if l.Kind == news.Rewrite && max(sh.equalA, sh.equalB) == 0 {
			return nil
		}
		l.phrase = l.Kind == news.CommonSource && !l.Joins
	}
	return l
}

// seedsOf returns the fingerprints that two articles share and neither's family
// repeats, sorted by their places in the second, then in the first.
func (p *pairer) seedsOf(c pair) []seed {
	x, y := p.f.sketches[c.a].traces[prints], p.f.sketches[c.b].traces[prints]
	p.seeds = p.seeds[:0]
	for i, j := 0, 0; i < len(x) && j < len(y); {
		switch hx, hy := x[i].hash(), y[j].hash(); {
		case hx < hy:
			i++
		case hx > hy:
			j++
		default:
			if !p.repeated(c.a, hx) && !p.repeated(c.b, hx) {
				p.seeds = append(p.seeds, seed{x[i].place(), y[j].place()})
			}
			i++
			j++
		}
	}
	slices.SortFunc(p.seeds, func(s, t seed) int { return cmp.Or(cmp.Compare(s.b, t.b), cmp.Compare(s.a, t.a)) })
	return p.seeds
}

// repeated reports whether the family of article i repeats a shingle.
func (p *pairer) repeated(i int32, hash uint32) bool {
	_, found := slices.BinarySearch(p.f.repeats[i], hash)
	return found
}
