package queue

import (
	"context"
	"time"
)

// A Fan tells whoever listens what somebody says: each hears all of it, unlike the
// messages of a [Queue], of which each goes to one. It is for word of what has
// happened, which nobody has to act upon: who does not listen misses it. Its methods
// may be called from several goroutines.
type Fan interface {
	// Tell tells all who listen. It waits while the queue cannot be reached, until ctx
	// ends. The error is ErrTooLarge if body is larger than [MostTold].
	Tell(ctx context.Context, body []byte) error
	// Listen returns what hears all that is told from now on, in one order.
	Listen(ctx context.Context) (Hearing, error)
}

// A Hearing hears what a [Fan] tells. It is one goroutine's, but for Close.
type Hearing interface {
	// Next returns what was told next, and waits for it until ctx ends. A connection
	// that was lost is made again, and what was told meanwhile is heard then, unless
	// that is longer ago than [Remembered]. Other errors say that no more can be heard:
	// one may listen anew.
	Next(ctx context.Context) ([]byte, error)
	Close() error
}

// What a fan carries, and how long it remembers it for who lost the connection. Ours.
const (
	MostTold   = 512 << 10
	Remembered = 10 * time.Minute
)
