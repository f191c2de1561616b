package ingest

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

// web is what addresses answer; others fail.
type web map[string]string

func (w web) fetch(_ context.Context, address string) (Fetched, error) {
	body, ok := w[address]
	if !ok {
		return Fetched{}, errors.New(address + ": the server answered 404 Not Found")
	}
	return Fetched{URL: address, Media: "text/html; charset=utf-8", Body: []byte(body), At: "2031-03-05T08:00:00Z"}, nil
}

func readWeb(t *testing.T, w web, args ...string) ([]news.Page, []Result) {
	t.Helper()
	r, err := New(Options{Fetch: w.fetch, Stdin: strings.NewReader(w["-"])})
	if err != nil {
		t.Fatal(err)
	}
	var pages []news.Page
	var results []Result
	for _, src := range Expand(args).Sources {
		res, err := r.Each(t.Context(), src, func(p news.Page) error {
			pages = append(pages, p)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		results = append(results, res)
	}
	return pages, results
}

const ferryPage = "<html><head><title>Ferry late</title></head><body><p>The ferry left two hours late on Tuesday.</p></body></html>"

func TestWebPage(t *testing.T) {
	pages, results := readWeb(t, web{"https://harbour.example/a": ferryPage}, "https://harbour.example/a", "https://harbour.example/none")
	if len(pages) != 1 || pages[0].Media != news.HTML || pages[0].Stated.URL != "https://harbour.example/a" || pages[0].Stated.Fetched == "" {
		t.Fatalf("got %+v", pages)
	}
	if e := results[1].File.Errors; len(e) != 1 || e[0].Error() != "https://harbour.example/none: the server answered 404 Not Found" {
		t.Errorf("the missing page: %v", e)
	}
}

func TestAddressLists(t *testing.T) {
	w := web{
		"https://a.example/1": ferryPage, "https://b.example/2": strings.ReplaceAll(ferryPage, "ferry", "train"),
		"https://c.example/feed":    `<rss version="2.0"><channel><title>Post</title><item><title>Old</title><link>https://a.example/1</link><description>Short.</description></item><item><title>Gone</title><link>https://a.example/gone</link><description>A summary stays.</description></item></channel></rss>`,
		"https://c.example/map.xml": `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://a.example/1</loc></url><url><loc> https://b.example/2 </loc></url></urlset>`,
		"https://c.example/opml":    `<opml version="2.0"><body><outline text="News"><outline xmlUrl="https://c.example/feed"/></outline></body></opml>`,
		"-":                         "# tabs\nhttps://b.example/2\n\nhttps://a.example/1\nhttps://a.example/gone\n",
	}
	for _, c := range []struct {
		arg      string
		bodies   string // of the pages: t(rain), f(erry), s(ummary)
		failures int
		notices  int
	}{
		{"-", "tf", 1, 0},
		{"https://c.example/feed", "fs", 0, 1},
		{"https://c.example/map.xml", "ft", 0, 0},
		{"https://c.example/opml", "fs", 0, 1},
	} {
		pages, results := readWeb(t, w, c.arg)
		got := ""
		for _, p := range pages {
			switch {
			case strings.Contains(p.Body, "train"):
				got += "t"
			case strings.Contains(p.Body, "ferry"):
				got += "f"
			case strings.Contains(p.Body, "summary"):
				got += "s"
			}
		}
		if got != c.bodies || len(results[0].File.Errors) != c.failures || len(results[0].Notices) != c.notices {
			t.Errorf("%s: pages %q, errors %v, notices %v; want %q, %d, %d", c.arg, got, results[0].File.Errors, results[0].Notices, c.bodies, c.failures, c.notices)
		}
	}
}

func TestListsWithoutFetching(t *testing.T) {
	r, err := New(Options{Stdin: strings.NewReader("https://a.example/1\nhttps://b.example/2\n")})
	if err != nil {
		t.Fatal(err)
	}
	res, err := r.Each(t.Context(), Source{Name: "-", Path: "-"}, func(news.Page) error { return nil })
	if err != nil || len(res.File.Errors) != 1 || !strings.Contains(res.File.Errors[0].Message, "a list of 2 addresses") {
		t.Errorf("got %v, %v", res.File.Errors, err)
	}
}

func TestLiveBlog(t *testing.T) {
	const page = `<html><head><script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"LiveBlogPosting",
"publisher":{"name":"Harbour Post"},"liveBlogUpdate":[
{"@type":"BlogPosting","headline":"Ferry leaves","datePublished":"2031-03-04T10:00:00Z","articleBody":"The ferry left at ten.","url":"https://harbour.example/live#e1"},
{"@type":"BlogPosting","headline":"Ferry returns","datePublished":"2031-03-04T12:00:00Z","articleBody":"The ferry came back at noon.","url":"https://harbour.example/live#e2","author":[{"name":"Ana Brandt"}]},
{"@type":"BlogPosting","headline":"No words"}]}]}</script></head><body><p>Live.</p></body></html>`
	pages, _ := readWeb(t, web{"https://harbour.example/live": page}, "https://harbour.example/live")
	if len(pages) != 2 {
		t.Fatalf("got %d pages, want the two entries that have a text: %+v", len(pages), pages)
	}
	p := pages[1]
	if p.Body != "The ferry came back at noon." || p.Stated.Published != "2031-03-04T12:00:00Z" || p.Stated.Outlet != "Harbour Post" ||
		p.Stated.URL != "" || p.Stated.SourceID != "https://harbour.example/live#e2" || len(p.Stated.Authors) != 1 {
		t.Errorf("second entry: %+v", p)
	}
}

func FuzzLiveBlog(f *testing.F) {
	f.Add(`<script type="application/ld+json">[{"@type":["LiveBlogPosting"],"liveBlogUpdate":[{"articleBody":"a"},{"articleBody":"<b>b"}]}]</script>`)
	f.Add(`application/ld+json>{"@graph":{"@graph":{"@type":"LiveBlogPosting"}}}`)
	f.Fuzz(func(t *testing.T, s string) {
		for _, e := range second(findLive(s)) {
			if strings.TrimSpace(e.ArticleBody) == "" {
				t.Error("an entry without a text")
			}
		}
	})
}

func second[A, B any](_ A, b B) B { return b }

func FuzzListed(f *testing.F) {
	f.Add(`<opml><body><outline xmlUrl="http://a.example/"/></body></opml>`)
	f.Add(`<urlset><url><loc>http://a.example/x</loc></url>`)
	f.Fuzz(func(t *testing.T, s string) {
		list, err := listed(s)
		if err != nil && len(list) > 0 {
			t.Error("both addresses and an error")
		}
		for _, a := range list {
			if !isAddress(a) {
				t.Errorf("%q is no address", a)
			}
		}
	})
}
