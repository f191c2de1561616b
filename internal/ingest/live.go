package ingest

import (
	"cmp"
	"encoding/json"
	"net/url"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// Bounds on the linked data of a page and on a live blog, ours.
const (
	maxLinked  = 4 << 20 // bytes of one script
	maxEntries = 2000    // of a live blog
	leastLive  = 2       // entries with a text; fewer are an article like others
)

// A liveEntry is one dated entry of a live blog. Source:
// schema.org/LiveBlogPosting.
type liveEntry struct {
	ID            json.RawMessage `json:"@id"`
	URL           json.RawMessage `json:"url"`
	Headline      string          `json:"headline"`
	DatePublished string          `json:"datePublished"`
	DateModified  string          `json:"dateModified"`
	ArticleBody   string          `json:"articleBody"`
	Author        json.RawMessage `json:"author"`
}

type livePosting struct {
	Type      json.RawMessage `json:"@type"`
	Graph     json.RawMessage `json:"@graph"`
	Updates   json.RawMessage `json:"liveBlogUpdate"`
	Publisher json.RawMessage `json:"publisher"`
	Language  string          `json:"inLanguage"`
}

// liveBlog gives the entries of p as a page each, if p is a live blog that says
// so by linked data and carries their texts. It reports whether it was one.
func (j *job) liveBlog(p news.Page) bool {
	if !strings.Contains(p.Body, "LiveBlogPosting") {
		return false
	}
	blog, entries := findLive(p.Body)
	if len(entries) < leastLive {
		return false
	}
	outlet := cmp.Or(p.Stated.Outlet, named(blog.Publisher))
	for i, e := range entries {
		q := news.Page{
			Input: news.Input{Name: p.Input.Name, Line: i + 1}, Media: news.PlainText, Body: tidy(e.ArticleBody),
			Stated: news.Stated{
				Title: oneLine(e.Headline), Outlet: oneLine(outlet), Published: oneLine(e.DatePublished),
				Updated: oneLine(e.DateModified), Language: oneLine(cmp.Or(p.Stated.Language, blog.Language)),
			},
		}
		if strings.ContainsAny(q.Body, "<&") {
			q.Media = news.HTML
		}
		if a := named(e.Author); a != "" {
			q.Stated.Authors = []string{oneLine(a)}
		}
		own := cmp.Or(word(e.URL), word(e.ID))
		if sameBesidesFragment(own, p.Stated.URL) {
			// All entries would be versions of one article.
			q.Stated.SourceID = oneLine(own)
			q.Stated.Extra = []news.Field{{Name: "live_blog", Value: p.Stated.URL}}
		} else {
			q.Stated.URL = oneLine(own)
		}
		if !j.page(q) {
			break
		}
	}
	return true
}

// findLive returns the first live blog of a page and those of its entries that
// have a text.
func findLive(body string) (livePosting, []liveEntry) {
	for {
		_, rest, ok := strings.Cut(body, "application/ld+json")
		if !ok {
			return livePosting{}, nil
		}
		_, rest, _ = strings.Cut(rest, ">")
		script, after, _ := strings.Cut(rest, "</script")
		if len(script) <= maxLinked && strings.Contains(script, "LiveBlogPosting") {
			if p, entries := liveIn(json.RawMessage(script), 3); entries != nil {
				return p, entries
			}
		}
		body = after
	}
}

// liveIn looks for a live blog in an object, a list of objects or a graph.
func liveIn(raw json.RawMessage, depth int) (livePosting, []liveEntry) {
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		list = []json.RawMessage{raw}
	}
	for _, one := range list {
		var p livePosting
		if json.Unmarshal(one, &p) != nil {
			continue
		}
		if strings.Contains(string(p.Type), "LiveBlogPosting") {
			return p, texts(p.Updates)
		}
		if p.Graph != nil && depth > 0 {
			if q, entries := liveIn(p.Graph, depth-1); entries != nil {
				return q, entries
			}
		}
	}
	return livePosting{}, nil
}

// texts returns the entries that have a text.
func texts(raw json.RawMessage) []liveEntry {
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		return nil
	}
	var out []liveEntry
	for _, one := range list[:min(len(list), maxEntries)] {
		var e liveEntry
		if json.Unmarshal(one, &e) == nil && strings.TrimSpace(e.ArticleBody) != "" {
			e.ArticleBody = strings.ToValidUTF8(e.ArticleBody, "\uFFFD")
			out = append(out, e)
		}
	}
	return out
}

// word returns a JSON string, or "".
func word(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}

// named returns the name of a person or organisation: a string, an object with a
// name, or the first of a list.
func named(raw json.RawMessage) string {
	if s := word(raw); s != "" {
		return s
	}
	var one struct {
		Name string `json:"name"`
	}
	if json.Unmarshal(raw, &one) == nil {
		return one.Name
	}
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) == nil && len(list) > 0 && len(list[0]) > 0 && list[0][0] != '[' {
		return named(list[0])
	}
	return ""
}

// sameBesidesFragment reports whether a is no address of its own beside page.
func sameBesidesFragment(a, page string) bool {
	if !isAddress(a) {
		return true
	}
	x, err := url.Parse(a)
	y, err2 := url.Parse(page)
	return err != nil || err2 != nil || x.Host == y.Host && x.Path == y.Path && x.RawQuery == y.RawQuery
}
