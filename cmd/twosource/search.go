package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/store"
)

type searchCmd struct {
	Query  []string `arg:"" help:"Words that must all be there; \"phrases\", prefix*, OR, NOT or -, parentheses, speaker:, outlet:, title:, after:, before:."`
	Kind   string   `help:"article or statement; without it both." enum:",article,statement" default:"" placeholder:"KIND"`
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

speaker: finds statements only, title: articles only. after: counts from its first day on, before: ends where its date
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
	var hits []hit
	err = cmd.withView(ctx, func(v store.View) error {
		for _, kind := range []store.HitKind{store.Articles, store.Statements} {
			if cmd.Kind != "" && cmd.Kind != string(kind) {
				continue
			}
			found, err := v.Search(ctx, q, kind, cmd.Top)
			if err != nil {
				return err
			}
			for i := range found {
				hits = append(hits, newHit(q, kind, &found[i]))
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return cmd.write(c, func(w io.Writer) error { return cmd.render(w, hits) })
}

// A hit is one row of what search finds.
type hit struct {
	Kind      string  `json:"kind"`
	Article   string  `json:"article"`
	Input     string  `json:"input"`
	Line      *int    `json:"line"`
	Outlet    *string `json:"outlet"`
	URL       *string `json:"url"`
	Title     *string `json:"title"`
	Published *string `json:"published"`
	Speaker   *string `json:"speaker"`
	Span      words   `json:"span"`
	Found     []words `json:"found"` // within Span

	cutBefore, cutAfter bool // there is more before and after Span
}

// words are a span of an article's text in code points, as a brief has it.
type words struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

func newHit(q *store.Query, kind store.HitKind, m *store.Match) hit {
	a := &m.Analysis.Article
	h := hit{
		Kind: string(kind), Article: a.ID, Input: m.Reading.At.Name,
		Outlet: orNull(a.Outlet), URL: orNull(a.URL), Title: orNull(a.Title), Published: orNull(a.Published.Value), Found: []words{},
	}
	if n := m.Reading.At.Line; n > 0 {
		h.Line = &n
	}
	within := news.Span{End: len(a.Text)}
	if m.Statement >= 0 {
		s := &m.Analysis.Annotation.Statements[m.Statement]
		h.Speaker = orNull(store.SpeakerName(m.Analysis, m.Statement))
		if len(s.Content) > 0 {
			within = s.Content[0].Cover(s.Content[len(s.Content)-1])
		}
	} else if n := len(a.Blocks); n > 0 && a.TitleSpan.End > 0 && a.TitleSpan.End < len(a.Text) && !q.Has("title") {
		within.Start = a.TitleSpan.End // the title is shown as it is
	}
	runes := news.NewRunes(a.Text)
	span := func(s news.Span) words {
		start, end := runes.Points(s)
		return words{start, end, s.Of(a.Text)}
	}
	snippet := q.Snippet(a.Text, within)
	h.Span = span(snippet.Span)
	h.cutBefore = strings.ContainsFunc(a.Text[within.Start:snippet.Start], isWord)
	h.cutAfter = strings.ContainsFunc(a.Text[snippet.End:within.End], isWord)
	for _, f := range snippet.Found {
		h.Found = append(h.Found, span(f))
	}
	return h
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

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

func (cmd *searchCmd) render(w io.Writer, hits []hit) error {
	switch rowFormat(cmd.Format, cmd.Output) {
	case "json":
		if hits == nil {
			hits = []hit{}
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

func hitsCSV(w io.Writer, hits []hit) error {
	out := csv.NewWriter(w)
	rows := [][]string{{"kind", "outlet", "published", "title", "speaker", "text", "url", "article", "start", "end", "input", "line"}}
	for i := range hits {
		h := &hits[i]
		line := ""
		if h.Line != nil {
			line = strconv.Itoa(*h.Line)
		}
		row := []string{h.Kind, orEmpty(h.Outlet), orEmpty(h.Published), orEmpty(h.Title), orEmpty(h.Speaker), h.Span.Text,
			orEmpty(h.URL), h.Article, strconv.Itoa(h.Span.Start), strconv.Itoa(h.Span.End), h.Input, line}
		for k := range row {
			row[k] = defuse(row[k])
		}
		rows = append(rows, row)
	}
	return out.WriteAll(rows)
}

// defuse keeps a spreadsheet from taking a cell for a formula.
func defuse(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

func (cmd *searchCmd) hitsText(w io.Writer, hits []hit) error {
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
func (cmd *searchCmd) wrapped(h *hit) string {
	on, off := "*", "*"
	if cmd.colored() {
		on, off = "\x1b[1m", "\x1b[0m"
	}
	text := []rune(h.Span.Text)
	var marked strings.Builder
	if h.cutBefore {
		marked.WriteString("[…] ")
	}
	at := h.Span.Start
	for _, f := range h.Found {
		marked.WriteString(string(text[at-h.Span.Start : f.Start-h.Span.Start]))
		marked.WriteString(on + f.Text + off)
		at = f.End
	}
	marked.WriteString(string(text[at-h.Span.Start:]))
	if h.cutAfter {
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
