package dates

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/twosource/twosource/internal/news"
)

// maxWritten bounds what Parse looks at, in bytes: the longest date lines of
// news pages are well under 100.
const maxWritten = 400

// Ambiguous begins the reason of a date that could be read with the day or the
// month first, such as 4/5/2017.
const Ambiguous = "day and month cannot be told apart"

// Parse reads an absolute date as headers, page tags and date lines write it:
// ISO 8601 and RFC 3339, RFC 822 and 1123, "September 27, 2015, 6:35 am",
// "27. September 2015", "27 сентября 2015", "2015/09/27", "27.09.2015",
// "20150927", seconds or milliseconds since 1970, "September 2015", "2015".
// Words around it ("Published:", "Updated on") are passed over.
//
// The order decides all-digit dates with strokes or hyphens whose day and
// month could be either way round; others do not need it. With dots the day is
// first. Two-digit years stand for 1970–2069 where the order is known.
//
// The date's Words are s without white space at its ends, its Basis is
// [news.BasisMetadata] (a caller that read s in the article's text sets its
// own), its Span is zero. A clock time gives minutes or hours, with the zone as
// written and none where none is written or the name is ambiguous (Reason says
// so). On failure ok is false, and the date keeps Words and has the Reason,
// such as "day and month cannot be told apart: 4/5/2017". A relative day is
// refused: there is nothing to reckon it from.
//
// Parse takes time linear in s, of which it reads 400 bytes.
func Parse(s string, order news.DateOrder) (d news.Date, ok bool) {
	s = strings.TrimSpace(s)
	d = news.Date{Basis: news.BasisNone, Words: s}
	switch {
	case s == "":
		d.Reason = "no date given"
		return d, false
	case len(s) > maxWritten:
		d.Reason = fmt.Sprintf("too long for a date: %d bytes", len(s))
		return d, false
	}
	p := &parser{text: s, toks: scan(s), order: order}
	if !p.parse() {
		d.Reason = p.reason
		if d.Reason == "" {
			d.Reason = "no date in it"
		}
		return d, false
	}
	d.Value, d.Precision, d.Basis, d.Reason = p.value(), p.precision(), news.BasisMetadata, p.reason
	return d, true
}

// A parser holds what one call of Parse has found so far. Month and day 0 are
// "not said"; hour -1 is "no clock time".
type parser struct {
	text   string
	toks   []token
	order  news.DateOrder
	reason string // the first cause of a refusal; on success, a doubt

	y, m, d   int
	week      int
	hour, min int // min -1 if only the hour is said
	zone      string
}

func (p *parser) refuse(format string, args ...any) bool {
	if p.reason == "" {
		p.reason = fmt.Sprintf(format, args...)
	}
	return false
}

func (p *parser) parse() bool {
	p.hour, p.min = -1, -1
	if p.digitsOnly() {
		return p.y != 0 || p.reason == "" && p.refuse("no date in it")
	}
	if p.reason != "" {
		return false
	}
	for i := range p.toks {
		if n := p.fullDate(i); n > 0 {
			p.clock(i, i+n)
			return true
		}
		if p.reason != "" {
			return false
		}
	}
	if p.coarse() {
		return true
	}
	if p.reason == "" {
		p.explain()
	}
	return false
}

// digitsOnly reads a text that is one run of digits.
func (p *parser) digitsOnly() bool {
	if len(p.toks) == 3 && p.toks[0].n >= 10 && p.toks[1].is(".") && p.toks[2].kind == number {
		p.toks = p.toks[:1] // 1443350100.25, a float since 1970
	}
	if len(p.toks) != 1 || p.toks[0].kind != number {
		return false
	}
	t := p.toks[0]
	switch t.n {
	case 4:
		return p.setYear(t.val)
	case 8, 12, 14:
		y, m, d := atoi(t.text[:4]), atoi(t.text[4:6]), atoi(t.text[6:8])
		if y < 1500 || y > 2199 || !news.ValidDay(y, m, d) {
			p.refuse("the calendar has no such day: %s", t.text)
			return true
		}
		p.y, p.m, p.d = y, m, d
		if t.n > 8 {
			if h, mi := atoi(t.text[8:10]), atoi(t.text[10:12]); h < 24 && mi < 60 {
				p.hour, p.min = h, mi
			}
		}
	case 10, 13:
		sec := int64(t.val)
		if t.n == 13 {
			sec /= 1000
		}
		// 1990 to 2100: what a news site's clock can have said.
		if sec < 631152000 || sec >= 4102444800 {
			p.refuse("neither a date nor seconds since 1970 in our time: %s", t.text)
			return true
		}
		at := time.Unix(sec, 0).UTC()
		p.y, p.m, p.d = at.Year(), int(at.Month()), at.Day()
		p.hour, p.min, p.zone = at.Hour(), at.Minute(), "Z"
	default:
		p.refuse("a run of %d digits is no date: %s", t.n, t.text)
	}
	return true
}

