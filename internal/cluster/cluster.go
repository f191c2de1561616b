// Package cluster gathers articles about one happening into stories, and
// stories that continue one another into threads (Articles → Story).
//
// It is for judging that texts tell of one happening. It is not for who copied
// whom (package reuse) nor for who is who (package resolve); it does not look
// at the other articles of a set to weigh a word, so a pair of articles has one
// score wherever it is met.
//
// The work: each article becomes vectors of weighted words and names, and the
// days and towns that it speaks of (article.go, setting.go); articles that share
// rare words are found (candidates.go) and each pair is judged by what it has in
// common (pair.go) with a learnt decision (model.go, eval/stories/train); stories
// are merged while their pairs speak for it (stories.go); twin happenings are
// parted (split.go); stories that share their people are strung into threads
// (threads.go).
package cluster

import (
	"cmp"
	"slices"

	"github.com/twosource/twosource/internal/news"
)

// Rev is the revision of this stage: raised whenever its output changes.
const Rev = 2

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
// An article is compared with a bounded number of others, those before it that
// share its rarest words, so its cost does not grow with the set, and each
// partition of linked articles is that of any other set that holds them and
// whose other articles do not push them beyond that bound. All processors work.
func Find(articles []news.Article, annotations []news.Annotation, links []news.Link) Result {
	order := replayOrder(articles)
	points := make([]point, len(articles))
	inBatches(len(points), func() func(i int, _ []edge) []edge {
		return func(i int, _ []edge) []edge {
			points[i] = newPoint(&articles[order[i]], &annotations[order[i]])
			return nil
		}
	})
	p := newPartition(len(points))
	p.gather(edges(points, theModel().score), copies(points, links))
	res := Result{}
	var members [][]int
	for _, story := range p.stories() {
		members = append(members, split(points, story)...)
	}
	slices.SortFunc(members, func(x, y []int) int { return cmp.Compare(x[0], y[0]) })
	groups := make([]group, len(members))
	for k := range members {
		groups[k] = newGroup(points, members[k])
		res.Stories = append(res.Stories, groups[k].story())
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

// leastCopied is how many words an article takes from the one whose story it
// stays in: a notice of a few words says nothing of the happening.
const leastCopied = 40

// copies returns for each article the article that it goes back to by lineage,
// which is itself no copy, or -1.
func copies(points []point, links []news.Link) []int32 {
	index := make(map[string]int32, len(points))
	from := make([]int32, len(points))
	shared := make([]float64, len(points))
	for i := range points {
		index[points[i].article.ID] = int32(i)
		from[i] = -1
	}
	for _, l := range links {
		switch l.Kind {
		case news.Copy, news.Edit, news.Excerpt, news.Wire, news.Rewrite:
			to, source := index[l.To], index[l.From]
			if l.Shared*float64(points[to].length) >= leastCopied && l.Shared > shared[to] && !leadsTo(from, source, to) {
				from[to], shared[to] = source, l.Shared
			}
		}
	}
	roots := make([]int32, len(points))
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
func leadsTo(from []int32, i, j int32) bool {
	for ; i >= 0; i = from[i] {
		if i == j {
			return true
		}
	}
	return false
}
