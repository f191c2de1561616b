// Package singular finds the singular vectors of large sparse matrices.
//
// It is for the commands that learn from counts of words. It is not for what a
// stage does: those read the tables that the commands write.
package singular

import (
	"cmp"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
)

// A Matrix is sparse, by rows. The cells of a row may stand in any order.
type Matrix struct {
	Rows    [][]Cell
	Columns int
}

// A Cell is an entry of a row that is not nought.
type Cell struct {
	Column int32
	Value  float32
}

// How the singular vectors are found.
const (
	spare  = 16 // dimensions more than are asked for
	passes = 4
)

// Left returns for each row its part of the first k left singular vectors. The same
// matrix gives the same vectors. Time grows with cells × k.
//
// Source: N. Halko, P. Martinsson, J. Tropp, SIAM Review 2011.
func (m *Matrix) Left(k int) [][]float64 {
	n := k + spare
	y := newDense(m.Columns, n)
	r := rand.New(rand.NewPCG(1, 1))
	for _, row := range y {
		for j := range row {
			row[j] = float32(r.NormFloat64())
		}
	}
	var z [][]float32
	for pass := range passes {
		z = m.times(y, n)
		orthonormal(z)
		y = m.across(z, n)
		if pass < passes-1 {
			orthonormal(y)
		}
	}
	square := make([][]float64, n)
	for i := range square {
		square[i] = make([]float64, n)
	}
	for _, row := range y {
		for i := range row {
			for j := range row {
				square[i][j] += float64(float64(row[i]) * float64(row[j]))
			}
		}
	}
	values, vectors := eigen(square)
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(values[y], values[x]) })
	out := make([][]float64, len(m.Rows))
	for i := range out {
		out[i] = make([]float64, k)
		for j := range out[i] {
			for l, x := range z[i] {
				out[i][j] += float64(float64(x) * vectors[l][order[j]])
			}
		}
	}
	return out
}

func newDense(rows, columns int) [][]float32 {
	out, all := make([][]float32, rows), make([]float32, rows*columns)
	for i := range out {
		out[i] = all[i*columns : (i+1)*columns]
	}
	return out
}

// times returns m y, where y has n columns.
func (m *Matrix) times(y [][]float32, n int) [][]float32 {
	z := newDense(len(m.Rows), n)
	var wait sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for begin := range workers {
		wait.Go(func() {
			for i := begin; i < len(z); i += workers {
				for _, c := range m.Rows[i] {
					for j, v := range y[c.Column] {
						z[i][j] += float32(c.Value * v)
					}
				}
			}
		})
	}
	wait.Wait()
	return z
}

// across returns the transpose of m times z, where z has n columns.
func (m *Matrix) across(z [][]float32, n int) [][]float32 {
	y := newDense(m.Columns, n)
	for i, row := range m.Rows {
		for _, c := range row {
			to := y[c.Column]
			for j, v := range z[i] {
				to[j] += float32(c.Value * v)
			}
		}
	}
	return y
}

// orthonormal makes the columns of z orthonormal, each against those before it,
// twice for the rounding.
func orthonormal(z [][]float32) {
	for j := range z[0] {
		for range 2 {
			dots := make([]float64, j)
			for _, row := range z {
				for l := range dots {
					dots[l] += float64(float64(row[l]) * float64(row[j]))
				}
			}
			for _, row := range z {
				sum := 0.0
				for l, d := range dots {
					sum += float64(d * float64(row[l]))
				}
				row[j] -= float32(sum)
			}
		}
		squares := 0.0
		for _, row := range z {
			squares += float64(float64(row[j]) * float64(row[j]))
		}
		if squares == 0 {
			continue
		}
		by := 1 / math.Sqrt(squares)
		for _, row := range z {
			row[j] = float32(float64(row[j]) * by)
		}
	}
}

// eigen returns the eigenvalues of a symmetric matrix, which it overwrites, and
// the eigenvectors as columns, by Jacobi's rotations.
func eigen(a [][]float64) (values []float64, vectors [][]float64) {
	n := len(a)
	vectors = make([][]float64, n)
	for i := range vectors {
		vectors[i] = make([]float64, n)
		vectors[i][i] = 1
	}
	for range 30 {
		for p := range n {
			for q := p + 1; q < n; q++ {
				if math.Abs(a[p][q]) > 1e-12 {
					rotate(a, vectors, p, q)
				}
			}
		}
	}
	values = make([]float64, n)
	for i := range values {
		values[i] = a[i][i]
	}
	return values, vectors
}

// rotate makes a[p][q] zero.
func rotate(a, vectors [][]float64, p, q int) {
	theta := (a[q][q] - a[p][p]) / (2 * a[p][q])
	t := math.Copysign(1, theta) / (math.Abs(theta) + math.Sqrt(theta*theta+1))
	c := 1 / math.Sqrt(t*t+1)
	s := t * c
	turn := func(x, y *float64) { *x, *y = float64(c**x)-float64(s**y), float64(s**x)+float64(c**y) }
	for k := range a {
		turn(&a[k][p], &a[k][q])
	}
	for k := range a {
		turn(&a[p][k], &a[q][k])
	}
	for k := range vectors {
		turn(&vectors[k][p], &vectors[k][q])
	}
}
