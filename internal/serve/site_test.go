package serve_test

import (
	"context"
	"encoding/json"
	"errors"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/serve/servetest"
	"github.com/twosource/twosource/internal/store"
)

// hits searches for one kind of thing.
func hits(t *testing.T, d *servetest.Desk, query string, kind store.HitKind) []serve.Hit {
	t.Helper()
	q, err := store.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	var out []serve.Hit
	err = d.Site.View(t.Context(), func(v store.View) (err error) {
		out, err = d.Site.Find(t.Context(), v, q, kind, 0, 100)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestFind(t *testing.T) {
	d := example(t)
	for _, x := range []struct {
		query string
		kind  store.HitKind
		least int
	}{
		{"ferry", store.Articles, 5}, {"speaker:tammsoo", store.Statements, 1}, {"ferry", serve.Claims, 1},
		{"origins:>=2", serve.Claims, 1}, {"origins:>=1", serve.Events, 1}, {"ferry origins:>=3", store.Articles, 1},
		{"origins:>=2 speaker:tammsoo", store.Statements, 1}, {"outlet:courier", serve.Claims, 1}, {"origins:>=1", serve.Conflicts, 1},
	} {
		got := hits(t, d, x.query, x.kind)
		if len(got) < x.least {
			t.Errorf("%s among %ss: %d hits, want at least %d", x.query, x.kind, len(got), x.least)
		}
		for _, h := range got {
			if h.Kind != string(x.kind) || h.Article == "" || h.Span.Text == "" || h.Span.End-h.Span.Start != len([]rune(h.Span.Text)) {
				t.Errorf("%s among %ss: %+v", x.query, x.kind, h)
			}
			for _, f := range h.Found {
				if f.Start < h.Span.Start || f.End > h.Span.End {
					t.Errorf("found %v outside of %v", f, h.Span)
				}
			}
		}
	}
	for _, h := range hits(t, d, "origins:>=2", serve.Claims) {
		if *h.Origins < 2 {
			t.Errorf("a claim with %d origins", *h.Origins)
		}
	}
	for _, h := range hits(t, d, "the -ferry", serve.Claims) {
		if strings.Contains(strings.ToLower(h.Span.Text), " ferry ") {
			t.Errorf("%+v", h)
		}
	}
	if got := hits(t, d, "zeppelin", serve.Claims); len(got) != 0 {
		t.Errorf("%d claims about a zeppelin", len(got))
	}
}

// TestItems holds that every item that is given is read back whole.
func TestItems(t *testing.T) {
	d := example(t)
	for _, k := range lists {
		entries := d.Site.Catalog().List(k)
		items, err := d.Site.Items(t.Context(), k, serve.Keys(entries))
		if err != nil || len(items) != len(entries) {
			t.Fatalf("kind %d: %d items of %d, %v", k, len(items), len(entries), err)
		}
		for i := range items {
			var item struct{ ID string }
			if err := json.Unmarshal(items[i], &item); err != nil || item.ID != entries[i].Key {
				t.Errorf("kind %d: %v\n%s", k, err, items[i])
			}
		}
	}
}

func TestHas(t *testing.T) {
	d := example(t)
	found, err := d.Site.Has(t.Context(), "The withdrawal of the fee is no longer a precondition")
	if err != nil {
		t.Fatal(err)
	}
	if len(found.Found) < 2 || found.Origins < 1 || found.Origins > len(found.Found) || found.Among != len(d.Site.Catalog().Articles) {
		t.Errorf("%+v", found)
	}
	for _, asked := range []string{"", "?!", "Nobody has ever written this down about a zeppelin in the moonlight"} {
		if found, err := d.Site.Has(t.Context(), asked); err != nil || len(found.Found) > 0 || found.Origins > 0 {
			t.Errorf("%q: %+v, %v", asked, found, err)
		}
	}
}

// TestWatch holds that changes are told once, and that who comes back misses none.
func TestWatch(t *testing.T) {
	d := example(t)
	w := d.Site.Watch(0)
	defer w.Close()
	d.Add("late.txt", late)
	var got []serve.Change
	for len(w.Changes) > 0 {
		got = append(got, <-w.Changes)
	}
	if len(got) == 0 || len(got) > 4 {
		t.Fatalf("%d changes: %+v", len(got), got)
	}
	for i, c := range got {
		if i > 0 && c.ID <= got[i-1].ID {
			t.Errorf("the change %d comes after %d", c.ID, got[i-1].ID)
		}
	}
	d.Add("again.txt", "Title: Otters seen\nOutlet: River Record\nPublished: 2024-05-01\n\nTwo otters were seen below the old bridge on Monday, the county said. They had not been seen for a decade.")
	back := d.Site.Watch(got[len(got)-1].ID)
	defer back.Close()
	if back.Lost || len(back.Missed) != 1 || back.Missed[0].What != "added" {
		t.Errorf("missed: %+v", back)
	}
	lost := d.Site.Watch(7)
	defer lost.Close()
	if !lost.Lost {
		t.Error("an unknown change was taken for a known one")
	}
	if err := d.Site.Refresh(t.Context()); err != nil || len(w.Changes) != 1 {
		t.Errorf("%d changes told, %v", len(w.Changes), err)
	}
}

// TestRunEnds holds that a site leaves nothing behind.
func TestRunEnds(t *testing.T) {
	d := example(t)
	before := runtime.NumGoroutine()
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- d.Site.Run(ctx, func(err error) { t.Error(err) }) }()
	w := d.Site.Watch(0)
	d.Site.Wake()
	stop()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, open := <-w.Changes; open {
		t.Error("the watch goes on")
	}
	w.Close()
	if d.Site.Watch(0) != nil {
		t.Error("there is something to watch after the end")
	}
	for range 100 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%d goroutines, %d before", runtime.NumGoroutine(), before)
}
