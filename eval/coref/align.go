package coref

import "math"

// An edge joins a chain of the key with one of the response that shares
// mentions with it.
type edge struct {
	left, right int
	weight      float64
}

// align gives a set of edges without a common end whose weights have the
// largest sum. edges are sorted. Each connected part is aligned by itself, in
// time cubic in its chains.
//
// Source: H. W. Kuhn, The Hungarian method for the assignment problem, 1955, in
// the form with potentials and shortest augmenting paths.
func align(edges []edge) (out []edge) {
	for _, part := range connected(edges) {
		if len(part) == 1 {
			out = append(out, part[0])
			continue
		}
		out = append(out, assign(part)...)
	}
	return out
}

// connected parts the edges by the component of the graph they lie in.
func connected(edges []edge) [][]edge {
	parent := map[[2]int][2]int{}
	var find func(x [2]int) [2]int
	find = func(x [2]int) [2]int {
		p, ok := parent[x]
		if !ok || p == x {
			return x
		}
		root := find(p)
		parent[x] = root
		return root
	}
	for _, e := range edges {
		a, b := find([2]int{0, e.left}), find([2]int{1, e.right})
		if a != b {
			parent[b] = a
		}
	}
	at := map[[2]int]int{}
	var out [][]edge
	for _, e := range edges {
		root := find([2]int{0, e.left})
		i, ok := at[root]
		if !ok {
			i = len(out)
			at[root] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], e)
	}
	return out
}

// assign is align for one connected part.
func assign(edges []edge) []edge {
	rows, cols := map[int]int{}, map[int]int{}
	for _, e := range edges {
		if _, ok := rows[e.left]; !ok {
			rows[e.left] = len(rows)
		}
		if _, ok := cols[e.right]; !ok {
			cols[e.right] = len(cols)
		}
	}
	n := max(len(rows), len(cols))
	cost := make([]float64, n*n)
	at := make([]int, n*n) // index of the edge + 1
	for i, e := range edges {
		c := rows[e.left]*n + cols[e.right]
		cost[c], at[c] = -e.weight, i+1
	}
	var out []edge
	for col, row := range hungarian(cost, n) {
		if i := at[row*n+col]; i > 0 {
			out = append(out, edges[i-1])
		}
	}
	return out
}

// hungarian gives for each column of the square matrix cost the row assigned to
// it, so that the costs add up to the least.
func hungarian(cost []float64, n int) []int {
	u, v := make([]float64, n+1), make([]float64, n+1)
	p, way := make([]int, n+1), make([]int, n+1)
	least, used := make([]float64, n+1), make([]bool, n+1)
	for i := 1; i <= n; i++ {
		p[0] = i
		j0 := 0
		for j := range least {
			least[j], used[j] = math.Inf(1), false
		}
		for p[j0] != 0 {
			used[j0] = true
			i0, j1, delta := p[j0], 0, math.Inf(1)
			for j := 1; j <= n; j++ {
				if used[j] {
					continue
				}
				if c := cost[(i0-1)*n+j-1] - u[i0] - v[j]; c < least[j] {
					least[j], way[j] = c, j0
				}
				if least[j] < delta {
					delta, j1 = least[j], j
				}
			}
			for j := 0; j <= n; j++ {
				if used[j] {
					u[p[j]] += delta
					v[j] -= delta
				} else {
					least[j] -= delta
				}
			}
			j0 = j1
		}
		for j0 != 0 {
			j1 := way[j0]
			p[j0] = p[j1]
			j0 = j1
		}
	}
	out := make([]int, n)
	for j := 1; j <= n; j++ {
		out[j-1] = p[j] - 1
	}
	return out
}
