package postgres

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/twosource/twosource/internal/store"
	"github.com/twosource/twosource/internal/store/postgrestest"
	"github.com/twosource/twosource/internal/store/storetest"
)

func TestStore(t *testing.T) {
	server := postgrestest.Start(t)
	storetest.Run(t, func(t *testing.T) store.Store {
		s, err := Open(t.Context(), server.Schema(), true)
		if err != nil {
			t.Fatal(err)
		}
		return s
	})
}

func create(t testing.TB, address string) *Store {
	t.Helper()
	s, err := Open(t.Context(), address, true)
	if err != nil {
		t.Fatal(err)
	}
	closing(t, s)
	return s
}

// closing closes c when the test ends, which must succeed.
func closing(t testing.TB, c io.Closer) {
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
}

// fill keeps items as the pages of one input.
func fill(t *testing.T, s *Store, items ...*store.Item) {
	t.Helper()
	w, err := s.Write(t.Context(), time.Second)
	if err != nil {
		t.Fatal(err)
	}
	err = w.Start(t.Context(), store.Revisions{Ingest: 1, Extract: 1, Annotate: 1})
	in, begun := w.Begin(t.Context(), "a.jsonl", "{}")
	var batch []store.Entry
	for i, it := range items {
		batch = append(batch, store.Entry{Ordinal: i, Key: it.Key, Item: it})
	}
	_, put := w.Put(t.Context(), in.ID, batch)
	in.File.SHA256 = "sum"
	if err := errors.Join(err, begun, put, w.Finish(t.Context(), in, len(items)), w.Close()); err != nil {
		t.Fatal(err)
	}
}

func search(t *testing.T, s *Store, query string) (list []string) {
	t.Helper()
	q, err := store.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	v, err := s.View(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	closing(t, v)
	list, err = v.Found(t.Context(), q, store.Articles, -1)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// TestLongArticle finds phrases beyond what a tsvector holds.
func TestLongArticle(t *testing.T) {
	s := create(t, postgrestest.Start(t).Schema())
	text := "Ferry talks. " + strings.Repeat("the boats and the mill ", 6000) + "the last pier of all. " + strings.Repeat("x", 3000) + " end"
	long := storetest.Item("https://courier.example/long", "Gulf Courier", "2031-03-02", text)
	short := storetest.Item("https://courier.example/short", "Gulf Courier", "2031-03-03", "Mill fees. The fees of the last mill rose.")
	fill(t, s, long, short)
	a, b := long.Article.ID, short.Article.ID
	for query, want := range map[string][]string{
		`"last pier of all"`: {a}, `"all the pier"`: nil, `"mill the boats"`: {a}, `"the last mill"`: {b}, `"the last"`: {a, b},
		`mill -"last pier"`: {b}, `"last pier" OR "mill fees"`: {a, b}, `"last pie"`: nil, `"last pie"*`: {a}, "pier": {a}, strings.Repeat("x", 3000): {a},
	} {
		got := search(t, s, query)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%.40s finds %v, want %v", query, got, want)
		}
	}
	if err := s.Check(t.Context(), func(f string) { t.Error(f) }); err != nil {
		t.Error(err)
	}
}

// TestMigrateWhileReading brings a store up to date while others read it.
func TestMigrateWhileReading(t *testing.T) {
	server := postgrestest.Start(t)
	address := server.Schema()
	s := create(t, address)
	fill(t, s, storetest.Item("", "Harbour Post", "", "Boats and mills. A note on the harbour."))
	ctx := t.Context()
	latest, err := s.version(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.pool.Exec(ctx, "DROP TABLE found_articles, found_statements; DROP INDEX analyses_dated; DELETE FROM goose_db_version WHERE version_id >= 2"); err != nil {
		t.Fatal(err)
	}
	v, err := s.View(ctx)
	if err != nil {
		t.Fatal(err)
	}
	closing(t, v)
	read := func() int {
		st, err := v.State(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return st.Articles
	}
	if n := read(); n != 1 {
		t.Fatalf("%d articles before", n)
	}
	again := create(t, address)
	if n := read(); n != 1 {
		t.Errorf("%d articles after, by who read before", n)
	}
	if got, err := again.version(ctx); err != nil || got != latest {
		t.Errorf("version %d instead of %d, %v", got, latest, err)
	}
}

// TestBackup makes a store anew from a backup.
func TestBackup(t *testing.T) {
	server := postgrestest.Start(t)
	_, from := server.Database(t)
	name, to := server.Database(t)
	s := create(t, from)
	it := storetest.Item("", "Harbour Post", "", "Boats and mills. Brandt said “a\\tb stays” in the harbour.\nNew line\ttab.")
	fill(t, s, it)
	file := filepath.Join(t.TempDir(), "backup.sql")
	if err := s.Backup(t.Context(), file); err != nil {
		t.Fatal(err)
	}
	if err := s.Backup(t.Context(), file); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a second backup to the same file gives %v", err)
	}
	sql, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	server.Exec(t, name, string(sql))
	copied, err := Open(t.Context(), to, false)
	if err != nil {
		t.Fatal(err)
	}
	closing(t, copied)
	if got := search(t, copied, "mills"); len(got) != 1 || got[0] != it.Article.ID {
		t.Errorf("the copy finds %v", got)
	}
	if err := copied.Check(t.Context(), func(f string) { t.Error(f) }); err != nil {
		t.Error(err)
	}
	fill(t, copied, it) // it can be written to
}

// TestDeadWriter takes the connection from a writer, and holds that it writes no
// more beside its successor.
func TestDeadWriter(t *testing.T) {
	s := create(t, postgrestest.Start(t).Schema())
	ctx := t.Context()
	first, err := s.Write(ctx, time.Second)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Write(ctx, 50*time.Millisecond); !errors.Is(err, store.ErrLocked) {
		t.Fatalf("a second writer gets %v", err)
	}
	if _, err := s.pool.Exec(ctx, "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"); err != nil {
		t.Fatal(err)
	}
	second, err := s.Write(ctx, 5*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := first.Begin(ctx, "late.txt", "{}"); err == nil || !Gone(err) {
		t.Errorf("a writer whose connection is gone gets %v", err)
	}
	if _, err := second.Begin(ctx, "a.txt", "{}"); err != nil {
		t.Error(err)
	}
	if err := errors.Join(first.Close(), second.Close()); err != nil {
		t.Error(err)
	}
}

func TestErrors(t *testing.T) {
	server := postgrestest.Start(t)
	ctx := t.Context()
	open := func(address string, create bool) error {
		s, err := Open(ctx, address, create)
		if err == nil {
			return s.Close()
		}
		return err
	}
	newer, other := server.Schema(), server.Schema()
	s := create(t, newer)
	if _, err := s.pool.Exec(ctx, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, true)"); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	server.Exec(t, "postgres", "CREATE SCHEMA test2; CREATE TABLE test2.mine (n int)")
	for _, c := range []struct {
		address string
		create  bool
		want    error
	}{
		{server.Schema(), false, store.ErrNoStore}, {server.Address("nowhere"), true, store.ErrNoStore},
		{newer, true, store.ErrNewer}, {other, true, store.ErrNotStore},
	} {
		if err := open(c.address, c.create); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.address, err, c.want)
		}
	}
	if err := open("postgres://desk:secret@127.0.0.1:1/x?password=hidden", true); err == nil || !Gone(err) || strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "hidden") {
		t.Errorf("a server that is not there gives %v", err)
	}
	if err := open(server.Address("postgres")+"&search_path=a,b", true); err == nil {
		t.Error("two schemas are taken for one")
	}
}
