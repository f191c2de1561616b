package web

import (
	"strconv"
	"strings"
	"time"

	"github.com/twosource/twosource/internal/figures"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/serve"
)

// plural returns n and a noun in the right number.
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return thousands(n) + " " + many
}

// thousands returns n in digits with commas.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for k := len(s) - 3; k > 0; k -= 3 {
		s = s[:k] + "," + s[k:]
	}
	return s
}

// shown, folded and excerpt are those of the pictures.
func shown(s string) string { return figures.Shown(s) }

func folded(s string) string { return figures.Folded(s) }

func excerpt(s string, n int) string { return figures.Excerpt(s, n) }

// shortDate returns v, an EDTF or RFC 3339 value, as "27 Sep 2015, 06:35"; what it
// does not know it returns as it is.
func shortDate(v string) string {
	if a, b, ok := strings.Cut(v, "/"); ok {
		switch open := func(s string) bool { return s == "" || s == ".." }; {
		case open(a):
			return "by " + shortDate(b)
		case open(b):
			return shortDate(a) + " or later"
		case a == b:
			return shortDate(a)
		}
		return dateRange(shortDate(a), shortDate(b))
	}
	if day, clock, ok := strings.Cut(v, "T"); ok && len(clock) >= 2 {
		return shortDate(day) + ", " + clock[:min(5, len(clock))]
	}
	if t, err := time.Parse(time.DateOnly, v); err == nil {
		return t.Format("2 Jan 2006")
	}
	if t, err := time.Parse("2006-01", v); err == nil {
		return t.Format("Jan 2006")
	}
	if len(v) == 4 && strings.HasSuffix(v, "X") {
		return v[:3] + "0s"
	}
	if year, rest, ok := strings.Cut(v, "-"); ok && len(year) == 4 && rest != "" {
		if name, ok := partsOfYear[rest]; ok {
			return name + " " + year
		}
		if week, ok := strings.CutPrefix(rest, "W"); ok {
			return weekWords(year, week, v)
		}
	}
	return v
}

// dateRange returns two dates as a stretch of time, with the month and year that they
// have in common once: "6 to 7 Jun 2020".
func dateRange(a, b string) string {
	x, y := strings.Fields(a), strings.Fields(b)
	if len(x) == 3 && len(y) == 3 && x[2] == y[2] {
		switch {
		case a == b:
			return a
		case x[1] == y[1]:
			return x[0] + " to " + b
		}
		return x[0] + " " + x[1] + " to " + b
	}
	return a + " to " + b
}

// weekWords returns a week of ISO 8601 by its Monday; v if there is none of that
// number.
func weekWords(year, week, v string) string {
	y, err1 := strconv.Atoi(year)
	n, err2 := strconv.Atoi(week)
	if err1 != nil || err2 != nil || n < 1 || n > 53 {
		return v
	}
	fourth := time.Date(y, time.January, 4, 0, 0, 0, 0, time.UTC) // it lies in the first week
	monday := fourth.AddDate(0, 0, 7*(n-1)-(int(fourth.Weekday())+6)%7)
	return "week of " + monday.Format("2 Jan 2006")
}

// partsOfYear are the seasons and quarters of EDTF.
var partsOfYear = map[string]string{
	"21": "spring", "22": "summer", "23": "autumn", "24": "winter",
	"33": "first quarter of", "34": "second quarter of", "35": "third quarter of", "36": "fourth quarter of",
}

// dateWords returns a date as it is shown, "no date" if there is none.
func dateWords(d news.Date) string {
	if d.Value == "" {
		return "no date"
	}
	return shortDate(d.Value)
}

// minuteDay returns the day of a minute since 1970; "" if there is none.
func minuteDay(m int64) string {
	if m == serve.NoDate {
		return ""
	}
	return time.Unix(m*60, 0).UTC().Format("2 Jan 2006")
}
