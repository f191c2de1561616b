package cluster

import "math"

// Scores beyond these say no more: a pair that shares nothing does not keep a
// story apart for ever, nor does one that shares all hold it together.
const (
	leastScore = -3 * ScoreUnit
	mostScore  = 6 * ScoreUnit
)

// joinAt is what makes two stories one: the mean score of their pairs, less
// the contrast.
const joinAt = 0

// contrast is the part of the mean score of the pairs within two stories, in
// 1/256, that the pairs between them must reach: articles that agree far better
// among themselves than with the others tell of twin happenings. See docs/decisions.
const contrast = 179

// A partition is the stories as they grow. A story goes by the number of its
// first article in replay order.
type partition struct {
	size   []int64
	within []int64                  // sum of the scores of the pairs of articles of one story
	near   bonds                    // of stories that share scored pairs; those merged into others have none
	most   int                      // stories of a ring of bonds that has places
	into   []int32                  // the story that a story was merged into; itself while it lives
	apart  map[int32]map[int32]bool // stories that the user keeps apart, both ways
	bound  []int32                  // the first article of those that are together from the start
	queue  heap[merge]
	roots  []int32 // of rings
	places []int32 // of the stories among all of them
	lists  []int   // of their articles
}

// A merge is two stories, a < b, that may become one. It is stale if either has
// changed since.
type merge struct {
	score int64 // in 1/256 of a pair's score
	pairs int64
	a, b  int32
}

func newPartition(n int) *partition {
	p := new(partition)
	p.reset(n)
	return p
}

// reset makes n stories of one article each.
func (p *partition) reset(n int) {
	p.size, p.within, p.into = grown(p.size, n), grown(p.within, n), grown(p.into, n)
	p.most, p.queue = mostPart, p.queue[:0]
	for i := range p.into {
		p.size[i], p.into[i] = 1, int32(i)
	}
	if p.apart == nil {
		p.apart = map[int32]map[int32]bool{}
	}
	clear(p.apart)
}

// tie joins, before any story has grown, what the user says is the same, and then
// copies with their sources; but not what would then be one story with what the
// user keeps apart from it.
func (p *partition) tie(copyOf []int32, o Options) {
	for _, pair := range o.Other {
		p.part(int32(pair[0]), int32(pair[1]))
	}
	join := func(x, y int32) {
		if a, b := p.story(x), p.story(y); a != b && !p.apart[a][b] {
			p.join(min(a, b), max(a, b))
		}
	}
	for _, pair := range o.Same {
		join(int32(pair[0]), int32(pair[1]))
	}
	for i, source := range copyOf {
		if source >= 0 {
			join(int32(i), source)
		}
	}
	p.bound = grown(p.bound, len(p.into))
	for i := range p.bound {
		p.bound[i] = p.story(int32(i))
	}
}

// part keeps two stories apart.
func (p *partition) part(a, b int32) {
	if a == b {
		return // what is one article cannot be parted
	}
	for _, pair := range [...][2]int32{{a, b}, {b, a}} {
		if p.apart[pair[0]] == nil {
			p.apart[pair[0]] = map[int32]bool{}
		}
		p.apart[pair[0]][pair[1]] = true
	}
}

// gather merges, again and again, the two stories whose pairs of articles have
// the highest mean score, less the contrast, until none reaches joinAt. A pair
// that is not among the edges scores leastScore. copyOf gives for each article
// the article that it goes back to, or -1; the two are together from the start,
// as is what the user ties together in o, whose pairs are of places in the replay
// order.
// The result does not depend on the order of the edges, and stories that no
// edge joins do not touch each other.
//
// It takes time in proportion to the edges, times the logarithm of their number.
//
// Source: average linkage, R. Sokal, C. Michener, 1958; log odds as weights, so
// that even odds are 0: N. Bansal, A. Blum, S. Chawla, Correlation Clustering, 2004.
func (p *partition) gather(edges []edge, copyOf []int32, o Options) {
	p.near.reset(p.rings(edges, copyOf, o), p.most)
	for _, e := range edges {
		p.near.add(e.i, e.j, bond{int64(min(max(e.score, leastScore), mostScore)), 1})
	}
	p.tie(copyOf, o)
	for a := range int32(len(p.into)) {
		p.near.each(a, func(b int32, d bond) {
			if b < a {
				return
			}
			if m := p.merged(a, b, d); m.score >= joinAt {
				p.queue = append(p.queue, m)
			}
		})
	}
	p.queue.order()
	for len(p.queue) > 0 {
		m := p.queue.pop()
		if d := p.near.of(m.a, m.b); d.count > 0 && p.merged(m.a, m.b, d) == m {
			p.join(m.a, m.b)
		}
	}
}

