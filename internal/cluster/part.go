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
		return func(k int) { parts[k].gather(&f.maker) }
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
		p := &part{members: s.block(seeds[k])}
		for _, n := range p.members {
			if n.part != nil {
				dissolve(n.part)
			}
			n.part = p
		}
		slices.SortFunc(p.members, func(x, y *held) int { return before(&x.standing, &y.standing) })
		parts = append(parts, p)
	}
	return parts
}

// A maker is what parts are made in, one after the other, so that it is made once. Each
// goroutine has its own; the zero value of all but judge is ready.
type maker struct {
	*judge
	places  []int32 // by slot: the place in the part at work plus 1; 0 if it is in another
	points  []*article
	out     []edge
	fars    [][]tie // by place: the pairs that are judged here
	seen    []int32 // by place: what the article at work is known to be paired with has its mark
	mark    int32
	akin    akin
	near    []nearby
	echo    echoes
	stories partition
	of      []*article // of the story at work
}

// A nearby is the articles of a part that score most with one, by their places, the best
// first, and of those that score the same the first.
type nearby struct {
	n      int
	places [mostNeighbours]int32
	scores [mostNeighbours]int32
}

// add adds an article to the best most.
func (l *nearby) add(place, score int32, most int) {
	if l.n == most {
		if last := most - 1; score < l.scores[last] || score == l.scores[last] && place > l.places[last] {
			return
		}
	} else {
		l.n++
	}
	at := l.n - 1
	for ; at > 0 && (score > l.scores[at-1] || score == l.scores[at-1] && place < l.places[at-1]); at-- {
		l.places[at], l.scores[at] = l.places[at-1], l.scores[at-1]
	}
	l.places[at], l.scores[at] = place, score
}

// list returns the places.
func (l *nearby) list() []int32 { return l.places[:l.n] }

// grown returns n elements that are zero, in the place of those of list if there is room.
func grown[T any](list []T, n int) []T {
	if cap(list) < n {
		return make([]T, n, 2*n)
	}
	list = list[:n]
	clear(list)
	return list
}

// gather parts the articles into stories.
func (p *part) gather(by *maker) {
	if len(p.members) > mostPart { // it is not to be kept for so many
		by = &maker{judge: by.judge, places: by.places}
	}
	by.points = grown(by.points, len(p.members))
	points := by.points
	p.latest = math.MinInt64
	for i, n := range p.members {
		points[i], n.member = &n.article, int32(i)
		p.latest = max(p.latest, n.stands())
	}
	if len(points) == 1 {
		n := p.members[0]
		n.far, n.story = nil, p.group(by, []int{0})
		p.stories = []*group{n.story}
		return
	}
	g := &by.stories
	g.reset(len(points))
	for i, n := range p.members {
		by.places[n.slot] = int32(i) + 1
	}
	p.edges(by)
	for _, n := range p.members {
		by.places[n.slot] = 0
	}
	g.gather(by.echo.of(len(points), by.out), p.copies(), p.corrections())
	for _, story := range g.stories() {
		for _, members := range p.split(by, story, g.bound) {
			made := p.group(by, members)
			made.tied = tiedOf(members, g.bound)
			p.stories = append(p.stories, made)
			for _, i := range members {
				p.members[i].story = made
			}
		}
	}
}

// group returns the story of these members, which is what it was if it is the same.
func (p *part) group(by *maker, members []int) *group {
	by.of = by.of[:0]
	own := 0
	for _, i := range members {
		by.of = append(by.of, by.points[i])
		if len(p.members[i].copies) == 0 {
			own++
		}
	}
	return newGroup(by.of, own, p.members[members[0]].story)
}

// An edge is a pair of articles, by their places in a part, and its score; j < i.
type edge struct {
	i, j  int32
	score int32
}

// edges sets out to the scored pairs of the part: those that were found by their
// words, those that share heavy words, and those that have a near neighbour in common.
func (p *part) edges(by *maker) {
	n := len(p.members)
	by.out, by.seen, by.mark = by.out[:0], grown(by.seen, n), 0
	by.fars = append(by.fars, make([][]tie, max(0, n-len(by.fars)))...)
	for i := range n {
		by.fars[i] = by.fars[i][:0]
	}
	by.akin.begin(n)
	for i := range p.members {
		p.begin(by, i)
		p.found(by, i)
		for _, k := range by.akin.of(p.members[i].lists) {
			p.judge(by, i, k)
		}
	}
	by.near = grown(by.near, n)
	for _, e := range by.out {
		if e.score >= joinAt {
			by.near[e.i].add(e.j, e.score, mostNeighbours)
			by.near[e.j].add(e.i, e.score, mostNeighbours)
		}
	}
	for i, m := range p.members {
		if by.near[i].n > 0 {
			p.begin(by, i)
			for _, j := range by.near[i].list() {
				for _, k := range by.near[j].list() {
					p.judge(by, i, k)
				}
			}
		}
		if slices.SortFunc(by.fars[i], bySlot); !slices.Equal(m.far, by.fars[i]) {
			m.far = slices.Clone(by.fars[i])
		}
	}
}

