package dates

import "strings"

// A class is a set of parts that a word can play in an expression.
type class uint32

const (
	cMonth class = 1 << iota
	cAbbrev
	cWeekday
	cUnit
	cPlural
	cNumeral // a number word below a hundred, or digits
	cHundred // hundred, thousand
	cOrdinal
	cSeason
	cPart  // of the day
	cEdge  // early, mid, late
	cBound // beginning, middle, end
	cDigits
	cZone
	cVague // several, few, many
	cAmPm
	cWeekdays // Sundays
	cDecade   // nineties
	cRange    // to, until
	cForeign  // a month in another language
	cShort    // an abbreviation that stands only after a number: hrs
	cPlain    // a word that is part of some rule and nothing else
)

// A lexeme is what the grammar knows about one word.
type lexeme struct {
	class class
	val   int16 // of months, weekdays, numerals, ordinals, seasons, parts, edges
	unit  Unit
}

// The words of the grammar. A word may stand in several rows as long as at most
// one of them gives it a value; "second" is an ordinal and a unit.
var (
	englishMonths = [...]string{
		"january jan", "february feb", "march mar", "april apr", "may", "june jun",
		"july jul", "august aug", "september sept sep", "october oct", "november nov", "december dec",
	}
	englishWeekdays = [...]string{
		"sunday sun", "monday mon", "tuesday tue tues", "wednesday wed", "thursday thu thur thurs", "friday fri", "saturday sat",
	}
	unitWords = map[Unit]string{
		Second: "second", Minute: "minute", Hour: "hour", Day: "day", Weekend: "weekend", Week: "week",
		Fortnight: "fortnight", Month: "month", Quarter: "quarter", Year: "year", Decade: "decade",
	}
	numeralWords = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
	tenWords     = "twenty thirty forty fifty sixty seventy eighty ninety"
	ordinalWords = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
	seasonWords  = [...]string{1: "spring springtime", 2: "summer summertime", 3: "autumn fall", 4: "winter wintertime"}
	edgeWords    = [...]string{1: "early", 2: "mid", 3: "late", 4: "earlier", 5: "later"}
	boundWords   = [...]string{1: "beginning start outset", 2: "middle", 3: "end close"}
	vagueWords   = "several few many some couple"
	rangeWords   = "to until till and or through thru"
	decadeWords  = "noughties _ twenties thirties forties fifties sixties seventies eighties nineties"
	shortUnits   = map[Unit]string{Minute: "min mins", Hour: "hr hrs", Year: "yr yrs"}
)

// The parts of the day, as TIMEX3 names them.
const (
	noPart int16 = iota
	morning
	midday
	afternoon
	evening
	night
)

var (
	partWords = [...]string{morning: "morning dawn mornings", midday: "midday noontime lunchtime", afternoon: "afternoon afternoons", evening: "evening evenings dusk", night: "night nights nighttime overnight"}
	partTimex = [...]string{morning: "TMO", midday: "TMI", afternoon: "TAF", evening: "TEV", night: "TNI"}
)

// doubtfulZone is the value of a zone name that means more than one offset.
const doubtfulZone = 9999

// A lexicon numbers the words that the grammar knows. 0 is any other word; the
// numbers below 128 are ASCII marks.
type lexicon struct {
	ids     map[string]int32
	lexemes []lexeme
}

func newLexicon() *lexicon {
	l := &lexicon{ids: make(map[string]int32, 512), lexemes: make([]lexeme, 128, 640)}
	for c := '!'; c < 127; c++ {
		l.ids[string(c)] = c
	}
	for i, row := range englishMonths {
		l.named(row, cMonth, int16(i+1))
	}
	for i, row := range monthNames {
		for w := range strings.FieldsSeq(row) {
			l.add(w, cForeign, int16(i+1))
		}
	}
	for i, row := range englishWeekdays {
		l.named(row, cWeekday, int16(i))
		w, _, _ := strings.Cut(row, " ")
		l.add(w+"s", cWeekdays, int16(i))
	}
	l.addNumbers()
	l.addUnits()
	l.rows(seasonWords[:], cSeason)
	l.rows(partWords[:], cPart)
	for w := range strings.FieldsSeq("mornings afternoons evenings nights") {
		l.add(w, cPlural, 0)
	}
	l.rows(edgeWords[:], cEdge)
	l.rows(boundWords[:], cBound)
	l.rows([]string{vagueWords}, cVague)
	l.rows([]string{rangeWords}, cRange)
	for i, w := range strings.Fields(decadeWords) {
		l.add(w, cDecade, int16(10*i))
	}
	l.rows([]string{"am a", "pm p"}, cAmPm)
	l.rows([]string{"st nd rd th s"}, cPlain)
	for w, offset := range zoneOffsets {
		if len(w) > 1 && w != "ut" && w != "eat" && w != "cat" && w != "west" { // also words
			l.add(w, cZone, int16(offset))
		}
	}
	for w := range doubtfulZones {
		l.add(w, cZone, doubtfulZone)
	}
	return l
}

// named adds a full name and the abbreviations after it.
func (l *lexicon) named(row string, c class, val int16) {
	for j, w := range strings.Fields(row) {
		l.add(w, c, val)
		if j > 0 {
			l.add(w, cAbbrev, 0)
		}
	}
}

// rows adds the words of each row with the row's index.
func (l *lexicon) rows(rows []string, c class) {
	for i, row := range rows {
		for w := range strings.FieldsSeq(row) {
			l.add(w, c, int16(i))
		}
	}
}

func (l *lexicon) addNumbers() {
	for i, w := range strings.Fields(numeralWords) {
		l.add(w, cNumeral, int16(i))
	}
	for i, w := range strings.Fields(tenWords) {
		l.add(w, cNumeral, int16(20+10*i))
	}
	l.add("hundred", cHundred, 100)
	l.add("thousand", cHundred, 1000)
	for i, w := range strings.Fields(ordinalWords) {
		l.add(w, cOrdinal, int16(i+1))
	}
	l.add("thirtieth", cOrdinal, 30)
}

func (l *lexicon) addUnits() {
	for u := Second; u <= Decade; u++ {
		l.unit(unitWords[u], u, cUnit)
		l.unit(unitWords[u]+"s", u, cUnit|cPlural)
	}
	for u, row := range shortUnits {
		for w := range strings.FieldsSeq(row) {
			l.unit(w, u, cUnit|cPlural|cShort)
		}
	}
	l.unit("century", Century, cUnit)
	l.unit("centuries", Century, cUnit|cPlural)
}

// id returns the number of word, giving it one if it has none.
func (l *lexicon) id(word string) int32 {
	if n, ok := l.ids[word]; ok {
		return n
	}
	n := int32(len(l.lexemes))
	l.ids[word] = n
	l.lexemes = append(l.lexemes, lexeme{})
	return n
}

func (l *lexicon) add(word string, c class, val int16) {
	x := &l.lexemes[l.id(word)]
	x.class |= c
	if val != 0 {
		x.val = val
	}
}

func (l *lexicon) unit(word string, u Unit, c class) {
	l.add(word, c, 0)
	l.lexemes[l.ids[word]].unit = u
}
