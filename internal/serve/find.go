package serve

import (
	"context"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/store"
)

// What can be found beside [store.Articles] and [store.Statements].
const (
	Events    store.HitKind = "event"
	Claims    store.HitKind = "claim"
	Conflicts store.HitKind = "conflict"
	Positions store.HitKind = "position"
)

// HitKinds are all kinds of things that can be found, in the order in which hits
// come.
var HitKinds = []store.HitKind{store.Articles, store.Statements, Events, Claims, Conflicts, Positions}

// Words are a span of an article's text in code points, as a brief has it.
type Words struct {
	Start int    `json:"start" doc:"code points of the article's text"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

// A Hit is one thing that a query finds, with the words it was found by.
type Hit struct {
	Kind      string  `json:"kind" enum:"article,statement,event,claim,conflict,position"`
	ID        *string `json:"id" doc:"id of the record; null for a statement, unless the query asks for origins"`
	Story     *string `json:"story"`
	Article   string  `json:"article"`
	Input     string  `json:"input" doc:"where the article was read"`
	Line      *int    `json:"line"`
	Outlet    *string `json:"outlet"`
	URL       *string `json:"url"`
	Title     *string `json:"title"`
	Published *string `json:"published"`
	Speaker   *string `json:"speaker" doc:"who says it, by the name that the article has; of claims, events, conflicts and positions the holders, actors or party"`
	Label     *string `json:"label" doc:"the kind, status or type of a record"`
	Origins   *int    `json:"origins" doc:"independent origins, at most; null where they were not counted"`
	Span      Words   `json:"span" doc:"the words around what was found"`
	Found     []Words `json:"found" doc:"what was found, within span"`

	CutBefore bool `json:"cut_before" doc:"there is more before the span"`
	CutAfter  bool `json:"cut_after" doc:"there is more after the span"`
}

// The bounds of what one search looks at. Ours.
const (
	// MaxHits is how many hits of one kind can be paged through.
	MaxHits = 1000
	// candidates is how many articles or statements lead to the stories whose events,
	// claims, conflicts and positions are looked through, and maxLooked how many of
	// those.
	candidates = 300
	maxLooked  = 5000
)

// Find returns hits of q of one kind, the best first, from number from on, at most
// limit.
func (s *Site) Find(ctx context.Context, v store.View, q *store.Query, kind store.HitKind, from, limit int) ([]Hit, error) {
	limit = max(0, min(limit, MaxHits-from))
	switch kind {
	case store.Articles, store.Statements:
		return s.findTold(ctx, v, q, kind, from, limit)
	}
	return s.findDerived(ctx, v, q, kind, from, limit)
}

// findTold finds articles and statements, which the store has an index of.
func (s *Site) findTold(ctx context.Context, v store.View, q *store.Query, kind store.HitKind, from, limit int) ([]Hit, error) {
	want := from + limit
	if q.Origins.Asked() {
		want = MaxHits
	}
	c := s.Catalog()
	found, err := s.told(ctx, v, c, q, kind, want)
	if err != nil {
		return nil, err
	}
	var out []Hit
	passed := 0
	for i := range found {
		m := &found[i]
		h := Hit{Kind: string(kind)}
		story := c.StoryOf(m.Analysis.Article.ID)
		if kind == store.Articles {
			h.ID = &m.Analysis.Article.ID
			if e, ok := c.Find(store.StoryKind, story); ok {
				h.Origins = &e.Origins
			}
		} else if q.Origins.Asked() {
			if err := s.joined(ctx, v, c, m, story, &h); err != nil {
				return nil, err
			}
		}
		if q.Origins.Asked() && (h.Origins == nil || !q.Origins.Has(*h.Origins)) {
			continue
		}
		if passed++; passed <= from {
			continue
		}
		if len(out) == limit {
			break
		}
		h.Story = orNull(story)
		h.tell(q, m)
		if as := c.over.saidAt(m); as != nil {
			h.Speaker = orNull(c.speaker(as))
		}
		out = append(out, h)
	}
	return out, nil
}

// told returns the matches of q among articles or statements. Who says a statement is
// who the corrections say it is: those of which q means the speaker come first, and
// those that have another now than the index has are none.
func (s *Site) told(ctx context.Context, v store.View, c *Catalog, q *store.Query, kind store.HitKind, want int) ([]store.Match, error) {
	found, err := v.Search(ctx, q, kind, want)
	if err != nil || kind != store.Statements || c.over == nil || len(c.over.said) == 0 || !q.Has("speaker") {
		return found, err
	}
	out, err := s.respoken(ctx, v, c, q)
	if err != nil {
		return nil, err
	}
	for i := range found {
		if c.over.saidAt(&found[i]) == nil {
			out = append(out, found[i])
		}
	}
	return out, nil
}

// respoken returns those statements with another speaker than the index has that q
// means, by their places.
func (s *Site) respoken(ctx context.Context, v store.View, c *Catalog, q *store.Query) ([]store.Match, error) {
	var ids []string
	for at := range c.over.said {
		ids = append(ids, at.article)
	}
	slices.Sort(ids)
	articles, annotations, err := s.Texts(ctx, v, slices.Compact(ids))
	if err != nil {
		return nil, err
	}
	var out []store.Match
	for i := range articles {
		a := &articles[i]
		if published := firstOf(a.Published); q.NotBefore != nil && published < *q.NotBefore || q.Before != nil && (published == NoDate || published >= *q.Before) {
			continue
		}
		for k := range annotations[i].Statements {
			as := c.over.said[utterance{a.ID, k}]
			if as == nil {
				continue
			}
			words := map[string]string{
				"speaker": " " + store.Fold(c.speaker(as)) + " ", "outlet": " " + store.Fold(a.Outlet+" "+a.Family) + " ", "title": " " + store.Fold(a.Title) + " ",
			}
			for _, sp := range annotations[i].Statements[k].Content {
				words[""] += " " + store.Fold(sp.Of(a.Text)) + " "
			}
			if means(&q.Text, words) {
				out = append(out, store.Match{Reading: store.Reading{At: a.Input}, Analysis: &store.Analysis{Article: *a, Annotation: annotations[i]}, Statement: k})
			}
		}
	}
	return out, nil
}

// saidAt returns the statement that corrections have at the place of a match; nil if
// they have none there.
func (o *overlay) saidAt(m *store.Match) *news.Statement {
	if o == nil || m.Statement < 0 {
		return nil
	}
	return o.said[utterance{m.Analysis.Article.ID, m.Statement}]
}

// speaker returns who says a statement, by name.
func (c *Catalog) speaker(s *news.Statement) string {
	if e, ok := c.Find(store.EntityKind, s.Speaker); ok {
		return e.Who
	}
	return s.SpeakerText
}

// joined gives a hit the statement into which the one of a match was joined.
func (s *Site) joined(ctx context.Context, v store.View, c *Catalog, m *store.Match, story string, h *Hit) error {
	for _, e := range c.InStory(store.StatementKind, story) {
		var part struct {
			Reports []struct {
				Article string
				Speech  int
			}
		}
		if _, err := v.Record(ctx, store.StatementKind, e.Key, &part); err != nil {
			return err
		}
		for _, r := range part.Reports {
			if r.Article == m.Analysis.Article.ID && r.Speech == m.Statement {
				h.ID, h.Origins = &e.Key, &e.Origins
				return nil
			}
		}
	}
	return nil
}

// NewHit returns the hit of a match of q among things of one kind.
func NewHit(q *store.Query, kind store.HitKind, m *store.Match) Hit {
	h := Hit{Kind: string(kind)}
	h.tell(q, m)
	return h
}

func (h *Hit) tell(q *store.Query, m *store.Match) {
	a := &m.Analysis.Article
	h.of(a)
	h.Input = m.Reading.At.Name
	if n := m.Reading.At.Line; n > 0 {
		h.Line = &n
	}
	within := news.Span{End: len(a.Text)}
	if m.Statement >= 0 {
		st := &m.Analysis.Annotation.Statements[m.Statement]
		h.Speaker = orNull(store.SpeakerName(m.Analysis, m.Statement))
		h.Label = orNull(string(st.Kind))
		if len(st.Content) > 0 {
			within = st.Content[0].Cover(st.Content[len(st.Content)-1])
		}
	} else if n := len(a.Blocks); n > 0 && a.TitleSpan.End > 0 && a.TitleSpan.End < len(a.Text) && !q.Has("title") {
		within.Start = a.TitleSpan.End // the title is shown as it is
	}
	h.cut(q, a, within)
}

// of fills in what a hit says of its article.
func (h *Hit) of(a *news.Article) {
	h.Article, h.Outlet, h.URL, h.Title, h.Published = a.ID, orNull(a.Outlet), orNull(a.URL), orNull(a.Title), orNull(a.Published.Value)
	h.Input = a.Input.Name
	if a.Input.Line > 0 {
		h.Line = &a.Input.Line
	}
}

// cut sets the span of a hit to the best stretch within bounds.
func (h *Hit) cut(q *store.Query, a *news.Article, within news.Span) {
	runes := news.NewRunes(a.Text)
	words := func(s news.Span) Words {
		start, end := runes.Points(s)
		return Words{start, end, s.Of(a.Text)}
	}
	snippet := q.Snippet(a.Text, within)
	h.Span, h.Found = words(snippet.Span), []Words{}
	h.CutBefore = store.Fold(a.Text[within.Start:snippet.Start]) != ""
	h.CutAfter = store.Fold(a.Text[snippet.End:within.End]) != ""
	for _, f := range snippet.Found {
		h.Found = append(h.Found, words(f))
	}
}

// derivedKind is the kind of record behind a kind of hit.
var derivedKind = map[store.HitKind]store.Kind{
	Events: store.EventKind, Claims: store.ClaimKind, Conflicts: store.ConflictKind, Positions: store.PositionKind,
}

// findDerived finds what was derived of articles that the query may mean.
func (s *Site) findDerived(ctx context.Context, v store.View, q *store.Query, kind store.HitKind, from, limit int) ([]Hit, error) {
	c, k := s.Catalog(), derivedKind[kind]
	stories, err := s.storiesFor(ctx, v, c, q, k)
	if err != nil {
		return nil, err
	}
	wants := Filter{Since: q.NotBefore, Until: q.Before}
	var out []Hit
	passed, looked := 0, 0
	for _, story := range stories {
		var keys []string
		for _, e := range c.InStory(k, story) {
			if wants.inTime(e.First) && q.Origins.Has(e.Origins) {
				keys = append(keys, e.Key)
			}
		}
		if len(keys) == 0 {
			continue
		}
		if looked += len(keys); looked > maxLooked {
			break
		}
		hits, err := s.hitsIn(ctx, v, c, q, kind, keys)
		if err != nil {
			return nil, err
		}
		for _, h := range hits {
			if passed++; passed <= from {
				continue
			}
			if out = append(out, h); len(out) == limit {
				return out, nil
			}
		}
	}
	return out, nil
}

// storiesFor returns the stories in which things of kind k that q means can be,
// those of the best articles first.
func (s *Site) storiesFor(ctx context.Context, v store.View, c *Catalog, q *store.Query, k store.Kind) ([]string, error) {
	var stories []string
	seen := map[string]bool{}
	add := func(story string) {
		if story != "" && !seen[story] {
			seen[story] = true
			stories = append(stories, story)
		}
	}
	wide, ok := widened(&q.Text)
	if !ok { // no words: the newest first
		f := Filter{Since: q.NotBefore, Until: q.Before, Newest: true}
		page, _, err := c.Page(k, f, "", maxLooked)
		for i := range page {
			if q.Origins.Has(page[i].Origins) {
				add(page[i].Story)
			}
		}
		return stories, err
	}
	of := store.Articles
	if q.Has("speaker") {
		of = store.Statements
	}
	found, err := v.Found(ctx, &store.Query{Text: wide}, of, candidates)
	for _, id := range found {
		add(c.StoryOf(id))
	}
	return stories, err
}

// widened returns a query of articles that finds at least those in which all that
// n means stands: without what must not be there, for that holds for a part of an
// article only. Ok is false if nothing is left.
func widened(n *store.Node) (store.Node, bool) {
	switch n.Op {
	case store.TermOp:
		out := *n
		if out.Field == "title" {
			out.Field = ""
		}
		return out, true
	case store.AndOp, store.OrOp:
		out := store.Node{Op: n.Op}
		for i := range n.Parts {
			if part, ok := widened(&n.Parts[i]); ok {
				out.Parts = append(out.Parts, part)
			} else if n.Op == store.OrOp {
				return store.Node{}, false
			}
		}
		switch len(out.Parts) {
		case 0:
			return store.Node{}, false
		case 1:
			return out.Parts[0], true
		}
		return out, true
	}
	return store.Node{}, false
}

// A fact is what a derived record is found by.
type fact struct {
	id, label string
	refs      []news.Ref // the first that there is is shown
	who       []string   // entity ids
}

// factsOf returns the facts of a record's list of kind k.
func factsOf(rec *news.Record, kind store.HitKind) []fact {
	var out []fact
	switch kind {
	case Events:
		for i := range rec.Events {
			e := &rec.Events[i]
			out = append(out, fact{e.ID, e.Root, e.Mentions, append(slices.Concat(e.Actors, e.Recipients), e.AccordingTo)})
		}
	case Claims:
		for i := range rec.Claims {
			c := &rec.Claims[i]
			out = append(out, fact{c.ID, string(c.Status), c.Spans, c.Holders})
		}
	case Conflicts:
		for i := range rec.Conflicts {
			c := &rec.Conflicts[i]
			f := fact{id: c.ID, label: string(c.Kind)}
			if !c.AboutRef.IsZero() {
				f.refs = append(f.refs, c.AboutRef)
			}
			for _, side := range c.Sides {
				f.refs, f.who = append(f.refs, side.Spans...), append(f.who, side.Holders...)
			}
			out = append(out, f)
		}
	case Positions:
		for i := range rec.Positions {
			p := &rec.Positions[i]
			f := fact{id: p.ID, label: string(p.Changed), who: []string{p.Party}}
			if !p.IssueRef.IsZero() {
				f.refs = append(f.refs, p.IssueRef)
			}
			for _, point := range p.Points {
				f.refs = append(f.refs, point.Spans...)
			}
			out = append(out, f)
		}
	}
	return out
}

// hitsIn returns the hits of q among records.
func (s *Site) hitsIn(ctx context.Context, v store.View, c *Catalog, q *store.Query, kind store.HitKind, keys []string) ([]Hit, error) {
	rec, err := s.Part(ctx, v, derivedKind[kind], keys)
	if err != nil {
		return nil, err
	}
	articles := map[string]*news.Article{}
	for i := range rec.Articles {
		articles[rec.Articles[i].ID] = &rec.Articles[i]
	}
	var out []Hit
	for _, f := range factsOf(rec, kind) {
		words := map[string]string{}
		var names []string
		for _, id := range f.who {
			if e, ok := c.Find(store.EntityKind, id); ok && !slices.Contains(names, e.Who) {
				names = append(names, e.Who)
			}
		}
		add := func(field, text string) { words[field] += " " + store.Fold(text) + " " }
		add("speaker", strings.Join(names, " "))
		var at news.Ref
		for _, r := range f.refs {
			a := articles[r.Article]
			if a == nil || r.Check(a.Text) != nil {
				continue
			}
			if at.IsZero() {
				at = r
			}
			add("", r.Of(a.Text))
			add("outlet", a.Outlet+" "+a.Family)
			add("title", a.Title)
		}
		if at.IsZero() || !means(&q.Text, words) {
			continue
		}
		a := articles[at.Article]
		h := Hit{Kind: string(kind), ID: orNull(f.id), Story: orNull(c.StoryOf(a.ID)), Label: orNull(f.label), Speaker: orNull(strings.Join(names, "; "))}
		if e, ok := c.Find(derivedKind[kind], f.id); ok {
			h.Origins = &e.Origins
		}
		h.of(a)
		h.cut(q, a, at.Span)
		out = append(out, h)
	}
	return out, nil
}

// means reports whether n holds of words by field, folded, with blanks around.
func means(n *store.Node, words map[string]string) bool {
	switch n.Op {
	case store.TermOp:
		look := " " + strings.Join(n.Words, " ")
		if !n.Prefix {
			look += " "
		}
		return strings.Contains(words[n.Field], look)
	case store.AndOp:
		for i := range n.Parts {
			if !means(&n.Parts[i], words) {
				return false
			}
		}
	case store.OrOp:
		for i := range n.Parts {
			if means(&n.Parts[i], words) {
				return true
			}
		}
		return false
	case store.NotOp:
		return !means(&n.Parts[0], words)
	}
	return true
}

// Stories returns the ids of at most n stories that f wants and of which q finds an
// article or statement, those of the best first.
func (s *Site) Stories(ctx context.Context, v store.View, q *store.Query, f Filter, n int) ([]string, error) {
	c := s.Catalog()
	var out []string
	seen := map[string]bool{"": true}
	for _, of := range []store.HitKind{store.Articles, store.Statements} {
		found, err := v.Found(ctx, q, of, MaxHits)
		if err != nil {
			return nil, err
		}
		for _, id := range found {
			story := c.StoryOf(id)
			e, ok := c.Find(store.StoryKind, story)
			if !ok || seen[story] || !f.wants(&e) || !q.Origins.Has(e.Origins) {
				continue
			}
			seen[story] = true
			if out = append(out, story); len(out) == n {
				return out, nil
			}
		}
	}
	return out, nil
}

// Statements returns the keys of at most n joined statements of which q finds a
// report, in one story if that is not "", the best first.
func (s *Site) Statements(ctx context.Context, v store.View, q *store.Query, story string, n int) ([]string, error) {
	c := s.Catalog()
	found, err := s.told(ctx, v, c, q, store.Statements, min(MaxHits, 4*n))
	if err != nil {
		return nil, err
	}
	var out []string
	for i := range found {
		m := &found[i]
		in := c.StoryOf(m.Analysis.Article.ID)
		if story != "" && in != story {
			continue
		}
		var h Hit
		if err := s.joined(ctx, v, c, m, in, &h); err != nil {
			return nil, err
		}
		if h.ID == nil || !q.Origins.Has(*h.Origins) || slices.Contains(out, *h.ID) {
			continue
		}
		if out = append(out, *h.ID); len(out) == n {
			break
		}
	}
	return out, nil
}
