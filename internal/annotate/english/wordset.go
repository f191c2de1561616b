package english

import "strings"

// A set is a fixed list of lower-case ASCII words, found by length and first
// letter without allocating.
type set struct {
	byKey [32 * 16][]string
}

func setKey(first byte, n int) int { return int(first&31)*16 + n&15 }

// wordSet makes the set of the words in list, separated by spaces.
func wordSet(list string) *set {
	s := new(set)
	for _, w := range strings.Fields(list) {
		k := setKey(w[0], len(w))
		s.byKey[k] = append(s.byKey[k], w)
	}
	return s
}

// hasFold reports whether word is in the set, in any case.
func (s *set) hasFold(word string) bool {
	if word == "" {
		return false
	}
	for _, w := range s.byKey[setKey(lowerByte(word[0]), len(word))] {
		if equalFold(word, w) {
			return true
		}
	}
	return false
}
