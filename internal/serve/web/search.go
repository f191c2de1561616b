package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/store"
)

// pageHits is how many hits one page has. Ours.
const pageHits = 25

// A searchPage is what a query finds.
type searchPage struct {
	Query   string
	Problem string // what is wrong with the query
	Kinds   []kindTab
	Hits    []hitLine
	Next    string
	From    int
	Asked   bool
}

// A kindTab leads to the hits of one kind.
type kindTab struct {
	Kind, Name, Href string
	Here             bool
}

// A hitLine is one hit.
type hitLine struct {
	Title, Outlet, When, Href, Story string
	Speaker, Label                   string
	Origins                          int // 0 where they were not counted
	Parts                            []part
	CutBefore, CutAfter              bool
}

// kindNames are what is looked for, in the order of [serve.HitKinds].
var kindNames = map[store.HitKind]string{
	store.Articles: "Articles", store.Statements: "Statements", serve.Events: "Events", serve.Claims: "Claims",
	serve.Conflicts: "Conflicts", serve.Positions: "Positions",
}

// search makes the page of a query.
func (d *Desk) search(r *http.Request, f *frame) error {
	in := r.URL.Query()
	p := &searchPage{Query: strings.TrimSpace(in.Get("q"))}
	f.Title, f.Query, f.Here, f.Content = "Search", p.Query, "search", p
	kind := store.HitKind(in.Get("kind"))
	if !slices.Contains(serve.HitKinds, kind) {
		kind = store.Articles
	}
	for _, k := range serve.HitKinds {
		p.Kinds = append(p.Kinds, kindTab{string(k), kindNames[k], "/search?" + url.Values{"q": {p.Query}, "kind": {string(k)}}.Encode(), k == kind})
	}
	if p.Query == "" {
		return nil
	}
	p.Asked = true
	f.Saves = d.saves("search", p.Query)
	f.Title = "Search: " + excerpt(p.Query, 60)
	f.JSON = "/api/v1/search?" + url.Values{"q": {p.Query}}.Encode()
	q, err := store.ParseQuery(p.Query)
	if err != nil {
		p.Problem = err.Error()
		return nil //nolint:nilerr // the page tells it
	}
	from, _ := strconv.Atoi(in.Get("from"))
	p.From = max(0, min(from, serve.MaxHits))
	if err := d.runs.Refresh(r.Context()); err != nil {
		return err
	}
	site := d.Site.Corrected()
	return site.View(r.Context(), func(v store.View) error {
		hits, err := site.Find(r.Context(), v, q, kind, p.From, pageHits+1)
		if err != nil {
			return err
		}
		if len(hits) > pageHits {
			hits = hits[:pageHits]
			in.Set("from", strconv.Itoa(p.From+pageHits))
			p.Next = "/search?" + in.Encode()
		}
		for i := range hits {
			p.Hits = append(p.Hits, newHitLine(&hits[i]))
		}
		return nil
	})
}

func newHitLine(h *serve.Hit) hitLine {
	line := hitLine{
		Title: folded(orEmpty(h.Title)), Outlet: folded(orEmpty(h.Outlet)), Story: orEmpty(h.Story), Speaker: folded(orEmpty(h.Speaker)),
		Label: orEmpty(h.Label), CutBefore: h.CutBefore, CutAfter: h.CutAfter,
		Href: "/article/" + url.PathEscape(h.Article) + "?at=" + strconv.Itoa(h.Span.Start) + "-" + strconv.Itoa(h.Span.End) + "#here",
	}
	line.Title = cmp.Or(line.Title, line.Outlet, "An article without a title")
	if h.Published != nil {
		line.When = shortDate(*h.Published)
	}
	if h.Origins != nil {
		line.Origins = *h.Origins
	}
	text := h.Span.Text
	runes := news.NewRunes(text)
	at := 0
	for _, w := range h.Found {
		start, end := runes.Byte(w.Start-h.Span.Start), runes.Byte(w.End-h.Span.Start)
		if start < at || end < start {
			continue
		}
		line.Parts = append(line.Parts, part{Text: shown(text[at:start])}, part{Text: shown(text[start:end]), Mark: true})
		at = end
	}
	line.Parts = append(line.Parts, part{Text: shown(text[at:])})
	return line
}

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
