package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/sheet"
	"github.com/twosource/twosource/internal/store"
	"github.com/twosource/twosource/internal/store/sqlite"
)

type searchCmd struct {
	Query  []string `arg:"" help:"Words that must all be there; \"phrases\", prefix*, OR, NOT or -, parentheses, speaker:, outlet:, title:, after:, before:, origins:>=2."`
	Kind   string   `help:"article, statement, event, claim, conflict or position; without it articles and statements." enum:",article,statement,event,claim,conflict,position" default:"" placeholder:"KIND"`
	Top    int      `help:"How many of each kind, the best first." default:"10" placeholder:"N"`
	Format string   `help:"text, json, jsonl or csv. Without it the ending of --output decides, else text." enum:",text,json,jsonl,csv" default:"" placeholder:"FORMAT"`
	storeFlags
	outputFlags
}

// Help shows how search is used.
func (searchCmd) Help() string {
	return `Examples:
  twosource search ferry strike
  twosource search '"pier fees" (rise OR fall*) -rumour outlet:courier after:2031-03 before:2032'
  twosource search 'speaker:brandt fees' --kind statement --format csv -o brandt.csv
  twosource search 'fees origins:>=2' --kind claim

speaker: finds no articles, title: no statements; of events, claims, conflicts and positions speaker: means actors, holders
and party. origins: is the most that there can be; of an article it is that of its story. after: counts from its first day on, before: ends where its date
begins; undated articles are within no dates. Every row has the span of its snippet, in characters of the article.`
}

// Run finds what a query asks for.
func (cmd *searchCmd) Run(ctx context.Context, c console) error {
	if cmd.Top < 1 {
		return failf(exitUsage, "--top %d: must be at least 1", cmd.Top)
	}
	q, err := store.ParseQuery(strings.Join(cmd.Query, " "))
	if err != nil {
		return failf(exitUsage, "%w", err)
	}
	kinds := []store.HitKind{store.Articles, store.Statements}
	if cmd.Kind != "" {
		kinds = []store.HitKind{store.HitKind(cmd.Kind)}
	}
	hits, err := cmd.find(ctx, q, kinds)
	if err != nil {
		return err
	}
	return cmd.write(c, func(w io.Writer) error { return cmd.render(w, hits) })
}

// find returns what a query finds of some kinds, at most cmd.Top of each.
func (cmd *searchCmd) find(ctx context.Context, q *store.Query, kinds []store.HitKind) (hits []serve.Hit, err error) {
	derived := q.Origins.Asked() || len(kinds) == 1 && kinds[0] != store.Articles && kinds[0] != store.Statements
	if !derived {
		err = cmd.withView(ctx, func(v store.View) error {
			for _, kind := range kinds {
				found, err := v.Search(ctx, q, kind, cmd.Top)
				if err != nil {
					return err
				}
				for i := range found {
					hits = append(hits, serve.NewHit(q, kind, &found[i]))
				}
			}
			return nil
		})
		return hits, err
	}
	st, err := openStore(ctx, cmd.Store, sqlite.Read)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	site, err := newSite(ctx, st, nil)
	if err != nil {
		return nil, err
	}
	err = site.View(ctx, func(v store.View) error {
		for _, kind := range kinds {
			found, err := site.Find(ctx, v, q, kind, 0, cmd.Top)
			if err != nil {
				return err
			}
			hits = append(hits, found...)
		}
		return nil
	})
	return hits, err
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func orEmpty[T any](p *T) T {
	var zero T
	if p == nil {
		return zero
	}
	return *p
}

func (cmd *searchCmd) render(w io.Writer, hits []serve.Hit) error {
	switch rowFormat(cmd.Format, cmd.Output) {
	case "json":
		if hits == nil {
			hits = []serve.Hit{}
		}
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(hits)
	case "jsonl":
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		for i := range hits {
			if err := e.Encode(&hits[i]); err != nil {
				return err
			}
		}
		return nil
	case "csv":
		return hitsCSV(w, hits)
	}
	return cmd.hitsText(w, hits)
}

func hitsCSV(w io.Writer, hits []serve.Hit) error {
	out := sheet.NewWriter(w)
	_ = out.Write([]string{"kind", "outlet", "published", "title", "speaker", "label", "origins", "text", "url", "article", "start", "end", "input", "line", "id", "story"}) // Error has it
	for i := range hits {
		h := &hits[i]
		line, origins := "", ""
		if h.Line != nil {
			line = strconv.Itoa(*h.Line)
		}
		if h.Origins != nil {
			origins = strconv.Itoa(*h.Origins)
		}
		row := []string{h.Kind, orEmpty(h.Outlet), orEmpty(h.Published), orEmpty(h.Title), orEmpty(h.Speaker), orEmpty(h.Label), origins, h.Span.Text,
			orEmpty(h.URL), h.Article, strconv.Itoa(h.Span.Start), strconv.Itoa(h.Span.End), h.Input, line, orEmpty(h.ID), orEmpty(h.Story)}
		_ = out.Write(row) // Error has it
	}
	out.Flush()
	return out.Error()
}

func (cmd *searchCmd) hitsText(w io.Writer, hits []serve.Hit) error {
	if len(hits) == 0 {
		_, err := fmt.Fprintln(w, "nothing was found")
		return err
	}
	var b strings.Builder
	for i := range hits {
		h := &hits[i]
		head := strings.Join(notEmpty(orEmpty(h.Outlet), orEmpty(h.Published), h.Article), " · ")
		switch {
		case h.Kind == string(store.Statements) && h.Speaker != nil:
			fmt.Fprintf(&b, "%s  (%s)\n", *h.Speaker, head)
		case h.Kind == string(store.Statements):
			fmt.Fprintf(&b, "speaker not known  (%s)\n", head)
		case h.Kind != string(store.Articles):
			fmt.Fprintf(&b, "%s  (%s)\n", strings.Join(notEmpty(orEmpty(h.Speaker), h.Kind, orEmpty(h.Label), count(orEmpty(h.Origins), "origin")+" at most"), ", "), head)
		default:
			fmt.Fprintf(&b, "%s  (%s)\n", oneLine(orEmpty(h.Title)), head)
		}
		b.WriteString(cmd.wrapped(h))
		b.WriteByte('\n')
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func notEmpty(list ...string) []string {
	var out []string
	for _, s := range list {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// wrapped returns the snippet of h in lines of the terminal's width, with the
// words found marked.
func (cmd *searchCmd) wrapped(h *serve.Hit) string {
	on, off := "*", "*"
	if cmd.colored() {
		on, off = "\x1b[1m", "\x1b[0m"
	}
	text := []rune(h.Span.Text)
	var marked strings.Builder
	if h.CutBefore {
		marked.WriteString("[…] ")
	}
	at := h.Span.Start
	for _, f := range h.Found {
		marked.WriteString(string(text[at-h.Span.Start : f.Start-h.Span.Start]))
		marked.WriteString(on + f.Text + off)
		at = f.End
	}
	marked.WriteString(string(text[at-h.Span.Start:]))
	if h.CutAfter {
		marked.WriteString(" […]")
	}
	var b strings.Builder
	col := 0
	for _, word := range strings.Fields(marked.String()) {
		n := len([]rune(strings.NewReplacer("\x1b[1m", "", "\x1b[0m", "").Replace(word)))
		switch {
		case col == 0:
			b.WriteString("  ")
			col = 2
		case col+1+n > cmd.width():
			b.WriteString("\n  ")
			col = 2
		default:
			b.WriteByte(' ')
			col++
		}
		b.WriteString(word)
		col += n
	}
	b.WriteByte('\n')
	return b.String()
}
