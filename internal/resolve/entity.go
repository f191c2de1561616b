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
	entity news.Entity
	label  int32  // of its key
	said   uint64 // a hash of the reasons of its keys
}

// A collection makes the entities of a set.
type collection struct {
	*resolver
	dirty    bitset        // roots of this set, or of the set before, of which something is another
	renamed  bitset        // keys whose root is another, or named now or then alone
	said     []uint64      // by index of the reasons of a root: a hash of those of its tree
	roots    []int32       // those that are dirty
	at       []int32       // by dirty root: index into roots
	keys     groups[int32] // by index of the root: those that have reasons
	mentions groups[place] // by index of the root
	fresh    []*keptEntity
}

// collect makes the entities of the keys, one after the other on each processor: of an
// archive there are hundreds of thousands, and little of what is counted of one is kept. Those that are
// as in the set before are taken over.
func (r *resolver) collect() *collection {
	c := &collection{resolver: r, dirty: newBits(len(r.labels)), renamed: newBits(len(r.labels))}
	c.findDirty()
	c.at = make([]int32, len(r.labels))
	dirtyKeys := newBits(len(r.labels))
	for _, k := range r.order {
		root := r.keys[k].root
		if !c.dirty.has(root) {
			continue
		}
		dirtyKeys.set(k)
		if k == root {
			c.at[k] = int32(len(c.roots))
			c.roots = append(c.roots, k)
		}
	}
	c.keys = c.keys.grouped(len(c.roots), func(yield func(k, at int32)) {
		for _, k := range r.order {
			if r.keys[k].because > 0 && dirtyKeys.has(k) {
				yield(k, c.at[r.keys[k].root])
			}
		}
	})
	c.mentions = r.places.grouped(len(c.roots), func(yield func(at place, root int32)) {
		for i, row := range r.of {
			for j, k := range row {
				if k >= 0 && dirtyKeys.has(k) {
					yield(place{int32(i), int32(j)}, c.at[r.keys[k].root])
				}
			}
		}
	})
	r.places = c.mentions // it is room from now on
	made := make([]*keptEntity, len(c.roots))
	inParallel((len(made)+entitiesAtOnce-1)/entitiesAtOnce, func() func(n int) {
		g := new(group)
		return func(n int) {
			for at := n * entitiesAtOnce; at < min((n+1)*entitiesAtOnce, len(made)); at++ {
				of := c.mentions.of(int32(at))
				if slices.ContainsFunc(of, func(at place) bool { return r.readings[at.article].mentions[at.mention].kind == nameKind }) {
					made[at] = c.entity(g, int32(at), of)
				} // else it is only described
			}
		}
	})
	turned := false
	named := newBits(len(r.labels))
	for at, x := range made {
		l := &r.labels[c.roots[at]]
		if (l.kept != nil) != (x != nil) {
			named.set(c.roots[at])
			turned = true
		}
		if l.kept = x; x != nil {
			c.fresh = append(c.fresh, x)
		}
	}
	if turned {
		for _, k := range r.order {
			if named.has(r.keys[k].root) {
				c.renamed.set(k)
			}
		}
	}
	slices.SortFunc(c.fresh, func(x, y *keptEntity) int { return cmp.Compare(x.entity.ID, y.entity.ID) })
	return c
}

