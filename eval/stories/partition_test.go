package stories

import (
	"math"
	"testing"
)

func TestCompare(t *testing.T) {
	for _, test := range []struct {
		name           string
		found, gold    []int
		p, r, ari, nmi float64
	}{
		{"the same under other numbers", []int{4, 4, 7}, []int{0, 0, 1}, 1, 1, 1, 1},
		{"all in one", []int{0, 0, 0, 0}, []int{0, 0, 1, 1}, .5, 1, 0, 0},
		{"each alone", []int{0, 1, 2, 3}, []int{0, 0, 1, 1}, 1, .5, 0, 2. / 3},
		{"crossed", []int{0, 1, 0, 1}, []int{0, 0, 1, 1}, .5, .5, -.5, 0},
	} {
		s := Compare(test.found, test.gold)
		for _, v := range [][2]float64{{s.Precision, test.p}, {s.Recall, test.r}, {s.ARI, test.ari}, {s.NMI, test.nmi}} {
			if math.Abs(v[0]-v[1]) > 1e-12 {
				t.Errorf("%s: %+v", test.name, s)
				break
			}
		}
	}
	if s := Compare(nil, nil); s != (Score{}) {
		t.Errorf("nothing scores %+v", s)
	}
}
