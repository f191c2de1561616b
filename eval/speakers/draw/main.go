// Command draw draws direct quotations at random from the archive, for marking
// their speakers by hand: at most two an article, each of at least six words
// between two double quotation marks of one paragraph, whatever stands around
// them. The draw is a function of the seed and the articles' ids.
//
//	go run ./eval/speakers/draw -n 150 ../shared/corpora/archive.jsonl.gz
//
// It prints one quotation a line: article id, first byte and end in the text as
// package speakers lays it out, and with -context the words around it.
package main

import (
	"flag"
	"fmt"
	"log"
	"slices"
	"strings"

	"github.com/twosource/twosource/eval/archive"
	"github.com/twosource/twosource/eval/judging"
	"github.com/twosource/twosource/eval/speakers"
	"github.com/twosource/twosource/internal/news"
)

func main() {
	log.SetFlags(0)
	n := flag.Int("n", 150, "quotations")
	seed := flag.String("seed", "speakers-1", "seed of the draw")
	around := flag.Int("context", 0, "bytes of text to show on both sides")
	flag.Parse()
	if err := draw(flag.Arg(0), *n, *seed, *around); err != nil {
		log.Fatal(err)
	}
}

// A candidate is an article with its place in the draw.
type candidate struct {
	rank uint64
	speakers.Record
}

func draw(file string, n int, seed string, around int) error {
	var pool []candidate
	for r, err := range archive.Read[speakers.Record](file) {
		if err != nil {
			return err
		}
		// Far more than are needed are kept, so that all texts need not be.
		if c := (candidate{judging.Rank(seed, r.ID), r}); c.rank>>59 == 0 {
			pool = append(pool, c)
		}
	}
	slices.SortFunc(pool, func(a, b candidate) int {
		return strings.Compare(fmt.Sprintf("%016x", a.rank), fmt.Sprintf("%016x", b.rank))
	})
	for _, c := range pool {
		text := c.Article().Text
		quotes := quotations(text)
		slices.SortFunc(quotes, func(a, b news.Span) int {
			return strings.Compare(fmt.Sprintf("%016x", judging.Rank(seed, fmt.Sprint(c.ID, a.Start))), fmt.Sprintf("%016x", judging.Rank(seed, fmt.Sprint(c.ID, b.Start))))
		})
		for _, q := range quotes[:min(len(quotes), 2)] {
			if n--; n < 0 {
				return nil
			}
			fmt.Printf("%s\t%d\t%d\n", c.ID, q.Start, q.End)
			if around > 0 {
				fmt.Printf("# %s\n%s>>>%s<<<%s\n\n", c.Title, cut(text, q.Start-around, q.Start), q.Of(text), cut(text, q.End, q.End+around/2))
			}
		}
	}
	return nil
}

func cut(text string, from, to int) string {
	return strings.ToValidUTF8(text[max(0, from):min(to, len(text))], "")
}

// quotations gives the stretches between double quotation marks of one line that
// hold at least six words, with their marks.
func quotations(text string) []news.Span {
	var out []news.Span
	open, closer := -1, ""
	for i := 0; i < len(text); {
		if text[i] == '\n' {
			open = -1
		}
		if open < 0 {
			for _, m := range [...][2]string{{"``", "''"}, {"“", "”"}, {"\"", "\""}} {
				if strings.HasPrefix(text[i:], m[0]) {
					open, closer = i, m[1]
					i += len(m[0]) - 1
					break
				}
			}
			i++
			continue
		}
		if !strings.HasPrefix(text[i:], closer) {
			i++
			continue
		}
		i += len(closer)
		if s := (news.Span{Start: open, End: i}); len(strings.Fields(s.Of(text))) >= 6 {
			out = append(out, s)
		}
		open = -1
	}
	return out
}
