package cluster

import (
	"strconv"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// addressDay returns the day that an article's address holds, as the addresses of
// many outlets do: /2014/05/08/, /2014/may/08/, -2014-05-08.
func addressDay(a *news.Article) (int, bool) {
	s := a.URL
	for i := 0; i+8 <= len(s); i++ {
		if s[i] != '2' || s[i+1] != '0' || i > 0 && isDigit(s[i-1]) {
			continue
		}
		if day, ok := dayAt(s[i:]); ok {
			return day, true
		}
	}
	return 0, false
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

const monthNames = "janfebmaraprmayjunjulaugsepoctnovdec"

// dayAt reads year, month and day at the beginning of s.
func dayAt(s string) (int, bool) {
	year, rest := digits(s, 4)
	if year < 2000 || len(rest) < 2 || rest[0] != '/' && rest[0] != '-' {
		return 0, false
	}
	month, after := digits(rest[1:], 2)
	if month == 0 && len(rest) > 4 {
		k := strings.Index(monthNames, strings.ToLower(rest[1:4]))
		if k < 0 || k%3 != 0 {
			return 0, false
		}
		month, after = k/3+1, rest[4:]
	}
	if month < 1 || month > 12 || len(after) < 2 || after[0] != '/' && after[0] != '-' {
		return 0, false
	}
	day, end := digits(after[1:], 2)
	if day < 1 || day > 31 || end != "" && isDigit(end[0]) {
		return 0, false
	}
	return news.Date{Value: pad(year) + "-" + pad(month) + "-" + pad(day), Precision: news.PrecisionDay}.Day()
}

func pad(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// digits reads up to n digits at the beginning of s.
func digits(s string, n int) (int, string) {
	v, i := 0, 0
	for i < n && i < len(s) && isDigit(s[i]) {
		v = 10*v + int(s[i]-'0')
		i++
	}
	return v, s[i:]
}
