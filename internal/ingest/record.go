package ingest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// A target is a field of a page that a column can fill.
type target uint8

const (
	toID target = iota
	toURL
	toTitle
	toOutlet
	toPublished
	toUpdated
	toAuthors
	toLanguage
	toText
	targets
)

// A column is where the values under one name go. Of several that fill one
// target the lowest rank wins; the others are kept as unknown fields.
type column struct {
	target target
	rank   int8
	html   bool // the value is HTML
}

// knownColumns are the names that DESIGN §3 gives, in lower case.
var knownColumns = map[string]column{
	"id":        {target: toID},
	"url":       {target: toURL},
	"title":     {target: toTitle},
	"outlet":    {target: toOutlet},
	"source":    {target: toOutlet, rank: 1},
	"published": {target: toPublished},
	"date":      {target: toPublished, rank: 1},
	"updated":   {target: toUpdated},
	"author":    {target: toAuthors},
	"authors":   {target: toAuthors},
	"language":  {target: toLanguage},
	"text":      {target: toText},
	"content":   {target: toText, rank: 1},
	"html":      {target: toText, rank: 2, html: true},
}

// jsonFeedColumns are the names of a JSON Feed item, beside id, url, title,
// language, author and authors. Source: jsonfeed.org/version/1.1.
var jsonFeedColumns = map[string]column{
	"content_html":   {target: toText, html: true},
	"content_text":   {target: toText, rank: 1},
	"summary":        {target: toText, rank: 2},
	"date_published": {target: toPublished},
	"date_modified":  {target: toUpdated},
	"external_url":   {target: toURL, rank: 1},
}

// columns knows the columns of records by name.
type columns struct {
	mapped map[string]column // by the exact names that the user gave
	feed   bool              // the names of a JSON Feed count too
}

func newColumns(m map[string]string) (columns, error) {
	c := columns{}
	for ours, theirs := range m {
		k, ok := knownColumns[strings.ToLower(ours)]
		if !ok {
			return c, fmt.Errorf("ingest: %q is no target of --map", ours)
		}
		k.rank = -1
		if c.mapped == nil {
			c.mapped = map[string]column{}
		}
		c.mapped[theirs] = k
	}
	return c, nil
}

// find returns where the values of the column called name go. Names that the
// user mapped count exactly as written, the others in any case.
func (c *columns) find(name string) (column, bool) {
	if k, ok := c.mapped[name]; ok {
		return k, true
	}
	if len(name) > 16 {
		return column{}, false
	}
	if k, ok := knownColumns[name]; ok {
		return k, true
	}
	low := strings.ToLower(name)
	if k, ok := knownColumns[low]; ok {
		return k, true
	}
	if c.feed {
		k, ok := jsonFeedColumns[low]
		return k, ok
	}
	return column{}, false
}

// maxFields bounds the fields of one record, for each costs more memory than it
// has bytes. Real records have some tens.
const maxFields = 10_000

// A record gathers the fields of one article.
type record struct {
	cols  *columns
	cell  [targets]string
	from  [targets]string // the name of the column that filled the cell
	rank  [targets]int8
	html  bool
	extra []news.Field
	auth  []string
	text  bool     // there was a column for the text, even if it was empty
	names []string // of fields that are no text, for the notice
}

func (r *record) reset() {
	*r = record{cols: r.cols, extra: nil, names: r.names[:0]}
}

// set stores a value that is plain text.
func (r *record) set(name, value string) {
	k, ok := r.cols.find(name)
	if name == "" && value == "" {
		return // an index column that a spreadsheet or data frame leaves
	}
	if !ok {
		r.names = append(r.names, name)
		r.extra = append(r.extra, news.Field{Name: name, Value: value})
		return
	}
	if k.target == toText {
		r.text = true
	}
	if value == "" {
		return
	}
	if k.target == toAuthors {
		r.auth = append(r.auth, authors(name, value)...)
		return
	}
	t := k.target
	if r.cell[t] != "" {
		if r.rank[t] <= k.rank && r.from[t] != name {
			r.extra = append(r.extra, news.Field{Name: name, Value: value})
			return
		}
		if r.from[t] != name { // of one name given twice the last counts
			r.extra = append(r.extra, news.Field{Name: r.from[t], Value: r.cell[t]})
		}
	}
	r.cell[t], r.rank[t], r.from[t] = value, k.rank, name
	if t == toText {
		r.html = k.html
	}
}

