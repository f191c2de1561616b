package reuse

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// kept is what a folder in a test is asked for.
func kept(t *testing.T, dir, key string) (*Folder, error) {
	t.Helper()
	x, err := OpenFolder(dir, key)
	if x != nil {
		t.Cleanup(func() { _ = x.Close() })
	}
	return x, err
}

func nameOf(i int) string { return fmt.Sprintf("article %d", i) }

// fill opens the folder and adds the sketches that it does not have, and closes and
// opens it again each so many of them.
func fill(t *testing.T, dir string, list []Sketch, each int) {
	t.Helper()
	for {
		x, err := OpenFolder(dir, "k")
		if err != nil {
			t.Fatal(err)
		}
		from := x.Len()
		for i := from; i < min(from+each, len(list)); i++ {
			if n, err := x.Add(nameOf(i), &list[i]); err != nil || n != i {
				t.Fatal(n, err)
			}
		}
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
		if from+each >= len(list) {
			return
		}
	}
}

// files returns the files of a folder by name.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		out[e.Name()] = string(data)
	}
	return out
}

func put(t *testing.T, dir string, list map[string]string) {
	t.Helper()
	for name, data := range list {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func all(list []Sketch) func(yield func(string, *Sketch) bool) {
	return func(yield func(string, *Sketch) bool) {
		for i := range list {
			if !yield(nameOf(i), &list[i]) {
				return
			}
		}
	}
}

func TestFolder(t *testing.T) {
	list := sketches(700)
	dir := t.TempDir()
	fill(t, dir, list, 90)
	x, err := kept(t, dir, "k")
	if err != nil || x.Len() != len(list) {
		t.Fatal(x.Len(), err)
	}
	if len(x.files) == 0 || len(x.index.families) == 0 {
		t.Fatalf("%d segments and %d articles in none; the test wants both", len(x.files), len(x.index.families))
	}
	if err := x.Verify(); err != nil {
		t.Error(err)
	}
	plain := new(Index)
	for i := range list {
		if x.Name(i) != nameOf(i) {
			t.Fatalf("article %d is called %q", i, x.Name(i))
		}
		if _, err := plain.Add(&list[i]); err != nil {
			t.Fatal(err)
		}
	}
	for i := range list {
		got, err := x.Search().Candidates(&list[i])
		if err != nil {
			t.Fatal(err)
		}
		got = slices.Clone(got)
		if want, _ := plain.Search().Candidates(&list[i]); !slices.Equal(got, want) {
			t.Fatalf("article %d: candidates %v, want %v", i, got, want)
		}
	}
	// Made again, or in one go, it has the same bytes.
	for _, each := range []int{41, 1000} {
		other := t.TempDir()
		fill(t, other, list, each)
		if !maps.Equal(files(t, other), files(t, dir)) {
			t.Errorf("opened each %d articles, the files are others", each)
		}
	}
	again := t.TempDir()
	put(t, again, map[string]string{"00000000-00000005.segment": "none", "latest": "none", "note": "of somebody else"})
	y, err := RebuildFolder(again, "k", all(list))
	if err != nil {
		t.Fatal(err)
	}
	if err := y.Close(); err != nil {
		t.Fatal(err)
	}
	want := files(t, dir)
	want["note"] = "of somebody else"
	if !maps.Equal(files(t, again), want) {
		t.Error("made again, the files are others")
	}
}

// TestFolderDamaged holds that no damage goes unnoticed, and that an index that is
// made again is the one that was lost.
func TestFolderDamaged(t *testing.T) {
	list := sketches(300)
	good := t.TempDir()
	fill(t, good, list, 1000)
	whole := files(t, good)
	segment := ""
	for name := range whole {
		if strings.HasSuffix(name, segmentExt) {
			segment = name
		}
	}
	n := len(whole[segment])
	for name, damage := range map[string]func(map[string]string){
		"a segment is missing":         func(m map[string]string) { delete(m, segment) },
		"a segment is cut":             func(m map[string]string) { m[segment] = m[segment][:n/2] },
		"a segment is empty":           func(m map[string]string) { m[segment] = "" },
		"a segment is something else":  func(m map[string]string) { m[segment] = strings.Repeat("word ", 100) },
		"a directory is damaged":       func(m map[string]string) { m[segment] = flip(m[segment], n-trailerBytes-300) },
		"a posting is damaged":         func(m map[string]string) { m[segment] = flip(m[segment], 1000) },
		"the trailer is damaged":       func(m map[string]string) { m[segment] = flip(m[segment], n-1) },
		"the names are missing":        func(m map[string]string) { delete(m, namesName) },
		"the names are cut":            func(m map[string]string) { m[namesName] = m[namesName][:100] },
		"the latest are missing":       func(m map[string]string) { delete(m, latestName) },
		"the latest are empty":         func(m map[string]string) { m[latestName] = "" },
		"the latest are of another":    func(m map[string]string) { m[latestName] = flip(m[latestName], 12) },
		"the latest are something new": func(m map[string]string) { m[latestName] = flip(m[latestName], 0) },
	} {
		dir := t.TempDir()
		bad := maps.Clone(whole)
		damage(bad)
		put(t, dir, bad)
		x, err := kept(t, dir, "k")
		if err == nil {
			err = x.Verify()
		}
		if !errors.Is(err, ErrIndex) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if x != nil {
			_ = x.Close()
		}
		if x, err = RebuildFolder(dir, "k", all(list)); err != nil {
			t.Errorf("%s: made again: %v", name, err)
			continue
		}
		if err := errors.Join(x.Verify(), x.Close()); err != nil || !maps.Equal(files(t, dir), whole) {
			t.Errorf("%s: made again, the files are others: %v", name, err)
		}
	}
	if _, err := kept(t, good, "other sketches"); !errors.Is(err, ErrIndex) {
		t.Errorf("sketches of another kind: %v", err)
	}
}

// flip changes one byte.
func flip(s string, at int) string { return s[:at] + string([]byte{s[at] ^ 0x40}) + s[at+1:] }

// TestFolderOfKilledProcess holds that whatever was not finished costs the articles
// that were added last and nothing else.
func TestFolderOfKilledProcess(t *testing.T) {
	list := sketches(600)
	before, after := t.TempDir(), t.TempDir()
	fill(t, before, list[:511], 1000)
	fill(t, after, list[:512], 1000) // a segment was written
	old, now := files(t, before), files(t, after)
	if len(old) != len(now) || maps.Equal(old, now) {
		t.Fatalf("the test wants a merge between %v and %v", slices.Sorted(maps.Keys(old)), slices.Sorted(maps.Keys(now)))
	}
	both := maps.Clone(old)
	for name, data := range now {
		if strings.HasSuffix(name, segmentExt) {
			both[name] = data
		}
	}
	both[namesName] = now[namesName]
	torn := maps.Clone(old)
	torn[latestName] = torn[latestName][:len(torn[latestName])-3]
	torn["x"+segmentExt+unfinished] = "half a segm"
	named := maps.Clone(old)
	named[namesName] = now[namesName]
	for name, m := range map[string]map[string]string{"the segment is there, what it is made of too": both, "the last sketch is cut": torn, "the names alone are there": named} {
		dir := t.TempDir()
		put(t, dir, m)
		fill(t, dir, list, 1000)
		want := t.TempDir()
		fill(t, want, list, 1000)
		got := files(t, dir)
		delete(got, "x"+segmentExt+unfinished)
		if !maps.Equal(got, files(t, want)) {
			t.Errorf("%s: in the end the files are others: %v", name, slices.Sorted(maps.Keys(got)))
		}
	}
}

// FuzzFolder opens a folder whose latest articles are any bytes.
func FuzzFolder(f *testing.F) {
	list := sketches(3)
	dir := f.TempDir()
	x, err := RebuildFolder(dir, "k", all(list))
	if err != nil {
		f.Fatal(err)
	}
	if err := x.Close(); err != nil {
		f.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, latestName))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data, 0, byte(0))
	f.Add(data, len(data)-3, byte(9))
	f.Add(data[:len(data)/2], 30, byte(1))
	f.Fuzz(func(t *testing.T, data []byte, at int, flip byte) {
		data = slices.Clone(data)
		if at >= 0 && at < len(data) {
			data[at] ^= flip
		}
		dir := t.TempDir()
		put(t, dir, map[string]string{latestName: string(data)})
		x, err := OpenFolder(dir, "k")
		if err != nil {
			if !errors.Is(err, ErrIndex) {
				t.Error(err)
			}
			return
		}
		n := x.Len()
		if _, err := x.Add("one more", &list[0]); err != nil {
			t.Error(err)
		}
		if err := x.Close(); err != nil {
			t.Error(err)
		}
		if x, err = OpenFolder(dir, "k"); err != nil || x.Len() != n+1 || x.Name(n) != "one more" {
			t.Fatalf("opened again it does not have the article that was added: %v", err)
		}
		_ = x.Close()
	})
}
