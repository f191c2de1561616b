package figures

import (
	"html/template"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Shown returns words of an article as a page can show them: characters that
// command a terminal, a reader or the direction of writing are shown as U+FFFD.
func Shown(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r), r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0x200E, r == 0x200F, r == 0x061C, r >= 0xE0000 && r <= 0xE007F:
			return utf8.RuneError
		}
		return r
	}, s)
}

// Folded is [Shown], in one line.
func Folded(s string) string { return strings.Join(strings.Fields(Shown(s)), " ") }

// Excerpt returns s, folded, in at most n characters, cut at a blank where there
// is one.
func Excerpt(s string, n int) string {
	s = Folded(s)
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	cut := 0
	for i := range s {
		if n--; n < 0 {
			cut = i
			break
		}
	}
	if k := strings.LastIndexByte(s[:cut], ' '); k > cut/2 {
		cut = k
	}
	return s[:cut] + " […]"
}

// Letter names origin n of a story: A to Z, then A2 and so on.
func Letter(n int) string {
	s := string(rune('A' + n%26))
	if n >= 26 {
		s += strconv.Itoa(n/26 + 1)
	}
	return s
}

// Hues is how many colours of origins there are; the letters tell them apart.
const Hues = 8

func escaped(s string) string { return template.HTMLEscapeString(s) }
