package dates

import (
	"fmt"
	"time"

	"github.com/twosource/twosource/internal/news"
)

// calendar reckons an expression that names parts of the calendar, and fills in
// the coarser parts that it leaves out.
func (e *Expr) calendar(ref Reference) Reading {
	y, basis := e.Year, news.BasisStated
	if e.RelYear != Unsaid {
		if !ref.Known {
			return Reading{Timex: "XXXX", Basis: news.BasisNone, Reason: ref.why()}
		}
		y, _, _ = Civil(ref.Day)
		y += int(e.RelYear) - int(Present)
		basis = news.BasisRelative
	}
	var r Reading
	switch {
	case e.RelMonth != 0 || e.RelWeek != Unsaid:
		return e.inStretch(ref)
	case e.Origin == FromContext && e.Weekday > 0:
		return e.weekdayBeside(ref)
	case e.Day < 0:
		return Reading{Timex: fmt.Sprintf("%04d", y), Basis: news.BasisNone, Reason: Ambiguous}
	case e.Century > 0:
		r = centuryReading(e.Century)
	case e.Decade > 0:
		r = decadeReading(e.Decade)
	case y > 0 && e.Year2 > 0:
		r = yearReading(y)
		r.Value, r.Precision = fmt.Sprintf("%04d/%04d", y, e.Year2), news.PrecisionInterval
		if e.Year2 < y {
			r = Reading{Timex: r.Timex, Reason: "the range runs backwards"}
			return r
		}
	case y > 0:
		r = e.inYear(y)
		if e.Fiscal && r.Value != "" {
			r.Reason = "a fiscal year, which need not be the calendar's"
		}
	case e.Day == 0 && e.Month == 0 && e.Season == 0 && e.Quarter == 0 && e.Half == 0 && e.Weekday == 0:
		return e.clockAlone(ref)
	case !ref.Known:
		return e.ofDay(Reading{Timex: e.open(), Basis: news.BasisNone, Reason: e.whyOpen(ref)})
	default:
		r, basis = e.near(ref), news.BasisRelative
	}
	r.Basis = basis
	if r.Value == "" {
		r.Basis = news.BasisNone
	}
	if e.Unit == Week && r.Precision == news.PrecisionDay && e.Day > 0 { // "the week of March 6"
		week := weekReading(r.First)
		week.Basis = r.Basis
		return week
	}
	return e.ofDay(r)
}

// inStretch reads "the 20th of next month" and "Tuesday of last week".
func (e *Expr) inStretch(ref Reference) Reading {
	if !ref.Known {
		return e.ofDay(Reading{Timex: e.open(), Basis: news.BasisNone, Reason: ref.why()})
	}
	if e.RelWeek != Unsaid {
		monday := ref.Day - (int(news.Weekday(ref.Day))+6)%7
		return e.ofDay(dayReading(monday+7*int(e.RelWeek-Present)+(e.Weekday+5)%7, news.BasisRelative))
	}
	y, m, _ := Civil(ref.Day)
	n := e.RelMonth - 1
	if e.RelMonth < 0 {
		n = -1
	}
	y, m = AddMonths(y, m, n)
	if e.Nth != 0 {
		e.Month = m
		r := e.nthDay(y)
		if r.Basis = news.BasisRelative; r.Value == "" {
			r.Basis = news.BasisNone
		}
		return r
	}
	if !news.ValidDay(y, m, e.Day) {
		return Reading{Timex: fmt.Sprintf("%04d-%02d", y, m), Basis: news.BasisNone, Reason: "the calendar has no such day"}
	}
	r := dayReading(news.DayNumber(y, m, e.Day), news.BasisRelative)
	if e.Day2 > e.Day && news.ValidDay(y, m, e.Day2) {
		r.Value, r.Precision = r.Value+"/"+news.DayValue(news.DayNumber(y, m, e.Day2)), news.PrecisionInterval
	}
	return r
}

