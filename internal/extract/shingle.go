package extract

import (
	"unicode"
	"unicode/utf8"
)

// shingles is the set of the word triples of a text, for asking how much of
// another text stands in it.
type shingles map[uint64]struct{}

const (
	hashSeed  = 14695981039346656037 // FNV-1a
	hashPrime = 1099511628211
)

// eachWord calls f with the hash of each word of s in lower case. Words are
// runs of letters and digits.
func eachWord(s string, f func(h uint64)) {
	h, in := uint64(hashSeed), false
	for i := 0; i < len(s); {
		r, n := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(s[i:])
		}
		i += n
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
		case r >= 'A' && r <= 'Z':
			r += 'a' - 'A'
		case r >= utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)):
			r = unicode.ToLower(r)
		default:
			if in {
				f(h)
				h, in = hashSeed, false
			}
			continue
		}
		in = true
		h = (h ^ uint64(r)) * hashPrime
	}
	if in {
		f(h)
	}
}

func newShingles(text string) shingles {
	set := make(shingles, len(text)/6)
	set.add(text)
	return set
}

// add puts the word triples of text into the set, and its pairs and words.
func (set shingles) add(text string) {
	var a, b uint64
	n := 0
	eachWord(text, func(h uint64) {
		set[h] = struct{}{}
		if n >= 1 {
			set[pair(b, h)] = struct{}{}
		}
		if n >= 2 {
			set[triple(a, b, h)] = struct{}{}
		}
		a, b = b, h
		n++
	})
}

func pair(a, b uint64) uint64      { return (a*hashPrime ^ b) * hashPrime }
func triple(a, b, c uint64) uint64 { return (pair(a, b) ^ c*31) * hashPrime }

// coverage returns the fraction of the word triples of text that are in the
// set; of its pairs or words if it has only two or one. A text without words
// is not covered.
func (set shingles) coverage(text string) float64 {
	var a, b uint64
	n, in := 0, 0
	last := uint64(0)
	eachWord(text, func(h uint64) {
		n++
		if n >= 3 {
			if _, ok := set[triple(a, b, h)]; ok {
				in++
			}
		}
		if n == 2 {
			last = pair(b, h)
		} else if n == 1 {
			last = h
		}
		a, b = b, h
	})
	switch {
	case n == 0:
		return 0
	case n < 3:
		if _, ok := set[last]; ok {
			return 1
		}
		return 0
	}
	return float64(in) / float64(n-2)
}
