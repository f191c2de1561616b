package cluster

import (
	"cmp"
	"math/rand/v2"
)

// An index holds words by hash, in a table of which at least half is free: a map of two
// million words, of which forty are looked up for each article, costs several times as much.
// Its zero value holds none.
type index struct {
	cells []indexed // as many as a power of two
	used  int
	shift uint
	by    uint64 // what hashes are multiplied by: at random, so that nobody can choose words that fall together
	read  uint32 // of what was read ahead; of no meaning
}

// An indexed is a word with its hash; a free one has none.
type indexed struct {
	hash uint32
	word *word
}

// leastIndexed is one less than the bits that number the cells that are made first.
const leastIndexed = 5

// home returns the place from which on a word is looked for.
//
// Source: M. Dietzfelbinger and others, A Reliable Randomized Algorithm for the
// Closest-Pair Problem, 1997.
func (x *index) home(hash uint32) int { return int(uint64(hash) * x.by >> x.shift) }

// find returns the place of a word, or a free one.
func (x *index) find(hash uint32) int {
	at := x.home(hash)
	for x.cells[at].word != nil && x.cells[at].hash != hash {
		at = (at + 1) & (len(x.cells) - 1)
	}
	return at
}

// of returns a word; nil if it is not held.
func (x *index) of(hash uint32) *word {
	if x.used == 0 {
		return nil
	}
	return x.cells[x.find(hash)].word
}

// words returns the words of an article, and holds those that are not yet.
func (x *index) words(heavy []term) []*word {
	for 2*(x.used+len(heavy)) > len(x.cells) {
		x.grow()
	}
	// Cells lie all over the memory. Read one after the other, with nothing to decide
	// between, they are waited for together.
	for _, t := range heavy {
		x.read += x.cells[x.home(t.hash)].hash
	}
	out := make([]*word, len(heavy))
	for k, t := range heavy {
		c := &x.cells[x.find(t.hash)]
		if c.word == nil {
			*c = indexed{t.hash, &word{hash: t.hash}}
			x.used++
		}
		out[k] = c.word
	}
	return out
}

func (x *index) grow() {
	before := x.cells
	x.shift = cmp.Or(x.shift, 64-leastIndexed) - 1
	x.by = rand.Uint64() | 1
	x.cells = make([]indexed, 1<<(64-x.shift))
	for _, c := range before {
		if c.word != nil {
			x.cells[x.find(c.hash)] = c
		}
	}
}

// drop lets go of a word that is held.
func (x *index) drop(hash uint32) {
	x.used--
	free := x.find(hash)
	// What stands after it, and would have stood there, is moved up.
	for at := free; ; {
		at = (at + 1) & (len(x.cells) - 1)
		c := x.cells[at]
		if c.word == nil {
			break
		}
		if (at-x.home(c.hash))&(len(x.cells)-1) >= (at-free)&(len(x.cells)-1) {
			x.cells[free], free = c, at
		}
	}
	x.cells[free] = indexed{}
}
