package alert

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/store"
)

// What an alert tells of.
const (
	NewOrigin     = "new-origin"
	ChangedStatus = "changed-status"
	NewPosition   = "new-position"
	StoryChange   = "story-" // followed by added, changed or removed
)

// An Alert is one thing that is new.
type Alert struct {
	ID    string    `json:"id"`
	Rule  string    `json:"rule" doc:"id of the saved query"`
	Name  string    `json:"name" doc:"its name"`
	At    time.Time `json:"at" doc:"when it was noticed"`
	What  string    `json:"what" doc:"new-origin, changed-status, new-position, story-added, story-changed or story-removed"`
	Story *string   `json:"story"`
	Text  string    `json:"text" doc:"what is new, in one line"`
	Was   *string   `json:"was" doc:"of a changed status, the one before"`
	Now   *string   `json:"now" doc:"of a changed status, the one now; of a new position its date"`

	Words *serve.Citation `json:"words" doc:"the words it is about, and where they stand"`
}

// A state is what was known under a rule.
type state struct {
	Articles  []string          `json:"articles"` // sorted
	Origins   []string          `json:"origins"`  // sorted
	Claims    map[string]string `json:"claims"`   // status by id
	Positions []string          `json:"positions"`
}

// A finding is what is new, before it is told.
type finding struct {
	key  string // what makes it this and no other
	what string
	text string
	was  string
	now  string
	at   news.Ref
}

// judge compares what a rule means now with what was known. Before is nil when a
// rule is met first: then all is known and nothing is new.
//
// An origin is new if none of its articles here was known: an article that is
// reckoned to another origin than before brings nothing. So is one that is only
// copied.
func judge(ctx context.Context, site *serve.Site, v store.View, r *Rule, before *state) (*state, []finding, error) {
	c := site.Catalog()
	articles, err := scope(ctx, c, v, r, before)
	if err != nil {
		return nil, nil, err
	}
	now := &state{Articles: articles, Claims: map[string]string{}}
	out := origins(c, now, before)
	stories := map[string]bool{}
	for _, id := range articles {
		stories[c.StoryOf(id)] = true
	}
	delete(stories, "")
	for _, story := range sorted(stories) {
		found, err := claims(ctx, c, v, story, now, before)
		if err != nil {
			return nil, nil, err
		}
		out = append(out, found...)
		if found, err = positions(ctx, c, v, story, now, before); err != nil {
			return nil, nil, err
		}
		out = append(out, found...)
	}
	slices.Sort(now.Positions)
	now.Positions = slices.Compact(now.Positions)
	if before == nil {
		return now, nil, nil
	}
	now.keep(before)
	return now, out, nil
}

