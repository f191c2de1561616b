//go:build unix

// Command benchmarks measures the program on the rows of its goals and writes
// docs/benchmarks.md from what was measured.
//
//	go run ./eval/benchmarks                                  the page, from results.json
//	go run ./eval/benchmarks -run evals,speed,others          measures first (ten minutes)
//	go run ./eval/benchmarks -run archive                     all 30,078 articles into a store (ten minutes and 2 GB)
//	go run ./eval/benchmarks -run evals -only parse           one row anew
//
// It runs from the root of the repository, with the corpora in ../shared. Our
// figures stand in results.json, which this command alone writes, each with the
// command that gave it and the machine that it was measured on. Other programs'
// figures are measured too, where the row says "measured here"; the rest are
// published ones, with their source.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

const (
	resultsFile = "eval/benchmarks/results.json"
	pageFile    = "docs/benchmarks.md"
)

func main() {
	var b bench
	kinds := flag.String("run", "", "what to measure before the page is written: evals, speed, others, archive")
	flag.StringVar(&b.only, "only", "", "measure only what has this in its key")
	flag.StringVar(&b.corpora, "corpora", "../shared/corpora", "the folder of the corpora")
	flag.StringVar(&b.samples, "samples", "../shared/samples/syria-2015", "the folder of the five samples")
	flag.Parse()
	if err := b.main(context.Background(), *kinds); err != nil {
		fmt.Fprintln(os.Stderr, "benchmarks:", err)
		os.Exit(1)
	}
}

// A bench measures into its results.
type bench struct {
	only, corpora, samples string
	program                string // the binary that is measured
	results                *results
}

func (b *bench) main(ctx context.Context, kinds string) error {
	var err error
	if b.results, err = readResults(resultsFile); err != nil {
		return err
	}
	runs := map[string]func(context.Context) error{"evals": b.evals, "speed": b.speed, "others": b.others, "archive": b.archive}
	for kind := range strings.SplitSeq(kinds, ",") {
		if kind == "" {
			continue
		}
		run, ok := runs[kind]
		if !ok {
			return fmt.Errorf("-run %s: there are evals, speed, others and archive", kind)
		}
		if b.program == "" {
			if err := b.build(ctx); err != nil {
				return err
			}
		}
		if err := run(ctx); err != nil {
			return fmt.Errorf("%s: %w", kind, err)
		}
	}
	return os.WriteFile(pageFile, []byte(page(b.results)), 0o644)
}

// build makes the binary that is measured.
func (b *bench) build(ctx context.Context) error {
	program, err := filepath.Abs("tmp/benchmarks/twosource")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(program), 0o755); err != nil {
		return err
	}
	b.program = program
	_, err = b.output(ctx, nil, "go", "build", "-trimpath", "-o", program, "./cmd/twosource")
	return err
}

// wanted reports whether a key is to be measured.
func (b *bench) wanted(key string) bool { return strings.Contains(key, b.only) }
