package web

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/twosource/twosource/internal/figures"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/store"
)

// An articlePage is one article with everything found in it.
type articlePage struct {
	source
	Authors          []string
	URL              string // "" where it is none that a browser may follow
	Input            string
	Story, StoryName string // address and title of its story
	Words            int
	Corrected        []string // lines of the user's that the page is made with
	Blocks           []block
	Removed          []removed
	Statements       []found
	Names            []namedHere
	Times            []found
	Credits          []found
	Events, Claims   []found
	Shared           []sharedHere
	Signs            []sign
	Origin           string
	Marked           string // the words of the address; ""
	run              *serve.CorrectedStory
	speakers         map[int]string // of statements by their place in the article, as run has them
}

// A block is one of the article's text.
type block struct {
	Kind, Reason string
	Parts        []stretch
}

// A stretch is words with what was found in them.
type stretch struct {
	Text  string
	Class string // "" for plain words
	Title string
	Here  bool // they are those of the address
	First bool // it is the first that is so
}

// A removed is what was not read, and why.
type removed struct {
	Reason, Text, Href string
}

// A found is something in the article, with where it stands.
type found struct {
	What, Text, Href string
	Who              string
	Why              string
	at               int // where it stands
}

// A namedHere is a name with how often it is meant.
type namedHere struct {
	Name, Type, ID string
	Times          int
	Href           string
}

// A sharedHere is what the article has in common with another.
type sharedHere struct {
	Other   source
	Kind    string
	Took    bool // this one took from the other
	Shared  int
	Compare string
}

// A sign is a reason to distrust the article's form.
type sign struct{ Kind, Why string }

// A layer is spans of one kind.
type layer struct {
	news.Span
	class, title string
}

// article makes the page of one article.
func (d *Desk) article(r *http.Request, f *frame) error {
	id := r.PathValue("id")
	run, err := d.runs.Story(r.Context(), d.Site.Catalog().StoryOf(id))
	if err != nil {
		return err
	}
	return d.Site.View(r.Context(), func(v store.View) error {
		l, err := d.newLibrary(r.Context(), v, []string{id})
		if err != nil {
			return err
		}
		a := l.articles[id]
		if a == nil {
			return errNotFound
		}
		p := &articlePage{source: l.sources[id], Input: shown(path.Base(a.Input.Name)), Story: l.catalog.StoryOf(id), Words: len(strings.Fields(a.Text))}
		if a.Input.Line > 0 {
			p.Input += ":" + strconv.Itoa(a.Input.Line)
		}
		for _, one := range a.Authors {
			p.Authors = append(p.Authors, folded(one))
		}
		p.URL = safeAddress(a.URL)
		here := spanOf(r.URL.Query().Get("at"), a.Text)
		if !here.IsZero() {
			p.Marked = excerpt(here.Of(a.Text), 100)
		}
		p.run = run
		if err := l.storyOf(r, v, p); err != nil {
			return err
		}
		layers := p.find(l, a)
		more, err := d.shared(r, v, a, p)
		if err != nil {
			return err
		}
		p.lay(a, append(layers, more...), here)
		f.Title = cmp.Or(p.Title, p.Outlet, "An article")
		f.Saves = d.saves("article", id)
		f.JSON, f.Content = "/api/v1/articles/"+url.PathEscape(id), p
		return nil
	})
}

// storyOf reads the story of the article.
func (l *library) storyOf(r *http.Request, v store.View, p *articlePage) error {
	if p.Story == "" {
		return nil
	}
	if p.run != nil {
		l.takeRun(p)
		return nil
	}
	s, ok, err := v.Story(r.Context(), p.Story)
	if err != nil || !ok {
		return err
	}
	p.StoryName, p.Story = cmp.Or(folded(s.Title), "a story without a title"), "/story/"+url.PathEscape(s.ID)
	for _, id := range s.Entities {
		if e, ok := l.catalog.Find(store.EntityKind, id); ok {
			l.known = append(l.known, e)
		}
	}
	return nil
}

