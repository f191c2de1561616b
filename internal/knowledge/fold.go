package knowledge

import (
	"unicode"
	"unicode/utf8"
)

// Names are compared after folding: lower case, no diacritics, no dots or
// apostrophes, every run of spaces and hyphens one space. The classes below
// drive that in one pass over the bytes.
const (
	stop  = 0 // ends every name: comma, bracket, quotation mark
	drop  = 1 // vanishes: dot, apostrophe
	space = ' '
)

var foldByte = func() (t [utf8.RuneSelf]byte) {
	for c := byte('a'); c <= 'z'; c++ {
		t[c], t[c-'a'+'A'] = c, c
	}
	for c := byte('0'); c <= '9'; c++ {
		t[c] = c
	}
	for _, c := range []byte(" \t\n-_/") {
		t[c] = space
	}
	t['.'], t['\''], t['&'] = drop, drop, '&'
	return t
}()

const (
	latinFirst = 0xC0
	latinLast  = 0x17F
)

// latin gives the plain letter of each rune from U+00C0 to U+017F, '?' where
// two letters or none are wanted.
const latin = "aaaaaa?ceeeeiiiidnooooo?ouuuuy??aaaaaa?ceeeeiiiidnooooo?ouuuuy?y" +
	"aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii??jjkkklllllll" +
	"lllnnnnnnnnnoooooo??rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"

// foldRune returns the folded form of a rune that is not ASCII: one of stop,
// drop, space, a lower-case ASCII letter, or (0, r) for a letter of another
// script, which stands for itself.
func foldRune(r rune) (byte, rune) {
	if r >= latinFirst && r <= latinLast {
		if c := latin[r-latinFirst]; c != '?' {
			return c, 0
		}
		return 0, unicode.ToLower(r)
	}
	switch r {
	case '’', '‘', 'ʼ', 'ʻ', '`', 'ʿ', 'ʾ', '\u0301':
		return drop, 0
	case '\u00A0', '\u2010', '\u2011', '\u2012', '\u2013', '\u2009', '\u202F':
		return space, 0
	}
	if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
		return 0, unicode.ToLower(r)
	}
	return stop, 0
}

// Fold returns name as names are compared: lower case, Latin letters without
// diacritics, no dots or apostrophes, each run of spaces and hyphens one space,
// other marks gone. Two names are the same to this package exactly if their
// folded forms are equal.
func Fold(name string) string {
	b := make([]byte, 0, len(name))
	pending := false
	put := func(c byte) {
		if pending && len(b) > 0 {
			b = append(b, ' ')
		}
		pending = false
		b = append(b, c)
	}
	for i := 0; i < len(name); {
		if c := name[i]; c < utf8.RuneSelf {
			i++
			switch f := foldByte[c]; f {
			case stop, space:
				pending = true
			case drop:
			default:
				put(f)
			}
			continue
		}
		r, n := utf8.DecodeRuneInString(name[i:])
		i += n
		switch f, own := foldRune(r); {
		case own != 0:
			put(' ') // placeholder for the first byte
			b = utf8.AppendRune(b[:len(b)-1], own)
		case f == stop || f == space:
			pending = true
		case f == drop:
		default:
			put(f)
		}
	}
	return string(b)
}

const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

// mix spreads an FNV-1a state over all its bits.
func mix(h uint64) uint64 {
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	h ^= h >> 32
	return h
}

func hashFolded(s string) uint64 {
	h := uint64(fnvOffset)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * fnvPrime
	}
	return h
}
