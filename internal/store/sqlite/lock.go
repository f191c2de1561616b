package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	sqlite3 "modernc.org/sqlite/lib"

	"github.com/twosource/twosource/internal/store"
)

// A fileLock is the right to write: a lock of SQLite's on a file beside the
// store. SQLite's own lock on the store lasts one transaction only; this one
// lasts as long as the writer, and the system takes it from a process that ends,
// however it ends. Nothing else may open that file: when a process closes a file,
// POSIX takes all its locks on it.
type fileLock struct {
	db   *sql.DB
	conn *sql.Conn
}

// lock waits at most wait for the lock on the store at path.
func lock(ctx context.Context, path string, wait time.Duration) (*fileLock, error) {
	file := path + "-lock"
	db, err := sql.Open("sqlite", fmt.Sprintf("%s?mode=rwc&_pragma=busy_timeout(%d)&_journal_mode=MEMORY", uri(file), wait.Milliseconds()))
	if err != nil {
		return nil, err
	}
	conn, err := db.Conn(ctx)
	if err == nil {
		_, err = conn.ExecContext(ctx, "BEGIN EXCLUSIVE")
	}
	if err != nil {
		err = errors.Join(err, db.Close())
		if isCode(err, sqlite3.SQLITE_BUSY) {
			return nil, fmt.Errorf("%w; waited %s (wait longer with --wait)", store.ErrLocked, wait)
		}
		return nil, err
	}
	return &fileLock{db, conn}, nil
}

func (l *fileLock) release() error {
	_, err := l.conn.ExecContext(context.Background(), "ROLLBACK")
	return errors.Join(err, l.conn.Close(), l.db.Close())
}
