package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/store"
)

// A writer is the one writer of a store.
type writer struct {
	s       *Store
	lock    *fileLock
	conn    *sql.Conn
	stmts   map[string]*sql.Stmt
	edition int64 // that readers see; 0 in a store that was never written to
	within  bool  // a transaction that Together began
}

var _ store.Writer = (*writer)(nil)

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
	l, err := lock(ctx, s.path, wait)
	if err != nil {
		return nil, err
	}
	w := &writer{s: s, lock: l, stmts: map[string]*sql.Stmt{}}
	if w.conn, err = s.db.Conn(ctx); err != nil {
		return nil, errors.Join(err, l.release())
	}
	err = w.do(ctx, func() error { return s.keepSchemas(ctx, w.conn) })
	if err == nil {
		w.edition, err = number(ctx, w.conn, "edition")
	}
	if err != nil {
		return nil, errors.Join(err, w.Close())
	}
	return w, nil
}

// Close gives the right to write back.
func (w *writer) Close() error {
	var errs []error
	for _, st := range w.stmts {
		errs = append(errs, st.Close())
	}
	errs = append(errs, w.conn.Close(), w.lock.release())
	return errors.Join(errs...)
}

// do runs fn as one transaction. What fn wrote is on the disk when do returns
// nil, and gone when it returns an error.
func (w *writer) do(ctx context.Context, fn func() error) error {
	if w.within {
		return fn()
	}
	if _, err := w.conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	err := fn()
	if err == nil {
		err = ctx.Err()
	}
	if err == nil {
		_, err = w.conn.ExecContext(context.WithoutCancel(ctx), "COMMIT")
	}
	if err != nil {
		// A full disk may have rolled back already; then this fails, and that is fine.
		_, _ = w.conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
	}
	return err
}

// Together runs fn as one transaction.
func (w *writer) Together(ctx context.Context, fn func() error) error {
	var own error
	err := w.do(ctx, func() error {
		w.within = true
		defer func() { w.within = false }()
		own = fn()
		return own
	})
	if own != nil {
		return own
	}
	return w.s.wrap(err)
}

// prepared returns the statement of query, made once.
func (w *writer) prepared(query string) (*sql.Stmt, error) {
	if st, ok := w.stmts[query]; ok {
		return st, nil
	}
	st, err := w.conn.PrepareContext(context.Background(), query)
	if err == nil {
		w.stmts[query] = st
	}
	return st, err
}

// exec runs a prepared statement.
func (w *writer) exec(query string, args ...any) (sql.Result, error) {
	st, err := w.prepared(query)
	if err != nil {
		return nil, err
	}
	return st.Exec(args...)
}

