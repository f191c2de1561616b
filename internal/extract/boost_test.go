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
	r := rand.New(rand.NewPCG(7, 11))
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

// tree grows one tree level by level and leaves in node the leaf of each
// sample.
func (o boosting) tree(bins [][]uint8, edges [][]int16, cols []int, grad, hess []float64, node []int32) tree {
	inner := 1<<o.depth - 1
	t := tree{make([]split, inner), make([]int32, inner+1)}
	clear(node)
	var inBag []int32
	var bagGrad [][2]float64
	for i, h := range hess {
		if h > 0 {
			inBag = append(inBag, int32(i))
			bagGrad = append(bagGrad, [2]float64{grad[i], h})
		}
	}
	bagNode := make([]int32, len(inBag))
	for level := range o.depth {
		width := 1 << level
		type best struct {
			gain      float64
			feature   int
			threshold int
		}
		found := make([][]best, len(cols))
		var wg sync.WaitGroup
		jobs := make(chan int)
		for range 2 {
			wg.Go(func() {
				hist := make([][2]float64, width*64)
				for c := range jobs {
					f := cols[c]
					clear(hist)
					b := bins[f]
					for j, i := range inBag {
						h := &hist[int(bagNode[j])*64+int(b[i])]
						gh := bagGrad[j]
						h[0] += gh[0]
						h[1] += gh[1]
					}
					found[c] = make([]best, width)
					for k := range width {
						g, h := 0.0, 0.0
						for _, e := range hist[k*64 : k*64+64] {
							g += e[0]
							h += e[1]
						}
						whole := g * g / (h + o.lambda)
						gl, hl := 0.0, 0.0
						for e := range edges[f] {
							gl += hist[k*64+e][0]
							hl += hist[k*64+e][1]
							if hl < o.minLeaf || h-hl < o.minLeaf {
								continue
							}
							gain := gl*gl/(hl+o.lambda) + (g-gl)*(g-gl)/(h-hl+o.lambda) - whole
							if gain > found[c][k].gain+1e-9 {
								found[c][k] = best{gain, f, e}
							}
						}
					}
				}
			})
		}
		for c := range cols {
			jobs <- c
		}
		close(jobs)
		wg.Wait()
		chosen := make([]best, width)
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
		for j, i := range inBag {
			bagNode[j] = node[i]
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
