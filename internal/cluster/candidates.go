package cluster

import (
	"runtime"
	"slices"
	"sync"
)

// Bounds on the search for articles that may tell of the same happening, so
// that the cost of an article does not grow with the set.
const (
	heavyTerms     = 40  // of an article's words are looked up, its heaviest
	mostPostings   = 32  // articles are taken of each word: those before it, nearest first
	mostCandidates = 12  // are compared, those that share the heaviest words; others if they come to be in one part
	mostRare       = 32  // articles have a word, with a day and without, by which the ones meet the others
	mostAkin       = 256 // articles of its part are compared with an article by a word that they share: those before it
	lineOfPostings = 5   // of them fill what is read from memory at once
	leastShared    = 2   // words in common with any candidate
	mostNeighbours = 16  // articles, its nearest, through which an article is compared with theirs
)

// Window is how many days may lie between two articles that are compared; those
// of which no day is known are compared with any.
const Window = 730

// A scorer says how likely a pair is to tell of one happening, as a log of odds
// in 1/ScoreUnit.
type scorer func(a, b *Point) int32

// search looks anew for what the articles have before them whose candidates may
// have changed, and marks as stale those that have other ties than before.
func (s *Stream) search() {
	for _, n := range s.anew {
		if n.late {
			s.lookAfter(n)
			n.late = false
		}
	}
	dirty := s.anew
	s.anew = nil
	ties := make([][]tie, len(dirty))
	finder := s.finder()
	inParallel((len(dirty)+batch-1)/batch, func() func(int) {
		f := finder()
		return func(k int) {
			for i := k * batch; i < min((k+1)*batch, len(dirty)); i++ {
				ties[i] = f.ties(dirty[i])
			}
		}
	})
	for i, n := range dirty {
		s.retie(n, ties[i])
		n.dirty, n.queued = false, false
	}
}

// lookAfter looks at the articles after one that came late whose candidates may be others
// for it: that share enough words with it, or do not look at what it has pushed on.
func (s *Stream) lookAfter(n *held) {
	for _, number := range n.lists {
		list := s.index.list(s.index.word(number).common(&n.standing))
		at := list.placeOf(s.slots, &n.standing) + 1
		if at > len(list) {
			continue // of a word too common to be looked at
		}
		after := list[at:min(at+mostPostings, len(list))]
		full := max(0, min(mostPostings+1-at, len(after))) // from here on, one article more stands before each than it looks at
		s.lookAtSharers(after[:full], true)
		s.lookAtAll(after[full:], true)
	}
	s.shares.clear()
}

// retie gives an article other ties.
func (s *Stream) retie(n *held, ties []tie) {
	matters := n.part == nil
	for _, t := range n.near {
		if !s.lives.hold(t) || slices.Contains(ties, t) {
			continue
		}
		matters = matters || s.matters(t, n)
		if to := s.slots[t.slot]; t.score >= joinAt {
			to.after = slices.DeleteFunc(to.after, func(m tie) bool { return m.isWith(n) })
			s.stale[to] = true
		}
	}
	for _, t := range ties {
		matters = matters || s.matters(t, n) && !slices.Contains(n.near, t)
		if to, back := s.slots[t.slot], tieTo(n, t.score); t.score >= joinAt && !slices.Contains(to.after, back) {
			to.after = append(to.after, back)
		}
	}
	n.near = ties
	if matters {
		s.stale[n] = true
	}
}

// matters reports whether it says anything of what n is linked with, or of its part, that n
// has a tie or has it no more.
func (s *Stream) matters(t tie, n *held) bool {
	return t.score >= joinAt || s.slots[t.slot].part == n.part
}

// A finder finds candidates and judges them; each goroutine has its own.
type finder struct {
	judge
	maker  maker // of parts, with this judge
	index  *index
	slots  []*held
	days   []int32
	ranks  []rank
	lives  lives
	weight []int32 // by slot of an article met: 1<<16 for each word in common, plus its weight
	known  []int32 // by slot: the score that the pair is known to have, plus 1<<24; 0 if none
	met    []int32 // slots
	read   int32   // of what was read ahead; of no meaning
}

// A candidate is an article that was met, and what the words that it shares weigh.
type candidate struct{ slot, weight int32 }

// finder returns what gives each of several goroutines a finder. Those that it gave
// when it was called last are given again.
func (s *Stream) finder() func() *finder {
	next := 0
	var mu sync.Mutex
	return func() *finder {
		mu.Lock()
		defer mu.Unlock()
		if next == len(s.finders) {
			f := &finder{judge: judge{model: theModel(), score: s.judge}}
			f.maker.judge = &f.judge
			s.finders = append(s.finders, f)
		}
		f := s.finders[next]
		next++
		f.index, f.slots, f.days, f.ranks, f.lives = &s.index, s.slots, s.days, s.ranks, s.lives
		f.maker.places = append(f.maker.places, make([]int32, max(0, len(s.slots)-len(f.maker.places)))...)
		if more := len(s.slots) - len(f.weight); more > 0 {
			f.weight, f.known = append(f.weight, make([]int32, more)...), append(f.known, make([]int32, more)...)
		}
		return f
	}
}

