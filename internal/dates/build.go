package dates

import "github.com/twosource/twosource/internal/news"

// The functions here turn what a pattern's classes read into an [Expr]. Rules
// name them.

// calendar reads a calendar expression.
func calendar(s *slots) Expr {
	e := Expr{
		Kind: news.TimeDate, Form: Calendar,
		Year: int(s.year), Month: int(s.month), Day: int(s.day), Day2: int(s.day2), Weekday: int(s.weekday),
		Season: int(s.season), Decade: int(s.decade), Century: int(s.century),
		Part: int16(s.part), Hour: int(s.hour), Minute: int(s.min), Modifier: edgeModifiers[s.edge],
	}
	if s.zoned {
		e.Zone = zoneText(int(s.zone))
	}
	if e.Part != noPart || e.Hour > 0 {
		e.Kind = news.TimeOfDay
	}
	return e
}

type reading = func(*slots) Expr

// toward is r with a direction said by the words.
func toward(d Direction, r reading) reading {
	return func(s *slots) Expr {
		e := r(s)
		e.Direction = d
		return e
	}
}

// inYear is r in last, this or next year.
func inYear(d Direction, r reading) reading {
	return func(s *slots) Expr {
		e := r(s)
		e.RelYear = d
		return e
	}
}

// modified is r with a modifier.
func modified(mod string, r reading) reading {
	return func(s *slots) Expr {
		e := r(s)
		e.Modifier = mod
		return e
	}
}

// fromContext is r reckoned from the expression before it.
func fromContext(r reading) reading {
	return func(s *slots) Expr {
		e := r(s)
		e.Origin = FromContext
		return e
	}
}

// anaphoric is r where the words only take up something named before.
func anaphoric(r reading) reading {
	return func(s *slots) Expr {
		e := r(s)
		e.Anaphoric = true
		return e
	}
}

// quarter reads the quarter that an ordinal names.
func quarter(s *slots) Expr {
	e := calendar(s)
	if s.ord > 4 {
		return Expr{} // reads nothing
	}
	e.Quarter, e.Season = int(s.ord), 0
	return e
}

// half reads the half of a year that an ordinal names.
func half(s *slots) Expr {
	e := calendar(s)
	if s.ord > 2 || s.ord < 1 {
		return Expr{} // reads nothing
	}
	e.Half = int(s.ord)
	return e
}

// shift is n of the unit read.
func shift(n int) reading {
	return func(s *slots) Expr { return shiftBy(s, s.unit, n) }
}

// days is n days, with the part of the day that was read.
func days(n int) reading {
	return func(s *slots) Expr { return shiftBy(s, Day, n) }
}

// units is n of unit u.
func units(u Unit, n int) reading {
	return func(s *slots) Expr { return shiftBy(s, u, n) }
}

func shiftBy(s *slots, u Unit, n int) Expr {
	e := Expr{Kind: news.TimeDate, Form: Shift, Unit: u, N: n, Modifier: edgeModifiers[s.edge], Part: int16(s.part), Hour: int(s.hour), Minute: int(s.min)}
	if s.zoned {
		e.Zone = zoneText(int(s.zone))
	}
	if e.Part != noPart || e.Hour > 0 {
		e.Kind = news.TimeOfDay
	}
	switch {
	case n < 0:
		e.Direction = Past
	case n > 0:
		e.Direction = Future
	default:
		e.Direction = Present
	}
	return e
}

// counted is the quantity read, in the direction of sign; one if none is read.
func counted(sign int) reading {
	return func(s *slots) Expr {
		n := int(s.n)
		if n == 0 {
			n = 1
		}
		e := shiftBy(s, s.unit, sign*n)
		e.AndHalf, e.Counted = s.half, true
		if s.n == vagueNumber {
			e = Expr{Kind: news.TimeDate, Form: Vague, Direction: e.Direction}
			if sign > 0 {
				e.Direction = Future
			} else {
				e.Direction = Past
			}
		}
		return e
	}
}

