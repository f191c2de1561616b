package ingest_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/twosource/twosource/internal/ingest"
	"github.com/twosource/twosource/internal/news"
)

func Example() {
	standardInput := strings.NewReader(`{"title": "Ferry sails again", "text": "The Linnet left at noon."}
{"title": "Ferry
{"title": "Ice is gone", "text": "The bay is open."}
`)
	reader, err := ingest.New(ingest.Options{Stdin: standardInput})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, src := range ingest.Expand([]string{"-"}).Sources {
		res, err := reader.Each(context.Background(), src, func(p news.Page) error {
			fmt.Printf("%s:%d %s: %s\n", p.Input.Name, p.Input.Line, p.Stated.Title, p.Body)
			return nil
		})
		fmt.Println(res.File.Articles, res.File.Errors, err)
	}
	// Output:
	// -:1 Ferry sails again: The Linnet left at noon.
	// -:3 Ice is gone: The bay is open.
	// 2 [-:2: the line ends in the middle of a text (column 17); not read] <nil>
}
