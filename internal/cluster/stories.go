package cluster

import "slices"

// The decision that an article belongs to a story: its mean similarity to the
// story's articles, damped by the days between them, reaches joinAt. Both were
// chosen on the labelled sets of events (google-news, galaxy, ECB+), one setting
// for all; see docs/decisions.
const (
	joinAt      = 9 * (1 << scoreBits) / 100
	repairTurns = 3
)

// A partition is the stories as they grow.
type partition struct {
	points  []point
	copyOf  []int     // the article, itself no copy, that one goes back to, or -1
	of      []int     // story of each article; -1 before it is placed
	members [][]int32 // articles of each story, in the order of joining
	index   map[uint32][]int32
	hits    []int32          // scratch of near
	known   map[uint64]int64 // similarities of pairs met before
}

func newPartition(points []point, copyOf []int) *partition {
	p := &partition{points: points, copyOf: copyOf, of: make([]int, len(points)), index: map[uint32][]int32{}, known: map[uint64]int64{}}
	for i := range p.of {
		p.of[i] = -1
	}
	return p
}

// replay places the articles one by one; copies wait for attach.
func (p *partition) replay(order []int) {
	for _, i := range order {
		if p.copyOf[i] < 0 {
			p.place(i, p.nearest(i))
		}
	}
}

// attach puts each copy into the story of its source.
func (p *partition) attach(order []int) {
	for _, i := range order {
		if p.copyOf[i] >= 0 {
			p.place(i, p.of[p.copyOf[i]])
		}
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
	best, bestScore := -1, int64(0)
	for _, s := range p.near(i) {
		if score := p.score(i, int(s)); score >= threshold(len(p.members[s])) && score > bestScore {
			best, bestScore = int(s), score
		}
	}
	return best
}

// threshold is the mean similarity that joins an article to a story of n
// articles. It rises with n, for what is near to everything in a large story is
// often near to a subject and not to a happening.
func threshold(n int) int64 { return joinAt + int64(joinAt*min(n, growMost)/growBy) }

// A story of growBy articles asks for twice joinAt, one of growMost or more for
// three times.
const (
	growBy   = 24
	growMost = 48
)

// near returns the stories that share at least nearTerms of the weightiest
// terms of article i, in order of their beginning.
func (p *partition) near(i int) []int32 {
	p.hits = p.hits[:0]
	for _, t := range p.points[i].heavy {
		p.hits = append(p.hits, p.index[t.hash]...)
	}
	slices.Sort(p.hits)
	var out []int32
	for lo := 0; lo < len(p.hits); {
		hi := lo + 1
		for hi < len(p.hits) && p.hits[hi] == p.hits[lo] {
			hi++
		}
		if hi-lo >= nearTerms {
			out = append(out, p.hits[lo])
		}
		lo = hi
	}
	return out
}

// nearTerms is how many of its weightiest terms an article shares with any
// story that it can belong to.
const nearTerms = 4

// score returns the mean similarity of article i to the articles of story s,
// itself left out.
func (p *partition) score(i, s int) int64 {
	sum, n := int64(0), int64(0)
	for _, j := range p.sample(s) {
		if int(j) != i {
			sum += p.similarity(i, int(j))
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return sum / n
}

// sampleSize bounds the articles of a story that another is compared with, so
// that the cost of an article does not grow with its story.
const sampleSize = 16

// sample returns up to sampleSize articles of a story, those that joined last.
func (p *partition) sample(s int) []int32 {
	m := p.members[s]
	return m[max(0, len(m)-sampleSize):]
}

// maxKnown bounds the pairs whose similarity is remembered, to some 100 MB.
const maxKnown = 2_000_000

// similarity returns the similarity of articles i and j, which repair asks for
// again and again.
func (p *partition) similarity(i, j int) int64 {
	key := uint64(min(i, j))<<32 | uint64(max(i, j))
	s, ok := p.known[key]
	if !ok {
		s = similarity(&p.points[i], &p.points[j])
		if len(p.known) >= maxKnown {
			clear(p.known)
		}
		p.known[key] = s
	}
	return s
}

// similarity returns how alike two articles are: the cosine of their words and
// names, raised or lowered by that of their settings if both have one, and
// damped by the days between their publication, less so if the settings agree.
func similarity(a, b *point) int64 {
	s := dot(a.terms, b.terms)
	if a.setting != nil && b.setting != nil {
		same := dot(a.setting, b.setting)
		s = s * (settingFloor + same*settingGain>>scoreBits) / 256
	}
	if a.day == noDay || b.day == noDay {
		return s
	}
	half := int64(decayUnset)
	if a.setting != nil && b.setting != nil {
		half = decayLeast + dot(a.setting, b.setting)*decayGain>>scoreBits
	}
	days := a.day - b.day
	if days < 0 {
		days = -days
	}
	return s * half / (half + int64(days))
}

const (
	// A similarity is multiplied by settingFloor/256 where two settings have
	// nothing in common, by (settingFloor+settingGain)/256 where they are one.
	settingFloor = 160
	settingGain  = 128
	// The days between publication that halve a similarity: decayLeast where
	// two settings have nothing in common, decayLeast+decayGain where they are
	// one, decayUnset where an article has none.
	decayLeast = 40
	decayGain  = 200
	decayUnset = 100
)

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
			if score := p.score(i, int(s)); score >= threshold(len(p.members[s])) && score > bestScore {
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
				both := len(p.members[s]) + len(p.members[t])
				if score := p.between(s, int(t)); score >= threshold(both) && score > bestScore {
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
	x, y := p.sample(s), p.sample(t)
	for _, i := range x {
		for _, j := range y {
			sum += p.similarity(int(i), int(j))
		}
	}
	return sum / int64(len(x)*len(y))
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
