package annotate

import (
	"errors"
	"io/fs"
	"strings"
	"testing"

	"github.com/twosource/twosource/eval/archive"
	"github.com/twosource/twosource/internal/news"
)

// archiveFile is where the news archive lies if it is there.
const archiveFile = "../../../shared/corpora/archive.jsonl.gz"

// archiveArticles gives the first n articles of the archive, and how many words
// they have as white space parts them; the benchmark skips without it.
func archiveArticles(b *testing.B, n int) (out []*news.Article, words int) {
	b.Helper()
	for d, err := range archive.Read[struct{ Text string }](archiveFile) {
		if errors.Is(err, fs.ErrNotExist) {
			b.Skip("the archive is not here: ", err)
		}
		if err != nil {
			b.Fatal(err)
		}
		out = append(out, article(d.Text, "en"))
		words += len(strings.Fields(d.Text))
		if len(out) == n {
			break
		}
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
