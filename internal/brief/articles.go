package brief

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/sheet"
)

// A Format is a form in which a view is written.
type Format string

// The formats of a view.
const (
	Text     Format = "text"
	JSON     Format = "json"
	JSONL    Format = "jsonl"
	CSV      Format = "csv"
	Markdown Format = "markdown"
)

// An ArticleRow is one row of the view articles: an article, or an input of
// which something could not be read.
type ArticleRow struct {
	Number     int           `json:"number"` // of its references; 0 for an input that is no article
	Input      string        `json:"input"`
	Line       *int          `json:"line"`
	SourceID   *string       `json:"source_id"` // the id that the user's own record has
	ID         *string       `json:"id"`
	Outlet     *string       `json:"outlet"`
	Family     *string       `json:"family"`
	URL        *string       `json:"url"`
	Title      *string       `json:"title"`
	Published  *string       `json:"published"`
	Precision  *string       `json:"precision"`
	Basis      *string       `json:"basis"`
	Language   *string       `json:"language"`
	Words      int           `json:"word_count"`
	Characters int           `json:"characters"` // code points of its text: its span is [0, Characters)
	Story      *string       `json:"story"`
	Origin     *string       `json:"origin"`
	Links      []ArticleLink `json:"links"`
	Error      *string       `json:"error"`
}

// An ArticleLink is what an article is linked to.
type ArticleLink struct {
	Kind     string  `json:"kind"`
	Role     string  `json:"role"` // "from" if the other is the source, "to" if it is the derived, "with" for a common source
	Article  string  `json:"article"`
	SourceID *string `json:"source_id"`
	Input    string  `json:"input"`
	Number   int     `json:"number"`
	Shared   float64 `json:"shared"`
}

// Articles returns the rows of the view articles in the order of their inputs,
// and after them a row for each input of which something could not be read.
func Articles(d *Document) []ArticleRow {
	story := make(map[string]string)
	for _, s := range d.rec.Stories {
		for _, a := range s.Articles {
			story[a] = s.ID
		}
	}
	links := make([][]ArticleLink, len(d.rec.Articles))
	for k := range d.rec.Lineage {
		l := &d.rec.Lineage[k]
		from, ok1 := d.byID[l.From]
		to, ok2 := d.byID[l.To]
		if !ok1 || !ok2 {
			continue
		}
		roles := [2]string{"from", "to"}
		if l.Kind == news.CommonSource {
			roles = [2]string{"with", "with"}
		}
		links[to] = append(links[to], d.articleLink(l, roles[0], from))
		links[from] = append(links[from], d.articleLink(l, roles[1], to))
	}
	rows := make([]ArticleRow, 0, len(d.rec.Articles))
	for _, i := range d.order {
		slices.SortStableFunc(links[i], func(a, b ArticleLink) int { return cmp.Compare(a.Number, b.Number) })
		rows = append(rows, d.articleRow(i, story, links[i]))
	}
	failed := byKey(len(d.rec.Inputs), func(i int) string { return d.rec.Inputs[i].Name })
	for _, k := range failed {
		if in := &d.rec.Inputs[k]; len(in.Errors) > 0 {
			rows = append(rows, ArticleRow{Input: in.Name, Links: []ArticleLink{}, Error: orNil(inputError(in))})
		}
	}
	return rows
}

func (d *Document) articleLink(l *news.Link, role string, other int) ArticleLink {
	a := &d.rec.Articles[other]
	shared, _ := strconv.ParseFloat(strconv.FormatFloat(l.Shared, 'f', 4, 64), 64)
	return ArticleLink{Kind: string(l.Kind), Role: role, Article: a.ID, SourceID: orNil(a.SourceID), Input: inputName(a.Input), Number: d.number[other], Shared: shared}
}

func (d *Document) articleRow(i int, story map[string]string, links []ArticleLink) ArticleRow {
	a := &d.rec.Articles[i]
	r := ArticleRow{
		Number: d.number[i], Input: a.Input.Name, SourceID: orNil(a.SourceID), ID: orNil(a.ID), Outlet: orNil(a.Outlet),
		Family: orNil(a.Family), URL: orNil(a.URL), Title: orNil(a.Title), Published: orNil(a.Published.Value),
		Precision: orNil(string(a.Published.Precision)), Basis: orNil(string(cmp.Or(a.Published.Basis, news.BasisNone))),
		Language: orNil(cmp.Or(a.Language, d.annotation(i).Language)), Words: d.wordCount(i), Story: orNil(story[a.ID]),
		Origin: orNil(d.provenance(i).Origin), Links: links,
	}
	if a.Input.Line > 0 {
		r.Line = &a.Input.Line
	}
	if r.Links == nil {
		r.Links = []ArticleLink{}
	}
	_, r.Characters, _, _ = d.points(i, news.Span{End: len(a.Text)})
	return r
}

