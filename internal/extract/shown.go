package extract

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	dps "github.com/markusmobius/go-dateparser"

	"github.com/twosource/twosource/internal/dates"
	"github.com/twosource/twosource/internal/news"
)

// Sites write times in their tags in UTC, and show readers the day of their own
// zone. An evening's report then has tomorrow's date in the tag. The day that
// "Sunday" is reckoned from is the one that readers were shown.

// localDay returns the date that readers of the page were shown, if stamp is a
// time in UTC whose day is shown nowhere while the day before or after is.
func localDay(doc *html.Node, d news.Date, addresses []string) (news.Date, bool) {
	day, ok := d.Day()
	clock, utc := utcClock(d.Value)
	if !ok || !utc {
		return d, false
	}
	shown, timed := shownDays(doc, addresses)
	if at, _, ok := d.Bounds(); ok {
		for _, t := range timed {
			// The same time on the clock of another zone: whole half-hours
			// away.
			local, _, _ := t.Bounds()
			ahead := local - at
			if ahead%30 == 0 && ahead >= -12*60 && ahead <= 14*60 && ahead != 0 {
				t.Basis, t.Span, t.Reason = news.BasisMetadata, news.Span{}, "the time that the page shows; its tag has it in UTC, "+d.Value
				return t, true
			}
		}
	}
	if _, same := shown[day]; same {
		return d, false
	}
	before, isBefore := shown[day-1]
	after, isAfter := shown[day+1]
	// Zones lie between 12 hours behind UTC and 14 ahead of it.
	isBefore = isBefore && clock < 12*60
	isAfter = isAfter && clock >= 10*60
	if isBefore == isAfter {
		return d, false
	}
	words, value := before, day-1
	if isAfter {
		words, value = after, day+1
	}
	return news.Date{
		Value: news.DayValue(value), Precision: news.PrecisionDay, Basis: news.BasisMetadata, Words: words,
		Reason: "the day that the page shows; its tag has the next in UTC, " + d.Value,
	}, true
}

// utcClock returns the minutes after midnight of a time in UTC.
func utcClock(value string) (int, bool) {
	_, clock, ok := strings.Cut(value, "T")
	if !ok || len(clock) < 6 || clock[5:] != "Z" && clock[5:] != "+00:00" {
		return 0, false
	}
	h, err1 := strconv.Atoi(clock[:2])
	m, err2 := strconv.Atoi(clock[3:5])
	return h*60 + m, err1 == nil && err2 == nil
}

// maxShown bounds how many short texts of a page are tried as dates.
const maxShown = 400

// shownDays returns the days that the page shows in its addresses, time
// elements and short texts, with the words of each.
// timed are the first of them with a time of day and no zone.
func shownDays(doc *html.Node, addresses []string) (days map[int]string, timed []news.Date) {
	out := map[int]string{}
	add := func(words string) {
		d, day, ok := readDay(words)
		if !ok || !plausible(day) {
			return
		}
		if _, seen := out[day]; !seen {
			out[day] = words
		}
		if d.Precision == news.PrecisionMinute && len(d.Value) == len("2006-01-02T15:04") && len(timed) < 20 {
			timed = append(timed, d)
		}
	}
	for _, a := range addresses {
		if day, ok := addressDay(a); ok {
			out[day] = a
		}
	}
	tried := 0
	walk(doc, func(n *html.Node) bool {
		switch {
		case n.Type == html.TextNode:
			if s := strings.TrimSpace(n.Data); len(s) >= 8 && len(s) <= 80 && strings.ContainsAny(s, "0123456789") && tried < maxShown {
				tried++
				add(oneLine(s))
				if !strings.ContainsAny(s, "|•·-–") && !strings.Contains(s, " at ") && !strings.Contains(s, " um ") && !strings.Contains(s, " à ") {
					return true
				}
				for _, sep := range [...]string{"|", "•", "·", " - ", " – ", " at ", " um ", " à "} {
					if head, tail, ok := strings.Cut(s, sep); ok {
						add(oneLine(head))
						add(oneLine(tail))
					}
				}
			}
		case n.DataAtom == atom.Time:
			if s := attr(n, "datetime"); s != "" && !strings.HasSuffix(s, "Z") && !strings.HasSuffix(s, "+00:00") {
				add(s)
			}
		case skipped(n):
			return false
		}
		return true
	})
	return out, timed
}

