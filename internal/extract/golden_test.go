package extract

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

var update = flag.Bool("update", false, "rewrite the expected part of testdata/cases")

// TestCases reads testdata/cases/*.txt: what the carrier states, a line "---",
// the page, a line "=== want", and what is to be seen of the article.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/cases/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	x := New(Options{})
	for _, f := range files {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".txt"), func(t *testing.T) {
			raw, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			input, want, ok := strings.Cut(string(raw), "\n=== want\n")
			head, body, ok2 := strings.Cut(input, "---\n")
			if !ok || !ok2 {
				t.Fatal("the case lacks '---' or '=== want'")
			}
			got := describe(x, pageOf(t, head, body), t)
			if got == want {
				return
			}
			if *update {
				if err := os.WriteFile(f, []byte(input+"\n=== want\n"+got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			t.Errorf("got\n%s\nwant\n%s", got, want)
		})
	}
}

// pageOf reads the head of a case: lines "media: text/html", "title: …".
func pageOf(t *testing.T, head, body string) news.Page {
	p := news.Page{Media: news.PlainText, Body: body}
	for line := range strings.Lines(head) {
		k, v, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch k {
		case "media":
			p.Media = news.Media(v)
		case "title":
			p.Stated.Title = v
		case "url":
			p.Stated.URL = v
		case "outlet":
			p.Stated.Outlet = v
		case "published":
			p.Stated.Published = v
		case "updated":
			p.Stated.Updated = v
		case "fetched":
			p.Stated.Fetched = v
		case "order":
			p.Stated.DateOrder = news.DateOrder(v)
		case "author":
			p.Stated.Authors = append(p.Stated.Authors, v)
		case "":
		default:
			t.Fatalf("unknown key %q", k)
		}
	}
	return p
}

// describe writes an article for reading.
func describe(x *Extractor, p news.Page, t *testing.T) string {
	var b strings.Builder
	a, notices, err := x.Extract(p)
	if err != nil {
		return "error: " + err.Error() + "\n"
	}
	checkArticle(t, &a)
	put := func(name, v string) {
		if v != "" {
			fmt.Fprintf(&b, "%s: %s\n", name, v)
		}
	}
	put("title", a.Title)
	put("outlet", a.Outlet)
	put("family", a.Family)
	put("authors", strings.Join(a.Authors, "; "))
	put("url", a.CanonicalURL)
	put("language", a.Language)
	for _, d := range []struct {
		name string
		news.Date
	}{{"published", a.Published}, {"updated", a.Updated}} {
		if d.Known() || d.name == "published" {
			fmt.Fprintf(&b, "%s: %q %s %s, words %q, %s\n", d.name, d.Value, d.Precision, d.Basis, d.Words, d.Reason)
		}
	}
	for _, n := range notices {
		fmt.Fprintf(&b, "notice %s: %s\n", n.Code, n.Message)
	}
	for _, bl := range a.Blocks {
		reason := ""
		if bl.Reason != "" {
			reason = " (" + bl.Reason + ")"
		}
		fmt.Fprintf(&b, "%s%s | %s\n", bl.Kind, reason, strings.ReplaceAll(strings.ReplaceAll(bl.Of(a.Text), "\n", "⏎"), "\t", "⇥"))
	}
	return b.String()
}
