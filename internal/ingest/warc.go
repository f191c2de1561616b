package ingest

import (
	"bufio"
	"bytes"
	"io"
	"math"
	"strconv"
	"strings"
)

// Bounds on the heads of records and answers, ours: real ones are below 8 kB
// and have some tens of fields. A head must fit the half of a buffer of [borrow]
// so that it can be looked at in place.
const (
	maxHead       = sniffSize
	maxHeadFields = 1000
)

// isWARC reports whether b begins with the version line of a record that can be
// read. Versions 0.17 and 0.18, drafts of 1.0, have its form.
func isWARC(b []byte) bool {
	return versionOf(b) != "" && (b[len("WARC/")] == '0' || b[len("WARC/")] == '1')
}

// versionOf returns the version of the record that b begins with, such as
// "1.1", or "".
func versionOf(b []byte) string {
	line, ok := bytes.CutPrefix(b[:min(len(b), 20)], []byte("WARC/"))
	end := bytes.IndexAny(line, "\r\n")
	if !ok || end < 3 || line[1] != '.' {
		return ""
	}
	for i, c := range line[:end] {
		if i != 1 && (c < '0' || c > '9') {
			return ""
		}
	}
	return string(line[:end])
}

// A warcReader reads the records of one archive, one after the other. Source:
// ISO 28500:2017 (WARC 1.1), and 1.0 of 2009.
type warcReader struct {
	*job
	name string
	br   *bufio.Reader
	at   int64  // bytes read, unpacked
	n    int    // records so far: the last is the one at hand
	buf  []byte // of the block at hand
	spare
	tally warcTally
	torn  bool // something that is no record was named, and none came since

	in, out int64 // bytes of all packed bodies so far, packed and unpacked
}

// warc reads an archive of web pages. Answers with status 200, resources and
// conversions that are HTML, text or feeds are pages; what else there is, is
// counted by kind. No more than the record at hand is held in memory.
func (j *job) warc(name string, br *bufio.Reader) {
	w := &warcReader{job: j, name: name, br: br}
	before, errs := j.res.File.Articles, len(j.res.File.Errors)
	for w.next() {
	}
	if w.zstd != nil {
		w.zstd.Close()
	}
	if j.stopped != nil {
		return
	}
	w.report(j.res.File.Articles > before, len(j.res.File.Errors) > errs)
}

// next reads one record. It reports whether reading goes on.
func (w *warcReader) next() bool {
	head, err := w.lead()
	if len(head) == 0 {
		w.readFailed(w.name, w.n, err)
		return false
	}
	if !isWARC(head) {
		return w.lost("something that is no record stands", 0)
	}
	w.torn = false
	w.n++
	end := headEnd(head)
	switch {
	case end < 0 && len(head) == maxHead:
		return w.lost("a record has a head of more than "+size(maxHead), maxHead)
	case end < 0:
		if !w.readFailed(w.name, w.n, err) {
			w.cut(w.at)
		}
		return false
	}
	h, ok := recordHead(head[:end])
	if !ok || h.length < 0 {
		return w.lost("a record that does not say how long it is stands", end)
	}
	from := w.at
	switch err := w.record(h, int64(end)); {
	case w.stopped != nil:
		return false
	case w.bomb:
		w.stop(w.name, w.n, "the bodies of its records unpack to more than %d times their size (a decompression bomb?); not read further", w.lim.Ratio)
		return false
	case err == io.EOF:
		w.cut(from)
		return false
	case err != nil:
		w.readFailed(w.name, w.n, err)
		return false
	}
	return true
}

// record reads a record whose head takes so many bytes. The error is that of
// reading, [io.EOF] if the archive ends within the record.
func (w *warcReader) record(h warcHead, head int64) error {
	if err := w.skip(head); err != nil {
		return err
	}
	stop := w.at + h.length
	if stop < w.at { // a length that no file has
		stop = math.MaxInt64
	}
	switch h.kind {
	case "response", "resource", "conversion":
		if err := w.content(h, stop); err != nil || w.bomb || w.stopped != nil {
			return err
		}
	case "revisit":
		w.tally.revisits++
	case "continuation":
		w.tally.pieces++
	}
	return w.skip(stop - w.at)
}

// lead passes over blank lines and returns the beginning of what follows,
// unread.
func (w *warcReader) lead() ([]byte, error) {
	for {
		head, err := w.br.Peek(maxHead)
		text := bytes.TrimLeft(head, "\r\n")
		if len(text) == len(head) {
			return head, err
		}
		if err := w.skip(int64(len(head) - len(text))); err != nil {
			return nil, err
		}
	}
}

// skip passes over n bytes. The error is [io.EOF] if there are not as many.
func (w *warcReader) skip(n int64) error {
	for n > 0 {
		k, err := w.br.Discard(int(min(n, 1<<20)))
		w.at += int64(k)
		n -= int64(k)
		if err != nil {
			return err
		}
	}
	return nil
}

