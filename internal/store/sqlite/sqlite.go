// Package sqlite keeps a store in one SQLite file, with FTS5 for searching.
//
// It is for one machine: one writer, any number of readers beside it. The file
// is described in docs/formats/store.md. Beside it stand, while it is open, the
// -wal and -shm files of SQLite, and a -lock file, which holds nothing: a lock
// on it is what makes a process the writer, and goes with the process.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"modernc.org/sqlite" // registers the driver "sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/twosource/twosource/internal/store"
)

// A Mode says what a store is opened for.
type Mode int

// The modes.
const (
	Read   Mode = iota // it must exist; a read-only folder will do
	Write              // it must exist
	Create             // it is made if it does not exist, with its folder
)

// pageSize is the size of a page of the file. A packed article takes some 5 kB:
// with pages of 4 kB half of the last page of each would be lost. Ours, measured
// in docs/decisions/0013-store.md.
const pageSize = 16384

// busyWait is how long a statement waits for another process that reads or writes
// just then: writers have agreed among themselves before (see lock).
const busyWait = 10 * time.Second

// idleConns is how many connections wait for readers, each with what it has read
// last in memory. Ours.
const idleConns = 8

// applicationID is what a store carries in its header beside "SQLite format 3".
const applicationID = 1414813519

// A Store is a store in one file.
type Store struct {
	path  string
	db    *sql.DB
	codec *store.Codec
	known map[string]bool // schemas that the file has
	mu    sync.Mutex      // guards known
	ro    bool
}

var _ store.Store = (*Store)(nil)

// Open opens the store at path. Errors are those of package store, with the path:
// ErrNoStore, ErrNotStore, ErrNewer, ErrReadOnly, ErrCorrupt, and ErrLocked if a
// file of an older version is being written to.
func Open(ctx context.Context, path string, mode Mode) (*Store, error) {
	s, err := open(ctx, path, mode)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, plain(err))
	}
	return s, nil
}

func open(ctx context.Context, path string, mode Mode) (*Store, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && mode != Create:
		return nil, store.ErrNoStore
	case errors.Is(err, fs.ErrNotExist):
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return nil, fmt.Errorf("%w: %w", store.ErrReadOnly, err)
		}
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, fmt.Errorf("%w: it is a folder", store.ErrNotStore)
	}
	s := &Store{path: path, known: map[string]bool{}}
	if err := s.connect(ctx, mode); err != nil {
		return nil, err
	}
	if err := s.prepare(ctx, mode); err != nil {
		return nil, errors.Join(err, s.db.Close())
	}
	return s, nil
}

// connect opens the file so that it can be read: to write, else to read only,
// else as a file that nothing changes, which needs no files beside it.
func (s *Store) connect(ctx context.Context, mode Mode) error {
	kinds := []string{"mode=rw", "mode=ro", "immutable=1"}
	if mode == Create {
		kinds = []string{"mode=rwc"}
	}
	if mode == Write {
		kinds = kinds[:1]
	}
	var first error
	for i, kind := range kinds {
		if kind == "immutable=1" && notEmpty(s.path+"-wal") {
			break
		}
		db, err := sql.Open("sqlite", s.dsn(kind))
		if err == nil {
			db.SetMaxIdleConns(idleConns)
			var n int
			if err = db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&n); err == nil {
				s.db, s.ro = db, i > 0
				return nil
			}
			err = errors.Join(err, db.Close())
		}
		if first == nil {
			first = err
		}
		if !isCode(err, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR) {
			break
		}
	}
	return first
}

func notEmpty(file string) bool {
	info, err := os.Stat(file)
	return err == nil && info.Size() > 0
}

// dsn returns the name by which the driver opens the file.
func (s *Store) dsn(kind string) string {
	q := url.Values{}
	for _, p := range []string{
		fmt.Sprintf("page_size(%d)", pageSize), fmt.Sprintf("busy_timeout(%d)", busyWait.Milliseconds()), "synchronous(FULL)", "secure_delete(ON)",
		"temp_store(MEMORY)", "cache_size(-32768)", "journal_size_limit(67108864)", "trusted_schema(OFF)",
	} {
		q.Add("_pragma", p)
	}
	if kind == "mode=rwc" || kind == "mode=rw" {
		q.Set("_journal_mode", "WAL") // comes after page_size, which it would fix
	}
	return uri(s.path) + "?" + kind + "&" + q.Encode()
}

func uri(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/store.db
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath()
}

// Close closes the store. A store that was closed needs no files beside its own.
func (s *Store) Close() error { return s.db.Close() }

// Path returns where the store is.
func (s *Store) Path() string { return s.path }

// isCode reports whether err is one of SQLite's with one of these primary codes.
func isCode(err error, codes ...int) bool {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return false
	}
	for _, c := range codes {
		if e.Code()&0xff == c {
			return true
		}
	}
	return false
}

// plain turns an error of SQLite into one of package store.
func plain(err error) error {
	var kind error
	switch {
	case err == nil:
		return nil
	case isCode(err, sqlite3.SQLITE_FULL):
		kind = store.ErrFull
	case isCode(err, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
		kind = store.ErrReadOnly
	case isCode(err, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
		kind = store.ErrLocked
	case isCode(err, sqlite3.SQLITE_NOTADB):
		kind = store.ErrNotStore
	case isCode(err, sqlite3.SQLITE_CORRUPT), errors.Is(err, store.ErrDamaged),
		strings.Contains(err.Error(), "sql: Scan error"): // a value of another type than was written
		kind = store.ErrCorrupt
	default:
		return err
	}
	return fmt.Errorf("%w (%w)", kind, err)
}

// wrap names the store in an error.
func (s *Store) wrap(err error) error { return store.InStore(s.path, err, plain) }
