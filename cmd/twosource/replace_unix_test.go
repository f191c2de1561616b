//go:build unix

package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func TestReplace(t *testing.T) {
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	put := func(name, text string) error {
		return replace(in(name), func(w io.Writer) error {
			_, err := io.WriteString(w, text)
			return err
		})
	}
	mode := func(name string) os.FileMode {
		t.Helper()
		info, err := os.Lstat(in(name))
		if err != nil {
			t.Fatal(err)
		}
		return info.Mode()
	}
	holds := func(name, want string) {
		t.Helper()
		if got, err := os.ReadFile(in(name)); err != nil || string(got) != want {
			t.Errorf("%s holds %q, %v; want %q", name, got, err, want)
		}
	}

	// A new file is as open as the umask has it.
	f, err := os.Create(in("as usual"))
	if err := errors.Join(err, f.Close(), put("new", "one")); err != nil {
		t.Fatal(err)
	}
	if mode("new") != mode("as usual") {
		t.Errorf("the mode of a new file is %s, usual is %s", mode("new"), mode("as usual"))
	}
	holds("new", "one")

	// One that others may not read stays so, and a link stays a link.
	if err := errors.Join(os.WriteFile(in("own"), nil, 0o600), os.Symlink("own", in("link")), put("link", "two")); err != nil {
		t.Fatal(err)
	}
	if mode("own") != 0o600 || mode("link")&os.ModeSymlink == 0 {
		t.Errorf("the modes are %s, %s", mode("own"), mode("link"))
	}
	holds("own", "two")

	// What is no file is written to, and stays.
	if err := syscall.Mkfifo(in("pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	read := make(chan string)
	go func() {
		b, _ := os.ReadFile(in("pipe")) // what was read is looked at
		read <- string(b)
	}()
	if err := put("pipe", "three"); err != nil {
		t.Error(err)
	}
	if got := <-read; got != "three" || mode("pipe")&os.ModeNamedPipe == 0 {
		t.Errorf("%q was read, and the pipe is %s", got, mode("pipe"))
	}

	// What fails leaves nothing behind.
	broken := errors.New("broken")
	if err := replace(in("new"), func(io.Writer) error { return broken }); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	if err := put(".", "four"); err == nil {
		t.Error("a folder was replaced")
	}
	holds("new", "one")
	if left, err := filepath.Glob(in(".twosource-*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
