package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/twosource/twosource/internal/pipeline"
	"github.com/twosource/twosource/internal/store"
	"github.com/twosource/twosource/internal/store/sqlite"
)

type doctorCmd struct{ storeFlags }

// Help shows how doctor is used.
func (doctorCmd) Help() string {
	return `Examples:
  twosource doctor
  twosource doctor --store archive.db

Reads the whole store and writes nothing. Exit codes: 0 all is well; 1 something is wrong, or there is no store.`
}

// Run checks a store.
func (cmd *doctorCmd) Run(ctx context.Context, c console) (err error) {
	st, err := openStore(ctx, cmd.Store, sqlite.Read)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	found := 0
	if err := st.Check(ctx, func(finding string) { found++; fmt.Fprintln(c.out, "wrong:", finding) }); err != nil {
		return err
	}
	v, err := st.View(ctx)
	if err != nil {
		return err
	}
	state, err := v.State(ctx)
	if err = errors.Join(err, v.Close()); err != nil {
		return err
	}
	fmt.Fprintf(c.out, "%s: %s", st.Path(), count(state.Articles, "article"))
	fmt.Fprintf(c.out, " of %s in %s", count(state.Pages, "page"), count(state.Inputs, "input"))
	if info, err := os.Stat(st.Path()); err == nil {
		fmt.Fprintf(c.out, ", %.1f MB", float64(info.Size())/1e6)
	}
	fmt.Fprintln(c.out)
	if state.Quarantined > 0 {
		fmt.Fprintf(c.out, "%s in quarantine: no article was found in them\n", count(state.Quarantined, "page"))
	}
	if state.Removed > 0 {
		fmt.Fprintf(c.out, "%s removed, and kept out\n", count(state.Removed, "article"))
	}
	if state.Pages > 0 && !current(state.Revisions) {
		fmt.Fprintln(c.out, "analysed by other revisions of the stages: run twosource reannotate")
	} else if !pipeline.Related(state) {
		fmt.Fprintln(c.out, "stories are out of date; the next twosource add brings them up to date")
	}
	cmd.checkIndex(c, state)
	if found > 0 {
		return failf(exitFailed, "%s in the store; restore a backup, or make a new store from the inputs", count(found, "defect"))
	}
	fmt.Fprintln(c.out, "nothing wrong was found")
	return nil
}

// checkIndex says how the index beside a store is, which is no part of it.
func (cmd *doctorCmd) checkIndex(c console, state store.State) {
	dir, err := indexFolder(cmd.Store)
	if err != nil {
		return
	}
	if _, err := os.Stat(dir); err != nil {
		return // it is made when it is needed
	}
	if err := pipeline.CheckIndex(dir, state); err != nil {
		fmt.Fprintf(c.out, "the index is made again when it is needed: %v\n", err)
	}
}

type backupCmd struct {
	File string `arg:"" help:"Where to write the copy; it must not exist."`
	storeFlags
}

// Help shows how backup is used.
func (backupCmd) Help() string {
	return `Examples:
  twosource backup desk-monday.db --store desk.db

The copy is a store. It appears under its name only when it is whole; the store may be read and written meanwhile.`
}

// Run copies a store.
func (cmd *backupCmd) Run(ctx context.Context, c console) (err error) {
	st, err := openStore(ctx, cmd.Store, sqlite.Read)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	if err := st.Backup(ctx, cmd.File); err != nil {
		return failf(exitFailed, "nothing was copied: %w", err)
	}
	info, err := os.Stat(cmd.File)
	if err == nil {
		fmt.Fprintf(c.err, "%s: %.1f MB\n", cmd.File, float64(info.Size())/1e6)
	}
	return err
}

type reannotateCmd struct {
	Quarantined bool `help:"Only the pages in which no article was found, whatever the revisions; say what is still wrong with each."`
	Jobs        int  `help:"Articles worked on at once; 0 is one a processor. No effect on the result." default:"0" placeholder:"N"`
	Quiet       bool `short:"q" help:"No progress and no notes."`
	tableFlags
	writeFlags
}

// Help shows how reannotate is used.
func (reannotateCmd) Help() string {
	return `Examples:
  twosource reannotate --store desk.db
  twosource reannotate --knowledge names.tsv --store desk.db
  twosource reannotate --boilerplate outlets.boilerplate --store desk.db
  twosource reannotate --quarantined --store desk.db

Needed after the program was renewed, when a stage that reads single articles has a new revision, and when your table of
names is another. Readers see the old analyses until all new ones are there; broken off, it goes on where it was left.
Pages in quarantine are tried again. With another table of boilerplate, or without the one that the stories were made
with, only the stories are made again.`
}

// Run analyses the pages of a store again.
func (cmd *reannotateCmd) Run(ctx context.Context, c console) error {
	flags := inputFlags{tableFlags: cmd.tableFlags, Jobs: cmd.Jobs}
	o, err := flags.options(c)
	if err != nil {
		return err
	}
	o.Progress, o.NewTable = new(pipeline.Progress), !cmd.Quarantined
	return cmd.withWriter(ctx, sqlite.Write, func(st keptStore, w store.Writer) error {
		if cmd.Quarantined {
			return cmd.replay(ctx, c, st.Path(), w, o)
		}
		done := showProgress(c.err, o.Progress, cmd.Quiet)
		n, err := pipeline.Reannotate(ctx, w, o)
		if err == nil {
			err = related(ctx, w, o)
		}
		done()
		if err == nil && !cmd.Quiet {
			fmt.Fprintf(c.err, "%s: %s analysed again\n", st.Path(), count(n, "page"))
		}
		return kept(ctx, err)
	})
}

// replay analyses the pages in quarantine again, and says what came of it.
func (cmd *reannotateCmd) replay(ctx context.Context, c console, path string, w store.Writer, o pipeline.Options) error {
	done := showProgress(c.err, o.Progress, cmd.Quiet)
	out, err := pipeline.Replay(ctx, w, o)
	if err == nil && out.Mended > 0 {
		err = related(ctx, w, o)
	}
	done()
	if err != nil {
		return kept(ctx, err)
	}
	for _, e := range out.Failed {
		fmt.Fprintln(c.err, "twosource:", e.Error())
	}
	if !cmd.Quiet {
		fmt.Fprintf(c.err, "%s: %s tried again, %d mended, %d still in quarantine\n", path, count(out.Pages, "page"), out.Mended, len(out.Failed))
	}
	if len(out.Failed) > 0 {
		return &exitError{code: exitPartial}
	}
	return nil
}
