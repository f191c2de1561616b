package sqlite

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/twosource/twosource/internal/store"
)

// PutDerived replaces the derived records in one transaction. Only what differs
// is written.
func (w *writer) PutDerived(ctx context.Context, each store.Deriving, made string, change int64) error {
	return w.s.wrap(w.do(ctx, func() error {
		have, err := w.derivedSums(ctx)
		if err == nil {
			err = store.ReplaceDerived(ctx, w.s.codec, derivedTable{w}, have, each)
		}
		if err != nil {
			return err
		}
		return errors.Join(w.set("derived", made), w.set("derived_at", change))
	}))
}

// Amend changes some derived records in one transaction.
func (w *writer) Amend(ctx context.Context, each store.Deriving, gone []store.DerivedKey, made string, change int64) error {
	return w.s.wrap(w.do(ctx, func() error {
		if err := store.AmendDerived(ctx, w.s.codec, derivedTable{w}, each, gone); err != nil {
			return err
		}
		return errors.Join(w.set("derived", made), w.set("derived_at", change))
	}))
}

// A derivedTable is the table of derived records, within a transaction of its writer.
type derivedTable struct{ w *writer }

// Put keeps a record.
func (t derivedTable) Put(at store.DerivedKey, sum int64, packed []byte) error {
	_, err := t.w.exec(`INSERT INTO derived VALUES (?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET sum = excluded.sum, body = excluded.body`, at.Kind, at.Key, sum, packed)
	return err
}

// Packed returns a record.
func (t derivedTable) Packed(at store.DerivedKey) (packed []byte, err error) {
	_, err = t.w.get("SELECT body FROM derived WHERE kind = ? AND key = ?", []any{at.Kind, at.Key}, &packed)
	return packed, err
}

// Drop takes records out.
func (t derivedTable) Drop(gone []store.DerivedKey) error {
	for _, at := range gone {
		if _, err := t.w.exec("DELETE FROM derived WHERE kind = ? AND key = ?", at.Kind, at.Key); err != nil {
			return err
		}
	}
	_, err := t.w.exec("DELETE FROM forwards WHERE EXISTS (SELECT 1 FROM derived WHERE kind = ? AND key = forwards.story)", store.StoryKind)
	return err
}

// Forward notes what became of a story whose id is gone.
func (t derivedTable) Forward(id, now string) error {
	if _, err := t.w.exec("UPDATE forwards SET now = ? WHERE now = ?", now, id); err != nil {
		return err
	}
	_, err := t.w.exec("INSERT INTO forwards VALUES (?, ?) ON CONFLICT DO UPDATE SET now = excluded.now", id, now)
	return err
}

func (w *writer) derivedSums(ctx context.Context) (map[store.DerivedKey]int64, error) {
	sums := map[store.DerivedKey]int64{}
	err := each(ctx, w.conn, "SELECT kind, key, sum FROM derived", func(scan func(...any) error) error {
		var at store.DerivedKey
		var sum int64
		err := scan(&at.Kind, &at.Key, &sum)
		sums[at] = sum
		return err
	})
	return sums, err
}

// Remove takes out articles and everything that was derived.
func (w *writer) Remove(ctx context.Context, articles []string, keepOut bool) (n int, err error) {
	err = w.do(ctx, func() error {
		for _, id := range articles {
			pages, err := values[int64](ctx, w.conn, "SELECT DISTINCT page FROM analyses WHERE article = ? AND article != ''", id)
			if err != nil {
				return err
			}
			if len(pages) > 0 {
				n++
			}
			if keepOut {
				if _, err := w.exec("INSERT OR IGNORE INTO removed_articles VALUES (?)", id); err != nil {
					return err
				}
			}
			for _, p := range pages {
				if err := w.removePage(p, keepOut); err != nil {
					return err
				}
			}
		}
		if n == 0 {
			return nil
		}
		return w.clearDerived(ctx)
	})
	if err != nil || n == 0 {
		return 0, w.s.wrap(err)
	}
	return n, w.s.wrap(w.scrub(ctx))
}

func (w *writer) removePage(page int64, keepOut bool) error {
	if keepOut {
		if _, err := w.exec("INSERT OR IGNORE INTO removed_pages SELECT key FROM pages WHERE id = ?", page); err != nil {
			return err
		}
	}
	for _, query := range []string{
		"DELETE FROM readings WHERE page = ?", "DELETE FROM analyses WHERE page = ?", "DELETE FROM pages WHERE id = ?",
	} {
		if _, err := w.exec(query, page); err != nil {
			return err
		}
	}
	editions, err := values[int64](context.Background(), w.conn, "SELECT id FROM editions")
	if err != nil {
		return err
	}
	for _, id := range editions {
		if _, err := w.exec("DELETE FROM "+articleIndex(id)+" WHERE rowid = ?", page); err != nil {
			return err
		}
		if _, err := w.exec("DELETE FROM "+statementIndex(id)+" WHERE rowid >= ? AND rowid < ?", page<<statementBits, (page+1)<<statementBits); err != nil {
			return err
		}
	}
	return nil
}

// clearDerived drops all derived records: any of them may hold words of what was
// removed.
func (w *writer) clearDerived(ctx context.Context) error {
	if _, err := w.conn.ExecContext(ctx, "DELETE FROM derived"); err != nil {
		return err
	}
	return errors.Join(w.set("derived_at", 0), w.changed())
}

// scrub takes the last traces of removed words out of the file: the indexes are
// written anew without them, and what was written ahead goes into the file,
// where freed pages are overwritten (secure_delete).
func (w *writer) scrub(ctx context.Context) error {
	err := w.do(ctx, func() error {
		for _, name := range []string{articleIndex(w.edition), statementIndex(w.edition)} {
			if _, err := w.conn.ExecContext(ctx, "INSERT INTO "+name+"("+name+") VALUES ('optimize')"); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	// A reader that is at work keeps the file from taking in what was written
	// ahead; the next checkpoint after it has ended will.
	var busy, log, done int
	return errors.Join(w.waitForReaders(ctx, scrubWait),
		w.conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &log, &done),
		w.waitForReaders(ctx, busyWait))
}

// scrubWait is how long scrub waits for readers.
const scrubWait = time.Second

func (w *writer) waitForReaders(ctx context.Context, wait time.Duration) error {
	_, err := w.conn.ExecContext(ctx, fmt.Sprintf("PRAGMA busy_timeout = %d", wait.Milliseconds()))
	return err
}
