package sqlite

import (
	"context"
	"errors"
	"fmt"

	"github.com/twosource/twosource/internal/store"
)

// Start sets the revisions of an empty store.
func (w *writer) Start(ctx context.Context, r store.Revisions) error {
	return w.s.wrap(w.do(ctx, func() error {
		if w.edition == 0 {
			id, err := w.makeEdition(r)
			if err != nil {
				return err
			}
			w.edition = id
			return w.set("edition", id)
		}
		var have store.Revisions
		_, err := w.get("SELECT ingest, extract, annotate, knowledge FROM editions WHERE id = ?", []any{w.edition}, &have.Ingest, &have.Extract, &have.Annotate, &have.Knowledge)
		if err != nil || have == r {
			return err
		}
		var one int
		if kept, err := w.get("SELECT 1 FROM analyses WHERE edition = ? LIMIT 1", []any{w.edition}, &one); err != nil || kept {
			return errors.Join(err, store.ErrRevisions)
		}
		_, err = w.exec("UPDATE editions SET ingest = ?, extract = ?, annotate = ?, knowledge = ? WHERE id = ?", r.Ingest, r.Extract, r.Annotate, r.Knowledge, w.edition)
		return err
	}))
}

// makeEdition makes room for analyses of revisions r.
func (w *writer) makeEdition(r store.Revisions) (int64, error) {
	var id int64
	if _, err := w.get("SELECT coalesce(max(id), 0) + 1 FROM editions", nil, &id); err != nil {
		return 0, err
	}
	if _, err := w.exec("INSERT INTO editions (id, ingest, extract, annotate, knowledge) VALUES (?, ?, ?, ?, ?)", id, r.Ingest, r.Extract, r.Annotate, r.Knowledge); err != nil {
		return 0, err
	}
	for _, query := range indexTables(id) {
		if _, err := w.conn.ExecContext(context.Background(), query); err != nil {
			return 0, err
		}
	}
	return id, nil
}

// editionOf returns the edition of revisions r, 0 if there is none.
func (w *writer) editionOf(r store.Revisions) (id int64, err error) {
	_, err = w.get("SELECT id FROM editions WHERE ingest = ? AND extract = ? AND annotate = ? AND knowledge = ? ORDER BY id DESC",
		[]any{r.Ingest, r.Extract, r.Annotate, r.Knowledge}, &id)
	return id, err
}

// Pending returns pages that have no analysis at the revisions r.
func (w *writer) Pending(ctx context.Context, r store.Revisions, n int) ([]*store.Item, error) {
	list, err := w.pending(ctx, r, n)
	return list, w.s.wrap(err)
}

func (w *writer) pending(ctx context.Context, r store.Revisions, n int) ([]*store.Item, error) {
	edition, err := w.editionOf(r)
	if err != nil {
		return nil, err
	}
	var list []*store.Item
	err = each(ctx, w.conn, `SELECT p.key, p.page FROM pages p
		WHERE NOT EXISTS (SELECT 1 FROM analyses a WHERE a.edition = ? AND a.page = p.id) ORDER BY p.id LIMIT ?`, func(scan func(...any) error) error {
		var key, page []byte
		if err := scan(&key, &page); err != nil {
			return err
		}
		var k store.Key
		copy(k[:], key)
		item, err := w.s.codec.UnpackPage(k, page)
		list = append(list, item)
		return err
	}, edition, n)
	return list, err
}

// PutAnalyses keeps analyses beside those that readers see.
func (w *writer) PutAnalyses(ctx context.Context, r store.Revisions, items []*store.Item) error {
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
		for _, it := range items {
			var page int64
			ok, err := w.get("SELECT id FROM pages WHERE key = ?", []any{it.Key[:]}, &page)
			if err != nil {
				return err
			}
			if !ok {
				continue // removed meanwhile
			}
			var packed packedItem
			packed.analysis, packed.body = w.s.packAnalysis(it)
			if _, err := w.putAnalysis(edition, page, &it.Analysis, packed); err != nil {
				return err
			}
		}
		return nil
	}))
}

// Replay puts new analyses in the place of those of pages in quarantine.
func (w *writer) Replay(ctx context.Context, items []*store.Item) error {
	return w.s.wrap(w.do(ctx, func() error {
		mended := false
		for _, it := range items {
			var page int64
			ok, err := w.get(`SELECT p.id FROM pages p JOIN analyses a ON a.edition = ? AND a.page = p.id
				WHERE p.key = ? AND a.failed IS NOT NULL`, []any{w.edition, it.Key[:]}, &page)
			if err != nil {
				return err
			}
			out, err := w.isRemoved(it.Article.ID)
			if err != nil {
				return err
			}
			if !ok || out {
				continue
			}
			if _, err := w.exec("DELETE FROM analyses WHERE edition = ? AND page = ?", w.edition, page); err != nil {
				return err
			}
			var packed packedItem
			packed.analysis, packed.body = w.s.packAnalysis(it)
			if _, err := w.putAnalysis(w.edition, page, &it.Analysis, packed); err != nil {
				return err
			}
			mended = mended || it.Failure.Stage == ""
		}
		if mended {
			return w.changed()
		}
		return nil
	}))
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
			WHERE NOT EXISTS (SELECT 1 FROM analyses a WHERE a.edition = ? AND a.page = p.id)`, []any{edition}, &left); err != nil {
			return err
		}
		if edition == 0 || left > 0 {
			return fmt.Errorf("%w: %d", store.ErrPending, left)
		}
		if err := w.dropEditions(edition); err != nil {
			return err
		}
		if err := w.set("edition", edition); err != nil {
			return err
		}
		return w.changed()
	})
	if err == nil {
		w.edition = edition
	}
	return w.s.wrap(err)
}

// dropEditions takes out all editions but one.
func (w *writer) dropEditions(keep int64) error {
	ids, err := values[int64](context.Background(), w.conn, "SELECT id FROM editions WHERE id != ?", keep)
	if err != nil {
		return err
	}
	for _, id := range ids {
		for _, name := range []string{articleIndex(id), statementIndex(id)} {
			if err := w.forget(name); err != nil {
				return err
			}
			if _, err := w.conn.ExecContext(context.Background(), "DROP TABLE "+name); err != nil {
				return err
			}
		}
		if _, err := w.exec("DELETE FROM analyses WHERE edition = ?", id); err != nil {
			return err
		}
		if _, err := w.exec("DELETE FROM editions WHERE id = ?", id); err != nil {
			return err
		}
	}
	return nil
}
