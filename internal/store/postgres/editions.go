package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/twosource/twosource/internal/store"
)

// Start sets the revisions of an empty store.
func (w *writer) Start(ctx context.Context, r store.Revisions) error {
	before := w.edition
	err := w.do(ctx, func() error {
		if w.edition == 0 {
			id, err := w.makeEdition(r)
			if err != nil {
				return err
			}
			w.edition = id
			return w.set("edition", id)
		}
		var have store.Revisions
		var kept bool
		_, err := w.get("SELECT ingest, extract, annotate, knowledge, EXISTS (SELECT 1 FROM analyses WHERE edition = $1) FROM editions WHERE id = $1",
			[]any{w.edition}, &have.Ingest, &have.Extract, &have.Annotate, &have.Knowledge, &kept)
		if err != nil || have == r {
			return err
		}
		if kept {
			return store.ErrRevisions
		}
		return w.exec("UPDATE editions SET ingest = $1, extract = $2, annotate = $3, knowledge = $4 WHERE id = $5",
			r.Ingest, r.Extract, r.Annotate, r.Knowledge, w.edition)
	})
	if err != nil {
		w.edition = before
	}
	return w.s.wrap(err)
}

// makeEdition makes room for analyses of revisions r.
func (w *writer) makeEdition(r store.Revisions) (id int64, err error) {
	_, err = w.get("INSERT INTO editions SELECT coalesce(max(id), 0) + 1, $1, $2, $3, $4 FROM editions RETURNING id",
		[]any{r.Ingest, r.Extract, r.Annotate, r.Knowledge}, &id)
	return id, err
}

// editionOf returns the edition of revisions r, 0 if there is none.
func (w *writer) editionOf(r store.Revisions) (id int64, err error) {
	_, err = w.get("SELECT id FROM editions WHERE ingest = $1 AND extract = $2 AND annotate = $3 AND knowledge = $4 ORDER BY id DESC LIMIT 1",
		[]any{r.Ingest, r.Extract, r.Annotate, r.Knowledge}, &id)
	return id, err
}

// Pending returns pages that have no analysis at the revisions r.
func (w *writer) Pending(ctx context.Context, r store.Revisions, n int) ([]*store.Item, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	edition, err := w.editionOf(r)
	if err != nil {
		return nil, w.s.wrap(err)
	}
	var list []*store.Item
	limit, cancel := limited()
	defer cancel()
	err = each(limit, w.conn, `SELECT p.key, p.page FROM pages p
		WHERE NOT EXISTS (SELECT 1 FROM analyses a WHERE a.edition = $1 AND a.page = p.id) ORDER BY p.id LIMIT $2`, func(rows pgx.Rows) error {
		var key, page []byte
		if err := rows.Scan(&key, &page); err != nil {
			return err
		}
		item, err := w.s.codec.UnpackPage(store.Key(key), page)
		list = append(list, item)
		return err
	}, edition, n)
	return list, w.s.wrap(err)
}

// pagesOf returns the numbers of the pages of items, 0 of those that are not there;
// if failed is true, of those that are not in quarantine.
func (w *writer) pagesOf(items []*store.Item, failed bool) (map[store.Key]int64, error) {
	keys := make([][]byte, len(items))
	for i, it := range items {
		keys[i] = it.Key[:]
	}
	ctx, cancel := limited()
	defer cancel()
	pages := map[store.Key]int64{}
	err := each(ctx, w.conn, `SELECT p.key, p.id FROM pages p WHERE p.key = ANY($1)
		AND (NOT $2 OR EXISTS (SELECT 1 FROM analyses a WHERE a.edition = $3 AND a.page = p.id AND a.failed IS NOT NULL))`, func(rows pgx.Rows) error {
		var key []byte
		var id int64
		err := rows.Scan(&key, &id)
		pages[store.Key(key)] = id
		return err
	}, keys, failed, w.edition)
	return pages, err
}

