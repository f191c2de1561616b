// Package servetest makes sites of invented articles for tests.
package servetest

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/pipeline"
	"github.com/twosource/twosource/internal/reuse"
	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/store"
	"github.com/twosource/twosource/internal/store/memory"
)

// A Desk is a store in memory with the site that serves it.
type Desk struct {
	*testing.T
	Store *memory.Store
	Site  *serve.Site
	Clock *Clock
}

// A Clock is moved by hand; it does not wait.
type Clock struct{ At time.Time }

// Now returns the time.
func (c *Clock) Now() time.Time { return c.At }

// Wait moves the clock.
func (c *Clock) Wait(ctx context.Context, d time.Duration) error {
	c.At = c.At.Add(d)
	return ctx.Err()
}

// New returns a desk with the articles of files and folders.
func New(t *testing.T, args ...string) *Desk {
	t.Helper()
	d := &Desk{T: t, Store: memory.New(), Clock: &Clock{time.Date(2031, 3, 4, 12, 0, 0, 0, time.UTC)}}
	d.add(args)
	site, err := serve.New(t.Context(), Options(d.Store, d.Clock))
	if err != nil {
		t.Fatal(err)
	}
	d.Site = site
	return d
}

// Options are those of a site of a store.
func Options(st store.Store, clock serve.Clock) serve.Options {
	return serve.Options{
		Version: "test", Store: st, Articles: pipeline.Articles, Clock: clock,
		Holders: func(articles []news.Article, annotations []news.Annotation, text string) []serve.Holding {
			var out []serve.Holding
			for _, h := range reuse.Holders(articles, annotations, text, nil) {
				out = append(out, serve.Holding{Article: h.Article, Span: h.Span, Kind: h.Kind})
			}
			return out
		},
	}
}

func (d *Desk) add(args []string) {
	d.Helper()
	w, err := d.Store.Write(d.Context(), time.Second)
	if err != nil {
		d.Fatal(err)
	}
	if len(args) > 0 {
		added, err := pipeline.Add(d.Context(), w, args, "{}", pipeline.Options{})
		if err != nil || len(added.Failed) > 0 {
			d.Fatal(err, added.Failed)
		}
	}
	if err := pipeline.Relate(d.Context(), w, pipeline.Options{}); err != nil {
		d.Fatal(err)
	}
	if err := w.Close(); err != nil {
		d.Fatal(err)
	}
}

// Add adds one article, brings the stories up to date, and then the site.
func (d *Desk) Add(name, text string) {
	d.Helper()
	file := filepath.Join(d.TempDir(), name)
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		d.Fatal(err)
	}
	d.add([]string{file})
	if err := d.Site.Refresh(d.Context()); err != nil {
		d.Fatal(err)
	}
}
