package ingest

import (
	"bufio"
	"bytes"
	"strings"
	"unicode/utf8"
)

// listNames are the names under which files keep their list of articles.
var listNames = map[string]bool{
	"articles": true, "items": true, "results": true, "data": true, "documents": true, "docs": true,
	"records": true, "rows": true, "stories": true, "entries": true, "news": true,
}

// A documentReader reads one JSON document piece by piece.
type documentReader struct {
	br    *bufio.Reader
	limit int
	line  int // 1-based, of the next byte
}

// next passes over white space and returns the byte behind it, unread.
func (d *documentReader) next() (byte, error) {
	for {
		c, err := d.br.ReadByte()
		if err != nil {
			return 0, err
		}
		switch c {
		case '\n':
			d.line++
		case ' ', '\t', '\r':
		default:
			return c, d.br.UnreadByte()
		}
	}
}

// take passes over white space and c. Ok is false if something else stands
// there, which stays unread.
func (d *documentReader) take(c byte) (ok bool, err error) {
	got, err := d.next()
	if err != nil || got != c {
		return false, err
	}
	_, err = d.br.Discard(1)
	return true, err
}

// value reads one value and returns its bytes, nil if they are more than the
// limit, empty if there is none; its brackets match, more is not checked.
// Opened is what has been read of it already: "" or "[".
func (d *documentReader) value(opened string) (raw []byte, err error) {
	raw = []byte(opened)
	total := len(opened)
	x := extent{depth: len(opened)}
	for {
		if _, err := d.br.Peek(1); err != nil {
			return nil, err
		}
		chunk, _ := d.br.Peek(d.br.Buffered())
		n, done := x.end(chunk)
		d.line += bytes.Count(chunk[:n], []byte("\n"))
		if total += n; total <= d.limit {
			raw = append(raw, chunk[:n]...)
		} else {
			raw = nil
		}
		if _, err := d.br.Discard(n); err != nil || done {
			return raw, err
		}
	}
}

// An extent is how far the search for the end of a JSON value has come.
type extent struct {
	depth   int  // of open brackets
	quoted  bool // within a string
	escaped bool // behind a backslash
}

// end returns how many bytes of b, which follow those seen before, belong to
// the value, and whether it ends there.
func (x *extent) end(b []byte) (n int, done bool) {
	for i, c := range b {
		switch {
		case x.escaped:
			x.escaped = false
		case x.quoted:
			x.escaped = c == '\\'
			if x.quoted = c != '"'; !x.quoted && x.depth == 0 {
				return i + 1, true
			}
		case c == '"':
			x.quoted = true
		case c == '{' || c == '[':
			x.depth++
		case (c == '}' || c == ']') && x.depth > 0:
			if x.depth--; x.depth == 0 {
				return i + 1, true
			}
		case x.depth == 0 && strings.IndexByte(",:}] \t\r\n", c) >= 0:
			return i, true // the end of a number or word does not belong to it
		}
	}
	return len(b), false
}

// A documentJob reads a JSON document for a job.
type documentJob struct {
	*job
	documentReader
	name string
	t    tally
	r    record
	cols columns
	n    int // records so far
	many bool
	feed struct{ title, language string } // of a JSON Feed
}

// jsonDocument reads a file that is one JSON document, or some one after the
// other.
func (j *job) jsonDocument(name string, br *bufio.Reader) {
	d := &documentJob{job: j, name: name, t: tally{name: name}, cols: j.reader.cols}
	d.documentReader = documentReader{br: br, limit: j.lim.Record, line: 1}
	d.r.cols = &d.cols
	for d.document() {
	}
	if d.t.records == 0 && len(j.res.File.Errors) == 0 && j.stopped == nil {
		j.fail(name, 0, "the JSON holds no articles")
	}
	d.t.whole = !d.many
	j.report(&d.t)
}

// document reads one value at the top level. It reports whether another may
// follow.
func (d *documentJob) document() bool {
	c, err := d.next()
	if err != nil {
		d.readFailed(d.name, d.line, err)
		return false
	}
	switch c {
	case '[':
		_, _ = d.br.Discard(1)
		return d.list()
	case '{':
		return d.object()
	}
	d.stop(d.name, d.line, "not valid JSON from here on; not read further")
	return false
}

// broken notes that the document cannot be read further.
func (d *documentJob) broken(err error) bool {
	if err == nil {
		d.stop(d.name, d.line, "not valid JSON from here on: a comma or bracket is missing; not read further")
	} else if !d.readFailed(d.name, d.line, err) && d.stopped == nil {
		d.stop(d.name, d.line, "the file ends in the middle of the JSON: it is truncated")
	}
	return false
}

