package web

import (
	"cmp"
	"context"
	"slices"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/store"
)

// A knownEntity is what is known of an entity, with the corrections of the file.
type knownEntity struct {
	entity     news.Entity
	ids        []string // of the stored entities that it is, sorted
	statements []news.Statement
	spoken     int // how many statements there are
	positions  []news.Position
	runs       map[string]*serve.CorrectedStory // by story, where a line names an article of it
	renamed    map[string]string                // entities of these, by id
}

// known reads an entity, joined with those that the file of corrections says are the
// same.
func (d *Desk) known(ctx context.Context, id string) (*knownEntity, error) {
	k := &knownEntity{ids: []string{id}, renamed: map[string]string{}}
	err := d.Site.View(ctx, func(v store.View) error {
		list, err := read[news.Entity](ctx, v, store.EntityKind, k.ids)
		if err != nil || len(list) == 0 {
			return cmp.Or(err, errNotFound)
		}
		k.entity = list[0]
		return nil
	})
	if err != nil {
		return nil, err
	}
	if d.runs.Tag() != "" {
		fixed, err := d.runs.Entity(ctx, &k.entity)
		if err != nil {
			return nil, err
		}
		if fixed != nil {
			k.entity, k.ids = fixed.Entity, fixed.Of
		}
	}
	return k, d.Site.View(ctx, func(v store.View) error { return d.told(ctx, v, k) })
}

// told reads what an entity said last, and what it held.
func (d *Desk) told(ctx context.Context, v store.View, k *knownEntity) (err error) {
	c := d.Site.Catalog()
	pick := func(kind store.Kind, most int) (keys []string, n int, err error) {
		var list []serve.Entry
		for _, id := range k.ids {
			page, _, err := c.Page(kind, serve.Filter{Who: id, Newest: true}, "", maxAll)
			if err != nil {
				return nil, 0, err
			}
			list = append(list, page...)
		}
		slices.SortStableFunc(list, func(x, y serve.Entry) int { return cmp.Compare(y.First, x.First) })
		return serve.Keys(list[:min(len(list), most)]), len(list), nil
	}
	keys, n, err := pick(store.StatementKind, maxEntitySaid)
	if err != nil {
		return err
	}
	k.spoken = n
	if k.statements, err = read[news.Statement](ctx, v, store.StatementKind, keys); err != nil {
		return err
	}
	if keys, _, err = pick(store.PositionKind, maxEntitySaid); err != nil {
		return err
	}
	if k.positions, err = read[news.Position](ctx, v, store.PositionKind, keys); err != nil {
		return err
	}
	shown, err := d.shownBy(ctx, v, k)
	k.positions = append(k.positions, shown...)
	return err
}

// shownBy returns the positions of those for whom an entity speaks, with the points
// that its statements show.
func (d *Desk) shownBy(ctx context.Context, v store.View, k *knownEntity) (out []news.Position, err error) {
	var parties []string
	said := map[string]bool{}
	for i := range k.statements {
		s := &k.statements[i]
		if said[s.ID] = true; s.OnBehalfOf != "" && !slices.Contains(k.ids, s.OnBehalfOf) && !slices.Contains(parties, s.OnBehalfOf) {
			parties = append(parties, s.OnBehalfOf)
		}
	}
	c := d.Site.Catalog()
	for _, id := range parties {
		page, _, err := c.Page(store.PositionKind, serve.Filter{Who: id, Newest: true}, "", maxEntitySaid)
		if err != nil {
			return nil, err
		}
		list, err := read[news.Position](ctx, v, store.PositionKind, serve.Keys(page))
		if err != nil {
			return nil, err
		}
		for _, p := range list {
			p.Points = slices.DeleteFunc(p.Points, func(pt news.PositionPoint) bool {
				return !slices.ContainsFunc(pt.Statements, func(id string) bool { return said[id] })
			})
			if len(p.Points) > 0 {
				p.Change = nil // who changed is the party
				p.Changed, p.Basis = "", ""
				out = append(out, p)
			}
		}
	}
	return out, nil
}

