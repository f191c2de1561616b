package resolve

import (
	"cmp"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// A group is the mentions of one entity.
type group struct {
	*book
	names           map[uint32]int // name as written → how often
	types           tally
	country         string
	known           string
	byTable         bool  // the country is that of a known mention
	ofLand, ofKnown int32 // the articles that country and known are of
	articles        int   // with mentions of it, each counted once
	last            int32 // the latest of these
	mentions        []news.Ref
	mixed           bool // mentions are not sorted, or one comes twice
	roles           []role
	because         []string
}

// clear empties g, but for its room, for so many mentions.
func (g *group) clear(b *book, mentions int) {
	if g.names == nil || len(g.names) > mostNamesKept {
		g.names = map[uint32]int{}
	}
	clear(g.names)
	*g = group{
		book: b, names: g.names, last: -1, mentions: make([]news.Ref, 0, mentions),
		types: tally{list: g.types.list[:0]}, roles: g.roles[:0], because: g.because[:0],
	}
}

// mostNamesKept is the most names of an entity for which room is kept.
const mostNamesKept = 64

// A role is a title that an article gives, from and to the day of the article, or several
// give.
type role struct {
	news.Role
	small string // the title in lower case
}

// add takes a mention of article a into g; articles come in their order.
func (g *group) add(a *news.Article, x *reading, at place) {
	m := &x.mentions[at.mention]
	ref := news.Ref{Article: a.ID, Span: news.Span{Start: int(m.start), End: int(m.end)}}
	if g.last != at.article {
		g.articles++
		g.last = at.article
	} else if before := g.mentions[len(g.mentions)-1]; cmp.Or(cmp.Compare(before.Start, ref.Start), cmp.Compare(before.End, ref.End)) >= 0 {
		g.mixed = true
	}
	g.mentions = append(g.mentions, ref)
	if m.kind != nameKind {
		return
	}
	g.names[m.name]++
	g.types.add(int32(m.typ))
	if m.land != noWord && (g.country == "" || m.known != noWord) {
		g.country, g.byTable, g.ofLand = g.text(m.land), m.known != noWord, at.article
	}
	if m.known != noWord && !m.has(acts) {
		g.known, g.ofKnown = g.text(m.known), at.article
	}
	if m.role().IsZero() {
		return
	}
	if title := m.role().Of(a.Text); !formOfAddress(title) {
		g.roles = append(g.roles, role{
			Role:  news.Role{Title: title, Ref: news.Ref{Article: a.ID, Span: m.role()}, From: x.day, To: x.day},
			small: strings.ToLower(title),
		})
	}
}

// formOfAddress reports whether a title says nothing of an office.
func formOfAddress(title string) bool {
	switch strings.ToLower(strings.TrimSuffix(title, ".")) {
	case "mr", "messrs", "mrs", "mmes", "ms", "miss", "mx", "madam", "madame", "mesdames", "mme", "mlle", "mister", "monsieur", "sir":
		return true
	}
	return strings.HasSuffix(strings.ToLower(title), "counterpart")
}

// entity makes the entity of g, whose id and key are given.
func (g *group) entity(id, name string, known *knowledge.Base) news.Entity {
	e := news.Entity{ID: id, Country: g.country, Mentions: g.mentions, Type: g.kind()}
	e.Name = g.best(e.Type)
	if rank(name) == 0 {
		g.known = name
	}
	if entry, ok := known.Get(g.known); ok {
		e.Name = entry.Name
		e.Type = entry.Type
		e.Country = cmp.Or(entry.Country, e.Country)
		e.Wikidata = known.Wikidata(g.known)
	}
	for n := range g.names {
		if name := g.text(n); name != e.Name {
			e.Aliases = append(e.Aliases, name)
		}
	}
	slices.Sort(e.Aliases)
	if g.mixed {
		slices.SortFunc(e.Mentions, compareRefs)
		e.Mentions = slices.Compact(e.Mentions)
	}
	e.Roles = rolesOf(g.roles)
	e.MergedBecause = g.why(e.Name, name)
	return e
}

func compareRefs(x, y news.Ref) int {
	return cmp.Or(cmp.Compare(x.Article, y.Article), cmp.Compare(x.Start, y.Start), cmp.Compare(x.End, y.End))
}

// why says what joined the mentions of g, if there are several.
func (g *group) why(entity, name string) []string {
	var out []string
	if g.articles > 1 || len(g.names) > 1 {
		switch {
		case rank(name) == 0:
			out = append(out, "names that the knowledge table gives to "+entity)
		case strings.HasPrefix(name, fullName):
			out = append(out, "the same given name and surname")
		case strings.HasPrefix(name, otherName):
			out = append(out, "the same name")
		}
	}
	slices.Sort(g.because)
	return append(out, slices.Compact(g.because)...)
}

// best returns the commonest name; of those the longest, then the first by
// byte order. A person's has a given name if any has.
func (g *group) best(typ news.EntityType) string {
	best, most, full := "", 0, false
	for n, count := range g.names {
		name := g.text(n)
		is := typ == news.Person && g.spaced(n)
		if full && !is {
			continue
		}
		c := cmp.Or(cmp.Compare(count, most), cmp.Compare(len(name), len(best)), cmp.Compare(best, name))
		if best == "" || is && !full || c > 0 {
			best, most, full = name, count, is
		}
	}
	return best
}

func (g *group) kind() news.EntityType {
	best, _ := g.types.most(func(n int32) string { return g.text(uint32(n)) })
	return cmp.Or(news.EntityType(g.text(uint32(best))), news.Other)
}

// rolesOf keeps one role of each title, letters small and large alike, with the
// first and last day on which an article gives it, and sorts by title.
func rolesOf(roles []role) []news.Role {
	slices.SortFunc(roles, func(x, y role) int {
		return cmp.Or(cmp.Compare(x.small, y.small), cmp.Compare(x.Title, y.Title),
			cmp.Compare(x.Ref.Article, y.Ref.Article), cmp.Compare(x.Ref.Start, y.Ref.Start))
	})
	var out []news.Role
	for _, x := range roles {
		if n := len(out); n == 0 || !strings.EqualFold(out[n-1].Title, x.Title) {
			out = append(out, x.Role)
			continue
		}
		last := &out[len(out)-1]
		if x.From != "" && (last.From == "" || x.From < last.From) {
			last.From = x.From
		}
		last.To = max(last.To, x.To)
	}
	return out
}
