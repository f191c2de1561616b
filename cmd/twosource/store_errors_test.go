package main

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/twosource/twosource/internal/store/sqlite"
)

func TestStoreErrors(t *testing.T) {
	dir := t.TempDir()
	db := filepath.Join(dir, "store.db")
	fails(t, exitFailed, "there is no store here; twosource add makes one", "doctor", "--store", db)
	fails(t, exitFailed, "no store", "brief", "--store", db)
	fails(t, exitFailed, "no store", "search", "--store", db, "ferry")
	fails(t, exitUsage, "nothing to add", "add", "--store", db)
	fails(t, exitFailed, "connection refused", "add", "--store", "postgres://127.0.0.1:1/db", dir)
	fails(t, exitFailed, "it is a folder", "doctor", "--store", dir)
	plain := filepath.Join(dir, "notes.txt")
	if err := os.WriteFile(plain, []byte(strings.Repeat("these are notes\n", 500)), 0o644); err != nil {
		t.Fatal(err)
	}
	fails(t, exitFailed, "not a store of twosource", "doctor", "--store", plain)
	fails(t, exitFailed, "not a store of twosource", "add", "--store", plain, filepath.Join(root, "examples/mill-fire"))
	if got, err := os.ReadFile(plain); err != nil || !strings.HasPrefix(string(got), "these are notes") || len(got) != 8000 {
		t.Error("a file that is no store was changed")
	}
	foreign := filepath.Join(dir, "foreign.db")
	execute(t, foreign, "CREATE TABLE t (x)")
	fails(t, exitFailed, "not a store of twosource", "add", "--store", foreign, filepath.Join(root, "examples/mill-fire"))
	fails(t, exitFailed, "no article could be read", "add", "--store", db, filepath.Join(dir, "none.txt"))
}

func execute(t *testing.T, file, query string) {
	t.Helper()
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	defer closing(t, db)
	if _, err := db.Exec(query); err != nil {
		t.Fatal(err)
	}
}

func TestTwoWriters(t *testing.T) {
	db := filepath.Join(t.TempDir(), "store.db")
	dir := filepath.Join(root, "examples/mill-fire")
	st, err := sqlite.Open(t.Context(), db, sqlite.Create)
	if err != nil {
		t.Fatal(err)
	}
	w, err := st.Write(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	fails(t, exitFailed, "another process is writing to the store", "add", "-q", "--wait", "50ms", "--store", db, dir)
	out, err := program(t, "add", "-q", "--wait", "50ms", "--store", db, dir).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "another process is writing") {
		t.Errorf("a second process gets %v: %s", err, out)
	}
	ok(t, "doctor", "--store", db)
	go func() {
		time.Sleep(100 * time.Millisecond)
		if err := errors.Join(w.Close(), st.Close()); err != nil {
			t.Error(err)
		}
	}()
	ok(t, "add", "-q", "--wait", "1m", "--store", db, dir)
}

func TestNewerStore(t *testing.T) {
	db := filepath.Join(t.TempDir(), "store.db")
	ok(t, "add", "-q", "--store", db, filepath.Join(root, "examples/mill-fire"))
	execute(t, db, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, 1)")
	before, err := os.ReadFile(db)
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"doctor"}, {"brief"}, {"add", root + "/examples/ferry-talks"}, {"remove", "x"}, {"backup", db + ".copy"}, {"reannotate"}} {
		fails(t, exitFailed, "a newer twosource", append(args, "--store", db)...)
	}
	after, err := os.ReadFile(db)
	if err != nil || !bytes.Equal(before, after) {
		t.Error("a store of a newer program was changed")
	}
}

func TestCorruptStore(t *testing.T) {
	dir := t.TempDir()
	db := filepath.Join(dir, "store.db")
	ok(t, "add", "-q", "--store", db, many(t, 60))
	whole, err := os.ReadFile(db)
	if err != nil {
		t.Fatal(err)
	}
	want := ok(t, "brief", "-q", "--format", "json", "--store", db).out
	r := rand.New(rand.NewPCG(3, 4))
	found := 0
	for round := range 12 {
		data := bytes.Clone(whole)
		at := 16384 + r.IntN(len(data)-16384-2000)
		for i := range 2000 {
			data[at+i] = byte(r.Uint32())
		}
		bad := filepath.Join(dir, fmt.Sprintf("bad%d.db", round))
		if err := os.WriteFile(bad, data, 0o644); err != nil {
			t.Fatal(err)
		}
		d := twosource(t, "doctor", "--store", bad)
		b := twosource(t, "brief", "-q", "--format", "json", "--store", bad)
		if d.code == exitFailed {
			found++
		} else if b.code != exitDone || b.out != want { // nothing is kept there, so nothing may be lost
			t.Errorf("damage at %d changes a brief, and doctor does not see it: %s", at, b.errout)
		}
		if b.code == exitFailed && !strings.Contains(b.errout, "damaged") {
			t.Errorf("damage at %d: %s", at, b.errout)
		}
	}
	t.Logf("doctor saw %d of 12 damages; where it saw none, nothing is kept", found)
	if found == 0 {
		t.Error("doctor sees nothing")
	}
}
