package dates

import "github.com/twosource/twosource/internal/news"

// slots hold what the classes of a pattern have read. Zero is "not said", but
// for the fields that say otherwise.
type slots struct {
	n, n2     int32 // quantities; vagueNumber for "several"
	half      bool  // "and a half"
	ord       int16
	year      int16
	year2     int16
	decade    int16 // 1990 for "1990s"
	century   int16
	month     int8
	day, day2 int8
	weekday   int8 // 1 Sunday … 7 Saturday
	season    int8
	part      int8
	edge      int8
	hour      int8 // 1–25: the hour and one
	min       int8 // 1–60: the minute and one
	zone      int16
	zoned     bool
	unit      Unit
	unit2     Unit // of n2, in "two years and six months"
	n3        int32
	unit3     Unit // of n3
	plural    bool
}

const vagueNumber = -1

// A reader reads one class of words.
type reader struct {
	name   string
	starts class // classes of the token it may begin with
	// read reads at token i, fills the slots and returns the number of tokens
	// it took, 0 if it is not there.
	read func(t []Token, i int, s *slots) int
}

var readers = []reader{
	{"MONTH", cMonth, readMonth},
	{"WEEKDAY", cWeekday, readWeekday},
	{"WEEKDAYS", cWeekdays, readWeekdays},
	{"DOM", cDigits | cOrdinal | cNumeral, readDayOfMonth},
	{"ORDDAY", cDigits | cOrdinal | cNumeral, readOrdinalDay},
	{"YEAR", cDigits | cNumeral, readYear},
	{"NUMBER", cDigits | cNumeral, readNumber},
	{"VAGUE", cVague, readVague},
	{"ORD", cOrdinal | cDigits, readOrdinal},
	{"UNIT", cUnit, readUnit},
	{"UNITS", cUnit, readPlural},
	{"DAYUNIT", cUnit, readDayUnit},
	{"LONGUNIT", cUnit, readLongUnit},
	{"LONGUNITS", cUnit, readLongUnits},
	{"SEASON", cSeason, readSeason},
	{"PART", cPart, readPart},
	{"EDGE", cEdge, readEdge},
	{"BOUND", cBound, readEdge},
	{"DECADE", cDigits | cNumeral, readDecade},
	{"CENTURY", cOrdinal | cDigits, readCentury},
	{"CLOCK", cDigits | cNumeral, readClock},
	{"ZONE", cZone, readZoneName},
	{"NN", cDigits, readTwoDigits},
	{"NNNN", cDigits, readFourDigits},
	{"DECADEWORD", cDecade, readDecadeWord},
	{"TENS", cDigits, readTens},
	{"PARTS", cPart, readParts},
	{"FMONTH", cForeign, readForeignMonth},
	{"HOUR", cDigits, readHour},
	{"NUMERIC", cDigits, readNumeric},
}

func classIndex(name string) int {
	for i := range readers {
		if readers[i].name == name {
			return i
		}
	}
	panic("dates: no reader named " + name)
}

func at(t []Token, i int) *Token {
	if i < len(t) {
		return &t[i]
	}
	return &noToken
}

var noToken Token

// mark reports whether token i is the mark id without white space before it.
func mark(t []Token, i int, id int32) bool { return i < len(t) && t[i].id == id && !t[i].Gap }

// The ids of marks are their ASCII codes; see [newLexicon].
const dot, colon, hyphen, apostrophe = '.', ':', '-', '\''

// readMonth takes the point of an abbreviation only if more follows.
func readMonth(t []Token, i int, s *slots) int {
	if !t[i].Capital {
		return 0
	}
	s.month = int8(t[i].val)
	return 1 + abbreviated(t, i)
}

func readForeignMonth(t []Token, i int, s *slots) int { s.month = int8(t[i].val); return 1 }

func abbreviated(t []Token, i int) int {
	if t[i].class&cAbbrev != 0 && mark(t, i+1, dot) {
		return 1
	}
	return 0
}

