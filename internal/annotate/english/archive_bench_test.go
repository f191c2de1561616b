package english

import (
	"errors"
	"io/fs"
	"strconv"
	"strings"
	"testing"

	"github.com/jdkato/prose/v2"

	"github.com/twosource/twosource/eval/archive"
)

// archivePath is where the news archive lies if it is there.
const archivePath = "../../../../shared/corpora/archive.jsonl.gz"

// archiveTexts gives some articles of the archive; the benchmark skips without
// it.
func archiveTexts(b *testing.B, n int) (texts []string) {
	b.Helper()
	for a, err := range archive.Read[struct{ Text string }](archivePath) {
		if errors.Is(err, fs.ErrNotExist) {
			b.Skip("the archive is not here: ", err)
		}
		if err != nil {
			b.Fatal(err)
		}
		if texts = append(texts, a.Text); len(texts) == n {
			break
		}
	}
	return texts
}

// words counts words as white space parts them, for all systems alike.
func words(texts []string) (n int) {
	for _, t := range texts {
		n += len(strings.Fields(t))
	}
	return n
}

func perSecond(b *testing.B, words int) {
	b.ReportMetric(float64(words)*float64(b.N)/b.Elapsed().Seconds(), "words/s")
}

// BenchmarkArchive measures each part alone and all together on news text, on
// one processor, beside prose with its model loaded.
func BenchmarkArchive(b *testing.B) {
	texts := archiveTexts(b, 200)
	n := words(texts)
	m := loaded(b)
	b.Run("split", func(b *testing.B) {
		var d Doc
		b.ReportAllocs()
		for range b.N {
			for _, t := range texts {
				Split(&d, t)
			}
		}
		perSecond(b, n)
	})
	b.Run("all", func(b *testing.B) {
		var d Doc
		b.ReportAllocs()
		for range b.N {
			for _, t := range texts {
				m.Annotate(&d, t)
			}
		}
		perSecond(b, n)
	})
	b.Run("prose", func(b *testing.B) {
		few := texts[:10]
		first, err := prose.NewDocument("Load.")
		if err != nil {
			b.Fatal(err)
		}
		b.ResetTimer()
		for range b.N {
			for _, t := range few {
				if _, err := prose.NewDocument(t, prose.UsingModel(first.Model)); err != nil {
					b.Fatal(err)
				}
			}
		}
		perSecond(b, words(few))
	})
}

// BenchmarkLinear shows that time a byte does not grow with the length of a
// sentence that does not end.
func BenchmarkLinear(b *testing.B) {
	m := loaded(b)
	for _, n := range []int{2_000, 20_000, 200_000} {
		text := strings.Repeat("the envoy of the party said that the talks in the city ", n/55)
		b.Run(strconv.Itoa(n)+"bytes", func(b *testing.B) {
			var d Doc
			b.SetBytes(int64(len(text)))
			for range b.N {
				m.Annotate(&d, text)
			}
		})
	}
}
