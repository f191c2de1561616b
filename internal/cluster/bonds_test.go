package cluster

import (
	"math/rand/v2"
	"reflect"
	"testing"
)

// TestBondsOfLargeParts gathers the same articles with a place for each two stories and
// with maps: they fall into the same stories.
func TestBondsOfLargeParts(t *testing.T) {
	const n = 60
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 1))
		var edges []edge
		for i := range int32(n) {
			for j := range i {
				if r.IntN(3) == 0 {
					edges = append(edges, edge{i, j, int32(r.IntN(9*ScoreUnit)) + leastScore})
				}
			}
		}
		copies := make([]int32, n)
		for i := range copies {
			copies[i] = -1
		}
		copies[7], copies[9] = 3, 3
		o := Options{Same: [][2]int{{1, 40}}, Other: [][2]int{{0, 2}, {3, 5}}}
		small, large := newPartition(n), newPartition(n)
		large.most = 1
		small.gather(edges, copies, o)
		large.gather(edges, copies, o)
		if got, want := large.stories(), small.stories(); !reflect.DeepEqual(got, want) || len(want) < 2 || len(want) == n {
			t.Errorf("seed %d: %d stories with maps, %d with places", seed, len(got), len(want))
		}
	}
}
