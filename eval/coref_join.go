package eval

import (
	"github.com/twosource/twosource/eval/coref"
)

// surest bounds the odds of one pair, so that no pair outweighs all others of its
// groups.
const surest = 2.0

// A joining is how mentions come together one by one, the surest first.
type joining struct {
	list  []int
	steps []joined
}

// A joined is two groups that become one.
type joined struct {
	a, b int // places in the list of their first mentions, a before b
	mean float64
}

// join joins mentions: at each step the two groups with the greatest mean of the
// odds of their pairs, until one is left.
func join(list []int, odds func(i, j int) float64) joining {
	out := joining{list: list}
	size := make([]int, len(list))
	sums := make([][]float64, len(list)) // of the odds of all pairs of two groups
	for a := range list {
		size[a] = 1
		sums[a] = make([]float64, len(list))
		for b := range a {
			o := min(max(odds(list[b], list[a]), -surest), surest)
			sums[a][b], sums[b][a] = o, o
		}
	}
	mean := func(a, b int) float64 { return sums[a][b] / float64(size[a]*size[b]) }
	near := make([]int, len(list)) // of each group the nearest; -1 for none
	nearest := func(a int) int {
		best := -1
		for b := range size {
			if b != a && size[b] > 0 && (best < 0 || mean(a, b) > mean(a, best)) {
				best = b
			}
		}
		return best
	}
	for a := range near {
		near[a] = nearest(a)
	}
	for range len(list) - 1 {
		x := -1
		for a := range size {
			if size[a] > 0 && near[a] >= 0 && (x < 0 || mean(a, near[a]) > mean(x, near[x])) {
				x = a
			}
		}
		a, b := min(x, near[x]), max(x, near[x])
		out.steps = append(out.steps, joined{a, b, mean(a, b)})
		for c := range size {
			sums[a][c] += sums[b][c]
			sums[c][a] = sums[a][c]
		}
		size[a], size[b] = size[a]+size[b], 0
		for c := range size {
			if size[c] > 0 && (c == a || near[c] == a || near[c] == b || mean(c, a) > mean(c, near[c])) {
				near[c] = nearest(c)
			}
		}
	}
	return out
}

// cut numbers the groups that there are before the first step below bound, from
// next on, and returns the next number.
func (j *joining) cut(bound float64, out coref.Chains, next int) int {
	of := make([]int, len(j.list))
	for a := range of {
		of[a] = a
	}
	for _, s := range j.steps {
		if s.mean < bound {
			break
		}
		for c := range of {
			if of[c] == s.b {
				of[c] = s.a
			}
		}
	}
	for a, i := range j.list {
		out[i] = next + of[a]
	}
	return next + len(j.list)
}

// cutAll numbers the groups of joinings as [joining.cut] does.
func cutAll(trees []joining, bound float64, out coref.Chains, next int) int {
	for k := range trees {
		next = trees[k].cut(bound, out, next)
	}
	return next
}

// bestBound returns the mean of odds from which two groups are one, by which the
// mentions of joinings come together best; those of no joining do not count.
func bestBound(key coref.Key, trees []joining) float64 {
	gold := make(coref.Chains, len(key.Chains))
	for i := range gold {
		gold[i] = -1
	}
	for _, t := range trees {
		for _, i := range t.list {
			gold[i] = key.Chains[i]
		}
	}
	// The bound is the middle of the five neighbours that do best, for one alone may
	// do so by chance.
	const first, last, around = -16, 14, 2
	var scores [last - first + 1]float64
	for k := range scores {
		response := make(coref.Chains, len(gold))
		for i := range response {
			response[i] = -1
		}
		cutAll(trees, boundOf(first+k), response, 0)
		var sum coref.Tally
		for _, t := range coref.Score(gold, response, key.Unit, key.Units) {
			sum.Add(t)
		}
		scores[k] = sum.CoNLL()
	}
	best, at := 0.0, around
	for k := around; k < len(scores)-around; k++ {
		sum := 0.0
		for _, f := range scores[k-around : k+around+1] {
			sum += f
		}
		if sum > best {
			best, at = sum, k
		}
	}
	return boundOf(first + at)
}

// boundOf is the bound of a step of the search.
func boundOf(step int) float64 { return float64(step) / 8 }
