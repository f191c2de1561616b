// Command train makes the model of package english from public corpora.
//
// It reads the archives in the corpora folder and the lists in the knowledge
// folder as they are, learns word clusters from the unmarked news archive, then
// the perceptrons of classes, trees and names, and writes one file. The same
// inputs give the same bytes. Run it by "make train".
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"strings"

	"github.com/twosource/twosource/internal/annotate/english"
)

func main() {
	log.SetFlags(0)
	c := config{}
	flag.StringVar(&c.corpora, "corpora", "../shared/corpora", "folder of the corpora")
	flag.StringVar(&c.knowledge, "knowledge", "../shared/knowledge", "folder of the lists of names")
	flag.StringVar(&c.out, "o", "internal/annotate/english/english.model", "file to write")
	flag.StringVar(&c.words, "words", "", "file that keeps what is learnt of single words: read if it is there, else written")
	flag.BoolVar(&c.quick, "quick", false, "few passes, to try the program")
	flag.BoolVar(&c.cross, "cross", false, "cross-validate names instead of writing a model")
	flag.StringVar(&c.hold, "hold", "", "leave GUM's trees whose file names begin so out, and list the mistakes on them: GUM_news")
	flag.StringVar(&c.mistakes, "mistakes", "", "with -cross: file to write the mistakes on news to, in a drawn order")
	flag.BoolVar(&c.single, "single", false, "learn each perceptron once: faster, less accurate")
	flag.IntVar(&c.raw, "raw", 1500, "number of articles of the archive that the parser reads unmarked")
	flag.BoolVar(&c.dev, "dev", false, "score the model on the development data when done")
	flag.StringVar(&c.score, "score", "", "score this model on the development data and do nothing else")
	flag.Parse()
	if err := run(&c); err != nil {
		log.Fatal(err)
	}
}

// A config says where things are and what to do.
type config struct {
	corpora, knowledge, out, words, score, mistakes, hold string
	raw                                                   int
	quick, cross, dev, single                             bool
}

func run(c *config) error {
	if c.score != "" {
		data, err := os.ReadFile(c.score)
		if err != nil {
			return err
		}
		return scoreDev(c, data)
	}
	m, err := material(c)
	if err != nil {
		return err
	}
	o := english.DefaultLearnOptions(os.Stderr)
	if c.quick {
		o.TagPasses, o.ParsePasses, o.NamePasses = 2, 2, 2
	}
	o.Single = c.single
	if c.cross {
		return crossValidate(c, m, o)
	}
	data, err := english.Learn(m, o)
	if err != nil {
		return err
	}
	if err := os.WriteFile(c.out, data, 0o644); err != nil {
		return fmt.Errorf("writing the model: %w", err)
	}
	log.Printf("%s: %d bytes", c.out, len(data))
	if c.dev {
		return scoreDev(c, data)
	}
	return nil
}

// material gathers all that the model is learnt from.
func material(c *config) (*english.Material, error) {
	m := new(english.Material)
	ewt, err := readTar(c.corpora + "/ud-ewt.tar.gz")
	if err != nil {
		return nil, err
	}
	gum, err := readTar(c.corpora + "/gum.tar.gz")
	if err != nil {
		return nil, err
	}
	ner, err := readTar(c.corpora + "/ner.tar.gz")
	if err != nil {
		return nil, err
	}
	for _, f := range append(ewt.under("ud-ewt/train/", ".conllu"), gum.under("gum/dep/", ".conllu")...) {
		if c.hold != "" && strings.HasPrefix(f.name, "gum/dep/"+c.hold) {
			continue
		}
		m.Trees = append(m.Trees, readTrees(f.text)...)
	}
	if m.Names, err = nameTexts(ner, gum); err != nil {
		return nil, err
	}
	if m.Gazetteer, err = gazetteer(c.knowledge); err != nil {
		return nil, err
	}
	if m.Lexicon, err = words(c); err != nil {
		return nil, err
	}
	if c.raw > 0 && !c.cross {
		m.Raw, err = someTexts(c.corpora+"/archive.jsonl.gz", c.raw)
	}
	return m, err
}
