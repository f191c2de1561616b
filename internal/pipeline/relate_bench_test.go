//go:build unix

package pipeline

import (
	"context"
	"errors"
	"os"
	"runtime"
	"strconv"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/twosource/twosource/internal/store"
	"github.com/twosource/twosource/internal/store/sqlite"
)

// The benchmarks take articles of a store that holds many, named by the first of
// these variables; the second says how many there are before more come.
const (
	benchStore  = "TWOSOURCE_BENCH_STORE"
	benchBefore = "TWOSOURCE_BENCH_BEFORE"
)

var errEnough = errors.New("enough")

// taken returns the first n pages of the store of the benchmarks, as entries of one
// input.
func taken(b *testing.B, n int) (store.Revisions, []store.Entry) {
	path := os.Getenv(benchStore)
	if path == "" {
		b.Skip(benchStore + " names no store")
	}
	s, err := sqlite.Open(b.Context(), path, sqlite.Read)
	if err != nil {
		b.Fatal(err)
	}
	defer shut(b, s)
	v, err := s.View(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	defer shut(b, v)
	st, err := v.State(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	var out []store.Entry
	err = v.Pages(b.Context(), store.Filter{}, func(r store.Reading, it *store.Item) error {
		it.Article.Input = r.At
		out = append(out, store.Entry{Ordinal: len(out), At: r.At, Key: it.Key, Item: it})
		if len(out) == n {
			return errEnough
		}
		return nil
	})
	if err != nil && !errors.Is(err, errEnough) {
		b.Fatal(err)
	}
	return st.Revisions, out
}

// A stageClock sums the time of a processor that this process takes in each stage.
type stageClock struct {
	stages [8]time.Duration
	over   atomic.Bool
	done   chan struct{}
}

// start samples every half millisecond how far the stages are.
func (c *stageClock) start(p *Progress) {
	c.over.Store(false)
	c.done = make(chan struct{})
	go func() {
		defer close(c.done)
		for last := processorTime(); !c.over.Load(); {
			time.Sleep(time.Second / 2000)
			now := processorTime()
			c.stages[p.Stage.Load()] += now - last
			last = now
		}
	}()
}

func (c *stageClock) stop() {
	c.over.Store(true)
	<-c.done
}

// report tells the milliseconds of each stage in a round: of reading what is new, reuse,
// cluster, resolve, compare, and of what is written of them.
func (c *stageClock) report(b *testing.B) {
	for n, name := range [...]string{0: "read", 3: "reuse", 4: "cluster", 5: "resolve", 6: "compare", 7: "write"} {
		if name != "" {
			b.ReportMetric(float64(c.stages[n].Microseconds())/1000/float64(b.N), name+"-ms")
		}
	}
}

// processorTime returns the time of processors that this process has taken.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkMore brings stories up to date when 25 articles come to a store of
// thousands, and tells the time of processors that each stage takes of that.
func BenchmarkMore(b *testing.B) {
	const portion = 25
	before, _ := strconv.Atoi(os.Getenv(benchBefore))
	if before == 0 {
		before = 1000
	}
	ctx := context.Background()
	rev, entries := taken(b, before+20*portion)
	st, err := sqlite.Open(ctx, b.TempDir()+"/store.db", sqlite.Create)
	if err != nil {
		b.Fatal(err)
	}
	w, err := st.Write(ctx, 0)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = errors.Join(w.Close(), st.Close()) })
	if err := w.Start(ctx, rev); err != nil {
		b.Fatal(err)
	}
	in, err := w.Begin(ctx, "bench", "{}")
	if err != nil {
		b.Fatal(err)
	}
	put := func(list []store.Entry) {
		for len(list) > 0 {
			n := min(len(list), 64)
			if _, err := w.Put(ctx, in.ID, list[:n]); err != nil {
				b.Fatal(err)
			}
			list = list[n:]
		}
	}
	put(entries[:before])
	var r Resident
	if _, err := r.Relate(ctx, w, Options{}); err != nil {
		b.Fatal(err)
	}
	var clock stageClock
	for entries = entries[before:]; b.Loop(); entries = entries[portion:] {
		b.StopTimer()
		put(entries[:portion])
		p := new(Progress)
		clock.start(p)
		b.StartTimer()
		if _, err := r.Relate(ctx, w, Options{Progress: p}); err != nil {
			b.Fatal(err)
		}
		clock.stop()
	}
	clock.report(b)
	entries = nil
	var with, without runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&with)
	n := len(r.set.articles)
	r = Resident{}
	runtime.GC()
	runtime.ReadMemStats(&without)
	b.ReportMetric(float64(with.HeapAlloc-without.HeapAlloc)/float64(1000*n), "kB-kept/article")
}
