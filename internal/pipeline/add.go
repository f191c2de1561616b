package pipeline

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"runtime"
	"slices"
	"sync"

	"github.com/twosource/twosource/internal/annotate"
	"github.com/twosource/twosource/internal/extract"
	"github.com/twosource/twosource/internal/ingest"
	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/store"
)

// An Added is the account of [Add].
type Added struct {
	Failed  []news.InputError // named inputs, and parts of inputs, that could not be read
	Notices []news.Notice
	Inputs  int // read or known
	Pages   int // read, among them those that were known
	New     int // pages that were analysed and kept
	KeptOut int // pages whose article was removed from the store before
	Whole   int // inputs that were known by their bytes and not read again
}

// Add reads the inputs that args name, extracts and annotates what the store
// does not have, and keeps it. Flags are the options that can change the result,
// as a JSON object with sorted keys; they stand beside each input.
//
// Pages are kept in batches. What is kept stays, whatever happens then; what was
// analysed and not yet kept is done again by the next Add of the same input,
// which goes on where this one was left. Memory does not grow with the inputs.
//
// The error is that of ctx, of the store, or names an option that cannot be
// used; what was kept until then stays. It is [store.ErrRevisions] if the store
// holds analyses by other revisions of the stages.
func Add(ctx context.Context, w store.Writer, args []string, flags string, o Options) (*Added, error) {
	return addWith(ctx, w, args, flags, nil, o)
}

func addWith(ctx context.Context, w store.Writer, args []string, flags string, drafts []*Draft, o Options) (*Added, error) {
	if o.Progress == nil {
		o.Progress = new(Progress)
	}
	reader, err := ingest.New(o.Ingest)
	if err != nil {
		return nil, err
	}
	if err := o.start(ctx, w); err != nil {
		return nil, err
	}
	found := ingest.Expand(args)
	for _, s := range found.Sources {
		o.Progress.Total.Add(max(0, s.Size))
	}
	a := &adder{ctx: ctx, w: w, o: o, flags: flags, drafts: drafts, crew: newCrew(o), out: &Added{Failed: found.Errors, Notices: found.Notices}}
	defer a.crew.stop()
	a.reader, a.notices = reader, found.Notices
	for list := found.Sources; len(list) > 0; {
		n := small(list)
		if err := a.inputs(list[:n]); err != nil {
			return a.out, err
		}
		list = list[n:]
	}
	return a.out, nil
}

// small returns how many of the first sources are small and have different names;
// at least 1.
func small(list []ingest.Source) int {
	names := map[string]bool{list[0].Name: true}
	n := 1
	for n < min(len(list), batchSize) && isSmall(list[n-1]) && isSmall(list[n]) && !names[list[n].Name] {
		names[list[n].Name] = true
		n++
	}
	return n
}

// smallInput is the size of files of which several are read at once. Ours: it is
// that of a page.
const smallInput = 1 << 20

// isSmall reports whether a source is a file of a page or a few.
func isSmall(s ingest.Source) bool { return s.Path != "-" && s.Size > 0 && s.Size <= smallInput }

// PageRevisions returns those of the stages that look at one page, with what is
// known beforehand.
func PageRevisions(known *knowledge.Base) store.Revisions {
	return store.Revisions{Ingest: ingest.Rev, Extract: extract.Rev, Annotate: annotate.Rev, Knowledge: known.SHA256()}
}

// The bounds of what is held in memory while adding: so many pages or bytes of
// pages wait to be analysed or kept, and so many are kept at a time. A batch
// costs one wait for the disk. Ours.
const (
	maxWaiting      = 256
	maxWaitingBytes = 64 << 20
	batchSize       = 64
)

// An adder reads pages and keeps them in the order of reading. One goroutine
// reads and keeps; a crew of others analyses.
type adder struct {
	ctx     context.Context
	w       store.Writer
	o       Options
	flags   string
	reader  *ingest.Reader
	notices []news.Notice // of all inputs
	skipped int64         // bytes of inputs that were not read
	drafts  []*Draft      // of pages that need not be analysed
	crew    *crew
	out     *Added
	reading *reading
	waiting []*task
	bytes   int                 // of the pages of waiting
	flight  map[store.Key]*task // waiting, by key
}

// A reading is an input that is being read.
type reading struct {
	src    ingest.Source
	in     store.Input
	pages  int
	read   ingest.Result
	failed []news.InputError // pages
}

