package serve

import (
	"context"
	"slices"
	"sync"
)

// A Room is a number of bytes that those who are at work share, so that together
// they hold no more. Its methods may be called from several goroutines.
type Room struct {
	size int64

	mu      sync.Mutex
	used    int64
	most    int64
	waiting []*roomWait // who came first first
}

type roomWait struct {
	n    int64
	have chan struct{} // closed when n is taken
}

// NewRoom returns a room of so many bytes.
func NewRoom(size int64) *Room { return &Room{size: size} }

// TryTake takes n bytes if they are free and nobody waits for any.
func (r *Room) TryTake(n int64) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.waiting) > 0 || r.used+n > r.size {
		return false
	}
	r.take(n)
	return true
}

// Take waits until n bytes are free and takes them; more than there are in all is as
// many as there are. It returns how many it took, which are to be given back. The error is
// that of ctx; then it took none.
func (r *Room) Take(ctx context.Context, n int64) (int64, error) {
	n = min(n, r.size)
	r.mu.Lock()
	if len(r.waiting) == 0 && r.used+n <= r.size {
		r.take(n)
		r.mu.Unlock()
		return n, nil
	}
	w := &roomWait{n, make(chan struct{})}
	r.waiting = append(r.waiting, w)
	r.mu.Unlock()
	select {
	case <-w.have:
		return n, nil
	case <-ctx.Done():
	}
	r.mu.Lock()
	i := slices.Index(r.waiting, w)
	if i >= 0 {
		r.waiting = slices.Delete(r.waiting, i, i+1)
	}
	r.mu.Unlock()
	if i < 0 { // it was given meanwhile
		r.Give(n)
	} else {
		r.Give(0) // who waits behind it may fit
	}
	return 0, ctx.Err()
}

// Force takes n bytes though there may be fewer: of what is there already and cannot
// be refused.
func (r *Room) Force(n int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.take(n)
}

// Give gives n bytes back.
func (r *Room) Give(n int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.used -= n
	for len(r.waiting) > 0 && r.used+r.waiting[0].n <= r.size {
		r.take(r.waiting[0].n)
		close(r.waiting[0].have)
		r.waiting = r.waiting[1:]
	}
}

func (r *Room) take(n int64) {
	r.used += n
	r.most = max(r.most, r.used)
}

// Used returns how many bytes are taken now, and how many were at most.
func (r *Room) Used() (now, most int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.used, r.most
}
