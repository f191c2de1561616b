package compare

import (
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// A denial is that somebody says that a thing is not so.
type denial struct {
	at     int
	by     party
	span   news.Span // from the verb on
	denied news.Span // what is denied
}

// denyVerbs are the lemmas of the verbs that deny, and whether they do so
// whatever their object is: who rejects a plea denies nothing.
var denyVerbs = map[string]bool{"deny": true, "refute": true, "reject": false, "dismiss": false, "dispute": false}

// othersDo are the English words after which a verb without a subject need not be of
// whom its sentence is: "to deny", "the details of his story, including denying".
var othersDo = wordSet("to including of about for from like as than into on such excluding besides")

// chargeNouns are what is denied where a text does not say what it is.
var chargeNouns = classes(map[string]string{"": "allegation accusation claim report charge account reporting reports involvement responsibility role accusations statement suggestion assertion"})

// denials returns the denials of a story whose deniers can be told.
func (a *account) denials() []denial {
	var out []denial
	for i := range a.all {
		t := &a.all[i]
		an := &a.Annotations[t.article]
		for k := firstClause(an, t.index); k < len(an.Clauses) && an.Clauses[k].Sentence == t.index; k++ {
			if d, ok := a.denialIn(i, &an.Clauses[k]); ok && len(out) < mostDisputes {
				out = append(out, d)
			}
		}
	}
	return out
}

// denialIn reads a clause whose verb denies.
func (a *account) denialIn(i int, cl *news.Clause) (d denial, ok bool) {
	t := &a.all[i]
	text := a.Articles[t.article].Text
	always, denies := denyVerbs[cl.Lemma]
	if !denies || cl.Negated || cl.Modality != news.ModalReal || cl.Subject.IsZero() {
		return d, false
	}
	verb := t.tokenAt(cl.Predicate.Start)
	if verb == len(t.tokens) || verb > 0 && othersDo[strings.ToLower(t.tokens[verb-1].span.Of(text))] {
		return d, false
	}
	d = denial{at: i}
	if d.by, ok = a.partyIn(t.article, cl.Subject); !ok || cl.Subject.Len() > longestCharge {
		return d, false
	}
	d.denied = news.Span{Start: a.afterTime(t, cl.Predicate), End: a.deniedEnd(t, verb+1)}.Trim(text)
	if cl.Object.End <= cl.Predicate.Start && !cl.Object.IsZero() {
		d.denied = cl.Object // of a passive, or of a relative clause
		d.span = cl.Object.Cover(cl.Predicate).Cover(cl.Subject)
	} else {
		d.span = cl.Predicate.Cover(d.denied)
	}
	if d.denied.IsZero() {
		return d, false
	}
	return d, always && !a.refuses(t, &d) || a.vague(t, a.upToTopic(t, d.denied))
}

// afterTime returns where goes on what stands after a verb, and after the time right behind it:
// "denied on Monday that", "denied this week that", "denied at the weekend that".
func (a *account) afterTime(t *telling, verb news.Span) int {
	text := a.Articles[t.article].Text
	for _, x := range timesWithin(&a.Annotations[t.article], t.span) {
		if x.Span.Start > verb.End && !slices.ContainsFunc(strings.Fields(strings.ToLower(text[verb.End:x.Span.Start])), func(w string) bool { return !leadsTime[w] }) {
			return x.Span.End
		}
	}
	return verb.End
}

// leadsTime are English words between a verb and the time that belongs to it.
var leadsTime = wordSet("on at in over late early earlier the again")

// upToTopic returns the words of a span before those that tell what it is about: of "any
// briefings on the report" the first two.
func (a *account) upToTopic(t *telling, s news.Span) news.Span {
	text := a.Articles[t.article].Text
	for n := t.tokenAt(s.Start); n < len(t.tokens) && t.tokens[n].span.End <= s.End; n++ {
		if topicOpens[strings.ToLower(t.tokens[n].span.Of(text))] {
			return news.Span{Start: s.Start, End: max(s.Start, t.tokens[n].span.Start)}
		}
	}
	return s
}

// topicOpens are the English prepositions after which stands what a thing is about.
var topicOpens = wordSet("on about in at for with from")

// deniedEnd returns where what is denied ends that begins at a token: before a
// verb that says more, or a word that opens another clause.
func (a *account) deniedEnd(t *telling, from int) int {
	text := a.Articles[t.article].Text
	end := 0
	for n := from; n < len(t.tokens) && n-from < 2*deniedRun; n++ {
		w := strings.ToLower(t.tokens[n].span.Of(text))
		if contrastWords[w] || goesOn[w] || n > 0 && strings.ContainsAny(text[t.tokens[n-1].span.End:t.tokens[n].span.Start], ",;:") {
			break
		}
		end = t.tokens[n].span.End
	}
	return end
}

// goesOn are the English words by which a denial goes on to what else is said.
var goesOn = wordSet("and or saying insisting accusing blaming claiming adding calling describing suggesting dismissing issuing however instead stressing")

// refuses reports whether what is denied is somebody's entry or right, not a
// report: "denied aid workers access", "denying new arrivals the right to stay".
func (a *account) refuses(t *telling, d *denial) bool {
	first := t.tokenAt(d.denied.Start)
	return a.toSomebody(t, d.denied) || a.ofRequest(t, d.denied) || slices.ContainsFunc(t.tokens[first:], func(k token) bool {
		return d.denied.Contains(k.span) && accessWords[k.stem] != 0
	})
}

// toSomebody reports whether the words after a verb of denying are two noun phrases, of which
// one is who is denied the other: nothing stands between the nouns of the one and what opens
// the other.
func (a *account) toSomebody(t *telling, s news.Span) bool {
	text := a.Articles[t.article].Text
	times := timesWithin(&a.Annotations[t.article], s)
	for n := t.tokenAt(s.Start) + 1; n < len(t.tokens) && t.tokens[n].span.End <= s.End; n++ {
		was := &t.tokens[n-1]
		before, w := strings.ToLower(was.span.Of(text)), strings.ToLower(t.tokens[n].span.Of(text))
		if strings.TrimSpace(text[was.span.End:t.tokens[n].span.Start]) != "" || endsPhrase[before] || topicOpens[before] || chargeNouns[was.stem] != 0 || a.isVerb(t, was.span) {
			return false
		}
		if opensNoun[w] {
			return !opensNoun[before] && !endsLoose[before] && !addsToNoun[before] && !strings.HasSuffix(before, "ly") &&
				!slices.ContainsFunc(times, func(x news.Time) bool { return x.Span.Overlaps(was.span) })
		}
		if w == "to" && n+1 < len(t.tokens) {
			return somebody[strings.ToLower(t.tokens[n+1].span.Of(text))] // "denied relief to those who fled"
		}
		if endsLoose[w] {
			return false
		}
	}
	return false
}

// somebody are the English words after "to" that say to whom something is given.
var somebody = wordSet("those them him her us anyone everyone people")

// ofRequest reports whether the noun that a verb of denying has is a request: who denies a
// permit denies no fact.
func (a *account) ofRequest(t *telling, s news.Span) bool {
	text := a.Articles[t.article].Text
	for n := t.tokenAt(s.Start); n < len(t.tokens) && t.tokens[n].span.End <= s.End; n++ {
		w := strings.ToLower(t.tokens[n].span.Of(text))
		if endsPhrase[w] || topicOpens[w] || a.isVerb(t, t.tokens[n].span) {
			return false
		}
		if requestWords[t.tokens[n].stem] != 0 {
			return true
		}
	}
	return false
}

var requestWords = classes(map[string]string{"": "request application petition plea motion bid permit license licence parole clemency waiver"})

// opensNoun are the English words that open a noun phrase.
var opensNoun = wordSet("a an the any his her their its our my your")

// addsToNoun are English words that may stand between a verb and what opens its object:
// "denied outright any part", "denied all the charges".
var addsToNoun = wordSet("all both half such even only outright again today yesterday")

var accessWords = classes(map[string]string{"": "access permission entry visa bail ability chance opportunity passage asylum"})

// vague reports whether words say that a charge is denied, and perhaps which.
func (a *account) vague(t *telling, s news.Span) bool {
	return slices.ContainsFunc(t.tokens, func(k token) bool { return s.Contains(k.span) && chargeNouns[k.stem] != 0 })
}

// ofBlame reports whether words say that somebody had a part in something, rather
// than that somebody charges him with it.
func (a *account) ofBlame(t *telling, s news.Span) bool {
	return slices.ContainsFunc(t.tokens, func(k token) bool { return s.Contains(k.span) && blameNouns[k.stem] != 0 })
}

var blameNouns = classes(map[string]string{"": "responsibility involvement role part blame"})
