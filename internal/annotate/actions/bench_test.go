package actions_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"testing"

	"github.com/twosource/twosource/internal/annotate"
	"github.com/twosource/twosource/internal/annotate/actions"
	"github.com/twosource/twosource/internal/annotate/english"
	"github.com/twosource/twosource/internal/grammar"
	"github.com/twosource/twosource/internal/news"
)

// BenchmarkFind measures this stage alone on articles of the archive.
func BenchmarkFind(b *testing.B) {
	file, err := os.Open("../../../../shared/corpora/archive.jsonl.gz")
	if err != nil {
		b.Skip("the archive is not here: ", err)
	}
	defer file.Close()
	z, err := gzip.NewReader(file)
	if err != nil {
		b.Fatal(err)
	}
	model, err := english.Load()
	if err != nil {
		b.Skip(err)
	}
	reader, annotator, r := english.NewReader(model), annotate.New(annotate.Options{}), bufio.NewReaderSize(z, 1<<20)
	var articles []*news.Article
	var marks []news.Annotation
	var trees []*grammar.Text
	words := 0
	for range 60 {
		line, err := r.ReadBytes('\n')
		if err != nil {
			b.Fatal(err)
		}
		var d struct{ Text string }
		if err := json.Unmarshal(line, &d); err != nil {
			b.Fatal(err)
		}
		a := article(d.Text)
		_, _, g := reader.Read(a)
		articles, marks, trees = append(articles, a), append(marks, annotator.Annotate(a)), append(trees, g)
		words += g.Len()
	}
	b.ReportAllocs()
	for b.Loop() {
		for i, a := range articles {
			m := marks[i]
			m.Clauses, m.Quantities, m.Actions = nil, nil, nil
			actions.Find(a, &m, trees[i], nil)
		}
	}
	b.ReportMetric(float64(words)*float64(b.N)/b.Elapsed().Seconds(), "words/s")
}
