package main

import (
	"context"
	"fmt"
	"os"

	"github.com/twosource/twosource/internal/pipeline"
	"github.com/twosource/twosource/internal/store"
	"github.com/twosource/twosource/internal/store/sqlite"
)

type importCmd struct {
	File  string `arg:"" help:"What twosource export wrote; - is standard input."`
	Jobs  int    `help:"Articles worked on at once; 0 is one a processor. No effect on the result." default:"0" placeholder:"N"`
	Quiet bool   `short:"q" help:"No progress and no notes."`
	tableFlags
	writeFlags
}

// Help shows how import is used.
func (importCmd) Help() string {
	return `Examples:
  twosource import desk.jsonl --store new.db
  zcat desk.jsonl.gz | twosource import - --store new.db

The articles are analysed again. Broken off, the same command goes on where it was left.`
}

// Run keeps the pages of an export.
func (cmd *importCmd) Run(ctx context.Context, c console) error {
	in := c.in
	if cmd.File != "-" {
		f, err := os.Open(cmd.File)
		if err != nil {
			return failf(exitFailed, "%w", err)
		}
		defer f.Close()
		in = f
	}
	o := pipeline.Options{Jobs: cmd.Jobs, Progress: new(pipeline.Progress)}
	if err := cmd.into(&o); err != nil {
		return err
	}
	return cmd.withWriter(ctx, sqlite.Create, func(st keptStore, w store.Writer) error {
		done := showProgress(c.err, o.Progress, cmd.Quiet)
		added, err := pipeline.Import(ctx, w, in, o)
		if err == nil {
			err = dropIndex(cmd.Store) // an export may name articles that were removed
		}
		if err == nil {
			err = related(ctx, w, o)
		}
		done()
		if added != nil && !cmd.Quiet {
			fmt.Fprintf(c.err, "%s: %s of %s added\n", st.Path(), count(added.New, "page"), count(added.Inputs, "input"))
		}
		return kept(ctx, err)
	})
}
