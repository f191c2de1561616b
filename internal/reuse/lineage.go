package reuse

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/twosource/twosource/internal/news"
)

// The fractions of words that make a link one kind or another. The join at 0.2
// is DESIGN §4's; the others follow its words: a copy has all of the text, an
// excerpt part of a longer one, an edit most of it.
const (
	copyShare    = 0.90
	excerptShare = 0.67 // an excerpt has less than this of its source
	editShare    = 0.50
	joinShare    = 0.20
	// The same words of a speaker join nothing, so so much of what joins must
	// stand outside quotation marks.
	ownShare = 0.10
)

// A share is what two articles have in common. Once direction has been judged, a
// is the source.
type share struct {
	a, b     *doc
	passages []passage // by place in b
	whole    bool      // so many sentences say the same that one was written from the other
	other    int32     // which part of the weight of these sentences is other words, in 1/256

	// The words of each side that stand in passages, in those that are equal or
	// edited, and in quotations.
	wordsA, wordsB int
	equalA, equalB int
	ownA, ownB     int  // of the equal ones those outside quotation marks
	verbatim       bool // no passage is edited or rewritten
	quotedOnly     bool
	longest        int32 // most equal words of a passage that is not rewritten

	why  string // what speaks for the direction
	sure bool   // whether anything does
	told bool   // whether anything but the amount of text does
}

// count fills in the counts of s.
func (s *share) count() {
	s.verbatim, s.quotedOnly = true, true
	inA, inB := make([]uint8, len(s.a.hash)), make([]uint8, len(s.b.hash))
	for i := range s.passages {
		p := &s.passages[i]
		mark := uint8(1)
		if p.kind != news.Rewritten {
			mark = 3
			s.longest = max(s.longest, p.equal)
		}
		for k := p.aFirst; k <= p.aLast; k++ {
			inA[k] |= mark
		}
		for k := p.bFirst; k <= p.bLast; k++ {
			inB[k] |= mark
		}
		s.verbatim = s.verbatim && p.kind == news.Verbatim
		s.quotedOnly = s.quotedOnly && p.quoted
	}
	sum := func(in, flags []uint8) (words, equal, own int) {
		for i, m := range in {
			words += int(m & 1)
			equal += int(m >> 1)
			own += int(m >> 1 &^ (flags[i] & inQuotes))
		}
		return words, equal, own
	}
	s.wordsA, s.equalA, s.ownA = sum(inA, s.a.flags)
	s.wordsB, s.equalB, s.ownB = sum(inB, s.b.flags)
}

func (s *share) shareA() float64 { return ratio(s.wordsA, len(s.a.hash)) }
func (s *share) shareB() float64 { return ratio(s.wordsB, len(s.b.hash)) }

func ratio(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return min(1, float64(n)/float64(of))
}

// turn swaps the two sides.
func (s *share) turn() {
	s.a, s.b = s.b, s.a
	s.wordsA, s.wordsB, s.equalA, s.equalB = s.wordsB, s.wordsA, s.equalB, s.equalA
	s.ownA, s.ownB = s.ownB, s.ownA
	for i := range s.passages {
		p := &s.passages[i]
		p.aFirst, p.aLast, p.bFirst, p.bLast = p.bFirst, p.bLast, p.aFirst, p.aLast
	}
}

// A found is a link with what is needed to turn it round when other links show
// that it should be.
type found struct {
	news.Link
	sharedFrom float64 // fraction of From's words that stand in passages
	source     string  // which end is the source, if more than the amount of text tells; else ""
	phrase     bool    // of one family, and joins nothing: it is told only where origins differ
}

// turn swaps the ends of a link, for the reason given.
func (l *found) turn(why string) {
	l.From, l.To = l.To, l.From
	l.Shared, l.sharedFrom = l.sharedFrom, l.Shared
	for i := range l.Passages {
		p := &l.Passages[i]
		p.From, p.To = p.To, p.From
	}
	sortPassages(l.Passages)
	l.Reasons[len(l.Reasons)-1] = why
	l.ID = news.NewID("lineage", l.From, l.To)
}

