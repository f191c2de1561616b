// Package queue is the port to how work moves between processes: what we ask of a
// queue, and its errors.
//
// It is for work that may be done anywhere, by any number of hands, more than once
// without harm: a message is given out until somebody says that it is done, and
// again if nobody does. Who takes messages must therefore have effects that do not
// add up. A queue judges nothing and does not look into bodies. Each adapter is a
// package below, and passes the suite in queuetest.
package queue

import (
	"cmp"
	"context"
	"errors"
	"time"
)

// The errors of a queue.
var (
	// ErrLate means that a message was given to another meanwhile, or is done or dead;
	// what was said of it has no effect.
	ErrLate = errors.New("the message was given to another meanwhile")
	// ErrNoDead means that there is no dead message with this ID.
	ErrNoDead = errors.New("there is no dead message of this name")
	// ErrClosed means that the queue was closed.
	ErrClosed = errors.New("the queue is closed")
	// ErrTooLarge means that a body is larger than the queue can carry.
	ErrTooLarge = errors.New("the message is too large for the queue")
)

// A Message is a piece of work.
type Message struct {
	// ID names the work by its content: a message whose ID was published within the
	// window of the queue is not taken again. At most 200 bytes of letters, digits and
	// - and _; not empty.
	ID string
	// Group is what the message belongs to, for [Queue.Left]: any bytes.
	Group string
	Body  []byte
}

// Options say how a queue treats its messages. The zero value of a field is the
// default that stands beside it. All who open a queue must give the same.
type Options struct {
	// AckWait is how long a message may be with somebody without a sign of life until
	// it is given to another; 30 s.
	AckWait time.Duration
	// Attempts is how often a message is given out; after that it is dead. 5; a
	// negative number is no bound.
	Attempts int
	// Backoff is how long a message rests after its first failure, its second …; the
	// last value holds for all that follow. 1 s, 5 s, 30 s, 2 m.
	Backoff []time.Duration
	// MaxWaiting and MaxBytes are how many messages, and bytes of them, may be in the
	// queue: [Queue.Publish] waits for room. 100,000 and 1 GiB, which a server may set
	// aside.
	MaxWaiting int
	MaxBytes   int64
	// MaxOut is how many messages may be with somebody at once; 1,000.
	MaxOut int
	// Window is how long an ID is remembered after it was published; 10 m.
	Window time.Duration
}

// Filled returns o with the defaults in the place of zero values.
func (o Options) Filled() Options {
	o.AckWait = cmp.Or(o.AckWait, 30*time.Second)
	o.Attempts = cmp.Or(o.Attempts, 5)
	if len(o.Backoff) == 0 {
		o.Backoff = []time.Duration{time.Second, 5 * time.Second, 30 * time.Second, 2 * time.Minute}
	}
	o.MaxWaiting = cmp.Or(o.MaxWaiting, 100_000)
	o.MaxBytes = cmp.Or(o.MaxBytes, 1<<30)
	o.MaxOut = cmp.Or(o.MaxOut, 1000)
	o.Window = cmp.Or(o.Window, 10*time.Minute)
	return o
}

// Rest returns how long a message rests after its attempt, which counts from 1. The
// options must be filled.
func (o *Options) Rest(attempt int) time.Duration {
	return o.Backoff[min(max(attempt, 1), len(o.Backoff))-1]
}

// A Queue hands out messages until they are done: each at least once, in about the
// order in which they came. Its methods may be called from several goroutines.
type Queue interface {
	// Publish puts a message into the queue and reports whether it is new: one whose
	// ID was published within the window is dropped. It waits while the queue is full
	// or cannot be reached, until ctx ends. When it returns nil, the message is kept
	// as safely as the queue keeps anything.
	Publish(ctx context.Context, m Message) (fresh bool, err error)
	// Pull returns at least one and at most n messages, which must be answered each;
	// none if wait passes without one.
	Pull(ctx context.Context, n int, wait time.Duration) ([]Delivery, error)
	// State counts what there is.
	State(ctx context.Context) (State, error)
	// Left returns how many messages of a group are neither done nor dead, with those
	// that somebody has.
	Left(ctx context.Context, group string) (int, error)
	// Dead gives the dead messages to yield, oldest first, and returns its error.
	// Yield must not use the queue.
	Dead(ctx context.Context, yield func(Dead) error) error
	// Replay puts a dead message back into the queue, as if it had never been given
	// out, and Drop throws one away. The error is ErrNoDead.
	Replay(ctx context.Context, id string) error
	Drop(ctx context.Context, id string) error
	// Close ends what this process has of the queue. What it has not answered is given
	// to others.
	Close() error
}

// A Delivery is a message that was given to somebody. Of Ack, Nak and Bury one
// must be called, once; otherwise the message is given to another when AckWait has
// passed. Their error is ErrLate if that has happened, where the queue can tell.
type Delivery interface {
	Message() Message
	// Attempt is 1 when the message is given out for the first time.
	Attempt() int
	// Ack says that the work is done.
	Ack(ctx context.Context) error
	// Nak says that it failed, and why. The message rests, and is given out again; if
	// this was the last attempt it is dead.
	Nak(ctx context.Context, why string) error
	// Defer says that it cannot be done yet: the message rests for a time and is given
	// out again. The attempt counts, so that who defers much sets no bound on them.
	Defer(ctx context.Context, rest time.Duration) error
	// Working says that the work goes on: AckWait begins anew.
	Working(ctx context.Context) error
	// Bury says that it can never be done, and why: the message is dead.
	Bury(ctx context.Context, why string) error
}

// A Dead is a message that is not given out any more.
type Dead struct {
	Message
	Attempts int    // how often it was given out
	Why      string // what was said at last; of one that nobody answered, that
}

// Unanswered is why a message is dead that was given out as often as it may be
// without an answer: what it asks for may be what kills who does it.
const Unanswered = "nobody who took it answered"

// A State is what a queue holds, in numbers.
type State struct {
	Waiting int // to be given out, with those that rest
	Out     int // with somebody
	Dead    int
	Bytes   int64 // of messages that are not done
}
