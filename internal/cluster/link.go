package cluster

import (
	"cmp"
	"slices"
)

// Articles are linked by pairs that speak for one happening, by lineage and by
// the user. With the density of an archive nearly all are linked with all over
// others, so there are levels of links, each of stronger pairs than the one
// before, and of each level it is kept up to date what is linked. An article's
// part is what it is linked with at the lowest level at which that is few.
const (
	levels    = 24
	levelStep = ScoreUnit / 4
	mostPart  = 256 // articles of a part, if any level has so few
)

// A tie is the score of a pair with another article. This is known by its slot as long as
// that has the same life: lists of ties are sorted and searched without the articles being read,
// and the collector need not follow some forty for each article.
type tie struct {
	slot, score int32
	life        uint32
}

func tieTo(to *held, score int32) tie { return tie{to.slot, score, to.life} }

func (t tie) isWith(n *held) bool { return t.slot == n.slot && t.life == n.life }

// lives tells for each slot which of the articles that it has had it has now, or will have.
type lives []uint32

// hold reports whether the article of a tie is still held.
func (l lives) hold(t tie) bool { return l[t.slot] == t.life }

func bySlot(x, y tie) int { return cmp.Compare(x.slot, y.slot) }

// tieWith returns the tie with m of a list that is sorted by slot.
func tieWith(list []tie, m *held) (tie, bool) {
	at, ok := slices.BinarySearchFunc(list, m.slot, func(t tie, slot int32) int { return cmp.Compare(t.slot, slot) })
	if ok && list[at].life == m.life {
		return list[at], true
	}
	return tie{}, false
}

// A reach is the articles that are linked at one level, over any number of others. An
// article is in as many as there are levels: they are known by numbers, and so are articles
// in them, for the collector would follow each pointer.
type reach struct {
	members []int32 // slots
	gone    int     // members that were forgotten
	number  int32   // in Stream.reaches
}

func (r *reach) size() int { return len(r.members) + r.gone }

// A place is where an article stands in what is linked at a level.
type place struct {
	reach int32 // its number; 0 if there is none
	at    int32 // among its members
}

// reach returns what n is linked with at level k; nil if it is linked with nothing.
func (s *Stream) reach(n *held, k int) *reach {
	if number := n.in[k].reach; number != 0 {
		return s.reaches[number]
	}
	return nil
}

// newReach returns one without members.
func (s *Stream) newReach() *reach {
	if last := len(s.unreached) - 1; last >= 0 {
		r := s.unreached[last]
		s.unreached = s.unreached[:last]
		return r
	}
	if len(s.reaches) == 0 {
		s.reaches = append(s.reaches, nil)
	}
	r := &reach{number: int32(len(s.reaches))}
	s.reaches = append(s.reaches, r)
	return r
}

// leave lets a reach be used again.
func (s *Stream) leave(r *reach) {
	*r = reach{number: r.number}
	s.unreached = append(s.unreached, r)
}

// levelOf returns the highest level that a pair links at, or -1.
func levelOf(score int32) int {
	if score < joinAt {
		return -1
	}
	return min(int(score-joinAt)/levelStep, levels-1)
}

// links returns the articles that n is linked with, and how strongly; by slot, a
// pair once.
func (s *Stream) links(n *held) []tie {
	var out []tie
	for _, list := range [...][]tie{n.near, n.after} {
		for _, t := range list {
			if t.score >= joinAt && s.lives.hold(t) {
				out = append(out, t)
			}
		}
	}
	add := func(to *held, score int32) {
		if !to.gone {
			out = append(out, tieTo(to, score))
		}
	}
	for _, c := range n.copies {
		add(c.from, surely)
	}
	for _, list := range [...][]*held{n.given, n.same} {
		for _, m := range list {
			add(m, surely)
		}
	}
	slices.SortFunc(out, func(x, y tie) int {
		return cmp.Or(bySlot(x, y), cmp.Compare(y.score, x.score))
	})
	return slices.CompactFunc(out, func(x, y tie) bool { return x.slot == y.slot })
}

// surely links at all levels.
const surely = mostScore

// connect brings the links of the stale articles up to date. It returns articles
// of all parts that are not as they were.
func (s *Stream) connect() []*held {
	var touched []*held
	var cuts losses
	for n := range s.stale {
		if n.gone {
			continue
		}
		touched = append(touched, n)
		was, now := n.linked, s.links(n)
		for _, l := range now {
			to := s.slots[l.slot]
			t, known := tieWith(was, to)
			if known && t.score == l.score {
				continue
			}
			to.linkedWith(n, l.score)
			for k := range levelOf(l.score) + 1 {
				touched = s.unite(n, to, k, touched)
			}
		}
		for _, l := range was {
			kept, to := -1, s.slots[l.slot]
			if t, ok := tieWith(now, to); ok {
				kept = levelOf(t.score)
			} else {
				to.unlinked(n)
			}
			if below := levelOf(l.score) + 1; kept+1 < below {
				cuts.add(loss{n, to, kept + 1, below})
			}
		}
		n.linked = now
	}
	clear(s.stale)
	for at, c := range cuts.all {
		cuts.done = at + 1
		for k := c.below - 1; k >= c.from; k-- {
			met := false
			if touched, met = s.cut(c.a, c.b, k, &cuts, touched); met {
				break // what links two articles at one level links them at all below it
			}
		}
	}
	for n := range cuts.of {
		n.loses = false
	}
	s.hubs.clear()
	return touched
}

