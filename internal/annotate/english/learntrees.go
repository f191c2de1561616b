package english

import (
	"math/rand/v2"
	"slices"

	"github.com/twosource/twosource/internal/grammar"
)

// A Tree is a sentence with its classes and its tree, for learning.
type Tree struct {
	Words  []string
	Lemmas []string
	POS    []grammar.POS
	Tags   []grammar.Tag
	Heads  []int // index of the head in Words; -1 at the root
	Rels   []grammar.Rel
}

// A lesson is a Tree as the perceptrons see it, with what they should say.
type lesson struct {
	s       sentence
	classes []int    // right class of word i, 1-based
	heads   []int    // right head, n+1 for the root, open if it is not known
	rels    []uint32 // right relation, 0 if it is not known
}

// lessons reads trees with lex.
func lessons(trees []Tree, lex *lexicon, classOf func(grammar.POS, grammar.Tag, string) int) []*lesson {
	out := make([]*lesson, len(trees))
	var f folder
	for k := range trees {
		t := &trees[k]
		n := len(t.Words)
		l := &lesson{classes: make([]int, n+2), heads: make([]int, n+2), rels: make([]uint32, n+2)}
		l.s.resize(n)
		for i := range n {
			f.read(&l.s.w[i+1], t.Words[i], lex)
			l.classes[i+1] = classOf(t.POS[i], t.Tags[i], t.Words[i])
			l.heads[i+1] = t.Heads[i] + 1
			if t.Heads[i] < 0 {
				l.heads[i+1] = n + 1
			}
			l.rels[i+1] = uint32(t.Rels[i])
		}
		out[k] = l
	}
	return out
}

// drill goes over lessons in random order, passes times.
func drill(ls []*lesson, passes int, seed uint64, teach func(pass int, l *lesson)) {
	rng := rand.New(rand.NewPCG(seed, 17))
	order := rng.Perm(len(ls))
	for pass := range passes {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			teach(pass, ls[i])
		}
	}
}

// learnTagger teaches a tagger and gives its mean weights.
func learnTagger(ls []*lesson, classes []class, passes int, seed uint64) *learner {
	weights := newLearner(len(classes))
	t := tagger{weights: weights, classes: classes}
	drill(ls, passes, seed, func(_ int, l *lesson) {
		t1, t2 := uint32(0), uint32(0)
		for i := 1; i <= l.s.n; i++ {
			if c := int(l.s.w[i].sure) - 1; c >= 0 {
				t.set(&l.s.w[i], c)
				t1, t2 = l.s.w[i].tag, t1
				continue
			}
			t.feats = tagFeatures(&l.s, i, t1, t2, t.feats[:0])
			sums := t.sums[:len(classes)]
			weights.score(t.feats, sums)
			c := argmax(sums)
			if good := l.classes[i]; c != good {
				weights.teach(t.feats, good, c)
			}
			weights.moment++
			t.set(&l.s.w[i], c)
			t1, t2 = l.s.w[i].tag, t1
		}
	})
	return weights.average()
}

// learnParser teaches moves and relations on lessons whose words have classes:
// in each pass all of gold and one part of silver. After the first pass the
// learner follows its own moves with the given probability, and is told the
// best move of where it has come to (Goldberg and Nivre, 2013).
func learnParser(gold, silver []*lesson, passes int, explore float64, seed uint64) (moves, rels *learner) {
	moves, rels = newLearner(numMoves), newLearner(int(grammar.NumRel))
	p := parser{moves: moves, rels: rels}
	rng := rand.New(rand.NewPCG(seed, 23))
	for pass := range passes {
		ls := slices.Clone(gold)
		for i, l := range silver {
			if i%silverParts == pass%silverParts {
				ls = append(ls, l)
			}
		}
		rng.Shuffle(len(ls), func(i, j int) { ls[i], ls[j] = ls[j], ls[i] })
		follow := explore
		if pass == 0 {
			follow = 0
		}
		for _, l := range ls {
			p.learn(l, moves, rels, func() bool { return rng.Float64() < follow })
		}
	}
	return moves.average(), rels.average()
}

// learn parses l and corrects the perceptrons where they err.
func (p *parser) learn(l *lesson, moves, rels *learner, explore func() bool) {
	z := &p.state
	z.reset(&l.s)
	for !z.done() {
		move := p.best(&l.s)
		cost := z.costs(l.heads)
		good, least := -1, min(cost[0], cost[1], cost[2])
		for m, c := range cost {
			if c == least && (good < 0 || p.sums[m] > p.sums[good]) {
				good = m
			}
		}
		if cost[move] != least {
			moves.teach(p.feats, good, move)
			if !explore() {
				move = good
			}
		}
		moves.moment++
		if move == moveShift {
			z.shift()
			continue
		}
		head, dep := z.arcOf(move)
		rel := p.relation(&l.s, head, dep)
		if want := l.rels[dep]; l.heads[dep] == head && rel != want && want != 0 {
			rels.teach(p.feats, int(want), int(rel))
		}
		rels.moment++
		z.attach(head, dep, rel)
	}
}

// forbidden is the cost of a move that is not allowed.
const forbidden = 1 << 20

// costs gives for each move how many right arcs it puts out of reach.
func (z *treeState) costs(heads []int) [numMoves]int {
	cost := [numMoves]int{forbidden, forbidden, forbidden}
	ok := z.allowed()
	s0, s1 := z.top(0), z.top(1)
	lost := 0 // dependents of s0 still in the buffer
	if s0 > 0 {
		for d := z.next; d <= z.n; d++ {
			if heads[d] == s0 {
				lost++
			}
		}
	}
	if ok[moveLeft] {
		cost[moveLeft] = lost
		if g := heads[s0]; g == s1 && s1 > 0 || g > z.next {
			cost[moveLeft]++
		}
	}
	if ok[moveRight] {
		cost[moveRight] = lost
		if heads[s0] >= z.next {
			cost[moveRight]++
		}
	}
	if ok[moveShift] {
		c := 0
		for i, x := range z.stack {
			if heads[x] == z.next || i < len(z.stack)-1 && heads[z.next] == int(x) {
				c++
			}
		}
		cost[moveShift] = c
	}
	return cost
}
