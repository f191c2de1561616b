package dates

import (
	"fmt"
	"time"

	"github.com/twosource/twosource/internal/news"
)

// A Reference is what an expression is reckoned from.
type Reference struct {
	Known bool   // whether there is a Day
	Why   string // why there is none, for the reasons of readings; "" for the usual
	Day   int    // of the article, in days since 1970-01-01, in the zone in which its date is written
	Tense Direction
	// Context is the day of the expression that this one takes up; it is the
	// article's where there is none.
	Context      int
	ContextKnown bool
	ContextNear  bool // that expression stands in the same sentence
	ContextOpen  bool // the latest expression of the sentence names a day, but not which
	// Coarse is the first day of the latest expression of any precision, for
	// reckoning months and years: "in June … a month earlier".
	Coarse      int
	CoarseKnown bool
	// Quarter is the quarter that the text is about, counted as 4·year+quarter-1;
	// 0 if it names none. "A year earlier" then means that quarter a year before.
	Quarter int
	// Minute is the article's minute of its day and one; 0 if that is unknown.
	Minute int
}

// A Reading is an expression reckoned.
type Reading struct {
	Value     string // for a brief: EDTF, RFC 3339, or an ISO 8601 duration; "" if it cannot be told
	Timex     string // for scoring: TIMEX3; never ""
	Precision news.Precision
	Basis     news.Basis
	Reason    string
	First     int  // first day of it, in days since 1970-01-01, if HasDay
	HasDay    bool // whether First is known
}

// why is the reason of a reading that lacks the article's day.
func (ref *Reference) why() string {
	if ref.Why != "" {
		return ref.Why
	}
	return "the article has no date to reckon it from"
}

// Resolve reckons e from ref. It never fails: what cannot be told has no value
// and a reason.
func (e *Expr) Resolve(ref Reference) Reading {
	switch e.Form {
	case Shift:
		return e.shift(ref)
	case Span:
		return e.span()
	case Each:
		return e.each()
	case Feast:
		return e.feast(ref)
	case Vague:
		return e.vague()
	}
	return e.calendar(ref)
}

func (e *Expr) vague() Reading {
	r := Reading{Basis: news.BasisNone, Reason: "too vague for a date"}
	switch e.Direction {
	case Past:
		r.Timex = "PAST_REF"
	case Future:
		r.Timex = "FUTURE_REF"
	default:
		r.Timex = "PRESENT_REF"
	}
	return r
}

// span writes a length as ISO 8601 does. A vague one has a TIMEX3 value only.
func (e *Expr) span() Reading {
	timex := e.length()
	r := Reading{Timex: timex, Basis: news.BasisStated, Value: timex}
	switch {
	case e.N == vagueNumber:
		r.Value, r.Basis, r.Reason = "", news.BasisNone, "a length without a number"
	case e.Unit2 != NoUnit, e.AndHalf:
	case e.Unit == Quarter:
		r.Value = fmt.Sprintf("P%dM", 3*e.N)
	case e.Unit == Decade:
		r.Value = fmt.Sprintf("P%dY", 10*e.N)
	case e.Unit == Century:
		r.Value = fmt.Sprintf("P%dY", 100*e.N)
	case e.Unit == Weekend:
		r.Value = fmt.Sprintf("P%dD", 2*e.N)
	}
	return r
}

func (e *Expr) length() string {
	prefix := "P"
	if e.Unit.Clock() {
		prefix = "PT"
	}
	letter, n := unitLetters[e.Unit], e.N
	if e.Unit2 != NoUnit {
		return e.compound()
	}
	if n == vagueNumber {
		return prefix + "X" + letter
	}
	switch e.Unit {
	case Fortnight:
		n *= 2
	case Decade:
		n, letter = 10*n, "Y"
	case Century:
		n, letter = 100*n, "Y"
	case Weekend:
		n, letter = 2*n, "D"
	}
	if !e.AndHalf {
		return fmt.Sprintf("%s%d%s", prefix, n, letter)
	}
	smaller := map[Unit]string{Minute: "30S", Hour: "30M", Day: "T12H", Year: "6M", Decade: "5Y", Century: "50Y"}[e.Unit]
	switch {
	case smaller == "":
		return fmt.Sprintf("%s%d.5%s", prefix, n, letter)
	case e.Unit == Decade || e.Unit == Century:
		return fmt.Sprintf("P%dY", n+unitYears[e.Unit]/2)
	case n == 0:
		return prefix + smaller
	}
	return fmt.Sprintf("%s%d%s%s", prefix, n, letter, smaller)
}

