package knowledge

import (
	"unicode"
	"unicode/utf8"
)

// sameName reports whether got, words of a text, are the alias: equal when
// folded, and written in a case that the alias allows.
func sameName(alias, got string) bool {
	i, j := 0, 0
	for first := true; ; first = false {
		wa, na := nextWord(alias, i)
		wg, ng := nextWord(got, j)
		if na == 0 || ng == 0 {
			return (na == 0) == (ng == 0)
		}
		_, more := nextWord(alias, na)
		if !sameWord(wa, wg, !first || more > 0) {
			return false
		}
		i, j = na, ng
	}
}

// nextWord returns the next word of s at or after i and the offset behind it,
// 0 if there is none. Dots and apostrophes belong to the word.
func nextWord(s string, i int) (string, int) {
	for i < len(s) {
		class, own, n := foldAt(s, i)
		if own != 0 || class > space {
			break
		}
		i += n
	}
	start := i
	for i < len(s) {
		class, own, n := foldAt(s, i)
		if own == 0 && class != drop && class <= space {
			break
		}
		i += n
	}
	if i == start {
		return "", 0
	}
	return s[start:i], i
}

// sameWord compares one word letter by letter. An acronym (two or more
// letters, all capitals) asks for capitals; from four letters on, or from three
// within a longer name ("Ria Novosti"), one capital and small letters will do.
// A short word with capitals inside ("DoD") asks for as many.
// Another word that begins with a capital asks for a capital there.
func sameWord(alias, got string, within bool) bool {
	letters, upper := shape(alias)
	gotLetters, gotUpper := shape(got)
	if letters != gotLetters {
		return false
	}
	first, gotFirst := firstUpper(alias), firstUpper(got)
	if first && !gotFirst {
		return false
	}
	if letters >= 2 && upper == letters && gotUpper != letters && (gotUpper != 1 || letters < 3 || letters == 3 && !within) {
		return false
	}
	if letters <= 4 && upper >= 2 && upper < letters && gotUpper < upper { // DoD, LeT
		return false
	}
	i, j := 0, 0
	for {
		a, na := nextLetter(alias, i)
		g, ng := nextLetter(got, j)
		if na == 0 || ng == 0 {
			return na == ng
		}
		if a != g {
			return false
		}
		i, j = na, ng
	}
}

// shape counts the letters of a word and the capitals among them; digits count
// as both.
func shape(w string) (letters, upper int) {
	for _, r := range w {
		switch {
		case unicode.IsUpper(r) || unicode.IsDigit(r):
			letters++
			upper++
		case unicode.IsLetter(r):
			letters++
		}
	}
	return letters, upper
}

func firstUpper(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(r)
}

func nextLetter(s string, i int) (rune, int) {
	for i < len(s) {
		class, own, n := foldAt(s, i)
		i += n
		if own != 0 {
			return own, i
		}
		if class > space {
			return rune(class), i
		}
	}
	return 0, 0
}
