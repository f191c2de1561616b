package dates

import "github.com/twosource/twosource/internal/news"

// A Direction is the side of a day on which something lies.
type Direction int8

// The directions. Unsaid leaves the choice to the nearest.
const (
	Unsaid Direction = iota
	Past
	Present
	Future
)

// A Form says how an expression is reckoned.
type Form uint8

// The forms of expression.
const (
	Calendar Form = iota // names a year, month, day, weekday, season …, perhaps without the coarser parts
	Shift                // N units from another day: "last week" is -1 week
	Span                 // a length: "three days"
	Each                 // a repetition: "every Sunday"
	Vague                // "now", "recently", "soon": the Direction is all it says
	Feast                // a day with a rule: "Easter", "Thanksgiving"
)

// An Origin says what a [Shift] is reckoned from.
type Origin uint8

// The origins.
const (
	FromArticle Origin = iota // the article's own day
	FromContext               // the expression before: "the next morning"
)

// An Expr is what an expression says, before anything is reckoned. Zero is
// "not said" in every field; without a Kind the words say nothing that can be,
// such as a fifth quarter.
type Expr struct {
	Kind      news.TimeKind
	Form      Form
	Direction Direction // said by the words themselves: "last", "next", "ago"
	Origin    Origin

	Year, Month, Day int
	Day2             int // last day of "March 3-5"
	Year2            int // last year of "1995-97"
	Weekday          int // 1 Sunday … 7 Saturday
	Season           int // 1 spring … 4 winter
	Quarter, Half    int // of the year, from 1
	Decade           int // 1990 for the 1990s
	Century          int // 20 for the 20th
	Part             int16
	Hour, Minute     int // the hour or minute and one
	Zone             string
	RelYear          Direction // the year is last, this or next year
	Feast            int       // index into feasts and one

	Nth      int       // "the first Monday in October"; of a year, its week: -1 is the last
	RelMonth int       // the month is this many months after the article's, plus one
	RelWeek  Direction // the weekday is of last, this or next week

	Unit       Unit
	Unit2      Unit // of N2, in "two years and six months"
	Unit3      Unit // of N3, in "two years, six months and ten days"
	N3         int
	N, N2      int  // a quantity, or the two ends of "two to three"; vagueNumber: some
	AndHalf    bool // N and a half
	Modifier   string
	Counted    bool // the units were counted: "two decades ago"
	Earlier    bool // "a year earlier": from the text's year, if that is long past
	Lent       bool // Year was not said, but taken from the other end of a range
	Anaphoric  bool // "the week", "that year": only what was named before
	Rest       bool // from the article's day to the end of it: "the rest of the week"
	Midnight   bool // whether the day begins or ends with it is not said
	EitherHalf bool // "four o'clock": before noon or after is not said
	Fiscal     bool // a year of accounts, which need not be the calendar's
}

var edgeModifiers = [...]string{"", "early", "mid", "late", "before", "after"}

// Finer reports whether e names a day or something shorter.
func (e *Expr) Finer() bool {
	switch e.Form {
	case Calendar:
		return e.Day > 0 || e.Weekday > 0 || e.Hour > 0 || e.Part != noPart
	case Shift:
		return e.Unit <= Day
	case Feast:
		return true
	}
	return false
}

// NeedsDirection reports whether the reading of e depends on the tense of its
// sentence.
func (e *Expr) NeedsDirection() bool {
	switch e.Form {
	case Calendar:
		return e.RelMonth == 0 && e.RelWeek == Unsaid && e.Year == 0 && e.Decade == 0 && e.Century == 0 && e.RelYear == Unsaid && (e.Direction == Unsaid || e.Direction == Present)
	case Feast:
		return e.Year == 0 && e.Direction == Unsaid
	case Shift:
		return e.Unit == Weekend && e.Direction == Unsaid
	}
	return false
}

// AsLength makes of a counted shift ("two days after") its length.
func (e *Expr) AsLength() {
	*e = Expr{Kind: news.TimeDuration, Form: Span, Unit: e.Unit, N: max(e.N, -e.N), AndHalf: e.AndHalf}
}
