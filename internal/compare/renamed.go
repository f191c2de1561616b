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

// A Packer makes bytes of what a pointer points at, exported fields alone, and that again
// of the bytes, where it points at nothing: *store.Codec is one. It is asked by several
// goroutines at once.
type Packer interface {
	Pack(v any) []byte
	Unpack(packed []byte, v any) error
}

// A namedResult is what comparing a lot of one story found, with the ids of its entities:
// packed, which takes a fifth of the room, and nothing that the collector must follow.
type namedResult struct {
	shape  xxh3.Uint128 // of what the comparison read, with the ids as numbers
	packed []byte       // a packedResult
}

// A packedResult is what is packed of a result: all but stances and states.
type packedResult struct {
	IDs        []string // of the entities, by number
	Statements []news.Statement
	Claims     []news.Claim
	Conflicts  []news.Conflict
	Events     []news.Event
	Timelines  [][]news.TimelineEntry
	OnlyHere   [][]news.OnlyHere
	Entities   [][]string
	Origins    []int
	Mixed      []news.MixedTime
}

// named returns what is kept of the result of a lot; nil if nothing is.
func (m *Memory) named(c *comparer, l *lot, res *Result) *namedResult {
	if m.Packer == nil {
		return nil
	}
	shape, ids := c.shapeOf(l)
	return m.packedAs(shape, ids, res)
}

func (m *Memory) packedAs(shape xxh3.Uint128, ids []string, res *Result) *namedResult {
	return &namedResult{shape, m.Packer.Pack(&packedResult{
		ids, res.Statements, res.Claims, res.Conflicts, res.Events, res.Timelines, res.OnlyHere, res.Entities, res.Origins, res.Mixed,
	})}
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

// renamed returns the result of a lot that differs from that of which k is kept by the
// ids of its entities at most, and what is kept of it now.
func (m *Memory) renamed(c *comparer, l *lot, k knownLot) (res Result, now *namedResult, ok bool) {
	if k.found == nil {
		return res, nil, false
	}
	shape, ids := c.shapeOf(l)
	var was packedResult
	if shape != k.found.shape || m.Packer.Unpack(k.found.packed, &was) != nil {
		return res, nil, false
	}
	names := make(naming, len(ids))
	for n, id := range was.IDs {
		names[id] = ids[n]
	}
	res = Result{
		Statements: was.Statements, Claims: was.Claims, Conflicts: was.Conflicts, Events: was.Events, Timelines: was.Timelines,
		OnlyHere: was.OnlyHere, Entities: was.Entities, Origins: was.Origins, Mixed: was.Mixed,
		stances: slices.Clone(k.stances), states: slices.Clone(k.states),
	}
	names.result(&res)
	return res, m.packedAs(shape, ids, &res), true
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
func (now naming) list(ids []string) {
	for k := range ids {
		now.id(&ids[k])
	}
}

// sorted gives a sorted list of ids anew.
func (now naming) sorted(ids []string) {
	now.list(ids)
	slices.Sort(ids)
}

// result gives the entities of a result their new ids, in its lists.
func (now naming) result(res *Result) {
	for k := range res.Statements {
		s := &res.Statements[k]
		now.id(&s.Speaker)
		now.id(&s.OnBehalfOf)
		now.list(s.Candidates)
		now.list(s.Others)
	}
	for k := range res.Events {
		e := &res.Events[k]
		now.sorted(e.Actors)
		now.sorted(e.Recipients)
		now.id(&e.AccordingTo)
	}
	for k := range res.Claims {
		now.sorted(res.Claims[k].Holders)
	}
	for k := range res.Conflicts {
		for side := range res.Conflicts[k].Sides {
			now.sorted(res.Conflicts[k].Sides[side].Holders)
		}
	}
	for k := range res.Entities {
		now.sorted(res.Entities[k])
	}
	for k := range res.stances {
		now.id(&res.stances[k].party)
		now.id(&res.stances[k].issue)
	}
	for k := range res.states {
		now.id(&res.states[k].entity)
	}
}
