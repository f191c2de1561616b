package pipeline

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/resolve"
	"github.com/twosource/twosource/internal/store"
)

// derivedBy names what the derived records of a store are made by: the stages
// that look at a whole set, and their revisions.
func derivedBy() string {
	var parts []string
	for _, s := range Stages[3 : len(Stages)-1] {
		parts = append(parts, fmt.Sprintf("%s=%d", s.Name, s.Rev))
	}
	return strings.Join(parts, " ")
}

// Related reports whether the derived records of a store are those of its
// articles.
func Related(st store.State) bool {
	return st.Articles == 0 || st.DerivedAt == st.Change && st.Derived == derivedBy()
}

// Relate runs the stages that look at a whole set over all articles of the
// store, if their records are not up to date, and puts the new ones in the place
// of the old in one step. It holds all articles in memory.
func Relate(ctx context.Context, w store.Writer, o Options) (err error) {
	o.Corrections = nil // they may change without the articles

	v, err := w.View(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, v.Close()) }()
	st, err := v.State(ctx)
	if err != nil || Related(st) {
		return err
	}
	run, err := Load(ctx, v, store.Filter{}, o)
	if err != nil {
		return err
	}
	return w.PutDerived(ctx, store.Derived(run.Record), derivedBy(), st.Change)
}

// Load returns what [Analyse] would of the inputs that stand in a store, or of
// the articles that f picks of them: the same record, byte for byte. Records
// that the store has and that are up to date are not made again, unless there are
// corrections.
//
// What could not be read when the inputs were added stands in the record, and
// not in the run.
func Load(ctx context.Context, v store.View, f store.Filter, o Options) (*Run, error) {
	if o.Progress == nil {
		o.Progress = new(Progress)
	}
	whole := f.Articles == nil && f.NotBefore == nil && !f.Failed
	inputs, err := v.Inputs(ctx)
	if err != nil {
		return nil, err
	}
	l := newLoader(inputs, whole)
	err = v.Readings(ctx, f, func(r store.Reading, a *store.Analysis) error {
		o.Progress.Articles.Add(1)
		l.add(r, a)
		return ctx.Err()
	})
	if err != nil {
		return nil, err
	}
	rec := l.record()
	run := &Run{Record: rec, Read: len(l.items)}
	unite(rec, l.items)
	st, err := v.State(ctx)
	if err != nil {
		return nil, err
	}
	if whole && o.Corrections == nil && Related(st) {
		err = adopt(ctx, v, rec)
	} else {
		err = run.relate(ctx, o)
	}
	if err != nil {
		return nil, err
	}
	return run, nil
}

// adopt takes the derived records of the store into rec.
func adopt(ctx context.Context, v store.View, rec *news.Record) error {
	derived, err := v.Derived(ctx)
	if err != nil {
		return err
	}
	if !slices.EqualFunc(derived.Provenance, rec.Articles, func(p news.Provenance, a news.Article) bool { return p.Article == a.ID }) {
		return fmt.Errorf("%w: its derived records are not of its articles; twosource doctor says more", store.ErrCorrupt)
	}
	derived.Inputs, derived.Articles, derived.Annotations = rec.Inputs, rec.Articles, rec.Annotations
	*rec = *derived
	// Dates that undated articles have from their stories are not kept: they follow.
	rec.Articles, rec.Annotations = resolve.When(rec.Articles, rec.Annotations, rec.Stories, rec.Lineage)
	return nil
}

// A loader gathers what a store has read.
type loader struct {
	whole  bool // all articles are asked for
	inputs []store.Input
	at     map[int64]int // into inputs, by id
	counts []int         // articles of each input
	errors [][]news.InputError
	items  []item
}

func newLoader(inputs []store.Input, whole bool) *loader {
	l := &loader{whole: whole, inputs: inputs, at: map[int64]int{}}
	l.counts, l.errors = make([]int, len(inputs)), make([][]news.InputError, len(inputs))
	for i, in := range inputs {
		l.at[in.ID] = i
	}
	return l
}

func (l *loader) add(r store.Reading, a *store.Analysis) {
	i := l.at[r.Input]
	if a.Failure.Stage != "" {
		l.errors[i] = append(l.errors[i], news.InputError{Name: r.At.Name, Line: r.At.Line, Message: a.Failure.Message})
		return
	}
	l.counts[i]++
	l.items = append(l.items, item{article: a.Article, annotation: a.Annotation, notices: a.Notices})
}

// record returns the record of the inputs, as gather would.
func (l *loader) record() *news.Record {
	rec := new(news.Record)
	for i, in := range l.inputs {
		f := in.File
		f.Articles = l.counts[i]
		if !l.whole {
			if f.Articles > 0 {
				f.Errors = nil
				rec.Inputs = append(rec.Inputs, f)
			}
			continue
		}
		if !in.Complete {
			f.Errors = append(f.Errors, news.InputError{Name: f.Name, Message: "its reading was broken off; add it again to read the rest"})
		}
		f.Errors = append(f.Errors, l.errors[i]...)
		rec.Inputs = append(rec.Inputs, f)
		rec.Notices = append(rec.Notices, in.Notices...)
	}
	slices.SortStableFunc(rec.Inputs, func(x, y news.InputFile) int {
		return cmp.Or(cmp.Compare(x.Name, y.Name), cmp.Compare(x.SHA256, y.SHA256))
	})
	return rec
}

// Reannotate makes the analyses of a store anew if its stages have other
// revisions than those of this program, beside the old ones, and lets readers
// see them all at once. It can be broken off and goes on where it was left.
func Reannotate(ctx context.Context, w store.Writer, o Options) (n int, err error) {
	if o.Progress == nil {
		o.Progress = new(Progress)
	}
	v, err := w.View(ctx)
	if err != nil {
		return 0, err
	}
	st, err := v.State(ctx)
	if err = errors.Join(err, v.Close()); err != nil || st.Revisions == PageRevisions() || st.Pages == 0 {
		return 0, err
	}
	c := newCrew(o)
	defer c.stop()
	for {
		list, err := w.Pending(ctx, PageRevisions(), maxWaiting)
		if err != nil {
			return n, err
		}
		if len(list) == 0 {
			return n, w.Switch(ctx, PageRevisions())
		}
		if err := c.redo(ctx, list); err != nil {
			return n, err
		}
		if err := w.PutAnalyses(ctx, PageRevisions(), list); err != nil {
			return n, err
		}
		n += len(list)
		o.Progress.Kept.Add(int64(len(list)))
	}
}

// redo analyses items again.
func (c *crew) redo(ctx context.Context, list []*store.Item) error {
	tasks := make([]*task, len(list))
	for i, it := range list {
		tasks[i] = &task{page: it.Page, asOf: it.AsOf, done: make(chan struct{})}
		if err := c.send(ctx, tasks[i]); err != nil {
			return err
		}
	}
	for i, t := range tasks {
		if !t.ready(ctx, true) {
			return ctx.Err()
		}
		*list[i] = *t.item.stored(list[i].Key, t.page, t.asOf)
	}
	return nil
}
