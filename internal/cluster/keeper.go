package cluster

import (
	"slices"

	"github.com/twosource/twosource/internal/news"
)

// A Keeper finds what [Find] does of sets that differ in a few articles from one
// another: only what these bear on is parted and told anew. Its zero value knows nothing.
// It is for one goroutine at a time; all processors work.
type Keeper struct {
	stream   Stream
	articles []*keptArticle          // sorted by id
	byID     map[string]*keptArticle //
	sections []*section              // of all articles
	copying  []*held                 // articles that took from others, as stream was told
	also     []*group                // stories that sections of other articles tell of
	round    int                     // of Find
}

// keptArticle is what is kept of an article.
type keptArticle struct {
	mark    string
	point   *Point
	digest  digest
	derived bool // it took from another, however little
	copied  int  // the last round in which it did
}

// Find returns what [Find] does. marks are parallel to articles: another one
// whenever an article or its annotation is another. Options must have no
// corrections. What is found is not to be changed, for the lists of a story or thread
// that is as it was are those that were returned before.
func (k *Keeper) Find(articles []news.Article, annotations []news.Annotation, marks []string, links []news.Link, o Options) Result {
	k.take(articles, annotations, marks, o)
	return k.tell(links)
}

// take takes the articles for those that are held.
func (k *Keeper) take(articles []news.Article, annotations []news.Annotation, marks []string, o Options) {
	before := k.articles
	k.articles = make([]*keptArticle, len(articles))
	var fresh []int
	for i := range articles {
		for len(before) > 0 && before[0].point.id < articles[i].ID {
			before = before[1:]
		}
		if len(before) > 0 && before[0].point.id == articles[i].ID && before[0].mark == marks[i] {
			k.articles[i], before = before[0], before[1:]
		} else {
			fresh = append(fresh, i)
		}
	}
	kept, had := len(articles)-len(fresh), len(k.byID)
	inParallel(len(fresh), func() func(int) {
		return func(n int) {
			i := fresh[n]
			an := &annotations[i]
			if o.Open != nil {
				an = o.Open(i)
			}
			a := &keptArticle{point: NewPoint(&articles[i], an), digest: newDigest(&articles[i], an)}
			if marks != nil {
				a.mark = marks[i]
			}
			k.articles[i] = a
		}
	})
	if kept < had { // a stream lets go of parts only
		k.stream, k.byID, k.copying, k.also = Stream{}, nil, nil, nil
		for _, a := range k.articles {
			for n := range a.digest.sections {
				a.digest.sections[n].scores = nil // of articles by their slots in the other stream
			}
		}
		fresh = fresh[:0]
		for i := range articles {
			fresh = append(fresh, i)
		}
	}
	if k.byID == nil {
		k.byID = make(map[string]*keptArticle, len(fresh))
	}
	points := make([]*Point, len(fresh))
	for n, i := range fresh {
		points[n], k.byID[articles[i].ID] = k.articles[i].point, k.articles[i]
	}
	k.stream.Add(points...)
	if len(fresh) > 0 {
		k.sections = k.sections[:0]
		for _, a := range k.articles {
			for n := range a.digest.sections {
				k.sections = append(k.sections, &a.digest.sections[n])
			}
		}
	}
}

// tell returns the stories of what was taken with what sums them up; links is the
// lineage of the set.
func (k *Keeper) tell(links []news.Link) Result {
	k.relink(links)
	k.stream.settle()
	a, made, gone := k.stream.drawUp()
	t := &teller{k.byID}
	lead := k.derive(links, made)
	inParallel((len(lead)+few-1)/few, func() func(int) {
		return func(n int) {
			for _, g := range lead[n*few : min((n+1)*few, len(lead))] {
				g.known.leadBy(t, g.points)
			}
		}
	})
	if len(made)+len(gone) > 0 {
		k.findAlso()
	}
	res := Result{Stories: make([]news.Story, len(a.stories)), Threads: slices.Clone(a.weave.told)}
	for n, g := range a.stories {
		res.Stories[n] = *g.story()
		res.Stories[n].Lead, res.Stories[n].Also = g.known.lead, g.known.also
	}
	return res
}

// relink tells the stream which articles took from which, and takes back what it was told
// before.
func (k *Keeper) relink(links []news.Link) {
	s := &k.stream
	now := map[*held][]copied{}
	all := k.copying
	for i := range links {
		if from, to := s.linkable(&links[i]); to != nil {
			if now[to] == nil && len(to.copies) == 0 {
				all = append(all, to)
			}
			now[to] = append(now[to], copied{from, links[i].Shared})
		}
	}
	k.copying = nil
	for _, n := range all {
		if len(now[n]) > 0 {
			k.copying = append(k.copying, n)
		}
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

// derive notes which articles took from others. It returns the stories that were made, and
// those of articles that took from others and did not before, or no more do.
func (k *Keeper) derive(links []news.Link, made []*group) []*group {
	k.round++
	for i := range links {
		if a := k.byID[links[i].To]; a != nil && isCopy(links[i].Kind) {
			a.copied = k.round
		}
	}
	out := slices.Clone(made)
	for _, g := range made {
		g.known.asked = k.round
	}
	for _, a := range k.articles {
		if now := a.copied == k.round; now != a.derived {
			a.derived = now
			if g := k.stream.nodes[a.point.id].story; g.known.asked != k.round {
				g.known.asked = k.round
				out = append(out, g)
			}
		}
	}
	return out
}

// A knownStory is what was found out of a group, which does not change, and is asked
// again whenever others do. It is for one goroutine at a time.
type knownStory struct {
	asked   int // the round of the keeper in which lead was asked for last
	summed  bool
	derived []bool // which of the articles took from another when lead was found
	lead    []news.Ref
	also    []news.Ref
}

// leadBy finds what t does as the lead of a group, whose articles' digests stay as
// they are.
func (k *knownStory) leadBy(t *teller, points []*Point) {
	derived := make([]bool, min(len(points), mostTold))
	for n := range derived {
		derived[n] = t.articles[points[n].id].derived
	}
	if !k.summed || !slices.Equal(k.derived, derived) {
		k.summed, k.derived, k.lead = true, derived, t.lead(points)
	}
}
