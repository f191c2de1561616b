package cluster

import (
	"math/bits"
	"slices"
)

// A run is a list as a store holds it: as many words have one article as have more, and
// the collector would visit each list by itself. Its zero value is empty.
type run struct {
	at uint32 // chunk and place in it
	n  int32
}

// A store holds lists of postings, each in a place for as many as a power of two. Places
// that are let go of are used again. Its zero value holds none.
type store struct {
	chunks [][]posting
	next   int // place in the last chunk that is shared; the first that was never used
	last   int // that chunk
	free   [32][]uint32
}

const (
	chunkBits = 14 // places of a chunk, unless a single list has more
	chunkSize = 1 << chunkBits
)

// list returns what a run is. It is valid until the run is changed.
func (s *store) list(r run) list {
	if r.n == 0 {
		return nil
	}
	from := r.at % chunkSize
	return s.chunks[r.at>>chunkBits][from : from+uint32(r.n)]
}

// classOf returns the logarithm of the places of a list of n postings.
func classOf(n int32) int { return bits.Len32(uint32(n - 1)) }

// place returns a place for 1<<class postings.
func (s *store) place(class int) uint32 {
	if k := len(s.free[class]); k > 0 {
		at := s.free[class][k-1]
		s.free[class] = s.free[class][:k-1]
		return at
	}
	n := 1 << class
	if n > chunkSize {
		s.chunks = append(s.chunks, make([]posting, n))
		return uint32(len(s.chunks)-1) << chunkBits
	}
	if len(s.chunks) == 0 || s.next+n > chunkSize {
		if len(s.chunks) > 0 {
			s.spare()
		}
		s.last, s.next = len(s.chunks), 0
		s.chunks = append(s.chunks, make([]posting, chunkSize))
	}
	at := uint32(s.last)<<chunkBits + uint32(s.next)
	s.next += n
	return at
}

// spare lets the rest of the chunk that is shared be used for short lists.
func (s *store) spare() {
	for s.next < chunkSize {
		class := bits.Len(uint(chunkSize-s.next)) - 1
		s.free[class] = append(s.free[class], uint32(s.last)<<chunkBits+uint32(s.next))
		s.next += 1 << class
	}
}

// drop lets go of the place of a list of n postings, which is not empty.
func (s *store) drop(at uint32, n int32) {
	s.free[classOf(n)] = append(s.free[classOf(n)], at)
}

// insert puts a posting into a run.
func (s *store) insert(r *run, at int, x posting) {
	was, before := s.list(*r), *r
	r.n++
	if before.n == 0 || classOf(r.n) != classOf(before.n) {
		r.at = s.place(classOf(r.n))
		now := s.list(*r)
		copy(now, was[:at])
		copy(now[at+1:], was[at:])
		if before.n > 0 {
			s.drop(before.at, before.n)
		}
		now[at] = x
		return
	}
	now := s.list(*r)
	copy(now[at+1:], now[at:])
	now[at] = x
}

// empty takes all postings out of a run.
func (s *store) empty(r *run) {
	if r.n > 0 {
		s.drop(r.at, r.n)
	}
	*r = run{}
}

// remove takes the postings of some slots, which have a bit each, out of a run.
func (s *store) remove(r *run, going []uint64) {
	before := *r
	all := s.list(before)
	goes := func(x posting) bool { return going[uint32(x.slot)/64]>>(uint32(x.slot)%64)&1 != 0 }
	n := slices.IndexFunc(all, goes)
	if n < 0 {
		return
	}
	for _, x := range all[n+1:] {
		if !goes(x) {
			all[n] = x
			n++
		}
	}
	if n == 0 {
		s.empty(r)
		return
	}
	if r.n = int32(n); classOf(r.n) != classOf(before.n) {
		r.at = s.place(classOf(r.n))
		copy(s.list(*r), all)
		s.drop(before.at, before.n)
	}
}