// compound writes two or three lengths that are one: "two years and six months".
func (e *Expr) compound() string {
	date, clock := "P", ""
	for _, x := range [...]Expr{{Unit: e.Unit, N: e.N}, {Unit: e.Unit2, N: e.N2}, {Unit: e.Unit3, N: e.N3}} {
		if x.Unit == NoUnit {
			continue
		}
		if part := x.length(); x.Unit.Clock() {
			clock += part[len("PT"):]
		} else {
			date += part[len("P"):]
		}
	}
	if clock != "" {
		date += "T" + clock
	}
	return date
}

var unitYears = map[Unit]int{Decade: 10, Century: 100}

// each writes a repetition: the length between two, or the pattern of days.
func (e *Expr) each() Reading {
	r := Reading{Basis: news.BasisStated, Precision: news.PrecisionNone}
	switch {
	case e.Weekday > 0:
		r.Timex = fmt.Sprintf("XXXX-WXX-%d", (e.Weekday+5)%7+1) + partTimex[e.Part]
	case e.Month > 0:
		r.Timex = fmt.Sprintf("XXXX-%02d", e.Month)
	case e.Season > 0:
		r.Timex = "XXXX-" + seasonTimex[e.Season]
	case e.Part != noPart:
		r.Timex = "XXXX-XX-XX" + partTimex[e.Part]
	default:
		span := Expr{Unit: e.Unit, N: max(e.N, 1)}
		if e.N == vagueNumber {
			span.N = vagueNumber
		}
		r.Timex = span.length()
		if e.N != vagueNumber {
			r.Value = span.span().Value
		}
		if e.Unit == Weekend { // from one to the next is a week
			r.Timex = fmt.Sprintf("P%dWE", span.N)
			r.Value = fmt.Sprintf("P%dW", span.N)
		}
	}
	if r.Value == "" {
		r.Basis, r.Reason = news.BasisNone, "a repetition has no single date"
	}
	return r
}

var seasonTimex = [...]string{"", "SP", "SU", "FA", "WI"}

func (e *Expr) feast(ref Reference) Reading {
	rule := feasts[e.Feast-1].day
	y := e.Year
	basis := news.BasisStated
	if y == 0 {
		if !ref.Known {
			return Reading{Timex: "XXXX-XX-XX", Basis: news.BasisNone, Reason: ref.why()}
		}
		basis = news.BasisRelative
		y0, _, _ := Civil(ref.Day)
		if e.RelYear != Unsaid {
			return dayReading(rule(y0+int(e.RelYear)-int(Present)), basis)
		}
		at := func(k int) (int, int) { return rule(y0 + k), rule(y0 + k) }
		k := choose(ref.Day, e.direction(ref), at)
		if d, _ := at(k); e.Direction == Unsaid && max(d-ref.Day, ref.Day-d) > farOff {
			k = choose(ref.Day, Unsaid, at)
		}
		y = y0 + k
	}
	if e.Unit == Weekend { // the nearest: of a Monday the days before it, of a Thursday those after
		day := rule(y)
		if w := news.Weekday(day); w == time.Monday || w == time.Tuesday {
			day -= 3
		}
		r := weekendReading(day)
		r.Basis = basis
		return r
	}
	return dayReading(rule(y), basis)
}

// direction is what the words say, else what the tense says.
func (e *Expr) direction(ref Reference) Direction {
	if e.Direction == Past || e.Direction == Future {
		return e.Direction
	}
	return ref.Tense
}

// choose picks which of the stretches span(-1), span(0), span(1) around day is
// meant: the latest that has begun, the earliest that has not ended, or the
// nearest. It returns the index.
func choose(day int, d Direction, span func(k int) (first, last int)) int {
	best, bestDistance := 0, 1<<30
	for k := -1; k <= 1; k++ {
		first, last := span(k)
		switch {
		case d == Past && first > day, d == Future && last < day:
			continue
		}
		distance := 0
		if first > day {
			distance = first - day
		} else if last < day {
			distance = day - last
		}
		if distance < bestDistance {
			best, bestDistance = k, distance
		}
	}
	return best
}

