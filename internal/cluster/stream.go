package cluster

import (
	"cmp"
	"slices"

	"github.com/twosource/twosource/internal/news"
)

// A Stream holds articles and keeps them parted into stories while more come in,
// in whatever order: its partition is that which [Find] makes of what it holds.
//
// What an article costs does not grow with what is held, but for a logarithm: it
// is compared with a bounded number of others, those that follow it in replay
// order and share its heaviest words are looked at anew, and only the parts that
// it touches are parted anew. A part is what is linked by pairs that speak for one
// happening, the stronger the more there are, by lineage or by the user; see
// link.go.
//
// The zero value holds nothing. A Stream is for one goroutine at a time; the work
// is spread over all processors.
type Stream struct {
	nodes map[string]*held // by article id
	index map[uint32]*list // the articles of each heavy word
	today int              // the latest day of an article that was added
	slots []*held          // by slot; nil if free
	free  []int32
	parts map[*part]bool
	added []*held
	stale map[*held]bool    // articles whose part is to be made anew
	old   map[string]*group // stories as [Stream.Changes] told of them, which are no more
	fresh map[string]*group // stories that it has not told of
	judge scorer            // nil for the model that is shipped
	few   int               // articles of a part; 0 for mostPart

	finders []*finder // that wait to be used again
}

// A held is an article of a stream with its ties to others.
type held struct {
	*Point          // nil once forgotten
	near   []tie    // articles before it, found by their words; sorted by slot; the scores may be [unlikely]
	after  []tie    // articles that have it in near with joinAt or more
	copies []copied // what it took from others
	given  []*held  // articles that took from it
	same   []*held  // that the user ties to it
	other  []*held  // that the user keeps apart from it
	far    []tie    // articles before it that have a near neighbour in common with it, by slot; when its part was last made
	linked []tie    // what it was linked with when parts were last made
	in     [levels]*reach
	part   *part   // nil while it is being made
	story  *group  //
	lists  []*list // of the words of heavy
	since  int     // the latest day that the stream had seen when it was added
	slot   int32   // a small number of its own while it is held
	at     int32   // its place in part.members
	late   bool    // added before others of its words
	dirty  bool    // to be looked at anew
}

// A copied is lineage: the article that another took from, and how much of the
// other it is.
type copied struct {
	from   *held
	shared float64
}

// Add adds articles, in any order; one that is held already is passed over.
func (s *Stream) Add(points ...*Point) {
	if s.nodes == nil {
		s.nodes, s.index, s.parts = map[string]*held{}, map[uint32]*list{}, map[*part]bool{}
		s.today = noDay
		s.stale, s.old, s.fresh = map[*held]bool{}, map[string]*group{}, map[string]*group{}
	}
	points = slices.Clone(points)
	slices.SortFunc(points, before)
	for _, p := range points {
		if s.nodes[p.id] != nil {
			continue
		}
		n := &held{Point: p, dirty: true}
		if k := len(s.free); k > 0 {
			n.slot, s.free = s.free[k-1], s.free[:k-1]
			s.slots[n.slot] = n
		} else {
			n.slot = int32(len(s.slots))
			s.slots = append(s.slots, n)
		}
		s.nodes[p.id] = n
		s.added = append(s.added, n)
		s.today = max(s.today, p.day)
		n.since = s.today
		n.lists = make([]*list, len(p.heavy))
		for k, t := range p.heavy {
			l := s.index[t.hash]
			if l == nil {
				l = new(list)
				s.index[t.hash] = l
			}
			n.lists[k] = l
			at := len(*l)
			if at > 0 && before(s.slots[(*l)[at-1].slot].Point, p) > 0 {
				at, n.late = placeIn(*l, s.slots, p), true
			}
			*l = slices.Insert(*l, at, posting{p.place, n.slot})
		}
	}
}

// A list is the articles of which a word is one of the heaviest, in the order of before.
type list []posting

// A posting is an article in the list of a word. It holds what is looked at of
// most articles of a list, for they lie all over the memory.
type posting struct {
	place int64
	slot  int32
}

// placeIn returns where p stands, or would, in a list.
func placeIn(list list, slots []*held, p *Point) int {
	at, _ := slices.BinarySearchFunc(list, p, func(x posting, p *Point) int {
		if c := cmp.Compare(x.place, p.place); c != 0 {
			return c
		}
		return cmp.Compare(slots[x.slot].id, p.id)
	})
	return at
}

// Link tells which articles took from which. Links with an article that is not
// held are passed over, and those that are no copies.
func (s *Stream) Link(links ...news.Link) {
	for i := range links {
		if from, to := s.linkable(&links[i]); to != nil {
			to.copies = append(to.copies, copied{from, links[i].Shared})
			from.given = append(from.given, to)
			s.stale[to] = true
		}
	}
}

// linkable returns the articles of a link that keeps them in one story; to is nil if
// it does not.
func (s *Stream) linkable(l *news.Link) (from, to *held) {
	from, to = s.nodes[l.From], s.nodes[l.To]
	if from == nil || to == nil || from == to || !isCopy(l.Kind) || l.Shared*float64(to.length) < leastCopied {
		return nil, nil
	}
	return from, to
}

// leastCopied is how many words an article takes from the one whose story it
// stays in: a notice of a few words says nothing of the happening.
const leastCopied = 40

func isCopy(k news.LinkKind) bool {
	switch k {
	case news.Copy, news.Edit, news.Excerpt, news.Wire, news.Rewrite:
		return true
	}
	return false
}

