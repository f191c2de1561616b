package reuse_test

import (
	"bytes"
	"fmt"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/reuse"
)

// Who keeps an index writes a segment when one is due, opens it where it was stored
// and lets it take the place of what it was written from.
func ExampleIndex() {
	texts := []string{
		"Divers found the bell of the ferry Halcyon under four metres of silt and will raise it in the spring",
		"The council has no money for a new roof over the market and asks the traders to pay for half of it",
		"The museum says that divers found the bell of the ferry Halcyon under four metres of silt last week",
	}
	index, sketcher := new(reuse.Index), reuse.NewSketcher(nil, nil)
	for _, text := range texts {
		a := news.Article{Text: text}
		s := sketcher.Sketch(&a, &news.Annotation{Sentences: []news.Sentence{{Span: news.Span{End: len(text)}}}})
		found, err := index.Search().Candidates(&s)
		if err != nil {
			panic(err)
		}
		n, err := index.Add(&s)
		if err != nil {
			panic(err)
		}
		fmt.Println("article", n)
		for _, c := range found {
			fmt.Printf("  is worth a comparison with %d: %d fingerprints\n", c.Article, c.Prints)
		}
		if segments, due := index.Due(); due {
			var file bytes.Buffer
			if err := index.Write(&file, segments); err != nil {
				panic(err)
			}
			s, err := reuse.OpenSegment(bytes.NewReader(file.Bytes()), int64(file.Len()))
			if err != nil {
				panic(err)
			}
			if err := index.Replace(segments, s); err != nil {
				panic(err)
			}
		}
	}
	// Output:
	// article 0
	// article 1
	// article 2
	//   is worth a comparison with 0: 3 fingerprints
}
