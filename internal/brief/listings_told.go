package brief

import (
	"cmp"
	"io"
	"strconv"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// An EventRow is one row of the view events.
type EventRow struct {
	ID          string   `json:"id"`
	Story       *string  `json:"story"`
	Date        *string  `json:"date"`
	DateWords   *string  `json:"date_words"`
	Plover      *string  `json:"plover"`
	Mode        *string  `json:"mode"`
	Context     []string `json:"context"`
	CAMEO       *string  `json:"cameo"`
	Status      string   `json:"status"`
	Actors      []string `json:"actors"`     // names
	Recipients  []string `json:"recipients"` // names
	Place       *string  `json:"place"`
	Country     *string  `json:"country"`
	Killed      *string  `json:"killed"` // "12", or "12 to 15" where origins differ
	Injured     *string  `json:"injured"`
	Missing     *string  `json:"missing"`
	Displaced   *string  `json:"displaced"`
	AccordingTo *string  `json:"according_to"` // name
	Mentions    int      `json:"mentions"`
	Origins     int      `json:"origins"`
	RowPlace
}

// Events returns the rows of the view events that pass the filter, in the order
// of the articles and their texts.
func Events(d *Document, f RowFilter) []EventRow {
	entities := d.entitiesByID()
	rows := []EventRow{}
	for i := range d.rec.Events {
		e := &d.rec.Events[i]
		p, ok := d.rowPlace(e.Mentions)
		if !ok || !f.wants(p.Text, orNil(e.Date.Value), p.Published) {
			continue
		}
		r := EventRow{
			ID: e.ID, Story: orNil(e.Story), Date: orNil(e.Date.Value), DateWords: orNil(e.Date.Words), Plover: orNil(e.Root), Mode: orNil(e.Mode),
			Context: append([]string{}, e.Contexts...), CAMEO: orNil(e.CAMEO), Status: string(e.Status), Actors: d.names(entities, e.Actors),
			Recipients: d.names(entities, e.Recipients), Country: orNil(e.Place.Country), Killed: rangeWords(e.Harm.Killed), Injured: rangeWords(e.Harm.Injured),
			Missing: rangeWords(e.Harm.Missing), Displaced: rangeWords(e.Harm.Displaced), Mentions: len(e.Mentions), Origins: len(e.OriginIDs), RowPlace: p,
		}
		if at, ok := d.ref(e.Place.Ref); ok {
			r.Place = orNil(at.span.Of(d.rec.Articles[at.art].Text))
		}
		if x := entities[e.AccordingTo]; x != nil {
			r.AccordingTo = orNil(x.Name)
		}
		rows = append(rows, r)
	}
	sortRows(rows, eventListing.place, func(r *EventRow) string { return r.ID })
	return rows
}

func rangeWords(r *news.Range) *string {
	if r == nil {
		return nil
	}
	s := amount(r.Low)
	if r.High != r.Low {
		s += " to " + amount(r.High)
	}
	return &s
}

func amount(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

var eventListing = listing[EventRow]{
	name: "events",
	columns: []string{"id", "story", "date", "date_words", "plover", "mode", "context", "cameo", "status", "actors", "recipients", "place", "country",
		"killed", "injured", "missing", "displaced", "according_to", "mentions", "origins"},
	cells: func(r *EventRow) []string {
		return []string{r.ID, orEmpty(r.Story), orEmpty(r.Date), orEmpty(r.DateWords), orEmpty(r.Plover), orEmpty(r.Mode), joined(r.Context), orEmpty(r.CAMEO),
			r.Status, joined(r.Actors), joined(r.Recipients), orEmpty(r.Place), orEmpty(r.Country), orEmpty(r.Killed), orEmpty(r.Injured),
			orEmpty(r.Missing), orEmpty(r.Displaced), orEmpty(r.AccordingTo), strconv.Itoa(r.Mentions), strconv.Itoa(r.Origins)}
	},
	head: func(r *EventRow) string {
		s := cmp.Or(orEmpty(r.Date), inMarks(r.DateWords), "undated") + ", " + strings.ToLower(cmp.Or(orEmpty(r.Plover), "uncoded"))
		if r.Mode != nil {
			s += " (" + *r.Mode + ")"
		}
		s += ", " + r.Status + ": " + cmp.Or(strings.Join(r.Actors, " and "), "unknown")
		if len(r.Recipients) > 0 {
			s += " to " + strings.Join(r.Recipients, " and ")
		}
		if r.Place != nil {
			s += ", in " + *r.Place
		}
		for _, h := range []struct {
			n    *string
			what string
		}{{r.Killed, "killed"}, {r.Injured, "injured"}, {r.Missing, "missing"}, {r.Displaced, "displaced"}} {
			if h.n != nil {
				s += ", " + *h.n + " " + h.what
			}
		}
		if r.AccordingTo != nil {
			s += ", according to " + *r.AccordingTo
		}
		return withOrigins(s, r.Origins)
	},
	place: func(r *EventRow) *RowPlace { return &r.RowPlace },
}

// inMarks puts words of an article in quotation marks; "" if there are none.
func inMarks(s *string) string {
	if s == nil {
		return ""
	}
	return `"` + *s + `"`
}

// WriteEvents writes rows of the view events. The width is that of [Text]; 0 is
// 80. An error is one of w, or says that the format is none of this view's.
func WriteEvents(w io.Writer, rows []EventRow, f Format, width int) error {
	return eventListing.write(w, rows, f, width)
}

// A TimelineRow is one row of the view timeline: one dated thing of one story.
type TimelineRow struct {
	Story     string  `json:"story"`
	Date      *string `json:"date"`
	Precision *string `json:"precision"`
	Basis     string  `json:"basis"`
	DateWords *string `json:"date_words"`
	Reason    *string `json:"reason"`
	Kind      string  `json:"kind"`
	Ref       *string `json:"ref"`    // id of the statement or event that it is
	Weight    int     `json:"weight"` // how much it tells of its story, against its other rows
	Articles  int     `json:"articles"`
	Origins   int     `json:"origins"`
	RowPlace
}

// Timeline returns the rows of the view timeline that pass the filter, story by
// story in the order of a brief, by date, undated last.
func Timeline(d *Document, f RowFilter) []TimelineRow {
	b := &builder{d: d}
	rows := []TimelineRow{}
	for _, k := range b.storyOrder() {
		s := &d.rec.Stories[k]
		for _, n := range timelineOrder(s.Timeline) {
			e := &s.Timeline[n]
			p, ok := d.rowPlace(e.Spans)
			if !ok || !f.wants(p.Text, orNil(e.Date.Value), p.Published) {
				continue
			}
			rows = append(rows, TimelineRow{
				Story: s.ID, Date: orNil(e.Date.Value), Precision: orNil(string(e.Date.Precision)), Basis: string(cmp.Or(e.Date.Basis, news.BasisNone)),
				DateWords: orNil(e.Date.Words), Reason: orNil(e.Date.Reason), Kind: string(e.Kind), Ref: orNil(cmp.Or(e.Statement, e.Event)),
				Weight: e.Weight, Articles: articlesOf(e.Spans), Origins: len(e.OriginIDs), RowPlace: p,
			})
		}
	}
	return rows
}

var timelineListing = listing[TimelineRow]{
	name:    "timeline",
	columns: []string{"story", "date", "precision", "basis", "date_words", "reason", "kind", "ref", "weight", "articles", "origins"},
	cells: func(r *TimelineRow) []string {
		return []string{r.Story, orEmpty(r.Date), orEmpty(r.Precision), r.Basis, orEmpty(r.DateWords), orEmpty(r.Reason), r.Kind, orEmpty(r.Ref),
			strconv.Itoa(r.Weight), strconv.Itoa(r.Articles), strconv.Itoa(r.Origins)}
	},
	head: func(r *TimelineRow) string {
		s := cmp.Or(orEmpty(r.Date), inMarks(r.DateWords), "undated") + ", " + r.Kind
		if r.Articles > 1 {
			s += ", " + plural(r.Articles, "article", "")
		}
		return withOrigins(s, r.Origins)
	},
	place: func(r *TimelineRow) *RowPlace { return &r.RowPlace },
}

// WriteTimeline writes rows of the view timeline, as [WriteEvents] does.
func WriteTimeline(w io.Writer, rows []TimelineRow, f Format, width int) error {
	return timelineListing.write(w, rows, f, width)
}
