package pipeline

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/compare"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/resolve"
	"github.com/twosource/twosource/internal/store"
)

// ErrBoilerplate says that the derived records of a store were made by another table
// of boilerplate than is given now.
var ErrBoilerplate = errors.New("the store's stories were made with another table of boilerplate")

// derivedBy names what the derived records of a store are made by: the stages
// that look at a whole set, and their revisions, and the table of boilerplate that
// has such a SHA-256, if there is one.
func derivedBy(boilerplate string) string {
	var parts []string
	for _, s := range Stages[3 : len(Stages)-1] {
		parts = append(parts, fmt.Sprintf("%s=%d", s.Name, s.Rev))
	}
	if boilerplate != "" {
		parts = append(parts, boilerplateMark+boilerplate)
	}
	return strings.Join(parts, " ")
}

const boilerplateMark = "boilerplate="

// BoilerplateOf returns the SHA-256 of the table of boilerplate that the derived
// records of a store were made by, "" if by none. What is removed from a store takes
// its records along, and not the name of the table.
func BoilerplateOf(st store.State) string {
	for part := range strings.FieldsSeq(st.Derived) {
		if sum, ok := strings.CutPrefix(part, boilerplateMark); ok {
			return sum
		}
	}
	return ""
}

// Related reports whether the derived records of a store are those of its
// articles, by whatever table of boilerplate.
func Related(st store.State) bool {
	return st.Articles == 0 || st.DerivedAt == st.Change && st.Derived == derivedBy(BoilerplateOf(st))
}

// related reports whether the derived records of a store are what o would give.
func (o *Options) related(st store.State) bool {
	return st.DerivedAt == st.Change && st.Derived == derivedBy(o.Boilerplate.SHA256())
}

// SameTables returns [ErrBoilerplate] if the derived records of a store were made by other
// tables of the user's than o has.
func (o *Options) SameTables(st store.State) error {
	if st.Derived != "" && !o.NewTable && BoilerplateOf(st) != o.Boilerplate.SHA256() {
		return ErrBoilerplate
	}
	return nil
}

// start readies a store for what o gives. The error is [store.ErrRevisions] or
// [ErrBoilerplate] if it holds what was made by other stages or tables.
func (o *Options) start(ctx context.Context, w store.Writer) error {
	if err := w.Start(ctx, PageRevisions(o.Knowledge)); err != nil {
		return err
	}
	v, err := w.View(ctx)
	if err != nil {
		return err
	}
	st, err := v.Stamp(ctx)
	if err = errors.Join(err, v.Close()); err != nil {
		return err
	}
	return o.SameTables(st)
}

// Relate runs the stages that look at a whole set over all articles of the
// store, if their records are not up to date, and puts the new ones in the place
// of the old in one step.
//
// It holds the texts of all articles in memory, and their names for as long as
// entities are sought; what else is marked in them is read when it is needed, and
// what is found in a story is written at once.
//
// What is found in a story is made again only if it rests on something else than when it
// was made: for each the store keeps what it rests on.
func Relate(ctx context.Context, w store.Writer, o Options) (err error) {
	err = relateStore(ctx, w, true, o)
	if isAnew(err) {
		err = relateStore(ctx, w, false, o)
	}
	return err
}

// relateStore does so; unless recall is set, as if the store had kept nothing.
func relateStore(ctx context.Context, w store.Writer, recall bool, o Options) (err error) {
	o.Corrections = nil // they may change without the articles
	if o.Progress == nil {
		o.Progress = new(Progress)
	}
	v, err := w.View(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, v.Close()) }()
	st, err := v.State(ctx)
	if err != nil || st.Articles == 0 || o.related(st) {
		return err
	}
	if st.Revisions.Knowledge != o.Knowledge.SHA256() {
		return store.ErrRevisions
	}
	if err := o.SameTables(st); err != nil {
		return err
	}
	run, pages, err := loadScant(ctx, v, o)
	if err != nil {
		return err
	}
	before := st
	if !recall {
		before.DerivedAt = 0
	}
	kept, err := recallCompared(ctx, v, before, &compare.Memory{Once: true}, o)
	if err != nil {
		return err
	}
	return w.PutDerived(ctx, func(put func(k store.Kind, key string, v any) error) error {
		src, closeViews := newStoreSource(ctx, w, pages)
		src.kept, src.marks = kept, make([]string, len(pages))
		for i, k := range pages {
			src.marks[i] = string(k[:])
		}
		return run.relateTo(ctx, src, closeViews, o, put)
	}, derivedBy(o.Boilerplate.SHA256()), st.Change)
}

