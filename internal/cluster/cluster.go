// Package cluster gathers articles about one happening into stories, and
// stories that continue one another into threads (Articles → Story).
//
// It is for judging that texts tell of one happening. It is not for who copied
// whom (package reuse) nor for who is who (package resolve); it does not look
// at the other articles of a set to weigh a word, so a pair of articles has one
// score wherever it is met.
//
// The work: each article becomes vectors of weighted words and names, and the
// days and towns that it speaks of (point.go, read.go, setting.go), and what its words
// are used of (topic.go, eval/stories/topics); articles that share
// rare words are found (candidates.go, list.go) and each pair is judged by what it has in
// common (pair.go) with a learnt decision (model.go, eval/stories/train); what is
// linked by such pairs is cut into parts of bounded size (link.go), within which what
// the nearest of an article say counts beside its own words (echo.go); stories
// are merged while their pairs speak for it (stories.go); twin happenings are
// parted (split.go); stories that share their people are strung into threads
// (threads.go, weave.go), which turn at some of them (turns.go). All this is kept up to date as
// articles come in by a [Stream] (stream.go, part.go, account.go). What sums a story up is found
// in tell.go, round-ups are taken apart in also.go. A [Keeper] keeps these too (keeper.go), and
// [Find] is one use of it.
//
// What is held of all articles is a skeleton: where they stand, their heaviest words, what they are
// tied to and linked with, their stories with what was found of these. An article with its vectors
// and sentences is some three times as much: no more than [MostWhole] are whole in memory at once,
// and the others are opened again from where they came when something bears on them (mind.go).
// What is found does not depend on it.
package cluster

import (
	"github.com/twosource/twosource/internal/news"
)

// Rev is the revision of this stage: raised whenever its output changes.
const Rev = 6

// A Result is the stories and threads of one set of articles.
type Result struct {
	Stories []news.Story  // sorted by ID; Entities, Timeline and OnlyHere are left to later stages
	Threads []news.Thread // sorted by ID; a story that nothing continues is in none
}

// Options are the user's corrections of a partition: pairs of indices into the
// articles, the lower first, sorted. The zero value is none. And where the words
// are, if they are not held in memory.
type Options struct {
	Same  [][2]int // are in one story, whatever the stage makes of them; they chain
	Other [][2]int // are never in one story; this goes before Same and lineage
	// Open, if set, returns the annotation of an article with its words, which
	// those that Find is given then go without. It is called by several goroutines
	// at once, once for each article and again for such as were let go of, and what it
	// returns is not kept.
	Open func(article int) *news.Annotation
	// Whole is how many articles are whole in memory at once, at most: 0 for [MostWhole],
	// less for all. Nothing that is found depends on it.
	Whole int
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
func Find(articles []news.Article, annotations []news.Annotation, links []news.Link, o Options) Result {
	k := Keeper{}
	k.take(articles, annotations, nil, links, o)
	ids := func(pairs [][2]int) (out [][2]string) {
		for _, p := range pairs {
			out = append(out, [2]string{articles[p[0]].ID, articles[p[1]].ID})
		}
		return out
	}
	k.stream.Correct(ids(o.Same), ids(o.Other))
	return k.tell(links)
}
