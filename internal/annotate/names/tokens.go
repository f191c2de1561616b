package names

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/twosource/twosource/internal/news"
)

// tokenize sets class and marks of every word.
func (f *finder) tokenize() {
	f.toks = make([]token, len(f.words))
	for i := range f.words {
		f.toks[i] = f.token(i)
	}
	for s := range f.sents {
		f.markStarts(&f.sents[s])
	}
}

func (f *finder) token(i int) token {
	w := f.word(i)
	t := token{cased: -2}
	if i > 0 && f.words[i-1].End == f.words[i].Start && strings.IndexByte("@#/_", f.text[f.words[i].Start-1]) >= 0 {
		t.marks = glued
		return t // part of an address or handle
	}
	if i > 0 && f.words[i-1].End == f.words[i].Start {
		t.marks |= glued
	}
	r, n := utf8.DecodeRuneInString(w)
	switch {
	case unicode.IsUpper(r):
		t.marks |= isCap
		if len(w) == n || len(w) == n+1 && w[n] == '.' {
			t.marks |= isInitial
		} else if shouted(w) {
			t.marks |= isShout
		}
	case unicode.IsLetter(r):
		t.marks |= isSmall
	case unicode.IsDigit(r):
		t.marks |= isNumber
		return t
	default:
		if len(w) == n || r == '.' || r == '-' || r == '\'' && len(w) == 2 && w[1] == '\'' {
			t.marks |= isMark
			return t
		}
	}
	var buf [24]byte
	low := lower(buf[:0], w)
	t.class = lexicon[string(low)]
	h := uint32(2166136261)
	for _, c := range low {
		h = (h ^ uint32(c)) * 16777619
	}
	t.hash = h | 1
	return t
}

// lower appends w in lower case without its last stop to buf.
func lower(buf []byte, w string) []byte {
	if len(w) > 2 && w[len(w)-1] == '.' {
		w = w[:len(w)-1]
	}
	for i := 0; i < len(w); {
		c := w[i]
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(w[i:])
			buf = utf8.AppendRune(buf, unicode.ToLower(r))
			i += n
			continue
		}
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		buf = append(buf, c)
		i++
	}
	return buf
}

// shouted reports whether all letters of w are capitals: "UN", "U.S.", "G7"
// too, and a plural "MPs".
func shouted(w string) bool {
	upper := 0
	for i, r := range w {
		switch {
		case unicode.IsUpper(r) || unicode.IsDigit(r):
			upper++
		case unicode.IsLetter(r):
			if !(r == 's' && i == len(w)-1 && upper > 1) {
				return false
			}
		}
	}
	return upper > 1
}

// markStarts marks the words that may owe their capital to their place: the
// first of the sentence and those after a colon or an opening quotation mark.
func (f *finder) markStarts(s *news.Sentence) {
	start := true
	for i := s.FirstWord; i < s.EndWord; i++ {
		t := &f.toks[i]
		if t.is(isMark) || t.class&cClitic != 0 {
			switch f.word(i) {
			case ":", "“", "‘", "•", "…", "...", "*", "—", "[", ";", "?", "!":
				start = true
			case "\"", "'", "''", "``":
				start = start || i+1 < s.EndWord && f.toks[i+1].is(glued) && !t.is(glued)
			case ".":
				start = true
			}
			continue
		}
		if start {
			t.marks |= isStart
		}
		start = false
	}
}

// look judges the style of each sentence and notes which words the article
// writes small, and which with a capital where nothing asks for one.
func (f *finder) look() {
	f.style = make([]style, len(f.sents))
	size := 16
	for size < 2*len(f.words) {
		size *= 2
	}
	f.seen = make([]uint64, size)
	f.at = make([]int32, len(f.words)+1)
	for s := range f.sents {
		f.style[s] = f.styleOf(&f.sents[s])
		if f.style[s] != plain {
			continue
		}
		for i := f.sents[s].FirstWord; i < f.sents[s].EndWord; i++ {
			switch t := &f.toks[i]; {
			case t.hash == 0:
			case t.is(isSmall):
				f.note(t.hash, seenSmall)
			case t.is(isCap) && !t.is(isStart):
				f.note(t.hash, seenCap)
			}
		}
	}
}

const (
	seenSmall = 1 << iota
	seenCap
	seenBare  // a name alone
	seenPlace // where a place stands
	seenName  // the last word of a name of several
)

func (f *finder) slot(h uint32) *uint64 {
	mask := uint64(len(f.seen) - 1)
	for i := uint64(h) * 0x9E3779B1 & mask; ; i = (i + 1) & mask {
		if s := &f.seen[i]; *s == 0 || uint32(*s>>32) == h {
			return s
		}
	}
}

func (f *finder) note(h uint32, mark uint64) {
	s := f.slot(h)
	*s |= uint64(h)<<32 | mark
}

func (f *finder) noted(i int, mark uint64) bool {
	h := f.toks[i].hash
	return h != 0 && *f.slot(h)&mark != 0
}

// styleOf judges by the words of four letters or more that are no function
// words: a headline gives nearly all of them capitals.
func (f *finder) styleOf(s *news.Sentence) style {
	caps, shouts, all := 0, 0, 0
	for i := s.FirstWord; i < s.EndWord; i++ {
		t := &f.toks[i]
		if t.hash == 0 || t.class&cFunction != 0 && !t.is(isShout) || f.words[i].Len() < 4 {
			continue
		}
		all++
		if t.is(isCap) {
			caps++
		}
		if t.is(isShout) {
			shouts++
		}
	}
	switch {
	case all >= 2 && 5*shouts >= 4*all:
		return shout
	case (all >= 3 || s.IsHeadline && all == 2) && 4*caps > 3*all && f.uncommonCaps(s):
		return titled
	}
	return plain
}

// uncommonCaps reports whether a sentence gives capitals to words that mostly
// go without, so that its capitals tell nothing.
func (f *finder) uncommonCaps(s *news.Sentence) bool {
	n := 0
	for i := s.FirstWord + 1; i < s.EndWord; i++ {
		t := &f.toks[i]
		if t.is(isCap) && !t.is(isShout|isInitial) && t.class&(cTitle|cTitleMod|cOrgHead|cPlaceHead) == 0 {
			if c := f.cased(i); c >= 0 && c < 40 {
				n++
			}
		}
	}
	return n >= 1 && (s.IsHeadline || n >= 3)
}