// relateTo runs the stages that look at a whole set over a run with scant
// annotations, and puts what they find. When ctx ends it leaves them where they
// are: one can go on for minutes, and the program is about to exit.
func (run *Run) relateTo(ctx context.Context, src *source, closeViews func() error, o Options, put func(k store.Kind, key string, v any) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	parts, done := make(chan comparedPart), make(chan error, 1)
	src.take = func(part comparedPart) error {
		select {
		case parts <- part:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	if src.resident != nil {
		src.resident.derived.begin()
	}
	go func() { done <- run.relate(ctx, o, src) }()
	for {
		select {
		case part := <-parts:
			err := src.put(ctx, part, put)
			if isAnew(err) { // the program goes on
				cancel()
				return errors.Join(err, <-done, closeViews())
			}
			if err != nil {
				return err
			}
		case err := <-done:
			if err = errors.Join(err, closeViews()); err != nil {
				return err
			}
			rest := *run.Record
			rest.Stories = nil // they were put with their comparison
			if src.resident != nil {
				return src.resident.derived.restOf(&rest, put)
			}
			return store.EachDerived(&rest, put)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// put puts what was found in some stories, as far as it is not what was put before.
func (src *source) put(ctx context.Context, p comparedPart, put func(k store.Kind, key string, v any) error) error {
	switch {
	case src.resident != nil && p.part != nil:
		return src.resident.derived.part(p, put)
	case src.resident != nil:
		return src.resident.derived.same(ctx, &p.told[0], put)
	case p.part != nil:
		return src.kept.part(p, put)
	}
	return src.kept.same(ctx, &p.told[0], put)
}

// loadScant returns the record of all articles of a store, with what is held of
// their annotations, and the pages from which the articles were read.
func loadScant(ctx context.Context, v store.View, o Options) (*Run, []store.Key, error) {
	inputs, err := v.Inputs(ctx)
	if err != nil {
		return nil, nil, err
	}
	l := newLoader(inputs, true)
	err = v.Readings(ctx, store.Filter{Part: scantPart}, func(r store.Reading, a *store.Analysis) error {
		o.Progress.Articles.Add(1)
		a.Annotation = scant(&a.Article, &a.Annotation)
		l.add(r, a)
		return ctx.Err()
	})
	if err != nil {
		return nil, nil, err
	}
	run := &Run{Record: l.record(), Read: len(l.items)}
	unite(run.Record, l.items)
	var pages []store.Key
	for i := range l.items {
		// Of the texts of one article the first is the one that is shown.
		if n := len(pages); n == 0 || run.Record.Articles[n-1].ID != l.items[i].article.ID {
			pages = append(pages, l.items[i].page)
		}
	}
	return run, pages, nil
}

// newStoreSource returns a source that opens the annotations of pages, and what
// closes its views of the store.
func newStoreSource(ctx context.Context, w Viewer, pages []store.Key) (*source, func() error) {
	free := make(chan store.View, runtime.GOMAXPROCS(0))
	for range cap(free) {
		free <- nil
	}
	open := func(i int, part store.Part) (an *news.Annotation, err error) {
		v := <-free
		defer func() { free <- v }()
		if v == nil {
			if v, err = w.View(ctx); err != nil {
				return nil, err
			}
		}
		a, ok, err := v.Analysis(ctx, pages[i], part)
		if err == nil && !ok {
			err = store.ErrCorrupt
		}
		if err != nil {
			return nil, err
		}
		return &a.Annotation, nil
	}
	return &source{open: open}, func() (err error) {
		for range cap(free) {
			if v := <-free; v != nil {
				err = errors.Join(err, v.Close())
			}
		}
		return err
	}
}

// Load returns what [Analyse] would of the inputs that stand in a store, or of
// the articles that f picks of them: the same record, byte for byte. Records
// that the store has and that are up to date are not made again, unless there are
// corrections. The error is [ErrBoilerplate] if the store's were made by another table
// than o has.
//
// What could not be read when the inputs were added stands in the record, and
// not in the run. Annotations are read in part, if f asks for that, only where no record is
// made again.
func Load(ctx context.Context, v store.View, f store.Filter, o Options) (*Run, error) {
	if o.Progress == nil {
		o.Progress = new(Progress)
	}
	whole := f.Articles == nil && f.Inputs == nil && f.NotBefore == nil && !f.Failed
	st, err := v.State(ctx)
	if err != nil {
		return nil, err
	}
	if err := o.SameTables(st); err != nil {
		return nil, err
	}
	made := whole && o.Corrections == nil && (st.Articles == 0 || o.related(st))
	if !made {
		f.Part = store.WholePart
	}
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
	if made {
		run.tables(o)
		err = adopt(ctx, v, rec)
	} else {
		err = run.relate(ctx, o, nil)
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
	l.items = append(l.items, item{article: a.Article, annotation: a.Annotation, notices: a.Notices, page: r.Key})
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
	if err = errors.Join(err, v.Close()); err != nil || st.Revisions == PageRevisions(o.Knowledge) || st.Pages == 0 {
		return 0, err
	}
	c := newCrew(o)
	defer c.stop()
	for {
		list, err := w.Pending(ctx, PageRevisions(o.Knowledge), maxWaiting)
		if err != nil {
			return n, err
		}
		if len(list) == 0 {
			return n, w.Switch(ctx, PageRevisions(o.Knowledge))
		}
		if err := c.redo(ctx, list); err != nil {
			return n, err
		}
		if err := w.PutAnalyses(ctx, PageRevisions(o.Knowledge), list); err != nil {
			return n, err
		}
		n += len(list)
		o.Progress.Kept.Add(int64(len(list)))
	}
}

// A Replayed is the account of [Replay].
type Replayed struct {
	Pages  int               // that were in quarantine
	Mended int               // that have an article now
	Failed []news.InputError // what is still wrong with the others, where they were first met
}

// Replay analyses the pages in quarantine once more, by the stages as they are,
// and keeps what comes of it. The error is [store.ErrRevisions] if the store holds
// analyses by other revisions of the stages; then [Reannotate] is what is needed.
func Replay(ctx context.Context, w store.Writer, o Options) (out *Replayed, err error) {
	if o.Progress == nil {
		o.Progress = new(Progress)
	}
	if err := o.start(ctx, w); err != nil {
		return nil, err
	}
	v, err := w.View(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, v.Close()) }()
	c := newCrew(o)
	defer c.stop()
	out = new(Replayed)
	var list []*store.Item
	var at []news.Input
	keep := func() error {
		if err := c.redo(ctx, list); err != nil {
			return err
		}
		for i, it := range list {
			if it.Failure.Stage == "" {
				out.Mended++
			} else {
				out.Failed = append(out.Failed, news.InputError{Name: at[i].Name, Line: at[i].Line, Message: it.Failure.Message})
			}
		}
		out.Pages += len(list)
		o.Progress.Kept.Add(int64(len(list)))
		err := w.Replay(ctx, list)
		list, at = nil, nil
		return err
	}
	seen := map[store.Key]bool{}
	err = v.Pages(ctx, store.Filter{Failed: true}, func(r store.Reading, it *store.Item) error {
		if seen[r.Key] {
			return nil
		}
		seen[r.Key] = true
		list, at = append(list, it), append(at, r.At)
		if len(list) < batchSize {
			return nil
		}
		return keep()
	})
	if err == nil && len(list) > 0 {
		err = keep()
	}
	return out, err
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
