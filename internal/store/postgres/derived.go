package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/store"
)

// derivedBatch is how many changed records are sent at a time. Ours.
const derivedBatch = 500

type derivedKey struct {
	kind store.Kind
	key  string
}

// PutDerived replaces the derived records in one transaction. Only what differs
// is written.
func (w *writer) PutDerived(ctx context.Context, each store.Deriving, made string, change int64) error {
	return w.s.wrap(w.do(ctx, func() error {
		have, err := w.derivedSums()
		if err != nil {
			return err
		}
		p := deriving{w: w}
		err = each(func(k store.Kind, key string, v any) error {
			if s, ok := v.(*news.Story); ok {
				p.stories.See(s)
			}
			body := w.s.codec.Pack(v)
			sum := store.SumOf(body)
			at := derivedKey{k, key}
			old, ok := have[at]
			delete(have, at)
			if ok && old == sum {
				return nil
			}
			p.kinds, p.keys, p.sums, p.bodies = append(p.kinds, int32(k)), append(p.keys, key), append(p.sums, sum), append(p.bodies, body)
			if len(p.keys) == derivedBatch {
				return errors.Join(p.flush(), ctx.Err())
			}
			return ctx.Err()
		})
		if err != nil {
			return err
		}
		return errors.Join(p.flush(), p.drop(have), w.set("derived", made), w.set("derived_at", change))
	}))
}

// A deriving is derived records on their way into the database.
type deriving struct {
	w       *writer
	stories store.Forwarder
	kinds   []int32
	keys    []string
	sums    []int64
	bodies  [][]byte
}

func (p *deriving) flush() error {
	if len(p.keys) == 0 {
		return nil
	}
	err := p.w.exec(`INSERT INTO derived SELECT * FROM unnest($1::int[], $2::text[], $3::bigint[], $4::bytea[])
		ON CONFLICT (kind, key) DO UPDATE SET sum = excluded.sum, body = excluded.body`, p.kinds, p.keys, p.sums, p.bodies)
	p.kinds, p.keys, p.sums, p.bodies = p.kinds[:0], p.keys[:0], p.sums[:0], p.bodies[:0]
	return err
}

// drop takes out records that are no more, and notes what became of stories.
func (p *deriving) drop(gone map[derivedKey]int64) error {
	var kinds []int32
	var keys []string
	for at := range gone {
		if at.kind == store.StoryKind {
			if err := p.w.forward(at.key, &p.stories); err != nil {
				return err
			}
		}
		kinds, keys = append(kinds, int32(at.kind)), append(keys, at.key)
	}
	if err := p.w.exec(`DELETE FROM derived d USING unnest($1::int[], $2::text[]) u (kind, key)
		WHERE d.kind = u.kind AND d.key = u.key`, kinds, keys); err != nil {
		return err
	}
	return p.w.exec("DELETE FROM forwards WHERE story IN (SELECT key FROM derived WHERE kind = $1)", store.StoryKind)
}

// forward notes what became of a story whose id is gone.
func (w *writer) forward(id string, stories *store.Forwarder) error {
	var body []byte
	if _, err := w.get("SELECT body FROM derived WHERE kind = $1 AND key = $2", []any{store.StoryKind, id}, &body); err != nil {
		return err
	}
	var was news.Story
	if err := w.s.codec.Unpack(body, &was); err != nil {
		return err
	}
	now, ok := stories.Now(&was)
	if !ok {
		return nil
	}
	return errors.Join(
		w.exec("UPDATE forwards SET now = $1 WHERE now = $2", now, id),
		w.exec("INSERT INTO forwards VALUES ($1, $2) ON CONFLICT (story) DO UPDATE SET now = excluded.now", id, now),
	)
}

func (w *writer) derivedSums() (map[derivedKey]int64, error) {
	sums := map[derivedKey]int64{}
	ctx, cancel := limited()
	defer cancel()
	err := each(ctx, w.conn, "SELECT kind, key, sum FROM derived", func(rows pgx.Rows) error {
		var at derivedKey
		var sum int64
		err := rows.Scan(&at.kind, &at.key, &sum)
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