// begin takes an article, and marks what it is known to be paired with.
func (p *part) begin(by *maker, i int) {
	by.mark++
	by.take(by.points[i])
	for _, ties := range [...][]tie{p.members[i].near, by.fars[i]} {
		for k := range ties {
			if at, ok := p.placeOf(by, ties[k]); ok {
				by.seen[at] = by.mark
			}
		}
	}
}

// placeOf returns the place of the article of a tie, if it is in the part.
func (p *part) placeOf(by *maker, t tie) (at int32, ok bool) {
	at = by.places[t.slot] - 1
	return at, at >= 0 && p.members[at].life == t.life
}

// judge judges a pair, if it is not known.
func (p *part) judge(by *maker, i int, k int32) {
	if int(k) >= i || by.seen[k] == by.mark {
		return
	}
	by.seen[k] = by.mark
	if !inWindow(by.points[i], by.points[k]) {
		return
	}
	m := p.members[k]
	e := edge{int32(i), k, p.members[i].scored(m, by.judge)}
	by.fars[i] = append(by.fars[i], tieTo(m, e.score))
	if e.score > leastScore {
		by.out = append(by.out, e)
	}
}

// found adds the scored pairs of an article that were found before there was a part.
func (p *part) found(by *maker, i int) {
	near := p.members[i].near
	for k := range near {
		t := &near[k]
		at, ok := p.placeOf(by, *t)
		if !ok {
			continue
		}
		if t.score == unlikely {
			t.score = max(leastScore, by.odds(by.points[at].point(), false))
		}
		if t.score > leastScore {
			by.out = append(by.out, edge{int32(i), at, t.score})
		}
	}
}

// Akin finds those articles of a part that share heavy words with one after them.
type akin struct {
	bits    int
	latest  []int32 // by hash: the latest entry of a word, as sharer.before
	entries []sharer
	count   []uint8
	met     []int32
}

// A sharer is an article that has a word, and the one before it that has it.
type sharer struct {
	word   int32
	i      int32
	before int32 // place in entries plus 1; 0 if none
}

// begin makes ready for n articles.
func (a *akin) begin(n int) {
	a.bits = 1
	for 1<<a.bits < 2*heavyTerms*n {
		a.bits++
	}
	a.latest, a.count = grown(a.latest, 1<<a.bits), a.count[:0]
	a.entries = a.entries[:0]
}

// of returns the articles before the next one with which it shares heavy words, which are its
// by their numbers; of each word the mostAkin before it.
func (a *akin) of(words []int32) []int32 {
	i := int32(len(a.count))
	a.count = append(a.count, 0)
	a.met = a.met[:0]
	for _, word := range words {
		at := uint32(word) * hashPrime >> (32 - a.bits)
		for a.latest[at] != 0 && a.entries[a.latest[at]-1].word != word {
			at = (at + 1) & uint32(len(a.latest)-1)
		}
		last := a.latest[at]
		for k, n := last, 0; k != 0 && n < mostAkin; k, n = a.entries[k-1].before, n+1 {
			m := a.entries[k-1].i
			if a.count[m] == 0 {
				a.met = append(a.met, m)
			}
			a.count[m]++
		}
		a.entries = append(a.entries, sharer{word, i, last})
		a.latest[at] = int32(len(a.entries))
	}
	kept := a.met[:0]
	for _, m := range a.met {
		if a.count[m] >= leastShared {
			kept = append(kept, m)
		}
		a.count[m] = 0
	}
	return kept
}

// scored returns the score of n with m, which stands before it: that which it had
// when the part of n was last made, or a new one. by has taken n.
func (n *held) scored(m *held, by *judge) int32 {
	if t, ok := tieWith(n.far, m); ok {
		return t.score
	}
	return by.odds(m.point(), false)
}

// copies returns for each article the article that it goes back to by lineage,
// which is itself no copy, or -1. Of several that it took from, it is the one of
// which it has most; links that would close a circle are passed over. It is nil if none
// took from any.
func (p *part) copies() []int32 {
	type link struct {
		to, from int32
		shared   float64
	}
	var links []link
	for _, n := range p.members {
		for _, c := range n.copies {
			if !c.from.gone {
				links = append(links, link{n.member, c.from.member, c.shared})
			}
		}
	}
	if len(links) == 0 {
		return nil
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
				if m.part == p && int(m.member) > i {
					out = append(out, [2]int{i, int(m.member)})
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
