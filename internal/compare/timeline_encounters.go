package compare

import (
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// encounterWords are the lemmas of verbs and nouns for people coming together.
var encounterWords = wordSet("meet meeting meetings talk talks negotiate negotiation negotiations confer conference summit discussion discussions session consult consultation")

// An encounter is what a sentence tells of people coming together.
type encounter struct {
	people []string // entities of those who take part, sorted
	ahead  bool     // it is to come
	real   bool     // it is told as past or under way
	clause int
}

// encounterIn returns the encounter that a clause of a sentence tells of with two
// persons or more; ok is false if none does, or only of one that was called off,
// wished for or denied.
func (c *comparer) encounterIn(s *sentence) (e encounter, ok bool) {
	an := &c.Annotations[s.article]
	for k := firstClause(an, s.index); k < len(an.Clauses) && an.Clauses[k].Sentence == s.index; k++ {
		cl := &an.Clauses[k]
		if !encounterWords[cl.Lemma] && !c.brings(s.article, cl) || cl.Negated || cl.Modality != news.ModalReal && cl.Modality != news.ModalPlanned {
			continue
		}
		if _, press := anyOf(c.wordsIn(s.article, cl.Object), pressWords); press && !cl.Nominal {
			continue
		}
		people := c.partakers(s.article, cl)
		if len(people) < 2 || len(people) > mostPartakers || len(people) <= len(e.people) {
			continue
		}
		e = encounter{people: people, ahead: cl.Modality == news.ModalPlanned, clause: k}
		e.real = !e.ahead && s.manner&(ahead|possible|aimed) == 0
		ok = true
	}
	return e, ok
}

// brings reports whether a clause has an encounter as its object: "is due to have
// meetings with".
func (c *comparer) brings(i int, cl *news.Clause) bool {
	if cl.Nominal || cl.Object.IsZero() {
		return false
	}
	words := c.firstWordsIn(i, cl.Object, 3)
	_, ok := anyOf(words, encounterWords)
	_, press := anyOf(words, pressWords)
	return ok && !press
}

// pressWords say that those who come together meet the press.
var pressWords = wordSet("news press journalists reporters")

// mostPartakers is the most persons of whom a sentence tells that they met.
const mostPartakers = 6

// firstClause returns the index of the first clause of a sentence or a later one.
func firstClause(an *news.Annotation, sentence int) int {
	lo, hi := 0, len(an.Clauses)
	for lo < hi {
		if m := (lo + hi) / 2; an.Clauses[m].Sentence < sentence {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return lo
}

// firstMention returns the index of the first mention at or after a byte.
func firstMention(an *news.Annotation, at int) int {
	m, _ := slices.BinarySearchFunc(an.Mentions, at, func(m news.Mention, at int) int { return m.Start - at })
	return m
}

// partakers returns the persons among the arguments of a clause, pronouns too.
func (c *comparer) partakers(i int, cl *news.Clause) []string {
	an := &c.Annotations[i]
	var out []string
	sn := &an.Sentences[cl.Sentence]
	for m := firstMention(an, sn.Start); m < len(an.Mentions) && an.Mentions[m].Start < sn.End; m++ {
		x := &an.Mentions[m]
		if x.Type != news.Person || !cl.Span.Contains(x.Span) && !cl.Subject.Contains(x.Span) && !cl.Object.Contains(x.Span) {
			continue
		}
		if id := c.EntityOf[i][m]; id != "" {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// sharedPeople counts the entities that two sorted lists share.
func sharedPeople(a, b []string) int {
	n := 0
	for _, x := range a {
		if _, ok := slices.BinarySearch(b, x); ok {
			n++
		}
	}
	return n
}

// A met is a dated sentence that tells of an encounter.
type met struct {
	at     int // in the list of dated sentences
	people []string
	day    string // the name of the weekday
}

// metIn returns the encounters that the sentences of a group tell of on a day.
func (c *comparer) metIn(list []dated, group []int) []met {
	var out []met
	for _, k := range group {
		d := &list[k]
		if d.time == nil || d.kind == news.Said {
			continue
		}
		day := dayNamed(d.time.Words)
		if n, ok := d.time.Day(); ok {
			day = strings.ToLower(news.Weekday(n).String())
		}
		if day == "" {
			continue
		}
		if e, ok := c.encounterIn(d.sentence); ok {
			out = append(out, met{k, e.people, day})
		}
	}
	return out
}

// sameEncounter reports whether two sentences tell of one coming together: two
// of the same persons on one day, whether as planned or as under way.
func sameEncounter(list []dated, x, y met) bool {
	return onOneDay(&list[x.at], &list[y.at]) && sharedPeople(x.people, y.people) >= 2
}

// mixedTime finds one coming together that the articles of a story tell of both
// as past or under way and as to come, where their dates do not explain it: both
// in one article, or in articles of which none is known to be the later.
func (c *comparer) mixedTime(body []sentence) news.MixedTime {
	type place struct {
		s *sentence
		e encounter
	}
	var list []place
	for i := range body {
		if len(list) == mostMixed {
			break
		}
		if e, ok := c.encounterIn(&body[i]); ok && e.real != e.ahead {
			list = append(list, place{&body[i], e})
		}
	}
	var past, ahead []news.Ref
	add := func(to *[]news.Ref, p place) {
		cl := &c.Annotations[p.s.article].Clauses[p.e.clause]
		r := news.Ref{Article: c.Articles[p.s.article].ID, Span: cl.Span}
		if !slices.Contains(*to, r) {
			*to = append(*to, r)
		}
	}
	for _, x := range list {
		for _, y := range list {
			if x.e.real && y.e.ahead && x.s != y.s && sharedPeople(x.e.people, y.e.people) >= 2 && !c.differInDay(x.s, y.s) && !c.after(x.s.article, y.s.article) {
				add(&past, x)
				add(&ahead, y)
			}
		}
	}
	slices.SortFunc(past, byArticle)
	slices.SortFunc(ahead, byArticle)
	return news.MixedTime{Past: past, Ahead: ahead}
}

// mostMixed is how many sentences of a story are compared for a mix of times.
const mostMixed = 400

// after reports whether article i appeared later than article j.
func (c *comparer) after(i, j int) bool {
	first, _, ok1 := c.Articles[i].Published.Bounds()
	_, last, ok2 := c.Articles[j].Published.Bounds()
	return ok1 && ok2 && first > last
}

// differInDay reports whether two sentences name different days.
func (c *comparer) differInDay(x, y *sentence) bool {
	a, b := c.dayWords(x), c.dayWords(y)
	return len(a) > 0 && len(b) > 0 && sharedPeople(a, b) == 0
}

// dayWords returns the days that a sentence names, as days or as their names,
// sorted.
func (c *comparer) dayWords(s *sentence) []string {
	var out []string
	for _, t := range timesWithin(&c.Annotations[s.article], s.span) {
		if day, ok := t.Day(); ok {
			out = append(out, strings.ToLower(news.Weekday(day).String()))
		} else if d := dayNamed(t.Words); d != "" {
			out = append(out, d)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// refer gives entries of a timeline the event that they are: one that is told
// where the entry is and that the same words date, or that has no date if the
// entry has none; of several the one of most origins, then the first.
func refer(entries []news.TimelineEntry, events []news.Event) {
	at := map[string][]int{} // events that an article tells of
	for n := range events {
		for _, m := range events[n].Mentions {
			if list := at[m.Article]; len(list) == 0 || list[len(list)-1] != n {
				at[m.Article] = append(list, n)
			}
		}
	}
	for i := range entries {
		e := &entries[i]
		if e.Kind == news.Said || len(e.Spans) == 0 {
			continue
		}
		best := -1
		for _, n := range at[e.Spans[0].Article] {
			v := &events[n]
			if v.Date.Value != e.Date.Value || v.Date.Words != e.Date.Words && !e.Date.Known() || !toldIn(v, e.Spans[0]) {
				continue
			}
			if best < 0 || len(v.OriginIDs) > len(events[best].OriginIDs) {
				best = n
			}
		}
		if best >= 0 {
			e.Event = events[best].ID
		}
	}
}

// toldIn reports whether a sentence tells of an event.
func toldIn(v *news.Event, s news.Ref) bool {
	return slices.ContainsFunc(v.Mentions, func(m news.Ref) bool {
		return m.Article == s.Article && s.Span.Overlaps(m.Span) && m.End <= s.End
	})
}
