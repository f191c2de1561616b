package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"github.com/twosource/twosource/internal/pipeline"
	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/serve/api"
	"github.com/twosource/twosource/internal/store"
)

// The paces of keeping: how many articles are kept at a time, how long the first of
// them waits for more while some wait to be analysed, how long it is until what failed is tried
// again, how often it is asked whether stories are in mind, of how many articles
// they are brought to mind before any is posted, and how many may wait to be analysed before
// stories wait for them. Ours; the last is measured in docs/decisions/0018.
const (
	postBatch  = 128
	postGather = 100 * time.Millisecond
	postRetry  = 2 * time.Second
	warmPause  = 200 * time.Millisecond
	mostWarmed = 10_000

	mostWaiting = 32
)

// run analyses and keeps what is posted, and brings the stories up to date, until ctx
// ends. What is analysed meanwhile is kept together next. While many articles wait to be
// analysed, at most half of the time goes to stories, for both want the processors:
// one update for many articles costs far less than one for each.
func (t *taker) run(ctx context.Context, tell func(error)) error {
	var crew sync.WaitGroup
	defer crew.Wait()
	for range cmp.Or(t.cmd.Jobs, runtime.GOMAXPROCS(0)) {
		crew.Go(func() { t.analyse(ctx, tell) })
	}
	stale := !pipeline.Related(t.site.Catalog().State) && !t.cmd.NoStories
	warmed := make(chan struct{})
	go func() {
		defer close(warmed)
		if err := t.warm(ctx); err != nil && ctx.Err() == nil {
			tell(err)
		}
	}()
	defer func() { <-warmed }()
	var fresh []*postJob // whose stories do not show them yet
	var rest time.Time   // stories wait until then if there are articles to keep
	for {
		batch := t.next(ctx, stale, rest)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if len(batch) > 0 {
			if err := t.keep(ctx, batch); err != nil {
				tell(err)
				_ = machine{}.Wait(ctx, postRetry) // another process writes, most often
				t.again(batch)
				continue
			}
			fresh, stale = append(fresh, batch...), !t.cmd.NoStories
		}
		if !stale || len(t.queue) > mostWaiting && t.site.Now().Before(rest) || !isClosed(warmed) {
			if len(batch) > 0 {
				t.site.Wake() // else it is shown with its stories
			}
			if stale && !isClosed(warmed) {
				rest = t.site.Now().Add(warmPause)
			}
			continue
		}
		began := t.site.Now()
		if err := t.relate(ctx); err != nil {
			if ctx.Err() == nil {
				tell(err)
			}
			rest = t.site.Now().Add(postRetry)
			continue
		}
		now := t.site.Now()
		for _, j := range fresh {
			t.metrics.Updated(now.Sub(j.at))
		}
		t.log.Debug("stories are up to date", "articles", len(fresh), "seconds", now.Sub(began).Seconds())
		fresh, stale = nil, false
		rest = now.Add(now.Sub(began))
	}
}

// isClosed reports whether a channel on which nothing is sent was closed.
func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// analyse analyses what waits, as far as there is room for what comes of it.
func (t *taker) analyse(ctx context.Context, tell func(error)) {
	for {
		var j *postJob
		select {
		case j = <-t.queue:
		case <-ctx.Done():
			return
		}
		held, err := t.drafts.Take(ctx, reckoned(filepath.Join(t.dir, j.file()), j.size))
		if err != nil {
			return // its file is read at the next start
		}
		j.held = held
		j.draft, err = t.drafter.Read(ctx, filepath.Join(t.dir, j.file()))
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			tell(err) // it is analysed when it is kept
		}
		t.ready <- j // has a place for all there is room for
	}
}

// reckoned is how many bytes the analyses of a posted file of so many bytes may take.
// Of one that may be packed its size says nothing: it takes all the room that there
// is, so that it is the only one.
func reckoned(name string, size int64) int64 {
	f, err := os.Open(name)
	if err != nil {
		return draftedLeast // it will not be read either
	}
	defer f.Close()
	head := make([]byte, 512)
	n, _ := io.ReadFull(f, head) // a short file is a short head
	head = head[:n]
	for _, begins := range []string{"\x28\xB5\x2F\xFD", "WARC/"} { // zstd; the others have control characters
		if bytes.HasPrefix(head, []byte(begins)) {
			return maxDrafted
		}
	}
	if bytes.ContainsFunc(head, func(r rune) bool { return r < '\t' || r > '\r' && r < ' ' }) {
		return maxDrafted
	}
	return max(draftedLeast, draftedPerByte*size)
}

