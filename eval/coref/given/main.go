// Command given makes the list of given names that are nearly always a woman's
// or a man's, for internal/annotate/coref, from how an archive of news goes on
// after a sentence that names one person alone: with "He" or with "She".
//
//	go run ./eval/coref/given ARCHIVE.jsonl.gz > internal/annotate/coref/given.txt
//
// A line is a sex, a tab and its names in alphabetical order, apart by spaces.
// A name is kept that was seen in at least three articles, ten times as often
// with one pronoun as with the other; every second article is read.
package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/twosource/twosource/eval/archive"
	"github.com/twosource/twosource/internal/annotate"
	"github.com/twosource/twosource/internal/news"
)

const (
	least = 3  // times that a name must be seen
	sure  = 10 // times as often with one pronoun as with the other
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: given ARCHIVE.jsonl.gz")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "given:", err)
		os.Exit(1)
	}
}

func run(file string) error {
	an := annotate.New(annotate.Options{NoSpeech: true})
	counts := map[string]*[2]int{}
	n := 0
	for d, err := range archive.Read[struct{ Text string }](file) {
		if err != nil {
			return err
		}
		if n%2 == 0 {
			count(counts, an, d.Text)
		}
		n++
	}
	write("woman", counts, func(c *[2]int) bool { return c[1] >= sure*c[0] })
	write("man", counts, func(c *[2]int) bool { return c[0] >= sure*c[1] })
	return nil
}

// count adds what one text shows of given names: how often He and She follow a
// sentence with one person.
func count(counts map[string]*[2]int, an *annotate.Annotator, text string) {
	a := &news.Article{Language: "en", Text: text}
	at := 0
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) != "" {
			a.Blocks = append(a.Blocks, news.Block{Span: news.Span{Start: at, End: at + len(strings.TrimRight(line, "\n"))}})
		}
		at += len(line)
	}
	x := an.Annotate(a)
	only := onlyPersons(&x)
	type seen struct{ person, sex int }
	done := map[seen]bool{}
	for k := 1; k < len(x.Sentences); k++ {
		sex := slices.Index([]string{"He", "She"}, x.Words[x.Sentences[k].FirstWord].Of(text))
		if sex < 0 || only[k-1] < 0 || done[seen{only[k-1], sex}] {
			continue
		}
		done[seen{only[k-1], sex}] = true
		name, _, ok := strings.Cut(x.Mentions[only[k-1]].Name, " ")
		if !ok || len(name) < 2 || strings.Trim(name[1:], "abcdefghijklmnopqrstuvwxyz") != "" || name[0] < 'A' || name[0] > 'Z' {
			continue
		}
		name = strings.ToLower(name)
		if counts[name] == nil {
			counts[name] = new([2]int)
		}
		counts[name][sex]++
	}
}

// onlyPersons gives for each sentence the person that it names, -1 if none or
// several.
func onlyPersons(x *news.Annotation) []int {
	const none, several = -1, -2
	only := make([]int, len(x.Sentences))
	for k := range only {
		only[k] = none
	}
	for i := range x.Mentions {
		m := &x.Mentions[i]
		if m.Kind != news.NameMention || m.Type != news.Person {
			continue
		}
		switch s := &only[m.Sentence]; *s {
		case none, m.Antecedent:
			*s = m.Antecedent
		default:
			*s = several
		}
	}
	return only
}

func write(sex string, counts map[string]*[2]int, keep func(*[2]int) bool) {
	var names []string
	for name, c := range counts {
		if c[0]+c[1] >= least && keep(c) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	fmt.Printf("%s\t%s\n", sex, strings.Join(names, " "))
}
