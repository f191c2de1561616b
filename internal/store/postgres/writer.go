package postgres

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/store"
)

// A writer is the one writer of a store. It writes over the one connection that
// holds the lock: when the server no longer has that connection, it has given the
// lock to nobody before it has thrown away what the connection had not finished,
// so that a writer that was taken for dead cannot write beside its successor.
type writer struct {
	s       *Store
	conn    *pgx.Conn
	edition int64 // that readers see; 0 in a store that was never written to
	ids     ids
	within  bool // a transaction that Together began
}

// ids are the last numbers that were given to rows. There is one writer, so it
// counts them itself, which COPY needs.
type ids struct{ input, page, analysis int64 }

var (
	_ store.Writer   = (*writer)(nil)
	_ store.Amender  = (*writer)(nil)
	_ store.Together = (*writer)(nil)
	_ store.Glancer  = (*writer)(nil)
)

// lockSpace keeps our locks apart from those of others in the same database.
const lockSpace = 0x74777330 // "tws0"

// statementMost is how long one statement of a writer may take. Interrupting one
// costs the connection, and with it the right to write, so that what a caller no
// longer wants is broken off between statements only; this is for a server that
// does not answer any more. Ours.
const statementMost = 5 * time.Minute

// lock waits at most wait for the right to write, and returns the connection that
// holds it.
func (s *Store) lock(ctx context.Context, wait time.Duration) (*pgx.Conn, error) {
	conn, err := pgx.ConnectConfig(ctx, s.config.Copy())
	if err != nil {
		return nil, err
	}
	schema := fnv.New32a()
	schema.Write([]byte(s.schema))
	_, err = conn.Exec(ctx, fmt.Sprintf("SET lock_timeout = %d", max(1, wait.Milliseconds())))
	if err == nil {
		_, err = conn.Exec(ctx, "SELECT pg_advisory_lock($1::int, $2::int)", lockSpace, int32(schema.Sum32()))
	}
	if err == nil {
		_, err = conn.Exec(ctx, "SET lock_timeout = 0")
	}
	if err == nil {
		// What a Writer says is kept is kept: a server may be set to lose the last
		// moments in a crash.
		_, err = conn.Exec(ctx, "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'")
	}
	if err != nil {
		closed := conn.Close(context.WithoutCancel(ctx))
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		var e *pgconn.PgError
		if errors.As(err, &e) && e.Code == "55P03" {
			return nil, fmt.Errorf("%w; waited %s (wait longer with --wait)", store.ErrLocked, wait)
		}
		return nil, errors.Join(err, closed)
	}
	return conn, nil
}

// Write waits for the right to write.
func (s *Store) Write(ctx context.Context, wait time.Duration) (store.Writer, error) {
	w, err := s.write(ctx, wait)
	if err != nil {
		return nil, s.wrap(err)
	}
	return w, nil
}

func (s *Store) write(ctx context.Context, wait time.Duration) (*writer, error) {
	if s.ro {
		return nil, store.ErrReadOnly
	}
	conn, err := s.lock(ctx, wait)
	if err != nil {
		return nil, err
	}
	w := &writer{s: s, conn: conn}
	err = w.do(ctx, func() error { return w.keepSchemas() })
	if err == nil {
		w.edition, err = number(ctx, conn, "edition")
	}
	for key, to := range w.ids.names() {
		if err == nil {
			*to, err = number(ctx, conn, key)
		}
	}
	if err != nil {
		return nil, errors.Join(err, w.Close())
	}
	return w, nil
}

// names gives the keys of the table meta under which ids are kept.
func (n *ids) names() map[string]*int64 {
	return map[string]*int64{"last_input": &n.input, "last_page": &n.page, "last_analysis": &n.analysis}
}

// Close gives the right to write back.
func (w *writer) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), connectMost)
	defer cancel()
	if w.conn.IsClosed() {
		return nil // the server, or the way to it, is gone, and the right with it
	}
	return w.conn.Close(ctx)
}

// do runs fn as one transaction. What fn wrote is kept when do returns nil, and
// gone when it returns an error.
func (w *writer) do(ctx context.Context, fn func() error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if w.within {
		return fn()
	}
	before := w.ids
	err := w.exec("BEGIN")
	if err != nil {
		return err
	}
	if err = fn(); err == nil {
		err = ctx.Err()
	}
	if err == nil {
		if err = w.keepIDs(before); err == nil {
			err = w.exec("COMMIT")
		}
	}
	if err != nil {
		w.ids = before
		if !w.conn.IsClosed() {
			_ = w.exec("ROLLBACK") // the error that matters is err
		}
	}
	return err
}

// Together runs fn as one transaction.
func (w *writer) Together(ctx context.Context, fn func() error) error {
	var own error
	edition := w.edition
	err := w.do(ctx, func() error {
		w.within = true
		defer func() { w.within = false }()
		own = fn()
		return own
	})
	if err != nil {
		w.edition = edition
	}
	if own != nil {
		return own
	}
	return w.s.wrap(err)
}

func (w *writer) keepIDs(before ids) error {
	if w.ids == before {
		return nil
	}
	var errs []error
	for key, to := range w.ids.names() {
		errs = append(errs, w.set(key, *to))
	}
	return errors.Join(errs...)
}

// limited returns the context of one statement.
func limited() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), statementMost)
}

func (w *writer) exec(query string, args ...any) error {
	_, err := w.affected(query, args...)
	return err
}