// some reads "years ago": so many that nobody counts.
func some(d Direction) reading {
	return func(s *slots) Expr { return Expr{Kind: news.TimeDate, Form: Vague, Direction: d, Unit: s.unit} }
}

// duration is the length read, one unit if no quantity is.
func duration(s *slots) Expr {
	n := int(s.n)
	if n == 0 {
		n = 1
		if s.plural {
			n = vagueNumber
		}
	}
	return Expr{Kind: news.TimeDuration, Form: Span, Unit: s.unit, N: n, N2: int(s.n2), AndHalf: s.half}
}

// compound reads "two years and six months": a length and a shorter one.
func compound(s *slots) Expr {
	e := duration(s)
	if s.unit2 >= s.unit || s.n2 <= 0 || s.n <= 0 || s.unit == Quarter || s.unit == Weekend {
		return Expr{} // reads nothing
	}
	e.Unit2 = s.unit2
	if e.Unit3, e.N3 = s.unit3, int(s.n3); s.unit3 != NoUnit && (s.unit3 >= s.unit2 || s.n3 <= 0) {
		return Expr{}
	}
	return e
}

// quarters reads "an hour and a quarter": a unit and a quarter of it.
func quarters(s *slots) Expr {
	s.unit2 = NoUnit
	e := duration(s)
	e.N = max(int(s.n), 1)
	switch s.unit {
	case Year:
		e.Unit2, e.N2 = Month, 3
	case Hour:
		e.Unit2, e.N2 = Minute, 15
	case Minute:
		e.Unit2, e.N2 = Second, 15
	default:
		return Expr{} // reads nothing
	}
	return e
}

// compoundShift is [compound] ago, where both lengths count one thing.
func compoundShift(s *slots) Expr {
	total, unit := 0, s.unit2
	switch {
	case s.unit == Year && s.unit2 == Month:
		total = 12*int(s.n) + int(s.n2)
	case s.unit == Week && s.unit2 == Day:
		total = 7*int(s.n) + int(s.n2)
	default:
		return Expr{Kind: news.TimeDate, Form: Vague, Direction: Past}
	}
	return shiftBy(s, unit, -total)
}

// halfUnit is half of the unit read.
func halfUnit(s *slots) Expr {
	return Expr{Kind: news.TimeDuration, Form: Span, Unit: s.unit, N: 0, AndHalf: true}
}

// each is a repetition of what was read.
func each(s *slots) Expr {
	e := calendar(s)
	e.Kind, e.Form, e.Unit, e.N = news.TimeSet, Each, s.unit, int(s.n)
	return e
}

// everyOther is a repetition that leaves out each second one.
func everyOther(s *slots) Expr {
	e := each(s)
	e.N = 2
	return e
}

// eachPart is a repetition of a part of a weekday.
func eachPart(s *slots) Expr {
	e := each(s)
	e.Part = int16(s.part)
	return e
}

// every is a repetition of unit u.
func every(u Unit) reading {
	return func(*slots) Expr { return Expr{Kind: news.TimeSet, Form: Each, Unit: u} }
}

// vague points in a direction and says no more.
func vague(d Direction) reading {
	return func(*slots) Expr { return Expr{Kind: news.TimeDate, Form: Vague, Direction: d} }
}

// clock is a time of a day that was not read.
func clock(s *slots) Expr {
	e := calendar(s)
	e.Kind = news.TimeOfDay
	return e
}

// fixed is clock at an hour.
func fixed(hour int) reading {
	return func(s *slots) Expr {
		s.hour, s.min = int8(hour)+1, 1
		e := clock(s)
		e.Midnight = hour == 0
		return e
	}
}

// numeric reads 2015-09-27, where NN has read the number and one.
func numeric(s *slots) Expr {
	e := calendar(s)
	e.Month, e.Day = int(s.n)-1, int(s.n2)-1
	return e
}

