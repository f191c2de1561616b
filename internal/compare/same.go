package compare

import (
	"slices"
	"strconv"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// A manner is how a sentence tells what it tells: two that differ in it do not
// tell one thing, however alike their words.
type manner uint8

const (
	negated  manner = 1 << iota // "did not", "refused"
	possible                    // "may", "could", "if"
	ahead                       // "will", "would"
	aimed                       // "tried to", "urged": perhaps in vain
	ceased                      // "stopped", "withdrew"
	asked                       // a question
	personal                    // somebody's own words: "we", "you"
)

// mannerWords are closed classes of English; the verbs are those that turn what
// they govern into its opposite, into its end, or into a mere wish.
var mannerWords = func() map[string]manner {
	out := map[string]manner{}
	for m, words := range map[manner]string{
		negated: "not never no none nobody nothing neither nor cannot without hardly unlikely nt dont doesnt didnt isnt arent wasnt werent wont " +
			"wouldnt cant couldnt shouldnt hasnt havent hadnt deny denies denied denying refuse refuses refused refusing reject rejects rejected " +
			"rejecting fail fails failed failing unable",
		possible: "may might could should must if whether unless possible possibly perhaps maybe alleged allegedly reportedly suspected",
		ahead:    "will would ll shall upcoming tomorrow wont wouldnt",
		aimed: "try tries tried trying attempt attempts attempted attempting seek seeks sought seeking aim aims aimed aiming plan plans planned planning " +
			"want wants wanted wanting intend intends intended propose proposes proposed urge urges urged urging call calls called calling " +
			"demand demands demanded hope hopes hoped ask asks asked vow vows vowed threaten threatens threatened",
		ceased: "stop stops stopped stopping end ends ended ending halt halts halted halting cease ceases ceased suspend suspends suspended " +
			"suspending cancel cancels cancelled canceled abandon abandons abandoned withdraw withdraws withdrew withdrawn lift lifts lifted " +
			"remove removes removed removing repeal repealed",
		personal: "i we you my our your me myself ourselves yourself im ive weve youre lets",
	} {
		for _, w := range strings.Fields(words) {
			out[w] |= m
		}
	}
	return out
}()

// mannerOf returns what a word tells of the manner of its sentence. It takes
// the word as it stands and folded.
func mannerOf(word string, folded []byte) manner {
	m := mannerWords[string(folded)]
	if m == 0 && (strings.HasSuffix(word, "n't") || strings.HasSuffix(word, "n’t")) {
		m = negated
	}
	switch {
	case m == possible && word == "May":
		return 0 // most often the month
	case m == 0 && (word[0] == '@' || strings.Contains(word, "://")):
		return personal // a message that stands in the text
	}
	return m
}

const (
	// Two sentences tell of one thing if they share this part of what their
	// words prove and so many terms, of which some are no names: the part is
	// the smaller if both name one day, the larger if most terms are names. All
	// were set by reading joins of clustered news.
	dayShare    = 56 // of 256
	sameShare   = 96
	sameUndated = 104
	nameUndated = 140
	nameShare   = 112
	sureShare   = 176 // whatever the terms
	sameTerms   = 4
	dayPlain    = 1
	fewestWords = 3 // of a sentence that is told twice if its words are the same
)

// sameThing reports how strongly two sentences of two articles tell of one
// thing, as a fraction of 256; 0 if they do not.
func (c *comparer) sameThing(x, y *dated) int64 {
	if x.kind == news.Said || y.kind == news.Said {
		if x.said == y.said && x.kind == y.kind && x.said != "" {
			return 256
		}
		return 0
	}
	if c.copied(x, y) {
		return 256
	}
	// What is to come and what has come are two things, however alike the
	// words: "will meet to end the dispute", "failed to end the dispute".
	differ, day := x.manner^y.manner, onOneDay(x, y)
	if day {
		differ &^= ahead // "decided on Monday that it will"
	}
	if (x.kind == news.Expected) != (y.kind == news.Expected) || differ != 0 || x.manner&(asked|personal) != 0 {
		return 0
	}
	if !c.sameDate(x, y) || !agree(x.numbers, y.numbers) || !agree(x.people, y.people) {
		return 0
	}
	if day && len(x.words) >= fewestWords && slices.EqualFunc(x.words, y.words, func(a, b weighted) bool { return a.hash == b.hash }) {
		return 256
	}
	share := similarity(x.sentence, y.sentence)
	if share < dayShare || c.ofAnother(x, y) || c.ofAnother(y, x) {
		return 0
	}
	plain, names := terms(x.sentence, y.sentence)
	switch dated := x.time != nil && y.time != nil; {
	case share >= sureShare && plain >= sameTerms-2,
		day && plain >= dayPlain && plain+names >= sameTerms,
		dated && share >= sameShare && plain >= sameTerms-1,
		dated && share >= nameShare && plain >= sameTerms-2 && plain+names >= sameTerms,
		share >= sameUndated && plain >= sameTerms-1 && plain+names >= sameTerms,
		share >= nameUndated && plain >= sameTerms-2 && plain+names >= sameTerms:
		if share < sureShare && c.inPassing(x, y) {
			return 0
		}
		return share
	}
	return 0
}

// inPassing reports whether two sentences share nothing that either of them mainly says,
// neither a word that is no name nor the day: what each tells mainly is something else.
func (c *comparer) inPassing(x, y *dated) bool {
	for _, d := range []*dated{x, y} {
		if d.time != nil && !slices.ContainsFunc(c.toldInPassing(d), d.time.Span.Overlaps) {
			return false
		}
	}
	p, q := c.wordsAsserted(x), c.wordsAsserted(y)
	for _, o := range x.order {
		at := slices.IndexFunc(y.order, func(w ordered) bool { return w.hash == o.hash })
		if at >= 0 && !o.name && !y.order[at].name && (slices.Contains(p, o.hash) || slices.Contains(q, o.hash)) {
			return false
		}
	}
	return true
}

// copied reports whether two sentences are one, of articles that have their text from
// one another or from one source. What is copied tells of the day that it told of where
// it stood first, on whatever day it is printed again: "on Monday".
func (c *comparer) copied(x, y *dated) bool {
	return x.article != y.article && c.joins[x.article] == c.joins[y.article] && len(x.words) >= fewestWords &&
		slices.EqualFunc(x.order, y.order, func(a, b ordered) bool { return a.hash == b.hash }) && slices.Equal(x.numbers, y.numbers)
}

// earlierCopy reports whether x is y as it was published sooner, and neither is better
// dated.
func (c *comparer) earlierCopy(x, y *dated) bool {
	if better(x.time, y.time) || better(y.time, x.time) || !c.copied(x, y) {
		return false
	}
	_, last, ok := c.Articles[x.article].Published.Bounds()
	first, _, known := c.Articles[y.article].Published.Bounds()
	return ok && known && last < first
}

// onOneDay reports whether the expressions that date two sentences are one day:
// both reckoned, or at least one only named and the other the day of that name.
func onOneDay(x, y *dated) bool {
	if x.time == nil || y.time == nil {
		return false
	}
	a, ok1 := x.time.Day()
	b, ok2 := y.time.Day()
	switch {
	case ok1 && ok2:
		return a == b
	case ok1 && !y.time.Known():
		return dayNamed(y.time.Words) == strings.ToLower(news.Weekday(a).String())
	case ok2 && !x.time.Known():
		return dayNamed(x.time.Words) == strings.ToLower(news.Weekday(b).String())
	}
	return !x.time.Known() && !y.time.Known() && dayNamed(x.time.Words) == dayNamed(y.time.Words)
}

// agree reports whether one of two sorted lists holds nothing that the other
// does not: where both have something of their own, they tell of two things.
func agree[T string | uint32 | int](a, b []T) bool {
	onlyA, onlyB, both := 0, 0, 0
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] < b[j]:
			onlyA++
			i++
		case a[i] > b[j]:
			onlyB++
			j++
		default:
			both++
			i++
			j++
		}
	}
	onlyA += len(a) - i
	onlyB += len(b) - j
	return onlyA == 0 || onlyB == 0
}

