package main

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/cluster"
)

// How the trees are grown; see docs/decisions for what else was tried.
const (
	trees       = 300
	depth       = 2
	rate        = .15 // of each tree's values that is taken
	lambda      = 4   // added to the second derivative
	leastWeight = 6   // second derivative in each leaf
	leastGain   = 1e-3
	bins        = 64
)

// A tree asks whether a feature is at most a bound, or holds a value.
type tree struct {
	feature int // -1 for a leaf
	bound   int32
	value   float64
	yes, no *tree
}

func (t *tree) score(e *cluster.Evidence) float64 {
	for t.feature >= 0 {
		if e[t.feature] <= t.bound {
			t = t.yes
		} else {
			t = t.no
		}
	}
	return t.value
}

// A booster fits trees to the log of the odds of samples, each to what the
// others have left, by Newton steps. More in common never lowers a score.
//
// Source: J. Friedman, Annals of Statistics 2001; T. Chen, C. Guestrin, KDD
// 2016, for the second-order gain.
type booster struct {
	samples  []sample
	bounds   [cluster.Features][]int32 // of the bins
	bin      [cluster.Features][]uint8 // of each sample
	free     [cluster.Features]bool    // may lower a score by growing
	gradient []float64
	hessian  []float64
}

// boost returns trees whose sum is the log of the odds that a pair is of one
// event.
func boost(samples []sample) []*tree {
	b := newBooster(samples)
	same, other := 0.0, 0.0
	for i := range samples {
		if samples[i].same {
			same += samples[i].weight
		} else {
			other += samples[i].weight
		}
	}
	base := math.Log(same / other)
	out := []*tree{{feature: -1, value: base}}
	score, all := make([]float64, len(samples)), make([]int32, len(samples))
	for i := range samples {
		score[i], all[i] = base, int32(i)
	}
	for range trees {
		for i := range samples {
			p, y := 1/(1+math.Exp(-score[i])), 0.0
			if samples[i].same {
				y = 1
			}
			b.gradient[i] = samples[i].weight * (y - p)
			b.hessian[i] = samples[i].weight * p * (1 - p)
		}
		t := b.grow(all, depth, math.Inf(-1), math.Inf(1))
		out = append(out, t)
		for i := range samples {
			score[i] += t.score(&samples[i].e)
		}
	}
	return out
}

func newBooster(samples []sample) *booster {
	b := &booster{samples: samples, gradient: make([]float64, len(samples)), hessian: make([]float64, len(samples))}
	for f, name := range cluster.FeatureNames {
		b.free[f] = slices.Contains([]string{"days-apart", "shorter", "longer"}, name)
		b.bounds[f] = quantiles(samples, f)
		b.bin[f] = make([]uint8, len(samples))
		for i := range samples {
			k, _ := slices.BinarySearch(b.bounds[f], samples[i].e[f])
			b.bin[f][i] = uint8(k)
		}
	}
	return b
}

// quantiles returns bounds between the values of a feature, denser at the top,
// where the pairs of one event are.
func quantiles(samples []sample, f int) []int32 {
	values := make([]int32, len(samples))
	for i := range samples {
		values[i] = samples[i].e[f]
	}
	slices.Sort(values)
	var out []int32
	for q := 1; q < bins; q++ {
		x := 1 - math.Pow(1-float64(q)/bins, 2.2)
		v := values[int(x*float64(len(values)-1))]
		if k := len(out); (k == 0 || out[k-1] < v) && v < values[len(values)-1] {
			out = append(out, v)
		}
	}
	return out
}

// A sum is the derivatives of the loss over some samples.
type sum struct{ g, h float64 }

// value returns the best value of a leaf, kept between low and high.
func (s sum) value(low, high float64) float64 { return min(max(s.g/(s.h+lambda), low), high) }

// gain returns what the loss falls by if a leaf has value v.
func (s sum) gain(v float64) float64 { return s.g*v - (s.h+lambda)*v*v/2 }

// grow returns the tree of the samples of index, its values between low and high.
func (b *booster) grow(index []int32, depth int, low, high float64) *tree {
	var all sum
	for _, i := range index {
		all.g += b.gradient[i]
		all.h += b.hessian[i]
	}
	value := all.value(low, high)
	if depth == 0 {
		return &tree{feature: -1, value: rate * value}
	}
	f, k, yes := b.cut(index, all, all.gain(value)+leastGain, low, high)
	if f < 0 {
		return &tree{feature: -1, value: rate * value}
	}
	var left, right []int32
	for _, i := range index {
		if int(b.bin[f][i]) <= k {
			left = append(left, i)
		} else {
			right = append(right, i)
		}
	}
	leftHigh, rightLow := high, low
	if !b.free[f] {
		middle := (yes.value(low, high) + all.less(yes).value(low, high)) / 2
		leftHigh, rightLow = middle, middle
	}
	return &tree{
		feature: f, bound: b.bounds[f][k],
		yes: b.grow(left, depth-1, low, leftHigh), no: b.grow(right, depth-1, rightLow, high),
	}
}

func (s sum) less(t sum) sum { return sum{s.g - t.g, s.h - t.h} }

// cut returns the feature and the bin after which to cut for the highest gain
// above least, and the sum of the samples below; the feature is -1 if there is
// none.
func (b *booster) cut(index []int32, all sum, least, low, high float64) (feature, after int, below sum) {
	feature = -1
	for f := range b.bounds {
		var in [bins + 1]sum
		for _, i := range index {
			s := &in[b.bin[f][i]]
			s.g += b.gradient[i]
			s.h += b.hessian[i]
		}
		var yes sum
		for k := range b.bounds[f] {
			yes.g += in[k].g
			yes.h += in[k].h
			no := all.less(yes)
			if yes.h < leastWeight || no.h < leastWeight {
				continue
			}
			y, n := yes.value(low, high), no.value(low, high)
			if !b.free[f] && y > n {
				continue
			}
			if gain := yes.gain(y) + no.gain(n); gain > least {
				least, feature, after, below = gain, f, k, yes
			}
		}
	}
	return feature, after, below
}

// write returns trees as [cluster.ParseModel] reads them, with shift added.
func write(trees []*tree, shift int32) string {
	var s strings.Builder
	fmt.Fprintf(&s, "= %d\n", shift)
	var put func(t *tree)
	put = func(t *tree) {
		if t.feature < 0 {
			fmt.Fprintf(&s, "= %d\n", int(math.Round(t.value*cluster.ScoreUnit)))
			return
		}
		fmt.Fprintf(&s, "%s %d\n", cluster.FeatureNames[t.feature], t.bound)
		put(t.yes)
		put(t.no)
	}
	for _, t := range trees {
		put(t)
	}
	return s.String()
}
