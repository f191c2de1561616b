package web

import (
	"cmp"
	"context"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/twosource/twosource/internal/figures"
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
	maxLinks     = 40
	maxQuotes    = 4
	maxAll       = 1000
	maxDrawn     = 40 // articles in the picture of who took from whom
	maxSources   = 20 // articles of one origin
	maxWhy       = 20
)

// A storyPage is one story.
type storyPage struct {
	ID, Title, Lang, When string
	Articles, Origins     int
	Dots                  []originGroup // each article, by origin
	Lead, Past, Ahead     []quote
	Why                   []string
	Timeline              template.HTML
	Days                  []dayGroup // of what is told mainly
	Lesser, Earlier       []dayGroup // of what tells less, and of what was long before; folded away
	Parties               []party
	Claims                []claimGroup
	Conflicts             []conflict
	Picture               template.HTML
	Drawn                 int
	Links                 []linkLine
	Only                  []onlyHere
	People                []name
	Thread                string
	Corrected             []string // lines of the user's that the page is made with
	Uncorrected           string   // the address of the page without them; ""
	Parts                 []storyPart
	All                   bool
	More                  map[string]int // how many are not shown, by section
}

// An originGroup is the articles of one origin.
type originGroup struct {
	Letter, Name, Kind string
	Hue                int
	Sources            []source
	Shown              []source // those that are listed
	More               int      // the others
}

// A storyPart is one of the stories that corrections make of a stored one.
type storyPart struct {
	Title, Href string
	Articles    int
	Here        bool
}

// A file is what a story's page is made of.
type file struct {
	*library
	ctx   context.Context
	view  store.View
	story news.Story
	id    string // the id of the story in the store
	all   bool
	parts parts
	page  *storyPage
}

// story makes the page of one story, with the corrections of the file unless
// corrected=no.
func (d *Desk) story(r *http.Request, f *frame) error {
	id := r.PathValue("id")
	c := d.Site.Catalog()
	if _, ok := c.Find(store.StoryKind, id); !ok {
		return errNotFound
	}
	s, err := d.storyOf(r.Context(), id)
	if err != nil {
		return err
	}
	var run *serve.CorrectedStory
	if r.URL.Query().Get("corrected") != "no" {
		if run, err = d.runs.Story(r.Context(), s.ID); err != nil {
			return err
		}
	}
	page := &storyPage{ID: s.ID, More: map[string]int{}}
	if run != nil {
		n, _ := strconv.Atoi(r.URL.Query().Get("part"))
		n = min(max(n, 0), len(run.Stories)-1)
		for i := range run.Stories {
			page.Parts = append(page.Parts, storyPart{folded(run.Stories[i].Title), "?part=" + strconv.Itoa(i), len(run.Stories[i].Articles), i == n})
		}
		page.Corrected, page.Uncorrected = run.Lines, "?corrected=no"
		s = run.Stories[n]
	}
	return d.Site.View(r.Context(), func(v store.View) error {
		l, err := d.newLibrary(r.Context(), v, s.Articles)
		if err != nil {
			return err
		}
		w := &file{library: l, ctx: r.Context(), view: v, story: s, id: page.ID, all: r.URL.Query().Get("all") != "", page: page}
		page.All = w.all
		if run != nil {
			w.parts = w.corrected(run.Record)
		} else if w.parts, err = w.stored(); err != nil {
			return err
		}
		w.make()
		f.Title, f.JSON, f.Content = page.Title, "/api/v1/stories/"+url.PathEscape(page.ID), page
		f.Saves = d.saves("story", page.ID)
		return nil
	})
}

