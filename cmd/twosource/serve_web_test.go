package main

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/pipeline"
	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/serve/web"
	"github.com/twosource/twosource/internal/store"
)

// TestCorrectionsFile tries, adds and takes back a correction over a store.
func TestCorrectionsFile(t *testing.T) {
	ctx := t.Context()
	site, path := exampleSite(t)
	f := &correctionsFile{name: path + ".corrections", site: site}
	var articles []string
	for _, a := range site.Catalog().Articles {
		articles = append(articles, a.ID)
	}
	const line = `not-a-copy "02-gulf-courier.txt" "03-shoreline-daily.html"`
	effect, err := f.Try(ctx, line, articles)
	if err != nil || !strings.Contains(effect, "was ") || !strings.Contains(effect, "no link") {
		t.Fatalf("trying: %v\n%s", err, effect)
	}
	if _, err := f.Try(ctx, "bogus line", articles); err == nil {
		t.Error("what is no correction is tried")
	}
	touch(ctx, t, f)
	tryAddRemove(ctx, t, f, line)
}

// touch asks which stories lines speak of, and what they make of an entity.
func touch(ctx context.Context, t *testing.T, f *correctionsFile) {
	t.Helper()
	c := f.site.Catalog()
	stories := c.List(store.StoryKind)
	people := slices.DeleteFunc(slices.Clone(c.List(store.EntityKind)), func(e serve.Entry) bool { return e.Label != "person" })
	one, other := people[0], people[1]
	for line, want := range map[string][2]bool{
		`not-a-copy "02-gulf-courier.txt" "03-shoreline-daily.html"`:                {true, false},
		`merge "` + one.Who + `" "` + other.Who + `" person`:                        {false, true},
		`split "` + one.Who + `" "` + other.Who + `" person`:                        {true, false},
		`speaker https://nowhere.example/a "no words" is unknown`:                   {false, false},
		`rename "Zzyzx Quux" person to "Quux"`:                                      {false, false},
		`speaker "ferry-talks/01-coastal-observer.txt" "the fee" is "Ana Q" person`: {true, false},
	} {
		if err := os.WriteFile(f.name, []byte(line+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := f.Touched(ctx)
		if err != nil || len(got.Named) > 0 != want[0] || len(got.Spoken) > 0 != want[1] || len(got.Named) > len(stories) {
			t.Errorf("%s: %+v, %v", line, got, err)
		}
	}
	if err := os.WriteFile(f.name, []byte(`merge "`+one.Who+`" "`+other.Who+`" person`+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var of [2]*serve.CorrectedEntity
	for i, e := range []serve.Entry{one, other} {
		var stored news.Entity
		err := f.site.View(ctx, func(v store.View) error {
			_, err := v.Record(ctx, store.EntityKind, e.Key, &stored)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if of[i], err = f.Entity(ctx, &stored); err != nil || of[i] == nil || len(of[i].Of) != 2 {
			t.Fatalf("%s is %+v, %v", e.Who, of[i], err)
		}
	}
	if of[0].Entity.Name != of[1].Entity.Name {
		t.Errorf("one is %s, the other %s", of[0].Entity.Name, of[1].Entity.Name)
	}
	if err := os.Remove(f.name); err != nil {
		t.Fatal(err)
	}
}

func tryAddRemove(ctx context.Context, t *testing.T, f *correctionsFile, line string) {
	t.Helper()
	const before = "# a comment\nmerge \"Ana Brandt\" \"Anna Brandt\" person # one woman\n"
	if err := os.WriteFile(f.name, []byte(before), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := f.Add(ctx, line); err != nil {
		t.Fatal(err)
	}
	if err := f.Add(ctx, line); err == nil {
		t.Error("a line is added twice")
	}
	lines, err := f.Lines(ctx)
	if err != nil || len(lines) != 2 {
		t.Fatalf("%q, %v", lines, err)
	}
	if err := f.Remove(ctx, lines[1]); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(f.name); string(got) != before {
		t.Errorf("taken back, the file is\n%s", got)
	}
	if err := f.Remove(ctx, lines[1]); err == nil {
		t.Error("a line is taken back twice")
	}
}

func TestDroppedBrief(t *testing.T) {
	names := []string{"3-a.txt", "a.txt", "A.txt"}
	var files []web.File
	for i, name := range []string{"01-coastal-observer.txt", "02-gulf-courier.txt", "05-harbour-post.md"} {
		data, err := os.ReadFile("../../examples/ferry-talks/" + name)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, web.File{Name: names[i], Data: data})
	}
	places := make(drops, 1)
	page, err := places.brief(t.Context(), files, pipeline.Options{})
	for _, name := range []string{"3-a.txt", ">a.txt", "4-A.txt"} {
		if err != nil || !strings.Contains(string(page), name) {
			t.Errorf("%d bytes without %s, %v", len(page), name, err)
		}
	}
	if _, err := places.brief(t.Context(), []web.File{{Name: "x.bin", Data: []byte{0, 1, 2}}}, pipeline.Options{}); err == nil {
		t.Error("a brief of nothing")
	}
	places <- struct{}{} // one is being made
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := places.brief(ctx, files, pipeline.Options{}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a brief was made beside the only one that may be: %v", err)
	}
}
