package pipeline

import (
	"context"
	"errors"
	"os"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/twosource/twosource/internal/queue"
	"github.com/twosource/twosource/internal/queue/local"
	"github.com/twosource/twosource/internal/store"
	"github.com/twosource/twosource/internal/store/memory"
)

// localQueues returns queues of this process, in which what is forgotten is soon
// missed.
func localQueues(t *testing.T) *Queues {
	t.Helper()
	q, err := NewQueues(func(_ string, o queue.Options) (queue.Queue, error) {
		o.AckWait, o.Backoff = 500*time.Millisecond, []time.Duration{10 * time.Millisecond}
		return local.New(o), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// spread sends files, and returns when they are kept.
func spread(t *testing.T, q *Queues, files []string, st store.Store, workers int) *Added {
	t.Helper()
	added, err := Spread(t.Context(), q, files, "{}", nil, WorkOptions{})
	if err != nil {
		t.Fatal(err)
	}
	finish(t, q, st, workers)
	return added
}

// finish lets workers do what was sent, and returns when it is kept.
func finish(t *testing.T, q *Queues, st store.Store, workers int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			if err := Work(ctx, q, WorkOptions{Options: Options{Jobs: 1}, Sign: 100 * time.Millisecond}); err != nil {
				t.Error(err)
			}
		})
	}
	if err := Keep(ctx, q, st, keeping()); err != nil || ctx.Err() != nil {
		t.Error(err, ctx.Err())
	}
	cancel()
	all.Wait()
}

// keeping are options by which all is kept and related, and then it ends.
func keeping() KeepOptions {
	return KeepOptions{Relate: func(ctx context.Context, w store.Writer) error { return Relate(ctx, w, Options{}) }, Idle: func() bool { return true }}
}

