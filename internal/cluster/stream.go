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
// It can be bounded in two ways: [Stream.Hold] bounds how many articles are whole in memory, and
// changes nothing of what is found; [Stream.Forget] and [Stream.Keep] let go of old stories for good.
//
// The zero value holds nothing. A Stream is for one goroutine at a time; the work
// is spread over all processors.
type Stream struct {
	nodes   map[string]*held // by article id
	index   index            // of words
	mind    mind             // of whole articles
	today   int              // the latest day of an article that was added
	slots   []*held          // by slot; nil if free
	days    []int32          // of publication, by slot; noDay if unknown
	ranks   []rank           // by slot
	lives   lives
	free    []int32
	parts   map[*part]bool
	anew    []*held           // to be looked at
	stale   map[*held]bool    // articles whose part is to be made anew
	old     map[string]*group // stories as [Stream.Changes] told of them, which are no more
	fresh   map[string]*group // stories that it has not told of
	judge   scorer            // nil for the model that is shipped
	account *account          // of the stories; nil until they are asked for
	few     int               // articles of a part; 0 for mostPart

	reaches   []*reach  // by number, from 1 on
	unreached []*reach  // that are none, to be used again
	finders   []*finder // that wait to be used again
	shares    tally     // of the words of an article
	sweep     uint64    // searches of cut, doubled
	sides     []uint64  // by slot: of such a search, the article from which it was found
	found     [2][]int32
	shrunk    []int32  // words of articles that are let go of
	going     []uint64 // by slot: a bit for each of these articles
	hubs      hubs
}

// A held is an article of a stream with its ties to others.
type held struct {
	article
	gone   bool     // forgotten
	near   []tie    // articles before it, found by their words; sorted by slot; the scores may be [unlikely]
	after  []tie    // articles that have it in near with joinAt or more
	copies []copied // what it took from others
	given  []*held  // articles that took from it
	same   []*held  // that the user ties to it
	other  []*held  // that the user keeps apart from it
	far    []tie    // articles before it that have a near neighbour in common with it, by slot; when its part was last made
	linked []tie    // what it was linked with when parts were last made; it is linked with those too
	in     [levels]place
	part   *part   // nil while it is being made
	story  *group  //
	lists  []int32 // its heaviest words, by their numbers
	weighs []int16 // what each of them weighs
	since  int     // the latest day that the stream had seen when it was added
	slot   int32   // a small number of its own while it is held
	life   uint32  // of the slot, see lives
	member int32   // its place in part.members
	late   bool    // added before others of its words
	queued bool    // is in Stream.anew
	dirty  bool    // with all its candidates, not only those by rare words
	loses  bool    // is in losses.of
}

// A copied is lineage: the article that another took from, and how much of the
// other it is.
type copied struct {
	from   *held
	shared float64
}

// Hold has a stream keep at most so many articles whole; of the others, those that were not used
// for longest, it keeps a skeleton, and opens them again when what is added bears on them: open
// returns the point that was added. It is called by several goroutines at once. Nothing that is
// found depends on it. It is to be called before the first Add.
func (s *Stream) Hold(most int, open func(article string) *Point) {
	s.mind.hold(most, open)
}

// Add adds articles, in any order; one that is held already is passed over.
func (s *Stream) Add(points ...*Point) {
	if s.nodes == nil {
		s.nodes, s.parts = map[string]*held{}, map[*part]bool{}
		s.today = noDay
		s.stale, s.old, s.fresh = map[*held]bool{}, map[string]*group{}, map[string]*group{}
	}
	points = slices.Clone(points)
	slices.SortFunc(points, func(x, y *Point) int { return before(&x.standing, &y.standing) })
	for _, p := range points {
		if s.nodes[p.id] != nil {
			continue
		}
		n := new(held)
		n.set(p, &s.mind)
		if k := len(s.free); k > 0 {
			n.slot, s.free = s.free[k-1], s.free[:k-1]
			s.slots[n.slot] = n
		} else {
			n.slot = int32(len(s.slots))
			s.slots, s.days, s.ranks = append(s.slots, n), append(s.days, 0), append(s.ranks, rank{})
			s.lives = append(s.lives, 0)
		}
		n.life = s.lives[n.slot]
		s.days[n.slot], s.ranks[n.slot] = int32(p.day), rankOf(&p.standing)
		s.nodes[p.id] = n
		s.lookAt(n, true)
		s.today = max(s.today, p.day)
		n.since = s.today
		s.enlist(n, p)
	}
}

// enlist puts an article into the lists of its words, and those of which it changes the
// candidates among those that are to be looked at: of the articles that stand at no day such
// as share enough rare words with it.
func (s *Stream) enlist(n *held, p *Point) {
	x := &s.index
	n.lists, n.weighs = x.numbers(p.heavy), make([]int16, len(p.heavy))
	for k, t := range p.heavy {
		n.weighs[k] = int16(t.weight)
	}
	x.readAhead(n)
	for _, number := range n.lists {
		w := x.word(number)
		l := w.of(&n.standing)
		list := x.list(*l)
		at := list.placeOf(s.slots, &n.standing)
		n.late = n.late || at < len(list)
		x.store.insert(l, at, posting{s.ranks[n.slot], n.slot})
		undated := x.list(w.undated)
		switch {
		case l == &w.undated && l.n == mostPostings+1:
			s.lookAtAll(undated, true)
		case l.n == mostRare+1:
			s.lookAtAll(undated[:min(len(undated), mostRare+1)], false)
		case l == &w.dated && w.isRare():
			s.lookAtSharers(undated, false)
		}
	}
	s.shares.clear()
}

