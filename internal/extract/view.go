package extract

import (
	"golang.org/x/net/html"

	"github.com/twosource/twosource/internal/knowledge"
)

// newPage cuts doc into segments and computes what the model sees of them.
func newPage(doc *html.Node, meta *pageMeta, known *knowledge.Base) *pageView {
	segs, cut := segments(doc)
	for i := range segs {
		segs[i].names = known
	}
	v := newView(segs)
	v.cut = cut
	var body shingles
	if meta.body != "" {
		body = newShingles(meta.body)
	}
	v.features(firstOf(meta.titles), meta.description, body)
	return v
}
