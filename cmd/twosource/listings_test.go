package main

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// csvRows runs a command that writes CSV and returns its rows without the head.
func csvRows(t *testing.T, args ...string) [][]string {
	t.Helper()
	r := twosource(t, append(args, "-q", "--format", "csv")...)
	if r.code != exitDone {
		t.Fatalf("%v: exit code %d\n%s", args, r.code, r.errout)
	}
	rows, err := csv.NewReader(strings.NewReader(r.out)).ReadAll()
	if err != nil || len(rows) == 0 {
		t.Fatalf("%v: no csv: %v", args, err)
	}
	return rows[1:]
}

func TestListings(t *testing.T) {
	dir := filepath.Join(root, "examples", "mill-fire")
	for _, view := range []string{"events", "claims", "conflicts", "positions", "timeline"} {
		all := csvRows(t, view, dir)
		if n := len(csvRows(t, view, dir, "--until", "2016-12-31")); n > len(all) || n == len(all) && n > 0 {
			t.Errorf("%s: %d of %d rows until 2016", view, n, len(all))
		}
		if r := twosource(t, view, "-q", dir, "--since", "soon"); r.code != exitUsage {
			t.Errorf("%s --since soon: exit code %d", view, r.code)
		}
	}
	if len(csvRows(t, "timeline", dir)) < 10 {
		t.Error("the timeline of the example has hardly a row")
	}
}

func TestSampleOfRows(t *testing.T) {
	dir := filepath.Join(root, "examples", "mill-fire")
	few, more := csvRows(t, "sample", "3", dir, "--of", "statements"), csvRows(t, "sample", "6", dir, "--of", "statements")
	if len(few) != 3 || len(more) != 6 {
		t.Errorf("%d and %d rows, want 3 and 6", len(few), len(more))
	}
	has := map[string]bool{}
	for _, r := range more {
		has[r[0]] = true
	}
	for _, r := range few {
		if !has[r[0]] {
			t.Errorf("%s is in the smaller sample alone", r[0])
		}
	}
	if r := twosource(t, "sample", "0", dir); r.code != exitUsage {
		t.Errorf("sample 0: exit code %d", r.code)
	}
}

func TestDiffOfBriefs(t *testing.T) {
	dir := filepath.Join(root, "examples", "ferry-talks")
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) < 4 {
		t.Fatal(files, err)
	}
	part, whole, other := filepath.Join(t.TempDir(), "a.json"), filepath.Join(t.TempDir(), "b.json"), filepath.Join(t.TempDir(), "c.txt")
	for _, args := range [][]string{append([]string{"brief", "-q", "-o", part}, files[:3]...), append([]string{"brief", "-q", "-o", whole}, files...)} {
		if r := twosource(t, args...); r.code != exitDone {
			t.Fatalf("%v: exit code %d", args, r.code)
		}
	}
	if r := twosource(t, "diff", part, whole); r.code != exitDone || !strings.HasPrefix(r.out, "New: ") || !strings.Contains(r.out, "ARTICLES: new") {
		t.Errorf("exit code %d, %s", r.code, r.out)
	}
	if r := twosource(t, "diff", whole, whole); r.code != exitDone || r.out != "Nothing is new\n" {
		t.Errorf("a brief differs from itself: %s", r.out)
	}
	if err := os.WriteFile(other, []byte("no brief"), 0o644); err != nil {
		t.Fatal(err)
	}
	if r := twosource(t, "diff", whole, other); r.code != exitUsage {
		t.Errorf("not a brief: exit code %d", r.code)
	}
	if r := twosource(t, "diff", whole, filepath.Join(dir, "missing")); r.code != exitFailed {
		t.Errorf("no file: exit code %d", r.code)
	}
}

// TestWhatIsNewInInputs: a brief of inputs since a day tells what is new in it.
func TestWhatIsNewInInputs(t *testing.T) {
	r := twosource(t, "brief", "-q", filepath.Join(root, "examples", "mill-fire"), "--since", "2025-03-01")
	if r.code != exitDone || !strings.Contains(r.out, "New since Saturday 1 March 2025") || !strings.Contains(r.out, "Nothing is new in") {
		t.Errorf("exit code %d, %s", r.code, r.out)
	}
	if r := twosource(t, "brief", "-q", filepath.Join(root, "examples", "mill-fire"), "--since", "soon"); r.code != exitUsage {
		t.Errorf("--since soon: exit code %d", r.code)
	}
}
