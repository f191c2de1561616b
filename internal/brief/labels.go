package brief

import (
	"strconv"
	"strings"
	"time"

	"github.com/twosource/twosource/internal/news"
)

var smallNumbers = [...]string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}

// inWords returns n as a word up to twelve, else in digits.
func inWords(n int) string {
	if n >= 0 && n < len(smallNumbers) {
		return smallNumbers[n]
	}
	return count(n)
}

// count returns n in digits with commas between thousands.
func count(n int) string {
	s := strconv.Itoa(n)
	for k := len(s) - 3; k > 0; k -= 3 {
		s = s[:k] + "," + s[k:]
	}
	return s
}

// plural returns n and the noun in the right number; many is the plural, or ""
// for one with an s.
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	if many == "" {
		many = one + "s"
	}
	return count(n) + " " + many
}

// shortDate returns v, an EDTF or RFC 3339 value, as "27 Sep 2015"; what it
// does not know it returns as it is.
func shortDate(v string) string { return readDate(v, "2 Jan 2006", "Jan 2006") }

// longDate returns v as "Sunday 27 September 2015".
func longDate(v string) string { return readDate(v, "Monday 2 January 2006", "January 2006") }

// isOpen reports whether an end of an EDTF interval is open or unknown.
func isOpen(end string) bool { return end == "" || end == ".." }

func readDate(v, day, month string) string {
	if a, b, ok := strings.Cut(v, "/"); ok {
		switch a, b = readDate(a, day, month), readDate(b, day, month); {
		case isOpen(a):
			return "by " + b
		case isOpen(b):
			return a + " or later"
		default:
			return a + " to " + b
		}
	}
	if d, clock, ok := strings.Cut(v, "T"); ok && len(clock) >= 2 {
		return readDate(d, day, month) + ", " + clock[:min(5, len(clock))]
	}
	if t, err := time.Parse(time.DateOnly, v); err == nil {
		return t.Format(day)
	}
	if t, err := time.Parse("2006-01", v); err == nil {
		return t.Format(month)
	}
	if len(v) == 4 && strings.HasSuffix(v, "X") {
		return v[:3] + "0s"
	}
	if year, rest, ok := strings.Cut(v, "-"); ok && len(year) == 4 {
		switch rest {
		case "21":
			return "spring " + year
		case "22":
			return "summer " + year
		case "23":
			return "autumn " + year
		case "24":
			return "winter " + year
		case "33", "34", "35", "36":
			return "quarter " + string(rune(rest[1]-2)) + " of " + year
		}
		if strings.HasPrefix(rest, "W") {
			return "week " + strings.TrimLeft(rest[1:], "0") + " of " + year
		}
	}
	return v
}

// publishedLabel returns the date of an article as its list shows it:
// "2015-09-27 06:35, zone unknown", or "no date".
func publishedLabel(d news.Date) string {
	if !d.Known() {
		return "no date"
	}
	if d.Basis == news.BasisInferred {
		return betweenDates(d.Value) + ", worked out"
	}
	day, clock, timed := strings.Cut(d.Value, "T")
	s := day
	if timed {
		if len(clock) > 5 {
			zone := clock[5:]
			if zone == "Z" {
				zone = " UTC"
			}
			s += " " + clock[:5] + zone
		} else {
			s += " " + clock + ", zone unknown"
		}
	}
	if d.Basis == news.BasisGiven {
		s += " (given)"
	}
	return s
}

// betweenDates returns an interval as "between 3 and 20 May 2016", an open one as
// "3 May 2016 or later", and any other date as [shortDate] does.
func betweenDates(v string) string {
	a, b, ok := strings.Cut(v, "/")
	if !ok || isOpen(a) || isOpen(b) {
		return shortDate(v)
	}
	from, err1 := time.Parse(time.DateOnly, a)
	to, err2 := time.Parse(time.DateOnly, b)
	if err1 != nil || err2 != nil {
		return "between " + shortDate(a) + " and " + shortDate(b)
	}
	start := "2 January 2006"
	switch {
	case from.Year() != to.Year():
	case from.Month() != to.Month():
		start = "2 January"
	default:
		start = "2"
	}
	return "between " + from.Format(start) + " and " + to.Format("2 January 2006")
}

// columnDate returns v, as an article's date has it, in the 16 columns that the
// lists of articles have for it: to the minute, without its zone; of an
// interval, as much as there is room for.
func columnDate(v string) string {
	a, b, ok := strings.Cut(v, "/")
	switch {
	case v == "":
		return "no date"
	case !ok:
		if day, clock, ok := strings.Cut(v, "T"); ok && len(clock) >= 5 {
			return day + " " + clock[:5]
		}
		return v
	case isOpen(a):
		return "by " + b
	case isOpen(b):
		return "from " + a
	case len(a) == len(time.DateOnly) && len(b) == len(a) && a[:8] == b[:8]:
		return a + " to " + b[8:]
	case len(a) >= 7 && len(b) >= 7 && a[:5] == b[:5]:
		return a[:7] + " to " + b[5:7]
	}
	return a[:min(4, len(a))] + " to " + b[:min(4, len(b))]
}

// percent returns a fraction as "98 %".
func percent(f float64) string { return strconv.Itoa(int(f*100+0.5)) + " %" }