// list reads the elements of a list whose bracket has been read.
func (d *documentJob) list() bool {
	d.many = true
	if done, err := d.take(']'); done || err != nil {
		return done || d.broken(err)
	}
	for {
		if _, err := d.next(); err != nil {
			return d.broken(err)
		}
		line := d.line
		raw, err := d.value("")
		if err != nil {
			return d.broken(err)
		}
		d.n++
		if !d.element(raw, line) {
			return false
		}
		if comma, err := d.take(','); err != nil {
			return d.broken(err)
		} else if comma {
			continue
		}
		end, err := d.take(']')
		return end || d.broken(err)
	}
}

// element reads one record, nil if it was too long. It reports whether reading
// goes on.
func (d *documentJob) element(raw []byte, line int) bool {
	number := d.n
	if !d.many {
		number = 0
	}
	what := ""
	if d.many {
		what = "record " + grouped(d.n) + " "
	}
	switch {
	case raw == nil:
		d.fail(d.name, line, "%sis longer than %s: not read", what, size(int64(d.limit)))
		return true
	case len(raw) == 0 || raw[0] != '{':
		d.fail(d.name, line, "%sis not an object with the fields of an article: not read", what)
		return len(raw) > 0
	}
	if !utf8.Valid(raw) {
		dec := decode(raw, "")
		d.t.decoded(&dec, line)
		raw = []byte(dec.text)
	}
	d.r.reset()
	if err := scanObject(raw, &d.r); err != nil {
		d.fail(d.name, line+bytes.Count(raw[:err.at], []byte("\n")), "%s%s; not read", what, err.what)
		return true
	}
	if d.cols.feed {
		d.fromFeed()
	}
	return d.record(&d.t, &d.r, number)
}

// fromFeed gives an item of a JSON Feed what the feed says of all.
func (d *documentJob) fromFeed() {
	if d.r.cell[toOutlet] == "" {
		d.r.cell[toOutlet] = d.feed.title
	}
	if d.r.cell[toLanguage] == "" {
		d.r.cell[toLanguage] = d.feed.language
	}
}

// object reads an object: one record, or what holds a list of them. It reports
// whether another may follow.
func (d *documentJob) object() bool {
	_, _ = d.br.Discard(1)
	line := d.line
	whole := []byte("{") // the members that are no list of articles, as one record
	held := false
	if done, err := d.take('}'); err != nil {
		return d.broken(err)
	} else if done {
		return d.single([]byte("{}"), line)
	}
	for {
		key, raw, list, err := d.member()
		switch {
		case err != nil || key == nil && !list:
			return d.broken(err)
		case list && !d.list():
			return false
		case list:
			held = true
		case whole != nil && raw != nil && len(whole)+len(raw) <= d.limit:
			whole = append(append(append(append(whole, key...), ':'), raw...), ',')
			d.feedField(string(key), raw)
		default:
			whole = nil // too long
		}
		if comma, err := d.take(','); err != nil {
			return d.broken(err)
		} else if comma {
			continue
		}
		if end, err := d.take('}'); !end {
			return d.broken(err)
		}
		if held {
			return true
		}
		if n := len(whole) - 1; n >= 0 {
			whole[n] = '}' // in place of the last comma
		}
		return d.single(whole, line)
	}
}

// member reads a member of an object. List says that its value is a list of
// articles, of which only the bracket has been read. A nil key without a list
// or error says that there is no member.
func (d *documentJob) member() (key, raw []byte, list bool, err error) {
	if c, err := d.next(); err != nil || c != '"' {
		return nil, nil, false, err
	}
	if key, err = d.value(""); err != nil || key == nil {
		return nil, nil, false, err
	}
	if colon, err := d.take(':'); !colon {
		return nil, nil, false, err
	}
	c, err := d.next()
	if err != nil {
		return nil, nil, false, err
	}
	if c != '[' || !listNames[strings.ToLower(strings.Trim(string(key), `"`))] {
		raw, err = d.value("")
		return key, raw, false, err
	}
	_, _ = d.br.Discard(1)
	if c, err = d.next(); err != nil || c == '{' {
		return key, nil, err == nil, err
	}
	raw, err = d.value("[")
	return key, raw, false, err
}

// single reads an object that is itself a record.
func (d *documentJob) single(raw []byte, line int) bool {
	_, err := d.next()
	d.many = d.many || err == nil // another one follows
	d.n++
	return d.element(raw, line) && d.stopped == nil
}

// feedField looks for what makes a JSON Feed of an object.
func (d *documentJob) feedField(key string, raw []byte) {
	if len(raw) < 2 || raw[0] != '"' {
		return
	}
	s := scanner{b: raw}
	v, err := s.str()
	if err != nil {
		return
	}
	switch key {
	case `"version"`:
		d.cols.feed = strings.Contains(v, "jsonfeed.org/version/")
	case `"title"`:
		d.feed.title = v
	case `"language"`:
		d.feed.language = v
	}
}