func readWeekday(t []Token, i int, s *slots) int {
	if !t[i].Capital {
		return 0
	}
	s.weekday = int8(t[i].val) + 1
	n := abbreviated(t, i)
	if t[i].class&cAbbrev != 0 {
		// "Sun." and "Sat" stand for days only before a date: "Sun, Sept. 27".
		next := at(t, i+1+n)
		if next.class&(cMonth|cDigits) == 0 && at(t, i+2+n).class&(cMonth|cDigits) == 0 {
			return 0
		}
	}
	return 1 + n
}

func readWeekdays(t []Token, i int, s *slots) int {
	if !t[i].Capital {
		return 0
	}
	s.weekday = int8(t[i].val) + 1
	return 1
}

// readDayOfMonth reads 27, 27th, twenty-seventh, "eighth".
func readDayOfMonth(t []Token, i int, s *slots) int {
	if n := readOrdinalDay(t, i, s); n > 0 {
		return n
	}
	x := &t[i]
	if x.class&cDigits == 0 || x.digits > 2 || x.val < 1 || x.val > 31 || i > 0 && (t[i-1].id == '$' || !x.Gap && t[i-1].id == dot) {
		return 0
	}
	if next := at(t, i+1); !next.Gap && (next.class&cDigits != 0 || next.Letters) || mark(t, i+1, colon) && at(t, i+2).class&cDigits != 0 {
		return 0
	}
	if mark(t, i+1, dot) && at(t, i+2).class&cDigits != 0 && !at(t, i+2).Gap {
		return 0
	}
	s.setDay(int8(x.val))
	return 1
}

func (s *slots) setDay(d int8) {
	if s.day == 0 {
		s.day = d
	} else {
		s.day2 = d
	}
}

func readOrdinalDay(t []Token, i int, s *slots) int {
	var o slots
	n := readOrdinal(t, i, &o)
	if n == 0 || o.ord > 31 {
		return 0
	}
	s.setDay(int8(o.ord))
	return n
}

// readOrdinal reads 3rd, third, twenty-third.
func readOrdinal(t []Token, i int, s *slots) int {
	x := &t[i]
	if x.class&cDigits != 0 {
		if end := at(t, i+1); x.digits <= 3 && x.val > 0 && end.Letters && !end.Gap && end.End-end.Start == 2 && end.class == cPlain {
			s.ord = int16(x.val)
			return 2
		}
		return 0
	}
	if x.class&cOrdinal != 0 {
		s.ord = int16(x.val)
		return 1
	}
	j := i + 1
	if mark(t, j, hyphen) {
		j++
	}
	if y := at(t, j); x.class&cNumeral != 0 && x.val >= 20 && y.class&cOrdinal != 0 && y.val < 10 {
		s.ord = int16(x.val + y.val)
		return j + 1 - i
	}
	return 0
}

// readYear reads 1998, '98, nineteen ninety-eight.
func readYear(t []Token, i int, s *slots) int {
	x := &t[i]
	if x.class&cDigits == 0 {
		if x.val != 19 && x.val != 20 && x.val != 18 {
			return 0
		}
		if n, v := belowHundred(t, i+1); n > 0 && v >= 10 {
			s.setYear(int16(x.val*100 + v))
			return n + 1
		}
		return 0
	}
	if x.digits != 4 || x.val < 1100 || x.val > 2199 {
		return 0
	}
	if next := at(t, i+1); !next.Gap && next.Letters || i > 0 && !x.Gap && t[i-1].id == dot {
		return 0
	}
	if at(t, i+2).class&cDigits != 0 && !at(t, i+2).Gap && (mark(t, i+1, dot) || mark(t, i+1, colon)) {
		return 0
	}
	s.setYear(int16(x.val))
	return 1
}

func (s *slots) setYear(y int16) {
	if s.year == 0 {
		s.year = y
	} else {
		s.year2 = y
	}
}

