package serve_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/serve/servetest"
	"github.com/twosource/twosource/internal/store"
)

const examples = "../../examples"

func example(t *testing.T) *servetest.Desk {
	t.Helper()
	return servetest.New(t, examples+"/ferry-talks", examples+"/mill-fire")
}

// late is one more report of a happening that the examples tell of.
const late = `Title: Ministers part in Tallinn without a deal
Outlet: Late Lantern
Published: 2024-03-12

Ministers part in Tallinn without a deal

Estonia and Finland did not agree on night ferries in Tallinn on Sunday, officials of both countries said on Tuesday. The ministers met for three hours. They will meet again.
`

var lists = []store.Kind{
	store.StoryKind, store.StatementKind, store.EventKind, store.ClaimKind, store.ConflictKind, store.EntityKind, store.LinkKind, store.OriginKind,
}

// pages goes through a list, page by page.
func pages(t *testing.T, c *serve.Catalog, k store.Kind, f serve.Filter, limit int) []string {
	t.Helper()
	var out []string
	for cursor, n := "", 0; ; n++ {
		page, next, err := c.Page(k, f, cursor, limit)
		if err != nil || n > 10_000 {
			t.Fatal(err, n)
		}
		out = append(out, serve.Keys(page)...)
		if cursor = next; next == "" {
			return out
		}
	}
}

func TestPages(t *testing.T) {
	c := example(t).Site.Catalog()
	story := c.List(store.StoryKind)[0].Key
	for _, k := range lists {
		if len(c.List(k)) == 0 {
			t.Errorf("kind %d: the examples have none", k)
		}
		for _, f := range []serve.Filter{{}, {Newest: true}, {Story: story}, {Story: story, Newest: true}, {Origins: 2}} {
			want := pages(t, c, k, f, 1_000_000)
			for _, limit := range []int{1, 3, 7} {
				if got := pages(t, c, k, f, limit); !slices.Equal(got, want) {
					t.Errorf("kind %d, %+v, by %d: %d entries in other order than the %d of one page", k, f, limit, len(got), len(want))
				}
			}
		}
	}
}

// TestPagesWhileAdding holds that what is there all the time is given exactly once.
func TestPagesWhileAdding(t *testing.T) {
	d := example(t)
	before := d.Site.Catalog()
	first, next, err := before.Page(store.StatementKind, serve.Filter{}, "", 10)
	if err != nil {
		t.Fatal(err)
	}
	d.Add("late.txt", late)
	now := d.Site.Catalog()
	got := serve.Keys(first)
	for next != "" {
		var page []serve.Entry
		if page, next, err = now.Page(store.StatementKind, serve.Filter{}, next, 10); err != nil {
			t.Fatal(err)
		}
		got = append(got, serve.Keys(page)...)
	}
	for _, e := range before.List(store.StatementKind) {
		if _, still := now.Find(store.StatementKind, e.Key); !still {
			continue
		}
		n := 0
		for _, key := range got {
			if key == e.Key {
				n++
			}
		}
		if n != 1 {
			t.Errorf("statement %s was given %d times", e.Key, n)
		}
	}
}

// TestRefresh holds that a catalog made from the one before is the one made anew.
func TestRefresh(t *testing.T) {
	d := example(t)
	d.Add("late.txt", late)
	anew, err := serve.New(t.Context(), servetest.Options(d.Store, d.Clock))
	if err != nil {
		t.Fatal(err)
	}
	a, b := d.Site.Catalog(), anew.Catalog()
	if a.Tag != b.Tag {
		t.Error("the tags differ")
	}
	for _, k := range append(lists, store.ProvenanceKind, store.ThreadKind, store.PositionKind) {
		if x, y := fmt.Sprint(a.List(k)), fmt.Sprint(b.List(k)); x != y {
			t.Errorf("kind %d:\n%s\n%s", k, x, y)
		}
	}
	for _, e := range b.List(store.StoryKind) {
		if x, y := a.ArticlesOf(e.Key), b.ArticlesOf(e.Key); !slices.Equal(x, y) || len(y) == 0 {
			t.Errorf("story %s: %v, anew %v", e.Key, x, y)
		}
	}
	if x, y := fmt.Sprint(a.Articles), fmt.Sprint(b.Articles); x != y {
		t.Errorf("articles:\n%s\n%s", x, y)
	}
}

func TestCursorsThatAreNone(t *testing.T) {
	c := example(t).Site.Catalog()
	_, good, err := c.Page(store.StatementKind, serve.Filter{}, "", 1)
	if err != nil || good == "" {
		t.Fatal(err)
	}
	for _, bad := range []string{"x", "AAAA", good + "!", strings.Repeat("A", 500), good[:8], base64.RawURLEncoding.EncodeToString(make([]byte, 20))} {
		if _, _, err := c.Page(store.StatementKind, serve.Filter{}, bad, 1); !errors.Is(err, serve.ErrCursor) {
			t.Errorf("cursor %q: %v", bad, err)
		}
	}
	if _, _, err := c.Page(store.StatementKind, serve.Filter{Newest: true}, good, 1); !errors.Is(err, serve.ErrCursor) {
		t.Errorf("the cursor of another order: %v", err)
	}
	if _, err := serve.Offset(good, "q"); !errors.Is(err, serve.ErrCursor) {
		t.Errorf("the cursor of a list for a search: %v", err)
	}
	if n, err := serve.Offset(serve.OffsetCursor(20, "q"), "q"); n != 20 || err != nil {
		t.Errorf("offset %d, %v", n, err)
	}
}

func FuzzCursor(f *testing.F) {
	f.Add("AQAAAAAAAAAAAAAAAGE")
	f.Add("")
	f.Fuzz(func(t *testing.T, s string) {
		c := new(serve.Catalog)
		if _, next, err := c.Page(store.StoryKind, serve.Filter{}, s, 10); err == nil && next != "" {
			t.Errorf("an empty list has a next page %q", next)
		}
		if n, err := serve.Offset(s, "asked"); err == nil && (n < 0 || n > serve.MaxHits) {
			t.Errorf("offset %d of %q", n, s)
		}
	})
}
