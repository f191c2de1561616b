package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"sync"

	"github.com/twosource/twosource/internal/store"
)

// A view reads the store within one transaction.
type view struct {
	store.Tables
	s     *Store
	conn  *sql.Conn
	own   bool // the transaction and the connection are the view's
	mu    sync.Mutex
	stmts map[string]*sql.Stmt // guarded by mu
}

var _ store.View = (*view)(nil)

// View returns the store as it is now.
func (s *Store) View(ctx context.Context) (store.View, error) {
	v, err := s.view(ctx)
	if err != nil {
		return nil, s.wrap(err)
	}
	return v, nil
}

func (s *Store) view(ctx context.Context) (*view, error) {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	v := &view{s: s, conn: conn, own: true}
	v.Tables = store.Tables{Querier: v, Codec: s.codec, Wrap: s.wrap}
	if _, err := conn.ExecContext(ctx, "BEGIN"); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	if v.Edition, err = number(ctx, conn, "edition"); err != nil { // the first read fixes the moment
		return nil, errors.Join(err, v.Close())
	}
	return v, nil
}

// Close ends the transaction.
func (v *view) Close() error {
	if !v.own {
		return nil
	}
	var errs []error
	for _, st := range v.stmts {
		errs = append(errs, st.Close())
	}
	_, err := v.conn.ExecContext(context.Background(), "ROLLBACK")
	return errors.Join(append(errs, err, v.conn.Close())...)
}

