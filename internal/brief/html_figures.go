package brief

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/twosource/twosource/internal/figures"
	"github.com/twosource/twosource/internal/news"
)

// How much of a story's lineage a page shows, unless it shows all. Ours.
const (
	maxDrawn  = 40 // articles in the picture
	maxLinked = 20 // links with their passages side by side
)

// An htmlOrigin is the articles of one origin.
type htmlOrigin struct {
	Letter   string
	Hue      int
	Articles []htmlDot
}

// An htmlDot is an article of an origin.
type htmlDot struct {
	Href, Name string
	art        int
}

// An htmlLink says who took from whom, with the passages side by side.
type htmlLink struct {
	ID, Verb, Why string
	From, To      htmlDot
	FromOf, ToOf  htmlOrigin // the origin alone
	Rows          []figures.Row
	More          int
	shared        float64
	from, to      string // ids
	kind          news.LinkKind
	passages      []news.Reuse
}

// figures gives a story its pictures: its origins, the timeline of the lines that
// are shown, and who took from whom.
func (h *htmlBuilder) figures(out *htmlStory, id string) {
	k := slices.IndexFunc(h.d.rec.Stories, func(s news.Story) bool { return s.ID == id })
	if k < 0 || id == "" {
		return
	}
	s := &h.d.rec.Stories[k]
	of := h.origins(out, s)
	out.Timeline = figures.Timeline(strconv.Itoa(out.Number), append(h.published(out), h.points(s, out)...))
	h.links(out, s, of)
}

// origins groups the articles of a story by origin, and returns each one's.
func (h *htmlBuilder) origins(out *htmlStory, s *news.Story) map[string]htmlOrigin {
	b := &builder{d: h.d}
	groups := b.originGroups(b.storyArticles(s))
	slices.SortStableFunc(groups, func(x, y []int) int { return cmp.Compare(len(y), len(x)) })
	of := map[string]htmlOrigin{}
	for n, g := range groups {
		o := htmlOrigin{Letter: figures.Letter(n), Hue: n % figures.Hues}
		for _, i := range g {
			of[h.d.rec.Articles[i].ID] = o
		}
		for _, i := range g {
			o.Articles = append(o.Articles, h.dot(i))
		}
		out.Origins = append(out.Origins, o)
	}
	return of
}

// dot returns an article, by its place among those that are listed.
func (h *htmlBuilder) dot(i int) htmlDot {
	a := &h.d.rec.Articles[i]
	n := strconv.Itoa(h.d.number[i])
	d := htmlDot{art: i, Href: "#articles", Name: "[" + n + "] " + cmp.Or(clean(a.Outlet), inputName(a.Input))}
	if h.listed[i] {
		d.Href = "#a" + n
	}
	return d
}

// published returns the articles as points.
func (h *htmlBuilder) published(out *htmlStory) (list []figures.Point) {
	for _, o := range out.Origins {
		for _, d := range o.Articles {
			a := &h.d.rec.Articles[d.art]
			if first, _, ok := a.Published.Bounds(); ok {
				list = append(list, figures.Point{Lane: figures.Published, Href: d.Href, Text: d.Name + " (origin " + o.Letter + "): " + a.Title, Hue: o.Hue, First: first, Last: first})
			}
		}
	}
	return list
}

// points returns the dated entries of a story that one of its lines shows, each
// leading to that line.
func (h *htmlBuilder) points(s *news.Story, out *htmlStory) (list []figures.Point) {
	for i := range s.Timeline {
		e := &s.Timeline[i]
		first, last, ok := e.Date.Bounds()
		if !ok {
			continue
		}
		for _, p := range h.d.places(e.Spans) {
			if line, ok := out.lineOf(p); ok {
				list = append(list, figures.Point{Lane: string(e.Kind), Href: "#" + line, Text: clean(e.Text), Origins: len(e.OriginIDs), First: first, Last: last})
				break
			}
		}
	}
	return list
}

// lineOf returns the line that shows words at a place.
func (s *htmlStory) lineOf(p place) (string, bool) {
	for _, g := range s.Groups {
		for i := range g.Lines {
			if slices.ContainsFunc(g.Lines[i].places, func(x place) bool { return x.art == p.art && x.span.Overlaps(p.span) }) {
				return g.Lines[i].ID, true
			}
		}
	}
	return "", false
}

// links draws who took from whom, and puts the longest passages side by side.
func (h *htmlBuilder) links(out *htmlStory, s *news.Story, of map[string]htmlOrigin) {
	list := h.linked(s, of)
	var edges []figures.Edge
	for i := range list {
		l := &list[i]
		e := figures.Edge{From: l.from, To: l.to, Common: l.kind == news.CommonSource, Words: l.Verb}
		if !e.Common {
			e.Words = figures.Hows[l.kind] + ", " + percent(l.shared)
		}
		edges = append(edges, e)
	}
	var nodes []figures.Node
	for _, o := range out.Origins {
		for _, d := range o.Articles {
			a := &h.d.rec.Articles[d.art]
			nodes = append(nodes, figures.Node{ID: a.ID, Href: d.Href, Letter: o.Letter, Hue: o.Hue, Name: d.Name, Note: shortDateOf(a.Published), Title: d.Name + ": " + clean(a.Title)})
		}
	}
	most := maxDrawn
	if h.all {
		most = len(nodes)
	} else if len(list) > maxLinked {
		out.MoreLinks, list = len(list)-maxLinked, list[:maxLinked]
	}
	for i := range list {
		h.lines++
		list[i].ID = "l" + strconv.Itoa(h.lines)
		if h.carry != CarryNone {
			l := &list[i]
			l.Rows, l.More = figures.Passages(h.d.rec.Articles[l.From.art].Text, h.d.rec.Articles[l.To.art].Text, l.passages)
		}
	}
	out.Links = list
	var drawn int
	out.Lineage, drawn = figures.Lineage(nodes, edges, most)
	out.Undrawn = len(nodes) - drawn
}

// linked returns the links of a story, those that share most first.
func (h *htmlBuilder) linked(s *news.Story, of map[string]htmlOrigin) (list []htmlLink) {
	for i := range h.d.rec.Lineage {
		k := &h.d.rec.Lineage[i]
		from, ok1 := h.d.byID[k.From]
		to, ok2 := h.d.byID[k.To]
		if !ok1 || !ok2 || !slices.Contains(s.Articles, k.From) || !slices.Contains(s.Articles, k.To) {
			continue
		}
		var why []string
		for _, r := range k.Reasons {
			why = append(why, clean(r))
		}
		list = append(list, htmlLink{
			Verb: figures.Verbs[k.Kind], Why: strings.Join(why, "; "), From: h.dot(from), To: h.dot(to), FromOf: of[k.From], ToOf: of[k.To],
			shared: k.Shared, from: k.From, to: k.To, kind: k.Kind, passages: k.Passages,
		})
	}
	slices.SortStableFunc(list, func(x, y htmlLink) int {
		return cmp.Or(cmp.Compare(y.shared, x.shared), cmp.Compare(x.to, y.to), cmp.Compare(x.from, y.from))
	})
	return list
}

// shortDateOf returns a date as lists have it.
func shortDateOf(d news.Date) string {
	if !d.Known() {
		return "no date"
	}
	return shortDate(d.Value)
}
