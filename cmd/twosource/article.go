package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/twosource/twosource/internal/brief"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/store"
)

// partFlags are those of commands that report on a part of the store.
type partFlags struct {
	Format      string `help:"text, markdown, html or json. Without it the ending of --output decides, else text." enum:",text,markdown,html,json" default:"" placeholder:"FORMAT"`
	Text        string `help:"What the brief carries of the articles: full, excerpts or none." enum:",full,excerpts,none" default:"" placeholder:"HOW"`
	Corrections string `help:"A file of corrections (docs/formats/corrections.md)." placeholder:"FILE"`
	Quiet       bool   `short:"q" help:"No progress and no notes."`
	storeFlags
	outputFlags
}

// brief returns the command that makes a brief of a part.
func (f *partFlags) brief() *briefCmd {
	return &briefCmd{
		Format: f.Format, Text: f.Text, Top: 1, All: true, outputFlags: f.outputFlags,
		inputFlags: inputFlags{Corrections: f.Corrections, Quiet: f.Quiet, Store: f.Store},
	}
}

type storyCmd struct {
	ID string `arg:"" help:"The id of a story, as a brief in JSON has it."`
	partFlags
}

// Run makes a brief of one story.
func (cmd *storyCmd) Run(ctx context.Context, c console) error {
	b := cmd.brief()
	b.Story = cmd.ID
	return b.Run(ctx, c)
}

type threadCmd struct {
	ID string `arg:"" help:"The id of a thread, as a brief in JSON has it."`
	partFlags
}

// Run makes a brief of one thread.
func (cmd *threadCmd) Run(ctx context.Context, c console) error {
	b := cmd.brief()
	b.Thread = cmd.ID
	return b.Run(ctx, c)
}

type articleCmd struct {
	ID     string `arg:"" help:"The id of an article, as search and articles list it."`
	Format string `help:"text or json." enum:"text,json" default:"text" placeholder:"FORMAT"`
	storeFlags
	outputFlags
}

// An articleText is one text that the store has of an article.
type articleText struct {
	ID        string   `json:"id"`
	Input     string   `json:"input"`
	Line      *int     `json:"line"`
	Outlet    *string  `json:"outlet"`
	URL       *string  `json:"url"`
	Title     *string  `json:"title"`
	Authors   []string `json:"authors"`
	Published *string  `json:"published"`
	Updated   *string  `json:"updated"`
	Language  *string  `json:"language"`
	Text      string   `json:"text"`
}

// Run shows one article: every text that the store has of it, as it was read.
func (cmd *articleCmd) Run(ctx context.Context, c console) error {
	var texts []articleText
	err := cmd.withView(ctx, func(v store.View) error {
		return v.Readings(ctx, store.Filter{Articles: []string{cmd.ID}}, func(_ store.Reading, a *store.Analysis) error {
			texts = append(texts, newArticleText(&a.Article))
			return nil
		})
	})
	if err != nil {
		return err
	}
	if len(texts) == 0 {
		return failf(exitFailed, "the store has no article %s", cmd.ID)
	}
	return cmd.write(c, func(w io.Writer) error {
		if cmd.Format == "json" {
			e := json.NewEncoder(w)
			e.SetEscapeHTML(false)
			e.SetIndent("", "  ")
			return e.Encode(texts)
		}
		return writeArticleTexts(w, texts)
	})
}

func newArticleText(a *news.Article) articleText {
	t := articleText{
		ID: a.ID, Input: a.Input.Name, Outlet: orNull(a.Outlet), URL: orNull(a.URL), Title: orNull(a.Title), Authors: a.Authors,
		Published: orNull(a.Published.Value), Updated: orNull(a.Updated.Value), Language: orNull(a.Language), Text: a.Text,
	}
	if t.Authors == nil {
		t.Authors = []string{}
	}
	if a.Input.Line > 0 {
		t.Line = &a.Input.Line
	}
	return t
}

func writeArticleTexts(w io.Writer, texts []articleText) error {
	for i := range texts {
		t := &texts[i]
		if i > 0 {
			if _, err := fmt.Fprint(w, "\n"); err != nil {
				return err
			}
		}
		for _, f := range []struct{ name, value string }{
			{"id", t.ID}, {"outlet", orEmpty(t.Outlet)}, {"published", orEmpty(t.Published)}, {"updated", orEmpty(t.Updated)},
			{"by", strings.Join(t.Authors, ", ")}, {"url", orEmpty(t.URL)}, {"read from", t.Input},
		} {
			if f.value != "" {
				if _, err := fmt.Fprintf(w, "%-10s %s\n", f.name, brief.CleanLines(f.value)); err != nil {
					return err
				}
			}
		}
		if _, err := fmt.Fprintf(w, "\n%s\n", brief.CleanLines(t.Text)); err != nil {
			return err
		}
	}
	return nil
}
