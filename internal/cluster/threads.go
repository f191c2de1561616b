package cluster

import "strings"

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

func (g *group) main() []actor { return g.actors[:min(mainActors, len(g.actors))] }

// threadReason says why story a continues b.
func threadReason(a, b *group) string {
	var names []string
	for _, x := range a.main() {
		for _, y := range b.main() {
			if x.key == y.key {
				names = append(names, x.name)
			}
		}
	}
	return "both turn on " + strings.Join(names, ", ")
}

// closeInTime reports whether no more than threadDays lie between two stories,
// or it is not known how many.
func closeInTime(a, b *group) bool {
	return !a.span.known || !b.span.known || a.span.first-b.span.last <= threadDays && b.span.first-a.span.last <= threadDays
}

// A daySpan is the first and the last day of publication; known is false if the day of an
// article is not known.
type daySpan struct {
	first, last int
	known       bool
}

func spanOf(points []*article) daySpan {
	s := daySpan{points[0].day, points[0].day, true}
	for _, p := range points {
		if p.day == noDay {
			return daySpan{}
		}
		s.first, s.last = min(s.first, p.day), max(s.last, p.day)
	}
	return s
}

// meanDot returns the mean similarity of the most central articles of two
// stories, whatever the days between them.
func meanDot(a, b *group) int64 {
	x, y := a.telling(), b.telling()
	sum := int64(0)
	for i := range x {
		for j := range y {
			sum += x[i].dot(&y[j])
		}
	}
	return sum / int64(len(x)*len(y))
}

// telling returns the words of the most central articles.
func (g *group) telling() []packed {
	if g.words != nil {
		return g.words
	}
	out := make([]packed, min(len(g.central), mostCentral))
	for k := range out {
		out[k] = pack(g.points[g.central[k]].point().vectors[words])
	}
	return out
}

// mayBeThreaded reports whether its main actors are enough, and rare enough, for a story to
// continue others.
func (g *group) mayBeThreaded() bool {
	rarity := int32(0)
	for _, a := range g.main() {
		rarity += a.rarity
	}
	return len(g.actors) >= threadActors && rarity >= threadRarity
}

const mostCentral = 8
