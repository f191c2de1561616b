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
