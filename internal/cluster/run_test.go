package cluster

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestStore fills lists and empties them at random: they hold what slices do, and places
// are used again.
func TestStore(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 1))
	const mostSlots = 1 << 12
	var s store
	runs, want := make([]run, 400), make([]list, 400)
	for round := range 60_000 {
		k := r.IntN(len(runs))
		if k%7 == 0 {
			k = 0 // which grows long
		}
		if r.IntN(40) == 0 && (k > 0 || round%5_000 == 0) {
			odd := r.Int32N(3)
			gone := func(x posting) bool { return x.slot%3 == odd || odd == 0 }
			going := make([]uint64, mostSlots/64)
			for slot := range int32(mostSlots) {
				if gone(posting{slot: slot}) {
					going[slot/64] |= 1 << (slot % 64)
				}
			}
			s.remove(&runs[k], going)
			want[k] = slices.DeleteFunc(want[k], gone)
		} else {
			at, x := r.IntN(len(want[k])+1), posting{slot: r.Int32N(mostSlots)}
			s.insert(&runs[k], at, x)
			want[k] = slices.Insert(want[k], at, x)
		}
		if !slices.Equal(s.list(runs[k]), want[k]) {
			t.Fatalf("round %d: list %d is another", round, k)
		}
	}
	held := 0
	for k := range runs {
		held += len(want[k])
		if !slices.Equal(s.list(runs[k]), want[k]) {
			t.Fatalf("list %d is another", k)
		}
	}
	places := 0
	for _, c := range s.chunks {
		places += len(c)
	}
	if held < 1000 || places > 16*held+4*chunkSize {
		t.Errorf("%d places for %d postings", places, held)
	}
}