// One reads one row of a query, whose statement is made once a view.
func (v *view) One(ctx context.Context, query string, args []any, to ...any) (bool, error) {
	st, err := v.prepared(ctx, query)
	if err == nil {
		err = st.QueryRowContext(ctx, args...).Scan(to...)
	}
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// Each reads all rows of a query.
func (v *view) Each(ctx context.Context, query string, args []any, visit func(scan func(to ...any) error) error) error {
	return each(ctx, v.conn, query, visit, args...)
}

func (v *view) prepared(ctx context.Context, query string) (*sql.Stmt, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if st, ok := v.stmts[query]; ok {
		return st, nil
	}
	st, err := v.conn.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	if v.stmts == nil {
		v.stmts = map[string]*sql.Stmt{}
	}
	v.stmts[query] = st
	return st, nil
}

// A querier is a connection, or a pool of them.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// each calls fn with each row of a query.
func each(ctx context.Context, q querier, query string, fn func(scan func(...any) error) error, args ...any) (err error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := fn(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// values returns the one column of a query.
func values[T any](ctx context.Context, q querier, query string, args ...any) (list []T, err error) {
	err = each(ctx, q, query, func(scan func(...any) error) error {
		var v T
		err := scan(&v)
		list = append(list, v)
		return err
	}, args...)
	return list, err
}

// number returns a whole number of the table meta, 0 if it is not there.
func number(ctx context.Context, conn *sql.Conn, key string) (int64, error) {
	var value int64
	err := conn.QueryRowContext(ctx, "SELECT CAST(value AS INTEGER) FROM meta WHERE key = ?", key).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return value, err
}

// Inputs returns all inputs by id.
func (v *view) Inputs(ctx context.Context) ([]store.Input, error) {
	var list []store.Input
	err := each(ctx, v.conn, "SELECT "+inputColumns+" FROM inputs ORDER BY id", func(scan func(...any) error) error {
		in, err := v.s.scanInput(scan)
		list = append(list, in)
		return err
	})
	return list, v.s.wrap(err)
}

func (s *Store) scanInput(scan func(...any) error) (in store.Input, err error) {
	var account []byte
	if err := scan(&in.ID, &in.File.Name, &in.Options, &in.File.SHA256, &in.Complete, &account); err != nil {
		return in, err
	}
	return in, s.codec.UnpackAccount(account, &in)
}

// picked returns the end of a query over readings r, pages p, inputs i and
// analyses a that picks by f.
func (v *view) picked(f store.Filter) (clause string, args []any) {
	// What picks few of many comes first, and CROSS JOIN keeps it there.
	switch {
	case f.Articles != nil:
		clause = ` FROM analyses a CROSS JOIN readings r ON r.page = a.page JOIN inputs i ON i.id = r.input JOIN pages p ON p.id = r.page`
	case f.Inputs != nil:
		clause = ` FROM inputs i CROSS JOIN readings r ON r.input = i.id JOIN pages p ON p.id = r.page JOIN analyses a ON a.page = r.page`
	default:
		clause = ` FROM readings r JOIN inputs i ON i.id = r.input JOIN pages p ON p.id = r.page JOIN analyses a ON a.page = r.page`
	}
	where := []string{"+a.edition = ?"}
	if f.Articles == nil {
		where[0] = "a.edition = ?"
	}
	args = append(args, v.Edition)
	if f.Failed {
		where = append(where, "a.failed IS NOT NULL")
	}
	if f.Articles != nil {
		where = append(where, "a.article IN (SELECT value FROM json_each(?))")
		args = append(args, jsonList(f.Articles))
	}
	if f.Inputs != nil {
		where = append(where, "i.name IN (SELECT value FROM json_each(?))")
		args = append(args, jsonList(f.Inputs))
	}
	if f.NotBefore != nil {
		where = append(where, "a.last >= ?")
		args = append(args, *f.NotBefore)
	}
	return clause + " WHERE " + strings.Join(where, " AND ") + " ORDER BY r.input, r.ordinal", args
}

// readColumns are the columns from which a reading and its analysis are unpacked:
// the page only where the analysis goes without the text that is in it.
const readColumns = "SELECT r.input, r.ordinal, coalesce(r.name, i.name), r.line, p.key, a.failed, a.revision, a.error, a.analysis, a.body, "

// The last of the columns.
const (
	neededPage = "CASE WHEN a.body IS NOT NULL THEN p.page END"
	everyPage  = "p.page"
)

// columns are where readColumns and the last of them are read to.
func columns(r *store.Row) []any {
	return []any{&r.Reading.Input, &r.Reading.Ordinal, &r.Name, &r.Reading.At.Line, &r.Key,
		&r.Failed, &r.Revision, &r.Message, &r.Analysis, &r.Body, &r.Page}
}

// Readings gives the readings that f picks to yield.
func (v *view) Readings(ctx context.Context, f store.Filter, yield func(store.Reading, *store.Analysis) error) error {
	return v.read(ctx, f, neededPage, func(r store.Reading, it *store.Item) error { return yield(r, &it.Analysis) })
}

// Pages gives the pages of the readings that f picks to yield.
func (v *view) Pages(ctx context.Context, f store.Filter, yield func(store.Reading, *store.Item) error) error {
	return v.read(ctx, f, everyPage, yield)
}

func (v *view) read(ctx context.Context, f store.Filter, page string, yield func(store.Reading, *store.Item) error) error {
	clause, args := v.picked(f)
	rows, err := v.conn.QueryContext(ctx, readColumns+page+clause, args...)
	if err != nil {
		return v.s.wrap(err)
	}
	err = v.s.codec.EachItem(rows, f.Reads(), columns, v.s.wrap, yield)
	if closed := rows.Close(); err == nil {
		err = v.s.wrap(closed)
	}
	return err
}

// Analysis returns that part of the analysis of one page.
func (v *view) Analysis(ctx context.Context, k store.Key, part store.Part) (*store.Analysis, bool, error) {
	query := pageAnalysis
	if part&store.ArticlePart == 0 {
		query = pageAnnotation
	}
	st, err := v.prepared(ctx, query)
	if err != nil {
		return nil, false, v.s.wrap(err)
	}
	rows, err := st.QueryContext(ctx, v.Edition, k[:])
	if err != nil {
		return nil, false, v.s.wrap(err)
	}
	it, err := onlyItem(rows, v.s.codec, &store.Row{Key: k[:]}, part)
	if err = errors.Join(err, rows.Close()); err != nil || it == nil {
		return nil, false, v.s.wrap(err)
	}
	return &it.Analysis, true, nil
}

// onlyItem unpacks the only one of rows, nil if there is none, while it stands in the
// memory of the database.
func onlyItem(rows *sql.Rows, c *store.Codec, r *store.Row, part store.Part) (*store.Item, error) {
	if !rows.Next() {
		return nil, rows.Err()
	}
	err := rows.Scan(&r.Failed, &r.Revision, &r.Message, (*sql.RawBytes)(&r.Analysis), &r.Body, (*sql.RawBytes)(&r.Page))
	if err != nil {
		return nil, err
	}
	return r.Item(c, part)
}

// Analyses by page: with the page if its words are missing in the article, and without.
const (
	pageAnalysis   = "SELECT a.failed, a.revision, a.error, a.analysis, a.body, " + neededPage + ofPage
	pageAnnotation = "SELECT a.failed, a.revision, a.error, a.analysis, NULL, NULL" + ofPage
	ofPage         = " FROM pages p JOIN analyses a ON a.page = p.id AND a.edition = ? WHERE p.key = ?"
)
