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

// A QuoteRow is one row of the view quotes: a statement. Start and end count
// code points of the article's text and hold the first part of the words.
type QuoteRow struct {
	ID          string   `json:"id"`
	Speaker     *string  `json:"speaker"` // name of the entity; null if not resolved
	SpeakerID   *string  `json:"speaker_id"`
	SpeakerText *string  `json:"speaker_text"`
	Unresolved  *string  `json:"unresolved"`
	Others      []string `json:"others"` // names of who speaks with the speaker
	OnBehalfOf  *string  `json:"on_behalf_of"`
	Country     *string  `json:"country"` // ISO 3166-1 alpha-3 of the speaker, or of whom it speaks for
	Kind        string   `json:"kind"`
	Act         *string  `json:"act"`
	Said        *string  `json:"said"`
	SaidWords   *string  `json:"said_words"`
	Text        string   `json:"text"`
	Via         []string `json:"via"`
	Addressee   *string  `json:"addressee"`
	Confidence  float64  `json:"confidence"`
	Reports     int      `json:"reports"`
	Origins     int      `json:"origins"`
	Story       *string  `json:"story"`
	Article     string   `json:"article"`
	Number      int      `json:"number"` // of the article in references
	Outlet      *string  `json:"outlet"`
	URL         *string  `json:"url"`
	Published   *string  `json:"published"`
	Start       int      `json:"start"`
	End         int      `json:"end"`
	reference   string
}

// A QuoteFilter says which statements are wanted; its zero value is all.
type QuoteFilter struct {
	Speaker string // words of a name, an alias or the description of who speaks
	Party   string // words of the name, or the ISO code of the country, of whom the speaker speaks for or is
	Kind    string // direct, indirect or mixed
	Act     string // said, denied …
	Topic   string // words that the statement must hold, all of them
	Since   string // EDTF day; statements without a date are left out
	Until   string
}

// Quotes returns the rows of the view quotes that pass the filter, in the order
// of the articles and their texts.
func Quotes(d *Document, f QuoteFilter) []QuoteRow {
	entities := make(map[string]*news.Entity, len(d.rec.Entities))
	for i := range d.rec.Entities {
		entities[d.rec.Entities[i].ID] = &d.rec.Entities[i]
	}
	rows := make([]QuoteRow, 0, len(d.rec.Statements))
	for i := range d.rec.Statements {
		s := &d.rec.Statements[i]
		if r, ok := d.quoteRow(s, entities); ok && f.wants(&r, s, entities) {
			rows = append(rows, r)
		}
	}
	slices.SortFunc(rows, func(a, b QuoteRow) int {
		return cmp.Or(cmp.Compare(a.Number, b.Number), cmp.Compare(a.Start, b.Start), cmp.Compare(a.ID, b.ID))
	})
	return rows
}

func (d *Document) quoteRow(s *news.Statement, entities map[string]*news.Entity) (QuoteRow, bool) {
	if len(s.Content) == 0 {
		return QuoteRow{}, false
	}
	i, ok := d.byID[s.Content[0].Article]
	if !ok {
		return QuoteRow{}, false
	}
	start, end, _, err := d.points(i, s.Content[0].Span)
	if err != nil {
		return QuoteRow{}, false
	}
	a := &d.rec.Articles[i]
	r := QuoteRow{
		ID: s.ID, SpeakerText: orNil(s.SpeakerText), Unresolved: orNil(s.Unresolved), Kind: string(s.Kind), Act: orNil(s.Act),
		Said: orNil(s.Said.Value), SaidWords: orNil(s.Said.Words), Text: s.Text, Via: s.Via, Addressee: orNil(s.Addressee),
		Confidence: s.Confidence, Reports: len(s.Reports), Origins: len(s.OriginIDs), Story: orNil(s.Story), Article: a.ID,
		Number: d.number[i], Outlet: orNil(a.Outlet), URL: orNil(a.URL), Published: orNil(a.Published.Value), Start: start, End: end,
	}
	if e := entities[s.Speaker]; e != nil {
		r.Speaker, r.SpeakerID, r.Country = orNil(e.Name), orNil(e.ID), orNil(e.Country)
	}
	if e := entities[s.OnBehalfOf]; e != nil {
		r.OnBehalfOf = orNil(e.Name)
		if e.Country != "" {
			r.Country = orNil(e.Country)
		}
	}
	r.Others = []string{}
	for _, id := range s.Others {
		if e := entities[id]; e != nil {
			r.Others = append(r.Others, e.Name)
		}
	}
	if r.Via == nil {
		r.Via = []string{}
	}
	r.reference = strconv.Itoa(r.Number)
	if n, ok := d.paragraph(i, s.Content[0].Start); ok {
		r.reference += "." + strconv.Itoa(n)
	}
	return r, true
}

// wants reports whether a statement passes the filter.
func (f *QuoteFilter) wants(r *QuoteRow, s *news.Statement, entities map[string]*news.Entity) bool {
	if f.Kind != "" && f.Kind != r.Kind || f.Act != "" && f.Act != orEmpty(r.Act) {
		return false
	}
	if f.Topic != "" && !holdsWords(r.Text, f.Topic) {
		return false
	}
	if f.Speaker != "" && !f.named(f.Speaker, append([]string{s.Speaker}, s.Others...), orEmpty(r.SpeakerText), entities) {
		return false
	}
	if f.Party != "" && !strings.EqualFold(f.Party, orEmpty(r.Country)) && !f.named(f.Party, []string{s.OnBehalfOf, s.Speaker}, "", entities) {
		return false
	}
	return f.dated(s, orEmpty(r.Published))
}

