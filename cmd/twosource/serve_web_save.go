package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/twosource/twosource/internal/brief"
	"github.com/twosource/twosource/internal/corrections"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/pipeline"
	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/serve/web"
	"github.com/twosource/twosource/internal/store"
)

// savedFormats are the formats in which a view of the desk is saved.
var savedFormats = []web.Format{
	{Name: "html", Words: "brief, one offline file", Media: "text/html; charset=utf-8", End: "-brief.html"},
	{Name: "markdown", Words: "Markdown", Media: "text/markdown; charset=utf-8", End: "-brief.md"},
	{Name: "json", Words: "JSON", Media: "application/json", End: "-brief.json"},
	{Name: "csv", Words: "CSV table", Media: "text/csv; charset=utf-8", End: ".csv"},
	{Name: "jsonl", Words: "JSONL", Media: "application/jsonl", End: ".jsonl"},
	{Name: "parquet", Words: "Parquet", Media: "application/vnd.apache.parquet", End: ".parquet"},
	{Name: "webanno", Words: "Web Annotation", Media: "application/ld+json", End: "-annotations.jsonld"},
	{Name: "claimreview", Words: "ClaimReview draft", Media: "application/ld+json", End: "-claims.jsonld"},
	{Name: "timelinejs", Words: "TimelineJS", Media: "application/json", End: "-timeline.json"},
	{Name: "graphml", Words: "GraphML", Media: "application/graphml+xml", End: ".graphml"},
	{Name: "dot", Words: "DOT", Media: "text/vnd.graphviz", End: ".dot"},
	{Name: "tei", Words: "TEI", Media: "application/tei+xml", End: ".tei.xml"},
	{Name: "rss", Words: "RSS", Media: "application/rss+xml", End: ".rss"},
	{Name: "atom", Words: "Atom", Media: "application/atom+xml", End: ".atom"},
}

// A saver writes what is known of some articles, one request at a time: each
// relates them anew.
type saver struct {
	site      *serve.Site
	corrected *correctionsFile
	jobs      int
	mu        sync.Mutex
}

// write returns articles in a format, with the corrections of the file.
func (s *saver) write(ctx context.Context, articles []string, format string) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, set, err := s.corrected.read()
	if err != nil || len(set.Corrections) == 0 {
		set = nil // the page of corrections tells what is wrong with them
	}
	o := s.corrected.options(set)
	o.Jobs = s.jobs
	run, err := load(ctx, s.site, articles, o)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	switch format {
	case "html":
		err = brief.WriteHTML(&b, brief.New(run.Record, settings(run, map[string]any{})), brief.HTMLOptions{})
	case "markdown":
		err = brief.WriteMarkdown(&b, brief.New(run.Record, settings(run, map[string]any{})), brief.MarkdownOptions{})
	default:
		err = (&exportCmd{inputFlags: inputFlags{Quiet: true}}).export(&b, &b, format, run)
	}
	return b.Bytes(), err
}

// load runs the stages that look at a set over articles of a store.
func load(ctx context.Context, site *serve.Site, articles []string, o pipeline.Options) (run *pipeline.Run, err error) {
	err = site.View(ctx, func(v store.View) (err error) {
		run, err = pipeline.Load(ctx, v, store.Filter{Articles: articles}, o)
		return err
	})
	return run, err
}

// Tag changes with the file.
func (f *correctionsFile) Tag() string {
	data, _, err := f.read()
	if err != nil || len(data) == 0 {
		return ""
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8])
}

