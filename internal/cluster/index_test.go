package cluster

import (
	"math/rand/v2"
	"testing"
)

// TestIndex holds words and lets go of them at random: it holds what a map does.
func TestIndex(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	var x index
	want := map[uint32]*word{}
	for range 20_000 {
		if hash := r.Uint32N(600); want[hash] != nil && r.IntN(3) > 0 {
			x.drop(hash)
			delete(want, hash)
			continue
		}
		heavy := []term{{hash: r.Uint32N(600)}, {hash: 600 + r.Uint32N(600)}}
		for k, w := range x.words(heavy) {
			if was := want[heavy[k].hash]; was != nil && was != w || w.hash != heavy[k].hash {
				t.Fatalf("word %d is another", heavy[k].hash)
			}
			want[w.hash] = w
		}
	}
	if x.used != len(want) || len(want) < 100 {
		t.Errorf("%d words are held, want %d", x.used, len(want))
	}
	for hash := range uint32(1200) {
		if x.of(hash) != want[hash] {
			t.Errorf("word %d is %v, want %v", hash, x.of(hash), want[hash])
		}
	}
}
