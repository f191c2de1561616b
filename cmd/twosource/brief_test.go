package main

import (
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestExamplesGolden(t *testing.T) {
	for _, set := range []string{"ferry-talks", "mill-fire"} {
		dir := filepath.Join(root, "examples", set)
		briefJSON(t, exitDone, dir)
		for name, args := range map[string][]string{
			set + ".txt":     {"--width", "80"},
			set + "-200.txt": {"--width", "200", "--all"},
			set + ".md":      {"--format", "markdown"},
		} {
			r := twosource(t, append([]string{"brief", "-q", dir}, args...)...)
			if r.code != exitDone {
				t.Fatalf("%s: exit code %d\n%s", name, r.code, r.errout)
			}
			golden(t, name, r.out)
		}
		r := twosource(t, "articles", "-q", dir)
		golden(t, set+"-articles.txt", r.out)
	}
}

func TestTextFitsItsWidth(t *testing.T) {
	for _, width := range []string{"60", "80", "200"} {
		r := twosource(t, "brief", "-q", "--width", width, filepath.Join(root, "examples/ferry-talks"))
		limit := map[string]int{"60": 60, "80": 80, "200": 200}[width]
		for line := range strings.Lines(r.out) {
			if n := len([]rune(strings.TrimRight(line, "\n"))); n > limit {
				t.Errorf("at %s columns a line has %d: %s", width, n, line)
			}
		}
	}
}

// TestSameBytes holds DESIGN §2.3: the same articles in any order, with any
// number of jobs, twice, give the same brief.
func TestSameBytes(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(root, "examples/*/*.*"))
	if err != nil || len(files) < 10 {
		t.Fatalf("found %d examples: %v", len(files), err)
	}
	first, _ := briefJSON(t, exitDone, append([]string{"--jobs", "1"}, files...)...)
	r := rand.New(rand.NewPCG(1, 2))
	for range 4 {
		r.Shuffle(len(files), func(i, j int) { files[i], files[j] = files[j], files[i] })
		again, _ := briefJSON(t, exitDone, append([]string{"--jobs", "8"}, files...)...)
		if string(again) != string(first) {
			t.Fatal("another order or number of jobs gives another brief: " + firstDifference(string(again), string(first)))
		}
	}
}

func TestHTMLIsSelfContained(t *testing.T) {
	r := twosource(t, "brief", "-q", "--format", "html", filepath.Join(root, "examples/mill-fire"))
	if r.code != exitDone {
		t.Fatal(r.errout)
	}
	for _, bad := range []string{`src="http`, `href="http://`, "<script src", "@import", "url(http", "onclick=", "onload="} {
		if strings.Contains(r.out, bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
	if !strings.Contains(r.out, "Content-Security-Policy") {
		t.Error("the page has no Content-Security-Policy")
	}
}

// TestSamples holds what is asked of five real reports on two meetings.
func TestSamples(t *testing.T) {
	needShared(t)
	_, d := briefJSON(t, exitDone, filepath.Join(shared, "samples/syria-2015"))
	var stories [][]string
	for _, s := range d.Stories {
		var names []string
		for _, id := range s.Articles {
			names = append(names, d.name(id)[:3])
		}
		slices.Sort(names)
		stories = append(stories, names)
	}
	slices.SortFunc(stories, slices.Compare)
	if want := [][]string{{"000", "001"}, {"002", "003", "004"}}; !slices.EqualFunc(stories, want, slices.Equal) {
		t.Errorf("stories are %v, want %v", stories, want)
	}
	if len(d.Threads) != 1 || len(d.Threads[0].Stories) != 2 {
		t.Errorf("threads are %v, want one of two stories", d.Threads)
	}
	quoted, shared := 0, 0
	for _, s := range d.Statements {
		if s.Kind != "indirect" {
			quoted++
		}
		if s.Speaker == nil && (s.Unresolved == nil || *s.Unresolved == "") {
			t.Errorf("%q has neither speaker nor reason", s.Text)
		}
		if len(s.Reports) == 2 && d.name(s.Reports[0].Article)[:3]+d.name(s.Reports[1].Article)[:3] != "003004" &&
			d.name(s.Reports[0].Article)[:3]+d.name(s.Reports[1].Article)[:3] != "004003" {
			t.Errorf("%q is joined over %s and %s", s.Text, d.name(s.Reports[0].Article), d.name(s.Reports[1].Article))
		} else if len(s.Reports) == 2 {
			shared++
		}
	}
	if quoted < 20 {
		t.Errorf("%d statements are direct or mixed, want at least 20", quoted)
	}
	if len(d.Statements) > 90 {
		t.Errorf("%d statements, want at most 90", len(d.Statements))
	}
	if shared == 0 {
		t.Error("the quotation that 003 and 004 share is not joined")
	}
	for _, a := range d.Articles {
		if v := a.Published.Value; strings.HasPrefix(d.name(a.ID), "001") && (v == nil || *v != "2015-09-27T06:35") {
			t.Error("the date line of 001 is not its date")
		}
		if v := a.Published.Value; v != nil && !strings.HasPrefix(d.name(a.ID), "001") {
			t.Errorf("%s has got the date %s", a.Input.Name, *v)
		}
	}
	for _, e := range d.Dates {
		if e.Value != nil && e.Basis == "relative" && !strings.HasPrefix(d.name(e.Span.Article), "001") {
			t.Errorf("%q of the undated %s is read as %s", e.Words, d.name(e.Span.Article), *e.Value)
		}
	}
}

func TestDatedSamples(t *testing.T) {
	needShared(t)
	_, d := briefJSON(t, exitDone, filepath.Join(shared, "samples/syria-2015-dated"))
	for _, want := range []struct{ file, words, value string }{
		{"003", "Tuesday", "2015-12-15"}, {"000", "Sunday", "2015-09-27"}, {"000", "Earlier this month", "2015-09"},
		{"000", "September 15", "2015-09-15"}, {"001", "September 27, 2015, 6:35 am", "2015-09-27T06:35"}, {"001", "March 2011", "2011-03"},
		{"002", "last week", "2015-W50"}, {"004", "late September", "2015-09"}, {"004", "a year ago", "2014"},
	} {
		found := false
		for _, e := range d.Dates {
			if strings.HasPrefix(d.name(e.Span.Article), want.file) && e.Words == want.words {
				found = true
				if e.Value == nil || *e.Value != want.value {
					t.Errorf("%q in %s is not read as %s", want.words, want.file, want.value)
				}
			}
		}
		if !found {
			t.Errorf("%q in %s is not found", want.words, want.file)
		}
	}
	if len(d.Stories) != 2 || len(d.Threads) != 1 {
		t.Errorf("%d stories in %d threads, want 2 in 1", len(d.Stories), len(d.Threads))
	}
}
