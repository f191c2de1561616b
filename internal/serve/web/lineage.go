package web

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"

	"github.com/twosource/twosource/internal/figures"
	"github.com/twosource/twosource/internal/news"
)

// maxAligned is how many links show their passages aligned. Ours.
const maxAligned = 15

// fewDrawn is up to how many articles all are drawn, and not those alone that share
// text. Ours.
const fewDrawn = 12

// A linkLine says that one article took from another.
type linkLine struct {
	From, To source
	Kind     string
	Shared   int // per cent of To's words
	Sure     int // per cent
	Reasons  []string
	Compare  string
	Fix      string
	Rows     []figures.Row // the longest passages
	More     int           // passages that are not shown
	Key      string
	common   bool
	how      string
}

// links lists who took from whom, and draws it.
func (w *file) links() {
	for i := range w.parts.links {
		k := &w.parts.links[i]
		from, ok1 := w.sources[k.From]
		to, ok2 := w.sources[k.To]
		if !ok1 || !ok2 {
			continue
		}
		w.page.Links = append(w.page.Links, linkLine{
			From: from, To: to, Kind: cmp.Or(figures.Verbs[k.Kind], string(k.Kind)), Shared: perCent(k.Shared), Sure: perCent(k.Confidence),
			Reasons: k.Reasons, Compare: compareAddress(k.From, k.To), common: k.Kind == news.CommonSource, Key: "link." + k.ID,
			Fix: w.fix(url.Values{"do": {"not-a-copy"}, "article": {k.To}, "other": {k.From}, "story": {w.id}}),
		})
		last := &w.page.Links[len(w.page.Links)-1]
		last.how = figures.Hows[k.Kind]
		if i < maxAligned || w.all {
			last.Rows, last.More = figures.Passages(w.articles[k.From].Text, w.articles[k.To].Text, k.Passages)
		}
	}
	slices.SortStableFunc(w.page.Links, func(x, y linkLine) int { return cmp.Compare(y.Shared, x.Shared) })
	w.draw()
}

func perCent(f float64) int { return int(float64(f*100) + 0.5) }

func compareAddress(a, b string) string { return "/compare?" + url.Values{"a": {a}, "b": {b}}.Encode() }

// tied returns the articles that took from another or were taken from; or that have a
// source in common.
func (w *file) tied(common bool) map[string]bool {
	out := map[string]bool{}
	for i := range w.page.Links {
		if l := &w.page.Links[i]; l.common == common {
			out[l.From.ID], out[l.To.ID] = true, true
		}
	}
	return out
}

// draw draws who took from whom.
func (w *file) draw() {
	var nodes []figures.Node
	tied := w.tied(false)
	if len(tied) == 0 {
		tied = w.tied(true)
	}
	for _, g := range w.page.Dots {
		for _, s := range g.Sources {
			if len(w.story.Articles) > fewDrawn && !tied[s.ID] {
				continue // where there are many, one that took from none says nothing
			}
			nodes = append(nodes, figures.Node{
				ID: s.ID, Href: "/article/" + url.PathEscape(s.ID), Letter: s.Letter, Name: s.Name(), Note: s.Date, Hue: s.Hue,
				Title: s.Name() + ", " + s.Date + ": " + excerpt(s.Title, 120),
			})
		}
	}
	var edges []figures.Edge
	for i := range w.page.Links { // those that share most come first
		l := &w.page.Links[i]
		e := figures.Edge{From: l.From.ID, To: l.To.ID, Common: l.common, Words: l.Kind}
		if !l.common {
			e.Words = l.how + ", " + strconv.Itoa(l.Shared) + " %"
		}
		edges = append(edges, e)
	}
	w.page.Picture, w.page.Drawn = figures.Lineage(nodes, edges, maxDrawn)
}
