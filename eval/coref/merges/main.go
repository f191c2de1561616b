// Command merges shows what the entity stages make of a large archive of news:
// how many entities, the commonest with their aliases, and merges drawn for
// judging by hand.
//
//	go run ./eval/coref/merges ARCHIVE.jsonl.gz > REPORT
//
// A merge is two mentions of one entity, by name, in two articles: the entity is
// drawn evenly among those that several articles name, then the pair. The draw
// is seeded, so it is the same every time. The report shows words of the
// articles; what is kept of it in eval/testdata are ids and offsets, with the
// judgements.
package main

import (
	"cmp"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/twosource/twosource/eval/archive"
	"github.com/twosource/twosource/internal/annotate"
	"github.com/twosource/twosource/internal/cluster"
	"github.com/twosource/twosource/internal/dates"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/resolve"
)

func main() {
	most := flag.Int("articles", 10000, "articles to read, spread evenly over the archive of 30,078")
	step := flag.Int("step", 3, "take every n-th article")
	top := flag.Int("top", 50, "commonest entities to show")
	draw := flag.Int("draw", 100, "merges to draw")
	seed := flag.Uint64("seed", 5, "of the draw")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: merges [flags] ARCHIVE.jsonl.gz")
		os.Exit(2)
	}
	set, err := read(flag.Arg(0), *most, *step)
	if err != nil {
		fmt.Fprintln(os.Stderr, "merges:", err)
		os.Exit(1)
	}
	set.report(os.Stdout, *top, *draw, *seed)
}

// A set is articles with their marks, sorted by id.
type set struct {
	articles    []news.Article
	annotations []news.Annotation
	source      map[string]string // id of the article in the archive
}

// read reads and annotates articles of the archive.
func read(file string, most, step int) (*set, error) {
	s := &set{source: map[string]string{}}
	i := 0
	for r, err := range archive.Read[record](file) {
		if err != nil {
			return nil, err
		}
		if i%step == 0 {
			a := r.article()
			s.articles = append(s.articles, a)
			s.source[a.ID] = r.ID
		}
		if i++; len(s.articles) == most {
			break
		}
	}
	slices.SortFunc(s.articles, func(a, b news.Article) int { return cmp.Compare(a.ID, b.ID) })
	s.articles = slices.CompactFunc(s.articles, func(a, b news.Article) bool { return a.ID == b.ID })
	s.annotate()
	return s, nil
}

// A record is an article as the archive has it.
type record struct{ ID, Title, Published, Text string }

func (d *record) article() news.Article {
	a := news.Article{ID: news.NewID("article", d.ID), Title: d.Title, Text: d.Text, Language: "en"}
	if d.Title != "" {
		a.Text = d.Title + "\n" + d.Text
		a.TitleSpan = news.Span{End: len(d.Title)}
	}
	a.Published, _ = dates.Parse(d.Published, news.OrderUnknown)
	at := 0
	for l := range strings.Lines(a.Text) {
		if b := (news.Span{Start: at, End: at + len(strings.TrimRight(l, "\n"))}).Trim(a.Text); b.Len() > 0 {
			kind := news.Paragraph
			if at == 0 && d.Title != "" {
				kind = news.Title
			}
			a.Blocks = append(a.Blocks, news.Block{Span: b, Kind: kind})
		}
		at += len(l)
	}
	return a
}

// annotate marks all articles, two at a time.
func (s *set) annotate() {
	an := annotate.New(annotate.Options{NoSpeech: true})
	s.annotations = make([]news.Annotation, len(s.articles))
	var wg sync.WaitGroup
	const jobs = 2
	for j := range jobs {
		wg.Go(func() {
			for i := j; i < len(s.articles); i += jobs {
				s.annotations[i] = an.Annotate(&s.articles[i])
			}
		})
	}
	wg.Wait()
}

// A place is one mention.
type place struct{ article, mention int }

func (s *set) report(w io.Writer, top, draw int, seed uint64) {
	stories := cluster.Find(s.articles, s.annotations, nil, cluster.Options{}).Stories
	res := resolve.Find(s.articles, s.annotations, stories, resolve.Options{})
	byID := map[string][]place{}
	for i := range res.Of {
		for j, id := range res.Of[i] {
			if id != "" && s.annotations[i].Mentions[j].Kind == news.NameMention {
				byID[id] = append(byID[id], place{i, j})
			}
		}
	}
	entities := slices.Clone(res.Entities)
	slices.SortFunc(entities, func(a, b news.Entity) int {
		return cmp.Or(cmp.Compare(len(b.Mentions), len(a.Mentions)), cmp.Compare(a.ID, b.ID))
	})
	types := map[news.EntityType]int{}
	var merged []news.Entity
	for _, e := range entities {
		types[e.Type]++
		if p := byID[e.ID]; len(p) > 1 && p[0].article != p[len(p)-1].article {
			merged = append(merged, e)
		}
	}
	fmt.Fprintf(w, "%d articles, %d stories, %d entities (%d persons, %d organizations, %d places, %d groups, %d other), %d of them named by several articles\n\n",
		len(s.articles), len(stories), len(entities), types[news.Person], types[news.Organization], types[news.Place], types[news.Group], types[news.Other], len(merged))
	for _, e := range entities[:min(top, len(entities))] {
		fmt.Fprintf(w, "%6d  %s (%s)  %s\n", len(e.Mentions), e.Name, e.Type, strings.Join(commonest(s, byID[e.ID], e.Name), ", "))
	}
	fmt.Fprintln(w)
	r := rand.New(rand.NewPCG(seed, 7))
	for n := range min(draw, len(merged)) {
		e := &merged[r.IntN(len(merged))]
		places := byID[e.ID]
		a, b := places[r.IntN(len(places))], places[r.IntN(len(places))]
		for a.article == b.article {
			a, b = places[r.IntN(len(places))], places[r.IntN(len(places))]
		}
		fmt.Fprintf(w, "%d  %s (%s): %s\n", n+1, e.Name, e.Type, strings.Join(e.MergedBecause, "; "))
		s.show(w, a)
		s.show(w, b)
	}
}

// commonest gives the other names of an entity, commonest first, ten at most.
func commonest(s *set, places []place, name string) []string {
	count := map[string]int{}
	for _, p := range places {
		count[s.annotations[p.article].Mentions[p.mention].Name]++
	}
	var names []string
	for n := range count {
		if n != name {
			names = append(names, n)
		}
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b)) })
	names = names[:min(10, len(names))]
	for i, n := range names {
		names[i] = fmt.Sprintf("%s %d", n, count[n])
	}
	return names
}

// show prints a mention with its place and what stands around it.
func (s *set) show(w io.Writer, p place) {
	a := &s.articles[p.article]
	m := &s.annotations[p.article].Mentions[p.mention]
	sent := s.annotations[p.article].Sentences[m.Sentence]
	root := s.annotations[p.article].Mentions[m.Antecedent].Name
	day, _, _ := strings.Cut(a.Published.Value, "T")
	fmt.Fprintf(w, "\t%s %d-%d %s [%s = %s] %s\n", s.source[a.ID], m.Start, m.End, day, m.Name, root, strings.Join(strings.Fields(cut(sent.Of(a.Text), m.Start-sent.Start)), " "))
}

// cut shortens a sentence to what surrounds byte at.
func cut(s string, at int) string {
	const reach = 110
	from, to := max(0, at-reach), min(len(s), at+reach)
	return strings.ToValidUTF8(s[from:to], "")
}
