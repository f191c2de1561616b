// Command archive shows what package cluster makes of a news archive.
//
// Usage:
//
//	go run ./eval/stories/archive [-every N] [-month YYYY-MM] [-top N] [-with CORPORA] [-points FILE] ARCHIVE
//
// ARCHIVE is any input that package ingest reads. Every Nth of its articles is
// read, of those the ones published in the month, and they are parted as they
// come by date, without lineage. Shown are the time that this takes after
// annotation, and the N largest stories with their titles and sources. With
// -with, the labelled sets of CORPORA are poured in, and the stories are scored
// on their articles; a story that holds articles of both is listed. With -points,
// the points of the articles are written to a file for the benchmarks of package
// cluster.
package main

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/twosource/twosource/eval/stories"
	"github.com/twosource/twosource/internal/annotate"
	"github.com/twosource/twosource/internal/cluster"
	"github.com/twosource/twosource/internal/extract"
	"github.com/twosource/twosource/internal/ingest"
	"github.com/twosource/twosource/internal/news"
)

func main() {
	var o options
	flag.IntVar(&o.every, "every", 1, "read every `N`th article")
	flag.StringVar(&o.month, "month", "", "read what was published in the month `YYYY-MM`")
	flag.IntVar(&o.top, "top", 20, "show the `N` largest stories")
	flag.StringVar(&o.with, "with", "", "pour in the labelled sets of the folder `CORPORA`")
	flag.StringVar(&o.points, "points", "", "write the points to `FILE`")
	flag.Parse()
	if flag.NArg() != 1 || o.every < 1 {
		flag.Usage()
		os.Exit(2)
	}
	if err := o.run(context.Background(), os.Stdout, flag.Arg(0)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

type options struct {
	every, top          int
	month, with, points string
}

// A row is an article of the archive as it is shown.
type row struct{ outlet, published, title string }

// A pool is articles of all sources that are parted together.
type pool struct {
	points []*cluster.Point
	rows   map[string]row
}

func (o options) run(ctx context.Context, w io.Writer, archive string) error {
	p := &pool{rows: map[string]row{}}
	if err := o.read(ctx, p, archive); err != nil {
		return err
	}
	fmt.Fprintf(w, "%d articles of the archive\n", len(p.points))
	if o.points != "" {
		if err := writePoints(o.points, p.points); err != nil {
			return err
		}
	}
	var sets []stories.Set
	if o.with != "" {
		var err error
		if sets, err = stories.Read(ctx, o.with); err != nil {
			return err
		}
		for i := range sets {
			for k := range sets[i].Articles {
				p.points = append(p.points, cluster.NewPoint(&sets[i].Articles[k], &sets[i].Annotations[k]))
			}
		}
	}
	begun := time.Now()
	var s cluster.Stream
	s.Add(p.points...)
	groups, _ := s.Changes()
	took := time.Since(begun)
	fmt.Fprintf(w, "%d articles in %d stories, parted in %.1f s on %d processors\n", len(p.points), len(groups), took.Seconds(), runtime.GOMAXPROCS(0))
	parted := make([]news.Story, len(groups))
	for i, g := range groups {
		parted[i] = news.Story{ID: g.ID, Articles: g.Articles}
	}
	for i := range sets {
		x := sets[i].Compare(parted)
		fmt.Fprintf(w, "%-18s B-cubed F1 %.3f  P %.3f  R %.3f\n", sets[i].Name, x.F1, x.Precision, x.Recall)
	}
	p.mixed(w, sets, parted)
	p.largest(w, &s, parted, o.top)
	return nil
}

// read adds the articles of the archive that are asked for.
func (o options) read(ctx context.Context, p *pool, archive string) error {
	reader, err := ingest.New(ingest.Options{})
	if err != nil {
		return err
	}
	pages := make(chan news.Page)
	var mu sync.Mutex
	var wait sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			ex, an := extract.New(extract.Options{}), annotate.New(annotate.Options{})
			for page := range pages {
				a, _, err := ex.Extract(page)
				if err != nil {
					continue
				}
				marks := an.Annotate(&a)
				q := cluster.NewPoint(&a, &marks)
				mu.Lock()
				p.points = append(p.points, q)
				p.rows[a.ID] = row{a.Outlet, a.Published.Value, a.Title}
				mu.Unlock()
			}
		})
	}
	found, n := ingest.Expand([]string{archive}), 0
	var failed error
	for _, e := range found.Errors {
		failed = errors.Join(failed, e)
	}
	for _, src := range found.Sources {
		_, err := reader.Each(ctx, src, func(page news.Page) error {
			n++
			if n%o.every == 0 && strings.HasPrefix(page.Stated.Published, o.month) {
				pages <- page
			}
			return nil
		})
		failed = errors.Join(failed, err)
	}
	close(pages)
	wait.Wait()
	slices.SortFunc(p.points, func(x, y *cluster.Point) int { return strings.Compare(x.ID(), y.ID()) })
	p.points = slices.CompactFunc(p.points, func(x, y *cluster.Point) bool { return x.ID() == y.ID() })
	return failed
}

// mixed lists the stories that hold articles of the archive and of the sets.
func (p *pool) mixed(w io.Writer, sets []stories.Set, parted []news.Story) {
	title := map[string]string{}
	for i := range sets {
		for k := range sets[i].Articles {
			a := &sets[i].Articles[k]
			title[a.ID] = sets[i].Name + ": " + a.Title
		}
	}
	n := 0
	for _, s := range parted {
		var labelled, others []string
		for _, id := range s.Articles {
			if r, ok := p.rows[id]; ok {
				others = append(others, fmt.Sprintf("    archive   %s  %s: %s", r.published, r.outlet, r.title))
			} else {
				labelled = append(labelled, "    labelled  "+title[id])
			}
		}
		if len(labelled) > 0 && len(others) > 0 {
			n++
			fmt.Fprintf(w, "mixed story %d\n%s\n%s\n", n, strings.Join(labelled, "\n"), strings.Join(others, "\n"))
		}
	}
}

// largest lists the largest stories.
func (p *pool) largest(w io.Writer, s *cluster.Stream, parted []news.Story, top int) {
	slices.SortStableFunc(parted, func(x, y news.Story) int { return len(y.Articles) - len(x.Articles) })
	for k, g := range parted[:min(top, len(parted))] {
		story, _ := s.Story(g.Articles[0])
		fmt.Fprintf(w, "%d. %s (%d articles)\n", k+1, story.Title, len(g.Articles))
		for _, id := range g.Articles {
			r := p.rows[id]
			fmt.Fprintf(w, "    %.10s  %s: %s\n", r.published, r.outlet, r.title)
		}
	}
}

// writePoints writes points, each after its length.
func writePoints(file string, points []*cluster.Point) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(f)
	for _, p := range points {
		data, err := p.MarshalBinary()
		if err != nil {
			return errors.Join(err, f.Close())
		}
		if _, err := out.Write(append(binary.AppendUvarint(nil, uint64(len(data))), data...)); err != nil {
			return errors.Join(err, f.Close())
		}
	}
	return errors.Join(out.Flush(), f.Close())
}
