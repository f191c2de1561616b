package compare

import (
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// An actor is who did what a report is about, as its first sentences have it.
type actor struct {
	at   int // of the tellings
	by   party
	lead lead
}

// mostActors bounds the actors of a story, which are compared with each other.
const mostActors = 300

// actors returns who is told to have done it, in the first sentences of reports:
// the subject of a deed, or the words before a noun for one, "Russian air
// strikes". Who does not say, or says two, is left out.
func (a *account) actors() []actor {
	var out []actor
	for from := 0; from < len(a.all); {
		end := from + 1
		for end < len(a.all) && a.all[end].article == a.all[from].article {
			end++
		}
		if x, ok := a.actorOf(from, min(end, from+leadSentences)); ok && len(out) < mostActors {
			out = append(out, x)
		}
		from = end
	}
	return out
}

// actorOf returns who did what a report is about; ok is false if its first
// sentences name several, or none.
func (a *account) actorOf(from, end int) (x actor, ok bool) {
	for i := from; i < end; i++ {
		t := &a.all[i]
		an := &a.Annotations[t.article]
		if t.manner&(negated|possible|ahead|asked|personal) != 0 || t.kind == news.Background {
			continue
		}
		for k := firstClause(an, t.index); k < len(an.Clauses) && an.Clauses[k].Sentence == t.index; k++ {
			p, found := a.doerOf(i, k)
			if !found {
				continue
			}
			if ok && !a.oneParty(&p, &x.by) {
				return x, false
			}
			if !ok {
				x, ok = actor{at: i, by: p}, true
			}
		}
	}
	if ok {
		x.lead = a.leadOf(x.at)
	}
	return x, ok
}

// doerOf returns the party that does what a clause tells, if that harms people.
func (a *account) doerOf(i, clause int) (party, bool) {
	t := &a.all[i]
	cl := &a.Annotations[t.article].Clauses[clause]
	if cl.Negated || cl.Modality != news.ModalReal {
		return party{}, false
	}
	if cl.Nominal {
		name := a.happening(t, cl.Predicate)
		if causeClasses[t.tokens[min(t.tokenAt(cl.Predicate.Start), len(t.tokens)-1)].stem] == 0 || name == cl.Predicate {
			return party{}, false
		}
		p, ok := a.partyIn(t.article, news.Span{Start: name.Start, End: cl.Predicate.Start}.Trim(a.Articles[t.article].Text))
		for _, m := range p.names {
			// "Aleppo air strikes" says where.
			ok = ok && strings.HasPrefix(a.Annotations[t.article].Mentions[m].Known, "demonym:")
		}
		return p, ok && (p.state || p.irregular)
	}
	x, ok := a.doing(i, clause)
	return x.accused, ok && (x.accused.state || x.accused.irregular)
}

// actorsDiffer returns where reports of one happening have two parties do it.
func (a *account) actorsDiffer() []clash {
	list := a.actors()
	var out []clash
	for i := range list {
		for j := range i {
			x, y := &list[j], &list[i]
			f, g := a.actorFiller(x), a.actorFiller(y)
			if !a.partiesApart(&x.by, &y.by) || a.shareWord(&f, &g, deniedRarity) || !a.leadsAgree(x, y) {
				continue
			}
			s, t := &a.all[x.at], &a.all[y.at]
			c := clash{x: x.at, y: y.at, slot: slot{kind: news.ParticipantConflict, a: f, b: g}}
			c.about = a.deedNamed(s, s.span, t, t.span, news.Span{})
			out = append(out, c)
		}
	}
	return out
}

// A dealing is what one party does to another, as a clause tells it.
type dealing struct {
	at     int // of the tellings
	clause *news.Clause
	by, to party
}

// mostDealings bounds the dealings of a story, which are compared with each other.
const mostDealings = 500

// reversed returns where one report has a party do to another what a report of
// the same day has that other do to it.
func (a *account) reversed() []clash {
	var list []dealing
	for i := range a.all {
		t := &a.all[i]
		an := &a.Annotations[t.article]
		for k := firstClause(an, t.index); k < len(an.Clauses) && an.Clauses[k].Sentence == t.index; k++ {
			cl := &an.Clauses[k]
			if cl.Nominal || cl.Negated || cl.Modality != news.ModalReal || cl.Subject.IsZero() || cl.Object.IsZero() || plainVerbs[cl.Lemma] || mutual[cl.Lemma] || len(list) >= mostDealings {
				continue
			}
			x := dealing{at: i, clause: cl}
			var ok1, ok2 bool
			x.by, ok1 = a.partyIn(t.article, cl.Subject)
			x.to, ok2 = a.partyIn(t.article, cl.Object)
			if ok1 && ok2 && a.partiesApart(&x.by, &x.to) {
				list = append(list, x)
			}
		}
	}
	var out []clash
	for i := range list {
		for j := range i {
			x, y := &list[j], &list[i]
			s, t := &a.all[x.at], &a.all[y.at]
			if x.clause.Lemma != y.clause.Lemma || s.article == t.article || !a.oneParty(&x.by, &y.to) || !a.oneParty(&x.to, &y.by) || !a.oneMatter(x.at, y.at) {
				continue
			}
			c := clash{x: x.at, y: y.at, slot: slot{kind: news.ParticipantConflict, a: a.actorFiller(&actor{at: x.at, by: x.by}), b: a.actorFiller(&actor{at: y.at, by: y.by})}}
			c.about = news.Ref{Article: a.Articles[s.article].ID, Span: x.clause.Predicate.Cover(x.clause.Object)}
			out = append(out, c)
		}
	}
	return out
}

// mutual are the lemmas of English verbs of which both may be the subject: who
// meets somebody is met by him, and those who fight shell each other.
var mutual = wordSet("meet fight join marry battle engage contact resemble accompany near border face oppose criticise criticize accuse blame urge")

// leadsAgree reports whether two reports are of one happening: of one day, of one
// town that is seldom in the news, of one way of doing harm.
func (a *account) leadsAgree(x, y *actor) bool {
	s, t := &a.all[x.at], &a.all[y.at]
	day, other, dated := a.days(s.article, t.article)
	if !dated || day != other || a.took[pairOf(s.article, t.article)] || !agree(s.days, t.days) || !agree(s.people, t.people) {
		return false
	}
	if x.lead.causes&y.lead.causes == 0 || len(x.lead.rare) == 0 || len(y.lead.rare) == 0 {
		return false
	}
	return agree(x.lead.rare, y.lead.rare) && agree(s.numbers, t.numbers)
}

// actorFiller fills a side with who did it.
func (a *account) actorFiller(x *actor) filler {
	return filler{article: a.all[x.at].article, span: x.by.span, key: a.partyKey(&x.by)}
}
