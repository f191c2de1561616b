package dates

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

type tokenKind uint8

const (
	nothing tokenKind = iota
	number            // a run of ASCII digits
	letters           // a run of letters
	punct             // any other single rune
)

// A token is a piece of a written date.
type token struct {
	kind       tokenKind
	start, end int
	text, low  string // low is text in lower case
	n          int    // of a number: how many digits
	val        int    // of a number: its value; 0 beyond 18 digits
}

func (t token) is(w string) bool { return t.low == w }
func (t token) isLetters() bool  { return t.kind == letters }

// half reports whether t says which half of the day.
func (t token) half() bool {
	switch t.low {
	case "am", "pm", "a", "p":
		return t.kind == letters
	}
	return false
}

// ordinal reports whether t is the ending of an ordinal number.
func (t token) ordinal() bool {
	switch t.low {
	case "st", "nd", "rd", "th", "er", "º", "ª", "°":
		return true
	}
	return false
}

// scan cuts s into tokens and drops white space.
func scan(s string) []token {
	toks := make([]token, 0, 16)
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case unicode.IsSpace(r):
			i += size
			continue
		case digit(r):
			j := i + 1
			for j < len(s) && digit(rune(s[j])) {
				j++
			}
			toks = append(toks, numberToken(s, i, j))
			i = j
			continue
		case ideograph(r) || !unicode.IsLetter(r):
			text := s[i : i+size]
			toks = append(toks, token{kind: punct, start: i, end: i + size, text: text, low: text})
			i += size
			continue
		}
		j := i
		for j < len(s) {
			r, size := utf8.DecodeRuneInString(s[j:])
			if !unicode.IsLetter(r) && !unicode.Is(unicode.M, r) || ideograph(r) {
				break
			}
			j += size
		}
		toks = append(toks, token{kind: letters, start: i, end: j, text: s[i:j], low: strings.ToLower(s[i:j])})
		i = j
	}
	return toks
}

func numberToken(s string, i, j int) token {
	t := token{kind: number, start: i, end: j, text: s[i:j], low: s[i:j], n: j - i}
	if t.n <= 18 {
		t.val = atoi(t.text)
	}
	return t
}

func digit(r rune) bool { return r >= '0' && r <= '9' }

func ideograph(r rune) bool { return r == '年' || r == '月' || r == '日' }
