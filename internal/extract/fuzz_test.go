package extract

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/twosource/twosource/internal/news"
)

// seedsOf adds the cases of testdata and, where they are there, files of the
// corpora.
func seedsOf(f *testing.F, media news.Media) {
	cases, _ := filepath.Glob("testdata/cases/*.txt")
	for _, c := range cases {
		raw, err := os.ReadFile(c)
		if err != nil {
			f.Fatal(err)
		}
		input, _, _ := strings.Cut(string(raw), "\n=== want\n")
		head, body, _ := strings.Cut(input, "---\n")
		if strings.Contains(head, "text/html") == (media == news.HTML) {
			f.Add(body, "")
		}
	}
	if media != news.HTML {
		samples, _ := filepath.Glob("../../../shared/samples/syria-2015/*.txt")
		for _, s := range samples {
			if raw, err := os.ReadFile(s); err == nil {
				f.Add(string(raw), "")
			}
		}
		return
	}
	if _, err := os.Stat("../../../shared/corpora/extraction.tar.gz"); err == nil {
		for i, p := range readGold(f, "../../../shared/corpora/extraction.tar.gz") {
			if i%10 == 0 && len(p.body) < 30_000 {
				f.Add(strings.ToValidUTF8(p.body, ""), "")
			}
		}
	}
}

// extractBytes runs Extract as ingest would hand it the bytes.
func extractBytes(t *testing.T, media news.Media, body, title string) {
	body = strings.ReplaceAll(strings.ToValidUTF8(body, "\uFFFD"), "\x00", "")
	p := news.Page{Media: media, Body: body, Stated: news.Stated{Title: strings.ToValidUTF8(title, "")}}
	x := New(Options{})
	a, notices, err := x.Extract(p)
	if err != nil {
		if !errors.Is(err, ErrNoArticle) || a.ID != "" {
			t.Fatalf("error %v with article %q", err, a.ID)
		}
		return
	}
	checkArticle(t, &a)
	for _, n := range notices {
		if n.Article != a.ID || n.Code == "" || n.Message == "" {
			t.Errorf("notice %+v", n)
		}
	}
	again, _, _ := x.Extract(p)
	if again.Text != a.Text || again.ID != a.ID || len(again.Blocks) != len(a.Blocks) || again.Published != a.Published {
		t.Error("the same page gave another article")
	}
}

func FuzzPlain(f *testing.F) {
	seedsOf(f, news.PlainText)
	f.Add("a\u0301 title\nA\u030a line\u2028by line \u200b.", "a\u0301 title")
	f.Fuzz(func(t *testing.T, body, title string) {
		extractBytes(t, news.PlainText, body, title)
		extractBytes(t, news.Markdown, body, title)
	})
}

func FuzzHTML(f *testing.F) {
	seedsOf(f, news.HTML)
	f.Add("<p>a<table><tr><td>b<td>c</table><script type=application/ld+json>{\"@type\":\"Article\",\"articleBody\":[{}]}</script>", "t")
	f.Fuzz(func(t *testing.T, body, title string) {
		if len(body) > 1<<20 {
			return
		}
		extractBytes(t, news.HTML, body, title)
	})
}

// TestHostile holds that odd pages end in an article or ErrNoArticle, and soon.
func TestHostile(t *testing.T) {
	sentence := "The harbour master said on Tuesday that the boats would sail again before the end of the month. "
	for name, body := range map[string]string{
		"deep":          strings.Repeat("<div>", 100_000) + "<p>" + strings.Repeat(sentence, 5),
		"deep-inline":   strings.Repeat("<b><i>", 50_000) + strings.Repeat(sentence, 5),
		"deep-lists":    strings.Repeat("<ul><li>", 50_000) + strings.Repeat(sentence, 5),
		"deep-tables":   strings.Repeat("<table><tr><td>", 20_000) + strings.Repeat(sentence, 5),
		"attribute":     "<p class='" + strings.Repeat("article ", 300_000) + "'>" + strings.Repeat(sentence, 5),
		"attributes":    "<p " + strings.Repeat("a=b ", 100_000) + ">" + strings.Repeat(sentence, 5),
		"paragraphs":    strings.Repeat("<p>"+sentence, 60_000),
		"links":         strings.Repeat("<a href=x>y z</a> ", 300_000),
		"one-line":      "<p>" + strings.Repeat(sentence, 80_000),
		"open-comment":  "<p>" + sentence + "<!--" + strings.Repeat("x", 5_000_000),
		"script":        "<script>" + strings.Repeat("<", 3_000_000),
		"json":          "<script type='application/ld+json'>" + strings.Repeat("[", 500_000) + "</script><p>" + sentence,
		"entities":      "<p>" + strings.Repeat("&amp;&#x41;&nosuch;", 200_000),
		"line-breaks":   strings.Repeat(sentence+"<br>", 40_000),
		"headings":      strings.Repeat("<h1>Harbour</h1>", 100_000),
		"dates":         strings.Repeat("<span>3/4/2015</span> <time>March 4, 2015</time>", 40_000),
		"small-pieces":  strings.Repeat("<p>a<p>b<div>c", 100_000),
		"empty":         "",
		"over-the-size": strings.Repeat("<p>"+sentence, 110_000),
	} {
		t.Run(name, func(t *testing.T) {
			begin := time.Now()
			extractBytes(t, news.HTML, body, "")
			t.Logf("%d bytes, twice: %v", len(body), time.Since(begin))
		})
		if name == "one-line" || name == "paragraphs" || name == "links" {
			t.Run("plain-"+name, func(t *testing.T) {
				begin := time.Now()
				extractBytes(t, news.PlainText, strings.ReplaceAll(body, "<p>", "\n"), "Harbour")
				t.Logf("%d bytes, twice: %v", len(body), time.Since(begin))
			})
		}
	}
}

// TestCut holds that a page over the limit is cut with a notice.
func TestCut(t *testing.T) {
	x := New(Options{MaxHTML: 2000, MaxText: 1000})
	sentence := "The harbour master said on Tuesday that the boats would sail again before the end of the month.\n"
	for _, p := range []news.Page{
		{Media: news.PlainText, Body: strings.Repeat(sentence, 100)},
		{Media: news.HTML, Body: "<h1>Harbour opens</h1>" + strings.Repeat("<p>"+sentence, 100)},
	} {
		a, notices, err := x.Extract(p)
		if err != nil {
			t.Fatal(err)
		}
		checkArticle(t, &a)
		if len(notices) != 1 || notices[0].Code != "page-cut" || notices[0].Article != a.ID {
			t.Errorf("notices %+v", notices)
		}
	}
}
