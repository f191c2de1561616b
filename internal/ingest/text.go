package ingest

import (
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// text gives a plain text or Markdown file as one page.
func (j *job) text(name string, b []byte, markdown bool) {
	d := decode(b, "")
	body, stated := header(d.text)
	if strings.TrimSpace(body) == "" {
		switch {
		case strings.TrimSpace(d.text) == "":
			j.fail(name, 0, "the file holds nothing but white space")
		default:
			j.fail(name, 0, "the file has a header block and no text below it")
		}
		return
	}
	if !j.decodedAs(name, &d) {
		return
	}
	if line, n := longLine(d.text, j.lim.Record); line > 0 {
		j.fail(name, line, "this line is %s long, more than %s: not an article; split it", size(int64(n)), size(int64(j.lim.Record)))
		return
	}
	p := news.Page{Input: news.Input{Name: name}, Media: news.PlainText, Body: body, Stated: stated}
	if markdown {
		p.Media = news.Markdown
	}
	j.page(p)
}

// isText reports whether what came out of decoding is text: more than one
// damaged place in eight bytes is not.
func (d *decoded) isText() bool { return d.replaced*8 <= len(d.text) }

// decodedAs says what decoding a whole page took. It reports whether what came
// out is text.
func (j *job) decodedAs(name string, d *decoded) bool {
	if !d.isText() {
		j.fail(name, d.line, "no text in any encoding that is known: %s; save it as UTF-8", count(d.replaced, "byte fits none", "bytes fit none"))
		return false
	}
	if d.replaced > 0 {
		j.fail(name, d.line, "%s", damaged(d.replaced, d.units, ""))
	}
	guesses := 0
	if d.guessed != "" {
		guesses = 1
	}
	j.damage(name, d.guessed, guesses, d.nuls)
	return true
}

// longLine returns the number and length of the first line of s that is longer
// than limit, or 0.
func longLine(s string, limit int) (line, n int) {
	if len(s) <= limit {
		return 0, 0
	}
	for l := range strings.Lines(s) {
		line++
		if len(l) > limit {
			return line, len(l)
		}
	}
	return 0, 0
}

// headerKeys are the keys of a header block, in lower case.
var headerKeys = map[string]target{
	"title": toTitle, "outlet": toOutlet, "source": toOutlet, "published": toPublished, "date": toPublished,
	"updated": toUpdated, "url": toURL, "author": toAuthors, "authors": toAuthors, "language": toLanguage, "id": toID,
}

// header splits a text into its header block and the rest. A header block is
// all lines before the first blank one, if each is "Key: value" (or goes on
// from the line above with white space before it) and one key at least is
// known; or front matter between two lines "---". Without one the text comes
// back whole.
func header(s string) (body string, st news.Stated) {
	lead := dropBlank(s)
	if rest, ok := strings.CutPrefix(lead, "---\n"); ok {
		if block, body, ok := cutFrontMatter(rest); ok {
			if f, ok := headerFields(block, true); ok {
				return dropBlank(body), stated(f)
			}
		}
	}
	block, body := lead, ""
	if i := blankLine(lead); i >= 0 {
		block, body = lead[:i], lead[i:]
	}
	f, ok := headerFields(block, false)
	if !ok {
		return s, st
	}
	return dropBlank(body), stated(f)
}

// dropBlank returns s without the blank lines at its start.
func dropBlank(s string) string {
	for s != "" && blankLine(s) == 0 {
		_, s, _ = strings.Cut(s, "\n")
	}
	return strings.TrimLeft(s, "\uFEFF")
}

// maxHeader bounds the search for a header block: in bytes, ours.
const maxHeader = 16 << 10

// blankLine returns the offset of the first line of s that is only white space,
// or -1 if there is none among the first bytes.
func blankLine(s string) int {
	at := 0
	for line := range strings.Lines(s[:min(len(s), maxHeader)]) {
		if strings.TrimSpace(line) == "" {
			return at
		}
		at += len(line)
	}
	return -1
}

func cutFrontMatter(s string) (block, body string, ok bool) {
	at := 0
	for line := range strings.Lines(s) {
		if t := strings.TrimRight(line, " \t\n"); t == "---" || t == "..." {
			return s[:at], s[at+len(line):], true
		}
		if at += len(line); at > maxHeader {
			break
		}
	}
	return "", "", false
}

// headerFields reads the lines of a header block. Ok says that each was one
// and one key at least is known. In front matter lines of a list ("- name")
// belong to the key above, and values may be quoted.
func headerFields(block string, frontMatter bool) (fields []news.Field, ok bool) {
	if len(block) > maxHeader {
		return nil, false
	}
	for line := range strings.Lines(block) {
		line = strings.TrimRight(line, " \t\n")
		trimmed := strings.TrimLeft(line, " \t")
		if frontMatter && (trimmed == "" || trimmed[0] == '#') {
			continue
		}
		if frontMatter && len(fields) > 0 && strings.HasPrefix(trimmed, "- ") {
			key := fields[len(fields)-1].Name
			fields = append(fields, news.Field{Name: key, Value: unquote(strings.TrimSpace(trimmed[2:]))})
			continue
		}
		if len(trimmed) < len(line) { // goes on from the line above
			if len(fields) == 0 {
				return nil, false
			}
			last := &fields[len(fields)-1]
			last.Value = strings.TrimSpace(last.Value + " " + trimmed)
			continue
		}
		key, value, found := strings.Cut(line, ":")
		if !found || !isKey(key) || value != "" && value[0] != ' ' && value[0] != '\t' {
			return nil, false
		}
		value = strings.TrimSpace(value)
		if frontMatter {
			value = unquote(value)
		}
		if _, known := headerKeys[strings.ToLower(key)]; known {
			ok = true
		}
		fields = append(fields, news.Field{Name: key, Value: value})
	}
	return fields, ok
}

// isKey reports whether s can be the key of a header: at most three words of
// letters, digits, "-" and "_", beginning with a letter.
func isKey(s string) bool {
	if s == "" || len(s) > 40 || strings.Count(s, " ") > 2 {
		return false
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		alpha := c|0x20 >= 'a' && c|0x20 <= 'z'
		if !alpha && (i == 0 || !(c >= '0' && c <= '9' || c == '-' || c == '_' || c == ' ')) {
			return false
		}
	}
	return true
}

func unquote(s string) string {
	if n := len(s); n >= 2 && (s[0] == '"' || s[0] == '\'') && s[n-1] == s[0] {
		return s[1 : n-1]
	}
	return s
}

// stated sorts the fields of a header block. Of a key given twice the first
// counts and the others are unknown fields; authors add up.
func stated(fields []news.Field) (st news.Stated) {
	places := [targets]*string{
		toID: &st.SourceID, toURL: &st.URL, toTitle: &st.Title, toOutlet: &st.Outlet,
		toPublished: &st.Published, toUpdated: &st.Updated, toLanguage: &st.Language,
	}
	for _, f := range fields {
		t, known := headerKeys[strings.ToLower(f.Name)]
		switch {
		case known && f.Value == "":
		case known && t == toAuthors:
			st.Authors = append(st.Authors, authors(f.Name, f.Value)...)
		case known && *places[t] == "":
			*places[t] = f.Value
		case f.Value != "":
			st.Extra = append(st.Extra, f)
		}
	}
	st.Extra = sortFields(st.Extra)
	return st
}
