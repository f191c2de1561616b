package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/twosource/twosource/eval"
	"github.com/twosource/twosource/eval/planted"
)

type evalCmd struct {
	Task   string `arg:"" help:"What to score: ${tasks}."`
	Data   string `arg:"" optional:"" help:"The data set: a file, folder or tar.gz. Without it, the set that ships with a module, where there is one."`
	Format string `help:"text or json." enum:"text,json" default:"text"`
	plantedFlags
	outputFlags
}

// plantedFlags say which benchmark of planted reuse is built.
type plantedFlags struct {
	Planted bool   `help:"For reuse: hide planted copies and rewrites in DATA, an archive, and look for them."`
	HeldOut bool   `help:"With --planted: rewrite by the rules that nothing was tuned on."`
	Cases   int    `help:"With --planted: how many articles are planted." default:"3000"`
	Among   int    `help:"With --planted: how many articles there are in all." default:"30000"`
	Seed    uint64 `help:"With --planted: another seed, another choice of articles." default:"1"`
	WordNet string `name:"wordnet" help:"With --planted: the dict folder of WordNet, where it is not found by itself." type:"path"`
}

// run builds the benchmark out of an archive and scores it.
func (f *plantedFlags) run(ctx context.Context, archive string) ([]eval.Result, error) {
	o := planted.RunOptions{
		Options: planted.Options{Cases: f.Cases, Rows: f.Among, Seed: f.Seed},
		Archive: archive, WordNet: f.WordNet,
	}
	if f.HeldOut {
		o.Rules = planted.HeldOut
	}
	return eval.Planted(ctx, o)
}

// Help shows how eval is used.
func (evalCmd) Help() string {
	return `Examples:
  twosource eval text ../shared/corpora/extraction.tar.gz
  twosource eval date --format json
  twosource eval parse en_ewt-ud-dev.conllu
  twosource eval reuse --planted --held-out ../shared/corpora/archive.jsonl.gz
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
	score := eval.Tasks[i].Score
	if cmd.Planted {
		if cmd.Task != "reuse" || cmd.Data == "" {
			return failf(exitUsage, "--planted is for the task reuse and an archive of articles")
		}
		score = cmd.plantedFlags.run
	}
	results, err := score(ctx, cmd.Data)
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
