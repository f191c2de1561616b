// Package reuse finds who took text from whom and counts origins
// (Articles → Lineage).
//
// It is for passages that two articles share word for word or nearly so, for
// the direction in which they travelled, and for the origins that are left when
// copies are joined. It is not for deciding what articles are about: that two
// texts tell of one happening is package cluster's affair, and that two
// sentences say the same in other words is package compare's.
//
// The parts, in the order of the work: words are folded ([fold]), each article
// is winnowed into fingerprints and the fingerprints of all articles are sorted
// together, which names the pairs worth a look (candidates.go); each pair is
// aligned word by word into passages (align.go); passages make a link with a
// kind, a direction and reasons (lineage.go); links join articles into origins
// (origins.go).
package reuse

import (
	"cmp"
	"slices"

	"github.com/twosource/twosource/internal/news"
)

// Rev is the revision of this stage: raised whenever its output changes.
const Rev = 1

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
// arrival.
//
// Time grows with the words of the set (sorting one fingerprint for about
// every third word) and with the number of pairs that share eight words in a
// row; memory is about 8 bytes a word.
func Find(articles []news.Article, annotations []news.Annotation) Result {
	docs := make([]doc, len(articles))
	for i := range articles {
		docs[i] = newDoc(&articles[i], &annotations[i])
	}
	var links []news.Link
	for _, c := range candidates(docs) {
		passages := align(&docs[c.a], &docs[c.b], c.seeds)
		if len(passages) == 0 {
			continue
		}
		links = append(links, link(&docs[c.a], &docs[c.b], passages))
	}
	markMerged(links)
	slices.SortFunc(links, func(x, y news.Link) int { return cmp.Compare(x.ID, y.ID) })
	origins, provenance := trace(docs, links)
	return Result{Links: links, Origins: origins, Provenance: provenance}
}
