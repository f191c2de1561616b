package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/twosource/twosource/internal/pipeline"
	"github.com/twosource/twosource/internal/queue"
	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/serve/api"
	"github.com/twosource/twosource/internal/store"
)

// The bounds of posted articles: how many wait, and how many bytes they have on the
// disk; how many bytes the analyses may take that wait to be kept, and how many that
// of a byte takes, the longest first; how long a post waits to be kept before it is
// answered. Ours.
const (
	maxPosted      = 4096
	maxPostedBytes = 1 << 30
	maxDrafted     = 64 << 20
	draftedLeast   = 64 << 10
	draftedPerByte = 24
	postPatience   = 5 * time.Second
)

// postedFolder is the folder that posted articles are named by among the inputs.
const postedFolder = "posted"

// postedEndings are the endings of the names of posted articles.
var postedEndings = map[string]string{"application/json": ".json", "text/html": ".html", "text/plain": ".txt"}

// A taker keeps posted articles: first each in a file beside the store, where it
// survives the end of the program, then, when they are analysed, many at once in the
// store.
type taker struct {
	cmd     *serveCmd
	st      keptStore
	dir     string // of files that wait; at work are those in the folder batch within
	site    *serve.Site
	metrics *serve.Metrics
	log     *slog.Logger
	stories pipeline.Resident
	drafter *pipeline.Drafter
	disk    *serve.Room // for the files
	drafts  *serve.Room // for the analyses of ready
	fan     queue.Fan   // told of what changes; nil is nobody

	mu    sync.Mutex
	jobs  map[string]*postJob // that wait, by the name of the input
	known map[string]string   // SHA-256 of what was posted before, by that name
	queue chan *postJob       // to be analysed
	ready chan *postJob       // to be kept
}

// A postJob is a posted article that waits.
type postJob struct {
	name   string // of the input
	key    string
	sha256 string
	size   int64
	at     time.Time
	draft  *pipeline.Draft
	held   int64         // of taker.drafts
	done   chan struct{} // closed when taken is there
	taken  api.Taken
}

// file is the name of its file.
func (j *postJob) file() string { return strings.TrimPrefix(j.name, postedFolder+"/") }

// newTaker returns a taker that goes on with what was left in its folder.
func newTaker(ctx context.Context, cmd *serveCmd, st keptStore, path string, guard *serve.Guard) (*taker, error) {
	t := &taker{
		cmd: cmd, st: st, dir: path + ".posted", site: guard.Site, metrics: guard.Metrics, log: guard.Log,
		disk: serve.NewRoom(maxPostedBytes), drafts: serve.NewRoom(maxDrafted),
		jobs: map[string]*postJob{}, known: map[string]string{},
		queue: make(chan *postJob, maxPosted), ready: make(chan *postJob, maxDrafted/draftedLeast),
	}
	t.stories.Room = residentRoom()
	t.drafter = pipeline.NewDrafter(t.has, t.cmd.tables)
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

// has reports whether the store has a page.
func (t *taker) has(ctx context.Context, k store.Key) (ok bool, err error) {
	err = t.site.View(ctx, func(v store.View) (err error) {
		_, ok, err = v.Analysis(ctx, k, store.LeanPart)
		return err
	})
	return ok, err
}

// batchDir is where the files are that are at work.
func (t *taker) batchDir() string { return filepath.Join(t.dir, "batch", postedFolder) }

// resume puts the files that a program before has left into the queue. What it had
// not written whole was not acknowledged, and goes.
func (t *taker) resume() error {
	err := os.MkdirAll(t.batchDir(), 0o700)
	if err == nil {
		var torn []string
		torn, err = filepath.Glob(filepath.Join(t.dir, ".new-*"))
		for _, name := range torn {
			err = errors.Join(err, os.Remove(name))
		}
	}
	if err == nil {
		err = t.eachFile(t.batchDir(), func(name string) error {
			return os.Rename(filepath.Join(t.batchDir(), name), filepath.Join(t.dir, name))
		})
	}
	if err == nil {
		err = t.eachFile(t.dir, func(name string) error {
			j, err := t.left(name)
			if err != nil || len(t.queue) == cap(t.queue) {
				return err
			}
			t.disk.Force(j.size)
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

// left returns the job of a file that a program before has left.
func (t *taker) left(name string) (*postJob, error) {
	f, err := os.Open(filepath.Join(t.dir, name))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	sum := sha256.New()
	n, err := io.Copy(sum, f)
	return t.job(name, "", sum, n), err
}

func (t *taker) job(file, key string, sum hash.Hash, size int64) *postJob {
	return &postJob{name: postedFolder + "/" + file, key: key, sha256: hex.EncodeToString(sum.Sum(nil)), size: size, at: t.site.Now(), done: make(chan struct{})}
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
	at := t.site.Now()
	f, err := t.spool(&p)
	if err != nil {
		return api.Taken{}, err
	}
	j := t.job(postedFile(p.Key, p.Media), p.Key, f.sum, f.size)
	j.at = at
	t.mu.Lock()
	sum, before := t.known[j.name]
	same := t.jobs[j.name]
	if !before && same == nil {
		t.jobs[j.name] = j
	}
	t.mu.Unlock()
	switch {
	case before || same != nil:
		if err := f.drop(); err != nil {
			return api.Taken{}, err
		}
		if same != nil {
			sum = same.sha256
		}
		if sum != j.sha256 {
			return api.Taken{}, api.ErrOther
		}
		if before {
			return t.before(ctx, j)
		}
		return t.wait(ctx, same, p.Key)
	}
	if err = f.keep(filepath.Join(t.dir, j.file())); err == nil {
		select {
		case t.queue <- j:
			return t.wait(ctx, j, p.Key)
		default:
			err = errors.Join(api.ErrBusy, os.Remove(filepath.Join(t.dir, j.file())))
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

// finish answers those who wait for a job, whose file is gone or left for the next
// start.
func (t *taker) finish(j *postJob, taken api.Taken, kept bool) {
	j.taken = taken
	t.disk.Give(j.size)
	t.drop(j)
	t.mu.Lock()
	delete(t.jobs, j.name)
	if kept {
		t.known[j.name] = j.sha256
	}
	t.mu.Unlock()
	close(j.done)
}

// drop forgets the analysis of a job.
func (t *taker) drop(j *postJob) {
	j.draft.Drop()
	t.drafts.Give(j.held)
	j.draft, j.held = nil, 0
}
