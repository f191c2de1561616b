package english

import (
	"unicode"
	"unicode/utf8"
)

// A word is what the perceptrons see of one word. Strings are hashed once, when
// the word is read.
type word struct {
	form    uint32    // hash of the folded form
	low     uint32    // hash of the folded form in lower case
	shape   uint32    // hash of the pattern of capitals, digits and signs
	tag     uint32    // joint word class, once it is known, from 1
	pos     uint32    // universal class, once it is known
	c       [4]uint32 // clusters, coarse to fine; 0 for unknown words
	caps    uint32    // how often the archive writes the word with a capital, from 1 (never) to 8; 0 unknown
	pre     [4]uint32 // hashes of the first 1 to 4 bytes of the lower form; 0 if shorter
	suf     [5]uint32 // hashes of the last 1 to 5 bytes
	sure    uint8     // joint class that the word always has, from 1; 0 if it varies
	upper   bool      // begins with a capital
	allCaps bool      // has no lower-case letter, and begins with a capital
	lower   bool      // begins with a lower-case letter
	length  uint8     // bytes of the lower form, at most 255
}

// A folder reads words; its buffers are reused.
type folder struct {
	form, low []byte
}

// read fills w from the string s and the lexicon.
func (f *folder) read(w *word, s string, lex *lexicon) {
	f.fold(s)
	*w = word{}
	f.hashes(w)
	w.shape = shapeOf(s)
	w.upper = startsUpper(s)
	w.lower = startsLower(s)
	w.allCaps = w.upper && !hasLower(f.form)
	w.length = uint8(min(len(f.low), 255))
	if lex != nil {
		lex.find(w, f)
	}
}

// fold puts the folded form of s into f: digits become 0, quotation marks and
// dashes the ASCII ones.
func (f *folder) fold(s string) {
	f.form, f.low = f.form[:0], f.low[:0]
	for i := 0; i < len(s); {
		c := s[i]
		if c < 0x80 {
			if isDigitByte(c) {
				c = '0'
			}
			f.form = append(f.form, c)
			f.low = append(f.low, lowerByte(c))
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		if sub := foldSign(r); sub != "" {
			f.form = append(f.form, sub...)
			f.low = append(f.low, sub...)
			continue
		}
		if r == utf8.RuneError {
			r = '?'
		}
		f.form = utf8.AppendRune(f.form, r)
		f.low = utf8.AppendRune(f.low, unicode.ToLower(r))
	}
	if string(f.form) == "``" || string(f.form) == "''" {
		f.form = append(f.form[:0], '"')
		f.low = append(f.low[:0], '"')
	}
}

func foldSign(r rune) string {
	switch r {
	case '’', '‘', '‛', '´':
		return "'"
	case '“', '”', '„', '«', '»':
		return "\""
	case '–', '‐', '‑', '−':
		return "-"
	case '—', '―':
		return "--"
	case '…':
		return "..."
	}
	return ""
}

func (f *folder) hashes(w *word) {
	h := uint32(fnvStart)
	for _, c := range f.form {
		h = (h ^ uint32(c)) * fnvPrime
	}
	w.form = spread(h)
	h = fnvStart
	for i, c := range f.low {
		h = (h ^ uint32(c)) * fnvPrime
		if i < len(w.pre) {
			w.pre[i] = spread(h)
		}
	}
	w.low = spread(h)
	h = fnvStart ^ 0x5bd1e995
	for i := 0; i < len(w.suf) && i < len(f.low); i++ {
		h = (h ^ uint32(f.low[len(f.low)-1-i])) * fnvPrime
		w.suf[i] = spread(h)
	}
}

func hasLower(form []byte) bool {
	for _, c := range form {
		if c >= 0x80 || isLowerByte(c) {
			return true
		}
	}
	return false
}

// shapeOf hashes the pattern of a word: runs of capitals, small letters and
// digits, cut to two signs each, and the marks between.
func shapeOf(s string) uint32 {
	h := uint32(fnvStart)
	run, last := 0, byte(0)
	for i := 0; i < len(s); {
		c := s[i]
		var k byte
		n := 1
		switch {
		case isUpperByte(c):
			k = 'X'
		case isLowerByte(c):
			k = 'x'
		case isDigitByte(c):
			k = 'd'
		case c < 0x80:
			k = '.'
			if c == '-' || c == '\'' || c == '@' || c == '/' || c == '&' || c == '$' {
				k = c
			}
		default:
			var r rune
			r, n = utf8.DecodeRuneInString(s[i:])
			k = shapeRune(r)
		}
		i += n
		if k == last {
			run++
		} else {
			run, last = 1, k
		}
		if run <= 2 {
			h = (h ^ uint32(k)) * fnvPrime
		}
	}
	return spread(h)
}

func shapeRune(r rune) byte {
	switch {
	case r == '’' || r == '‘':
		return '\''
	case unicode.IsUpper(r):
		return 'X'
	case unicode.IsLetter(r):
		return 'x'
	case unicode.IsDigit(r):
		return 'd'
	}
	return '.'
}

// Fold gives the form under which the lexicon knows the word s: digits as 0,
// quotation marks and dashes as ASCII has them, capitals kept.
func Fold(s string) string {
	var f folder
	f.fold(s)
	return string(f.form)
}