func sortPassages(list []news.Reuse) {
	slices.SortFunc(list, func(x, y news.Reuse) int {
		return cmp.Or(cmp.Compare(x.To.Start, y.To.Start), cmp.Compare(x.From.Start, y.From.Start))
	})
}

// link makes the lineage of two articles of what they share.
func (s *share) link() *found {
	s.judgeDirection()
	source := ""
	if s.told {
		source = s.a.article.ID
	}
	kind := s.kind()
	if kind == news.CommonSource && s.a.article.ID > s.b.article.ID {
		s.turn()
	}
	l := news.Link{From: s.a.article.ID, To: s.b.article.ID, Kind: kind, Shared: s.shareB()}
	for i := range s.passages {
		l.Passages = append(l.Passages, s.passages[i].reuse(s.a, s.b))
	}
	sortPassages(l.Passages)
	joinedBy := s.joins(kind)
	l.Joins = joinedBy != ""
	l.Confidence = s.confidence(kind)
	l.Reasons = s.reasons(kind, joinedBy)
	l.ID = news.NewID("lineage", l.From, l.To)
	return &found{Link: l, sharedFrom: s.shareA(), source: source}
}

// kind names the lineage of two articles, of which a is the source.
func (s *share) kind() news.LinkKind {
	from, to := s.shareA(), s.shareB()
	equal := ratio(s.equalB, len(s.b.hash))
	switch {
	case s.quotedOnly && to < editShare:
		return news.CommonSource
	case to >= copyShare && from >= copyShare && s.verbatim:
		return news.Copy
	case sharedAgency(s.a, s.b) != "" && to >= joinShare:
		return news.Wire
	case s.rewritten():
		return news.Rewrite
	case to >= copyShare && from < excerptShare && 2*s.equalB >= s.wordsB:
		return news.Excerpt
	case equal >= editShare, to >= editShare && s.whole:
		return news.Edit
	}
	return news.CommonSource
}

// otherWords is the part of the weight of matching sentences that is other words
// from which on an edit is a rewrite. Light edits change a tenth, rewriters a
// quarter and more.
const otherWords = 46 // in 1/256

// rewritten reports whether one article was made of the other in other words.
func (s *share) rewritten() bool {
	return s.whole && (s.other >= otherWords || 2*s.equalB < s.wordsB)
}

// The least that joins two articles one of which shows signs of automatic
// rewriting: one verbatim passage that nobody credits and two rewritten ones
// (DESIGN §4).
const (
	joinVerbatim  = 1
	joinRewritten = 2
)

// joins says why the two articles have one origin, "" if they have not.
func (s *share) joins(kind news.LinkKind) string {
	if kind != news.CommonSource {
		return string(kind)
	}
	// Sentences that say the same by themselves join nothing: two reports of one
	// happening have some.
	equal, own := ratio(s.equalA, len(s.a.hash)), ratio(s.ownA, len(s.a.hash))
	if e := ratio(s.equalB, len(s.b.hash)); e > equal {
		equal, own = e, ratio(s.ownB, len(s.b.hash))
	}
	if equal >= joinShare && own >= ownShare {
		return "too much for two independent reports"
	}
	if !rewrittenBySigns(s.a) && !rewrittenBySigns(s.b) {
		return ""
	}
	verbatim, rewritten := 0, 0
	for i := range s.passages {
		switch p := &s.passages[i]; {
		case p.kind == news.Rewritten || p.kind == news.Edited && p.equal < minWords:
			// The same words of a speaker are no sign of a common text.
			if !s.a.mostlyQuoted(p.aFirst, p.aLast) && !s.b.mostlyQuoted(p.bFirst, p.bLast) {
				rewritten++
			}
		case p.equal >= minWords && !s.credited(p):
			verbatim++
		}
	}
	if verbatim >= joinVerbatim && rewritten >= joinRewritten {
		return "one of them shows signs of automatic rewriting, and they share a passage word for word and others in other words"
	}
	return ""
}

