package pipeline

import (
	"context"
	"errors"
	"sync"

	"github.com/twosource/twosource/internal/annotate"
	"github.com/twosource/twosource/internal/extract"
	"github.com/twosource/twosource/internal/ingest"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/store"
)

// A Drafter extracts and annotates inputs before they are added, so that the writer
// of a store has no more to do than to keep them. A page that several inputs have is
// analysed once for as long as one of their drafts is held. Make one with
// [NewDrafter]; its methods may be called from several goroutines.
type Drafter struct {
	o     Options
	known func(context.Context, store.Key) (bool, error)
	ex    *extract.Extractor
	an    *annotate.Annotator
	mu    sync.Mutex
	pages map[store.Key]*drafted
}

// drafted is a page of one or more drafts.
type drafted struct {
	done   chan struct{} // closed when item is there
	item   item
	drafts int // that have it; guarded by Drafter.mu
}

// NewDrafter returns a drafter for adding with the same options. Known says whether a
// store has a page, which need not be analysed then; nil is that none is known.
func NewDrafter(known func(context.Context, store.Key) (bool, error), o Options) *Drafter {
	if o.Progress == nil {
		o.Progress = new(Progress)
	}
	return &Drafter{
		o: o, known: known, pages: map[store.Key]*drafted{},
		ex: extract.New(extract.Options{Knowledge: o.Knowledge}), an: annotate.New(annotate.Options{Knowledge: o.Knowledge}),
	}
}

// A Draft is what a [Drafter] made of the pages of an input, by their keys. It holds
// the analyses in memory, some 100 kB a page of news, until it is dropped. Nil is a
// draft of nothing.
type Draft struct {
	of    *Drafter
	pages map[store.Key]*drafted
}

// Drop lets go of what a draft holds; it is a draft of nothing then.
func (d *Draft) Drop() {
	if d == nil || d.of == nil {
		return
	}
	d.of.mu.Lock()
	defer d.of.mu.Unlock()
	for k, p := range d.pages {
		if p.drafts--; p.drafts == 0 {
			delete(d.of.pages, k)
		}
	}
	d.pages = nil
}

// The bounds of a draft. What is beyond is analysed when it is added. Ours.
const (
	draftPages = 32
	draftBytes = 4 << 20 // of bodies; a page that begins within is drafted whole
)

var errDrafted = errors.New("enough is drafted")

// Read analyses the input at path. What cannot be read is not in the draft: [Add]
// will say so. The error is that of ctx or of the store.
func (d *Drafter) Read(ctx context.Context, path string) (*Draft, error) {
	reader, err := ingest.New(d.o.Ingest)
	if err != nil {
		return nil, err
	}
	out := &Draft{of: d, pages: map[store.Key]*drafted{}}
	bytes := 0
	for _, src := range ingest.Expand([]string{path}).Sources {
		_, err = reader.Each(ctx, src, func(p news.Page) error {
			if len(out.pages) == draftPages || bytes >= draftBytes {
				return errDrafted
			}
			bytes += len(p.Body)
			return errors.Join(d.page(ctx, out, p), ctx.Err())
		})
		if err != nil {
			break
		}
	}
	if err != nil && !errors.Is(err, errDrafted) {
		out.Drop()
		return nil, err
	}
	return out, nil
}

// page puts a page into a draft, if it is not known.
func (d *Drafter) page(ctx context.Context, out *Draft, p news.Page) error {
	at := p.Input
	p.Input = news.Input{}
	key := store.KeyOf(&p, d.o.AsOf)
	if out.pages[key] != nil {
		return nil
	}
	if d.known != nil {
		if known, err := d.known(ctx, key); known || err != nil {
			return err
		}
	}
	d.mu.Lock()
	page, ok := d.pages[key]
	if !ok {
		page = &drafted{done: make(chan struct{})}
		d.pages[key] = page
	}
	page.drafts++
	out.pages[key] = page
	d.mu.Unlock()
	if ok {
		<-page.done
		return nil
	}
	p.Input = at
	page.item = one(d.ex, d.an, p, d.o.AsOf)
	d.o.Progress.Articles.Add(1)
	close(page.done)
	return nil
}

// find returns the item of a page that was met at a place, if a draft has it.
func find(drafts []*Draft, k store.Key, at news.Input) (item, bool) {
	for _, d := range drafts {
		if d == nil || d.pages[k] == nil {
			continue
		}
		it := d.pages[k].item
		if f := it.failure; f != nil {
			it.failure = &news.InputError{Name: at.Name, Line: at.Line, Message: f.Message}
		} else {
			it.article.Input = at
		}
		return it, true
	}
	return item{}, false
}

// AddDrafts does what [Add] does, with the same outcome, and analyses nothing that
// is in drafts made with the same options.
func AddDrafts(ctx context.Context, w store.Writer, args []string, flags string, drafts []*Draft, o Options) (*Added, error) {
	return addWith(ctx, w, args, flags, drafts, o)
}
