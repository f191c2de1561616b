// Package local keeps a queue in the memory of one process, for one machine and
// for tests. What it holds ends with the process.
package local

import (
	"context"
	"sync"
	"time"

	"github.com/twosource/twosource/internal/queue"
)

// A Queue is a queue in memory.
type Queue struct {
	o queue.Options

	mu     sync.Mutex
	change chan struct{}    // closed and made anew whenever something changes
	ready  []*entry         // to be given out, first come first
	all    map[*entry]bool  // that are neither done nor dead
	known  map[string]int64 // IDs within the window, with the publishing that counts
	groups map[string]int
	dead   []queue.Dead
	bytes  int64
	out    int
	turn   int64 // publishings
	closed bool
}

var _ queue.Queue = (*Queue)(nil)

// New returns an empty queue.
func New(o queue.Options) *Queue {
	return &Queue{o: o.Filled(), change: make(chan struct{}), all: map[*entry]bool{}, known: map[string]int64{}, groups: map[string]int{}}
}

// An entry is a message in the queue.
type entry struct {
	m       queue.Message
	attempt int
	turn    int64 // raised whenever it is given out or taken back
	out     bool
}

// tell lets all who wait look again.
func (q *Queue) tell() {
	close(q.change)
	q.change = make(chan struct{})
}

// Publish puts a message into the queue.
func (q *Queue) Publish(ctx context.Context, m queue.Message) (bool, error) {
	for {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		q.mu.Lock()
		if q.closed {
			q.mu.Unlock()
			return false, queue.ErrClosed
		}
		if _, ok := q.known[m.ID]; ok {
			q.mu.Unlock()
			return false, nil
		}
		if len(q.all) == 0 || len(q.all) < q.o.MaxWaiting && q.bytes+int64(len(m.Body)) <= q.o.MaxBytes {
			q.put(m)
			q.mu.Unlock()
			return true, nil
		}
		changed := q.change
		q.mu.Unlock()
		select {
		case <-changed:
		case <-ctx.Done():
		}
	}
}

func (q *Queue) put(m queue.Message) {
	e := &entry{m: m}
	q.all[e] = true
	q.ready = append(q.ready, e)
	q.groups[m.Group]++
	q.bytes += int64(len(m.Body))
	q.turn++
	turn := q.turn
	q.known[m.ID] = turn
	time.AfterFunc(q.o.Window, func() {
		q.mu.Lock()
		defer q.mu.Unlock()
		if q.known[m.ID] == turn {
			delete(q.known, m.ID)
		}
	})
	q.tell()
}

// Pull returns messages.
func (q *Queue) Pull(ctx context.Context, n int, wait time.Duration) ([]queue.Delivery, error) {
	until, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	for {
		q.mu.Lock()
		if q.closed {
			q.mu.Unlock()
			return nil, queue.ErrClosed
		}
		list := q.take(n)
		changed := q.change
		q.mu.Unlock()
		if len(list) > 0 {
			return list, nil
		}
		select {
		case <-changed:
		case <-until.Done():
			return nil, ctx.Err()
		}
	}
}

func (q *Queue) take(n int) (list []queue.Delivery) {
	for len(q.ready) > 0 && len(list) < n && q.out < q.o.MaxOut {
		e := q.ready[0]
		q.ready[0] = nil
		q.ready = q.ready[1:]
		if q.o.Attempts > 0 && e.attempt >= q.o.Attempts {
			q.bury(e, queue.Unanswered)
			continue
		}
		e.attempt++
		e.out = true
		q.out++
		d := &delivery{q: q, e: e, attempt: e.attempt}
		d.renew()
		list = append(list, d)
	}
	return list
}

// back lets an entry be given out again, after a rest.
func (q *Queue) back(e *entry, rest time.Duration) {
	e.turn++
	e.out = false
	q.out--
	turn := e.turn
	again := func() {
		if e.turn == turn && q.all[e] {
			q.ready = append(q.ready, e)
		}
		q.tell()
	}
	if rest <= 0 {
		again()
		return
	}
	q.tell() // there is room for another to be out
	time.AfterFunc(rest, func() {
		q.mu.Lock()
		defer q.mu.Unlock()
		again()
	})
}

