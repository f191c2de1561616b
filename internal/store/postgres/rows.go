package postgres

import (
	"fmt"
	"runtime"

	"github.com/jackc/pgx/v5"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/store"
)

// place returns the placeholder of the last of args.
func place(args []any) string { return fmt.Sprintf("$%d", len(args)) }

// A row is what is read of one reading.
type row struct {
	reading              store.Reading
	name, key, analysis  []byte
	page, message        []byte
	failed               *string
	revision             *int64
	input, ordinal, line int64
}

func (w *row) dest() []any {
	return []any{&w.input, &w.ordinal, &w.name, &w.line, &w.key, &w.failed, &w.revision, &w.message, &w.analysis, &w.page}
}

// unpack returns the page of a row, if it was read, with its analysis.
func (w *row) unpack(c *store.Codec) (*store.Item, error) {
	return w.unpackWith(c, func(a *store.Analysis) error { return c.Unpack(w.analysis, a) })
}

// unpackLean does so without what a filter can leave out.
func (w *row) unpackLean(c *store.Codec) (*store.Item, error) {
	return w.unpackWith(c, func(a *store.Analysis) error { return c.UnpackLean(w.analysis, a) })
}

// unpackArticle does so without the annotation, which costs most.
func (w *row) unpackArticle(c *store.Codec) (*store.Item, error) {
	return w.unpackWith(c, func(a *store.Analysis) error {
		var part struct{ Article news.Article }
		err := c.Unpack(w.analysis, &part)
		a.Article = part.Article
		return err
	})
}

func (w *row) unpackWith(c *store.Codec, unpack func(*store.Analysis) error) (*store.Item, error) {
	copy(w.reading.Key[:], w.key)
	w.reading.Input, w.reading.Ordinal = w.input, int(w.ordinal)
	w.reading.At = news.Input{Name: string(w.name), Line: int(w.line)}
	it := new(store.Item)
	if w.page != nil {
		var err error
		if it, err = unpackPage(c, w.reading.Key, w.page); err != nil {
			return nil, err
		}
	}
	if w.failed != nil {
		it.Failure = store.Failure{Stage: *w.failed, Revision: int(*w.revision), Message: string(w.message)}
		return it, nil
	}
	err := unpack(&it.Analysis)
	it.Article.Input = w.reading.At
	return it, err
}

func unpackPage(c *store.Codec, k store.Key, packed []byte) (*store.Item, error) {
	var p store.PackedPage
	if err := c.Unpack(packed, &p); err != nil {
		return nil, err
	}
	return &store.Item{Key: k, Page: p.Page, AsOf: p.AsOf}, nil
}

// A result is a row that was unpacked.
type result struct {
	*row
	item *store.Item
	err  error
}

// ordered unpacks rows, several at once, and gives them to yield in their order,
// one after the other, on the goroutine that calls it.
func (v *view) ordered(rows pgx.Rows, unpack func(*row, *store.Codec) (*store.Item, error), yield func(store.Reading, *store.Item) error) error {
	ahead := make([]chan result, 0, 2*runtime.GOMAXPROCS(0)) // first come, first
	next := func() error {
		r := <-ahead[0]
		ahead = append(ahead[:0], ahead[1:]...)
		if r.err != nil {
			return v.s.wrap(r.err)
		}
		return yield(r.reading, r.item)
	}
	for rows.Next() {
		w := new(row)
		if err := rows.Scan(w.dest()...); err != nil {
			return v.s.wrap(err)
		}
		if len(ahead) == cap(ahead) {
			if err := next(); err != nil {
				return err
			}
		}
		done := make(chan result, 1)
		ahead = append(ahead, done)
		go func() {
			item, err := unpack(w, v.s.codec)
			done <- result{w, item, err}
		}()
	}
	if err := rows.Err(); err != nil {
		return v.s.wrap(err)
	}
	for len(ahead) > 0 {
		if err := next(); err != nil {
			return err
		}
	}
	return nil
}
