package web

import (
	"cmp"
	"context"
	"html/template"
	"net/http"
	"net/url"
	"slices"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/store"
)

// How much of each list a story's page shows before it is asked for all, which is
// maxAll. Ours.
const (
	maxSaid      = 60
	maxClaims    = 30
	maxConflicts = 20
	maxMoments   = 60
	maxOnly      = 60
	maxLinks     = 80
	maxQuotes    = 4
	maxAll       = 1000
	maxDrawn     = 40 // articles in the picture of who took from whom
)

// A storyPage is one story.
type storyPage struct {
	ID, Title, Lang, When string
	Articles, Origins     int
	Dots                  []originGroup // each article, by origin
	Lead, Past, Ahead     []quote
	Why                   []string
	Timeline              template.HTML
	Days                  []dayGroup
	Parties               []party
	Claims                []claimGroup
	Conflicts             []conflict
	Picture               template.HTML
	Drawn                 int
	Links                 []linkLine
	Only                  []onlyHere
	People                []name
	Thread                string
	Corrected             []string
	All                   bool
	More                  map[string]int // how many are not shown, by section
}

// An originGroup is the articles of one origin.
type originGroup struct {
	Letter, Name, Kind string
	Hue                int
	Sources            []source
}

// hues is how many colours of origins there are; the letters tell them apart.
const hues = 8

// A file is what a story's page is made of.
type file struct {
	*library
	ctx   context.Context
	view  store.View
	story news.Story
	all   bool
	page  *storyPage
}

// story makes the page of one story.
func (d *Desk) story(r *http.Request, f *frame) error {
	id := r.PathValue("id")
	c := d.Site.Catalog()
	if _, ok := c.Find(store.StoryKind, id); !ok {
		return errNotFound
	}
	return d.Site.View(r.Context(), func(v store.View) error {
		s, ok, err := v.Story(r.Context(), id)
		if err != nil || !ok {
			return cmp.Or(err, errNotFound)
		}
		l, err := d.newLibrary(r.Context(), v, s.Articles)
		if err != nil {
			return err
		}
		w := &file{library: l, ctx: r.Context(), view: v, story: s, all: r.URL.Query().Get("all") != ""}
		w.page = &storyPage{ID: id, All: w.all, More: map[string]int{}}
		if err := w.make(); err != nil {
			return err
		}
		f.Title, f.JSON, f.Content = w.page.Title, "/api/v1/stories/"+url.PathEscape(id), w.page
		return nil
	})
}

// most returns how many of n are shown, and notes the others.
func (w *file) most(section string, n, few int) int {
	if w.all {
		few = maxAll
	}
	if n > few {
		w.page.More[section] = n - few
		return few
	}
	return n
}

func (w *file) make() error {
	p, s := w.page, &w.story
	p.Title, p.Lang = cmp.Or(folded(s.Title), "A story without a title"), w.sources[s.TitleRef.Article].Lang
	p.Articles, p.Origins, p.Why = len(s.Articles), s.Origins, s.Why
	p.Thread, p.Corrected = w.catalog.ThreadOf(s.ID), s.CorrectedBy
	p.When = storyDates(s)
	p.People = w.names(s.Entities...)
	p.People = p.People[:min(len(p.People), 24)]
	for _, part := range []func() error{w.origins, w.said, w.claims, w.conflicts, w.links} {
		if err := part(); err != nil {
			return err
		}
	}
	p.Lead, _ = w.quotes(s.Lead, 6)
	p.Past, _ = w.quotes(s.Mixed.Past, maxQuotes)
	p.Ahead, _ = w.quotes(s.Mixed.Ahead, maxQuotes)
	w.moments()
	w.onlyHere()
	return nil
}

func storyDates(s *news.Story) string {
	from, to := dateWords(s.From), dateWords(s.To)
	if from == to {
		return from
	}
	return from + " to " + to
}

// origins groups the articles by origin, those with most articles first, and gives
// each a letter.
func (w *file) origins() error {
	by := map[string][]source{}
	for _, id := range w.story.Articles {
		if s, ok := w.sources[id]; ok {
			o := w.catalog.OriginOf(id)
			by[o] = append(by[o], s)
		}
	}
	keys := make([]string, 0, len(by))
	for o := range by {
		slices.SortFunc(by[o], byDate)
		keys = append(keys, o)
	}
	slices.SortFunc(keys, func(x, y string) int {
		return cmp.Or(cmp.Compare(len(by[y]), len(by[x])), byDate(by[x][0], by[y][0]), cmp.Compare(x, y))
	})
	records, err := read[news.Origin](w.ctx, w.view, store.OriginKind, keys)
	if err != nil {
		return err
	}
	for n, o := range keys {
		g := originGroup{Letter: letter(n), Hue: n % hues, Sources: by[o]}
		if k := slices.IndexFunc(records, func(r news.Origin) bool { return r.ID == o }); k >= 0 {
			g.Name, g.Kind = folded(records[k].Name), string(records[k].Kind)
		}
		for i := range g.Sources {
			s := &g.Sources[i]
			s.Letter, s.Hue = g.Letter, g.Hue
			w.sources[s.ID] = *s
		}
		w.page.Dots = append(w.page.Dots, g)
	}
	return nil
}

