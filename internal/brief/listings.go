package brief

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/sheet"
)

// A RowPlace is where the words of a row stand. Start and end count code points
// of the article's text.
type RowPlace struct {
	Text      string  `json:"text"`
	Article   string  `json:"article"`
	Number    int     `json:"number"` // of the article in references
	Outlet    *string `json:"outlet"`
	URL       *string `json:"url"`
	Published *string `json:"published"`
	Start     int     `json:"start"`
	End       int     `json:"end"`
	reference string
}

var placeColumns = []string{"text", "article", "outlet", "url", "published", "span_start", "span_end"}

func (p *RowPlace) cells() []string {
	return []string{p.Text, p.Article, orEmpty(p.Outlet), orEmpty(p.URL), orEmpty(p.Published), strconv.Itoa(p.Start), strconv.Itoa(p.End)}
}

// rowPlace returns the place of the first of refs that stands in the brief.
func (d *Document) rowPlace(refs []news.Ref) (RowPlace, bool) {
	for _, r := range refs {
		p, ok := d.ref(r)
		if !ok {
			continue
		}
		start, end, words, err := d.points(p.art, p.span)
		if err != nil {
			continue
		}
		a := &d.rec.Articles[p.art]
		return RowPlace{
			Text: words, Article: a.ID, Number: d.number[p.art], Outlet: orNil(a.Outlet), URL: orNil(a.URL),
			Published: orNil(a.Published.Value), Start: start, End: end, reference: d.refLabel(p),
		}, true
	}
	return RowPlace{}, false
}

// names returns the names of entities, in the order of their ids.
func (d *Document) names(entities map[string]*news.Entity, ids []string) []string {
	out := []string{}
	for _, id := range ids {
		if e := entities[id]; e != nil {
			out = append(out, e.Name)
		}
	}
	return out
}

func (d *Document) entitiesByID() map[string]*news.Entity {
	out := make(map[string]*news.Entity, len(d.rec.Entities))
	for i := range d.rec.Entities {
		out[d.rec.Entities[i].ID] = &d.rec.Entities[i]
	}
	return out
}

// A RowFilter says which rows of a listing are wanted; its zero value is all.
type RowFilter struct {
	Topic string // words that the row's words must hold, all of them
	Since string // EDTF day; by the row's own date, else by its article's; rows without either are left out
	Until string
}

func (f *RowFilter) wants(text string, date *string, published *string) bool {
	if f.Topic != "" && !holdsWords(text, f.Topic) {
		return false
	}
	return f.Since == "" && f.Until == "" || within(cmp.Or(orEmpty(date), orEmpty(published)), f.Since, f.Until)
}

// within reports whether a date may lie between two days, either of them "".
func within(value, since, until string) bool {
	first, last, ok := (news.Date{Value: value}).Bounds()
	if !ok {
		return false
	}
	if from, _, ok := (news.Date{Value: since}).Bounds(); since != "" && (!ok || last < from) {
		return false
	}
	if _, to, ok := (news.Date{Value: until}).Bounds(); until != "" && (!ok || first > to) {
		return false
	}
	return true
}

// A listing is how the rows of one kind are written.
type listing[T any] struct {
	name    string
	columns []string          // of CSV, before those of the place
	cells   func(*T) []string // parallel to columns
	head    func(*T) string   // who or what, and how, in one line
	place   func(*T) *RowPlace
}

// write writes rows. An error is one of w, or says that the format is none of
// the listing's.
func (l *listing[T]) write(w io.Writer, rows []T, f Format, width int) error {
	switch f {
	case Text:
		t := &textWriter{w: bufio.NewWriter(w), width: max(cmp.Or(width, defaultWidth), minWidth)}
		for n := range rows {
			p := l.place(&rows[n])
			t.hanging(0, 2, []run{{clean(l.head(&rows[n])), plain}})
			t.hanging(2, 2, []run{{clean(p.Text) + " [" + p.reference + "]", plain}})
		}
		return t.w.Flush()
	case JSON, JSONL:
		return rowsJSON(w, rows, f)
	case CSV:
		return l.csv(w, rows)
	case Markdown:
		b := bufio.NewWriter(w)
		b.WriteString("| what | words | |\n|---|---|---|\n")
		for n := range rows {
			p := l.place(&rows[n])
			for _, cell := range []string{l.head(&rows[n]), p.Text, p.reference} {
				b.WriteString("| " + escapeMarkdown(clean(cell)) + " ")
			}
			b.WriteString("|\n")
		}
		return b.Flush()
	}
	return fmt.Errorf("brief: no format %q for %s; there are text, json, jsonl, csv and markdown", f, l.name)
}

func (l *listing[T]) csv(w io.Writer, rows []T) error {
	c := sheet.NewWriter(w)
	_ = c.Write(slices.Concat(l.columns, placeColumns)) // Flush reports it
	for n := range rows {
		rec := slices.Concat(l.cells(&rows[n]), l.place(&rows[n]).cells())
		_ = c.Write(rec)
	}
	c.Flush()
	return c.Error()
}

// sortRows sorts rows by their places in the brief, then by what key gives.
func sortRows[T any](rows []T, place func(*T) *RowPlace, key func(*T) string) {
	slices.SortStableFunc(rows, func(a, b T) int {
		p, q := place(&a), place(&b)
		return cmp.Or(cmp.Compare(p.Number, q.Number), cmp.Compare(p.Start, q.Start), cmp.Compare(key(&a), key(&b)))
	})
}

func joined(list []string) string { return strings.Join(list, "; ") }

// withOrigins ends the head of a row.
func withOrigins(s string, origins int) string {
	return s + ", at most " + plural(origins, "origin", "")
}
