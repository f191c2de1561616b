package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/twosource/twosource/internal/brief"
	"github.com/twosource/twosource/internal/export"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/pipeline"
	"github.com/twosource/twosource/internal/store"
)

type exportCmd struct {
	Input  []string `arg:"" optional:"" help:"Files, folders, globs, - for standard input, addresses. Without any, the store."`
	Format string   `help:"pages (of a store, for twosource import), csv, jsonl, parquet, json, webanno, claimreview, timelinejs, graphml, dot, tei, rss or atom. Without it the ending of --output decides, else pages." enum:",pages,csv,jsonl,parquet,json,webanno,claimreview,timelinejs,graphml,dot,tei,rss,atom" default:"" placeholder:"FORMAT"`
	Story  string   `help:"Of the store, only this story." placeholder:"ID" group:"store"`
	Thread string   `help:"Of the store, only this thread." placeholder:"ID" group:"store"`
	Query  string   `help:"Of the store, only articles that twosource search finds by this." placeholder:"QUERY" group:"store"`
	Since  string   `help:"Of the store, only articles published on this day or later." placeholder:"DATE" group:"store"`
	inputFlags
	outputFlags
}

// Help shows how export is used.
func (exportCmd) Help() string {
	return `Examples:
  twosource export --store desk.db -o desk.jsonl
  twosource export examples/ferry-talks --format csv -o ferry.csv
  twosource export --store desk.db --story ID --format timelinejs -o line.json
  twosource export --store desk.db --format parquet -o evidence.parquet
  twosource export --store desk.db --format atom -o stories.xml

  pages        all inputs and pages of a store, from which twosource import makes a store that gives the same briefs
  csv, jsonl, parquet
               a row for each piece of evidence: what it is evidence of, outlet, address, date, place and words
  json         the brief
  webanno      W3C Web Annotations: each row as a mark on its page
  claimreview  a draft of a schema.org ClaimReview a claim, without a rating
  timelinejs   the timelines, for Knight Lab's TimelineJS
  graphml, dot who took from whom
  tei          the texts as TEI P5, with who says what
  rss, atom    the stories, newest first

A copy of the store itself is quicker: twosource backup.`
}

// Run writes a store, or what is known of a set of articles.
func (cmd *exportCmd) Run(ctx context.Context, c console) error {
	cmd.pick = pick{story: cmd.Story, thread: cmd.Thread, query: cmd.Query, since: cmd.Since}
	format := cmd.format()
	if format == "pages" {
		if len(cmd.Input) > 0 || cmd.pick.asked() {
			return failf(exitUsage, "pages are written of a whole store: name another --format, as csv or json, for inputs or parts of a store")
		}
		from := storeFlags{cmd.Store}
		return from.withView(ctx, func(v store.View) error {
			return cmd.write(c, func(w io.Writer) error { return pipeline.Export(ctx, v, w) })
		})
	}
	if len(cmd.Input) == 0 && cmd.Store == "" {
		var err error
		if cmd.Store, err = storePath(""); err != nil {
			return err
		}
	}
	run, err := cmd.analyse(ctx, c, cmd.Input)
	if err != nil {
		return err
	}
	if err := cmd.write(c, func(w io.Writer) error { return cmd.export(w, c.err, format, run) }); err != nil {
		return err
	}
	return outcome(run)
}

// exports are the formats that need nothing but a record.
var exports = map[string]func(io.Writer, *news.Record) error{
	"csv": export.WriteCSV, "jsonl": export.WriteJSONL, "parquet": export.WriteParquet,
	"webanno": export.WriteWebAnnotations, "claimreview": export.WriteClaimReviews, "tei": export.WriteTEI,
	"graphml": func(w io.Writer, rec *news.Record) error { return newForest(rec).graphML(w) },
	"dot":     func(w io.Writer, rec *news.Record) error { return newForest(rec).dot(w) },
	"rss":     func(w io.Writer, rec *news.Record) error { return export.WriteRSS(w, export.Stories(rec)) },
	"atom":    func(w io.Writer, rec *news.Record) error { return export.WriteAtom(w, export.Stories(rec)) },
}

// export writes a run in one of the formats.
func (cmd *exportCmd) export(w, notes io.Writer, format string, run *pipeline.Run) error {
	switch format {
	case "json":
		return brief.WriteJSON(w, brief.New(run.Record, settings(run, cmd.settings())), brief.JSONOptions{})
	case "timelinejs":
		undated, err := export.WriteTimelineJS(w, run.Record)
		if err == nil && undated > 0 && !cmd.Quiet {
			fmt.Fprintf(notes, "note: %s of the timelines without a date left out\n", count(undated, "line"))
		}
		return err
	}
	return exports[format](w, run.Record)
}

// format returns the format asked for, or the one that the output's name asks
// for.
func (cmd *exportCmd) format() string {
	named := map[string]string{".csv": "csv", ".parquet": "parquet", ".json": "json", ".graphml": "graphml", ".dot": "dot", ".gv": "dot", ".rss": "rss", ".atom": "atom"}
	return cmp.Or(cmd.Format, named[strings.ToLower(filepath.Ext(cmd.Output))], "pages")
}
