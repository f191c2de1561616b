package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/twosource/twosource/internal/brief"
	"github.com/twosource/twosource/internal/news"
)

type checkCmd struct {
	File  string   `arg:"" help:"A brief in JSON, - for standard input."`
	Input []string `arg:"" optional:"" help:"The articles it was made of: their texts and hashes are then proved too."`
	inputFlags
}

// Help shows how check is used.
func (checkCmd) Help() string {
	return `Examples:
  twosource brief examples/ferry-talks --format json -o brief.json
  twosource check brief.json
  twosource check brief.json examples/ferry-talks
  twosource brief examples/ferry-talks --format json | twosource check -

With INPUT, give the flags that the brief was made with (--as-of, --map, --date-order).

Exit codes: 0 every span is true; 4 one is not; 1 the file is no brief; 3 true, but some inputs could not be read.`
}

// Run proves the spans of a brief.
func (cmd *checkCmd) Run(ctx context.Context, c console) error {
	raw, err := cmd.read(c)
	if err != nil {
		return failf(exitFailed, "cannot read %s: %w", cmd.File, err)
	}
	var own []news.Article
	var partial error
	if len(cmd.Input) > 0 {
		run, err := cmd.analyse(ctx, c, cmd.Input)
		if err != nil {
			return err
		}
		own, partial = run.Record.Articles, outcome(run)
	}
	checked, err := brief.Check(raw, own)
	if err != nil {
		return failf(exitFailed, "%s: %w", cmd.File, err)
	}
	for _, p := range checked.Problems {
		fmt.Fprintln(c.err, p)
	}
	if more := checked.Failed - len(checked.Problems); more > 0 {
		fmt.Fprintf(c.err, "… and %d more\n", more)
	}
	if checked.Failed > 0 {
		return failf(exitFalseSpan, "%s: %d of its lines are not true", cmd.File, checked.Failed)
	}
	if checked.True() {
		fmt.Fprintf(c.out, "%s: %d articles, %d spans, every one true\n", cmd.File, checked.Articles, checked.Spans)
	} else {
		return failf(exitFailed, "%d spans could not be proved, for the brief does not carry those texts; name the articles too", checked.Unproved)
	}
	return partial
}

func (cmd *checkCmd) read(c console) (raw []byte, err error) {
	if cmd.File == "-" {
		return io.ReadAll(c.in)
	}
	f, err := os.Open(cmd.File)
	if err != nil {
		return nil, err
	}
	raw, err = io.ReadAll(f)
	return raw, errors.Join(err, f.Close())
}
