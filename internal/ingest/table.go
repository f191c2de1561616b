package ingest

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

// table reads a file of rows whose first names the columns.
func (j *job) table(name string, br *bufio.Reader, sep byte) {
	rows := rowReader{lines: lineReader{br: br, limit: j.lim.Record}, sep: sep}
	t := tally{name: name}
	r := record{cols: &j.reader.cols}
	var head []string
	hasText := false // among the columns
	for {
		row, line, err := rows.next()
		switch {
		case err == errTooLong:
			j.fail(name, line, "the row that begins here is longer than %s: not read", size(int64(j.lim.Record)))
			continue
		case err == errOpenQuote:
			j.fail(name, line, "a quotation mark in this row is never closed: not read")
			continue
		case err == errManyQuotes:
			j.stop(name, line, "a quotation mark in this row is never closed, as in others before: nothing from here on is read")
		case err == io.EOF && t.records == 0 && len(j.res.File.Errors) == 0:
			j.fail(name, 0, "the table has no rows below its head")
		case err != nil:
			j.readFailed(name, line, err)
		default:
			if !utf8.Valid(row) {
				d := decode(row, "")
				t.decoded(&d, line)
				row = []byte(d.text)
			}
			fields, _ := splitRow(row, sep)
			if head == nil {
				head = fields
				hasText = j.reader.cols.trim(head)
				if len(head) <= maxFields {
					continue
				}
				j.fail(name, line, "more than %s columns: not a table of articles", grouped(maxFields))
			} else if j.row(&t, &r, head, fields, line, hasText) {
				continue
			}
		}
		break
	}
	j.report(&t)
}

// trim trims the names in head and reports whether one is that of the text.
func (c *columns) trim(head []string) (hasText bool) {
	for i, name := range head {
		head[i] = strings.TrimSpace(name)
		k, ok := c.find(head[i])
		hasText = hasText || ok && k.target == toText
	}
	return hasText
}

// row reads one row. It reports whether reading goes on.
func (j *job) row(t *tally, r *record, head, fields []string, line int, hasText bool) bool {
	for len(fields) > len(head) && fields[len(fields)-1] == "" {
		fields = fields[:len(fields)-1]
	}
	if len(fields) > len(head) {
		j.fail(t.name, line, "the row has %s, the head %d (a separator that is not in quotation marks?): not read",
			count(len(fields), "field", "fields"), len(head))
		return j.ctx.Err() == nil
	}
	r.reset()
	r.text = hasText
	for i, v := range fields {
		r.set(head[i], v)
	}
	return j.record(t, r, line)
}

// A rowReader reads the rows of a table, which run over several lines where a
// field in quotation marks does.
type rowReader struct {
	lines   lineReader
	sep     byte
	buf     []byte
	retries int
}

// errOpenQuote says that a quotation mark was never closed; the lines below the
// first of the row are read anew. After errManyQuotes they are not.
var (
	errOpenQuote  = errors.New("open quotation mark")
	errManyQuotes = errors.New("too many open quotation marks")
)

// maxRetries bounds how often lines behind an open quotation mark are read
// anew, so that time stays linear.
const maxRetries = 8

// next returns the next row that is not blank, valid until the following call,
// and the 1-based line where it begins.
func (rr *rowReader) next() (row []byte, line int, err error) {
	for {
		b, _, err := rr.lines.next()
		line = rr.lines.line
		if err != nil {
			return nil, line, err
		}
		if len(bytes.TrimSpace(b)) == 0 {
			continue
		}
		state := quoteState(b, rr.sep, false)
		if !state {
			return b, line, nil
		}
		rr.buf = append(rr.buf[:0], b...)
		break
	}
	first := len(rr.buf)
	for {
		b, _, err := rr.lines.next()
		switch {
		case err == io.EOF:
			rest := rr.buf[first:]
			if rr.retries++; rr.retries > maxRetries {
				return nil, line, errManyQuotes
			}
			rest = bytes.TrimPrefix(bytes.Clone(rest), []byte("\n"))
			rr.lines = lineReader{br: bufio.NewReader(bytes.NewReader(rest)), limit: rr.lines.limit, line: line}
			return nil, line, errOpenQuote
		case err != nil:
			return nil, line, err
		case len(rr.buf)+len(b) > rr.lines.limit:
			return nil, line, errTooLong
		}
		rr.buf = append(append(rr.buf, '\n'), b...)
		if !quoteState(b, rr.sep, true) {
			return rr.buf, line, nil
		}
	}
}

// quoteState reports whether a field in quotation marks is open behind b, which
// begins inside one or not. Tabs separate fields without such rules.
func quoteState(b []byte, sep byte, open bool) bool {
	if sep == '\t' || !open && bytes.IndexByte(b, '"') < 0 {
		return false
	}
	start := !open
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case open && c == '"':
			if i+1 < len(b) && b[i+1] == '"' {
				i++
			} else if i+1 == len(b) || b[i+1] == sep {
				open = false
			}
		case open:
		case c == '"' && start:
			open, start = true, false
		default:
			start = c == sep || start && c == ' '
		}
	}
	return open
}

// splitRow splits the first row of b, or all of it if no line ends outside
// quotation marks, into its fields. In them a doubled quotation mark is one,
// and one that no separator follows stands for itself. N is the bytes read. It
// stops behind more than [maxFields] fields.
func splitRow(b []byte, sep byte) (fields []string, n int) {
	var quoted []byte
	i := 0
	for {
		start := i
		for sep != ' ' && i < len(b) && b[i] == ' ' {
			i++
		}
		if i < len(b) && b[i] == '"' && (sep != '\t' || closedBeforeTab(b[i:])) {
			quoted = quoted[:0]
			for i++; i < len(b); i++ {
				if b[i] == '"' {
					if i+1 < len(b) && b[i+1] == '"' {
						i++
					} else if i+1 == len(b) || b[i+1] == sep || b[i+1] == '\n' || b[i+1] == '\r' {
						i++
						break
					}
				}
				quoted = append(quoted, b[i])
			}
			fields = append(fields, string(quoted))
		} else {
			i = start
			for i < len(b) && b[i] != sep && b[i] != '\n' && b[i] != '\r' {
				i++
			}
			fields = append(fields, string(b[start:i]))
		}
		if i >= len(b) || b[i] != sep || len(fields) > maxFields {
			return fields, i
		}
		i++
	}
}

// closedBeforeTab reports whether the field that b begins with ends with the
// quotation mark it begins with.
func closedBeforeTab(b []byte) bool {
	end := bytes.IndexAny(b, "\t\n\r")
	if end < 0 {
		end = len(b)
	}
	return end > 1 && b[end-1] == '"'
}
