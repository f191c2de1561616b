package web

import (
	"cmp"
	"context"
	"net/url"
	"slices"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/store"
)

// A library is the articles that one page speaks of, and the names of origins and
// entities.
type library struct {
	catalog  *serve.Catalog
	articles map[string]*news.Article
	sources  map[string]source
	notes    map[string]*news.Annotation
	known    []serve.Entry            // the entities of the story that the page is of
	fixes    bool                     // that the desk takes corrections
	linked   map[[2]string]*news.Link // those of the story, by from and to
	renamed  map[string]string        // entities of a run with corrections, by id; nil without
	spoken   map[news.Span]string     // ids of those that an article's page names, by where; nil without
}

// newLibrary reads articles.
func (d *Desk) newLibrary(ctx context.Context, v store.View, ids []string) (*library, error) {
	articles, annotations, err := d.Site.Texts(ctx, v, ids)
	if err != nil {
		return nil, err
	}
	l := &library{catalog: d.Site.Catalog(), articles: map[string]*news.Article{}, sources: map[string]source{}, notes: map[string]*news.Annotation{}, fixes: d.Corrections != nil}
	for i := range articles {
		a := &articles[i]
		l.articles[a.ID], l.notes[a.ID] = a, &annotations[i]
		l.sources[a.ID] = newSource(a, &annotations[i])
	}
	return l, nil
}

// quotes returns at most n quotes of refs, each place once; most counts those that
// there are.
func (l *library) quotes(refs []news.Ref, n int) (out []quote, most int) {
	seen := map[news.Ref]bool{}
	for _, r := range refs {
		a := l.articles[r.Article]
		if a == nil || seen[r] {
			continue
		}
		seen[r] = true
		if len(out) >= n {
			most++
			continue
		}
		if q, ok := newQuote(l.sources[r.Article], a, r.Span); ok {
			out = append(out, q)
			most++
		}
	}
	l.pair(out)
	return out, most
}

// words returns what a ref says, "" if it says nothing.
func (l *library) words(r news.Ref) string {
	if a := l.articles[r.Article]; a != nil && r.Check(a.Text) == nil {
		return folded(r.Of(a.Text))
	}
	return ""
}

// A name is an entity as a line names it; one without an ID has no page.
type name struct {
	ID, Name string
}

// fix returns the address of the form of a correction, "" if the desk takes none.
func (l *library) fix(fields url.Values) string {
	if !l.fixes {
		return ""
	}
	return "/correct?" + fields.Encode()
}

// names returns entities by name; those that are gone are left out.
func (l *library) names(ids ...string) []name {
	var out []name
	for _, id := range ids {
		n := name{Name: l.renamed[id]}
		if e, ok := l.catalog.Find(store.EntityKind, id); ok {
			n = name{id, cmp.Or(n.Name, e.Who)}
		}
		if n.Name = folded(n.Name); n.Name != "" && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// byDate orders sources by date, those without one last.
func byDate(x, y source) int {
	return cmp.Or(cmp.Compare(later(x), later(y)), cmp.Compare(x.Outlet, y.Outlet), cmp.Compare(x.ID, y.ID))
}

func later(s source) int64 {
	if s.published == 0 {
		return 1 << 62
	}
	return s.published
}
