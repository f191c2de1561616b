package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

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

// Listed gives all readings with the numbers of their pages.
func (v *view) Listed(ctx context.Context, yield func(store.Reading, int64) error) (int64, error) {
	return v.edition, v.s.wrap(each(ctx, v.conn, `SELECT r.input, r.ordinal, coalesce(r.name, i.name), r.line, r.page
		FROM readings r JOIN inputs i ON i.id = r.input ORDER BY r.input, r.ordinal`, func(scan func(...any) error) error {
		var r store.Reading
		var page int64
		if err := scan(&r.Input, &r.Ordinal, &r.At.Name, &r.At.Line, &page); err != nil {
			return err
		}
		return yield(r, page)
	}))
}

// PageKey returns the key of a page by its number.
func (v *view) PageKey(ctx context.Context, page int64) (k store.Key, err error) {
	var key []byte
	err = v.row(ctx, "SELECT key FROM pages WHERE id = ?", []any{page}, &key)
	copy(k[:], key)
	return k, v.s.wrap(err)
}

// Record reads one derived record.
func (v *view) Record(ctx context.Context, k store.Kind, key string, to any) (bool, error) {
	var body []byte
	err := v.row(ctx, "SELECT body FROM derived WHERE kind = ? AND key = ?", []any{k, key}, &body)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err == nil {
		err = v.s.codec.Unpack(body, to)
	}
	return err == nil, v.s.wrap(err)
}

// Sum returns the checksum of a derived record.
func (v *view) Sum(ctx context.Context, k store.Kind, key string) (sum int64, ok bool, err error) {
	err = v.row(ctx, "SELECT sum FROM derived WHERE kind = ? AND key = ?", []any{k, key}, &sum)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, false, nil
	}
	return sum, err == nil, v.s.wrap(err)
}

// Sums gives the keys and checksums of the derived records of one kind.
func (v *view) Sums(ctx context.Context, k store.Kind, visit func(key string, sum int64) error) error {
	return v.s.wrap(each(ctx, v.conn, "SELECT key, sum FROM derived WHERE kind = ? ORDER BY key", func(scan func(...any) error) error {
		var key string
		var sum int64
		if err := scan(&key, &sum); err != nil {
			return err
		}
		return visit(key, sum)
	}, k))
}

// Scan gives the derived records of one kind.
func (v *view) Scan(ctx context.Context, k store.Kind, visit func(key string, sum int64, read func(to any) error) error) error {
	return v.s.wrap(each(ctx, v.conn, "SELECT key, sum, body FROM derived WHERE kind = ? ORDER BY key", func(scan func(...any) error) error {
		var key string
		var sum int64
		var body sql.RawBytes
		if err := scan(&key, &sum, &body); err != nil {
			return err
		}
		return visit(key, sum, func(to any) error { return v.s.codec.Unpack(body, to) })
	}, k))
}

// Dated gives the articles with their dates.
func (v *view) Dated(ctx context.Context, visit func(article string, first *int64, mark int64) error) error {
	return v.s.wrap(each(ctx, v.conn, `SELECT article, min(first), max(id) * 1024 + count(*) FROM analyses
		WHERE edition = ? AND article != '' GROUP BY article ORDER BY article`, func(scan func(...any) error) error {
		var article string
		var first *int64
		var mark int64
		if err := scan(&article, &first, &mark); err != nil {
			return err
		}
		return visit(article, first, mark)
	}, v.edition))
}

// Found returns the articles that a search finds.
func (v *view) Found(ctx context.Context, q *store.Query, of store.HitKind, limit int) ([]string, error) {
	if !v.searchable(q, of) {
		return nil, nil
	}
	query, args, err := v.ranked(ctx, q, of, limit)
	if err != nil {
		return nil, v.s.wrap(err)
	}
	page := "m.n"
	if of == store.Statements {
		page = fmt.Sprintf("m.n >> %d", statementBits)
	}
	query = fmt.Sprintf("SELECT a.article FROM (%s) m CROSS JOIN analyses a ON a.edition = %d AND a.page = %s ORDER BY m.r, m.n", query, v.edition, page)
	list, err := values[string](ctx, v.conn, query, args...)
	return store.Distinct(list), v.s.wrap(err)
}
