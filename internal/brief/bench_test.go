package brief

import (
	"io"
	"strconv"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

// largeRecord returns a record of n articles in stories of five, of about 900
// words each, as large as an archive's are.
func largeRecord(n int) *news.Record {
	rec := &news.Record{}
	sentence := "The harbour council said on Tuesday that it would open the old pier again, but not before spring – “not one day sooner”, as the mayor put it. "
	para := strings.Repeat(sentence, 4)
	body := strings.TrimSpace(strings.Repeat(para+"\n\n", 9))
	for i := range n {
		id := "article" + strconv.Itoa(1_000_000+i)
		title := "Pier " + strconv.Itoa(i) + " to open again"
		a := news.Article{ID: id, Input: news.Input{Name: "archive.jsonl", Line: i + 1}, Outlet: "Outlet " + strconv.Itoa(i%97), Title: title,
			TitleSpan: news.Span{End: len(title)}, Text: title + "\n\n" + body, Published: news.NoDate(""), Updated: news.NoDate(""), Language: "en"}
		for at, p := range paragraphs(a.Text) {
			b := news.Block{Span: p}
			if at == 0 {
				b.Kind = news.Title
			}
			a.Blocks = append(a.Blocks, b)
		}
		ann := annotateFixture(&a)
		said := strings.Index(a.Text, "“not one")
		quote := news.Ref{Article: id, Span: news.Span{Start: said, End: said + len("“not one day sooner”")}}
		tuesday := strings.Index(a.Text, "Tuesday")
		day := news.Date{Words: "Tuesday", Span: news.Span{Start: tuesday, End: tuesday + 7}}
		for k := 0; k < 30; k++ {
			ann.Times = append(ann.Times, news.Time{Date: day, Anchor: -1, Kind: news.TimeDate})
			day.Span.Start += 3
			day.Span.End += 3
			for day.Span.Check(a.Text) != nil {
				day.Span.Start++
				day.Span.End++
			}
			day.Words = day.Span.Of(a.Text)
		}
		origin := "origin" + strconv.Itoa(1_000_000+i)
		rec.Origins = append(rec.Origins, news.Origin{ID: origin, Kind: news.OriginOwn, Articles: []string{id}})
		story := "story" + strconv.Itoa(1_000_000+i/5)
		if i%5 == 0 {
			rec.Stories = append(rec.Stories, news.Story{ID: story, Title: title, TitleRef: news.Ref{Article: id, Span: a.TitleSpan}, Origins: 5,
				Timeline: []news.TimelineEntry{{Kind: news.Happened, Spans: []news.Ref{quote}, OriginIDs: []string{origin}}}})
		}
		s := &rec.Stories[len(rec.Stories)-1]
		s.Articles = append(s.Articles, id)
		for k := range 12 {
			rec.Statements = append(rec.Statements, news.Statement{ID: "s" + strconv.Itoa(100_000_000+i*100+k), Story: story, SpeakerText: "the mayor", Kind: news.Direct,
				Cue: quote, Content: []news.Ref{quote}, Text: quote.Of(a.Text), OriginIDs: []string{origin},
				Reports: []news.Report{{Article: id, Spans: []news.Span{quote.Span}, Drift: news.DriftVerbatim}}})
		}
		e := news.Entity{ID: "e" + strconv.Itoa(1_000_000+i), Name: "Mayor " + strconv.Itoa(i), Type: news.Person}
		for range 40 {
			e.Mentions = append(e.Mentions, quote)
		}
		rec.Entities = append(rec.Entities, e)
		rec.Articles = append(rec.Articles, a)
		rec.Annotations = append(rec.Annotations, ann)
		rec.Provenance = append(rec.Provenance, news.Provenance{Article: id, Origin: origin})
	}
	return rec
}

// counter counts what is written.
type counter struct{ n int64 }

func (c *counter) Write(p []byte) (int, error) {
	c.n += int64(len(p))
	return len(p), nil
}

const benchArticles = 5000

func benchmark(b *testing.B, write func(io.Writer, *Document) error) {
	rec := largeRecord(benchArticles)
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		var c counter
		if err := write(&c, New(rec, Settings{})); err != nil {
			b.Fatal(err)
		}
		b.SetBytes(c.n)
	}
	b.ReportMetric(float64(benchArticles)*float64(b.N)/b.Elapsed().Seconds(), "articles/s")
}

func BenchmarkWriteJSON(b *testing.B) {
	benchmark(b, func(w io.Writer, d *Document) error { return WriteJSON(w, d, JSONOptions{}) })
}

func BenchmarkWriteText(b *testing.B) {
	benchmark(b, func(w io.Writer, d *Document) error { return WriteText(w, d, TextOptions{}) })
}

func BenchmarkWriteTextAll(b *testing.B) {
	benchmark(b, func(w io.Writer, d *Document) error { return WriteText(w, d, TextOptions{Reach: Reach{All: true}}) })
}

func BenchmarkWriteHTML(b *testing.B) {
	benchmark(b, func(w io.Writer, d *Document) error { return WriteHTML(w, d, HTMLOptions{Reach: Reach{All: true}}) })
}

func BenchmarkCheck(b *testing.B) {
	var s strings.Builder
	if err := WriteJSON(&s, New(largeRecord(benchArticles), Settings{}), JSONOptions{}); err != nil {
		b.Fatal(err)
	}
	raw := []byte(s.String())
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		if c, err := Check(raw, nil); err != nil || !c.True() {
			b.Fatal(err, c.Problems)
		}
	}
}
