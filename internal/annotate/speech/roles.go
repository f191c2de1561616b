package speech

import "github.com/twosource/twosource/internal/grammar"

// A role is what a word is to a cue.
type role uint8

const (
	roleNone role = iota
	roleSource
	roleCue
	roleContent

	numRoles = 4
)

// Contexts of two words side by side, for the transitions: whether they lie in
// the same part of the tree, whether the second is punctuation, whether one is
// quoted and the other not.
const numContexts = 8

// maxWindow bounds the words before and after a cue that are looked at.
const maxWindow = 80

// A roleLens labels the words around one cue. Its slices are for the words
// [lo, hi) of the window.
type roleLens struct {
	*lens
	cue      int
	lo, hi   int
	chain    []int32  // the cue and the words above it
	chainAt  []int16  // place of a word in chain, or -1
	path     []uint64 // hash of the way from the cue to a word; 0: not known yet
	top      []int32  // the word on the chain's side branch that a word lies under; the word itself on the chain
	hung     []uint64 // how top hangs on the chain
	depth    []uint8
	ruled    []role // what the rules make of a word
	scores   [][numRoles]int32
	contexts []uint8
}

// look points r at the cue at word i.
func (r *roleLens) look(i int) {
	lo, hi := r.f.sentence(i)
	r.cue, r.lo, r.hi = i, max(lo, i-maxWindow), min(hi, i+maxWindow)
	n := r.hi - r.lo
	r.path, r.top, r.hung = cleared(r.path, n), cleared(r.top, n), cleared(r.hung, n)
	r.depth, r.ruled, r.chainAt = cleared(r.depth, n), cleared(r.ruled, n), cleared(r.chainAt, n)
	for k := range r.chainAt {
		r.chainAt[k] = -1
	}
	r.chain = r.chain[:0]
	for k := int32(i); k >= 0 && len(r.chain) < 12; k = r.g.Head[k] {
		if int(k) >= r.lo && int(k) < r.hi {
			r.chainAt[int(k)-r.lo] = int16(len(r.chain))
		}
		r.chain = append(r.chain, k)
	}
	for k := r.lo; k < r.hi; k++ {
		r.walk(k, 0)
	}
	r.rules(i)
}

func cleared[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	s = s[:n]
	clear(s)
	return s
}

// walk fills in path, top, hung and depth of word k. It goes up at most as far
// as the words that have been walked.
func (r *roleLens) walk(k, steps int) {
	j := k - r.lo
	if r.path[j] != 0 {
		return
	}
	if at := r.chainAt[j]; at >= 0 {
		r.path[j], r.top[j], r.hung[j] = mix(77, uint64(at)), int32(k), uint64(at)
		return
	}
	h := int(r.g.Head[k])
	if h < r.lo || h >= r.hi || steps > 200 {
		r.path[j], r.top[j], r.hung[j] = 5, int32(k), 99
		return
	}
	r.walk(h, steps+1)
	p := h - r.lo
	if at := r.chainAt[p]; at >= 0 {
		side := uint64(0)
		if k > int(r.chain[at]) {
			side = 1
		}
		if k > r.cue {
			side |= 2
		}
		r.top[j], r.hung[j], r.depth[j] = int32(k), mix(mix(uint64(at), uint64(r.g.Rel[k])), side), 1
		r.path[j] = mix(r.path[p], mix(uint64(r.g.Rel[k]), side))
		return
	}
	r.top[j], r.hung[j], r.depth[j] = r.top[p], r.hung[p], min(r.depth[p]+1, 6)
	r.path[j] = mix(r.path[p], uint64(r.g.Rel[k]))
}

// rules fills in r.ruled from the statement that the rules made of the cue.
func (r *roleLens) rules(i int) {
	if r.rule[i] == ruleNone {
		return
	}
	f := r.f
	mark := func(from, to int, as role) {
		for k := max(from, r.lo); k < min(to, r.hi); k++ {
			r.ruled[k-r.lo] = as
		}
	}
	if n := f.cueIndex(&cue{first: i}); n < len(f.cues) || n > 0 {
		if n == len(f.cues) || f.cues[n].first > i {
			n--
		}
		if n >= 0 && f.cues[n].first <= i && i <= f.cues[n].last {
			c := &f.cues[n]
			mark(c.subj.from, c.subj.to, roleSource)
			mark(c.first, c.last+1, roleCue)
		}
	}
	if d := r.made[i]; d >= 0 {
		for _, s := range f.out[d].Content {
			mark(f.wordAt(s.Start), f.wordAt(s.End-1)+1, roleContent)
		}
		if c := f.out[d].cue; c != nil {
			mark(c.subj.from, c.subj.to, roleSource)
		}
	}
}

// context gives the context of word k and the one before it.
func (r *roleLens) context(k int) int {
	c := 0
	if k > r.lo {
		if r.top[k-r.lo] == r.top[k-1-r.lo] {
			c |= 1
		}
		if (r.f.toks[k].quote >= 0) != (r.f.toks[k-1].quote >= 0) {
			c |= 4
		}
	}
	if r.g.POS[k] == grammar.PUNCT {
		c |= 2
	}
	return c
}

