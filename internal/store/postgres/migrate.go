package postgres

import (
	"context"
	"crypto/sha256"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"github.com/twosource/twosource/internal/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrateWait is how long opening waits for another process that writes, or
// brings the store up to date.
const migrateWait = 10 * time.Second

// prepare holds the schema to the version of this program: one that is older is
// brought up to date, if it may be written to.
func (s *Store) prepare(ctx context.Context, create bool) error {
	have, err := s.version(ctx)
	if err != nil {
		return err
	}
	provider, done, err := s.provider()
	if err != nil {
		return err
	}
	defer done()
	sources := provider.ListSources()
	want := sources[len(sources)-1].Version
	if err := store.CheckVersion(have, want, s.ro); err != nil {
		return err
	}
	switch {
	case have == 0 && !create:
		return fmt.Errorf("%w: the database has no schema %s", store.ErrNoStore, s.schema)
	case have < want:
		if err := s.migrate(ctx, provider); err != nil {
			return err
		}
	}
	return s.readSchemas(ctx)
}

// version returns the number of the last migration, 0 without a store.
func (s *Store) version(ctx context.Context) (v int64, err error) {
	var encoding string
	var tables int
	var ours bool
	err = s.pool.QueryRow(ctx, `SELECT pg_is_in_recovery(), current_setting('server_encoding'),
		(SELECT count(*) FROM pg_tables WHERE schemaname = $1), to_regclass($1 || '.goose_db_version') IS NOT NULL`, s.schema).
		Scan(&s.ro, &encoding, &tables, &ours)
	switch {
	case err != nil:
		return 0, err
	case encoding != "UTF8":
		return 0, fmt.Errorf("%w: the database is in the encoding %s; make one in UTF8", store.ErrNotStore, encoding)
	case tables > 0 && !ours:
		return 0, fmt.Errorf("%w: the schema %s has other tables", store.ErrNotStore, s.schema)
	case !ours:
		return 0, nil
	}
	err = s.pool.QueryRow(ctx, "SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied").Scan(&v)
	return v, err
}

// provider returns what brings the schema up to date, with what closes it.
func (s *Store) provider() (*goose.Provider, func(), error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, nil, err
	}
	config := s.config.Copy()
	// What must wait for a reader does not make others wait behind it for long.
	config.RuntimeParams["lock_timeout"] = "5s"
	db := stdlib.OpenDB(*config)
	p, err := goose.NewProvider(goose.DialectPostgres, db, files, goose.WithDisableGlobalRegistry(true))
	return p, func() { _ = db.Close() }, err // nothing is open that could fail
}

// migrate brings the schema up to date, as its only writer.
func (s *Store) migrate(ctx context.Context, p *goose.Provider) (err error) {
	l, err := s.lock(ctx, migrateWait)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close(context.WithoutCancel(ctx))) }()
	if _, err := l.Exec(ctx, "CREATE SCHEMA IF NOT EXISTS "+pgx.Identifier{s.schema}.Sanitize()); err != nil {
		return err
	}
	_, err = p.Up(ctx)
	return err
}

// readSchemas learns the schemas of the records in the database.
func (s *Store) readSchemas(ctx context.Context) error {
	list, err := values[string](ctx, s.pool, "SELECT schema FROM schemas ORDER BY mark")
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, text := range list {
		s.known[text] = true
	}
	s.codec, err = store.NewCodec(list)
	return err
}

// keepSchemas makes sure that the database has the schemas by which this program
// packs.
func (w *writer) keepSchemas() error {
	w.s.mu.Lock()
	defer w.s.mu.Unlock()
	for _, text := range store.Schemas(w.s.codec) {
		if w.s.known[text] {
			continue
		}
		mark := sha256.Sum256([]byte(text))
		if err := w.exec("INSERT INTO schemas VALUES ($1, $2) ON CONFLICT DO NOTHING", mark[:], text); err != nil {
			return err
		}
		w.s.known[text] = true
	}
	return nil
}
