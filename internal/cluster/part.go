package cluster

import (
	"cmp"
	"math"
	"slices"
)

// A part is articles that are linked (see link.go), in the order of before, and
// how they fall into stories, which is looked at within the part alone.
type part struct {
	members []*held
	stories []*group
	latest  int64 // where the latest of them stands, see held.stands
}

// settle brings the partition up to date.
func (s *Stream) settle() {
	if len(s.anew)+len(s.stale) == 0 {
		return
	}
	s.search()
	parts := s.link()
	finder := s.finder()
	inParallel(len(parts), func() func(int) {
		f := finder()
		return func(k int) { parts[k].gather(&f.judge) }
	})
	for _, p := range parts {
		s.parts[p] = true
		for _, g := range p.stories {
			s.fresh[g.id] = g
			s.account.note(g, true)
		}
	}
	if a := s.account; a != nil && len(a.changed) > mostNoted*max(s.Len(), portionNoted) {
		s.account = nil // nobody asks for it
	}
}

// link makes parts of the articles whose parts are not as they were.
func (s *Stream) link() []*part {
	var seeds []*held
	dissolve := func(p *part) {
		delete(s.parts, p)
		for _, g := range p.stories {
			delete(s.fresh, g.id)
			if g.told {
				s.old[g.id] = g
			}
			s.account.note(g, false)
		}
		for _, n := range p.members {
			n.part = nil
		}
		seeds = append(seeds, p.members...)
	}
	for _, n := range s.connect() {
		if n.part != nil {
			dissolve(n.part)
		} else {
			seeds = append(seeds, n)
		}
	}
	var parts []*part
	for k := 0; k < len(seeds); k++ {
		if seeds[k].part != nil {
			continue
		}
		p := &part{members: slices.Clone(s.block(seeds[k]))}
		for _, n := range p.members {
			if n.part != nil {
				dissolve(n.part)
			}
			n.part = p
		}
		slices.SortFunc(p.members, func(x, y *held) int { return before(x.Point, y.Point) })
		parts = append(parts, p)
	}
	return parts
}

// gather parts the articles into stories.
func (p *part) gather(by *judge) {
	points := make([]*Point, len(p.members))
	p.latest = math.MinInt64
	for i, n := range p.members {
		points[i], n.at = n.Point, int32(i)
		p.latest = max(p.latest, n.stands())
	}
	if len(points) == 1 {
		n := p.members[0]
		n.far, n.story = nil, p.group(points, []int{0})
		p.stories = []*group{n.story}
		return
	}
	g := newPartition(len(points))
	g.gather(echo(len(points), p.edges(points, by)), p.copies(), p.corrections())
	for _, story := range g.stories() {
		for _, members := range split(points, story, g.bound) {
			made := p.group(points, members)
			p.stories = append(p.stories, made)
			for _, i := range members {
				p.members[i].story = made
			}
		}
	}
}

// group returns the story of these members, which is what it was if it is the same.
func (p *part) group(points []*Point, members []int) *group {
	of, own := make([]*Point, len(members)), 0
	for k, i := range members {
		of[k] = points[i]
		if len(p.members[i].copies) == 0 {
			own++
		}
	}
	return newGroup(of, own, p.members[members[0]].story)
}

// An edge is a pair of articles, by their places in a part, and its score; j < i.
type edge struct {
	i, j  int32
	score int32
}

// edges returns the scored pairs of the part: those that were found by their
// words, those that share heavy words, and those that have a near neighbour in common.
func (p *part) edges(points []*Point, by *judge) []edge {
	out, fars := p.found(by), make([][]tie, len(points)) // that are judged here
	seen := make([]int32, len(points))                   // what the article at work is known to be paired with has its mark
	mark := int32(0)
	begin := func(i int) {
		mark++
		by.take(points[i])
		for _, ties := range [...][]tie{p.members[i].near, fars[i]} {
			for _, t := range ties {
				if t.to.part == p {
					seen[t.to.at] = mark
				}
			}
		}
	}
	judge := func(i int, k int32) {
		if int(k) >= i || seen[k] == mark {
			return
		}
		seen[k] = mark
		if !inWindow(points[i], points[k]) {
			return
		}
		m := p.members[k]
		e := edge{int32(i), k, p.members[i].scored(m, by)}
		fars[i] = append(fars[i], tieTo(m, e.score))
		if e.score > leastScore {
			out = append(out, e)
		}
	}
	for i, list := range akin(points) {
		begin(i)
		for _, k := range list {
			judge(i, k)
		}
	}
	near := neighbours(len(points), out)
	for i, n := range p.members {
		if begin(i); len(near[i]) > 0 {
			for _, j := range near[i] {
				for _, k := range near[j] {
					judge(i, k)
				}
			}
		}
		slices.SortFunc(fars[i], bySlot)
		n.far = fars[i]
	}
	return out
}

