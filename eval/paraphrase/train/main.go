// Command train learns the paraphrase weights of package compare and writes
// them.
//
// Usage:
//
//	go run ./eval/paraphrase/train [-o internal/compare/paraphrase.model] DATA
//
// DATA is rewrites.tar.gz or a folder of its files. The same data give the same
// bytes.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"

	"github.com/twosource/twosource/eval"
	"github.com/twosource/twosource/eval/paraphrase"
)

func main() {
	out := flag.String("o", "internal/compare/paraphrase.model", "file to write")
	flag.Parse()
	if err := run(flag.Arg(0), *out); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// header opens the file of weights.
const header = "# Written by eval/paraphrase/train from MSRP (train) and STS headlines 2013-2015.\n"

func run(data, out string) error {
	if data == "" {
		return errors.New("train: name the data")
	}
	sets, err := eval.PairSets(data)
	if err != nil {
		return err
	}
	var samples []paraphrase.Sample
	for _, s := range sets {
		for _, p := range s.Pairs {
			samples = append(samples, paraphrase.NewSample(p, s.Graded))
		}
	}
	return os.WriteFile(out, []byte(header+paraphrase.Write(paraphrase.Learn(samples))), 0o644)
}