// story returns the story that article i is in now.
func (p *partition) story(i int32) int32 {
	for i >= 0 && p.into[i] != i {
		i = p.into[i]
	}
	return i
}

// stories returns the articles of each story in replay order; the stories come
// in the order of their first articles. The lists are used again once p is.
func (p *partition) stories() [][]int {
	n := len(p.into)
	p.places, p.lists = grown(p.places, n), grown(p.lists, n)
	out, at := make([][]int, 0, n), 0
	for i := range p.into {
		s := p.story(int32(i))
		if int(s) == i {
			p.places[i] = int32(len(out))
			out = append(out, p.lists[at:at:at+int(p.size[i])])
			at += int(p.size[i])
		}
		k := p.places[s]
		out[k] = append(out[k], i)
	}
	return out
}

// merged returns the merge of two stories as they are now.
func (p *partition) merged(a, b int32, d bond) merge {
	x, y := p.size[a], p.size[b]
	if p.apart[a][b] {
		return merge{score: math.MinInt64}
	}
	m := merge{score: p.between(a, b, d) * 256 / (x * y), pairs: x * y, a: min(a, b), b: max(a, b)}
	// A story of one article has nothing within, so nothing to contrast with.
	if least, pairs := min(x, y), x*(x-1)/2+y*(y-1)/2; least > 1 {
		m.score -= max(0, p.within[a]+p.within[b]) * contrast * (least - 1) / (least * pairs)
	}
	return m
}

// between returns the sum of the scores of the pairs between two stories.
func (p *partition) between(a, b int32, d bond) int64 {
	return d.sum + (p.size[a]*p.size[b]-d.count)*leastScore
}

// join puts story b into the earlier story a.
func (p *partition) join(a, b int32) {
	p.into[b] = a
	// Of a copy that its words would not have joined there is no bond.
	p.within[a] += p.within[b] + p.between(a, b, p.near.of(a, b))
	p.size[a] += p.size[b]
	p.near.move(b, a)
	for c := range p.apart[b] {
		delete(p.apart[c], b)
		p.part(a, c)
	}
	delete(p.apart, b)
	p.near.each(a, func(c int32, d bond) {
		if m := p.merged(a, c, d); m.score >= joinAt {
			p.queue.push(m)
		}
	})
}

// rings returns for each of the stories, which have one article each, one of those that it
// may become one with, over any number of others: the same for all of these. The mean score
// of two stories reaches joinAt only if that of a pair does.
func (p *partition) rings(edges []edge, copyOf []int32, o Options) []int32 {
	p.roots = grown(p.roots, len(p.into))
	root := p.roots
	for i := range root {
		root[i] = int32(i)
	}
	of := func(i int32) int32 {
		for root[i] != i {
			root[i] = root[root[i]]
			i = root[i]
		}
		return i
	}
	for _, e := range edges {
		if e.score >= joinAt {
			root[of(e.i)] = of(e.j)
		}
	}
	for i, source := range copyOf {
		if source >= 0 {
			root[of(int32(i))] = of(source)
		}
	}
	for _, pair := range o.Same {
		root[of(int32(pair[0]))] = of(int32(pair[1]))
	}
	for i := range root {
		root[i] = of(int32(i))
	}
	return root
}

// before reports whether a merge goes before another: the highest score first, then the
// earliest stories.
func (m merge) before(n merge) bool {
	if m.score != n.score {
		return m.score > n.score
	}
	return m.a < n.a || m.a == n.a && m.b < n.b
}
