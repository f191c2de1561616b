package main

import (
	"os"
	"path/filepath"
	"testing"
)

// TestStoreWithATable holds that a store that was read with a user's table of
// names gives the brief of the files and that table, and says what to do where
// the tables differ.
func TestStoreWithATable(t *testing.T) {
	dir := t.TempDir()
	table, db := filepath.Join(dir, "coast.tsv"), filepath.Join(dir, "desk.db")
	if err := os.WriteFile(table, []byte(coastTable), 0o644); err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(dir, "in")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range coast {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	with := ok(t, "brief", folder, "--knowledge", table, "--format", "json", "-q").out
	without := ok(t, "brief", folder, "--format", "json", "-q").out
	if with == without {
		t.Fatal("the table changes nothing")
	}
	ok(t, "add", folder, "--knowledge", table, "--store", db)
	if got := ok(t, "brief", "--store", db, "--knowledge", table, "--format", "json", "-q").out; got != with {
		t.Error("the brief of the store differs from that of the files with the table")
	}
	fails(t, exitFailed, "give it with --knowledge", "brief", "--store", db)
	fails(t, exitFailed, "reannotate", "add", folder, "--store", db)
	ok(t, "reannotate", "--store", db)
	if got := ok(t, "brief", "--store", db, "--format", "json", "-q").out; got != without {
		t.Error("after reannotate without the table the brief differs from that of the files without it")
	}
	fails(t, exitFailed, "reannotate --knowledge", "brief", "--store", db, "--knowledge", table)
}
