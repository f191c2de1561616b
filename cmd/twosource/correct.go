package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/corrections"
	"github.com/twosource/twosource/internal/pipeline"
)

type correctCmd struct {
	Line   string   `arg:"" help:"The correction, one line of docs/formats/corrections.md, in single quotation marks for the shell."`
	Input  []string `arg:"" optional:"" help:"Articles to show the effect on."`
	DryRun bool     `help:"Check the line and show its effect, but leave the file as it is."`
	inputFlags
}

// Help shows how correct is used.
func (correctCmd) Help() string {
	return `Examples:
  twosource correct --corrections my.corrections 'merge "Ana Brandt" "Anna Brandt" person'
  twosource correct --corrections my.corrections 'not-a-copy a.txt b.txt' saved-pages/
  twosource correct --corrections my.corrections 'speaker a.txt "we will not sail" is "Ana Brandt" person' saved-pages/
  twosource correct --corrections my.corrections --dry-run 'rename NFL organization to "Ferry Line"' saved-pages/

The first word is merge, split, rename, retype, speaker, outlet-family, not-a-copy, same-story or other-story.
A line that disagrees with one of the file is refused with both line numbers, and nothing is written.

Exit codes: 0 done; 1 the file cannot be used or lines disagree; 2 the line is wrong; 3 done, but some inputs could not be read.`
}

// Run appends a correction and shows what it changes.
func (cmd *correctCmd) Run(ctx context.Context, c console) error {
	if cmd.Corrections == "" {
		return failf(exitUsage, "name the file with --corrections FILE; it is made if it does not exist")
	}
	old, err := os.ReadFile(cmd.Corrections)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return failf(exitFailed, "cannot read %s: %w", cmd.Corrections, err)
	}
	before, err := corrections.Parse(cmd.Corrections, old)
	if err != nil {
		return failf(exitFailed, "the file must be mended first; nothing was added\n%w", err)
	}
	added, err := cmd.parse()
	if err != nil {
		return err
	}
	data := old
	after := before
	if at := slices.IndexFunc(before.Corrections, func(x corrections.Correction) bool { return x.String() == added.String() }); at >= 0 {
		fmt.Fprintf(c.err, "twosource: line %d of %s says so already; nothing was added\n", before.Corrections[at].Line, cmd.Corrections)
	} else {
		data = appendLine(old, strings.TrimSpace(cmd.Line))
		if after, err = corrections.Parse(cmd.Corrections, data); err != nil {
			return failf(exitFailed, "nothing was added\n%w", err)
		}
	}
	add := func() error {
		if len(data) == len(old) || cmd.DryRun {
			return nil
		}
		if err := replaceFile(cmd.Corrections, data); err != nil {
			return failf(exitFailed, "cannot write %s: %w; nothing was added", cmd.Corrections, err)
		}
		fmt.Fprintf(c.out, "%s:%d: %s\n", cmd.Corrections, after.Corrections[len(after.Corrections)-1].Line, added)
		return nil
	}
	if len(cmd.Input) == 0 {
		return add()
	}
	if before == after { // the line was there: show what the file without it would give
		before = without(before, added)
	}
	return cmd.show(ctx, c, before, after, added.String(), add)
}

// show analyses the inputs and prints what the correction changes among them,
// with add between: only the articles can show that two lines disagree.
func (cmd *correctCmd) show(ctx context.Context, c console, before, after *corrections.Set, line string, add func() error) error {
	flags := cmd.inputFlags
	flags.Corrections = ""
	if flags.Store != "" {
		return failf(exitUsage, "correct shows its effect on inputs, not on a store")
	}
	o, err := flags.options(c)
	if err != nil {
		return err
	}
	o.Progress = new(pipeline.Progress)
	done := showProgress(c.err, o.Progress, cmd.Quiet)
	e := &effect{line: line}
	run, err := interruptible(ctx, func() (*pipeline.Run, error) {
		return e.analyse(ctx, cmd.Input, o, before, after)
	})
	done()
	if err != nil {
		var disagree *corrections.LineError
		if errors.As(err, &disagree) {
			return failf(exitFailed, "nothing was added\n%w", err)
		}
		return err
	}
	for _, f := range run.Failed {
		fmt.Fprintln(c.err, "twosource:", f.Error())
	}
	if len(run.Record.Articles) == 0 {
		return failf(exitFailed, "no article could be read; nothing was added")
	}
	if err := add(); err != nil {
		return err
	}
	e.write(c.out)
	return outcome(run)
}

// parse reads the line by itself.
func (cmd *correctCmd) parse() (corrections.Correction, error) {
	if strings.ContainsAny(cmd.Line, "\r\n") {
		return corrections.Correction{}, failf(exitUsage, "a correction is one line")
	}
	set, err := corrections.Parse("", []byte(cmd.Line))
	var wrong *corrections.LineError
	switch {
	case errors.As(err, &wrong):
		return corrections.Correction{}, failf(exitUsage, "%s", wrong.Message)
	case err != nil:
		return corrections.Correction{}, failf(exitUsage, "%w", err)
	}
	if len(set.Corrections) == 0 {
		return corrections.Correction{}, failf(exitUsage, "the correction is empty")
	}
	return set.Corrections[0], nil
}

func without(s *corrections.Set, c corrections.Correction) *corrections.Set {
	rest := *s
	rest.Corrections = slices.DeleteFunc(slices.Clone(s.Corrections), func(x corrections.Correction) bool { return x.String() == c.String() })
	return &rest
}

// appendLine adds a line to a file that may lack its last line end.
func appendLine(old []byte, line string) []byte {
	data := slices.Clone(old)
	if len(data) > 0 && data[len(data)-1] != '\n' {
		data = append(data, '\n')
	}
	return append(append(data, line...), '\n')
}
