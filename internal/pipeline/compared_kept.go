package pipeline

import (
	"context"
	"errors"
	"fmt"

	"github.com/twosource/twosource/internal/compare"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/store"
)

// A comparedKept is what a store has kept of comparing the articles of its stories, so
// that a process which knows nothing yet compares those alone that have changed.
type comparedKept struct {
	memory *compare.Memory
	view   store.View // of before; it is not asked while it is read by another
	of     map[string]*store.Compared
}

// errAnew says that what is kept of comparisons is not of the records that a store has.
var errAnew = errors.New("what is kept of comparisons is of no use")

// isAnew reports whether an error says that all is to be made again, as if nothing were
// kept of comparisons.
func isAnew(err error) bool { return errors.Is(err, errAnew) || errors.Is(err, store.ErrNotKept) }

// recallCompared gives memory what a store in state st has kept of comparisons, if its
// derived records were made by what o gives. What cannot be read is passed over.
func recallCompared(ctx context.Context, v store.View, st store.State, memory *compare.Memory, o Options) (*comparedKept, error) {
	r := st.Revisions
	memory.Basis = fmt.Sprintf("%s ingest=%d extract=%d annotate=%d knowledge=%s", derivedBy(o.Boilerplate.SHA256()), r.Ingest, r.Extract, r.Annotate, r.Knowledge)
	k := &comparedKept{memory: memory, view: v, of: map[string]*store.Compared{}}
	if st.DerivedAt == 0 || st.Derived != derivedBy(o.Boilerplate.SHA256()) {
		return k, nil
	}
	return k, v.Scan(ctx, store.ComparedKind, func(story string, _ int64, read func(to any) error) error {
		x := new(store.Compared)
		if err := read(x); err == nil && memory.Recall(story, x.Memory) {
			k.of[story] = x
		}
		return ctx.Err()
	})
}

// part puts what was found in stories that were compared, and what is kept of that.
func (k *comparedKept) part(p comparedPart, put func(store.Kind, string, any) error) error {
	x := &store.Compared{Memory: p.memory}
	err := store.EachDerived(p.part, func(kind store.Kind, key string, v any) error {
		if kind != store.StoryKind {
			x.Records = append(x.Records, store.DerivedKey{Kind: kind, Key: key})
		}
		return put(kind, key, v)
	})
	if err != nil || p.memory == "" {
		return err
	}
	return put(store.ComparedKind, p.told[0].ID, x)
}

// same leaves what was found in a story as it is, and puts the story, as it is told now.
func (k *comparedKept) same(ctx context.Context, told *news.Story, put func(store.Kind, string, any) error) error {
	x := k.of[told.ID]
	if x == nil {
		return errAnew
	}
	s, err := toldAgain(ctx, k.view, told)
	if err != nil {
		return err
	}
	if err := put(store.StoryKind, told.ID, s); err != nil {
		return err
	}
	return unchanged(told.ID, x, put)
}

// unchanged puts that what was found in a story stays as it is.
func unchanged(story string, x *store.Compared, put func(store.Kind, string, any) error) error {
	for _, at := range x.Records {
		if err := put(at.Kind, at.Key, store.Unchanged); err != nil {
			return err
		}
	}
	return put(store.ComparedKind, story, store.Unchanged)
}

// toldAgain returns a story as it is told now, with what comparing its articles found as
// a store has it.
func toldAgain(ctx context.Context, v store.View, told *news.Story) (*news.Story, error) {
	var before news.Story
	ok, err := v.Record(ctx, store.StoryKind, told.ID, &before)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, errAnew
	}
	s := *told
	foundIn(&s, &before)
	return &s, nil
}

// foundIn gives a story what comparing its articles has found, as another has it.
func foundIn(s, found *news.Story) {
	s.Timeline, s.OnlyHere, s.Mixed = found.Timeline, found.OnlyHere, found.Mixed
	s.Entities, s.Origins = found.Entities, found.Origins
}
