package english

import (
	"unicode"
	"unicode/utf8"
)

// Classes of bytes and runes as the word splitter sees them.
const (
	classOther  = iota // punctuation and symbols: a word of its own
	classSpace         // ends a chunk
	classLetter        // letters and marks
	classDigit         // 0-9
	classWide          // first byte of a multi-byte rune
	classRun           // punctuation of which several make one word: ... -- !!!
)

// byteClass gives the class of each byte value.
var byteClass = func() (t [256]uint8) {
	for c := 0; c < 256; c++ {
		switch {
		case c >= 0x80:
			t[c] = classWide
		case c <= ' ' || c == 0x7f:
			t[c] = classSpace
		case c >= '0' && c <= '9':
			t[c] = classDigit
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
			t[c] = classLetter
		case c == '.' || c == '-' || c == '!' || c == '?' || c == '*' || c == '=' || c == '_' || c == '~' || c == '`' || c == '\'':
			t[c] = classRun
		}
	}
	return t
}()

// runeAt decodes the rune of s at i and gives its class and length in bytes.
// A byte that is not UTF-8 counts as one rune of class other.
func runeAt(s string, i int) (r rune, class uint8, size int) {
	if c := s[i]; c < 0x80 {
		return rune(c), byteClass[c], 1
	}
	r, size = utf8.DecodeRuneInString(s[i:])
	return r, wideClass(r), size
}

// runeBefore is runeAt for the rune that ends at i.
func runeBefore(s string, i int) (r rune, class uint8, size int) {
	if c := s[i-1]; c < 0x80 {
		return rune(c), byteClass[c], 1
	}
	r, size = utf8.DecodeLastRuneInString(s[:i])
	return r, wideClass(r), size
}

func wideClass(r rune) uint8 {
	switch {
	case r == '…':
		return classRun
	case unicode.IsLetter(r) || unicode.IsMark(r):
		return classLetter
	case unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' || r == '\u2060':
		return classSpace
	case unicode.IsDigit(r):
		return classDigit
	}
	return classOther
}

// joins reports whether r belongs to the symbol before it: a variation
// selector, skin tone, joiner or keycap, as in emoji.
func joins(r rune) bool {
	return r == '\u200d' || r >= 0xfe00 && r <= 0xfe0f || r >= 0x1f3fb && r <= 0x1f3ff || r == 0x20e3
}

// isApostrophe reports whether an apostrophe stands at s[i:] and how long it is.
func isApostrophe(s string, i int) (size int, ok bool) {
	if i >= len(s) {
		return 0, false
	}
	switch s[i] {
	case '\'', '`':
		return 1, true
	case 0xe2:
		if i+2 < len(s) && s[i+1] == 0x80 && (s[i+2] == 0x99 || s[i+2] == 0x98) {
			return 3, true
		}
	}
	return 0, false
}

func lowerByte(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

func isUpperByte(c byte) bool { return c >= 'A' && c <= 'Z' }
func isLowerByte(c byte) bool { return c >= 'a' && c <= 'z' }
func isDigitByte(c byte) bool { return c >= '0' && c <= '9' }

// startsUpper reports whether s begins with an upper-case letter.
func startsUpper(s string) bool {
	if s == "" {
		return false
	}
	if s[0] < 0x80 {
		return isUpperByte(s[0])
	}
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r) || unicode.IsTitle(r)
}

// startsLower reports whether s begins with a lower-case letter.
func startsLower(s string) bool {
	if s == "" {
		return false
	}
	if s[0] < 0x80 {
		return isLowerByte(s[0])
	}
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}

// equalFold reports whether s is lower, a lower-case ASCII word, in any case
// and with any apostrophe.
func equalFold(s, lower string) bool {
	j := 0
	for i := 0; i < len(s); i++ {
		if j >= len(lower) {
			return false
		}
		c := lowerByte(s[i])
		if n, ok := isApostrophe(s, i); ok {
			c = '\''
			i += n - 1
		}
		if c != lower[j] {
			return false
		}
		j++
	}
	return j == len(lower)
}
