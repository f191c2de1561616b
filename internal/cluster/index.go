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
	by    uint64   // what hashes are multiplied by: at random, so that nobody can choose words that fall together
	read  uint32   // of what was read ahead; of no meaning
	words [][]word // by number, in chunks
	spare []int32  // numbers of none
	store store
}

// An indexed is the number of a word plus 1, with its hash; a free one has none.
type indexed struct {
	hash uint32
	word int32
}

// wordBits is the logarithm of the words of a chunk.
const wordBits = 12

// word returns a word by its number.
func (x *index) word(number int32) *word { return &x.words[number>>wordBits][number%(1<<wordBits)] }

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
	for x.cells[at].word != 0 && x.cells[at].hash != hash {
		at = (at + 1) & (len(x.cells) - 1)
	}
	return at
}

// of returns a word; nil if it is not held.
func (x *index) of(hash uint32) *word {
	if x.used == 0 {
		return nil
	}
	if c := x.cells[x.find(hash)]; c.word != 0 {
		return x.word(c.word - 1)
	}
	return nil
}

// numbers returns the words of an article by their numbers, and holds those that are not yet.
func (x *index) numbers(heavy []term) []int32 {
	for 2*(x.used+len(heavy)) > len(x.cells) {
		x.grow()
	}
	// Cells lie all over the memory. Read one after the other, with nothing to decide
	// between, they are waited for together.
	for _, t := range heavy {
		x.read += x.cells[x.home(t.hash)].hash
	}
	out := make([]int32, len(heavy))
	for k, t := range heavy {
		c := &x.cells[x.find(t.hash)]
		if c.word == 0 {
			*c = indexed{t.hash, x.fresh() + 1}
			*x.word(c.word - 1) = word{hash: t.hash}
			x.used++
		}
		out[k] = c.word - 1
	}
	return out
}

// fresh returns the number of none.
func (x *index) fresh() int32 {
	if len(x.spare) == 0 {
		from := int32(len(x.words)) << wordBits
		x.words = append(x.words, make([]word, 1<<wordBits))
		for k := range int32(1 << wordBits) {
			x.spare = append(x.spare, from+1<<wordBits-1-k)
		}
	}
	last := len(x.spare) - 1
	number := x.spare[last]
	x.spare = x.spare[:last]
	return number
}

// readAhead reads where an article will be put into lists, which lie all over the memory:
// with nothing to decide between, they are waited for together.
func (x *index) readAhead(n *held) {
	var ends [heavyTerms]list
	for k, number := range n.lists {
		ends[k] = x.list(*x.word(number).of(&n.standing))
	}
	for _, list := range ends[:len(n.lists)] {
		if len(list) > 0 {
			x.read += uint32(list[len(list)-1].slot)
		}
	}
}

// readHomes reads the cells of words, as readAhead does lists.
func (x *index) readHomes(numbers []int32) {
	for _, number := range numbers {
		x.read += x.cells[x.home(x.word(number).hash)].hash
	}
}

// list returns what a run is.
func (x *index) list(r run) list { return x.store.list(r) }

func (x *index) grow() {
	before := x.cells
	x.shift = cmp.Or(x.shift, 64-leastIndexed) - 1
	x.by = rand.Uint64() | 1
	x.cells = make([]indexed, 1<<(64-x.shift))
	for _, c := range before {
		if c.word != 0 {
			x.cells[x.find(c.hash)] = c
		}
	}
}

// drop lets go of a word that is held and has no articles.
func (x *index) drop(hash uint32) {
	x.used--
	free := x.find(hash)
	x.spare = append(x.spare, x.cells[free].word-1)
	// What stands after it, and would have stood there, is moved up.
	for at := free; ; {
		at = (at + 1) & (len(x.cells) - 1)
		c := x.cells[at]
		if c.word == 0 {
			break
		}
		if (at-x.home(c.hash))&(len(x.cells)-1) >= (at-free)&(len(x.cells)-1) {
			x.cells[free], free = c, at
		}
	}
	x.cells[free] = indexed{}
}
