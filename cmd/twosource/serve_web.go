package main

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/twosource/twosource/internal/brief"
	"github.com/twosource/twosource/internal/corrections"
	"github.com/twosource/twosource/internal/pipeline"
	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/serve/web"
	"github.com/twosource/twosource/internal/store"
)

// pages returns the desk. Without --read-only it makes
// briefs of dropped files and keeps corrections, in a file beside the store.
func (cmd *serveCmd) pages(guard *serve.Guard, path string) (*web.Desk, error) {
	site := guard.Site
	corrected := cmd.corrected(site, path)
	o := web.Options{Site: site, Export: &web.Export{Formats: savedFormats, Write: (&saver{site: site, corrected: corrected, jobs: cmd.Jobs}).write}}
	o.Feeds = func(context.Context) ([]web.Feed, error) { return feedsOf(path + ".feeds.json") }
	if guard.Token != "" {
		guard.SignInPage, o.SignIn, o.Cookie = "/sign-in", guard.SignIn, serve.SessionCookie
	}
	if !cmd.ReadOnly {
		places := make(drops, maxDrops)
		o.Brief = func(ctx context.Context, files []web.File) ([]byte, error) {
			return places.brief(ctx, files, cmd.options())
		}
		o.Corrections = corrected
	}
	return web.New(o)
}

// corrected is the file of corrections of a store.
func (cmd *serveCmd) corrected(site *serve.Site, path string) *correctionsFile {
	return &correctionsFile{name: path + ".corrections", site: site, tables: cmd.tables}
}

// maxDrops is how many briefs of dropped files are made at once. Ours.
const maxDrops = 2

// drops has a place for each brief of dropped files that may be made at once. A
// brief keeps its place until the work on it has ended, which may be after whoever
// asked has gone.
type drops chan struct{}

// brief makes a brief of files as one HTML page.
func (d drops) brief(ctx context.Context, files []web.File, o pipeline.Options) (page []byte, err error) {
	dir, err := os.MkdirTemp("", "twosource-drop-*")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	folder := filepath.Join(dir, "dropped")
	if err := os.Mkdir(folder, 0o700); err != nil {
		return nil, err
	}
	used := map[string]bool{}
	for i, f := range files {
		name := f.Name
		for n := i + 1; used[strings.ToLower(name)]; n++ {
			name = strconv.Itoa(n) + "-" + f.Name
		}
		used[strings.ToLower(name)] = true
		if err := os.WriteFile(filepath.Join(folder, name), f.Data, 0o600); err != nil {
			return nil, err
		}
	}
	select {
	case d <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	run, err := interruptible(ctx, func() (*pipeline.Run, error) {
		defer func() { <-d }()
		return pipeline.Analyse(ctx, []string{folder}, o)
	})
	if err != nil {
		return nil, err
	}
	if len(run.Record.Articles) == 0 {
		return nil, errors.New("no article was found in these files")
	}
	var b bytes.Buffer
	err = brief.WriteHTML(&b, brief.New(run.Record, settings(run, map[string]any{"text": string(brief.CarryFull)})), brief.HTMLOptions{Carry: brief.CarryFull})
	return b.Bytes(), err
}

// A correctionsFile is the file of corrections beside a store.
type correctionsFile struct {
	name string
	site *serve.Site
	mu   sync.Mutex // held while the file is changed

	tables pipeline.Options // of the user
}

// options are those of the user, with corrections.
func (f *correctionsFile) options(set *corrections.Set) pipeline.Options {
	o := f.tables
	o.Corrections = set
	return o
}

// read returns the file and what it says.
func (f *correctionsFile) read() ([]byte, *corrections.Set, error) {
	data, err := os.ReadFile(f.name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, nil, err
	}
	set, err := corrections.Parse(filepath.Base(f.name), data)
	return data, set, err
}

// with returns the file with a line more, and what it says then.
func (f *correctionsFile) with(line string) (data []byte, before, after *corrections.Set, added corrections.Correction, err error) {
	cmd := correctCmd{Line: line}
	if added, err = cmd.parse(); err != nil {
		return nil, nil, nil, added, err
	}
	data, before, err = f.read()
	if err != nil {
		return nil, nil, nil, added, err
	}
	if slices.ContainsFunc(before.Corrections, func(c corrections.Correction) bool { return c.String() == added.String() }) {
		return nil, nil, nil, added, errors.New("the file says so already")
	}
	data = appendLine(data, strings.TrimSpace(line))
	after, err = corrections.Parse(filepath.Base(f.name), data)
	return data, before, after, added, err
}

// Lines returns the corrections of the file.
func (f *correctionsFile) Lines(context.Context) ([]string, error) {
	_, set, err := f.read()
	if err != nil {
		return nil, err
	}
	out := make([]string, len(set.Corrections))
	for i, c := range set.Corrections {
		out[i] = c.String()
	}
	return out, nil
}

// Try says what a line would change among articles.
func (f *correctionsFile) Try(ctx context.Context, line string, articles []string) (string, error) {
	_, before, after, added, err := f.with(line)
	if err != nil {
		return "", err
	}
	if len(articles) == 0 {
		return "nothing is known here that it speaks of; it holds where it applies\n", nil
	}
	e := &effect{line: added.String()}
	err = f.site.View(ctx, func(v store.View) error {
		was, err := pipeline.Load(ctx, v, store.Filter{Articles: articles}, f.options(before))
		if err != nil {
			return err
		}
		now, err := pipeline.Load(ctx, v, store.Filter{Articles: articles}, f.options(after))
		if err != nil {
			return err
		}
		e.before, e.after = was.Record, now.Record
		e.bound = after.Bind(e.after.Articles)
		return nil
	})
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	e.write(&b)
	return b.String(), nil
}

// Add appends a line.
func (f *correctionsFile) Add(_ context.Context, line string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	data, _, _, _, err := f.with(line)
	if err != nil {
		return err
	}
	return replaceFile(f.name, data)
}

// Remove takes out the line that reads so. Comments and the other lines stay.
func (f *correctionsFile) Remove(_ context.Context, line string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	data, set, err := f.read()
	if err != nil {
		return err
	}
	k := slices.IndexFunc(set.Corrections, func(c corrections.Correction) bool { return c.String() == line })
	if k < 0 {
		return errors.New("the file does not say so any more")
	}
	lines := slices.Collect(strings.Lines(string(data)))
	at := set.Corrections[k].Line - 1
	return replaceFile(f.name, []byte(strings.Join(slices.Delete(lines, at, at+1), "")))
}
