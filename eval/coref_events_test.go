package eval

import (
	"slices"
	"testing"

	"github.com/twosource/twosource/eval/coref"
)

// TestJoining: the surest pairs come together first, and a bound parts what lies
// below it.
func TestJoining(t *testing.T) {
	j := joining{list: []int{0, 1, 2, 3}, steps: []joined{{1, 2, 1.5}, {0, 1, .5}, {0, 3, -1}}}
	for _, c := range []struct {
		bound float64
		want  coref.Chains
	}{{2, coref.Chains{0, 1, 2, 3}}, {1, coref.Chains{0, 1, 1, 3}}, {0, coref.Chains{0, 0, 0, 3}}, {-2, coref.Chains{0, 0, 0, 0}}} {
		out := make(coref.Chains, 4)
		if next := j.cut(c.bound, out, 0); next != 4 || !slices.Equal(out, c.want) {
			t.Errorf("cut at %v: %v and %d, want %v", c.bound, out, next, c.want)
		}
	}
}