func (p *parser) setYear(y int) bool {
	if y < 1000 || y > 2199 {
		p.refuse("not a year: %d", y)
		return true
	}
	p.y = y
	return true
}

// fullDate reads a date to the day that begins at token i and returns the
// number of its tokens, 0 if there is none.
func (p *parser) fullDate(i int) int {
	for _, read := range [...]func(int) int{p.compact, p.yearFirst, p.numeric, p.dayMonthYear, p.monthDayYear, p.ideographs} {
		if n := read(i); n > 0 || p.reason != "" {
			return n
		}
	}
	return 0
}

func (p *parser) at(i int) token {
	if i >= 0 && i < len(p.toks) {
		return p.toks[i]
	}
	return token{}
}

// set keeps a day if the calendar has it.
func (p *parser) set(y, m, d, from, n int) int {
	if !news.ValidDay(y, m, d) {
		p.refuse("the calendar has no such day: %s", p.words(from, n))
		return 0
	}
	p.y, p.m, p.d = y, m, d
	return n
}

func (p *parser) words(from, n int) string {
	return p.text[p.toks[from].start:p.toks[from+n-1].end]
}

// compact reads the 20150927 of 20150927T063500Z or of a longer line.
func (p *parser) compact(i int) int {
	t := p.at(i)
	if t.kind != number || t.n != 8 || t.text < "1900" || t.text >= "21" || !news.ValidDay(atoi(t.text[:4]), atoi(t.text[4:6]), atoi(t.text[6:])) {
		return 0
	}
	return p.set(atoi(t.text[:4]), atoi(t.text[4:6]), atoi(t.text[6:]), i, 1)
}

// yearFirst reads 2015-09-27, 2015/9/27, 2015.09.27, 2015-270, 2015 September 27.
func (p *parser) yearFirst(i int) int {
	y := p.at(i)
	if y.kind != number || y.n != 4 || y.val < 1000 || y.val > 2199 || p.at(i-1).kind == number && p.at(i-1).end == y.start {
		return 0
	}
	sep := p.at(i + 1)
	if sep.is("-") || sep.is("/") || sep.is(".") {
		a, s2, b := p.at(i+2), p.at(i+3), p.at(i+4)
		if a.kind == number && a.n <= 2 && s2.text == sep.text && b.kind == number && b.n <= 2 {
			return p.set(y.val, a.val, b.val, i, 5)
		}
		if a.kind == number && a.n == 3 && sep.is("-") && a.val >= 1 && a.val <= 366 && s2.kind != punct {
			day := news.DayNumber(y.val, 1, 1) + a.val - 1
			yy, m, d := Civil(day)
			if yy == y.val {
				return p.set(yy, m, d, i, 3)
			}
		}
		if m, s2, b := p.month(i+2), p.at(i+3), p.at(i+4); m > 0 && s2.text == sep.text && b.kind == number && b.n <= 2 {
			return p.set(y.val, m, b.val, i, 5) // 2015-Sep-27
		}
		return 0
	}
	j := p.skip(i+1, ",")
	if m := p.month(j); m > 0 {
		if b := p.at(p.skip(j+1, ".")); b.kind == number && b.n <= 2 {
			k := p.skip(j+1, ".")
			if after := p.at(k + 1); after.is(":") || after.kind == number && after.n == 4 {
				return 0 // 2015, September 6:35
			}
			return p.set(y.val, m, b.val, i, k+1-i)
		}
	}
	return 0
}

