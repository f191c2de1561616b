package compare

import (
	"math"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// The words by which English tells of positions: closed classes and the verbs
// that take a position as subject or object.
var (
	// stanceNouns are what a party has on an issue.
	stanceNouns = wordSet("position positions stance stances posture postures line policy policies attitude attitudes tone approach rhetoric " +
		"view views opposition support insistence demand demands call calls objection objections resistance stand strategy")
	// demandNouns are those whose taking back is a change by itself.
	demandNouns = wordSet("demand demands opposition insistence objection objections resistance support calls call")
	changeVerbs = wordSet("change soften harden toughen shift reverse moderate ease tone_down revise reconsider rethink alter modify temper relax " +
		"back_away back_down back_off backtrack retreat move_away row_back climb_down adjust")
	dropVerbs   = wordSet("drop abandon withdraw give_up lift end renounce scrap")
	showVerbs   = wordSet("show signal indicate announce") // signs of a change
	changeNouns = wordSet("change changes softening hardening toughening shift shifts reversal reversals easing revision retreat turnaround u-turn rethink")
	beforeWords = wordSet("earlier previous former prior initial original past old longstanding long-standing")
	heldAdverbs = wordSet("consistently always steadfastly unwaveringly invariably persistently")
	heldVerbs   = wordSet("maintain keep uphold stick stand_by stick_to adhere")
	// assertVerbs put forward what their speaker holds.
	assertVerbs = wordSet("say insist argue maintain stress state claim declare emphasize emphasise reiterate contend hold assert call demand")
	// wishVerbs take a position on a person by what is to become of him.
	wishVerbs  = wordSet("want demand call_for insist urge press_for advocate")
	powerNouns = wordSet("power office post job country seat throne government presidency")
	// firmVerbs are those whose taking back is a change of position.
	firmVerbs   = wordSet("support back endorse oppose reject accept demand recognize recognise favor favour rule_out veto condemn")
	stanceVerbs = map[string]int8{
		"support": 1, "back": 1, "endorse": 1, "favor": 1, "favour": 1, "defend": 1, "accept": 1, "embrace": 1, "stand_by": 1,
		"prop_up": 1, "shore_up": 1, "recognize": 1, "recognise": 1,
		"oppose": -1, "reject": -1, "resist": -1, "condemn": -1, "denounce": -1, "rule_out": -1, "veto": -1,
		"demand": 1, "call_for": 1, "insist": 1, "want": 1, "advocate": 1, "press_for": 1, "urge": 1,
	}
)

func wordSet(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

// A wordAt is a word of a sentence in lower case and where it stands.
type wordAt struct {
	news.Span
	text string
}

// wordsIn returns the words of a stretch of an article.
func (c *comparer) wordsIn(i int, s news.Span) []wordAt {
	return c.firstWordsIn(i, s, math.MaxInt)
}

// firstWordsIn returns the first words of a stretch of an article, at most so many.
func (c *comparer) firstWordsIn(i int, s news.Span, most int) []wordAt {
	an, text := &c.Annotations[i], c.Articles[i].Text
	first := firstWord(an, s.Start)
	end := first
	for end < len(an.Words) && an.Words[end].End <= s.End && end-first < most {
		end++
	}
	if end == first {
		return nil
	}
	out := make([]wordAt, end-first)
	for k := range out {
		w := &an.Words[first+k]
		out[k] = wordAt{w.Span, strings.ToLower(w.Of(text))}
	}
	return out
}

// hasWord reports whether a word of a stretch of an article is in set.
func (c *comparer) hasWord(i int, s news.Span, set map[string]bool) bool {
	an, text := &c.Annotations[i], c.Articles[i].Text
	for k := firstWord(an, s.Start); k < len(an.Words) && an.Words[k].End <= s.End; k++ {
		if set[strings.ToLower(an.Words[k].Of(text))] {
			return true
		}
	}
	return false
}

// firstWord returns the index of the first word at or after a byte.
func firstWord(an *news.Annotation, at int) int {
	lo, hi := 0, len(an.Words)
	for lo < hi {
		if m := (lo + hi) / 2; an.Words[m].Start < at {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return lo
}

// anyOf returns the first word of list that is in set.
func anyOf(list []wordAt, set map[string]bool) (wordAt, bool) {
	for _, w := range list {
		if set[w.text] {
			return w, true
		}
	}
	return wordAt{}, false
}
