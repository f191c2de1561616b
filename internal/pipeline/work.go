package pipeline

import (
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/twosource/twosource/internal/annotate"
	"github.com/twosource/twosource/internal/extract"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/queue"
	"github.com/twosource/twosource/internal/store"
)

// WorkOptions say how a process takes part.
type WorkOptions struct {
	Options
	// Sign is how often a sign of life is given of a page that takes long; a third of
	// the queue's AckWait or less. 0 is 5 s.
	Sign time.Duration
	// Tell is told what an operator should know; nil is nobody.
	Tell func(what string)
}

func (o *WorkOptions) tell(format string, args ...any) {
	if o.Tell != nil {
		o.Tell(fmt.Sprintf(format, args...))
	}
}

// The bounds of a job: pages that it takes at once and holds before it works on them,
// how long it waits for one, and how many it has done and not sent yet. Ours.
const (
	pagesTaken = 4
	pullWait   = 5 * time.Second
	pagesDone  = 8
)

// Work takes pages out of a queue, extracts and annotates them, and puts what came
// of it into another, until ctx ends; its error is then nil. Any number of processes
// may do so. One that dies is missed when its pages are given to others.
//
// The error is of a queue that was closed.
func Work(ctx context.Context, q *Queues, o WorkOptions) error {
	if o.Progress == nil {
		o.Progress = new(Progress)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	w := &work{q: q, o: o, wire: newWire(), held: map[queue.Delivery]bool{}}
	w.begin()
	defer w.end()
	ex, an := extract.New(extract.Options{Knowledge: o.Knowledge}), annotate.New(annotate.Options{Knowledge: o.Knowledge})
	var all sync.WaitGroup
	for range cmp.Or(o.Jobs, runtime.GOMAXPROCS(0)) {
		all.Go(func() {
			if err := w.job(ctx, ex, an); err != nil {
				cancel(err)
			}
		})
	}
	all.Wait()
	if err := context.Cause(ctx); err != nil && !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}

type work struct {
	q    *Queues
	o    WorkOptions
	wire *store.Codec

	mu   sync.Mutex
	held map[queue.Delivery]bool // what was taken and is not answered
	next *time.Timer             // of signs of life
}

// job works until ctx ends. While it looks at a page, the next are fetched and those
// that are done are sent, so that the processor does not wait for the queue.
func (w *work) job(ctx context.Context, ex *extract.Extractor, an *annotate.Annotator) (err error) {
	pages := make(chan queue.Delivery)
	go func() {
		defer close(pages)
		err = w.take(ctx, pages)
	}()
	var sent sync.WaitGroup
	room := make(chan struct{}, pagesDone)
	for d := range pages {
		out := w.page(ctx, ex, an, d)
		room <- struct{}{}
		sent.Go(func() {
			if out != nil {
				w.send(ctx, d, out)
			}
			w.answered(d)
			<-room
		})
	}
	sent.Wait()
	return err
}

// take fetches pages for a job until ctx ends.
func (w *work) take(ctx context.Context, pages chan<- queue.Delivery) error {
	for ctx.Err() == nil {
		list, err := w.q.Pages.Pull(ctx, pagesTaken, pullWait)
		if err != nil && ctx.Err() == nil {
			if errors.Is(err, queue.ErrClosed) {
				return err
			}
			w.o.tell("no pages can be had: %v", err)
			_ = rest(ctx, time.Second) // the loop ends with ctx
			continue
		}
		w.taken(list)
		for i, d := range list {
			select {
			case pages <- d:
				continue
			case <-ctx.Done():
			}
			w.giveBack(list[i:])
			for _, d := range list[i:] {
				w.answered(d)
			}
			break
		}
	}
	return nil
}

// giveBack lets others have what there is no time left for.
func (w *work) giveBack(list []queue.Delivery) {
	ctx, cancel := context.WithTimeout(context.Background(), giveBackMost)
	defer cancel()
	for _, d := range list {
		_ = d.Defer(ctx, 0) // else they wait until it is missed
	}
}

const giveBackMost = 2 * time.Second

// page analyses one page, and returns what is to be sent of it; nil if it is answered.
func (w *work) page(ctx context.Context, ex *extract.Extractor, an *annotate.Annotator, d queue.Delivery) []byte {
	if ctx.Err() != nil {
		w.giveBack([]queue.Delivery{d})
		return nil
	}
	var p sentPage
	if err := w.wire.Unpack(d.Message().Body, &p); err != nil {
		w.answer("bury", d.Bury(context.WithoutCancel(ctx), errMessage(err)))
		return nil
	}
	at := p.Page.Input
	it := one(ex, an, p.Page, p.AsOf)
	w.o.Progress.Articles.Add(1)
	page := p.Page
	page.Input = news.Input{}
	out := sentItem{From: p, Revisions: PageRevisions(w.o.Knowledge), Analysis: it.stored(store.KeyOf(&page, p.AsOf), page, p.AsOf).Analysis}
	out.Analysis.Article.Input, out.From.Page.Input = news.Input{}, at
	return w.wire.Pack(&out)
}

// send hands on what was made of a page.
func (w *work) send(ctx context.Context, d queue.Delivery, body []byte) {
	_, err := w.q.Done.Publish(ctx, queue.Message{ID: d.Message().ID, Body: body})
	switch {
	case err == nil:
		w.answer("answer", d.Ack(context.WithoutCancel(ctx)))
	case ctx.Err() != nil:
		w.giveBack([]queue.Delivery{d})
	default:
		w.o.tell("what was made of a page cannot be sent: %v", err)
		w.answer("answer", d.Nak(ctx, "what was made of it could not be sent: "+err.Error()))
	}
}

// answer tells of an answer that did not arrive: the page is done again.
func (w *work) answer(what string, err error) {
	if err != nil && !errors.Is(err, queue.ErrLate) {
		w.o.tell("cannot %s a page, which will be done again: %v", what, err)
	}
}

func (w *work) sign() time.Duration { return cmp.Or(w.o.Sign, ackWait/4) }

// alive gives signs of life of all that is held.
func (w *work) alive() {
	w.mu.Lock()
	list := slices.Collect(maps.Keys(w.held))
	w.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), w.sign())
	defer cancel()
	for _, d := range list {
		_ = d.Working(ctx) // what does not arrive is done twice
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.next != nil {
		w.next.Reset(w.sign())
	}
}