// years reads 1995-97 and 1995-1997.
func years(s *slots) Expr {
	e := calendar(s)
	e.Month = 0
	e.Year2 = int(s.year2)
	if e.Year2 == 0 {
		e.Year2 = e.Year/100*100 + int(s.n) - 1
	}
	return e
}

// feast is a day with a rule, by its name in feasts.
func feast(name string) reading {
	for i := range feasts {
		if feasts[i].name == name {
			return func(s *slots) Expr {
				e := calendar(s)
				e.Form, e.Feast = Feast, i+1
				return e
			}
		}
	}
	panic("dates: no feast named " + name)
}

// feastWeekend is the weekend beside a feast.
func feastWeekend(name string) reading {
	day := feast(name)
	return func(s *slots) Expr {
		e := day(s)
		e.Unit = Weekend
		return e
	}
}

// military reads 0735 GMT.
func military(s *slots) Expr {
	s.hour, s.min, s.year = int8(s.year/100)+1, int8(s.year%100)+1, 0
	return clock(s)
}

// oclock reads "four o'clock in the afternoon".
func oclock(s *slots) Expr {
	h := s.n
	if h < 1 || h > 12 {
		return Expr{} // reads nothing
	}
	if part := int16(s.part); h < 12 && (part == afternoon || part == evening || part == night && h > 5) {
		h += 12
	} else if part == morning && h == 12 {
		h = 0
	}
	open := s.part == 0
	s.hour, s.min, s.part = int8(h)+1, 1, 0
	e := clock(s)
	e.EitherHalf = open
	return e
}

// oclockOn is [oclock] on the day that r reads.
func oclockOn(r reading) reading {
	return func(s *slots) Expr {
		at := oclock(s)
		if at.Kind == "" {
			return at
		}
		e := r(s)
		e.EitherHalf = at.EitherHalf
		return e
	}
}

// tonight is the night of the article's day.
func tonight(s *slots) Expr {
	s.part = int8(night)
	return shiftBy(s, Day, 0)
}

// lastNight is the night or evening of the day before.
func lastNight(s *slots) Expr {
	s.part = int8(night)
	return shiftBy(s, Day, -1)
}

// yearEarlier reads "a year earlier", which business news reckons from today.
func yearEarlier(s *slots) Expr {
	e := shiftBy(s, Year, -1)
	e.Counted, e.Earlier = true, true
	return e
}

// halves is r and a half.
func halves(r reading) reading {
	return func(s *slots) Expr {
		s.half = true
		return r(s)
	}
}

// oneHalf reads "5 1/2 hours".
func oneHalf(s *slots) Expr {
	s.n2, s.half = 0, true
	return duration(s)
}

// weekdayWeek is n weeks from a weekday.
func weekdayWeek(n int) reading {
	return func(s *slots) Expr {
		e := calendar(s)
		e.N, e.Unit = n, Week
		return e
	}
}

// someUnits reads "recent years".
func someUnits(s *slots) Expr {
	return Expr{Kind: news.TimeDate, Form: Vague, Direction: Past, Unit: s.unit}
}

// inWeek is the week of the day read.
func inWeek(s *slots) Expr {
	e := calendar(s)
	e.Unit = Week
	return e
}

// isoMonth reads 2015-09; 2015-16 and 1995-97 are years.
func isoMonth(s *slots) Expr {
	e := calendar(s)
	e.Month = int(s.n) - 1
	if e.Month < 1 || e.Month > 12 || e.Month == (e.Year+1)%100 {
		return years(s)
	}
	return e
}

// inMonth is the day read in the month n after this one.
func inMonth(n int) reading {
	return func(s *slots) Expr {
		e := calendar(s)
		e.RelMonth, e.Month = n+1, 0
		if n < 0 {
			e.RelMonth = -1
		}
		return e
	}
}

