package eval

import (
	"encoding/json"
	"math"
	"testing"
)

func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

func TestWordF1(t *testing.T) {
	for _, c := range []struct {
		text, gold string
		p, r, f    float64
	}{
		{"The cat sat", "the cat sat", 1, 1, 1},
		{"the the cat", "the cat", 2. / 3, 1, 0.8},
		{"", "", 1, 1, 1},
		{"a", "", 0, 0, 0},
		{"", "a", 0, 0, 0},
		{"x", "y", 0, 0, 0},
		{"don't", "don t", 1, 1, 1},
	} {
		p, r, f := WordF1(c.text, c.gold)
		if !near(p, c.p) || !near(r, c.r) || !near(f, c.f) {
			t.Errorf("WordF1(%q, %q) = %v %v %v, want %v %v %v", c.text, c.gold, p, r, f, c.p, c.r, c.f)
		}
	}
}

func TestShingles(t *testing.T) {
	for _, c := range []struct {
		text, gold          string
		both, extra, missed float64
	}{
		{"a b c d", "a b c d", 1, 0, 0},
		{"a b c d e", "a b c d", 0.5, 0.5, 0},
		{"a b c", "a b c", 1, 0, 0}, // shorter than a shingle: one shingle
		{"A b c d", "a b c d", 0, 0.5, 0.5},
		{"", "a b c d", 0, 0, 1},
		{"", "", 0, 0, 0},
	} {
		b, e, m := Shingles(c.text, c.gold)
		if !near(b, c.both) || !near(e, c.extra) || !near(m, c.missed) {
			t.Errorf("Shingles(%q, %q) = %v %v %v", c.text, c.gold, b, e, m)
		}
	}
}

func TestBootstrapIsSeeded(t *testing.T) {
	values := []float64{0.2, 0.9, 0.4, 1, 0.7}
	a, b := BootstrapMean(values), BootstrapMean(values)
	if a != b || a.Low > a.Value || a.High < a.Value || !near(a.Value, 0.64) {
		t.Errorf("%v, then %v", a, b)
	}
}

func TestResultJSON(t *testing.T) {
	r := Result{Task: "text", Data: "made-up", N: 2, Metrics: map[string]Metric{"f1": {0.123456, 0.1, 0.2}}}
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"task":"text","data":"made-up","n":2,"metrics":{"f1":{"value":0.1235,"low":0.1,"high":0.2}}}`; string(b) != want {
		t.Errorf("got %s\nwant %s", b, want)
	}
}
