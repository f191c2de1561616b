package cluster

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/zeebo/xxh3"

	"github.com/twosource/twosource/internal/news"
)

// scatter returns points that share words at random, some of them common, and many without
// a day, and a scorer that judges each pair at random, the same way every time.
func scatter(n int, seed uint64) ([]*Point, scorer) {
	r := rand.New(rand.NewPCG(seed, 7))
	var points []*Point
	for i := range n {
		p := &Point{standing: standing{id: fmt.Sprintf("a%04d", i), first: int64(r.IntN(300)) * minutesPerDay}, length: 500}
		p.day, p.place = int(p.first/minutesPerDay), p.first
		if r.IntN(9) < 4 {
			p.day, p.place, p.first = noDay, noDate, noDate
		}
		var all bag
		for k := range 10 {
			all.add(uint32(1+r.IntN(1+r.IntN([...]int{60, 2 * n}[k%2]))), 1, 900)
		}
		p.vectors[words] = all.vector(mostWords)
		p.heavy = heaviest(p.vectors[words], heavyTerms)
		points = append(points, p)
	}
	return points, func(a, b *Point) int32 {
		h := xxh3.HashString(min(a.id, b.id) + max(a.id, b.id))
		return int32(h%(9*ScoreUnit)) - 3*ScoreUnit
	}
}

// TestPartsAreAFunctionOfTheSet adds articles at once and by portions in many
// orders, ties some together and takes that back: parts of some few articles fall
// into the same stories, and are no larger than they may be.
func TestPartsAreAFunctionOfTheSet(t *testing.T) {
	for seed := range uint64(12) {
		points, judge := scatter(600, seed)
		links := []news.Link{
			{From: points[1].id, To: points[90].id, Kind: news.Copy, Shared: 1},
			{From: points[90].id, To: points[40].id, Kind: news.Wire, Shared: 1},
		}
		few := 6 + int(seed)
		parted := func(s *Stream) map[string][]string {
			out := map[string][]string{}
			for p := range s.parts {
				for _, g := range p.stories {
					out[g.id] = g.articles()
				}
			}
			return out
		}
		once := Stream{judge: judge, few: few}
		once.Add(points...)
		once.Link(links...)
		once.settle()
		want := parted(&once)
		if seed == 0 && (len(want) < 20 || len(want) > 590 || len(once.parts) < 10) {
			t.Fatalf("%d stories in %d parts: no test", len(want), len(once.parts))
		}
		r := rand.New(rand.NewPCG(seed, 1))
		s := Stream{judge: judge, few: few}
		if whole := 7 * (seed % 3); whole > 0 {
			s.Hold(int(whole), func(id string) *Point { return points[pointAt(points, id)] })
		}
		for order := r.Perm(len(points)); len(order) > 0; {
			n := min(len(order), 1+r.IntN(1<<(seed%6)))
			for _, i := range order[:n] {
				s.Add(points[i])
			}
			order = order[n:]
			same := [][2]string{{points[r.IntN(600)].id, points[r.IntN(600)].id}}
			if len(order) == 0 {
				same = nil
				s.Link(links...)
			}
			s.Correct(same, nil)
			s.settle()
		}
		if got := parted(&s); !reflect.DeepEqual(got, want) {
			t.Errorf("seed %d: %d stories by portions, %d at once", seed, len(got), len(want))
		}
		for n := range s.parts {
			top := s.reach(n.members[0], levels-1)
			if len(n.members) > few && (top == nil || !slices.Equal(sortedIDs(s.block(n.members[0])), sortedIDs(n.members))) {
				t.Errorf("seed %d: a part of %d articles, more than %d", seed, len(n.members), few)
			}
		}
	}
}

func pointAt(points []*Point, id string) int {
	return slices.IndexFunc(points, func(p *Point) bool { return p.id == id })
}

func sortedIDs(list []*held) []string {
	var out []string
	for _, n := range list {
		out = append(out, n.id)
	}
	slices.Sort(out)
	return out
}

// TestLossesOfOne takes back what ties two articles to a third: all three are then
// parts of their own.
func TestLossesOfOne(t *testing.T) {
	points, _ := scatter(40, 3)
	s := Stream{judge: func(_, _ *Point) int32 { return leastScore }}
	s.Add(points...)
	for a := range 13 {
		ids := []string{points[3*a].id, points[3*a+1].id, points[3*a+2].id}
		s.Correct([][2]string{{ids[0], ids[1]}, {ids[0], ids[2]}}, nil)
		s.settle()
		if got := len(s.parts); got != 38 {
			t.Fatalf("%d parts while three of 40 articles are tied together", got)
		}
	}
	s.Correct(nil, nil)
	s.settle()
	if got := len(s.parts); got != 40 {
		t.Errorf("%d parts of 40 articles that nothing links", got)
	}
}

// TestKeep lets go of the oldest parts until few enough articles are held; the others stay
// as they are.
func TestKeep(t *testing.T) {
	points, judge := scatter(200, 5)
	s := Stream{judge: judge, few: 6}
	s.Add(points...)
	if gone := s.Keep(len(points)); gone != nil {
		t.Errorf("%d stories are let go of though few enough are held", len(gone))
	}
	stories := map[string][]string{}
	for p := range s.parts {
		for _, g := range p.stories {
			stories[g.id] = g.articles()
		}
	}
	gone := s.Keep(100)
	if s.Len() > 100 || s.Len() < 70 {
		t.Errorf("%d articles are held", s.Len())
	}
	for _, id := range gone {
		delete(stories, id)
	}
	kept := 0
	for p := range s.parts {
		for _, g := range p.stories {
			if kept++; !slices.Equal(stories[g.id], g.articles()) {
				t.Errorf("story %s is another", g.id)
			}
		}
	}
	if kept != len(stories) {
		t.Errorf("%d stories are held, %d are not gone", kept, len(stories))
	}
}
