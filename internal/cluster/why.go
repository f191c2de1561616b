package cluster

import (
	"fmt"
	"strings"
	"time"
)

// why says in words what holds the story together, and then of each article, in
// replay order, which other it has most in common with and what: "ID with ID:
// names …; days …; 12 weighty words".
func (g *group) why() []string {
	if len(g.points) == 1 {
		return []string{"no other article is near enough"}
	}
	var out []string
	if names := g.names(4); len(names) > 0 {
		out = append(out, "named in most: "+strings.Join(names, ", "))
	}
	all := stretchOf(g.points)
	some := make([]int, min(len(g.points), compared))
	for k := range some {
		some[k] = k
		all.at(k)
	}
	sameDays, _ := alike(all.points, some, some, days)
	sameTowns, _ := alike(all.points, some, some, towns)
	switch {
	case sameDays >= sameSetting && sameTowns >= sameSetting:
		out = append(out, "most speak of the same days and towns")
	case sameDays >= sameSetting:
		out = append(out, "most speak of the same days")
	case sameTowns >= sameSetting:
		out = append(out, "most speak of the same towns")
	}
	for k := range g.points {
		p, other := all.at(k), all.at(g.closest[k])
		if with := inCommon(p, other); with != "" {
			out = append(out, fmt.Sprintf("%s with %s: %s", p.id, other.id, with))
		}
		all.pass(k)
	}
	return out
}

// sameSetting is what articles have in common on average that speak of the same.
const sameSetting = (1 << scoreBits) / 2

// inCommon says in words what two articles share; "" if nothing can be named.
func inCommon(a, b *Point) string {
	var out []string
	if names := sharedActors(a, b); len(names) > 0 {
		out = append(out, "names "+strings.Join(names, ", "))
	}
	if days := sharedDates(a, b); len(days) > 0 {
		out = append(out, "days "+strings.Join(days, ", "))
	}
	if dot(a.vectors[towns], b.vectors[towns]) >= sameSetting {
		out = append(out, "towns")
	}
	if n := common(a.quotes, b.quotes); n > 0 {
		out = append(out, "quoted words")
	}
	if n := commonTerms(a.heavy, b.heavy); n > 0 {
		out = append(out, fmt.Sprintf("%d weighty words", n))
	}
	return strings.Join(out, "; ")
}

// How many names and days an explanation lists.
const (
	mostSharedNames = 4
	mostSharedDays  = 3
)

// sharedActors returns the names of the actors that both articles name, those
// first that a names most.
func sharedActors(a, b *Point) []string {
	var out []string
	for _, x := range a.actors {
		for _, y := range b.actors {
			if x.key == y.key && len(out) < mostSharedNames {
				out = append(out, x.name)
				break
			}
		}
	}
	return out
}

// latestDay is beyond the days that texts speak of: a larger number in the vector
// of days is the hash of the name of a weekday.
const latestDay = 60_000

// sharedDates returns the days of the calendar that both articles speak of,
// earliest first.
func sharedDates(a, b *Point) []string {
	var out []string
	in := map[uint32]bool{}
	for _, t := range a.vectors[days] {
		in[t.hash] = t.hash < latestDay
	}
	for _, t := range b.vectors[days] {
		if in[t.hash] && len(out) < mostSharedDays {
			out = append(out, dayName(t.hash))
		}
	}
	return out
}

// dayName writes a day, counted since 1970, as texts write it: 2015-09-27.
func dayName(day uint32) string {
	return time.Unix(int64(day)*24*60*60, 0).UTC().Format(time.DateOnly)
}

// commonTerms returns how many terms two lists have in common, in any order.
func commonTerms(a, b []term) int {
	in := make(map[uint32]bool, len(a))
	for _, t := range a {
		in[t.hash] = true
	}
	n := 0
	for _, t := range b {
		if in[t.hash] {
			n++
		}
	}
	return n
}
