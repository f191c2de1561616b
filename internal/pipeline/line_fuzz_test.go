package pipeline_test

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/twosource/twosource/internal/brief"
	"github.com/twosource/twosource/internal/ingest"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/pipeline"
	"github.com/twosource/twosource/internal/store"
	"github.com/twosource/twosource/internal/store/memory"
)

// FuzzLine gives any bytes to the whole line as two inputs, the second a part of
// the first, and checks what DESIGN §2 promises of the brief: every span is
// true, the same bytes in the other order, and no character that a terminal
// would obey.
func FuzzLine(f *testing.F) {
	for _, set := range []string{"ferry-talks", "mill-fire"} {
		files, err := filepath.Glob("../../examples/" + set + "/*")
		if err != nil || len(files) == 0 {
			f.Fatal("no examples", err)
		}
		for _, name := range files {
			b, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(b, uint16(len(b)/2))
		}
	}
	f.Add([]byte("Title: a\x1b[31mb\n\nShe said: “No ‘no “no” no’,” on Sunday\u202e.\r\r“"), uint16(9))
	f.Add([]byte("<p>“a” said B C.<p>“a” said the B.<p>5 killed 6 killed"), uint16(20))
	f.Fuzz(func(t *testing.T, data []byte, at uint16) {
		dir := t.TempDir()
		files := []string{filepath.Join(dir, "a"), filepath.Join(dir, "b")}
		part := data[min(int(at), len(data)):]
		for i, b := range [][]byte{data, part} {
			if err := os.WriteFile(files[i], b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		o := pipeline.Options{Jobs: 1, Ingest: ingest.Options{Limits: ingest.Limits{Record: 64 << 10, Page: 256 << 10, Archive: 1 << 20, Members: 20}}}
		run := analyse(t, files, o)
		raw := encoded(t, run.Record, run.Record.Articles)
		if again := whole(t, []string{files[1], files[0]}, o); !bytes.Equal(raw, again) {
			t.Errorf("the other order gives another brief: %s", firstDifference(raw, again))
		}
		readable(t, run.Record)
	})
}

// readable renders rec in the formats that people read, and fails if the text
// holds what a terminal would obey.
func readable(t fataler, rec *news.Record) {
	t.Helper()
	doc := brief.New(rec, brief.Settings{Version: "test"})
	var text bytes.Buffer
	for _, width := range []int{20, 80} {
		if err := brief.WriteText(&text, doc, brief.TextOptions{Width: width, Reach: brief.Reach{All: true}}); err != nil {
			t.Fatal(err)
		}
	}
	if !utf8.Valid(text.Bytes()) {
		t.Fatal("the text is not UTF-8")
	}
	for _, r := range text.String() {
		if unicode.IsControl(r) && r != '\n' || unicode.Is(unicode.Bidi_Control, r) {
			t.Fatalf("the text holds %U", r)
		}
	}
	if err := brief.WriteMarkdown(io.Discard, doc, brief.MarkdownOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := brief.WriteHTML(io.Discard, doc, brief.HTMLOptions{}); err != nil {
		t.Fatal(err)
	}
}

// FuzzImport gives any bytes as the file of another store: what is kept of it
// can be loaded again.
func FuzzImport(f *testing.F) {
	ctx := context.Background()
	files, err := filepath.Glob("../../examples/ferry-talks/0[78]*")
	if err != nil || len(files) == 0 {
		f.Fatal("no examples", err)
	}
	from := memory.New()
	w, err := from.Write(ctx, 0)
	if err != nil {
		f.Fatal(err)
	}
	if _, err := pipeline.Add(ctx, w, files, "{}", pipeline.Options{}); err != nil {
		f.Fatal(err)
	}
	if err := w.Close(); err != nil {
		f.Fatal(err)
	}
	v, err := from.View(ctx)
	if err != nil {
		f.Fatal(err)
	}
	var b bytes.Buffer
	if err := pipeline.Export(ctx, v, &b); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	for line := range bytes.Lines(b.Bytes()) {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		to := memory.New()
		w, err := to.Write(ctx, 0)
		if err != nil {
			t.Fatal(err)
		}
		_, failure := pipeline.Import(ctx, w, bytes.NewReader(data), pipeline.Options{Jobs: 1})
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if failure != nil && !utf8.ValidString(failure.Error()) {
			t.Errorf("not UTF-8: %q", failure)
		}
		v, err := to.View(ctx)
		if err != nil {
			t.Fatal(err)
		}
		run, err := pipeline.Load(ctx, v, store.Filter{}, pipeline.Options{Jobs: 1})
		if err != nil {
			t.Fatal(err)
		}
		encoded(t, run.Record, nil)
	})
}