// found returns the scored pairs that were found before there was a part.
func (p *part) found(by *judge) (out []edge) {
	for i, n := range p.members {
		by.take(n.Point)
		for k := range n.near {
			t := &n.near[k]
			if t.to.part != p || t.to.Point == nil {
				continue
			}
			if t.score == unlikely {
				t.score = max(leastScore, by.odds(t.to.Point, false))
			}
			if t.score > leastScore {
				out = append(out, edge{int32(i), t.to.at, t.score})
			}
		}
	}
	return out
}

// akin returns for each of the articles of a part those before it with which it shares
// heavy words; of each word the mostAkin before it.
func akin(points []*Point) [][]int32 {
	// An entry is an article that has a word, and the one before it that has it.
	type entry struct {
		hash   uint32
		i      int32
		before int32 // place in entries plus 1; 0 if none
	}
	bits := 1
	for 1<<bits < 2*heavyTerms*len(points) {
		bits++
	}
	latest := make([]int32, 1<<bits) // by hash: the latest entry of a word, as entry.before
	entries := make([]entry, 0, heavyTerms*len(points))
	out := make([][]int32, len(points))
	count := make([]uint8, len(points))
	var met []int32
	for i, p := range points {
		met = met[:0]
		for _, t := range p.heavy {
			at := t.hash * hashPrime >> (32 - bits)
			for latest[at] != 0 && entries[latest[at]-1].hash != t.hash {
				at = (at + 1) & uint32(len(latest)-1)
			}
			last := latest[at]
			for k, n := last, 0; k != 0 && n < mostAkin; k, n = entries[k-1].before, n+1 {
				m := entries[k-1].i
				if count[m] == 0 {
					met = append(met, m)
				}
				count[m]++
			}
			entries = append(entries, entry{t.hash, int32(i), last})
			latest[at] = int32(len(entries))
		}
		for _, m := range met {
			if count[m] >= leastShared {
				out[i] = append(out[i], m)
			}
			count[m] = 0
		}
	}
	return out
}

// scored returns the score of n with m, which stands before it: that which it had
// when the part of n was last made, or a new one. by has taken n.
func (n *held) scored(m *held, by *judge) int32 {
	if t, ok := tieWith(n.far, m); ok {
		return t.score
	}
	return by.odds(m.Point, false)
}

// neighbours returns for each of n articles those that score at least joinAt
// with it, the best mostNeighbours.
func neighbours(n int, edges []edge) [][]int32 {
	type scored struct{ j, score int32 }
	all := make([][]scored, n)
	for _, e := range edges {
		if e.score >= joinAt {
			all[e.i] = append(all[e.i], scored{e.j, e.score})
			all[e.j] = append(all[e.j], scored{e.i, e.score})
		}
	}
	out := make([][]int32, n)
	for i, list := range all {
		slices.SortFunc(list, func(x, y scored) int { return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(x.j, y.j)) })
		for _, s := range list[:min(len(list), mostNeighbours)] {
			out[i] = append(out[i], s.j)
		}
	}
	return out
}

// copies returns for each article the article that it goes back to by lineage,
// which is itself no copy, or -1. Of several that it took from, it is the one of
// which it has most; links that would close a circle are passed over.
func (p *part) copies() []int32 {
	type link struct {
		to, from int32
		shared   float64
	}
	var links []link
	for _, n := range p.members {
		for _, c := range n.copies {
			if c.from.Point != nil {
				links = append(links, link{n.at, c.from.at, c.shared})
			}
		}
	}
	slices.SortFunc(links, func(x, y link) int {
		return cmp.Or(cmp.Compare(y.shared, x.shared), cmp.Compare(x.to, y.to), cmp.Compare(x.from, y.from))
	})
	from := make([]int32, len(p.members))
	for i := range from {
		from[i] = -1
	}
	for _, l := range links {
		if from[l.to] < 0 && !leadsTo(from, l.from, l.to) {
			from[l.to] = l.from
		}
	}
	roots := make([]int32, len(from))
	for i := range roots {
		roots[i] = -1
		for at := from[i]; at >= 0; at = from[at] {
			roots[i] = at
		}
	}
	return roots
}

// leadsTo reports whether i goes back to source j, so that a new link from i to
// j would close a circle.
func leadsTo(from []int32, i, j int32) bool {
	for ; i >= 0; i = from[i] {
		if i == j {
			return true
		}
	}
	return false
}

// corrections returns what the user says of pairs of the part, by their places.
func (p *part) corrections() Options {
	pairs := func(of func(*held) []*held) [][2]int {
		var out [][2]int
		for i, n := range p.members {
			for _, m := range of(n) {
				if m.part == p && int(m.at) > i {
					out = append(out, [2]int{i, int(m.at)})
				}
			}
		}
		slices.SortFunc(out, func(x, y [2]int) int { return slices.Compare(x[:], y[:]) })
		return slices.Compact(out)
	}
	return Options{
		Same:  pairs(func(n *held) []*held { return n.same }),
		Other: pairs(func(n *held) []*held { return n.other }),
	}
}
