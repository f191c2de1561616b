package api

import (
	"context"
	"encoding/json"

	"github.com/danielgtaylor/huma/v2"

	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/store"
)

type idPath struct {
	ID string `path:"id" maxLength:"64" doc:"id of the record"`
}

// A StoryBody is one story with the heads of its articles and what else there is.
type StoryBody struct {
	Story    json.RawMessage     `json:"story" doc:"as it stands in a brief"`
	Articles []serve.ArticleHead `json:"articles"`
	Thread   *string             `json:"thread" doc:"id of the thread that it is part of"`
	Counts   StoryCounts         `json:"counts" doc:"how many of each belong to it: /api/v1/statements?story=ID gives them"`
}

// StoryCounts are how many records belong to a story.
type StoryCounts struct {
	Statements int `json:"statements"`
	Events     int `json:"events"`
	Claims     int `json:"claims"`
	Conflicts  int `json:"conflicts"`
	Positions  int `json:"positions"`
	Lineage    int `json:"lineage"`
}

type rawBody struct {
	Body json.RawMessage
}

// single puts what is asked for by id on the API.
func (a *handlers) single(doc huma.API) {
	huma.Register(doc, operation("story", "/stories/{id}", "One story"), a.story)
	huma.Register(doc, operation("article", "/articles/{id}", "One article with its text, as it stands in a brief"), a.article)
	for path, k := range map[string]store.Kind{
		"statements": store.StatementKind, "events": store.EventKind, "claims": store.ClaimKind, "conflicts": store.ConflictKind,
		"entities": store.EntityKind, "threads": store.ThreadKind, "origins": store.OriginKind, "lineage": store.LinkKind,
	} {
		op := operation("one-"+path, "/"+path+"/{id}", "One of the "+path+", as it stands in a brief")
		huma.Register(doc, op, func(ctx context.Context, in *idPath) (*rawBody, error) { return a.one(ctx, k, in.ID) })
	}
}

func (a *handlers) one(ctx context.Context, k store.Kind, id string) (*rawBody, error) {
	items, err := a.Site.Items(ctx, k, []string{id})
	switch {
	case err != nil:
		return nil, problem(ctx, err)
	case len(items) == 0:
		return nil, huma.Error404NotFound("the store has nothing of this id here")
	}
	return &rawBody{items[0]}, nil
}

func (a *handlers) article(ctx context.Context, in *idPath) (*rawBody, error) {
	item, err := a.Site.Article(ctx, in.ID)
	switch {
	case err != nil:
		return nil, problem(ctx, err)
	case item == nil:
		return nil, huma.Error404NotFound("the store has no article of this id")
	}
	return &rawBody{item}, nil
}

func (a *handlers) story(ctx context.Context, in *idPath) (*struct{ Body StoryBody }, error) {
	c := a.Site.Catalog()
	if _, ok := c.Find(store.StoryKind, in.ID); !ok {
		return nil, huma.Error404NotFound("the store has no story of this id")
	}
	one, err := a.one(ctx, store.StoryKind, in.ID)
	if err != nil {
		return nil, err
	}
	out := StoryBody{Story: one.Body}
	out.Thread = orNull(c.ThreadOf(in.ID))
	for k, n := range map[store.Kind]*int{
		store.StatementKind: &out.Counts.Statements, store.EventKind: &out.Counts.Events, store.ClaimKind: &out.Counts.Claims,
		store.ConflictKind: &out.Counts.Conflicts, store.PositionKind: &out.Counts.Positions, store.LinkKind: &out.Counts.Lineage,
	} {
		*n = len(c.InStory(k, in.ID))
	}
	err = a.Site.View(ctx, func(v store.View) (err error) {
		out.Articles, err = a.Site.Heads(ctx, v, c.ArticlesOf(in.ID))
		return err
	})
	return &struct{ Body StoryBody }{out}, problem(ctx, err)
}
