package cluster

import (
	"cmp"
	"slices"

	"github.com/twosource/twosource/internal/news"
)

// A Keeper finds what [Find] does of sets that differ in a few articles from one
// another: only what these bear on is parted and told anew. Its zero value knows nothing.
// It is for one goroutine at a time; all processors work.
type Keeper struct {
	stream   *Stream                 // nil at first
	articles []*keptArticle          // sorted by id
	byID     map[string]*keptArticle //
	sections []*section              // of all articles
	copying  []*held                 // articles that took from others, as stream was told
	also     []*group                // stories that sections of other articles tell of
	round    int                     // of Find
}

// keptArticle is what is kept of an article.
type keptArticle struct {
	id       string
	mark     string
	held     *held // nil until it is added
	sections []section
	index    int  // in the articles that are at hand
	derived  bool // it took from another, however little
	copied   int  // the last round in which it did
}

// Find returns what [Find] does. marks are parallel to articles: another one
// whenever an article or its annotation is another. Options must have no
// corrections. What is found is not to be changed, for the lists of a story or thread
// that is as it was are those that were returned before.
//
// Of what was told before no more than [Options.Whole] articles are whole in mind. Articles that
// what is new bears on are opened again; if one has gone or is another, all are.
func (k *Keeper) Find(articles []news.Article, annotations []news.Annotation, marks []string, links []news.Link, o Options) Result {
	k.take(articles, annotations, marks, links, o)
	res := k.tell(links)
	k.stream.mind.open = nil
	return res
}

// take takes the articles for those that are held. If more are new than may be whole, it takes
// them by portions in the order of their dates and tells each, so that what is found out of a
// story mostly is while its articles are in mind.
func (k *Keeper) take(articles []news.Article, annotations []news.Annotation, marks []string, links []news.Link, o Options) {
	held := k.articles
	all := make([]*keptArticle, len(articles))
	var fresh []int
	for i := range articles {
		for len(held) > 0 && held[0].id < articles[i].ID {
			held = held[1:]
		}
		if len(held) > 0 && held[0].id == articles[i].ID && held[0].mark == marks[i] {
			all[i], held = held[0], held[1:]
		} else {
			all[i] = &keptArticle{id: articles[i].ID}
			if marks != nil {
				all[i].mark = marks[i]
			}
			fresh = append(fresh, i)
		}
		all[i].index = i
	}
	was := k.stream
	if was == nil || len(articles)-len(fresh) < len(k.byID) { // a stream lets go of parts only
		k.stream = new(Stream)
		k.articles, k.byID, k.sections, k.copying, k.also = nil, nil, nil, nil, nil
		fresh = fresh[:0]
		for i := range articles {
			fresh = append(fresh, i)
		}
	}
	if k.byID == nil {
		k.byID = make(map[string]*keptArticle, len(fresh))
	}
	open := func(i int) *Point {
		an := &annotations[i]
		if o.Open != nil {
			an = o.Open(i)
		}
		p := NewPoint(&articles[i], an)
		p.digest = newDigest(&articles[i], an)
		return p
	}
	if was != nil && was != k.stream { // which may have it whole
		anew := open
		open = func(i int) *Point {
			if p := was.give(all[i]); p != nil {
				return p
			}
			return anew(i)
		}
	}
	whole := cmp.Or(o.Whole, MostWhole)
	k.stream.Hold(whole, func(id string) *Point { return open(k.byID[id].index) })
	some := len(fresh)
	if whole > 0 {
		some = max(1, whole/2)
	}
	if len(fresh) > some {
		slices.SortFunc(fresh, func(i, j int) int {
			x, y := standingOf(&articles[i]), standingOf(&articles[j])
			return before(&x, &y)
		})
	}
	for len(fresh) > 0 {
		next := fresh[:min(some, len(fresh))]
		fresh = fresh[len(next):]
		k.add(all, next, open)
		if len(fresh) > 0 {
			k.tell(links)
		}
	}
}

// give gives up the point of an article that is in mind; nil if it is another one now.
func (s *Stream) give(a *keptArticle) *Point {
	if n := s.nodes[a.id]; n != nil && a.held == n {
		return n.whole.Swap(nil)
	}
	return nil
}

// add adds some of all articles, by their places, to those that are held.
func (k *Keeper) add(all []*keptArticle, some []int, open func(int) *Point) {
	points := make([]*Point, len(some))
	inParallel(len(some), func() func(int) {
		return func(n int) { points[n] = open(some[n]) }
	})
	k.stream.Add(points...)
	for n, i := range some {
		a := all[i]
		k.byID[a.id], a.held = a, k.stream.nodes[a.id]
		a.sections = nil // what they scored with is known by slots in another stream
		for number, x := range points[n].digest.passages {
			heavy := make([]uint32, len(x.point.heavy))
			for at, t := range x.point.heavy {
				heavy[at] = t.hash
			}
			a.sections = append(a.sections, section{ref: x.ref, of: &a.held.article, number: number, heavy: heavy})
		}
	}
	k.articles, k.sections = make([]*keptArticle, 0, len(k.byID)), k.sections[:0]
	for _, a := range all {
		if k.byID[a.id] == nil {
			continue
		}
		k.articles = append(k.articles, a)
		for n := range a.sections {
			k.sections = append(k.sections, &a.sections[n])
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
	s := k.stream
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
			if g := a.held.story; g.known.asked != k.round {
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
func (k *knownStory) leadBy(t *teller, points []*article) {
	derived := make([]bool, min(len(points), mostTold))
	for n := range derived {
		derived[n] = t.articles[points[n].id].derived
	}
	if !k.summed || !slices.Equal(k.derived, derived) {
		k.summed, k.derived, k.lead = true, derived, t.lead(points)
	}
}