// takeRun takes the story of the article, its names and who says what in it from a
// run with corrections.
func (l *library) takeRun(p *articlePage) {
	s := p.run.Part(p.ID)
	k := ranking{key: p.run.ID, corrected: p.run, part: slices.IndexFunc(p.run.Stories, func(one news.Story) bool { return one.ID == s.ID })}
	p.StoryName, p.Story, p.Corrected = cmp.Or(folded(s.Title), "a story without a title"), k.href(), p.run.Lines
	l.renamed = map[string]string{}
	l.spoken = map[news.Span]string{}
	for i := range p.run.Record.Entities {
		e := &p.run.Record.Entities[i]
		l.renamed[e.ID] = e.Name
		for _, m := range e.Mentions {
			if m.Article == p.ID {
				l.spoken[m.Span] = e.ID
			}
		}
	}
	p.speakers = map[int]string{}
	for i := range p.run.Record.Statements {
		s := &p.run.Record.Statements[i]
		for _, one := range s.Reports {
			if one.Article == p.ID {
				p.speakers[one.Speech] = cmp.Or(folded(l.renamed[s.Speaker]), "not known who")
			}
		}
	}
}

// safeAddress returns an address that a link may lead to, or "".
func safeAddress(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		return ""
	}
	return u.String()
}

// spanOf reads START-END in code points; what does not fit is the zero span.
func spanOf(at, text string) news.Span {
	from, to, ok := strings.Cut(at, "-")
	start, err1 := strconv.Atoi(from)
	end, err2 := strconv.Atoi(to)
	if !ok || err1 != nil || err2 != nil || start < 0 || end <= start {
		return news.Span{}
	}
	runes := news.NewRunes(text)
	s := news.Span{Start: runes.Byte(start), End: runes.Byte(end)}
	if s.Start < 0 || s.End < 0 {
		return news.Span{}
	}
	return s
}

// find lists what annotate found, and returns where.
func (p *articlePage) find(l *library, a *news.Article) []layer {
	n := l.notes[a.ID]
	var out []layer
	here := func(s news.Span) string { return spanAddress(a, s) }
	for i := range n.Statements {
		s := &n.Statements[i]
		who := "not known who"
		if s.SpeakerSpan.Check(a.Text) == nil {
			who = cmp.Or(folded(s.SpeakerSpan.Of(a.Text)), who)
		}
		if said, ok := p.speakers[i]; ok {
			who = said
		} else if s.Speaker >= 0 {
			who = cmp.Or(folded(n.Mentions[n.Mentions[s.Speaker].Antecedent].Name), who)
		}
		var words []string
		for _, c := range s.Content {
			out = append(out, layer{c, "said", s.Act + " by " + who})
			words = append(words, c.Of(a.Text))
		}
		if len(words) > 0 {
			p.Statements = append(p.Statements, found{What: s.Act, Who: who, Text: excerpt(strings.Join(words, " […] "), 160), Href: here(s.Content[0]), Why: s.Unresolved})
		}
	}
	out = append(out, p.findNames(l, a)...)
	for _, t := range n.Times {
		out = append(out, layer{t.Span, "time", "time: " + cmp.Or(t.Value, "unknown")})
		p.Times = append(p.Times, found{What: cmp.Or(shortDate(t.Value), "not known"), Text: folded(t.Span.Of(a.Text)), Href: here(t.Span), Why: t.Reason})
	}
	for _, c := range n.Credits {
		out = append(out, layer{c.Span, "credit", string(c.Role) + ": " + c.Agency})
		p.Credits = append(p.Credits, found{What: string(c.Role), Who: folded(c.Agency), Text: excerpt(c.Span.Of(a.Text), 120), Href: here(c.Span)})
	}
	return out
}