// belowHundred reads a number word from 0 to 99 at token i.
func belowHundred(t []Token, i int) (n int, v int32) {
	x := at(t, i)
	if x.class&cNumeral == 0 || x.class&cDigits != 0 {
		return 0, 0
	}
	if x.val < 20 {
		return 1, x.val
	}
	j := i + 1
	if mark(t, j, hyphen) {
		j++
	}
	if y := at(t, j); y.class&cNumeral != 0 && y.class&cDigits == 0 && y.val > 0 && y.val < 10 {
		return j + 1 - i, x.val + y.val
	}
	return 1, x.val
}

// readNumber reads 2, 2,000, two, twenty-one, two hundred, 5 1/2.
func readNumber(t []Token, i int, s *slots) int {
	x := &t[i]
	n, v := 1, x.val
	if x.class&cDigits != 0 {
		if i > 0 && !x.Gap && (t[i-1].id == dot || t[i-1].id == ',' || t[i-1].class&cDigits != 0) || v < 0 {
			return 0
		}
		for y := at(t, i+n+1); mark(t, i+n, ',') && y.digits == 3 && !y.Gap && v < 1000; y = at(t, i+n+1) {
			v = 1000*v + y.val
			n += 2
		}
		if next := at(t, i+n); !next.Gap && next.Letters {
			return 0
		}
		if next := at(t, i+n+1); mark(t, i+n, dot) && next.class&cDigits != 0 && !next.Gap {
			if next.digits != 1 || next.val != 5 {
				return 0
			}
			n, s.half = n+2, true // 1.5
		}
	} else {
		n, v = belowHundred(t, i)
	}
	for at(t, i+n).class&cHundred != 0 && v > 0 && v < 1000 {
		v *= at(t, i+n).val
		n++
	}
	if v == 0 {
		return 0
	}
	s.setNumber(v)
	return n
}

func (s *slots) setNumber(v int32) {
	switch {
	case s.n == 0:
		s.n = v
	case s.n2 == 0:
		s.n2 = v
	default:
		s.n3 = v
	}
}

func readVague(t []Token, i int, s *slots) int {
	s.setNumber(vagueNumber)
	return 1
}

func readUnit(t []Token, i int, s *slots) int {
	if t[i].class&cShort != 0 && (t[i].Capital || i == 0 || t[i-1].class&(cNumeral|cDigits) == 0 && t[i-1].id != hyphen) {
		return 0
	}
	switch {
	case s.unit2 != NoUnit:
		s.unit3 = t[i].unit
		return 1
	case s.unit != NoUnit:
		s.unit2 = t[i].unit
		return 1
	}
	s.unit, s.plural = t[i].unit, t[i].class&cPlural != 0
	return 1
}

func readPlural(t []Token, i int, s *slots) int {
	if t[i].class&cPlural == 0 {
		return 0
	}
	return readUnit(t, i, s)
}

// readDayUnit reads units of a day or longer, in the singular.
func readDayUnit(t []Token, i int, s *slots) int {
	if t[i].class&cPlural != 0 || t[i].unit < Day {
		return 0
	}
	return readUnit(t, i, s)
}

// readLongUnit reads units of a day or longer.
func readLongUnit(t []Token, i int, s *slots) int {
	if t[i].unit < Day {
		return 0
	}
	return readUnit(t, i, s)
}

func readLongUnits(t []Token, i int, s *slots) int {
	if t[i].unit < Day {
		return 0
	}
	return readPlural(t, i, s)
}

func readSeason(t []Token, i int, s *slots) int { s.season = int8(t[i].val); return 1 }
func readPart(t []Token, i int, s *slots) int   { s.part = int8(t[i].val); return 1 }
func readParts(t []Token, i int, s *slots) int {
	if t[i].class&cPlural == 0 {
		return 0
	}
	return readPart(t, i, s)
}

func readEdge(t []Token, i int, s *slots) int { s.edge = int8(t[i].val); return 1 }

