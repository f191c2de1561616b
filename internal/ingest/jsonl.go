package ingest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"unicode/utf8"
)

func validJSON(b []byte) bool { return json.Valid(b) }

// A lineReader reads lines of bounded length.
type lineReader struct {
	br    *bufio.Reader
	limit int
	line  int    // 1-based number of the last line read
	buf   []byte // of a line that does not fit the buffer of br
}

// errTooLong says that a line was longer than the limit; it has been skipped.
var errTooLong = errors.New("line too long")

// next returns the next line without its end, valid until the following call,
// and its length. Lines end with "\n", "\r\n" or the end of the input. With
// errTooLong the line is nil, and reading may go on.
func (l *lineReader) next() (line []byte, n int, err error) {
	l.line++
	l.buf = l.buf[:0]
	for {
		part, err := l.br.ReadSlice('\n')
		n += len(part)
		switch {
		case err == nil && n == len(part):
			return trimEnd(part), n, nil
		case n <= l.limit:
			l.buf = append(l.buf, part...)
		}
		switch {
		case err == bufio.ErrBufferFull:
			continue
		case err != nil && (err != io.EOF || n == 0):
			return trimEnd(l.buf), n, err
		case n > l.limit:
			return nil, n, errTooLong
		}
		return trimEnd(l.buf), n, nil
	}
}

func trimEnd(b []byte) []byte {
	b = bytes.TrimSuffix(b, []byte("\n"))
	return bytes.TrimSuffix(b, []byte("\r"))
}

// jsonLines reads a file of one JSON object a line.
func (j *job) jsonLines(name string, br *bufio.Reader) {
	l := lineReader{br: br, limit: j.lim.Record}
	t := tally{name: name}
	r := record{cols: &j.reader.cols}
	for {
		line, n, err := l.next()
		switch {
		case err == errTooLong:
			j.fail(name, l.line, "this line is %s long, more than %s: not read", size(int64(n)), size(int64(l.limit)))
			continue
		case err == io.EOF:
			if t.records == 0 && len(j.res.File.Errors) == 0 {
				j.fail(name, 0, "the file holds nothing but white space")
			}
		case err != nil:
			j.readFailed(name, l.line, err)
		default:
			if j.jsonRecord(&t, &r, line, l.line) {
				continue
			}
		}
		break
	}
	j.report(&t)
}

// jsonRecord reads one JSON object. It reports whether reading goes on.
func (j *job) jsonRecord(t *tally, r *record, b []byte, line int) bool {
	b = bytes.TrimPrefix(b, bom)
	if len(bytes.TrimSpace(b)) == 0 {
		return true
	}
	if !utf8.Valid(b) {
		d := decode(b, "")
		t.decoded(&d, line)
		b = []byte(d.text)
	}
	r.reset()
	if err := scanObject(b, r); err != nil {
		j.fail(t.name, line, "%v; not read", err)
		return j.ctx.Err() == nil
	}
	return j.record(t, r, line)
}
