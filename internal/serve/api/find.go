package api

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/store"
)

type searchQuery struct {
	Q      string   `query:"q" required:"true" minLength:"1" maxLength:"2048" doc:"Words that must all be there, OR, NOT, parentheses, \"phrases\", prefix*, speaker:, outlet:, title:, after:, before:, origins:>=2."`
	Kind   []string `query:"kind" maxItems:"6" doc:"What to look for, with commas between: article, statement, event, claim, conflict, position. Without it articles and statements."`
	Cursor string   `query:"cursor" maxLength:"200"`
	Limit  int      `query:"limit" minimum:"1" maximum:"100" default:"10" doc:"Hits of each kind."`
}

// HitsPage is one page of hits.
type HitsPage struct {
	Hits []serve.Hit `json:"hits" doc:"by kind, the best first"`
	Next *string     `json:"next" doc:"cursor of the next page; null on the last"`
}

type hasQuery struct {
	Text string `query:"text" required:"true" minLength:"1" maxLength:"4096" doc:"A sentence or a quotation."`
}

// find puts the searches on the API.
func (a *handlers) find(doc huma.API) {
	huma.Register(doc, operation("search", "/search", "Find articles, statements, events, claims, conflicts and positions"), a.search)
	huma.Register(doc, operation("has", "/has", "Who has a sentence or quotation, from how many origins at most"), a.has)
}

func (a *handlers) search(ctx context.Context, in *searchQuery) (*struct{ Body HitsPage }, error) {
	q, err := store.ParseQuery(in.Q)
	if err != nil {
		return nil, huma.Error400BadRequest("q: " + err.Error())
	}
	kinds := []store.HitKind{store.Articles, store.Statements}
	if len(in.Kind) > 0 {
		kinds = nil
		for _, k := range serve.HitKinds {
			if slices.Contains(in.Kind, string(k)) {
				kinds = append(kinds, k)
			}
		}
		if len(kinds) != len(in.Kind) {
			return nil, huma.Error400BadRequest("kind: there are article, statement, event, claim, conflict and position, each once")
		}
	}
	asked := in.Q + "\x00" + strings.Join(in.Kind, ",")
	from, err := serve.Offset(in.Cursor, asked)
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := HitsPage{Hits: []serve.Hit{}}
	err = a.Site.View(ctx, func(v store.View) error {
		for _, k := range kinds {
			hits, err := a.Site.Find(ctx, v, q, k, from, in.Limit)
			if err != nil {
				return err
			}
			out.Hits = append(out.Hits, hits...)
			if len(hits) == in.Limit && from+in.Limit < serve.MaxHits {
				next := serve.OffsetCursor(from+in.Limit, asked)
				out.Next = &next
			}
		}
		return nil
	})
	return &struct{ Body HitsPage }{out}, problem(ctx, err)
}

func (a *handlers) has(ctx context.Context, in *hasQuery) (*struct{ Body *serve.Found }, error) {
	found, err := a.Site.Has(ctx, in.Text)
	if err == nil && found == nil {
		err = errors.New("nothing was looked for")
	}
	return &struct{ Body *serve.Found }{found}, problem(ctx, err)
}
