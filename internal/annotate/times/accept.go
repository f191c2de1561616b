package times

import (
	"github.com/twosource/twosource/internal/dates"
	"github.com/twosource/twosource/internal/news"
)

// accept reports whether the words of m, which begin at token i, speak of time
// where they stand. It keeps out "May" the minister, "the fall of the city",
// "a second term", ages.
func (f *finder) accept(i int, m *dates.Match) bool {
	e := &m.Expr
	first, next := &f.toks[i], f.at(i+m.Tokens)
	switch {
	case e.Kind == news.TimeSet && e.Weekday == 0 && m.Tokens == 1 && f.named(i), m.Rule == "length" && f.toks[i].Digits() && f.named(i+m.Tokens-1), m.Rule == "this unit" && f.named(i) && f.named(i+1):
		return false // "the Daily Post", "60 Minutes", "This Week"
	case m.Rule == "next day" && f.is(i-1, "over", "within", "throughout", "spend", "spent", "spending"):
		e.AsLength() // "to spend the next year on it"
		return true
	case e.Form == dates.Feast:
		for k := i; !first.Capital && k+1 < i+m.Tokens && f.is(k, "last", "next", "previous", "the", "weekend", "of"); k++ {
			first = f.at(k + 1)
		}
		return first.Capital && !f.is(i+m.Tokens, "agreement", "agreements", "accord", "accords", "massacre", "rising")
	case m.Rule == "weekday" && f.is(i-1, "good") && f.at(i-1).Capital:
		return false // of the feast that was kept out
	case m.Rule == "month days and" && !f.is(i-1, "between"):
		f.cutAnd(i, m) // "on May 3 and 5 towns fell"
		return true
	case m.Rule == "month":
		return f.acceptMonth(i, m)
	case m.Rule == "year":
		return f.acceptYear(i, m)
	case m.Rule == "the season":
		return !f.is(i+m.Tokens, "of", "in", "from") && f.is(i-1, "in", "by", "during", "until", "since", "for", "through", "over", "of")
	case m.Rule == "the 70s", m.Rule == "the seventies":
		return !f.measured(i)
	case m.Rule == "Q3 alone":
		return first.Capital && e.Form == dates.Calendar
	case m.Rule == "units from":
		return f.relativeLength(i, m)
	case m.Rule == "half":
		return e.Year > 0
	case m.Rule == "Sundays":
		// Not "Fridays attack", whose apostrophe a web site lost.
		return m.Tokens > 1 || !next.Letters || f.is(i+m.Tokens, "and", "or", "in", "at", "from", "to", "with", "when", "but", "as", "for", "since", "during")
	case m.Rule == "weekday the day":
		return !next.Letters || f.is(i+m.Tokens, "and", "or", "but", "when", "at", "in", "with", "before", "after", "of", "to", "until", "till", "through")
	case m.Rule == "the day" && (next.Is('-') && !next.Gap || next.Is('$') || next.Digits()):
		return false // "by the first-term mayor"
	case m.Rule == "the day":
		return f.is(i-1, "on", "until", "till", "by", "since", "for") && (!next.Letters || f.is(i+m.Tokens, "and", "or", "but", "when", "at", "in", "with", "before", "after"))
	case m.Rule == "iso month" || m.Rule == "years":
		prev := f.before(i) // not a telephone number
		return (e.Month > 0 || e.Year2 > e.Year) && (first.Gap || prev == nil || !prev.Is('-')) && (next.Gap || !next.Is('-'))
	case m.Rule == "quarter":
		return e.Form == dates.Calendar // not "the 18th quarter"
	case m.Rule == "clock":
		return f.acceptClock(i, m)
	case m.Rule == "today":
		prev := f.before(i)
		return !first.Capital || m.Tokens > 1 || prev == nil || !f.named(i) // "USA Today"
	case m.Rule == "century":
		last := f.at(i + m.Tokens - 1)
		return !(last.Capital && next.Letters && next.Capital)
	case m.Rule == "the past":
		return !next.Known() || !next.Gap
	case m.Rule == "the future":
		return !f.is(i+m.Tokens, "of")
	case m.Rule == "units":
		return e.Unit >= dates.Day && f.is(i-1, "for", "in", "within") && !f.is(i+m.Tokens, "of")
	case m.Rule == "the latest quarter":
		return !next.Is('-') && !f.is(i+m.Tokens, "of", "final", "finals")
	case m.Rule == "units before" || m.Rule == "units after":
		return f.relativeLength(i, m)
	case m.Rule == "the day before" || m.Rule == "the night before" || m.Rule == "a year earlier" && f.is(i+m.Tokens-1, "before"):
		return !next.Letters || f.is(i+m.Tokens, "and", "but", "in", "at", "on", "with", "by")
	case e.Form == dates.Span:
		return f.acceptLength(i, m)
	}
	return true
}

