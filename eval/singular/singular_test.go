package singular

import (
	"math"
	"testing"
)

// TestLeft: rows that are one pattern many times over lie on one axis, those of
// another on another.
func TestLeft(t *testing.T) {
	m := Matrix{Columns: 4}
	for i := range 30 {
		row := []Cell{{0, 1}, {1, 2}}
		if i%3 == 0 {
			row = []Cell{{2, 1}, {3, 1}}
		}
		m.Rows = append(m.Rows, row)
	}
	v := m.Left(2)
	if len(v) != 30 || len(v[0]) != 2 {
		t.Fatalf("%d rows of %d", len(v), len(v[0]))
	}
	dot := func(a, b []float64) float64 { return a[0]*b[0] + a[1]*b[1] }
	if cross := dot(v[0], v[1]); math.Abs(cross) > 1e-3 {
		t.Errorf("rows of two patterns: product %v", cross)
	}
	if d := dot(v[1], v[2]) - dot(v[1], v[1]); math.Abs(d) > 1e-3 {
		t.Errorf("rows of one pattern differ by %v", d)
	}
}
