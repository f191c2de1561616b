// Package pipeline knows the order of the stages and runs them over a set of
// inputs.
//
// It is for wiring: who reads what, how many jobs work at once, which of two
// articles with one address is the article and which a version. It judges no
// text, stores nothing and prints nothing.
package pipeline

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/twosource/twosource/internal/annotate"
	"github.com/twosource/twosource/internal/cluster"
	"github.com/twosource/twosource/internal/compare"
	"github.com/twosource/twosource/internal/corrections"
	"github.com/twosource/twosource/internal/extract"
	"github.com/twosource/twosource/internal/ingest"
	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/resolve"
	"github.com/twosource/twosource/internal/reuse"
	"github.com/twosource/twosource/internal/store"
)

// Options says how a set of inputs is to be analysed.
type Options struct {
	Ingest ingest.Options
	// AsOf is the date of articles that carry none; the zero value leaves them
	// undated.
	AsOf news.Date
	// Knowledge is what is known beforehand, with the user's own table; nil is
	// what comes with the program.
	Knowledge *knowledge.Base
	// Boilerplate is the user's table of what outlets repeat; nil is none.
	Boilerplate *reuse.Boilerplate
	// NewTable lets the derived records of a store be made anew by another table of
	// boilerplate than before.
	NewTable bool
	// Corrections are the user's; nil are none.
	Corrections *corrections.Set
	// Jobs is how many articles are worked on at once; 0 is the number of
	// processors. It has no effect on the result.
	Jobs int
	// Progress, if set, is kept up to date while the pipeline runs.
	Progress *Progress
}

// Progress counts work done, for a progress bar. Its fields may be read at any
// time.
type Progress struct {
	Bytes    atomic.Int64 // read of all inputs, as they are on disk
	Total    atomic.Int64 // bytes of all inputs; less than there are if some have no known size
	Articles atomic.Int64 // extracted and annotated
	Kept     atomic.Int64 // pages that a store has, among them those it had
	Stage    atomic.Int32 // index into Stages of the stage that runs
}

// A Run is the outcome of [Analyse].
type Run struct {
	Record *news.Record
	Failed []news.InputError // named inputs, and parts of inputs, that could not be read
	Read   int               // pages read, among them texts met twice

	CorrectionsSHA256 string // of the corrections, lower-case hex; "" without any
	KnowledgeSHA256   string // of the user's table of names, lower-case hex; "" without one
	BoilerplateSHA256 string // of the table of what outlets repeat, lower-case hex; "" without one

	Knowledge *knowledge.Base // as Options had it
}

// Analyse reads the inputs that args name and runs every stage over them.
//
// The record depends on the articles alone, not on the order of args or the
// number of jobs. What cannot be read stands in Failed and stops nothing. The
// error is that of ctx, names an option that cannot be used, or the lines of the
// corrections that disagree about these articles; the Run is then nil.
func Analyse(ctx context.Context, args []string, o Options) (*Run, error) {
	r, err := Read(ctx, args, o)
	if err != nil {
		return nil, err
	}
	return r.Relate(ctx, o)
}

// A Reading is the articles of a set of inputs after the stages that look at a
// single one.
type Reading struct {
	record news.Record // with the fields of inputs, articles and notices
	failed []news.InputError
	read   int
}

// Read runs the stages that look at single articles, as [Analyse] does.
func Read(ctx context.Context, args []string, o Options) (*Reading, error) {
	if o.Progress == nil {
		o.Progress = new(Progress)
	}
	got, err := gather(ctx, args, o)
	if err != nil {
		return nil, err
	}
	r := &Reading{failed: got.failed, read: len(got.items), record: news.Record{Inputs: got.inputs, Notices: got.notices}}
	unite(&r.record, got.items)
	return r, nil
}

// Relate runs the stages that look at the whole set. It leaves the reading as it
// is, so that it can be called again with other corrections; o must have the
// Knowledge that the reading was made with.
func (r *Reading) Relate(ctx context.Context, o Options) (*Run, error) {
	if o.Progress == nil {
		o.Progress = new(Progress)
	}
	rec := r.record
	rec.Articles, rec.Annotations = slices.Clone(rec.Articles), slices.Clone(rec.Annotations)
	rec.Notices = slices.Clone(rec.Notices)
	run := &Run{Record: &rec, Failed: r.failed, Read: r.read}
	if err := run.relate(ctx, o, nil); err != nil {
		return nil, err
	}
	return run, nil
}

