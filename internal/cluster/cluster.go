// Package cluster gathers articles about one happening into stories, and
// stories that continue one another into threads (Articles → Story).
//
// It is for judging that texts tell of one happening. It is not for who copied
// whom (package reuse) nor for who is who (package resolve); it does not look
// at the other articles of a set to weigh a word, so a pair of articles has one
// score wherever it is met.
//
// The work: each article becomes a vector of weighted words and names
// (vector.go); articles are replayed in order of their dates and each joins the
// story that it is nearest to or begins one, then a repair step moves and
// merges (stories.go) and twin happenings are parted (split.go); stories that share their people are strung into threads
// (threads.go).
package cluster

import (
	"cmp"
	"slices"

	"github.com/twosource/twosource/internal/news"
)

// Rev is the revision of this stage: raised whenever its output changes.
const Rev = 1

// A Result is the stories and threads of one set of articles.
type Result struct {
	Stories []news.Story  // sorted by ID; Entities, Timeline and OnlyHere are left to later stages
	Threads []news.Thread // sorted by ID; a story that nothing continues is in none
}

// Find partitions a set of articles into stories.
//
// articles and annotations are parallel and sorted by article id; links is the
// lineage of the set: what copies an article stays in its story. The partition
// is a function of the set: articles are replayed in the order of (earliest
// instant of the date, undated last; id). Nothing given is changed or kept.
//
// An article costs time in proportion to the stories that share one of its
// weightiest words.
func Find(articles []news.Article, annotations []news.Annotation, links []news.Link) Result {
	points := make([]point, len(articles))
	for i := range articles {
		points[i] = newPoint(&articles[i], &annotations[i])
	}
	order := replayOrder(articles)
	p := newPartition(points, copies(articles, links))
	p.replay(order)
	p.repair(order)
	p.split()
	p.attach(order)
	res := Result{}
	var groups []group
	for _, members := range p.groups(order) {
		g := newGroup(points, members)
		groups = append(groups, g)
		res.Stories = append(res.Stories, g.story())
	}
	res.Threads = threads(groups, res.Stories)
	slices.SortFunc(res.Stories, func(x, y news.Story) int { return cmp.Compare(x.ID, y.ID) })
	return res
}

// replayOrder returns the indices of articles in the order of DESIGN §2.3.
func replayOrder(articles []news.Article) []int {
	order := make([]int, len(articles))
	first := make([]int64, len(articles))
	for i := range articles {
		order[i] = i
		first[i] = noDate
		if f, _, ok := articles[i].Published.Bounds(); ok {
			first[i] = f
		}
	}
	slices.SortFunc(order, func(i, j int) int {
		return cmp.Or(cmp.Compare(first[i], first[j]), cmp.Compare(articles[i].ID, articles[j].ID))
	})
	return order
}

const noDate = int64(1)<<62 - 1

// copies returns for each article the article that it goes back to by lineage,
// which is itself no copy, or -1.
func copies(articles []news.Article, links []news.Link) []int {
	index := make(map[string]int, len(articles))
	from := make([]int, len(articles))
	shared := make([]float64, len(articles))
	for i := range articles {
		index[articles[i].ID] = i
		from[i] = -1
	}
	for _, l := range links {
		switch l.Kind {
		case news.Copy, news.Edit, news.Excerpt, news.Wire, news.Rewrite:
			to, source := index[l.To], index[l.From]
			if l.Shared > shared[to] && !leadsTo(from, source, to) {
				from[to], shared[to] = source, l.Shared
			}
		}
	}
	roots := make([]int, len(articles))
	for i := range roots {
		roots[i] = -1
		for at := from[i]; at >= 0; at = from[at] {
			roots[i] = at
		}
	}
	return roots
}

// leadsTo reports whether i goes back to source j, so that a new link from i to
// j would close a circle.
func leadsTo(from []int, i, j int) bool {
	for ; i >= 0; i = from[i] {
		if i == j {
			return true
		}
	}
	return false
}