// readDay reads words that are a date, in any of the languages known.
func readDay(words string) (news.Date, int, bool) {
	if len(words) > 80 || len(words) < 6 {
		return news.Date{}, 0, false
	}
	words = trimDate(words)
	if d, ok := dates.Parse(words, news.OrderUnknown); ok {
		day, ok := d.Day()
		return d, day, ok
	}
	var p dps.Parser
	if d, err := p.Parse(nil, words); err == nil {
		return news.Date{}, news.DayNumber(d.Time.Year(), int(d.Time.Month()), d.Time.Day()), true
	}
	return news.Date{}, 0, false
}

// addressDay returns the day that stands in the path of an address, as in
// /2015/09/27/ or /2015-09-27-.
func addressDay(address string) (int, bool) {
	for i := 0; i+10 <= len(address); i++ {
		sep := address[i+4]
		if (sep != '/' && sep != '-' && sep != '_') || i > 0 && isDigitByte(address[i-1]) || i+10 < len(address) && isDigitByte(address[i+10]) {
			continue
		}
		if t, err := time.Parse("2006"+string(sep)+"01"+string(sep)+"02", address[i:i+10]); err == nil && t.After(earliest) {
			return news.DayNumber(t.Year(), int(t.Month()), t.Day()), true
		}
	}
	return 0, false
}

func isDigitByte(c byte) bool { return c >= '0' && c <= '9' }

// namesDay reports whether words hold the day of month of d beside a year, and
// not a year or a month alone: go-htmldate makes 1 January of "© 2016", and 1
// March of "/2020/03/".
func namesDay(words string, d time.Time) bool {
	fields := strings.FieldsFunc(words, func(r rune) bool { return r < '0' || r > '9' })
	if strings.Contains(words, "/"+d.Format("2006/01")+"/") {
		_, whole := addressDay(words)
		return whole
	}
	years := slices.ContainsFunc(fields, func(f string) bool { return len(f) == 4 })
	for i, f := range fields {
		n, err := strconv.Atoi(f)
		if err != nil {
			continue
		}
		switch len(f) {
		case 1, 2:
			near := fields[max(0, i-2):min(len(fields), i+4)]
			if n == d.Day() && (!years || slices.Contains(near, strconv.Itoa(d.Year()))) {
				return true
			}
		case 6:
			if n%100 == d.Day() || n/10000 == d.Day() {
				return true
			}
		case 8:
			if n%100 == d.Day() || n/1000000 == d.Day() {
				return true
			}
		case 10, 13:
			return true // a Unix time
		}
	}
	return false
}

// ambiguous reports whether words hold a date in digits alone whose day and
// month could change places, with d being one of the two.
func ambiguous(words string, d time.Time) bool {
	if d.Day() > 12 || d.Day() == int(d.Month()) {
		return false
	}
	a, b := strconv.Itoa(d.Day()), strconv.Itoa(int(d.Month()))
	if len(a) == 1 {
		a = "0" + a
	}
	if len(b) == 1 {
		b = "0" + b
	}
	fields := strings.FieldsFunc(words, func(r rune) bool { return r != '/' && r != '-' && (r < '0' || r > '9') })
	for _, f := range fields {
		parts := strings.FieldsFunc(f, func(r rune) bool { return r == '/' || r == '-' })
		if len(parts) != 3 || len(parts[2]) < 2 || len(parts[0]) > 2 {
			continue
		}
		x, y := parts[0], parts[1]
		if len(x) == 1 {
			x = "0" + x
		}
		if len(y) == 1 {
			y = "0" + y
		}
		if x == a && y == b || x == b && y == a {
			return true
		}
	}
	return false
}
