package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"github.com/twosource/twosource/internal/store"
)

// derivedBatch is how many changed records are sent at a time. Ours.
const derivedBatch = 500

// PutDerived replaces the derived records in one transaction. Only what differs
// is written.
func (w *writer) PutDerived(ctx context.Context, each store.Deriving, made string, change int64) error {
	return w.s.wrap(w.do(ctx, func() error {
		have, err := w.derivedSums()
		if err == nil {
			err = store.ReplaceDerived(ctx, w.s.codec, &derivedTable{w: w}, have, each)
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
		if err := store.AmendDerived(ctx, w.s.codec, &derivedTable{w: w}, each, gone); err != nil {
			return err
		}
		return errors.Join(w.set("derived", made), w.set("derived_at", change))
	}))
}

// A derivedTable is the table of derived records, within a transaction of its writer,
// and the records that are on their way into it.
type derivedTable struct {
	w      *writer
	kinds  []int32
	keys   []string
	sums   []int64
	bodies [][]byte
}

// Put keeps a record, with others that are put.
func (t *derivedTable) Put(at store.DerivedKey, sum int64, packed []byte) error {
	t.kinds, t.keys, t.sums, t.bodies = append(t.kinds, int32(at.Kind)), append(t.keys, at.Key), append(t.sums, sum), append(t.bodies, packed)
	if len(t.keys) < derivedBatch {
		return nil
	}
	return t.flush()
}

func (t *derivedTable) flush() error {
	if len(t.keys) == 0 {
		return nil
	}
	err := t.w.exec(`INSERT INTO derived SELECT * FROM unnest($1::int[], $2::text[], $3::bigint[], $4::bytea[])
		ON CONFLICT (kind, key) DO UPDATE SET sum = excluded.sum, body = excluded.body`, t.kinds, t.keys, t.sums, t.bodies)
	t.kinds, t.keys, t.sums, t.bodies = t.kinds[:0], t.keys[:0], t.sums[:0], t.bodies[:0]
	return err
}

// Packed returns a record.
func (t *derivedTable) Packed(at store.DerivedKey) (packed []byte, err error) {
	_, err = t.w.get("SELECT body FROM derived WHERE kind = $1 AND key = $2", []any{at.Kind, at.Key}, &packed)
	return packed, err
}

// Drop takes records out.
func (t *derivedTable) Drop(gone []store.DerivedKey) error {
	kinds, keys := make([]int32, len(gone)), make([]string, len(gone))
	for i, at := range gone {
		kinds[i], keys[i] = int32(at.Kind), at.Key
	}
	return errors.Join(
		t.flush(),
		t.w.exec("DELETE FROM derived d USING unnest($1::int[], $2::text[]) u (kind, key) WHERE d.kind = u.kind AND d.key = u.key", kinds, keys),
		t.w.exec("DELETE FROM forwards WHERE story IN (SELECT key FROM derived WHERE kind = $1)", store.StoryKind),
	)
}

// Forward notes what became of a story whose id is gone.
func (t *derivedTable) Forward(id, now string) error {
	return errors.Join(
		t.w.exec("UPDATE forwards SET now = $1 WHERE now = $2", now, id),
		t.w.exec("INSERT INTO forwards VALUES ($1, $2) ON CONFLICT (story) DO UPDATE SET now = excluded.now", id, now),
	)
}

func (w *writer) derivedSums() (map[store.DerivedKey]int64, error) {
	sums := map[store.DerivedKey]int64{}
	ctx, cancel := limited()
	defer cancel()
	err := each(ctx, w.conn, "SELECT kind, key, sum FROM derived", func(rows pgx.Rows) error {
		var at store.DerivedKey
		var sum int64
		err := rows.Scan(&at.Kind, &at.Key, &sum)
		sums[at] = sum
		return err
	})
	return sums, err
}

// Remove takes out articles and everything that was derived.
func (w *writer) Remove(ctx context.Context, articles []string, keepOut bool) (n int, err error) {
	err = w.do(ctx, func() error {
		if n, err = w.remove(articles, keepOut); err != nil || n == 0 {
			return err
		}
		return w.clearDerived()
	})
	if err != nil || n == 0 {
		return 0, w.s.wrap(err)
	}
	return n, w.s.wrap(w.scrub(ctx))
}

func (w *writer) remove(articles []string, keepOut bool) (n int, err error) {
	if keepOut {
		if err := w.exec("INSERT INTO removed_articles SELECT DISTINCT unnest($1::text[]) ON CONFLICT DO NOTHING", articles); err != nil {
			return 0, err
		}
	}
	var pages []int64
	_, err = w.get("SELECT coalesce(array_agg(DISTINCT page), '{}'), count(DISTINCT article) FROM analyses WHERE article = ANY($1) AND article != ''",
		[]any{articles}, &pages, &n)
	if err != nil || n == 0 {
		return 0, err
	}
	if keepOut {
		if err := w.exec("INSERT INTO removed_pages SELECT key FROM pages WHERE id = ANY($1) ON CONFLICT DO NOTHING", pages); err != nil {
			return 0, err
		}
	}
	for _, table := range []string{"readings", "analyses", "found_articles", "found_statements"} {
		if err := w.exec("DELETE FROM "+table+" WHERE page = ANY($1)", pages); err != nil {
			return 0, err
		}
	}
	return n, w.exec("DELETE FROM pages WHERE id = ANY($1)", pages)
}

// clearDerived drops all derived records: any of them may hold words of what was
// removed.
func (w *writer) clearDerived() error {
	return errors.Join(w.exec("DELETE FROM derived"), w.set("derived_at", 0), w.changed())
}

// scrub lets PostgreSQL take the room of what was removed for other rows. Until
// they come, and in the log that is written ahead, its bytes may stay on the disk;
// VACUUM FULL, which nobody can read beside, takes them out of the tables.
func (w *writer) scrub(ctx context.Context) error {
	for _, table := range []string{"pages", "analyses", "found_articles", "found_statements", "derived"} {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := w.exec("VACUUM " + table); err != nil {
			return err
		}
	}
	return nil
}
