//go:build unix

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// results are all figures that were measured, by key.
type results struct {
	file    string
	Figures map[string]figure `json:"figures"`
}

// A figure is one measured value.
type figure struct {
	Value   float64 `json:"value"`
	Low     float64 `json:"low"` // of the 95 % interval, or the least of several runs; the value if there is none
	High    float64 `json:"high"`
	N       int     `json:"n,omitempty"` // documents, sentences or runs
	Command string  `json:"command"`
	Machine string  `json:"machine"`
	Load    string  `json:"load"` // of the machine in the minute before, of all programs; "" if unknown
	Day     string  `json:"day"`
}

func readResults(file string) (*results, error) {
	r := &results{file: file, Figures: map[string]figure{}}
	raw, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return r, nil
	}
	if err != nil {
		return nil, err
	}
	return r, json.Unmarshal(raw, r)
}

// put keeps a figure and writes the file, so that what was measured is kept if
// the next measurement fails.
func (r *results) put(key string, f figure) error {
	f.Machine, f.Load, f.Day = machine(), load(), time.Now().UTC().Format(time.DateOnly)
	r.Figures[key] = f
	raw, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%s: %.4g [%.4g, %.4g]\n", key, f.Value, f.Low, f.High)
	return os.WriteFile(r.file, append(raw, '\n'), 0o644)
}

// machine says what was measured on, without names.
func machine() string {
	model := runtime.GOARCH
	if raw, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range strings.Lines(string(raw)) {
			if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
				model = strings.TrimSpace(value)
				break
			}
		}
	}
	return fmt.Sprintf("%s, %d cores, %s, %s", model, runtime.NumCPU(), runtime.GOOS, runtime.Version())
}

// load is the load average of the last minute.
func load() string {
	raw, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return ""
	}
	one, _, _ := strings.Cut(string(raw), " ")
	return one
}

// output runs a command and returns what it printed. An exit code of 3 is no
// failure: some inputs could not be read.
func (b *bench) output(ctx context.Context, stdin io.Reader, name string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, name, args...) //nolint:gosec // the commands are ours
	var out, told bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = stdin, &out, &told
	err := cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 3 {
		err = nil
	}
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w: %s", name, strings.Join(args, " "), err, tail(told.String()))
	}
	return out.Bytes(), nil
}

func tail(s string) string {
	if len(s) > 400 {
		return s[len(s)-400:]
	}
	return s
}
