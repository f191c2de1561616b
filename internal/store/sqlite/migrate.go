package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/pressly/goose/v3"

	"github.com/twosource/twosource/internal/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrateWait is how long opening waits for another process that brings the file
// up to date.
const migrateWait = 10 * time.Second

// prepare holds the file to the version of this program: one that is older is
// brought up to date, if it may be written to.
func (s *Store) prepare(ctx context.Context, mode Mode) error {
	have, err := s.version(ctx)
	if err != nil {
		return err
	}
	provider, err := s.provider()
	if err != nil {
		return err
	}
	sources := provider.ListSources()
	want := sources[len(sources)-1].Version
	if err := store.CheckVersion(have, want, s.ro); err != nil {
		return err
	}
	switch {
	case have == 0 && mode != Create:
		return fmt.Errorf("%w: it is an empty database", store.ErrNotStore)
	case have < want:
		if err := s.migrate(ctx, provider); err != nil {
			return err
		}
	}
	return s.readSchemas(ctx)
}

// migrate brings the file up to date, as its only writer.
func (s *Store) migrate(ctx context.Context, p *goose.Provider) (err error) {
	l, err := lock(ctx, s.path, migrateWait)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.release()) }()
	_, err = p.Up(ctx)
	return err
}

func (s *Store) provider() (*goose.Provider, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectSQLite3, s.db, files, goose.WithDisableGlobalRegistry(true))
}

// version returns the number of the last migration, 0 for an empty database.
func (s *Store) version(ctx context.Context) (int64, error) {
	var tables, id int64
	err := s.db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'").Scan(&tables)
	if err != nil {
		return 0, err
	}
	if err := s.db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return 0, err
	}
	if id != applicationID {
		// A process that was killed before the first migration leaves goose's table.
		var ours int64
		err := s.db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema WHERE tbl_name = 'goose_db_version'").Scan(&ours)
		if err != nil || tables > ours {
			return 0, errors.Join(store.ErrNotStore, err)
		}
		return 0, nil
	}
	var v int64
	err = s.db.QueryRowContext(ctx, "SELECT max(version_id) FROM goose_db_version WHERE is_applied").Scan(&v)
	return v, err
}

// readSchemas learns the schemas of the records in the file.
func (s *Store) readSchemas(ctx context.Context) error {
	list, err := values[string](ctx, s.db, "SELECT schema FROM schemas")
	if err != nil {
		return err
	}
	for _, text := range list {
		s.known[text] = true
	}
	s.codec, err = store.NewCodec(list)
	return err
}

// keepSchemas makes sure that the file has the schemas by which this program
// packs.
func (s *Store) keepSchemas(ctx context.Context, conn *sql.Conn) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, text := range store.Schemas(s.codec) {
		if s.known[text] {
			continue
		}
		if _, err := conn.ExecContext(ctx, "INSERT OR IGNORE INTO schemas VALUES (?)", text); err != nil {
			return err
		}
		s.known[text] = true
	}
	return nil
}
