package cluster

import (
	"math/rand/v2"
	"testing"
)

// TestIndex holds words and lets go of them at random: it holds what a map does.
func TestIndex(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	var x index
	want := map[uint32]int32{}
	for range 20_000 {
		if hash := r.Uint32N(600); want[hash] > 0 && r.IntN(3) > 0 {
			x.drop(hash)
			delete(want, hash)
			continue
		}
		heavy := []term{{hash: r.Uint32N(600)}, {hash: 600 + r.Uint32N(600)}}
		for k, number := range x.numbers(heavy) {
			hash := heavy[k].hash
			if was := want[hash]; was > 0 && was != number+1 || x.word(number).hash != hash {
				t.Fatalf("word %d is another", hash)
			}
			want[hash] = number + 1
		}
	}
	if x.used != len(want) || len(want) < 100 {
		t.Errorf("%d words are held, want %d", x.used, len(want))
	}
	for hash := range uint32(1200) {
		if w := x.of(hash); (w != nil) != (want[hash] > 0) || w != nil && w != x.word(want[hash]-1) {
			t.Errorf("word %d is %v, want number %d", hash, w, want[hash]-1)
		}
	}
}