// findNames lists the names of an article, those that are meant most first.
func (p *articlePage) findNames(l *library, a *news.Article) []layer {
	n := l.notes[a.ID]
	ids := map[string]string{}
	for _, e := range l.known {
		ids[e.Label+" "+folded(e.Who)] = e.Key
	}
	var out []layer
	at := map[string]int{}
	for i := range n.Mentions {
		m := &n.Mentions[i]
		out = append(out, layer{m.Span, "name", string(m.Type)})
		full := &n.Mentions[m.Antecedent]
		called, id := folded(full.Name), ""
		if one := l.spoken[m.Span]; one != "" {
			called, id = cmp.Or(folded(l.renamed[one]), called), l.paged(one)
		}
		if called == "" {
			continue
		}
		key := string(full.Type) + " " + called
		k, ok := at[key]
		if !ok {
			k = len(p.Names)
			at[key] = k
			p.Names = append(p.Names, namedHere{Name: called, Type: string(full.Type), ID: cmp.Or(id, ids[key]), Href: spanAddress(a, m.Span)})
		}
		p.Names[k].Times++
	}
	slices.SortStableFunc(p.Names, func(x, y namedHere) int { return cmp.Compare(y.Times, x.Times) })
	return out
}

// paged returns the id of an entity that has a page, or "".
func (l *library) paged(id string) string {
	if _, ok := l.catalog.Find(store.EntityKind, id); !ok {
		return ""
	}
	return id
}

// shared lists what an article has in common with others, and returns where.
func (d *Desk) shared(r *http.Request, v store.View, a *news.Article, p *articlePage) ([]layer, error) {
	links, err := d.linksOf(r.Context(), v, p.run, a.ID)
	if err != nil {
		return nil, err
	}
	if err := d.originOf(r.Context(), v, a.ID, p); err != nil {
		return nil, err
	}
	if err := d.toldHere(r.Context(), v, a, p); err != nil {
		return nil, err
	}
	others := make([]string, 0, len(links))
	for _, k := range links {
		others = append(others, k.From, k.To)
	}
	slices.Sort(others)
	far, err := d.newLibrary(r.Context(), v, slices.Compact(others))
	if err != nil {
		return nil, err
	}
	var out []layer
	for i := range links {
		k := &links[i]
		other, took := k.From, true
		if k.From == a.ID {
			other, took = k.To, false
		}
		for _, one := range k.Passages {
			s := one.To
			if !took {
				s = one.From
			}
			out = append(out, layer{s, "shared", "also in " + far.sources[other].Name() + " (" + string(one.Kind) + ")"})
		}
		p.Shared = append(p.Shared, sharedHere{far.sources[other], cmp.Or(figures.Verbs[k.Kind], string(k.Kind)), took, perCent(k.Shared), compareAddress(k.From, k.To)})
	}
	slices.SortStableFunc(p.Shared, func(x, y sharedHere) int { return cmp.Compare(y.Shared, x.Shared) })
	return out, nil
}

// lay cuts the text into stretches.
func (p *articlePage) lay(a *news.Article, layers []layer, here news.Span) {
	layers = slices.DeleteFunc(layers, func(l layer) bool { return l.Check(a.Text) != nil || l.Len() == 0 })
	slices.SortStableFunc(layers, func(x, y layer) int { return cmp.Compare(x.Start, y.Start) })
	if !here.IsZero() && here.Check(a.Text) != nil {
		here = news.Span{}
	}
	first := true
	next := 0
	var open []layer
	for _, b := range a.Blocks {
		out := block{Kind: b.Kind.String(), Reason: b.Reason}
		if b.Kind == news.Furniture || b.Kind == news.Caption {
			p.Removed = append(p.Removed, removed{cmp.Or(b.Reason, "a caption"), excerpt(b.Of(a.Text), 100), spanAddress(a, b.Span)})
		}
		for next < len(layers) && layers[next].Start < b.End {
			open = append(open, layers[next])
			next++
		}
		for _, cut := range cuts(b.Span, open, here) {
			s := stretch{Text: shown(cut.Of(a.Text))}
			s.Class, s.Title = classOf(cut, open)
			if s.Here = here.Contains(cut) && !here.IsZero(); s.Here && first {
				s.First, first = true, false
			}
			out.Parts = append(out.Parts, s)
		}
		open = slices.DeleteFunc(open, func(l layer) bool { return l.End <= b.End })
		p.Blocks = append(p.Blocks, out)
	}
}

