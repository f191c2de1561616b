package web

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"slices"

	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/store"
)

// A Format is one in which a view can be saved.
type Format struct {
	Name  string // of the address: csv
	Words string // for people: "table (CSV)"
	Media string
	End   string // of the file's name, with its point
}

// Export writes what is known of some articles in other programs' formats.
type Export struct {
	Formats []Format
	Write   func(ctx context.Context, articles []string, format string) ([]byte, error)
}

// maxSaved is of how many articles a view is saved at once. Ours: more are for
// twosource export.
const maxSaved = 500

// A saved is a format of the view that is shown.
type saved struct{ Words, Href string }

// saves returns the formats of a view; of is story, thread, article, entity,
// compare, search or stories.
func (d *Desk) saves(of, what string) []saved {
	if d.Export == nil {
		return nil
	}
	var out []saved
	for _, f := range d.Export.Formats {
		out = append(out, saved{f.Words, "/save?" + url.Values{"format": {f.Name}, of: {what}}.Encode()})
	}
	return out
}

// save writes a view in a format.
func (d *Desk) save(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Sec-Fetch-Site") == "cross-site" { // it is work, which a page of another site could ask for as a picture
		d.fail(w, r, &askedError{"Open this from a page of the desk."})
		return
	}
	in := r.URL.Query()
	k := slices.IndexFunc(d.Export.Formats, func(f Format) bool { return f.Name == in.Get("format") })
	if k < 0 {
		d.fail(w, r, &askedError{"There is no such format."})
		return
	}
	ids, err := d.articlesOf(r, in)
	switch {
	case err == nil && len(ids) == 0:
		err = errNotFound
	case len(ids) > maxSaved:
		err = &askedError{"That is more than 500 articles. Use twosource export, which takes any number."}
	}
	if err != nil {
		d.fail(w, r, err)
		return
	}
	body, err := d.Export.Write(r.Context(), ids, d.Export.Formats[k].Name)
	if err != nil {
		d.fail(w, r, err)
		return
	}
	harden(w.Header())
	w.Header().Set("Content-Type", d.Export.Formats[k].Media)
	w.Header().Set("Content-Disposition", `attachment; filename="twosource`+d.Export.Formats[k].End+`"`)
	w.Header().Set("Cache-Control", "no-store")
	_, _ = bytes.NewReader(body).WriteTo(w) // the reader may be gone
}

// articlesOf returns the articles of the view that an address names, sorted.
func (d *Desk) articlesOf(r *http.Request, in url.Values) (out []string, err error) {
	c := d.Site.Catalog()
	switch {
	case in.Has("story"):
		out = slices.Clone(c.ArticlesOf(in.Get("story")))
	case in.Has("article"):
		out = known(c, in.Get("article"))
	case in.Has("compare"):
		pair, err := url.ParseQuery(in.Get("compare"))
		if err != nil {
			return nil, errNotFound
		}
		out = known(c, pair.Get("a"), pair.Get("b"))
	case in.Has("entity"):
		out = d.toldIn(in.Get("entity"))
	case in.Has("thread"):
		for _, e := range c.List(store.StoryKind) {
			if c.ThreadOf(e.Key) == in.Get("thread") {
				out = append(out, c.ArticlesOf(e.Key)...)
			}
		}
	case in.Has("search"):
		out, err = d.foundArticles(r, in.Get("search"))
	case in.Has("stories"):
		asked, err := url.ParseQuery(in.Get("stories"))
		if err != nil {
			return nil, errNotFound
		}
		p, list, _, err := d.listed(r.Context(), asked)
		if err != nil {
			return nil, err
		}
		for _, k := range list[min(p.From, len(list)):min(p.From+frontStories, len(list))] {
			articles, _ := k.members(c)
			out = append(out, articles...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out), err
}

// known returns those ids that are of articles.
func known(c *serve.Catalog, ids ...string) (out []string) {
	for _, id := range ids {
		if _, ok := c.Article(id); ok {
			out = append(out, id)
		}
	}
	return out
}

// foundArticles returns the articles that a query finds.
func (d *Desk) foundArticles(r *http.Request, query string) (out []string, err error) {
	q, err := store.ParseQuery(query)
	if err != nil {
		return nil, &askedError{err.Error()}
	}
	err = d.Site.View(r.Context(), func(v store.View) error {
		hits, err := d.Site.Find(r.Context(), v, q, store.Articles, 0, maxSaved)
		for i := range hits {
			out = append(out, hits[i].Article)
		}
		return err
	})
	return out, err
}