func sorted[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// keep keeps what was known before and is not there now: it may come back, as when
// stories are made anew, and would not be new then.
func (s *state) keep(before *state) {
	s.Origins = union(s.Origins, before.Origins)
	s.Articles = union(s.Articles, before.Articles)
	s.Positions = union(s.Positions, before.Positions)
	for id, status := range before.Claims {
		if _, ok := s.Claims[id]; !ok {
			s.Claims[id] = status
		}
	}
}

func union(a, b []string) []string {
	out := slices.Concat(a, b)
	slices.Sort(out)
	return slices.Compact(out)
}

func has(list []string, s string) bool {
	_, ok := slices.BinarySearch(list, s)
	return ok
}

// scope returns the articles that a rule means, sorted.
func scope(ctx context.Context, c *serve.Catalog, v store.View, r *Rule, before *state) ([]string, error) {
	if r.Story != "" {
		return storyArticles(c, r, before), nil
	}
	q, err := store.ParseQuery(r.Query)
	if err != nil {
		return nil, err
	}
	var list []string
	for _, of := range []store.HitKind{store.Articles, store.Statements} {
		found, err := v.Found(ctx, q, of, -1)
		if err != nil {
			return nil, err
		}
		list = append(list, found...)
	}
	list = slices.DeleteFunc(union(list, nil), func(id string) bool {
		if !q.Origins.Asked() {
			return false
		}
		e, ok := c.Find(store.StoryKind, c.StoryOf(id))
		return !ok || !q.Origins.Has(e.Origins)
	})
	return list, nil
}

// storyArticles returns the articles of a rule's story: if no story has its id any
// more, for its first article is another one now, those of the story that has most
// of the articles that were known.
func storyArticles(c *serve.Catalog, r *Rule, before *state) []string {
	id := r.Story
	if _, ok := c.Find(store.StoryKind, id); !ok && before != nil {
		count := map[string]int{}
		for _, a := range before.Articles {
			count[c.StoryOf(a)]++
		}
		delete(count, "")
		for _, s := range sorted(count) {
			if count[s] > count[id] {
				id = s
			}
		}
	}
	return slices.Clone(c.ArticlesOf(id))
}

func origins(c *serve.Catalog, now, before *state) []finding {
	byOrigin := map[string][]string{}
	for _, id := range now.Articles {
		if o := c.OriginOf(id); o != "" {
			byOrigin[o] = append(byOrigin[o], id)
		}
	}
	now.Origins = sorted(byOrigin)
	if before == nil {
		return nil
	}
	var out []finding
	for _, o := range now.Origins {
		list := byOrigin[o]
		if has(before.Origins, o) || slices.ContainsFunc(list, func(id string) bool { return has(before.Articles, id) }) {
			continue
		}
		slices.SortFunc(list, func(x, y string) int { // the first that told it
			a, _ := c.Article(x)
			b, _ := c.Article(y)
			return cmp.Or(cmp.Compare(a.First, b.First), cmp.Compare(x, y))
		})
		out = append(out, finding{key: o, what: NewOrigin, text: "a new origin", at: news.Ref{Article: list[0]}})
	}
	return out
}

func claims(ctx context.Context, c *serve.Catalog, v store.View, story string, now, before *state) ([]finding, error) {
	var out []finding
	for _, e := range c.InStory(store.ClaimKind, story) {
		if !has(now.Articles, e.Article) {
			continue
		}
		now.Claims[e.Key] = e.Label
		if before == nil {
			continue
		}
		was, ok := before.Claims[e.Key]
		if !ok || was == e.Label {
			continue
		}
		var claim news.Claim
		if _, err := v.Record(ctx, store.ClaimKind, e.Key, &claim); err != nil {
			return nil, err
		}
		f := finding{key: e.Key + " " + was + " " + e.Label, what: ChangedStatus, was: was, now: e.Label, text: fmt.Sprintf("a claim was %s and is %s", was, e.Label)}
		if len(claim.Spans) > 0 {
			f.at = claim.Spans[0]
		}
		out = append(out, f)
	}
	return out, nil
}

// positions finds new points of positions: what a party holds on an issue at a
// date. The same said again on that day is the same point.
func positions(ctx context.Context, c *serve.Catalog, v store.View, story string, now, before *state) ([]finding, error) {
	var out []finding
	for _, e := range c.InStory(store.PositionKind, story) {
		var p news.Position
		if _, err := v.Record(ctx, store.PositionKind, e.Key, &p); err != nil {
			return nil, err
		}
		for _, point := range p.Points {
			i := slices.IndexFunc(point.Spans, func(r news.Ref) bool { return has(now.Articles, r.Article) })
			if i < 0 {
				continue
			}
			key := news.NewID("position-point", p.Party, store.Fold(p.Issue), point.Date.Value)
			now.Positions = append(now.Positions, key)
			if before == nil || has(before.Positions, key) {
				continue
			}
			party, _ := c.Find(store.EntityKind, p.Party)
			out = append(out, finding{
				key: key, what: NewPosition, now: point.Date.Value, at: point.Spans[i],
				text: fmt.Sprintf("%s takes a position on “%s”", cmp.Or(party.Who, "a party"), p.Issue),
			})
		}
	}
	return out, nil
}
