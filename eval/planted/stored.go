package planted

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/store"
	"github.com/twosource/twosource/internal/store/sqlite"
)

// Stored returns the articles of a store, sorted by id, with as much of their
// annotations as package reuse looks at: some 3 GB for 30,000 articles.
func Stored(ctx context.Context, path string) (articles []news.Article, annotations []news.Annotation, err error) {
	s, err := sqlite.Open(ctx, path, sqlite.Read)
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	v, err := s.View(ctx)
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, v.Close()) }()
	held := map[string]*store.Analysis{}
	err = v.Readings(ctx, store.Filter{Part: store.LeanPart}, func(_ store.Reading, a *store.Analysis) error {
		a.Annotation.Statements, a.Annotation.Times = nil, nil
		held[a.Article.ID] = a
		return nil
	})
	for _, id := range slices.Sorted(maps.Keys(held)) {
		articles, annotations = append(articles, held[id].Article), append(annotations, held[id].Annotation)
	}
	return articles, annotations, err
}