// cut notes that the archive ends within the record that begins at byte from.
func (w *warcReader) cut(from int64) {
	w.stop(w.name, w.n, "the archive ends in the middle of this record (it begins at byte %d, unpacked): the file is truncated; get it again", from)
}

// lost notes that there is no record where one should begin, and looks for the
// next behind so many bytes, which have been looked at. It reports whether there
// is one.
func (w *warcReader) lost(what string, behind int) bool {
	if !w.torn {
		w.fail(w.name, w.n, "%s at byte %d, unpacked; reading goes on at the next record, if there is one", what, w.at)
	}
	w.torn = true
	if err := w.skip(int64(behind)); err != nil {
		return false
	}
	if behind > 0 && w.atRecord() {
		return true
	}
	for {
		part, err := w.br.ReadSlice('\n')
		w.at += int64(len(part))
		if err != nil && err != bufio.ErrBufferFull {
			w.readFailed(w.name, w.n, err)
			return false
		}
		if err == bufio.ErrBufferFull {
			continue
		}
		if w.atRecord() {
			return true
		}
	}
}

// atRecord reports whether a record begins here: a page may hold a version line
// too, but no field behind it.
func (w *warcReader) atRecord() bool {
	if head, _ := w.br.Peek(1); len(head) == 0 || head[0] != 'W' {
		return false
	}
	head, _ := w.br.Peek(64)
	_, field, _ := bytes.Cut(head, []byte("\n"))
	return isWARC(head) && (hasFold(field, "WARC-") || hasFold(field, "Content-"))
}

// hasFold reports whether b begins with the ASCII prefix in any case.
func hasFold(b []byte, prefix string) bool {
	return len(b) >= len(prefix) && strings.EqualFold(string(b[:len(prefix)]), prefix)
}

// A warcHead is what counts of a record's head.
type warcHead struct {
	kind      string // in lower case
	uri       string
	date      string
	media     string
	truncated bool
	length    int64 // of the block in bytes; -1 if it is not said or no length
}

// recordHead reads the head of a record. Of a field given twice the first
// counts. Ok is false if there are more fields than a head has.
func recordHead(b []byte) (h warcHead, ok bool) {
	h.length = -1
	said := false
	ok = eachField(b, func(key, value []byte) {
		first := func(s *string) {
			if *s == "" {
				*s = headValue(value)
			}
		}
		switch {
		case foldEqual(key, "WARC-Type"):
			first(&h.kind)
		case foldEqual(key, "WARC-Target-URI"):
			first(&h.uri)
		case foldEqual(key, "WARC-Date"):
			first(&h.date)
		case foldEqual(key, "Content-Type"):
			first(&h.media)
		case foldEqual(key, "WARC-Truncated"):
			h.truncated = true
		case foldEqual(key, "Content-Length") && !said:
			said = true
			if n, err := strconv.ParseInt(string(value), 10, 64); err == nil && n >= 0 {
				h.length = n
			}
		}
	})
	h.kind = strings.ToLower(h.kind)
	// Some writers of 1.0 took the brackets of its grammar for part of the value.
	if u, found := strings.CutPrefix(h.uri, "<"); found {
		h.uri = strings.TrimSuffix(u, ">")
	}
	return h, ok
}

// headValue makes the value of a field one line of valid UTF-8.
func headValue(b []byte) string { return cleanName(oneLine(string(b))) }

func foldEqual(b []byte, s string) bool { return len(b) == len(s) && strings.EqualFold(string(b), s) }

// headEnd returns the length of the head that b begins with, up to and with its
// blank line, or -1 if there is none.
func headEnd(b []byte) int {
	at := 0
	for {
		i := bytes.IndexByte(b[at:], '\n')
		if i < 0 {
			return -1
		}
		at += i + 1
		switch {
		case at < len(b) && b[at] == '\n':
			return at + 1
		case at+1 < len(b) && b[at] == '\r' && b[at+1] == '\n':
			return at + 2
		}
	}
}

// eachField gives the fields of a head behind its first line, without the white
// space around them; lines that go on from the one above and lines that are no
// field are passed over. Ok is false if there are more than a head has.
func eachField(head []byte, give func(key, value []byte)) (ok bool) {
	n := 0
	_, rest, _ := bytes.Cut(head, []byte("\n"))
	for line := range bytes.Lines(rest) {
		key, value, found := bytes.Cut(line, []byte(":"))
		if !found || line[0] == ' ' || line[0] == '\t' {
			continue
		}
		if n++; n > maxHeadFields {
			return false
		}
		give(bytes.TrimSpace(key), bytes.TrimSpace(value))
	}
	return true
}

// url returns the address of the record's page, or "": only addresses of the web
// are.
func (h *warcHead) url() string {
	if isAddress(strings.ReplaceAll(h.uri, " ", "")) {
		return h.uri
	}
	return ""
}
