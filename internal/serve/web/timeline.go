package web

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/figures"
	"github.com/twosource/twosource/internal/news"
)

// A dayGroup is what a timeline tells of one date.
type dayGroup struct {
	When    string
	Moments []moment
}

// A moment is one entry of a timeline.
type moment struct {
	ID, Kind, Text, Lang, Clock string
	Origins                     int
	Quotes                      []quote
	More                        int
}

// How much of a timeline's list is shown before it is unfolded, and how long before
// the first article or how vague a thing is background. Ours.
const (
	maxMain   = 20
	nearDays  = 31
	vagueDays = 62
	minutes   = 24 * 60 // of a day
)

// moments makes the timeline: those that tell most, by date. What lies long before the
// articles is set apart, and so is what tells less where there is much.
func (w *file) moments() {
	list := w.story.Timeline
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(list[y].Weight, list[x].Weight) })
	order = order[:w.most("timeline", len(order), maxMoments)]
	drawn := w.arrivals()
	from := firstOf(drawn)
	far := func(e *news.TimelineEntry) bool {
		first, last, ok := e.Date.Bounds()
		return e.Kind == news.Background || ok && (from != 0 && last < from-nearDays*minutes || last-first > vagueDays*minutes)
	}
	main := map[int]bool{}
	for _, i := range order {
		if len(main) < maxMain && !far(&list[i]) {
			main[i] = true
		}
	}
	slices.Sort(order)
	for n, i := range order {
		e := &list[i]
		m := moment{ID: fmt.Sprintf("t%d", n+1), Kind: string(e.Kind), Text: folded(e.Text), Origins: len(e.OriginIDs)}
		var most int
		if m.Quotes, most = w.quotes(e.Spans, maxQuotes); most == 0 {
			continue
		}
		m.More, m.Lang = most-len(m.Quotes), m.Quotes[0].Lang
		day := e.Date
		day.Value, m.Clock, _ = strings.Cut(e.Date.Value, "T")
		m.Clock = m.Clock[:min(5, len(m.Clock))]
		switch {
		case main[i]:
			w.page.Days = addMoment(w.page.Days, dateWords(day), m)
		case far(e):
			w.page.Earlier = addMoment(w.page.Earlier, dateWords(day), m)
		default:
			w.page.Lesser = addMoment(w.page.Lesser, dateWords(day), m)
		}
		if first, last, ok := e.Date.Bounds(); ok {
			drawn = append(drawn, figures.Point{Lane: m.Kind, Href: "#" + m.ID, Text: m.Text, Origins: m.Origins, First: first, Last: last})
		}
	}
	if len(w.page.Days) == 0 {
		w.page.Days, w.page.Earlier = w.page.Earlier, nil
	}
	w.page.Timeline = figures.Timeline("story", drawn)
}

// addMoment adds a moment to the group of its date.
func addMoment(days []dayGroup, when string, m moment) []dayGroup {
	k := slices.IndexFunc(days, func(g dayGroup) bool { return g.When == when })
	if k < 0 {
		k = len(days)
		days = append(days, dayGroup{When: when})
	}
	days[k].Moments = append(days[k].Moments, m)
	return days
}

// firstOf returns the minute of the earliest point, 0 if there is none.
func firstOf(points []figures.Point) (first int64) {
	for _, p := range points {
		if first == 0 || p.First < first {
			first = p.First
		}
	}
	return first
}

// momentsIn counts the moments of groups.
func momentsIn(days []dayGroup) (n int) {
	for _, g := range days {
		n += len(g.Moments)
	}
	return n
}

// arrivals returns the articles as points of the timeline.
func (w *file) arrivals() (out []figures.Point) {
	for _, g := range w.page.Dots {
		for _, s := range g.Sources {
			if s.published != 0 {
				out = append(out, figures.Point{
					Lane: figures.Published, Href: "/article/" + url.PathEscape(s.ID), Text: s.Name() + " (origin " + s.Letter + "): " + s.Title,
					Hue: s.Hue, First: s.published, Last: s.published,
				})
			}
		}
	}
	return out
}
