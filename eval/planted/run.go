package planted

import (
	"bufio"
	"cmp"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/metrics"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/twosource/twosource/internal/annotate"
	"github.com/twosource/twosource/internal/extract"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/reuse"
	"github.com/twosource/twosource/internal/store"
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
	Cases       []Case
	Articles    []news.Article    // sorted by id
	Annotations []news.Annotation // parallel to Articles; with Credits alone
	Rows        []Row             // parallel to Articles, without their texts
	Found       reuse.Result
	Seconds     float64 // that package reuse took
	Megabytes   float64 // the most that the heap grew by meanwhile, as the garbage collector lets it grow
	Resident    float64 // the most megabytes that the process held meanwhile; 0 where no system tells
	NoRewrites  bool    // no WordNet database was there, so nothing was rewritten

	codec  *store.Codec
	packed *os.File    // annotations without what package reuse never looks at, as a store has them
	at     []news.Span // where in packed they lie, parallel to Articles
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
	if err != nil {
		return nil, err
	}
	run.Find()
	return run, run.Close()
}

// Find lets package reuse look at the articles of a benchmark.
func (run *Run) Find() {
	grown := heapGrowth()
	forgetResident()
	begin := time.Now()
	run.Found = reuse.Find(run.Articles, run.Annotations, reuse.Options{Open: run.open})
	run.Seconds = time.Since(begin).Seconds()
	run.Megabytes, run.Resident = grown(), mostResident()
}

// open reads and unpacks the annotation of an article, as a store does.
func (run *Run) open(article int) *news.Annotation {
	an := new(news.Annotation)
	at := run.at[article]
	packed := make([]byte, at.Len())
	_, err := run.packed.ReadAt(packed, int64(at.Start))
	if err == nil {
		err = run.codec.Unpack(packed, an)
	}
	if err != nil {
		panic(err) // this process packed and wrote it
	}
	return an
}

// Close gives up the file of annotations.
func (run *Run) Close() error {
	return errors.Join(run.packed.Close(), os.Remove(run.packed.Name()))
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

// Prepare builds a benchmark and reads its articles. The run is to be closed.
func Prepare(ctx context.Context, o RunOptions) (*Run, error) {
	archive, err := ReadRows(o.Archive)
	if err != nil {
		return nil, err
	}
	words, wordless := OpenWordNet(o.WordNet)
	set := Build(archive, words, o.Options)
	run, err := Read(ctx, set.Rows)
	if err != nil {
		return nil, err
	}
	run.Rules, run.Cases, run.NoRewrites = o.Rules, set.Cases, wordless != nil
	return run, nil
}

// A reading is what of an article and its annotation is held open.
type reading struct {
	Article news.Article
	Credits []news.Credit
}

// Read makes articles of rows, several at once, sorted by article id: a run of
// which nothing is planted, to be closed. They are packed and unpacked as a store does
// it, for else they would hold on to the memory in which they were made.
func Read(ctx context.Context, rows []Row) (run *Run, err error) {
	run = new(Run)
	if run.codec, err = store.NewCodec(nil); err != nil {
		return nil, err
	}
	if run.packed, err = os.CreateTemp("", "planted"); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, run.Close())
		}
	}()
	type item struct {
		row     Row
		id      string
		reading []byte
		rest    news.Span // in the file
		err     error
	}
	items := make([]item, len(rows))
	var mu sync.Mutex
	end := 0
	write := func(packed []byte) (at news.Span, err error) {
		mu.Lock()
		defer mu.Unlock()
		at = news.Span{Start: end, End: end + len(packed)}
		end = at.End
		_, err = run.packed.Write(packed)
		return at, err
	}
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
				a, _, err := ex.Extract(page)
				if err != nil {
					continue
				}
				r.Text = ""
				all := an.Annotate(&a)
				held := reading{a, all.Credits}
				all.Words, all.Clauses, all.Quantities, all.Actions, all.Times = nil, nil, nil, nil, nil
				rest, err := write(run.codec.Pack(&all))
				items[i] = item{r, strings.Clone(a.ID), slices.Clone(run.codec.Pack(&held)), rest, err}
			}
		}()
	}
	for i := range rows {
		next <- i
	}
	close(next)
	done.Wait()
	slices.SortFunc(items, func(x, y item) int {
		return cmp.Or(cmp.Compare(x.id, y.id), cmp.Compare(x.row.ID, y.row.ID))
	})
	for i := range items {
		it := &items[i]
		if it.err != nil {
			return nil, it.err
		}
		if n := len(run.Articles); it.id == "" || n > 0 && run.Articles[n-1].ID == it.id {
			continue
		}
		var held reading
		if err := run.codec.Unpack(it.reading, &held); err != nil {
			return nil, err
		}
		run.Rows = append(run.Rows, it.row)
		run.Articles = append(run.Articles, held.Article)
		run.Annotations = append(run.Annotations, news.Annotation{Article: held.Article.ID, Credits: held.Credits})
		run.at = append(run.at, it.rest)
		it.reading = nil
	}
	return run, ctx.Err()
}
