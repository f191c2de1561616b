package main

import (
	"bytes"
	"context"
	"sync"
	"time"

	"github.com/twosource/twosource/internal/brief"
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
