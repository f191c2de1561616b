package ingest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// tree makes empty files below a new folder and makes that the working folder.
func tree(t *testing.T, files ...string) {
	t.Helper()
	dir := t.TempDir()
	t.Chdir(dir)
	for _, f := range files {
		if err := os.MkdirAll(filepath.Dir(f), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(f, []byte("x"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func names(e Expansion) (out []string) {
	for _, s := range e.Sources {
		out = append(out, s.Name)
	}
	for _, f := range e.Errors {
		out = append(out, "error "+f.Error())
	}
	for _, n := range e.Notices {
		out = append(out, "notice "+n.Message)
	}
	return out
}

func TestExpand(t *testing.T) {
	tree(t, "d/b.txt", "d/a.txt", "d/a/z.txt", "d/.git/x", "d/.DS_Store", "d/page.html", "d/page_files/x.js", "d/page_files/y.css",
		"d2/a.txt", "d2/only.txt", "odd[1].txt", "c.txt", "empty/.keep", "deep/1/2/n.txt", "deep/1/m.txt", "deep/o.md", "x/d/a.txt", "y/d/a.txt")
	if err := os.Symlink("d2", "link"); err != nil {
		t.Skip("no links here")
	}
	skipped := "notice skipped 1 folder of page parts (page_files); name the folder itself to read it"
	for _, c := range []struct {
		args, want string
	}{
		{"c.txt", "c.txt"},
		{"./c.txt", "./c.txt"},
		{"-", "-"},
		{"d", "a.txt|a/z.txt|b.txt|page.html|" + skipped},
		{"d/", "a.txt|a/z.txt|b.txt|page.html|" + skipped},
		{"d/page_files", "x.js|y.css"},
		{"d2 d", "d2/a.txt|only.txt|d/a.txt|a/z.txt|b.txt|page.html|" + skipped},
		{"d2 d2", "a.txt|only.txt"},
		{"d2/a.txt d2", "a.txt|only.txt"},
		{"d2 d2/a.txt", "a.txt|only.txt"},
		{"deep/1 deep/1/../../d2 ./d2/.", "2/n.txt|m.txt|a.txt|only.txt"},
		{"x/d y/d", "x/d/a.txt|y/d/a.txt"},
		{"link", "a.txt|only.txt"},
		{"c.txt c.txt", "c.txt"},
		{"*.txt", "c.txt|odd[1].txt"},
		{"odd[1].txt", "odd[1].txt"},
		{"d*/a.txt", "d/a.txt|d2/a.txt"},
		{"deep/**", "deep/1/2/n.txt|deep/1/m.txt|deep/o.md"},
		{"deep/**/*.txt", "deep/1/2/n.txt|deep/1/m.txt"},
		{"./d2/*.txt", "d2/a.txt|d2/only.txt"},
		{"no*.txt", "error no*.txt: no file matches"},
		{"d/[", "error d/[: not a pattern: a bracket is not closed"},
		{"gone.txt c.txt", "c.txt|error gone.txt: no such file or folder"},
		{"empty", "error empty: the folder has no files to read"},
		{"https://x.example/a", "https://x.example/a"},
	} {
		if got := strings.Join(names(Expand(strings.Fields(c.args))), "|"); got != c.want {
			t.Errorf("Expand(%s)\n got %s\nwant %s", c.args, got, c.want)
		}
	}
}

// The order of arguments changes the order of sources, never their names.
func TestExpandOrder(t *testing.T) {
	tree(t, "d/a.txt", "d2/a.txt", "a.txt", "d/b.txt")
	args := []string{"d", "d2", "a.txt", "d/b.txt"}
	want := names(Expand(args))
	slices.Sort(want)
	for range len(args) {
		args = append(args[1:], args[0])
		got := names(Expand(args))
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("Expand(%v) = %v, want %v", args, got, want)
		}
	}
}

func TestNames(t *testing.T) {
	if got, want := cleanName("a\xff\n b\u009b31m\u202egpj"), "a\uFFFD\uFFFD b\uFFFD31m\uFFFDgpj"; got != want {
		t.Errorf("cleanName = %q, want %q", got, want)
	}
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567"} {
		if got := grouped(n); got != want {
			t.Errorf("grouped(%d) = %s, want %s", n, got, want)
		}
	}
}