// storyOf reads a story of the store.
func (d *Desk) storyOf(ctx context.Context, id string) (s news.Story, err error) {
	err = d.Site.View(ctx, func(v store.View) (err error) {
		var ok bool
		if s, ok, err = v.Story(ctx, id); err == nil && !ok {
			err = errNotFound
		}
		return err
	})
	return s, err
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

func (w *file) make() {
	p, s := w.page, &w.story
	p.Title, p.Lang = cmp.Or(folded(s.Title), "A story without a title"), w.sources[s.TitleRef.Article].Lang
	p.Articles, p.Origins, p.Why = len(s.Articles), s.Origins, s.Why
	if !w.all && len(p.Why) > maxWhy {
		p.Why, p.More["why"] = p.Why[:maxWhy], len(p.Why)-maxWhy
	}
	p.Thread = w.catalog.ThreadOf(w.id)
	p.When = storyDates(s)
	p.People = w.names(s.Entities...)
	p.People = p.People[:min(len(p.People), 24)]
	w.linked = map[[2]string]*news.Link{}
	for i := range w.parts.links {
		k := &w.parts.links[i]
		w.linked[[2]string{k.From, k.To}] = k
	}
	w.origins()
	w.said()
	w.claims()
	w.conflicts()
	w.links()
	p.Lead, _ = w.quotes(s.Lead, 6)
	p.Past, _ = w.quotes(s.Mixed.Past, maxQuotes)
	p.Ahead, _ = w.quotes(s.Mixed.Ahead, maxQuotes)
	w.moments()
	w.onlyHere()
}

func storyDates(s *news.Story) string {
	from, to := dateWords(s.From), dateWords(s.To)
	if from == to {
		return from
	}
	return dateRange(from, to)
}

// origins groups the articles by origin, those with most articles first, and gives
// each a letter.
func (w *file) origins() {
	by := map[string][]source{}
	for _, id := range w.story.Articles {
		if s, ok := w.sources[id]; ok {
			o := w.parts.originOf[id]
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
	for n, o := range keys {
		g := originGroup{Letter: figures.Letter(n), Hue: n % figures.Hues, Sources: by[o]}
		if r, ok := w.parts.origins[o]; ok {
			g.Name, g.Kind = folded(r.Name), originWords[r.Kind]
		}
		for i := range g.Sources {
			s := &g.Sources[i]
			s.Letter, s.Hue = g.Letter, g.Hue
			w.sources[s.ID] = *s
		}
		g.Shown = g.Sources
		if len(g.Shown) > maxSources+1 && !w.all {
			g.Shown, g.More = g.Sources[:maxSources], len(g.Sources)-maxSources
		}
		w.page.Dots = append(w.page.Dots, g)
	}
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
	Counted    bool // its number of origins says something that its heading does not
	Informant  bool // one, whoever reports it
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
func (w *file) claims() {
	groups := make([]claimGroup, len(statuses))
	for i := range w.parts.claims {
		c := &w.parts.claims[i]
		line := claim{Text: folded(c.Text), Origins: len(c.OriginIDs), Holders: w.names(c.Holders...)}
		var most int
		if line.Quotes, most = w.quotes(c.Spans, maxQuotes); most == 0 {
			continue
		}
		line.More, line.Lang = most-len(line.Quotes), line.Quotes[0].Lang
		if c.Modality != news.ModalReal {
			line.How = string(c.Modality)
		}
		line.Informant = c.Status == news.SingleInformant
		line.Counted = c.Status != news.SingleOrigin && (line.Origins > 1 || c.Status != news.SingleInformant)
		g := &groups[claimRank(string(c.Status))]
		g.Claims = append(g.Claims, line)
	}
	for i, g := range groups {
		if len(g.Claims) > 0 {
			g.Status, g.Heading, g.What = statuses[i].status, statuses[i].heading, statuses[i].what
			w.page.Claims = append(w.page.Claims, g)
		}
	}
}

// A conflict is accounts that differ.
type conflict struct {
	Kind, About string
	Planned     bool
	Sides       []side
	Quotes      []quote // the same for all sides, which have none then
	More        int
}

// A side is one account.
type side struct {
	Value   string
	Origins int
	Holders []name
	Quotes  []quote
	More    int
}

func (w *file) conflicts() {
	for i := range w.parts.conflicts {
		c := &w.parts.conflicts[i]
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
		if line.share(); len(line.Sides) > 1 {
			w.page.Conflicts = append(w.page.Conflicts, line)
		}
	}
}

// share gives the conflict the quotes of its sides where they are the same: one
// sentence that has both accounts is shown once.
func (c *conflict) share() {
	if len(c.Sides) < 2 {
		return
	}
	first := c.Sides[0]
	for _, s := range c.Sides[1:] {
		if !slices.EqualFunc(s.Quotes, first.Quotes, func(x, y quote) bool { return x.Key == y.Key }) {
			return
		}
	}
	c.Quotes, c.More = first.Quotes, first.More
	for i := range c.Sides {
		c.Sides[i].Quotes, c.Sides[i].More = nil, 0
	}
}

// saying returns words with the value of an account marked where it stands in them.
func saying(words, value string) []part {
	k := strings.Index(words, value)
	if k < 0 || value == "" {
		return []part{{Text: words}}
	}
	return []part{{Text: words[:k]}, {Text: value, Mark: true}, {Text: words[k+len(value):]}}
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
