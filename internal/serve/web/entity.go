package web

import (
	"cmp"
	"context"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/figures"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/store"
)

// The bounds of an entity's page. Ours.
const (
	maxEntitySaid    = 40
	maxEntityRoles   = 20
	maxEntityStories = 40
	maxRoles         = 6 // that are shown before they are unfolded: those given for longest
)

// An entityPage is a person, body, place or group.
type entityPage struct {
	ID, Name, Type, Country, Wikidata string
	Aliases, Because, Corrected       []string
	Roles                             []role
	Said                              []said
	Positions                         []position
	Mentions                          []quote
	MentionCount                      int
	Stories                           []storyLine
	More                              int // statements that are not shown
	MoreStories                       int // stories that are not shown
	Fix                               string
}

// A role is an office as a text gives it.
type role struct {
	Title, Of, When string
	Quotes          []quote
	first, wide     int64
}

// A storyLine is a story in a list.
type storyLine struct {
	ID, Title, When, Href string
	Articles, Origins     int
	Differ                bool
	Reason                string // why it follows the one before; ""
	Turn                  string // what turned the thread in it; ""
	first                 int64
}

// entity makes the page of one entity.
func (d *Desk) entity(r *http.Request, f *frame) error {
	ctx, id := r.Context(), r.PathValue("id")
	if _, ok := d.Site.Catalog().Find(store.EntityKind, id); !ok {
		return errNotFound
	}
	k, err := d.known(ctx, id)
	if err != nil {
		return err
	}
	if f.Left, err = d.correctKnown(ctx, k); err != nil {
		return err
	}
	e := &k.entity
	p := &entityPage{
		ID: id, Name: folded(e.Name), Type: string(e.Type), Country: e.Country, Wikidata: e.Wikidata, Aliases: e.Aliases,
		Because: e.MergedBecause, Corrected: e.CorrectedBy, MentionCount: len(e.Mentions), More: max(0, k.spoken-len(k.statements)),
	}
	f.Saves = d.saves("entity", id)
	f.Title, f.JSON, f.Content = p.Name, "/api/v1/entities/"+url.PathEscape(id), p
	return d.Site.View(ctx, func(v store.View) error { return d.fill(ctx, v, k, p) })
}

// fill writes the page of an entity.
func (d *Desk) fill(ctx context.Context, v store.View, k *knownEntity, p *entityPage) error {
	e := &k.entity
	e.Mentions = spread(e.Mentions)
	e.Roles = e.Roles[:min(len(e.Roles), maxEntityRoles)]
	stories := map[string]bool{}
	l, err := d.newLibrary(ctx, v, k.articles(stories, d.Site.Catalog()))
	if err != nil {
		return err
	}
	l.renamed = k.renamed
	for _, one := range e.Roles {
		p.Roles = append(p.Roles, l.role(&one))
	}
	slices.SortStableFunc(p.Roles, func(x, y role) int { return cmp.Compare(y.wide, x.wide) })
	for _, list := range [][]role{p.Roles[:fewOf(maxRoles, len(p.Roles))], p.Roles[fewOf(maxRoles, len(p.Roles)):]} {
		slices.SortStableFunc(list, func(x, y role) int { return cmp.Compare(x.first, y.first) })
	}
	for i := range k.statements {
		if line, ok := l.statement(&k.statements[i]); ok {
			p.Said = append(p.Said, line)
		}
	}
	for i := range k.positions {
		one := &k.positions[i]
		line, ok := l.position(one)
		if !ok {
			continue
		}
		if n := l.names(one.Party); len(n) > 0 && !slices.Contains(k.ids, one.Party) {
			line.Party = &n[0]
		}
		p.Positions = append(p.Positions, line)
	}
	slices.SortStableFunc(p.Positions, func(x, y position) int { return cmp.Compare(changeRank[x.Changed], changeRank[y.Changed]) })
	p.Fix = l.fix(url.Values{"do": {"merge"}, "name": {e.Name}, "type": {string(e.Type)}})
	p.Mentions, _ = l.quotes(e.Mentions, serve.MaxMentions)
	slices.SortStableFunc(p.Mentions, func(x, y quote) int { return cmp.Compare(y.published, x.published) })
	p.Stories, err = d.storyLines(ctx, v, stories, k.runs)
	if n := len(p.Stories); n > maxEntityStories {
		p.Stories, p.MoreStories = p.Stories[:maxEntityStories], n-maxEntityStories
	}
	return err
}

// spread returns the first place of an entity in as many articles as are shown.
func spread(refs []news.Ref) (out []news.Ref) {
	for _, r := range refs {
		if n := len(out); n < serve.MaxMentions && (n == 0 || out[n-1].Article != r.Article) {
			out = append(out, r)
		}
	}
	return out
}

// changeRank is the order of positions: what changed, what did not, what is unknown.
var changeRank = map[string]int{string(news.PositionMoved): 0, string(news.PositionHeld): 1, string(news.PositionUnknown): 2}

// role returns an office as a line. One without dates has that of the article that
// tells it.
func (l *library) role(r *news.Role) role {
	out := role{Title: folded(r.Title), Of: folded(r.Of)}
	out.Quotes, _ = l.quotes([]news.Ref{r.Ref}, 1)
	if len(out.Quotes) > 0 {
		out.first = later(out.Quotes[0].source)
	}
	if r.From != "" || r.To != "" {
		out.When = shortDate(r.From + "/" + r.To)
		first, _, ok := (news.Date{Value: cmp.Or(r.From, r.To)}).Bounds()
		_, last, ended := (news.Date{Value: cmp.Or(r.To, r.From)}).Bounds()
		if ok {
			out.first = first
		}
		if ok && ended {
			out.wide = last - first
		}
	} else if len(out.Quotes) > 0 && out.Quotes[0].published != 0 {
		out.When = "as of " + out.Quotes[0].Date
	}
	return out
}

