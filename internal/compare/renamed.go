package compare

import (
	"fmt"
	"slices"

	"github.com/zeebo/xxh3"

	"github.com/twosource/twosource/internal/news"
)

// The id of an entity may become another with any article that comes, though the
// mentions that are one thing in a story stay so. A comparison asks of ids only which
// are the same; what it found is then found again by giving entities their new ids.

// A namedResult is what comparing a lot found, with the ids of its entities.
type namedResult struct {
	shape xxh3.Uint128 // of what the comparison read, with the ids as numbers
	ids   []string     // by number
	res   Result       // not to be changed
	turn  int          // of the set of which it was found
}

// mostNamed is how many results of lots are kept, those of the latest sets: of an
// article some 20 kB. Ours.
const mostNamed = 4096

// named returns what is kept of the result of a lot.
func (m *Memory) named(c *comparer, l *lot, res *Result) *namedResult {
	shape, ids := c.shapeOf(l)
	return &namedResult{shape: shape, ids: ids, res: *res, turn: m.turn}
}

// forget lets go of the results that are too many.
func (m *Memory) forget() {
	var turns []int
	for _, k := range m.lots {
		if k.found != nil {
			turns = append(turns, k.found.turn)
		}
	}
	if len(turns) <= mostNamed {
		return
	}
	slices.Sort(turns)
	last := turns[len(turns)-mostNamed]
	for _, k := range m.lots {
		if k.found != nil && k.found.turn < last {
			k.found = nil
		}
	}
}

// A shaping hashes what a comparison reads, with the ids of entities as numbers in the
// order in which they are met.
type shaping struct {
	hashing
	numbers map[string]int
	ids     []string // by number
}

// id returns the number of an id.
func (h *shaping) id(id string) int {
	n, ok := h.numbers[id]
	if !ok {
		n = len(h.ids)
		h.numbers[id], h.ids = n, append(h.ids, id)
	}
	return n
}

// shapeOf returns a hash of all that the comparison of a lot reads, with the ids of
// entities as numbers, and the ids by these.
func (c *comparer) shapeOf(l *lot) (shape xxh3.Uint128, ids []string) {
	h := shaping{numbers: map[string]int{"": 0}, ids: []string{""}}
	for n, i := range l.articles {
		h.key(c.Memory.of(i).bare)
		h.took(c, l, n)
		h.number(uint64(len(c.EntityOf[i])))
		for _, id := range c.EntityOf[i] {
			h.number(uint64(h.id(id)))
		}
		for _, x := range c.acrossOf[i] {
			h.number(uint64(x.speech))
			h.across(c, l, x.n)
		}
	}
	return h.Sum128(), h.ids
}

// across adds what a lot reads of a statement that other stories report too: all of
// it if it is one of the lot's, else without what others report of it.
func (h *shaping) across(c *comparer, l *lot, n int) {
	s := c.across.statements[n]
	own := slices.Contains(l.articles, c.index[s.Content[0].Article])
	if !own {
		s = c.across.local(n, func(id string) bool { return slices.Contains(l.articles, c.index[id]) })
	}
	var ids []int
	for _, list := range [...][]string{{s.Speaker, s.OnBehalfOf}, s.Candidates, s.Others} {
		ids = append(ids, len(list))
		for _, id := range list {
			ids = append(ids, h.id(id))
		}
	}
	s.Speaker, s.OnBehalfOf, s.Candidates, s.Others = "", "", nil, nil
	_, _ = fmt.Fprintf(h, "%t %v %#v", own, ids, s)
}

// renamed returns the result of a lot that differs from that of which f was found by
// the ids of its entities at most; it is of no set yet.
func (f *namedResult) renamed(c *comparer, l *lot) (now *namedResult, ok bool) {
	if f == nil {
		return nil, false
	}
	shape, ids := c.shapeOf(l)
	if shape != f.shape {
		return nil, false
	}
	names := make(naming, len(ids))
	for n, id := range f.ids {
		names[id] = ids[n]
	}
	now = &namedResult{shape: shape, ids: ids, res: f.res}
	names.result(&now.res)
	return now, true
}

// A naming gives the new ids of entities by their old ones.
type naming map[string]string

// id gives an id anew; what is none stays as it is.
func (now naming) id(id *string) {
	if to, ok := now[*id]; ok {
		*id = to
	}
}

// list gives a list of ids anew.
func (now naming) list(ids *[]string) {
	*ids = slices.Clone(*ids)
	for k := range *ids {
		now.id(&(*ids)[k])
	}
}

// sorted gives a sorted list of ids anew.
func (now naming) sorted(ids *[]string) {
	now.list(ids)
	slices.Sort(*ids)
}

// result gives the entities of a result their new ids, in copies of its lists.
func (now naming) result(res *Result) {
	res.Statements, res.Events = slices.Clone(res.Statements), slices.Clone(res.Events)
	res.Claims, res.Conflicts = slices.Clone(res.Claims), slices.Clone(res.Conflicts)
	for k := range res.Statements {
		s := &res.Statements[k]
		now.id(&s.Speaker)
		now.id(&s.OnBehalfOf)
		now.list(&s.Candidates)
		now.list(&s.Others)
	}
	for k := range res.Events {
		e := &res.Events[k]
		now.sorted(&e.Actors)
		now.sorted(&e.Recipients)
		now.id(&e.AccordingTo)
	}
	for k := range res.Claims {
		now.sorted(&res.Claims[k].Holders)
	}
	for k := range res.Conflicts {
		now.sides(&res.Conflicts[k])
	}
	res.Entities = slices.Clone(res.Entities)
	for k := range res.Entities {
		now.sorted(&res.Entities[k])
	}
	res.stances, res.states = slices.Clone(res.stances), slices.Clone(res.states)
	for k := range res.stances {
		now.id(&res.stances[k].party)
		now.id(&res.stances[k].issue)
	}
	for k := range res.states {
		now.id(&res.states[k].entity)
	}
}

// sides does so for the sides of a conflict.
func (now naming) sides(con *news.Conflict) {
	con.Sides = slices.Clone(con.Sides)
	for k := range con.Sides {
		now.sorted(&con.Sides[k].Holders)
	}
}
