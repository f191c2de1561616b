package eval

import (
	"math"

	"github.com/twosource/twosource/eval/coref"
)

// habits are which stems stood for one happening in the mentions that a model is
// learnt from.
type habits map[[2]string]*habit

// A habit is how many pairs with two stems were of one happening, and of two.
type habit struct {
	same, other int
	by          map[int][2]int // topic, as far as it counts
}

// mostOfTopic is how often a pair of stems counts in one topic at most.
const mostOfTopic = 6

// seen counts which stems stood for one happening in the wanted mentions.
func (p *eventPile) seen(key coref.Key, wanted func(int) bool) habits {
	out := habits{}
	for k := range p.pairs {
		t := &p.pairs[k]
		if !wanted(t.a) || !wanted(t.b) {
			continue
		}
		x, y := &p.mentions[t.a], &p.mentions[t.b]
		h := out[stemPair(x, y)]
		if h == nil {
			h = &habit{by: map[int][2]int{}}
			out[stemPair(x, y)] = h
		}
		n := h.by[x.topic]
		if key.Chains[t.a] == key.Chains[t.b] {
			n[0] = min(n[0]+1, mostOfTopic)
		} else {
			n[1] = min(n[1]+1, mostOfTopic)
		}
		h.by[x.topic] = n
	}
	for _, h := range out {
		for _, n := range h.by {
			h.same += n[0]
			h.other += n[1]
		}
	}
	return out
}

func stemPair(a, b *eventMention) [2]string {
	return [2]string{min(a.stem, b.stem), max(a.stem, b.stem)}
}

// habitMeasures are how many of the measures, the last ones, habits give.
const habitMeasures = 5

// put sets the measures of a pair that habits give.
func (h habits) put(p *eventPile, t *eventPair) {
	a, b := &p.mentions[t.a], &p.mentions[t.b]
	row := t.row[len(t.row)-habitMeasures:]
	known, odds := h.of(a, b)
	ownA, oddsA := h.of(a, a)
	ownB, oddsB := h.of(b, b)
	for k, v := range [habitMeasures]float64{known, odds, min(oddsA, oddsB), max(oddsA, oddsB), ownA + ownB} {
		row[k] = float32(v)
	}
}

// of tells whether the stems of two mentions have met in other topics than that of
// the mentions, and the log of the odds that they were of one happening.
func (h habits) of(a, b *eventMention) (known, odds float64) {
	x := h[stemPair(a, b)]
	if x == nil {
		return 0, 0
	}
	own := x.by[a.topic]
	same, other := x.same-own[0], x.other-own[1]
	if same+other == 0 {
		return 0, 0
	}
	return 1, math.Log((float64(same) + .3) / (float64(other) + .7))
}