// ties returns the candidates for an article with their scores.
func (f *finder) ties(n *held) []tie {
	for _, t := range n.near {
		if f.lives.hold(t) {
			f.known[t.slot] = t.score + 1<<24
		}
	}
	f.take(&n.article)
	var out []tie
	if n.dirty {
		f.before(n)
		out = f.scored(out)
	} else {
		for _, t := range n.near {
			if f.lives.hold(t) && f.slots[t.slot].place == noDate {
				out = append(out, t)
			}
		}
	}
	if n.place == noDate {
		f.rare(n)
		out = f.scored(out)
	}
	for _, t := range n.near {
		f.known[t.slot] = 0
	}
	slices.SortFunc(out, bySlot)
	return out
}

// scored adds to out the ties with the articles that were met, the best first.
func (f *finder) scored(out []tie) []tie {
	out = slices.Grow(out, len(f.met))
	for _, x := range f.met {
		v := f.known[x] - 1<<24
		if v == -1<<24 {
			if v = f.odds(f.slots[x].point(), true); v != unlikely {
				v = max(leastScore, v)
			}
		}
		out = append(out, tie{x, v, f.lives[x]})
	}
	return out
}

// before meets the articles before n that share its heaviest words.
func (f *finder) before(n *held) {
	f.met = f.met[:0]
	// Words and the ends of their lists lie all over the memory. Read one after the
	// other, with nothing to decide between, they are waited for together.
	var lists [heavyTerms]list
	for k, number := range n.lists {
		lists[k] = f.index.list(f.index.word(number).common(&n.standing))
	}
	for _, list := range lists[:len(n.lists)] {
		if len(list) > 1 {
			f.read += list[len(list)-1].slot
		}
	}
	for k, list := range lists[:len(n.lists)] {
		at := 0
		if len(list) > 1 { // n itself is in it
			at = list.placeOf(f.slots, &n.standing)
		}
		lists[k] = list[max(0, at-mostPostings):at]
	}
	for _, list := range lists[:len(n.lists)] {
		for k := 0; k < len(list); k += lineOfPostings {
			f.read += list[k].slot
		}
	}
	for k, weight := range n.weighs {
		f.meet(lists[k], weight)
	}
	f.choose(n)
}

// rare meets the articles that stand at a day and share rare words with n, which
// stands at none.
func (f *finder) rare(n *held) {
	f.met = f.met[:0]
	for k, weight := range n.weighs {
		f.meet(f.index.list(f.index.word(n.lists[k]).rare()), weight)
	}
	f.choose(n)
}

// meet adds the articles of a word, which weighs so much.
func (f *finder) meet(list list, of int16) {
	weight := 1<<16 + int32(of)>>4
	n := len(f.met)
	f.met = slices.Grow(f.met, len(list)+1)
	met, weights := f.met[:n+len(list)], f.weight
	for k := range list {
		slot := list[k].slot
		w := weights[slot]
		met[n] = slot
		fresh := 0 // set without a branch, for which it is cannot be foreseen
		if w == 0 {
			fresh = 1
		}
		n += fresh
		weights[slot] = w + weight
	}
	f.met = met[:n]
}

// choose leaves of what was met the best mostCandidates.
func (f *finder) choose(n *held) {
	var best [mostCandidates]candidate
	kept := 0
	for _, x := range f.met {
		weight := f.weight[x]
		f.weight[x] = 0
		c := candidate{x, weight & 0xFFFF}
		if weight>>16 < leastShared || !daysInWindow(n.day, int(f.days[x])) || kept == len(best) && !f.better(c, best[kept-1]) {
			continue
		}
		at := min(kept, len(best)-1)
		for ; at > 0 && f.better(c, best[at-1]); at-- {
			best[at] = best[at-1]
		}
		best[at] = c
		kept = min(kept+1, len(best))
	}
	f.met = f.met[:0]
	for _, c := range best[:kept] {
		f.met = append(f.met, c.slot)
	}
}

// better reports whether the words of a candidate weigh more than those of another; of
// two that weigh the same it is the later.
func (f *finder) better(x, y candidate) bool {
	if x.weight != y.weight {
		return x.weight > y.weight
	}
	if a, b := f.ranks[x.slot], f.ranks[y.slot]; a != b {
		return b.less(a)
	}
	return before(&f.slots[y.slot].standing, &f.slots[x.slot].standing) < 0
}

// inWindow reports whether two articles are near enough in time to be compared.
func inWindow(a, b *article) bool { return daysInWindow(a.day, b.day) }

func daysInWindow(a, b int) bool {
	return a == noDay || b == noDay || max(a, b)-min(a, b) <= Window
}

// batch is how many articles a goroutine takes at a time.
const batch = 64

// inParallel calls a function for 0 … n-1, spread over all processors; begin
// makes the function that one goroutine calls.
func inParallel(n int, begin func() func(k int)) {
	next := make(chan int)
	var wait sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		wait.Go(func() {
			do := begin()
			for k := range next {
				do(k)
			}
		})
	}
	for k := range n {
		next <- k
	}
	close(next)
	wait.Wait()
}
