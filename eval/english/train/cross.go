package main

import (
	"cmp"
	"fmt"
	"io"
	"log"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
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
	var news []score.MarkedText
	seen := map[string]int{}
	part := func(t *english.NameText) int {
		g := crossGroup(t.Source)
		seen[g]++
		return seen[g] % crossFolds
	}
	err := english.CrossNames(m, o, crossFolds, part, func(model *english.Model, texts []english.NameText) {
		for i := range texts {
			t := addNames(scores, model, &texts[i])
			if onNews(t.Source) {
				news = append(news, t)
			}
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
	return listMistakes(c.mistakes, news)
}

// onNews reports whether texts of that source are news.
func onNews(source string) bool {
	g := crossGroup(source)
	return g == "re3d" || g == "gum/news"
}

// crossGroup gives the set that a text is counted in.
func crossGroup(source string) string {
	if source == "gum/news" {
		return source
	}
	group, _, _ := strings.Cut(source, "/")
	return group
}

// addNames scores the names that m finds in t and gives both.
func addNames(scores map[string]*score.NameScore, m *english.Model, t *english.NameText) score.MarkedText {
	var d english.Doc
	d.SetWords(t.Sentences)
	m.Mark(&d)
	var wanted english.Doc
	for _, tags := range t.Tags {
		wanted.Name = append(wanted.Name, tags...)
	}
	out := score.MarkedText{Source: t.Source, Words: slices.Concat(t.Sentences...), Given: d.AppendNames(nil), Wanted: wanted.AppendNames(nil)}
	groups := []string{crossGroup(t.Source)}
	if onNews(t.Source) {
		groups = append(groups, "news")
	}
	for _, g := range groups {
		if scores[g] == nil {
			scores[g] = score.NewNameScore()
		}
		scores[g].Add(out.Given, out.Wanted)
		scores[g].Words += d.Len()
		scores[g].Sentences += len(t.Sentences)
	}
	return out
}

// listMistakes prints how often each kind of mistake was made on texts and, if
// name is not empty, writes all of them there. They are in a drawn order: the
// first hundred are a sample of all.
func listMistakes(name string, texts []score.MarkedText) error {
	list := score.NameMistakes(texts)
	log.Printf("%d mistakes on news; in brackets those where the sets mark the same words elsewhere as the model did", len(list))
	tally(list, func(m *score.NameMistake) string { return m.Kind })
	log.Print("together:")
	tally(list, func(m *score.NameMistake) string {
		group, _, _ := strings.Cut(m.Kind, ",")
		return group
	})
	if name == "" {
		return nil
	}
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	var b strings.Builder
	for i := range list {
		m := &list[i]
		t := &texts[m.Text]
		fmt.Fprintf(&b, "%s\t%s\t%t\t%s\t%s\n", m.Kind, t.Source, m.Wavers, within(t.Words, m.Wanted), within(t.Words, m.Given))
	}
	return os.WriteFile(name, []byte(b.String()), 0o644)
}

// tally prints how many mistakes there are of each kind, most frequent first.
func tally(list []score.NameMistake, kind func(*score.NameMistake) string) {
	all, wavering := map[string]int{}, map[string]int{}
	for i := range list {
		k := kind(&list[i])
		all[k]++
		if list[i].Wavers {
			wavering[k]++
		}
	}
	for _, k := range byCount(all) {
		log.Printf("%4d (%d) %s", all[k], wavering[k], k)
	}
}

// byCount gives the keys of counts, the highest count first.
func byCount(counts map[string]int) []string {
	return slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
}

// within gives a name in brackets between its neighbours.
func within(words []string, n english.NameSpan) string {
	if n.Type == english.NoName {
		return "-"
	}
	before, after := words[max(0, n.First-8):n.First], words[n.End:min(len(words), n.End+8)]
	return fmt.Sprintf("%s [%s]%v %s", strings.Join(before, " "), strings.Join(words[n.First:n.End], " "), n.Type, strings.Join(after, " "))
}