// named reports whether token i is written with a capital that neither the
// sentence's start nor a headline gives it: part of a name.
func (f *finder) named(i int) bool {
	t := f.at(i)
	if !t.Capital {
		return false
	}
	first := i - 1
	for first >= 0 && !f.at(first).Letters && !f.at(first).Digits() {
		first-- // quotation marks that open the sentence
	}
	if first < 0 {
		return false
	}
	words, capitals := 0, 0
	for k := max(0, i-8); k < min(len(f.toks), i+8); k++ {
		if x := f.at(k); x.Letters && x.End-x.Start > 3 {
			words++
			if x.Capital {
				capitals++
			}
		}
	}
	return 3*capitals < 2*words || words < 3
}

func plural(w string) bool { return w[len(w)-1]|0x20 == 's' }

// relativeLength judges "two days after". Before words that name a day ("the
// vote on 4 May") it is reckoned from that day; before any others it is a mere
// length, "two days".
func (f *finder) relativeLength(i int, m *dates.Match) bool {
	j := i + m.Tokens
	if from := f.is(j-1, "from"); !from && (!f.is(j-1, "before", "after") || !f.at(j).Letters && !f.at(j).Digits()) {
		return true
	}
	if m.Expr.Unit >= dates.Day && f.dayAhead(j) && (!f.is(j-1, "from") || f.aheadTokens > 0) {
		m.Tokens += f.aheadTokens
		return true
	}
	m.Tokens--
	m.Expr.AsLength()
	return f.acceptLength(i, m)
}

// nounReach is how many tokens a noun phrase may have between "two days after"
// and its date.
const nounReach = 7

// dayAhead looks in the noun phrase at token j for the day that it names, and
// keeps it in f.ahead.
func (f *finder) dayAhead(j int) bool {
	for k := j; k < min(len(f.toks), j+nounReach); k++ {
		t := &f.toks[k]
		if !t.Letters && !t.Digits() || f.class(k)&(modal|bePast|beNow|have) != 0 {
			return false
		}
		m := f.grammar.Match(f.toks, k)
		if m.Tokens == 0 {
			continue
		}
		e := &m.Expr
		// Only these forms: accept must not come back here.
		if !namesDay(e) {
			return false
		}
		if !f.accept(k, &m) {
			continue
		}
		r := e.Resolve(dates.Reference{Known: f.known, Day: f.day, Tense: f.tense(k, k+m.Tokens)})
		if r.Precision != news.PrecisionDay {
			return false
		}
		f.ahead, f.aheadKnown = r.First, true
		if k == j && e.Form == dates.Shift {
			f.aheadTokens = m.Tokens // "two days before yesterday" is one expression
		}
		return true
	}
	return false
}

// namesDay reports whether e names one day by itself: a date, a weekday,
// "yesterday", a feast.
func namesDay(e *dates.Expr) bool {
	switch e.Form {
	case dates.Feast:
		return true
	case dates.Shift:
		return e.Unit == dates.Day && e.Origin == dates.FromArticle && !e.Counted
	case dates.Calendar:
		return e.Month > 0 && e.Day > 0 || e.Weekday > 0 && e.Month == 0
	}
	return false
}

