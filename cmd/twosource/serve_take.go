package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/twosource/twosource/internal/pipeline"
	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/serve/api"
	"github.com/twosource/twosource/internal/store"
)

// The bounds of posted articles: how many wait, how many are kept at a time, how
// long a post waits to be kept before it is answered, how long it is until what failed
// is tried again, after what time for stories those who post go first for as long, how
// often it is asked whether stories are in mind, and of how many articles they are
// brought to mind before any is posted. Ours.
const (
	maxPosted    = 4096
	postBatch    = 128
	postPatience = 5 * time.Second
	postRetry    = 2 * time.Second
	longUpdate   = 2 * time.Second
	warmPause    = 200 * time.Millisecond
	mostWarmed   = 10_000
)

// postedFolder is the folder that posted articles are named by among the inputs.
const postedFolder = "posted"

// postedEndings are the endings of the names of posted articles.
var postedEndings = map[string]string{"application/json": ".json", "text/html": ".html", "text/plain": ".txt"}

// A taker keeps posted articles: first each in a file beside the store, where it
// survives the end of the program, then many at once in the store.
type taker struct {
	cmd     *serveCmd
	st      keptStore
	dir     string // of files that wait; at work are those in the folder batch within
	site    *serve.Site
	metrics *serve.Metrics
	log     *slog.Logger
	stories pipeline.Resident

	mu    sync.Mutex
	jobs  map[string]*postJob // that wait, by the name of the input
	known map[string]string   // SHA-256 of what was posted before, by that name
	queue chan *postJob
}

// A postJob is a posted article that waits.
type postJob struct {
	name   string // of the input
	key    string
	sha256 string
	at     time.Time
	done   chan struct{} // closed when taken is there
	taken  api.Taken
}

// newTaker returns a taker that goes on with what was left in its folder.
func newTaker(ctx context.Context, cmd *serveCmd, st keptStore, path string, guard *serve.Guard) (*taker, error) {
	t := &taker{
		cmd: cmd, st: st, dir: path + ".posted", site: guard.Site, metrics: guard.Metrics, log: guard.Log,
		jobs: map[string]*postJob{}, known: map[string]string{}, queue: make(chan *postJob, maxPosted+postBatch),
	}
	err := t.site.View(ctx, func(v store.View) error {
		inputs, err := v.Inputs(ctx)
		for _, in := range inputs {
			if strings.HasPrefix(in.File.Name, postedFolder+"/") && in.Complete {
				t.known[in.File.Name] = in.File.SHA256
			}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return t, t.resume()
}

// batchDir is where the files are that are at work.
func (t *taker) batchDir() string { return filepath.Join(t.dir, "batch", postedFolder) }

// resume puts the files that a program before has left into the queue.
func (t *taker) resume() error {
	err := os.MkdirAll(t.batchDir(), 0o700)
	if err == nil {
		err = t.eachFile(t.batchDir(), func(name string) error {
			return os.Rename(filepath.Join(t.batchDir(), name), filepath.Join(t.dir, name))
		})
	}
	if err == nil {
		err = t.eachFile(t.dir, func(name string) error {
			body, err := os.ReadFile(filepath.Join(t.dir, name))
			if err != nil || len(t.queue) == cap(t.queue) {
				return err
			}
			j := t.job(name, "", body)
			t.jobs[j.name] = j
			t.queue <- j
			return nil
		})
	}
	if err != nil {
		return failf(exitFailed, "cannot read posted articles: %w", err)
	}
	return nil
}

// eachFile calls fn with the name of each file of a folder that was written whole.
func (t *taker) eachFile(dir string, fn func(name string) error) error {
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		if e.IsDir() || strings.HasPrefix(e.Name(), ".") || err != nil {
			continue
		}
		err = fn(e.Name())
	}
	return err
}

func (t *taker) job(file, key string, body []byte) *postJob {
	sum := sha256.Sum256(body)
	return &postJob{name: postedFolder + "/" + file, key: key, sha256: hex.EncodeToString(sum[:]), at: t.site.Now(), done: make(chan struct{})}
}

// postedFile returns the name of the file of a key. Names that differ in case only
// are one on some systems.
func postedFile(key, media string) string {
	if low := strings.ToLower(key); low != key {
		sum := sha256.Sum256([]byte(key))
		key = low + "~" + hex.EncodeToString(sum[:4])
	}
	return key + postedEndings[media]
}

// take keeps a posted article.
func (t *taker) take(ctx context.Context, p api.Posted) (api.Taken, error) {
	file := postedFile(p.Key, p.Media)
	j := t.job(file, p.Key, p.Body)
	t.mu.Lock()
	if sum, ok := t.known[j.name]; ok {
		t.mu.Unlock()
		if sum != j.sha256 {
			return api.Taken{}, api.ErrOther
		}
		return t.before(ctx, j)
	}
	if same := t.jobs[j.name]; same != nil {
		t.mu.Unlock()
		if same.sha256 != j.sha256 {
			return api.Taken{}, api.ErrOther
		}
		return t.wait(ctx, same, p.Key)
	}
	t.jobs[j.name] = j
	t.mu.Unlock()
	err := writeWhole(t.dir, file, p.Body)
	if err == nil {
		select {
		case t.queue <- j:
			return t.wait(ctx, j, p.Key)
		default:
			err = errors.Join(api.ErrBusy, os.Remove(filepath.Join(t.dir, file)))
		}
	}
	t.finish(j, api.Taken{Key: p.Key, Status: "failed"}, false)
	return api.Taken{}, err
}

// before answers for an article that the store has.
func (t *taker) before(ctx context.Context, j *postJob) (api.Taken, error) {
	out := api.Taken{Key: j.key, Status: "known"}
	err := t.site.View(ctx, func(v store.View) error {
		found, failed, err := postedArticles(ctx, v, []string{j.name})
		out.Articles = found[j.name]
		if why := failed[j.name]; why != "" && len(out.Articles) == 0 {
			out.Status, out.Problem = "failed", &why
		}
		return err
	})
	return out, err
}

// wait answers when a job is done, or when that takes long.
func (t *taker) wait(ctx context.Context, j *postJob, key string) (api.Taken, error) {
	waiting, stop := context.WithTimeout(ctx, postPatience)
	defer stop()
	select {
	case <-j.done:
		out := j.taken
		out.Key = key
		return out, nil
	case <-waiting.Done():
		return api.Taken{Key: key, Status: "accepted"}, ctx.Err()
	}
}

// finish answers those who wait for a job.
func (t *taker) finish(j *postJob, taken api.Taken, kept bool) {
	j.taken = taken
	t.mu.Lock()
	delete(t.jobs, j.name)
	if kept {
		t.known[j.name] = j.sha256
	}
	t.mu.Unlock()
	close(j.done)
}

// writeWhole writes a file that appears under its name when it is whole and on the
// disk.
func writeWhole(dir, name string, body []byte) (err error) {
	f, err := os.CreateTemp(dir, ".new-*")
	if err != nil {
		return err
	}
	_, err = f.Write(body)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), filepath.Join(dir, name))
	}
	if err != nil {
		err = errors.Join(err, os.Remove(f.Name()))
	}
	return err
}

