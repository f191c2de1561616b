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
	names    map[string]int // name as written → how often
	types    map[news.EntityType]int
	country  string
	known    string
	articles int // with mentions of it, each counted once
	last     int // the latest of these
	mentions []news.Ref
	roles    []role
	because  []string
}

// A role is a title that an article gives, and the day of the article.
type role struct {
	news.Role
	day string // EDTF; ""
}

// collect makes the entities of the keys, one after the other: of an archive there
// are hundreds of thousands, and few of what is counted of one is kept.
func (r *resolver) collect() Result {
	res := Result{Of: make([][]string, len(r.articles)), Chains: make([][]int32, len(r.articles))}
	roots := make([]int32, len(r.keys))
	for k := range r.keys {
		roots[k] = r.find(int32(k))
	}
	for i := range r.of {
		res.Of[i] = make([]string, len(r.of[i]))
		res.Chains[i] = make([]int32, len(r.of[i]))
		for j, k := range r.of[i] {
			if res.Chains[i][j] = -1; k >= 0 {
				res.Chains[i][j] = roots[k]
			}
		}
	}
	keys := grouped(len(r.keys), func(yield func(k, root int32)) {
		for k, root := range roots {
			yield(int32(k), root)
		}
	})
	// A mention is told by its article and its place there.
	type place struct{ article, mention int32 }
	mentions := grouped(len(r.keys), func(yield func(at place, root int32)) {
		for i, chain := range res.Chains {
			for j, root := range chain {
				if root >= 0 {
					yield(place{int32(i), int32(j)}, root)
				}
			}
		}
	})
	var room news.Mention
	for root := range int32(len(r.keys)) {
		of := mentions.of(root)
		if len(of) == 0 {
			continue
		}
		g := group{
			names: map[string]int{}, types: map[news.EntityType]int{}, last: -1,
			mentions: make([]news.Ref, 0, len(of)),
		}
		for _, at := range of {
			g.add(&r.articles[at.article], r.mentions.see(int(at.article), int(at.mention), &room), int(at.article))
		}
		if len(g.names) == 0 { // described, and never named
			continue
		}
		for _, k := range keys.of(root) {
			g.because = append(g.because, r.keys[k].because...)
		}
		name := r.keys[root].name
		id := news.NewID("entity", name)
		res.Entities = append(res.Entities, g.entity(id, name, r.known))
		for _, at := range of {
			res.Of[at.article][at.mention] = id
		}
	}
	slices.SortFunc(res.Entities, func(x, y news.Entity) int { return cmp.Compare(x.ID, y.ID) })
	return res
}

// groups are lists in one, of the numbers 0 to len(end)-1.
type groups[T any] struct {
	list []T
	end  []int32 // where the list of each number ends
}

// grouped returns n lists of what each yields with their numbers, in that order; it
// is called twice.
func grouped[T any](n int, each func(yield func(x T, number int32))) groups[T] {
	g := groups[T]{end: make([]int32, n)}
	each(func(_ T, number int32) { g.end[number]++ })
	at := int32(0)
	for k, count := range g.end {
		g.end[k] = at
		at += count
	}
	g.list = make([]T, at)
	each(func(x T, number int32) {
		g.list[g.end[number]] = x
		g.end[number]++
	})
	return g
}

func (g *groups[T]) of(number int32) []T {
	from := int32(0)
	if number > 0 {
		from = g.end[number-1]
	}
	return g.list[from:g.end[number]]
}

// add takes mention m of article i into g; articles come in their order.
func (g *group) add(a *news.Article, m *news.Mention, i int) {
	if g.last != i {
		g.articles++
		g.last = i
	}
	g.mentions = append(g.mentions, news.Ref{Article: a.ID, Span: m.Span})
	if m.Kind != news.NameMention {
		return
	}
	g.names[m.Name]++
	g.types[m.Type]++
	if m.Country != "" && (g.country == "" || m.Known != "") {
		g.country = m.Country
	}
	if m.Known != "" && !m.Acts {
		g.known = m.Known
	}
	if !m.Role.IsZero() && !formOfAddress(m.Role.Of(a.Text)) {
		x := role{Role: news.Role{Title: m.Role.Of(a.Text), Ref: news.Ref{Article: a.ID, Span: m.Role}}}
		if a.Published.Known() && a.Published.Basis != news.BasisInferred {
			x.day, _, _ = strings.Cut(a.Published.Value, "T")
		}
		g.roles = append(g.roles, x)
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
		if n != e.Name {
			e.Aliases = append(e.Aliases, n)
		}
	}
	slices.Sort(e.Aliases)
	slices.SortFunc(e.Mentions, func(x, y news.Ref) int {
		return cmp.Or(cmp.Compare(x.Article, y.Article), cmp.Compare(x.Start, y.Start), cmp.Compare(x.End, y.End))
	})
	e.Mentions = slices.Compact(e.Mentions)
	e.Roles = rolesOf(g.roles)
	e.MergedBecause = g.why(e.Name, name)
	return e
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
	best, full := "", false
	for n, count := range g.names {
		is := typ == news.Person && strings.Contains(n, " ")
		if full && !is {
			continue
		}
		c := cmp.Or(cmp.Compare(count, g.names[best]), cmp.Compare(len(n), len(best)), cmp.Compare(best, n))
		if best == "" || is && !full || c > 0 {
			best, full = n, is
		}
	}
	return best
}

func (g *group) kind() news.EntityType {
	best := news.EntityType("")
	for t, count := range g.types {
		if c := cmp.Or(cmp.Compare(count, g.types[best]), cmp.Compare(best, t)); best == "" || c > 0 {
			best = t
		}
	}
	return cmp.Or(best, news.Other)
}

// rolesOf keeps one role of each title, letters small and large alike, with the
// first and last day on which an article gives it, and sorts by title.
func rolesOf(roles []role) []news.Role {
	slices.SortFunc(roles, func(x, y role) int {
		return cmp.Or(cmp.Compare(strings.ToLower(x.Title), strings.ToLower(y.Title)), cmp.Compare(x.Title, y.Title),
			cmp.Compare(x.Ref.Article, y.Ref.Article), cmp.Compare(x.Ref.Start, y.Ref.Start))
	})
	var out []news.Role
	for _, x := range roles {
		if n := len(out); n == 0 || !strings.EqualFold(out[n-1].Title, x.Title) {
			out = append(out, x.Role)
		}
		last := &out[len(out)-1]
		if x.day != "" && (last.From == "" || x.day < last.From) {
			last.From = x.day
		}
		if x.day > last.To {
			last.To = x.day
		}
	}
	return out
}
