package serve_test

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/twosource/twosource/internal/pipeline"
	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/serve/servetest"
)

// TestRefreshBy holds that a site which is told what has changed shows what one that
// reads everything does, and tells the same changes.
func TestRefreshBy(t *testing.T) {
	dir := t.TempDir()
	var files []string
	for i := range 12 {
		text := fmt.Sprintf("Title: Ferry aground, report %d\nOutlet: Post %d\nPublished: 2031-03-%02d\n\nThe ferry Aurora ran aground off Odense on Tuesday with %d people on board. "+
			"“We shall not leave before the ice has gone,” said Captain Ana Brandt. The board of port %d denied it.\n", i, i%3, 1+i, 120+i%2, i%4)
		files = append(files, filepath.Join(dir, fmt.Sprintf("%02d.txt", i)))
		if err := os.WriteFile(files[i], []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	d := servetest.New(t, files[:3]...)
	w, err := d.Store.Write(t.Context(), time.Second)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	}()
	var r pipeline.Resident
	if err := r.Warm(t.Context(), w, pipeline.Options{}); err != nil {
		t.Fatal(err)
	}
	for n := 3; n < len(files); n += 3 {
		if _, err := pipeline.Add(t.Context(), w, files[n:n+3], "{}", pipeline.Options{}); err != nil {
			t.Fatal(err)
		}
		if err := d.Site.Refresh(t.Context()); err != nil { // stories are those from before
			t.Fatal(err)
		}
		sameCatalog(t, d)
		a, err := r.Relate(t.Context(), w, pipeline.Options{})
		if err != nil || a == nil {
			t.Fatalf("nothing was amended: %v", err)
		}
		by := &serve.Delta{From: a.From, To: a.To, Put: a.Put, Gone: a.Gone, Values: a.Values}
		switch n {
		case 6:
			by.Values = nil // they are read
		case 9:
			by = nil // what has changed is found out
		}
		seen := d.Site.Watch(0)
		if err := d.Site.RefreshBy(t.Context(), by); err != nil {
			t.Fatal(err)
		}
		if len(seen.Changes) == 0 {
			t.Error("no change was told")
		}
		seen.Close()
		sameCatalog(t, d)
	}
}

func sameCatalog(t *testing.T, d *servetest.Desk) {
	t.Helper()
	whole, err := serve.New(t.Context(), servetest.Options(d.Store, d.Clock))
	if err != nil {
		t.Fatal(err)
	}
	got, want := d.Site.Catalog(), whole.Catalog()
	if !reflect.DeepEqual(got.Articles, want.Articles) || got.State != want.State || got.Tag != want.Tag {
		t.Fatalf("the site shows %+v, want %+v", got.State, want.State)
	}
	for _, k := range lists {
		if !slices.EqualFunc(got.List(k), want.List(k), serve.SameEntry) {
			t.Errorf("kind %d: %+v, want %+v", k, got.List(k), want.List(k))
		}
	}
	for _, a := range want.Articles {
		if got.StoryOf(a.ID) != want.StoryOf(a.ID) || got.ThreadOf(want.StoryOf(a.ID)) != want.ThreadOf(want.StoryOf(a.ID)) {
			t.Errorf("%s is in the story %s, want %s", a.ID, got.StoryOf(a.ID), want.StoryOf(a.ID))
		}
	}
}
