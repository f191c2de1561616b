package storetest

import (
	"slices"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/store"
)

// records reads the derived records of record one by one.
func (d *desk) records(v store.View) {
	d.Helper()
	stamp, err := v.Stamp(d.ctx)
	d.must(err)
	st := d.state(v)
	d.want("stamp", stamp, store.State{Change: st.Change, Derived: st.Derived, DerivedAt: st.DerivedAt})
	sums, scanned := map[string]int64{}, []string{}
	d.must(v.Sums(d.ctx, store.StoryKind, func(key string, sum int64) error { sums[key] = sum; return nil }))
	d.must(v.Scan(d.ctx, store.StoryKind, func(key string, sum int64, read func(any) error) error {
		var part struct{ Title string }
		d.must(read(&part))
		d.want("checksum", sum, sums[key])
		scanned = append(scanned, key+" "+part.Title)
		return nil
	}))
	d.want("scanned stories", scanned, []string{"s1 Ferry", "s2 Fire"})
	var e news.Entity
	ok, err := v.Record(d.ctx, store.EntityKind, "e1", &e)
	d.must(err)
	d.want("one entity", []any{e.Name, ok}, []any{"Ana Brandt", true})
	ok, err = v.Record(d.ctx, store.EntityKind, "s1", &e)
	d.must(err)
	d.want("a story is no entity", ok, false)
	var ids, want []string
	d.must(v.Dated(d.ctx, func(id string, _ *int64, _ int64) error { ids = append(ids, id); return nil }))
	d.must(v.Readings(d.ctx, store.Filter{}, func(_ store.Reading, a *store.Analysis) error {
		if a.Failure.Stage == "" {
			want = append(want, a.Article.ID)
		}
		return nil
	}))
	slices.Sort(want)
	d.want("dated articles", ids, slices.Compact(want))
}

// foundIDs compares what Found gives with what Search does.
func (d *desk) foundIDs(v store.View, query string, of store.HitKind) {
	d.Helper()
	q, err := store.ParseQuery(query)
	d.must(err)
	for _, limit := range []int{-1, 10} {
		matches, err := v.Search(d.ctx, q, of, limit)
		d.must(err)
		var want []string
		for _, m := range matches {
			want = append(want, m.Analysis.Article.ID)
		}
		got, err := v.Found(d.ctx, q, of, limit)
		d.must(err)
		d.want("articles found by "+query, got, store.Distinct(want))
	}
}
