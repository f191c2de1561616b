package compare

import (
	"cmp"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// A reported is a stance with the statement that it is of.
type reported struct {
	stance
	statement string // id; ""
}

// stancesOf returns what the articles of a lot tell of positions. states is whom
// they name as countries and as persons of one.
func (c *comparer) stancesOf(articles []int, statements []news.Statement, states []state) []reported {
	home := homes(states)
	ids := map[[2]int]string{}
	for n := range statements {
		for _, r := range statements[n].Reports {
			ids[[2]int{c.index[r.Article], r.Speech}] = statements[n].ID
		}
	}
	var out []reported
	for _, i := range articles {
		for _, s := range c.stances(i, home) {
			out = append(out, reported{s, ids[[2]int{i, s.speech}]})
		}
	}
	return out
}

// positions joins stances to what each party holds on each issue. An issue is
// one on which two parties have a position, or on which one is said to have
// changed its own or to have kept it.
func (c *comparer) positions(list []reported, states []state) []news.Position {
	countries := countries(states)
	own := map[[2]string]bool{} // person and country
	for _, s := range states {
		if s.person {
			own[[2]string{s.entity, s.code}] = true
		}
	}
	type key struct{ party, issue string }
	groups := map[key][]reported{}
	var keys []key
	parties := map[string][]string{} // of an issue
	kept := map[string]bool{}        // issues
	for _, t := range list {
		if own[[2]string{t.issue, t.party}] {
			continue
		}
		if id := countries[t.party]; len(t.party) == len("USA") {
			t.party = id
		}
		if t.party == "" || t.party == t.issue {
			continue
		}
		k := key{t.party, t.issue}
		if groups[k] == nil {
			keys = append(keys, k)
		}
		groups[k] = append(groups[k], t)
		if !slices.Contains(parties[k.issue], k.party) {
			parties[k.issue] = append(parties[k.issue], k.party)
		}
		kept[k.issue] = kept[k.issue] || t.kind != stancePoint || len(parties[k.issue]) > 1
	}
	labels := issueLabels(list)
	var out []news.Position
	for _, k := range keys {
		label, ok := labels[k.issue]
		if !kept[k.issue] || !ok {
			continue
		}
		p := c.position(groups[k])
		p.ID, p.Party, p.IssueRef = news.NewID("position", k.party, k.issue), k.party, label
		p.Issue = label.Of(c.Articles[c.index[label.Article]].Text)
		out = append(out, p)
	}
	slices.SortFunc(out, func(x, y news.Position) int { return cmp.Compare(x.ID, y.ID) })
	return out
}

// A state is how often an entity is named as a country, or as a person of it.
type state struct {
	code, entity string
	person       bool
	n            int
}

// statesOf counts the entities that articles name as countries and as persons of
// one.
func (c *comparer) statesOf(articles []int) []state {
	at := map[[2]string]int{}
	var out []state
	for _, i := range articles {
		for j := range c.Annotations[i].Mentions {
			m := &c.Annotations[i].Mentions[j]
			id := c.EntityOf[i][j]
			person := m.Type == news.Person
			if id == "" || m.Country == "" || m.Known != "country:"+m.Country && !person {
				continue
			}
			k, ok := at[[2]string{m.Country, id}]
			if !ok {
				k = len(out)
				at[[2]string{m.Country, id}] = k
				out = append(out, state{code: m.Country, entity: id, person: person})
			}
			out[k].n++
		}
	}
	return out
}

// homes returns the country of each person, by the entity: the one that most
// mentions name.
func homes(states []state) map[string]string {
	out, most := map[string]string{}, map[string]int{}
	for _, s := range states {
		if s.person && (s.n > most[s.entity] || s.n == most[s.entity] && s.code < out[s.entity]) {
			out[s.entity], most[s.entity] = s.code, s.n
		}
	}
	return out
}

// countries returns the entity of each country that is named, by its code: the
// one that is named most.
func countries(states []state) map[string]string {
	sums := map[[2]string]int{}
	for _, s := range states {
		if !s.person {
			sums[[2]string{s.code, s.entity}] += s.n
		}
	}
	out, most := map[string]string{}, map[string]int{}
	for k, n := range sums {
		if n > most[k[0]] || n == most[k[0]] && k[1] < out[k[0]] {
			out[k[0]], most[k[0]] = k[1], n
		}
	}
	return out
}

// issueLabels returns for each issue the place of the shortest name by which a
// passage calls it.
func issueLabels(list []reported) map[string]news.Ref {
	out := map[string]news.Ref{}
	for _, t := range list {
		if t.issueName == "" {
			continue
		}
		old, ok := out[t.issue]
		if !ok || t.issueAt.Len() < old.Len() || t.issueAt.Len() == old.Len() && byArticle(t.issueAt, old) < 0 {
			out[t.issue] = t.issueAt
		}
	}
	return out
}

// position is what one party holds on one issue.
func (c *comparer) position(list []reported) news.Position {
	var p news.Position
	slices.SortStableFunc(list, func(x, y reported) int {
		return cmp.Or(cmp.Compare(firstInstant(x.date), firstInstant(y.date)), byArticle(x.at, y.at))
	})
	for _, t := range list {
		n := len(p.Points) - 1
		if n < 0 || p.Points[n].Date.Value != t.date.Value {
			p.Points = append(p.Points, news.PositionPoint{Date: t.date})
			n++
		}
		pt := &p.Points[n]
		if t.statement != "" && !slices.Contains(pt.Statements, t.statement) {
			pt.Statements = append(pt.Statements, t.statement)
		}
		if !slices.Contains(pt.Spans, t.at) {
			pt.Spans = append(pt.Spans, t.at)
		}
	}
	for n := range p.Points {
		slices.Sort(p.Points[n].Statements)
		slices.SortFunc(p.Points[n].Spans, byArticle)
	}
	p.Changed, p.Basis, p.Change = verdict(list)
	return p
}

// firstInstant orders dates, the unknown last.
func firstInstant(d news.Date) int64 {
	if first, _, ok := d.Bounds(); ok {
		return first
	}
	return int64(1)<<62 - 1
}

// verdict says whether a position changed: as a text says itself, or as two
// dated statements show; with the spans that show it, two of a change.
func verdict(list []reported) (news.PositionChange, news.PositionBasis, []news.Ref) {
	var moved, held []news.Ref
	var best *reported
	for n := range list {
		t := &list[n]
		switch {
		case t.kind == stanceHeld && !slices.Contains(held, t.at):
			held = append(held, t.at)
		case t.kind == stanceMoved && !slices.Contains(moved, t.at):
			moved = append(moved, t.at)
		}
		if t.kind == stanceMoved && !t.from.Span.IsZero() && (best == nil || t.fromTo && !best.fromTo) {
			best = t
		}
	}
	switch {
	case best != nil:
		return news.PositionMoved, news.PositionStated, []news.Ref{best.from, best.to}
	case len(moved) > 1 && len(held) == 0:
		return news.PositionMoved, news.PositionStated, moved[:2]
	case len(held) > 0 && len(moved) == 0:
		return news.PositionHeld, news.PositionStated, held[:min(2, len(held))]
	case len(moved) > 0:
		return news.PositionUnknown, news.PositionUndated, nil
	}
	return datedChange(list)
}

// datedChange looks for a verb that a party first denied and later took, or the
// other way round, on two days that are known.
func datedChange(list []reported) (news.PositionChange, news.PositionBasis, []news.Ref) {
	for n, later := range list {
		for _, earlier := range list[:n] {
			x, ok1 := earlier.date.Day()
			y, ok2 := later.date.Day()
			if !ok1 || !ok2 || x >= y || later.at.Article == earlier.at.Article {
				continue
			}
			if later.lemma == earlier.lemma && later.polarity != 0 && later.polarity == -earlier.polarity && strings.TrimSpace(later.lemma) != "" {
				return news.PositionMoved, news.PositionDated, []news.Ref{earlier.at, later.at}
			}
		}
	}
	return news.PositionUnknown, news.PositionUndated, nil
}
