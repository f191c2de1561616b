package knowledge

import (
	"errors"
	"unicode"
	"unicode/utf8"
)

// wordTable maps words to numbers from 0 to 4094 without keeping the words:
// open addressing over slots of 4 bytes, 20 bits of the word's hash and 12
// bits of value + 1. An unknown word is taken for a known one with a chance of
// about 1 in 500,000.
type wordTable string

const maxWordValue = 1<<12 - 2

var errWordValue = errors.New("knowledge: word value out of range")

func (t wordTable) get(word string) (int32, bool) {
	if len(t) < 4 {
		return 0, false
	}
	mask := uint64(len(t)/4 - 1)
	h := mix(hashWord(word))
	fp := uint32(h>>44) << 12
	for i := h & mask; ; i = (i + 1) & mask {
		s := u32(string(t), int(i)*4)
		if s == 0 {
			return 0, false
		}
		if s&^0xFFF == fp {
			return int32(s&0xFFF) - 1, true
		}
	}
}

// A WordValue is one row of the table that [BuildWords] makes.
type WordValue struct {
	Word  string // lower case
	Value int32  // from 0 to 4094
}

// BuildWords lays rows out as the bytes of a table of words. The first row of
// a word stays. The result depends on the rows and their order alone.
func BuildWords(rows []WordValue) ([]byte, error) {
	slots := 1
	for 2*slots < 3*len(rows)+2 { // filled to two thirds at most
		slots *= 2
	}
	out := make([]byte, slots*4)
	mask := uint64(slots - 1)
rows:
	for _, r := range rows {
		if r.Value < 0 || r.Value > maxWordValue {
			return nil, errWordValue
		}
		h := mix(hashWord(r.Word))
		fp := uint32(h>>44) << 12
		i := h & mask
		for {
			s := u32(string(out[i*4:i*4+4]), 0)
			if s == 0 {
				break
			}
			if s&^0xFFF == fp {
				continue rows
			}
			i = (i + 1) & mask
		}
		v := fp | uint32(r.Value+1)
		out[i*4], out[i*4+1], out[i*4+2], out[i*4+3] = byte(v), byte(v>>8), byte(v>>16), byte(v>>24)
	}
	return out, nil
}

// hashWord hashes a word in lower case and without apostrophes.
func hashWord(word string) uint64 {
	h := uint64(fnvOffset)
	for i := 0; i < len(word); {
		c := word[i]
		switch {
		case c >= utf8.RuneSelf:
			r, n := utf8.DecodeRuneInString(word[i:])
			if i += n; r != '’' {
				h, _ = hashRune(h, unicode.ToLower(r), 0)
			}
			continue
		case c == '\'':
		case c >= 'A' && c <= 'Z':
			h = (h ^ uint64(c|0x20)) * fnvPrime
		default:
			h = (h ^ uint64(c)) * fnvPrime
		}
		i++
	}
	return h
}

// NextWord returns the first word of text at or after byte from, as [Rarity]
// counts them: a longest run of letters, digits and combining marks, with the
// single apostrophes that stand between two letters. It returns (-1, -1) if
// there is none. from must lie on a rune boundary.
func NextWord(text string, from int) (start, end int) {
	start = -1
	for i := from; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if isWordRune(r) {
			if start < 0 {
				start = i
			}
		} else if start >= 0 {
			if r != '\'' && r != '’' {
				return start, i
			}
			if next, _ := utf8.DecodeRuneInString(text[i+n:]); !unicode.IsLetter(next) {
				return start, i
			}
		}
		i += n
	}
	if start < 0 {
		return -1, -1
	}
	return start, len(text)
}

func isWordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return foldByte[r] > space && r != '&'
	}
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r))
}