func orNil(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// linkedTo tells a link in words; name says what the other article is called.
func (l *ArticleLink) linkedTo(name string) string {
	switch l.Role {
	case "to":
		return "source of " + name + " (" + l.Kind + ")"
	case "with":
		return "common source with " + name
	}
	return l.Kind + " of " + name
}

// WriteArticles writes the view articles, one row an input. The width is that
// of [Text]; 0 is 80. An error is one of w, or says that the format is none of
// this view's.
func WriteArticles(w io.Writer, d *Document, f Format, width int) error {
	rows := Articles(d)
	switch f {
	case Text:
		return articlesText(w, rows, cmp.Or(width, defaultWidth))
	case JSON, JSONL:
		return rowsJSON(w, rows, f)
	case CSV:
		return articlesCSV(w, rows)
	case Markdown:
		return articlesMarkdown(w, rows)
	}
	return fmt.Errorf("brief: no format %q for articles; there are text, json, jsonl, csv and markdown", f)
}

// rowsJSON writes rows as a JSON array with a row a line, or as JSON lines.
func rowsJSON[T any](w io.Writer, rows []T, f Format) error {
	b := bufio.NewWriter(w)
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	if f == JSON {
		b.WriteByte('[')
	}
	for n := range rows {
		if f == JSON {
			b.WriteString(map[bool]string{true: "\n", false: ","}[n == 0])
		}
		if err := enc.Encode(&rows[n]); err != nil {
			return err
		}
	}
	if f == JSON {
		b.WriteString("]\n")
	}
	return b.Flush()
}

// Columns of the view articles as CSV.
var articleColumns = []string{
	"number", "input", "line", "source_id", "id", "outlet", "family", "url", "title", "published", "precision", "basis",
	"language", "word_count", "span_start", "span_end", "story", "origin", "linked_to", "error",
}

func articlesCSV(w io.Writer, rows []ArticleRow) error {
	c := sheet.NewWriter(w)
	_ = c.Write(articleColumns) // Flush reports it
	for n := range rows {
		r := &rows[n]
		rec := []string{
			number(r.Number), r.Input, "", orEmpty(r.SourceID), orEmpty(r.ID), orEmpty(r.Outlet), orEmpty(r.Family), orEmpty(r.URL),
			orEmpty(r.Title), orEmpty(r.Published), orEmpty(r.Precision), orEmpty(r.Basis), orEmpty(r.Language), number(r.Words),
			"", "", orEmpty(r.Story), orEmpty(r.Origin), "", orEmpty(r.Error),
		}
		if r.Line != nil {
			rec[2] = strconv.Itoa(*r.Line)
		}
		if r.ID != nil {
			rec[14], rec[15] = "0", strconv.Itoa(r.Characters)
		}
		var links []string
		for k := range r.Links {
			l := &r.Links[k]
			links = append(links, l.linkedTo(cmp.Or(orEmpty(l.SourceID), l.Input)))
		}
		rec[18] = strings.Join(links, "; ")
		_ = c.Write(rec)
	}
	c.Flush()
	return c.Error()
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func articlesMarkdown(w io.Writer, rows []ArticleRow) error {
	b := bufio.NewWriter(w)
	b.WriteString("| | own id | outlet | date | language | linked to |\n|---|---|---|---|---|---|\n")
	for n := range rows {
		r := &rows[n]
		cells := []string{
			number(r.Number), clean(ownID(r)), clean(orEmpty(r.Outlet)), columnDate(orEmpty(r.Published)), orEmpty(r.Language),
			clean(strings.Join(linkLines(r), "; ")),
		}
		if r.Error != nil {
			cells[2], cells[3], cells[5] = "", "", clean("could not be read: "+*r.Error)
		}
		for _, c := range cells {
			b.WriteString("| " + escapeMarkdown(c) + " ")
		}
		b.WriteString("|\n")
	}
	return b.Flush()
}

// ownID is what the user calls an article: the id of the record, else the name
// of the input.
func ownID(r *ArticleRow) string {
	if r.SourceID != nil {
		return *r.SourceID
	}
	if r.Line != nil {
		return r.Input + ":" + strconv.Itoa(*r.Line)
	}
	return r.Input
}

func linkLines(r *ArticleRow) []string {
	var out []string
	for k := range r.Links {
		l := &r.Links[k]
		out = append(out, l.linkedTo("["+strconv.Itoa(l.Number)+"]")+", "+percent(l.Shared)+" shared")
	}
	return out
}

// articlesText writes a row a line, and what each is linked to below it.
func articlesText(w io.Writer, rows []ArticleRow, columns int) error {
	columns = max(columns, minWidth)
	wide := [3]int{2, 1, 7}
	for n := range rows {
		r := &rows[n]
		wide[0] = max(wide[0], len(strconv.Itoa(r.Number))+2)
		wide[1] = max(wide[1], width(clean(ownID(r))))
		wide[2] = max(wide[2], width(clean(orEmpty(r.Outlet))))
	}
	// A date takes 16 columns, a language 3, the gaps between columns 2 each.
	free := max(columns-wide[0]-1-2-16-2-3-2, 16)
	wide[1] = min(wide[1], max(free*3/5, free-wide[2]))
	wide[2] = min(wide[2], free-wide[1])
	t := &textWriter{w: bufio.NewWriter(w), width: columns}
	for n := range rows {
		r := &rows[n]
		if r.Error != nil {
			t.hanging(0, wide[0]+1, []run{{strings.Repeat(string(noBreak), wide[0]) + " " + clean(ownID(r)) + ": could not be read: " + clean(*r.Error), plain}})
			continue
		}
		lead := "[" + strconv.Itoa(r.Number) + "]"
		cells := fit(lead, wide[0]) + " " + fit(clean(ownID(r)), wide[1]) + "  " + fit(clean(cmp.Or(orEmpty(r.Outlet), "unknown")), wide[2]) + "  " +
			fit(columnDate(orEmpty(r.Published)), 16) + "  " + orEmpty(r.Language)
		t.w.WriteString(strings.TrimRight(fit(cells, columns), " ") + "\n")
		for _, l := range linkLines(r) {
			t.hanging(wide[0]+1, wide[0]+3, []run{{l, plain}})
		}
	}
	return t.w.Flush()
}

// fit pads s to n columns, or cuts it and ends it with "…".
func fit(s string, n int) string {
	if w := width(s); w <= n {
		return s + strings.Repeat(" ", n-w)
	}
	lines := wrap([]run{{strings.ReplaceAll(s, " ", string(noBreak)), plain}}, n-1)
	cut := lines[0].runs[0].text + "…"
	return cut + strings.Repeat(" ", max(0, n-width(cut)))
}