// linkedWith notes that m links to n.
func (n *held) linkedWith(m *held, score int32) {
	at, ok := slices.BinarySearchFunc(n.linked, tieTo(m, 0), bySlot)
	if !ok {
		n.linked = slices.Insert(n.linked, at, tie{})
	}
	n.linked[at] = tieTo(m, score)
}

// unlinked notes that m does not link to n any more.
func (n *held) unlinked(m *held) {
	if at, ok := slices.BinarySearchFunc(n.linked, tieTo(m, 0), bySlot); ok {
		n.linked = slices.Delete(n.linked, at, at+1)
	}
}

// A loss is a link that is no more at the levels from … below-1.
type loss struct {
	a, b        *held
	from, below int
}

// losses are links that were lost together. They are looked at one by one, and those
// that are to come still link: what one loss parts from two others, which it alone
// linked, is else taken off both, and they stay one.
type losses struct {
	all  []loss
	of   map[*held][]int // the losses of an article
	done int
}

func (l *losses) add(x loss) {
	if l.of == nil {
		l.of = map[*held][]int{}
	}
	l.of[x.a], l.of[x.b] = append(l.of[x.a], len(l.all)), append(l.of[x.b], len(l.all))
	x.a.loses, x.b.loses = true, true
	l.all = append(l.all, x)
}

// linked adds to out the slots of the articles that n is linked with at level k.
func (l *losses) linked(n *held, k int, out []int32) []int32 {
	least := joinAt + int32(k)*levelStep
	for _, x := range n.linked {
		if x.score >= least {
			out = append(out, x.slot)
		}
	}
	if !n.loses {
		return out
	}
	for _, i := range l.of[n] {
		if x := &l.all[i]; i >= l.done && x.from <= k && k < x.below {
			if out = append(out, x.a.slot); x.a == n {
				out = append(out, x.b.slot)
			}
		}
	}
	return out
}

// link reports whether any of some articles is linked at level k by what is to come.
func (l *losses) link(slots []*held, some []int32, k int) bool {
	for _, slot := range some {
		n := slots[slot]
		if !n.loses {
			continue
		}
		for _, i := range l.of[n] {
			if x := &l.all[i]; i >= l.done && x.from <= k && k < x.below {
				return true
			}
		}
	}
	return false
}

// most returns how many articles make a part, if any level has so few.
func (s *Stream) most() int { return cmp.Or(s.few, mostPart) }

// unite links two articles at level k. It adds to touched an article of each part
// that this changes.
func (s *Stream) unite(n, m *held, k int, touched []*held) []*held {
	a, b := s.reach(n, k), s.reach(m, k)
	if a == b && a != nil {
		return touched
	}
	for _, x := range [...]struct {
		of *held
		in *reach
	}{{n, a}, {m, b}} {
		if x.in == nil || x.in.size() <= s.most() || k == levels-1 {
			touched = append(touched, x.of)
		}
	}
	switch {
	case a == nil && b == nil:
		a = s.newReach()
		a.members = make([]int32, 0, 2)
		a.put(n, k)
		a.put(m, k)
	case a == nil:
		b.put(n, k)
	case b == nil:
		a.put(m, k)
	default:
		if len(a.members) < len(b.members) {
			a, b = b, a
		}
		for _, slot := range b.members {
			a.put(s.slots[slot], k)
		}
		a.gone += b.gone
		s.leave(b)
	}
	return touched
}

// put puts an article into what is linked at level k.
func (r *reach) put(n *held, k int) {
	n.in[k] = place{r.number, int32(len(r.members))}
	r.members = append(r.members, n.slot)
}

// take takes an article out of what it is linked with at level k.
func (s *Stream) take(n *held, k int) {
	r := s.reach(n, k)
	last := len(r.members) - 1
	x := s.slots[r.members[last]]
	r.members[n.in[k].at], x.in[k].at = x.slot, n.in[k].at
	r.members = r.members[:last]
	n.in[k] = place{}
}

