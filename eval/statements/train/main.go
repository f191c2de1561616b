// Command train makes internal/annotate/speech/statements.model from the train
// side of PolNeAR; `make statements` runs it.
package main

import (
	"flag"
	"log"
	"os"

	"github.com/twosource/twosource/eval"
	"github.com/twosource/twosource/internal/annotate/english"
	"github.com/twosource/twosource/internal/annotate/names"
	"github.com/twosource/twosource/internal/annotate/speech"
	"github.com/twosource/twosource/internal/annotate/times"
	"github.com/twosource/twosource/internal/news"
)

func main() {
	log.SetFlags(0)
	data := flag.String("data", "", "polnear.tar.gz, or the folder that it unpacks to")
	out := flag.String("o", "internal/annotate/speech/statements.model", "file to write")
	epochs := flag.Int("epochs", 5, "rounds over the lessons")
	seed := flag.Uint64("seed", 1, "of the order of the lessons")
	least := flag.Int("least", -40, "margin that a cue must have, chosen on dev")
	flag.Parse()
	lessons, err := read(*data)
	if err != nil {
		log.Fatal(err)
	}
	log.Printf("%d lessons", len(lessons))
	model := speech.Learn(lessons, speech.LearnOptions{Epochs: *epochs, Least: int32(*least), Seed: *seed})
	log.Printf("%d bytes", len(model))
	if err := os.WriteFile(*out, model, 0o644); err != nil {
		log.Fatal(err)
	}
}

func read(data string) ([]speech.Lesson, error) {
	texts, err := eval.PolNeAR(data)
	if err != nil {
		return nil, err
	}
	m, err := english.Load()
	if err != nil {
		return nil, err
	}
	r := english.NewReader(m)
	var out []speech.Lesson
	for i := range texts {
		t := &texts[i]
		if t.Side != "train" {
			continue
		}
		a := t.Article()
		an := &news.Annotation{Article: a.ID}
		l := speech.Lesson{Article: a, Annotation: an}
		an.Sentences, an.Words, l.Grammar = r.Read(a)
		an.Mentions = names.Find(a, an.Sentences, an.Words, l.Grammar, nil)
		an.Times = times.Find(a, an.Sentences, an.Words)
		for _, g := range t.Gold {
			l.Gold = append(l.Gold, speech.Gold(g))
		}
		out = append(out, l)
	}
	return out, nil
}