// similarity is the part of what their words prove that two sentences share
// (Dice), as a fraction of 256.
func similarity(a, b *sentence) int64 {
	shared := int64(0)
	for i, j := 0, 0; i < len(a.words) && j < len(b.words); {
		switch x, y := a.words[i], b.words[j]; {
		case x.hash < y.hash:
			i++
		case x.hash > y.hash:
			j++
		default:
			shared += 2 * int64(min(x.proof, y.proof))
			i++
			j++
		}
	}
	return shared * 256 / max(a.proof+b.proof, 1)
}

// termWords is the number of words in a row that two sentences share by using
// one term: "acute lung injury".
const termWords = 3

// terms counts the terms that two sentences share, those that are no names and
// names: of words that follow one another in both, termWords are one.
func terms(a, b *sentence) (plain, names int) {
	seen := make([]uint32, 0, len(a.order))
	for i := 0; i < len(a.order); {
		from, n := 0, 0
		for j := range b.order {
			k := 0
			for i+k < len(a.order) && j+k < len(b.order) && a.order[i+k].hash == b.order[j+k].hash {
				k++
			}
			if k > n {
				from, n = j, k
			}
		}
		if n == 0 || slices.Contains(seen, a.order[i].hash) {
			i++
			continue
		}
		own := 0
		for k := range n {
			if !a.order[i+k].name && !b.order[from+k].name {
				own++
			}
			seen = append(seen, a.order[i+k].hash)
		}
		i += n
		plain += (own + termWords - 1) / termWords
		if own < n {
			names++
		}
	}
	return plain, names
}

