package english

import (
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// Split cuts text into sentences and words and puts both into d, dropping what
// d held. Words follow the conventions of the English Web Treebank of Universal
// Dependencies: clitics, most hyphens, brackets and marks of punctuation are
// words of their own, the full stop of an abbreviation is not. Any bytes may be
// given; white space and control characters belong to no word, every other byte
// to exactly one. Split takes time linear in len(text), and texts over 2 GiB
// are cut there.
func Split(d *Doc, text string) {
	const most = 1<<31 - 1
	if len(text) > most {
		text = text[:most]
	}
	splitSpans(d, text, []news.Span{{End: len(text)}})
}

// splitSpans is Split for the given stretches of text, sorted and disjoint:
// what lies between them belongs to no word, and no sentence goes on from one
// to the next.
func splitSpans(d *Doc, text string, spans []news.Span) {
	d.reset(text)
	for _, in := range spans {
		s := splitter{d: d, text: text[:in.End]}
		s.run(in.Start)
	}
	d.findSentences()
}

// A splitter walks over the text chunk by chunk; a chunk has no white space.
type splitter struct {
	d     *Doc
	text  string
	flags uint8 // for the next word
}

// run cuts all of s.text from the offset i on.
func (s *splitter) run(i int) {
	t := s.text
	s.flags = SpaceBefore | LineBefore | ParagraphBefore
	for i < len(t) {
		r, class, size := runeAt(t, i)
		if class == classSpace {
			s.space(r)
			i += size
			continue
		}
		end := i
		plain := true
		for end < len(t) && end-i < MaxWord {
			c := t[end]
			k := byteClass[c]
			if k == classLetter {
				end++
				continue
			}
			if k == classWide {
				_, wide, n := runeAt(t, end)
				if wide == classSpace {
					break
				}
				end += n
				plain = false
				continue
			}
			if k == classSpace {
				break
			}
			plain = false
			end++
		}
		if plain {
			s.plainWord(i, end)
		} else {
			s.chunk(i, end)
		}
		i = end
	}
}

func (s *splitter) space(r rune) {
	s.flags |= SpaceBefore
	if r == '\n' || r == '\u2028' || r == '\u2029' || r == '\v' || r == '\f' {
		if s.flags&LineBefore != 0 || r == '\u2029' {
			s.flags |= ParagraphBefore
		}
		s.flags |= LineBefore
	}
}

func (s *splitter) emit(a, b int) {
	if a >= b {
		return
	}
	d := s.d
	d.Start = append(d.Start, int32(a))
	d.End = append(d.End, int32(b))
	d.Flags = append(d.Flags, s.flags)
	s.flags = 0
}

// plainWord emits a chunk of ASCII letters only.
func (s *splitter) plainWord(a, b int) {
	if n := fusedAt(s.text[a:b]); n > 0 {
		s.emit(a, a+n)
		a += n
	}
	s.emit(a, b)
}

// chunk emits the words of s.text[a:b], which has no white space.
func (s *splitter) chunk(a, b int) {
	if whole(s.text[a:b]) {
		s.emit(a, b)
		return
	}
	a = s.leading(a, b)
	core := s.trailingStart(a, b)
	s.core(a, core)
	s.marks(core, b)
}

// leading emits the punctuation at the front of a chunk and gives the offset
// behind it.
func (s *splitter) leading(a, b int) int {
	t := s.text
	for a < b {
		r, class, _ := runeAt(t, a)
		if class == classLetter || class == classDigit {
			return a
		}
		if s.keepLeading(a, b, r) {
			return a
		}
		n := s.markLen(a, b)
		s.emit(a, a+n)
		a += n
	}
	return a
}

// keepLeading reports whether the mark r at a belongs to the word behind it:
// .5, @name, #tag, '90s, 's.
func (s *splitter) keepLeading(a, b int, r rune) bool {
	t := s.text
	next := byte(0)
	if a+1 < b {
		next = t[a+1]
	}
	switch r {
	case '.':
		return isDigitByte(next)
	case '@':
		return byteClass[next] == classLetter || next == '_'
	case '#':
		return byteClass[next] == classLetter
	}
	n, ok := isApostrophe(t, a)
	if !ok || r == '`' {
		return false
	}
	rest := t[a+n : b]
	if len(rest) >= 2 && isDigitByte(rest[0]) && isDigitByte(rest[1]) {
		return len(rest) < 5 || !isDigitByte(rest[2])
	}
	for _, w := range [...]string{"s", "m", "d", "ll", "re", "ve", "em", "tis", "twas", "til", "till", "cause", "bout", "n"} {
		if hasWordPrefix(rest, w) {
			return true
		}
	}
	return false
}

// hasWordPrefix reports whether s begins with the lower-case word w, in any
// case, and no letter follows.
func hasWordPrefix(s, w string) bool {
	if len(s) < len(w) {
		return false
	}
	for i := range len(w) {
		if lowerByte(s[i]) != w[i] {
			return false
		}
	}
	if len(s) == len(w) {
		return true
	}
	_, class, _ := runeAt(s, len(w))
	return class != classLetter && class != classDigit
}

// trailingStart gives the offset in s.text[a:b] where the punctuation at the
// end of the chunk begins.
func (s *splitter) trailingStart(a, b int) int {
	t := s.text
	for b > a {
		r, class, size := runeBefore(t, b)
		if class == classLetter || class == classDigit {
			return b
		}
		if r == '.' && keepsStop(t[a:b]) && (!leadsNumber(t[a:b-1]) || numberNext(t, b)) {
			return b
		}
		if r == '/' && b-a == 2 && lowerByte(t[a]) == 'w' {
			return b
		}
		b -= size
	}
	return b
}

// leadsNumber reports whether the abbreviation w is an ordinary word when no
// number follows: "No."
func leadsNumber(w string) bool { return equalFold(w, "no") || equalFold(w, "nos") }

// numberNext reports whether the next sign after white space from i on is a
// digit.
func numberNext(t string, i int) bool {
	for i < len(t) && (t[i] == ' ' || t[i] == '\n') {
		i++
	}
	return i < len(t) && (isDigitByte(t[i]) || t[i] == '#')
}

// marks emits punctuation only.
func (s *splitter) marks(a, b int) {
	for a < b {
		n := s.markLen(a, b)
		s.emit(a, a+n)
		a += n
	}
}

// markLen gives the length of the mark at a: a run of one sign, or one symbol
// with what joins to it.
func (s *splitter) markLen(a, b int) int {
	t := s.text
	r, class, n := runeAt(t, a)
	if class == classRun {
		if r == '\'' && a+1 < b && t[a+1] != '\'' {
			return 1
		}
		for a+n < b && t[a+n] == t[a] && r < 0x80 {
			n++
			if r == '\'' || r == '`' {
				break
			}
		}
		if r == '!' || r == '?' {
			for a+n < b && (t[a+n] == '!' || t[a+n] == '?') {
				n++
			}
		}
		return n
	}
	if r == '[' && strings.HasPrefix(t[a:b], "[...]") {
		return 5
	}
	if r == '<' && strings.HasPrefix(t[a:b], "<<") || r == '>' && strings.HasPrefix(t[a:b], ">>") {
		return 2
	}
	if (r == '’' || r == '‘') && strings.HasPrefix(t[a+n:b], t[a:a+n]) {
		return 2 * n
	}
	for r >= 0x80 && a+n < b {
		next, _, size := runeAt(t, a+n)
		if !joins(next) {
			break
		}
		n += size
		if next == '\u200d' && a+n < b {
			_, _, size = runeAt(t, a+n)
			n += size
		}
	}
	return n
}

// core emits the words of a stretch that begins and ends with a letter or
// digit, or keeps its full stop.
func (s *splitter) core(a, b int) {
	if a >= b {
		return
	}
	t := s.text
	if whole(t[a:b]) {
		s.emit(a, b)
		return
	}
	start := a
	for i := a; i < b; {
		c := t[i]
		if k := byteClass[c]; k == classLetter || k == classDigit {
			i++
			continue
		}
		n, cut := s.innerMark(start, i, b)
		if !cut {
			i += n
			continue
		}
		s.piece(start, i)
		s.emit(i, i+n)
		i += n
		start = i
		// What is left may begin with a mark again: 100"(ha).
		if i < b {
			start = s.leading(i, b)
			i = start
		}
	}
	s.piece(start, b)
}

// innerMark looks at the sign at i inside a word that began at start and ends
// at b. It gives the sign's length and whether it is a word of its own.
func (s *splitter) innerMark(start, i, b int) (n int, cut bool) {
	t := s.text
	r, class, n := runeAt(t, i)
	if class == classLetter || class == classDigit {
		return n, false
	}
	prev, next := byte(0), byte(0)
	if i > start {
		prev = t[i-1]
	}
	if i+n < b {
		next = t[i+n]
	}
	digits := isDigitByte(prev) && isDigitByte(next)
	switch r {
	case '\'', '’', '‘', '`':
		return n, false // clitics are found later
	case '-':
		if next == '-' {
			return s.markLen(i, b), true
		}
		return n, !keepsHyphen(t[start:b], i-start)
	case '/':
		return n, !datelike(t[start:b])
	case ',':
		return n, !(digits && thousands(t[i+1:b]))
	case ':':
		return n, !digits
	case '.':
		if next == '.' {
			return s.markLen(i, b), true
		}
		return n, missingSpace(t[start:b], i-start)
	case '&':
		return n, !(byteClass[prev] == classLetter && byteClass[next] == classLetter)
	case '@', '_', '*', '+':
		return n, false
	case '#':
		return n, false
	case '$':
		if i-start <= 3 && isUpperByte(prev) && (next == 0 || isDigitByte(next)) {
			return n, false // US$20
		}
	}
	return s.markLen(i, b), true
}

// piece emits a stretch without inner marks, taking clitics, units and fused
// words apart.
func (s *splitter) piece(a, b int) {
	if a >= b {
		return
	}
	t := s.text
	if n := unitAt(t[a:b]); n > 0 {
		s.emit(a, a+n)
		s.emit(a+n, b)
		return
	}
	if n := currencyAt(t[a:b]); n > 0 {
		s.emit(a, a+n)
		s.piece(a+n, b)
		return
	}
	if c := cliticAt(t[a:b]); c > 0 && c < b-a {
		s.emit(a, a+c)
		s.emit(a+c, b)
		return
	}
	if n := fusedAt(t[a:b]); n > 0 {
		s.emit(a, a+n)
		a += n
	}
	s.emit(a, b)
}

// SplitWords gives the words of a short text, such as a name. It allocates.
func SplitWords(text string) []string {
	var d Doc
	Split(&d, text)
	out := make([]string, d.Len())
	for i := range out {
		out[i] = d.Word(i)
	}
	return out
}
