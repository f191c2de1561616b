package planted

import (
	"bufio"
	"cmp"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"runtime/metrics"
	"slices"
	"sync"
	"time"

	"github.com/twosource/twosource/internal/annotate"
	"github.com/twosource/twosource/internal/extract"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/reuse"
)

// RunOptions say which benchmark of planted reuse is built.
type RunOptions struct {
	Options
	Archive string // a JSONL file, plain or gzip, of [Row]
	WordNet string // the dict folder of a WordNet database; "" to look where packages put it
}

// A Run is one benchmark with what package reuse says of it.
type Run struct {
	Rules       Rules
	Set         Set
	Articles    []news.Article // sorted by id
	Annotations []news.Annotation
	Rows        []Row // parallel to Articles
	Found       reuse.Result
	Seconds     float64 // that package reuse took
	Megabytes   float64 // the most that the heap grew by meanwhile, as the garbage collector lets it grow
	NoRewrites  bool    // no WordNet database was there, so nothing was rewritten
}

// ReadRows reads the articles of a JSONL file, plain or gzip.
func ReadRows(name string) ([]Row, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	in := bufio.NewReaderSize(f, 1<<20)
	if magic, _ := in.Peek(2); string(magic) == "\x1f\x8b" {
		z, err := gzip.NewReader(in)
		if err != nil {
			return nil, fmt.Errorf("planted: %s: %w", name, err)
		}
		in = bufio.NewReaderSize(z, 1<<20)
	}
	var out []Row
	for d := json.NewDecoder(in); d.More(); {
		var r Row
		if err := d.Decode(&r); err != nil {
			return nil, fmt.Errorf("planted: %s: %w", name, err)
		}
		out = append(out, r)
	}
	return out, nil
}

// Try builds a benchmark, reads its articles as a user's articles are read, and
// lets package reuse look for who took from whom.
func Try(ctx context.Context, o RunOptions) (*Run, error) {
	run, err := Prepare(ctx, o)
	if err == nil {
		run.Find()
	}
	return run, err
}

// Find lets package reuse look at the articles of a benchmark.
func (run *Run) Find() {
	grown := heapGrowth()
	begin := time.Now()
	run.Found = reuse.Find(run.Articles, run.Annotations, reuse.Options{})
	run.Seconds = time.Since(begin).Seconds()
	run.Megabytes = grown()
}

// heapGrowth returns a function that tells by how many megabytes the heap has grown
// at most until it is called.
func heapGrowth() func() float64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	size := func() float64 {
		metrics.Read(sample)
		return float64(sample[0].Value.Uint64()) / (1 << 20)
	}
	runtime.GC()
	least := size()
	most := make(chan float64)
	stop := make(chan struct{})
	go func() {
		top := least
		for {
			select {
			case <-stop:
				most <- max(top, size()) - least
				return
			case <-time.After(20 * time.Millisecond):
				top = max(top, size())
			}
		}
	}()
	return func() float64 {
		close(stop)
		return <-most
	}
}

// Prepare builds a benchmark and reads its articles.
func Prepare(ctx context.Context, o RunOptions) (*Run, error) {
	archive, err := ReadRows(o.Archive)
	if err != nil {
		return nil, err
	}
	run := &Run{Rules: o.Rules}
	words, err := OpenWordNet(o.WordNet)
	if err != nil {
		run.NoRewrites = true
	}
	run.Set = Build(archive, words, o.Options)
	if run.Rows, run.Articles, run.Annotations, err = Read(ctx, run.Set.Rows); err != nil {
		return nil, err
	}
	return run, nil
}

// Read makes articles of rows, several at once, sorted by article id.
func Read(ctx context.Context, rows []Row) ([]Row, []news.Article, []news.Annotation, error) {
	type item struct {
		row        Row
		article    news.Article
		annotation news.Annotation
	}
	items := make([]item, len(rows))
	ex, an := extract.New(extract.Options{}), annotate.New(annotate.Options{})
	next := make(chan int)
	var done sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		done.Add(1)
		go func() {
			defer done.Done()
			for i := range next {
				r := rows[i]
				page := news.Page{Input: news.Input{Name: r.ID}, Media: news.PlainText, Body: r.Text, Stated: news.Stated{
					SourceID: r.ID, URL: r.URL, Title: r.Title, Outlet: r.Outlet, Published: r.Published}}
				if a, _, err := ex.Extract(page); err == nil {
					items[i] = item{r, a, an.Annotate(&a)}
				}
			}
		}()
	}
	for i := range rows {
		next <- i
	}
	close(next)
	done.Wait()
	slices.SortFunc(items, func(x, y item) int {
		return cmp.Or(cmp.Compare(x.article.ID, y.article.ID), cmp.Compare(x.row.ID, y.row.ID))
	})
	var kept []Row
	var articles []news.Article
	var annotations []news.Annotation
	for i := range items {
		id := items[i].article.ID
		if id == "" || len(articles) > 0 && articles[len(articles)-1].ID == id {
			continue
		}
		kept = append(kept, items[i].row)
		articles = append(articles, items[i].article)
		annotations = append(annotations, items[i].annotation)
	}
	return kept, articles, annotations, ctx.Err()
}
