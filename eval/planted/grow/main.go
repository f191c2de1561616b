// Command grow measures what one more article costs an index of reuse as it grows
// to a million.
//
//	go run ./eval/planted/grow [-to 1000000] ARCHIVE
//
// It adds the articles of an archive and then such as are put together from its
// paragraphs under other names (see [planted.Grower]), from stored sketches of these
// paragraphs; only those that are measured are made as texts. It has the index write
// its segments into a folder, and prints, for the last articles before each mark, in
// milliseconds of processor time: reading an article as a user's is read and
// annotating it; making the sketch of it from its text and marked sentences; looking
// it up among all before it, by their sketches alone; and adding it, with its part of
// all merges since the index had half as many articles. Comparing texts is not in it.
//
// So that what else the machine does weighs on both, the same articles are looked up
// at the same time in an index that stays as small as the first mark; "ratio" is what
// sketch, search and adding cost against the same in the first, "whole" is that with
// reading and annotating on both sides.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/twosource/twosource/eval/planted"
	"github.com/twosource/twosource/internal/reuse"
)

// marks are the sizes at which the cost is measured.
var marks = []int{10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000}

func main() {
	to := flag.Int("to", 1_000_000, "the number of articles to grow to")
	window := flag.Int("window", 1000, "the articles before each mark that are measured")
	dir := flag.String("dir", "", "the folder for the segments; a temporary one if not given")
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(flag.Arg(0), *dir, *to, *window); err != nil {
		fmt.Fprintln(os.Stderr, "grow:", err)
		os.Exit(1)
	}
}

