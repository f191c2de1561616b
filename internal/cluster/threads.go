package cluster

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// A group is the articles of one story with what is asked of it.
type group struct {
	points  []point
	members []int   // in replay order
	central []int   // members by falling mean similarity to the others
	actors  []actor // named in at least half of the articles, commonest first
}

// compared bounds the articles of a story that another is compared with, so that
// the cost of an article does not grow with its story.
const compared = 48

func newGroup(points []point, members []int) group {
	g := group{points: points, members: members, central: slices.Clone(members)}
	score := make(map[int]int64, len(members))
	for k, i := range members {
		for _, j := range members[max(0, k-compared):k] {
			s := dot(points[i].words, points[j].words)
			score[i] += s
			score[j] += s
		}
	}
	slices.SortFunc(g.central, func(i, j int) int { return cmp.Or(cmp.Compare(score[j], score[i]), cmp.Compare(i, j)) })
	total := map[string]*actor{}
	in := map[string]int{}
	for _, i := range members {
		for _, a := range points[i].actors {
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
		if 2*in[key] >= len(members) && a.count >= 2 {
			g.actors = append(g.actors, *a)
		}
	}
	slices.SortFunc(g.actors, func(x, y actor) int { return cmp.Or(cmp.Compare(y.count, x.count), cmp.Compare(x.key, y.key)) })
	return g
}

// story returns the story of a group.
func (g *group) story() news.Story {
	first := g.points[g.members[0]].article
	s := news.Story{ID: news.NewID("story", first.ID)}
	for _, i := range g.members {
		s.Articles = append(s.Articles, g.points[i].article.ID)
	}
	slices.Sort(s.Articles)
	s.TitleRef = g.title()
	s.Title = s.TitleRef.Of(g.text(s.TitleRef.Article))
	s.Lead = g.lead()
	s.From, s.To = g.dates()
	s.Why = g.why()
	return s
}

func (g *group) text(article string) string {
	for _, i := range g.members {
		if g.points[i].article.ID == article {
			return g.points[i].article.Text
		}
	}
	return ""
}

// title returns the headline of the most central article that has one; without
// any, the first sentence of the most central article.
func (g *group) title() news.Ref {
	for _, i := range g.central {
		if a := g.points[i].article; a.Title != "" {
			return news.Ref{Article: a.ID, Span: a.TitleSpan}
		}
	}
	for _, i := range g.central {
		if an := g.points[i].annotation; len(an.Sentences) > 0 {
			return news.Ref{Article: an.Article, Span: an.Sentences[0].Span}
		}
	}
	a := g.points[g.central[0]].article
	return news.Ref{Article: a.ID, Span: news.Span{Start: 0, End: len(a.Text)}.Trim(a.Text)}
}

// lead returns the first sentence of the body of the most central article.
func (g *group) lead() []news.Ref {
	for _, i := range g.central {
		for _, s := range g.points[i].annotation.Sentences {
			if !s.IsHeadline {
				return []news.Ref{{Article: g.points[i].article.ID, Span: s.Span}}
			}
		}
	}
	return nil
}

// dates returns the first and last date of publication.
func (g *group) dates() (from, to news.Date) {
	from = news.NoDate("no article of the story carries a date")
	to = from
	var lo, hi int64
	for _, i := range g.members {
		d := g.points[i].article.Published
		f, l, ok := d.Bounds()
		if !ok {
			continue
		}
		d.Words, d.Span = "", news.Span{}
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

// why says in words what holds the story together.
func (g *group) why() []string {
	if len(g.members) == 1 {
		return []string{"no other article is near enough"}
	}
	least, most := int64(1)<<40, int64(0)
	for k, i := range g.members {
		for _, j := range g.members[max(0, k-compared):k] {
			s := dot(g.points[i].words, g.points[j].words)
			least, most = min(least, s), max(most, s)
		}
	}
	out := []string{fmt.Sprintf("similarity of words from %.2f to %.2f", fraction(least), fraction(most))}
	if names := g.names(4); len(names) > 0 {
		out = append(out, "named in most: "+strings.Join(names, ", "))
	}
	if some := g.members[:min(len(g.members), compared)]; len(some) > 1 {
		days, _ := alike(g.points, some, some, daysOf)
		towns, _ := alike(g.points, some, some, townsOf)
		switch sameDays, sameTowns := days >= sameSetting, towns >= sameSetting; {
		case sameDays && sameTowns:
			out = append(out, "most speak of the same days and towns")
		case sameDays:
			out = append(out, "most speak of the same days")
		case sameTowns:
			out = append(out, "most speak of the same towns")
		}
	}
	return out
}

// sameSetting is what articles have in common on average that speak of the same.
const sameSetting = (1 << scoreBits) / 2

func fraction(score int64) float64 { return float64(score) / (1 << scoreBits) }

func (g *group) names(n int) []string {
	var out []string
	for _, a := range g.actors[:min(n, len(g.actors))] {
		out = append(out, a.name)
	}
	return out
}

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
// replay order.
func threads(groups []group, stories []news.Story) []news.Thread {
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
	members := map[int][]string{}
	var roots []int
	for i := range groups {
		if len(links[parent[i]]) == 0 {
			continue
		}
		if parent[i] == i {
			roots = append(roots, i)
		}
		members[parent[i]] = append(members[parent[i]], stories[i].ID)
	}
	var out []news.Thread
	for _, r := range roots {
		out = append(out, news.Thread{
			ID: news.NewID("thread", stories[r].ID), Title: stories[r].Title,
			Stories: members[r], Links: links[r],
		})
	}
	slices.SortFunc(out, func(x, y news.Thread) int { return cmp.Compare(x.ID, y.ID) })
	return out
}

func (g *group) main() []actor { return g.actors[:min(mainActors, len(g.actors))] }

// continues returns the earlier story that story i continues and why, or -1:
// the nearest of those that share its actors. candidates counts the actors that
// each earlier story shares.
func continues(groups []group, candidates map[int]int, i int) (int, string) {
	best, bestScore := -1, int64(threadAt-1)
	for j, n := range candidates {
		if n < threadActors || sharedRarity(&groups[i], &groups[j]) < threadRarity || !closeInTime(&groups[i], &groups[j]) {
			continue
		}
		if s := meanDot(&groups[i], &groups[j]); s > bestScore || s == bestScore && best >= 0 && j < best {
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
	aFirst, aLast, ok := a.days()
	bFirst, bLast, ok2 := b.days()
	return !ok || !ok2 || aFirst-bLast <= threadDays && bFirst-aLast <= threadDays
}

// days returns the first and the last day of publication; ok is false if an
// article has none.
func (g *group) days() (first, last int, ok bool) {
	first, last = g.points[g.members[0]].day, g.points[g.members[0]].day
	for _, i := range g.members {
		if g.points[i].day == noDay {
			return 0, 0, false
		}
		first, last = min(first, g.points[i].day), max(last, g.points[i].day)
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
			sum += dot(a.points[i].words, b.points[j].words)
		}
	}
	return sum / int64(len(x)*len(y))
}

const mostCentral = 8
