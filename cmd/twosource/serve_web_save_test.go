package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/twosource/twosource/internal/pipeline"
	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/store/sqlite"
)

// exampleSite returns a site over the ferry talks, and its store's path.
func exampleSite(t *testing.T) (*serve.Site, string) {
	t.Helper()
	ctx := t.Context()
	path := filepath.Join(t.TempDir(), "desk.db")
	st, err := sqlite.Open(ctx, path, sqlite.Create)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
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
	return site, path
}

// TestSaved saves articles in each format that the desk offers, without and with a
// correction.
func TestSaved(t *testing.T) {
	site, path := exampleSite(t)
	var ids []string
	for _, a := range site.Catalog().Articles {
		ids = append(ids, a.ID)
	}
	f := &correctionsFile{name: path + ".corrections", site: site}
	s := &saver{site: site, corrected: f}
	plain := map[string][]byte{}
	for _, x := range savedFormats {
		body, err := s.write(t.Context(), ids, x.Name)
		if err != nil || len(body) == 0 {
			t.Errorf("%s: %d bytes, %v", x.Name, len(body), err)
		}
		plain[x.Name] = body
	}
	if err := f.Add(t.Context(), `not-a-copy "02-gulf-courier.txt" "03-shoreline-daily.html"`); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"json", "html", "dot"} {
		body, err := s.write(t.Context(), ids, name)
		if err != nil || bytes.Equal(body, plain[name]) {
			t.Errorf("%s: a correction changes nothing; %v", name, err)
		}
	}
}

// TestCorrectedArticles asks what the file makes of articles, and that nothing is
// made of those that it says nothing of.
func TestCorrectedArticles(t *testing.T) {
	site, path := exampleSite(t)
	ctx := t.Context()
	f := &correctionsFile{name: path + ".corrections", site: site}
	by := map[string]string{} // ids by outlet
	for _, e := range site.Catalog().Articles {
		item, err := site.Article(ctx, e.ID)
		if err != nil {
			t.Fatal(err)
		}
		var a struct {
			Input struct{ Name string }
		}
		if err := json.Unmarshal(item, &a); err != nil {
			t.Fatal(err)
		}
		by[a.Input.Name] = e.ID
	}
	var two, far string
	for name, id := range by {
		if strings.Contains(name, "02-gulf") {
			two = id
		} else if strings.Contains(name, "07-") {
			far = id
		}
	}
	if two == "" || far == "" {
		t.Fatal(by)
	}
	if got, err := f.Corrected(ctx, []string{two}); got != nil || err != nil || f.Tag() != "" {
		t.Errorf("without a file: %v, %v", got, err)
	}
	var three string
	for name, id := range by {
		if strings.Contains(name, "03-shore") {
			three = id
		}
	}
	line := `not-a-copy "02-gulf-courier.txt" "03-shoreline-daily.html"`
	if err := f.Add(ctx, line); err != nil {
		t.Fatal(err)
	}
	pair := []string{min(two, three), max(two, three)}
	got, err := f.Corrected(ctx, pair)
	if err != nil || got == nil || len(got.Lines) != 1 || len(got.Record.Lineage) != 0 || f.Tag() == "" {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err := f.Corrected(ctx, []string{far}); got != nil || err != nil {
		t.Errorf("an article of which it says nothing: %v, %v", got, err)
	}
	if err := os.WriteFile(f.name, []byte("nonsense\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := f.Corrected(ctx, pair); got != nil || err != nil {
		t.Errorf("a file that cannot be read: %v, %v", got, err)
	}
}

func TestFeedsOf(t *testing.T) {
	path := filepath.Join(t.TempDir(), "desk.db.feeds.json")
	if list, err := feedsOf(path); len(list) != 0 || err != nil {
		t.Errorf("without a file: %v, %v", list, err)
	}
	const kept = `{"feeds": [{"URL": "https://harbour.example/rss", "Title": "Harbour"}, {"URL": "https://new.example/rss"}],
	 "health": [{"url": "https://harbour.example/rss", "next": "2031-05-02T10:00:00Z", "every": 900, "failures": 2, "problem": "503", "polls": 7, "new": 3}]}`
	if err := os.WriteFile(path, []byte(kept), 0o600); err != nil {
		t.Fatal(err)
	}
	list, err := feedsOf(path)
	if err != nil || len(list) != 2 || list[0].Failures != 2 || list[0].Every != 15*time.Minute || list[0].Problem != "503" || !list[1].Checked.IsZero() {
		t.Errorf("%+v, %v", list, err)
	}
}
