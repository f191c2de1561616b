//go:build unix

package main

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// nobody is the user that owns nothing.
const nobody = 65534

// unprivileged returns the program as a process of a user who may not write
// where modes forbid it.
func unprivileged(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	cmd := program(t, args...)
	if os.Geteuid() != 0 {
		return cmd
	}
	dir, err := os.MkdirTemp("", "twosource-test-*")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	self := filepath.Join(dir, "twosource")
	in, err := os.Open(cmd.Path)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := os.OpenFile(self, os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(out, in); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	cmd.Path, cmd.Dir = self, dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	return cmd
}

// TestFullDisk fills a small file system, where one can be had.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("no small file system can be mounted here: %s", strings.TrimSpace(string(out)))
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			t.Errorf("umount: %s", out)
		}
	})
	db := filepath.Join(dir, "store.db")
	input := many(t, 600)
	fails(t, exitFailed, "the disk is full", "add", "-q", "--store", db, input)
	ok(t, "doctor", "--store", db)
	kept := pagesOf(t, db)
	t.Logf("%d pages were kept", kept)
	if kept == 0 || kept == 600 {
		t.Errorf("%d pages were kept, want some and not all", kept)
	}
	roomy := filepath.Join(t.TempDir(), "store.db")
	ok(t, "backup", "--store", db, roomy)
	ok(t, "add", "-q", "--store", roomy, input)
	calm := filepath.Join(t.TempDir(), "calm.db")
	ok(t, "add", "-q", "--store", calm, input)
	if got, want := tables(t, roomy), tables(t, calm); got != want {
		t.Error("the store differs from an undisturbed one: " + firstDifference(got, want))
	}
}

// TestReadOnlyFolder runs as a user who may not write, which root cannot be.
func TestReadOnlyFolder(t *testing.T) {
	dir, err := os.MkdirTemp("", "twosource-test-*")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(os.Chmod(dir, 0o755), os.RemoveAll(dir)); err != nil {
			t.Error(err)
		}
	})
	db := filepath.Join(dir, "store.db")
	ok(t, "add", "-q", "--store", db, filepath.Join(root, "examples/mill-fire"))
	if err := os.Remove(db + "-lock"); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(db, 0o444); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	want := ok(t, "brief", "-q", "--store", db).out
	cmd := unprivileged(t, "brief", "-q", "--store", db)
	if out, err := cmd.CombinedOutput(); err != nil || string(out) != want {
		t.Errorf("a brief from a read-only folder: %v\n%s", err, firstDifference(string(out), want))
	}
	for _, args := range [][]string{{"add", "-q", "--store", db, "-"}, {"remove", "x", "--store", db}, {"add", "-q", "--store", filepath.Join(dir, "new.db"), "-"}} {
		out, err := unprivileged(t, args...).CombinedOutput()
		if err == nil || !strings.Contains(string(out), "cannot be written") {
			t.Errorf("%v in a read-only folder: %v\n%s", args, err, out)
		}
	}
}