// authors returns the names in the value of a column or header called name. Only
// the plural says that there may be several: between semicolons, or between
// commas if each part has two words at least ("Poe, Ann" is one author).
func authors(name, value string) []string {
	if !strings.EqualFold(name, "authors") {
		return []string{value}
	}
	sep := ";"
	if !strings.Contains(value, sep) {
		sep = ","
	}
	parts := strings.Split(value, sep)
	for i, p := range parts {
		parts[i] = strings.TrimSpace(p)
		if sep == "," && !strings.Contains(parts[i], " ") {
			return []string{value}
		}
	}
	return slices.DeleteFunc(parts, func(p string) bool { return p == "" })
}

// setJSON stores a value that is JSON and no string. A list of strings is what
// one expects of authors, and of a text in paragraphs; an object is known by
// its name. Anything else is kept as an unknown field.
func (r *record) setJSON(name string, raw []byte) {
	k, ok := r.cols.find(name)
	if string(raw) == "null" {
		r.text = r.text || ok && k.target == toText
		if !ok {
			r.extra = append(r.extra, news.Field{Name: name, Value: "null", JSON: true})
		}
		return
	}
	if ok && raw[0] != '[' && raw[0] != '{' && k.target != toText {
		r.set(name, string(raw))
		return
	}
	if ok {
		words := plainWords(raw)
		switch {
		case len(words) == 0:
		case k.target == toAuthors:
			for _, w := range words {
				r.set(name, w)
			}
			return
		case k.target == toText && raw[0] == '[':
			r.set(name, strings.Join(words, "\n\n"))
			return
		case len(words) == 1 && k.target != toText:
			r.set(name, words[0])
			return
		}
	}
	var b bytes.Buffer
	if json.Compact(&b, raw) != nil {
		b.Reset()
		b.Write(raw)
	}
	r.names = append(r.names, name)
	r.extra = append(r.extra, news.Field{Name: name, Value: b.String(), JSON: true})
}

