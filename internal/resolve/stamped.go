package resolve

import (
	"hash/maphash"
	"math/bits"
)

// mixers are others in each process, so that nobody can choose numbers that collide; no
// outcome depends on them.
var mixers = [2]uint64{maphash.String(maphash.MakeSeed(), ""), maphash.String(maphash.MakeSeed(), "")}

// mix adds a number to a hash. What is told from another by it is as good as told
// for sure.
func mix(h, x uint64) uint64 {
	hi, lo := bits.Mul64(h^mixers[0], x^mixers[1])
	return bits.RotateLeft64(h, 23) ^ hi ^ lo
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// A stamped maps small numbers to others. It is emptied at no cost, so that one
// serves every story and every name.
type stamped struct {
	at  []stamp
	now uint32
}

type stamp struct {
	set   uint32
	value int32
}

// clear empties s.
func (s *stamped) clear() {
	if s.now++; s.now == 0 {
		clear(s.at)
		s.now = 1
	}
}

// get gives what n is mapped to; s has been cleared once.
func (s *stamped) get(n uint32) (int32, bool) {
	if int(n) >= len(s.at) || s.at[n].set != s.now {
		return 0, false
	}
	return s.at[n].value, true
}

func (s *stamped) set(n uint32, value int32) {
	if int(n) >= len(s.at) {
		s.at = append(s.at, make([]stamp, max(int(n)+1-len(s.at), len(s.at)/2+1024))...)
	}
	s.at[n] = stamp{s.now, value}
}

// A bitset is a set of small numbers.
type bitset []uint64

func newBits(n int) bitset { return make(bitset, n/64+1) }

func (b *bitset) grow(n int) {
	if n/64 >= len(*b) {
		*b = append(*b, make(bitset, n/64+1-len(*b))...)
	}
}

func (b bitset) set(n int32) { b[n/64] |= 1 << (n % 64) }

func (b bitset) has(n int32) bool { return b[n/64]>>(n%64)&1 != 0 }
