package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/twosource/twosource/internal/pipeline"
	"github.com/twosource/twosource/internal/reuse"
	"github.com/twosource/twosource/internal/store"
	"github.com/twosource/twosource/internal/store/sqlite"
)

// indexFolder returns where the index of a store is, which there need not be.
func indexFolder(store string) (string, error) {
	path, err := storePath(store)
	return beside(path) + ".index", err
}

// dropIndex removes the index of a store: it is made again when it is needed.
func dropIndex(store string) error {
	dir, err := indexFolder(store)
	if err != nil {
		return err
	}
	return reuse.RemoveFolder(dir)
}

// run analyses the inputs, by themselves or against a store.
func (cmd *lineageCmd) run(ctx context.Context, c console) (*pipeline.Run, error) {
	if cmd.Against == "" {
		cmd.lean = true
		return cmd.analyse(ctx, c, cmd.Input)
	}
	if cmd.Store != "" || len(cmd.Input) == 0 {
		return nil, failf(exitUsage, "--against takes inputs, which are compared with what the store has")
	}
	o, err := cmd.options(c)
	if err != nil {
		return nil, err
	}
	o.Progress = new(pipeline.Progress)
	done := showProgress(c.err, o.Progress, cmd.Quiet)
	run, err := interruptible(ctx, func() (*pipeline.Run, error) { return cmd.against(ctx, c, o) })
	done()
	if err != nil {
		return nil, err
	}
	cmd.tell(c.err, run)
	if len(run.Record.Articles) == 0 {
		return nil, failf(exitFailed, "no article could be read")
	}
	return run, nil
}

// indexWait is how long to wait for another process that writes to the store.
const indexWait = 10 * time.Second

// against compares the inputs with the articles of a store. It holds the store's
// writer meanwhile, for the index is brought up to date.
func (cmd *lineageCmd) against(ctx context.Context, c console, o pipeline.Options) (run *pipeline.Run, err error) {
	dir, err := indexFolder(cmd.Against)
	if err != nil {
		return nil, err
	}
	flags := writeFlags{storeFlags{cmd.Against}, indexWait}
	err = flags.withWriter(ctx, sqlite.Write, func(_ keptStore, w store.Writer) (err error) {
		v, err := w.View(ctx)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, v.Close()) }()
		x, err := pipeline.OpenIndex(ctx, v, dir, o)
		if err != nil {
			return otherRevisions(err)
		}
		defer func() { err = errors.Join(err, x.Close()) }()
		if x.Again && !cmd.Quiet {
			fmt.Fprintf(c.err, "%s: made from %s\n", dir, count(x.Made, "page"))
		}
		run, err = pipeline.Against(ctx, cmd.Input, v, x, o)
		return err
	})
	return run, err
}