// numeric reads 27.09.2015, 4/5/2017, 27-09-15.
func (p *parser) numeric(i int) int {
	a, s1, b, s2, c := p.at(i), p.at(i+1), p.at(i+2), p.at(i+3), p.at(i+4)
	if a.kind != number || b.kind != number || c.kind != number || a.n > 2 || b.n > 2 ||
		s1.text != s2.text || !(s1.is("/") || s1.is("-") || s1.is(".")) || c.n != 4 && c.n != 2 {
		return 0
	}
	if b.start-s1.end > 1 || c.start-s2.end > 1 {
		return 0
	}
	if next := p.at(i + 5); next.text == s1.text && p.at(i+6).kind == number && p.at(i+6).start == next.end {
		return 0 // 192.168.10.20: an address or version, not a date
	}
	y := c.val
	if c.n == 2 {
		if p.order == news.OrderUnknown && !s1.is(".") {
			p.refuse("year, month and day cannot be told apart: %s", p.words(i, 5))
			return 0
		}
		y = fullYear(y)
	}
	if y < 1000 || y > 2199 {
		return 0
	}
	day, month := a.val, b.val
	switch {
	case s1.is(".") || p.order == news.OrderDMY:
	case p.order == news.OrderMDY:
		day, month = b.val, a.val
	case a.val > 12 && b.val <= 12 || a.val == b.val:
	case b.val > 12 && a.val <= 12:
		day, month = b.val, a.val
	case a.val >= 1 && a.val <= 12 && b.val >= 1:
		p.refuse(Ambiguous+": %s", p.words(i, 5))
		return 0
	}
	if !news.ValidDay(y, month, day) && month > 12 && news.ValidDay(y, day, month) {
		day, month = month, day // the order given does not fit, the other does
		p.reason = ""
	}
	return p.set(y, month, day, i, 5)
}

// fullYear gives a two-digit year its century: 70–99 are 19xx, 00–69 20xx, as
// POSIX reads %y but for 69.
func fullYear(y int) int {
	if y >= 70 {
		return 1900 + y
	}
	return 2000 + y
}

// dayMonthYear reads "27 Sep 2015", "27th of September, 2015", "27. September
// 2015", "27-Sep-15", "27 de septiembre de 2015".
func (p *parser) dayMonthYear(i int) int {
	day := p.at(i)
	if day.kind != number || day.n > 2 {
		return 0
	}
	j := i + 1
	if p.at(j).ordinal() {
		j++
	}
	j = p.skip(j, ".", "-", "/", "of", "de", "d", "’", "'")
	m := p.month(j)
	if m == 0 {
		return 0
	}
	j = p.skip(j+1, ".", ",", "-", "/", "de", "del", "of", "'", "’")
	y := p.at(j)
	switch {
	case y.kind == number && y.n == 4 && y.val >= 1000 && y.val <= 2199:
		return p.set(y.val, m, day.val, i, j+1-i)
	case y.kind == number && y.n == 2 && !p.at(j+1).is(":") && !p.at(j+1).half():
		return p.set(fullYear(y.val), m, day.val, i, j+1-i) // RFC 822
	}
	// "Sun Sep 27 14:05:00 2015" has its year after the clock: monthDayYear.
	return 0
}

// monthDayYear reads "September 27, 2015", "Sept. 27th 2015", and the year
// after the clock as Unix prints it, "Sep 27 06:35:00 GMT 2015".
func (p *parser) monthDayYear(i int) int {
	m := p.month(i)
	if m == 0 {
		return 0
	}
	j := p.skip(i+1, ".", "-", "/", "the")
	day := p.at(j)
	if day.kind != number || day.n > 2 {
		return 0
	}
	j++
	if p.at(j).ordinal() {
		j++
	}
	j = p.skip(j, ",", ".", "-", "/", "of")
	if y := p.at(j); y.kind == number && y.n == 4 && y.val >= 1000 && y.val <= 2199 {
		return p.set(y.val, m, day.val, i, j+1-i)
	}
	if n := p.clockAt(j); n > 0 {
		k := j + n
		if y := p.at(k); y.kind == number && y.n == 4 && y.val >= 1000 && y.val <= 2199 {
			return p.set(y.val, m, day.val, i, k+1-i)
		}
		p.hour, p.min, p.zone = -1, -1, ""
	}
	return 0
}

