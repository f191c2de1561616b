package times

import (
	"github.com/twosource/twosource/internal/dates"
	"github.com/twosource/twosource/internal/news"
)

// lendYear gives a day or month without a year, which ends before token j, the
// year of the other end of its range: "between March and June 2011".
func (f *finder) lendYear(e *dates.Expr, j int) {
	if e.Form != dates.Calendar || e.Month == 0 || e.Year > 0 || e.Direction != dates.Unsaid || e.RelYear != dates.Unsaid {
		return
	}
	if !f.is(j, "to", "and", "or", "through", "until", "till") && !f.at(j).Is('-') || j+1 >= len(f.toks) {
		return
	}
	other := f.grammar.Match(f.toks, j+1)
	o := &other.Expr
	if other.Tokens > 0 && o.Form == dates.Calendar && o.RelYear != dates.Unsaid && o.Month >= e.Month {
		e.RelYear = o.RelYear // "from July to August this year"
	}
	if other.Tokens > 0 && o.Form == dates.Calendar && o.Year > 0 && o.Month > 0 {
		e.Year, e.Lent = o.Year, true
		if o.Month < e.Month { // "November to February 2017"
			e.Year--
		}
	}
}

// lendDay gives a clock time without a day, which ends before token j, the day
// of the other end of its range: "from 5 to 7 p.m. Saturday".
func (f *finder) lendDay(e *dates.Expr, j int) {
	if e.Form != dates.Calendar || e.Hour == 0 || e.Weekday > 0 || e.Day > 0 || j+1 >= len(f.toks) {
		return
	}
	if !f.is(j, "to", "and", "until", "till", "through") && !f.at(j).Is('-') {
		return
	}
	other := f.grammar.Match(f.toks, j+1)
	if o := &other.Expr; other.Tokens > 0 && o.Hour > 0 && o.Origin == dates.FromArticle {
		hour, minute, zone := e.Hour, e.Minute, e.Zone
		*e = *o
		e.Hour, e.Minute = hour, minute
		if zone != "" {
			e.Zone = zone
		}
	}
}

// order puts the beginning of a range before its end, the expression e at token i,
// which was read as r. A weekday or month alone is the nearest on its side; a range
// of two is one stretch, and what was read by itself may then run backwards:
// "from Friday to Sunday" told on a Saturday, "from June to November" in May.
func (f *finder) order(i int, e *dates.Expr, r *dates.Reading) {
	k, b := i-1, &f.last
	if k < 0 || f.joined != k || !f.is(k, "to", "through", "until", "till", "thru") && !f.at(k).Is('-') {
		return
	}
	begin := &f.out[len(f.out)-2]
	if !bare(e) || !bare(b) || begin.Basis != news.BasisRelative || r.Basis != news.BasisRelative || f.lastFirst <= r.First {
		return
	}
	switch {
	case b.Month > 0 && e.Month > 0:
		b.Year, _, _ = dates.Civil(r.First)
		if first := b.Resolve(f.lastRef); first.First > r.First {
			b.Year--
		}
	case b.Weekday > 0 && e.Weekday > 0 && b.Month == 0 && e.Month == 0:
		b.N--
	default:
		return
	}
	moved := b.Resolve(f.lastRef)
	if moved.Value == "" {
		return
	}
	begin.Value, begin.Timex, begin.Precision, begin.Basis = moved.Value, moved.Timex, moved.Precision, news.BasisInferred
	begin.Reason = "reckoned from the other end of the range"
}

// bare reports whether e names a month, a day of one, or a weekday, and nothing
// that fixes which.
func bare(e *dates.Expr) bool {
	return e.Form == dates.Calendar && e.Direction == dates.Unsaid && e.Year == 0 && e.RelYear == dates.Unsaid && e.RelMonth == 0 && e.RelWeek == dates.Unsaid && e.Nth == 0 && e.N == 0
}
