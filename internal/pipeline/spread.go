package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"sync"
	"time"

	"github.com/twosource/twosource/internal/ingest"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/queue"
	"github.com/twosource/twosource/internal/store"
)

// Queues are what work travels through when several processes share it. [Spread]
// puts pages and inputs in; [Work] takes pages and gives analyses; [Keep] takes
// analyses and inputs and keeps them.
//
// The result is a function of the set of pages, as it is on one machine: who
// analysed a page, when and how often has no part in it. A page is known by the hash
// of what it is, and is kept once; where it was read is kept when all pages of that
// stretch are; an input is complete when nothing of it is left in a queue. The stages
// that look at the whole set run in the one process that may write.
type Queues struct {
	Pages  queue.Queue // to be analysed; by [store.Key]
	Done   queue.Queue // analysed, to be kept; by [store.Key]
	Inputs queue.Queue // what was read where, to be kept when its pages are
}

// QueueNames are the names of the queues of [Queues], and QueueOptions how each is
// to be opened.
var QueueNames = []string{"pages", "done", "inputs"}

// QueueOptions returns how the queue of a name is to treat its messages. Page after
// page may fail and be dead then; what was analysed, and the inputs, wait for a store
// that can be written to.
func QueueOptions(name string) queue.Options {
	o := queue.Options{AckWait: ackWait, MaxWaiting: 200_000}
	if name != "pages" {
		o.Attempts = -1
		o.Backoff = []time.Duration{time.Second, 2 * time.Second, 5 * time.Second}
	}
	return o
}

// ackWait is how long a worker may give no sign of life until its pages go to others.
// Ours: signs are given four times as often, and a page takes some 30 ms.
const ackWait = 20 * time.Second

// NewQueues returns the queues that open opens by name.
func NewQueues(open func(name string, o queue.Options) (queue.Queue, error)) (*Queues, error) {
	q := new(Queues)
	for i, to := range []*queue.Queue{&q.Pages, &q.Done, &q.Inputs} {
		var err error
		if *to, err = open(QueueNames[i], QueueOptions(QueueNames[i])); err != nil {
			return nil, err
		}
	}
	return q, nil
}

// A sentPage is a page on its way, with the place where it was met first.
type sentPage struct {
	Page    news.Page // its Input says where it was met
	AsOf    news.Date
	Name    string // of the input
	Options string // with which it was read
	Ordinal int
}

// A sentItem is a page with its analysis on its way.
type sentItem struct {
	From      sentPage
	Revisions store.Revisions
	Analysis  store.Analysis
}

// A sentInput is a stretch of an input on its way.
type sentInput struct {
	Name, Options string
	File          news.InputFile
	Notices       []news.Notice
	First         int // ordinal of the first of Readings
	Readings      []sentReading
	Last          bool // File and Notices are its account, and there are no more
}

type sentReading struct {
	Key  string // the bytes of a [store.Key]
	Name string
	Line int
}

// newWire returns the codec of messages. Who reads them must be the same program:
// another whose records have the same form will do.
func newWire() *store.Codec {
	c, err := store.NewCodec(nil)
	if err != nil {
		panic(err) // there is no schema that could be wrong
	}
	for _, v := range []any{sentPage{}, sentItem{}, sentInput{}} {
		c.Schema(v)
	}
	return c
}

// The bounds of what is sent at once: readings of one message about an input, and
// pages that wait for the queue to have them. Ours.
const (
	readingsSent = 500
	pagesSent    = 32
)

// Spread reads the inputs that args name and puts their pages into queues. Flags are
// as for [Add]. What is known says whether a page need not be sent, because the
// store has it; nil is that nothing is known.
//
// It waits while the queues are full, and while an input of the same name and flags
// that was sent before is not kept yet. Broken off, it can be called again: what was
// sent a while ago is sent again, and kept once.
//
// In the account, New counts the pages that were sent.
func Spread(ctx context.Context, q *Queues, args []string, flags string, known func(store.Key) (bool, error), o WorkOptions) (*Added, error) {
	if o.Progress == nil {
		o.Progress = new(Progress)
	}
	reader, err := ingest.New(o.Ingest)
	if err != nil {
		return nil, err
	}
	found := ingest.Expand(args)
	for _, s := range found.Sources {
		o.Progress.Total.Add(max(0, s.Size))
	}
	out := &Added{Failed: found.Errors, Notices: found.Notices}
	for _, src := range found.Sources {
		s := &spreader{q: q, o: o, wire: newWire(), known: known, out: out, name: src.Name, flags: flags}
		if err := s.input(ctx, reader, src, found.Notices); err != nil {
			return out, err
		}
	}
	return out, nil
}

