package english

// A learner is a perceptron that is being taught: weights of features by exact
// hash, and what is needed for the average of the weights over time.
type learner struct {
	classes int
	// cells is an open hash table. A cell is the two halves of a feature's hash,
	// both 0 if it is free, and the weights: side by side, for a look at a
	// feature is mostly a wait for memory.
	cells  []int32
	debt   []int64  // sum of changes of each weight times the moment of the change
	once   []uint64 // a bit for each feature that was to be taught once, by its hash
	used   int
	moment int64 // decisions taken so far
}

func newLearner(classes int) *learner {
	l := &learner{classes: classes}
	l.alloc(1 << 16)
	l.once = make([]uint64, 1<<onceBits/64)
	return l
}

// onceBits is the size of learner.once. Two features that share a bit do no
// harm: one of them is learnt at its first lesson.
const onceBits = 25

// again reports whether f was asked for before. What is to be taught only once
// is not worth a place: it would be learnt by heart.
func (l *learner) again(f uint64) bool {
	at := f >> (64 - onceBits)
	bit := uint64(1) << (at & 63)
	seen := l.once[at/64]&bit != 0
	l.once[at/64] |= bit
	return seen
}

func (l *learner) alloc(slots int) {
	l.cells = make([]int32, slots*(l.classes+2))
	l.debt = make([]int64, slots*l.classes)
}

func (l *learner) slots() int { return len(l.cells) / (l.classes + 2) }

// key gives the hash in slot i, 0 if it is free.
func (l *learner) key(i int) uint64 {
	c := l.cells[i*(l.classes+2):]
	return uint64(uint32(c[1]))<<32 | uint64(uint32(c[0]))
}

func (l *learner) setKey(i int, f uint64) {
	c := l.cells[i*(l.classes+2):]
	c[0], c[1] = int32(uint32(f)), int32(uint32(f>>32))
}

// weights gives the weights in slot i.
func (l *learner) weights(i int) []int32 {
	at := i*(l.classes+2) + 2
	return l.cells[at : at+l.classes : at+l.classes]
}

// slot gives the slot that feature f has or would have, and whether it has it.
func (l *learner) slot(f uint64) (at int, ok bool) {
	f = max(f, 1)
	mask := l.slots() - 1
	for i := int(f>>20) & mask; ; i = (i + 1) & mask {
		switch l.key(i) {
		case f:
			return i, true
		case 0:
			return i, false
		}
	}
}

// insert gives the slot of f, a free one if it has none yet.
func (l *learner) insert(f uint64) int {
	i, ok := l.slot(f)
	if ok {
		return i
	}
	if l.used*5 > l.slots()*3 {
		l.grow()
		i, _ = l.slot(f)
	}
	l.setKey(i, max(f, 1))
	l.used++
	return i
}

func (l *learner) grow() {
	old := *l
	l.alloc(2 * old.slots())
	for i := range old.slots() {
		k := old.key(i)
		if k == 0 {
			continue
		}
		j, _ := l.slot(k)
		l.setKey(j, k)
		copy(l.weights(j), old.weights(i))
		copy(l.debt[j*l.classes:(j+1)*l.classes], old.debt[i*l.classes:])
	}
}

func (l *learner) score(features []uint64, sums []int32) {
	sums = sums[:l.classes]
	clear(sums)
	for _, f := range features {
		if i, ok := l.slot(f); ok {
			for c, w := range l.weights(i) {
				sums[c] += w
			}
		}
	}
}

// teach raises the weights of features for good and lowers them for bad.
func (l *learner) teach(features []uint64, good, bad int) {
	for _, f := range features {
		i, ok := l.slot(f)
		if !ok {
			if !l.again(f) {
				continue
			}
			i = l.insert(f)
		}
		w, d := l.weights(i), l.debt[i*l.classes:]
		w[good]++
		d[good] += l.moment
		w[bad]--
		d[bad] -= l.moment
	}
}

// meanUnit is what a mean weight of 1 becomes in averaged.
const meanUnit = 4096

// mean gives the average over time of a weight, in 1/meanUnit.
func mean(weight int32, debt, moments int64) int32 {
	moments = max(moments, 1)
	return int32((int64(weight)*moments - debt) / max(moments/meanUnit, 1))
}

// average makes the weights their means over time, in 1/meanUnit, and gives l,
// which is not to be taught further.
func (l *learner) average() *learner {
	for i := range l.slots() {
		if l.key(i) == 0 {
			continue
		}
		for c, w := range l.weights(i) {
			l.weights(i)[c] = mean(w, l.debt[i*l.classes+c], l.moment)
		}
	}
	l.debt, l.once = nil, nil
	return l
}

// merged gives the sum of perceptrons that learnt the same from other orders of
// the lessons. A sum of linear scores is a linear score: it costs nothing more
// in use, and errs less.
func merged(ls ...*learner) *learner {
	out := newLearner(ls[0].classes)
	for _, l := range ls {
		for i := range l.slots() {
			if k := l.key(i); k != 0 {
				to := out.weights(out.insert(k))
				for c, w := range l.weights(i) {
					to[c] += w
				}
			}
		}
	}
	return out
}

// twins runs learn with two seeds at the same time and merges what they give;
// with one seed if k is to be quick.
func (k *school) twins(seed uint64, learn func(seed uint64) []*learner) []*learner {
	if k.o.Single {
		return learn(seed)
	}
	var a, b []*learner
	both(func() { a = learn(seed) }, func() { b = learn(seed + 100) })
	for i := range a {
		a[i] = merged(a[i], b[i])
	}
	return a
}
