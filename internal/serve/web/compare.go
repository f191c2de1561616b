package web

import (
	"net/http"
	"slices"

	"github.com/twosource/twosource/internal/figures"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/store"
)

// A comparePage is two articles side by side.
type comparePage struct {
	A, B    source
	Kind    string
	Shared  int
	Reasons []string
	Rows    []figures.Row
	Linked  bool
}

// compare makes the page of two articles.
func (d *Desk) compare(r *http.Request, f *frame) error {
	a, b := r.URL.Query().Get("a"), r.URL.Query().Get("b")
	if a == "" || b == "" || a == b {
		return &askedError{"Name two articles: /compare?a=ID&b=ID."}
	}
	return d.Site.View(r.Context(), func(v store.View) error {
		l, err := d.newLibrary(r.Context(), v, []string{a, b})
		if err != nil {
			return err
		}
		if l.articles[a] == nil || l.articles[b] == nil {
			return errNotFound
		}
		link, err := d.linkOf(r, v, l, a, b)
		if err != nil {
			return err
		}
		if link != nil && link.From == b {
			a, b = b, a
		}
		p := &comparePage{A: l.sources[a], B: l.sources[b]}
		var passages []news.Reuse
		if link != nil {
			p.Linked, p.Kind, p.Shared, p.Reasons, passages = true, figures.Verbs[link.Kind], perCent(link.Shared), link.Reasons, link.Passages
		}
		p.Rows = figures.Align(l.articles[a].Text, l.articles[b].Text, passages)
		f.Saves = d.saves("compare", r.URL.RawQuery)
		f.Title, f.Content = p.A.Name()+" and "+p.B.Name(), p
		return nil
	})
}

// linkOf returns the link between two articles, or nil.
func (d *Desk) linkOf(r *http.Request, v store.View, l *library, a, b string) (*news.Link, error) {
	for _, story := range slices.Compact([]string{l.catalog.StoryOf(a), l.catalog.StoryOf(b)}) {
		if story == "" {
			continue
		}
		list := l.catalog.InStory(store.LinkKind, story)
		list = slices.DeleteFunc(list, func(e serve.Entry) bool { return e.Article != a && e.Article != b })
		links, err := read[news.Link](r.Context(), v, store.LinkKind, serve.Keys(list))
		if err != nil {
			return nil, err
		}
		for i := range links {
			k := &links[i]
			if k.From == a && k.To == b || k.From == b && k.To == a {
				return k, nil
			}
		}
	}
	return nil, nil
}
