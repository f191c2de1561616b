package annotate

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

// archive is where the news archive lies if it is there.
const archive = "../../../shared/corpora/archive.jsonl.gz"

// archiveArticles gives the first n articles of the archive, and how many words
// they have as white space parts them; the benchmark skips without it.
func archiveArticles(b *testing.B, n int) (out []*news.Article, words int) {
	b.Helper()
	f, err := os.Open(archive)
	if err != nil {
		b.Skip("the archive is not here: ", err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		b.Fatal(err)
	}
	r := bufio.NewReaderSize(z, 1<<20)
	for range n {
		line, err := r.ReadBytes('\n')
		if err != nil {
			b.Fatal(err)
		}
		var d struct{ Text string }
		if err := json.Unmarshal(line, &d); err != nil {
			b.Fatal(err)
		}
		out = append(out, article(d.Text, "en"))
		words += len(strings.Fields(d.Text))
	}
	return out, words
}

// BenchmarkArchive measures all marks of an article on news text, on one
// processor.
func BenchmarkArchive(b *testing.B) {
	articles, words := archiveArticles(b, 200)
	an := New(Options{})
	b.ReportAllocs()
	for b.Loop() {
		for _, a := range articles {
			an.Annotate(a)
		}
	}
	b.ReportMetric(float64(words)*float64(b.N)/b.Elapsed().Seconds(), "words/s")
}
