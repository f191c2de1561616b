package cluster

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

// strung strings stories, which are in replay order, into threads in the plain way, each
// continuing one of the last few that turn on its actors.
func strung(groups []*group, few int) []news.Thread {
	byActor := map[string][]int{}
	root := make([]int, len(groups))
	links := map[int][]news.ThreadLink{}
	for i, g := range groups {
		root[i] = i
		shared := map[int]int{}
		for _, a := range g.main() {
			list := byActor[a.key]
			for _, j := range list[max(0, len(list)-few):] {
				shared[j]++
			}
			byActor[a.key] = append(list, i)
		}
		best, most := -1, int64(threadAt-1)
		for j := range i {
			rarity := int32(0)
			for _, a := range g.main() {
				if slices.ContainsFunc(groups[j].main(), func(b actor) bool { return a.key == b.key }) {
					rarity += a.rarity
				}
			}
			if shared[j] < threadActors || rarity < threadRarity || !closeInTime(g, groups[j]) {
				continue
			}
			if score := meanDot(g, groups[j]); score > most {
				best, most = j, score
			}
		}
		if best >= 0 {
			root[i] = root[best]
			links[root[i]] = append(links[root[i]], news.ThreadLink{From: groups[best].id, To: g.id, Reason: threadReason(g, groups[best])})
		}
	}
	var out []news.Thread
	for i, g := range groups {
		if root[i] != i || links[i] == nil {
			continue
		}
		var members []*group
		t := news.Thread{ID: news.NewID("thread", g.id), Links: links[i]}
		for j, m := range groups {
			if root[j] == i {
				members, t.Stories = append(members, m), append(t.Stories, m.id)
			}
		}
		w := newWinding(members)
		t.Title = members[w.central()].named().heading.text
		for _, turn := range w.turns() {
			t.Turns = append(t.Turns, news.Turn{Story: t.Stories[turn.at], Reason: turn.reason})
		}
		out = append(out, t)
	}
	slices.SortFunc(out, func(x, y news.Thread) int { return cmp.Compare(x.ID, y.ID) })
	return out
}

// TestWeaveIsAFunctionOfTheSet lets stories come and go in any order, and others take the
// place of some: the threads are those of the stories that there are.
func TestWeaveIsAFunctionOfTheSet(t *testing.T) {
	topics := strings.Fields("dockers strike wages cranes ferry storm heron chimney boiler minister bribe trial court verdict tunnel beacon")
	people := strings.Fields("Ostvik Brenneke Tammsoo Pellnor Rovaniak Mossadin Tarkwell Lindqvar")
	for seed := range uint64(8) {
		r := rand.New(rand.NewPCG(seed, 3))
		some := func(of []string, n int) []string {
			var out []string
			for _, i := range r.Perm(len(of))[:n] {
				out = append(out, of[i])
			}
			return out
		}
		version := 0
		story := func(number int) *group {
			version++
			g := storyOn(1+r.IntN(3), strings.Join(some(topics, 3), " "), some(people[:4+2*(seed%3)], 1+r.IntN(4))...)
			for k := range g.actors {
				g.actors[k].rarity = threadRarity/2 - 1 + int32(r.IntN(3))
			}
			g.id = fmt.Sprint("story ", number)
			first := int64(number/2) * 100 // two begin at one instant
			for k, p := range g.points {
				p.id, p.first, p.day = fmt.Sprintf("article %03d %d", number, k), first, number*9
				p.point().heading.text = fmt.Sprint("heading ", version)
			}
			g.span = spanOf(g.points)
			return g
		}
		few := 2 + int(seed%4)*5
		w := weave{few: few}
		held := map[int]*group{}
		for step := range 60 {
			var made, gone []*group
			for _, number := range r.Perm(90)[:r.IntN(12)] {
				was := held[number]
				switch {
				case was == nil:
					held[number] = story(number)
					made = append(made, held[number])
				case r.IntN(2) == 0:
					gone = append(gone, was)
					delete(held, number)
				default:
					held[number] = story(number)
					held[number].points[0] = was.points[0]
					held[number].span = spanOf(held[number].points)
					made, gone = append(made, held[number]), append(gone, was)
				}
			}
			w.change(gone, made)
			var all []*group
			for _, g := range held {
				all = append(all, g)
			}
			slices.SortFunc(all, func(x, y *group) int { return replayed(x.firstStands(), y.firstStands()) })
			want := strung(all, few)
			if !slices.EqualFunc(w.told, want, func(x, y news.Thread) bool { return reflect.DeepEqual(x, y) }) {
				t.Fatalf("seed %d, step %d: of %d stories %d threads are not the %d that they are", seed, step, len(all), len(w.told), len(want))
			}
			if step == 59 && len(want) < 2 {
				t.Fatalf("seed %d: %d threads, no test", seed, len(want))
			}
		}
		w.change(values(held), nil)
		if len(w.actors)+len(w.told)+len(w.order) > 0 || len(w.free) != len(w.strands) {
			t.Errorf("seed %d: what is gone is held", seed)
		}
	}
}

func values(m map[int]*group) (out []*group) {
	for _, g := range m {
		out = append(out, g)
	}
	return out
}
