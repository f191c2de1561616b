package main

import (
	"fmt"
	"io"
	"log"
	"os"
	"strings"

	score "github.com/twosource/twosource/eval/english"
	"github.com/twosource/twosource/internal/annotate/english"
)

// crossFolds is the number of parts in the cross-validation of names.
const crossFolds = 5

// crossValidate learns names five times, each without a fifth of the texts of
// every source, and scores that fifth.
func crossValidate(c *config, m *english.Material, o english.LearnOptions) error {
	scores := map[string]*score.NameScore{}
	o.Log = io.Discard
	var mistakes io.Writer
	if c.mistakes != "" {
		f, err := os.Create(c.mistakes)
		if err != nil {
			return err
		}
		defer f.Close()
		mistakes = f
	}
	seen := map[string]int{}
	part := func(t *english.NameText) int {
		g := crossGroup(t.Source)
		seen[g]++
		return seen[g] % crossFolds
	}
	err := english.CrossNames(m, o, crossFolds, part, func(model *english.Model, texts []english.NameText) {
		for i := range texts {
			addNames(scores, model, &texts[i], mistakes)
		}
	})
	if err != nil {
		return err
	}
	for _, g := range []string{"re3d", "gum/news", "news", "gum", "wikigold", "wnut17"} {
		if s := scores[g]; s != nil {
			log.Printf("%s: %v", g, s.Report())
		}
	}
	return nil
}

// crossGroup gives the set that a text is counted in.
func crossGroup(source string) string {
	if source == "gum/news" {
		return source
	}
	group, _, _ := strings.Cut(source, "/")
	return group
}

func addNames(scores map[string]*score.NameScore, m *english.Model, t *english.NameText, mistakes io.Writer) {
	var d english.Doc
	d.SetWords(t.Sentences)
	m.Mark(&d)
	guessed := d.AppendNames(nil)
	var wanted english.Doc
	for _, tags := range t.Tags {
		wanted.Name = append(wanted.Name, tags...)
	}
	gold := wanted.AppendNames(nil)
	groups := []string{crossGroup(t.Source)}
	if groups[0] == "re3d" || groups[0] == "gum/news" {
		groups = append(groups, "news")
	}
	for _, g := range groups {
		if scores[g] == nil {
			scores[g] = score.NewNameScore()
		}
		scores[g].Add(guessed, gold)
		scores[g].Words += d.Len()
		scores[g].Sentences += len(t.Sentences)
	}
	if mistakes != nil {
		writeMistakes(mistakes, t.Source, &d, guessed, gold)
	}
}

func writeMistakes(w io.Writer, source string, d *english.Doc, guessed, gold []english.NameSpan) {
	has := map[english.NameSpan]bool{}
	for _, n := range gold {
		has[n] = true
	}
	text := func(n english.NameSpan) string {
		a, b := max(0, n.First-4), min(d.Len(), n.End+4)
		return d.Text[d.Start[a]:d.Start[n.First]] + "[" + d.Text[d.Start[n.First]:d.End[n.End-1]] + "]" + d.Text[d.End[n.End-1]:d.End[b-1]]
	}
	line := func(kind string, n english.NameSpan) {
		fmt.Fprintf(w, "%s\t%s\t%v\t%s\n", kind, source, n.Type, strings.ReplaceAll(text(n), "\n", " / "))
	}
	found := map[english.NameSpan]bool{}
	for _, n := range guessed {
		found[n] = true
		if !has[n] && n.Type != english.Group {
			line("false", n)
		}
	}
	for _, n := range gold {
		if !found[n] {
			line("missed", n)
		}
	}
}
