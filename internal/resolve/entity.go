package resolve

import (
	"cmp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"github.com/twosource/twosource/internal/news"
)

// A place is a mention of an article.
type place struct{ article, mention int32 }

// A keptEntity is an entity with what it was made of.
type keptEntity struct {
	entity news.Entity
	label  int32   // of its key
	said   uint64  // a hash of the reasons of its keys
	sum    *summed // of what it was made; nil if it has few mentions
}

// A collection makes the entities of a set.
type collection struct {
	*resolver
	dirty                bitset        // roots of this set, or of the set before, of which something is another
	whole                bitset        // those of these that are made anew of all their mentions
	dirtyKeys, wholeKeys bitset        // keys of such roots
	renamed              bitset        // keys whose root is another, or named now or then alone
	said                 []uint64      // by index of the reasons of a root: a hash of those of its tree
	roots                []int32       // those that are dirty
	at                   []int32       // by dirty root: index into roots
	keys                 groups[int32] // by index of the root: those that have reasons
	mentions             groups[place] // by index of the root
	fresh                []*keptEntity
}

// collect makes the entities of the keys, one after the other on each processor: of an
// archive there are hundreds of thousands, and little of what is counted of one is kept. Those that are
// as in the set before are taken over.
func (r *resolver) collect() *collection {
	c := &collection{resolver: r, dirty: newBits(len(r.labels)), whole: newBits(len(r.labels)), renamed: newBits(len(r.labels))}
	c.findDirty()
	c.at = make([]int32, len(r.labels))
	c.dirtyKeys, c.wholeKeys = newBits(len(r.labels)), newBits(len(r.labels))
	for _, k := range r.order {
		root := r.keys[k].root
		if !c.dirty.has(root) {
			continue
		}
		if x := r.labels[root].kept; x == nil || x.sum == nil || !x.sum.plain {
			c.whole.set(root)
		}
		c.dirtyKeys.set(k)
		if c.whole.has(root) {
			c.wholeKeys.set(k)
		}
		if k == root {
			c.at[k] = int32(len(c.roots))
			c.roots = append(c.roots, k)
		}
	}
	c.keys = c.keys.grouped(len(c.roots), func(yield func(k, at int32)) {
		for _, k := range r.order {
			if r.keys[k].because > 0 && c.dirtyKeys.has(k) {
				yield(k, c.at[r.keys[k].root])
			}
		}
	})
	c.findMentions()
	made := make([]*keptEntity, len(c.roots))
	inParallel((len(made)+entitiesAtOnce-1)/entitiesAtOnce, func() func(n int) {
		g := new(group)
		return func(n int) {
			for at := n * entitiesAtOnce; at < min((n+1)*entitiesAtOnce, len(made)); at++ {
				of := c.mentions.of(int32(at))
				if root := c.roots[at]; !c.whole.has(root) {
					if made[at] = c.added(g, int32(at), r.labels[root].kept, of); made[at] != nil {
						continue
					}
					of = c.mentionsOf(root)
				}
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

// findMentions finds the mentions of what is dirty: of what is to be made of what was there,
// those of new articles alone.
func (c *collection) findMentions() {
	type rooted struct {
		place
		root int32
	}
	r := c.resolver
	fresh := make([]bool, len(r.of))
	for _, x := range r.moved {
		fresh[x.article] = x.keys == nil
	}
	found := make([][]rooted, (len(r.of)+articlesAtOnce-1)/articlesAtOnce)
	inParallel(len(found), func() func(n int) {
		return func(n int) {
			for i := n * articlesAtOnce; i < min((n+1)*articlesAtOnce, len(r.of)); i++ {
				of := c.wholeKeys
				if fresh[i] {
					of = c.dirtyKeys
				}
				for j, k := range r.of[i] {
					if k >= 0 && of.has(k) {
						found[n] = append(found[n], rooted{place{int32(i), int32(j)}, c.at[r.keys[k].root]})
					}
				}
			}
		}
	})
	r.places = r.places.grouped(len(c.roots), func(yield func(at place, root int32)) {
		for _, list := range found {
			for _, x := range list {
				yield(x.place, x.root)
			}
		}
	})
	c.mentions = r.places
}

// mentionsOf finds all mentions of a root.
func (c *collection) mentionsOf(root int32) []place {
	var out []place
	for i, row := range c.of {
		for j, k := range row {
			if k >= 0 && c.resolver.keys[k].root == root {
				out = append(out, place{int32(i), int32(j)})
			}
		}
	}
	return out
}

// articlesAtOnce is how many articles a goroutine looks at before it takes others. Ours;
// it has no effect on the result.
const articlesAtOnce = 64

// findDirty finds the roots of keys, and those of which something is not as in the set
// before.
func (c *collection) findDirty() {
	r := c.resolver
	for _, k := range r.order {
		x := &r.keys[k]
		x.root = r.find(k)
		if int(k) < len(r.former) {
			if y := &r.former[k]; y.turn == r.turn-1 && y.root != x.root {
				c.setDirty(x.root)
				c.setDirty(y.root)
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
		for _, k := range x.final {
			if k >= 0 {
				c.setDirty(r.former[k].root)
			}
		}
	}
	if r.once {
		for _, row := range r.of {
			for _, k := range row {
				if k >= 0 {
					c.setDirty(r.keys[k].root)
				}
			}
		}
	}
	for _, x := range r.moved {
		for j, k := range r.of[x.article] {
			now := int32(noLabel)
			if k >= 0 {
				now = r.keys[k].root
			}
			if x.keys == nil {
				if now >= 0 {
					c.dirty.set(now)
				}
				continue
			}
			then := int32(noLabel)
			if k := x.keys[j]; k >= 0 {
				then = r.former[k].root
			}
			if now == then {
				continue
			}
			if now >= 0 {
				c.setDirty(now)
			}
			if then >= 0 {
				c.setDirty(then)
			}
		}
	}
}

// setDirty takes note that a root has, or had, mentions otherwise than by articles that are
// new.
func (c *collection) setDirty(root int32) {
	c.dirty.set(root)
	c.whole.set(root)
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

// inChunks calls f with 0 to n-1, on all processors.
func inChunks(n int, f func(i int)) {
	inParallel((n+articlesAtOnce-1)/articlesAtOnce, func() func(k int) {
		return func(k int) {
			for i := k * articlesAtOnce; i < min((k+1)*articlesAtOnce, n); i++ {
				f(i)
			}
		}
	})
}

// entity makes the entity of a root, whose index is given. It works in g; several
// goroutines may call it for different roots.
func (c *collection) entity(g *group, at int32, of []place) *keptEntity {
	g.clear(c.book, len(of))
	for _, at := range of {
		g.add(&c.articles[at.article], c.readings[at.article], at)
	}
	var s *summed
	if len(g.mentions) >= leastSummed && !c.once {
		s = g.sum(c.articles)
	}
	return c.made(g, at, s)
}

// made makes the entity of a root of g, which is summed up as s.
func (c *collection) made(g *group, at int32, s *summed) *keptEntity {
	for _, k := range c.keys.of(at) {
		for _, x := range c.reasons(k) {
			g.because = append(g.because, c.say(x))
		}
	}
	root := c.roots[at]
	name := c.labels[root].name
	out := &keptEntity{label: root, said: c.saidOf(root), sum: s}
	out.entity = g.entity(news.NewID("entity", name), name, c.known)
	clear(g.roles) // their words hold the texts of articles
	return out
}

// A summed is what an entity was made of, so that mentions of articles that come can be
// added to it.
type summed struct {
	names, types    []counted
	country, known  string // by its mentions, as in group
	byTable         bool   // the country is that of a known mention
	ofLand, ofKnown string // the articles that these are of; ""
	plain           bool   // see folds, of all titles that articles give
}

// leastSummed is the fewest mentions of an entity that is summed up: with fewer it is made
// anew.
var leastSummed = 64 // tests have less

// sum sums g up, whose articles are given, before its entity is made.
func (g *group) sum(articles []news.Article) *summed {
	s := &summed{country: g.country, known: g.known, byTable: g.byTable, plain: true}
	s.take(g)
	if g.country != "" {
		s.ofLand = articles[g.ofLand].ID
	}
	if g.known != "" {
		s.ofKnown = articles[g.ofKnown].ID
	}
	for i := range g.roles {
		s.plain = s.plain && folds(g.roles[i].Title)
	}
	return s
}

// take takes the names and types of g.
func (s *summed) take(g *group) {
	s.types, s.names = slices.Clone(g.types.list), make([]counted, 0, len(g.names))
	for n, times := range g.names {
		s.names = append(s.names, counted{int32(n), times})
	}
}

// folds reports whether titles with only such letters are the same but for small and large
// ones if, and only if, they are the same in small ones: not so with "ſ", which is an s, and
// "İ", whose small letter is that of "I".
func folds(title string) bool {
	for _, c := range title {
		if c < utf8.RuneSelf {
			continue
		}
		small, first := unicode.ToLower(c), firstFold(c)
		if small != unicode.ToLower(first) || firstFold(small) != first {
			return false
		}
	}
	return true
}

// firstFold gives the first of the letters that are c but for being small or large.
func firstFold(c rune) rune {
	first := c
	for x := unicode.SimpleFold(c); x != c; x = unicode.SimpleFold(x) {
		first = min(first, x)
	}
	return first
}

// added makes the entity of a root of what it was and of mentions of articles that are new;
// nil if it must be made of all its mentions.
func (c *collection) added(g *group, at int32, kept *keptEntity, of []place) *keptEntity {
	s, before := *kept.sum, &kept.entity
	g.clear(c.book, 0)
	var mentions []news.Ref // those of new articles
	for len(of) > 0 {
		n := 1
		for n < len(of) && of[n].article == of[0].article {
			n++
		}
		from := len(mentions)
		a := &c.articles[of[0].article]
		g.country, g.known, g.byTable, g.mentions, g.mixed, g.last = "", "", false, mentions, false, -1
		for _, at := range of[:n] {
			g.add(a, c.readings[at.article], at)
		}
		mentions = g.mentions
		if g.mixed {
			slices.SortFunc(mentions[from:], compareRefs)
			mentions = mentions[:from+len(slices.Compact(mentions[from:]))]
		}
		if g.country != "" && (s.country == "" || g.byTable && (!s.byTable || a.ID > s.ofLand) || !g.byTable && !s.byTable && a.ID < s.ofLand) {
			s.country, s.byTable, s.ofLand = g.country, g.byTable, a.ID
		}
		if g.known != "" && (s.known == "" || a.ID > s.ofKnown) {
			s.known, s.ofKnown = g.known, a.ID
		}
		of = of[n:]
	}
	// Otherwise titles that differ in large and small letters alone may not be neighbours.
	if slices.ContainsFunc(g.roles, func(x role) bool { return !folds(x.Title) }) {
		return nil
	}
	for _, x := range s.names {
		g.names[uint32(x.number)] += x.times
	}
	for _, x := range s.types {
		g.types.addTimes(x.number, x.times)
	}
	for _, x := range before.Roles {
		g.roles = append(g.roles, role{Role: x, small: strings.ToLower(x.Title)})
	}
	all := make([]news.Ref, 0, len(before.Mentions)+len(mentions))
	rest := before.Mentions
	for len(mentions) > 0 {
		n := 1
		for n < len(mentions) && mentions[n].Article == mentions[0].Article {
			n++
		}
		at, _ := slices.BinarySearchFunc(rest, mentions[0].Article, func(x news.Ref, id string) int { return cmp.Compare(x.Article, id) })
		all = append(append(all, rest[:at]...), mentions[:n]...)
		rest, mentions = rest[at:], mentions[n:]
	}
	all = append(all, rest...)
	g.mentions, g.mixed, g.articles = all, false, 1
	if all[0].Article != all[len(all)-1].Article {
		g.articles = 2 // or more
	}
	g.country, g.known = s.country, s.known
	s.take(g)
	return c.made(g, at, &s)
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
