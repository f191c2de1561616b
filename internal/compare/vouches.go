package compare

import (
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// vouches reports whether a sentence tells a thing in its outlet's own voice, as
// having happened once, from its article's own reporting, an agency or a document, in
// an article that shows no sign of a machine's hand.
func (a *account) vouches(d *dated) bool {
	switch o := a.origin(a.originAt(d.article, d.span)); {
	case o.Name == "" || o.Kind != news.OriginOwn && o.Kind != news.OriginAgency && o.Kind != news.OriginDocument:
		return false
	case d.kind == news.Said || len(a.Provenance[d.article].Signs) > 0:
		return false
	}
	if _, attributed := a.attributedTo(d); attributed {
		return false
	}
	words := strings.FieldsFunc(strings.ToLower(d.span.Of(a.Articles[d.article].Text)), isMark)
	if slices.ContainsFunc(words, func(w string) bool { return habitual[w] }) || onItsInquiry(words) || undecided(words) || elliptical(words) {
		return false
	}
	return evenQuotes(d.span.Of(a.Articles[d.article].Text)) && a.reportsAny(d)
}

// elliptical reports whether a sentence, as its words, says of another what the sentence
// before it says: "So was his lawyer."
func elliptical(words []string) bool {
	return len(words) > 1 && (words[0] == "so" || words[0] == "nor" || words[0] == "neither") && (formsOfBe[words[1]] || helpers[words[1]])
}

var helpers = wordSet("do does did has have had will would can could")

// mainIn reports whether telling j has a word of what telling i mainly says, its verb or
// what hangs on that: of a sentence that is confirmed in passing alone, "the mayor, who was
// sworn in on Thursday, opened a fair", nothing is shown.
func (a *account) mainIn(i, j int) bool {
	t, u := &a.all[i], &a.all[j]
	cl := a.mainClause(&t.dated)
	if cl == nil {
		return true
	}
	names, tells := newNameCursor(&a.Annotations[t.article], ""), false
	for n := range t.tokens {
		k := &t.tokens[n]
		if !k.span.Overlaps(cl.Predicate) && !k.span.Overlaps(cl.Object) || k.rarity < tellingWord && !names.holds(k.span) {
			continue
		}
		if slices.ContainsFunc(u.tokens, func(o token) bool { return o.stem == k.stem }) {
			return true
		}
		tells = true
	}
	return !tells
}

// undecided reports whether a sentence, as its words, tells of a decision that is being
// made: it confirms none that was.
func undecided(words []string) bool {
	for i, w := range words {
		if !deciding[w] {
			continue
		}
		for _, before := range words[max(0, i-2):i] {
			if formsOfBe[before] || before == "re" {
				return true
			}
		}
	}
	return false
}

// deciding are the English participles of what ends in a decision or in none.
var deciding = wordSet("voting considering debating deliberating weighing mulling negotiating discussing")

// evenQuotes reports whether the quotation marks of a sentence go together: one that
// begins or ends within somebody's words is said by them in part.
func evenQuotes(sentence string) bool {
	count := func(mark string) int { return strings.Count(sentence, mark) }
	return count("“")+count("``") == count("”")+count("''") && count(`"`)%2 == 0
}

// reportsAny reports whether a sentence has a clause that says what is so or will be:
// the signature under a message has none. Where clauses were not read, any may.
func (c *comparer) reportsAny(d *dated) bool {
	an := &c.Annotations[d.article]
	if len(an.Clauses) == 0 {
		return true
	}
	for k, clauses := 0, c.clausesOf(d); k < len(clauses); k++ {
		if cl := &clauses[k]; !cl.Nominal && (cl.Modality == news.ModalReal || cl.Modality == news.ModalPlanned) {
			return true
		}
	}
	return false
}

// habitual are the English words of what happens time and again: it confirms
// nothing that happened once.
var habitual = wordSet("usually typically generally whenever often sometimes always")

// onItsInquiry reports whether a sentence, as its words, tells of its report's own
// inquiry: of the error of a poll, or of who gave it no answer. Another's like words are of
// another inquiry.
func onItsInquiry(words []string) bool {
	has := func(w string) bool { return slices.Contains(words, w) }
	if has("error") && (has("margin") || has("sampling")) {
		return true
	}
	return (has("comment") || has("comments")) && slices.ContainsFunc(words, func(w string) bool { return unanswered[w] })
}

// unanswered are the English words, beside "comment", of a request that a report tells
// of.
var unanswered = wordSet("request requests respond responded reply replied reached declined available return returned")
