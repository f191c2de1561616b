package main

import (
	"encoding/json"
	"encoding/xml"
	"path/filepath"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

func TestLineageText(t *testing.T) {
	r := twosource(t, "lineage", "-q", filepath.Join(root, "examples/ferry-talks"))
	if r.code != exitDone {
		t.Fatalf("exit code %d\n%s", r.code, r.errout)
	}
	for _, want := range []string{
		"10 articles, at most 6 origins",
		"Baltic Wire (agency), 3 articles\n  Gulf Courier, 2024-03-10",
		"─ copy: Shoreline Daily",
		"─ edit: Morning Ledger",
		"─ rewrite: outlet unknown, undated: Ministers of Estonia",
		"That share their origin with no other: 3 articles",
		"verbatim: We did not agree today",
	} {
		if !strings.Contains(r.out, want) {
			t.Errorf("no %q in\n%s", want, r.out)
		}
	}
}

func TestLineageGraphs(t *testing.T) {
	in := filepath.Join(root, "examples/mill-fire")
	r := twosource(t, "lineage", "-q", "--format", "graphml", in)
	var graph struct {
		Nodes []struct{} `xml:"graph>node"`
		Edges []struct{} `xml:"graph>edge"`
	}
	if err := xml.Unmarshal([]byte(r.out), &graph); err != nil {
		t.Fatal(err)
	}
	if len(graph.Nodes) != 10 || len(graph.Edges) != 2 {
		t.Errorf("%d nodes and %d edges, want 10 and 2", len(graph.Nodes), len(graph.Edges))
	}
	r = twosource(t, "lineage", "-q", "--format", "dot", in)
	if !strings.HasPrefix(r.out, "digraph lineage {") || strings.Count(r.out, "->") != 2 {
		t.Errorf("not the graph in DOT:\n%s", r.out)
	}
}

// TestLineageJSONSpans: every span of a link is true, in code points.
func TestLineageJSONSpans(t *testing.T) {
	in := filepath.Join(root, "examples/ferry-talks")
	_, d := briefJSON(t, exitDone, in)
	texts := map[string]string{}
	for _, a := range d.Articles {
		texts[a.ID] = a.Text
	}
	r := twosource(t, "lineage", "-q", "--format", "json", in)
	var out struct{ Lineage []linkJSON }
	if err := json.Unmarshal([]byte(r.out), &out); err != nil {
		t.Fatal(err)
	}
	if len(out.Lineage) != len(d.Lineage) {
		t.Errorf("%d links, and %d in the brief", len(out.Lineage), len(d.Lineage))
	}
	for _, l := range out.Lineage {
		for _, p := range l.Passages {
			for _, s := range []spanJSON{p.From, p.To} {
				runes := []rune(texts[s.Article])
				if s.Start < 0 || s.End > len(runes) || string(runes[s.Start:s.End]) != s.Text {
					t.Errorf("span %d to %d of %s is not %q", s.Start, s.End, s.Article, s.Text)
				}
			}
		}
	}
}

// TestForestOfCircles: articles that are said to be taken from one another in a
// circle are still each shown, once.
func TestForestOfCircles(t *testing.T) {
	rec := &news.Record{}
	for _, id := range []string{"a", "b", "c"} {
		rec.Articles = append(rec.Articles, news.Article{ID: id, Title: "title " + id})
		rec.Provenance = append(rec.Provenance, news.Provenance{Article: id, Origin: "o"})
	}
	for _, l := range [][2]string{{"a", "b"}, {"b", "c"}, {"c", "a"}} {
		rec.Lineage = append(rec.Lineage, news.Link{ID: l[0] + l[1], From: l[0], To: l[1], Kind: news.Copy, Joins: true})
	}
	var b strings.Builder
	if err := newForest(rec).text(&b); err != nil {
		t.Fatal(err)
	}
	for _, a := range rec.Articles {
		if strings.Count(b.String(), a.Title) != 1 {
			t.Errorf("%s is shown %d times in\n%s", a.Title, strings.Count(b.String(), a.Title), b.String())
		}
	}
}

func TestHas(t *testing.T) {
	in := filepath.Join(root, "examples/ferry-talks")
	r := twosource(t, "has", "-q", "The withdrawal of the fee is no longer a precondition", in)
	for _, want := range []string{"3 of 10 articles have it, from at most 2 origins", "verbatim: The withdrawal of the fee", "said by: Kaarel Tammsoo", "through: Nordpress"} {
		if !strings.Contains(r.out, want) {
			t.Errorf("no %q in\n%s", want, r.out)
		}
	}
	r = twosource(t, "has", "-q", "The ferries are to be painted green by Easter", in)
	if r.code != exitDone || r.out != "Not found in these 10 articles.\n" {
		t.Errorf("exit code %d: %s", r.code, r.out)
	}
	if r = twosource(t, "has", "-q", " ", in); r.code != exitUsage {
		t.Errorf("exit code %d for nothing to look for", r.code)
	}
	r = twosource(t, "has", "-q", "--format", "json", "no longer a precondition", in)
	var out struct {
		Origins int
		Found   []struct{ Span spanJSON }
	}
	if err := json.Unmarshal([]byte(r.out), &out); err != nil || len(out.Found) != 3 || out.Origins != 2 {
		t.Errorf("%v: %s", err, r.out)
	}
}
