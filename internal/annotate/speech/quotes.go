package speech

// A quote is an outermost quotation in one block: words [first, last] with its
// marks. Quotations inside it are not looked at.
type quote struct {
	first, last int
	closed      bool // it has its closing mark
	more        bool // it runs on: no closing mark, and the next paragraph opens with one
	goesOn      bool // it is the next paragraph of a quotation that runs on
	single      bool // in single marks
	own         bool // its first word opens a sentence
	speech      int  // the statement it belongs to, or -1
}

// A family is a style of mark that closes what it opens: double or single.
type family uint8

const (
	double family = iota
	single
)

// A sign is one quotation mark and the roles it can play.
type sign struct {
	word             int
	family           family
	opens, closes    bool
	strong           bool // the role is sure from its shape and the white space
	laterOpen        int  // marks of its family after it in the block that only open
	laterClose       int  // … that can close
	laterStrongClose int
}

// findQuotes fills f.quotes, block by block, and the quote field of the tokens.
func (f *finder) findQuotes() {
	var signs []sign
	for s := 0; s < len(f.an.Sentences); {
		block := f.an.Sentences[s].Block
		e := s
		for e < len(f.an.Sentences) && f.an.Sentences[e].Block == block {
			e++
		}
		lo, hi := f.an.Sentences[s].FirstWord, f.an.Sentences[e-1].EndWord
		signs = f.signs(signs[:0], lo, hi)
		if len(signs) > 0 {
			f.pair(signs, lo, hi)
		}
		s = e
	}
	f.chain()
	for i := range f.quotes {
		q := &f.quotes[i]
		q.speech = -1
		for k := q.first; k <= q.last; k++ {
			f.toks[k].quote = int32(i)
		}
		first, _ := f.sentence(q.first)
		q.own = first == q.first || q.first > 0 && f.toks[q.first-1].sent != f.toks[q.first].sent || f.strayMark(q)
	}
}

// strayMark reports whether the opening mark of q was counted to the sentence
// before: marks that open and close alike may be.
func (f *finder) strayMark(q *quote) bool {
	if q.first == 0 || q.first >= q.last || f.toks[q.first].sent == f.toks[q.first+1].sent || f.block(q.first-1) != f.block(q.first) {
		return false
	}
	switch f.toks[q.first-1].mark {
	case '.', '!', '?':
		return true
	}
	return false
}

// opens gives the sentence that q opens or lies in.
func (f *finder) opens(q *quote) int { return int(f.toks[min(q.first+1, q.last)].sent) }

// signs appends the quotation marks of words [lo, hi) with their roles.
func (f *finder) signs(out []sign, lo, hi int) []sign {
	for i := lo; i < hi; i++ {
		if f.toks[i].mark != 'q' {
			continue
		}
		if s, ok := f.sign(i, lo, hi); ok {
			out = append(out, s)
		}
	}
	var opens, closes, strong [2]int
	for i := len(out) - 1; i >= 0; i-- {
		s := &out[i]
		s.laterOpen, s.laterClose, s.laterStrongClose = opens[s.family], closes[s.family], strong[s.family]
		switch {
		case s.opens && !s.closes:
			opens[s.family]++
		case s.closes:
			closes[s.family]++
			if s.strong {
				strong[s.family]++
			}
		}
	}
	return out
}

// sign tells what the mark at word i can be. ok is false for an apostrophe.
func (f *finder) sign(i, lo, hi int) (s sign, ok bool) {
	s.word = i
	before := i == lo || f.gap(i) || f.opensBracket(i-1)
	after := i+1 >= hi || f.gap(i+1) || f.endsClause(i+1)
	punct := i > lo && f.endsClause(i-1)
	switch w := f.word(i); w {
	case "“", "„", "«", "``", "‟":
		s.opens = true
		if !before && after && w != "``" { // the wrong way round
			s.opens, s.closes = false, true
		}
		s.strong = true
	case "”", "»", "''":
		s.closes = true
		if before && !after && i+1 < hi {
			s.opens, s.closes = true, w == "''"
		}
		s.strong = true
	case "\"":
		s.opens, s.closes = before || !after, after || !before
		if before && !after {
			s.closes = false
		}
		if after && !before {
			s.opens = false
		}
		s.strong = s.opens != s.closes
	default:
		return f.singleSign(s, i, hi, before, after, punct)
	}
	return s, true
}

// singleSign is sign for single marks, which are apostrophes more often than not.
func (f *finder) singleSign(s sign, i, hi int, before, after, punct bool) (sign, bool) {
	s.family = single
	w := f.word(i)
	if w == "‘" || w == "‚" {
		s.opens = !after || before && !punct
		s.closes = after
		s.strong = !s.closes
		return s, true
	}
	if before && !after {
		if w == "’" || f.toks[i+1].digit || f.elided(i+1) {
			return s, false
		}
		s.opens = true
		return s, true
	}
	if after && (!before || punct) {
		s.closes = true
		s.strong = punct
		return s, true
	}
	return s, false
}

// elided reports whether word i is one that an apostrophe shortens at its start.
func (f *finder) elided(i int) bool {
	switch f.word(i) {
	case "em", "til", "tis", "twas", "cause", "bout", "n", "round":
		return true
	}
	return false
}

func (f *finder) opensBracket(i int) bool {
	switch f.toks[i].mark {
	case '(', '[', '-', 'q', '/':
		return true
	}
	return false
}

func (f *finder) endsClause(i int) bool {
	switch f.toks[i].mark {
	case ',', '.', '!', '?', ';', ':', ')', ']', '~', '-', 'q', '/':
		return true
	}
	return f.toks[i].end > f.toks[i].start+1 && f.text[f.toks[i].end-1] == '.'
}

