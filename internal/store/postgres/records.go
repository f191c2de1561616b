package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/store"
)

// Stamp returns when the store was changed last.
func (v *view) Stamp(ctx context.Context) (store.State, error) {
	var st store.State
	err := v.stamp(ctx, &st)
	return st, v.s.wrap(err)
}

func (v *view) stamp(ctx context.Context, st *store.State) (err error) {
	if st.Change, err = number(ctx, v.conn, "change"); err != nil {
		return err
	}
	if st.DerivedAt, err = number(ctx, v.conn, "derived_at"); err != nil {
		return err
	}
	st.Derived, err = text(ctx, v.conn, "derived")
	return err
}

// Derived returns all derived records.
func (v *view) Derived(ctx context.Context) (*news.Record, error) {
	g := store.NewGatherer(v.s.codec)
	err := each(ctx, v.conn, "SELECT kind, key, body FROM derived ORDER BY kind, key", func(rows pgx.Rows) error {
		var kind store.Kind
		var key string
		var body []byte
		if err := rows.Scan(&kind, &key, &body); err != nil {
			return err
		}
		return g.Add(kind, key, body)
	})
	if err != nil {
		return nil, v.s.wrap(err)
	}
	rec, err := g.Record()
	return rec, v.s.wrap(err)
}

// Record reads one derived record.
func (v *view) Record(ctx context.Context, k store.Kind, key string, to any) (bool, error) {
	var body []byte
	err := v.conn.QueryRow(ctx, "SELECT body FROM derived WHERE kind = $1 AND key = $2", k, key).Scan(&body)
	if errors.Is(err, pgx.ErrNoRows) {
		return false, nil
	}
	if err == nil {
		err = v.s.codec.Unpack(body, to)
	}
	return err == nil, v.s.wrap(err)
}

// Listed gives all readings with the numbers of their pages.
func (v *view) Listed(ctx context.Context, yield func(store.Reading, int64) error) (int64, error) {
	return v.edition, v.s.wrap(each(ctx, v.conn, `SELECT r.input, r.ordinal, coalesce(r.name, i.name), r.line, r.page
		FROM readings r JOIN inputs i ON i.id = r.input ORDER BY r.input, r.ordinal`, func(rows pgx.Rows) error {
		var r store.Reading
		var name []byte
		var page int64
		if err := rows.Scan(&r.Input, &r.Ordinal, &name, &r.At.Line, &page); err != nil {
			return err
		}
		r.At.Name = string(name)
		return yield(r, page)
	}))
}

// PageKey returns the key of a page by its number.
func (v *view) PageKey(ctx context.Context, page int64) (k store.Key, err error) {
	var key []byte
	err = v.conn.QueryRow(ctx, "SELECT key FROM pages WHERE id = $1", page).Scan(&key)
	copy(k[:], key)
	return k, v.s.wrap(err)
}

// Sum returns the checksum of a derived record.
func (v *view) Sum(ctx context.Context, k store.Kind, key string) (sum int64, ok bool, err error) {
	err = v.conn.QueryRow(ctx, "SELECT sum FROM derived WHERE kind = $1 AND key = $2", k, key).Scan(&sum)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, false, nil
	}
	return sum, err == nil, v.s.wrap(err)
}

// Sums gives the keys and checksums of the derived records of one kind.
func (v *view) Sums(ctx context.Context, k store.Kind, visit func(key string, sum int64) error) error {
	return v.s.wrap(each(ctx, v.conn, "SELECT key, sum FROM derived WHERE kind = $1 ORDER BY key", func(rows pgx.Rows) error {
		var key string
		var sum int64
		if err := rows.Scan(&key, &sum); err != nil {
			return err
		}
		return visit(key, sum)
	}, k))
}

// Scan gives the derived records of one kind.
func (v *view) Scan(ctx context.Context, k store.Kind, visit func(key string, sum int64, read func(to any) error) error) error {
	return v.s.wrap(each(ctx, v.conn, "SELECT key, sum, body FROM derived WHERE kind = $1 ORDER BY key", func(rows pgx.Rows) error {
		var key string
		var sum int64
		var body []byte
		if err := rows.Scan(&key, &sum, &body); err != nil {
			return err
		}
		return visit(key, sum, func(to any) error { return v.s.codec.Unpack(body, to) })
	}, k))
}

// Dated gives the articles with their dates.
func (v *view) Dated(ctx context.Context, visit func(article string, first *int64, mark int64) error) error {
	return v.s.wrap(each(ctx, v.conn, `SELECT article, min(first), max(id) * 1024 + count(*) FROM analyses
		WHERE edition = $1 AND article != '' GROUP BY article ORDER BY article`, func(rows pgx.Rows) error {
		var article string
		var first *int64
		var mark int64
		if err := rows.Scan(&article, &first, &mark); err != nil {
			return err
		}
		return visit(article, first, mark)
	}, v.edition))
}
