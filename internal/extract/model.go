package extract

import (
	_ "embed"
	"encoding/binary"
	"errors"
	"sync"

	"golang.org/x/net/html"
)

// A forest is a sum of decision trees over whole numbers. Its score is the
// logarithm of the odds that a segment belongs to the article, times
// [scoreUnit].
type forest struct {
	bias  int32
	trees []tree
}

// A tree is a complete binary tree: node k has the children 2k+1 and 2k+2. A
// value of at most the threshold goes to the first.
type tree struct {
	nodes  []split
	leaves []int32
}

type split struct {
	feature   uint16
	threshold int16
}

// scoreUnit is what a score of one logit counts.
const scoreUnit = 4096

// score returns the sum of the trees for the features x.
func (f *forest) score(x []int16) int32 {
	sum := f.bias
	for i := range f.trees {
		t := &f.trees[i]
		k := 0
		for k < len(t.nodes) {
			s := t.nodes[k]
			k = 2*k + 1
			if x[s.feature] > s.threshold {
				k++
			}
		}
		sum += t.leaves[k-len(t.nodes)]
	}
	return sum
}

// The model of the second stage sees, beside the features, what the first
// thought of the segment, its neighbours and its kin.
const (
	gSelf   = numFeatures + iota
	gNear   // the three before and the three after
	gParent = gNear + 4 + iota
	gGrand
	gGroup
	gBefore
	gAfter
	gPage
	numStacked
)

// A model says which segments of a page belong to the article.
type model struct{ first, second forest }

//go:embed model.bin
var modelData []byte

// shipped is the model that package extract was built with; it is decoded when
// the first page is read.
var shipped = sync.OnceValues(func() (*model, error) { return readModel(modelData) })

var errModel = errors.New("extract: model.bin is damaged")

// readModel decodes a model: for each forest its bias, number of trees and
// depth, then of each tree the splits and the leaves; all little-endian.
func readModel(b []byte) (*model, error) {
	m := &model{}
	for _, f := range []*forest{&m.first, &m.second} {
		if len(b) < 8 {
			return nil, errModel
		}
		f.bias = int32(binary.LittleEndian.Uint32(b))
		count, depth := int(binary.LittleEndian.Uint16(b[4:])), int(binary.LittleEndian.Uint16(b[6:]))
		b = b[8:]
		inner, leaves := 1<<depth-1, 1<<depth
		if depth > 12 || len(b) < count*(inner*4+leaves*4) {
			return nil, errModel
		}
		for range count {
			t := tree{make([]split, inner), make([]int32, leaves)}
			for i := range t.nodes {
				t.nodes[i] = split{binary.LittleEndian.Uint16(b), int16(binary.LittleEndian.Uint16(b[2:]))}
				if t.nodes[i].feature >= numStacked {
					return nil, errModel
				}
				b = b[4:]
			}
			for i := range t.leaves {
				t.leaves[i] = int32(binary.LittleEndian.Uint32(b))
				b = b[4:]
			}
			f.trees = append(f.trees, t)
		}
	}
	if len(b) != 0 {
		return nil, errModel
	}
	return m, nil
}

// appendModel encodes m as readModel reads it. All trees of a forest have one
// depth.
func appendModel(b []byte, m *model) []byte {
	for _, f := range []*forest{&m.first, &m.second} {
		depth := 0
		if len(f.trees) > 0 {
			for 1<<depth < len(f.trees[0].leaves) {
				depth++
			}
		}
		b = binary.LittleEndian.AppendUint32(b, uint32(f.bias))
		b = binary.LittleEndian.AppendUint16(b, uint16(len(f.trees)))
		b = binary.LittleEndian.AppendUint16(b, uint16(depth))
		for _, t := range f.trees {
			for _, s := range t.nodes {
				b = binary.LittleEndian.AppendUint16(b, s.feature)
				b = binary.LittleEndian.AppendUint16(b, uint16(s.threshold))
			}
			for _, l := range t.leaves {
				b = binary.LittleEndian.AppendUint32(b, uint32(l))
			}
		}
	}
	return b
}

// judge returns the scores of the page's segments.
func (m *model) judge(v *pageView) []int32 {
	first := make([]int32, len(v.rows))
	for i := range v.rows {
		first[i] = m.first.score(v.rows[i][:])
	}
	out := make([]int32, len(v.rows))
	var x [numStacked]int16
	st := v.stack(first)
	for i := range v.rows {
		copy(x[:], v.rows[i][:])
		st.fill(x[numFeatures:], i)
		out[i] = m.second.score(x[:])
	}
	return out
}

// A stacker makes the second stage's features from the scores of the first.
type stacker struct {
	v      *pageView
	scores []int16
	nodes  map[*html.Node]*tally
	groups map[uint64]*tally
	page   tally
	before []int16 // mean over the words before, and after, within reach
	after  []int16
}

// A tally is a mean weighted by words.
type tally struct{ sum, weight int }

func (t *tally) add(score int16, words int) {
	w := min(words, 60)
	t.sum += int(score) * w
	t.weight += w
}

func (t *tally) mean() int16 {
	if t == nil || t.weight == 0 {
		return 0
	}
	return int16(t.sum / t.weight)
}

// stackScore turns a score into a feature: 32 steps a logit, within ±8 logits.
func stackScore(s int32) int16 { return int16(max(-256, min(256, s/(scoreUnit/32)))) }

func (v *pageView) stack(first []int32) *stacker {
	st := &stacker{v: v, scores: make([]int16, len(first)), nodes: map[*html.Node]*tally{}, groups: map[uint64]*tally{}}
	for i, s := range first {
		sc := stackScore(s)
		st.scores[i] = sc
		st.page.add(sc, v.segs[i].words)
		words := v.segs[i].words
		if n := v.segs[i].node; n != nil {
			for n, up := n.Parent, 0; n != nil && up < 2; n, up = n.Parent, up+1 {
				t := st.nodes[n]
				if t == nil {
					t = &tally{}
					st.nodes[n] = t
				}
				t.add(sc, words)
			}
		}
		t := st.groups[v.group[i]]
		if t == nil {
			t = &tally{}
			st.groups[v.group[i]] = t
		}
		t.add(sc, words)
	}
	st.before, st.after = make([]int16, len(first)), make([]int16, len(first))
	// Means that fade by a quarter at each segment.
	run := 0
	for i := range first {
		st.before[i] = int16(run / 16)
		run += (int(st.scores[i])*16 - run) / 4
	}
	run = 0
	for i := len(first) - 1; i >= 0; i-- {
		st.after[i] = int16(run / 16)
		run += (int(st.scores[i])*16 - run) / 4
	}
	return st
}

func (st *stacker) fill(x []int16, i int) {
	at := func(j int) int16 {
		if j < 0 || j >= len(st.scores) {
			return -257
		}
		return st.scores[j]
	}
	x[gSelf-numFeatures] = st.scores[i]
	for k, d := range [...]int{-3, -2, -1, 1, 2, 3} {
		x[gNear-numFeatures+k] = at(i + d)
	}
	if n := st.v.segs[i].node; n != nil && n.Parent != nil {
		x[gParent-numFeatures] = st.nodes[n.Parent].mean()
		x[gGrand-numFeatures] = st.nodes[n.Parent.Parent].mean()
	}
	x[gGroup-numFeatures] = st.groups[st.v.group[i]].mean()
	x[gBefore-numFeatures] = st.before[i]
	x[gAfter-numFeatures] = st.after[i]
	x[gPage-numFeatures] = st.page.mean()
}
