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
	mostPostings   = 64 // articles are taken of each word: those before it in replay order, nearest first
	mostCandidates = 96 // are compared, those that share the heaviest words
	leastShared    = 2  // words in common with any candidate
	mostNeighbours = 16 // articles, its nearest, through which an article is compared with theirs
)

// An edge is a pair of articles and the score that they tell of one happening.
// Articles are numbered in replay order; j < i.
type edge struct {
	i, j  int32
	score int32
}

// A scorer says how likely a pair is to tell of one happening, as a log of odds
// in 1/ScoreUnit.
type scorer func(a, b *point) int32

// edges scores each article against those that share its heaviest words, and
// against the nearest of its nearest, and returns the pairs that score more than
// leastScore. It works on all processors; the result does not depend on
// how many there are.
func edges(points []point, score scorer) []edge {
	index := newPostings(points)
	found := inBatches(len(points), func() func(i int, out []edge) []edge {
		s := search{index: index, points: points, weight: make([]int32, len(points))}
		return func(i int, out []edge) []edge {
			for _, j := range s.before(i) {
				if v := score(&points[i], &points[j]); v > leastScore {
					out = append(out, edge{int32(i), j, v})
				}
			}
			return out
		}
	})
	return append(found, secondHand(points, found, score)...)
}

// postings lists for each heavy word the articles that have it, in replay order.
type postings map[uint32][]int32

func newPostings(points []point) postings {
	p := postings{}
	for i := range points {
		for _, t := range points[i].heavy {
			p[t.hash] = append(p[t.hash], int32(i))
		}
	}
	return p
}

// A search finds candidates; each goroutine has its own.
type search struct {
	index  postings
	points []point
	weight []int32 // for each article met: 1<<16 for each word in common, plus its weight
	met    []int32
}

// before returns the articles before i that share its heaviest words, at most
// mostCandidates, sorted. The slice is valid until the next call.
func (s *search) before(i int) []int32 {
	s.met = s.met[:0]
	for _, t := range s.points[i].heavy {
		list := s.index[t.hash]
		at, _ := slices.BinarySearch(list, int32(i))
		for _, j := range list[max(0, at-mostPostings):at] {
			if s.weight[j] == 0 {
				s.met = append(s.met, j)
			}
			s.weight[j] += 1<<16 + t.weight>>4
		}
	}
	kept := s.met[:0]
	for _, j := range s.met {
		if s.weight[j]>>16 >= leastShared {
			kept = append(kept, j)
		} else {
			s.weight[j] = 0
		}
	}
	s.met = kept
	if len(kept) > mostCandidates {
		slices.SortFunc(kept, func(x, y int32) int {
			return cmp.Or(cmp.Compare(s.weight[y]&0xFFFF, s.weight[x]&0xFFFF), cmp.Compare(y, x))
		})
	}
	for _, j := range kept {
		s.weight[j] = 0
	}
	kept = kept[:min(len(kept), mostCandidates)]
	slices.Sort(kept)
	return kept
}

// secondHand scores the pairs that have a near neighbour in common and are not
// yet among the edges.
func secondHand(points []point, edges []edge, score scorer) []edge {
	near := neighbours(len(points), edges)
	known := make(map[uint64]bool, len(edges))
	for _, e := range edges {
		known[e.key()] = true
	}
	return inBatches(len(points), func() func(i int, out []edge) []edge {
		var met []int32
		return func(i int, out []edge) []edge {
			met = met[:0]
			for _, j := range near[i] {
				for _, k := range near[j] {
					if int(k) < i && !known[edge{i: int32(i), j: k}.key()] {
						met = append(met, k)
					}
				}
			}
			slices.Sort(met)
			for _, k := range slices.Compact(met) {
				if v := score(&points[i], &points[k]); v > leastScore {
					out = append(out, edge{int32(i), k, v})
				}
			}
			return out
		}
	})
}

func (e edge) key() uint64 { return uint64(e.i)<<32 | uint64(e.j) }

// neighbours returns for each of n articles those that score at least joinAt
// with it, the best mostNeighbours.
func neighbours(n int, edges []edge) [][]int32 {
	type scored struct{ j, score int32 }
	all := make([][]scored, n)
	for _, e := range edges {
		if e.score >= joinAt {
			all[e.i] = append(all[e.i], scored{e.j, e.score})
			all[e.j] = append(all[e.j], scored{e.i, e.score})
		}
	}
	out := make([][]int32, n)
	for i, list := range all {
		slices.SortFunc(list, func(x, y scored) int { return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(x.j, y.j)) })
		for _, s := range list[:min(len(list), mostNeighbours)] {
			out[i] = append(out[i], s.j)
		}
	}
	return out
}

// batch is how many articles a goroutine takes at a time.
const batch = 256

// inBatches calls, for each i from 0 to n-1, a function that adds to what is
// found, and returns all in the order of i. The work is spread over all
// processors; begin makes the function that one goroutine calls.
func inBatches(n int, begin func() func(i int, out []edge) []edge) []edge {
	found := make([][]edge, (n+batch-1)/batch)
	inParallel(len(found), func() func(k int) {
		do := begin()
		return func(k int) {
			for i := k * batch; i < min((k+1)*batch, n); i++ {
				found[k] = do(i, found[k])
			}
		}
	})
	return slices.Concat(found...)
}

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
