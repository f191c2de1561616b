package cluster

// Two articles that share few words may both be like a third: what an article's
// nearest say of another counts beside what its own words say. A pair that its words
// put wrongly, too low or too high, is put right by them.

const (
	echoShare     = 2 // of echoWhole of a pair's score that is its nearest's, if both articles have such
	echoWhole     = 5
	mostEchoing   = 6        // articles, its nearest, that speak for an article
	mostEchoParts = mostPart // articles of a part; in a larger one, which is of near copies, none do
)

// Echoes are what the nearest of articles say. The zero value is ready, and is used again.
type echoes struct {
	scores []int32 // of all pairs
	said   []int32 // what the nearest of each article add to its score with each other, in 1/(2*echoWhole)
	sums   []int32
	near   []nearby
	out    []edge
}

// of returns the edges of n articles with the scores that their nearest give
// them: 3/5 of each pair's own, 1/5 the mean of what the nearest of either score
// with the other, each by how near it is. It does not depend on the order of the
// edges. It takes time and memory in proportion to n². What it returns is valid until it is
// called again.
func (x *echoes) of(n int, edges []edge) []edge {
	if n < 3 || n > mostEchoParts {
		return edges
	}
	x.scores, x.said = grown(x.scores, n*n), grown(x.said, n*n)
	x.sums, x.near = grown(x.sums, n), grown(x.near, n)
	scores, sums := x.scores, x.sums
	for i := range scores {
		scores[i] = leastScore
	}
	for _, e := range edges {
		v := min(max(e.score, leastScore), mostScore)
		scores[int(e.i)*n+int(e.j)], scores[int(e.j)*n+int(e.i)] = v, v
		if v >= joinAt {
			x.near[e.i].add(e.j, v, mostEchoing)
			x.near[e.j].add(e.i, v, mostEchoing)
		}
	}
	for i := range x.near {
		near := x.near[i].list()
		if len(near) == 0 {
			continue
		}
		own := scores[i*n : (i+1)*n]
		clear(sums)
		all := int32(0)
		for _, k := range near {
			w := own[k] - joinAt + 1
			all += w
			for j, v := range scores[int(k)*n : int(k+1)*n] {
				sums[j] += w * v
			}
		}
		out := x.said[i*n : (i+1)*n]
		for j, sum := range sums {
			out[j] = echoShare * (sum/all - own[j])
		}
		for _, k := range near { // which says nothing of itself
			w := own[k] - joinAt + 1
			out[k] = 0
			if all > w {
				out[k] = echoShare * ((sums[k]-w*scores[int(k)*n+int(k)])/(all-w) - own[k])
			}
		}
	}
	x.out = x.out[:0]
	for i := range n {
		for j, v := range scores[i*n : i*n+i] {
			v = (2*echoWhole*v + x.said[i*n+j] + x.said[j*n+i]) / (2 * echoWhole)
			if v > leastScore {
				x.out = append(x.out, edge{int32(i), int32(j), v})
			}
		}
	}
	return x.out
}