// weekdayBeside reads "the following Monday": the first after the day of the
// expression before it. Without one it is that after or before the article's day.
func (e *Expr) weekdayBeside(ref Reference) Reading {
	from := ref.Context
	switch {
	case ref.ContextKnown:
	case !ref.Known:
		return e.ofDay(Reading{Timex: e.open(), Basis: news.BasisNone, Reason: ref.why()})
	case e.Direction == Future && ref.Tense == Past:
		return e.ofDay(Reading{Timex: e.open(), Basis: news.BasisNone, Reason: "no date before it to reckon it from"})
	default:
		from = ref.Day
	}
	ahead := (e.Weekday - 1 - int(news.Weekday(from)) + 7) % 7
	if ahead == 0 && e.Direction == Future {
		ahead = 7
	}
	if e.Direction == Past {
		ahead -= 7
	}
	return e.ofDay(dayReading(from+ahead, news.BasisRelative))
}

// nthDay reads "the first Monday in October" of year y.
func (e *Expr) nthDay(y int) Reading {
	day := nthWeekday(y, e.Month, e.Nth, time.Weekday(e.Weekday-1))
	if _, m, _ := Civil(day); m != e.Month {
		return Reading{Timex: fmt.Sprintf("%04d-%02d", y, e.Month), Reason: "the month has no such weekday"}
	}
	return dayReading(day, news.BasisStated)
}

// inYear reads what e names within year y.
func (e *Expr) inYear(y int) Reading {
	switch {
	case e.Day > 0 && e.Month > 0:
		if !news.ValidDay(y, e.Month, e.Day) {
			return Reading{Timex: fmt.Sprintf("%04d-%02d", y, e.Month), Reason: "the calendar has no such day"}
		}
		r := dayReading(news.DayNumber(y, e.Month, e.Day), news.BasisStated)
		if e.Day2 > e.Day && news.ValidDay(y, e.Month, e.Day2) {
			r.Value, r.Precision = fmt.Sprintf("%s/%04d-%02d-%02d", r.Value, y, e.Month, e.Day2), news.PrecisionInterval
		}
		return r
	case e.Nth != 0 && e.Unit == Week:
		return e.nthWeek(y)
	case e.Nth != 0:
		return e.nthDay(y)
	case e.Month > 0:
		return monthReading(y, e.Month)
	case e.Season > 0:
		return seasonReading(y, e.Season)
	case e.Quarter > 0:
		return quarterReading(y, e.Quarter)
	case e.Half > 0:
		return halfReading(y, e.Half)
	}
	return yearReading(y)
}

// nthWeek reads "the first week of 2015" as ISO 8601 counts weeks.
func (e *Expr) nthWeek(y int) Reading {
	if e.Nth < 0 {
		return weekReading(news.DayNumber(y, 12, 28)) // always in the last week
	}
	r := weekReading(news.DayNumber(y, 1, 4) + 7*(e.Nth-1)) // 4 January is always in the first
	if e.Nth > 53 || len(r.Value) < 4 || r.Value[:4] != fmt.Sprintf("%04d", y) {
		return Reading{Timex: fmt.Sprintf("%04d", y), Reason: "the year has no such week"}
	}
	return r
}

func halfReading(y, h int) Reading {
	return Reading{
		Value: fmt.Sprintf("%04d-%02d/%04d-%02d", y, 6*h-5, y, 6*h), Timex: fmt.Sprintf("%04d-H%d", y, h),
		Precision: news.PrecisionInterval, First: news.DayNumber(y, 6*h-5, 1), HasDay: true,
	}
}

// near chooses the year or week of an expression that leaves it out.
func (e *Expr) near(ref Reference) Reading {
	y, m, _ := Civil(ref.Day)
	dir := e.direction(ref)
	switch {
	case e.Day > 0 && e.Month > 0:
		return e.nearDay(ref, dir)
	case e.Nth != 0:
		return e.nthDay(e.nearMonth(y, m, dir))
	case e.Month > 0:
		return monthReading(e.nearMonth(y, m, dir), e.Month)
	case e.Day > 0: // "the 15th"
		return e.nearDayOfMonth(ref, y, m, dir)
	case e.Season > 0:
		return e.nearSeason(ref, y, dir)
	case e.Quarter > 0:
		return e.nearStretch(ref.Day, 4*y+e.Quarter-1, 4, dir, func(k int) Reading { return quarterReading(k/4, k%4+1) })
	case e.Half > 0:
		return e.nearStretch(ref.Day, 2*y+e.Half-1, 2, dir, func(k int) Reading { return halfReading(k/2, k%2+1) })
	}
	return e.nearWeekday(ref, dir)
}

