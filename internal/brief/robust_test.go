package brief

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

// every writes a document in every format.
func every(d *Document) (string, error) {
	var b bytes.Buffer
	for _, write := range []func(io.Writer) error{
		func(w io.Writer) error { return WriteJSON(w, d, JSONOptions{}) },
		func(w io.Writer) error { return WriteText(w, d, TextOptions{Color: true}) },
		func(w io.Writer) error { return WriteText(w, d, TextOptions{Width: 1, Reach: Reach{All: true}}) },
		func(w io.Writer) error { return WriteMarkdown(w, d, MarkdownOptions{}) },
		func(w io.Writer) error { return WriteHTML(w, d, HTMLOptions{Carry: CarryFull}) },
		func(w io.Writer) error { return WriteArticles(w, d, Text, 80) },
		func(w io.Writer) error { return WriteArticles(w, d, CSV, 0) },
		func(w io.Writer) error { return WriteArticles(w, d, JSONL, 0) },
		func(w io.Writer) error { return WriteArticles(w, d, Markdown, 0) },
	} {
		if err := write(&b); err != nil {
			return "", err
		}
	}
	return b.String(), nil
}

func TestEmptyRecord(t *testing.T) {
	out, err := every(New(&news.Record{}, Settings{}))
	if err != nil || !strings.Contains(out, "0 articles") {
		t.Errorf("%v:\n%s", err, out)
	}
	var b bytes.Buffer
	if err := WriteJSON(&b, New(&news.Record{}, Settings{}), JSONOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := validate(t, b.Bytes()); err != nil {
		t.Error(err)
	}
	if c := mustCheck(t, b.Bytes(), nil); !c.True() {
		t.Error(c.Problems)
	}
}

// A record that holds articles alone, as before the later stages have run.
func TestBareArticles(t *testing.T) {
	if _, err := every(New(&news.Record{Articles: newFixture(t).rec.Articles}, Settings{})); err != nil {
		t.Error(err)
	}
}

// A record with a span that is not true is refused, not written.
func TestFalseRecord(t *testing.T) {
	for name, spoil := range map[string]func(*news.Record){
		"past the end":   func(r *news.Record) { r.Statements[0].Content[0].End += 10000 },
		"in a character": func(r *news.Record) { r.Statements[0].Content[0].Start++ },
		"no article":     func(r *news.Record) { r.Statements[0].Content[0].Article = "none" },
		"in an entity":   func(r *news.Record) { r.Entities[0].Mentions[0].Start = -1 },
		"in a title":     func(r *news.Record) { r.Articles[0].TitleSpan = news.Span{Start: 5, End: 1} },
	} {
		rec := newFixture(t).rec
		spoil(rec)
		if err := WriteJSON(io.Discard, New(rec, Settings{}), JSONOptions{}); err == nil {
			t.Errorf("%s: no error", name)
		}
		_ = WriteText(io.Discard, New(rec, Settings{}), TextOptions{})
		_ = WriteHTML(io.Discard, New(rec, Settings{}), HTMLOptions{})
	}
}

// The order in which stages list their records does not show.
func TestSameBytes(t *testing.T) {
	want, err := every(fixtureDocument(t))
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		d := fixtureDocument(t)
		for _, reverse := range []func(){
			func() { slices.Reverse(d.rec.Inputs) }, func() { slices.Reverse(d.rec.Lineage) }, func() { slices.Reverse(d.rec.Origins) }, func() { slices.Reverse(d.rec.Entities) },
			func() { slices.Reverse(d.rec.Statements) }, func() { slices.Reverse(d.rec.Stories) }, func() { slices.Reverse(d.rec.Threads) }, func() { slices.Reverse(d.rec.Notices) },
		} {
			reverse()
		}
		got, err := every(d)
		if err != nil || got != want {
			t.Errorf("%v; the bytes differ", err)
		}
	}
}

func FuzzRender(f *testing.F) {
	f.Add("A title <b>", "Text “quoted, but not cut”, he said.\x1b[1m")
	f.Add("", "\u202e\u2066 e\u0301 船 🌉 | # * [x](y) =1")
	f.Fuzz(func(t *testing.T, title, body string) {
		title, body = strings.ToValidUTF8(title, "?"), strings.ToValidUTF8(body, "?")
		a := news.Article{ID: "a", Title: title, Text: title + "\n\n" + body, TitleSpan: news.Span{End: len(title)}, Outlet: body, Input: news.Input{Name: title + ".txt"}}
		rec := &news.Record{Articles: []news.Article{a}}
		if len(body) > 0 {
			r := news.Ref{Article: "a", Span: news.Span{Start: len(title) + 2, End: len(a.Text)}}
			rec.Stories = []news.Story{{ID: "s", Articles: []string{"a"}, TitleRef: r, Lead: []news.Ref{r}, Origins: 1}}
			rec.Statements = []news.Statement{{ID: "x", Story: "s", Content: []news.Ref{r}, Text: body, SpeakerRef: r, SpeakerText: body, Reports: []news.Report{{Article: "a", Spans: []news.Span{r.Span}}}}}
		}
		d := New(rec, Settings{})
		var b bytes.Buffer
		if err := WriteText(&b, d, TextOptions{Width: 60}); err != nil {
			t.Fatal(err)
		}
		for _, l := range strings.Split(b.String(), "\n") {
			if width(l) > 60 {
				t.Errorf("%d columns: %q", width(l), l)
			}
		}
		b.Reset()
		if err := WriteJSON(&b, d, JSONOptions{}); err != nil {
			t.Fatal(err)
		}
		c, err := Check(b.Bytes(), nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range c.Problems {
			t.Error(p)
		}
		b.Reset()
		if err := WriteHTML(&b, d, HTMLOptions{Carry: CarryFull}); err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(b.String(), "<script"); n > 0 {
			t.Errorf("%d scripts", n)
		}
	})
}
