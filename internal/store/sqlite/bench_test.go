package sqlite

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/twosource/twosource/internal/store"
	"github.com/twosource/twosource/internal/store/storetest"
)

// The store that is searched: one that holds a large archive, named by this
// variable, or else 2,000 invented articles.
const benchStore = "TWOSOURCE_BENCH_STORE"

// queries are of the kinds that people type: one word, several, phrases,
// prefixes, fields and dates; rare words and common ones.
var queries = []string{
	"ferry", "government", "harbour strike", "prime minister", `"prime minister"`, `"foreign minister"`, "elect*", "minister OR president",
	"talks -war", `("pier fees" OR taxes) board`, "title:police", "police after:2016 before:2017", "said", "the government said",
	"outlet:guardian climate", "econom* growth", `"chief executive"`, "football OR rugby OR cricket", "hospital doctors", "report*",
}

func searchable(b *testing.B) *view {
	path := os.Getenv(benchStore)
	var s *Store
	if path != "" {
		var err error
		if s, err = Open(b.Context(), path, Read); err != nil {
			b.Fatal(err)
		}
	} else {
		s = create(b, b.TempDir()+"/store.db")
		w, err := s.Write(b.Context(), 0)
		if err != nil {
			b.Fatal(err)
		}
		if err := w.Start(b.Context(), store.Revisions{Ingest: 1}); err != nil {
			b.Fatal(err)
		}
		in, err := w.Begin(b.Context(), "bench", "{}")
		if err != nil {
			b.Fatal(err)
		}
		var batch []store.Entry
		for i := range 2000 {
			text := fmt.Sprintf("Ferry %d sails. The harbour board and the government of port %d spoke of fees. ", i, i%50)
			it := storetest.Item(fmt.Sprintf("https://a.example/%d", i), "Gulf Courier", "2016-03-02", text+strings.Repeat(fmt.Sprintf("The prime minister said word%d to police. ", i%300), 20))
			batch = append(batch, store.Entry{Ordinal: i, Key: it.Key, Item: it})
		}
		if _, err := w.Put(b.Context(), in.ID, batch); err != nil {
			b.Fatal(err)
		}
		if err := w.Close(); err != nil {
			b.Fatal(err)
		}
	}
	v, err := s.view(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := errors.Join(v.Close(), s.Close()); err != nil {
			b.Error(err)
		}
	})
	return v
}

// BenchmarkSearch finds ten articles and cuts their snippets.
func BenchmarkSearch(b *testing.B) {
	v := searchable(b)
	var times []time.Duration
	for i := 0; b.Loop(); i++ {
		q, err := store.ParseQuery(queries[i%len(queries)])
		if err != nil {
			b.Fatal(err)
		}
		began := time.Now()
		found, err := v.Search(b.Context(), q, store.Articles, 10)
		if err != nil {
			b.Fatal(err)
		}
		for _, m := range found {
			a := &m.Analysis.Article
			q.Snippet(a.Text, a.Blocks[0].Cover(a.Blocks[len(a.Blocks)-1].Span))
		}
		times = append(times, time.Since(began))
	}
	reportPercentiles(b, times)
}

// BenchmarkRanked is what SQLite alone needs for the numbers of the ten best.
func BenchmarkRanked(b *testing.B) {
	v := searchable(b)
	var times []time.Duration
	for i := 0; b.Loop(); i++ {
		q, err := store.ParseQuery(queries[i%len(queries)])
		if err != nil {
			b.Fatal(err)
		}
		began := time.Now()
		query, args, err := v.ranked(b.Context(), q, store.Articles, 10)
		if err != nil {
			b.Fatal(err)
		}
		rows, err := v.conn.QueryContext(b.Context(), query, args...)
		if err != nil {
			b.Fatal(err)
		}
		for rows.Next() {
			var id int64
			var rank float64
			if err := rows.Scan(&id, &rank); err != nil {
				b.Fatal(err)
			}
		}
		if err := rows.Close(); err != nil {
			b.Fatal(err)
		}
		times = append(times, time.Since(began))
	}
	reportPercentiles(b, times)
}

func reportPercentiles(b *testing.B, times []time.Duration) {
	slices.Sort(times)
	for _, p := range []int{50, 95, 99} {
		b.ReportMetric(float64(times[(len(times)-1)*p/100].Microseconds())/1000, fmt.Sprintf("p%d-ms", p))
	}
}

// BenchmarkAnalysis reads the analyses of all pages, one by one as the stages open them:
// in full, and in part.
func BenchmarkAnalysis(b *testing.B) {
	v := searchable(b)
	var keys []store.Key
	err := v.Readings(b.Context(), store.Filter{Part: store.LeanPart}, func(r store.Reading, _ *store.Analysis) error {
		keys = append(keys, r.Key)
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	for name, part := range map[string]store.Part{"whole": store.WholePart, "lean": store.LeanPart, "mentions": store.MentionPart} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if _, _, err := v.Analysis(b.Context(), keys[i%len(keys)], part); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
