package web

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/store"
)

// maxLookedAt is how many events and claims of a story are looked at for those that
// one article tells. Ours.
const maxLookedAt = 500

// toldHere lists the events and the claims of the story that the article tells, in its
// order.
func (d *Desk) toldHere(ctx context.Context, v store.View, a *news.Article, p *articlePage) error {
	var events []news.Event
	var claims []news.Claim
	var err error
	if p.run != nil {
		events, claims = p.run.Record.Events, p.run.Record.Claims
	} else if story := d.Site.Catalog().StoryOf(a.ID); story != "" {
		if events, err = inStory[news.Event](ctx, v, d.Site.Catalog(), store.EventKind, story); err != nil {
			return err
		}
		if claims, err = inStory[news.Claim](ctx, v, d.Site.Catalog(), store.ClaimKind, story); err != nil {
			return err
		}
	}
	for i := range events {
		e := &events[i]
		what := strings.ToLower(strings.TrimSpace(e.Root + " " + e.Mode))
		if e.Status != "" && e.Status != news.EventHappened {
			what += ", " + string(e.Status)
		}
		p.Events = appendFound(p.Events, a, e.Mentions, found{What: what, Why: originsOf(len(e.OriginIDs))})
	}
	for i := range claims {
		c := &claims[i]
		p.Claims = appendFound(p.Claims, a, c.Spans, found{What: statusWords(c.Status), Why: originsOf(len(c.OriginIDs))})
	}
	for _, list := range [][]found{p.Events, p.Claims} {
		slices.SortStableFunc(list, func(x, y found) int { return cmp.Compare(x.at, y.at) })
	}
	return nil
}

// inStory reads the first records of one kind of a story.
func inStory[T any](ctx context.Context, v store.View, c *serve.Catalog, k store.Kind, story string) ([]T, error) {
	list := c.InStory(k, story)
	return read[T](ctx, v, k, serve.Keys(list[:min(len(list), maxLookedAt)]))
}

// appendFound appends what the article has of a record: the first place.
func appendFound(list []found, a *news.Article, refs []news.Ref, one found) []found {
	k := slices.IndexFunc(refs, func(r news.Ref) bool { return r.Article == a.ID && r.Check(a.Text) == nil && r.Len() > 0 })
	if k < 0 {
		return list
	}
	one.Text, one.Href, one.at = excerpt(refs[k].Of(a.Text), 160), spanAddress(a, refs[k].Span), refs[k].Start
	return append(list, one)
}

func originsOf(n int) string {
	if n < 2 {
		return ""
	}
	return "at most " + plural(n, "origin", "origins")
}

// statusWords returns the heading of a claim's status, for within a line.
func statusWords(s news.ClaimStatus) string {
	h := statuses[claimRank(string(s))].heading
	return strings.ToLower(h[:1]) + h[1:]
}
