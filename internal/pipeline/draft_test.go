package pipeline

import (
	"context"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/twosource/twosource/internal/store"
	"github.com/twosource/twosource/internal/store/memory"
)

// TestDrafts holds that drafts change the work and not the outcome: pages that were
// drafted are not analysed again, those that were not are, and what is kept is the
// same.
func TestDrafts(t *testing.T) {
	files := folder(t, 12)
	names := files[len(files)-3:] // two articles and a file without one
	nothing := filepath.Join(filepath.Dir(files[0]), "nothing.html")
	if err := os.WriteFile(nothing, []byte("<html><body><nav>Home</nav></body></html>"), 0o644); err != nil {
		t.Fatal(err)
	}
	names = append(names, nothing)
	args := []string{filepath.Dir(files[0])}
	plain, drafted := memory.New(), memory.New()
	want := add(t, writer(t, plain), args)
	d := NewDrafter(nil, Options{Progress: new(Progress)})
	var drafts []*Draft
	for _, name := range names {
		draft, err := d.Read(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		drafts = append(drafts, draft, nil)
	}
	o := Options{Progress: new(Progress)}
	got, err := AddDrafts(t.Context(), writer(t, drafted), args, "{}", drafts, o)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("the account is\n%+v, want\n%+v", got, want)
	}
	if before, after := d.o.Progress.Articles.Load(), o.Progress.Articles.Load(); before != 3 || after != 10 {
		t.Errorf("%d were drafted and %d analysed, want 3 and 10", before, after)
	}
	if x, y := loaded(t, plain), loaded(t, drafted); !reflect.DeepEqual(x, y) {
		t.Error("what is kept differs")
	}
}

// TestDraftsShare holds that a page is analysed once while a draft of it is held, and
// not at all if the store has it.
func TestDraftsShare(t *testing.T) {
	files := folder(t, 2)
	known := map[store.Key]bool{}
	d := NewDrafter(func(_ context.Context, k store.Key) (bool, error) { return known[k], nil }, Options{Progress: new(Progress)})
	read := func(pages int, analysed int64) *Draft {
		t.Helper()
		draft, err := d.Read(t.Context(), files[0])
		if err != nil {
			t.Fatal(err)
		}
		if n := d.o.Progress.Articles.Load(); len(draft.pages) != pages || n != analysed {
			t.Errorf("%d pages, %d analysed so far; want %d, %d", len(draft.pages), n, pages, analysed)
		}
		return draft
	}
	first, second := read(1, 1), read(1, 1)
	first.Drop()
	first.Drop() // of nothing
	third := read(1, 1)
	for k := range third.pages {
		known[k] = true
	}
	second.Drop()
	third.Drop()
	if len(d.pages) != 0 {
		t.Errorf("%d pages are held", len(d.pages))
	}
	read(0, 1)
	clear(known)
	read(1, 2)
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := d.Read(stopped, files[1]); err == nil {
		t.Error("it was not stopped")
	}
}
