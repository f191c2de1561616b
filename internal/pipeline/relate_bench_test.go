package pipeline

import (
	"context"
	"errors"
	"os"
	"runtime"
	"strconv"
	"testing"

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

// BenchmarkMore brings stories up to date when 25 articles come to a store of
// thousands.
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
	for entries = entries[before:]; b.Loop(); entries = entries[portion:] {
		b.StopTimer()
		put(entries[:portion])
		b.StartTimer()
		if _, err := r.Relate(ctx, w, Options{}); err != nil {
			b.Fatal(err)
		}
	}
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
