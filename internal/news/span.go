package news

import (
	"fmt"
	"unicode/utf8"
)

// A Span is a stretch of one [Article.Text]: byte offsets, half-open, on rune
// boundaries, 0 ≤ Start ≤ End ≤ len(Text). The zero Span is "nowhere".
type Span struct {
	Start, End int
}

// IsZero reports whether s is the zero Span, which stands for "nowhere".
func (s Span) IsZero() bool { return s == Span{} }

// Len returns the number of bytes in s.
func (s Span) Len() int { return s.End - s.Start }

// Of returns the words of text that s covers. It panics if s does not fit text.
func (s Span) Of(text string) string { return text[s.Start:s.End] }

// Contains reports whether t lies wholly within s.
func (s Span) Contains(t Span) bool { return s.Start <= t.Start && t.End <= s.End }

// Overlaps reports whether s and t share at least one byte.
func (s Span) Overlaps(t Span) bool { return s.Start < t.End && t.Start < s.End }

// Cover returns the smallest span that holds both s and t.
func (s Span) Cover(t Span) Span {
	return Span{min(s.Start, t.Start), max(s.End, t.End)}
}

// Trim returns s without the white space at both its ends, empty at its start
// if there is nothing else. White space is what unicode calls so in ASCII, and
// U+00A0.
func (s Span) Trim(text string) Span {
	for s.Start < s.End {
		if n := leadingSpace(text[s.Start:s.End]); n > 0 {
			s.Start += n
			continue
		}
		break
	}
	for s.Start < s.End {
		if n := trailingSpace(text[s.Start:s.End]); n > 0 {
			s.End -= n
			continue
		}
		break
	}
	return s
}

func leadingSpace(s string) int {
	switch {
	case s[0] == ' ' || s[0] >= '\t' && s[0] <= '\r':
		return 1
	case len(s) > 1 && s[0] == 0xC2 && s[1] == 0xA0:
		return 2
	}
	return 0
}

func trailingSpace(s string) int {
	switch n := len(s); {
	case s[n-1] == ' ' || s[n-1] >= '\t' && s[n-1] <= '\r':
		return 1
	case n > 1 && s[n-2] == 0xC2 && s[n-1] == 0xA0:
		return 2
	}
	return 0
}

// Check reports as an error why s is not a span of text: out of range,
// reversed, or off a rune boundary. It takes constant time.
func (s Span) Check(text string) error {
	switch {
	case s.Start < 0 || s.End < s.Start || s.End > len(text):
		return fmt.Errorf("news: span [%d,%d) does not fit a text of %d bytes", s.Start, s.End, len(text))
	case s.Start < len(text) && !utf8.RuneStart(text[s.Start]), s.End < len(text) && !utf8.RuneStart(text[s.End]):
		return fmt.Errorf("news: span [%d,%d) cuts a character", s.Start, s.End)
	}
	return nil
}

// A Ref points at words: a [Span] and the [Article.ID] it belongs to.
type Ref struct {
	Article string
	Span
}

// Runes turns byte offsets of one text into code point offsets and back. Build
// it once per text with [NewRunes]; its methods may be called from several
// goroutines.
type Runes struct {
	text string
	// marks[i] is the number of code points before byte i*runeStep, so a
	// look-up counts at most runeStep bytes. It is nil for pure ASCII text.
	marks []int32
}

const runeStep = 128

// NewRunes indexes text. It takes time and, for text that is not ASCII, 1/32 of
// the memory of the text. The text must be valid UTF-8 of less than 2 GiB.
func NewRunes(text string) *Runes {
	r := &Runes{text: text}
	ascii := true
	for i := 0; i < len(text); i++ {
		if text[i] >= utf8.RuneSelf {
			ascii = false
			break
		}
	}
	if ascii {
		return r
	}
	r.marks = make([]int32, 0, len(text)/runeStep+1)
	n := int32(0)
	for i := 0; i < len(text); i++ {
		if i%runeStep == 0 {
			r.marks = append(r.marks, n)
		}
		if utf8.RuneStart(text[i]) {
			n++
		}
	}
	return r
}

// Point returns the number of code points of the text before byte offset b.
// b must lie in [0, len(text)] on a rune boundary.
func (r *Runes) Point(b int) int {
	if r.marks == nil {
		return b
	}
	k := min(b/runeStep, len(r.marks)-1)
	n := int(r.marks[k])
	for i := k * runeStep; i < b; i++ {
		if utf8.RuneStart(r.text[i]) {
			n++
		}
	}
	return n
}

// Points returns s in code points.
func (r *Runes) Points(s Span) (start, end int) { return r.Point(s.Start), r.Point(s.End) }

// Byte returns the byte offset of code point p, or -1 if the text has fewer
// than p code points.
func (r *Runes) Byte(p int) int {
	if p < 0 {
		return -1
	}
	if r.marks == nil {
		if p > len(r.text) {
			return -1
		}
		return p
	}
	lo, hi := 0, len(r.marks)
	for hi-lo > 1 {
		if mid := (lo + hi) / 2; int(r.marks[mid]) <= p {
			lo = mid
		} else {
			hi = mid
		}
	}
	n := int(r.marks[lo])
	for i := lo * runeStep; i < len(r.text); i++ {
		if utf8.RuneStart(r.text[i]) {
			if n == p {
				return i
			}
			n++
		}
	}
	if n == p {
		return len(r.text)
	}
	return -1
}
