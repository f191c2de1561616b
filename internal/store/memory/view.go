package memory

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/store"
)

type view struct {
	s *Store
	t *tables
}

// Close does nothing.
func (v *view) Close() error { return nil }

// State counts what the store holds.
func (v *view) State(context.Context) (store.State, error) {
	t := v.t
	st := store.State{
		Revisions: t.revisions, Inputs: len(t.inputs), Pages: len(t.pages), Removed: len(t.removed),
		Change: t.change, Derived: t.derivedBy, DerivedAt: t.derivedAt,
	}
	ids := map[string]bool{}
	for _, a := range t.analyses[t.revisions] {
		if a.failure.Stage != "" {
			st.Quarantined++
		} else {
			ids[a.article] = true
		}
	}
	st.Articles = len(ids)
	return st, nil
}

// Inputs returns all inputs by id.
func (v *view) Inputs(context.Context) ([]store.Input, error) { return slices.Clone(v.t.inputs), nil }

// Readings gives the readings that f picks to yield.
func (v *view) Readings(ctx context.Context, f store.Filter, yield func(store.Reading, *store.Analysis) error) error {
	return v.Pages(ctx, f, func(r store.Reading, it *store.Item) error { return yield(r, &it.Analysis) })
}

// Pages gives the pages of the readings that f picks to yield.
func (v *view) Pages(ctx context.Context, f store.Filter, yield func(store.Reading, *store.Item) error) error {
	for _, in := range v.t.inputs {
		if f.Inputs != nil && !slices.Contains(f.Inputs, in.File.Name) {
			continue
		}
		readings := v.t.readings[in.ID]
		for _, n := range slices.Sorted(maps.Keys(readings)) {
			r := readings[n]
			a, ok := v.t.analyses[v.t.revisions][r.key]
			if !ok || !picks(f, &a) {
				continue
			}
			it, err := v.s.item(v.t, r.key, &a, f.Reads())
			if err != nil {
				return err
			}
			if a.failure.Stage == "" {
				it.Article.Input = r.at
			}
			if err := yield(store.Reading{Input: in.ID, Ordinal: n, At: r.at, Key: r.key}, it); err != nil {
				return err
			}
			if err := ctx.Err(); err != nil {
				return err
			}
		}
	}
	return nil
}

func picks(f store.Filter, a *analysis) bool {
	failed := a.failure.Stage != ""
	return (!f.Failed || failed) &&
		(f.Articles == nil || !failed && slices.Contains(f.Articles, a.article)) &&
		(f.NotBefore == nil || a.last != nil && *a.last >= *f.NotBefore)
}

// item unpacks a page with its analysis.
func (s *Store) item(t *tables, k store.Key, a *analysis, part store.Part) (*store.Item, error) {
	var p store.PackedPage
	if err := s.codec.Unpack(t.pages[k], &p); err != nil {
		return nil, err
	}
	it := &store.Item{Key: k, Page: p.Page, AsOf: p.AsOf}
	if a == nil || a.failure.Stage != "" {
		if a != nil {
			it.Failure = a.failure
		}
		return it, nil
	}
	return it, s.codec.UnpackPart(a.packed, part, &it.Analysis)
}

// Analysis returns the analysis of one page.
func (v *view) Analysis(_ context.Context, k store.Key, part store.Part) (*store.Analysis, bool, error) {
	a, ok := v.t.analyses[v.t.revisions][k]
	if !ok {
		return nil, false, nil
	}
	it, err := v.s.item(v.t, k, &a, part)
	if err != nil {
		return nil, false, err
	}
	return &it.Analysis, true, nil
}

// Derived returns all derived records.
func (v *view) Derived(context.Context) (*news.Record, error) {
	g := store.NewGatherer(v.s.codec)
	for _, at := range v.t.sortedKeys() {
		if err := g.Add(at.kind, at.key, v.t.derived[at]); err != nil {
			return nil, err
		}
	}
	return g.Record()
}

// Removed returns the articles that are to stay out.
func (v *view) Removed(context.Context) ([]string, error) {
	return slices.Sorted(maps.Keys(v.t.removed)), nil
}

// Story returns one story.
func (v *view) Story(_ context.Context, id string) (s news.Story, ok bool, err error) {
	if ok, err = v.one(store.StoryKind, id, &s); !ok && err == nil {
		ok, err = v.one(store.StoryKind, v.t.forwards[id], &s)
	}
	return s, ok, err
}

// Thread returns one thread.
func (v *view) Thread(_ context.Context, id string) (t news.Thread, ok bool, err error) {
	ok, err = v.one(store.ThreadKind, id, &t)
	return t, ok, err
}

func (v *view) one(k store.Kind, id string, to any) (bool, error) {
	packed, ok := v.t.derived[derivedKey{k, id}]
	if !ok {
		return false, nil
	}
	return true, v.s.codec.Unpack(packed, to)
}

// Search looks through everything. It ranks by how often the words stand there.
func (v *view) Search(ctx context.Context, q *store.Query, of store.HitKind, limit int) ([]store.Match, error) {
	var out []store.Match
	seen := map[store.Key]bool{}
	err := v.Readings(ctx, store.Filter{}, func(r store.Reading, a *store.Analysis) error {
		if seen[r.Key] || a.Failure.Stage != "" || !within(q, &a.Article) {
			return nil
		}
		seen[r.Key] = true
		if of == store.Articles {
			in := store.IndexedArticle(a)
			if n, ok := count(&q.Text, &in); ok && !q.Has("speaker") {
				out = append(out, store.Match{Reading: r, Analysis: a, Statement: -1, Rank: float64(n)})
			}
			return nil
		}
		for k := range min(len(a.Annotation.Statements), store.MaxStatements) {
			in := store.IndexedStatement(a, k)
			if n, ok := count(&q.Text, &in); ok && !q.Has("title") {
				out = append(out, store.Match{Reading: r, Analysis: a, Statement: k, Rank: float64(n)})
			}
		}
		return nil
	})
	slices.SortStableFunc(out, func(x, y store.Match) int { return int(y.Rank - x.Rank) })
	if limit >= 0 && len(out) > limit {
		out = out[:limit]
	}
	return out, err
}

func within(q *store.Query, a *news.Article) bool {
	if q.NotBefore == nil && q.Before == nil {
		return true
	}
	first, _, ok := a.Published.Bounds()
	return ok && (q.NotBefore == nil || first >= *q.NotBefore) && (q.Before == nil || first < *q.Before)
}

// count returns how often the terms of n stand in what is indexed, and whether
// it satisfies n.
func count(n *store.Node, in *store.Indexed) (times int, ok bool) {
	switch n.Op {
	case 0:
		return 0, true
	case store.TermOp:
		times = countTerm(&n.Term, in)
		return times, times > 0
	case store.NotOp:
		_, ok = count(&n.Parts[0], in)
		return 0, !ok
	}
	all, any := true, false
	for i := range n.Parts {
		k, ok := count(&n.Parts[i], in)
		times += k
		all, any = all && ok, any || ok
	}
	if n.Op == store.OrOp {
		return times, any
	}
	return times, all
}

func countTerm(t *store.Term, in *store.Indexed) int {
	fields := []string{in.Title, in.Speaker, in.Text}
	switch t.Field {
	case "speaker":
		fields = []string{in.Speaker}
	case "title":
		fields = []string{in.Title}
	case "outlet":
		fields = []string{in.Outlet}
	}
	n := 0
	for _, f := range fields {
		words := strings.Fields(f)
		for i := 0; i+len(t.Words) <= len(words); i++ {
			if t.Matches(words[i:]) {
				n++
			}
		}
	}
	return n
}
