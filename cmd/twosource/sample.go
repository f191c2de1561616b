package main

import (
	"context"

	"github.com/twosource/twosource/internal/brief"
)

type sampleCmd struct {
	N    int    `arg:"" help:"How many rows."`
	Of   string `help:"What the rows are: statements, events, claims, conflicts, positions or timeline." enum:"statements,events,claims,conflicts,positions,timeline" default:"claims" placeholder:"WHAT"`
	Seed uint64 `help:"Another seed, another sample." default:"1"`
	listFlags
}

// Help shows how sample is used.
func (sampleCmd) Help() string {
	return `Examples:
  twosource sample 100 --seed 7 archive.jsonl.gz --of conflicts --format csv -o to-code.csv

Rows drawn for coding by hand. The sample depends on the seed and on what is drawn from alone, and a larger one of the same
seed holds the smaller.`
}

// Run draws rows of the inputs.
func (cmd *sampleCmd) Run(ctx context.Context, c console) error {
	if cmd.N < 1 {
		return failf(exitUsage, "%d rows: must be at least 1", cmd.N)
	}
	return cmd.list(ctx, c, func(d *brief.Document, f brief.RowFilter, w rowWriter) error {
		switch cmd.Of {
		case "statements":
			rows := brief.Quotes(d, brief.QuoteFilter{Topic: f.Topic, Since: f.Since, Until: f.Until})
			return brief.WriteQuotes(w, brief.Sample(rows, cmd.N, cmd.Seed, func(r *brief.QuoteRow) string { return r.ID }), w.format, w.width)
		case "events":
			return brief.WriteEvents(w, brief.Sample(brief.Events(d, f), cmd.N, cmd.Seed, func(r *brief.EventRow) string { return r.ID }), w.format, w.width)
		case "conflicts":
			return brief.WriteConflicts(w, brief.Sample(brief.Conflicts(d, f), cmd.N, cmd.Seed, func(r *brief.ConflictRow) string { return r.ID }), w.format, w.width)
		case "positions":
			rows := brief.Positions(d, f)
			return brief.WritePositions(w, brief.Sample(rows, cmd.N, cmd.Seed, func(r *brief.PositionRow) string { return r.PartyID + "\x00" + r.Issue }), w.format, w.width)
		case "timeline":
			rows := brief.Timeline(d, f)
			return brief.WriteTimeline(w, brief.Sample(rows, cmd.N, cmd.Seed, (*brief.TimelineRow).Key), w.format, w.width)
		}
		return brief.WriteClaims(w, brief.Sample(brief.Claims(d, f), cmd.N, cmd.Seed, func(r *brief.ClaimRow) string { return r.ID }), w.format, w.width)
	})
}
