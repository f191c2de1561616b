package pipeline

import (
	"context"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/store"
)

// Articles returns the articles that f picks as a brief has them, without what is
// derived of them: each once, sorted by id, with its versions, and its annotation
// beside it. Undated articles have no date, though their stories may give them one.
func Articles(ctx context.Context, v store.View, f store.Filter) ([]news.Article, []news.Annotation, error) {
	var items []item
	err := v.Readings(ctx, f, func(_ store.Reading, a *store.Analysis) error {
		if a.Failure.Stage == "" {
			items = append(items, item{article: a.Article, annotation: a.Annotation})
		}
		return ctx.Err()
	})
	if err != nil {
		return nil, nil, err
	}
	var rec news.Record
	unite(&rec, items)
	return rec.Articles, rec.Annotations, nil
}
