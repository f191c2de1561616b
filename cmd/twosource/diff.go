package main

import (
	"errors"
	"io"
	"os"

	"github.com/twosource/twosource/internal/brief"
)

type diffCmd struct {
	Earlier string `arg:"" help:"The earlier brief, as JSON."`
	Later   string `arg:"" help:"The later brief, as JSON."`
	Format  string `help:"text, json, jsonl or csv. Without it the ending of --output decides, else text." enum:",text,json,jsonl,csv" default:"" placeholder:"FORMAT"`
	outputFlags
}

// Help shows how diff is used.
func (diffCmd) Help() string {
	return `Examples:
  twosource brief monday/ --format json -o monday.json
  twosource brief monday/ tuesday/ --format json -o tuesday.json
  twosource diff monday.json tuesday.json

What the later brief tells otherwise: new articles, origins, claims, statements, events and conflicts; claims whose status
changed; what rests on more or fewer origins; positions that moved; what is gone. Two things are one if they have one id, or
words of one place.`
}

// Run compares two briefs.
func (cmd *diffCmd) Run(c console) error {
	earlier, err := os.ReadFile(cmd.Earlier)
	if err != nil {
		return failf(exitFailed, "cannot read the earlier brief: %w", err)
	}
	later, err := os.ReadFile(cmd.Later)
	if err != nil {
		return failf(exitFailed, "cannot read the later brief: %w", err)
	}
	changes, err := brief.Diff(earlier, later)
	if errors.Is(err, brief.ErrNotBrief) {
		return failf(exitUsage, "%w; diff takes what brief --format json writes", err)
	}
	if err != nil {
		return err
	}
	return cmd.write(c, func(w io.Writer) error {
		return brief.WriteChanges(w, changes, brief.Format(rowFormat(cmd.Format, cmd.Output)), cmd.width())
	})
}
