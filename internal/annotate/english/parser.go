package english

import "github.com/twosource/twosource/internal/grammar"

// A parser builds the tree of a sentence in one pass from left to right, two
// moves a word, each the best of those allowed.
type parser struct {
	moves scorer
	rels  scorer
	ahead ahead // of moves, if they are not being learnt
	state treeState
	feats []uint64
	sums  [maxClasses]int32
}

// run builds the tree of s, whose words have their classes, in p.state.
func (p *parser) run(s *sentence) {
	z := &p.state
	z.reset(s)
	if p.ahead.table != nil {
		p.ahead.prepare(s)
	}
	for !z.done() {
		move, only := z.forced()
		if !only {
			move = p.best(s)
		}
		if move == moveShift {
			z.shift()
			continue
		}
		head, dep := z.arcOf(move)
		rel := uint32(grammar.RelRoot) // of the last word that is left
		if head <= s.n {
			rel = p.relation(s, head, dep)
		}
		z.attach(head, dep, rel)
	}
}

// best gives the allowed move with the highest sum. The sums are left in p.sums,
// the features in p.feats, all of them while moves are learnt.
func (p *parser) best(s *sentence) int {
	z := &p.state
	ok := z.allowed()
	rest := p.ahead.table != nil
	p.feats = moveFeatures(s, z, rest, p.feats[:0])
	p.moves.score(p.feats, p.sums[:numMoves])
	if rest {
		known := p.ahead.of(z)
		p.sums[0] += known.a
		p.sums[1] += known.b
	}
	best := -1
	for m := range ok {
		if ok[m] && (best < 0 || p.sums[m] > p.sums[best]) {
			best = m
		}
	}
	return best
}

// relation gives the relation of dep to head.
func (p *parser) relation(s *sentence, head, dep int) uint32 {
	p.feats = relFeatures(s, &p.state, head, dep, p.feats[:0])
	sums := p.sums[:grammar.NumRel]
	p.rels.score(p.feats, sums)
	// Class 0 is NoRel; nothing is learnt for it, so it is passed over.
	return uint32(argmax(sums[1:])) + 1
}
