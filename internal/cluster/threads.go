package cluster

import (
	"cmp"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// A story continues another if their articles are on average this alike, they
// share this many of their main actors, who are together this rare (that a
// president is named in both strings nothing together), and no more than this
// many days lie between them.
const (
	threadAt     = 10 * (1 << scoreBits) / 100
	threadActors = 2
	threadRarity = 12 * 256 // 1/256 bit
	mainActors   = 6
	// mostContinued bounds the stories that are looked at for each actor: the
	// last that turn on it.
	mostContinued = 256
	threadDays    = 750
)

// threads strings stories together. groups and stories are parallel and in
// replay order; own tells how many articles of a story took from no other.
func threads(groups []*group, stories []news.Story, own func(*group) int) []news.Thread {
	byActor := map[string][]int{}
	parent := make([]int, len(groups))
	links := map[int][]news.ThreadLink{}
	for i := range groups {
		parent[i] = i
		candidates := map[int]int{}
		for _, a := range groups[i].main() {
			list := byActor[a.key]
			for _, j := range list[max(0, len(list)-mostContinued):] {
				candidates[j]++
			}
			byActor[a.key] = append(byActor[a.key], i)
		}
		if j, reason := continues(groups, candidates, i); j >= 0 {
			parent[i] = parent[j]
			links[parent[i]] = append(links[parent[i]], news.ThreadLink{From: stories[j].ID, To: stories[i].ID, Reason: reason})
		}
	}
	members := map[int][]int{}
	var roots []int
	for i := range groups {
		if len(links[parent[i]]) == 0 {
			continue
		}
		if parent[i] == i {
			roots = append(roots, i)
		}
		members[parent[i]] = append(members[parent[i]], i)
	}
	var out []news.Thread
	for _, r := range roots {
		w := newWinding(groups, members[r])
		t := news.Thread{ID: news.NewID("thread", stories[r].ID), Title: stories[members[r][w.central()]].Title, Links: links[r]}
		for _, i := range members[r] {
			t.Stories = append(t.Stories, stories[i].ID)
		}
		for _, turn := range w.turns(own) {
			t.Turns = append(t.Turns, news.Turn{Story: t.Stories[turn.at], Reason: turn.reason})
		}
		out = append(out, t)
	}
	slices.SortFunc(out, func(x, y news.Thread) int { return cmp.Compare(x.ID, y.ID) })
	return out
}

func (g *group) main() []actor { return g.actors[:min(mainActors, len(g.actors))] }

// continues returns the earlier story that story i continues and why, or -1:
// the nearest of those that share its actors. candidates counts the actors that
// each earlier story shares.
func continues(groups []*group, candidates map[int]int, i int) (int, string) {
	best, bestScore := -1, int64(threadAt-1)
	met := groups[i].known.scores
	for j, n := range candidates {
		if n < threadActors {
			continue
		}
		s, known := met[groups[j]]
		if !known {
			s = threadScore(groups[i], groups[j])
			if met != nil {
				met[groups[j]] = s
			}
		}
		if s > bestScore || s == bestScore && best >= 0 && j < best {
			best, bestScore = j, s
		}
	}
	if best < 0 {
		return -1, ""
	}
	var names []string
	for _, a := range groups[i].main() {
		for _, b := range groups[best].main() {
			if a.key == b.key {
				names = append(names, a.name)
			}
		}
	}
	return best, "both turn on " + strings.Join(names, ", ")
}

// threadScore is how alike two stories are that may be of one thread, and -1 of others.
func threadScore(a, b *group) int64 {
	if sharedRarity(a, b) < threadRarity || !closeInTime(a, b) {
		return -1
	}
	return meanDot(a, b)
}

// sharedRarity adds up how rare the main actors are that two stories share.
func sharedRarity(a, b *group) int32 {
	sum := int32(0)
	for _, x := range a.main() {
		for _, y := range b.main() {
			if x.key == y.key {
				sum += x.rarity
			}
		}
	}
	return sum
}

// closeInTime reports whether no more than threadDays lie between two stories,
// or it is not known how many.
func closeInTime(a, b *group) bool {
	aFirst, aLast, ok := a.span()
	bFirst, bLast, ok2 := b.span()
	return !ok || !ok2 || aFirst-bLast <= threadDays && bFirst-aLast <= threadDays
}

// span returns the first and the last day of publication; ok is false if the day
// of an article is not known.
func (g *group) span() (first, last int, ok bool) {
	first, last = g.points[0].day, g.points[0].day
	for _, p := range g.points {
		if p.day == noDay {
			return 0, 0, false
		}
		first, last = min(first, p.day), max(last, p.day)
	}
	return first, last, true
}

// meanDot returns the mean similarity of the most central articles of two
// stories, whatever the days between them.
func meanDot(a, b *group) int64 {
	x, y := a.central[:min(len(a.central), mostCentral)], b.central[:min(len(b.central), mostCentral)]
	sum := int64(0)
	for _, i := range x {
		for _, j := range y {
			sum += dot(a.points[i].vectors[words], b.points[j].vectors[words])
		}
	}
	return sum / int64(len(x)*len(y))
}

const mostCentral = 8
