package cluster

import (
	"cmp"
	"slices"
)

// Two articles that share few words may both be like a third: what an article's
// nearest say of another counts beside what its own words say. A pair that its words
// put wrongly, too low or too high, is put right by them.

const (
	echoShare     = 2 // of echoWhole of a pair's score that is its nearest's, if both articles have such
	echoWhole     = 5
	mostEchoing   = 6        // articles, its nearest, that speak for an article
	mostEchoParts = mostPart // articles of a part; in a larger one, which is of near copies, none do
)

// echo returns the edges of n articles with the scores that their nearest give
// them: 3/5 of each pair's own, 1/5 the mean of what the nearest of either score
// with the other, each by how near it is. It does not depend on the order of the
// edges. It takes time and memory in proportion to n².
func echo(n int, edges []edge) []edge {
	if n < 3 || n > mostEchoParts {
		return edges
	}
	scores := make([]int32, n*n)
	for i := range scores {
		scores[i] = leastScore
	}
	for _, e := range edges {
		v := min(max(e.score, leastScore), mostScore)
		scores[int(e.i)*n+int(e.j)], scores[int(e.j)*n+int(e.i)] = v, v
	}
	// What the nearest of each article add to its score with each other, in 1/(2*echoWhole).
	said := make([]int32, n*n)
	sums := make([]int32, n)
	for i, near := range nearest(n, scores) {
		if len(near) == 0 {
			continue
		}
		own := scores[i*n : (i+1)*n]
		clear(sums)
		all := int32(0)
		for _, k := range near {
			w := own[k] - joinAt + 1
			all += w
			for j, v := range scores[k*n : (k+1)*n] {
				sums[j] += w * v
			}
		}
		out := said[i*n : (i+1)*n]
		for j, sum := range sums {
			out[j] = echoShare * (sum/all - own[j])
		}
		for _, k := range near { // which says nothing of itself
			w := own[k] - joinAt + 1
			out[k] = 0
			if all > w {
				out[k] = echoShare * ((sums[k]-w*scores[k*n+k])/(all-w) - own[k])
			}
		}
	}
	out := make([]edge, 0, len(edges))
	for i := range n {
		for j, v := range scores[i*n : i*n+i] {
			v = (2*echoWhole*v + said[i*n+j] + said[j*n+i]) / (2 * echoWhole)
			if v > leastScore {
				out = append(out, edge{int32(i), int32(j), v})
			}
		}
	}
	return out
}

// nearest returns for each of n articles those that score at least joinAt with
// it, the best mostEchoing, given the scores of all pairs.
func nearest(n int, scores []int32) [][]int {
	out := make([][]int, n)
	for i := range out {
		row := scores[i*n : (i+1)*n]
		var list []int
		for j, v := range row {
			if v >= joinAt {
				list = append(list, j)
			}
		}
		slices.SortFunc(list, func(x, y int) int { return cmp.Or(cmp.Compare(row[y], row[x]), cmp.Compare(x, y)) })
		out[i] = list[:min(len(list), mostEchoing)]
	}
	return out
}
