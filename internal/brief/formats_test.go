package brief

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"regexp"
	"strings"
	"testing"
)

func TestMarkdown(t *testing.T) {
	var b bytes.Buffer
	if err := WriteMarkdown(&b, fixtureDocument(t), MarkdownOptions{}); err != nil {
		t.Fatal(err)
	}
	golden(t, "brief.md", b.Bytes())
	if strings.Contains(b.String(), "<") && !strings.Contains(b.String(), `\<`) {
		t.Error("an article's markup is not escaped")
	}
}

func TestEscapeMarkdown(t *testing.T) {
	for in, want := range map[string]string{
		"plain words, 3.5":      "plain words, 3.5",
		"<b>*a*_b_</b>":         `\<b\>\*a\*\_b\_\</b\>`,
		"[x](http://a.example)": `\[x\](http\://a.example)`,
		"WWW.a.example @you":    `WWW\.a.example \@you`,
		"a | `b` ![c] &lt;":     "a \\| \\`b\\` \\!\\[c\\] \\&lt;",
	} {
		if got := escapeMarkdown(in); got != want {
			t.Errorf("escapeMarkdown(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestHTML(t *testing.T) {
	for _, c := range []Carry{CarryFull, CarryExcerpts, CarryNone} {
		var b bytes.Buffer
		if err := WriteHTML(&b, fixtureDocument(t), HTMLOptions{Carry: c}); err != nil {
			t.Fatal(err)
		}
		golden(t, "brief-"+string(c)+".html", b.Bytes())
		page := b.String()
		for _, bad := range []string{"<script", "<b>", "<img", "<link", "<iframe", "src=", `href="http`, "url(", "@import", "javascript:", "\x1b", "\u202e", "ZgotmplZ"} {
			if strings.Contains(strings.ToLower(page), strings.ToLower(bad)) {
				t.Errorf("%s: the page has %q", c, bad)
			}
		}
		if m := regexp.MustCompile(`<[^>]* on[a-z]+=`).FindString(page); m != "" {
			t.Errorf("%s: the page has a handler: %s", c, m)
		}
		style := page[strings.Index(page, "<style>")+len("<style>") : strings.Index(page, "</style>")]
		sum := sha256.Sum256([]byte(style))
		if hash := "&#39;sha256-" + strings.ReplaceAll(base64.StdEncoding.EncodeToString(sum[:]), "+", "&#43;") + "&#39;"; !strings.Contains(page, hash) {
			t.Errorf("%s: the page's policy does not allow its style, %s", c, hash)
		}
		ids := map[string]bool{}
		for _, m := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(page, -1) {
			if ids[m[1]] {
				t.Errorf("%s: the id %s stands twice", c, m[1])
			}
			ids[m[1]] = true
		}
		for _, m := range regexp.MustCompile(`href="#([^"]*)"`).FindAllStringSubmatch(page, -1) {
			if !ids[m[1]] {
				t.Errorf("%s: nothing has the id %s", c, m[1])
			}
		}
		if marks := strings.Count(page, "<mark>"); marks > 0 != (c != CarryNone) {
			t.Errorf("%s: %d marks", c, marks)
		}
	}
}

func TestArticles(t *testing.T) {
	for _, c := range []struct {
		name  string
		f     Format
		width int
	}{{"articles-80.txt", Text, 80}, {"articles-200.txt", Text, 200}, {"articles.json", JSON, 0}, {"articles.jsonl", JSONL, 0}, {"articles.csv", CSV, 0}, {"articles.md", Markdown, 0}} {
		var b bytes.Buffer
		if err := WriteArticles(&b, fixtureDocument(t), c.f, c.width); err != nil {
			t.Fatal(err)
		}
		golden(t, c.name, b.Bytes())
		if c.f == Text {
			for _, l := range strings.Split(b.String(), "\n") {
				if width(l) > c.width {
					t.Errorf("%s: %d columns: %s", c.name, width(l), l)
				}
			}
		}
	}
	if err := WriteArticles(&bytes.Buffer{}, fixtureDocument(t), "parquet", 0); err == nil {
		t.Error("a format of which there is none was written")
	}
}

// TestSince: stories without a new article are left out, and what is new is
// marked.
func TestSince(t *testing.T) {
	d := fixtureDocument(t)
	d.set.Since = "2021-03-10"
	var b bytes.Buffer
	if err := WriteText(&b, d, TextOptions{Width: 80}); err != nil {
		t.Fatal(err)
	}
	golden(t, "brief-since.txt", b.Bytes())
	for _, want := range []string{"New since Wednesday 10 March 2021: 2 articles", "Nothing is new in 1 more story."} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the brief does not say %q", want)
		}
	}
}