// findDirty finds the roots of keys, and those of which something is not as in the set
// before.
func (c *collection) findDirty() {
	r := c.resolver
	for _, k := range r.order {
		x := &r.keys[k]
		x.root = r.find(k)
		if int(k) < len(r.former) {
			if y := &r.former[k]; y.turn == r.turn-1 && y.root != x.root {
				c.dirty.set(x.root)
				c.dirty.set(y.root)
				c.renamed.set(k)
			}
		}
	}
	c.said = make([]uint64, len(r.because), len(r.because)+len(r.because)/2)
	for _, k := range r.order {
		x := &r.keys[k]
		if x.because == 0 {
			continue
		}
		root := &r.keys[x.root]
		if root.because == 0 {
			r.because, c.said = append(r.because, nil), append(c.said, 0)
			root.because = int32(len(r.because))
		}
		for _, y := range r.because[x.because-1] {
			c.said[root.because-1] += mix(uint64(y.why), uint64(y.word)) // in any order
		}
	}
	for _, k := range r.order {
		if l := &r.labels[k]; l.kept != nil && l.kept.said != c.saidOf(k) {
			c.dirty.set(k)
		}
	}
	for _, x := range r.gone {
		c.setDirty(x.final, r.former)
	}
	if r.once {
		for _, row := range r.of {
			c.setDirty(row, r.keys)
		}
	}
	for _, x := range r.moved {
		c.setDirty(x.keys, r.former)
		c.setDirty(r.of[x.article], r.keys)
	}
}

// setDirty takes note of the roots that keys of an article have, or had, as another.
func (c *collection) setDirty(row []int32, keys []key) {
	for _, k := range row {
		if k >= 0 {
			c.dirty.set(keys[k].root)
		}
	}
}

// saidOf gives the hash of the reasons of a root and its tree.
func (c *collection) saidOf(root int32) uint64 {
	if x := c.resolver.keys[root].because; x > 0 {
		return c.said[x-1]
	}
	return 0
}

// entitiesAtOnce is how many keys a goroutine looks at before it takes others. Ours; it
// has no effect on the result.
const entitiesAtOnce = 16

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

// entity makes the entity of a root, whose index is given. It works in g; several
// goroutines may call it for different roots.
func (c *collection) entity(g *group, at int32, of []place) *keptEntity {
	if g.names == nil || len(g.names) > mostNamesKept {
		g.names = map[uint32]int{}
	}
	clear(g.names)
	*g = group{
		book: c.book, names: g.names, last: -1, mentions: make([]news.Ref, 0, len(of)),
		types: tally{list: g.types.list[:0]}, roles: g.roles[:0], because: g.because[:0],
	}
	for _, at := range of {
		g.add(&c.articles[at.article], c.readings[at.article], at)
	}
	for _, k := range c.keys.of(at) {
		for _, x := range c.reasons(k) {
			g.because = append(g.because, c.say(x))
		}
	}
	root := c.roots[at]
	name := c.labels[root].name
	out := &keptEntity{g.entity(news.NewID("entity", name), name, c.known), root, c.saidOf(root)}
	clear(g.roles) // their words hold the texts of articles
	return out
}

// ids gives for each mention of article i the id of its entity: the same list as in the
// set before if nothing has changed. It is asked for where something may have.
func (c *collection) ids(i int) []string {
	x := c.readings[i]
	same := len(x.of) == len(x.mentions) && x.of != nil
	var out []string
	for j, k := range c.of[i] {
		id := ""
		if k >= 0 {
			if e := c.labels[c.resolver.keys[k].root].kept; e != nil {
				id = e.entity.ID
			}
		}
		if same && x.of[j] == id {
			continue
		}
		if same || out == nil {
			out = make([]string, len(x.mentions))
			if same {
				copy(out, x.of[:j])
			}
			same = false
		}
		out[j] = id
	}
	if !same {
		if out == nil {
			out = []string{}
		}
		x.of = out
	}
	return x.of
}

// hasRenamed reports whether an article has a key whose entity has another id than in the
// set before, or whose keys are others.
func (c *collection) hasRenamed(i int) bool {
	for _, k := range c.of[i] {
		if k >= 0 && c.renamed.has(k) {
			return true
		}
	}
	return false
}

// merged gives the entities by id, those that are as before and those that are fresh.
func (c *collection) merged(before []*keptEntity) []*keptEntity {
	out := make([]*keptEntity, 0, len(before)+len(c.fresh))
	fresh := c.fresh
	for _, x := range before {
		if c.dirty.has(x.label) {
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
