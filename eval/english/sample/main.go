// Command sample draws sentences of the news archive, for a person to read what
// the model makes of them, and counts the mistakes that the person noted.
//
//	go run ./eval/english/sample                  the drawn sentences with their marks
//	go run ./eval/english/sample -notes notes.txt the notes as references to the archive
//	go run ./eval/english/sample -tally FILE      the counts of such references
//
// A note is a line "sentence word kind", both counted from 1, as they are
// printed. A reference holds no text of the archive: the article's id, a span of
// byte offsets into its text, and the kind of mistake.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"log"
	"os"

	"github.com/twosource/twosource/internal/annotate/english"
)

func main() {
	log.SetFlags(0)
	var c config
	flag.StringVar(&c.archive, "archive", "../shared/corpora/archive.jsonl.gz", "archive of articles, one JSON object a line")
	flag.IntVar(&c.n, "n", 300, "number of sentences, each of another article")
	flag.Uint64Var(&c.seed, "seed", 1, "number that decides which are drawn")
	flag.StringVar(&c.notes, "notes", "", "file of notes to turn into references")
	flag.StringVar(&c.tally, "tally", "", "file of references to count")
	flag.Parse()
	if err := c.run(os.Stdout); err != nil {
		log.Fatal(err)
	}
}

// A config says what to draw and what to do with it.
type config struct {
	archive, notes, tally string
	n                     int
	seed                  uint64
}

func (c *config) run(w io.Writer) error {
	m, err := english.Load()
	if err != nil {
		return err
	}
	drawn, err := c.draw(m)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	switch {
	case c.notes != "":
		err = withFile(c.notes, func(r io.Reader) error { return refer(out, drawn, r) })
	case c.tally != "":
		err = withFile(c.tally, func(r io.Reader) error { return tally(out, drawn, r) })
	default:
		for i := range drawn {
			drawn[i].print(out, i+1)
		}
	}
	if err != nil {
		return err
	}
	return out.Flush()
}

func withFile(name string, f func(io.Reader) error) error {
	in, err := os.Open(name)
	if err != nil {
		return err
	}
	defer in.Close()
	if err := f(in); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}
