package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/twosource/twosource/internal/pipeline"
	"github.com/twosource/twosource/internal/store"
)

type boilerplateCmd struct {
	Input       []string `arg:"" optional:"" help:"Files, folders, globs, - for standard input. Without any, the articles of the store."`
	Least       int      `help:"In how many articles of one family of outlets a passage must stand, 2 to 16." default:"${least}" placeholder:"N"`
	Corrections string   `help:"A file of corrections (docs/formats/corrections.md): of families of outlets." placeholder:"FILE"`
	Map         string   `help:"Names of other people's columns: text=article_content,title=headline." placeholder:"OURS=THEIRS,…"`
	Jobs        int      `help:"Articles worked on at once; 0 is one a processor. No effect on the result." default:"0" placeholder:"N"`
	Quiet       bool     `short:"q" help:"No progress and no notes; inputs that cannot be read are still named."`
	Output      string   `short:"o" help:"Write to this file and not to the terminal." placeholder:"FILE"`
	storeFlags
}

// Help shows how boilerplate is used.
func (boilerplateCmd) Help() string {
	return `Examples:
  twosource boilerplate --store desk.db -o outlets.boilerplate
  twosource boilerplate archive.jsonl.gz -o outlets.boilerplate
  twosource brief saved-pages/ --boilerplate outlets.boilerplate

What an outlet prints under every article is no sign of who took from whom. A large set shows what its outlets repeat,
and it is left out; a small one does not: learn it from many articles beforehand. The table has hashes and no words of
articles, and can be read and cut by hand (docs/formats/boilerplate.md). The same articles give the same bytes.

To make the stories of a store with a table: twosource reannotate --boilerplate FILE --store desk.db.`
}

// Run learns what outlets repeat.
func (cmd *boilerplateCmd) Run(ctx context.Context, c console) error {
	if cmd.Least < 2 || cmd.Least > 16 {
		return failf(exitUsage, "--least %d: must be 2 to 16", cmd.Least)
	}
	if len(cmd.Input) > 0 && cmd.Store != "" {
		return failf(exitUsage, "name inputs or a store, not both")
	}
	flags := inputFlags{Corrections: cmd.Corrections, Map: cmd.Map, Jobs: cmd.Jobs, Quiet: cmd.Quiet}
	o, err := flags.options(c)
	if err != nil {
		return err
	}
	o.Progress = new(pipeline.Progress)
	done := showProgress(c.err, o.Progress, cmd.Quiet)
	learnt, err := cmd.learn(ctx, o)
	done()
	if err != nil {
		return err
	}
	for _, e := range learnt.Failed {
		fmt.Fprintln(c.err, "twosource:", e.Error())
	}
	if learnt.Articles == 0 {
		return failf(exitFailed, "no article could be read")
	}
	text, err := learnt.Table.MarshalText()
	if err != nil {
		return err
	}
	out := outputFlags{Output: cmd.Output}
	if err := out.write(c, func(w io.Writer) error { _, err := w.Write(text); return err }); err != nil {
		return err
	}
	if !cmd.Quiet {
		fmt.Fprintf(c.err, "%s of five words learnt from %s; SHA-256 %s\n", count(learnt.Table.Len(), "passage"), count(learnt.Articles, "article"), learnt.Table.SHA256())
	}
	if len(learnt.Failed) > 0 {
		return &exitError{code: exitPartial}
	}
	return nil
}

// learn learns from the inputs, or from the store.
func (cmd *boilerplateCmd) learn(ctx context.Context, o pipeline.Options) (out *pipeline.Learnt, err error) {
	if len(cmd.Input) > 0 {
		return pipeline.LearnBoilerplate(ctx, cmd.Input, cmd.Least, o)
	}
	err = cmd.withView(ctx, func(v store.View) error {
		st, err := v.State(ctx)
		if err != nil {
			return err
		}
		if st.Pages > 0 && !current(st.Revisions) {
			return otherRevisions(store.ErrRevisions)
		}
		out, err = pipeline.LearnStoredBoilerplate(ctx, v, cmd.Least, o)
		return err
	})
	return out, err
}

// otherBoilerplate says what to do about a store whose stories were made with another
// table of boilerplate.
func otherBoilerplate(err error) error {
	if errors.Is(err, pipeline.ErrBoilerplate) {
		return failf(exitFailed, "%w, or with none: name the same with --boilerplate FILE, or run twosource reannotate, with the table that is wanted or without one, which makes only the stories anew", err)
	}
	return err
}
