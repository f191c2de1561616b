package cluster

import (
	"slices"

	"github.com/twosource/twosource/internal/news"
)

// A Keeper finds what [Find] does of sets that differ in a few articles from one
// another: only what these bear on is parted anew. Its zero value knows nothing.
// It is for one goroutine at a time; all processors work.
type Keeper struct {
	stream Stream
	kept   map[string]*keptArticle // by id
}

// keptArticle is what is kept of an article.
type keptArticle struct {
	mark   string
	point  *Point
	digest digest
}

// Find returns what [Find] does. marks are parallel to articles: another one
// whenever an article or its annotation is another. Options must have no
// corrections.
func (k *Keeper) Find(articles []news.Article, annotations []news.Annotation, marks []string, links []news.Link, o Options) Result {
	before := k.kept
	k.kept = make(map[string]*keptArticle, len(articles))
	list := make([]*keptArticle, len(articles))
	var fresh []int
	kept := 0
	for i := range articles {
		a := before[articles[i].ID]
		if a != nil && a.mark == marks[i] {
			kept++
		} else {
			a = &keptArticle{mark: marks[i]}
			fresh = append(fresh, i)
		}
		k.kept[articles[i].ID], list[i] = a, a
	}
	inParallel(len(fresh), func() func(int) {
		return func(n int) {
			i := fresh[n]
			an := &annotations[i]
			if o.Open != nil {
				an = o.Open(i)
			}
			list[i].point, list[i].digest = NewPoint(&articles[i], an), newDigest(&articles[i], an)
		}
	})
	if kept < len(before) { // a stream lets go of parts only
		k.stream = Stream{}
	}
	points, digests := make([]*Point, len(list)), make([]digest, len(list))
	for i, a := range list {
		points[i], digests[i] = a.point, a.digest
	}
	k.stream.Add(points...)
	k.stream.relink(links)
	k.stream.settle()
	k.stream.rememberScores()
	return k.stream.tell(points, digests, links)
}

// tell returns the stories of s with what sums them up; points and digests are of
// all its articles, sorted by id, links is all it was told of.
func (s *Stream) tell(points []*Point, digests []digest, links []news.Link) Result {
	res := s.Result()
	t := newTeller(points, digests, links)
	inParallel(len(res.Stories), func() func(int) {
		return func(k int) {
			g := s.nodes[res.Stories[k].Articles[0]].story
			res.Stories[k].Lead = g.known.leadBy(t, g.points)
		}
	})
	s.also(digests, res.Stories)
	return res
}

// relink tells which articles took from which, and takes back what it was told
// before.
func (s *Stream) relink(links []news.Link) {
	now := map[*held][]copied{}
	for i := range links {
		if from, to := s.linkable(&links[i]); to != nil {
			now[to] = append(now[to], copied{from, links[i].Shared})
		}
	}
	for _, n := range s.nodes {
		if slices.Equal(n.copies, now[n]) {
			continue
		}
		for _, c := range n.copies {
			c.from.given = slices.DeleteFunc(c.from.given, func(m *held) bool { return m == n })
			s.stale[c.from] = true
		}
		n.copies = now[n]
		for _, c := range n.copies {
			c.from.given = append(c.from.given, n)
		}
		s.stale[n] = true
	}
}

// A knownStory is what was found out of a group, which does not change, and is asked
// again whenever others do. It is for one goroutine at a time.
type knownStory struct {
	scores  map[*group]int64 // by [threadScore]; nil if they are not to be kept
	summed  bool
	derived []bool // which of the articles took from another when lead was found
	lead    []news.Ref
}

// rememberScores lets all groups remember their scores from now on. Those of groups
// that are no more are let go of when they are many.
func (s *Stream) rememberScores() {
	for p := range s.parts {
		for _, g := range p.stories {
			if k := &g.known; k.scores == nil || len(k.scores) > mostScores {
				k.scores = map[*group]int64{}
			}
		}
	}
}

// mostScores is how many scores of a story are kept: more than it is asked for. Ours.
const mostScores = 2 * mainActors * mostContinued

// leadBy returns what t does as the lead of a group, whose articles' digests stay as
// they are.
func (k *knownStory) leadBy(t *teller, points []*Point) []news.Ref {
	derived := make([]bool, min(len(points), mostTold))
	for n := range derived {
		derived[n] = t.derived[points[n].id]
	}
	if !k.summed || !slices.Equal(k.derived, derived) {
		k.summed, k.derived, k.lead = true, derived, t.lead(points)
	}
	return k.lead
}
