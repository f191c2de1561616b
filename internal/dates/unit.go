package dates

import (
	"time"

	"github.com/twosource/twosource/internal/news"
)

// A Unit is a unit of the calendar or the clock.
type Unit uint8

// The units, from short to long. NoUnit is "not said".
const (
	NoUnit Unit = iota
	Second
	Minute
	Hour
	Day
	Weekend
	Week
	Fortnight
	Month
	Quarter
	Year
	Decade
	Century
)

// unitLetters are the units as ISO 8601 durations write them; TIMEX3 adds WE,
// Q, E (decade) and C.
var unitLetters = [...]string{"", "S", "M", "H", "D", "WE", "W", "W", "M", "Q", "Y", "E", "C"}

// Clock reports whether u is shorter than a day.
func (u Unit) Clock() bool { return u >= Second && u <= Hour }

// Civil returns the year, month and day of day, in days since 1970-01-01.
func Civil(day int) (y, m, d int) {
	t := time.Unix(int64(day)*86400, 0).UTC()
	return t.Year(), int(t.Month()), t.Day()
}

// AddMonths returns the year and month n months after month m (1–12) of year y.
func AddMonths(y, m, n int) (year, month int) {
	k := y*12 + m - 1 + n
	return floorDiv(k, 12), k - floorDiv(k, 12)*12 + 1
}

// ISOWeek returns the ISO 8601 year and week of day.
func ISOWeek(day int) (year, week int) {
	return time.Unix(int64(day)*86400, 0).UTC().ISOWeek()
}

// Easter returns the day of western Easter Sunday in year y (Gregorian), in
// days since 1970-01-01.
//
// Source: the anonymous algorithm of Nature, 20 April 1876, as J. Meeus prints
// it in Astronomical Algorithms, chapter 8.
func Easter(y int) int {
	a, b, c := y%19, y/100, y%100
	d, e := b/4, b%4
	f := (b + 8) / 25
	g := (b - f + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return news.DayNumber(y, n/31, n%31+1)
}

// OrthodoxEaster returns the day of Easter Sunday in the Orthodox churches in
// year y, in days since 1970-01-01: reckoned in the Julian calendar.
//
// Source: J. Meeus, Astronomical Algorithms, chapter 8.
func OrthodoxEaster(y int) int {
	a, b, c := y%4, y%7, y%19
	d := (19*c + 15) % 30
	e := (2*a + 4*b - d + 34) % 7
	n := d + e + 114
	julian := news.DayNumber(y, n/31, n%31+1)
	return julian + y/100 - y/400 - 2 // the days between the calendars
}

// nthWeekday returns the nth (1–5, or -1 for the last) weekday w of month m.
func nthWeekday(y, m, n int, w time.Weekday) int {
	if n < 0 {
		yy, mm := AddMonths(y, m, 1)
		last := news.DayNumber(yy, mm, 1) - 1
		return last - (int(news.Weekday(last))-int(w)+7)%7
	}
	first := news.DayNumber(y, m, 1)
	return first + (int(w)-int(news.Weekday(first))+7)%7 + 7*(n-1)
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}
