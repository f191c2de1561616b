// Command draw draws conflicts, or corroborated claims, at random from a brief, for
// judging by hand. The draw is a function of the seed and of their ids, so that a
// larger one of the same seed holds the smaller.
//
//	twosource brief --format json -o BRIEF.json …
//	go run ./eval/conflicts/draw -n 100 -seed conflicts-1 BRIEF.json
//	go run ./eval/conflicts/draw -n 100 -seed claims-1 -claims BRIEF.json…
//	go run ./eval/conflicts/draw -top 10 BRIEF.json
//
// Several briefs, of sets that have no article in common, are drawn from as one. With
// -unread judged.tsv nothing is drawn that has a sentence of an article of that file.
// It prints each with the sentences of its sides. With -top the conflicts are those
// with most origins on the side that has fewest. With -tsv it prints one row each,
// without words, in the form of judged.tsv: what it is, id, kind, article and place
// of the first span of each side, in code points. With -judge judged.tsv it counts
// the verdicts of that file on what the brief has.
package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"slices"
	"strings"

	"github.com/twosource/twosource/eval/judging"
)

// A Span is one of a brief.
type Span struct {
	Article string
	Start   int
	Text    string
}

// A Side is one of a conflict, or the whole of a claim.
type Side struct {
	Value   string
	Holders []string
	Spans   []Span
	Origins int
}

// A Thing is a conflict, or a claim as a conflict of one side.
type Thing struct {
	ID    string
	Kind  string
	About string
	Sides []Side
}

func thingID(t *Thing) string { return t.ID }

// A Brief is what is read of one.
type Brief struct {
	Articles []struct {
		ID, Outlet string
		SourceID   string `json:"source_id"`
	}
	Entities []struct{ ID, Name string }
	Claims   []struct {
		Side
		ID, Status, Text string
	}
	Conflicts []Thing
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("draw: ")
	n := flag.Int("n", 100, "how many to draw")
	seed := flag.String("seed", "conflicts-1", "seed of the draw")
	top := flag.Int("top", 0, "list so many conflicts with most origins on each side instead")
	claims := flag.Bool("claims", false, "draw corroborated claims")
	rows := flag.Bool("tsv", false, "one row each, without words")
	judged := flag.String("judge", "", "a file of verdicts to count")
	unread := flag.String("unread", "", "a file of verdicts, of whose articles nothing is drawn")
	flag.Parse()
	if flag.NArg() == 0 {
		flag.Usage()
		os.Exit(2)
	}
	b, err := read(flag.Args())
	if err != nil {
		log.Fatal(err)
	}
	out := bufio.NewWriter(os.Stdout)
	things, what := b.Conflicts, "conflict"
	if *claims {
		things, what = b.corroborated(), "claim"
	}
	if *unread != "" {
		if things, err = outside(things, *unread); err != nil {
			log.Fatal(err)
		}
	}
	switch {
	case *judged != "":
		err = count(out, b, *judged)
	case *top > 0:
		b.show(out, strongest(things)[:min(*top, len(things))])
	case *rows:
		list(out, what, judging.Draw(things, thingID, *seed, *n))
	default:
		fmt.Fprintf(os.Stderr, "%d of %d\n", min(*n, len(things)), len(things))
		b.show(out, judging.Draw(things, thingID, *seed, *n))
	}
	if err := errors.Join(err, out.Flush()); err != nil {
		log.Fatal(err)
	}
}

// read returns what all of some briefs have.
func read(files []string) (*Brief, error) {
	all := new(Brief)
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			return nil, err
		}
		b := new(Brief)
		err = json.NewDecoder(bufio.NewReader(f)).Decode(b)
		f.Close()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		all.Articles = append(all.Articles, b.Articles...)
		all.Entities = append(all.Entities, b.Entities...)
		all.Claims = append(all.Claims, b.Claims...)
		all.Conflicts = append(all.Conflicts, b.Conflicts...)
	}
	return all, nil
}