// nearDay chooses the year of a day and month, by its weekday if it has one.
func (e *Expr) nearDay(ref Reference, dir Direction) Reading {
	y0, _, _ := Civil(ref.Day)
	if !news.ValidDay(2000, e.Month, e.Day) {
		return Reading{Timex: e.open(), Reason: "the calendar has no such day"}
	}
	if e.Weekday > 0 {
		best, distance := 0, 1<<30
		for y := y0 - 3; y <= y0+3; y++ {
			day := news.DayNumber(y, e.Month, e.Day)
			if d := max(day-ref.Day, ref.Day-day); int(news.Weekday(day)) == e.Weekday-1 && d < distance && news.ValidDay(y, e.Month, e.Day) {
				best, distance = day, d
			}
		}
		if distance < 400 {
			return dayReading(best, news.BasisRelative)
		}
	}
	if e.Month == 2 && e.Day == 29 {
		return leapDay(ref.Day, y0, dir)
	}
	at := func(k int) (int, int) {
		d := news.DayNumber(y0+k, e.Month, e.Day)
		return d, d
	}
	k := choose(ref.Day, dir, at)
	if e.Direction == Unsaid {
		if d, _ := at(k); max(d-ref.Day, ref.Day-d) > farOff {
			k = choose(ref.Day, Unsaid, at)
		}
	}
	return e.inYear(y0 + k)
}

// leapDay is the 29 February nearest to day, of year y, that lies on the side dir;
// 1896 to 1904 is the widest gap.
func leapDay(day, y int, dir Direction) Reading {
	best, distance := 0, 1<<30
	for k := -8; k <= 8; k++ {
		d := news.DayNumber(y+k, 2, 29)
		if !news.ValidDay(y+k, 2, 29) || dir == Past && d > day || dir == Future && d < day {
			continue
		}
		if off := max(d-day, day-d); off < distance {
			best, distance = d, off
		}
	}
	return dayReading(best, news.BasisRelative)
}

// farOff is how many days off a day without a year is taken to lie, whatever
// the tense: news gives the year of a day that lies farther off (AP Stylebook,
// "years"), so the nearest is meant. For months it holds ahead only. Chosen on
// TimeBank's training part.
const farOff = 240

// nearMonth chooses the year of a month.
func (e *Expr) nearMonth(y, m int, dir Direction) int {
	switch {
	case e.Direction == Past && e.Month >= m: // "last October"
		return y - 1
	case e.Direction == Future && e.Month <= m: // "next May"
		return y + 1
	case e.Direction == Present, e.Month == m:
		return y
	case dir == Past && e.Month > m:
		return y - 1
	case dir == Future && e.Month < m && (e.Month+12-m)*30 <= farOff:
		return y + 1
	case dir == Unsaid && e.Month > m+6:
		return y - 1
	case dir == Unsaid && e.Month < m-6:
		return y + 1
	}
	return y
}

func (e *Expr) nearDayOfMonth(ref Reference, y, m int, dir Direction) Reading {
	at := func(k int) (int, bool) {
		yy, mm := AddMonths(y, m, k)
		return news.DayNumber(yy, mm, e.Day), news.ValidDay(yy, mm, e.Day)
	}
	reach := 1
	if e.Weekday > 0 {
		reach = 12 // "Friday the 13th"
	}
	best, distance := 0, 1<<30
	for k := -reach; k <= reach; k++ {
		d, ok := at(k)
		if !ok || e.Weekday > 0 && int(news.Weekday(d)) != e.Weekday-1 || dir == Past && d > ref.Day || dir == Future && d < ref.Day {
			continue
		}
		if off := max(d-ref.Day, ref.Day-d); off < distance {
			best, distance = k, off
		}
	}
	d, ok := at(best)
	if !ok {
		return Reading{Timex: e.open(), Reason: "the calendar has no such day"}
	}
	return dayReading(d, news.BasisRelative)
}

// nearSeason chooses the year of a season: "last summer" is over, "this summer"
// and "the summer" are this year's.
func (e *Expr) nearSeason(ref Reference, y int, dir Direction) Reading {
	r := seasonReading(y, e.Season)
	switch {
	case e.Direction == Past && r.First+92 > ref.Day: // not over: the one before
		return seasonReading(y-1, e.Season)
	case e.Direction == Future && r.First <= ref.Day:
		return seasonReading(y+1, e.Season)
	case e.Direction == Unsaid && dir == Past && r.First > ref.Day:
		return seasonReading(y-1, e.Season)
	case e.Direction == Unsaid && dir == Future && r.First+92 <= ref.Day:
		return seasonReading(y+1, e.Season)
	case e.Direction == Present && e.Season == 4 && r.First > ref.Day+240:
		return seasonReading(y-1, e.Season) // "this winter" in January
	}
	return r
}

