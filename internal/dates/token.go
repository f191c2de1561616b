package dates

import (
	"unicode"
	"unicode/utf8"
)

// A Token is a run of letters, a run of digits or one other rune of a text, as
// the [Grammar] sees it.
type Token struct {
	Start, End int // byte offsets in the text
	id         int32
	class      class
	val        int32 // of a word: its lexeme's value; of digits: their value, -1 beyond nine
	unit       Unit
	digits     uint8 // how many, at most 255
	Gap        bool  // white space, or the end of the words, stands before it
	Capital    bool  // its first letter is upper case
	Letters    bool  // it is a run of letters
}

// longestWord is the length of the longest word in the grammar, in bytes.
const longestWord = 24

// Tokens appends the tokens of text[start:end] to buf and returns it. The gap
// before the first is whatever gap says. Offsets are those of text.
//
// It takes time linear in the bytes and allocates only to grow buf.
func (g *Grammar) Tokens(buf []Token, text string, start, end int, gap bool) []Token {
	for i := start; i < end; {
		c := text[i]
		switch {
		case c == ' ' || c >= '\t' && c <= '\r':
			gap = true
			i++
			continue
		case c >= '0' && c <= '9':
			j := i + 1
			for j < end && text[j] >= '0' && text[j] <= '9' {
				j++
			}
			buf = append(buf, digitToken(text, i, j, gap))
			i = j
		case c|0x20 >= 'a' && c|0x20 <= 'z' || c >= utf8.RuneSelf:
			t := g.wordToken(text, i, end, gap)
			if t.Start == t.End { // white space beyond ASCII
				_, size := utf8.DecodeRuneInString(text[i:end])
				gap = true
				i += size
				continue
			}
			buf = append(buf, t)
			i = t.End
		default:
			buf = append(buf, Token{Start: i, End: i + 1, id: int32(c), Gap: gap})
			i++
		}
		gap = false
	}
	return buf
}

func digitToken(text string, i, j int, gap bool) Token {
	t := Token{Start: i, End: j, class: cDigits, val: -1, digits: uint8(min(j-i, 255)), Gap: gap}
	if t.digits <= 9 {
		t.val = 0
		for _, c := range []byte(text[i:j]) {
			t.val = t.val*10 + int32(c-'0')
		}
		if t.val < 1000 {
			t.class |= cNumeral
		}
	}
	return t
}

// wordToken reads the run of letters at i, or one mark beyond ASCII; its span
// is empty if there is white space.
func (g *Grammar) wordToken(text string, i, end int, gap bool) Token {
	var low [longestWord + utf8.UTFMax]byte
	j, n := i, 0
	t := Token{Start: i, Gap: gap, Letters: true, Capital: text[i] >= 'A' && text[i] <= 'Z'}
	for j < end {
		c := text[j]
		if c|0x20 >= 'a' && c|0x20 <= 'z' {
			if n <= longestWord {
				low[n] = c | 0x20
				n++
			}
			j++
			continue
		}
		if c < utf8.RuneSelf {
			break
		}
		r, size := utf8.DecodeRuneInString(text[j:end])
		if !unicode.IsLetter(r) && !unicode.Is(unicode.M, r) {
			if j > i {
				break
			}
			t.Letters, t.End = false, i+size
			switch {
			case unicode.IsSpace(r):
				t.End = i
			case r == '’':
				t.id = apostrophe
			case r == '–' || r == '‑' || r == '‐':
				t.id = hyphen
			}
			return t
		}
		if j == i {
			t.Capital = unicode.IsUpper(r)
		}
		if n <= longestWord {
			n += utf8.EncodeRune(low[n:], unicode.ToLower(r))
		}
		j += size
		if ideograph(r) {
			break // its own token
		}
	}
	t.End = j
	if n <= longestWord {
		if id, ok := g.lex.ids[string(low[:n])]; ok {
			x := g.lex.lexemes[id]
			t.id, t.class, t.val, t.unit = id, x.class, int32(x.val), x.unit
		}
	}
	return t
}

// Word returns the token's words in text.
func (t *Token) Word(text string) string { return text[t.Start:t.End] }

// Digits reports whether t is a run of digits.
func (t *Token) Digits() bool { return t.digits > 0 }

// Is reports whether t is the ASCII mark c; curly apostrophes and short dashes
// count as ' and -.
func (t *Token) Is(c byte) bool { return t.id == int32(c) }

// Value is what a word counts as (a month from 1, a weekday from 0, a numeral),
// or the value of digits.
func (t *Token) Value() int { return int(t.val) }

// Known reports whether t plays a part in some rule.
func (t *Token) Known() bool { return t.id >= 128 || t.digits > 0 }
