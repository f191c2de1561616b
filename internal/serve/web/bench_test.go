package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/twosource/twosource/internal/store"
)

// BenchmarkStory makes the page of a story of 300 articles: anew each time, with the
// articles' texts in memory, and as it is kept. The 95th percentile is reported
// beside the mean, of the time and of the processors' work: on a machine that does
// other things the first says little.
func BenchmarkStory(b *testing.B) {
	d, address := largeStory(b)
	r := httptest.NewRequest(http.MethodGet, address, nil)
	d.mux.ServeHTTP(httptest.NewRecorder(), r)
	b.Run("anew", func(b *testing.B) {
		measure(b, func() {
			d.kept = newKept()
			d.mux.ServeHTTP(httptest.NewRecorder(), r)
		})
	})
	b.Run("kept", func(b *testing.B) {
		measure(b, func() { d.mux.ServeHTTP(httptest.NewRecorder(), r) })
	})
	w := httptest.NewRecorder()
	d.mux.ServeHTTP(w, r)
	b.Logf("%d bytes", w.Body.Len())
}

// cpuTime returns what the processors have done for this program, garbage
// collection included; where the system does not tell, 0.
var cpuTime = func() time.Duration { return 0 }

func measure(b *testing.B, fn func()) {
	b.Helper()
	var took, work []time.Duration
	for b.Loop() {
		began, before := time.Now(), cpuTime()
		fn()
		took, work = append(took, time.Since(began)), append(work, cpuTime()-before)
	}
	slices.Sort(took)
	slices.Sort(work)
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
	b.ReportMetric(float64(work[len(work)*95/100].Microseconds())/1000, "p95-cpu-ms")
}

// largeStory returns a desk over 300 articles of one happening.
func largeStory(tb testing.TB) (*Desk, string) {
	tb.Helper()
	raw, err := os.ReadFile("../../../examples/ferry-talks/02-gulf-courier.txt")
	if err != nil {
		tb.Fatal(err)
	}
	_, text, _ := strings.Cut(string(raw), "\n\n")
	paragraphs := strings.Split(strings.TrimSpace(text), "\n\n")
	var list []map[string]string
	for i := range 300 {
		own := fmt.Sprintf("Reporter %d counted %d passengers on the quay. The harbour office said that crossing %d was late by %d minutes.", i, 100+i, i, i%50)
		kept := slices.Clone(paragraphs)
		if i%3 > 0 {
			kept = append(kept[:1:1], kept[1+i%5:]...)
		}
		list = append(list, map[string]string{
			"title": fmt.Sprintf("Estonia and Finland fail to settle night ferry dispute (%d)", i), "outlet": fmt.Sprintf("Courier %d", i),
			"url": fmt.Sprintf("https://courier-%d.example/ferry", i), "published": fmt.Sprintf("2024-03-%02dT%02d:20", 10+i/150, i%24),
			"text": strings.Join(append(kept, own), "\n\n"),
		})
	}
	body, err := json.Marshal(list)
	if err != nil {
		tb.Fatal(err)
	}
	file := filepath.Join(tb.TempDir(), "large.json")
	if err := os.WriteFile(file, body, 0o600); err != nil {
		tb.Fatal(err)
	}
	d := newDesk(tb, newStore(tb, file))
	c := d.Site.Catalog()
	for _, e := range c.List(store.StoryKind) {
		if n := len(c.ArticlesOf(e.Key)); n == 300 {
			return d, "/story/" + e.Key
		}
	}
	tb.Fatalf("no story of 300 articles: %d stories of %d articles", len(c.List(store.StoryKind)), len(c.Articles))
	return nil, ""
}
