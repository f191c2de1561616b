package web

import (
	"cmp"
	"fmt"
	"html/template"
	"net/url"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/store"
)

// A linkLine says that one article took from another.
type linkLine struct {
	From, To source
	Kind     string
	Shared   int // per cent of To's words
	Sure     int // per cent
	Reasons  []string
	Compare  string
	Fix      string
	joins    bool
}

// linkKinds say what one article did with another.
var linkKinds = map[news.LinkKind]string{
	news.Copy: "copied", news.Edit: "edited", news.Rewrite: "rewrote", news.Excerpt: "took an excerpt of", news.Merged: "merged in",
	news.Wire: "has the same wire text as", news.CommonSource: "shares a source with",
}

// linkOrder is in which order links are shown, and left out where they are many.
var linkOrder = []news.LinkKind{news.Copy, news.Merged, news.Edit, news.Rewrite, news.Wire, news.Excerpt, news.CommonSource}

// links lists who took from whom, and draws it.
func (w *file) links() error {
	list := w.catalog.InStory(store.LinkKind, w.story.ID)
	slices.SortStableFunc(list, func(x, y serve.Entry) int {
		return cmp.Compare(slices.Index(linkOrder, news.LinkKind(x.Label)), slices.Index(linkOrder, news.LinkKind(y.Label)))
	})
	list = list[:w.most("links", len(list), maxLinks)]
	records, err := read[news.Link](w.ctx, w.view, store.LinkKind, serve.Keys(list))
	if err != nil {
		return err
	}
	for i := range records {
		k := &records[i]
		from, ok1 := w.sources[k.From]
		to, ok2 := w.sources[k.To]
		if !ok1 || !ok2 {
			continue
		}
		w.page.Links = append(w.page.Links, linkLine{
			From: from, To: to, Kind: cmp.Or(linkKinds[k.Kind], string(k.Kind)), Shared: int(k.Shared*100 + 0.5), Sure: int(k.Confidence*100 + 0.5),
			Reasons: k.Reasons, Compare: compareAddress(k.From, k.To), joins: k.Joins,
			Fix: w.fix(url.Values{"do": {"not-a-copy"}, "article": {k.To}, "other": {k.From}, "story": {w.story.ID}}),
		})
	}
	slices.SortStableFunc(w.page.Links, func(x, y linkLine) int { return cmp.Compare(y.Shared, x.Shared) })
	w.page.Picture, w.page.Drawn = w.draw()
	return nil
}

func compareAddress(a, b string) string { return "/compare?" + url.Values{"a": {a}, "b": {b}}.Encode() }

// A node is an article in the picture.
type node struct {
	source
	depth, row int
}

// The size of the picture of who took from whom in its own units.
const (
	nodeWide = 210
	nodeStep = 280
	nodeHigh = 26
	rowStep  = 34
)

// draw draws the articles by origin, each to the right of the one that it took
// most from.
func (w *file) draw() (template.HTML, int) {
	parent := map[string]string{}
	for _, l := range w.page.Links { // those that share most come first
		if _, ok := parent[l.To.ID]; !ok && l.Kind != linkKinds[news.CommonSource] && !leadsTo(parent, l.From.ID, l.To.ID) {
			parent[l.To.ID] = l.From.ID
		}
	}
	children := map[string][]source{}
	var roots []source
	for _, g := range w.page.Dots {
		for _, s := range g.Sources {
			if from, ok := parent[s.ID]; ok {
				children[from] = append(children[from], s)
			} else {
				roots = append(roots, s)
			}
		}
	}
	at := map[string]node{}
	row, deep := 0, 0
	var place func(s source, depth int)
	place = func(s source, depth int) {
		if row >= maxDrawn {
			return
		}
		at[s.ID] = node{s, depth, row}
		row++
		deep = max(deep, depth)
		slices.SortFunc(children[s.ID], byDate)
		for _, c := range children[s.ID] {
			place(c, min(depth+1, 6))
		}
	}
	for _, s := range roots {
		place(s, 0)
	}
	if len(w.page.Links) == 0 || row == 0 {
		return "", 0
	}
	return w.picture(at, parent, row, deep), row
}

// leadsTo reports whether going from an article to those it took from leads to another.
func leadsTo(parent map[string]string, from, to string) bool {
	for n := 0; n < maxAll; n++ {
		if from == to {
			return true
		}
		next, ok := parent[from]
		if !ok {
			return false
		}
		from = next
	}
	return true
}

// rootOf returns the article from which all was taken in the end.
func rootOf(parent map[string]string, id string) string {
	for {
		up, ok := parent[id]
		if !ok {
			return id
		}
		id = up
	}
}

// picture draws the nodes and the links between them. Sources in common are drawn
// once between two articles that took nothing.
func (w *file) picture(at map[string]node, parent map[string]string, rows, deep int) template.HTML {
	drawn := map[[2]string]bool{}
	wide, tall := 4+deep*nodeStep+nodeWide+30, rows*rowStep+6
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="lineage" viewBox="0 0 %d %d" width="%d" height="%d" role="group" aria-label="Who took from whom; the list below says the same">`, wide, tall, wide, tall)
	for _, l := range w.page.Links {
		from, ok1 := at[l.From.ID]
		to, ok2 := at[l.To.ID]
		if !ok1 || !ok2 {
			continue
		}
		class, side := "takes", 0
		if l.Kind == linkKinds[news.CommonSource] {
			a, b := rootOf(parent, from.ID), rootOf(parent, to.ID)
			if drawn[[2]string{a, b}] || a == b {
				continue
			}
			drawn[[2]string{a, b}], drawn[[2]string{b, a}] = true, true
			class, from, to = "common", at[a], at[b]
		}
		x1, y1 := 4+from.depth*nodeStep+nodeWide, 3+from.row*rowStep+nodeHigh/2
		x2, y2 := 4+to.depth*nodeStep, 3+to.row*rowStep+nodeHigh/2
		if from.depth >= to.depth { // to one of the same or an earlier column: around the right side
			x2, side = 4+to.depth*nodeStep+nodeWide, 24
		}
		bend := 40
		if side > 0 {
			bend = side
			fmt.Fprintf(&b, `<path class="%s" d="M%d %dC%d %d %d %d %d %d"/>`, class, x1, y1, max(x1, x2)+bend, y1, max(x1, x2)+bend, y2, x2, y2)
			continue
		}
		fmt.Fprintf(&b, `<path class="%s" d="M%d %dC%d %d %d %d %d %d"/><path class="tip" d="M%d %dl-7 -4v8z"/>`, class, x1, y1, x1+bend, y1, x2-bend, y2, x2-6, y2, x2, y2)
	}
	for _, g := range w.page.Dots {
		for _, s := range g.Sources {
			n, ok := at[s.ID]
			if !ok {
				continue
			}
			x, y := 4+n.depth*nodeStep, 3+n.row*rowStep
			fmt.Fprintf(&b, `<a href="/article/%s"><title>%s</title><rect class="o%d" x="%d" y="%d" width="%d" height="%d" rx="4"/><text class="l%d" x="%d" y="%d">%s</text><text x="%d" y="%d">%s</text></a>`,
				url.PathEscape(s.ID), template.HTMLEscapeString(s.Name()+", "+s.Date+": "+excerpt(s.Title, 120)), s.Hue, x, y, nodeWide, nodeHigh,
				s.Hue, x+9, y+17, s.Letter, x+34, y+17, template.HTMLEscapeString(excerpt(s.Name(), 24)))
		}
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String()) //nolint:gosec // numbers, and words that were escaped
}
