package main

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"time"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/pipeline"
	"github.com/twosource/twosource/internal/store"
	"github.com/twosource/twosource/internal/store/sqlite"
)

// storeFlags say which store a command works on.
type storeFlags struct {
	Store string `help:"The file of the store, or postgres://HOST/DATABASE. Default: $XDG_DATA_HOME/twosource/store.db, or ~/.local/share/twosource/store.db." placeholder:"PATH"`
}

// writeFlags are those of commands that change a store.
type writeFlags struct {
	storeFlags
	Wait time.Duration `help:"How long to wait for another process that writes to the store." default:"10s" placeholder:"TIME"`
}

// storePath returns the store that path names, or the default one.
func storePath(path string) (string, error) {
	if path != "" {
		return path, nil
	}
	base := os.Getenv("XDG_DATA_HOME")
	if base == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", failf(exitUsage, "no place for a store is known (%w): name one with --store", err)
		}
		base = filepath.Join(home, ".local", "share")
	}
	return filepath.Join(base, "twosource", "store.db"), nil
}

// openStore opens the store at path, or the default one.
func openStore(ctx context.Context, path string, mode sqlite.Mode) (keptStore, error) {
	path, err := storePath(path)
	if err != nil {
		return nil, err
	}
	st, err := openKept(ctx, path, mode)
	if errors.Is(err, store.ErrNoStore) {
		return nil, failf(exitFailed, "%w; twosource add makes one", err)
	}
	return st, err
}

// withWriter runs fn as the writer of a store.
func (f *writeFlags) withWriter(ctx context.Context, mode sqlite.Mode, fn func(keptStore, store.Writer) error) (err error) {
	if f.Wait < 0 {
		return failf(exitUsage, "--wait %s: must not be negative", f.Wait)
	}
	st, err := openStore(ctx, f.Store, mode)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	w, err := st.Write(ctx, f.Wait)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	return fn(st, w)
}

// withView runs fn over a store as it is now.
func (f *storeFlags) withView(ctx context.Context, fn func(store.View) error) (err error) {
	st, err := openStore(ctx, f.Store, sqlite.Read)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	v, err := st.View(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, v.Close()) }()
	return fn(v)
}

// A pick says which articles of a store are meant. Its zero value is all.
type pick struct{ story, thread, query, since string }

func (p pick) asked() bool { return p != pick{} }

// filter returns the filter by which a pick reads.
func (p pick) filter(ctx context.Context, v store.View) (f store.Filter, err error) {
	given := 0
	for _, s := range []string{p.story, p.thread, p.query} {
		if s != "" {
			given++
		}
	}
	if given > 1 {
		return f, failf(exitUsage, "--story, --thread and --query cannot be given together")
	}
	switch {
	case p.story != "":
		f.Articles, err = storyArticles(ctx, v, p.story)
	case p.thread != "":
		f.Articles, err = threadArticles(ctx, v, p.thread)
	case p.query != "":
		f.Articles, err = foundArticles(ctx, v, p.query)
	}
	if err == nil && p.since != "" {
		first, _, ok := news.Date{Value: p.since}.Bounds()
		if !ok {
			return f, failf(exitUsage, "--since %s: not a date; write it as 2015-09-27", p.since)
		}
		f.NotBefore = &first
	}
	return f, err
}

func storyArticles(ctx context.Context, v store.View, id string) ([]string, error) {
	s, ok, err := v.Story(ctx, id)
	if err == nil && !ok {
		err = failf(exitFailed, "the store has no story %s", id)
	}
	return s.Articles, err
}

func threadArticles(ctx context.Context, v store.View, id string) ([]string, error) {
	t, ok, err := v.Thread(ctx, id)
	if err == nil && !ok {
		err = failf(exitFailed, "the store has no thread %s", id)
	}
	var list []string
	for _, s := range t.Stories {
		if err != nil {
			break
		}
		var articles []string
		articles, err = storyArticles(ctx, v, s)
		list = append(list, articles...)
	}
	return list, err
}

// foundArticles returns the articles that a query finds, or statements of which
// it finds.
func foundArticles(ctx context.Context, v store.View, query string) ([]string, error) {
	q, err := store.ParseQuery(query)
	if err != nil {
		return nil, failf(exitUsage, "--query: %w", err)
	}
	list := []string{}
	for _, kind := range []store.HitKind{store.Articles, store.Statements} {
		found, err := v.Found(ctx, q, kind, -1)
		if err != nil {
			return nil, err
		}
		list = append(list, found...)
	}
	slices.Sort(list)
	list = slices.Compact(list)
	if !q.Origins.Asked() {
		return list, nil
	}
	told := map[string]bool{} // in stories of so many origins
	err = v.Scan(ctx, store.StoryKind, func(_ string, _ int64, read func(any) error) error {
		var s struct {
			Articles []string
			Origins  int
		}
		if err := read(&s); err != nil || !q.Origins.Has(s.Origins) {
			return err
		}
		for _, id := range s.Articles {
			told[id] = true
		}
		return nil
	})
	return slices.DeleteFunc(list, func(id string) bool { return !told[id] }), err
}

