package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/twosource/twosource/eval"
)

type evalCmd struct {
	Task   string `arg:"" help:"What to score: ${tasks}."`
	Data   string `arg:"" optional:"" help:"The data set: a file, folder or tar.gz. Without it, the set that ships with a module, where there is one."`
	Format string `help:"text or json." enum:"text,json" default:"text"`
	outputFlags
}

// Help shows how eval is used.
func (evalCmd) Help() string {
	return `Examples:
  twosource eval text ../shared/corpora/extraction.tar.gz
  twosource eval date --format json
  twosource eval parse en_ewt-ud-dev.conllu
  twosource eval time ../shared/corpora/timebank-aquaint.tar.gz

Intervals are 95 %, by 1,000 seeded samples.`
}

func tasks() string {
	var names []string
	for _, t := range eval.Tasks {
		names = append(names, t.Name)
	}
	return strings.Join(names, ", ")
}

// Run scores a stage and prints the figures.
func (cmd *evalCmd) Run(ctx context.Context, c console) error {
	i := slices.IndexFunc(eval.Tasks, func(t eval.Task) bool { return t.Name == cmd.Task })
	if i < 0 {
		return failf(exitUsage, "no task %q; there are %s", cmd.Task, tasks())
	}
	results, err := eval.Tasks[i].Score(ctx, cmd.Data)
	if err != nil {
		return err
	}
	return cmd.write(c, func(w io.Writer) error {
		if cmd.Format == "json" {
			return printJSON(w, results)
		}
		return printFigures(w, results)
	})
}

// printJSON writes one result as an object, several as an array.
func printJSON(w io.Writer, results []eval.Result) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", " ")
	if len(results) == 1 {
		return enc.Encode(results[0])
	}
	return enc.Encode(results)
}

func printFigures(w io.Writer, results []eval.Result) error {
	for _, r := range results {
		if _, err := fmt.Fprintf(w, "%s  %s  n=%d\n", r.Task, r.Data, r.N); err != nil {
			return err
		}
		var names []string
		for name := range r.Metrics {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			m := r.Metrics[name]
			line := fmt.Sprintf("  %-34s %9.4f", name, m.Value)
			if m.Low != m.Value || m.High != m.Value {
				line += fmt.Sprintf("   %.4f to %.4f", m.Low, m.High)
			}
			if _, err := fmt.Fprintln(w, line); err != nil {
				return err
			}
		}
	}
	return nil
}
