package queuetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/twosource/twosource/internal/queue"
)

// RunFan holds fans to the contract of [queue.Fan]. Open opens one and the same, for
// as many as there are to be.
func RunFan(t *testing.T, open func() queue.Fan) {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	one, other := open(), open()
	must(one.Tell(ctx, []byte("before anybody listens")))
	listen := func(f queue.Fan) queue.Hearing {
		t.Helper()
		h, err := f.Listen(ctx)
		must(err)
		t.Cleanup(func() { must(h.Close()) })
		return h
	}
	ears := []queue.Hearing{listen(one), listen(other)}
	const told = 50
	for i := range told {
		must([]queue.Fan{one, other}[i%2].Tell(ctx, fmt.Appendf(nil, "%d", i)))
		if i == told/2 {
			ears = append(ears, listen(other))
		}
	}
	for n, h := range ears {
		first := 0
		if n == 2 {
			first = told/2 + 1
		}
		for i := first; i < told; i++ {
			got, err := h.Next(ctx)
			must(err)
			if string(got) != fmt.Sprint(i) {
				t.Fatalf("listener %d hears %s, want %d", n, got, i)
			}
		}
	}
	soon, stop := context.WithTimeout(ctx, 100*time.Millisecond)
	defer stop()
	if got, err := ears[0].Next(soon); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("hears %s, %v when nothing was told", got, err)
	}
	must(other.Tell(ctx, []byte("after")))
	if got, err := ears[0].Next(ctx); err != nil || string(got) != "after" {
		t.Errorf("hears %s, %v after a silence", got, err)
	}
	if err := one.Tell(ctx, make([]byte, queue.MostTold+1)); !errors.Is(err, queue.ErrTooLarge) {
		t.Errorf("the error of what is too large is %v", err)
	}
}
