package cluster

import (
	"cmp"
	"math"
	"slices"
	"sync"
)

// A term is one feature of an article and its weight. The weights of a vector
// of unit length have the length 1<<unitBits.
type term struct {
	hash   uint32
	weight int32
}

const unitBits = 14

// Scores are fractions of 1<<scoreBits.
const scoreBits = 16

// A bag is what is counted of the words or names of an article.
type bag []feature

// A feature is a word or name, how often it was met, and how rare it is.
type feature struct {
	hash   uint32
	count  int32
	rarity int32 // log2 of the inverse document frequency, in 1/256 bit
}

func (b *bag) add(hash uint32, count, rarity int32) {
	if rarity > 0 {
		*b = append(*b, feature{hash, count, rarity})
	}
}

// A room is memory that reading an article takes for a moment, many times what is kept
// of it: an eighth of all that relating a set left to be collected.
type room struct {
	keys  []uint64
	terms []term
	bags  [3]bag
}

var rooms = sync.Pool{New: func() any { return new(room) }}

// vector returns the bag as a vector of unit length, sorted by hash: the most
// heaviest terms, each √count × rarity. It returns nil for an empty bag. The
// square roots and the one division per term are rounded by IEEE 754 the same
// everywhere.
func (b bag) vector(most int) []term {
	if len(b) == 0 {
		return nil
	}
	room := rooms.Get().(*room)
	defer rooms.Put(room)
	// Numbers are sorted in a third of the time of features.
	keys := room.keys[:0]
	for k := range b {
		keys = append(keys, uint64(b[k].hash)<<32|uint64(k))
	}
	slices.Sort(keys)
	terms := room.terms[:0]
	for lo := 0; lo < len(b); {
		f := b[uint32(keys[lo])]
		hi := lo + 1
		for ; hi < len(b) && uint32(keys[hi]>>32) == f.hash; hi++ {
			more := &b[uint32(keys[hi])]
			f.count += more.count
			f.rarity = min(f.rarity, more.rarity)
		}
		lo = hi
		terms = append(terms, term{f.hash, int32(math.Sqrt(float64(f.count)) * float64(f.rarity))})
	}
	room.keys, room.terms = keys, terms
	if len(terms) > most {
		terms = heaviest(terms, most)
		slices.SortFunc(terms, func(x, y term) int { return cmp.Compare(x.hash, y.hash) })
	} else {
		terms = slices.Clone(terms)
	}
	sum := int64(0)
	for _, t := range terms {
		sum += int64(t.weight) * int64(t.weight)
	}
	norm := math.Sqrt(float64(sum))
	for i := range terms {
		terms[i].weight = int32(float64(int64(terms[i].weight)<<unitBits)/norm + 0.5)
	}
	return terms
}

// heaviest returns the n heaviest terms of a vector, heaviest first, of two that weigh the
// same that of the lower hash.
func heaviest(terms []term, n int) []term {
	room := rooms.Get().(*room)
	defer rooms.Put(room)
	keys := room.keys[:0]
	for _, t := range terms {
		keys = append(keys, uint64(^uint32(t.weight))<<32|uint64(t.hash))
	}
	room.keys = keys
	slices.Sort(keys)
	out := make([]term, min(len(keys), n))
	for k := range out {
		out[k] = term{uint32(keys[k]), int32(^uint32(keys[k] >> 32))}
	}
	return out
}

// A packed is a vector in three quarters of the memory, as long as its weights are below
// 1<<16, as those of a vector of unit length are.
type packed struct {
	hashes  []uint32
	weights []uint16 // in the same order
}

func pack(terms []term) packed {
	p := packed{make([]uint32, len(terms)), make([]uint16, len(terms))}
	for k, t := range terms {
		p.hashes[k], p.weights[k] = t.hash, uint16(t.weight)
	}
	return p
}

// terms returns the vector.
func (p *packed) terms() []term {
	out := make([]term, len(p.hashes))
	for k, h := range p.hashes {
		out[k] = term{h, int32(p.weights[k])}
	}
	return out
}

// dot returns what [dot] does.
func (p *packed) dot(q *packed) int64 {
	sum := int64(0)
	a, b := p.hashes, q.hashes
	for i, j := 0, 0; i < len(a) && j < len(b); {
		x, y := a[i], b[j]
		up, on, both := 0, 0, int64(0) // set without branches, as in common
		if x <= y {
			up = 1
		}
		if y <= x {
			on = 1
		}
		if x == y {
			both = -1
		}
		sum += int64(p.weights[i]) * int64(q.weights[j]) & both
		i += up
		j += on
	}
	return sum >> (2*unitBits - scoreBits)
}

// dot returns the cosine of two vectors, as a fraction of 1<<scoreBits.
func dot(a, b []term) int64 { return products(a, b) >> (2*unitBits - scoreBits) }

// products returns the sum of the products of the weights of what two vectors have
// in common.
func products(a, b []term) int64 {
	sum := int64(0)
	for i, j := 0, 0; i < len(a) && j < len(b); {
		x, y := a[i], b[j]
		up, on, both := 0, 0, int64(0) // set without branches, as in common
		if x.hash <= y.hash {
			up = 1
		}
		if y.hash <= x.hash {
			on = 1
		}
		if x.hash == y.hash {
			both = -1
		}
		sum += int64(x.weight) * int64(y.weight) & both
		i += up
		j += on
	}
	return sum
}
