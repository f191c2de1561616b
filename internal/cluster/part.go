package cluster

import (
	"cmp"
	"slices"
)

// A part is articles that are linked (see link.go), in the order of before, and
// how they fall into stories, which is looked at within the part alone.
type part struct {
	members []*held
	stories []*group
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
		}
	}
}

// link makes parts of the articles whose parts are not as they were.
func (s *Stream) link() []*part {
	var seeds []*held
	dissolve := func(p *part) {
		delete(s.parts, p)
		for _, g := range p.stories {
			if g.told {
				s.old[g.id] = g
			} else {
				delete(s.fresh, g.id)
			}
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
	for i, n := range p.members {
		points[i], n.at = n.Point, int32(i)
	}
	g := newPartition(len(points))
	g.gather(echo(len(points), p.edges(points, by)), p.copies(), p.corrections())
	for _, story := range g.stories() {
		for _, members := range split(points, story, g.bound) {
			made := newGroup(points, members)
			p.stories = append(p.stories, made)
			for _, i := range members {
				p.members[i].story = made
			}
		}
	}
}

// An edge is a pair of articles, by their places in a part, and its score; j < i.
type edge struct {
	i, j  int32
	score int32
}

// edges returns the scored pairs of the part: those that were found by their
// words, those that share heavy words, and those that have a near neighbour in common.
func (p *part) edges(points []*Point, by *judge) []edge {
	known := map[uint64]bool{}
	out := p.found(by, known)
	fars := make([][]tie, len(points)) // that are judged here
	judge := func(i int, of [][]int32, through func(j int32) []int32) {
		by.take(points[i])
		for _, j := range of[i] {
			for _, k := range through(j) {
				e := edge{i: int32(i), j: k}
				if int(k) >= i || known[e.key()] {
					continue
				}
				known[e.key()] = true
				if !inWindow(points[i], points[k]) {
					continue
				}
				m := p.members[k]
				e.score = p.members[i].scored(m, by)
				fars[i] = append(fars[i], tie{m, e.score})
				if e.score > leastScore {
					out = append(out, e)
				}
			}
		}
	}
	akin := akin(points)
	for i := range points {
		judge(i, akin, func(j int32) []int32 { return []int32{j} })
	}
	near := neighbours(len(points), out)
	for i, n := range p.members {
		judge(i, near, func(j int32) []int32 { return near[j] })
		slices.SortFunc(fars[i], bySlot)
		n.far = fars[i]
	}
	return out
}

// found returns the scored pairs that were found before there was a part, and notes which
// they are.
func (p *part) found(by *judge, known map[uint64]bool) (out []edge) {
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
			e := edge{int32(i), t.to.at, t.score}
			known[e.key()] = true
			if e.score > leastScore {
				out = append(out, e)
			}
		}
	}
	return out
}

// akin returns for each of the articles of a part those before it with which it shares
// heavy words; of each word the mostAkin before it.
func akin(points []*Point) [][]int32 {
	type entry struct {
		hash uint32
		i    int32
	}
	entries := make([]entry, 0, len(points)*heavyTerms)
	for i, p := range points {
		for _, t := range p.heavy {
			entries = append(entries, entry{t.hash, int32(i)})
		}
	}
	slices.SortFunc(entries, func(x, y entry) int {
		if x.hash != y.hash {
			return cmp.Compare(x.hash, y.hash)
		}
		return cmp.Compare(x.i, y.i)
	})
	at := make([][]int32, len(points)) // the entries of each article
	for k, e := range entries {
		at[e.i] = append(at[e.i], int32(k))
	}
	out := make([][]int32, len(points))
	count := make([]uint8, len(points))
	for i := range points {
		var met []int32
		for _, k := range at[i] {
			for j := k - 1; j >= max(0, k-mostAkin) && entries[j].hash == entries[k].hash; j-- {
				m := entries[j].i
				if count[m] == 0 {
					met = append(met, m)
				}
				count[m]++
			}
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

func (e edge) key() uint64 { return uint64(e.i)<<32 | uint64(e.j) }

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
