// Command topics learns, from the articles of an archive, which words are used of
// the same subjects, and writes the table that package cluster reads.
//
// Usage:
//
//	go run ./eval/stories/topics [-o internal/cluster/topic.bin] ARCHIVE
//
// ARCHIVE is any input that package ingest reads; labels are not looked at. The
// same articles give the same bytes. It takes about a minute of processor time and
// 2 GB for 30,000 articles.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"

	"github.com/twosource/twosource/internal/extract"
	"github.com/twosource/twosource/internal/ingest"
	"github.com/twosource/twosource/internal/news"
)

func main() {
	out := flag.String("o", "internal/cluster/topic.bin", "file to write")
	flag.Parse()
	if err := run(context.Background(), flag.Arg(0), *out); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, archive, out string) error {
	if archive == "" {
		return errors.New("topics: name an archive")
	}
	reader, err := ingest.New(ingest.Options{})
	if err != nil {
		return err
	}
	found, ex, c := ingest.Expand([]string{archive}), extract.New(extract.Options{}), newCounter()
	for _, e := range found.Errors {
		return e
	}
	for _, src := range found.Sources {
		_, err := reader.Each(ctx, src, func(p news.Page) error {
			if a, _, err := ex.Extract(p); err == nil {
				c.add(a.Text)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return os.WriteFile(out, c.table().bytes(), 0o644)
}