// relate runs the stages that look at the whole set over the articles of a run,
// with the user's corrections. The run is of no use if it fails.
func (run *Run) relate(ctx context.Context, o Options, src *source) error {
	rec := run.Record
	if o.Corrections != nil {
		run.CorrectionsSHA256 = o.Corrections.SHA256
	}
	run.tables(o)
	bound := o.Corrections.Bind(rec.Articles)
	if err := relate(ctx, rec, bound, o, src); err != nil {
		return err
	}
	rec.Notices = append(rec.Notices, bound.Notices()...)
	sortNotices(rec)
	return nil
}

// tables takes note of the user's tables.
func (run *Run) tables(o Options) {
	run.Knowledge, run.KnowledgeSHA256 = o.Knowledge, o.Knowledge.SHA256()
	run.BoilerplateSHA256 = o.Boilerplate.SHA256()
}

// An item is one page after the stages that look at a single article.
type item struct {
	article    news.Article
	annotation news.Annotation
	notices    []news.Notice
	failure    *news.InputError
	stage      string    // that failed
	page       store.Key // from which a store read it
}

type gathered struct {
	items   []item
	inputs  []news.InputFile
	failed  []news.InputError
	notices []news.Notice
}

// gather reads all inputs and extracts and annotates their articles, several
// at once. Items come in the order of reading.
func gather(ctx context.Context, args []string, o Options) (*gathered, error) {
	reader, err := ingest.New(o.Ingest)
	if err != nil {
		return nil, err
	}
	found := ingest.Expand(args)
	for _, s := range found.Sources {
		o.Progress.Total.Add(max(0, s.Size))
	}
	w := newWorkers(ctx, o)
	g := &gathered{failed: found.Errors, notices: found.Notices}
	for _, e := range found.Errors {
		g.inputs = append(g.inputs, news.InputFile{Name: e.Name, Errors: []news.InputError{e}})
	}
	first := make([]int, 0, len(found.Sources)+1) // index of the first page of each source
	for _, src := range found.Sources {
		first = append(first, w.pages)
		res, err := reader.Each(ctx, src, func(p news.Page) error {
			o.Progress.Bytes.Store(reader.BytesRead())
			return w.send(p)
		})
		if err != nil {
			w.close()
			return nil, err
		}
		g.inputs = append(g.inputs, res.File)
		g.failed = append(g.failed, res.File.Errors...)
		g.notices = append(g.notices, res.Notices...)
	}
	first = append(first, w.pages)
	o.Progress.Bytes.Store(reader.BytesRead())
	items := w.close()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	g.count(items, first)
	return g, nil
}

// count sets the number of articles of each input and takes out the pages that
// gave none.
func (g *gathered) count(items []item, first []int) {
	base := len(g.inputs) - (len(first) - 1)
	for k := range len(first) - 1 {
		in := &g.inputs[base+k]
		in.Articles = 0
		for i := first[k]; i < first[k+1]; i++ {
			if f := items[i].failure; f != nil {
				in.Errors = append(in.Errors, *f)
				g.failed = append(g.failed, *f)
				continue
			}
			in.Articles++
			g.items = append(g.items, items[i])
		}
	}
	slices.SortStableFunc(g.inputs, func(x, y news.InputFile) int { return cmp.Compare(x.Name, y.Name) })
}

// workers extract and annotate pages as they are read.
type workers struct {
	ctx   context.Context
	pages int
	queue chan numbered
	done  sync.WaitGroup
	mu    sync.Mutex
	items []item
}

type numbered struct {
	n    int
	page news.Page
}

func newWorkers(ctx context.Context, o Options) *workers {
	jobs := cmp.Or(o.Jobs, runtime.GOMAXPROCS(0))
	w := &workers{ctx: ctx, queue: make(chan numbered, 2*jobs)}
	ex, an := extract.New(extract.Options{Knowledge: o.Knowledge}), annotate.New(annotate.Options{Knowledge: o.Knowledge})
	for range jobs {
		w.done.Add(1)
		go func() {
			defer w.done.Done()
			for p := range w.queue {
				it := one(ex, an, p.page, o.AsOf)
				o.Progress.Articles.Add(1)
				w.mu.Lock()
				for len(w.items) <= p.n {
					w.items = append(w.items, item{})
				}
				w.items[p.n] = it
				w.mu.Unlock()
			}
		}()
	}
	return w
}

func (w *workers) send(p news.Page) error {
	select {
	case w.queue <- numbered{w.pages, p}:
		w.pages++
		return nil
	case <-w.ctx.Done():
		return w.ctx.Err()
	}
}

