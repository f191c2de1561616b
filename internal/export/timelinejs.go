package export

import (
	"fmt"
	"html"
	"io"
	"strconv"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// timeline and what it holds are the JSON of Knight Lab's TimelineJS
// (timeline.knightlab.com/docs/json-format.html).
type timeline struct {
	Title  *slide  `json:"title,omitempty"`
	Events []slide `json:"events"`
}

type slide struct {
	ID    string     `json:"unique_id"`
	Start *slideDate `json:"start_date,omitempty"`
	End   *slideDate `json:"end_date,omitempty"`
	Group string     `json:"group,omitempty"`
	Text  slideText  `json:"text"`
}

type slideDate struct {
	Year  string `json:"year"`
	Month string `json:"month,omitempty"`
	Day   string `json:"day,omitempty"`
}

type slideText struct {
	Headline string `json:"headline"`
	Text     string `json:"text"`
}

// WriteTimelineJS writes the dated entries of all stories' timelines as
// TimelineJS takes them. Entries without a date have no place on a line and are
// left out; their number is returned.
func WriteTimelineJS(w io.Writer, rec *news.Record) (undated int, err error) {
	look := newWriter(rec)
	out := timeline{Events: []slide{}}
	if len(rec.Stories) == 1 {
		out.Title = &slide{ID: rec.Stories[0].ID, Text: slideText{Headline: html.EscapeString(rec.Stories[0].Title)}}
	}
	for i := range rec.Stories {
		s := &rec.Stories[i]
		for k, t := range s.Timeline {
			first, last, ok := t.Date.Bounds()
			if !ok || len(t.Spans) == 0 {
				undated++
				continue
			}
			e := slide{ID: fmt.Sprintf("%s-%d", s.ID, k+1), Group: string(t.Kind), Start: slideDay(first, t.Date.Precision)}
			if end := slideDay(last, t.Date.Precision); *end != *e.Start {
				e.End = end
			}
			e.Text = slideText{Headline: html.EscapeString(t.Text), Text: sources(look, t.Spans, len(t.OriginIDs))}
			out.Events = append(out.Events, e)
		}
	}
	return undated, writeJSON(w, out)
}

// slideDay is the day of a minute since 1970, as far as its precision goes.
func slideDay(minute int64, p news.Precision) *slideDate {
	day := int(minute / (24 * 60))
	if minute < 0 && minute%(24*60) != 0 {
		day--
	}
	part := strings.SplitN(news.DayValue(day), "-", 3)
	d := &slideDate{Year: part[0]}
	if p == news.PrecisionYear || p == news.PrecisionDecade || len(part) < 3 {
		return d
	}
	d.Month = trimZero(part[1])
	if p != news.PrecisionMonth {
		d.Day = trimZero(part[2])
	}
	return d
}

func trimZero(s string) string {
	n, err := strconv.Atoi(s)
	if err != nil {
		return s
	}
	return strconv.Itoa(n)
}

// sources is where an entry stands, as HTML.
func sources(look *writer, refs []news.Ref, origins int) string {
	var b strings.Builder
	for _, ref := range refs {
		a, _, _, words, ok := look.place(ref)
		if !ok {
			continue
		}
		name := a.Outlet
		if name == "" {
			name = a.Input.Name
		}
		if isWeb(a.URL) {
			name = `<a href="` + html.EscapeString(a.URL) + `">` + html.EscapeString(name) + "</a>"
		} else {
			name = html.EscapeString(name)
		}
		fmt.Fprintf(&b, "<p>%s: %s</p>", name, html.EscapeString(words))
	}
	plural := "s"
	if origins == 1 {
		plural = ""
	}
	fmt.Fprintf(&b, "<p>At most %d independent origin%s.</p>", origins, plural)
	return b.String()
}
