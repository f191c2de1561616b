package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestRemovedStaysOut holds that what was removed stays out of a store that is made
// of an export, too.
func TestRemovedStaysOut(t *testing.T) {
	dir := t.TempDir()
	db, again, file := filepath.Join(dir, "store.db"), filepath.Join(dir, "again.db"), filepath.Join(dir, "export.jsonl")
	input := filepath.Join(root, "examples/ferry-talks")
	ok(t, "add", "-q", "--store", db, input)
	id := documentOf(t, "--store", db).Articles[0].ID
	ok(t, "remove", "--store", db, id)
	ok(t, "export", "--store", db, "-o", file)
	ok(t, "import", "-q", "--store", again, file)
	ok(t, "add", "-q", "--store", again, input)
	for _, a := range documentOf(t, "--store", again).Articles {
		if a.ID == id {
			t.Error("an article that was removed is back")
		}
	}
	if r := ok(t, "doctor", "--store", again); !strings.Contains(r.out, "1 article removed") {
		t.Errorf("doctor says %q", r.out)
	}
}

func TestReplay(t *testing.T) {
	dir := t.TempDir()
	db, empty := filepath.Join(dir, "store.db"), filepath.Join(dir, "empty.html")
	if err := os.WriteFile(empty, []byte("<html><body></body></html>"), 0o644); err != nil {
		t.Fatal(err)
	}
	ok(t, "add", "-q", "--store", db, filepath.Join(root, "examples/ferry-talks"))
	if r := ok(t, "reannotate", "--quarantined", "--store", db); !strings.Contains(r.errout, "0 pages tried again") {
		t.Errorf("nothing to do is told as %q", r.errout)
	}
	fails(t, exitPartial, "empty.html", "add", "-q", "--store", db, empty)
	fails(t, exitPartial, "1 page tried again, 0 mended, 1 still in quarantine", "reannotate", "--quarantined", "--store", db)
	ok(t, "doctor", "--store", db)
}

// TestStoryListings lists the stories and entities of files and of the store that has
// them, and explains one of each.
func TestStoryListings(t *testing.T) {
	db, input := filepath.Join(t.TempDir(), "store.db"), filepath.Join(root, "examples/ferry-talks")
	ok(t, "add", "-q", "--store", db, input)
	for _, what := range []string{"stories", "entities"} {
		for _, format := range []string{"text", "markdown", "json", "jsonl", "csv"} {
			got, want := ok(t, what, "-q", "--store", db, "--format", format).out, ok(t, what, "-q", "--format", format, input).out
			if got != want || want == "" {
				t.Errorf("%s as %s differ: %s", what, format, firstDifference(got, want))
			}
		}
		var rows []struct{ ID string }
		if err := json.Unmarshal([]byte(ok(t, what, "-q", "--store", db, "--format", "json").out), &rows); err != nil || len(rows) == 0 {
			t.Fatalf("%s: %v", what, err)
		}
		got, want := ok(t, "explain", "-q", "--store", db, rows[0].ID).out, ok(t, "explain", "-q", rows[0].ID, input).out
		if got != want || !strings.Contains(want, rows[0].ID) {
			t.Errorf("the explanation differs: %s", firstDifference(got, want))
		}
	}
	if r := ok(t, "stories", "-q", "--store", db, "--origins", "99"); r.out != "" {
		t.Errorf("stories of 99 origins: %s", r.out)
	}
	fails(t, exitFailed, "nothing here has the id", "explain", "-q", "--store", db, "none")
	fails(t, exitUsage, "not a date", "stories", "--store", db, "--since", "soon")
}
