package boost

import (
	"math/rand/v2"
	"reflect"
	"testing"
)

// invented gives samples that are of the class where two of three measures differ
// in sign.
func invented(n int) (rows [][]float32, same, weight []float32) {
	r := rand.New(rand.NewPCG(3, 4))
	for range n {
		row := []float32{float32(r.NormFloat64()), float32(r.NormFloat64()), float32(r.NormFloat64())}
		s := float32(0)
		if (row[0] > 0) != (row[2] > 0) {
			s = 1
		}
		rows, same, weight = append(rows, row), append(same, s), append(weight, 1)
	}
	return rows, same, weight
}

// TestFit: trees find what no single measure shows.
func TestFit(t *testing.T) {
	o := Options{Trees: 40, Depth: 3, Rate: .2, Lambda: 1, Least: 1, Part: 200}
	rows, same, weight := invented(2000)
	f := Fit(rows, same, weight, o)
	right := 0
	rows, same, _ = invented(3000)
	for i := 2000; i < 3000; i++ {
		if (f.Odds(rows[i]) > 0) == (same[i] > 0) {
			right++
		}
	}
	if right < 950 {
		t.Errorf("%d of 1000 right", right)
	}
}

func TestFitIsTheSameEachTime(t *testing.T) {
	o := Options{Trees: 5, Depth: 2, Rate: .2, Lambda: 1, Least: 1, Part: 128}
	rows, same, weight := invented(500)
	if a, b := Fit(rows, same, weight, o), Fit(rows, same, weight, o); !reflect.DeepEqual(a, b) {
		t.Error("two fits of one sample differ")
	}
}

// TestFitOfLittle: samples that nothing tells apart, or none, give the odds of the
// class.
func TestFitOfLittle(t *testing.T) {
	o := Options{Trees: 3, Depth: 2, Rate: .2, Lambda: 1, Least: 1, Part: 256}
	if got := Fit(nil, nil, nil, o).Odds([]float32{1}); got != 0 {
		t.Errorf("of nothing: odds %v", got)
	}
	f := Fit([][]float32{{1}, {1}}, []float32{1, 0}, []float32{1, 1}, o)
	if got := f.Odds([]float32{1}); got < -1e-6 || got > 1e-6 {
		t.Errorf("of two alike: odds %v", got)
	}
}