// Correct sets the user's corrections: pairs of ids of articles that are one
// story, and of such as never are, as in [Options]. It takes the place of what
// it was told before. Pairs with an article that is not held are passed over.
func (s *Stream) Correct(same, other [][2]string) {
	for _, n := range s.nodes {
		if len(n.same)+len(n.other) > 0 {
			n.same, n.other = nil, nil
			s.stale[n] = true
		}
	}
	each := func(pairs [][2]string, do func(x, y *held)) {
		for _, p := range pairs {
			if x, y := s.nodes[p[0]], s.nodes[p[1]]; x != nil && y != nil && x != y {
				do(x, y)
				do(y, x)
				s.stale[x] = true
			}
		}
	}
	each(same, func(x, y *held) { x.same = append(x.same, y) })
	each(other, func(x, y *held) { x.other = append(x.other, y) })
}

// Len returns how many articles are held.
func (s *Stream) Len() int { return len(s.nodes) }

// Forget lets go of the parts whose articles all stand before day, in days since
// 1970, so that what is held is bounded if it is called with a day that moves on.
// It returns the ids of their stories, sorted, which are final.
//
// Articles that are added later and published [Window] days or more after day
// part as if nothing had been forgotten. Those of which no day is known meet
// only what is held, and stand themselves where the latest article stood when they
// were added.
func (s *Stream) Forget(day int) []string {
	s.settle()
	var gone []string
	lessened, known := map[*reach]bool{}, map[uint32]*list{}
	for p := range s.parts {
		if slices.ContainsFunc(p.members, func(n *held) bool { return !n.before(day) }) {
			continue
		}
		delete(s.parts, p)
		for _, g := range p.stories {
			gone = append(gone, g.id)
			delete(s.old, g.id)
			delete(s.fresh, g.id)
		}
		for _, n := range p.members {
			for _, r := range n.in {
				if r != nil {
					r.gone++
					lessened[r] = true
				}
			}
			for k, t := range n.heavy {
				known[t.hash] = n.lists[k]
			}
			delete(s.nodes, n.id)
			s.slots[n.slot] = nil
			s.free = append(s.free, n.slot)
			*n = held{} // others may still point at it
		}
	}
	if gone == nil {
		return nil
	}
	forgotten := func(n *held) bool { return n.Point == nil }
	for r := range lessened {
		r.members = slices.DeleteFunc(r.members, forgotten)
	}
	for word, l := range known {
		if *l = slices.Clone(slices.DeleteFunc(*l, func(x posting) bool { return s.slots[x.slot] == nil })); len(*l) == 0 {
			delete(s.index, word)
		}
	}
	slices.Sort(s.free)
	slices.Sort(gone)
	return gone
}

// before reports whether an article stands before a day, and is to be let go of.
func (n *held) before(day int) bool {
	if n.place == noDate {
		return n.since < day
	}
	return n.place < int64(day)*minutesPerDay
}

// A Group is one story of a [Stream]: its id, and the ids of its articles, sorted.
type Group struct {
	ID       string
	Articles []string
}

// A Forward says that a story is no more, and which story has its first article.
type Forward struct{ From, To string }

// Changes returns the stories that are new or have other articles than when it
// was called last, and those that are no more; both are sorted by id.
func (s *Stream) Changes() (changed []Group, gone []Forward) {
	s.settle()
	for id, g := range s.fresh {
		g.told = true
		if was := s.old[id]; was == nil || !slices.Equal(was.points, g.points) {
			changed = append(changed, Group{id, g.articles()})
		}
	}
	for id, g := range s.old {
		if n := s.nodes[g.points[0].id]; n != nil && n.story.id != id {
			gone = append(gone, Forward{id, n.story.id})
		}
	}
	clear(s.old)
	clear(s.fresh)
	slices.SortFunc(changed, func(x, y Group) int { return cmp.Compare(x.ID, y.ID) })
	slices.SortFunc(gone, func(x, y Forward) int { return cmp.Compare(x.From, y.From) })
	return changed, gone
}

// Story returns the story that an article is in, as in [Result], without Lead and
// Also; ok is false if the article is not held.
func (s *Stream) Story(article string) (story news.Story, ok bool) {
	s.settle()
	n := s.nodes[article]
	if n == nil {
		return news.Story{}, false
	}
	n.story.prepare()
	return n.story.story(), true
}

// Result returns all stories that are held, without Lead and Also, and their
// threads.
func (s *Stream) Result() Result {
	s.settle()
	var groups []*group
	for p := range s.parts {
		groups = append(groups, p.stories...)
	}
	slices.SortFunc(groups, func(x, y *group) int { return replayed(x.points[0], y.points[0]) })
	inParallel(len(groups), func() func(int) { return func(k int) { groups[k].prepare() } })
	res := Result{Stories: make([]news.Story, len(groups))}
	for k, g := range groups {
		res.Stories[k] = g.story()
	}
	res.Threads = threads(groups, res.Stories, s.own)
	slices.SortFunc(res.Stories, func(x, y news.Story) int { return cmp.Compare(x.ID, y.ID) })
	return res
}

// own returns how many articles of a story took from no other.
func (s *Stream) own(g *group) int {
	n := 0
	for _, p := range g.points {
		if len(s.nodes[p.id].copies) == 0 {
			n++
		}
	}
	return n
}
