package web

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"time"

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
	first, last                 int64
	dated                       bool
	weight                      int
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
	var drawn []moment
	for n, i := range order {
		e := &list[i]
		m := moment{ID: fmt.Sprintf("t%d", n+1), Kind: string(e.Kind), Text: folded(e.Text), Origins: len(e.OriginIDs), weight: e.Weight}
		var most int
		if m.Quotes, most = w.quotes(e.Spans, maxQuotes); most == 0 {
			continue
		}
		m.More, m.Lang = most-len(m.Quotes), m.Quotes[0].Lang
		m.first, m.last, m.dated = e.Date.Bounds()
		day := e.Date
		day.Value, m.Clock, _ = strings.Cut(e.Date.Value, "T")
		m.Clock = m.Clock[:min(5, len(m.Clock))]
		when := dateWords(day)
		if k := len(w.page.Days) - 1; k < 0 || w.page.Days[k].When != when {
			w.page.Days = append(w.page.Days, dayGroup{When: when})
		}
		g := &w.page.Days[len(w.page.Days)-1]
		g.Moments = append(g.Moments, m)
		if m.dated {
			drawn = append(drawn, m)
		}
	}
	w.page.Timeline = drawTimeline(drawn)
}

// The size of the drawn timeline in its own units: lanes under an axis.
const (
	lineWide  = 960
	lineLeft  = 96
	lineRight = 24
	laneHigh  = 30
	laneTop   = 30
)

// lanes are the kinds of entry from top to bottom.
var lanes = []news.TimelineKind{news.Happened, news.Said, news.Expected, news.Background}

// drawTimeline draws entries on one axis of time, each kind on a lane of its own.
// What went long before is drawn at the left edge, so that the days of the story
// keep their room.
func drawTimeline(list []moment) template.HTML {
	if len(list) < 2 {
		return ""
	}
	low, high := bounds(list)
	if low == high {
		return ""
	}
	x := func(at int64) int64 {
		at = max(low, min(high, at))
		return lineLeft + (at-low)*(lineWide-lineLeft-lineRight)/(high-low)
	}
	tall := laneTop + laneHigh*len(lanes) + 6
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="line" viewBox="0 0 %d %d" width="%d" height="%d" role="group" aria-label="Timeline: each point leads to its line">`, lineWide, tall, lineWide, tall)
	ticks(&b, low, high, x, tall)
	for i, k := range lanes {
		y := laneTop + laneHigh*i + laneHigh/2
		fmt.Fprintf(&b, `<path class="lane" d="M%d %dH%d"/><text x="0" y="%d">%s</text>`, lineLeft, y, lineWide-lineRight, y+4, k)
	}
	used := map[[2]int64]int{}
	for i := range list {
		m := &list[i]
		lane := max(0, slices.Index(lanes, news.TimelineKind(m.Kind)))
		at := x(m.first + (min(m.last, high)-m.first)/2)
		cell := [2]int64{int64(lane), at / 10}
		n := used[cell]
		used[cell]++
		y := laneTop + laneHigh*lane + laneHigh/2 + (n%3-1+boolInt(n == 0))*7
		radius := 4 + min(3, m.Origins)
		fmt.Fprintf(&b, `<a href="#%s" class="k-%s"><title>%s</title><circle cx="%d" cy="%d" r="%d"/></a>`,
			m.ID, template.HTMLEscapeString(m.Kind), template.HTMLEscapeString(m.Kind+": "+excerpt(m.Text, 120)), at, y, radius)
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String()) //nolint:gosec // numbers, and words that were escaped
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// bounds returns the stretch of time that is drawn: all of it, or the middle where
// some entries lie far off.
func bounds(list []moment) (low, high int64) {
	var at []int64
	for i := range list {
		at = append(at, list[i].first)
	}
	slices.Sort(at)
	low, high = at[0], at[len(at)-1]
	a, b := at[len(at)/5], at[len(at)-1-len(at)/5]
	room := max(2*(b-a), 7*24*60)
	return max(low, a-room), min(high, b+room)
}

// ticks draws the axis.
func ticks(b *strings.Builder, low, high int64, x func(int64) int64, tall int) {
	step, format := int64(24*60), "2 Jan"
	for (high-low)/step > 8 {
		step *= 2
	}
	if step > 300*24*60 {
		format = "2006"
	} else if step > 40*24*60 {
		format = "Jan 2006"
	}
	for at := low - low%(24*60); at <= high; at += step {
		if at < low {
			continue
		}
		fmt.Fprintf(b, `<path class="tick" d="M%d %dV%d"/><text x="%d" y="14" class="when">%s</text>`,
			x(at), laneTop-8, tall-6, x(at), time.Unix(at*60, 0).UTC().Format(format))
	}
}
