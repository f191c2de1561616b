package cluster

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A thread goes by the headline of the story that is most like all of it, and it
// turns at a story that brings in what no earlier one had, if later ones keep to
// that, or many reported it.

// A winding is the stories of a thread in replay order, and what each is about:
// the heaviest words of its most central article.
type winding struct {
	groups []*group
	about  [][]term
}

const aboutTerms = 64

func newWinding(groups []*group) *winding {
	w := &winding{groups: groups, about: make([][]term, len(groups))}
	for i, g := range groups {
		if g.about == nil {
			first := g.telling()[0]
			g.about = heaviest(first.terms(), aboutTerms)
		}
		w.about[i] = g.about
	}
	return w
}

// central returns the story that has most in common with all: the earliest such.
func (w *winding) central() int {
	all := map[uint32]int64{}
	for _, terms := range w.about {
		for _, t := range terms {
			all[t.hash] += int64(t.weight)
		}
	}
	best, most := 0, int64(-1)
	for i, terms := range w.about {
		sum := int64(0)
		for _, t := range terms {
			sum += (all[t.hash] - int64(t.weight)) * int64(t.weight)
		}
		if sum > most {
			best, most = i, sum
		}
	}
	return best
}

// A turn is a story of a winding, how much it turns it, and why.
type turn struct {
	at     int
	score  int64
	reason string
}

// What makes a turn.
const (
	turnsFrom = 3   // stories in a thread
	leastNew  = 512 // of 1024 of what the story is about
	takenUp   = 8   // a later story takes up what is new if it has one part in so many of it
	mostTaken = 8   // later stories that count
)

// turns returns the stories at which the thread turns, by time: such as are above
// the mean of its stories, at most one and one more for every four.
func (w *winding) turns() []turn {
	if len(w.groups) < turnsFrom {
		return nil
	}
	seen := map[uint32]bool{}
	var all []turn
	sum := int64(0)
	for i, terms := range w.about {
		if i > 0 {
			t := w.turn(i, seen, w.groups[i].own)
			sum += t.score
			all = append(all, t)
		}
		for _, t := range terms {
			seen[t.hash] = true
		}
	}
	mean := sum / int64(len(all))
	all = slices.DeleteFunc(all, func(t turn) bool { return t.score == 0 || t.score < mean })
	slices.SortStableFunc(all, func(x, y turn) int { return cmp.Compare(y.score, x.score) })
	all = all[:min(len(all), 1+len(w.groups)/4)]
	slices.SortFunc(all, func(x, y turn) int { return cmp.Compare(x.at, y.at) })
	return all
}

// turn weighs story i: how new it is, how many stories later than it take that up,
// and how many articles it has of their own. seen is what the earlier are about.
func (w *winding) turn(i int, seen map[uint32]bool, own int) turn {
	squares, fresh := int64(0), int64(0)
	isNew := map[uint32]int64{}
	for _, t := range w.about[i] {
		square := int64(t.weight) * int64(t.weight)
		squares += square
		if !seen[t.hash] {
			fresh += square
			isNew[t.hash] = square
		}
	}
	later := 0
	for _, terms := range w.about[i+1:] {
		kept := int64(0)
		for _, t := range terms {
			kept += isNew[t.hash]
		}
		if kept*takenUp >= fresh {
			later++
		}
	}
	out := turn{at: i, reason: w.reason(i, own, later)}
	if part := fresh * 1024 / max(squares, 1); part >= leastNew {
		out.score = part * int64(1+min(later, mostTaken)) * int64(logarithm(int32(own)))
	}
	return out
}

// reason says what is new in story i and what came of it.
func (w *winding) reason(i, own, later int) string {
	named := map[string]bool{}
	for _, g := range w.groups[:i] {
		for _, a := range g.main() {
			named[a.key] = true
		}
	}
	var names []string
	for _, a := range w.groups[i].main() {
		if !named[a.key] && len(names) < 3 {
			names = append(names, a.name)
		}
	}
	parts := []string{"most of what it tells is new to the thread"}
	if len(names) > 0 {
		parts = append(parts, "it is the first to turn on "+strings.Join(names, ", "))
	}
	if later > 0 {
		parts = append(parts, counted(later, "later story takes", "later stories take")+" that up")
	}
	return strings.Join(append(parts, counted(own, "article of it", "articles of it")+" took from no other"), "; ")
}

func counted(n int, one, more string) string {
	if n != 1 {
		one = more
	}
	return fmt.Sprintf("%d %s", n, one)
}
