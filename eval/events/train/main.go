// Command train makes internal/annotate/actions/roots.model from the train side
// of PLV; `make events-model` runs it.
package main

import (
	"flag"
	"log"
	"os"

	"github.com/twosource/twosource/eval"
	"github.com/twosource/twosource/eval/events"
	"github.com/twosource/twosource/internal/annotate/actions"
)

func main() {
	log.SetFlags(0)
	data := flag.String("data", "../shared/corpora/political-events.tar.gz", "the archive with PLV_train.tsv, the folder that it unpacks to, or the table itself")
	out := flag.String("o", "internal/annotate/actions/roots.model", "file to write")
	flag.Parse()
	sentences, err := eval.PLV(*data)
	if err != nil {
		log.Fatal(err)
	}
	examples, err := events.Examples(sentences)
	if err != nil {
		log.Fatal(err)
	}
	model := actions.Learn(examples, events.Options)
	log.Printf("%d sentences, %d bytes", len(sentences), len(model))
	if err := os.WriteFile(*out, model, 0o644); err != nil {
		log.Fatal(err)
	}
}
