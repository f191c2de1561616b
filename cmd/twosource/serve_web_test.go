package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/twosource/twosource/internal/pipeline"
	"github.com/twosource/twosource/internal/serve/web"
	"github.com/twosource/twosource/internal/store/sqlite"
)

// TestCorrectionsFile tries, adds and takes back a correction over a store.
func TestCorrectionsFile(t *testing.T) {
	ctx := t.Context()
	path := filepath.Join(t.TempDir(), "desk.db")
	st, err := sqlite.Open(ctx, path, sqlite.Create)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = st.Close() }()
	w, err := st.Write(ctx, time.Second)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Start(ctx, pipeline.PageRevisions(nil)); err != nil {
		t.Fatal(err)
	}
	_, err = pipeline.Add(ctx, w, []string{"../../examples/ferry-talks"}, "{}", pipeline.Options{})
	if err = errors.Join(err, pipeline.Relate(ctx, w, pipeline.Options{}), w.Close()); err != nil {
		t.Fatal(err)
	}
	site, err := newSite(ctx, st, nil)
	if err != nil {
		t.Fatal(err)
	}
	f := &correctionsFile{name: path + ".corrections", site: site}
	var articles []string
	for _, a := range site.Catalog().Articles {
		articles = append(articles, a.ID)
	}
	const line = `not-a-copy "02-gulf-courier.txt" "03-shoreline-daily.html"`
	effect, err := f.Try(ctx, line, articles)
	if err != nil || !strings.Contains(effect, "was ") || !strings.Contains(effect, "no link") {
		t.Fatalf("trying: %v\n%s", err, effect)
	}
	if _, err := f.Try(ctx, "bogus line", articles); err == nil {
		t.Error("what is no correction is tried")
	}
	tryAddRemove(ctx, t, f, line)
}

func tryAddRemove(ctx context.Context, t *testing.T, f *correctionsFile, line string) {
	t.Helper()
	const before = "# a comment\nmerge \"Ana Brandt\" \"Anna Brandt\" person # one woman\n"
	if err := os.WriteFile(f.name, []byte(before), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := f.Add(ctx, line); err != nil {
		t.Fatal(err)
	}
	if err := f.Add(ctx, line); err == nil {
		t.Error("a line is added twice")
	}
	lines, err := f.Lines(ctx)
	if err != nil || len(lines) != 2 {
		t.Fatalf("%q, %v", lines, err)
	}
	if err := f.Remove(ctx, lines[1]); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(f.name); string(got) != before {
		t.Errorf("taken back, the file is\n%s", got)
	}
	if err := f.Remove(ctx, lines[1]); err == nil {
		t.Error("a line is taken back twice")
	}
}

func TestDroppedBrief(t *testing.T) {
	raw, err := os.ReadFile("../../examples/ferry-talks/02-gulf-courier.txt")
	if err != nil {
		t.Fatal(err)
	}
	page, err := droppedBrief(t.Context(), []web.File{{Name: "a.txt", Data: raw}, {Name: "A.txt", Data: append(raw, "One line more, the reporter said.\n"...)}}, pipeline.Options{})
	if err != nil || !strings.Contains(string(page), "a.txt") {
		t.Errorf("%d bytes, %v", len(page), err)
	}
	if _, err := droppedBrief(t.Context(), []web.File{{Name: "x.bin", Data: []byte{0, 1, 2}}}, pipeline.Options{}); err == nil {
		t.Error("a brief of nothing")
	}
}