// A spreader sends one input.
type spreader struct {
	q           *Queues
	o           WorkOptions
	wire        *store.Codec
	known       func(store.Key) (bool, error)
	out         *Added
	name, flags string

	n        int // pages
	readings []sentReading
	pages    []queue.Message // of readings
}

// waitForEarlier is how long a spreader waits until it looks again whether an
// earlier input of the same name is kept. Ours.
const waitForEarlier = 500 * time.Millisecond

func (s *spreader) input(ctx context.Context, reader *ingest.Reader, src ingest.Source, notices []news.Notice) error {
	s.out.Inputs++
	for told := false; ; told = true {
		left, err := s.q.Inputs.Left(ctx, s.group())
		if err != nil {
			return err
		}
		if left == 0 {
			break
		}
		if !told {
			s.o.tell("%s was sent before, and is not kept yet: waiting for a twosource worker that keeps it", s.name)
		}
		if err := rest(ctx, waitForEarlier); err != nil {
			return err
		}
	}
	res, err := reader.Each(ctx, src, func(p news.Page) error {
		s.o.Progress.Bytes.Store(reader.BytesRead())
		s.out.Pages++
		s.page(p)
		if len(s.readings) < readingsSent {
			return nil
		}
		return s.send(ctx, nil)
	})
	if err != nil {
		return err
	}
	s.out.Failed = append(s.out.Failed, res.File.Errors...)
	s.out.Notices = append(s.out.Notices, res.Notices...)
	return s.send(ctx, &sentInput{File: res.File, Notices: append(res.Notices, notices...), Last: true})
}

// group is that of the messages about an input.
func (s *spreader) group() string { return s.name + "\x00" + s.flags }

func (s *spreader) page(p news.Page) {
	at := p.Input
	p.Input = news.Input{}
	key := store.KeyOf(&p, s.o.AsOf)
	p.Input = at
	s.readings = append(s.readings, sentReading{Key: string(key[:]), Name: at.Name, Line: at.Line})
	s.pages = append(s.pages, queue.Message{
		ID: hex.EncodeToString(key[:]), Body: s.wire.Pack(&sentPage{Page: p, AsOf: s.o.AsOf, Name: s.name, Options: s.flags, Ordinal: s.n}),
	})
	s.n++
}

// send sends the pages that were read and then the stretch of the input that they
// are, which is the last if there is an account.
func (s *spreader) send(ctx context.Context, account *sentInput) error {
	if err := s.sendPages(ctx); err != nil {
		return err
	}
	in := sentInput{}
	if account != nil {
		in = *account
	}
	in.Name, in.Options, in.First, in.Readings = s.name, s.flags, s.n-len(s.readings), s.readings
	body := s.wire.Pack(&in)
	sum := sha256.Sum256(body)
	_, err := s.q.Inputs.Publish(ctx, queue.Message{ID: hex.EncodeToString(sum[:]), Group: s.group(), Body: body})
	s.readings, s.pages = nil, nil
	return err
}

// sendPages sends pages, several at once.
func (s *spreader) sendPages(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var mu sync.Mutex
	var failed error
	var all sync.WaitGroup
	room := make(chan struct{}, pagesSent)
	for i := range s.pages {
		if s.known != nil {
			kept, err := s.known(store.Key([]byte(s.readings[i].Key)))
			if err != nil {
				failed = err
				break
			}
			if kept {
				continue
			}
		}
		room <- struct{}{}
		all.Go(func() {
			fresh, err := s.q.Pages.Publish(ctx, s.pages[i])
			mu.Lock()
			if err != nil && failed == nil {
				failed = err
				cancel()
			}
			if fresh {
				s.out.New++
			}
			mu.Unlock()
			<-room
		})
	}
	all.Wait()
	return failed
}

// rest waits, and returns the error of ctx if it has ended.
func rest(ctx context.Context, d time.Duration) error {
	slept, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	<-slept.Done()
	return ctx.Err()
}

// errMessage is why a message is dead that cannot be read.
func errMessage(err error) string { return "it cannot be read by this program: " + err.Error() }
