package api

import (
	"context"
	"encoding/json"

	"github.com/danielgtaylor/huma/v2"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/store"
)

// A PageQuery is what every list can be asked for.
type PageQuery struct {
	Story   string `query:"story" maxLength:"64" doc:"Only what belongs to this story."`
	Since   string `query:"since" maxLength:"64" doc:"Only what has a date on this day or later: its own, else that of its article. A day, month or year: 2015-09-27."`
	Until   string `query:"until" maxLength:"64" doc:"Only what has a date on this day or before."`
	Origins int    `query:"origins" minimum:"0" maximum:"1000000" doc:"Only what has so many independent origins at least."`
	Order   string `query:"order" enum:"id,newest" default:"id" doc:"By id, or the newest first."`
	Cursor  string `query:"cursor" maxLength:"200" doc:"Where the last page ended: next of the last answer."`
	Limit   int    `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"Items of one page."`
}

func (p *PageQuery) base() *PageQuery { return p }

// filter returns the filter that a query asks for. The error is one to answer.
func (p *PageQuery) filter() (f serve.Filter, err error) {
	f = serve.Filter{Story: p.Story, Origins: p.Origins, Newest: p.Order == "newest"}
	if p.Since != "" {
		first, _, ok := news.Date{Value: p.Since}.Bounds()
		if !ok {
			return f, huma.Error400BadRequest("since is not a date: write 2015, 2015-09 or 2015-09-27")
		}
		f.Since = &first
	}
	if p.Until != "" {
		_, last, ok := news.Date{Value: p.Until}.Bounds()
		if !ok {
			return f, huma.Error400BadRequest("until is not a date: write 2015, 2015-09 or 2015-09-27")
		}
		last++
		f.Until = &last
	}
	return f, nil
}

// narrow is what a list can be asked for beside that.
func (p *PageQuery) narrow(*serve.Filter) {}

type statementsQuery struct {
	PageQuery
	Speaker string `query:"speaker" maxLength:"64" doc:"Only what this entity says, by id."`
	Kind    string `query:"kind" enum:"direct,indirect,mixed"`
}

func (p *statementsQuery) narrow(f *serve.Filter) { f.Who, f.Label = p.Speaker, p.Kind }

type eventsQuery struct {
	PageQuery
	Plover string `query:"plover" maxLength:"64" doc:"Only events of this PLOVER root, as CONSULT."`
}

func (p *eventsQuery) narrow(f *serve.Filter) { f.Label = p.Plover }

type claimsQuery struct {
	PageQuery
	Status string `query:"status" enum:"corroborated,two-origins-unnamed,single-origin,single-informant,disputed,superseded"`
}

func (p *claimsQuery) narrow(f *serve.Filter) { f.Label = p.Status }

type conflictsQuery struct {
	PageQuery
	Kind string `query:"kind" enum:"number,date,place,participant,cause,attribution,contested,voice,outcome"`
}

func (p *conflictsQuery) narrow(f *serve.Filter) { f.Label = p.Kind }

type positionsQuery struct {
	PageQuery
	Party   string `query:"party" maxLength:"64" doc:"Only positions of this entity, by id."`
	Changed string `query:"changed" enum:"yes,no,unknown"`
}

func (p *positionsQuery) narrow(f *serve.Filter) { f.Who, f.Label = p.Party, p.Changed }

type entitiesQuery struct {
	PageQuery
	Name string `query:"name" maxLength:"256" doc:"Only entities of exactly this name."`
	Type string `query:"type" enum:"person,organization,place,group,other"`
}

func (p *entitiesQuery) narrow(f *serve.Filter) { f.Who, f.Label = p.Name, p.Type }

type lineageQuery struct {
	PageQuery
	Kind string `query:"kind" enum:"copy,edit,rewrite,excerpt,merged,wire,common-source"`
}

func (p *lineageQuery) narrow(f *serve.Filter) { f.Label = p.Kind }

// A query is the parameters of a list.
type query[T any] interface {
	*T
	base() *PageQuery
	narrow(*serve.Filter)
}

// A Page is one page of a list. Each list has a type of its own, so that it has a
// schema of its own.
type Page struct {
	Items []json.RawMessage `json:"items" doc:"as they stand in a brief"`
	Next  *string           `json:"next" doc:"cursor of the next page; null on the last"`
}

// StatementsPage is a page of statements.
type StatementsPage struct{ Page }

// EventsPage is a page of events.
type EventsPage struct{ Page }

// ClaimsPage is a page of claims.
type ClaimsPage struct{ Page }

// ConflictsPage is a page of conflicts.
type ConflictsPage struct{ Page }

// PositionsPage is a page of positions.
type PositionsPage struct{ Page }

// EntitiesPage is a page of entities, each with at most 20 mentions and roles.
type EntitiesPage struct{ Page }

// LineagePage is a page of links.
type LineagePage struct{ Page }

