package compare

import (
	"cmp"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// A clash is two places that fill one slot otherwise.
type clash struct {
	slot
	x, y  int // of the tellings
	about news.Ref
}

const (
	// Sentences of articles that are no versions of one text must run alike in
	// this part of their words and in so many, and differ in one slot alone:
	// else they tell of two things of one kind.
	sureAlike      = 184 // of 256
	sureAlikeWords = 8
)

// conflicts returns what the sentences of a story dispute. statements are those
// of the story, and perhaps of others.
func (a *account) conflicts(statements []news.Statement) []news.Conflict {
	found := a.replaced()
	found = append(found, a.counted()...)
	found = append(found, a.told()...)
	found = append(found, a.higher()...)
	found = append(found, a.metOn()...)
	charged := a.accused()
	found = append(found, charged...)
	found = append(found, a.contested(charged)...)
	found = append(found, a.denied()...)
	found = append(found, a.blamed()...)
	found = append(found, a.actorsDiffer()...)
	found = append(found, a.reversed()...)
	found = append(found, a.voices()...)
	found = append(found, a.ended()...)
	out := a.gathered(a.story, a.all, found)
	out = append(out, a.twoSpeakers(statements)...)
	slices.SortFunc(out, func(x, y news.Conflict) int { return cmp.Compare(x.ID, y.ID) })
	return slices.CompactFunc(out, func(x, y news.Conflict) bool { return x.ID == y.ID })
}

// replaced returns where sentences that run alike have one thing in the place
// of another.
func (a *account) replaced() []clash {
	pairs := a.parallels(a.all)
	close := closenessOf(a.all, pairs)
	var found []clash
	for _, p := range pairs {
		x, y := &a.all[p.x], &a.all[p.y]
		near := close[articlesOf(a.all, p)]
		if near == apart && !a.surelyAlike(x, y, p) || near < oneText && !a.sameWeek(x.article, y.article) {
			continue // of two issues of one text the later supersedes the other
		}
		for _, s := range a.slots(x, y, p.gaps, near) {
			if s.kind == news.NumberConflict && (a.supersedes(&s) || a.widens(x, y, p.gaps)) {
				continue
			}
			found = append(found, clash{s, p.x, p.y, a.aboutOf(x, s.a.span, y)})
		}
	}
	return found
}

// surelyAlike reports whether two sentences of independent texts tell of one
// thing and differ in one respect.
func (c *comparer) surelyAlike(x, y *telling, p parallel) bool {
	if p.share < sureAlike || x.manner != y.manner || x.manner&(asked|personal) != 0 {
		return false
	}
	equal := p.share * (len(x.tokens) + len(y.tokens)) / 512
	differ := 0
	for _, g := range p.gaps {
		if g.both() {
			differ++
		}
	}
	return differ == 1 && equal >= sureAlikeWords
}

// supersedes reports whether one number of a slot is that of a report of
// another day: the earlier was what was known then.
func (c *comparer) supersedes(s *slot) bool {
	a, ok1 := c.Articles[s.a.article].Published.Day()
	b, ok2 := c.Articles[s.b.article].Published.Day()
	return ok1 && ok2 && a != b
}

// widens reports whether one of two sentences names something that the other
// leaves out, so that its numbers count more.
func (c *comparer) widens(x, y *telling, gaps []gap) bool {
	for _, g := range gaps {
		t, from, end := x, g.a, g.aEnd
		if from == end {
			t, from, end = y, g.b, g.bEnd
		}
		if !g.both() && len(namesOver(&c.Annotations[t.article], news.Span{Start: t.tokens[from].span.Start, End: t.tokens[end-1].span.End})) > 0 {
			return true
		}
	}
	return false
}

// clashDays is how far apart the reports of one thing may have appeared that
// contradict each other (ours: later ones tell what has become of it).
const clashDays = 3

// sameWeek reports whether two articles appeared within clashDays; of undated
// ones it is taken for granted.
func (c *comparer) sameWeek(i, j int) bool {
	a, b, ok1 := c.Articles[i].Published.Bounds()
	d, e, ok2 := c.Articles[j].Published.Bounds()
	return !ok1 || !ok2 || a <= e+clashDays*minutesPerDay && d <= b+clashDays*minutesPerDay
}

// gathered makes conflicts of clashes: those of one kind that share a place in
// a text are one, and what means the same is one side of it.
func (c *comparer) gathered(story string, all []telling, found []clash) []news.Conflict {
	parent := make([]int, len(found))
	type place struct {
		kind    news.ConflictKind
		article int
		span    news.Span
	}
	type values struct {
		kind news.ConflictKind
		a, b string
	}
	places, pairs := map[place]int{}, map[values]int{}
	for i := range found {
		parent[i] = i
		f := &found[i]
		join := func(old int, ok bool) {
			if ok {
				x, y := root(parent, old), root(parent, i)
				parent[max(x, y)] = min(x, y)
			}
		}
		for _, s := range []filler{f.a, f.b} {
			key := place{f.kind, s.article, s.span}
			old, ok := places[key]
			join(old, ok)
			places[key] = i
		}
		key := values{f.kind, min(f.a.key, f.b.key), max(f.a.key, f.b.key)}
		old, ok := pairs[key]
		join(old, ok)
		pairs[key] = i
	}
	groups := make([][]clash, len(found))
	for i := range found {
		r := root(parent, i)
		groups[r] = append(groups[r], found[i])
	}
	var out []news.Conflict
	for _, g := range groups {
		if len(g) > 0 {
			out = append(out, c.conflict(story, all, g))
		}
	}
	slices.SortFunc(out, func(x, y news.Conflict) int { return cmp.Compare(x.ID, y.ID) })
	return out
}

// conflict makes one conflict of clashes.
func (c *comparer) conflict(story string, all []telling, g []clash) news.Conflict {
	type member struct {
		filler
		telling int
	}
	sides := map[string][]member{}
	var keys []string
	add := func(f filler, telling int) {
		if _, ok := sides[f.key]; !ok {
			keys = append(keys, f.key)
		}
		sides[f.key] = append(sides[f.key], member{f, telling})
	}
	con := news.Conflict{Story: story, Kind: g[0].kind, AboutRef: g[0].about}
	for _, x := range g {
		add(x.a, x.x)
		add(x.b, x.y)
		con.Planned = con.Planned || x.plan
	}
	for _, key := range keys {
		var side sideOf
		for _, m := range sides[key] {
			side.tellings = append(side.tellings, m.telling)
			side.fillers = append(side.fillers, m.filler)
		}
		con.Sides = append(con.Sides, c.side(all, side))
	}
	return c.finished(con)
}

// A sideOf is the sentences that one side of a conflict stands in, and where in
// them.
type sideOf struct {
	tellings []int
	fillers  []filler
}

// side makes one side of a conflict.
func (c *comparer) side(all []telling, s sideOf) news.ConflictSide {
	order := make([]int, len(s.tellings))
	for i := range order {
		order[i] = i
	}
	ref := func(i int) news.Ref {
		t := &all[s.tellings[i]]
		return news.Ref{Article: c.Articles[t.article].ID, Span: t.span}
	}
	slices.SortFunc(order, func(i, j int) int {
		return cmp.Or(byArticle(ref(i), ref(j)), cmp.Compare(s.fillers[i].span.Start, s.fillers[j].span.Start))
	})
	var out news.ConflictSide
	first := s.fillers[order[0]]
	out.Value = first.span.Of(c.Articles[first.article].Text)
	var list []dated
	var group []int
	for _, i := range order {
		if r := ref(i); len(out.Spans) == 0 || out.Spans[len(out.Spans)-1] != r {
			out.Spans = append(out.Spans, r)
			group = append(group, len(list))
			list = append(list, all[s.tellings[i]].dated)
		}
		if f := &s.fillers[i]; f.holder != "" {
			out.Holders = append(out.Holders, f.holder)
		} else if !f.nobody {
			out.Holders = append(out.Holders, c.holdersAt(f.article, f.span)...)
		}
	}
	slices.Sort(out.Holders)
	out.Holders = slices.Compact(out.Holders)
	out.OriginIDs = c.originsOf(list, group)
	return out
}

// holdersAt returns the entities that say the words at a place, if a statement
// holds them.
func (c *comparer) holdersAt(article int, s news.Span) []string {
	sp := c.speechAt(article, s)
	if sp == nil {
		return nil
	}
	var out []string
	for _, m := range append([]int{sp.Speaker}, sp.Others...) {
		if m >= 0 && c.EntityOf[article][m] != "" {
			out = append(out, c.EntityOf[article][m])
		}
	}
	return out
}

// speechAt returns the statement whose content most narrowly holds a span, nil
// if none does.
func (c *comparer) speechAt(article int, s news.Span) *news.Speech {
	var best *news.Speech
	width := 0
	list := c.Annotations[article].Statements
	for i := range list {
		for _, span := range list[i].Content {
			if span.Contains(s) && (best == nil || span.Len() < width) {
				best, width = &list[i], span.Len()
			}
		}
	}
	return best
}

// finished orders the sides of a conflict and gives it its id.
func (c *comparer) finished(con news.Conflict) news.Conflict {
	slices.SortFunc(con.Sides, func(x, y news.ConflictSide) int {
		return cmp.Or(cmp.Compare(len(y.OriginIDs), len(x.OriginIDs)), byArticle(x.Spans[0], y.Spans[0]), strings.Compare(x.Value, y.Value))
	})
	a := c.index[con.AboutRef.Article]
	con.About = con.AboutRef.Of(c.Articles[a].Text)
	parts := []string{con.Story, string(con.Kind), con.About}
	for _, s := range con.Sides {
		parts = append(parts, s.Value, s.Spans[0].Article)
	}
	con.ID = news.NewID("conflict", parts...)
	return con
}
