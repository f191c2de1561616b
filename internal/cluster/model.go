package cluster

import (
	_ "embed"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
)

// A Model is the learnt decision whether two articles tell of one happening: a
// sum of small trees over their [Evidence].
type Model struct {
	nodes []node
	roots []int32
}

// A node asks whether a feature is at most a bound; feature < 0 marks a leaf,
// whose bound is its value.
type node struct {
	feature int32
	bound   int32
	yes, no int32
}

// Score returns the log of the odds that the two articles of e tell of one
// happening, in 1/[ScoreUnit].
func (m *Model) Score(e *Evidence) int32 {
	sum := int32(0)
	for _, k := range m.roots {
		n := &m.nodes[k]
		for n.feature >= 0 {
			if e[n.feature] <= n.bound {
				n = &m.nodes[n.yes]
			} else {
				n = &m.nodes[n.no]
			}
		}
		sum += n.bound
	}
	return sum - fade(e[daysApart])
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
// the nodes for at most BOUND and those for more, or "= VALUE" for a leaf. A
// line that begins with # is skipped.
func ParseModel(text string) (*Model, error) {
	m := &Model{}
	var lines []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			lines = append(lines, line)
		}
	}
	for len(lines) > 0 {
		m.roots = append(m.roots, int32(len(m.nodes)))
		var err error
		if lines, err = m.parse(lines, 0); err != nil {
			return nil, err
		}
	}
	return m, nil
}

const deepest = 16

func (m *Model) parse(lines []string, depth int) ([]string, error) {
	if len(lines) == 0 || depth > deepest {
		return nil, errModel
	}
	name, number, ok := strings.Cut(lines[0], " ")
	v, err := strconv.ParseInt(number, 10, 32)
	if !ok || err != nil {
		return nil, fmt.Errorf("%w: %q", errModel, lines[0])
	}
	at, rest := len(m.nodes), lines[1:]
	m.nodes = append(m.nodes, node{feature: -1, bound: int32(v)})
	if name == "=" {
		return rest, nil
	}
	f := featureByName(name)
	if f < 0 {
		return nil, fmt.Errorf("%w: no feature %q", errModel, name)
	}
	m.nodes[at].feature = f
	m.nodes[at].yes = int32(len(m.nodes))
	if rest, err = m.parse(rest, depth+1); err != nil {
		return nil, err
	}
	m.nodes[at].no = int32(len(m.nodes))
	return m.parse(rest, depth+1)
}

func featureByName(name string) int32 {
	for i, n := range FeatureNames {
		if n == name {
			return int32(i)
		}
	}
	return -1
}