// A party is who said something, with what and what it held.
type party struct {
	ID, Name  string
	Said      []said
	Positions []position
}

// A said is one statement.
type said struct {
	ID, Act, Kind, When, To string
	Text                    string
	Lang                    string
	Origins                 int
	Via                     []string
	Drifts                  []string
	Quotes                  []quote
	Corrected               []string
	Fix                     string // address of the form that corrects its speaker; ""
	first                   int64
}

// A position is what a party held over time.
type position struct {
	Issue, Changed, Basis string
	Points                []point
	Change                []quote
}

// A point is what was held at one date.
type point struct {
	When   string
	Quotes []quote
}

// said groups the statements by who said them.
func (w *file) said() error {
	list := w.catalog.InStory(store.StatementKind, w.story.ID)
	slices.SortStableFunc(list, func(x, y serve.Entry) int {
		return cmp.Or(cmp.Compare(y.Origins, x.Origins), cmp.Compare(x.First, y.First))
	})
	list = list[:w.most("said", len(list), maxSaid)]
	records, err := read[news.Statement](w.ctx, w.view, store.StatementKind, serve.Keys(list))
	if err != nil {
		return err
	}
	at := map[string]int{}
	for i := range records {
		s := &records[i]
		line, ok := w.statement(s)
		if !ok {
			continue
		}
		key := cmp.Or(s.Speaker, "?"+s.SpeakerText)
		k, ok := at[key]
		if !ok {
			k = len(w.page.Parties)
			at[key] = k
			w.page.Parties = append(w.page.Parties, w.party(s.Speaker, s.SpeakerText))
		}
		w.page.Parties[k].Said = append(w.page.Parties[k].Said, line)
	}
	if err := w.positions(at); err != nil {
		return err
	}
	for i := range w.page.Parties {
		slices.SortStableFunc(w.page.Parties[i].Said, func(x, y said) int { return cmp.Compare(x.first, y.first) })
	}
	slices.SortStableFunc(w.page.Parties, func(x, y party) int {
		return cmp.Or(cmp.Compare(len(y.Positions), len(x.Positions)), cmp.Compare(len(y.Said), len(x.Said)))
	})
	return nil
}

func (w *file) party(id, text string) party {
	if n := w.names(id); len(n) > 0 {
		return party{ID: id, Name: n[0].Name}
	}
	if text = folded(text); text != "" {
		return party{Name: text}
	}
	return party{Name: "Nobody named"}
}

func (l *library) statement(s *news.Statement) (said, bool) {
	line := said{ID: s.ID, Act: s.Act, Kind: string(s.Kind), Text: folded(s.Text), Origins: len(s.OriginIDs), Via: s.Via, To: folded(s.Addressee), Corrected: s.CorrectedBy}
	if s.Said.Value != "" {
		line.When = shortDate(s.Said.Value)
	}
	line.first, _, _ = s.Said.Bounds()
	refs := slices.Clone(s.Content)
	for _, r := range s.Reports {
		for _, sp := range r.Spans {
			refs = append(refs, news.Ref{Article: r.Article, Span: sp})
		}
		if r.Drift != "" && r.Drift != news.DriftVerbatim {
			line.Drifts = append(line.Drifts, l.sources[r.Article].Name()+": "+string(r.Drift))
		}
	}
	line.Quotes, _ = l.quotes(refs, 2*maxQuotes)
	if len(line.Quotes) == 0 {
		return line, false
	}
	line.Lang = line.Quotes[0].Lang
	q := slices.MaxFunc(line.Quotes, func(x, y quote) int { return cmp.Compare(len(x.Text), len(y.Text)) })
	line.Fix = l.fix(url.Values{"do": {"speaker"}, "article": {q.ID}, "words": {excerpt(q.Text, 80)}, "story": {s.Story}})
	return line, true
}

// positions gives the parties what they held.
func (w *file) positions(at map[string]int) error {
	list := w.catalog.InStory(store.PositionKind, w.story.ID)
	records, err := read[news.Position](w.ctx, w.view, store.PositionKind, serve.Keys(list[:min(len(list), maxAll)]))
	if err != nil {
		return err
	}
	for i := range records {
		p := &records[i]
		line, ok := w.position(p)
		if !ok {
			continue
		}
		k, ok := at[p.Party]
		if !ok {
			k = len(w.page.Parties)
			at[p.Party] = k
			w.page.Parties = append(w.page.Parties, w.party(p.Party, ""))
		}
		w.page.Parties[k].Positions = append(w.page.Parties[k].Positions, line)
	}
	return nil
}

func (l *library) position(p *news.Position) (position, bool) {
	line := position{Issue: cmp.Or(folded(p.Issue), "an issue without a name"), Changed: string(p.Changed), Basis: string(p.Basis)}
	line.Change, _ = l.quotes(p.Change, 2)
	for _, pt := range p.Points {
		if q, _ := l.quotes(pt.Spans, 2); len(q) > 0 {
			line.Points = append(line.Points, point{dateWords(pt.Date), q})
		}
	}
	return line, len(line.Points) > 0
}

