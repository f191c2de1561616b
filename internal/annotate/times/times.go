package times

import (
	"github.com/twosource/twosource/internal/dates"
	"github.com/twosource/twosource/internal/news"
)

// A Marked is a time expression with its TIMEX3 value, which also has words for
// what a [news.Date] leaves open: "PAST_REF", "PXW", "2015-09-25TNI".
type Marked struct {
	news.Time
	Timex string
	Rule  string // the rule of [dates.English] that read it
}

// Find returns the time expressions in the sentences of a and in its date lines,
// sorted by start and disjoint. The sentences' words are words; a date line is
// in no sentence and has -1.
//
// An expression's value is reckoned from a.Published. Where that is unknown, or
// coarser than a day, relative expressions have no value and say why. A
// duration's value is an ISO 8601 duration ("P3D"), without a precision; a
// repetition's is the duration between two.
//
// It takes time linear in the words and keeps nothing.
func Find(a *news.Article, sents []news.Sentence, words []news.Word) []news.Time {
	marked := Mark(a, sents, words)
	out := make([]news.Time, len(marked))
	for i := range marked {
		out[i] = marked[i].Time
	}
	return addLines(out, a)
}

// Mark is [Find] with TIMEX3 values, for scoring.
func Mark(a *news.Article, sents []news.Sentence, words []news.Word) []Marked {
	f := &finder{text: a.Text, grammar: dates.English(), context: -1, coarse: -1}
	f.day, f.known = a.Published.Day()
	if !f.known && a.Published.Known() {
		f.why = "the article's date is not known to the day"
	}
	if first, _, ok := a.Published.Bounds(); ok && a.Published.Precision == news.PrecisionMinute {
		f.minute = int(first-int64(f.day)*1440) + 1
	}
	for i := range sents {
		f.sentence(i, &sents[i], words)
	}
	f.doubtPlans(sents)
	return f.out
}

// A finder reads one article.
type finder struct {
	text    string
	grammar *dates.Grammar
	known   bool // whether the article has a day
	why     string
	day     int
	minute  int // of the day, and one; 0 if unknown
	toks    []dates.Token
	out     []Marked

	// context is the index in out of the latest expression that names a date,
	// or -1; contextDay is its first day.
	context    int
	contextDay int
	open       int // the sentence of the latest expression that names a day without saying which, and one

	// coarse and coarseDay are the same of the latest of any precision.
	coarse, coarseDay int

	// ahead is the day that the expression being read is reckoned from, where
	// the next expression names it: "two days after the vote on 4 May".
	ahead      int
	aheadKnown bool
	// joined is the token after the latest expression of the sentence, and
	// joinedTense its tense: "on Friday and on Sunday" have one verb.
	joined      int
	joinedTense dates.Direction
	// last, lastRef and lastFirst are what that expression says, what it was
	// reckoned from, and its first day.
	last      dates.Expr
	lastRef   dates.Reference
	lastFirst int

	// aheadTokens is how many tokens of that expression belong to this one.
	aheadTokens int

	// quarter is the quarter that the text is about, as [dates.Reference] has
	// it, and quarterAt the sentence that named it.
	quarter, quarterAt int
}

func (f *finder) sentence(index int, s *news.Sentence, words []news.Word) {
	f.toks = f.toks[:0]
	f.joined = -1
	end := -1
	for _, w := range words[s.FirstWord:s.EndWord] {
		f.toks = f.grammar.Tokens(f.toks, f.text, w.Start, w.End, w.Start > end)
		end = w.End
	}
	for i := 0; i < len(f.toks); {
		f.aheadKnown, f.aheadTokens = false, 0
		m := f.grammar.Match(f.toks, i)
		if m.Tokens == 0 {
			i++
			continue
		}
		if !f.accept(i, &m) {
			i++
			continue
		}
		f.add(index, i, &m)
		i += m.Tokens
	}
	if f.context >= 0 && f.out[f.context].Sentence < index-contextReach {
		f.context = -1
	}
	if f.coarse >= 0 && f.out[f.coarse].Sentence < index-contextReach {
		f.coarse = -1
	}
}

