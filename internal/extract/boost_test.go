package extract

import (
	"math"
	"math/rand/v2"
	"slices"
	"sync"
)

// A sample is one segment for training.
type sample struct {
	x      []int16
	y      float64 // fraction of its words that are in the gold text
	weight float64
}

// boosting sets how a forest is grown.
type boosting struct {
	trees    int
	depth    int
	rate     float64
	minLeaf  float64 // least sum of second derivatives in a leaf
	lambda   float64
	features float64 // fraction of features tried for a tree
	rows     float64 // fraction of samples seen by a tree
	seed     uint64  // of the draws
}

// grow fits a forest to the samples by gradient boosting on the logistic loss,
// with histograms of at most 64 bins a feature. It is deterministic.
//
// Source: J. H. Friedman, Greedy function approximation: a gradient boosting
// machine, Annals of Statistics, 2001; regularised as in T. Chen, C. Guestrin,
// XGBoost, KDD 2016.
func (o boosting) grow(samples []sample) forest {
	n, width := len(samples), len(samples[0].x)
	edges := make([][]int16, width)
	bins := make([][]uint8, width)
	for f := range width {
		edges[f], bins[f] = binning(samples, f)
	}
	r := rand.New(rand.NewPCG(7, 11+o.seed))
	var sumY, sumW float64
	for _, s := range samples {
		sumY += s.y * s.weight
		sumW += s.weight
	}
	p := sumY / sumW
	bias := math.Log(p / (1 - p))
	score := make([]float64, n)
	for i := range score {
		score[i] = bias
	}
	out := forest{bias: int32(math.Round(bias * scoreUnit))}
	grad, hess := make([]float64, n), make([]float64, n)
	node := make([]int32, n)
	for range o.trees {
		for i, s := range samples {
			q := 1 / (1 + math.Exp(-score[i]))
			grad[i], hess[i] = s.weight*(q-s.y), s.weight*q*(1-q)
			if r.Float64() > o.rows {
				grad[i], hess[i] = 0, 0
			}
		}
		var cols []int
		for f := range width {
			if r.Float64() < o.features {
				cols = append(cols, f)
			}
		}
		t := o.tree(bins, edges, cols, grad, hess, node)
		for i := range samples {
			score[i] += float64(t.leaves[node[i]]) / scoreUnit
		}
		out.trees = append(out.trees, t)
	}
	return out
}

// binning cuts the values of feature f at up to 63 quantiles.
func binning(samples []sample, f int) (edges []int16, bins []uint8) {
	values := make([]int16, len(samples))
	for i := range samples {
		values[i] = samples[i].x[f]
	}
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	distinct := slices.Compact(slices.Clone(sorted))
	if len(distinct) <= 64 {
		edges = distinct[:max(0, len(distinct)-1)]
	} else {
		for k := 1; k < 64; k++ {
			edges = append(edges, sorted[k*len(sorted)/64])
		}
		edges = slices.Compact(edges)
	}
	bins = make([]uint8, len(values))
	for i, v := range values {
		k, _ := slices.BinarySearch(edges, v)
		bins[i] = uint8(k)
	}
	return edges, bins
}

// maxBins bounds the bins of a feature.
const maxBins = 64

// A bin sums the first and second derivatives of the samples in it.
type bin struct{ grad, hess float64 }

// A cut is the best split found for a node.
type cut struct {
	gain      float64
	feature   int
	threshold int
}

// bestCuts returns the best cut at feature f of each node, given the bins of
// the nodes one after the other.
func (o boosting) bestCuts(f, edges int, hist []bin) []cut {
	out := make([]cut, len(hist)/maxBins)
	for k := range out {
		bins := hist[k*maxBins : (k+1)*maxBins]
		g, h := 0.0, 0.0
		for _, e := range bins {
			g += e.grad
			h += e.hess
		}
		whole := g * g / (h + o.lambda)
		gl, hl := 0.0, 0.0
		for e := range edges {
			gl += bins[e].grad
			hl += bins[e].hess
			if hl < o.minLeaf || h-hl < o.minLeaf {
				continue
			}
			gain := gl*gl/(hl+o.lambda) + (g-gl)*(g-gl)/(h-hl+o.lambda) - whole
			if gain > out[k].gain+1e-9 {
				out[k] = cut{gain, f, e}
			}
		}
	}
	return out
}

// tree grows one tree level by level and leaves in node the leaf of each
// sample. Of two children only the bins of the smaller are summed; those of
// the other are what remains of the parent's.
func (o boosting) tree(bins [][]uint8, edges [][]int16, cols []int, grad, hess []float64, node []int32) tree {
	inner := 1<<o.depth - 1
	t := tree{make([]split, inner), make([]int32, inner+1)}
	clear(node)
	var bag, counted []int32
	for i, h := range hess {
		if h > 0 {
			bag = append(bag, int32(i))
		}
	}
	counted = bag
	hists := make([][]bin, len(cols))
	for level := range o.depth {
		width := 1 << level
		small := smallChildren(bag, node, width)
		if level > 0 {
			counted = counted[:0:0]
			for _, i := range bag {
				if small[node[i]] {
					counted = append(counted, i)
				}
			}
		}
		found := make([][]cut, len(cols))
		var wg sync.WaitGroup
		for half := range 2 {
			wg.Go(func() {
				for c := half; c < len(cols); c += 2 {
					f := cols[c]
					hist := make([]bin, width*maxBins)
					b := bins[f]
					for _, i := range counted {
						e := &hist[int(node[i])*maxBins+int(b[i])]
						e.grad += grad[i]
						e.hess += hess[i]
					}
					if level > 0 {
						for k := range width {
							if small[k] {
								continue
							}
							for e := range maxBins {
								whole, part := hists[c][k/2*maxBins+e], hist[(k^1)*maxBins+e]
								hist[k*maxBins+e] = bin{whole.grad - part.grad, whole.hess - part.hess}
							}
						}
					}
					hists[c] = hist
					found[c] = o.bestCuts(f, len(edges[f]), hist)
				}
			})
		}
		wg.Wait()
		chosen := make([]cut, width)
		for c := range cols {
			for k := range width {
				if found[c][k].gain > chosen[k].gain {
					chosen[k] = found[c][k]
				}
			}
		}
		for k, b := range chosen {
			s := split{0, math.MaxInt16}
			if b.gain > 0 {
				s = split{uint16(b.feature), edges[b.feature][b.threshold]}
			}
			t.nodes[width-1+k] = s
		}
		for i, k := range node {
			next := 2 * k
			if b := chosen[k]; b.gain > 0 && int(bins[b.feature][i]) > b.threshold {
				next++
			}
			node[i] = next
		}
	}
	g, h := make([]float64, inner+1), make([]float64, inner+1)
	for i, k := range node {
		g[k] += grad[i]
		h[k] += hess[i]
	}
	for k := range t.leaves {
		t.leaves[k] = int32(math.Round(-o.rate * g[k] / (h[k] + o.lambda) * scoreUnit))
	}
	return t
}

// smallChildren says of each node of a level whether it has fewer samples of
// the bag than its sibling.
func smallChildren(bag, node []int32, width int) []bool {
	count := make([]int, width)
	for _, i := range bag {
		count[node[i]]++
	}
	small := make([]bool, width)
	for k := 0; k+1 < width; k += 2 {
		if count[k] <= count[k+1] {
			small[k] = true
		} else {
			small[k+1] = true
		}
	}
	return small
}