// measured reports whether the sentence before token i speaks of what is also
// counted in tens: "highs in the 70s".
func (f *finder) measured(i int) bool {
	for k := max(0, i-verbReach); k < i; k++ {
		if f.is(k, "degrees", "temperature", "temperatures", "highs", "lows", "fahrenheit", "thermometer", "warm", "cool", "sunny", "shot", "score", "scored", "percent", "rating", "ratings", "approval", "age", "ages", "aged") {
			return true
		}
	}
	return f.is(i+3, "degrees", "percent", "fahrenheit") || f.is(i+2, "degrees", "fahrenheit")
}

// acceptLength judges a length of time.
func (f *finder) acceptLength(i int, m *dates.Match) bool {
	e, next := &m.Expr, f.at(i+m.Tokens)
	switch {
	case m.Rule == "a and a half" && !f.is(i+m.Tokens-2, "a") && next.Letters && !f.is(i+m.Tokens, "later", "ago", "before", "after", "on", "in", "is", "was"):
		m.Tokens -= 2 // "an hour and half the crowd"
		e.AndHalf = false
		return f.acceptLength(i, m)
	case e.Unit == dates.Second && e.N == 1 && !e.AndHalf && !f.is(i, "one"):
		return false // "a second term"
	case e.N >= 1000 && f.toks[i].Digits() && e.N <= 2100 && m.Tokens == 2 && !plural(f.at(i+1).Word(f.text)):
		return false // "the 1988 quarter"
	case e.Unit == dates.Quarter && (e.N == 1 || f.is(i+m.Tokens, "of")):
		return false // "a quarter of the voters"
	}
	if f.is(i+m.Tokens, "old", "olds") {
		return false
	}
	if e.N == 1 && m.Tokens == 2 && f.is(i, "a", "an") && f.counted(i-1) {
		e.Kind = news.TimeSet // "30 hours a week"
	}
	// "a 44-year-old man", "a year-earlier loss", "day-to-day"
	return !(next.Is('-') && !next.Gap && f.at(i+m.Tokens+1).Letters)
}

// counted reports whether token k is what a rate counts: "hours", "million",
// "times", "%".
func (f *finder) counted(k int) bool {
	t := f.at(k)
	if t.Digits() || t.Is('%') || f.is(k, "million", "billion", "trillion", "thousand", "once", "twice", "people", "percent") {
		return true
	}
	w := ""
	if t.Letters {
		w = t.Word(f.text)
	}
	return len(w) > 4 && w[len(w)-1] == 's' && !t.Capital
}

// acceptClock judges a time of day alone. Without am, pm or a zone it needs a
// word before it: pages are full of the lengths of their videos.
func (f *finder) acceptClock(i int, m *dates.Match) bool {
	if f.at(i + m.Tokens - 1).Digits() {
		return f.clockRange(i+m.Tokens) || f.is(i-1, "at", "by", "until", "till", "before", "after", "around", "about", "from", "to", "since", "between", "and")
	}
	return true
}

// clockRange reports whether a clock time with its day follows token j, as the
// other end of a range: "3:00 to 4:00 tomorrow".
func (f *finder) clockRange(j int) bool {
	if !f.is(j, "to", "until", "till") && !f.at(j).Is('-') || j+1 >= len(f.toks) {
		return false
	}
	m := f.grammar.Match(f.toks, j+1)
	return m.Tokens > 0 && m.Expr.Hour > 0 && (m.Expr.Weekday > 0 || m.Expr.Day > 0 || m.Expr.Form == dates.Shift)
}