// Corrected relates articles with the corrections of the file, if one speaks of
// them; with them those articles that a line puts into one story with one of them.
func (f *correctionsFile) Corrected(ctx context.Context, articles []string) (*web.Corrected, error) {
	_, set, err := f.read()
	if err != nil || len(set.Corrections) == 0 {
		return nil, nil //nolint:nilerr // the page of corrections tells what is wrong with them
	}
	touched, err := f.touches(ctx, set, articles)
	if err != nil || !touched {
		return nil, err
	}
	run, err := load(ctx, f.site, f.beside(set, articles), f.options(set))
	if err != nil {
		return nil, err
	}
	out := &web.Corrected{Record: run.Record, Lines: correctedBy(run.Record)}
	if len(out.Lines) == 0 {
		return nil, nil
	}
	return out, nil
}

// touches reports whether a line may speak of articles: it names one of them, or
// the last word of a name of it stands in one. It errs to the side of true.
func (f *correctionsFile) touches(ctx context.Context, set *corrections.Set, ids []string) (touched bool, err error) {
	err = f.site.View(ctx, func(v store.View) error {
		articles, _, err := f.site.Texts(ctx, v, ids)
		if err != nil {
			return err
		}
		for i := range articles {
			a := &articles[i]
			text := strings.ToLower(a.Text)
			touched = touched || slices.ContainsFunc(set.Corrections, func(c corrections.Correction) bool { return speaksOf(&c, a, text) })
		}
		return nil
	})
	return touched, err
}

// speaksOf reports whether a correction may speak of an article; text is its own in
// lower case.
func speaksOf(c *corrections.Correction, a *news.Article, text string) bool {
	if len(c.Outlets) > 0 {
		return true
	}
	for _, x := range c.Articles {
		if x.Name == a.URL || x.Name == a.CanonicalURL || a.Input.Name != "" && strings.HasPrefix(x.Name, a.Input.Name) || strings.HasSuffix(a.Input.Name, "/"+x.Name) {
			return true
		}
	}
	if len(c.Articles) > 0 {
		return false
	}
	return slices.ContainsFunc(c.Names, func(n corrections.Name) bool {
		words := strings.Fields(strings.ToLower(n.Name))
		return len(words) > 0 && strings.Contains(text, strings.Trim(words[len(words)-1], ".,"))
	})
}

// beside returns articles with those of the stories that a line puts into one with
// theirs, where it names these by their address.
func (f *correctionsFile) beside(set *corrections.Set, articles []string) []string {
	c := f.site.Catalog()
	out := slices.Clone(articles)
	for _, line := range set.Corrections {
		if line.Verb != corrections.SameStory {
			continue
		}
		var named []string
		for _, x := range line.Articles {
			id := news.ArticleID(x.Name, "", "", "", "")
			if _, ok := c.Article(id); ok {
				named = append(named, id)
			}
		}
		if slices.ContainsFunc(named, func(id string) bool { return slices.Contains(articles, id) }) {
			for _, id := range named {
				out = append(append(out, id), c.ArticlesOf(c.StoryOf(id))...)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// correctedBy returns the lines that touched something of a record, sorted.
func correctedBy(rec *news.Record) (out []string) {
	for i := range rec.Stories {
		out = append(out, rec.Stories[i].CorrectedBy...)
	}
	for i := range rec.Statements {
		out = append(out, rec.Statements[i].CorrectedBy...)
	}
	for i := range rec.Entities {
		out = append(out, rec.Entities[i].CorrectedBy...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// feedsOf returns the feeds with which a store is watched.
func feedsOf(path string) ([]web.Feed, error) {
	kept, err := readWatched(path)
	if err != nil {
		return nil, err
	}
	var out []web.Feed
	for _, f := range kept.Feeds {
		one := web.Feed{Title: f.Title, URL: f.URL}
		for _, h := range kept.Health {
			if h.URL == f.URL {
				one.Moved, one.Checked, one.Changed, one.Next, one.Every = h.Moved, h.Checked, h.Changed, h.Next, time.Duration(h.Every)
				one.Polls, one.New, one.Failures, one.Problem, one.Gone = h.Polls, h.New, h.Failures, h.Problem, h.Gone
			}
		}
		out = append(out, one)
	}
	return out, nil
}