// lookAt puts an article among those that are to be looked at, with all its candidates or
// those by rare words alone.
func (s *Stream) lookAt(n *held, whole bool) {
	n.dirty = n.dirty || whole
	if !n.queued {
		n.queued = true
		s.anew = append(s.anew, n)
	}
}

func (s *Stream) lookAtAll(list list, whole bool) {
	for _, x := range list {
		s.lookAt(s.slots[x.slot], whole)
	}
}

// lookAtSharers looks at those of a list that now share enough words with an article to be
// compared with it.
func (s *Stream) lookAtSharers(list list, whole bool) {
	for _, x := range list {
		if s.shares.add(x.slot) == leastShared {
			s.lookAt(s.slots[x.slot], whole)
		}
	}
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
	var gone []*part
	for p := range s.parts {
		if p.latest < int64(day)*minutesPerDay {
			gone = append(gone, p)
		}
	}
	return s.letGo(gone)
}

// Keep lets go, as Forget does, of the parts whose latest article stands first until
// at most most articles are held, so that a stream is bounded however many articles a day
// has. What it returns is final too. Articles that are added later part as if nothing
// had been forgotten as long as what is held goes back [Window] days before them.
func (s *Stream) Keep(most int) []string {
	s.settle()
	if s.Len() <= most {
		return nil
	}
	all := make(heap[aging], 0, len(s.parts))
	for p := range s.parts {
		all = append(all, aging{p.latest, p})
	}
	all.order()
	var gone []*part
	for n := s.Len(); n > most; n -= len(gone[len(gone)-1].members) {
		gone = append(gone, all.pop().part)
	}
	return s.letGo(gone)
}

// An aging is a part that may be let go of, and where its latest article stands.
type aging struct {
	latest int64
	part   *part
}

// before reports whether a part is let go of before another.
func (a aging) before(b aging) bool {
	if a.latest != b.latest {
		return a.latest < b.latest
	}
	return a.part.members[0].id < b.part.members[0].id
}

// letGo forgets parts, and returns the ids of their stories, sorted.
func (s *Stream) letGo(parts []*part) []string {
	var gone []string
	shrunk := s.shrunk[:0]
	s.going = grown(s.going, (len(s.slots)+63)/64)
	for _, p := range parts {
		delete(s.parts, p)
		for _, g := range p.stories {
			gone = append(gone, g.id)
			delete(s.old, g.id)
			delete(s.fresh, g.id)
			s.account.note(g, false)
		}
		for _, n := range p.members {
			for _, number := range n.lists {
				if w := s.index.word(number); !w.shrinks {
					w.shrinks = true
					shrunk = append(shrunk, number)
				}
			}
			s.going[n.slot/64] |= 1 << (n.slot % 64)
			s.forget(n)
		}
	}
	s.shrunk = shrunk
	for len(shrunk) > 0 {
		some := shrunk[:min(batch, len(shrunk))]
		shrunk = shrunk[len(some):]
		s.index.readHomes(some)
		for _, number := range some {
			w := s.index.word(number)
			w.shrinks = false
			if w.dated.n+w.undated.n > 1 { // else it is that of an article that goes
				s.index.store.remove(&w.dated, s.going)
				s.index.store.remove(&w.undated, s.going)
			} else {
				s.index.store.empty(&w.dated)
				s.index.store.empty(&w.undated)
			}
			if w.dated.n+w.undated.n == 0 {
				s.index.drop(w.hash)
			}
		}
	}
	slices.Sort(s.free)
	slices.Sort(gone)
	return gone
}

// forget forgets an article, but leaves it in the lists of its words.
func (s *Stream) forget(n *held) {
	for k := range levels {
		if r := s.reach(n, k); r != nil {
			s.take(n, k)
			if r.gone++; len(r.members) == 0 {
				s.leave(r)
			}
		}
	}
	for _, l := range n.linked {
		s.slots[l.slot].unlinked(n)
	}
	n.drop()
	delete(s.nodes, n.id)
	s.slots[n.slot] = nil
	s.lives[n.slot]++
	s.free = append(s.free, n.slot)
	n.gone, n.part, n.story = true, nil, nil // others may still point at it
	n.near, n.after, n.far, n.linked, n.lists, n.weighs = nil, nil, nil, nil, nil, nil
	n.copies, n.given, n.same, n.other = nil, nil, nil, nil
}

// stands returns where an article stands, in minutes since 1970; one that stands at no
// day where the latest of all stood when it was added.
func (n *held) stands() int64 {
	if n.place == noDate {
		return int64(n.since) * minutesPerDay
	}
	return n.place
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
	return *n.story.story(), true
}

// Result returns all stories that are held, without Lead and Also, and their
// threads. The lists of a story that is as it was when it was called last are those that
// it returned then; they must not be changed.
func (s *Stream) Result() Result {
	s.settle()
	a, _, _ := s.drawUp()
	res := Result{Stories: make([]news.Story, len(a.stories)), Threads: slices.Clone(a.weave.told)}
	for k, g := range a.stories {
		res.Stories[k] = *g.story()
	}
	return res
}
