package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/store"
)

// The bounds of an entity's page. Ours.
const (
	maxEntitySaid  = 40
	maxEntityRoles = 20
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
	Fix                               string
}

// A role is an office as a text gives it.
type role struct {
	Title, Of, When string
	Quotes          []quote
}

// A storyLine is a story in a list.
type storyLine struct {
	ID, Title, When   string
	Articles, Origins int
	Reason            string // why it follows the one before; ""
}

// entity makes the page of one entity.
func (d *Desk) entity(r *http.Request, f *frame) error {
	id := r.PathValue("id")
	c := d.Site.Catalog()
	if _, ok := c.Find(store.EntityKind, id); !ok {
		return errNotFound
	}
	spoken, _, err := c.Page(store.StatementKind, serve.Filter{Who: id, Newest: true}, "", maxAll)
	if err != nil {
		return err
	}
	held, _, err := c.Page(store.PositionKind, serve.Filter{Who: id, Newest: true}, "", maxEntitySaid)
	if err != nil {
		return err
	}
	return d.Site.View(r.Context(), func(v store.View) error {
		list, err := read[news.Entity](r.Context(), v, store.EntityKind, []string{id})
		if err != nil || len(list) == 0 {
			return cmp.Or(err, errNotFound)
		}
		e := &list[0]
		p := &entityPage{
			ID: id, Name: folded(e.Name), Type: string(e.Type), Country: e.Country, Wikidata: e.Wikidata, Aliases: e.Aliases,
			Because: e.MergedBecause, Corrected: e.CorrectedBy, MentionCount: len(e.Mentions), More: max(0, len(spoken)-maxEntitySaid),
		}
		f.Saves = d.saves("entity", id)
		f.Title, f.JSON, f.Content = p.Name, "/api/v1/entities/"+url.PathEscape(id), p
		return d.fill(r, v, e, p, serve.Keys(spoken[:min(len(spoken), maxEntitySaid)]), serve.Keys(held))
	})
}

// fill reads what stands on the page of an entity.
func (d *Desk) fill(r *http.Request, v store.View, e *news.Entity, p *entityPage, spoken, held []string) error {
	ctx := r.Context()
	statements, err := read[news.Statement](ctx, v, store.StatementKind, spoken)
	if err != nil {
		return err
	}
	positions, err := read[news.Position](ctx, v, store.PositionKind, held)
	if err != nil {
		return err
	}
	e.Mentions = e.Mentions[:min(len(e.Mentions), serve.MaxMentions)]
	e.Roles = e.Roles[:min(len(e.Roles), maxEntityRoles)]
	ids := map[string]bool{}
	note := func(refs ...news.Ref) {
		for _, ref := range refs {
			ids[ref.Article] = true
		}
	}
	note(e.Mentions...)
	for _, one := range e.Roles {
		note(one.Ref)
	}
	stories := map[string]bool{}
	for i := range statements {
		s := &statements[i]
		s.Reports = s.Reports[:min(len(s.Reports), maxQuotes)]
		note(s.Content...)
		for _, rep := range s.Reports {
			ids[rep.Article] = true
		}
		stories[s.Story] = true
	}
	for i := range positions {
		note(positions[i].Change...)
		for _, pt := range positions[i].Points {
			note(pt.Spans...)
		}
	}
	keys := make([]string, 0, len(ids))
	for id := range ids {
		keys = append(keys, id)
		stories[d.Site.Catalog().StoryOf(id)] = true
	}
	slices.Sort(keys)
	l, err := d.newLibrary(ctx, v, keys)
	if err != nil {
		return err
	}
	for _, one := range e.Roles {
		q, _ := l.quotes([]news.Ref{one.Ref}, 1)
		when := ""
		if one.From != "" || one.To != "" {
			when = shortDate(one.From + "/" + one.To)
		}
		p.Roles = append(p.Roles, role{folded(one.Title), folded(one.Of), when, q})
	}
	for i := range statements {
		if line, ok := l.statement(&statements[i]); ok {
			p.Said = append(p.Said, line)
		}
	}
	for i := range positions {
		if line, ok := l.position(&positions[i]); ok {
			p.Positions = append(p.Positions, line)
		}
	}
	p.Fix = l.fix(url.Values{"do": {"merge"}, "name": {e.Name}, "type": {string(e.Type)}})
	p.Mentions, _ = l.quotes(e.Mentions, serve.MaxMentions)
	p.Stories, err = d.storyLines(r, v, stories)
	return err
}

// storyLines returns stories, the newest first.
func (d *Desk) storyLines(r *http.Request, v store.View, ids map[string]bool) ([]storyLine, error) {
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
	for _, e := range list {
		s, ok, err := v.Story(r.Context(), e.Key)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, newStoryLine(&s))
		}
	}
	return out, nil
}

func newStoryLine(s *news.Story) storyLine {
	return storyLine{ID: s.ID, Title: cmp.Or(folded(s.Title), "A story without a title"), When: storyDates(s), Articles: len(s.Articles), Origins: s.Origins}
}

// A threadPage is stories that continue one another.
type threadPage struct {
	ID, Title string
	Stories   []storyLine
}

// thread makes the page of one thread.
func (d *Desk) thread(r *http.Request, f *frame) error {
	return d.Site.View(r.Context(), func(v store.View) error {
		t, ok, err := v.Thread(r.Context(), r.PathValue("id"))
		if err != nil || !ok {
			return cmp.Or(err, errNotFound)
		}
		p := &threadPage{ID: t.ID, Title: cmp.Or(folded(t.Title), "A thread without a title")}
		for _, id := range t.Stories {
			s, ok, err := v.Story(r.Context(), id)
			if err != nil {
				return err
			}
			if !ok {
				continue
			}
			line := newStoryLine(&s)
			for _, k := range t.Links {
				if k.To == id {
					line.Reason = k.Reason
				}
			}
			p.Stories = append(p.Stories, line)
		}
		f.Saves = d.saves("thread", t.ID)
		f.Title, f.JSON, f.Content = p.Title, "/api/v1/threads/"+url.PathEscape(t.ID), p
		return nil
	})
}