// quarterReach is how many sentences after a quarter was named "a year earlier"
// still means that quarter: a report on earnings keeps to its quarter.
const quarterReach = 4

// contextReach is how many sentences an expression that takes up another may
// stand after it.
const contextReach = 2

// add keeps the expression of m, which begins at token i.
func (f *finder) add(sentence, i int, m *dates.Match) {
	e := &m.Expr
	f.lendYear(e, i+m.Tokens)
	f.lendDay(e, i+m.Tokens)
	ref := f.reference(sentence, i, m)
	r := e.Resolve(ref)
	if why := f.unsaid(i, m); why != "" {
		r = dates.Reading{Timex: r.Timex, Basis: news.BasisNone, Reason: why}
	}
	span := news.Span{Start: f.toks[i].Start, End: f.toks[i+m.Tokens-1].End}
	t := news.Time{
		Date: news.Date{
			Value: r.Value, Precision: r.Precision, Basis: r.Basis,
			Words: f.text[span.Start:span.End], Span: span, Reason: r.Reason,
		},
		Kind: e.Kind, Modifier: e.Modifier, Anchor: -1, Sentence: sentence,
		Told: f.told(e, i, i+m.Tokens, ref.Tense),
	}
	if e.Form == dates.Span || e.Form == dates.Shift {
		if f.is(i, roughly...) || f.is(i-1, roughly...) {
			t.Modifier = "about"
		} else if e.Form == dates.Shift && e.N != 0 && t.Modifier == "" {
			t.Modifier = f.beyond(i, e.N > 0)
		}
	}
	if t.Value != "" {
		f.explain(&t, e, &r, ref.Tense)
		if r.Basis == news.BasisRelative && t.Anchor < 0 && f.quoted(i) {
			t.Reason += "; it stands in a quotation, which may be older"
		}
	}
	f.out = append(f.out, Marked{Time: t, Timex: r.Timex, Rule: m.Rule})
	f.order(i, e, &r)
	f.last, f.lastRef, f.lastFirst = *e, ref, r.First
	f.joined, f.joinedTense = i+m.Tokens, ref.Tense
	f.remember(sentence, e, &r)
}

// beyond is the modifier of a shift, ahead or back, whose number is a bound: what
// came "more than two years ago" came before the year reckoned.
func (f *finder) beyond(i int, ahead bool) string {
	more := f.is(i, "more") && f.is(i+1, "than") || f.is(i, "at") && f.is(i+1, "least") || f.is(i, "just") && f.is(i+1, "over")
	switch less := f.is(i, "less") && f.is(i+1, "than"); {
	case more && ahead, less && !ahead:
		return "after"
	case more, less:
		return "before"
	}
	return ""
}

// roughly are words that make an estimate of a number of days or years.
var roughly = []string{"about", "around", "roughly", "approximately", "some", "nearly", "almost"}

// reference is what the expression of m, at token i, is reckoned from.
func (f *finder) reference(sentence, i int, m *dates.Match) dates.Reference {
	e := &m.Expr
	ref := dates.Reference{Known: f.known, Why: f.why, Day: f.day, Minute: f.minute}
	if f.context >= 0 {
		ref.Context, ref.ContextKnown = f.contextDay, true
		ref.ContextNear = f.out[f.context].Sentence == sentence
	}
	ref.ContextOpen = f.open == sentence+1
	if f.coarse >= 0 {
		ref.Coarse, ref.CoarseKnown = f.coarseDay, true
	}
	if f.aheadKnown {
		ref.Context, ref.ContextKnown, ref.Coarse, ref.CoarseKnown = f.ahead, true, f.ahead, true
	}
	if f.quarter > 0 && sentence-f.quarterAt <= quarterReach {
		ref.Quarter = f.quarter
	}
	if e.NeedsDirection() || e.Origin == dates.FromContext || e.Form == dates.Calendar {
		if ref.Tense = f.tense(i, i+m.Tokens); e.Weekday > 0 && f.joins(i) && f.class(i+m.Tokens) == 0 {
			ref.Tense = f.joinedTense
		}
		if e.Month > 0 && e.Year == 0 && e.Direction == dates.Unsaid && f.announced(i+m.Tokens) {
			ref.Tense = dates.Unsaid // "in November's elections": the nearest
		}
		if ref.Tense == dates.Unsaid && e.Weekday > 0 && e.Month == 0 && e.Day == 0 {
			ref.Tense = dates.Past
		}
	}
	if f.aheadKnown {
		ref.Tense = dates.Future // what is counted from a named day may lie ahead
	}
	return ref
}