// get reads one row of a prepared statement; ok is false if there is none.
func (w *writer) get(query string, args []any, dest ...any) (ok bool, err error) {
	st, err := w.prepared(query)
	if err != nil {
		return false, err
	}
	err = st.QueryRow(args...).Scan(dest...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

func (w *writer) set(key string, value any) error {
	_, err := w.exec("INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", key, fmt.Sprint(value))
	return err
}

// changed notes that there are other articles than before.
func (w *writer) changed() error {
	_, err := w.exec("INSERT INTO meta VALUES ('change', '1') ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1")
	return err
}

// Begin returns the input that is to be read, whole or from where it was left.
func (w *writer) Begin(ctx context.Context, name, options string) (in store.Input, err error) {
	err = w.do(ctx, func() error {
		in = store.Input{Options: options, File: news.InputFile{Name: name}}
		ok, err := w.get("SELECT id FROM inputs WHERE name = ? AND options = ? AND NOT complete", []any{name, options}, &in.ID)
		if err != nil || ok {
			return err
		}
		res, err := w.exec("INSERT INTO inputs (name, options, sha256, complete) VALUES (?, ?, '', 0)", name, options)
		if err == nil {
			in.ID, err = res.LastInsertId()
		}
		return err
	})
	return in, w.s.wrap(err)
}

const inputColumns = "id, name, options, sha256, complete, account"

// Find returns a complete input.
func (w *writer) Find(ctx context.Context, name, options, sha256 string) (in store.Input, ok bool, err error) {
	in, err = w.s.scanInput(w.conn.QueryRowContext(ctx, "SELECT "+inputColumns+
		" FROM inputs WHERE name = ? AND options = ? AND sha256 = ? AND complete", name, options, sha256).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return in, false, nil
	}
	return in, err == nil, w.s.wrap(err)
}

// Seen says what the store knows of a page.
func (w *writer) Seen(_ context.Context, k store.Key) (store.Seen, error) {
	var one int
	ok, err := w.get("SELECT 1 FROM pages p JOIN analyses a ON a.edition = ? AND a.page = p.id WHERE p.key = ?", []any{w.edition, k[:]}, &one)
	if err != nil {
		return store.Unseen, w.s.wrap(err)
	}
	if ok {
		return store.Kept, nil
	}
	if ok, err = w.get("SELECT 1 FROM removed_pages WHERE key = ?", []any{k[:]}, &one); ok {
		return store.Removed, nil
	}
	return store.Unseen, w.s.wrap(err)
}

// Put keeps pages of an input in one transaction.
func (w *writer) Put(ctx context.Context, input int64, batch []store.Entry) (keptOut int, err error) {
	packed := w.pack(batch)
	err = w.do(ctx, func() error {
		any := false
		for i := range batch {
			put, out, err := w.putEntry(input, &batch[i], packed[i])
			if err != nil {
				return err
			}
			any = any || put
			if out {
				keptOut++
			}
		}
		if any {
			return w.changed()
		}
		return nil
	})
	if err != nil {
		keptOut = 0
	}
	return keptOut, w.s.wrap(err)
}

// putEntry keeps one page. It reports whether anything changed, and whether the
// page was kept out because its article was removed.
func (w *writer) putEntry(input int64, e *store.Entry, packed packedItem) (changed, out bool, err error) {
	if e.Item != nil {
		if out, err := w.isRemoved(e.Item.Article.ID); err != nil || out {
			if err == nil {
				_, err = w.exec("INSERT OR IGNORE INTO removed_pages VALUES (?)", e.Key[:])
			}
			return false, out, err
		}
	}
	var page int64
	ok, err := w.get("SELECT id FROM pages WHERE key = ?", []any{e.Key[:]}, &page)
	if err != nil {
		return false, false, err
	}
	if !ok {
		if e.Item == nil {
			return false, false, fmt.Errorf("the page %x is said to be kept and is not", e.Key[:8])
		}
		res, err := w.exec("INSERT INTO pages (key, page) VALUES (?, ?)", e.Key[:], packed.page)
		if err != nil {
			return false, false, err
		}
		if page, err = res.LastInsertId(); err != nil {
			return false, false, err
		}
	}
	if e.Item != nil {
		if changed, err = w.putAnalysis(w.edition, page, &e.Item.Analysis, packed); err != nil {
			return false, false, err
		}
	}
	read, err := w.putReading(input, e, page)
	return changed || read, false, err
}

func (w *writer) isRemoved(article string) (bool, error) {
	if article == "" {
		return false, nil
	}
	var one int
	return w.get("SELECT 1 FROM removed_articles WHERE article = ?", []any{article}, &one)
}

// putReading notes where the page was met. It reports whether that was not so
// before.
func (w *writer) putReading(input int64, e *store.Entry, page int64) (bool, error) {
	res, err := w.exec(`INSERT INTO readings (input, ordinal, page, line, name)
		VALUES (?1, ?2, ?3, ?4, nullif(?5, (SELECT name FROM inputs WHERE id = ?1)))
		ON CONFLICT DO UPDATE SET page = excluded.page, line = excluded.line, name = excluded.name
		WHERE page != excluded.page OR line != excluded.line OR name IS NOT excluded.name`,
		input, e.Ordinal, page, e.At.Line, e.At.Name)
	return affected(res, err)
}

func affected(res sql.Result, err error) (bool, error) {
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n > 0, err
}

// putAnalysis keeps an analysis and the words by which it is found. It reports
// whether there was none.
func (w *writer) putAnalysis(edition, page int64, a *store.Analysis, packed packedItem) (bool, error) {
	var first, last, failed, revision, message, body any
	if f, l, ok := a.Article.Published.Bounds(); ok {
		first, last = f, l
	}
	if a.Failure.Stage != "" {
		failed, revision, message = a.Failure.Stage, a.Failure.Revision, a.Failure.Message
	}
	if packed.body >= 0 {
		body = packed.body
	}
	added, err := affected(w.exec(`INSERT OR IGNORE INTO analyses (edition, page, article, first, last, failed, revision, error, analysis, body)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, edition, page, a.Article.ID, first, last, failed, revision, message, packed.analysis, body))
	if err != nil || !added || failed != nil {
		return added, err
	}
	return true, w.index(edition, page, a)
}

// Finish completes an input.
func (w *writer) Finish(ctx context.Context, in store.Input, n int) error {
	return w.s.wrap(w.do(ctx, func() error {
		dropped, err := affected(w.exec("DELETE FROM readings WHERE input = ? AND ordinal >= ?", in.ID, n))
		if err != nil {
			return err
		}
		var before int64
		same, err := w.get("SELECT id FROM inputs WHERE name = ? AND options = ? AND sha256 = ? AND complete AND id != ?",
			[]any{in.File.Name, in.Options, in.File.SHA256, in.ID}, &before)
		if err != nil {
			return err
		}
		if same {
			return w.dropInput(in.ID)
		}
		account := w.s.codec.Pack(&store.Account{Errors: in.File.Errors, Notices: in.Notices})
		finished, err := affected(w.exec("UPDATE inputs SET sha256 = ?, complete = 1, account = ? WHERE id = ? AND NOT (complete AND sha256 = ?1 AND account IS ?2)",
			in.File.SHA256, account, in.ID))
		if err == nil && (finished || dropped) {
			err = w.changed()
		}
		return err
	}))
}

// dropInput takes out an input that turned out to be there already.
func (w *writer) dropInput(id int64) error {
	if _, err := w.exec("DELETE FROM readings WHERE input = ?", id); err != nil {
		return err
	}
	_, err := w.exec("DELETE FROM inputs WHERE id = ?", id)
	return err
}

// View returns the store as this writer left it.
func (w *writer) View(ctx context.Context) (store.View, error) { return w.s.View(ctx) }

// jsonList writes a list for json_each.
func jsonList(list []string) string {
	if list == nil {
		list = []string{}
	}
	b, err := json.Marshal(list)
	if err != nil {
		panic(err) // strings always can be written
	}
	return string(b)
}
