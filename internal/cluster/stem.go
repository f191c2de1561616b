package cluster

import "github.com/zeebo/xxh3"

// stem returns the hash of a folded word without the endings of number and tense,
// so that "attack", "attacks" and "attacked" are one. It changes w.
func stem(w []byte) uint32 {
	if n := len(w); n > 3 && w[n-1] < 0x80 && !isDigit(w[0]) {
		w = withoutTense(withoutNumber(w))
	}
	return uint32(xxh3.Hash(w))
}

func withoutNumber(w []byte) []byte {
	n := len(w)
	if w[n-1] != 's' || w[n-2] == 's' || w[n-2] == 'u' || w[n-2] == 'i' {
		return w
	}
	if w = w[:n-1]; n > 5 && w[n-3] == 'i' && w[n-2] == 'e' {
		w = w[:n-2]
		w[n-3] = 'y'
	}
	return w
}

func withoutTense(w []byte) []byte {
	switch n := len(w); {
	case n > 5 && string(w[n-3:]) == "ing" && hasVowel(w[:n-3]):
		return single(w[:n-3])
	case n > 4 && string(w[n-2:]) == "ed" && hasVowel(w[:n-2]):
		return single(w[:n-2])
	case n > 4 && w[n-1] == 'e':
		return w[:n-1]
	}
	return w
}

func hasVowel(w []byte) bool {
	for _, c := range w {
		switch c {
		case 'a', 'e', 'i', 'o', 'u', 'y':
			return true
		}
	}
	return false
}

// single takes off a doubled last consonant, or a last e.
func single(w []byte) []byte {
	n := len(w)
	switch last := w[n-1]; {
	case last == 'e', n > 3 && last == w[n-2] && last != 'l' && last != 's' && last != 'z':
		return w[:n-1]
	}
	return w
}
