package cluster

import (
	"cmp"
	_ "embed"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// A Model is the learnt decision whether two articles tell of one happening: a
// sum of small trees over their [Evidence].
type Model struct {
	trees []tree
	most  ceiling
}

// A tree asks whether a feature is at most a bound, and after either answer asks
// the same of another feature.
type tree struct {
	root   question
	second [2]question // after "at most", after "more"
	leaves [2][2]int32
}

// A question is whether a feature is at most a bound.
type question struct {
	feature uint8
	bound   int32
}

// always is a question to which the answer is yes: trees of less depth ask it.
var always = question{bound: math.MaxInt32}

// Score returns the log of the odds that the two articles of e tell of one
// happening, in 1/[ScoreUnit].
func (m *Model) Score(e *Evidence) int32 { return sum(m.trees, e) - fade(e[daysApart]) }

// sum returns the sum of trees. It has no branches, for the answers are as good as
// random.
func sum(trees []tree, e *Evidence) int32 {
	const slots = 32 // a power of two, so that no index need be checked
	var x [slots]int32
	copy(x[:], e[:])
	total := int32(0)
	for i := range trees {
		t := &trees[i]
		k, j := 0, 0
		if x[t.root.feature%slots] > t.root.bound {
			k = 1
		}
		q := &t.second[k]
		if x[q.feature%slots] > q.bound {
			j = 1
		}
		total += t.leaves[k][j]
	}
	return total
}

// A happening is told within weeks, an affair within months. Beyond fadeFrom days
// between publication, each doubling takes fadeBy from the score. The labelled
// sets hold too few such pairs to learn it from; see docs/decisions.
const (
	fadeFrom = 120
	fadeBy   = 2 * ScoreUnit
)

// fade returns what days between publication take from a score.
func fade(days int32) int32 {
	if days <= fadeFrom {
		return 0
	}
	return fadeBy * (logarithm(days) - logarithm(fadeFrom)) / 16
}

// score is a scorer. Pairs with fewer than [LeastWords] in common are not weighed.
func (m *Model) score(a, b *Point) int32 {
	if shared(a.vectors[words], b.vectors[words]) < LeastWords {
		return leastScore
	}
	e := compare(a, b)
	return m.Score(&e)
}

// LeastWords is what articles must have in common in words to be compared at
// all, and what the pairs that the model has learnt from have at least.
const LeastWords = 30

// ScoreUnit is what a log of odds of 1 is scored.
const ScoreUnit = 256

//go:embed pair.model
var modelText string

var errModel = errors.New("cluster: bad model")

// theModel returns the model that is shipped. It panics if it cannot be read,
// which a test rules out.
var theModel = sync.OnceValue(func() *Model {
	m, err := ParseModel(modelText)
	if err != nil {
		panic(err)
	}
	return m
})

// ParseModel reads a model: a line a node in preorder, "FEATURE BOUND" before
// the nodes for at most BOUND and those for more, or "= VALUE" for a leaf; at most
// two questions before a leaf. A line that begins with # is skipped.
func ParseModel(text string) (*Model, error) {
	m := &Model{}
	p := parser{}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			p.lines = append(p.lines, line)
		}
	}
	for len(p.lines) > 0 {
		t := p.tree()
		if p.err != nil {
			return nil, p.err
		}
		m.trees = append(m.trees, t)
		m.most.add(&t)
	}
	return m, nil
}

// A parser takes trees off the front of lines.
type parser struct {
	lines []string
	err   error
}

// node takes a question, or the value of a leaf.
func (p *parser) node() (q question, leaf int32, isLeaf bool) {
	if len(p.lines) == 0 {
		p.err = cmp.Or(p.err, errModel)
		return always, 0, true
	}
	line := p.lines[0]
	p.lines = p.lines[1:]
	name, number, ok := strings.Cut(line, " ")
	v, err := strconv.ParseInt(number, 10, 32)
	if !ok || err != nil {
		p.err = cmp.Or(p.err, fmt.Errorf("%w: %q", errModel, line))
		return always, 0, true
	}
	if name == "=" {
		return always, int32(v), true
	}
	f := slices.Index(FeatureNames[:], name)
	if f < 0 {
		p.err = cmp.Or(p.err, fmt.Errorf("%w: no feature %q", errModel, name))
		return always, 0, true
	}
	return question{uint8(f), int32(v)}, 0, false
}

// tree takes a tree.
func (p *parser) tree() tree {
	t := tree{root: always, second: [2]question{always, always}}
	q, leaf, isLeaf := p.node()
	if isLeaf {
		t.leaves[0][0] = leaf
		return t
	}
	t.root = q
	for k := range t.second {
		if q, leaf, isLeaf = p.node(); isLeaf {
			t.leaves[k][0] = leaf
			continue
		}
		t.second[k] = q
		for j := range t.leaves[k] {
			if _, t.leaves[k][j], isLeaf = p.node(); !isLeaf {
				p.err = cmp.Or(p.err, errModel)
			}
		}
	}
	return t
}
