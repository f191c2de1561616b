package brief

import (
	"cmp"
	"slices"

	"github.com/twosource/twosource/internal/news"
)

// What the articles of a story say, set side by side: events, claims, conflicts
// and positions.

// originCount writes the number of origins and their ids.
func (j *jsonWriter) originCount(ids []string) {
	j.num("origins", len(ids))
	j.strings("origin_ids", sortedStrings(ids))
}

func (j *jsonWriter) events() {
	records(j, "events", "event", j.d.rec.Events, func(e *news.Event) string { return e.ID }, func(e *news.Event) {
		j.strOrNull("story", e.Story)
		j.date("date", e.Date, e.DateRef)
		j.strings("actors", e.Actors)
		j.strings("recipients", e.Recipients)
		j.eventPlace(&e.Place)
		j.key("code")
		j.open('{')
		j.strOrNull("plover", e.Root)
		j.strOrNull("mode", e.Mode)
		j.strings("context", e.Contexts)
		j.strOrNull("cameo", e.CAMEO)
		j.close('}')
		j.key("harm")
		j.open('{')
		j.harmRange("killed", e.Harm.Killed)
		j.harmRange("injured", e.Harm.Injured)
		j.harmRange("missing", e.Harm.Missing)
		j.harmRange("displaced", e.Harm.Displaced)
		j.close('}')
		j.str("status", string(e.Status))
		j.strOrNull("according_to", e.AccordingTo)
		j.refs("mentions", e.Mentions)
		j.originCount(e.OriginIDs)
	})
}

// eventPlace writes where an event was, null if nobody says.
func (j *jsonWriter) eventPlace(p *news.EventPlace) {
	j.key("place")
	words, ok := j.d.ref(p.Ref)
	if !ok && p.Country == "" && p.Admin1 == "" {
		j.null()
		return
	}
	j.open('{')
	s := ""
	if ok {
		s = words.span.Of(j.d.rec.Articles[words.art].Text)
	}
	j.words("words", s)
	j.strOrNull("country", p.Country)
	j.strOrNull("admin1", p.Admin1)
	for _, unknown := range []string{"lat", "lon", "precision"} {
		j.key(unknown)
		j.null()
	}
	j.close('}')
}

// harmRange writes the lowest and highest number told, null if nobody tells one.
func (j *jsonWriter) harmRange(k string, r *news.Range) {
	j.key(k)
	if r == nil {
		j.null()
		return
	}
	j.open('{')
	j.fraction("low", r.Low)
	j.fraction("high", r.High)
	j.close('}')
}

// modalityName is a modality as a brief has it; what is told as so has
// no name inside the program.
func modalityName(m news.Modality) string { return cmp.Or(string(m), "real") }

func polarity(negated bool) string {
	if negated {
		return "negative"
	}
	return "positive"
}

func (j *jsonWriter) claims() {
	records(j, "claims", "claim", j.d.rec.Claims, func(c *news.Claim) string { return c.ID }, func(c *news.Claim) {
		j.strOrNull("story", c.Story)
		j.words("text", c.Text)
		j.refs("spans", c.Spans)
		j.str("mode", string(c.Mode))
		j.strings("holders", sortedStrings(c.Holders))
		j.str("polarity", polarity(c.Negated))
		j.str("modality", modalityName(c.Modality))
		j.str("status", string(c.Status))
		j.originCount(c.OriginIDs)
		j.key("quantity")
		if c.Quantity == nil {
			j.null()
			return
		}
		j.open('{')
		j.fraction("value", c.Quantity.Value)
		j.str("bound", string(cmp.Or(c.Quantity.Bound, news.Exact)))
		j.strOrNull("unit", c.Quantity.Unit)
		j.strOrNull("of", c.Quantity.Of)
		j.close('}')
	})
}

func (j *jsonWriter) conflicts() {
	records(j, "conflicts", "conflict", j.d.rec.Conflicts, func(c *news.Conflict) string { return c.ID }, func(c *news.Conflict) {
		j.strOrNull("story", c.Story)
		j.str("kind", string(c.Kind))
		j.words("about", c.About)
		j.key("planned")
		if c.Planned {
			j.raw("true")
		} else {
			j.raw("false")
		}
		objects(j.encoder, "sides", c.Sides, func(s *news.ConflictSide) {
			j.words("value", s.Value)
			j.strings("holders", sortedStrings(s.Holders))
			j.refs("spans", s.Spans)
			j.originCount(s.OriginIDs)
		})
	})
}

// positionOrder returns the indices of the positions by party, then issue: they
// have no id of their own in a brief.
func (d *Document) positionOrder() []int {
	list := d.rec.Positions
	order := byKey(len(list), func(i int) string { return list[i].ID })
	slices.SortStableFunc(order, func(x, y int) int {
		return cmp.Or(cmp.Compare(list[x].Party, list[y].Party), cmp.Compare(list[x].Issue, list[y].Issue))
	})
	return order
}

func (j *jsonWriter) positions() {
	order := j.d.positionOrder()
	j.list("positions", len(order), func(n int) {
		p := &j.d.rec.Positions[order[n]]
		j.where = "position " + p.ID
		j.open('{')
		j.str("party", p.Party)
		j.words("issue", p.Issue)
		j.refOrNull("issue_span", p.IssueRef)
		objects(j.encoder, "points", p.Points, func(pt *news.PositionPoint) {
			j.date("date", pt.Date, news.Ref{})
			j.strings("statements", sortedStrings(pt.Statements))
			j.refs("spans", pt.Spans)
		})
		j.str("changed", string(p.Changed))
		j.str("basis", string(p.Basis))
		j.refs("change", p.Change)
		j.close('}')
	})
}
