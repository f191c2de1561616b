// Command edges draws links of lineage at random from a store, for judging by
// hand. The draw is a function of the seed and of the links' ids, so that a larger
// one of the same seed holds the smaller.
//
//	go run ./eval/planted/edges -n 100 -seed edges-1 STORE
//
// It prints each link with its reasons and the words of both sides of its passages.
// With -find the links are not those that the store keeps but such as package reuse
// finds now, which takes a minute and 3 GB for 30,000 articles. With -tsv it prints one row a link, without words, in the form of judged.tsv. With
// -judge judged.tsv it counts the verdicts of that file instead, and says which of
// its links the store no longer has.
package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"slices"
	"strings"

	"github.com/twosource/twosource/eval/judging"
	"github.com/twosource/twosource/eval/planted"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/reuse"
	"github.com/twosource/twosource/internal/store"
	"github.com/twosource/twosource/internal/store/sqlite"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("edges: ")
	n := flag.Int("n", 100, "links to draw")
	seed := flag.String("seed", "edges-1", "seed of the draw")
	rows := flag.Bool("tsv", false, "one row a link, without words")
	find := flag.Bool("find", false, "look for the links anew")
	joining := flag.Bool("joining", false, "draw only from links that join two articles into one origin, or derive one from the other")
	judged := flag.String("judge", "", "a file of verdicts to count")
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(flag.Arg(0), *seed, *n, *rows, *find, *joining, *judged); err != nil {
		log.Fatal(err)
	}
}

func run(path, seed string, n int, rows, find, joining bool, judged string) (err error) {
	ctx := context.Background()
	s, err := sqlite.Open(ctx, path, sqlite.Read)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	v, err := s.View(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, v.Close()) }()
	links, err := lineage(ctx, v, path, find)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(os.Stdout)
	defer func() { err = errors.Join(err, out.Flush()) }()
	if judged != "" {
		return count(out, links, judged)
	}
	links = slices.DeleteFunc(links, func(l news.Link) bool { return joining && !l.Joins && l.Kind == news.CommonSource })
	fmt.Fprintf(os.Stderr, "%d links\n", len(links))
	drawn := judging.Draw(links, func(l *news.Link) string { return l.ID }, seed, n)
	articles, err := read(ctx, v, drawn)
	if err != nil {
		return err
	}
	for i := range drawn {
		l := &drawn[i]
		from, to := articles[l.From], articles[l.To]
		if from == nil || to == nil {
			return fmt.Errorf("the store has no text of one end of link %s", l.ID)
		}
		if rows {
			fmt.Fprintf(out, "%s\t%s\t%s\t%s\t\t\n", l.ID, from.SourceID, to.SourceID, l.Kind)
		} else {
			show(out, i+1, l, from, to)
		}
	}
	return nil
}

// lineage returns the links that a store keeps, or such as are found in it now.
func lineage(ctx context.Context, v store.View, path string, find bool) ([]news.Link, error) {
	if !find {
		rec, err := v.Derived(ctx)
		if err != nil {
			return nil, err
		}
		return rec.Lineage, nil
	}
	articles, annotations, err := planted.Stored(ctx, path)
	return reuse.Find(articles, annotations, reuse.Options{}).Links, err
}

// read returns the articles at the ends of links, by id.
func read(ctx context.Context, v store.View, links []news.Link) (map[string]*news.Article, error) {
	f := store.Filter{Part: store.LeanPart}
	for i := range links {
		f.Articles = append(f.Articles, links[i].From, links[i].To)
	}
	out := map[string]*news.Article{}
	err := v.Readings(ctx, f, func(_ store.Reading, a *store.Analysis) error {
		out[a.Article.ID] = &a.Article
		return nil
	})
	return out, err
}

// show prints a link for a person to judge.
func show(w io.Writer, n int, l *news.Link, from, to *news.Article) {
	joins := ""
	if l.Joins {
		joins = ", joins"
	}
	fmt.Fprintf(w, "=== %d  %s  %s%s  confidence %.2f, shared %.2f\n", n, l.ID, l.Kind, joins, l.Confidence, l.Shared)
	for _, a := range []*news.Article{from, to} {
		fmt.Fprintf(w, "%-14s %-12s %s | %s\n", a.SourceID, a.Published.Value, cmp.Or(a.Outlet, "-"), a.Title)
	}
	for _, r := range l.Reasons {
		fmt.Fprintf(w, "  - %s\n", r)
	}
	for _, p := range l.Passages {
		quoted := ""
		if p.Quoted {
			quoted = " quoted"
		}
		fmt.Fprintf(w, "  [%s%s]\n    < %s\n", p.Kind, quoted, oneLine(p.From.Of(from.Text)))
		if p.Kind != news.Verbatim {
			fmt.Fprintf(w, "    > %s\n", oneLine(p.To.Of(to.Text)))
		}
		fmt.Fprintf(w, "    %s\n", around(from.Text, p.From))
		fmt.Fprintf(w, "    %s\n", around(to.Text, p.To))
	}
	fmt.Fprintln(w)
}

// aroundBytes is how much of the text is shown on either side of a passage.
const aroundBytes = 90

// around returns the words before and after a span.
func around(text string, s news.Span) string {
	before, after := text[max(0, s.Start-aroundBytes):s.Start], text[s.End:min(len(text), s.End+aroundBytes)]
	return oneLine("…" + strings.ToValidUTF8(before, "") + "[" + "]" + strings.ToValidUTF8(after, "") + "…")
}

func oneLine(s string) string { return strings.ReplaceAll(s, "\n", " / ") }

// count prints how many links of a file of verdicts are right.
func count(w io.Writer, links []news.Link, judged string) error {
	rows, err := judging.Verdicts(judged)
	if err != nil {
		return err
	}
	held := map[string]bool{}
	for i := range links {
		held[links[i].ID] = true
	}
	var right, all, gone, goneWrong int
	for _, row := range rows {
		id, verdict := row[0], row[4]
		ok := verdict == "right"
		if !ok && verdict != "wrong" {
			return fmt.Errorf("%s: link %s: the verdict is %q, not right or wrong", judged, id, verdict)
		}
		if !held[id] {
			gone++
			if !ok {
				goneWrong++
			}
			continue
		}
		all++
		if ok {
			right++
		}
	}
	fmt.Fprintf(w, "%d of %d links are right (%.3f); of %d judged, the store no longer has %d, %d of them wrong\n",
		right, all, float64(right)/float64(max(1, all)), len(rows), gone, goneWrong)
	return nil
}