// correctKnown puts in the place of what is stored of an entity what runs with the
// corrections make of the stories of which a line names an article; left counts those
// that are still to be run.
func (d *Desk) correctKnown(ctx context.Context, k *knownEntity) (left int, err error) {
	touched, err := d.runs.Stories(ctx)
	if err != nil || len(touched.Named) == 0 {
		return 0, err
	}
	c := d.Site.Catalog()
	in := map[string]bool{}
	for _, m := range k.entity.Mentions {
		in[c.StoryOf(m.Article)] = true
	}
	k.runs, left, err = d.runs.Overlay(ctx, slices.DeleteFunc(slices.Clone(touched.Named), func(id string) bool { return !in[id] }))
	if err != nil || len(k.runs) == 0 {
		return left, err
	}
	stories := make([]string, 0, len(k.runs))
	for id := range k.runs {
		stories = append(stories, id)
	}
	slices.Sort(stories)
	done := map[string]bool{} // runs of two stories that are one
	for _, id := range stories {
		if run := k.runs[id]; !done[run.Stories[0].ID] {
			done[run.Stories[0].ID] = true
			k.take(run)
		}
	}
	return left, nil
}

// take puts what a run has of an entity in the place of what is stored.
func (k *knownEntity) take(run *serve.CorrectedStory) {
	ran := func(article string) bool { _, ok := slices.BinarySearch(run.Of, article); return ok }
	x := k.same(run.Record.Entities)
	k.entity.Mentions = slices.DeleteFunc(slices.Clone(k.entity.Mentions), func(m news.Ref) bool { return ran(m.Article) })
	n := len(k.statements)
	k.statements = slices.DeleteFunc(k.statements, func(s news.Statement) bool { return len(s.Content) > 0 && ran(s.Content[0].Article) })
	k.spoken -= n - len(k.statements)
	k.positions = slices.DeleteFunc(k.positions, func(p news.Position) bool {
		return slices.ContainsFunc(p.Points, func(pt news.PositionPoint) bool {
			return slices.ContainsFunc(pt.Spans, func(r news.Ref) bool { return ran(r.Article) })
		})
	})
	if x == nil {
		return
	}
	k.entity.Mentions = append(k.entity.Mentions, x.Mentions...)
	k.entity.CorrectedBy = slices.Concat(k.entity.CorrectedBy, x.CorrectedBy)
	slices.Sort(k.entity.CorrectedBy)
	k.entity.CorrectedBy = slices.Compact(k.entity.CorrectedBy)
	var fresh []news.Statement
	for _, s := range run.Record.Statements {
		if s.Speaker == x.ID {
			fresh = append(fresh, s)
		}
	}
	k.spoken += len(fresh)
	k.statements = append(fresh, k.statements...)
	slices.SortStableFunc(k.statements, func(x, y news.Statement) int {
		a, _, _ := x.Said.Bounds()
		b, _, _ := y.Said.Bounds()
		return cmp.Compare(b, a)
	})
	for _, p := range run.Record.Positions {
		if p.Party == x.ID {
			k.positions = append(k.positions, p)
		}
	}
	for i := range run.Record.Entities {
		k.renamed[run.Record.Entities[i].ID] = run.Record.Entities[i].Name
	}
	if !slices.Contains(k.ids, x.ID) {
		k.ids = append(k.ids, x.ID)
	}
}

// same returns the entity of a run that this one is: by its id, else the one that has
// most of its mentions; nil if none has any.
func (k *knownEntity) same(list []news.Entity) *news.Entity {
	for i := range list {
		if slices.Contains(k.ids, list[i].ID) {
			return &list[i]
		}
	}
	ours := make(map[news.Ref]bool, len(k.entity.Mentions))
	for _, m := range k.entity.Mentions {
		ours[m] = true
	}
	var best *news.Entity
	most := 0
	for i := range list {
		n := 0
		for _, m := range list[i].Mentions {
			if ours[m] {
				n++
			}
		}
		if n > most {
			best, most = &list[i], n
		}
	}
	return best
}

// articles returns the articles that the page of an entity shows words of, sorted, and
// adds the stories that it is told in.
func (k *knownEntity) articles(stories map[string]bool, c *serve.Catalog) []string {
	var out []string
	note := func(refs ...news.Ref) {
		for _, r := range refs {
			out = append(out, r.Article)
		}
	}
	note(k.entity.Mentions...)
	for i := range k.entity.Roles {
		note(k.entity.Roles[i].Ref)
	}
	for i := range k.statements {
		s := &k.statements[i]
		s.Reports = s.Reports[:min(len(s.Reports), maxQuotes)]
		note(s.Content...)
		for _, r := range s.Reports {
			out = append(out, r.Article)
		}
	}
	for i := range k.positions {
		note(k.positions[i].Change...)
		for _, pt := range k.positions[i].Points {
			note(pt.Spans...)
		}
	}
	slices.Sort(out)
	out = slices.Compact(out)
	for _, id := range out {
		stories[c.StoryOf(id)] = true
	}
	return out
}
