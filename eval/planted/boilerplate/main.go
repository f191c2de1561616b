// Command boilerplate learns from a store what its outlets print again and again, as
// a table that [reuse.Options] can be given.
//
//	go run ./eval/planted/boilerplate -o outlets.boilerplate STORE
//
// It prints how many passages of five words it has learnt and the SHA-256 by which
// settings name the table. The same articles give the same bytes.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"

	"github.com/twosource/twosource/eval/planted"
	"github.com/twosource/twosource/internal/reuse"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("boilerplate: ")
	out := flag.String("o", "", "the file to write the table to")
	least := flag.Int("least", reuse.LearnedArticles, "in how many articles of one family a passage must stand")
	flag.Parse()
	if flag.NArg() != 1 || *out == "" {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(flag.Arg(0), *out, *least); err != nil {
		log.Fatal(err)
	}
}

func run(store, out string, least int) error {
	articles, annotations, err := planted.Stored(context.Background(), store)
	if err != nil {
		return err
	}
	index, sketcher := new(reuse.Index), reuse.NewSketcher(nil, nil)
	for i := range articles {
		s := sketcher.Sketch(&articles[i], &annotations[i])
		if _, err := index.Add(&s); err != nil {
			return err
		}
	}
	table, err := index.Boilerplate(least)
	if err != nil {
		return err
	}
	data, err := table.MarshalBinary()
	if err != nil {
		return err
	}
	fmt.Printf("%d articles, %d passages, %d bytes, SHA-256 %s\n", len(articles), table.Len(), len(data), table.SHA256())
	return os.WriteFile(out, data, 0o644)
}
