package extract

import (
	"testing"

	"github.com/twosource/twosource/internal/news"
)

// BenchmarkExtract measures pages per second over both data sets, and
// go-trafilatura alone on the same pages.
func BenchmarkExtract(b *testing.B) {
	pages := readGold(b, "../../../shared/corpora/extraction.tar.gz")
	size := 0
	for _, p := range pages {
		size += len(p.body)
	}
	b.Run("extract", func(b *testing.B) {
		x := New(Options{})
		b.SetBytes(int64(size / len(pages)))
		for i := 0; b.Loop(); i++ {
			p := pages[i%len(pages)]
			_, _, _ = x.Extract(news.Page{Media: news.HTML, Body: p.body, Stated: news.Stated{URL: p.url}})
		}
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pages/s")
	})
	b.Run("trafilatura", func(b *testing.B) {
		b.SetBytes(int64(size / len(pages)))
		for i := 0; b.Loop(); i++ {
			doc, err := parseHTML(pages[i%len(pages)].body)
			if err == nil {
				_, _ = trafilaturaText(doc, "")
			}
		}
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pages/s")
	})
	b.Run("parse", func(b *testing.B) {
		b.SetBytes(int64(size / len(pages)))
		for i := 0; b.Loop(); i++ {
			_, _ = parseHTML(pages[i%len(pages)].body)
		}
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pages/s")
	})
}

func BenchmarkExtractPlain(b *testing.B) {
	x := New(Options{})
	body := ""
	for range 20 {
		body += "The patrol may stop vessels above twenty tonnes, check their papers and, with the consent of both captains, search their holds.\n\n"
	}
	p := news.Page{Media: news.PlainText, Body: "Harbour patrol begins\nBy Ines Falk\nMarch 3, 2021\n\n" + body}
	b.SetBytes(int64(len(p.Body)))
	for b.Loop() {
		_, _, _ = x.Extract(p)
	}
}