func (w *workers) close() []item {
	close(w.queue)
	w.done.Wait()
	return w.items
}

// one runs the stages that look at a single page. A stage that panics has met
// what it cannot process: a failure of that page, and of no other.
func one(ex *extract.Extractor, an *annotate.Annotator, p news.Page, asOf news.Date) (it item) {
	stage := "extract"
	fail := func(message string) item {
		return item{stage: stage, failure: &news.InputError{Name: p.Input.Name, Line: p.Input.Line, Message: message}}
	}
	defer func() {
		if r := recover(); r != nil {
			it = fail(fmt.Sprintf("%s failed on it (%v); please report this as a defect", stage, r))
		}
	}()
	a, notices, err := ex.Extract(p)
	switch {
	case errors.Is(err, extract.ErrNoArticle):
		return fail("no article text was found in it")
	case err != nil:
		return fail(err.Error())
	}
	if !a.Published.Known() && asOf.Known() {
		a.Published = asOf
		a.Published.Basis = news.BasisGiven
	}
	stage = "annotate"
	it = item{article: a, annotation: an.Annotate(&a), notices: notices}
	it.notices = append(it.notices, it.annotation.Notices...)
	return it
}

// relate runs the stages that look at the whole set. With a source, the record's
// annotations are those that are held beside it, and it does not get what the
// source takes.
func relate(ctx context.Context, rec *news.Record, bound *corrections.Bound, o Options, src *source) error {
	step := func(stage int32) error {
		o.Progress.Stage.Store(stage)
		return ctx.Err()
	}
	families, notCopies := bound.Families(), bound.NotCopies()
	together, err := bound.Stories()
	if err != nil {
		return err
	}
	for i, family := range families {
		rec.Articles[i].Family = cmp.Or(family.Name, rec.Articles[i].Family)
	}
	if err := step(3); err != nil {
		return err
	}
	lineage := src.findLineage(rec, reuse.Options{NotCopies: indices(notCopies), Knowledge: o.Knowledge, Boilerplate: o.Boilerplate, Open: src.opener(reusePart)})
	rec.Lineage, rec.Origins, rec.Provenance = lineage.Links, lineage.Origins, lineage.Provenance
	if err := step(4); err != nil {
		return err
	}
	same, other := inStories(together)
	stories := src.findStories(rec, cluster.Options{Same: same, Other: other, Open: src.opener(clusterPart)})
	if err := src.err(); err != nil {
		return err
	}
	rec.Stories, rec.Threads = stories.Stories, stories.Threads
	bound.MarkStories(rec.Stories, together, notCopies, families)
	rec.Articles, rec.Annotations = resolve.When(rec.Articles, rec.Annotations, rec.Stories, rec.Lineage)
	src.letGo(rec)
	if err := step(5); err != nil {
		return err
	}
	entities := src.findEntities(rec, resolve.Options{Knowledge: o.Knowledge, Open: src.mentionOpener()})
	if err := src.err(); err != nil {
		return err
	}
	// Corrections look at mentions too: there are none where a record does not hold those.
	rec.Entities, entities.Of = bound.Entities(rec.Annotations, entities.Entities, entities.Of)
	if err := step(6); err != nil {
		return err
	}
	set := compare.Set{
		Articles: rec.Articles, Annotations: rec.Annotations, Provenance: rec.Provenance,
		Origins: rec.Origins, Lineage: rec.Lineage, Stories: rec.Stories, EntityOf: entities.Of, Speakers: speakers(bound.Speakers(rec.Annotations, rec.Entities)),
	}
	if err := compareStories(ctx, rec, set, src); err != nil {
		return err
	}
	return step(7)
}

// indices are pairs of articles in the form that reuse and cluster take.
func indices(pairs []corrections.Pair) [][2]int {
	out := make([][2]int, len(pairs))
	for i, p := range pairs {
		out[i] = [2]int{p.A, p.B}
	}
	return slices.Compact(out)
}

// inStories parts the pairs that must be of one story from those that must not.
func inStories(pairs []corrections.StoryPair) (same, other [][2]int) {
	var one, two []corrections.Pair
	for _, p := range pairs {
		if p.Same {
			one = append(one, p.Pair)
		} else {
			two = append(two, p.Pair)
		}
	}
	return indices(one), indices(two)
}

// speakers is the user's word on who said what, in the form that compare takes.
func speakers(fixes []corrections.SpeakerFix) []compare.SpeakerFix {
	out := make([]compare.SpeakerFix, len(fixes))
	for i, f := range fixes {
		out[i] = compare.SpeakerFix(f)
	}
	return out
}