// next returns articles to keep. It waits for one unless stories are to be made,
// and then until rest at most.
func (t *taker) next(ctx context.Context, stale bool, rest time.Time) []*postJob {
	waiting, stop := context.WithCancel(ctx)
	if stale {
		stop()
		waiting, stop = context.WithDeadline(ctx, rest)
	}
	defer stop()
	var batch []*postJob
	select {
	case j := <-t.ready:
		batch = append(batch, j)
	default:
		select {
		case j := <-t.ready:
			batch = append(batch, j)
		case <-waiting.Done():
			return nil
		}
	}
	gathering, enough := context.WithTimeout(ctx, postGather)
	defer enough()
	for len(batch) < postBatch && (len(t.ready) > 0 || len(t.queue) > 0) {
		select {
		case j := <-t.ready:
			batch = append(batch, j)
		case <-gathering.Done():
			return batch
		}
	}
	return batch
}

// again puts jobs that could not be kept back.
func (t *taker) again(batch []*postJob) {
	for _, j := range batch {
		_ = os.Rename(filepath.Join(t.batchDir(), j.file()), filepath.Join(t.dir, j.file())) // it may not have been moved
		select {
		case t.ready <- j:
		default:
			t.finish(j, api.Taken{Status: "accepted"}, false) // its file is read at the next start
		}
	}
}

// keep puts a batch into the store.
func (t *taker) keep(ctx context.Context, batch []*postJob) error {
	dir := t.batchDir()
	drafts := make([]*pipeline.Draft, len(batch))
	for i, j := range batch {
		if err := os.Rename(filepath.Join(t.dir, j.file()), filepath.Join(dir, j.file())); err != nil {
			return err
		}
		drafts[i] = j.draft
	}
	var added *pipeline.Added
	err := t.write(ctx, func(w store.Writer) (err error) {
		added, err = pipeline.AddDrafts(ctx, w, []string{filepath.Dir(dir)}, "{}", drafts, t.cmd.options())
		return err
	})
	if err != nil {
		return err
	}
	if !t.cmd.NoStories {
		t.stories.Give(drafts)
	}
	return t.answer(ctx, batch, added)
}

// answer says what became of the jobs of a batch, and removes their files.
func (t *taker) answer(ctx context.Context, batch []*postJob, added *pipeline.Added) error {
	names := make([]string, len(batch))
	for i, j := range batch {
		names[i] = j.name
	}
	var found map[string][]string
	var failed map[string]string
	err := t.site.View(ctx, func(v store.View) (err error) {
		found, failed, err = postedArticles(ctx, v, names)
		return err
	})
	if err != nil {
		return err
	}
	for _, e := range added.Failed {
		if failed[e.Name] == "" {
			failed[e.Name] = e.Message
		}
	}
	for _, j := range batch {
		out := api.Taken{Status: "kept", Articles: found[j.name]}
		if why := failed[j.name]; len(out.Articles) == 0 {
			if why == "" {
				why = "it was removed from this store before, and is kept out"
			}
			out.Status, out.Problem = "failed", &why
		}
		if err := os.Remove(filepath.Join(t.batchDir(), j.file())); err != nil {
			return err
		}
		t.finish(j, out, true)
	}
	return nil
}

// postedArticles returns the articles that were found in inputs, and why none were.
func postedArticles(ctx context.Context, v store.View, names []string) (found map[string][]string, failed map[string]string, err error) {
	found, failed = map[string][]string{}, map[string]string{}
	err = v.Readings(ctx, store.Filter{Inputs: names, Part: store.LeanPart}, func(r store.Reading, a *store.Analysis) error {
		if a.Failure.Stage != "" {
			failed[r.At.Name] = a.Failure.Message
		} else {
			found[r.At.Name] = append(found[r.At.Name], a.Article.ID)
		}
		return nil
	})
	return found, failed, err
}

// relate brings the stories up to date, and what is served of them.
func (t *taker) relate(ctx context.Context) error {
	var by *serve.Delta
	err := t.write(ctx, func(w store.Writer) error {
		a, err := t.stories.Relate(ctx, w, t.cmd.options())
		if a != nil {
			by = &serve.Delta{From: a.From, To: a.To, Put: a.Put, Gone: a.Gone, Values: a.Values}
		}
		return err
	})
	if err != nil {
		return err
	}
	if err := t.site.RefreshBy(ctx, by); err != nil || t.fan == nil {
		return err
	}
	if err := tellChange(ctx, t.fan, by); err != nil {
		t.log.Warn(err.Error())
	}
	return nil
}

// warm brings to mind what stories there are, if they are up to date and of not so
// many articles that this would take minutes. Articles are kept meanwhile.
func (t *taker) warm(ctx context.Context) error {
	if n := len(t.site.Catalog().Articles); n == 0 || n > mostWarmed || t.cmd.NoStories {
		return nil
	}
	return t.stories.Warm(ctx, t.st, t.cmd.options())
}

// write runs fn as the writer of the store.
func (t *taker) write(ctx context.Context, fn func(store.Writer) error) error {
	w, err := t.st.Write(ctx, t.cmd.Wait)
	if err != nil {
		return err
	}
	return errors.Join(fn(w), w.Close())
}
