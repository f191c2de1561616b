package memory

import (
	"context"
	"maps"
	"slices"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/store"
)

// Stamp returns when the store was changed last.
func (v *view) Stamp(context.Context) (store.State, error) {
	return store.State{Change: v.t.change, Derived: v.t.derivedBy, DerivedAt: v.t.derivedAt}, nil
}

// Listed gives all readings with the numbers of their pages: the place at which
// each came.
func (v *view) Listed(ctx context.Context, yield func(store.Reading, int64) error) (int64, error) {
	place := map[store.Key]int64{}
	for n, k := range v.t.order {
		place[k] = int64(n)
	}
	for _, in := range v.t.inputs {
		for _, n := range slices.Sorted(maps.Keys(v.t.readings[in.ID])) {
			r := v.t.readings[in.ID][n]
			if err := yield(store.Reading{Input: in.ID, Ordinal: n, At: r.at}, place[r.key]); err != nil {
				return 0, err
			}
		}
		if err := ctx.Err(); err != nil {
			return 0, err
		}
	}
	r := v.t.revisions
	return int64(r.Ingest)<<42 | int64(r.Extract)<<21 | int64(r.Annotate), nil
}

// PageKey returns the key of a page by its number.
func (v *view) PageKey(_ context.Context, page int64) (store.Key, error) { return v.t.order[page], nil }

// Record reads one derived record.
func (v *view) Record(_ context.Context, k store.Kind, key string, to any) (bool, error) {
	return v.one(k, key, to)
}

// Sum returns the checksum of a derived record.
func (v *view) Sum(_ context.Context, k store.Kind, key string) (int64, bool, error) {
	packed, ok := v.t.derived[derivedKey{k, key}]
	return store.SumOf(packed), ok, nil
}

// Sums gives the keys and checksums of the derived records of one kind.
func (v *view) Sums(ctx context.Context, k store.Kind, visit func(key string, sum int64) error) error {
	return v.Scan(ctx, k, func(key string, sum int64, _ func(any) error) error { return visit(key, sum) })
}

// Scan gives the derived records of one kind.
func (v *view) Scan(ctx context.Context, k store.Kind, visit func(key string, sum int64, read func(to any) error) error) error {
	for _, at := range v.t.sortedKeys() {
		if at.kind != k {
			continue
		}
		packed := v.t.derived[at]
		if err := visit(at.key, store.SumOf(packed), func(to any) error { return v.s.codec.Unpack(packed, to) }); err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

// Dated gives the articles with their dates.
func (v *view) Dated(ctx context.Context, visit func(article string, first *int64, mark int64) error) error {
	type dated struct {
		first *int64
		mark  int64
	}
	found := map[string]dated{}
	for _, a := range v.t.analyses[v.t.revisions] {
		if a.failure.Stage != "" {
			continue
		}
		var part struct{ Article struct{ Published news.Date } }
		if err := v.s.codec.Unpack(a.packed, &part); err != nil {
			return err
		}
		d := found[a.article]
		d.mark += store.SumOf(a.packed)
		if first, _, ok := part.Article.Published.Bounds(); ok && (d.first == nil || first < *d.first) {
			d.first = &first
		}
		found[a.article] = d
	}
	for _, id := range slices.Sorted(maps.Keys(found)) {
		if err := visit(id, found[id].first, found[id].mark); err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

// Found returns the articles that a search finds.
func (v *view) Found(ctx context.Context, q *store.Query, of store.HitKind, limit int) ([]string, error) {
	found, err := v.Search(ctx, q, of, limit)
	var list []string
	for i := range found {
		list = append(list, found[i].Analysis.Article.ID)
	}
	return store.Distinct(list), err
}