// cut parts what n and m are linked with at level k if nothing links them there
// any more; met tells that something does. It adds to touched what is then in other
// parts. Where articles have been forgotten, they may be what links the two, and
// nothing is parted.
//
// The search goes out from both by turns, so that it ends with the lesser of them.
func (s *Stream) cut(n, m *held, k int, cuts *losses, touched []*held) (_ []*held, met bool) {
	r := s.reach(n, k)
	if r == nil || r != s.reach(m, k) {
		return touched, false
	}
	if r.gone > 0 {
		return touched, true
	}
	linked, off := s.stillLinked(n, m, k)
	if linked {
		return touched, true
	}
	if !cuts.link(s.slots, off, k) {
		return s.takeOff(r, off, k, append(touched, n, m)), false
	}
	s.sweep += 2
	found := [2][]int32{{n.slot}, {m.slot}}
	s.sides[n.slot], s.sides[m.slot] = s.sweep, s.sweep+1
	var near []int32
	for at := 0; ; at++ {
		for x := range found {
			if at == len(found[x]) {
				return s.takeOff(r, found[x], k, append(touched, n, m)), false
			}
			near = cuts.linked(s.slots[found[x][at]], k, near[:0])
			for _, slot := range near {
				switch side := s.sides[slot]; {
				case side < s.sweep:
					s.sides[slot] = s.sweep + uint64(x)
					found[x] = append(found[x], slot)
				case side != s.sweep+uint64(x):
					return touched, true
				}
			}
		}
	}
}

// Hubs tell which articles are known to be linked at a level with the one that is its hub, by
// links that are not lost: at the low levels most articles are linked with all over others,
// and what was found out for one loss holds for the next ones.
type hubs struct {
	at   []uint32 // by slot: a bit for each level
	some uint32   // the levels that have a hub
	met  []int32  // slots with any bit
}

// link notes that articles are linked at a level, if that has no hub yet or one of them is
// linked with it.
func (h *hubs) link(k int, with bool, slots ...[]int32) {
	bit := uint32(1) << k
	if h.some&bit != 0 && !with {
		return
	}
	h.some |= bit
	for _, list := range slots {
		for _, slot := range list {
			if h.at[slot] == 0 {
				h.met = append(h.met, slot)
			}
			h.at[slot] |= bit
		}
	}
}

// clear forgets all.
func (h *hubs) clear() {
	for _, slot := range h.met {
		h.at[slot] = 0
	}
	h.some, h.met = 0, h.met[:0]
}

// stillLinked reports whether two articles are linked at level k by links that are not lost; if
// not, it returns the slots of what one of them is linked with by such, which are valid until it is
// called again. The search goes out from both by turns, until they meet or both reach the hub.
func (s *Stream) stillLinked(n, m *held, k int) (linked bool, alone []int32) {
	h := &s.hubs
	if more := len(s.slots) - len(h.at); more > 0 {
		h.at = append(h.at, make([]uint32, more)...)
	}
	s.sides = append(s.sides, make([]uint64, len(s.slots)-len(s.sides))...)
	s.sweep += 2
	least, bit := joinAt+int32(k)*levelStep, uint32(1)<<k
	found := [2][]int32{append(s.found[0][:0], n.slot), append(s.found[1][:0], m.slot)}
	defer func() { s.found = found }()
	s.sides[n.slot], s.sides[m.slot] = s.sweep, s.sweep+1
	at := [2]int{}
	in := [2]bool{h.at[n.slot]&bit != 0, h.at[m.slot]&bit != 0}
	for !in[0] || !in[1] {
		for x := range found {
			if in[x] {
				continue
			}
			if at[x] == len(found[x]) {
				if in[1-x] {
					h.link(k, true, found[1-x])
				}
				return false, found[x]
			}
			for _, l := range s.slots[found[x][at[x]]].linked {
				if l.score < least {
					continue
				}
				switch side := s.sides[l.slot]; {
				case side < s.sweep:
					s.sides[l.slot] = s.sweep + uint64(x)
					found[x] = append(found[x], l.slot)
					in[x] = in[x] || h.at[l.slot]&bit != 0
				case side != s.sweep+uint64(x):
					h.link(k, in[0] || in[1], found[0], found[1])
					return true, nil
				}
			}
			at[x]++
		}
	}
	h.link(k, true, found[0], found[1])
	return true, nil
}

// takeOff takes some of the members of r off it, at level k. It adds to touched
// what is then in parts of this level.
func (s *Stream) takeOff(r *reach, off []int32, k int, touched []*held) []*held {
	to := s.newReach()
	for _, slot := range off {
		x := s.slots[slot]
		s.take(x, k)
		to.put(x, k)
	}
	for _, x := range [...]*reach{r, to} {
		if x.size() <= s.most() {
			for _, slot := range x.members {
				touched = append(touched, s.slots[slot])
			}
		}
	}
	return touched
}

// block returns the articles of the part that n belongs to.
func (s *Stream) block(n *held) []*held {
	for k := range levels {
		r := s.reach(n, k)
		if r == nil {
			return []*held{n}
		}
		if r.size() <= s.most() || k == levels-1 {
			out := make([]*held, len(r.members))
			for i, slot := range r.members {
				out[i] = s.slots[slot]
			}
			return out
		}
	}
	return nil
}