// A task is a page that waits to be analysed or kept.
type task struct {
	of    *reading
	entry store.Entry
	page  news.Page
	asOf  news.Date // of articles that carry no date
	size  int
	known bool          // the store has it
	out   bool          // it was removed, and stays out
	same  *task         // the same page, which came before
	done  chan struct{} // closed when item is there
	item  item
}

// inputs reads one source, or several small ones, which costs as few transactions as
// one.
func (a *adder) inputs(list []ingest.Source) error {
	var open []*reading
	err := a.together(a.ctx, func() error {
		for _, src := range list {
			r, err := a.begin(src)
			if err != nil {
				return err
			}
			if r != nil {
				open = append(open, r)
			}
		}
		return nil
	})
	a.progress()
	if err != nil {
		return err
	}
	err = a.read(open)
	for _, r := range open {
		a.out.Failed = append(append(a.out.Failed, r.failed...), r.read.File.Errors...)
		a.out.Notices = append(a.out.Notices, r.read.Notices...)
	}
	if err != nil {
		return err
	}
	a.progress()
	return a.together(a.ctx, func() error {
		for _, r := range open {
			r.in.File, r.in.Notices = r.read.File, slices.Concat(r.read.Notices, a.notices)
			if err := a.w.Finish(a.ctx, r.in, r.pages); err != nil {
				return err
			}
		}
		return nil
	})
}

// read reads inputs and keeps their pages.
func (a *adder) read(open []*reading) (err error) {
	a.flight = map[store.Key]*task{}
	for _, r := range open {
		a.reading = r
		r.read, err = a.reader.Each(a.ctx, r.src, func(p news.Page) error {
			a.progress()
			r.pages++
			a.out.Pages++
			return a.page(r.pages-1, p)
		})
		if err != nil {
			// Interrupted: what was finished is kept.
			return errors.Join(err, a.keep(context.WithoutCancel(a.ctx), 0, false))
		}
	}
	return a.keep(a.ctx, 0, true)
}

// begin makes a source ready to be read; nil if the store has it, whole.
func (a *adder) begin(src ingest.Source) (*reading, error) {
	a.out.Inputs++
	if sum := hashFile(src); sum != "" {
		if in, ok, err := a.w.Find(a.ctx, src.Name, a.flags, sum); err != nil || ok {
			a.out.Whole++
			a.skipped += max(0, src.Size)
			a.out.Failed = append(a.out.Failed, in.File.Errors...)
			return nil, err
		}
	}
	in, err := a.w.Begin(a.ctx, src.Name, a.flags)
	return &reading{src: src, in: in}, err
}

func (a *adder) progress() { a.o.Progress.Bytes.Store(a.skipped + a.reader.BytesRead()) }

// together runs fn as one transaction, if the store can.
func (a *adder) together(ctx context.Context, fn func() error) error {
	if w, ok := a.w.(store.Together); ok {
		return w.Together(ctx, fn)
	}
	return fn()
}