// A claimGroup is the claims of one status.
type claimGroup struct {
	Status, Heading, What string
	Claims                []claim
}

// A claim is one.
type claim struct {
	Text, Lang string
	Origins    int
	Holders    []name
	How        string
	Quotes     []quote
	More       int
}

// statuses are the headings of claims, in the order in which they come.
var statuses = []struct{ status, heading, what string }{
	{string(news.Disputed), "Disputed", "accounts differ"},
	{string(news.Corroborated), "From two origins or more", "independent of one another, as far as the articles show"},
	{string(news.TwoOriginsUnnamed), "From two origins that name no source", "they may share one"},
	{string(news.SingleInformant), "Rests on one informant", "whoever reports it"},
	{string(news.SingleOrigin), "From one origin", "however many articles repeat it"},
	{string(news.Superseded), "Overtaken", "a later account replaced it"},
}

// claims groups the claims by status.
func (w *file) claims() error {
	rank := map[string]int{}
	for i, s := range statuses {
		rank[s.status] = i
	}
	list := w.catalog.InStory(store.ClaimKind, w.story.ID)
	slices.SortStableFunc(list, func(x, y serve.Entry) int {
		return cmp.Or(cmp.Compare(rank[x.Label], rank[y.Label]), cmp.Compare(y.Origins, x.Origins))
	})
	list = list[:w.most("claims", len(list), maxClaims)]
	records, err := read[news.Claim](w.ctx, w.view, store.ClaimKind, serve.Keys(list))
	if err != nil {
		return err
	}
	groups := make([]claimGroup, len(statuses))
	for i := range records {
		c := &records[i]
		line := claim{Text: folded(c.Text), Origins: len(c.OriginIDs), Holders: w.names(c.Holders...)}
		var most int
		if line.Quotes, most = w.quotes(c.Spans, maxQuotes); most == 0 {
			continue
		}
		line.More, line.Lang = most-len(line.Quotes), line.Quotes[0].Lang
		if c.Modality != news.ModalReal {
			line.How = string(c.Modality)
		}
		g := &groups[rank[string(c.Status)]]
		g.Claims = append(g.Claims, line)
	}
	for i, g := range groups {
		if len(g.Claims) > 0 {
			g.Status, g.Heading, g.What = statuses[i].status, statuses[i].heading, statuses[i].what
			w.page.Claims = append(w.page.Claims, g)
		}
	}
	return nil
}

// A conflict is accounts that differ.
type conflict struct {
	Kind, About string
	Planned     bool
	Sides       []side
}

// A side is one account.
type side struct {
	Value   string
	Origins int
	Holders []name
	Quotes  []quote
	More    int
}

func (w *file) conflicts() error {
	list := w.catalog.InStory(store.ConflictKind, w.story.ID)
	list = list[:w.most("conflicts", len(list), maxConflicts)]
	records, err := read[news.Conflict](w.ctx, w.view, store.ConflictKind, serve.Keys(list))
	if err != nil {
		return err
	}
	for i := range records {
		c := &records[i]
		line := conflict{Kind: conflictKinds[c.Kind], About: folded(c.About), Planned: c.Planned}
		for _, s := range c.Sides {
			one := side{Value: folded(s.Value), Origins: len(s.OriginIDs), Holders: w.names(s.Holders...)}
			var most int
			if one.Quotes, most = w.quotes(s.Spans, maxQuotes); most == 0 {
				continue
			}
			one.More = most - len(one.Quotes)
			line.Sides = append(line.Sides, one)
		}
		if len(line.Sides) > 1 {
			w.page.Conflicts = append(w.page.Conflicts, line)
		}
	}
	return nil
}

// conflictKinds say in what accounts differ.
var conflictKinds = map[news.ConflictKind]string{
	news.NumberConflict: "The numbers differ", news.DateConflict: "The dates differ", news.PlaceConflict: "The places differ",
	news.ParticipantConflict: "Who took part differs", news.CauseConflict: "The causes differ", news.AttributionConflict: "Who said it differs",
	news.ContestedConflict: "Contested", news.VoiceConflict: "Fact for one, attributed by another", news.OutcomeConflict: "Open in one, settled in another",
}

// A onlyHere is what one article alone has.
type onlyHere struct {
	source
	Quotes []quote
	More   int
}

func (w *file) onlyHere() {
	left := w.most("only", len(w.story.OnlyHere), maxOnly)
	for _, o := range w.story.OnlyHere[:left] {
		refs := make([]news.Ref, len(o.Spans))
		for i, sp := range o.Spans {
			refs[i] = news.Ref{Article: o.Article, Span: sp}
		}
		line := onlyHere{source: w.sources[o.Article]}
		var most int
		if line.Quotes, most = w.quotes(refs, 2*maxQuotes); most == 0 {
			continue
		}
		line.More = most - len(line.Quotes)
		w.page.Only = append(w.page.Only, line)
	}
	slices.SortStableFunc(w.page.Only, func(x, y onlyHere) int { return byDate(x.source, y.source) })
}
