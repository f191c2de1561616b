//go:build unix

package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/twosource/twosource/internal/annotate/words"
	"github.com/twosource/twosource/internal/news"
)

// goBenchmarks are the packages' own benchmarks that rows rest on.
var goBenchmarks = []struct{ pkg, name string }{
	{"./internal/annotate", "BenchmarkArchive"},
	{"./internal/annotate/english", "BenchmarkArchive"},
	{"./internal/extract", "BenchmarkExtract"},
}

// speed measures the program as a whole process, and its parts on one processor.
func (b *bench) speed(ctx context.Context) error {
	if b.wanted("speed/samples") {
		if err := b.process(ctx, "speed/samples", 20, "brief", b.samples); err != nil {
			return err
		}
	}
	if b.wanted("speed/2000") {
		file, err := b.firstOfArchive(2000)
		if err != nil {
			return err
		}
		if err := b.process(ctx, "speed/2000", 3, "brief", "-q", "--format", "json", file); err != nil {
			return err
		}
		if err := b.limit(file); err != nil {
			return err
		}
	}
	for _, g := range goBenchmarks {
		if !b.wanted("bench/" + g.pkg) {
			continue
		}
		args := []string{"test", g.pkg, "-run", "^$", "-bench", "^" + g.name + "$", "-benchtime", "1s", "-count", "3", "-cpu", "1"}
		out, err := b.output(ctx, nil, "go", args...)
		if err != nil {
			return err
		}
		for key, values := range metricsOf(string(out)) {
			if err := b.several("bench/"+strings.TrimPrefix(g.pkg, "./internal/")+"/"+key, values, "go "+strings.Join(args, " ")); err != nil {
				return err
			}
		}
	}
	return nil
}

var (
	measured = regexp.MustCompile(`(?m)^  (wall|processor|peak memory) +min +([0-9.]+) +median +([0-9.]+) +max +([0-9.]+)`)
	benched  = regexp.MustCompile(`(?m)^Benchmark(\S+)\s+\d+\s+(.*)$`)
)

// process measures a whole process by eval/measure.
func (b *bench) process(ctx context.Context, key string, runs int, args ...string) error {
	all := append([]string{"run", "./eval/measure", "-runs", strconv.Itoa(runs), "--", b.program}, args...)
	out, err := b.output(ctx, nil, "go", all...)
	if err != nil {
		return err
	}
	shown := fmt.Sprintf("go run ./eval/measure -runs %d -- ./twosource %s", runs, strings.Join(args, " "))
	found := measured.FindAllStringSubmatch(string(out), -1)
	if len(found) != 3 {
		return fmt.Errorf("eval/measure printed %q", out)
	}
	for _, m := range found {
		var v [3]float64
		for i := range v {
			if v[i], err = strconv.ParseFloat(m[2+i], 64); err != nil {
				return err
			}
		}
		if err := b.results.put(key+"/"+m[1], figure{Value: v[1], Low: v[0], High: v[2], N: runs, Command: shown}); err != nil {
			return err
		}
	}
	return nil
}

// metricsOf reads the figures of benchmarks that count things by the second.
func metricsOf(out string) map[string][]float64 {
	all := map[string][]float64{}
	for _, m := range benched.FindAllStringSubmatch(out, -1) {
		fields := strings.Fields(m[2])
		for i := 0; i+1 < len(fields); i += 2 {
			if v, err := strconv.ParseFloat(fields[i], 64); err == nil && strings.HasSuffix(fields[i+1], "/s") && fields[i+1] != "MB/s" {
				key := m[1] + "/" + strings.TrimSuffix(fields[i+1], "/s")
				all[key] = append(all[key], v)
			}
		}
	}
	return all
}

// several keeps the median of several runs, with the least and the most.
func (b *bench) several(key string, values []float64, command string) error {
	slices.Sort(values)
	return b.results.put(key, figure{Value: values[len(values)/2], Low: values[0], High: values[len(values)-1], N: len(values), Command: command})
}

// firstOfArchive writes the first n articles of the archive into a file.
func (b *bench) firstOfArchive(n int) (name string, err error) {
	in, err := os.Open(filepath.Join(b.corpora, "archive.jsonl.gz"))
	if err != nil {
		return "", err
	}
	defer in.Close()
	z, err := gzip.NewReader(in)
	if err != nil {
		return "", err
	}
	name = fmt.Sprintf("tmp/benchmarks/archive-%d.jsonl.gz", n)
	out, err := os.Create(name)
	if err != nil {
		return "", err
	}
	packed := gzip.NewWriter(out)
	r := bufio.NewReader(z)
	for range n {
		line, err := r.ReadBytes('\n')
		if err == nil {
			_, err = packed.Write(line)
		}
		if err != nil {
			return "", errors.Join(err, out.Close())
		}
	}
	return name, errors.Join(packed.Close(), out.Close())
}

// limit measures what no program can do without: to inflate, decode and part into
// words the articles of a file, on one processor.
func (b *bench) limit(file string) error {
	var took []float64
	for range 3 {
		began := processorTime()
		if err := readAll(file); err != nil {
			return err
		}
		took = append(took, (processorTime() - began).Seconds())
	}
	return b.several("speed/2000/limit", took, "go run ./eval/benchmarks -run speed -only speed/2000")
}

func readAll(file string) error {
	raw, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		return err
	}
	for in := json.NewDecoder(z); ; {
		var record struct{ Text string }
		switch err := in.Decode(&record); {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		}
		a := news.Article{Text: record.Text, Blocks: []news.Block{{Span: news.Span{End: len(record.Text)}}}}
		words.Split(&a)
	}
}

// archive measures the whole archive into a store. It takes ten minutes.
func (b *bench) archive(ctx context.Context) error {
	store := "tmp/benchmarks/archive.db"
	if err := errors.Join(remove(store), remove(store+"-lock")); err != nil {
		return err
	}
	return b.process(ctx, "speed/archive", 1, "add", "-q", "--store", store, filepath.Join(b.corpora, "archive.jsonl.gz"))
}

func remove(file string) error {
	if err := os.Remove(file); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
