package cluster

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestMind lets articles come and go, and asks for some: no more are whole than may be, and
// each is what it was.
func TestMind(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	points, _ := scatter(300, 2)
	m := new(mind)
	m.hold(10, func(id string) *Point { return points[pointAt(points, id)] })
	held := map[int]*article{}
	for step := range 5000 {
		switch i := r.IntN(len(points)); {
		case held[i] == nil:
			held[i] = new(article)
			held[i].set(points[i], m)
		case r.IntN(8) == 0:
			held[i].drop()
			if held[i].whole.Load() != nil || slices.Contains(m.articles, held[i]) {
				t.Fatal("what was dropped is held")
			}
			delete(held, i)
		case held[i].point() != points[i]:
			t.Fatal("an article is another")
		}
		if step == 4000 {
			m.hold(5, m.open)
		}
		whole := 0
		for _, a := range held {
			if a.whole.Load() != nil {
				whole++
				if m.articles[a.at] != a {
					t.Fatal("an article is not where it is said to be")
				}
			}
		}
		if whole != len(m.articles) || whole > m.most {
			t.Fatalf("%d articles are whole, %d are known to be, %d may be", whole, len(m.articles), m.most)
		}
	}
	// What is asked for again and again stays in mind.
	one := held[slices.IndexFunc(points, func(p *Point) bool { return held[pointAt(points, p.id)] != nil })]
	one.point()
	before := m.opened.Load()
	for range 100 {
		for _, a := range held {
			one.point()
			if a.whole.Load() == nil {
				a.point()
				break
			}
		}
	}
	if one.whole.Load() == nil || m.opened.Load()-before < 50 {
		t.Errorf("%d articles were opened, and one that is always asked for is not in mind", m.opened.Load()-before)
	}
}
