package web

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/figures"
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

// moments makes the timeline: those that tell most, by date.
func (w *file) moments() {
	list := w.story.Timeline
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(list[y].Weight, list[x].Weight) })
	order = order[:w.most("timeline", len(order), maxMoments)]
	slices.Sort(order)
	drawn := w.arrivals()
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
		when := dateWords(day)
		if k := len(w.page.Days) - 1; k < 0 || w.page.Days[k].When != when {
			w.page.Days = append(w.page.Days, dayGroup{When: when})
		}
		g := &w.page.Days[len(w.page.Days)-1]
		g.Moments = append(g.Moments, m)
		if first, last, ok := e.Date.Bounds(); ok {
			drawn = append(drawn, figures.Point{Lane: m.Kind, Href: "#" + m.ID, Text: m.Text, Origins: m.Origins, First: first, Last: last})
		}
	}
	w.page.Timeline = figures.Timeline("story", drawn)
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
