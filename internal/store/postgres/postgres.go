// Package postgres keeps a store in a PostgreSQL database, with tsvector for
// searching.
//
// It is for many machines: one writer at a time, wherever it runs, and any number
// of readers. All tables stand in one schema, "twosource" unless the address
// names another by search_path, so that several stores have room in a database.
// docs/decisions/0020-many-machines.md says what was weighed.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/twosource/twosource/internal/store"
)

// defaultSchema is where the tables stand if the address does not say it.
const defaultSchema = "twosource"

// readers is how many views may be open at once if the address does not say it
// by pool_max_conns; who asks for another waits. PostgreSQL serves 100
// connections unless it is told otherwise. Ours.
const readers = 24

// connectMost is how long opening waits for the server if the address does not
// say it by connect_timeout.
const connectMost = 10 * time.Second

// A Store is a store in one schema of one database.
type Store struct {
	name   string // the address without a password
	schema string
	config *pgx.ConnConfig
	pool   *pgxpool.Pool
	codec  *store.Codec
	known  map[string]bool // schemas of records that the database has
	mu     sync.Mutex      // guards known
	ro     bool            // the server is a copy that only reads, or we may not write
}

var _ store.Store = (*Store)(nil)

// Is reports whether the name of a store is an address of this package.
func Is(name string) bool {
	return strings.HasPrefix(name, "postgres://") || strings.HasPrefix(name, "postgresql://")
}

// Open opens the store at an address such as postgres://user@host/database, with
// the parameters that PostgreSQL's own programs know and those of pgxpool. If
// create is true, a store that is not there is made; the database must exist.
// One of an older version is brought up to date while others read it.
//
// Errors are those of package store, with the address without its password:
// ErrNoStore, ErrNotStore, ErrNewer, ErrReadOnly, and ErrLocked if a store of an
// older version is being written to.
func Open(ctx context.Context, address string, create bool) (*Store, error) {
	s := &Store{name: bare(address), known: map[string]bool{}}
	if err := s.open(ctx, address, create); err != nil {
		if s.pool != nil {
			s.pool.Close()
		}
		return nil, fmt.Errorf("%s: %w", s.name, plain(err))
	}
	return s, nil
}

func (s *Store) open(ctx context.Context, address string, create bool) error {
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		return errors.New("the address cannot be read; write postgres://user@host:port/database") // pgx may repeat the password
	}
	if !strings.Contains(address, "pool_max_conns") {
		config.MaxConns = readers
	}
	if config.ConnConfig.ConnectTimeout == 0 {
		config.ConnConfig.ConnectTimeout = connectMost
	}
	params := config.ConnConfig.RuntimeParams
	if params["search_path"] == "" {
		params["search_path"] = defaultSchema
	}
	if s.schema = params["search_path"]; !schemaName.MatchString(s.schema) {
		return fmt.Errorf("search_path=%s: must be the name of one schema, of a-z, 0-9 and _", s.schema)
	}
	if params["application_name"] == "" {
		params["application_name"] = "twosource"
	}
	// Many statements are used once, and just-in-time compiling costs more than it
	// gives for what we ask.
	params["jit"] = "off"
	// A session whose machine is gone must not keep the right to write for hours.
	params["tcp_keepalives_idle"], params["tcp_keepalives_interval"], params["tcp_keepalives_count"] = "10", "5", "3"
	params["tcp_user_timeout"] = "25000"
	s.config = config.ConnConfig.Copy()
	if s.pool, err = pgxpool.NewWithConfig(ctx, config); err != nil {
		return err
	}
	return s.prepare(ctx, create)
}

var schemaName = regexp.MustCompile(`^[a-z_][a-z0-9_]{0,62}$`)

// bare returns an address without its password.
func bare(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "postgres://…"
	}
	if u.User != nil {
		u.User = url.User(u.User.Username())
	}
	q := u.Query()
	for _, secret := range []string{"password", "sslpassword"} {
		q.Del(secret)
	}
	u.RawQuery = q.Encode()
	return u.String()
}

// Close closes the store. Views must have been closed.
func (s *Store) Close() error {
	s.pool.Close()
	return nil
}

// Path returns the address of the store, without a password.
func (s *Store) Path() string { return s.name }

// plain turns an error of PostgreSQL into one of package store.
func plain(err error) error {
	if err == nil {
		return nil
	}
	var e *pgconn.PgError
	var kind error
	switch {
	case errors.Is(err, store.ErrDamaged):
		kind = store.ErrCorrupt
	case !errors.As(err, &e):
		return err
	case e.Code == "53100": // disk_full
		kind = store.ErrFull
	case e.Code == "25006", e.Code == "42501": // read_only_sql_transaction, insufficient_privilege
		kind = store.ErrReadOnly
	case e.Code == "55P03": // lock_not_available
		kind = store.ErrLocked
	case e.Code == "3D000": // invalid_catalog_name
		kind = store.ErrNoStore
	case e.Code == "XX001", e.Code == "XX002": // data_corrupted, index_corrupted
		kind = store.ErrCorrupt
	default:
		return err
	}
	return fmt.Errorf("%w (%w)", kind, err)
}

// wrap names the store in an error.
func (s *Store) wrap(err error) error { return store.InStore(s.name, err, plain) }

// Gone reports whether err says that the connection to the server was lost, or
// that there is none: a new one may find it again.
func Gone(err error) bool {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		// admin_shutdown, crash_shutdown, cannot_connect_now, and connection exceptions.
		return strings.HasPrefix(e.Code, "57P") || strings.HasPrefix(e.Code, "08") || e.Code == "53300"
	}
	var c *pgconn.ConnectError
	return errors.As(err, &c) || pgconn.SafeToRetry(err) || pgconn.Timeout(err) ||
		err != nil && (strings.Contains(err.Error(), "conn closed") || strings.Contains(err.Error(), "unexpected EOF") ||
			strings.Contains(err.Error(), "connection reset") || strings.Contains(err.Error(), "broken pipe"))
}