// maxDepth bounds the nesting of quotations in one block.
const maxDepth = 6

// pair matches the marks of one block, words [lo, hi), and appends its
// outermost quotations.
func (f *finder) pair(signs []sign, lo, hi int) {
	var stack [maxDepth]sign
	n := 0
	for k := range signs {
		s := &signs[k]
		at := f.opener(stack[:n], s)
		switch {
		case s.closes && at >= 0 && (!s.opens || f.closesNow(s, at, n)):
			if s.family == single && !s.strong && f.possessive(s, k, signs) {
				continue
			}
			if at == 0 {
				f.quotes = append(f.quotes, quote{first: stack[0].word, last: s.word, closed: true, single: s.family == single})
			}
			n = at
		case s.opens && n < maxDepth:
			if s.family == single && s.laterClose == 0 && (s.word > lo || f.word(s.word) == "'") && !f.headsSentence(s.word) {
				continue
			}
			if at >= 0 && s.laterClose-s.laterOpen < n && s.laterClose <= s.laterOpen+1 {
				// There are not marks enough to close both: the one before was
				// never closed.
				f.unclosed(stack[0], s.word-1)
				n = 0
			}
			stack[n] = *s
			n++
		}
	}
	if n > 0 {
		f.unclosed(stack[0], hi-1)
	}
}

// opener gives the position in the stack of the mark that s would close: the last
// one of its own style, else the last of its family; -1 if there is none.
func (f *finder) opener(stack []sign, s *sign) int {
	at := -1
	for j := len(stack) - 1; j >= 0; j-- {
		if stack[j].family != s.family {
			continue
		}
		if f.straight(stack[j].word) == f.straight(s.word) {
			return j
		}
		if at < 0 {
			at = j
		}
	}
	return at
}

// straight reports whether the mark at word i has one form for both its ends.
func (f *finder) straight(i int) bool {
	switch f.word(i) {
	case "\"", "'", "''", "``":
		return true
	}
	return false
}

// headsSentence reports whether the mark at word i is one that only opens and
// stands at the head of a sentence.
func (f *finder) headsSentence(i int) bool {
	first, _ := f.sentence(i)
	return i == first && f.word(i) == "‘" && i+1 < len(f.toks) && f.toks[i+1].upper
}

// closesNow reports whether s, which could open or close, closes what stands at
// stack position at: it does unless it opens with a space before it.
func (f *finder) closesNow(s *sign, at, n int) bool {
	return s.family == double || at == n-1
}

// possessive reports whether the single mark s, not after punctuation, is an
// apostrophe inside a quotation that a later, surer mark closes.
func (f *finder) possessive(s *sign, k int, signs []sign) bool {
	if s.word == 0 {
		return false
	}
	c := f.text[f.toks[s.word-1].end-1]
	if c != 's' && c != 'S' {
		return false
	}
	for _, later := range signs[k+1:] {
		if later.family != single {
			continue
		}
		return later.closes && later.strong
	}
	return false
}

// unclosed appends a quotation without closing mark. It is taken to run to the
// end of the sentence in which it opens, or, if it opens the block or follows a
// colon, to word last.
func (f *finder) unclosed(s sign, last int) {
	end := last
	first, stop := f.sentence(s.word)
	if last+1 < len(f.toks) && f.reopens(last+1, s.family) {
		f.quotes = append(f.quotes, quote{first: s.word, last: last, single: s.family == single})
		return
	}
	blockStart := s.word == 0 || f.block(s.word-1) != f.block(s.word)
	if !blockStart && !(s.word > 0 && f.toks[s.word-1].mark == ':') || s.word != first && f.toks[s.word-1].mark != ':' {
		end = min(last, stop-1)
	}
	end = f.beforeReport(s.word, end)
	if end <= s.word {
		return
	}
	f.quotes = append(f.quotes, quote{first: s.word, last: end, single: s.family == single})
}

// reopens reports whether word i, the first of a block, is a mark that opens a
// quotation of the given family.
func (f *finder) reopens(i int, fam family) bool {
	if f.toks[i].mark != 'q' || f.block(i) == f.block(i-1) {
		return false
	}
	s, ok := f.sign(i, i, len(f.toks))
	return ok && s.opens && s.family == fam
}

// beforeReport returns the last word of an unclosed quotation [first, last]: the
// comma before a reporting clause that ends its last sentence (“…, he said.),
// or last.
func (f *finder) beforeReport(first, last int) int {
	lo, _ := f.sentence(last)
	for k := last; k > max(lo, first) && k > last-12; k-- {
		if f.toks[k].mark != ',' {
			continue
		}
		for v := k + 1; v <= last && v < k+9; v++ {
			t := &f.toks[v]
			if t.verb >= 0 && verbs[t.verb].frame&fQuote != 0 && (t.form == past || t.form == third) && !f.toks[k+1].is(sub|rel|conj|prep) {
				return k
			}
		}
		return last
	}
	return last
}

// chain finds quotations that run over paragraphs: one that its block leaves
// open, and the next block opens with a mark of the same family.
func (f *finder) chain() {
	for i := 0; i+1 < len(f.quotes); i++ {
		q, next := &f.quotes[i], &f.quotes[i+1]
		if q.closed || next.single != q.single || q.last+1 >= len(f.toks) || next.first != q.last+1 || f.block(next.first) == f.block(q.last) {
			continue
		}
		q.more, next.goesOn = true, true
	}
}