// gone takes an entry out.
func (q *Queue) gone(e *entry) {
	e.turn++
	if e.out {
		e.out = false
		q.out--
	}
	delete(q.all, e)
	q.bytes -= int64(len(e.m.Body))
	if q.groups[e.m.Group]--; q.groups[e.m.Group] == 0 {
		delete(q.groups, e.m.Group)
	}
	q.tell()
}

func (q *Queue) bury(e *entry, why string) {
	q.gone(e)
	q.dead = append(q.dead, queue.Dead{Message: e.m, Attempts: e.attempt, Why: why})
}

// State counts what there is.
func (q *Queue) State(context.Context) (queue.State, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	return queue.State{Waiting: len(q.all) - q.out, Out: q.out, Dead: len(q.dead), Bytes: q.bytes}, nil
}

// Left counts the messages of a group.
func (q *Queue) Left(_ context.Context, group string) (int, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.groups[group], nil
}

// Dead gives the dead messages to yield.
func (q *Queue) Dead(_ context.Context, yield func(queue.Dead) error) error {
	q.mu.Lock()
	list := append([]queue.Dead(nil), q.dead...)
	q.mu.Unlock()
	for _, d := range list {
		if err := yield(d); err != nil {
			return err
		}
	}
	return nil
}

// Replay puts a dead message back into the queue.
func (q *Queue) Replay(_ context.Context, id string) error {
	return q.dig(id, func(d queue.Dead) { q.put(d.Message) })
}

// Drop throws a dead message away.
func (q *Queue) Drop(_ context.Context, id string) error {
	return q.dig(id, func(queue.Dead) {})
}

func (q *Queue) dig(id string, then func(queue.Dead)) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	for i, d := range q.dead {
		if d.ID == id {
			q.dead = append(q.dead[:i:i], q.dead[i+1:]...)
			then(d)
			return nil
		}
	}
	return queue.ErrNoDead
}

// Close ends the queue and all that wait at it.
func (q *Queue) Close() error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if !q.closed {
		q.closed = true
		q.tell()
	}
	return nil
}

// A delivery is an entry in somebody's hands.
type delivery struct {
	q       *Queue
	e       *entry
	attempt int
	turn    int64 // of the entry, when it was given out or renewed
}

// Message returns the message.
func (d *delivery) Message() queue.Message { return d.e.m }

// Attempt counts from 1.
func (d *delivery) Attempt() int { return d.attempt }

// renew starts the time anew within which there must be an answer. The queue is
// locked.
func (d *delivery) renew() {
	d.e.turn++
	d.turn = d.e.turn
	turn := d.turn
	time.AfterFunc(d.q.o.AckWait, func() {
		d.q.mu.Lock()
		defer d.q.mu.Unlock()
		if d.e.turn == turn {
			d.q.back(d.e, 0)
		}
	})
}

func (d *delivery) answer(ctx context.Context, fn func()) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	d.q.mu.Lock()
	defer d.q.mu.Unlock()
	if d.e.turn != d.turn {
		return queue.ErrLate
	}
	fn()
	return nil
}

// Ack says that the work is done.
func (d *delivery) Ack(ctx context.Context) error {
	return d.answer(ctx, func() { d.q.gone(d.e) })
}

// Nak says that it failed.
func (d *delivery) Nak(ctx context.Context, why string) error {
	return d.answer(ctx, func() {
		if d.q.o.Attempts > 0 && d.attempt >= d.q.o.Attempts {
			d.q.bury(d.e, why)
			return
		}
		d.q.back(d.e, d.q.o.Rest(d.attempt))
	})
}

// Defer says that it cannot be done yet.
func (d *delivery) Defer(ctx context.Context, rest time.Duration) error {
	return d.answer(ctx, func() { d.q.back(d.e, rest) })
}

// Working says that the work goes on.
func (d *delivery) Working(ctx context.Context) error { return d.answer(ctx, d.renew) }

// Bury says that it can never be done.
func (d *delivery) Bury(ctx context.Context, why string) error {
	return d.answer(ctx, func() { d.q.bury(d.e, why) })
}