func dayReading(day int, basis news.Basis) Reading {
	v := news.DayValue(day)
	return Reading{Value: v, Timex: v, Precision: news.PrecisionDay, Basis: basis, First: day, HasDay: true}
}

// shift reckons N units from the article's day or the context's.
func (e *Expr) shift(ref Reference) Reading {
	from, known := e.origin(ref)
	switch {
	case !known && e.Origin == FromContext:
		return e.ofDay(Reading{Timex: e.openShift(), Basis: news.BasisNone, Reason: "no date before it to reckon it from"})
	case !known:
		return e.ofDay(Reading{Timex: e.openShift(), Basis: news.BasisNone, Reason: ref.why()})
	case e.Unit.Clock():
		return e.clockShift(ref)
	}
	r := e.shifted(from, ref)
	if y, _, _ := Civil(r.First); y < 1 || y > 9999 {
		return Reading{Timex: e.openShift(), Basis: news.BasisNone, Reason: "beyond the calendar"}
	}
	if e.Origin == FromContext && e.N > 0 && ref.Known && (e.Counted || e.contextual(ref)) && ref.Tense != Future && r.First > ref.Day {
		return Reading{Timex: e.openShift(), Basis: news.BasisNone, Reason: "what it is reckoned from is not clear"}
	}
	r.Basis = news.BasisRelative
	if e.Rest {
		r.remainder(ref)
	}
	return e.ofDay(r)
}

// remainder makes of a stretch around the article's day what is left of it.
func (r *Reading) remainder(ref Reference) {
	_, end, ok := news.Date{Value: r.Value}.Bounds()
	if last := dayOf(end); ok && r.First <= ref.Day && ref.Day < last {
		r.Value, r.Precision = news.DayValue(ref.Day)+"/"+news.DayValue(last), news.PrecisionInterval
	}
}

// origin returns the day that a shift is reckoned from.
func (e *Expr) origin(ref Reference) (day int, known bool) {
	if e.Origin == FromArticle {
		if e.Earlier && ref.CoarseKnown && (!ref.Known || ref.Coarse < ref.Day-366) {
			return ref.Coarse, true // "He won in 2010. A year earlier …"
		}
		return ref.Day, ref.Known
	}
	day, known = ref.Context, e.contextual(ref)
	if e.Unit >= Month {
		day = ref.Coarse
	}
	if !known && !e.Counted && ref.Tense != Past && e.Unit >= Week && e.N > 0 {
		return ref.Day, ref.Known // "plans for the next month"
	}
	return day, known
}

// contextual reports whether ref has an expression that a shift of e's unit can
// take up.
func (e *Expr) contextual(ref Reference) bool {
	if e.Unit >= Month {
		return ref.CoarseKnown
	}
	return ref.ContextKnown
}

// shifted is the stretch of e's unit that lies N units from the one of day from.
func (e *Expr) shifted(from int, ref Reference) Reading {
	y, m, _ := Civil(from)
	switch e.Unit {
	case Day:
		return dayReading(from+e.N, news.BasisRelative)
	case Week:
		return weekReading(from + 7*e.N)
	case Fortnight:
		return weekReading(from + 14*e.N)
	case Weekend:
		n := e.N
		if w := news.Weekday(from); e.Direction == Unsaid && ref.Tense == Past && w != time.Saturday && w != time.Sunday {
			n = -1
		}
		return weekendReading(from + 7*n)
	case Month:
		return monthReading(AddMonths(y, m, e.N))
	case Quarter:
		y, m = AddMonths(y, (m-1)/3*3+1, 3*e.N)
		return quarterReading(y, (m-1)/3+1)
	case Decade:
		if e.Counted {
			return yearReading(y + 10*e.N) // "two decades ago" counts from today
		}
		return decadeReading((y/10 + e.N) * 10)
	case Century:
		return centuryReading(y/100 + 1 + e.N)
	}
	switch {
	case e.AndHalf && e.N < 0: // a year and a half ago: to the month
		return monthReading(AddMonths(y, m, 12*e.N-6))
	case e.AndHalf:
		return monthReading(AddMonths(y, m, 12*e.N+6))
	case ref.Quarter > 0 && e.Counted && e.N == -1:
		return quarterReading(ref.Quarter/4-1, ref.Quarter%4+1)
	}
	return yearReading(y + e.N)
}

