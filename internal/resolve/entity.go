package resolve

import (
	"cmp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// A group is the mentions of one entity.
type group struct {
	*book
	names    map[uint32]int // name as written → how often
	types    tally
	country  string
	known    string
	articles int   // with mentions of it, each counted once
	last     int32 // the latest of these
	mentions []news.Ref
	mixed    bool // mentions are not sorted, or one comes twice
	roles    []role
	because  []string
}

// mostNamesKept is the most names of an entity for which room is kept.
const mostNamesKept = 64

// A role is a title that an article gives, and the day of the article.
type role struct {
	news.Role
	small string // the title in lower case
	day   string // EDTF; ""
}

// A place is a mention of an article.
type place struct{ article, mention int32 }

// A keptEntity is an entity with what it was made of.
type keptEntity struct {
	entity   news.Entity
	label    int32 // of its key
	mentions []keptPlace
	because  []reason // of all its keys, in their order
	turn     int      // of the last set that had it
}

// A keptPlace is a mention of a reading.
type keptPlace struct {
	serial  uint32
	mention int32
}

// A collection makes the entities of a set.
type collection struct {
	*resolver
	turn     int
	roots    []int32       // by key
	keys     groups[int32] // by root
	mentions groups[place] // by root
	named    []bool        // by root: it is an entity
	fresh    []*keptEntity // that the set before had not, or otherwise
}

// collect makes the entities of the keys, one after the other on each processor: of an
// archive there are hundreds of thousands, and little of what is counted of one is kept. Those that are
// as in the set before are taken over.
func (r *resolver) collect(turn int) *collection {
	c := &collection{resolver: r, turn: turn, roots: make([]int32, len(r.labels)), named: make([]bool, len(r.labels))}
	for _, k := range r.order {
		c.roots[k] = r.find(k)
	}
	c.keys = r.byRoot.grouped(len(r.labels), func(yield func(k, root int32)) {
		for _, k := range r.order {
			yield(k, c.roots[k])
		}
	})
	c.mentions = r.places.grouped(len(r.labels), func(yield func(at place, root int32)) {
		for i, row := range r.of {
			for j, k := range row {
				if k >= 0 {
					yield(place{int32(i), int32(j)}, c.roots[k])
				}
			}
		}
	})
	fresh := make([][]*keptEntity, (len(r.labels)+entitiesAtOnce-1)/entitiesAtOnce)
	inParallel(len(fresh), func() func(n int) {
		g := new(group)
		return func(n int) {
			for root := n * entitiesAtOnce; root < min((n+1)*entitiesAtOnce, len(r.labels)); root++ {
				of := c.mentions.of(int32(root))
				c.named[root] = slices.ContainsFunc(of, func(at place) bool { return r.readings[at.article].mentions[at.mention].kind == nameKind })
				if !c.named[root] {
					continue // it is only described
				}
				if x := c.entity(g, int32(root), of); x != nil {
					fresh[n] = append(fresh[n], x)
				}
			}
		}
	})
	c.fresh = slices.Concat(fresh...)
	slices.SortFunc(c.fresh, func(x, y *keptEntity) int { return cmp.Compare(x.entity.ID, y.entity.ID) })
	r.byRoot, r.places = c.keys, c.mentions // they are room from now on
	return c
}

// entitiesAtOnce is how many keys a goroutine looks at before it takes others. Ours; it
// has no effect on the result.
const entitiesAtOnce = 1024

// inParallel calls what start returns, once for each goroutine, with 0 to n-1, on all
// processors.
func inParallel(n int, start func() func(i int)) {
	var next atomic.Int64
	var done sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		done.Go(func() {
			work := start()
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				work(i)
			}
		})
	}
	done.Wait()
}

