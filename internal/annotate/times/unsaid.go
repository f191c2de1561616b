package times

import "github.com/twosource/twosource/internal/dates"

// kinds are what comes out or is held on some day of each week: with a weekday
// before it, the words name the kind of thing ("a Sunday newspaper") and no day.
var kinds = []string{
	"newspaper", "newspapers", "paper", "papers", "tabloid", "tabloids", "magazine", "magazines", "supplement", "supplements", "weekly",
	"lunch", "lunches", "brunch", "brunches", "roast", "roasts", "school", "schools", "league", "leagues", "best",
}

// unsaid says why the words of m, which begin at token i, name no one day or
// year though they look as if they did: "a Friday", "one Sunday in May", "a Sunday
// newspaper", "December of his first year". It is "" if they do.
func (f *finder) unsaid(i int, m *dates.Match) string {
	j := i + m.Tokens
	switch m.Rule {
	case "month":
		if f.is(j, "of") && f.is(j+1, "his", "her", "their", "its", "that", "the", "my", "our", "your", "each", "every") {
			return "of a year that the words do not say"
		}
	case "nth weekday alone":
		return "of which month is not said"
	case "nth weekday of the month":
		return "of each month or of one is not said"
	case "weekday", "weekday and part":
		switch {
		case !f.is(i-1, "on") && f.kindOf(j, f.is(i-1, "a", "one", "the", "his", "her", "their", "its", "this")):
			return "names a kind of thing, not a day"
		case f.hyphened(i, j):
			return "of one week or of each is not said"
		case f.oneOf(i), f.is(i-1, "a", "any", "some", "another", "every") && f.clauseAfter(j):
			return "which one is not said"
		}
	}
	return ""
}

// kindOf reports whether a noun of [kinds] stands at token j, or in a phrase that
// has a determiner after one word there: "a Sunday tabloid newspaper". It is none
// before a noun that names a happening: "the Wednesday lunch meeting".
func (f *finder) kindOf(j int, determined bool) bool {
	if !f.is(j, kinds...) {
		if !determined || !f.at(j).Letters || f.class(j) != 0 || !f.is(j+1, kinds...) {
			return false
		}
		j++
	}
	return !f.is(j+1, scheduled...)
}

// oneOf reports whether "one" stands before the weekday at token i as its
// article: not in "they met one-on-one Monday", "Air Force One Friday".
func (f *finder) oneOf(i int) bool {
	if !f.is(i-1, "one") {
		return false
	}
	before := f.at(i - 2)
	return !before.Letters && !before.Digits() && !before.Is('-') || f.is(i-2, "on", "for", "but", "and", "until") && !f.is(i-3, "one")
}

// hyphened reports whether tokens [i, j) are a weekday at one end of a range with
// a hyphen, which tells of opening hours as often as of a week: "Monday-Friday".
// Two days in a row tell of one week: "the Friday-Saturday summit".
func (f *finder) hyphened(i, j int) bool {
	joined := func(k int) bool { return f.at(k).Is('-') && !f.at(k).Gap && !f.at(k+1).Gap }
	switch {
	case joined(j):
		return f.apart(i, j+1)
	case joined(i - 1):
		return f.apart(i-2, i)
	}
	return false
}

// apart reports whether tokens a and b are weekdays, and b not the day after a.
func (f *finder) apart(a, b int) bool {
	var days [2]int
	for n, k := range [2]int{a, b} {
		if k < 0 || k >= len(f.toks) || !f.toks[k].Capital {
			return false
		}
		m := f.grammar.Match(f.toks, k)
		if days[n] = m.Expr.Weekday; days[n] == 0 || m.Rule != "weekday" {
			return false
		}
	}
	return (days[1]-days[0]+7)%7 != 1
}

// clauseAfter reports whether the noun phrase of a weekday ends with it: a clause
// or a phrase of its own begins at token j.
func (f *finder) clauseAfter(j int) bool {
	return !f.at(j).Letters || f.is(j, "and", "in", "at", "when", "with", "or", "but", "after", "before", "he", "she", "it", "they", "we", "i", "you", "the", "a", "an", "to", "for", "that", "is", "was")
}

// cutAnd takes the second day and its year from "May 3 and 5, 2014".
func (f *finder) cutAnd(i int, m *dates.Match) {
	for k := i + 1; k < i+m.Tokens; k++ {
		if f.is(k, "and") {
			m.Tokens, m.Rule = k-i, "month day"
			m.Expr.Day2, m.Expr.Year = 0, 0
			return
		}
	}
}
