package reuse

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestSortedPostings holds the postings of sets that grow and shrink, of which those
// that were there are kept in order, to those that are sorted as a whole.
func TestSortedPostings(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 1))
	type named struct {
		id     uint32
		sketch Sketch
		number int32
	}
	sketch := func() (s Sketch) {
		for kind := range s.traces {
			for range rnd.IntN(40) {
				s.traces[kind] = append(s.traces[kind], trace(rnd.Uint64()&^(0xFF<<40)))
			}
			slices.Sort(s.traces[kind])
		}
		return s
	}
	var x sortedPostings
	var set []*named
	for round := range 20 {
		x.numbers, x.fresh = make([]int32, len(set)), nil
		for n := range x.numbers {
			x.numbers[n] = gone
		}
		set = slices.DeleteFunc(set, func(*named) bool { return rnd.IntN(5) == 0 })
		for range rnd.IntN(12) {
			set = append(set, &named{rnd.Uint32(), sketch(), gone})
		}
		slices.SortFunc(set, func(a, b *named) int { return cmp.Compare(a.id, b.id) })
		whole := &finder{}
		for i, a := range set {
			if a.number == gone {
				x.fresh = append(x.fresh, i)
			} else {
				x.numbers[a.number] = int32(i)
			}
			a.number = int32(i)
			whole.sketches = append(whole.sketches, a.sketch)
		}
		kept := &finder{sketches: whole.sketches, sortedBefore: &x}
		for kind := range kinds {
			var want, got []posting
			whole.sorted(kind, func(list []posting) { want = append(want, list...) })
			kept.sorted(kind, func(list []posting) { got = append(got, list...) })
			if !slices.Equal(got, want) {
				t.Fatalf("round %d: %d postings of kind %d, want %d or in another order", round, len(got), kind, len(want))
			}
		}
	}
}