// roleFeatures fills r.feats for word k.
func (r *roleLens) roleFeatures(k int) {
	r.feats = r.feats[:0]
	g, f, j := r.g, r.f, k-r.lo
	cueLemma, cuePOS := r.lemma[r.cue], uint64(g.POS[r.cue])
	lem, pos, tag, rel := r.lemma[k], uint64(g.POS[k]), uint64(g.Tag[k]), uint64(g.Rel[k])
	ruled := uint64(r.ruled[j]) | uint64(r.rule[r.cue])<<4
	quoted := uint64(0)
	if q := f.toks[k].quote; q >= 0 {
		quoted = 1
		if f.quotes[q].last-f.quotes[q].first > 6 {
			quoted = 2
		}
	}
	d := k - r.cue
	dist := uint64(8)
	switch {
	case d < 0:
		dist = uint64(7 - min(6, bucket(-d)))
	case d > 0:
		dist = uint64(9 + min(6, bucket(d)))
	}
	comma := r.commaBetween(k)
	hung, path := r.hung[j], r.path[j]
	r.add(100)
	r.add(101, ruled)
	r.add(102, ruled, pos, dist)
	r.add(103, hung)
	r.add(104, hung, cueLemma)
	r.add(105, hung, cuePOS, comma)
	r.add(106, path)
	r.add(107, path, cueLemma)
	r.add(108, path, pos)
	r.add(109, dist, pos)
	r.add(110, dist, tag, cuePOS)
	r.add(111, lem, dist)
	r.add(112, lem, hung)
	r.add(113, quoted, ruled, dist)
	r.add(114, quoted, hung)
	r.add(115, pos, rel, hung)
	r.add(116, r.at(k-1, r.lo, r.hi), lem)
	r.add(117, r.at(k+1, r.lo, r.hi), lem)
	r.add(118, uint64(r.depth[j]), hung, pos)
	r.add(119, r.entity(k), hung)
	r.add(120, r.entity(k), dist)
	r.add(121, ruled, hung)
	top := int(r.top[j])
	r.add(122, r.lemma[top], hung)
	r.add(123, uint64(g.POS[top]), hung, cueLemma)
	edge := uint64(0)
	if k == int(g.Left[top]) {
		edge |= 1
	}
	if k == int(g.Right[top]) {
		edge |= 2
	}
	r.add(124, edge, pos, hung)
	if k+1 < r.hi {
		r.add(125, uint64(g.POS[k+1]), pos, dist)
		r.add(126, uint64(r.ruled[j+1]), ruled, pos)
	}
	if k > r.lo {
		r.add(127, uint64(g.POS[k-1]), pos, dist)
		r.add(128, uint64(r.ruled[j-1]), ruled, pos)
	}
	r.add(129, cueLemma, lem)
	r.add(130, comma, dist, quoted)
}

// bucket groups distances: 1, 2, 3, 4–5, 6–9, 10 and more.
func bucket(d int) int {
	switch {
	case d <= 3:
		return d
	case d <= 5:
		return 4
	case d <= 9:
		return 5
	}
	return 6
}

// commaBetween says what parts word k from the cue: nothing, a comma, a stronger
// mark. Distances over 12 words are not looked through.
func (r *roleLens) commaBetween(k int) uint64 {
	lo, hi := min(k, r.cue), max(k, r.cue)
	if hi-lo > 12 {
		return 3
	}
	c := uint64(0)
	for i := lo + 1; i < hi; i++ {
		switch r.f.toks[i].mark {
		case ',':
			c = max(c, 1)
		case ';', ':', '-':
			c = 2
		}
	}
	return c
}

// label gives the most likely roles of the window's words, by Viterbi; the cue
// itself has roleCue.
func (r *roleLens) label(m *model, out []role) []role {
	n := r.hi - r.lo
	r.scores = cleared(r.scores, n)
	for k := r.lo; k < r.hi; k++ {
		r.roleFeatures(k)
		m.roles.add(r.feats, &r.scores[k-r.lo])
	}
	return r.viterbi(out, func(ctx, prev, cur int) int32 { return int32(m.follow[ctx][prev][cur]) })
}

// viterbi finds the best roles for r.scores and the given transitions.
func (r *roleLens) viterbi(out []role, follow func(ctx, prev, cur int) int32) []role {
	r.contexts = cleared(r.contexts, r.hi-r.lo)
	for k := r.lo; k < r.hi; k++ {
		r.contexts[k-r.lo] = uint8(r.context(k))
	}
	return r.viterbiIn(r.contexts, out, follow)
}

// viterbiIn is viterbi with the contexts given.
func (r *roleLens) viterbiIn(contexts []uint8, out []role, follow func(ctx, prev, cur int) int32) []role {
	const never = -1 << 28
	n := r.hi - r.lo
	best := make([][numRoles]int32, n)
	from := make([][numRoles]uint8, n)
	for j := range n {
		ctx := int(contexts[j])
		for c := range numRoles {
			s := r.scores[j][c]
			if (r.lo+j == r.cue) != (role(c) == roleCue) && r.lo+j == r.cue {
				s = never
			}
			if j == 0 {
				best[j][c] = s + follow(ctx, numRoles, c)
				continue
			}
			top, at := int32(never*2), 0
			for p := range numRoles {
				if x := best[j-1][p] + follow(ctx, p, c); x > top {
					top, at = x, p
				}
			}
			best[j][c], from[j][c] = max(top+s, never), uint8(at)
		}
	}
	out = cleared(out, n)
	c := 0
	for k := range numRoles {
		if best[n-1][k] > best[n-1][c] {
			c = k
		}
	}
	for j := n - 1; j >= 0; j-- {
		out[j] = role(c)
		c = int(from[j][c])
	}
	return out
}
