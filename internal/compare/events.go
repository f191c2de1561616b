package compare

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/twosource/twosource/internal/news"
)

// A deed is one article's telling of an event.
type deed struct {
	at         int // of the tellings
	action     *news.Action
	clause     *news.Clause
	actors     []string // entities, sorted
	recipients []string
	parties    []string   // both
	time       *news.Time // nil if nothing dates it
	place      string     // entity; ""
	group      int        // number of the claim that its sentence puts forward
}

// mostDeeds bounds the deeds of one kind that are compared with each other.
const mostDeeds = 256

// events joins the happenings that the articles of a story tell of: deeds of
// one root between the same parties, on days that may be one, or at one place on
// one day. groups are the sentences that put forward one claim.
func (a *account) events(groups [][]int) []news.Event {
	deeds := a.deeds(groups)
	parent := make([]int, len(deeds))
	index := map[string][]int{}
	for i := range deeds {
		parent[i] = i
		for _, key := range deeds[i].keys() {
			list := index[key]
			for _, j := range list {
				x, y := root(parent, i), root(parent, j)
				if x != y && a.oneDeed(&deeds[i], &deeds[j]) {
					parent[max(x, y)] = min(x, y)
				}
			}
			if len(list) < mostDeeds {
				index[key] = append(list, i)
			}
		}
	}
	members := make([][]*deed, len(deeds))
	for i := range deeds {
		r := root(parent, i)
		members[r] = append(members[r], &deeds[i])
	}
	var out []news.Event
	for _, m := range members {
		if len(m) > 0 {
			out = append(out, a.event(m))
		}
	}
	return out
}

// deeds returns the coded happenings of a story, in the order of its sentences.
func (a *account) deeds(groups [][]int) []deed {
	group := make([]int, len(a.all))
	for n, g := range groups {
		for _, k := range g {
			group[k] = n
		}
	}
	var out []deed
	for i := range a.all {
		t := &a.all[i]
		an := &a.Annotations[t.article]
		first, _ := slices.BinarySearchFunc(an.Actions, firstClause(an, t.index), func(x news.Action, clause int) int { return cmp.Compare(x.Clause, clause) })
		for k := first; k < len(an.Actions) && an.Clauses[an.Actions[k].Clause].Sentence == t.index; k++ {
			x := &an.Actions[k]
			d := deed{at: i, action: x, clause: &an.Clauses[x.Clause], group: group[i]}
			d.actors, d.recipients = a.entitiesOf(t.article, x.Actors), a.entitiesOf(t.article, x.Recipients)
			d.parties = slices.Concat(d.actors, d.recipients)
			slices.Sort(d.parties)
			d.parties = slices.Compact(d.parties)
			if d.clause.Time >= 0 {
				d.time = &an.Times[d.clause.Time]
			}
			if d.clause.Place >= 0 {
				d.place = a.EntityOf[t.article][d.clause.Place]
			}
			out = append(out, d)
		}
	}
	return out
}

