package web

import (
	"context"
	"net/http"
	"strings"

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
	var runs []*serve.CorrectedStory
	for _, id := range []string{a, b} {
		run, err := d.runs.Story(r.Context(), d.Site.Catalog().StoryOf(id))
		if err != nil {
			return err
		}
		runs = append(runs, run)
	}
	return d.Site.View(r.Context(), func(v store.View) error {
		l, err := d.newLibrary(r.Context(), v, []string{a, b})
		if err != nil {
			return err
		}
		if l.articles[a] == nil || l.articles[b] == nil {
			return errNotFound
		}
		link, err := d.linkOf(r.Context(), v, runs, a, b)
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

// linkOf returns the link between two articles, or nil, as runs with corrections have
// it if there are any.
func (d *Desk) linkOf(ctx context.Context, v store.View, runs []*serve.CorrectedStory, a, b string) (*news.Link, error) {
	for i, one := range []string{a, b} {
		links, err := d.linksOf(ctx, v, runs[i], one, a, b)
		if err != nil {
			return nil, err
		}
		for k := range links {
			if l := &links[k]; l.From == a && l.To == b || l.From == b && l.To == a {
				return l, nil
			}
		}
	}
	return nil, nil
}

// longAlone is from how many bytes on what one article alone has is folded away. Ours.
const longAlone = 900

// folds reports whether one side of a row is long and stands in one article alone.
func folds(side []figures.Words, kind news.ReuseKind) bool {
	n := 0
	for _, w := range side {
		n += len(w.Text)
	}
	return kind == "" && n > longAlone
}

// opening returns the first words of a side.
func opening(side []figures.Words) string { return excerpt(joined(side), 240) }

func wordsIn(side []figures.Words) int { return len(strings.Fields(joined(side))) }

func joined(side []figures.Words) string {
	var b strings.Builder
	for _, w := range side {
		b.WriteString(w.Text)
	}
	return b.String()
}