// openShift is the TIMEX3 value of a shift from an unknown day.
func (e *Expr) openShift() string {
	switch e.Unit {
	case Day:
		return "XXXX-XX-XX"
	case Week, Fortnight:
		return "XXXX-WXX"
	case Weekend:
		return "XXXX-WXX-WE"
	case Month:
		return "XXXX-XX"
	case Quarter:
		return "XXXX-QX"
	}
	return "XXXX"
}

// clockShift reckons "two hours ago", which needs the minute.
func (e *Expr) clockShift(ref Reference) Reading {
	length := Expr{Unit: e.Unit, N: max(e.N, -e.N), AndHalf: e.AndHalf}
	if ref.Minute == 0 || e.Origin == FromContext || e.Unit == Second {
		return Reading{Timex: length.length(), Basis: news.BasisNone, Reason: "the hour to reckon it from is unknown"}
	}
	step := 60
	if e.Unit == Minute {
		step = 1
	}
	at := ref.Day*1440 + ref.Minute - 1 + e.N*step
	day := floorDiv(at, 1440)
	r := dayReading(day, news.BasisRelative)
	r.Value = fmt.Sprintf("%sT%02d:%02d", r.Value, (at-day*1440)/60, (at-day*1440)%60)
	r.Timex, r.Precision = r.Value, news.PrecisionMinute
	if e.Unit == Hour {
		r.Value, r.Precision = r.Value[:len("2015-09-27T06")], news.PrecisionHour
	}
	return r
}

func weekReading(day int) Reading {
	y, w := ISOWeek(day)
	monday := day - (int(news.Weekday(day))+6)%7
	v := fmt.Sprintf("%04d-W%02d", y, w)
	return Reading{Value: v, Timex: v, Precision: news.PrecisionWeek, First: monday, HasDay: true}
}

func weekendReading(day int) Reading {
	y, w := ISOWeek(day)
	saturday := day - (int(news.Weekday(day))+6)%7 + 5
	return Reading{
		Value: news.DayValue(saturday) + "/" + news.DayValue(saturday+1), Timex: fmt.Sprintf("%04d-W%02d-WE", y, w),
		Precision: news.PrecisionInterval, First: saturday, HasDay: true,
	}
}

func monthReading(y, m int) Reading {
	v := fmt.Sprintf("%04d-%02d", y, m)
	return Reading{Value: v, Timex: v, Precision: news.PrecisionMonth, First: news.DayNumber(y, m, 1), HasDay: true}
}

// quarterReading writes quarter q of y, which EDTF numbers from 33.
func quarterReading(y, q int) Reading {
	return Reading{
		Value: fmt.Sprintf("%04d-%d", y, 32+q), Timex: fmt.Sprintf("%04d-Q%d", y, q),
		Precision: news.PrecisionQuarter, First: news.DayNumber(y, 3*q-2, 1), HasDay: true,
	}
}

func seasonReading(y, s int) Reading {
	return Reading{
		Value: fmt.Sprintf("%04d-%d", y, 20+s), Timex: fmt.Sprintf("%04d-%s", y, seasonTimex[s]),
		Precision: news.PrecisionSeason, First: news.DayNumber(y, 3*s, 1), HasDay: true,
	}
}

func yearReading(y int) Reading {
	v := fmt.Sprintf("%04d", y)
	return Reading{Value: v, Timex: v, Precision: news.PrecisionYear, First: news.DayNumber(y, 1, 1), HasDay: true}
}

func decadeReading(y int) Reading {
	v := fmt.Sprintf("%03d", y/10)
	return Reading{Value: v + "X", Timex: v, Precision: news.PrecisionDecade, First: news.DayNumber(y, 1, 1), HasDay: true}
}

func centuryReading(c int) Reading {
	return Reading{
		Value: fmt.Sprintf("%04d/%04d", 100*(c-1)+1, 100*c), Timex: fmt.Sprintf("%02d", c-1),
		Precision: news.PrecisionInterval, First: news.DayNumber(100*(c-1)+1, 1, 1), HasDay: true,
	}
}