// entitiesOf returns the entities of mentions, sorted.
func (c *comparer) entitiesOf(article int, mentions []int) []string {
	var out []string
	for _, m := range mentions {
		if id := c.EntityOf[article][m]; id != "" {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// keys are what a deed shares with others that may be it.
func (d *deed) keys() []string {
	out := []string{d.action.Root + " in " + strconv.Itoa(d.group)}
	for _, p := range d.parties {
		out = append(out, d.action.Root+" by "+p)
	}
	if d.place != "" {
		out = append(out, d.action.Root+" at "+d.place)
	}
	return out
}

// oneDeed reports whether two deeds of one root are one event.
func (a *account) oneDeed(x, y *deed) bool {
	if (x.action.Status == news.EventDenied) != (y.action.Status == news.EventDenied) ||
		(x.action.Status == news.EventCalledFor) != (y.action.Status == news.EventCalledFor) ||
		!agree(x.parties, y.parties) || !a.mayShareDay(x, y) {
		return false
	}
	if x.group == y.group {
		return x.at != y.at
	}
	both := 0
	for _, p := range x.parties {
		if _, ok := slices.BinarySearch(y.parties, p); ok {
			both++
		}
	}
	s, t := &a.all[x.at], &a.all[y.at]
	near := s.article == t.article || a.sameWeek(s.article, t.article)
	dayKnown := x.time != nil && y.time != nil
	switch {
	case both >= 2 && near && (dayKnown || !x.clause.Background && !y.clause.Background):
		return true
	case x.place != "" && x.place == y.place && dayKnown:
		return a.onOneDay(x.time, y.time) && (both > 0 || len(x.parties)+len(y.parties) == 0)
	}
	return false
}

// mayShareDay reports whether two deeds may be of one day.
func (a *account) mayShareDay(x, y *deed) bool {
	if x.time == nil || y.time == nil {
		return true
	}
	p, q := piece{times: []news.Time{*x.time}}, piece{times: []news.Time{*y.time}}
	return !a.timesDiffer(&p, &q)
}

func (a *account) onOneDay(x, y *news.Time) bool { return onOneDay(&dated{time: x}, &dated{time: y}) }

// event makes one event of the deeds that tell of it.
func (a *account) event(members []*deed) news.Event {
	e := news.Event{Story: a.story, Date: news.NoDate("no report says when")}
	best, when := members[0], (*deed)(nil)
	var list []dated
	var all []int
	for n, d := range members {
		t := &a.all[d.at]
		id := a.Articles[t.article].ID
		e.Mentions = append(e.Mentions, news.Ref{Article: id, Span: d.clause.Span})
		e.Actors, e.Recipients = append(e.Actors, d.actors...), append(e.Recipients, d.recipients...)
		e.Contexts = append(e.Contexts, d.action.Contexts...)
		if d.time != nil && (when == nil || dates(d) > dates(when)) {
			when = d
			e.Date, e.DateRef = d.time.Date, news.Ref{Article: id, Span: d.time.Span}
		}
		if d.clause.Place >= 0 && e.Place.Ref.Article == "" {
			m := &a.Annotations[t.article].Mentions[d.clause.Place]
			e.Place = news.EventPlace{Ref: news.Ref{Article: id, Span: m.Span}, Country: countryOf(m)}
		}
		if statusRank(d.action.Status) > statusRank(best.action.Status) {
			best = d
		}
		a.addHarm(&e.Harm, t.article, d.action.Harm)
		list, all = append(list, t.dated), append(all, n)
	}
	for _, ids := range []*[]string{&e.Actors, &e.Recipients, &e.Contexts} {
		slices.Sort(*ids)
		*ids = slices.Compact(*ids)
	}
	slices.SortFunc(e.Mentions, byArticle)
	e.Mentions = slices.Compact(e.Mentions)
	e.Root, e.Mode, e.CAMEO, e.Status = best.action.Root, best.action.Mode, best.action.CAMEO, best.action.Status
	e.OriginIDs = a.originsOf(list, all)
	e.AccordingTo = a.accordingTo(members)
	parts := []string{a.story, e.Root}
	for _, r := range e.Mentions {
		parts = append(parts, r.Article, strconv.Itoa(r.Start), strconv.Itoa(r.End))
	}
	e.ID = news.NewID("event", parts...)
	return e
}

// dates orders the days that deeds give an event: that of one told as happened
// before that of a plan, a known before an unknown one.
func dates(d *deed) int {
	n := 2 * statusRank(d.action.Status)
	if d.time.Known() {
		n++
	}
	return n
}

// statusRank orders statuses by what they settle: that a thing happened is more
// than that it is planned.
func statusRank(s news.EventStatus) int {
	return slices.Index([]news.EventStatus{news.EventCalledFor, news.EventPlanned, news.EventDenied, news.EventHappened}, s)
}

// accordingTo returns who alone tells of an event, "" if an outlet tells it
// itself or several do.
func (a *account) accordingTo(members []*deed) string {
	who := ""
	for n, d := range members {
		i := a.all[d.at].article
		if d.clause.Speech < 0 {
			return ""
		}
		m := a.Annotations[i].Statements[d.clause.Speech].Speaker
		if m < 0 || a.EntityOf[i][m] == "" || n > 0 && a.EntityOf[i][m] != who {
			return ""
		}
		who = a.EntityOf[i][m]
	}
	return who
}

// addHarm widens the ranges of an event's harm by what one article tells.
func (a *account) addHarm(to *news.EventHarm, article int, h news.Harm) {
	for _, x := range []struct {
		to *(*news.Range)
		q  int
	}{{&to.Killed, h.Killed}, {&to.Injured, h.Injured}, {&to.Missing, h.Missing}, {&to.Displaced, h.Displaced}} {
		if x.q < 0 {
			continue
		}
		q := &a.Annotations[article].Quantities[x.q]
		if *x.to == nil {
			*x.to = &news.Range{Low: q.Low, High: q.High}
			continue
		}
		(*x.to).Low, (*x.to).High = min((*x.to).Low, q.Low), max((*x.to).High, q.High)
	}
}
