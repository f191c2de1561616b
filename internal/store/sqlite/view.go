package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"sync"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/store"
)

// A view reads the store within one transaction.
type view struct {
	s       *Store
	conn    *sql.Conn
	edition int64
	own     bool // the transaction and the connection are the view's
	mu      sync.Mutex
	stmts   map[string]*sql.Stmt // guarded by mu
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
	if _, err := conn.ExecContext(ctx, "BEGIN"); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	if v.edition, err = number(ctx, conn, "edition"); err != nil { // the first read fixes the moment
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

// row reads the one row of a query that is asked for many records: its statement is
// made once a view. The error is sql.ErrNoRows if there is none.
func (v *view) row(ctx context.Context, query string, args []any, dest ...any) error {
	st, err := v.prepared(ctx, query)
	if err != nil {
		return err
	}
	return st.QueryRowContext(ctx, args...).Scan(dest...)
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

// text returns the value of a key of the table meta, "" if it is not there.
func text(ctx context.Context, conn *sql.Conn, key string) (string, error) {
	var value string
	err := conn.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = ?", key).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, err
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

// State counts what the store holds.
func (v *view) State(ctx context.Context) (store.State, error) {
	st, err := v.state(ctx)
	return st, v.s.wrap(err)
}

func (v *view) state(ctx context.Context) (st store.State, err error) {
	err = v.conn.QueryRowContext(ctx, "SELECT ingest, extract, annotate, knowledge FROM editions WHERE id = ?", v.edition).
		Scan(&st.Revisions.Ingest, &st.Revisions.Extract, &st.Revisions.Annotate, &st.Revisions.Knowledge)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return st, err
	}
	err = v.conn.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM inputs), (SELECT count(*) FROM pages),
		(SELECT count(DISTINCT article) FROM analyses WHERE edition = ?1 AND article != ''),
		(SELECT count(*) FROM analyses WHERE edition = ?1 AND failed IS NOT NULL), (SELECT count(*) FROM removed_articles)`, v.edition).
		Scan(&st.Inputs, &st.Pages, &st.Articles, &st.Quarantined, &st.Removed)
	if err != nil {
		return st, err
	}
	return st, v.stamp(ctx, &st)
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
	args = append(args, v.edition)
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
	err = v.s.codec.EachItem(rows, store.PartOf(f.Lean), columns, v.s.wrap, yield)
	if closed := rows.Close(); err == nil {
		err = v.s.wrap(closed)
	}
	return err
}

// Analysis returns the analysis of one page.
func (v *view) Analysis(ctx context.Context, k store.Key, lean bool) (*store.Analysis, bool, error) {
	r := store.Row{Key: k[:]}
	err := v.conn.QueryRowContext(ctx, `SELECT a.failed, a.revision, a.error, a.analysis, a.body, `+neededPage+`
		FROM pages p JOIN analyses a ON a.page = p.id AND a.edition = ? WHERE p.key = ?`, v.edition, k[:]).
		Scan(&r.Failed, &r.Revision, &r.Message, &r.Analysis, &r.Body, &r.Page)
	if errors.Is(err, sql.ErrNoRows) {
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

// Derived returns all derived records.
func (v *view) Derived(ctx context.Context) (*news.Record, error) {
	g := store.NewGatherer(v.s.codec)
	err := each(ctx, v.conn, "SELECT kind, key, body FROM derived ORDER BY kind, key", func(scan func(...any) error) error {
		var kind store.Kind
		var key string
		var body sql.RawBytes
		if err := scan(&kind, &key, &body); err != nil {
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

// Removed returns the articles that are to stay out.
func (v *view) Removed(ctx context.Context) ([]string, error) {
	list, err := values[string](ctx, v.conn, "SELECT article FROM removed_articles ORDER BY article")
	return list, v.s.wrap(err)
}

// Story returns one story.
func (v *view) Story(ctx context.Context, id string) (s news.Story, ok bool, err error) {
	return store.FoundStory(ctx, v, id, func() (string, error) {
		now, err := values[string](ctx, v.conn, "SELECT now FROM forwards WHERE story = ?", id)
		return first(now), v.s.wrap(err)
	})
}

// first returns the first of a list, or nothing.
func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// Thread returns one thread.
func (v *view) Thread(ctx context.Context, id string) (t news.Thread, ok bool, err error) {
	ok, err = v.Record(ctx, store.ThreadKind, id, &t)
	return t, ok, err
}