// ideographs reads 2015年9月27日.
func (p *parser) ideographs(i int) int {
	y, m, d := p.at(i), p.at(i+2), p.at(i+4)
	if p.at(i+1).is("年") && p.at(i+3).is("月") && p.at(i+5).is("日") &&
		y.kind == number && y.n == 4 && m.kind == number && d.kind == number {
		return p.set(y.val, m.val, d.val, i, 6)
	}
	return 0
}

// coarse reads "2015-09", "September 2015", "2015-W39", "2015", if nothing but
// words stands beside it.
func (p *parser) coarse() bool {
	nums := 0
	for _, t := range p.toks {
		if t.kind == number {
			nums++
		}
	}
	for i, t := range p.toks {
		if t.kind != number || t.n != 4 || t.val < 1000 || t.val > 2199 {
			continue
		}
		sep, b := p.at(i+1), p.at(i+2)
		switch {
		case nums == 2 && (sep.is("-") || sep.is("/")) && b.kind == number && b.n == 2 && b.val >= 1 && b.val <= 12:
			p.y, p.m = t.val, b.val
			return true
		case nums == 2 && sep.is("-") && b.is("w") && p.at(i+3).kind == number && p.at(i+3).val >= 1 && p.at(i+3).val <= 53:
			p.y, p.week = t.val, p.at(i+3).val
			return true
		case nums == 1:
			for _, j := range [...]int{i - 1, i - 2, i + 1} {
				if m := p.month(j); m > 0 && (j != i-2 || !p.at(i-1).isLetters() || p.at(i-1).is("de") || p.at(i-1).is("of")) {
					p.y, p.m = t.val, m
					return true
				}
			}
			if len(p.toks) <= 3 {
				p.y = t.val
				return true
			}
		}
	}
	return false
}

// explain finds the reason why a text without a date has none.
func (p *parser) explain() {
	for i, t := range p.toks {
		if p.month(i) > 0 && (p.at(i-1).kind == number || p.at(i+1).kind == number) {
			p.refuse("it names no year: %s", p.text)
			return
		}
		switch t.low {
		case "ago", "yesterday", "today", "tomorrow", "hours", "minutes", "heute", "hier", "ayer":
			p.refuse("it is reckoned from an unknown day: %s", p.text)
			return
		}
	}
	p.refuse("no date in it")
}

// month returns the month that token i names, 0 if none.
func (p *parser) month(i int) int {
	if t := p.at(i); t.kind == letters {
		return monthOf[t.low]
	}
	return 0
}

// skip returns the first token from i on that is none of the words. It passes
// over at most three.
func (p *parser) skip(i int, words ...string) int {
	for range 3 {
		t := p.at(i)
		found := false
		for _, w := range words {
			if t.is(w) {
				found = true
			}
		}
		if !found {
			break
		}
		i++
	}
	return i
}

func (p *parser) value() string {
	switch {
	case p.week > 0:
		return fmt.Sprintf("%04d-W%02d", p.y, p.week)
	case p.m == 0:
		return fmt.Sprintf("%04d", p.y)
	case p.d == 0:
		return fmt.Sprintf("%04d-%02d", p.y, p.m)
	case p.hour < 0:
		return fmt.Sprintf("%04d-%02d-%02d", p.y, p.m, p.d)
	case p.min < 0:
		return fmt.Sprintf("%04d-%02d-%02dT%02d%s", p.y, p.m, p.d, p.hour, p.zone)
	}
	return fmt.Sprintf("%04d-%02d-%02dT%02d:%02d%s", p.y, p.m, p.d, p.hour, p.min, p.zone)
}

func (p *parser) precision() news.Precision {
	switch {
	case p.week > 0:
		return news.PrecisionWeek
	case p.m == 0:
		return news.PrecisionYear
	case p.d == 0:
		return news.PrecisionMonth
	case p.hour < 0:
		return news.PrecisionDay
	case p.min < 0:
		return news.PrecisionHour
	}
	return news.PrecisionMinute
}

// atoi is for runs of digits known to be short.
func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