func run(archive, dir string, to, window int) (err error) {
	rows, err := planted.ReadRows(archive)
	if err != nil {
		return err
	}
	if dir == "" {
		if dir, err = os.MkdirTemp("", "grow"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	begin := time.Now()
	texts := planted.NewGrower(rows, 1)
	g := &growth{stored: newStore(texts), dir: dir, index: new(reuse.Index), sketcher: reuse.NewSketcher(nil, nil)}
	defer g.close()
	fmt.Println("articles    read  sketch  search     add   index  in the first  ratio  whole  candidates  segments  bytes/article  heap MB  seconds")
	small := &growth{stored: g.stored, dir: filepath.Join(dir, "first"), index: new(reuse.Index)}
	defer small.close()
	if err := os.MkdirAll(small.dir, 0o755); err != nil {
		return err
	}
	if err := small.grow(min(to, marks[0])); err != nil {
		return err
	}
	for _, mark := range marks {
		if mark > to {
			break
		}
		if err := g.grow(mark - window); err != nil {
			return err
		}
		if err := g.measure(mark, small, begin); err != nil {
			return err
		}
	}
	return nil
}

// A growth is an index with the segments that it has in a folder.
type growth struct {
	stored   *store
	sketcher *reuse.Sketcher
	dir      string
	index    *reuse.Index
	files    []*os.File // of the segments
	written  int        // segments, for names
	added    []added    // costs of adding, by batch
}

// An added is what it cost to add the articles up to one.
type added struct {
	articles int
	seconds  float64
}

// grow adds articles until there are n, several sketches at once.
func (g *growth) grow(n int) error {
	const batch = 2048
	for g.index.Len() < n {
		from := g.index.Len()
		list := make([]reuse.Sketch, min(batch, n-from))
		procs := runtime.GOMAXPROCS(0)
		faults := make([]error, procs)
		var done sync.WaitGroup
		for p := range procs {
			done.Add(1)
			go func() {
				defer done.Done()
				s := reuse.NewSketcher(nil, nil)
				for i := p; i < len(list) && faults[p] == nil; i += procs {
					list[i], faults[p] = g.stored.sketch(s, g.stored.texts.Recipe(from+i))
				}
			}()
		}
		done.Wait()
		if err := errors.Join(faults...); err != nil {
			return err
		}
		for i := range list {
			if err := g.add(&list[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// add adds an article and has segments written when they are due.
func (g *growth) add(s *reuse.Sketch) error {
	begin := processorTime()
	if _, err := g.index.Add(s); err != nil {
		return err
	}
	if n, due := g.index.Due(); due {
		if err := g.write(n); err != nil {
			return err
		}
	}
	spent := processorTime() - begin
	if n := len(g.added); n == 0 || g.index.Len()-g.added[n-1].articles >= 512 {
		g.added = append(g.added, added{articles: g.index.Len()})
	}
	g.added[len(g.added)-1].seconds += spent
	return nil
}

// write has the index written with its last n segments, whose files are removed.
func (g *growth) write(n int) error {
	name := filepath.Join(g.dir, fmt.Sprintf("%06d.seg", g.written))
	g.written++
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	kept := len(g.files) - n
	old := slices.Clone(g.files[kept:])
	g.files = append(g.files[:kept], f)
	if err := g.index.Write(f, n); err != nil {
		return err
	}
	s, err := reuse.MapSegment(f, true)
	if err != nil {
		return err
	}
	merged := g.index.Segments()
	merged = merged[len(merged)-n:]
	if err := g.index.Replace(n, s); err != nil {
		return err
	}
	for i, f := range old {
		if err := errors.Join(merged[i].Close(), f.Close()); err != nil {
			return err
		}
		if err := os.Remove(f.Name()); err != nil {
			return err
		}
	}
	return nil
}

func (g *growth) close() {
	for _, f := range g.files {
		f.Close()
	}
}

// A cost is what some articles took, in seconds of processor time.
type cost struct {
	read, sketch, search, inFirst float64
	candidates                    int
}

// measure adds articles one by one up to a mark and prints what they cost, and what
// it costs to look them up in a small index.
func (g *growth) measure(mark int, small *growth, begin time.Time) error {
	n := mark - g.index.Len()
	c, err := g.spend(mark, small)
	if err != nil {
		return err
	}
	per := 1000 / float64(n)
	read, sketch, search := c.read*per, c.sketch*per, c.search*per
	add := 1000 * g.adding(mark/2)
	index, first := sketch+search+add, sketch+c.inFirst*per+1000*small.adding(marks[0]/2)
	size := int64(0)
	for _, f := range g.files {
		if info, err := f.Stat(); err == nil {
			size += info.Size()
		}
	}
	debug.FreeOSMemory()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Printf("%8d  %6.2f  %6.3f  %6.3f  %6.3f  %6.3f  %12.3f  %5.2f  %5.2f  %10.1f  %8d  %13d  %7d  %7.0f\n", mark, read, sketch, search, add, index, first,
		index/first, (read+index)/(read+first), float64(c.candidates)/float64(n), len(g.files), size/int64(mark), m.HeapAlloc>>20, time.Since(begin).Seconds())
	return nil
}

// readOnly is how many of the last articles before a mark are read and annotated, which
// takes far longer than all else.
const readOnly = 200

// spend adds articles one by one up to a mark.
func (g *growth) spend(mark int, small *growth) (c cost, err error) {
	looked, lookedSmall := g.index.Search(), small.index.Search()
	from := g.index.Len()
	for i := from; i < mark; i++ {
		a, an := g.stored.texts.Article(g.stored.texts.Recipe(i))
		t0 := processorTime()
		s := g.sketcher.Sketch(&a, &an)
		t1 := processorTime()
		list, err := looked.Candidates(&s)
		if err != nil {
			return c, err
		}
		t2 := processorTime()
		if _, err := lookedSmall.Candidates(&s); err != nil {
			return c, err
		}
		t3 := processorTime()
		c.sketch, c.search, c.inFirst = c.sketch+t1-t0, c.search+t2-t1, c.inFirst+t3-t2
		c.candidates += len(list)
		if err := g.add(&s); err != nil {
			return c, err
		}
	}
	rows := make([]planted.Row, min(readOnly, mark-from))
	for i := range rows {
		rows[i] = planted.Row{ID: strconv.Itoa(i), Text: g.stored.texts.Text(g.stored.texts.Recipe(mark - len(rows) + i))}
	}
	begin := processorTime()
	run, err := planted.Read(context.Background(), rows)
	c.read = (processorTime() - begin) / float64(len(rows)) * float64(mark-from)
	if err != nil {
		return c, err
	}
	return c, run.Close()
}

// adding returns the seconds it took to add one of the articles after from.
func (g *growth) adding(from int) float64 {
	seconds, n := 0.0, 1
	for _, a := range g.added {
		if a.articles >= from {
			seconds += a.seconds
		}
	}
	n = max(n, g.index.Len()-from)
	return seconds / float64(n)
}
