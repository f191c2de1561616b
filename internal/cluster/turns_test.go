package cluster

import (
	"fmt"
	"strings"
	"testing"

	"github.com/zeebo/xxh3"
)

// storyOn returns a story of n articles that are about some words and name some
// people.
func storyOn(n int, about string, actors ...string) *group {
	var all bag
	for w := range strings.FieldsSeq(about) {
		all.add(uint32(xxh3.HashString(w)), 1, 1000)
	}
	g := &group{own: n}
	for range n {
		p := &Point{standing: standing{id: fmt.Sprint(about, len(g.points))}}
		p.vectors[words] = all.vector(mostWords)
		g.points, g.central = append(g.points, articleOf(p)), append(g.central, len(g.central))
	}
	for _, a := range actors {
		g.actors = append(g.actors, actor{key: a, name: a, count: n})
	}
	return g
}

// TestTurns winds threads: they turn where something new is taken up.
func TestTurns(t *testing.T) {
	strike := func(n int) *group { return storyOn(n, "dockers strike wages cranes", "Ostvik") }
	for _, c := range []struct {
		name    string
		stories []*group
		turns   string // places of the stories
		reason  string // that the first gives
		central int
	}{
		{"two stories", []*group{strike(3), storyOn(4, "ferry sinks storm", "Brenneke")}, "[]", "", 0},
		{"the same again and again", []*group{strike(3), strike(3), strike(3), strike(2)}, "[]", "", 0},
		{"what is taken up", []*group{
			strike(3), strike(2), storyOn(1, "heron nests chimney boiler"), storyOn(4, "minister resigns bribe wages", "Ostvik", "Brenneke"),
			storyOn(3, "minister bribe trial court", "Brenneke"), storyOn(2, "minister bribe court verdict", "Brenneke"),
		}, "[3 4]", "most of what it tells is new to the thread; it is the first to turn on Brenneke; 2 later stories take that up; 4 articles of it took from no other", 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWinding(c.stories)
			got, reason := []int{}, ""
			for _, turn := range w.turns() {
				if got = append(got, turn.at); reason == "" {
					reason = turn.reason
				}
			}
			if fmt.Sprint(got) != c.turns || reason != c.reason {
				t.Errorf("turns at %v: %q, want %s: %q", got, reason, c.turns, c.reason)
			}
			if at := w.central(); at != c.central {
				t.Errorf("story %d is the central one, want %d", at, c.central)
			}
		})
	}
}