// storyLines returns stories, the newest first, as runs with corrections make them
// where there are any.
func (d *Desk) storyLines(ctx context.Context, v store.View, ids map[string]bool, made map[string]*serve.CorrectedStory) ([]storyLine, error) {
	c := d.Site.Catalog()
	var list []serve.Entry
	for id := range ids {
		if e, ok := c.Find(store.StoryKind, id); ok {
			list = append(list, e)
		}
	}
	slices.SortFunc(list, func(x, y serve.Entry) int {
		return cmp.Or(cmp.Compare(y.First, x.First), strings.Compare(x.Key, y.Key))
	})
	var out []storyLine
	shown := map[string]bool{}
	for _, e := range list {
		lines, err := d.linesOf(ctx, v, e.Key, made, shown)
		if err != nil {
			return nil, err
		}
		out = append(out, lines...)
	}
	return out, nil
}

// linesOf returns a stored story as a line, or those that corrections made of it and
// that were not shown before.
func (d *Desk) linesOf(ctx context.Context, v store.View, id string, made map[string]*serve.CorrectedStory, shown map[string]bool) (out []storyLine, err error) {
	c := d.Site.Catalog()
	if run := made[id]; run != nil {
		for i := range run.Stories {
			if s := &run.Stories[i]; !shown[s.ID] {
				shown[s.ID] = true
				k := ranking{key: id, corrected: run, part: i}
				out = append(out, newStoryLine(s, k.href(), k.conflicts(c)))
			}
		}
		return out, nil
	}
	s, ok, err := v.Story(ctx, id)
	if ok {
		out = append(out, newStoryLine(&s, "/story/"+url.PathEscape(s.ID), len(c.InStory(store.ConflictKind, s.ID))))
	}
	return out, err
}

func newStoryLine(s *news.Story, href string, conflicts int) storyLine {
	line := storyLine{
		ID: s.ID, Title: cmp.Or(folded(s.Title), "A story without a title"), When: storyDates(s), Href: href,
		Articles: len(s.Articles), Origins: s.Origins, Differ: conflicts > 0,
	}
	line.first, _, _ = s.From.Bounds()
	return line
}

// How many stories of a long thread are shown at its beginning and at its end. Ours.
const (
	threadOpening = 5
	threadLatest  = 15
)

// A threadPage is stories that continue one another.
type threadPage struct {
	ID, Title, When string
	Articles        int
	Stories         []storyLine
	Picture         template.HTML

	Opening, Middle, Latest []storyLine // the stories, those between the first and the last folded away
}

// thread makes the page of one thread.
func (d *Desk) thread(r *http.Request, f *frame) error {
	ctx := r.Context()
	var t news.Thread
	err := d.Site.View(ctx, func(v store.View) (err error) {
		var ok bool
		if t, ok, err = v.Thread(ctx, r.PathValue("id")); err == nil && !ok {
			err = errNotFound
		}
		return err
	})
	if err != nil {
		return err
	}
	touched, err := d.runs.Stories(ctx)
	if err != nil {
		return err
	}
	made, left, err := d.runs.Overlay(ctx, touched.Of(t.Stories))
	if err != nil {
		return err
	}
	f.Left = left
	return d.Site.View(ctx, func(v store.View) error {
		p := &threadPage{ID: t.ID, Title: cmp.Or(folded(t.Title), "A thread without a title")}
		if err := d.follow(ctx, v, &t, made, p); err != nil {
			return err
		}
		f.Saves = d.saves("thread", t.ID)
		f.Title, f.JSON, f.Content = p.Title, "/api/v1/threads/"+url.PathEscape(t.ID), p
		return nil
	})
}

// follow writes the stories of a thread in their order, and draws them.
func (d *Desk) follow(ctx context.Context, v store.View, t *news.Thread, made map[string]*serve.CorrectedStory, p *threadPage) error {
	shown := map[string]bool{}
	var drawn []figures.Point
	for _, id := range t.Stories {
		lines, err := d.linesOf(ctx, v, id, made, shown)
		if err != nil {
			return err
		}
		for i := range lines {
			line := &lines[i]
			p.Articles += line.Articles
			if i > 0 {
				continue
			}
			for _, k := range t.Links {
				if k.To == id {
					line.Reason = folded(k.Reason)
				}
			}
			for _, turn := range t.Turns {
				if turn.Story == id {
					line.Turn = folded(turn.Reason)
				}
			}
		}
		p.Stories = append(p.Stories, lines...)
	}
	for i := range p.Stories {
		if s := &p.Stories[i]; s.first != 0 {
			drawn = append(drawn, figures.Point{Lane: figures.Stories, Href: s.Href, Text: s.Title, Origins: s.Origins, First: s.first, Last: s.first})
		}
	}
	p.Opening = p.Stories
	if n := len(p.Stories); n > threadOpening+threadLatest+1 {
		p.Opening, p.Middle, p.Latest = p.Stories[:threadOpening], p.Stories[threadOpening:n-threadLatest], p.Stories[n-threadLatest:]
	}
	if n := len(drawn); n > 0 {
		p.When = span(drawn[0].First, drawn[n-1].First)
	}
	if len(drawn) > 2 {
		p.Picture = figures.Timeline("thread", drawn)
	}
	return nil
}
