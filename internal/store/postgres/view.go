package postgres

import (
	"context"
	"errors"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/store"
)

// A view reads the store within one transaction.
type view struct {
	s       *Store
	conn    *pgxpool.Conn
	edition int64
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
	if _, err := conn.Exec(ctx, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"); err != nil {
		conn.Release()
		return nil, err
	}
	if v.edition, err = number(ctx, conn, "edition"); err != nil { // the first read fixes the moment
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

// text returns the value of a key of the table meta, "" if it is not there.
func text(ctx context.Context, q querier, key string) (value string, err error) {
	err = q.QueryRow(ctx, "SELECT value FROM meta WHERE key = $1", key).Scan(&value)
	if errors.Is(err, pgx.ErrNoRows) {
		return "", nil
	}
	return value, err
}

// number returns a whole number of the table meta, 0 if it is not there.
func number(ctx context.Context, q querier, key string) (value int64, err error) {
	err = q.QueryRow(ctx, "SELECT value::bigint FROM meta WHERE key = $1", key).Scan(&value)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, nil
	}
	return value, err
}

// State counts what the store holds.
func (v *view) State(ctx context.Context) (store.State, error) {
	st, err := v.state(ctx)
	return st, v.s.wrap(err)
}

func (v *view) state(ctx context.Context) (st store.State, err error) {
	err = v.conn.QueryRow(ctx, "SELECT ingest, extract, annotate, knowledge FROM editions WHERE id = $1", v.edition).
		Scan(&st.Revisions.Ingest, &st.Revisions.Extract, &st.Revisions.Annotate, &st.Revisions.Knowledge)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return st, err
	}
	err = v.conn.QueryRow(ctx, `SELECT (SELECT count(*) FROM inputs), (SELECT count(*) FROM pages),
		(SELECT count(*) FROM (SELECT DISTINCT article FROM analyses WHERE edition = $1 AND article != '') a),
		(SELECT count(*) FROM analyses WHERE edition = $1 AND failed IS NOT NULL), (SELECT count(*) FROM removed_articles)`, v.edition).
		Scan(&st.Inputs, &st.Pages, &st.Articles, &st.Quarantined, &st.Removed)
	if err != nil {
		return st, err
	}
	return st, v.stamp(ctx, &st)
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
	args = append(args, v.edition)
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
	return v.s.codec.EachItem(rows, store.PartOf(f.Lean), columns, v.s.wrap, yield)
}

// Analysis returns the analysis of one page.
func (v *view) Analysis(ctx context.Context, k store.Key, lean bool) (*store.Analysis, bool, error) {
	r := store.Row{Key: k[:]}
	err := v.conn.QueryRow(ctx, `SELECT a.failed, a.revision, a.error, a.analysis
		FROM pages p JOIN analyses a ON a.page = p.id AND a.edition = $1 WHERE p.key = $2`, v.edition, k[:]).
		Scan(&r.Failed, &r.Revision, &r.Message, &r.Analysis)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, v.s.wrap(err)
	}
	it, err := r.Item(v.s.codec, store.PartOf(lean))
	if err != nil {
		return nil, false, v.s.wrap(err)
	}
	return &it.Analysis, true, nil
}

// Removed returns the articles that are to stay out.
func (v *view) Removed(ctx context.Context) ([]string, error) {
	list, err := values[string](ctx, v.conn, "SELECT article FROM removed_articles ORDER BY article")
	return list, v.s.wrap(err)
}

// Story returns one story.
func (v *view) Story(ctx context.Context, id string) (s news.Story, ok bool, err error) {
	return store.FoundStory(ctx, v, id, func() (string, error) {
		var now string
		err := v.conn.QueryRow(ctx, "SELECT now FROM forwards WHERE story = $1", id).Scan(&now)
		if errors.Is(err, pgx.ErrNoRows) {
			return "", nil
		}
		return now, v.s.wrap(err)
	})
}

// Thread returns one thread.
func (v *view) Thread(ctx context.Context, id string) (t news.Thread, ok bool, err error) {
	ok, err = v.Record(ctx, store.ThreadKind, id, &t)
	return t, ok, err
}