// list puts one list on the API.
func list[Q any, P query[Q], B ~struct{ Page }](a *handlers, doc huma.API, k store.Kind, op huma.Operation) {
	huma.Register(doc, op, func(ctx context.Context, q *Q) (*struct{ Body B }, error) {
		f, err := P(q).base().filter()
		if err != nil {
			return nil, err
		}
		P(q).narrow(&f)
		entries, next, err := a.Site.Catalog().Page(k, f, P(q).base().Cursor, P(q).base().Limit)
		if err != nil {
			return nil, problem(ctx, err)
		}
		items, err := a.Site.Items(ctx, k, serve.Keys(entries))
		if err != nil {
			return nil, problem(ctx, err)
		}
		return &struct{ Body B }{B{Page{items, orNull(next)}}}, nil
	})
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// lists puts the lists of records on the API.
func (a *handlers) lists(doc huma.API) {
	list[statementsQuery, *statementsQuery, StatementsPage](a, doc, store.StatementKind, operation("statements", "/statements", "Who said what: statements, joined over the articles that report them"))
	list[eventsQuery, *eventsQuery, EventsPage](a, doc, store.EventKind, operation("events", "/events", "Who did what to whom, when and where"))
	list[claimsQuery, *claimsQuery, ClaimsPage](a, doc, store.ClaimKind, operation("claims", "/claims", "What is put forward, and from how many origins at most"))
	list[conflictsQuery, *conflictsQuery, ConflictsPage](a, doc, store.ConflictKind, operation("conflicts", "/conflicts", "Where accounts differ"))
	list[positionsQuery, *positionsQuery, PositionsPage](a, doc, store.PositionKind, operation("positions", "/positions", "How parties stand on issues over time"))
	list[entitiesQuery, *entitiesQuery, EntitiesPage](a, doc, store.EntityKind, operation("entities", "/entities", "Persons, bodies, places and groups, each with its first 20 mentions"))
	list[lineageQuery, *lineageQuery, LineagePage](a, doc, store.LinkKind, operation("lineage", "/lineage", "Who took from whom"))
	huma.Register(doc, operation("stories", "/stories", "Stories, without what is in them"), a.stories)
	huma.Register(doc, operation("articles", "/articles", "Articles, without their texts"), a.articles)
}

// A StoryHead is a story without what is in it.
type StoryHead struct {
	ID       string   `json:"id"`
	Title    *string  `json:"title"`
	Articles []string `json:"articles" doc:"ids"`
	Origins  int      `json:"origins" doc:"independent origins, at most"`
	From     *string  `json:"from" doc:"EDTF or RFC 3339"`
	To       *string  `json:"to"`
}

// StoriesPage is one page of stories.
type StoriesPage struct {
	Items []StoryHead `json:"items"`
	Next  *string     `json:"next" doc:"cursor of the next page; null on the last"`
}

func (a *handlers) stories(ctx context.Context, q *PageQuery) (*struct{ Body StoriesPage }, error) {
	f, err := q.filter()
	if err != nil {
		return nil, err
	}
	c := a.Site.Catalog()
	if f.Story != "" {
		return nil, huma.Error400BadRequest("stories are not filtered by story: ask for /api/v1/stories/" + "{id}")
	}
	entries, next, err := c.Page(store.StoryKind, f, q.Cursor, q.Limit)
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := StoriesPage{Items: []StoryHead{}, Next: orNull(next)}
	err = a.Site.View(ctx, func(v store.View) error {
		for i := range entries {
			var s struct {
				Title    string
				From, To news.Date
			}
			ok, err := v.Record(ctx, store.StoryKind, entries[i].Key, &s)
			if err != nil {
				return err
			}
			if ok {
				out.Items = append(out.Items, StoryHead{
					ID: entries[i].Key, Title: orNull(s.Title), Articles: c.ArticlesOf(entries[i].Key), Origins: entries[i].Origins,
					From: orNull(s.From.Value), To: orNull(s.To.Value),
				})
			}
		}
		return nil
	})
	return &struct{ Body StoriesPage }{out}, problem(ctx, err)
}

// ArticlesPage is one page of articles.
type ArticlesPage struct {
	Items []serve.ArticleHead `json:"items"`
	Next  *string             `json:"next" doc:"cursor of the next page; null on the last"`
}

func (a *handlers) articles(ctx context.Context, q *PageQuery) (*struct{ Body ArticlesPage }, error) {
	f, err := q.filter()
	if err != nil {
		return nil, err
	}
	if f.Origins > 0 {
		return nil, huma.Error400BadRequest("origins is no filter of articles: ask for stories, or search with origins:>=2")
	}
	entries, next, err := a.Site.Catalog().ArticlePage(f, q.Cursor, q.Limit)
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := ArticlesPage{Items: []serve.ArticleHead{}, Next: orNull(next)}
	ids := make([]string, len(entries))
	for i := range entries {
		ids[i] = entries[i].ID
	}
	err = a.Site.View(ctx, func(v store.View) (err error) {
		out.Items, err = a.Site.Heads(ctx, v, ids)
		return err
	})
	return &struct{ Body ArticlesPage }{out}, problem(ctx, err)
}
