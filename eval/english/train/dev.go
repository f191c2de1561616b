package main

import (
	"io"
	"log"
	"strings"

	score "github.com/twosource/twosource/eval/english"
	"github.com/twosource/twosource/internal/annotate/english"
)

// scoreDev prints the figures of a model on the development sides.
func scoreDev(c *config, data []byte) error {
	m, err := english.Open(data)
	if err != nil {
		return err
	}
	ewt, err := readTar(c.corpora + "/ud-ewt.tar.gz")
	if err != nil {
		return err
	}
	ner, err := readTar(c.corpora + "/ner.tar.gz")
	if err != nil {
		return err
	}
	for _, t := range []struct {
		name  string
		files []file
		score func(*english.Model, io.Reader) (*score.Report, error)
	}{
		{"EWT dev, classes", ewt.under("ud-ewt/en_ewt-ud-dev", ".conllu"), score.POS},
		{"EWT dev, trees", ewt.under("ud-ewt/en_ewt-ud-dev", ".conllu"), score.Parse},
		{"UNER EWT dev, names", ner.under("ner/uner-ewt/", ".iob2"), score.Names},
	} {
		for _, f := range t.files {
			r, err := t.score(m, strings.NewReader(f.text))
			if err != nil {
				return err
			}
			log.Printf("%s: %v", t.name, r)
		}
	}
	if c.hold != "" {
		return scoreHeld(c, m)
	}
	return nil
}

// scoreHeld prints the figures and the most frequent mistakes on the trees that
// were left out of the training.
func scoreHeld(c *config, m *english.Model) error {
	gum, err := readTar(c.corpora + "/gum.tar.gz")
	if err != nil {
		return err
	}
	var text strings.Builder
	for _, f := range gum.under("gum/dep/"+c.hold, ".conllu") {
		text.WriteString(f.text + "\n")
	}
	for _, f := range []func(*english.Model, io.Reader) (*score.Report, error){score.POS, score.Parse, score.Raw} {
		r, err := f(m, strings.NewReader(text.String()))
		if err != nil {
			return err
		}
		log.Printf("%s: %v", c.hold, r)
	}
	list, err := score.Mistakes(m, strings.NewReader(text.String()))
	for _, e := range list[:min(len(list), 50)] {
		log.Printf("%4d %-8s %s -> %s: %s", e.Count, e.Kind, e.Wanted, e.Given, strings.Join(e.Examples, " | "))
	}
	log.Print("together, by what was wanted:")
	counts := map[string]int{}
	for _, e := range list {
		counts[e.Kind+" "+e.Wanted] += e.Count
	}
	for _, k := range byCount(counts) {
		log.Printf("%4d %s", counts[k], k)
	}
	return err
}
