package compare

import (
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// An outcome is how something ended, as a sentence has it: for or against, of
// one of the ways in which things end, or still open.
type outcome struct {
	at      int
	way     uint32
	against bool
	open    bool
	span    news.Span // the words that say so
}

// outcomeWays are the ways in which things end, each with the English words that
// say it ended for ("+") or against.
var outcomeWays = func() map[string]outcome {
	out := map[string]outcome{}
	for n, w := range []struct{ yes, no string }{
		{"agree agreed agrees agreement deal", "deadlock stalemate collapse collapsed impasse"},
		{"passed passes approve approved approves adopt adopted adopts ratify ratified", "reject rejected rejects defeated veto vetoed"},
		{"win won wins", "lose lost loses"},
		{"convict convicted guilty", "acquit acquitted"},
		{"confirm confirmed proceed", "cancel cancelled canceled postpone postponed scrap scrapped"},
	} {
		for s := range wordSet(w.yes) {
			out[s] = outcome{way: 1 << n}
		}
		for s := range wordSet(w.no) {
			out[s] = outcome{way: 1 << n, against: true}
		}
	}
	return out
}()

// turning are the English words right before an outcome that turn it into its
// opposite: "no deal", "failed to agree".
var turning = wordSet("no not without never failed fail fails failing unable refused neither nor didnt cannot hardly")

// turnsWithin is how many words before an outcome turn it.
const turnsWithin = 4

// opening are the English words of an outcome that nobody knows yet.
var opening = wordSet("doubt doubts whether unclear uncertain undecided pending unresolved unknown")

// outcomes returns how the sentences of a story say that things ended.
func (a *account) outcomes() []outcome {
	var out []outcome
	for i := range a.all {
		t := &a.all[i]
		if t.manner&(asked|personal) != 0 || len(out) >= mostDisputes {
			continue
		}
		if o, ok := a.outcomeIn(i); ok {
			out = append(out, o)
		}
	}
	return out
}

// outcomeIn reads the outcome of a sentence; ok is false if it has none, or two.
func (a *account) outcomeIn(i int) (o outcome, ok bool) {
	t := &a.all[i]
	text := a.Articles[t.article].Text
	for n, k := range t.tokens {
		found, is := outcomeWays[strings.ToLower(k.span.Of(text))]
		if !is {
			continue
		}
		if ok && found.way != o.way {
			continue // the first is what the sentence tells
		}
		found.at, found.span = i, k.span
		for b := n - 1; b >= 0 && b >= n-turnsWithin; b-- {
			w := strings.ToLower(t.tokens[b].span.Of(text))
			if turning[w] || strings.HasSuffix(w, "n't") || strings.HasSuffix(w, "n’t") {
				found.against = !found.against
				found.span = found.span.Cover(t.tokens[b].span)
				break
			}
		}
		if ok && found.against != o.against {
			return o, false
		}
		if !ok {
			o, ok = found, true
		}
	}
	if !ok || t.kind == news.Expected || t.manner&(ahead|possible|aimed) != 0 {
		return o, false
	}
	return o, true
}

// ended returns where one thing ended in two ways, or is open in one article and
// settled in another.
func (a *account) ended() []clash {
	list := a.outcomes()
	var out []clash
	for i := range list {
		for j := range i {
			x, y := &list[j], &list[i]
			if x.way != y.way || x.against == y.against || !a.oneMatter(x.at, y.at) || a.otherObjects(x, y) {
				continue
			}
			out = append(out, a.outcomeOf(x, y))
		}
	}
	return append(out, a.settled()...)
}

// oneMatter reports whether two sentences of two articles tell of one thing: they
// run alike for their rarer words, name no one and no day that the other does not,
// and share two telling words besides the outcome.
func (a *account) oneMatter(i, j int) bool {
	s, t := &a.all[i], &a.all[j]
	if s.article == t.article || !a.sameWeek(s.article, t.article) || !agree(s.people, t.people) || !a.sameDate(&s.dated, &t.dated) || !agree(s.numbers, t.numbers) {
		return false
	}
	if similarity(s.sentence, t.sentence) < dayShare {
		return false
	}
	plain, names := terms(s.sentence, t.sentence)
	return plain >= 2 && plain+names >= sameTerms-1
}

// otherObjects reports whether two outcomes are verbs of which each says of what, in words
// that have none in common: one deal failed to be approved, and a law on another thing was.
func (a *account) otherObjects(x, y *outcome) bool {
	p, q := a.objectAt(x), a.objectAt(y)
	return p.Len() > 0 && q.Len() > 0 && !a.shareStem(&a.all[x.at], p, &a.all[y.at], q)
}

// objectAt returns the object of the verb that tells an outcome; the zero span if it has
// none, or the outcome is no verb.
func (a *account) objectAt(x *outcome) news.Span {
	t := &a.all[x.at]
	an := &a.Annotations[t.article]
	for k := firstClause(an, t.index); k < len(an.Clauses) && an.Clauses[k].Sentence == t.index; k++ {
		if cl := &an.Clauses[k]; !cl.Nominal && cl.Predicate.Overlaps(x.span) && cl.Object.Start >= cl.Predicate.End {
			return cl.Object
		}
	}
	return news.Span{}
}

// shareStem reports whether two stretches of sentences share a word that says something.
func (a *account) shareStem(t *telling, p news.Span, u *telling, q news.Span) bool {
	return slices.ContainsFunc(t.tokens, func(k token) bool {
		return p.Contains(k.span) && k.rarity >= deniedRarity && slices.ContainsFunc(u.tokens, func(o token) bool { return q.Contains(o.span) && o.stem == k.stem })
	})
}

// outcomeOf sets two outcomes against each other.
func (a *account) outcomeOf(x, y *outcome) clash {
	s, t := &a.all[x.at], &a.all[y.at]
	c := clash{x: x.at, y: y.at, slot: slot{kind: news.OutcomeConflict, a: a.outcomeFiller(x), b: a.outcomeFiller(y)}}
	c.about = a.aboutOf(s, x.span, t)
	return c
}

// outcomeFiller fills a side with the clause that tells an outcome.
func (a *account) outcomeFiller(x *outcome) filler {
	t := &a.all[x.at]
	an, text := &a.Annotations[t.article], a.Articles[t.article].Text
	f := filler{article: t.article, span: x.span}
	best := 0
	for k := firstClause(an, t.index); k < len(an.Clauses) && an.Clauses[k].Sentence == t.index; k++ {
		if cl := &an.Clauses[k]; !cl.Nominal && cl.Span.Contains(x.span) && cl.Span.Len() < longestCharge && (best == 0 || cl.Span.Len() < best) {
			best, f.span = cl.Span.Len(), cl.Span.Trim(text)
		}
	}
	f.key = "for"
	if x.against {
		f.key = "against"
	}
	if x.open {
		f.key = "open"
	}
	return f
}

// settled returns where an article has it open whether something will be, and
// another that it will, or will not.
func (a *account) settled() []clash {
	var open, sure []outcome
	for i := range a.all {
		t := &a.all[i]
		text := a.Articles[t.article].Text
		if t.manner&(asked|personal) != 0 || !slices.ContainsFunc(t.tokens, func(k token) bool { return isGathering(k.span.Of(text)) }) {
			continue
		}
		at := slices.IndexFunc(t.tokens, func(k token) bool { return opening[strings.ToLower(k.span.Of(text))] })
		switch {
		case at >= 0 && len(open) < mostDisputes:
			open = append(open, outcome{at: i, open: true, span: news.Span{Start: t.tokens[at].span.Start, End: t.tokens[len(t.tokens)-1].span.End}})
		case at < 0 && len(sure) < mostDisputes && t.manner&(negated|possible|aimed) == 0:
			if s := a.surely(t); !s.IsZero() {
				sure = append(sure, outcome{at: i, span: s})
			}
		}
	}
	var out []clash
	for i := range open {
		for j := range sure {
			x, y := &open[i], &sure[j]
			s, t := &a.all[x.at], &a.all[y.at]
			if s.article == t.article || !a.sameWeek(s.article, t.article) || !a.oneGathering(s, t) {
				continue
			}
			c := a.outcomeOf(x, y)
			c.about = a.gatheringOf(s, x.span)
			out = append(out, c)
		}
	}
	return out
}

// gatheringOf returns the phrase of a sentence that names what is open.
func (a *account) gatheringOf(t *telling, open news.Span) news.Ref {
	text := a.Articles[t.article].Text
	phrases := a.nounPhrases(t)
	best := open
	for _, k := range t.tokens {
		if !isGathering(k.span.Of(text)) {
			continue
		}
		if p := shortestWith(phrases, k.span, news.Span{}); !p.IsZero() {
			best = p
		} else {
			best = k.span
		}
		if open.Contains(k.span) {
			break
		}
	}
	return news.Ref{Article: a.Articles[t.article].ID, Span: best}
}

func isGathering(word string) bool { return gatherings[strings.ToLower(word)] }

// gatherings are the English nouns for what may be called off.
var gatherings = wordSet("meeting summit talks conference vote referendum election ceasefire truce match trial hearing visit launch")

// surely returns the words by which a sentence says that something will be: "would
// take place", "will go ahead".
func (a *account) surely(t *telling) news.Span {
	text := a.Articles[t.article].Text
	for n := 0; n+2 < len(t.tokens); n++ {
		w := strings.ToLower(t.tokens[n].span.Of(text))
		if w != "will" && w != "would" {
			continue
		}
		for k := n + 1; k < len(t.tokens)-1 && k <= n+2; k++ {
			if happens[strings.ToLower(text[t.tokens[k].span.Start:t.tokens[k+1].span.End])] {
				return news.Span{Start: t.tokens[n].span.Start, End: t.tokens[k+1].span.End}
			}
		}
	}
	return news.Span{}
}

// happens are the English verbs that say that what was planned will be.
var happens = map[string]bool{"take place": true, "go ahead": true, "be held": true, "be cancelled": true, "be postponed": true, "be canceled": true, "go forward": true}

// leastGathered is how many terms two sentences share that tell of one gathering
// (ours: of one story, it seldom is another).
const leastGathered = 2

// oneGathering reports whether two sentences tell of one gathering: they have its
// noun and leastGathered terms in common.
func (a *account) oneGathering(s, t *telling) bool {
	if !agree(s.days, t.days) {
		return false
	}
	noun := func(t *telling) (out []uint32) {
		text := a.Articles[t.article].Text
		for _, k := range t.tokens {
			if isGathering(k.span.Of(text)) {
				out = append(out, k.stem)
			}
		}
		return out
	}
	of := noun(t)
	if !slices.ContainsFunc(noun(s), func(k uint32) bool { return slices.Contains(of, k) }) {
		return false
	}
	plain, names := terms(s.sentence, t.sentence)
	return plain+names >= leastGathered
}