// readDecade reads 1990s, 1990's, and the 60s of '60s.
func readDecade(t []Token, i int, s *slots) int {
	x := &t[i]
	if x.class&cDigits == 0 || x.val%10 != 0 || x.digits != 4 && x.digits != 2 {
		return 0
	}
	j := i + 1
	if mark(t, j, apostrophe) {
		j++
	}
	if y := at(t, j); y.Gap || !y.Letters || y.End-y.Start != 1 || y.class != cPlain {
		return 0 // the s
	}
	v := x.val
	if x.digits == 2 {
		if i == 0 || t[i-1].id != apostrophe || x.Gap {
			return 0 // "in his 60s"
		}
		v += 1900
		if x.val < 30 {
			v += 100
		}
	}
	if v < 1100 || v > 2190 {
		return 0
	}
	s.decade = int16(v)
	return j + 1 - i
}

// readTens reads the 70s of "the 70s".
func readTens(t []Token, i int, s *slots) int {
	x, y := &t[i], at(t, i+1)
	if x.digits != 2 || x.val < 20 || x.val%10 != 0 || y.Gap || !y.Letters || y.End-y.Start != 1 || y.class != cPlain {
		return 0
	}
	s.decade = int16(1900 + x.val)
	return 2
}

// readDecadeWord reads the nineties of "the nineties" and "nineteen nineties".
func readDecadeWord(t []Token, i int, s *slots) int {
	century := int32(1900)
	if i > 0 && t[i-1].class&cNumeral != 0 && t[i-1].val >= 17 && t[i-1].val <= 20 {
		century = 100 * t[i-1].val
	}
	if t[i].val < 20 {
		century = 2000
	}
	s.decade = int16(century + t[i].val)
	return 1
}

// readHour reads the 5 of "5 to 7 p.m.", which has the half of the day of the
// hour after it, unless that would turn the range round: "11 to 2 p.m.".
func readHour(t []Token, i int, s *slots) int {
	h := &t[i]
	if h.digits > 2 || h.val < 1 || h.val > 12 || i > 0 && !h.Gap && (t[i-1].class&cDigits != 0 || t[i-1].id == ',' || t[i-1].id == dot || t[i-1].id == '$') {
		return 0
	}
	n, minute := 1, int32(0)
	if m := at(t, i+2); mark(t, i+1, colon) && m.digits == 2 && !m.Gap && m.val < 60 {
		n, minute = 3, m.val
	}
	var to slots
	if r := at(t, i+n); r.class&cRange == 0 && r.id != hyphen {
		return 0
	}
	k := 0
	if at(t, i+n+1).class&cDigits != 0 {
		k = readOneClock(t, i+n+1, &to)
	}
	if k == 0 || t[i+n+k].class&cDigits != 0 {
		return 0 // the second hour must say its half of the day
	}
	hour := h.val % 12
	if pm := int32(to.hour) > 12; pm && (hour < int32(to.hour-1)-12 || hour == int32(to.hour-1)-12 && minute < int32(to.min-1)) {
		hour += 12
	} else if !pm && hour > int32(to.hour-1) {
		hour += 12
	}
	s.hour, s.min = int8(hour)+1, int8(minute)+1
	return n
}

// readCentury reads the ordinal of "20th century".
func readCentury(t []Token, i int, s *slots) int {
	var o slots
	n := readOrdinal(t, i, &o)
	j := i + n
	if n == 0 || o.ord > 22 {
		return 0
	}
	if mark(t, j, hyphen) {
		j++
	}
	if at(t, j).unit != Century {
		return 0
	}
	s.century = o.ord
	return j + 1 - i
}

// readClock reads what readOneClock does; a time that is one end of a range,
// "2:00 - 2:30 pm", has its half of the day from the other.
func readClock(t []Token, i int, s *slots) int {
	n := readOneClock(t, i, s)
	if n > 0 && t[i+n-1].digits > 0 {
		if k := readHour(t, i, s); k > n {
			return k
		}
	}
	return n
}

