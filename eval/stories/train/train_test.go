package main

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/twosource/twosource/internal/cluster"
)

// TestBoost learns from invented pairs that those with many words in common are
// of one event, twice, and gives the same model both times.
func TestBoost(t *testing.T) {
	learn := func() string {
		r := rand.New(rand.NewPCG(1, 1))
		var samples []sample
		for range 2000 {
			x := sample{weight: 1}
			x.e[0] = int32(r.IntN(1024))
			x.e[1] = int32(r.IntN(1024))
			x.same = int(x.e[0]) > 400+r.IntN(200)
			samples = append(samples, x)
		}
		return write(boost(samples), 0)
	}
	text := learn()
	if again := learn(); again != text {
		t.Error("the same pairs gave two models")
	}
	m, err := cluster.ParseModel(text)
	if err != nil {
		t.Fatal(err)
	}
	few, many := cluster.Evidence{100, 500}, cluster.Evidence{900, 500}
	at := slices.Index(cluster.FeatureNames[:], "days-apart")
	few[at], many[at] = -1, -1
	if low, high := m.Score(&few), m.Score(&many); low > -cluster.ScoreUnit || high < cluster.ScoreUnit {
		t.Errorf("few words in common score %d, many %d", low, high)
	}
}
