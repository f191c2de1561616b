package postgres

import (
	"context"
	"errors"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/twosource/twosource/internal/store"
)

// A view reads the store within one transaction.
type view struct {
	store.Tables
	s    *Store
	conn *pgxpool.Conn
}

var (
	_ store.View   = (*view)(nil)
	_ store.Lister = (*view)(nil)
	_ store.Summer = (*view)(nil)
)

// View returns the store as it is now.
func (s *Store) View(ctx context.Context) (store.View, error) {
	v, err := s.view(ctx)
	if err != nil {
		return nil, s.wrap(err)
	}
	return v, nil
}

func (s *Store) view(ctx context.Context) (*view, error) {
	conn, err := s.pool.Acquire(ctx)
	if err != nil {
		return nil, err
	}
	v := &view{s: s, conn: conn}
	v.Tables = store.Tables{Querier: v, Codec: s.codec, Wrap: s.wrap}
	if _, err := conn.Exec(ctx, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"); err != nil {
		conn.Release()
		return nil, err
	}
	if v.Edition, err = number(ctx, conn, "edition"); err != nil { // the first read fixes the moment
		return nil, errors.Join(err, v.Close())
	}
	return v, nil
}

// Close ends the transaction.
func (v *view) Close() error {
	defer v.conn.Release()
	if v.conn.Conn().IsClosed() {
		return nil // what was read was told of where it failed
	}
	ctx, cancel := context.WithTimeout(context.Background(), connectMost)
	defer cancel()
	_, err := v.conn.Exec(ctx, "ROLLBACK")
	return err
}

// One reads one row of a query.
func (v *view) One(ctx context.Context, query string, args []any, to ...any) (bool, error) {
	err := v.conn.QueryRow(ctx, query, args...).Scan(to...)
	if errors.Is(err, pgx.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// Each reads all rows of a query.
func (v *view) Each(ctx context.Context, query string, args []any, visit func(scan func(to ...any) error) error) error {
	return each(ctx, v.conn, query, func(rows pgx.Rows) error { return visit(rows.Scan) }, args...)
}

// A querier is a connection, or a pool of them.
type querier interface {
	Query(ctx context.Context, query string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, query string, args ...any) pgx.Row
	Exec(ctx context.Context, query string, args ...any) (pgconn.CommandTag, error)
}

// each calls fn with each row of a query.
func each(ctx context.Context, q querier, query string, fn func(pgx.Rows) error, args ...any) error {
	rows, err := q.Query(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := fn(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// values returns the one column of a query.
func values[T any](ctx context.Context, q querier, query string, args ...any) (list []T, err error) {
	err = each(ctx, q, query, func(rows pgx.Rows) error {
		var v T
		err := rows.Scan(&v)
		list = append(list, v)
		return err
	}, args...)
	return list, err
}

// number returns a whole number of the table meta, 0 if it is not there.
func number(ctx context.Context, q querier, key string) (value int64, err error) {
	err = q.QueryRow(ctx, "SELECT value::bigint FROM meta WHERE key = $1", key).Scan(&value)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, nil
	}
	return value, err
}

// Inputs returns all inputs by id.
func (v *view) Inputs(ctx context.Context) ([]store.Input, error) {
	var list []store.Input
	err := each(ctx, v.conn, "SELECT "+inputColumns+" FROM inputs ORDER BY id", func(rows pgx.Rows) error {
		var r inputRow
		if err := rows.Scan(r.dest()...); err != nil {
			return err
		}
		in, err := r.input(v.s.codec)
		list = append(list, in)
		return err
	})
	return list, v.s.wrap(err)
}

// An inputRow is what is read of one input.
type inputRow struct {
	in                     store.Input
	name, options, account []byte
}

func (r *inputRow) dest() []any {
	return []any{&r.in.ID, &r.name, &r.options, &r.in.File.SHA256, &r.in.Complete, &r.account}
}

func (r *inputRow) input(c *store.Codec) (store.Input, error) {
	in := r.in
	in.File.Name, in.Options = string(r.name), string(r.options)
	return in, c.UnpackAccount(r.account, &in)
}

// readColumns are the columns from which a reading and its analysis are unpacked,
// before the page or what stands for it.
const readColumns = "r.input, r.ordinal, coalesce(r.name, i.name), r.line, p.key, a.failed, a.revision, a.error, a.analysis, "

// The last of the columns.
const (
	noPage    = "NULL::bytea"
	everyPage = "p.page"
)

const readTables = " FROM readings r JOIN inputs i ON i.id = r.input JOIN pages p ON p.id = r.page JOIN analyses a ON a.page = r.page AND a.edition = $1"

// picked returns the end of a query over readings r, pages p, inputs i and
// analyses a that picks by f.
func (v *view) picked(f store.Filter) (clause string, args []any) {
	args = append(args, v.Edition)
	where := []string{"true"}
	if f.Failed {
		where = append(where, "a.failed IS NOT NULL")
	}
	if f.Articles != nil {
		args = append(args, f.Articles)
		where = append(where, "a.article = ANY("+place(args)+")")
	}
	if f.Inputs != nil {
		names := make([][]byte, len(f.Inputs))
		for i, name := range f.Inputs {
			names[i] = []byte(name)
		}
		args = append(args, names)
		where = append(where, "i.name = ANY("+place(args)+")")
	}
	if f.NotBefore != nil {
		args = append(args, *f.NotBefore)
		where = append(where, "a.last >= "+place(args))
	}
	return readTables + " WHERE " + strings.Join(where, " AND ") + " ORDER BY r.input, r.ordinal", args
}

// Readings gives the readings that f picks to yield.
func (v *view) Readings(ctx context.Context, f store.Filter, yield func(store.Reading, *store.Analysis) error) error {
	return v.read(ctx, f, noPage, func(r store.Reading, it *store.Item) error { return yield(r, &it.Analysis) })
}

// Pages gives the pages of the readings that f picks to yield.
func (v *view) Pages(ctx context.Context, f store.Filter, yield func(store.Reading, *store.Item) error) error {
	return v.read(ctx, f, everyPage, yield)
}

func (v *view) read(ctx context.Context, f store.Filter, page string, yield func(store.Reading, *store.Item) error) error {
	clause, args := v.picked(f)
	rows, err := v.conn.Query(ctx, "SELECT "+readColumns+page+clause, args...)
	if err != nil {
		return v.s.wrap(err)
	}
	defer rows.Close()
	return v.s.codec.EachItem(rows, f.Reads(), columns, v.s.wrap, yield)
}

// Analysis returns the analysis of one page.
func (v *view) Analysis(ctx context.Context, k store.Key, part store.Part) (*store.Analysis, bool, error) {
	r := store.Row{Key: k[:]}
	err := v.conn.QueryRow(ctx, `SELECT a.failed, a.revision, a.error, a.analysis
		FROM pages p JOIN analyses a ON a.page = p.id AND a.edition = $1 WHERE p.key = $2`, v.Edition, k[:]).
		Scan(&r.Failed, &r.Revision, &r.Message, &r.Analysis)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, v.s.wrap(err)
	}
	it, err := r.Item(v.s.codec, part)
	if err != nil {
		return nil, false, v.s.wrap(err)
	}
	return &it.Analysis, true, nil
}