// outside returns the things that have no sentence of an article that a file of
// verdicts has.
func outside(things []Thing, file string) ([]Thing, error) {
	rows, err := judging.Verdicts(file)
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, row := range rows {
		for _, place := range strings.Fields(row[3]) {
			article, _, _ := strings.Cut(place, "@")
			known[article] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(things), func(t Thing) bool {
		return slices.ContainsFunc(t.Sides, func(s Side) bool {
			return slices.ContainsFunc(s.Spans, func(p Span) bool { return known[p.Article] })
		})
	}), nil
}

// corroborated returns the corroborated claims.
func (b *Brief) corroborated() []Thing {
	var out []Thing
	for _, c := range b.Claims {
		if c.Status == "corroborated" {
			out = append(out, Thing{c.ID, c.Status, c.Text, []Side{c.Side}})
		}
	}
	return out
}

// strongest orders conflicts by the origins of the side that has fewest, then by
// those of all.
func strongest(things []Thing) []Thing {
	fewest := func(t *Thing) (least, all int) {
		least = t.Sides[0].Origins
		for _, s := range t.Sides {
			least, all = min(least, s.Origins), all+s.Origins
		}
		return least, all
	}
	out := slices.Clone(things)
	slices.SortStableFunc(out, func(x, y Thing) int {
		xl, xa := fewest(&x)
		yl, ya := fewest(&y)
		return cmp.Or(cmp.Compare(yl, xl), cmp.Compare(ya, xa), cmp.Compare(x.ID, y.ID))
	})
	return out
}

// mostShown is how many spans of a side are shown.
const mostShown = 4

// show prints things for a person to judge.
func (b *Brief) show(w io.Writer, things []Thing) {
	names, outlets := map[string]string{}, map[string]string{}
	for _, e := range b.Entities {
		names[e.ID] = e.Name
	}
	for _, a := range b.Articles {
		outlets[a.ID] = cmp.Or(a.Outlet, "-") + " " + a.SourceID
	}
	for n, t := range things {
		fmt.Fprintf(w, "=== %d  %s  %s: %s\n", n+1, t.ID, t.Kind, oneLine(t.About))
		for _, s := range t.Sides {
			var by []string
			for _, h := range s.Holders {
				by = append(by, names[h])
			}
			fmt.Fprintf(w, "  [%s] %s, at most %d origins\n", oneLine(s.Value), strings.Join(by, ", "), s.Origins)
			for k, p := range s.Spans {
				if k == mostShown {
					fmt.Fprintf(w, "    and %d more\n", len(s.Spans)-k)
					break
				}
				fmt.Fprintf(w, "    %s @%d: %s\n", outlets[p.Article], p.Start, oneLine(p.Text))
			}
		}
	}
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// list prints rows to be judged.
func list(w io.Writer, what string, things []Thing) {
	for _, t := range things {
		var places []string
		for _, s := range t.Sides {
			places = append(places, fmt.Sprintf("%s@%d", s.Spans[0].Article, s.Spans[0].Start))
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t\t\n", what, t.ID, t.Kind, strings.Join(places, " "))
	}
}

// count prints how many of the things of a file of verdicts are real, of each sort.
func count(w io.Writer, b *Brief, judged string) error {
	rows, err := judging.Verdicts(judged)
	if err != nil {
		return err
	}
	has := map[string]bool{}
	for _, t := range slices.Concat(b.Conflicts, b.corroborated()) {
		has[t.ID] = true
	}
	for _, what := range []string{"conflict", "claim"} {
		real, all, gone := 0, 0, 0
		for _, row := range rows {
			switch verdict := row[4]; {
			case verdict != "real" && verdict != "false":
				return fmt.Errorf("%s: %s %s: the verdict is %q, not real or false", judged, row[0], row[1], verdict)
			case row[0] != what:
			case !has[row[1]]:
				gone++
			default:
				all++
				if verdict == "real" {
					real++
				}
			}
		}
		fmt.Fprintf(w, "%ss: %d of %d are real (%.3f); %d more were judged that the brief has not\n", what, real, all, float64(real)/float64(max(1, all)), gone)
	}
	return nil
}
