package compare

import (
	"slices"

	"github.com/twosource/twosource/internal/news"
)

// A gathering is a dated sentence that tells of a meeting, conference or round of
// talks on a day, without those who take part.
type gathering struct {
	at    int
	noun  string   // lemma
	verbs []string // lemmas of what it does, sorted: "go", "hold"
	place string   // entity; ""
	names []string // entities in its own phrase, sorted
}

// gatheringIn returns the gathering that is on the day of a sentence: a noun for
// people coming together that the day belongs to, or whose verb it belongs to.
func (c *comparer) gatheringIn(list []dated, at int) (g gathering, ok bool) {
	d := &list[at]
	if d.time == nil || d.kind == news.Said || d.kind == news.Background {
		return g, false
	}
	an := &c.Annotations[d.article]
	for k := firstClause(an, d.index); k < len(an.Clauses) && an.Clauses[k].Sentence == d.index; k++ {
		cl := &an.Clauses[k]
		if !cl.Nominal || !encounterWords[cl.Lemma] || cl.Negated || cl.Modality != news.ModalReal && cl.Modality != news.ModalPlanned {
			continue
		}
		if g, ok = c.gatheringOf(d, cl); ok {
			g.at = at
			return g, true
		}
	}
	return g, false
}

// gatheringOf returns the gathering that the noun of a clause is, with what the
// verbs say that have it as subject or object; ok is false if it is not on the day
// of the sentence.
func (c *comparer) gatheringOf(d *dated, cl *news.Clause) (g gathering, ok bool) {
	an := &c.Annotations[d.article]
	g.noun = cl.Lemma
	dated, phrase, place := c.datedBy(d, cl), cl.Span, cl.Place
	for k := firstClause(an, d.index); k < len(an.Clauses) && an.Clauses[k].Sentence == d.index; k++ {
		verb := &an.Clauses[k]
		switch {
		case verb.Nominal:
			continue
		case verb.Subject.Contains(cl.Predicate):
			phrase = phrase.Cover(verb.Subject)
		case verb.Object.Contains(cl.Predicate):
			phrase = phrase.Cover(verb.Object)
		default:
			continue
		}
		g.verbs = append(g.verbs, verb.Lemma)
		dated = dated || c.datedBy(d, verb)
		if place < 0 {
			place = verb.Place
		}
	}
	slices.Sort(g.verbs)
	if place >= 0 {
		g.place = c.EntityOf[d.article][place]
	}
	g.names = c.namedIn(d.article, phrase)
	return g, dated
}

// datedBy reports whether the expression that dates a sentence dates a clause.
func (c *comparer) datedBy(d *dated, cl *news.Clause) bool {
	return cl.Time >= 0 && c.Annotations[d.article].Times[cl.Time].Span == d.time.Span
}

// namedIn returns the entities other than places and persons that a span names,
// sorted.
func (c *comparer) namedIn(i int, s news.Span) []string {
	an := &c.Annotations[i]
	var out []string
	for m := firstMention(an, s.Start); m < len(an.Mentions) && an.Mentions[m].End <= s.End; m++ {
		x := &an.Mentions[m]
		if id := c.EntityOf[i][m]; id != "" && x.Kind == news.NameMention && x.Type != news.Person && x.Type != news.Place {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// gatherings joins groups of sentences that tell of one gathering: on one day, one
// noun or one verb, no other bodies in its phrase. A plan and a report are joined if
// they have the place in common too.
func (c *comparer) gatherings(list []dated, groups [][]int) [][]int {
	return joinGroups(groups, func(at int) (gathering, bool) { return c.gatheringIn(list, at) },
		func(x, y *gathering) bool { return sameGathering(list, x, y) })
}

// joinGroups joins each group to the first before it in which all that find gives
// is the same as all that it gives here. Groups in which it gives nothing stay.
func joinGroups[T any](groups [][]int, find func(at int) (T, bool), same func(x, y *T) bool) [][]int {
	var out [][]int
	var inGroup [][]T
	for _, group := range groups {
		var found []T
		for _, at := range group {
			if x, ok := find(at); ok {
				found = append(found, x)
			}
		}
		to := -1
		if len(found) > 0 {
			to = slices.IndexFunc(inGroup, func(other []T) bool { return len(other) > 0 && allAlike(found, other, same) })
		}
		if to >= 0 {
			out[to], inGroup[to] = append(out[to], group...), append(inGroup[to], found...)
			continue
		}
		out, inGroup = append(out, group), append(inGroup, found)
	}
	return out
}

func allAlike[T any](a, b []T, same func(x, y *T) bool) bool {
	for i := range a {
		for j := range b {
			if !same(&a[i], &b[j]) {
				return false
			}
		}
	}
	return true
}

// sameGathering reports whether two sentences of two articles tell of one
// gathering.
func sameGathering(list []dated, x, y *gathering) bool {
	a, b := &list[x.at], &list[y.at]
	if a.article == b.article || !onOneDay(a, b) || !agree(a.people, b.people) || !agree(x.names, y.names) {
		return false
	}
	place := x.place != "" && x.place == y.place
	if a.kind != b.kind && !place || x.place != "" && y.place != "" && !place {
		return false
	}
	return x.noun == y.noun || sharedPeople(x.verbs, y.verbs) > 0
}

// A plan is a dated sentence that tells what somebody is to do on a day.
type plan struct {
	at    int
	who   string // entity
	verb  string // lemma
	place string // entity; ""
}

// planIn returns what is to be done on the day of a sentence.
func (c *comparer) planIn(list []dated, at int) (p plan, ok bool) {
	d := &list[at]
	if d.time == nil || d.kind != news.Expected {
		return p, false
	}
	an := &c.Annotations[d.article]
	for k := firstClause(an, d.index); k < len(an.Clauses) && an.Clauses[k].Sentence == d.index; k++ {
		cl := &an.Clauses[k]
		if cl.Nominal || isState(cl) || cl.Negated || cl.SubjectIs < 0 || !c.datedBy(d, cl) {
			continue
		}
		if p = (plan{at: at, who: c.EntityOf[d.article][cl.SubjectIs], verb: cl.Lemma}); p.who == "" {
			continue
		}
		if cl.Place >= 0 {
			p.place = c.EntityOf[d.article][cl.Place]
		}
		return p, true
	}
	return p, false
}

// plans joins groups of sentences that tell of one plan: what one is to do on one
// day, by the same verb, and nothing that speaks against it.
func (c *comparer) plans(list []dated, groups [][]int) [][]int {
	return joinGroups(groups, func(at int) (plan, bool) { return c.planIn(list, at) },
		func(x, y *plan) bool {
			a, b := &list[x.at], &list[y.at]
			return a.article != b.article && onOneDay(a, b) && x.who == y.who && x.verb == y.verb &&
				agree(a.people, b.people) && agree(a.numbers, b.numbers) && (x.place == "" || y.place == "" || x.place == y.place)
		})
}
