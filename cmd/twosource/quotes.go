package main

import (
	"context"
	"io"
	"path/filepath"
	"strings"

	"github.com/twosource/twosource/internal/brief"
	"github.com/twosource/twosource/internal/news"
)

type quotesCmd struct {
	Input   []string `arg:"" optional:"" help:"Files, folders, globs, - for standard input."`
	Speaker string   `help:"Only of whom these words name: Lavrov, \"foreign ministry\"." placeholder:"WORDS"`
	Party   string   `help:"Only of speakers for this state or body, by name or ISO code: Russia, USA." placeholder:"WORDS"`
	Kind    string   `help:"Only direct, indirect or mixed." enum:",direct,indirect,mixed" default:"" placeholder:"KIND"`
	Act     string   `help:"Only of this act: said, denied, asked, announced, thought …" placeholder:"ACT"`
	Topic   string   `help:"Only with all of these words." placeholder:"WORDS"`
	Since   string   `help:"Only said on this day or later, as 2015-09-27; by the article's date where the text gives none." placeholder:"DATE"`
	Until   string   `help:"Only said on this day or before." placeholder:"DATE"`
	Format  string   `help:"text, markdown, json, jsonl or csv. Without it the ending of --output decides, else text." enum:",text,markdown,json,jsonl,csv" default:"" placeholder:"FORMAT"`
	inputFlags
	outputFlags
}

// Help shows how quotes is used.
func (quotesCmd) Help() string {
	return `Examples:
  twosource quotes examples/ferry-talks
  twosource quotes archive.jsonl.gz --speaker Lavrov --kind direct --format csv -o lavrov.csv
  twosource quotes examples/ferry-talks --topic "pier fees" --since 2031-03-01

One row a statement; a statement that several articles report is one row.`
}

// Run lists the statements of the inputs.
func (cmd *quotesCmd) Run(ctx context.Context, c console) error {
	for _, day := range []string{cmd.Since, cmd.Until} {
		if _, _, ok := (news.Date{Value: day}).Bounds(); day != "" && !ok {
			return failf(exitUsage, "%s is not a date; write it as 2015-09-27", day)
		}
	}
	run, err := cmd.analyse(ctx, c, cmd.Input)
	if err != nil {
		return err
	}
	doc := brief.New(run.Record, settings(run, cmd.settings()))
	rows := brief.Quotes(doc, brief.QuoteFilter{
		Speaker: cmd.Speaker, Party: cmd.Party, Kind: cmd.Kind, Act: cmd.Act, Topic: cmd.Topic, Since: cmd.Since, Until: cmd.Until,
	})
	err = cmd.write(c, func(w io.Writer) error {
		return brief.WriteQuotes(w, rows, brief.Format(rowFormat(cmd.Format, cmd.Output)), cmd.width())
	})
	if err != nil {
		return err
	}
	return outcome(run)
}

// rowFormat is the format of a list of rows: the one that is asked for, else by
// the ending of the output file, else text.
func rowFormat(asked, output string) string {
	if asked != "" {
		return asked
	}
	switch ext := strings.TrimPrefix(strings.ToLower(filepath.Ext(output)), "."); ext {
	case "json", "jsonl", "csv":
		return ext
	case "md", "markdown":
		return "markdown"
	}
	return "text"
}
