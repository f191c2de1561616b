package news

import (
	"strconv"
	"strings"
	"time"
)

// A Precision says how finely a date is known.
type Precision string

// The precisions of DESIGN §4, from fine to coarse. The zero value belongs to a
// date without a value.
const (
	PrecisionNone     Precision = ""
	PrecisionMinute   Precision = "minute"
	PrecisionHour     Precision = "hour"
	PrecisionDay      Precision = "day"
	PrecisionWeek     Precision = "week"
	PrecisionMonth    Precision = "month"
	PrecisionQuarter  Precision = "quarter"
	PrecisionSeason   Precision = "season"
	PrecisionYear     Precision = "year"
	PrecisionDecade   Precision = "decade"
	PrecisionInterval Precision = "interval"
)

// A Basis says what a date rests on.
type Basis string

// The bases of DESIGN §4.
const (
	BasisNone     Basis = "none"     // no date: Value is ""
	BasisStated   Basis = "stated"   // the text says it in full
	BasisMetadata Basis = "metadata" // a header, record or page tag says it
	BasisRelative Basis = "relative" // reckoned from words such as "Sunday" and another date
	BasisInferred Basis = "inferred" // from other evidence, named in Reason
	BasisGiven    Basis = "given"    // by the user (--as-of)
)

// A Date is a point or stretch of the calendar, and what it rests on. Unknown
// is an answer: Value is then "", Basis is BasisNone unless words are kept.
//
// Value is EDTF (ISO 8601-2:2019, the Library of Congress profile levels 0 and
// 1) for a day or coarser, and RFC 3339 without seconds ("2015-09-27T06:35",
// with "Z" or an offset where the zone is known) for an hour or minute.
type Date struct {
	Value     string
	Precision Precision
	Basis     Basis
	Words     string // the source's own words; "" if none
	Span      Span   // where Words stand in the article's text; zero if not in it
	Article   string // id of the article whose text Span is of, where that is another than the date's own; ""
	Reason    string // why this value, or why none; one clause
}

// NoDate returns a date without a value and why.
func NoDate(reason string) Date { return Date{Basis: BasisNone, Reason: reason} }

// Known reports whether d has a value.
func (d Date) Known() bool { return d.Value != "" }

// Bounds returns the first and last instant of d as minutes since
// 1970-01-01T00:00 in the zone in which d is written, both inclusive; an open
// or unparsable end is reported by ok false. It understands years, months,
// days, weeks ("2015-W39"), seasons and quarters (EDTF 21–24, 33–36), decades
// ("201X"), RFC 3339 times, and intervals "A/B" of these.
func (d Date) Bounds() (first, last int64, ok bool) { return bounds(d.Value) }

// Day returns the calendar day of d in the zone in which it is written, as days
// since 1970-01-01, and whether d is known to the day or finer.
func (d Date) Day() (int, bool) {
	switch d.Precision {
	case PrecisionDay, PrecisionHour, PrecisionMinute:
		if first, _, ok := d.Bounds(); ok {
			return int(floorDiv(first, minutesPerDay)), true
		}
	}
	return 0, false
}

const minutesPerDay = 24 * 60

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}

func bounds(v string) (first, last int64, ok bool) {
	if a, b, interval := strings.Cut(v, "/"); interval {
		f, _, ok1 := bounds(a)
		_, l, ok2 := bounds(b)
		return f, l, ok1 && ok2 && f <= l
	}
	if day, clock, timed := strings.Cut(v, "T"); timed {
		f, _, ok := bounds(day)
		if !ok || len(clock) < 2 {
			return 0, 0, false
		}
		h, err := strconv.Atoi(clock[:2])
		if err != nil {
			return 0, 0, false
		}
		if len(clock) < 5 || clock[2] != ':' {
			return f + int64(h)*60, f + int64(h)*60 + 59, true
		}
		m, err := strconv.Atoi(clock[3:5])
		if err != nil {
			return 0, 0, false
		}
		at := f + int64(h)*60 + int64(m)
		return at, at, true
	}
	if len(v) == 4 && strings.HasSuffix(v, "X") {
		y, err := strconv.Atoi(v[:3])
		if err != nil {
			return 0, 0, false
		}
		return minutes(y*10, 1, 1), minutes(y*10+10, 1, 1) - 1, true
	}
	if len(v) < 4 {
		return 0, 0, false
	}
	y, err := strconv.Atoi(v[:4])
	if err != nil {
		return 0, 0, false
	}
	switch rest := v[4:]; {
	case rest == "":
		return minutes(y, 1, 1), minutes(y+1, 1, 1) - 1, true
	case len(rest) == 4 && strings.HasPrefix(rest, "-W"):
		w, err := strconv.Atoi(rest[2:])
		if err != nil || w < 1 || w > 53 {
			return 0, 0, false
		}
		// Week 1 holds 4 January (ISO 8601).
		jan4 := time.Date(y, 1, 4, 0, 0, 0, 0, time.UTC)
		monday := minutes(y, 1, 4) - int64((jan4.Weekday()+6)%7)*minutesPerDay
		f := monday + int64(w-1)*7*minutesPerDay
		return f, f + 7*minutesPerDay - 1, true
	case len(rest) == 3 && rest[0] == '-':
		m, err := strconv.Atoi(rest[1:])
		switch {
		case err != nil:
			return 0, 0, false
		case m >= 1 && m <= 12:
			return minutes(y, m, 1), minutes(y, m+1, 1) - 1, true
		case m >= 21 && m <= 24: // northern seasons: spring begins in March
			f := 3 * (m - 20)
			return minutes(y, f, 1), minutes(y, f+3, 1) - 1, true
		case m >= 33 && m <= 36:
			f := 3*(m-33) + 1
			return minutes(y, f, 1), minutes(y, f+3, 1) - 1, true
		}
		return 0, 0, false
	case len(rest) == 6 && rest[0] == '-' && rest[3] == '-':
		m, err1 := strconv.Atoi(rest[1:3])
		day, err2 := strconv.Atoi(rest[4:])
		if err1 != nil || err2 != nil || !ValidDay(y, m, day) {
			return 0, 0, false
		}
		f := minutes(y, m, day)
		return f, f + minutesPerDay - 1, true
	}
	return 0, 0, false
}

func minutes(y, m, d int) int64 {
	return floorDiv(time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC).Unix(), 60)
}

// ValidDay reports whether the Gregorian calendar has the day y-m-d.
func ValidDay(y, m, d int) bool {
	if m < 1 || m > 12 || d < 1 || d > 31 {
		return false
	}
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	return t.Day() == d
}

// DayNumber returns the days from 1970-01-01 to y-m-d.
func DayNumber(y, m, d int) int { return int(floorDiv(minutes(y, m, d), minutesPerDay)) }

// DayValue returns day, in days since 1970-01-01, as "2015-09-27".
func DayValue(day int) string {
	return time.Unix(int64(day)*86400, 0).UTC().Format(time.DateOnly)
}

// Weekday returns the weekday of day, in days since 1970-01-01.
func Weekday(day int) time.Weekday {
	return time.Weekday(((day+4)%7 + 7) % 7)
}
