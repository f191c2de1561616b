package cluster

import (
	"cmp"
	"slices"

	"github.com/twosource/twosource/internal/news"
)

// A group is the articles of one story with what is asked of it.
type group struct {
	id      string
	told    bool     // by [Stream.Changes]
	points  []*Point // in replay order
	own     int      // how many of the articles took from no other
	span    daySpan
	central []int   // places in points by falling mean similarity to the others; nil until prepare
	closest []int   // for each of points, the place of that which it has most in common with
	actors  []actor // named in at least half of the articles, commonest first
	about   []term  // for the thread that it is in; nil until that is wound
	summary *news.Story
	known   knownStory

	live   bool  // it is a story of its stream, as the account of that was told
	listed bool  // it is in the account
	slot   int32 // in the weave of that
}

// newGroup makes a story of articles, which it sorts; own of them took from no other. Where
// was is the very same story, it returns that.
func newGroup(points []*Point, own int, was *group) *group {
	slices.SortFunc(points, replayed)
	if was != nil && was.own == own && slices.Equal(was.points, points) {
		return was
	}
	points = slices.Clone(points)
	return &group{id: news.NewID("story", points[0].id), points: points, own: own, span: spanOf(points)}
}

// articles returns the ids of the articles, sorted.
func (g *group) articles() []string {
	out := make([]string, len(g.points))
	for k, p := range g.points {
		out[k] = p.id
	}
	slices.Sort(out)
	return out
}

// compared bounds the articles of a story that another is compared with, so that
// the cost of an article does not grow with its story.
const compared = 48

// prepare finds the central articles and the actors. The second time it does
// nothing.
func (g *group) prepare() {
	if g.central != nil {
		return
	}
	score := make([]int64, len(g.points))
	best := make([]int64, len(g.points))
	g.central, g.closest = make([]int, len(g.points)), make([]int, len(g.points))
	for k := range g.points {
		g.central[k] = k
		for j := max(0, k-compared); j < k; j++ {
			s := dot(g.points[k].vectors[words], g.points[j].vectors[words])
			score[k] += s
			score[j] += s
			if s > best[k] {
				best[k], g.closest[k] = s, j
			}
			if s > best[j] {
				best[j], g.closest[j] = s, k
			}
		}
	}
	slices.SortFunc(g.central, func(i, j int) int { return cmp.Or(cmp.Compare(score[j], score[i]), cmp.Compare(i, j)) })
	total := map[string]*actor{}
	in := map[string]int{}
	for _, p := range g.points {
		for _, a := range p.actors {
			t := total[a.key]
			if t == nil {
				t = &actor{key: a.key, name: a.name, rarity: a.rarity}
				total[a.key] = t
			}
			t.count += a.count
			in[a.key]++
		}
	}
	for key, a := range total {
		if 2*in[key] >= len(g.points) && a.count >= 2 {
			g.actors = append(g.actors, *a)
		}
	}
	slices.SortFunc(g.actors, func(x, y actor) int { return cmp.Or(cmp.Compare(y.count, x.count), cmp.Compare(x.key, y.key)) })
}

// story returns the story of a group, without Lead and Also. Its lists are those of
// any other call.
func (g *group) story() *news.Story {
	if g.summary != nil {
		return g.summary
	}
	g.prepare()
	s := &news.Story{ID: g.id, Articles: g.articles()}
	p := g.named()
	s.Title, s.TitleRef = p.heading.text, news.Ref{Article: p.id, Span: p.heading.span}
	s.From, s.To = g.dates()
	s.Why = g.why()
	g.summary = s
	return s
}

// named returns the article whose heading is the story's title: the most central
// that has a title, or without any the most central.
func (g *group) named() *Point {
	for _, k := range g.central {
		if g.points[k].heading.isTitle {
			return g.points[k]
		}
	}
	return g.points[g.central[0]]
}

// dates returns the first and last date of publication.
func (g *group) dates() (from, to news.Date) {
	from = news.NoDate("no article of the story carries a date")
	to = from
	var lo, hi int64
	for _, p := range g.points {
		d := p.dated
		f, l, ok := d.Bounds()
		if !ok {
			continue
		}
		d.Reason = "date of its first article"
		if !from.Known() || f < lo {
			from, lo = d, f
		}
		d.Reason = "date of its last article"
		if !to.Known() || l > hi {
			to, hi = d, l
		}
	}
	return from, to
}

func (g *group) names(n int) []string {
	var out []string
	for _, a := range g.actors[:min(n, len(g.actors))] {
		out = append(out, a.name)
	}
	return out
}
