// Command release builds what is handed out: the program for six systems, packed
// with its manual page, completions and licences; a list of what each binary holds
// (CycloneDX); and the checksums of it all.
//
//	go run ./release -o tmp/release
//
// The same source and the same Go give the same bytes: nothing of the machine or
// the time goes into a file.
package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// A target is a system that the program is built for.
type target struct{ system, arch string }

// targets are all of them.
var targets = []target{
	{"linux", "amd64"}, {"linux", "arm64"}, {"darwin", "amd64"}, {"darwin", "arm64"}, {"windows", "amd64"}, {"windows", "arm64"},
}

func main() {
	out := flag.String("o", "tmp/release", "folder for the files; it is emptied")
	only := flag.String("only", "", "build for these alone, as linux/amd64,windows/arm64")
	flag.Parse()
	if err := release(*out, *only); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

// release makes all files in a folder.
func release(dir, only string) error {
	picked, err := pick(only)
	if err != nil {
		return err
	}
	if err := errors.Join(os.RemoveAll(dir), os.MkdirAll(dir, 0o755)); err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "release")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work) //nolint:errcheck // a folder of the system's own
	host := filepath.Join(work, "host")
	if err := build(host, target{runtime.GOOS, runtime.GOARCH}); err != nil {
		return err
	}
	shared, version, err := common(host)
	if err != nil {
		return err
	}
	for _, t := range picked {
		binary := filepath.Join(work, t.system+"-"+t.arch)
		if err := build(binary, t); err != nil {
			return err
		}
		name := fmt.Sprintf("twosource-%s-%s-%s", version, t.system, t.arch)
		if err := bill(binary, filepath.Join(dir, name+".cdx.json"), version, t); err != nil {
			return err
		}
		body, err := os.ReadFile(binary)
		if err != nil {
			return err
		}
		program := "twosource"
		if t.system == "windows" {
			program += ".exe"
		}
		files := append([]packed{{program, body, 0o755}}, shared...)
		made, err := pack(dir, name, t, files)
		if err != nil {
			return err
		}
		fmt.Printf("%-46s %5.1f MB\n", filepath.Base(made), float64(size(made))/1e6)
	}
	return checksums(dir)
}

func pick(only string) ([]target, error) {
	if only == "" {
		return targets, nil
	}
	var out []target
	for name := range strings.SplitSeq(only, ",") {
		system, arch, _ := strings.Cut(name, "/")
		if !slices.Contains(targets, target{system, arch}) {
			return nil, fmt.Errorf("%s is none of %v", name, targets)
		}
		out = append(out, target{system, arch})
	}
	return out, nil
}

// build compiles the program for a system.
func build(file string, t target) error {
	cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w -buildid=", "-o", file, "./cmd/twosource") //nolint:gosec // the arguments are ours
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+t.system, "GOARCH="+t.arch)
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("building for %s/%s: %w", t.system, t.arch, err)
	}
	return nil
}

// common returns the files that go into every package, and the version: what the
// program itself prints of them.
func common(host string) (files []packed, version string, err error) {
	said, err := exec.Command(host, "version").Output()
	if err != nil {
		return nil, "", err
	}
	version = strings.TrimSpace(strings.TrimPrefix(string(said), "twosource"))
	for _, name := range []string{"LICENSE", "NOTICE", "README.md", "CHANGELOG.md"} {
		body, err := os.ReadFile(name)
		if err != nil {
			return nil, "", err
		}
		files = append(files, packed{name, body, 0o644})
	}
	for name, args := range map[string][]string{
		"man/twosource.1": {"man"}, "completions/twosource.bash": {"completion", "bash"}, "completions/_twosource": {"completion", "zsh"},
		"completions/twosource.fish": {"completion", "fish"},
	} {
		body, err := exec.Command(host, args...).Output() //nolint:gosec // the arguments are ours
		if err != nil {
			return nil, "", err
		}
		files = append(files, packed{name, body, 0o644})
	}
	slices.SortFunc(files, func(a, b packed) int { return strings.Compare(a.name, b.name) })
	return files, version, nil
}

// checksums writes SHA256SUMS, as sha256sum -c reads it.
func checksums(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	var b strings.Builder
	for _, e := range entries {
		body, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return err
		}
		sum := sha256.Sum256(body)
		fmt.Fprintf(&b, "%s  %s\n", hex.EncodeToString(sum[:]), e.Name())
	}
	return os.WriteFile(filepath.Join(dir, "SHA256SUMS"), []byte(b.String()), 0o644)
}

func size(file string) int64 {
	info, err := os.Stat(file)
	if err != nil {
		return 0
	}
	return info.Size()
}
