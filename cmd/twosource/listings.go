package main

import (
	"context"
	"io"

	"github.com/twosource/twosource/internal/brief"
	"github.com/twosource/twosource/internal/news"
)

// listFlags are those of the commands that list one row a thing.
type listFlags struct {
	Input  []string `arg:"" optional:"" help:"Files, folders, globs, - for standard input."`
	Topic  string   `help:"Only with all of these words." placeholder:"WORDS"`
	Since  string   `help:"Only of this day or later, as 2015-09-27: by the row's own date, else by its article's." placeholder:"DATE"`
	Until  string   `help:"Only of this day or before." placeholder:"DATE"`
	Format string   `help:"text, markdown, json, jsonl or csv. Without it the ending of --output decides, else text." enum:",text,markdown,json,jsonl,csv" default:"" placeholder:"FORMAT"`
	inputFlags
	outputFlags
}

// list analyses the inputs and writes the rows that rows writes.
func (f *listFlags) list(ctx context.Context, c console, rows func(*brief.Document, brief.RowFilter, rowWriter) error) error {
	for _, day := range []string{f.Since, f.Until} {
		if _, _, ok := (news.Date{Value: day}).Bounds(); day != "" && !ok {
			return failf(exitUsage, "%s is not a date; write it as 2015-09-27", day)
		}
	}
	run, err := f.analyse(ctx, c, f.Input)
	if err != nil {
		return err
	}
	doc := brief.New(run.Record, settings(run, f.settings()))
	err = f.write(c, func(w io.Writer) error {
		return rows(doc, brief.RowFilter{Topic: f.Topic, Since: f.Since, Until: f.Until}, rowWriter{w, brief.Format(rowFormat(f.Format, f.Output)), f.width()})
	})
	if err != nil {
		return err
	}
	return outcome(run)
}

// A rowWriter is where rows go and how they look.
type rowWriter struct {
	io.Writer
	format brief.Format
	width  int
}

type eventsCmd struct{ listFlags }

// Help shows how events is used.
func (eventsCmd) Help() string {
	return `Examples:
  twosource events examples/ferry-talks
  twosource events archive.jsonl.gz --since 2015-09-27 --format csv -o events.csv

One row an event, in the codes of PLOVER; an event that several articles tell is one row.`
}

// Run lists the events of the inputs.
func (cmd *eventsCmd) Run(ctx context.Context, c console) error {
	return cmd.list(ctx, c, func(d *brief.Document, f brief.RowFilter, w rowWriter) error {
		return brief.WriteEvents(w, brief.Events(d, f), w.format, w.width)
	})
}

type claimsCmd struct{ listFlags }

// Help shows how claims is used.
func (claimsCmd) Help() string {
	return `Examples:
  twosource claims examples/ferry-talks
  twosource claims archive.jsonl.gz --topic "pier fees" --format jsonl

One row a claim, with its status: what two independent origins confirm, what one alone has, what is disputed.`
}

// Run lists the claims of the inputs.
func (cmd *claimsCmd) Run(ctx context.Context, c console) error {
	return cmd.list(ctx, c, func(d *brief.Document, f brief.RowFilter, w rowWriter) error {
		return brief.WriteClaims(w, brief.Claims(d, f), w.format, w.width)
	})
}

type conflictsCmd struct{ listFlags }

// Help shows how conflicts is used.
func (conflictsCmd) Help() string {
	return `Examples:
  twosource conflicts examples/ferry-talks
  twosource conflicts archive.jsonl.gz --format csv -o conflicts.csv

One row a side; the sides of a conflict follow one another and have one id.`
}

// Run lists the conflicts of the inputs.
func (cmd *conflictsCmd) Run(ctx context.Context, c console) error {
	return cmd.list(ctx, c, func(d *brief.Document, f brief.RowFilter, w rowWriter) error {
		return brief.WriteConflicts(w, brief.Conflicts(d, f), w.format, w.width)
	})
}

type positionsCmd struct{ listFlags }

// Help shows how positions is used.
func (positionsCmd) Help() string {
	return `Examples:
  twosource positions examples/ferry-talks
  twosource positions archive.jsonl.gz --topic sanctions

One row a party, issue and date; whether the position changed is told only where the text says it or dated statements show it.`
}

// Run lists the positions of the inputs.
func (cmd *positionsCmd) Run(ctx context.Context, c console) error {
	return cmd.list(ctx, c, func(d *brief.Document, f brief.RowFilter, w rowWriter) error {
		return brief.WritePositions(w, brief.Positions(d, f), w.format, w.width)
	})
}

type timelineCmd struct{ listFlags }

// Help shows how timeline is used.
func (timelineCmd) Help() string {
	return `Examples:
  twosource timeline examples/ferry-talks
  twosource timeline archive.jsonl.gz --since 2015-09-01 --until 2015-09-30 --format csv

One row a thing that happened, was said, is expected or lies behind it; a thing that several articles tell is one row.`
}

// Run lists the timelines of the inputs.
func (cmd *timelineCmd) Run(ctx context.Context, c console) error {
	return cmd.list(ctx, c, func(d *brief.Document, f brief.RowFilter, w rowWriter) error {
		return brief.WriteTimeline(w, brief.Timeline(d, f), w.format, w.width)
	})
}
