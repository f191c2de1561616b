package cluster

import "slices"

// The decision that an article belongs to a story: its mean similarity to the
// story's articles, damped by the days between them, reaches joinAt. Both were
// chosen on the labelled sets of events (google-news, galaxy, ECB+), one setting
// for all; see docs/decisions.
const (
	joinAt      = 24 * (1 << scoreBits) / 100
	repairTurns = 3
)

// A partition is the stories as they grow.
type partition struct {
	points  []point
	copyOf  []int     // the article that one was taken from, or -1
	of      []int     // story of each article; -1 before it is placed
	members [][]int32 // articles of each story, in the order of joining
	index   map[uint32][]int32
}

func newPartition(points []point, copyOf []int) *partition {
	p := &partition{points: points, copyOf: copyOf, of: make([]int, len(points)), index: map[uint32][]int32{}}
	for i := range p.of {
		p.of[i] = -1
	}
	return p
}

// replay places the articles one by one.
func (p *partition) replay(order []int) {
	for _, i := range order {
		p.place(i, p.nearest(i))
	}
}

// place puts article i into story s; -1 begins one.
func (p *partition) place(i, s int) {
	if s < 0 {
		s = len(p.members)
		p.members = append(p.members, nil)
	}
	p.of[i] = s
	p.members[s] = append(p.members[s], int32(i))
	for _, t := range p.points[i].heavy {
		if list := p.index[t.hash]; !slices.Contains(list, int32(s)) {
			p.index[t.hash] = append(list, int32(s))
		}
	}
}

// nearest returns the story that article i belongs to, or -1.
func (p *partition) nearest(i int) int {
	if from := p.copyOf[i]; from >= 0 && p.of[from] >= 0 {
		return p.of[from]
	}
	best, bestScore := -1, int64(joinAt-1)
	for _, s := range p.near(i) {
		if score := p.score(i, int(s)); score > bestScore {
			best, bestScore = int(s), score
		}
	}
	return best
}

// near returns the stories that share at least two of the weightiest terms of
// article i, in order of their beginning.
func (p *partition) near(i int) []int32 {
	var hits []int32
	for _, t := range p.points[i].heavy {
		hits = append(hits, p.index[t.hash]...)
	}
	slices.Sort(hits)
	out := hits[:0]
	for k := 1; k < len(hits); k++ {
		if hits[k] == hits[k-1] && (len(out) == 0 || out[len(out)-1] != hits[k]) {
			out = append(out, hits[k])
		}
	}
	return out
}

// score returns the mean similarity of article i to the articles of story s,
// itself left out.
func (p *partition) score(i, s int) int64 {
	sum, n := int64(0), int64(0)
	for _, j := range p.members[s] {
		if int(j) != i {
			sum += similarity(&p.points[i], &p.points[j])
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return sum / n
}

// similarity returns how alike two articles are, damped by the days between
// their publication: a week costs an eighth, and so on.
func similarity(a, b *point) int64 {
	s := dot(a.terms, b.terms)
	if a.day == noDay || b.day == noDay {
		return s
	}
	days := a.day - b.day
	if days < 0 {
		days = -days
	}
	return s * decay / (decay + int64(min(days, 4*decay)))
}

// decay is the number of days between publication that halves a similarity.
const decay = 45

// repair moves each article to the story that it is nearest to now that all are
// there, then merges stories whose articles are on average as near to one
// another as joinAt, until nothing changes or the turns are over.
func (p *partition) repair(order []int) {
	for range repairTurns {
		if moved, merged := p.move(order), p.merge(); !moved && !merged {
			return
		}
	}
}

func (p *partition) move(order []int) bool {
	moved := false
	for _, i := range order {
		if p.copyOf[i] >= 0 {
			continue
		}
		here := p.of[i]
		best, bestScore := here, max(p.score(i, here), joinAt-1)
		for _, s := range p.near(i) {
			if int(s) == here || len(p.members[s]) == 0 {
				continue
			}
			if score := p.score(i, int(s)); score > bestScore {
				best, bestScore = int(s), score
			}
		}
		if best != here {
			p.leave(i)
			p.place(i, best)
			moved = true
		}
	}
	return moved
}

func (p *partition) leave(i int) {
	s := p.of[i]
	p.members[s] = slices.DeleteFunc(p.members[s], func(j int32) bool { return int(j) == i })
	p.of[i] = -1
}

// merge joins each story to an earlier one that it is near enough to.
func (p *partition) merge() bool {
	merged := false
	for s := range p.members {
		if len(p.members[s]) == 0 {
			continue
		}
		seen := map[int32]bool{int32(s): true}
		best, bestScore := -1, int64(joinAt-1)
		for _, i := range p.members[s] {
			for _, t := range p.near(int(i)) {
				if seen[t] || int(t) > s || len(p.members[t]) == 0 {
					continue
				}
				seen[t] = true
				if score := p.between(s, int(t)); score > bestScore {
					best, bestScore = int(t), score
				}
			}
		}
		if best >= 0 {
			for _, i := range slices.Clone(p.members[s]) {
				p.leave(int(i))
				p.place(int(i), best)
			}
			merged = true
		}
	}
	return merged
}

// between returns the mean similarity of the articles of two stories.
func (p *partition) between(s, t int) int64 {
	sum := int64(0)
	for _, i := range p.members[s] {
		for _, j := range p.members[t] {
			sum += similarity(&p.points[i], &p.points[j])
		}
	}
	return sum / int64(len(p.members[s])*len(p.members[t]))
}

// groups returns the articles of each story in replay order; stories come in
// the order of their first article.
func (p *partition) groups(order []int) [][]int {
	at := map[int]int{}
	var out [][]int
	for _, i := range order {
		s := p.of[i]
		k, ok := at[s]
		if !ok {
			k = len(out)
			at[s] = k
			out = append(out, nil)
		}
		out[k] = append(out[k], i)
	}
	return out
}
