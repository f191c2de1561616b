package coref

import (
	"math"
	"testing"
)

// TestScore checks the worked examples of Pradhan et al. (ACL 2014): key
// {a b c} {d e f g}; response {a b} {c d} {f g h i}.
func TestScore(t *testing.T) {
	//                 a  b  c  d  e  f  g  h  i
	key := Chains{0, 0, 0, 1, 1, 1, 1, -1, -1}
	response := Chains{0, 0, 1, 1, -1, 2, 2, 2, 2}
	got := Score(key, response, make([]int, len(key)), 1)[0]
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"MUC recall", got.MUC.Recall(), 0.40},
		{"MUC precision", got.MUC.Precision(), 0.40},
		{"B-cubed recall", got.BCubed.Recall(), 0.42},
		{"B-cubed precision", got.BCubed.Precision(), 0.50},
		{"CEAF-e recall", got.CEAF.Recall(), 0.65},
		{"CEAF-e precision", got.CEAF.Precision(), 0.43},
	} {
		if math.Abs(c.got-c.want) > 0.006 {
			t.Errorf("%s is %.3f, want %.2f", c.name, c.got, c.want)
		}
	}
}

func TestScoreSame(t *testing.T) {
	key := Chains{0, 0, 1, 2, 2, 2}
	response := Chains{5, 5, 9, 7, 7, 7}
	if got := Score(key, response, make([]int, len(key)), 1)[0].CoNLL(); math.Abs(got-1) > 1e-12 {
		t.Errorf("the same chains give %v", got)
	}
}

// TestAlign has a part where the heaviest edge is not in the best set.
func TestAlign(t *testing.T) {
	edges := []edge{{0, 0, 0.9}, {0, 1, 0.8}, {1, 0, 0.7}, {2, 5, 0.1}}
	sum := 0.0
	for _, e := range align(edges) {
		sum += e.weight
	}
	if math.Abs(sum-1.6) > 1e-12 {
		t.Errorf("the weights add up to %v, want 1.6", sum)
	}
}
