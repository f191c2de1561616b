package compare

import (
	"slices"

	"github.com/twosource/twosource/internal/news"
)

// A meeting is a sentence that tells of an encounter on a day.
type meeting struct {
	encounter
	at  int // of the tellings
	day news.Time
}

// metOn returns where a story gives one coming together two days: the same
// persons, days that are not one, and of the two tellings one a plan, or neither
// article telling of both days.
func (a *account) metOn() []clash {
	var list []meeting
	for i := range a.all {
		t := &a.all[i]
		e, ok := a.encounterIn(t.sentence)
		if !ok || t.kind == news.Background {
			continue
		}
		cl := &a.Annotations[t.article].Clauses[e.clause]
		if cl.Background || cl.Time < 0 {
			continue
		}
		time := a.Annotations[t.article].Times[cl.Time]
		if _, day := time.Day(); !day && (time.Known() || dayNamed(time.Words) == "") || weakDate(&time) {
			continue
		}
		list = append(list, meeting{e, i, time})
		if len(list) == mostMeetings {
			break
		}
	}
	var out []clash
	for i := range list {
		for j := range i {
			if c, ok := a.metTwice(&list[j], &list[i], list); ok {
				out = append(out, c)
			}
		}
	}
	return out
}

// mostMeetings bounds the meetings of a story that are compared with each
// other.
const mostMeetings = 200

// metTwice returns two tellings of one encounter that give it two days.
func (a *account) metTwice(x, y *meeting, all []meeting) (clash, bool) {
	s, t := &a.all[x.at], &a.all[y.at]
	if !a.sameWeek(s.article, t.article) || !agree(x.people, y.people) || x.ahead && y.ahead && s.article == t.article {
		return clash{}, false
	}
	p := piece{article: s.article, times: []news.Time{x.day}}
	q := piece{article: t.article, times: []news.Time{y.day}}
	if !a.timesDiffer(&p, &q) || !nearDays(&x.day, &y.day) || x.day.Known() && y.day.Known() && !a.onePlace(s, t) {
		return clash{}, false
	}
	if !x.ahead && !y.ahead && slices.ContainsFunc(all, func(m meeting) bool {
		// One article that tells of both days tells of two meetings.
		i := a.all[m.at].article
		return i == s.article && sameDayNamed(&m.day, &y.day) || i == t.article && sameDayNamed(&m.day, &x.day)
	}) {
		return clash{}, false
	}
	c := clash{x: x.at, y: y.at, slot: slot{kind: news.DateConflict, plan: x.ahead || y.ahead}}
	c.a, c.b = a.filler(&p, news.DateConflict), a.filler(&q, news.DateConflict)
	c.about = news.Ref{Article: a.Articles[s.article].ID, Span: a.Annotations[s.article].Clauses[x.clause].Predicate}
	return c, true
}

// onePlace reports whether two sentences name one place. Those who meet every
// other day meet there; in undated articles that is taken for granted.
func (a *account) onePlace(s, t *telling) bool {
	an := &a.Annotations[s.article]
	return slices.ContainsFunc(namesOver(an, s.span), func(m int) bool {
		return isTown(&an.Mentions[m]) && a.EntityOf[s.article][m] != "" && a.names(t, a.EntityOf[s.article][m], news.Span{})
	})
}

// nearDays reports whether two days lie within clashDays, as far as they are
// known: a plan for next month is another meeting.
func nearDays(x, y *news.Time) bool {
	a, ok1 := x.Day()
	b, ok2 := y.Day()
	return !ok1 || !ok2 || a-b <= clashDays && b-a <= clashDays
}

func sameDayNamed(x, y *news.Time) bool {
	a, ok1 := x.Day()
	b, ok2 := y.Day()
	if ok1 && ok2 {
		return a == b
	}
	return dayNamed(x.Words) == dayNamed(y.Words)
}