// readOneClock reads 6:35, 6:35 am, 6 p.m., six p.m., 6.35pm, 14:05:07. Hours
// without minutes need am or pm.
func readOneClock(t []Token, i int, s *slots) int {
	h := &t[i]
	if h.digits > 2 || h.val > 23 || i > 0 && !h.Gap && (t[i-1].class&cDigits != 0 || t[i-1].id == colon) {
		return 0
	}
	j, hour, min := i+1, h.val, int32(-1)
	if m := at(t, i+2); (mark(t, j, colon) || mark(t, j, dot)) && m.class&cDigits != 0 && !m.Gap && m.digits == 2 && m.val < 60 {
		min, j = m.val, i+3
		if sec := at(t, j+1); mark(t, j, colon) && sec.class&cDigits != 0 && !sec.Gap {
			j += 2
		}
	}
	k, pm := halfDay(t, j)
	if k == 0 && (min < 0 || at(t, i+1).id != colon || h.digits == 0) {
		return 0
	}
	if k > 0 {
		if hour < 1 && (pm || min < 0) || hour > 12 || h.digits == 0 && hour == 1 && k == 1 { // "I for one am"
			return 0
		}
		hour %= 12
		if pm {
			hour += 12
		}
	}
	s.hour, s.min = int8(hour)+1, int8(min)+1
	return j + k - i
}

// halfDay reads am, a.m., a.m, pm at token i.
func halfDay(t []Token, i int) (n int, pm bool) {
	x := at(t, i)
	if x.class&cAmPm == 0 {
		return 0, false
	}
	if x.End-x.Start == 2 {
		return 1, x.val == 1
	}
	if m := at(t, i+2); mark(t, i+1, dot) && m.Letters && !m.Gap && m.End-m.Start == 1 {
		if mark(t, i+3, dot) {
			return 4, x.val == 1
		}
		return 3, x.val == 1
	}
	return 0, false
}

func readZoneName(t []Token, i int, s *slots) int {
	if !t[i].Capital {
		return 0
	}
	s.zone, s.zoned = int16(t[i].val), t[i].val != doubtfulZone
	return 1
}

func readTwoDigits(t []Token, i int, s *slots) int {
	x := &t[i]
	if x.digits < 1 || x.digits > 2 || i > 0 && x.Gap {
		return 0
	}
	s.setNumber(x.val + 1) // so that 0 stays "not said"
	return 1
}

// readNumeric reads 27.09.2015, 16/4/2017, 4-16-2017, 2015/09/27. Days and
// months that could change places are kept as the day -1.
func readNumeric(t []Token, i int, s *slots) int {
	x := [3]*Token{&t[i], at(t, i+2), at(t, i+4)}
	sep := at(t, i+1)
	if i > 0 && !x[0].Gap && t[i-1].id != '(' || sep.id != '/' && sep.id != dot && sep.id != hyphen || at(t, i+3).id != sep.id {
		return 0
	}
	for k := 1; k < 5; k++ {
		if at(t, i+k).Gap {
			return 0
		}
	}
	if next := at(t, i+5); !next.Gap && (next.Letters || next.digits > 0 || (next.id == sep.id || next.id == '/' || next.id == hyphen) && at(t, i+6).digits > 0) || x[1].digits == 0 || x[1].digits > 2 {
		return 0
	}
	a, b, y := x[0].val, x[1].val, x[2].val
	switch {
	case x[0].digits == 4 && x[2].digits >= 1 && x[2].digits <= 2:
		a, y = x[2].val, x[0].val
	case x[0].digits > 2 || x[2].digits != 4:
		return 0
	case sep.id == dot || a > 12:
	case b > 12:
		a, b = b, a
	case a != b:
		s.day, s.month, s.year = -1, int8(b), int16(y)
		return 5
	}
	if y < 1500 || y > 2199 || !news.ValidDay(int(y), int(b), int(a)) {
		return 0
	}
	s.day, s.month, s.year = int8(a), int8(b), int16(y)
	return 5
}

func readFourDigits(t []Token, i int, s *slots) int {
	if x := &t[i]; x.digits == 4 && x.val >= 1500 && x.val < 2200 {
		s.year = int16(x.val)
		return 1
	}
	return 0
}