// sameDate reports whether two sentences may tell of one date: of the days that
// they name one list holds the other, and the stretches of the calendar that
// they tell of overlap; where neither can be reckoned, they name one day.
func (c *comparer) sameDate(x, y *dated) bool {
	if !agree(x.days, y.days) {
		return false
	}
	if x.time != nil && y.time != nil && !x.time.Known() && !y.time.Known() {
		if a, b := dayNamed(x.time.Words), dayNamed(y.time.Words); a != b && a != "" && b != "" {
			return false
		}
	}
	if x.time != nil && y.time != nil && x.time.Known() != y.time.Known() && monthNamed(x.time) != "" && monthNamed(y.time) != "" {
		return monthNamed(x.time) == monthNamed(y.time) // "in July", of a year that one of them does not tell
	}
	xf, xl, ok1 := c.tellsOf(x)
	yf, yl, ok2 := c.tellsOf(y)
	return !ok1 || !ok2 || xf <= yl && yf <= xl
}

// newsDays is how many days around its article's date a sentence without a date
// tells of (ours: reports of one attack in a war, and of the next).
const newsDays = 5

// tellsOf returns the stretch of the calendar that a sentence tells of, as
// news.Date.Bounds does: that of the expression that dates it, else the days
// around its article's date.
func (c *comparer) tellsOf(d *dated) (first, last int64, ok bool) {
	if d.time != nil && d.time.Known() {
		return d.time.Bounds()
	}
	first, last, ok = c.Articles[d.article].Published.Bounds()
	return first - newsDays*minutesPerDay, last + newsDays*minutesPerDay, ok
}

// dayNames are the words that name a day or month, so that an expression tells
// when something was even if nobody can say which one is meant.
var dayNames = []string{
	"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "yesterday", "tomorrow", "tonight",
	"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
}

// firstMonth is the index of January in dayNames.
const firstMonth = 11

// dayNamed returns the first word of an expression that names a day or month,
// in lower case; "" if none does.
func dayNamed(words string) string {
	for _, w := range strings.FieldsFunc(strings.ToLower(words), isMark) {
		if slices.Contains(dayNames, w) {
			return w
		}
	}
	return ""
}

// monthNamed returns the month that an expression is, in lower case, or of which it
// is a day; "" if it is none, or longer.
func monthNamed(t *news.Time) string {
	if !t.Known() {
		if name := dayNamed(t.Words); slices.Index(dayNames, name) >= firstMonth {
			return name
		}
		return ""
	}
	year, month, ok := strings.Cut(t.Value, "-")
	if !ok || len(year) != len("2006") || len(month) < len("01") || len(month) > len("01-02") && month[len("01-02")] != 'T' {
		return ""
	}
	if n, err := strconv.Atoi(month[:len("01")]); err == nil && n > 0 && n <= len(dayNames)-firstMonth {
		return dayNames[firstMonth+n-1]
	}
	return ""
}

// sharedRun is the number of words in a row by which two sentences show that
// one was not written without the other, or that both were copied (ours: the
// length that DESIGN takes for a passage).
const sharedRun = 8

// sameWords reports whether two sentences were not written without one another: they
// share words in a row, or one was edited into the other.
func (c *comparer) sameWords(x, y *sentence) bool {
	return c.sharesRun(x, y) || c.edited(x, y)
}

const (
	// Of two sentences that have this part of their words in the same order, and so
	// many, one is the other, edited (ours, by reading): shorter ones than those of
	// rewordedWords, of more of their words.
	editedShare = 192 // of 256
	editedWords = 8
)

// edited reports whether one of two sentences is the other, edited.
func (c *comparer) edited(x, y *sentence) bool {
	t := c.tellings([]dated{{sentence: x}, {sentence: y}})
	_, equal := lay(t[0].tokens, t[1].tokens)
	words := len(t[0].tokens) + len(t[1].tokens)
	return equal >= editedWords && 512*equal >= editedShare*words || equal >= rewordedWords && 512*equal >= rewordedShare*words
}

// sharesRun reports whether two sentences share sharedRun words in a row.
func (c *comparer) sharesRun(x, y *sentence) bool {
	a := hashes(spokenIn(c.Articles[x.article].Text, []news.Span{x.span}))
	b := hashes(spokenIn(c.Articles[y.article].Text, []news.Span{y.span}))
	if len(a) < sharedRun || len(b) < sharedRun {
		return slices.Equal(a, b)
	}
	runs := make(map[uint64]bool, len(a))
	for i := 0; i+sharedRun <= len(a); i++ {
		runs[hashWords(a[i:i+sharedRun], 0)] = true
	}
	for i := 0; i+sharedRun <= len(b); i++ {
		if runs[hashWords(b[i:i+sharedRun], 0)] {
			return true
		}
	}
	return false
}