// affected runs a statement and returns how many rows it changed.
func (w *writer) affected(query string, args ...any) (int64, error) {
	ctx, cancel := limited()
	defer cancel()
	tag, err := w.conn.Exec(ctx, query, args...)
	return tag.RowsAffected(), err
}

// get reads one row; ok is false if there is none.
func (w *writer) get(query string, args []any, dest ...any) (ok bool, err error) {
	ctx, cancel := limited()
	defer cancel()
	err = w.conn.QueryRow(ctx, query, args...).Scan(dest...)
	if errors.Is(err, pgx.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

func (w *writer) set(key string, value any) error {
	return w.exec("INSERT INTO meta VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value", key, fmt.Sprint(value))
}

// changed notes that there are other articles than before.
func (w *writer) changed() error {
	return w.exec("INSERT INTO meta VALUES ('change', '1') ON CONFLICT (key) DO UPDATE SET value = (meta.value::bigint + 1)::text")
}

// Begin returns the input that is to be read, whole or from where it was left.
func (w *writer) Begin(ctx context.Context, name, options string) (in store.Input, err error) {
	err = w.do(ctx, func() error {
		in = store.Input{Options: options, File: news.InputFile{Name: name}}
		ok, err := w.get("SELECT id FROM inputs WHERE sha256(name) = sha256($1) AND name = $1 AND options = $2 AND NOT complete",
			[]any{[]byte(name), []byte(options)}, &in.ID)
		if err != nil || ok {
			return err
		}
		w.ids.input++
		in.ID = w.ids.input
		return w.exec("INSERT INTO inputs (id, name, options, sha256, complete) VALUES ($1, $2, $3, '', false)", in.ID, []byte(name), []byte(options))
	})
	return in, w.s.wrap(err)
}

const inputColumns = "id, name, options, sha256, complete, account"

// Find returns a complete input.
func (w *writer) Find(ctx context.Context, name, options, sha256 string) (in store.Input, ok bool, err error) {
	if err := ctx.Err(); err != nil {
		return in, false, err
	}
	var row inputRow
	ok, err = w.get("SELECT "+inputColumns+" FROM inputs WHERE sha256(name) = sha256($1) AND name = $1 AND options = $2 AND sha256 = $3 AND complete",
		[]any{[]byte(name), []byte(options), sha256}, row.dest()...)
	if err == nil && ok {
		in, err = row.input(w.s.codec)
	}
	return in, ok && err == nil, w.s.wrap(err)
}

// Seen says what the store knows of a page.
func (w *writer) Seen(ctx context.Context, k store.Key) (store.Seen, error) {
	list, err := w.SeenAll(ctx, []store.Key{k})
	if err != nil {
		return store.Unseen, err
	}
	return list[0], nil
}

// SeenAll says it of many pages, in one question.
func (w *writer) SeenAll(ctx context.Context, keys []store.Key) ([]store.Seen, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	wanted := make([][]byte, len(keys))
	for i := range keys {
		wanted[i] = keys[i][:]
	}
	out := make([]store.Seen, len(keys))
	limit, cancel := limited()
	defer cancel()
	err := each(limit, w.conn, `SELECT u.n, EXISTS (SELECT 1 FROM pages p JOIN analyses a ON a.edition = $1 AND a.page = p.id WHERE p.key = u.key),
		EXISTS (SELECT 1 FROM removed_pages r WHERE r.key = u.key) FROM unnest($2::bytea[]) WITH ORDINALITY u (key, n)`, func(rows pgx.Rows) error {
		var n int64
		var kept, removed bool
		err := rows.Scan(&n, &kept, &removed)
		switch {
		case kept:
			out[n-1] = store.Kept
		case removed:
			out[n-1] = store.Removed
		}
		return err
	}, w.edition, wanted)
	return out, w.s.wrap(err)
}

// Finish completes an input.
func (w *writer) Finish(ctx context.Context, in store.Input, n int) error {
	return w.s.wrap(w.do(ctx, func() error {
		dropped, err := w.affected("DELETE FROM readings WHERE input = $1 AND ordinal >= $2", in.ID, n)
		if err != nil {
			return err
		}
		var before int64
		same, err := w.get("SELECT id FROM inputs WHERE sha256(name) = sha256($1) AND name = $1 AND options = $2 AND sha256 = $3 AND complete AND id != $4 LIMIT 1",
			[]any{[]byte(in.File.Name), []byte(in.Options), in.File.SHA256, in.ID}, &before)
		if err != nil {
			return err
		}
		if same {
			return w.dropInput(in.ID)
		}
		account := w.s.codec.Pack(&store.Account{Errors: in.File.Errors, Notices: in.Notices})
		finished, err := w.affected(`UPDATE inputs SET sha256 = $1, complete = true, account = $2
			WHERE id = $3 AND NOT (complete AND sha256 = $1 AND account IS NOT DISTINCT FROM $2)`, in.File.SHA256, account, in.ID)
		if err == nil && finished+dropped > 0 {
			err = w.changed()
		}
		return err
	}))
}

// dropInput takes out an input that turned out to be there already.
func (w *writer) dropInput(id int64) error {
	return errors.Join(w.exec("DELETE FROM readings WHERE input = $1", id), w.exec("DELETE FROM inputs WHERE id = $1", id))
}

// View returns the store as this writer left it.
func (w *writer) View(ctx context.Context) (store.View, error) { return w.s.View(ctx) }
