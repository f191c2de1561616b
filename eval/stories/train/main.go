// Command train learns the decision of package cluster from the labelled sets of
// events and writes it.
//
// Usage:
//
//	go run ./eval/stories/train [-o internal/cluster/pair.model] [-validate] CORPORA
//
// CORPORA is the folder of the labelled sets. The model learns from all of them.
// What is added to each score is chosen by cross-validation: each pair is scored
// by a model that has seen neither of its articles' happenings, and the stories
// that come of it are compared with the events. With -validate nothing is
// written, and it is also shown what models make of a set that they have seen
// nothing of. The same data give the same bytes.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/twosource/twosource/eval/stories"
	"github.com/twosource/twosource/internal/cluster"
)

func main() {
	out := flag.String("o", "internal/cluster/pair.model", "file to write")
	validate := flag.Bool("validate", false, "cross-validate and write nothing")
	flag.Parse()
	if err := run(os.Stdout, flag.Arg(0), *out, *validate); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// header opens the model's file.
const header = "# Written by eval/stories/train from google-news, galaxy and ECB+ (topics 1-35).\n"

func run(w io.Writer, corpora, out string, validate bool) error {
	if corpora == "" {
		return errors.New("train: name the folder of the labelled sets")
	}
	read, err := stories.Read(context.Background(), corpora)
	if err != nil {
		return err
	}
	sets := make([]*set, len(read))
	var all []sample
	for i := range read {
		sets[i] = newSet(&read[i])
		all = append(all, sets[i].samples...)
	}
	shift := crossValidate(w, sets)
	if validate {
		leaveOut(w, sets, shift)
		return nil
	}
	trees := boost(all)
	model, err := parse(trees, 0)
	if err != nil {
		return err
	}
	var fitted table
	for k, s := range sets {
		fitted.add(k, s, func(_ *set, _, _ int, e *cluster.Evidence) int32 { return model.Score(e) }, 1)
	}
	fitted.print(w, "fitted", sets, shift)
	return os.WriteFile(out, []byte(header+write(trees, shift)), 0o644)
}

// parse returns trees as a model that scores shift more.
func parse(trees []*tree, shift int32) (*cluster.Model, error) {
	return cluster.ParseModel(write(trees, shift))
}