// PutAnalyses keeps analyses beside those that readers see.
func (w *writer) PutAnalyses(ctx context.Context, r store.Revisions, items []*store.Item) error {
	list := w.s.pack(items, false)
	return w.s.wrap(w.do(ctx, func() error {
		edition, err := w.editionOf(r)
		if err == nil && edition == 0 {
			edition, err = w.makeEdition(r)
		}
		if err != nil {
			return err
		}
		if edition == w.edition {
			return store.ErrSameRevisions
		}
		pages, err := w.pagesOf(items, false)
		if err != nil {
			return err
		}
		kept, err := w.keptPages(edition, pages)
		if err != nil {
			return err
		}
		var out rows
		for i, it := range items {
			// A page may have been removed meanwhile.
			if page := pages[it.Key]; page != 0 && !kept[page] {
				kept[page] = true
				out.analysis(w, edition, page, &it.Analysis, &list[i])
			}
		}
		return out.copy(w)
	}))
}

// keptPages says which of pages have an analysis in an edition.
func (w *writer) keptPages(edition int64, pages map[store.Key]int64) (map[int64]bool, error) {
	ids := make([]int64, 0, len(pages))
	for _, id := range pages {
		ids = append(ids, id)
	}
	ctx, cancel := limited()
	defer cancel()
	list, err := values[int64](ctx, w.conn, "SELECT page FROM analyses WHERE edition = $1 AND page = ANY($2)", edition, ids)
	kept := map[int64]bool{}
	for _, id := range list {
		kept[id] = true
	}
	return kept, err
}

// Replay puts new analyses in the place of those of pages in quarantine.
func (w *writer) Replay(ctx context.Context, items []*store.Item) error {
	list := w.s.pack(items, false)
	return w.s.wrap(w.do(ctx, func() error {
		pages, err := w.pagesOf(items, true)
		if err != nil {
			return err
		}
		limit, cancel := limited()
		defer cancel()
		removed, err := values[string](limit, w.conn, "SELECT article FROM removed_articles")
		if err != nil {
			return err
		}
		out, mended := rows{}, false
		for i, it := range items {
			page := pages[it.Key]
			if page == 0 || contains(removed, it.Article.ID) {
				continue
			}
			delete(pages, it.Key)
			if err := w.exec("DELETE FROM analyses WHERE edition = $1 AND page = $2", w.edition, page); err != nil {
				return err
			}
			out.analysis(w, w.edition, page, &it.Analysis, &list[i])
			mended = mended || it.Failure.Stage == ""
		}
		if err := out.copy(w); err != nil || !mended {
			return err
		}
		return w.changed()
	}))
}

func contains(list []string, s string) bool {
	for _, t := range list {
		if t == s && s != "" {
			return true
		}
	}
	return false
}

// Switch lets readers see the analyses at the revisions r.
func (w *writer) Switch(ctx context.Context, r store.Revisions) error {
	edition := int64(0)
	err := w.do(ctx, func() error {
		var err error
		if edition, err = w.editionOf(r); err != nil {
			return err
		}
		if edition == w.edition {
			return nil
		}
		var left int
		if _, err := w.get(`SELECT count(*) FROM pages p
			WHERE NOT EXISTS (SELECT 1 FROM analyses a WHERE a.edition = $1 AND a.page = p.id)`, []any{edition}, &left); err != nil {
			return err
		}
		if edition == 0 || left > 0 {
			return fmt.Errorf("%w: %d", store.ErrPending, left)
		}
		var errs []error
		for _, table := range []string{"found_articles", "found_statements", "analyses"} {
			errs = append(errs, w.exec("DELETE FROM "+table+" WHERE edition != $1", edition))
		}
		errs = append(errs, w.exec("DELETE FROM editions WHERE id != $1", edition), w.set("edition", edition), w.changed())
		return errors.Join(errs...)
	})
	if err == nil {
		w.edition = edition
	}
	return w.s.wrap(err)
}
