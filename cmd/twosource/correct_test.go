package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// correct runs the command on a file and returns what it prints.
func correct(t *testing.T, file string, args ...string) result {
	t.Helper()
	return twosource(t, append([]string{"correct", "--quiet", "--corrections", file}, args...)...)
}

func content(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return string(b)
}

func TestCorrectAppends(t *testing.T) {
	file := filepath.Join(t.TempDir(), "my.corrections")
	if r := correct(t, file, ` merge "Ana  Brandt" “Anna Brandt” person `); r.code != exitDone || r.out != file+":1: merge \"Ana  Brandt\" \"Anna Brandt\" person\n" {
		t.Fatalf("%d %q %s", r.code, r.out, r.errout)
	}
	if err := os.WriteFile(file, []byte(content(t, file)+"# no line end"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(file, 0o600); err != nil {
		t.Fatal(err)
	}
	if r := correct(t, file, `not-a-copy a.txt b.txt`); r.code != exitDone {
		t.Fatal(r.code, r.errout)
	}
	want := "merge \"Ana  Brandt\" “Anna Brandt” person\n# no line end\nnot-a-copy a.txt b.txt\n"
	if got := content(t, file); got != want {
		t.Errorf("the file is\n%swant\n%s", got, want)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Error("the mode did not stay", err)
	}
	for args, code := range map[string]int{
		`split "Anna Brandt" "Ana Brandt" person`: exitFailed,
		`not-a-copy a.txt`:                        exitUsage,
		`# nothing`:                               exitUsage,
		"not-a-copy a b\nnot-a-copy a c":          exitUsage,
		`not-a-copy a.txt   b.txt # again`:        exitDone,
	} {
		if r := correct(t, file, args); r.code != code || r.errout == "" {
			t.Errorf("%s: exit code %d, want %d: %s", args, r.code, code, r.errout)
		}
		if got := content(t, file); got != want {
			t.Errorf("%s changed the file:\n%s", args, got)
		}
	}
	if r := correct(t, file, `split "Anna Brandt" "Ana Brandt" person`); !strings.Contains(r.errout, file+":4: disagrees with line 1: ") {
		t.Errorf("the disagreement is told so: %s", r.errout)
	}
	left, err := os.ReadDir(filepath.Dir(file))
	if err != nil || len(left) != 1 {
		t.Error("files are left behind:", left, err)
	}
}

func TestCorrectRefusesABadFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "my.corrections")
	const bad = "merge A person\nnonsense\n"
	if err := os.WriteFile(file, []byte(bad), 0o644); err != nil {
		t.Fatal(err)
	}
	r := correct(t, file, `not-a-copy a b`)
	if r.code != exitFailed || !strings.Contains(r.errout, file+":1: ") || !strings.Contains(r.errout, file+":2: ") || content(t, file) != bad {
		t.Errorf("%d %s", r.code, r.errout)
	}
}

func TestCorrectShowsItsEffect(t *testing.T) {
	file := filepath.Join(t.TempDir(), "my.corrections")
	ferry := root + "/examples/ferry-talks"
	for _, test := range []struct{ line, was, now string }{
		{`rename "Elina Harjuvaara" person to "E. Harjuvaara"`, "was  ", "now  E. Harjuvaara, person: "},
		{`speaker 02-gulf-courier.txt "We did not agree today" is "Kaarel Tammsoo" person`, "was  said by ", "now  said by Kaarel Tammsoo\n"},
		{`not-a-copy 02-gulf-courier.txt 03-shoreline-daily.html`, "was  copy: ", "now  no link between "},
		{`other-story 02-gulf-courier.txt 03-shoreline-daily.html`, "was  in one story: ", "now  in two stories\n"},
		{`outlet-family "Gulf Courier" coastal-observer.example as "Shore Media"`, "was  of ", "now  of Shore Media\n"},
		{`merge Nemo "Kaarel Tammsoo" person`, "note ", `no person is called "Nemo"`},
	} {
		for _, args := range [][]string{{test.line, ferry}, {"--dry-run", test.line, ferry}} { // the second time it is there already
			r := correct(t, file, args...)
			if r.code != exitDone || !strings.Contains(r.out, test.was) || !strings.Contains(r.out, test.now) {
				t.Errorf("%q: exit code %d\n%s%s", args, r.code, r.out, r.errout)
			}
		}
	}
	if got := strings.Count(content(t, file), "\n"); got != 6 {
		t.Errorf("%d lines in the file", got)
	}
}