// named reports whether the words of want stand in a name or alias of one of the
// entities, or in a text.
func (f *QuoteFilter) named(want string, ids []string, text string, entities map[string]*news.Entity) bool {
	if text != "" && holdsWords(text, want) {
		return true
	}
	for _, id := range ids {
		e := entities[id]
		if e == nil {
			continue
		}
		if holdsWords(e.Name, want) || slices.ContainsFunc(e.Aliases, func(a string) bool { return holdsWords(a, want) }) {
			return true
		}
	}
	return false
}

// dated reports whether a statement was made in the days of the filter: by the
// date that the text gives, else by the article's.
func (f *QuoteFilter) dated(s *news.Statement, published string) bool {
	return f.Since == "" && f.Until == "" || within(cmp.Or(s.Said.Value, published), f.Since, f.Until)
}

// holdsWords reports whether all words of want are words of text, in any case.
func holdsWords(text, want string) bool {
	have := strings.FieldsFunc(strings.ToLower(text), notInWord)
	for _, w := range strings.FieldsFunc(strings.ToLower(want), notInWord) {
		if !slices.Contains(have, w) {
			return false
		}
	}
	return true
}

func notInWord(r rune) bool {
	return r <= ' ' || strings.ContainsRune(".,;:!?\"“”„«»‘’'()[]…—–\u00a0", r)
}

// WriteQuotes writes rows of the view quotes. The width is that of [Text]; 0 is
// 80. An error is one of w, or says that the format is none of this view's.
func WriteQuotes(w io.Writer, rows []QuoteRow, f Format, width int) error {
	switch f {
	case Text:
		return quotesText(w, rows, max(cmp.Or(width, defaultWidth), minWidth))
	case JSON, JSONL:
		return rowsJSON(w, rows, f)
	case CSV:
		return quotesCSV(w, rows)
	case Markdown:
		return quotesMarkdown(w, rows)
	}
	return fmt.Errorf("brief: no format %q for quotes; there are text, json, jsonl, csv and markdown", f)
}

// who gives the speaker for people: the name, the words of the article in
// quotation marks, or unknown; and for whom, and with whom.
func (r *QuoteRow) who() string {
	who := "unknown"
	switch {
	case r.Speaker != nil:
		who = *r.Speaker
	case r.SpeakerText != nil && !isPronoun(*r.SpeakerText):
		who = `"` + *r.SpeakerText + `"`
	case r.SpeakerText != nil:
		who = `unknown ("` + *r.SpeakerText + `")`
	}
	for _, o := range r.Others {
		who += " and " + o
	}
	if r.OnBehalfOf != nil {
		who += ", for " + *r.OnBehalfOf
	}
	return who
}

// circumstances gives what is said of a statement besides its speaker.
func (r *QuoteRow) circumstances() string {
	out := r.Kind
	if r.Act != nil {
		out += ", " + *r.Act
	}
	switch {
	case r.Said != nil:
		out += ", " + *r.Said
	case r.SaidWords != nil:
		out += `, "` + *r.SaidWords + `"`
	}
	if len(r.Via) > 0 {
		out += ", by way of " + strings.Join(r.Via, ", ")
	}
	if r.Reports > 1 {
		out += ", " + plural(r.Reports, "report", "reports") + " from at most " + plural(r.Origins, "origin", "origins")
	}
	return out
}

func quotesText(w io.Writer, rows []QuoteRow, columns int) error {
	t := &textWriter{w: bufio.NewWriter(w), width: columns}
	for n := range rows {
		r := &rows[n]
		t.hanging(0, 2, []run{{clean(r.who() + " (" + r.circumstances() + ")"), plain}})
		t.hanging(2, 2, []run{{clean(r.Text) + " [" + r.reference + "]", plain}})
	}
	return t.w.Flush()
}

// Columns of the view quotes as CSV.
var quoteColumns = []string{
	"id", "speaker", "speaker_text", "unresolved", "others", "on_behalf_of", "country", "kind", "act", "said", "said_words", "text",
	"via", "addressee", "confidence", "reports", "origins", "article", "outlet", "url", "published", "span_start", "span_end",
}

func quotesCSV(w io.Writer, rows []QuoteRow) error {
	c := sheet.NewWriter(w)
	_ = c.Write(quoteColumns) // Flush reports it
	for n := range rows {
		r := &rows[n]
		rec := []string{
			r.ID, orEmpty(r.Speaker), orEmpty(r.SpeakerText), orEmpty(r.Unresolved), strings.Join(r.Others, "; "), orEmpty(r.OnBehalfOf),
			orEmpty(r.Country), r.Kind, orEmpty(r.Act), orEmpty(r.Said), orEmpty(r.SaidWords), r.Text, strings.Join(r.Via, "; "),
			orEmpty(r.Addressee), strconv.FormatFloat(r.Confidence, 'f', -1, 64), strconv.Itoa(r.Reports), strconv.Itoa(r.Origins),
			r.Article, orEmpty(r.Outlet), orEmpty(r.URL), orEmpty(r.Published), strconv.Itoa(r.Start), strconv.Itoa(r.End),
		}
		_ = c.Write(rec)
	}
	c.Flush()
	return c.Error()
}

func quotesMarkdown(w io.Writer, rows []QuoteRow) error {
	b := bufio.NewWriter(w)
	b.WriteString("| who | how | words | |\n|---|---|---|---|\n")
	for n := range rows {
		r := &rows[n]
		for _, cell := range []string{r.who(), r.circumstances(), r.Text, r.reference} {
			b.WriteString("| " + escapeMarkdown(clean(cell)) + " ")
		}
		b.WriteString("|\n")
	}
	return b.Flush()
}