// inWeekOf is the weekday read in the week n after this one.
func inWeekOf(n int) reading {
	return func(s *slots) Expr {
		e := calendar(s)
		e.RelWeek = Present + Direction(n)
		return e
	}
}

// rest is what is left of the stretch that r reads.
func rest(r reading) reading {
	return func(s *slots) Expr {
		e := modified("late", r)(s)
		e.Rest = true
		return e
	}
}

// fiscal is r in a year of accounts.
func fiscal(r reading) reading {
	return func(s *slots) Expr {
		e := r(s)
		e.Fiscal = true
		return e
	}
}

// weekOfYear reads "the first week of 2015", which ISO 8601 numbers.
func weekOfYear(s *slots) Expr {
	e := calendar(s)
	e.Unit, e.Nth = Week, int(s.ord)
	if e.Nth == 0 {
		e.Nth = -1
	}
	return e
}

// past reads "half past eight", "a quarter past eight"; minutes before the hour
// are negative.
func past(minutes int) reading {
	return func(s *slots) Expr {
		e := oclock(s)
		if e.Kind == "" {
			return e
		}
		at := (e.Hour-1)*60 + minutes
		if at < 0 {
			at += 12 * 60
		}
		e.Hour, e.Minute = at/60+1, at%60+1
		return e
	}
}

// weekOf reads "the first week of July" as the month's beginning: where weeks
// of a month begin and end is nobody's rule.
func weekOf(s *slots) Expr {
	e := calendar(s)
	switch e.Modifier = "mid"; s.ord {
	case 0:
		e.Modifier = "late"
	case 1:
		e.Modifier = "early"
	}
	return e
}

// nthOf reads "the first Monday in October".
func nthOf(s *slots) Expr {
	e := calendar(s)
	if e.Nth = int(s.ord); e.Nth == 0 {
		e.Nth = -1
	}
	return e
}

// nthIn is [nthOf] in the month n after this one.
func nthIn(n int) reading {
	return func(s *slots) Expr {
		e := inMonth(n)(s)
		if e.Nth = int(s.ord); e.Nth == 0 {
			e.Nth = -1
		}
		return e
	}
}

// monthByNumber reads "the third month of 2014".
func monthByNumber(s *slots) Expr {
	if s.ord < 1 || s.ord > 12 {
		return Expr{} // reads nothing
	}
	s.month = int8(s.ord)
	return calendar(s)
}

// weekdaysAgo reads "two Fridays ago".
func weekdaysAgo(s *slots) Expr {
	if s.n < 1 || s.n > 10 {
		return Expr{} // reads nothing
	}
	e := toward(Past, calendar)(s)
	e.N, e.Unit = 1-int(s.n), Week
	return e
}

// letterQuarter reads Q3 2015.
func letterQuarter(s *slots) Expr {
	s.ord = int16(s.n) - 1
	if s.ord < 1 {
		return Expr{} // reads nothing
	}
	return quarter(s)
}

// letterHalf reads H2 2016.
func letterHalf(s *slots) Expr {
	s.ord = int16(s.n) - 1
	return half(s)
}

// allOf reads "all day", "all week": one of it.
func allOf(s *slots) Expr {
	s.n = 1
	return duration(s)
}

// minutesPast reads "ten minutes past eight".
func minutesPast(sign int) reading {
	return func(s *slots) Expr {
		minutes := int(s.n)
		s.n = s.n2
		if minutes < 1 || minutes > 59 {
			return Expr{} // reads nothing
		}
		return past(sign * minutes)(s)
	}
}

// fixedOf is r at an hour.
func fixedOf(hour int, r reading) reading {
	return func(s *slots) Expr {
		s.hour, s.min = int8(hour)+1, 1
		return r(s)
	}
}

// oneOf is the length of one u.
func oneOf(u Unit) reading {
	return func(*slots) Expr { return Expr{Kind: news.TimeDuration, Form: Span, Unit: u, N: 1} }
}
