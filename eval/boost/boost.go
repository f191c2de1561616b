// Package boost learns sums of small decision trees that say how likely a sample
// is of a class.
//
// It is for models of some tens of measures and some hundred thousand samples. It
// is not for what a stage carries: those models have forms of their own.
package boost

import (
	"math"
	"runtime"
	"slices"
	"sync"
)

// Options say how trees are grown. All must be set.
type Options struct {
	Trees, Depth int
	Rate         float64 // of each tree's values that is taken
	Lambda       float64 // added to the second derivative
	Least        float64 // second derivative in each leaf
	Part         int     // of 256 samples, how many each tree is grown on
}

// A Forest is trees whose sum is the log of the odds of the class.
type Forest struct {
	Base  float64
	Trees []Tree
}

// A Tree has a question in each of its 2^depth-1 inner nodes, those below node n
// at 2n+1 and 2n+2, and a value in each of its 2^depth leaves, from left to right.
type Tree struct {
	Feature []int16   // -1 where nothing is asked: all go to the left
	Bound   []float32 // at most this goes to the left
	Value   []float32
}

// Odds returns the log of the odds of a sample.
func (f *Forest) Odds(row []float32) float64 {
	sum := f.Base
	for i := range f.Trees {
		sum += f.Trees[i].value(row)
	}
	return sum
}

func (t *Tree) value(row []float32) float64 {
	n := 0
	for n < len(t.Feature) {
		if f := t.Feature[n]; f < 0 || row[f] <= t.Bound[n] {
			n = 2*n + 1
		} else {
			n = 2*n + 2
		}
	}
	return float64(t.Value[n-len(t.Feature)])
}

// bins is how many values of a feature are told apart.
const bins = 48

// A sum is the derivatives of the loss over some samples.
type sum struct{ g, h float64 }

// A booster fits trees to what those before have left, by Newton steps.
//
// Source: J. Friedman, Annals of Statistics 2001; T. Chen, C. Guestrin, KDD
// 2016, for the second-order gain.
type booster struct {
	Options
	bounds [][]float32 // of the bins of each feature
	bin    [][]uint8   // by feature, of each sample
	drawn  []int32     // the samples of the tree that is grown
	node   []uint8     // of each sample, within its level
	of     []sum       // of each sample
}

// Fit learns trees from samples, which all have as many measures. same is 1 for
// those of the class, else 0. The same samples in the same order give the same
// trees. Time grows with samples × measures × trees × depth.
func Fit(rows [][]float32, same, weight []float32, o Options) *Forest {
	if len(rows) == 0 {
		return &Forest{}
	}
	b := &booster{Options: o, node: make([]uint8, len(rows)), of: make([]sum, len(rows))}
	b.read(rows)
	yes, no := 1e-9, 1e-9
	for i, s := range same {
		yes += float64(weight[i] * s)
		no += float64(weight[i] * (1 - s))
	}
	out := &Forest{Base: math.Log(yes / no)}
	odds := make([]float64, len(rows))
	for i := range odds {
		odds[i] = out.Base
	}
	seed := uint32(1)
	for range o.Trees {
		b.drawn = b.drawn[:0]
		for i := range rows {
			p, w := 1/(1+math.Exp(-odds[i])), float64(weight[i])
			b.of[i] = sum{float64(w * (float64(same[i]) - p)), max(float64(w*p*(1-p)), 1e-9)}
			seed ^= seed << 13
			seed ^= seed >> 17
			seed ^= seed << 5
			if int(seed>>8&255) < o.Part {
				b.drawn = append(b.drawn, int32(i))
			}
		}
		t := b.grow()
		out.Trees = append(out.Trees, t)
		for i := range rows {
			odds[i] += t.value(rows[i])
		}
	}
	return out
}

// read parts the values of each feature into bins.
func (b *booster) read(rows [][]float32) {
	features := len(rows[0])
	b.bounds, b.bin = make([][]float32, features), make([][]uint8, features)
	each(features, func(f int) {
		values := make([]float32, len(rows))
		for i := range rows {
			values[i] = rows[i][f]
		}
		slices.Sort(values)
		distinct := slices.Compact(slices.Clone(values))
		from := values
		if len(distinct) <= bins {
			from = distinct
		}
		for q := 1; q < bins; q++ {
			v := from[min(q*len(from)/bins, len(from)-1)]
			if k := len(b.bounds[f]); (k == 0 || b.bounds[f][k-1] < v) && v < values[len(values)-1] {
				b.bounds[f] = append(b.bounds[f], v)
			}
		}
		if len(distinct) <= bins {
			b.bounds[f] = distinct[:len(distinct)-1]
		}
		b.bin[f] = make([]uint8, len(rows))
		for i := range rows {
			k, _ := slices.BinarySearch(b.bounds[f], rows[i][f])
			b.bin[f][i] = uint8(k)
		}
	})
}

// each calls do with 0 … n-1, several at once.
func each(n int, do func(i int)) {
	var wait sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for k := range workers {
		wait.Go(func() {
			for i := k; i < n; i += workers {
				do(i)
			}
		})
	}
	wait.Wait()
}

// A split is the best question for one node.
type split struct {
	gain    float64
	feature int
	after   int // bin
}

// grow returns a tree for the derivatives.
func (b *booster) grow() Tree {
	inner := 1<<b.Depth - 1
	t := Tree{Feature: make([]int16, inner), Bound: make([]float32, inner), Value: make([]float32, inner+1)}
	for _, i := range b.drawn {
		b.node[i] = 0
	}
	found := make([][]split, len(b.bounds))
	for level := range b.Depth {
		first, nodes := 1<<level-1, 1<<level
		each(len(b.bounds), func(f int) { found[f] = b.best(f, nodes) })
		for n := range nodes {
			best := split{feature: -1}
			for f := range found {
				if s := found[f][n]; s.gain > best.gain {
					best = s
				}
			}
			t.Feature[first+n] = int16(best.feature)
			if best.feature >= 0 {
				t.Bound[first+n] = b.bounds[best.feature][best.after]
			}
			found[0][n] = best
		}
		for _, i := range b.drawn {
			s := &found[0][b.node[i]]
			b.node[i] *= 2
			if s.feature >= 0 && int(b.bin[s.feature][i]) > s.after {
				b.node[i]++
			}
		}
	}
	leaves := make([]sum, inner+1)
	for _, i := range b.drawn {
		s := &leaves[b.node[i]]
		s.g += b.of[i].g
		s.h += b.of[i].h
	}
	for n, s := range leaves {
		t.Value[n] = float32(b.Rate * s.g / (s.h + b.Lambda))
	}
	return t
}

// best returns for each node of a level the bin of a feature after which to cut.
func (b *booster) best(f, nodes int) []split {
	in := make([][bins]sum, nodes)
	bin := b.bin[f]
	for _, i := range b.drawn {
		s, d := &in[b.node[i]][bin[i]], b.of[i]
		s.g += d.g
		s.h += d.h
	}
	out := make([]split, nodes)
	gain := func(s sum) float64 { return s.g * s.g / (s.h + b.Lambda) }
	for n := range out {
		out[n].feature = -1
		var all, low sum
		for k := range in[n] {
			all.g += in[n][k].g
			all.h += in[n][k].h
		}
		whole := gain(all)
		for k := range b.bounds[f] {
			low.g += in[n][k].g
			low.h += in[n][k].h
			high := sum{all.g - low.g, all.h - low.h}
			if low.h < b.Least || high.h < b.Least {
				continue
			}
			if g := gain(low) + gain(high) - whole; g > out[n].gain+1e-6 {
				out[n] = split{g, f, k}
			}
		}
	}
	return out
}