// nearStretch chooses among stretches numbered n, n±per: quarters and halves.
func (e *Expr) nearStretch(day, n, per int, dir Direction, at func(int) Reading) Reading {
	if e.Direction == Present {
		return at(n)
	}
	if dir == Future { // "expects to report third-quarter losses" in October
		dir = Unsaid
	}
	k := choose(day, dir, func(k int) (int, int) {
		return at(n + k*per).First, at(n+k*per+1).First - 1
	})
	return at(n + k*per)
}

// nearWeekday chooses the day of a weekday: the article's own day if it is one,
// unless the words say "last" or "next".
func (e *Expr) nearWeekday(ref Reference, dir Direction) Reading {
	ahead := (e.Weekday - 1 - int(news.Weekday(ref.Day)) + 7) % 7
	day := ref.Day + ahead
	switch {
	case ahead == 0 && e.Direction == Past:
		day = ref.Day - 7
	case ahead == 0 && e.Direction == Future:
		day = ref.Day + 7
	case ahead == 0 || dir == Future:
	case dir == Past, ahead > 3:
		day -= 7
	}
	day += 7 * e.N // "a week from Tuesday"
	return dayReading(day, news.BasisRelative)
}

// clockAlone reads a time of day without a day: that of the context, else of
// the article.
func (e *Expr) clockAlone(ref Reference) Reading {
	switch {
	case ref.ContextOpen:
		return e.ofDay(Reading{Timex: "XXXX-XX-XX", Basis: news.BasisNone, Reason: "of which day is not clear"})
	case ref.ContextKnown && ref.ContextNear:
		return e.ofDay(dayReading(ref.Context, news.BasisRelative))
	case ref.ContextKnown && ref.Context != ref.Day:
		return e.ofDay(Reading{Timex: news.DayValue(ref.Context), Basis: news.BasisNone, Reason: "of which day is not clear"})
	case ref.Known:
		return e.ofDay(dayReading(ref.Day, news.BasisRelative))
	}
	return e.ofDay(Reading{Timex: "XXXX-XX-XX", Basis: news.BasisNone, Reason: ref.why()})
}

// ofDay adds the clock time or part of the day.
func (e *Expr) ofDay(r Reading) Reading {
	switch {
	case e.Hour > 0:
		minute := e.Minute - 1
		at := fmt.Sprintf("T%02d:%02d", e.Hour-1, max(minute, 0))
		r.Timex += at
		if e.Midnight {
			return r // its day is known, and which end of it is not
		}
		if e.EitherHalf {
			r.Reason = "before noon or after is not said"
			return r
		}
		if r.Value != "" && r.Precision == news.PrecisionDay {
			r.Value += at + e.Zone
			r.Precision = news.PrecisionMinute
		}
	case e.Part != noPart:
		r.Timex += partTimex[e.Part]
	}
	return r
}

// open is the TIMEX3 value of a calendar expression whose year is unknown.
func (e *Expr) open() string {
	switch {
	case e.Day > 0 && e.Month > 0:
		return fmt.Sprintf("XXXX-%02d-%02d", e.Month, e.Day)
	case e.Month > 0:
		return fmt.Sprintf("XXXX-%02d", e.Month)
	case e.Day > 0:
		return fmt.Sprintf("XXXX-XX-%02d", e.Day)
	case e.Season > 0:
		return "XXXX-" + seasonTimex[e.Season]
	case e.Quarter > 0:
		return fmt.Sprintf("XXXX-Q%d", e.Quarter)
	case e.Half > 0:
		return fmt.Sprintf("XXXX-H%d", e.Half)
	}
	return fmt.Sprintf("XXXX-WXX-%d", (e.Weekday+5)%7+1)
}

func (e *Expr) whyOpen(ref Reference) string {
	if e.Weekday > 0 && e.Month == 0 || ref.Why != "" {
		return ref.why()
	}
	return "no year is said, and the article has no date to take it from"
}