// entity takes over the entity of a root, and returns nil, or makes it. It works in g;
// several goroutines may call it for different roots.
func (c *collection) entity(g *group, root int32, of []place) *keptEntity {
	var because []reason
	for _, k := range c.keys.of(root) {
		because = append(because, c.reasons(k)...)
	}
	n := root
	l := &c.labels[n]
	if l.kept != nil && slices.Equal(l.kept.because, because) && c.same(l.kept.mentions, of) {
		l.kept.turn = c.turn
		return nil
	}
	if g.names == nil || len(g.names) > mostNamesKept {
		g.names = map[uint32]int{}
	}
	clear(g.names)
	*g = group{
		book: c.book, names: g.names, last: -1, mentions: make([]news.Ref, 0, len(of)),
		types: tally{list: g.types.list[:0]}, roles: g.roles[:0], because: g.because[:0],
	}
	kept := &keptEntity{label: n, because: because, turn: c.turn}
	if !c.once {
		kept.mentions = make([]keptPlace, 0, len(of))
	}
	for _, at := range of {
		x := c.readings[at.article]
		g.add(&c.articles[at.article], x, at)
		if !c.once {
			kept.mentions = append(kept.mentions, keptPlace{x.serial, at.mention})
		}
	}
	for _, x := range because {
		g.because = append(g.because, c.say(x))
	}
	kept.entity = g.entity(news.NewID("entity", l.name), l.name, c.known)
	clear(g.roles) // their words hold the texts of articles
	l.kept = kept
	return kept
}

// same reports whether mentions are those that were kept.
func (c *collection) same(kept []keptPlace, of []place) bool {
	if len(kept) != len(of) {
		return false
	}
	for n, at := range of {
		if kept[n].mention != at.mention || kept[n].serial != c.readings[at.article].serial {
			return false
		}
	}
	return true
}

// ids gives for each mention of article i the id of its entity: the same list as in the
// set before if nothing has changed.
func (c *collection) ids(i int) []string {
	x := c.readings[i]
	if c.once {
		out := make([]string, len(x.mentions))
		for j := range out {
			out[j] = c.idOf(c.labelAt(i, j))
		}
		return out
	}
	same := x.of != nil
	if !same {
		x.of, x.labels = make([]string, len(x.mentions)), make([]int32, len(x.mentions))
	}
	for j := range x.labels {
		l := c.labelAt(i, j)
		if same && x.labels[j] != l {
			same, x.of = false, slices.Clone(x.of)
		}
		if !same {
			x.labels[j], x.of[j] = l, c.idOf(l)
		}
	}
	return x.of
}

// labelAt gives the label of the entity of mention j of article i; noLabel if it stands
// for none.
func (c *collection) labelAt(i, j int) int32 {
	if k := c.of[i][j]; k >= 0 && c.named[c.roots[k]] {
		return c.roots[k]
	}
	return noLabel
}

// idOf gives the id of the entity of a label, "" for noLabel.
func (c *collection) idOf(l int32) string {
	if l == noLabel {
		return ""
	}
	return c.labels[l].kept.entity.ID
}

// merged gives the entities by id, those that are as before and those that are fresh.
func (c *collection) merged(before []*keptEntity) []*keptEntity {
	out := make([]*keptEntity, 0, len(before)+len(c.fresh))
	fresh := c.fresh
	for _, x := range before {
		if x.turn != c.turn {
			if l := &c.labels[x.label]; l.kept == x {
				l.kept = nil // it is gone
			}
			continue
		}
		for len(fresh) > 0 && fresh[0].entity.ID < x.entity.ID {
			out, fresh = append(out, fresh[0]), fresh[1:]
		}
		out = append(out, x)
	}
	return append(out, fresh...)
}

// groups are lists in one, of the numbers 0 to len(end)-1.
type groups[T any] struct {
	list []T
	end  []int32 // where the list of each number ends
}

// grouped returns n lists of what each yields with their numbers, in that order; it
// is called twice. They are where g was, as far as it has room.
func (g groups[T]) grouped(n int, each func(yield func(x T, number int32))) groups[T] {
	g.end = slices.Grow(g.end[:0], n)[:n]
	clear(g.end)
	each(func(_ T, number int32) { g.end[number]++ })
	at := int32(0)
	for k, count := range g.end {
		g.end[k] = at
		at += count
	}
	g.list = slices.Grow(g.list[:0], int(at))[:at]
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
		g.country = g.text(m.land)
	}
	if m.known != noWord && !m.has(acts) {
		g.known = g.text(m.known)
	}
	if m.role().IsZero() {
		return
	}
	if title := m.role().Of(a.Text); !formOfAddress(title) {
		g.roles = append(g.roles, role{
			Role:  news.Role{Title: title, Ref: news.Ref{Article: a.ID, Span: m.role()}},
			small: strings.ToLower(title), day: x.day,
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
		slices.SortFunc(e.Mentions, func(x, y news.Ref) int {
			return cmp.Or(cmp.Compare(x.Article, y.Article), cmp.Compare(x.Start, y.Start), cmp.Compare(x.End, y.End))
		})
		e.Mentions = slices.Compact(e.Mentions)
	}
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