// plainWords returns the strings of a JSON list, or the names of the objects in
// it; of an object its name. Nil if there is anything else.
func plainWords(raw []byte) []string {
	var v any
	if json.Unmarshal(raw, &v) != nil {
		return nil
	}
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	var out []string
	for _, e := range list {
		if o, ok := e.(map[string]any); ok {
			e = o["name"]
		}
		s, ok := e.(string)
		if !ok {
			return nil
		}
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// page returns the page of the record, whose text must be tidy and not blank.
func (r *record) page(name string, line int) news.Page {
	p := news.Page{
		Input: news.Input{Name: name, Line: line},
		Media: news.PlainText,
		Body:  r.cell[toText],
		Stated: news.Stated{
			SourceID:  oneLine(r.cell[toID]),
			URL:       oneLine(r.cell[toURL]),
			Title:     oneLine(r.cell[toTitle]),
			Outlet:    oneLine(r.cell[toOutlet]),
			Published: oneLine(r.cell[toPublished]),
			Updated:   oneLine(r.cell[toUpdated]),
			Language:  oneLine(r.cell[toLanguage]),
			Extra:     sortFields(r.extra),
		},
	}
	for _, a := range r.auth {
		if a = oneLine(a); a != "" && !slices.Contains(p.Stated.Authors, a) {
			p.Stated.Authors = append(p.Stated.Authors, a)
		}
	}
	if r.html || isMarkup(p.Body) {
		p.Media = news.HTML
	}
	return p
}

// tidy does for a string out of a record what [clean] does for bytes.
func tidy(s string) string {
	if strings.IndexByte(s, '\r') < 0 && strings.IndexByte(s, 0) < 0 && !strings.HasPrefix(s, "\uFEFF") {
		return s
	}
	return clean([]byte(s), "").text
}

// oneLine trims s and makes its white space and NULs single spaces if there is
// more than a line.
func oneLine(s string) string {
	s = strings.TrimSpace(s)
	if strings.ContainsAny(s, "\n\r\t\x00") {
		s = strings.Join(strings.FieldsFunc(s, func(r rune) bool {
			return r == ' ' || r == '\n' || r == '\r' || r == '\t' || r == 0
		}), " ")
	}
	return s
}

// isMarkup reports whether a text that nobody called HTML is: it begins as HTML
// does, or has at least two of the tags that part its lines and links.
func isMarkup(s string) bool {
	i := strings.IndexByte(s, '<')
	if i < 0 {
		return false
	}
	if strings.TrimLeft(s[:i], " \t\n") == "" && strings.Contains(s[i:], "</") {
		k, ok := sniffMarkup("", s[i:min(len(s), i+sniffSize)], narrow)
		return ok && k.kind == kindHTML
	}
	return strings.Count(s[i:], "</p>")+strings.Count(s[i:], "<br")+strings.Count(s[i:], "</a>") >= 2
}

// sortFields sorts fields by name; of equal names the last stays.
func sortFields(f []news.Field) []news.Field {
	if len(f) < 2 {
		return f
	}
	slices.SortStableFunc(f, func(a, b news.Field) int { return strings.Compare(a.Name, b.Name) })
	out := f[:0]
	for i := range f {
		if i+1 < len(f) && f[i].Name == f[i+1].Name {
			continue
		}
		out = append(out, f[i])
	}
	return out
}

// A tally is what went wrong with the records of one file, counted so that one
// message says it.
type tally struct {
	name     string
	whole    bool // the file is one record
	records  int
	unmapped int // no column for the text
	columns  []string
	blank    int // a column for the text, and nothing in it
	replaced int // places that could not be decoded
	units    bool
	line     int // of the first of them
	nuls     int
	guessed  string
	guesses  int
}

// decoded adds what decoding one record took.
func (t *tally) decoded(d *decoded, line int) {
	if d.replaced > 0 {
		if t.replaced == 0 {
			t.line, t.units = line, d.units
		}
		t.replaced += d.replaced
	}
	t.nuls += d.nuls
	if d.guessed != "" {
		t.guesses++
		t.guessed = d.guessed
	}
}

// record gives the page of r to the caller, if there is one.
func (j *job) record(t *tally, r *record, line int) bool {
	t.records++
	r.cell[toText] = tidy(r.cell[toText])
	if strings.TrimSpace(r.cell[toText]) == "" {
		if r.text {
			t.blank++
		} else if t.unmapped++; t.unmapped == 1 {
			t.columns = slices.Clone(r.names)
		}
		return true
	}
	return j.page(r.page(t.name, line))
}

// report turns the tally into messages, one for each thing.
func (j *job) report(t *tally) {
	if t.replaced > 0 {
		j.fail(t.name, t.line, "%s", damaged(t.replaced, t.units, " in the file"))
	}
	j.damage(t.name, t.guessed, t.guesses, t.nuls)
	none := t.records > 0 && t.unmapped+t.blank == t.records
	switch {
	case t.unmapped == 0:
	case t.whole && none:
		j.fail(t.name, 0, "this JSON object has no text under a known name; say which field it is with --map text=FIELD (fields: %s)",
			listNamesOf(t.columns))
	default:
		j.notice("unmapped-text", "%s: %s of %s under a known name; say which column it is with --map text=COLUMN (columns: %s)",
			t.name, grouped(t.unmapped), count(t.records, "record has no text", "records have no text"), listNamesOf(t.columns))
		if none {
			j.fail(t.name, 0, "none of its records has a text under a known name; say which column it is with --map text=COLUMN")
		}
	}
	if t.blank > 0 {
		j.notice("empty-text", "%s: %s of %s", t.name, grouped(t.blank), count(t.records, "record has an empty text", "records have an empty text"))
		if none && t.unmapped == 0 {
			j.fail(t.name, 0, "all its records have an empty text")
		}
	}
}

func (j *job) damage(name, guessed string, guesses, nuls int) {
	if guesses > 0 {
		j.notice("encoding-guessed", "%s: not UTF-8 and no encoding is declared that fits; read as %s", name, guessed)
	}
	if nuls > 0 {
		j.notice("nul-characters", "%s: left out %s", name, count(nuls, "NUL character", "NUL characters"))
	}
}

// listNamesOf joins at most twelve names for a message.
func listNamesOf(names []string) string {
	names = slices.Clone(names)
	slices.Sort(names)
	names = slices.DeleteFunc(slices.Compact(names), func(s string) bool { return s == "" })
	tail := ""
	if len(names) > 12 {
		names, tail = names[:12], ", …"
	}
	for i, n := range names {
		n = cleanName(n)
		if r := []rune(n); len(r) > 40 {
			n = string(r[:40]) + "…"
		}
		names[i] = n
	}
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ") + tail
}