// joins reports whether only "and" or "or" and a preposition stand between the
// latest expression and token i.
func (f *finder) joins(i int) bool {
	k := i - 1
	if f.is(k, "on", "at", "for") {
		k--
	}
	return f.joined >= 0 && k == f.joined && f.is(k, "and", "or")
}

// explain says in t, which has a value, what that rests on.
func (f *finder) explain(t *news.Time, e *dates.Expr, r *dates.Reading, tense dates.Direction) {
	switch {
	case e.Lent:
		t.Basis, t.Reason = news.BasisInferred, "its year is that of the other end of the range"
	case r.Basis != news.BasisRelative:
	case e.Earlier && f.coarse >= 0 && (!f.known || f.coarseDay < f.day-366):
		t.Anchor, t.Reason = f.coarse, "reckoned from the expression before it"
	case e.Origin == dates.FromContext && f.aheadTokens > 0:
		t.Reason = reasons[dates.Present]
	case e.Origin == dates.FromContext && f.aheadKnown:
		t.Anchor, t.Reason = len(f.out)+1, "reckoned from the expression after it"
	case e.Origin == dates.FromContext:
		if t.Anchor = f.context; e.Unit >= dates.Month {
			t.Anchor = f.coarse
		}
		if t.Reason = "reckoned from the expression before it"; t.Anchor < 0 {
			t.Reason = reasons[dates.Present]
		}
	case e.NeedsDirection() && r.HasDay && r.First == f.day && e.Weekday > 0:
		t.Reason = "the article's own day"
	case e.NeedsDirection():
		t.Reason = reasons[tense]
	default:
		t.Reason = reasons[dates.Present]
	}
}

// quoted reports whether a quotation that opens in the sentence before token i
// is still open there.
func (f *finder) quoted(i int) bool {
	open := false
	for k := range f.toks[max(0, i-quoteReach):i] {
		t := &f.toks[max(0, i-quoteReach)+k]
		if t.Letters || t.Digits() {
			continue
		}
		switch t.Word(f.text) {
		case "“", "«":
			open = true
		case "”", "»":
			open = false
		case "\"":
			open = !open
		}
	}
	return open
}

// quoteReach is how many tokens back the opening of a quotation is looked for.
const quoteReach = 120

// remember keeps what later expressions may take up.
func (f *finder) remember(sentence int, e *dates.Expr, r *dates.Reading) {
	if r.Precision == news.PrecisionQuarter && !e.Counted && r.HasDay {
		y, m, _ := dates.Civil(r.First)
		f.quarter, f.quarterAt = 4*y+(m-1)/3, sentence
	}
	if r.Value == "" && e.Form == dates.Calendar && e.Weekday > 0 && f.known {
		f.open, f.context = sentence+1, -1 // "on a Friday he rose at 5 a.m."
	}
	if !r.HasDay || r.Value == "" || e.Kind == news.TimeSet {
		return
	}
	f.coarse, f.coarseDay = len(f.out)-1, r.First
	if e.Finer() {
		f.open = 0
		f.context, f.contextDay = f.coarse, r.First
	}
}

var reasons = [...]string{
	dates.Unsaid:  "reckoned from the article's date: the nearest",
	dates.Past:    "reckoned from the article's date: told as past",
	dates.Present: "reckoned from the article's date",
	dates.Future:  "reckoned from the article's date: told as to come",
}
