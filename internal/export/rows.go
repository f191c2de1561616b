package export

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// A Row is one piece of evidence: a span of an article's text and what it is
// evidence of. Start and End count code points. What is not known is "" or 0.
type Row struct {
	Kind      string `json:"kind" parquet:"kind,dict"` // article, statement, claim, event, conflict, position, lineage, timeline
	ID        string `json:"id" parquet:"id"`
	Story     string `json:"story" parquet:"story,dict"`
	Label     string `json:"label" parquet:"label,dict"` // direct, corroborated, number, copy …: the record's own kind or status
	Who       string `json:"who" parquet:"who,dict"`     // names of speaker, holders, actors or party, with "; " between them
	Date      string `json:"date" parquet:"date"`        // EDTF or RFC 3339, of what is told
	Origins   int    `json:"origins" parquet:"origins"`  // at most
	Outlet    string `json:"outlet" parquet:"outlet,dict"`
	URL       string `json:"url" parquet:"url,dict"`
	Published string `json:"published" parquet:"published"`
	Article   string `json:"article" parquet:"article,dict"`
	Start     int    `json:"start" parquet:"start"`
	End       int    `json:"end" parquet:"end"`
	Text      string `json:"text" parquet:"text"`
}

// Columns are the names of a row's fields, in their order.
var Columns = []string{"kind", "id", "story", "label", "who", "date", "origins", "outlet", "url", "published", "article", "start", "end", "text"}

// Cells returns the fields of a row as text, in the order of [Columns].
func (r *Row) Cells() []string {
	return []string{r.Kind, r.ID, r.Story, r.Label, r.Who, r.Date, fmt.Sprint(r.Origins), r.Outlet, r.URL, r.Published,
		r.Article, fmt.Sprint(r.Start), fmt.Sprint(r.End), r.Text}
}

// Rows returns a row for each span of the record's articles (their headlines),
// statements, claims, events, conflicts, positions, lineage and timelines, sorted
// by kind, article, place and id.
func Rows(rec *news.Record) []Row { return newWriter(rec).rows() }

func (w *writer) rows() []Row {
	rec := w.rec
	var rows []Row
	add := func(r Row, refs ...news.Ref) {
		for _, ref := range refs {
			if q, ok := w.at(r, ref); ok {
				rows = append(rows, q)
			}
		}
	}
	for i := range rec.Articles {
		a := &rec.Articles[i]
		add(Row{Kind: "article", ID: a.ID, Label: a.Language, Who: strings.Join(a.Authors, "; "), Date: a.Published.Value, Origins: 1, Story: w.storyOf[a.ID]},
			news.Ref{Article: a.ID, Span: a.TitleSpan})
	}
	for i := range rec.Statements {
		s := &rec.Statements[i]
		add(Row{Kind: "statement", ID: s.ID, Story: s.Story, Label: string(s.Kind), Who: cmp.Or(w.names(s.Speaker), s.SpeakerText), Date: s.Said.Value, Origins: len(s.OriginIDs)}, s.Content...)
	}
	for i := range rec.Claims {
		c := &rec.Claims[i]
		add(Row{Kind: "claim", ID: c.ID, Story: c.Story, Label: string(c.Status), Who: w.names(c.Holders...), Origins: len(c.OriginIDs)}, c.Spans...)
	}
	for i := range rec.Events {
		e := &rec.Events[i]
		add(Row{Kind: "event", ID: e.ID, Story: e.Story, Label: e.Root, Who: w.names(e.Actors...), Date: e.Date.Value, Origins: len(e.OriginIDs)}, e.Mentions...)
	}
	for i := range rec.Conflicts {
		c := &rec.Conflicts[i]
		for _, side := range c.Sides {
			add(Row{Kind: "conflict", ID: c.ID, Story: c.Story, Label: string(c.Kind), Who: w.names(side.Holders...), Origins: len(side.OriginIDs)}, side.Spans...)
		}
	}
	for i := range rec.Positions {
		p := &rec.Positions[i]
		add(Row{Kind: "position", ID: p.ID, Label: string(p.Changed), Who: w.names(p.Party)}, append([]news.Ref{p.IssueRef}, p.Change...)...)
	}
	for i := range rec.Lineage {
		l := &rec.Lineage[i]
		for _, p := range l.Passages {
			add(Row{Kind: "lineage", ID: l.ID, Label: string(l.Kind)}, news.Ref{Article: l.From, Span: p.From}, news.Ref{Article: l.To, Span: p.To})
		}
	}
	for i := range rec.Stories {
		s := &rec.Stories[i]
		for _, t := range s.Timeline {
			add(Row{Kind: "timeline", ID: s.ID, Story: s.ID, Label: string(t.Kind), Date: t.Date.Value, Origins: len(t.OriginIDs)}, t.Spans...)
		}
	}
	slices.SortFunc(rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Article, b.Article), cmp.Compare(a.Start, b.Start),
			cmp.Compare(a.End, b.End), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Label, b.Label))
	})
	return rows
}

// A writer looks things up in a record.
type writer struct {
	rec      *news.Record
	articles map[string]int
	entities map[string]*news.Entity
	storyOf  map[string]string
	runes    []*news.Runes // by article, made when it is needed
}

func newWriter(rec *news.Record) *writer {
	w := &writer{rec: rec, articles: map[string]int{}, entities: map[string]*news.Entity{}, storyOf: map[string]string{}, runes: make([]*news.Runes, len(rec.Articles))}
	for i := range rec.Articles {
		w.articles[rec.Articles[i].ID] = i
	}
	for i := range rec.Entities {
		w.entities[rec.Entities[i].ID] = &rec.Entities[i]
	}
	for i := range rec.Stories {
		for _, id := range rec.Stories[i].Articles {
			w.storyOf[id] = rec.Stories[i].ID
		}
	}
	return w
}

// place returns the article of ref, the code points of its span and its words. Ok
// is false if there is no such article or span.
func (w *writer) place(ref news.Ref) (a *news.Article, start, end int, words string, ok bool) {
	i, ok := w.articles[ref.Article]
	if !ok || ref.IsZero() || ref.Check(w.rec.Articles[i].Text) != nil {
		return nil, 0, 0, "", false
	}
	a = &w.rec.Articles[i]
	if w.runes[i] == nil {
		w.runes[i] = news.NewRunes(a.Text)
	}
	start, end = w.runes[i].Points(ref.Span)
	return a, start, end, ref.Of(a.Text), true
}

// at completes a row with its place.
func (w *writer) at(r Row, ref news.Ref) (Row, bool) {
	a, start, end, words, ok := w.place(ref)
	if !ok {
		return r, false
	}
	r.Article, r.Outlet, r.URL, r.Published = a.ID, a.Outlet, a.URL, a.Published.Value
	r.Start, r.End, r.Text = start, end, words
	if r.Story == "" {
		r.Story = w.storyOf[a.ID]
	}
	return r, true
}

// names returns the names of entities.
func (w *writer) names(ids ...string) string {
	var list []string
	for _, id := range ids {
		if e := w.entities[id]; e != nil {
			list = append(list, e.Name)
		}
	}
	return strings.Join(list, "; ")
}