// acceptMonth judges a month alone, which may be a name or a verb.
func (f *finder) acceptMonth(i int, m *dates.Match) bool {
	if m.Tokens > 1 && !f.toks[i+1].Is('.') {
		return true // "late May"
	}
	if f.at(i - 1).Is('$') {
		return false
	}
	word := f.toks[i].Word(f.text)
	next := f.at(i + m.Tokens)
	strictly := f.is(i-1, "in", "since", "last", "by", "until", "till", "during", "this", "next", "late", "early", "of", "from", "through", "ending", "ended")
	loosely := strictly || f.is(i-1, "between", "before", "after", "for", "to", "and", "or")
	named := next.Letters && next.Capital && !next.Known() // "June Smith"
	if f.monthRange(i, m.Tokens) {
		return true
	}
	switch word {
	case "May", "March":
		if f.is(i-1, "of", "from", "by") && next.Is('\'') {
			return false
		}
		return strictly && !named
	case "Jan":
		return strictly && !named
	case "Mar", "Dec", "Sep", "Oct", "Nov", "Feb", "Aug", "Apr", "Jun", "Jul":
		return m.Tokens > 1 || loosely
	case "April", "June", "August":
		return !named || strictly && !f.is(i-1, "of", "from", "by")
	}
	return true
}

// monthRange reports whether the month in n tokens from i is one end of a range
// whose other end is a month too: "May to July".
func (f *finder) monthRange(i, n int) bool {
	to := func(k int) bool { return f.is(k, "to", "through", "until", "till") || f.at(k).Is('-') }
	month := func(k int) bool {
		if k < 0 || k >= len(f.toks) {
			return false
		}
		m := f.grammar.Match(f.toks, k)
		return m.Tokens > 0 && m.Expr.Form == dates.Calendar && m.Expr.Month > 0
	}
	return to(i+n) && month(i+n+1) || to(i-1) && (month(i-2) || f.at(i-2).Is('.') && month(i-3))
}

// acceptYear judges four digits alone, which may count things.
func (f *finder) acceptYear(i int, m *dates.Match) bool {
	e := &m.Expr
	if m.Tokens > 1 {
		return true
	}
	first, next := &f.toks[i], f.at(i+1)
	prev := f.before(i)
	switch {
	case e.Year < 1500 || e.Year > 2100:
		return f.is(i-1, "in", "since")
	case !first.Gap && prev != nil && (prev.Is('$') || prev.Is('#') || prev.Is('.') || prev.Is('-') || prev.Is(':') || prev.Is('/') || prev.Is(',') || !isASCIIMark(prev)):
		return false
	case next.Is('%') || !next.Gap && (next.Is('-') || next.Is('/') || next.Is(',') || next.Is(':')) && f.at(i+2).Digits() && !f.at(i+2).Gap:
		return false
	case f.is(i+1, "people", "troops", "soldiers", "miles", "feet", "kilometers", "dollars", "percent", "men", "women", "points", "tons"):
		return false
	case f.is(i-1, "no", "number", "route", "flight", "highway", "page", "room"):
		return false
	}
	return true
}

func isASCIIMark(t *dates.Token) bool { return t.Letters || t.Digits() || t.End-t.Start == 1 }

// at returns token i, or an empty one.
func (f *finder) at(i int) *dates.Token {
	if i >= 0 && i < len(f.toks) {
		return &f.toks[i]
	}
	return &noToken
}

var noToken dates.Token

func (f *finder) before(i int) *dates.Token {
	if i > 0 {
		return &f.toks[i-1]
	}
	return nil
}

// is reports whether token i is one of the words, which are lower case, in any
// case.
func (f *finder) is(i int, words ...string) bool {
	if i < 0 || i >= len(f.toks) || !f.toks[i].Letters {
		return false
	}
	w := f.toks[i].Word(f.text)
	for _, x := range words {
		if len(w) == len(x) && equalFold(w, x) {
			return true
		}
	}
	return false
}

// equalFold compares w in any case with low, which is lower-case ASCII.
func equalFold(w, low string) bool {
	for k := range len(low) {
		if w[k]|0x20 != low[k] {
			return false
		}
	}
	return true
}
