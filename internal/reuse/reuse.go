// Package reuse finds who took text from whom and counts origins
// (Articles → Lineage).
//
// It is for passages that two articles share, word for word, edited or in other
// words, for the direction in which they travelled, and for the origins that are
// left when copies are joined. It is not for deciding what articles are about:
// that two texts tell of one happening is package cluster's affair.
//
// The parts, in the order of the work: words are folded (words.go, content.go,
// stem.go); each article leaves a sketch, and the sketches of all are sorted
// together, which names the pairs worth a look (sketch.go, candidates.go); each
// pair is aligned word by word into verbatim and edited passages (align.go) and
// sentence by sentence into rewritten ones (rewrite.go); passages make a link
// with a kind, a direction and reasons (lineage.go); links join articles into
// origins (origins.go).
package reuse

import (
	"cmp"
	"slices"
	"sync"

	"github.com/twosource/twosource/internal/news"
)

// Rev is the revision of this stage: raised whenever its output changes.
const Rev = 2

// A Result is what reuse says of one set of articles.
type Result struct {
	Links      []news.Link       // sorted by ID
	Origins    []news.Origin     // sorted by ID
	Provenance []news.Provenance // parallel to the articles given
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
func Find(articles []news.Article, annotations []news.Annotation) Result {
	f := newFinder(articles, annotations)
	pairs := slices.DeleteFunc(f.compare(f.candidates()), func(l *found) bool { return l == nil })
	markMerged(pairs)
	links := make([]news.Link, len(pairs))
	for i, l := range pairs {
		links[i] = l.Link
	}
	slices.SortFunc(links, func(x, y news.Link) int { return cmp.Compare(x.ID, y.ID) })
	origins, provenance := f.trace(links)
	return Result{Links: links, Origins: origins, Provenance: provenance}
}

// A finder holds what the steps of [Find] share.
type finder struct {
	articles    []news.Article
	annotations []news.Annotation
	partBits    int           // the sketches are sorted in 1 << partBits parts
	repeats     []fingerprint // what families repeat, by article, then place
	signs       [][]news.Sign // by article
	readers     sync.Pool     // of *reader
	pairers     sync.Pool     // of *pairer
}

func newFinder(articles []news.Article, annotations []news.Annotation) *finder {
	f := &finder{articles: articles, annotations: annotations, signs: make([][]news.Sign, len(articles))}
	f.readers.New = func() any { return newReader() }
	f.pairers.New = func() any { return newPairer(f) }
	for f.partBits = 1; f.partBits < 7 && len(articles)>>f.partBits > 64; {
		f.partBits++
	}
	return f
}

func (f *finder) parts() int { return 1 << f.partBits }

// load makes article i ready to be compared.
func (f *finder) load(d *doc, r *reader, i int32) {
	r.read(d, &f.articles[i], &f.annotations[i])
	at, _ := slices.BinarySearchFunc(f.repeats, i, func(x fingerprint, i int32) int { return cmp.Compare(x.doc, i) })
	for ; at < len(f.repeats) && f.repeats[at].doc == i; at++ {
		for k := range shingleLen {
			if w := int(f.repeats[at].pos) + k; w < len(d.flags) {
				d.flags[w] |= inStock
			}
		}
	}
	for w := 0; w+shingleLen <= len(d.hash); w++ {
		if isStock(shingle(d.hash[w : w+shingleLen])) {
			for k := range shingleLen {
				d.flags[w+k] |= inStock
			}
		}
	}
	d.signs = f.signs[i]
}

// compare returns the links of candidates, nil where there is none.
func (f *finder) compare(list []candidate) []*found {
	out := make([]*found, len(list))
	const chunk = 32
	each((len(list)+chunk-1)/chunk, func(c int) {
		p := f.pairers.Get().(*pairer)
		defer f.pairers.Put(p)
		for i := c * chunk; i < min((c+1)*chunk, len(list)); i++ {
			out[i] = p.link(&list[i])
		}
	})
	return out
}

// A pairer compares pairs of articles one after the other and keeps what the
// next pair is likely to need again.
type pairer struct {
	f     *finder
	r     *reader
	docs  map[int32]*doc
	age   []int32 // the articles in docs, the one asked for longest ago first
	cells []int32
}

// keptDocs bounds what a pairer keeps.
const keptDocs = 64

func newPairer(f *finder) *pairer { return &pairer{f: f, r: newReader(), docs: map[int32]*doc{}} }

// doc returns article i; it stays valid while one other is asked for.
func (p *pairer) doc(i int32) *doc {
	d := p.docs[i]
	switch {
	case d != nil:
		at := slices.Index(p.age, i)
		p.age = slices.Delete(p.age, at, at+1)
	case len(p.age) == keptDocs:
		old := p.age[0]
		d = p.docs[old]
		delete(p.docs, old)
		p.age = slices.Delete(p.age, 0, 1)
		p.f.load(d, p.r, i)
	default:
		d = new(doc)
		p.f.load(d, p.r, i)
	}
	p.docs[i] = d
	p.age = append(p.age, i)
	return d
}

// link returns the link of a candidate, or nil if the two share nothing that
// tells of one source.
func (p *pairer) link(c *candidate) *found {
	a, b := p.doc(c.a), p.doc(c.b)
	sh := share{a: a, b: b}
	sh.passages, sh.whole, sh.other = p.rewritten(a, b, align(a, b, c.seeds))
	if len(sh.passages) == 0 || sh.chance() {
		return nil
	}
	sh.count()
	l := sh.link()
	// Within one outlet, which is one origin however it is, a shared passage is
	// a house phrase, an author's note or a line from the day before, and a
	// report much like another is the next one in the same words.
	family := a.article.Family != "" && a.article.Family == b.article.Family
	if family && (l.Kind == news.CommonSource && !l.Joins || l.Kind == news.Rewrite && max(sh.equalA, sh.equalB) == 0) {
		return nil
	}
	return l
}