// hashFile returns the SHA-256 of a file on disk, or "" if that cannot be had.
func hashFile(src ingest.Source) string {
	if src.Path == "-" || src.Size <= 0 {
		return ""
	}
	f, err := os.Open(src.Path)
	if err != nil {
		return ""
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return ""
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// page takes one page in, and keeps the first of those that wait if there are
// too many.
func (a *adder) page(ordinal int, p news.Page) error {
	at := p.Input
	p.Input = news.Input{}
	key := store.KeyOf(&p, a.o.AsOf)
	t := &task{of: a.reading, entry: store.Entry{Ordinal: ordinal, At: at, Key: key}, page: p, asOf: a.o.AsOf, size: len(p.Body), done: make(chan struct{})}
	if before, ok := a.flight[key]; ok {
		t.same = before
	} else {
		seen, err := a.w.Seen(a.ctx, key)
		if err != nil {
			return err
		}
		switch seen {
		case store.Kept:
			t.known = true
		case store.Removed:
			t.out = true
		default:
			a.flight[key] = t
			if err := a.analyse(t); err != nil {
				return err
			}
		}
	}
	a.waiting = append(a.waiting, t)
	a.bytes += t.size
	if len(a.waiting) < maxWaiting && a.bytes < maxWaitingBytes {
		return nil
	}
	return a.keep(a.ctx, maxWaiting-batchSize, true)
}

// analyse has a page analysed that was not before.
func (a *adder) analyse(t *task) error {
	it, ok := find(a.drafts, t.entry.Key, t.entry.At)
	if !ok {
		return a.crew.send(a.ctx, t)
	}
	t.item = it
	close(t.done)
	return nil
}

// keep keeps waiting pages, first come first, until at most left wait. If wait
// is false it stops at the first that is not analysed yet.
func (a *adder) keep(ctx context.Context, left int, wait bool) error {
	for len(a.waiting) > left || a.bytes >= maxWaitingBytes {
		taken := 0
		for taken < len(a.waiting) && taken < batchSize {
			t := a.waiting[taken]
			if !t.ready(ctx, wait) {
				break
			}
			taken++
			a.bytes -= t.size
		}
		if err := a.put(ctx, a.waiting[:taken]); err != nil || taken == 0 {
			return err
		}
	}
	return nil
}

// put keeps the first waiting tasks.
func (a *adder) put(ctx context.Context, list []*task) error {
	err := a.together(ctx, func() error {
		for rest := list; len(rest) > 0; {
			n := 1
			for n < len(rest) && rest[n].of == rest[0].of {
				n++
			}
			if err := a.putOf(ctx, rest[0].of, rest[:n]); err != nil {
				return err
			}
			rest = rest[n:]
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, t := range list {
		if a.flight[t.entry.Key] == t {
			delete(a.flight, t.entry.Key)
		}
		if f := t.item.failure; f != nil {
			t.of.failed = append(t.of.failed, *f)
		}
		if !t.known && !t.out && t.same == nil {
			a.out.New++
		}
	}
	a.o.Progress.Kept.Add(int64(len(list)))
	a.waiting = slices.Delete(a.waiting, 0, len(list))
	return nil
}

// putOf keeps tasks of one input.
func (a *adder) putOf(ctx context.Context, r *reading, list []*task) error {
	var batch []store.Entry
	for _, t := range list {
		if t.out {
			a.out.KeptOut++
			continue
		}
		batch = append(batch, t.kept())
	}
	if len(batch) == 0 {
		return nil
	}
	out, err := a.w.Put(ctx, r.in.ID, batch)
	a.out.KeptOut += out
	a.out.New -= out
	return err
}

// ready reports whether t can be kept, waiting for that if wait is true.
func (t *task) ready(ctx context.Context, wait bool) bool {
	if t.same != nil {
		return t.same.ready(ctx, wait)
	}
	if t.known || t.out {
		return true
	}
	if !wait {
		select {
		case <-t.done:
			return true
		default:
			return false
		}
	}
	select {
	case <-t.done:
		return true
	case <-ctx.Done():
		return false
	}
}

// kept returns the entry by which t is kept.
func (t *task) kept() store.Entry {
	from := t
	if t.same != nil {
		from = t.same
		t.item = item{failure: from.item.failure}
		if f := from.item.failure; f != nil {
			t.item.failure = &news.InputError{Name: t.entry.At.Name, Line: t.entry.At.Line, Message: f.Message}
		}
	}
	e := t.entry
	if !from.known {
		e.Item = from.item.stored(t.entry.Key, from.page, from.asOf)
	}
	return e
}

// stored returns an item as a store keeps it.
func (it *item) stored(k store.Key, p news.Page, asOf news.Date) *store.Item {
	out := &store.Item{Key: k, Page: p, AsOf: asOf}
	if f := it.failure; f != nil {
		out.Failure = store.Failure{Stage: it.stage, Revision: Revisions()[it.stage], Message: f.Message}
		return out
	}
	out.Article, out.Annotation, out.Notices = it.article, it.annotation, it.notices
	return out
}

// A crew analyses pages, several at once.
type crew struct {
	queue chan *task
	done  sync.WaitGroup
}

func newCrew(o Options) *crew {
	c := &crew{queue: make(chan *task, maxWaiting)}
	ex, an := extract.New(extract.Options{Knowledge: o.Knowledge}), annotate.New(annotate.Options{Knowledge: o.Knowledge})
	for range cmp.Or(o.Jobs, runtime.GOMAXPROCS(0)) {
		c.done.Add(1)
		go func() {
			defer c.done.Done()
			for t := range c.queue {
				p := t.page
				p.Input = t.entry.At
				t.item = one(ex, an, p, t.asOf)
				o.Progress.Articles.Add(1)
				close(t.done)
			}
		}()
	}
	return c
}

func (c *crew) send(ctx context.Context, t *task) error {
	select {
	case c.queue <- t:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// stop lets the crew end after the page at hand.
func (c *crew) stop() {
	for {
		select {
		case <-c.queue:
			continue
		default:
		}
		break
	}
	close(c.queue)
	c.done.Wait()
}
