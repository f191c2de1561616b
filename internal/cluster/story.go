package cluster

import (
	"cmp"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// A group is the articles of one story with what is asked of it.
type group struct {
	id      string
	told    bool       // by [Stream.Changes]
	points  []*article // in replay order
	own     int        // how many of the articles took from no other
	span    daySpan
	tied    []int32  // see tiedOf; when its part was last made
	central []int    // places in points by falling mean similarity to the others; nil until prepare; mostCentral once it is summed up
	closest []int    // for each of points, the place of that which it has most in common with; nil once it is summed up
	actors  []actor  // named in at least half of the articles, commonest first; mainActors once it is summed up
	words   []packed // of the most central articles, once it is summed up, if it may be in a thread
	about   []term   // for the thread that it is in; nil until that is wound
	summary *news.Story
	known   knownStory

	live   bool  // it is a story of its stream, as the account of that was told
	listed bool  // it is in the account
	slot   int32 // in the weave of that
}

// newGroup makes a story of articles, which it sorts; own of them took from no other. Where
// was is the very same story, it returns that.
func newGroup(points []*article, own int, was *group) *group {
	slices.SortFunc(points, func(x, y *article) int { return replayed(&x.standing, &y.standing) })
	if was != nil && was.own == own && slices.Equal(was.points, points) {
		return was
	}
	points = slices.Clone(points)
	return &group{id: news.NewID("story", points[0].id), points: points, own: own, span: spanOf(points)}
}

// firstStands returns where the first of its articles stands.
func (g *group) firstStands() *standing { return &g.points[0].standing }

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
	all := stretchOf(g.points)
	total := map[string]*actor{}
	in := map[string]int{}
	for k := range g.points {
		g.central[k] = k
		p := all.at(k)
		for j := max(0, k-compared); j < k; j++ {
			s := dot(p.vectors[words], all.at(j).vectors[words])
			score[k] += s
			score[j] += s
			if s > best[k] {
				best[k], g.closest[k] = s, j
			}
			if s > best[j] {
				best[j], g.closest[j] = s, k
			}
		}
		all.pass(k)
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
	slices.SortFunc(g.central, func(i, j int) int { return cmp.Or(cmp.Compare(score[j], score[i]), cmp.Compare(i, j)) })
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
	g.settle()
	return s
}

// settle lets go of what only the summary needed, so that a story of which the articles are
// out of mind is small.
func (g *group) settle() {
	if g.mayBeThreaded() {
		g.words = g.telling()
	}
	g.closest = nil
	g.central = slices.Clone(g.central[:min(len(g.central), mostCentral)])
	g.actors = slices.Clone(g.main())
	for k := range g.actors { // else they may hold all that they were read of
		a := &g.actors[k]
		a.key, a.name = strings.Clone(a.key), strings.Clone(a.name)
	}
}

// title returns what the story goes by.
func (g *group) title() string {
	if g.summary != nil {
		return g.summary.Title
	}
	return g.named().heading.text
}

// named returns the article whose heading is the story's title: the most central
// that has a title, or without any the most central.
func (g *group) named() *Point {
	for _, k := range g.central {
		if p := g.points[k].point(); p.heading.isTitle {
			return p
		}
	}
	return g.points[g.central[0]].point()
}

// dates returns the first and last date of publication.
func (g *group) dates() (from, to news.Date) {
	from = news.NoDate("no article of the story carries a date")
	to = from
	var lo, hi int64
	for _, a := range g.points {
		if a.first == noDate { // so it says nothing
			continue
		}
		d := a.point().dated
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
