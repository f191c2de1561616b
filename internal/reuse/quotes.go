package reuse

import (
	"strings"
	"unicode/utf8"

	"github.com/twosource/twosource/internal/news"
)

// A quoteScanner tells whether the words of an article stand between quotation
// marks. It looks at one line, which is a paragraph, at a time: a quotation may go
// on for several sentences of it. Where a mark is never closed, the quotation goes
// on to the end of the line if the next line opens with a mark again, as is the use
// of printers; else it ends with its sentence, so that a stray mark spoils one
// sentence and not an article.
type quoteScanner struct {
	text   string
	end    int         // of the line that was read last
	quoted []news.Span // what stands between marks in this line; words before the next are past those that were dropped
	open   int         // where a mark was never closed, so that its sentence alone counts; -1 if there is none
}

// within reports whether w, a word of the sentence that begins at a byte, is quoted.
// Words must come in order.
func (q *quoteScanner) within(w news.Span, sentence int) bool {
	for w.Start >= q.end && q.end < len(q.text) {
		q.line()
	}
	for len(q.quoted) > 0 && q.quoted[0].End <= w.Start {
		q.quoted = q.quoted[1:]
	}
	if len(q.quoted) > 0 && q.quoted[0].Start < w.End {
		return true
	}
	return q.open >= sentence && q.open < w.Start
}

// line reads the next line.
func (q *quoteScanner) line() {
	start := q.end
	if n := strings.IndexByte(q.text[start:], '\n'); n < 0 {
		q.end = len(q.text)
	} else {
		q.end = start + n + 1
	}
	q.quoted, q.open = q.quoted[:0], -1
	for at := start; at < q.end; {
		if c := q.text[at]; c < utf8.RuneSelf && c != '"' && c != '`' && c != '\'' {
			at++
			continue
		}
		mark, size := q.mark(at, at == start)
		switch {
		case mark == opening || mark == either && q.open < 0:
			q.open = at
		case mark != noMark && q.open >= 0:
			q.quoted = append(q.quoted, news.Span{Start: q.open, End: at})
			q.open = -1
		}
		at += size
	}
	if q.open >= 0 && q.goesOn() {
		q.quoted = append(q.quoted, news.Span{Start: q.open, End: q.end})
		q.open = -1
	}
}

// goesOn reports whether the line after the last begins with a mark that opens.
func (q *quoteScanner) goesOn() bool {
	at := q.end
	for at < len(q.text) && (q.text[at] == '\n' || q.text[at] == ' ') {
		at++
	}
	if at == len(q.text) {
		return false
	}
	mark, _ := q.mark(at, true)
	return mark == opening
}

// A markKind says what a quotation mark does.
type markKind uint8

const (
	noMark markKind = iota
	opening
	closing
	either // it opens if nothing is open, else it closes
)

// mark returns what the mark at a byte does, which may be the first of its line, and
// how many bytes it has; of other characters too.
func (q *quoteScanner) mark(at int, first bool) (markKind, int) {
	r, size := utf8.DecodeRuneInString(q.text[at:])
	next := byte('\n')
	if at+size < len(q.text) {
		next = q.text[at+size]
	}
	switch r {
	case '“', '«', '„':
		return opening, size
	case '”', '»':
		return closing, size
	// Two of these stand for one mark, as typewriters and TeX have it.
	case '`':
		if next == '`' {
			return opening, 2
		}
	case '\'':
		if next == '\'' {
			return closing, 2
		}
	case '"':
		before := first || strings.IndexByte(" \t([-", q.text[at-1]) >= 0
		return straight(before, strings.IndexByte(" \t\n.,;:!?)]-", next) >= 0), size
	}
	return noMark, size
}

// straight returns what a mark does that looks the same on both ends, by whether
// there is room before and after it. One with no room on either side is taken for
// inches or the like.
func straight(before, after bool) markKind {
	switch {
	case before && after:
		return either
	case before:
		return opening
	case after:
		return closing
	}
	return noMark
}
