package pipeline

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/store"
	"github.com/twosource/twosource/internal/store/memory"
)

// folder writes n articles and a file that holds none, and returns their names.
func folder(t *testing.T, n int) []string {
	t.Helper()
	dir := t.TempDir()
	var files []string
	write := func(name, text string) {
		files = append(files, filepath.Join(dir, name))
		if err := os.WriteFile(files[len(files)-1], []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for i := range n {
		write(fmt.Sprintf("%02d.txt", i), fmt.Sprintf("Title: Ferry %d leaves\nOutlet: Harbour Post\nPublished: 2031-03-%02d\n\n"+
			"Ferry %d left the port on Tuesday with %d passengers. “We shall sail again,” said Captain Ana Brandt.\n", i, 1+i%28, i, i*7))
	}
	write("picture.png", "\x89PNG\r\n\x1a\n0000")
	return files
}

func writer(t *testing.T, st store.Store) store.Writer {
	t.Helper()
	w, err := st.Write(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

func add(t *testing.T, w store.Writer, files []string) *Added {
	t.Helper()
	a, err := Add(t.Context(), w, files, "{}", Options{})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// loaded returns what a store holds, as a record.
func loaded(t *testing.T, st store.Store) *news.Record {
	t.Helper()
	v, err := st.View(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	run, err := Load(t.Context(), v, store.Filter{}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return run.Record
}

func TestAddCounts(t *testing.T) {
	files := folder(t, 5)
	w := writer(t, memory.New())
	first := add(t, w, files)
	if first.New != 5 || first.Pages != 5 || first.Inputs != 6 || len(first.Failed) != 1 {
		t.Errorf("the first time %+v", first)
	}
	again := add(t, w, files)
	if again.New != 0 || again.Pages != 0 || again.Whole != 6 || len(again.Failed) != 1 {
		t.Errorf("the second time %+v", again)
	}
	// Under another name it is another input of known pages.
	renamed := filepath.Join(t.TempDir(), "renamed.txt")
	if err := os.Rename(files[0], renamed); err != nil {
		t.Fatal(err)
	}
	if third := add(t, w, []string{renamed}); third.New != 0 || third.Pages != 1 || third.Whole != 0 {
		t.Errorf("under another name %+v", third)
	}
}

// TestReannotate holds that a store whose analyses were made by other revisions
// becomes the same as one that was made anew.
func TestReannotate(t *testing.T) {
	files := folder(t, 40)
	fresh, old := memory.New(), memory.New()
	add(t, writer(t, fresh), files)
	w := writer(t, old)
	copyOld(t, fresh, w)
	if _, err := Add(t.Context(), w, files, "{}", Options{}); !errors.Is(err, store.ErrRevisions) {
		t.Errorf("adding to a store of other revisions gives %v", err)
	}
	if got := loaded(t, old); len(got.Statements) != 0 || len(got.Articles) != 40 {
		t.Fatalf("the old store gives %d articles and %d statements", len(got.Articles), len(got.Statements))
	}
	// Broken off in the middle, it goes on.
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Reannotate(ctx, w, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("broken off, it gives %v", err)
	}
	n, err := Reannotate(t.Context(), w, Options{})
	if err != nil || n != 40 {
		t.Fatalf("%d pages: %v", n, err)
	}
	if got, want := loaded(t, old), loaded(t, fresh); !reflect.DeepEqual(got, want) {
		t.Error("the store differs from one that was made anew")
	}
	if n, err := Reannotate(t.Context(), w, Options{}); err != nil || n != 0 {
		t.Errorf("a second time it analyses %d pages: %v", n, err)
	}
	add(t, w, files)
}

// copyOld copies a store as an older program would have left it: it saw no
// statements.
func copyOld(t *testing.T, from store.Store, w store.Writer) {
	t.Helper()
	if err := w.Start(t.Context(), store.Revisions{Ingest: 1}); err != nil {
		t.Fatal(err)
	}
	v, err := from.View(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	inputs, err := v.Inputs(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, in := range inputs {
		at, err := w.Begin(t.Context(), in.File.Name, in.Options)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		err = v.Pages(t.Context(), store.Filter{}, func(r store.Reading, it *store.Item) error {
			if r.Input != in.ID {
				return nil
			}
			n++
			it.Annotation.Statements = nil
			_, err := w.Put(t.Context(), at.ID, []store.Entry{{Ordinal: r.Ordinal, At: r.At, Key: r.Key, Item: it}})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		in.ID = at.ID
		if err := w.Finish(t.Context(), in, n); err != nil {
			t.Fatal(err)
		}
	}
}

// TestAddInterrupted holds that what was finished is kept and the rest is done by
// the next add.
func TestAddInterrupted(t *testing.T) {
	const pages = 2*batchSize + 20
	files := folder(t, pages)
	st := memory.New()
	w := writer(t, st)
	ctx, cancel := context.WithCancel(t.Context())
	stopping := &stopper{Writer: w, after: batchSize + 10, stop: cancel}
	a, err := Add(ctx, stopping, files, "{}", Options{})
	if !errors.Is(err, context.Canceled) || a == nil || a.New == 0 || a.New >= pages {
		t.Fatalf("an add that is broken off gives %+v, %v", a, err)
	}
	rest := add(t, w, files)
	if a.New+rest.New != pages {
		t.Errorf("%d pages were analysed before and %d after, want %d together", a.New, rest.New, pages)
	}
	whole := memory.New()
	add(t, writer(t, whole), files)
	if got, want := loaded(t, st), loaded(t, whole); !reflect.DeepEqual(got, want) {
		t.Error("the store differs from one that was made in one go")
	}
}

// A stopper ends the context after some inputs.
type stopper struct {
	store.Writer
	after int
	stop  func()
}

// Finish counts inputs.
func (s *stopper) Finish(ctx context.Context, in store.Input, n int) error {
	if s.after--; s.after == 0 {
		s.stop()
		return ctx.Err()
	}
	return s.Writer.Finish(ctx, in, n)
}