// run keeps what is posted, and brings the stories up to date, until ctx ends. What
// comes meanwhile is kept together next. If stories take long, at most half of the
// time goes to them while articles come.
func (t *taker) run(ctx context.Context, tell func(error)) error {
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
			t.site.Wake()
		}
		if !stale || len(t.queue) > 0 && t.site.Now().Before(rest) {
			continue
		}
		select {
		case <-warmed:
		default:
			rest = t.site.Now().Add(warmPause)
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
		if took := now.Sub(began); took > longUpdate {
			rest = now.Add(took)
		}
	}
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
	case j := <-t.queue:
		batch = append(batch, j)
	default:
		select {
		case j := <-t.queue:
			batch = append(batch, j)
		case <-waiting.Done():
			return nil
		}
	}
	for len(batch) < postBatch {
		select {
		case j := <-t.queue:
			batch = append(batch, j)
		default:
			return batch
		}
	}
	return batch
}

// again puts jobs that could not be kept back.
func (t *taker) again(batch []*postJob) {
	for _, j := range batch {
		file := strings.TrimPrefix(j.name, postedFolder+"/")
		_ = os.Rename(filepath.Join(t.batchDir(), file), filepath.Join(t.dir, file)) // it may not have been moved
		select {
		case t.queue <- j:
		default:
			t.finish(j, api.Taken{Status: "accepted"}, false) // its file is read at the next start
		}
	}
}

// keep puts a batch into the store.
func (t *taker) keep(ctx context.Context, batch []*postJob) error {
	dir := t.batchDir()
	for _, j := range batch {
		file := strings.TrimPrefix(j.name, postedFolder+"/")
		if err := os.Rename(filepath.Join(t.dir, file), filepath.Join(dir, file)); err != nil {
			return err
		}
	}
	var added *pipeline.Added
	err := t.write(ctx, func(w store.Writer) (err error) {
		added, err = pipeline.Add(ctx, w, []string{filepath.Dir(dir)}, "{}", t.cmd.options())
		return err
	})
	if err != nil {
		return err
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
		file := filepath.Join(t.batchDir(), strings.TrimPrefix(j.name, postedFolder+"/"))
		if err := os.Remove(file); err != nil {
			return err
		}
		t.finish(j, out, true)
	}
	return nil
}

// postedArticles returns the articles that were found in inputs, and why none were.
func postedArticles(ctx context.Context, v store.View, names []string) (found map[string][]string, failed map[string]string, err error) {
	found, failed = map[string][]string{}, map[string]string{}
	err = v.Readings(ctx, store.Filter{Inputs: names, Lean: true}, func(r store.Reading, a *store.Analysis) error {
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
			by = &serve.Delta{From: a.From, To: a.To, Put: a.Put, Gone: a.Gone}
		}
		return err
	})
	if err != nil {
		return err
	}
	return t.site.RefreshBy(ctx, by)
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
