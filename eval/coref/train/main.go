// Command train learns which mentions of happenings are of one, and writes the
// model that eval scores other topics of ECB+ with.
//
// Usage:
//
//	go run ./eval/coref/train [-o eval/coref/happenings.json.gz] DATA
//
// DATA is ecbplus.tar.gz or a folder of its files. The same data give the same
// bytes.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"

	"github.com/twosource/twosource/eval"
)

func main() {
	out := flag.String("o", "eval/coref/happenings.json.gz", "file to write")
	flag.Parse()
	if err := run(flag.Arg(0), *out); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run(data, out string) error {
	if data == "" {
		return errors.New("name the data")
	}
	model, err := eval.LearnHappenings(context.Background(), data)
	if err != nil {
		return err
	}
	return os.WriteFile(out, model, 0o644)
}
