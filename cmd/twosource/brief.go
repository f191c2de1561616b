package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/term"

	"github.com/twosource/twosource/internal/brief"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/pipeline"
	"github.com/twosource/twosource/internal/reuse"
)

// outputFlags say where a report goes and how it looks.
type outputFlags struct {
	Output string `short:"o" help:"Write to this file and not to the terminal." placeholder:"FILE"`
	Color  string `help:"Colour the text: auto (on a terminal), always or never." enum:"auto,always,never" default:"auto"`
	Width  int    `help:"Columns of the text; 0 is the terminal's width, or 80." default:"0" placeholder:"N"`
}

type briefCmd struct {
	Input  []string `arg:"" optional:"" help:"Files, folders, globs, - for standard input: text, Markdown, HTML, MHTML, JSON, JSONL, CSV, feeds, WARC, ZIP, tar, .gz, .zst."`
	Format string   `help:"text, markdown, html or json. Without it the ending of --output decides, else text." enum:",text,markdown,html,json" default:"" placeholder:"FORMAT"`
	Top    int      `help:"Stories shown as text: those with most origins. What is left out is counted." default:"10" placeholder:"N"`
	All    bool     `help:"Show every story and every line."`
	Text   string   `help:"What the brief carries of the articles: full, excerpts or none." enum:",full,excerpts,none" default:"" placeholder:"HOW"`
	Story  string   `help:"Of the store, only the articles of this story." placeholder:"ID" group:"store"`
	Thread string   `help:"Of the store, only the articles of this thread." placeholder:"ID" group:"store"`
	Query  string   `help:"Of the store, only articles that twosource search finds by this." placeholder:"QUERY" group:"store"`
	Since  string   `help:"Of the store, only articles published on this day or later. Of inputs, all are read: stories without an article since then are left out, and what is new is marked (JSON is the same as without)." placeholder:"DATE"`
	inputFlags
	outputFlags
}

// Help shows how brief is used.
func (briefCmd) Help() string {
	return `Examples:
  twosource brief examples/ferry-talks
  twosource brief saved-pages/ --format html -o brief.html
  twosource brief archive.jsonl.gz --format json -o brief.json
  twosource brief table.csv --map text=article_content --date-order mdy
  cat story.txt | twosource brief - --as-of 2015-09-27
  twosource brief examples/mill-fire --since 2025-03-01
  twosource brief --store archive.db --query 'outlet:courier "pier fees" after:2031'

Exit codes: 0 done; 1 nothing could be read; 2 wrong usage; 3 done, but some inputs could not be read; 130 interrupted.`
}

// Run makes a brief of the inputs.
func (cmd *briefCmd) Run(ctx context.Context, c console) error {
	if cmd.Top < 1 {
		return failf(exitUsage, "--top %d: must be at least 1; --all shows every story", cmd.Top)
	}
	cmd.pick = pick{story: cmd.Story, thread: cmd.Thread, query: cmd.Query, since: cmd.Since}
	marked := ""
	if len(cmd.Input) > 0 && cmd.Store == "" && cmd.Since != "" {
		if _, _, ok := (news.Date{Value: cmd.Since}).Bounds(); !ok {
			return failf(exitUsage, "--since %s: not a date; write it as 2015-09-27", cmd.Since)
		}
		marked, cmd.pick.since = cmd.Since, ""
	}
	run, err := cmd.analyse(ctx, c, cmd.Input)
	if err != nil {
		return err
	}
	set := settings(run, cmd.settings())
	set.Since = marked
	doc := brief.New(run.Record, set)
	if err := cmd.write(c, func(w io.Writer) error { return cmd.render(w, doc) }); err != nil {
		return err
	}
	return outcome(run)
}

