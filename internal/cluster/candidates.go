package cluster

import (
	"cmp"
	"runtime"
	"slices"
	"sync"
)

// Bounds on the search for articles that may tell of the same happening, so
// that the cost of an article does not grow with the set.
const (
	heavyTerms     = 40 // of an article's words are looked up, its heaviest
	mostPostings   = 64 // articles are taken of each word: those before it, nearest first
	mostCandidates = 96 // are compared, those that share the heaviest words
	leastShared    = 2  // words in common with any candidate
	mostNeighbours = 16 // articles, its nearest, through which an article is compared with theirs
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
	dirty := s.added
	for _, n := range s.added {
		if !n.late {
			continue
		}
		for _, l := range n.lists {
			list := *l
			at := placeIn(list, s.slots, n.Point) + 1
			for _, x := range list[at:min(at+mostPostings, len(list))] {
				if m := s.slots[x.slot]; !m.dirty {
					m.dirty = true
					dirty = append(dirty, m)
				}
			}
		}
		n.late = false
	}
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
		n.dirty = false
	}
	s.added = nil
}

// retie gives an article other ties.
func (s *Stream) retie(n *held, ties []tie) {
	if n.part != nil && slices.Equal(n.near, ties) {
		return
	}
	s.stale[n] = true
	for _, t := range n.near {
		if t.score >= joinAt && t.to.Point != nil && !slices.Contains(ties, t) {
			t.to.after = slices.DeleteFunc(t.to.after, func(m tie) bool { return m.to == n })
			s.stale[t.to] = true
		}
	}
	for _, t := range ties {
		if back := (tie{n, t.score}); t.score >= joinAt && !slices.Contains(t.to.after, back) {
			t.to.after = append(t.to.after, back)
		}
	}
	n.near = ties
}

// A finder finds candidates and judges them; each goroutine has its own.
type finder struct {
	judge
	index  map[uint32]*list
	slots  []*held
	weight []int32 // by slot of an article met: 1<<16 for each word in common, plus its weight
	known  []int32 // by slot: the score that the pair is known to have, plus 1<<24; 0 if none
	met    []int32 // slots
}

// finder returns what gives each of several goroutines a finder. Those that it gave
// when it was called last are given again.
func (s *Stream) finder() func() *finder {
	next := 0
	var mu sync.Mutex
	return func() *finder {
		mu.Lock()
		defer mu.Unlock()
		if next == len(s.finders) {
			s.finders = append(s.finders, &finder{judge: judge{model: theModel(), score: s.judge}})
		}
		f := s.finders[next]
		next++
		f.index, f.slots = s.index, s.slots
		if more := len(s.slots) - len(f.weight); more > 0 {
			f.weight, f.known = append(f.weight, make([]int32, more)...), append(f.known, make([]int32, more)...)
		}
		return f
	}
}

// ties returns the candidates for an article with their scores.
func (f *finder) ties(n *held) []tie {
	for _, t := range n.near {
		if t.to.Point != nil {
			f.known[t.to.slot] = t.score + 1<<24
		}
	}
	found := f.before(n)
	out := make([]tie, len(found))
	f.take(n.Point)
	for k, slot := range found {
		m := f.slots[slot]
		v := f.known[slot] - 1<<24
		if v == -1<<24 {
			if v = f.odds(m.Point, true); v != unlikely {
				v = max(leastScore, v)
			}
		}
		out[k] = tie{m, v}
	}
	for _, t := range n.near {
		f.known[t.to.slot] = 0
	}
	return out
}

// before returns the slots of the articles before n that share its heaviest words,
// at most mostCandidates, sorted. The slice is valid until the next call.
func (f *finder) before(n *held) []int32 {
	f.met = f.met[:0]
	for k, t := range n.heavy {
		list := *n.lists[k]
		at := placeIn(list, f.slots, n.Point)
		for _, x := range list[max(0, at-mostPostings):at] {
			if f.weight[x.slot] == 0 {
				f.met = append(f.met, x.slot)
			}
			f.weight[x.slot] += 1<<16 + t.weight>>4
		}
	}
	kept := f.met[:0]
	for _, slot := range f.met {
		if f.weight[slot]>>16 >= leastShared && inWindow(n.Point, f.slots[slot].Point) {
			kept = append(kept, slot)
		} else {
			f.weight[slot] = 0
		}
	}
	f.met = kept
	if len(kept) > mostCandidates {
		slices.SortFunc(kept, func(x, y int32) int {
			return cmp.Or(cmp.Compare(f.weight[y]&0xFFFF, f.weight[x]&0xFFFF), before(f.slots[y].Point, f.slots[x].Point))
		})
	}
	for _, slot := range kept {
		f.weight[slot] = 0
	}
	kept = kept[:min(len(kept), mostCandidates)]
	slices.Sort(kept)
	return kept
}

// inWindow reports whether two articles are near enough in time to be compared.
func inWindow(a, b *Point) bool {
	return a.day == noDay || b.day == noDay || max(a.day, b.day)-min(a.day, b.day) <= Window
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
