package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/twosource/twosource/internal/annotate/english"
	"github.com/twosource/twosource/internal/brief"
	"github.com/twosource/twosource/internal/extract"
	"github.com/twosource/twosource/internal/ingest"
	"github.com/twosource/twosource/internal/news"
)

type annotateCmd struct {
	Input  []string `arg:"" help:"Files, folders, globs, - for standard input."`
	Format string   `help:"plain (a sentence a line, names in brackets), conllu or json (an object a sentence)." enum:"plain,conllu,json" default:"plain"`
	inputFlags
	outputFlags
}

// Help shows how annotate is used.
func (annotateCmd) Help() string {
	return `Examples:
  twosource annotate story.txt
  echo 'The minister flew to Oslo on Monday.' | twosource annotate - --format conllu`
}

// Run writes what the English model sees in the texts of the inputs.
func (cmd *annotateCmd) Run(ctx context.Context, c console) error {
	o, err := cmd.options(c)
	if err != nil {
		return err
	}
	reader, err := ingest.New(o.Ingest)
	if err != nil {
		return err
	}
	model, err := english.Load()
	if err != nil {
		return err
	}
	found := ingest.Expand(cmd.Input)
	failed := found.Errors
	read := 0
	err = cmd.write(c, func(w io.Writer) error {
		ex := extract.New(extract.Options{Knowledge: o.Knowledge})
		for _, src := range found.Sources {
			res, err := reader.Each(ctx, src, func(p news.Page) error {
				a, _, err := ex.Extract(p)
				if errors.Is(err, extract.ErrNoArticle) {
					failed = append(failed, news.InputError{Name: p.Input.Name, Line: p.Input.Line, Message: "no article text was found in it"})
					return nil
				}
				if err != nil {
					return err
				}
				read++
				return cmd.annotate(w, model, &a)
			})
			failed = append(failed, res.File.Errors...)
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, e := range failed {
		fmt.Fprintln(c.err, "twosource:", e.Error())
	}
	switch {
	case read == 0:
		return failf(exitFailed, "no article could be read")
	case len(failed) > 0:
		return &exitError{code: exitPartial}
	}
	return nil
}

// annotate writes what the model sees in the blocks of an article that are
// read, joined by empty lines: names are told by the whole article.
func (cmd *annotateCmd) annotate(w io.Writer, model *english.Model, a *news.Article) error {
	var blocks []string
	for _, b := range a.Blocks {
		if b.Kind.Read() {
			blocks = append(blocks, b.Of(a.Text))
		}
	}
	var doc english.Doc
	model.Annotate(&doc, strings.Join(blocks, "\n\n"))
	if doc.Len() == 0 {
		return nil
	}
	switch cmd.Format {
	case "conllu":
		return model.WriteCoNLLU(w, &doc)
	case "json":
		return model.WriteJSON(w, &doc)
	}
	var plain strings.Builder
	if err := model.WritePlain(&plain, &doc); err != nil {
		return err
	}
	_, err := io.WriteString(w, brief.CleanLines(plain.String()))
	return err
}
