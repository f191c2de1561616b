package serve_test

import (
	"context"
	"testing"
	"testing/synctest"

	"github.com/twosource/twosource/internal/serve"
)

func TestRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := serve.NewRoom(10)
		if !r.TryTake(6) || r.TryTake(5) || !r.TryTake(4) {
			t.Fatal("not as much as there is")
		}
		got := make(chan int64, 3)
		ctx, stop := context.WithCancel(t.Context())
		take := func(ctx context.Context, n int64) {
			go func() {
				n, err := r.Take(ctx, n)
				if err != nil {
					n = -1
				}
				got <- n
			}()
			synctest.Wait()
		}
		take(ctx, 99) // all there is
		take(t.Context(), 3)
		r.Give(9)
		synctest.Wait()
		if r.TryTake(1) {
			t.Error("one who came late went first")
		}
		stop()
		if n := <-got; n != -1 {
			t.Errorf("took %d after its end", n)
		}
		if n := <-got; n != 3 {
			t.Errorf("who waited behind took %d", n)
		}
		r.Give(4)
		take(t.Context(), 99)
		if n := <-got; n != 10 {
			t.Errorf("took %d of all", n)
		}
		r.Give(10)
		r.Force(11)
		r.Give(11)
		if now, most := r.Used(); now != 0 || most != 11 {
			t.Errorf("%d, at most %d", now, most)
		}
	})
}