// cuts returns the stretches of block between the ends of spans.
func cuts(block news.Span, list []layer, here news.Span) []news.Span {
	at := []int{block.Start, block.End}
	add := func(n int) {
		if n > block.Start && n < block.End {
			at = append(at, n)
		}
	}
	for _, l := range list {
		add(l.Start)
		add(l.End)
	}
	add(here.Start)
	add(here.End)
	slices.Sort(at)
	at = slices.Compact(at)
	var out []news.Span
	for i := 1; i < len(at); i++ {
		out = append(out, news.Span{Start: at[i-1], End: at[i]})
	}
	return out
}

// classOf returns what was found over a stretch.
func classOf(cut news.Span, list []layer) (class, title string) {
	var classes, titles []string
	for _, l := range list {
		if l.Contains(cut) && !slices.Contains(classes, "k-"+l.class) {
			classes, titles = append(classes, "k-"+l.class), append(titles, folded(l.title))
		}
	}
	return strings.Join(classes, " "), strings.Join(titles, "; ")
}

// linksOf returns the links of an article, as a run with corrections has them if there
// is one; with to, those alone that lead to one of these.
func (d *Desk) linksOf(ctx context.Context, v store.View, run *serve.CorrectedStory, id string, to ...string) ([]news.Link, error) {
	c := d.Site.Catalog()
	var links []news.Link
	if run != nil {
		links = slices.Clone(run.Record.Lineage)
	} else if story := c.StoryOf(id); story != "" {
		list := c.InStory(store.LinkKind, story)
		if len(to) > 0 {
			list = slices.DeleteFunc(list, func(e serve.Entry) bool { return !slices.Contains(to, e.Article) })
		}
		var err error
		if links, err = read[news.Link](ctx, v, store.LinkKind, serve.Keys(list[:min(len(list), maxAll)])); err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(links, func(k news.Link) bool { return k.From != id && k.To != id }), nil
}

// signWords say what distrusts an article's form, and originWords what an origin is.
var (
	signWords   = map[string]string{"automatic-rewriting": "Signs of automatic rewriting", "stub": "A stub", "live-blog": "A live blog"}
	originWords = map[news.OriginKind]string{
		news.OriginOwn: "its own report", news.OriginAgency: "an agency", news.OriginInformant: "an informant",
		news.OriginDocument: "a document", news.OriginUtterance: "what was said", news.OriginUnknown: "of a kind not known",
	}
)

// originOf says of which origin most of an article is, and why its form is to be
// distrusted.
func (d *Desk) originOf(ctx context.Context, v store.View, id string, p *articlePage) error {
	prov, err := read[news.Provenance](ctx, v, store.ProvenanceKind, []string{id})
	if err != nil {
		return err
	}
	var origins []news.Origin
	for _, one := range prov {
		for _, s := range one.Signs {
			p.Signs = append(p.Signs, sign{cmp.Or(signWords[s.Kind], s.Kind), s.Why})
		}
		if p.run == nil {
			if origins, err = read[news.Origin](ctx, v, store.OriginKind, []string{one.Origin}); err != nil {
				return err
			}
		}
	}
	if p.run != nil {
		origins = slices.DeleteFunc(slices.Clone(p.run.Record.Origins), func(o news.Origin) bool { return o.ID != p.run.Origin[id] })
	}
	for _, o := range origins {
		p.Origin = "It has an origin that it does not name."
		if name := folded(o.Name); name != "" {
			p.Origin = "Most of it comes from " + name + " (" + cmp.Or(originWords[o.Kind], string(o.Kind)) + ")."
		}
	}
	return nil
}
