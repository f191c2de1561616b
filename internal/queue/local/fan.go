package local

import (
	"context"
	"sync"

	"github.com/twosource/twosource/internal/queue"
)

// A Fan is a [queue.Fan] within this process. Its zero value is ready.
type Fan struct {
	mu   sync.Mutex
	ears map[*hearing]bool
}

var _ queue.Fan = (*Fan)(nil)

// Tell tells all who listen.
func (f *Fan) Tell(ctx context.Context, body []byte) error {
	if len(body) > queue.MostTold {
		return queue.ErrTooLarge
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for h := range f.ears {
		h.told = append(h.told, append([]byte(nil), body...))
		select {
		case h.more <- struct{}{}:
		default:
		}
	}
	return ctx.Err()
}

// Listen returns what hears.
func (f *Fan) Listen(ctx context.Context) (queue.Hearing, error) {
	h := &hearing{f: f, more: make(chan struct{}, 1), closed: make(chan struct{})}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.ears == nil {
		f.ears = map[*hearing]bool{}
	}
	f.ears[h] = true
	return h, ctx.Err()
}

// A hearing is one who listens.
type hearing struct {
	f      *Fan
	told   [][]byte      // and not heard yet; the fan is locked
	more   chan struct{} // holds one if there is more
	once   sync.Once
	closed chan struct{}
}

// Next returns what was told next.
func (h *hearing) Next(ctx context.Context) ([]byte, error) {
	for {
		h.f.mu.Lock()
		if len(h.told) > 0 {
			body := h.told[0]
			h.told = h.told[1:]
			h.f.mu.Unlock()
			return body, nil
		}
		h.f.mu.Unlock()
		select {
		case <-h.more:
		case <-h.closed:
			return nil, queue.ErrClosed
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// Close ends the hearing.
func (h *hearing) Close() error {
	h.f.mu.Lock()
	delete(h.f.ears, h)
	h.f.mu.Unlock()
	h.once.Do(func() { close(h.closed) })
	return nil
}