// load reads the articles of a store as if they were read from their inputs.
func (f *inputFlags) load(ctx context.Context, o pipeline.Options) (run *pipeline.Run, err error) {
	from := storeFlags{f.Store}
	err = from.withView(ctx, func(v store.View) error {
		st, err := v.State(ctx)
		if err != nil {
			return err
		}
		if st.Pages > 0 && st.Revisions != pipeline.PageRevisions(o.Knowledge) {
			return otherTable(st.Revisions, o.Knowledge)
		}
		if f.kept, err = keptSettings(ctx, v); err != nil {
			return err
		}
		if (f.pick.story != "" || f.pick.thread != "") && !pipeline.Related(st) {
			return failf(exitFailed, "the store's stories are out of date: run twosource add once more, without --no-stories")
		}
		filter, err := f.pick.filter(ctx, v)
		if err != nil {
			return err
		}
		if f.lean {
			filter.Part = store.LeanPart
		}
		run, err = pipeline.Load(ctx, v, filter, o)
		return otherBoilerplate(err)
	})
	return run, err
}

// current reports whether analyses were made by the stages of this program, with
// whatever table of names.
func current(r store.Revisions) bool {
	want := pipeline.PageRevisions(nil)
	want.Knowledge = r.Knowledge
	return r == want
}

// otherTable says what to do about a store whose analyses are not those that the
// stages would make with this table of names.
func otherTable(have store.Revisions, known *knowledge.Base) error {
	switch {
	case !current(have):
		return otherRevisions(store.ErrRevisions)
	case known.SHA256() == "":
		return failf(exitFailed, "the store's articles were read with a table of names: give it with --knowledge FILE, or run twosource reannotate, which reads them again without one")
	}
	return failf(exitFailed, "the store's articles were read without this table of names: run twosource reannotate --knowledge FILE, which reads them again with it")
}

// otherRevisions says what to do about a store of other revisions.
func otherRevisions(err error) error {
	if errors.Is(err, store.ErrRevisions) {
		return failf(exitFailed, "%w, or with another table of names; run twosource reannotate (with --knowledge FILE for a table of your own), which analyses them again and can be broken off", err)
	}
	return otherBoilerplate(err)
}

// keptSettings returns the settings with which the inputs of a store were read;
// where they differ, a list of all values.
func keptSettings(ctx context.Context, v store.View) (map[string]any, error) {
	inputs, err := v.Inputs(ctx)
	if err != nil {
		return nil, err
	}
	values := map[string]map[string]bool{}
	for _, in := range inputs {
		var m map[string]string
		if err := json.Unmarshal([]byte(in.Options), &m); err != nil {
			return nil, store.ErrCorrupt
		}
		for name, value := range m {
			if values[name] == nil {
				values[name] = map[string]bool{}
			}
			values[name][value] = true
		}
	}
	out := map[string]any{}
	for name, set := range values {
		if list := slices.Sorted(maps.Keys(set)); len(list) == 1 {
			out[name] = list[0]
		} else {
			out[name] = list
		}
	}
	return out, nil
}

// The memory in which the stages that look at a whole store are to find room: so
// much, or so much an article if there are many. They hold about 36 kB an article.
const (
	relateMemory  = 1350 << 20
	relateArticle = 52 << 10
)

// related brings the stories of a store up to date. As memory runs short, garbage
// is collected more often.
func related(ctx context.Context, w store.Writer, o pipeline.Options) (err error) {
	v, err := w.View(ctx)
	if err != nil {
		return err
	}
	st, err := v.State(ctx)
	if err = errors.Join(err, v.Close()); err != nil {
		return err
	}
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		limit := debug.SetMemoryLimit(max(relateMemory, int64(st.Articles)*relateArticle))
		percent := debug.SetGCPercent(100)
		defer func() {
			debug.SetMemoryLimit(limit)
			debug.SetGCPercent(percent)
		}()
	}
	return pipeline.Relate(ctx, w, o)
}

// kept says of an error that ended a command which keeps what it has finished
// what the user should know.
func kept(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		return failf(exitInterrupted, "interrupted; what was finished is kept, and the same command goes on from there")
	}
	return otherRevisions(err)
}
