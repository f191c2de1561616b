package stories_test

import (
	"context"
	"os"
	"strconv"
	"sync"
	"testing"

	"github.com/twosource/twosource/internal/annotate"
	"github.com/twosource/twosource/internal/cluster"
	"github.com/twosource/twosource/internal/extract"
	"github.com/twosource/twosource/internal/ingest"
	"github.com/twosource/twosource/internal/news"
)

const archiveFile = "../../../shared/corpora/archive.jsonl.gz"

// BenchmarkArchive clusters the first articles of the news archive, annotated
// beforehand: 10,000, or as many as TWOSOURCE_ARTICLES says. It reports the
// time for one article.
func BenchmarkArchive(b *testing.B) {
	if _, err := os.Stat(archiveFile); err != nil {
		b.Skipf("%s is not beside the checkout", archiveFile)
	}
	n := 10_000
	if v, err := strconv.Atoi(os.Getenv("TWOSOURCE_ARTICLES")); err == nil {
		n = v
	}
	articles, annotations := readArchive(b, n)
	for b.Loop() {
		cluster.Find(articles, annotations, nil, cluster.Options{})
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(len(articles)), "µs/article")
	b.ReportMetric(float64(len(articles)), "articles")
}

// readArchive extracts and annotates the first n articles of the archive.
func readArchive(tb testing.TB, n int) ([]news.Article, []news.Annotation) {
	tb.Helper()
	reader, err := ingest.New(ingest.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	var pages []news.Page
	stop := context.Canceled
	for _, src := range ingest.Expand([]string{archiveFile}).Sources {
		if _, err := reader.Each(context.Background(), src, func(p news.Page) error {
			if len(pages) == n {
				return stop
			}
			pages = append(pages, p)
			return nil
		}); err != nil && err != stop {
			tb.Fatal(err)
		}
	}
	articles, annotations := make([]news.Article, len(pages)), make([]news.Annotation, len(pages))
	next := make(chan int)
	var wait sync.WaitGroup
	for range 2 {
		wait.Go(func() {
			ex, an := extract.New(extract.Options{}), annotate.New(annotate.Options{})
			for i := range next {
				a, _, err := ex.Extract(pages[i])
				if err != nil {
					a = news.Article{ID: "none" + strconv.Itoa(i)}
				}
				articles[i], annotations[i] = a, an.Annotate(&a)
			}
		})
	}
	for i := range pages {
		next <- i
	}
	close(next)
	wait.Wait()
	return articles, annotations
}
