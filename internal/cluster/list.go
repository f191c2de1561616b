package cluster

import (
	"encoding/binary"
	"math"
)

// A word is the articles of which it is one of the heaviest: those that stand at a day
// and those that stand at none. It is known by a number, which is used again when it is no
// more: articles hold no pointers to their words, and these none to their lists, for the
// collector would follow forty for each article.
type word struct {
	dated, undated run
	hash           uint32
	shrinks        bool // while articles are let go of
}

// of returns the run that an article is in.
func (w *word) of(p *standing) *run {
	if p.place == noDate {
		return &w.undated
	}
	return &w.dated
}

// common returns the articles among which those before p are looked at: of a word that
// more articles that stand at no day have than are looked at, none of these.
func (w *word) common(p *standing) run {
	if p.place != noDate {
		return w.dated
	}
	if w.undated.n > mostPostings {
		return run{}
	}
	return w.undated
}

// rare returns the articles that stand at a day, if the word is so rare that those that
// do not are compared with them; else none.
func (w *word) rare() run {
	if !w.isRare() {
		return run{}
	}
	return w.dated
}

func (w *word) isRare() bool { return w.dated.n <= mostRare && w.undated.n <= mostRare }

// A list is articles in the order of before.
type list []posting

// A posting is an article in the list of a word. It holds what is looked at of most
// articles of a list, for they lie all over the memory.
type posting struct {
	rank
	slot int32
}

// A rank rises with the place of an article in the lists that it is in; few have the
// same.
type rank struct {
	place int32  // in minutes since 1970, of which there are enough for 4,000 years
	id    uint32 // the first bytes of the id
}

func rankOf(p *standing) rank {
	var first [4]byte
	copy(first[:], p.id)
	return rank{int32(min(max(p.place, math.MinInt32), math.MaxInt32)), binary.BigEndian.Uint32(first[:])}
}

func (r rank) less(q rank) bool { return r.place < q.place || r.place == q.place && r.id < q.id }

// placeOf returns where p stands, or would. It takes time in proportion to the logarithm
// of how many stand after it, which are mostly few.
func (l list) placeOf(slots []*held, p *standing) int {
	r := rankOf(p)
	precedes := func(x posting) bool {
		if x.rank != r {
			return x.less(r)
		}
		return before(&slots[x.slot].standing, p) < 0
	}
	lo, hi := 0, len(l)
	for step := 1; step <= hi; step *= 2 {
		if precedes(l[hi-step]) {
			lo = hi - step + 1
			break
		}
		hi -= step
	}
	for lo < hi {
		if mid := int(uint(lo+hi) / 2); precedes(l[mid]) {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// A tally counts how many words articles share with one. Its zero value has counted none.
type tally struct {
	counts []uint8 // by slot
	met    []int32
}

// add counts a word that an article shares, and returns how many it shares now.
func (t *tally) add(slot int32) int {
	if more := int(slot) + 1 - len(t.counts); more > 0 {
		t.counts = append(t.counts, make([]uint8, more)...)
	}
	if t.counts[slot] == 0 {
		t.met = append(t.met, slot)
	}
	t.counts[slot]++
	return int(t.counts[slot])
}

// clear forgets what was counted.
func (t *tally) clear() {
	for _, slot := range t.met {
		t.counts[slot] = 0
	}
	t.met = t.met[:0]
}