func alone(t *testing.T, files []string) *memory.Store {
	t.Helper()
	st := memory.New()
	w, err := st.Write(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	add(t, w, files)
	if err := errors.Join(Relate(t.Context(), w, Options{}), w.Close()); err != nil {
		t.Fatal(err)
	}
	return st
}

func TestSpreadIsAdd(t *testing.T) {
	files := folder(t, 30)
	want := loaded(t, alone(t, files))
	for _, workers := range []int{1, 2, 4} {
		st := memory.New()
		added := spread(t, localQueues(t), files, st, workers)
		if added.New != 30 || added.Pages != 30 || added.Inputs != 31 || len(added.Failed) != 1 {
			t.Errorf("sent %+v", added)
		}
		if got := loaded(t, st); !reflect.DeepEqual(got, want) {
			t.Errorf("%d workers make another record than one machine", workers)
		}
	}
}

// TestSpreadAgain sends what was sent before, and a file that has changed.
func TestSpreadAgain(t *testing.T) {
	files := folder(t, 5)
	st, q := memory.New(), localQueues(t)
	spread(t, q, files, st, 2)
	spread(t, q, files, st, 2)
	if got, want := loaded(t, st), loaded(t, alone(t, files)); !reflect.DeepEqual(got, want) {
		t.Errorf("what is sent twice makes another record: %d and %d inputs", len(got.Inputs), len(want.Inputs))
	}
	if err := os.WriteFile(files[0], []byte("Title: Mill burns\nOutlet: Morning Ledger\nPublished: 2031-04-01\n\nA mill burned on Monday, said Captain Ana Brandt. Nobody was hurt in it, and the harbour was open.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	spread(t, q, files, st, 2)
	if got := loaded(t, st); len(got.Inputs) != 7 || len(got.Articles) != 6 {
		t.Errorf("a file that has changed makes %d inputs and %d articles, want 7 and 6", len(got.Inputs), len(got.Articles))
	}
}

// TestSpreadKnown sends no page that the store has.
func TestSpreadKnown(t *testing.T) {
	files := folder(t, 5)
	st, q := memory.New(), localQueues(t)
	added, err := Spread(t.Context(), q, files, "{}", func(store.Key) (bool, error) { return true, nil }, WorkOptions{})
	if err != nil || added.New != 0 {
		t.Fatalf("%+v, %v", added, err)
	}
	w, err := st.Write(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	add(t, w, files[:5])
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := Keep(t.Context(), q, st, keeping()); err != nil {
		t.Fatal(err)
	}
	if got, want := loaded(t, st), loaded(t, alone(t, files)); !reflect.DeepEqual(got, want) {
		t.Error("pages that are known make another record")
	}
}

// TestWorkerDies takes pages from a queue and forgets them.
func TestWorkerDies(t *testing.T) {
	files := folder(t, 12)
	st, q := memory.New(), localQueues(t)
	if _, err := Spread(t.Context(), q, files, "{}", nil, WorkOptions{}); err != nil {
		t.Fatal(err)
	}
	if list, err := q.Pages.Pull(t.Context(), 5, time.Second); err != nil || len(list) == 0 {
		t.Fatalf("%d pages, %v", len(list), err)
	}
	finish(t, q, st, 1)
	if got, want := loaded(t, st), loaded(t, alone(t, files)); !reflect.DeepEqual(got, want) {
		t.Error("what a dead worker held makes another record")
	}
}

// TestKeeperTakesOver stops who keeps in the middle, and lets another go on.
func TestKeeperTakesOver(t *testing.T) {
	files := folder(t, 12)
	st, q := memory.New(), localQueues(t)
	if _, err := Spread(t.Context(), q, files, "{}", nil, WorkOptions{}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	var all sync.WaitGroup
	defer all.Wait()
	defer cancel()
	all.Go(func() { _ = Work(ctx, q, WorkOptions{Options: Options{Jobs: 1}}) })
	for n := 1; n < 12; n += 4 {
		short, stop := context.WithCancel(ctx)
		o := keeping()
		o.Progress = new(Progress)
		go func() {
			for o.Progress.Kept.Load() < int64(n) && short.Err() == nil {
				time.Sleep(time.Millisecond)
			}
			stop()
		}()
		if err := Keep(short, q, st, o); err != nil {
			t.Fatal(err)
		}
		stop()
	}
	if err := Keep(ctx, q, st, keeping()); err != nil {
		t.Fatal(err)
	}
	if got, want := loaded(t, st), loaded(t, alone(t, files)); !reflect.DeepEqual(got, want) {
		t.Error("several who keep make another record")
	}
}

// TestDeadPage buries what cannot be read, and leaves its input open.
func TestDeadPage(t *testing.T) {
	st, q := memory.New(), localQueues(t)
	if _, err := Spread(t.Context(), q, folder(t, 3), "{}", nil, WorkOptions{}); err != nil {
		t.Fatal(err)
	}
	list, err := q.Pages.Pull(t.Context(), 1, time.Second)
	if err != nil || len(list) != 1 {
		t.Fatalf("%d pages, %v", len(list), err)
	}
	id := list[0].Message().ID
	if err := list[0].Bury(t.Context(), "it killed two workers"); err != nil {
		t.Fatal(err)
	}
	if _, err := q.Pages.Publish(t.Context(), queue.Message{ID: "x", Body: []byte("no page")}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	var all sync.WaitGroup
	defer all.Wait()
	defer cancel()
	all.Go(func() { _ = Work(ctx, q, WorkOptions{Options: Options{Jobs: 1}}) })
	all.Go(func() { _ = Keep(ctx, q, st, KeepOptions{}) })
	wait := func(what string, is func(l Left) bool) {
		t.Helper()
		for range 1000 {
			l, err := q.Left(ctx)
			if err != nil {
				t.Fatal(err)
			}
			if is(l) {
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
		t.Fatalf("it does not come to pass that %s", what)
	}
	wait("one input waits for its dead page", func(l Left) bool {
		return l.Pages.Dead == 2 && l.Pages.Waiting+l.Pages.Out+l.Done.Waiting+l.Done.Out == 0 && l.Inputs.Waiting+l.Inputs.Out == 1
	})
	if err := q.Pages.Replay(ctx, id); err != nil {
		t.Fatal(err)
	}
	wait("all is kept once it is replayed", func(l Left) bool { return l.Idle() })
	if n := len(loaded(t, st).Articles); n != 3 {
		t.Errorf("%d articles, want 3", n)
	}
}

// TestOtherRevisions does not keep what another program made.
func TestOtherRevisions(t *testing.T) {
	q := localQueues(t)
	wire := newWire()
	id := "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
	if _, err := q.Done.Publish(t.Context(), queue.Message{ID: id, Body: wire.Pack(&sentItem{Revisions: store.Revisions{Annotate: 1}})}); err != nil {
		t.Fatal(err)
	}
	if err := Keep(t.Context(), q, memory.New(), keeping()); err != nil {
		t.Fatal(err)
	}
	if l, err := q.Left(t.Context()); err != nil || l.Done.Dead != 1 {
		t.Errorf("%+v, %v", l, err)
	}
}
