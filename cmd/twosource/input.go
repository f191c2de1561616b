package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"os"

	"github.com/twosource/twosource/internal/corrections"
	"github.com/twosource/twosource/internal/dates"
	"github.com/twosource/twosource/internal/ingest"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/pipeline"
)

// inputFlags say what is read and how. Every command that reads articles has
// them.
type inputFlags struct {
	AsOf        string `help:"Date of articles that carry none, as 2015-09-27." placeholder:"DATE"`
	Map         string `help:"Names of other people's columns: text=article_content,title=headline." placeholder:"OURS=THEIRS,…"`
	DateOrder   string `help:"How to read dates such as 4/5/2017: dmy or mdy. Without it they are left unread." enum:",dmy,mdy" default:"" placeholder:"ORDER"`
	Corrections string `help:"A file of corrections (docs/formats/corrections.md)." placeholder:"FILE"`
	Jobs        int    `help:"Articles worked on at once; 0 is one a processor. No effect on the result." default:"0" placeholder:"N"`
	Offline     bool   `help:"Fetch nothing: addresses among the inputs are named as not read."`
	Store       string `help:"Read the articles that this store keeps, and no inputs." placeholder:"PATH"`
	Quiet       bool   `short:"q" help:"No progress and no notes; inputs that cannot be read are still named."`
	tableFlags

	pick pick           // which articles of the store
	lean bool           // of a store, annotations may go without words and clauses
	kept map[string]any // the settings with which the store's inputs were read
}

// settings returns the flags that can change the result and were given.
func (f *inputFlags) settings() map[string]any {
	m := maps.Clone(f.kept)
	if m == nil {
		m = map[string]any{}
	}
	for name, value := range map[string]string{"as_of": f.AsOf, "map": f.Map, "date_order": f.DateOrder} {
		if value != "" {
			m[name] = value
		}
	}
	return m
}

func (f *inputFlags) options(c console) (pipeline.Options, error) {
	o := pipeline.Options{Jobs: f.Jobs, Ingest: ingest.Options{DateOrder: news.DateOrder(f.DateOrder), Stdin: c.in}}
	o.Ingest.Fetch = fetcher(f.Offline)
	if f.Jobs < 0 {
		return o, failf(exitUsage, "--jobs %d: must not be negative", f.Jobs)
	}
	if f.Corrections != "" {
		data, err := os.ReadFile(f.Corrections)
		if err != nil {
			return o, failf(exitFailed, "cannot read the corrections: %w", err)
		}
		if o.Corrections, err = corrections.Parse(f.Corrections, data); err != nil {
			return o, failf(exitFailed, "nothing was analysed\n%w", err)
		}
	}
	if err := f.into(&o); err != nil {
		return o, err
	}
	if f.Map != "" {
		columns, err := ingest.ParseMap(f.Map)
		if err != nil {
			return o, failf(exitUsage, "--map: %w", err)
		}
		o.Ingest.Columns = columns
	}
	if f.AsOf != "" {
		d, ok := dates.Parse(f.AsOf, news.DateOrder(f.DateOrder))
		if !ok {
			return o, failf(exitUsage, "--as-of %s: not a date that can be read; write it as 2015-09-27", f.AsOf)
		}
		d.Basis, d.Span, d.Words, d.Reason = news.BasisGiven, news.Span{}, f.AsOf, "given with --as-of"
		o.AsOf = d
	}
	return o, nil
}

// analyse reads the inputs and runs every stage, with progress on a terminal.
// It names on the console what could not be read and what the user should
// know.
func (f *inputFlags) analyse(ctx context.Context, c console, args []string) (*pipeline.Run, error) {
	o, err := f.options(c)
	if err != nil {
		return nil, err
	}
	read := func() (*pipeline.Run, error) { return pipeline.Analyse(ctx, args, o) }
	switch {
	case f.Store != "" || f.pick.asked():
		if len(args) > 0 {
			return nil, failf(exitUsage, "name inputs or a store, not both; twosource add puts inputs into a store")
		}
		if f.AsOf+f.Map+f.DateOrder != "" {
			return nil, failf(exitUsage, "--as-of, --map and --date-order say how inputs are read: give them to twosource add")
		}
		read = func() (*pipeline.Run, error) { return f.load(ctx, o) }
	case len(args) == 0:
		return nil, failf(exitUsage, "nothing to read: name files, folders or globs, - for standard input, or --store PATH")
	}
	o.Progress = new(pipeline.Progress)
	done := showProgress(c.err, o.Progress, f.Quiet)
	run, err := interruptible(ctx, read)
	done()
	if err != nil {
		return nil, err
	}
	f.tell(c.err, run)
	if len(run.Record.Articles) == 0 {
		return nil, failf(exitFailed, "no article could be read")
	}
	return run, nil
}

// interruptible runs analyse and leaves it where it is when ctx ends: a stage
// over a large set can go on for minutes, and the program is about to exit.
func interruptible(ctx context.Context, analyse func() (*pipeline.Run, error)) (*pipeline.Run, error) {
	type result struct {
		run *pipeline.Run
		err error
	}
	done := make(chan result, 1)
	go func() {
		run, err := analyse()
		done <- result{run, err}
	}()
	select {
	case r := <-done:
		return r.run, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// notesShown is how many notes of one kind are printed; the brief has them all.
const notesShown = 3

func (f *inputFlags) tell(w io.Writer, run *pipeline.Run) {
	for _, e := range run.Failed {
		fmt.Fprintln(w, "twosource:", e.Error())
	}
	if f.Quiet {
		return
	}
	byID := map[string]string{}
	for i := range run.Record.Articles {
		byID[run.Record.Articles[i].ID] = run.Record.Articles[i].Input.Name
	}
	shown := map[string]int{}
	for _, n := range run.Record.Notices {
		shown[n.Code]++
		if shown[n.Code] > notesShown {
			continue
		}
		where := ""
		if n.Article != "" {
			where = byID[n.Article] + ": "
		}
		fmt.Fprintf(w, "note: %s%s\n", where, n.Message)
	}
	for _, n := range run.Record.Notices {
		if more := shown[n.Code] - notesShown; more > 0 {
			fmt.Fprintf(w, "note: %d more of the kind %q\n", more, n.Code)
			shown[n.Code] = 0
		}
	}
}

// outcome is nil if all inputs could be read, else the exit code 3.
func outcome(run *pipeline.Run) error {
	if len(run.Failed) > 0 {
		return &exitError{code: exitPartial}
	}
	return nil
}