// mostlyQuoted reports whether most of the words first to last stand between
// quotation marks.
func (d *doc) mostlyQuoted(first, last int32) bool {
	n := 0
	for _, f := range d.flags[first : last+1] {
		n += int(f & inQuotes)
	}
	return 2*n > int(last+1-first)
}

func rewrittenBySigns(d *doc) bool {
	for _, s := range d.signs {
		if s.Kind == automaticRewriting {
			return true
		}
	}
	return false
}

// credited reports whether either article names an agency or outlet as the source
// of a passage.
func (s *share) credited(p *passage) bool {
	return creditedAt(s.a, s.a.bytes(p.aFirst, p.aLast)) || creditedAt(s.b, s.b.bytes(p.bFirst, p.bLast))
}

func creditedAt(d *doc, at news.Span) bool {
	for i := range d.annotation.Credits {
		if c := &d.annotation.Credits[i]; c.Role != news.PhotoOf && !c.Covers.IsZero() && c.Covers.Overlaps(at) {
			return true
		}
	}
	return false
}

// sharedAgency returns the agency that both articles credit for their text.
func sharedAgency(a, b *doc) string {
	for _, x := range a.annotation.Credits {
		if x.Role != news.CreditedAs {
			continue
		}
		for _, y := range b.annotation.Credits {
			if y.Role == news.CreditedAs && x.Agency == y.Agency {
				return x.Agency
			}
		}
	}
	return ""
}

// confidence is a rough judgement that the link and its direction are right,
// from 0 to 1: the more is shared the likelier, words that are equal count more
// than such as say the same, and a guessed direction takes a quarter off.
func (s *share) confidence(kind news.LinkKind) float64 {
	same := ratio(s.equalB+s.wordsB, 2*len(s.b.hash))
	c := 0.6 + float64(0.4*same)
	if kind != news.CommonSource && !s.sure {
		c -= 0.25
	}
	return c
}

// reasons says in words that a person can check why there is a link.
func (s *share) reasons(kind news.LinkKind, joinedBy string) []string {
	first := fmt.Sprintf("shares %d %% of its words, in %d %s", percent(s.shareB()), len(s.passages), plural(len(s.passages), "passage"))
	if s.longest > 0 {
		first += fmt.Sprintf("; the longest has %d equal words", s.longest)
	}
	out := []string{first}
	if n := s.rewrittenPassages(); n > 0 {
		out = append(out, fmt.Sprintf("%d %s the same in other words%s", n, map[bool]string{true: "says", false: "say"}[n == 1], s.inOrder()))
	}
	switch kind {
	case news.CommonSource:
		if joinedBy == "" {
			joinedBy = "only these passages have one source"
		}
		return append(out, joinedBy)
	case news.Excerpt:
		out = append(out, fmt.Sprintf("the source is longer: %d %% of its words are here", percent(s.shareA())))
	case news.Wire:
		out = append(out, "both credit "+sharedAgency(s.a, s.b))
	}
	return append(out, s.why)
}

func (s *share) rewrittenPassages() int {
	n := 0
	for i := range s.passages {
		if s.passages[i].kind == news.Rewritten {
			n++
		}
	}
	return n
}

// inOrder says so if nearly all passages stand in one order in both articles.
func (s *share) inOrder() string {
	falls := 0
	for i := 1; i < len(s.passages); i++ {
		if s.passages[i].aFirst < s.passages[i-1].aFirst {
			falls++
		}
	}
	if len(s.passages) < 3 || 5*falls > len(s.passages) {
		return ""
	}
	return ", in the same order"
}

func percent(f float64) int { return int(float64(f*100) + 0.5) }

func plural(n int, word string) string {
	if n == 1 {
		return word
	}
	return word + "s"
}
