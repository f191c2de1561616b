package cluster

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/zeebo/xxh3"
)

// TestShippedTopics asks the shipped table for words of like and of unlike use.
func TestShippedTopics(t *testing.T) {
	table := theTopics()
	if table.words < 10_000 || len(table.values) != table.words*table.dims {
		t.Fatalf("%d words of %d dimensions in %d bytes", table.words, table.dims, len(table.values))
	}
	of := func(words ...string) []int16 {
		var b bag
		for _, w := range words {
			b.add(uint32(xxh3.HashString(w)), 1, 1000)
		}
		return table.of(b.vector(mostWords), make([]int16, table.dims))
	}
	court, trial, quake := of("judge", "verdict", "jury"), of("court", "acquitted", "prosecutors"), of("earthquake", "rubble", "tremor")
	if same, other := sharedTopic(court, trial), sharedTopic(court, quake); same < other+200 {
		t.Errorf("words of a court are %d alike, with those of an earthquake %d", same, other)
	}
	if got := of("xqzzyv"); got != nil || sharedTopic(got, court) != 0 {
		t.Errorf("a word that is in no table has the subject %v", got)
	}
	if got := sharedTopic(court, court); got < 1020 || got > 1028 {
		t.Errorf("what is the same is %d of 1024 alike", got)
	}
}

// TestTopicsAreSums holds the subject of words to a plain sum of their vectors, each found by
// going through the whole table.
func TestTopicsAreSums(t *testing.T) {
	table := theTopics()
	r := rand.New(rand.NewPCG(8, 1))
	for range 20 {
		var b bag
		for range 12 {
			b.add(table.hash(r.IntN(table.words))+uint32(r.IntN(2)), 1, 300+r.Int32N(2000))
		}
		terms := b.vector(mostWords)
		sum := make([]float64, table.dims)
		for _, x := range terms {
			for i := range table.words {
				if table.hash(i) != x.hash {
					continue
				}
				for d := range sum {
					scale := float64(table.scales[2*i]) + 256*float64(table.scales[2*i+1])
					sum[d] += float64(x.weight) * scale * float64(int8(table.values[i*table.dims+d]))
				}
			}
		}
		squares := 0.0
		for _, v := range sum {
			squares += v * v
		}
		got := table.of(terms, make([]int16, table.dims))
		for d, v := range sum {
			if want := v / math.Sqrt(squares) * (1 << unitBits); math.Abs(want-float64(got[d])) > 2 {
				t.Fatalf("dimension %d is %d, want %.1f", d, got[d], want)
			}
		}
	}
}

func BenchmarkTopics(b *testing.B) {
	points, _ := scatter(8, 1)
	p := points[0]
	p.vectors[words] = nil
	for i := range uint32(mostWords) {
		p.vectors[words] = append(p.vectors[words], term{i << 24, 1 << 10})
	}
	b.ReportAllocs()
	for b.Loop() {
		p.setTopics()
	}
}
