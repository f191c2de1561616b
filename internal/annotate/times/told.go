package times

import (
	"strings"

	"github.com/twosource/twosource/internal/dates"
	"github.com/twosource/twosource/internal/news"
)

// told says on which side of its telling the sentence puts the expression of e
// in tokens [i, j), whose tense is d. It is stricter than the tense, which must
// choose: an article is dated by it (see [dates.Within]), so a plan, a
// supposition, an old forecast ("would be held") and a name with a year in it
// ("the 2016 election") say nothing.
func (f *finder) told(e *dates.Expr, i, j int, d dates.Direction) news.Told {
	if e.Kind != news.TimeDate && e.Kind != news.TimeOfDay || e.Form != dates.Calendar && e.Form != dates.Shift && e.Form != dates.Feast {
		return news.ToldUnsaid
	}
	switch e.Direction {
	case dates.Past:
		return news.ToldPast
	case dates.Future:
		return news.ToldAhead
	}
	if f.is(i-1, "since") {
		return news.ToldPast
	}
	if !f.adverbial(e, i, j) {
		return news.ToldUnsaid
	}
	switch {
	case d == dates.Past && f.happened(i, j):
		return news.ToldPast
	case d == dates.Future && f.willBe(i, j):
		return news.ToldAhead
	}
	return news.ToldUnsaid
}

// adverbial reports whether the expression says when something is: "on 4 May",
// "in 2014", "said Tuesday"; not "the 2014 games", "until Friday".
func (f *finder) adverbial(e *dates.Expr, i, j int) bool {
	if f.at(j).Is('\'') || f.at(j).Is('-') && !f.at(j).Gap {
		return false
	}
	if f.is(i-1, "on", "in", "during", "early", "late") {
		// A year may belong to a noun: "his hopes for the presidency in 2016".
		return e.Finer() || e.Month > 0 || i == 1 || f.class(i-2)&past != 0 && !f.is(i-2, sameForm...)
	}
	return i == 0 && e.Finer() || e.Weekday > 0 && f.class(i-1)&(past|cue) != 0
}

// happened reports whether the verb that the expression in tokens [i, j)
// belongs to is a plain past: none that governs an infinitive, no condition.
func (f *finder) happened(i, j int) bool {
	seen := false
	for k := i - 1; k >= max(0, i-verbReach) && !f.hard(k); k-- {
		c := f.class(k)
		switch {
		case f.is(k, "to") && f.baseVerb(k+1), c&(cue|modal) != 0 && c&control == 0, f.is(k, "if", "until", "till", "by", "unless"):
			return false
		case c&(past|bePast|control) != 0 && !f.attributive(k):
			seen = true
		case c&have != 0:
			seen = true
		}
	}
	if seen {
		return true
	}
	// The expression opens the sentence: the first verb after it decides.
	for k := j; k < min(len(f.toks), j+verbReach) && !f.hard(k); k++ {
		c := f.class(k)
		switch {
		case c&(cue|modal|beNow) != 0 && c&control == 0, f.is(k, "to") && f.baseVerb(k+1):
			return false
		case c&(past|bePast|have|control) != 0 && !f.attributive(k):
			return true
		}
	}
	return false
}

// willBe reports whether the verb that the expression in tokens [i, j) belongs
// to is in the future as seen from the telling: "will meet", "is due".
func (f *finder) willBe(i, j int) bool {
	if f.quoted(i) {
		return false
	}
	for k := i - 1; k >= max(0, i-verbReach) && !f.hard(k); k-- {
		c := f.class(k)
		if c&(modal|past|bePast|beNow|have|control|cue) != 0 && !f.is(k-1, "to") {
			return f.future(k, c)
		}
		if w := f.at(k); w.Letters && strings.HasSuffix(w.Word(f.text), "ing") {
			return false // "will face charges for leaving on 4 May"
		}
	}
	for k := j; k < min(len(f.toks), j+verbReach) && !f.hard(k); k++ {
		if c := f.class(k); c&(modal|past|bePast|beNow|have|control|cue) != 0 {
			return f.is(k, "will", "ll")
		}
	}
	return false
}

// future reports whether the verb group that ends with token k, of class c, is
// in the future tense or a present one of what is arranged.
func (f *finder) future(k int, c verbClass) bool {
	if f.is(k, "will", "ll") {
		return true
	}
	if c&cue == 0 || !f.is(k, "due", "scheduled", "set", "slated", "expected", "planned") {
		return false
	}
	for n := 0; n < 2 && f.class(k-1)&(auxiliar|beOther) != 0; n++ {
		k--
	}
	return f.class(k-1)&beNow != 0
}

// sameForm are pasts that are also nouns or present forms: "his bid in 2016".
var sameForm = strings.Fields("bid cut hit set put let hurt split spread read quit shut bet burst cast found left saw thought felt bore wound shot run")