// settings is what a brief says of how it was made.
func settings(run *pipeline.Run, options map[string]any) brief.Settings {
	if run.KnowledgeSHA256 != "" {
		options["knowledge_sha256"] = run.KnowledgeSHA256
	}
	if run.BoilerplateSHA256 != "" {
		options["boilerplate_sha256"] = run.BoilerplateSHA256
	}
	tables := map[string]string{}
	for name, sum := range reuse.Tables() {
		tables["reuse/"+name] = sum
	}
	return brief.Settings{
		Version: Version, Options: options, Tables: tables, Stages: pipeline.Revisions(),
		CorrectionsSHA256: run.CorrectionsSHA256, CountryName: func(code string) string {
			e, _ := run.Knowledge.Get("country:" + code)
			return e.Name
		},
	}
}

// format returns the format asked for, or the one that the output's name asks
// for.
func (cmd *briefCmd) format() string {
	if cmd.Format != "" {
		return cmd.Format
	}
	switch strings.ToLower(filepath.Ext(cmd.Output)) {
	case ".json":
		return "json"
	case ".html", ".htm":
		return "html"
	case ".md", ".markdown":
		return "markdown"
	}
	return "text"
}

func (cmd *briefCmd) render(w io.Writer, doc *brief.Document) error {
	carry, reach := brief.Carry(cmd.Text), brief.Reach{Top: cmd.Top, All: cmd.All}
	switch cmd.format() {
	case "json":
		return brief.WriteJSON(w, doc, brief.JSONOptions{Carry: carry})
	case "markdown":
		return brief.WriteMarkdown(w, doc, brief.MarkdownOptions{Carry: carry, Reach: reach})
	case "html":
		return brief.WriteHTML(w, doc, brief.HTMLOptions{Carry: carry, Reach: reach})
	}
	return brief.WriteText(w, doc, brief.TextOptions{Width: cmd.width(), Color: cmd.colored(), Reach: reach})
}

// write gives fn the file or terminal to write to. A file appears under its
// name only when it is whole.
func (f *outputFlags) write(c console, fn func(io.Writer) error) error {
	if f.Output == "" || f.Output == "-" {
		return fn(c.out)
	}
	if err := replace(f.Output, fn); err != nil {
		return failf(exitFailed, "cannot write %s: %w", f.Output, err)
	}
	return nil
}

// defaultWidth is the width of text that goes to no terminal.
const defaultWidth = 80

func (f *outputFlags) width() int {
	if f.Width > 0 {
		return f.Width
	}
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n > 0 {
		return n
	}
	if f.Output == "" && isTerminal(os.Stdout) {
		if n, _, err := term.GetSize(int(os.Stdout.Fd())); err == nil && n > 0 {
			return n
		}
	}
	return defaultWidth
}

func (f *outputFlags) colored() bool {
	switch f.Color {
	case "always":
		return true
	case "never":
		return false
	}
	return f.Output == "" && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && isTerminal(os.Stdout)
}

type articlesCmd struct {
	Input  []string `arg:"" optional:"" help:"Files, folders, globs, - for standard input."`
	Format string   `help:"text, markdown, json, jsonl or csv. Without it the ending of --output decides, else text." enum:",text,markdown,json,jsonl,csv" default:"" placeholder:"FORMAT"`
	inputFlags
	outputFlags
}

// Help shows how articles is used.
func (articlesCmd) Help() string {
	return `Examples:
  twosource articles examples/ferry-talks
  twosource articles archive.jsonl.gz --format csv -o articles.csv`
}

// Run lists the articles of the inputs.
func (cmd *articlesCmd) Run(ctx context.Context, c console) error {
	run, err := cmd.analyse(ctx, c, cmd.Input)
	if err != nil {
		return err
	}
	doc := brief.New(run.Record, settings(run, cmd.settings()))
	err = cmd.write(c, func(w io.Writer) error {
		return brief.WriteArticles(w, doc, brief.Format(rowFormat(cmd.Format, cmd.Output)), cmd.width())
	})
	if err != nil {
		return err
	}
	return outcome(run)
}