// begin begins to give signs of life, and end ends it.
func (w *work) begin() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.next = time.AfterFunc(w.sign(), w.alive)
}

func (w *work) end() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.next.Stop()
	w.next = nil
}

func (w *work) taken(list []queue.Delivery) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, d := range list {
		w.held[d] = true
	}
}

func (w *work) answered(d queue.Delivery) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.held, d)
}

// A Left is what there is to do in queues, in numbers.
type Left struct{ Pages, Done, Inputs queue.State }

// Idle reports whether all that was sent is kept, or dead.
func (l *Left) Idle() bool {
	return l.Pages.Waiting+l.Pages.Out+l.Done.Waiting+l.Done.Out+l.Inputs.Waiting+l.Inputs.Out == 0
}

// Left counts what there is to do.
func (q *Queues) Left(ctx context.Context) (l Left, err error) {
	// In the order of the flow: what moves on while we count is counted twice, and
	// never missed.
	for _, x := range []struct {
		of queue.Queue
		to *queue.State
	}{{q.Pages, &l.Pages}, {q.Done, &l.Done}, {q.Inputs, &l.Inputs}} {
		if *x.to, err = x.of.State(ctx); err != nil {
			return l, err
		}
	}
	return l, nil
}

// Named returns the queue of a name of [QueueNames], or nil.
func (q *Queues) Named(name string) queue.Queue {
	return map[string]queue.Queue{"pages": q.Pages, "done": q.Done, "inputs": q.Inputs}[strings.ToLower(name)]
}

// keyOf returns the key that an ID names.
func keyOf(id string) (k store.Key, ok bool) {
	b, err := hex.DecodeString(id)
	if err != nil || len(b) != len(k) {
		return k, false
	}
	return store.Key(b), true
}
