package english

// A nameView is one text as the name tagger sees it: all words, sentence by
// sentence, and where else in the text each word stands.
type nameView struct {
	w     []word   // all words of the text, without marks around
	first []int32  // index of the first word of the sentence of each word
	last  []int32  // index after the last word of its sentence
	gaz   []uint64 // for each type of entry four bits, one for each place of the word in a listed phrase
	live  []bool   // words that may belong to a name; the others are outside without a question
	prev  []int32  // the same lower form before this, -1 if none; only for capitalised words
	next  []int32
	caps  []uint8 // how often the form has a capital inside sentences, at most 2
	lows  []uint8 // how often it is written small, at most 2
	heads bool    // the sentence at hand is a headline: most words have capitals
	table []int32 // open hash table over lower forms, for building prev and next
}

func (v *nameView) resize(n int) {
	v.w = sized(v.w, n)
	v.first, v.last = sized(v.first, n), sized(v.last, n)
	v.gaz, v.live = sized(v.gaz, n), sized(v.live, n)
	v.prev, v.next = sized(v.prev, n), sized(v.next, n)
	v.caps, v.lows = sized(v.caps, n), sized(v.lows, n)
}

// link fills prev, next, caps and lows.
func (v *nameView) link() {
	n := len(v.w)
	size := 16
	for size < 2*n {
		size *= 2
	}
	v.table = sized(v.table, size)
	for i := range v.table {
		v.table[i] = -1
	}
	mask := uint32(size - 1)
	for i := range v.w {
		w := &v.w[i]
		v.prev[i], v.next[i] = -1, -1
		v.caps[i], v.lows[i] = 0, 0
		if !w.upper && !w.lower {
			continue
		}
		at := w.low & mask
		for v.table[at] >= 0 && v.w[v.table[at]].low != w.low {
			at = (at + 1) & mask
		}
		if j := v.table[at]; j >= 0 {
			v.prev[i], v.next[j] = j, int32(i)
			v.caps[i], v.lows[i] = v.caps[j], v.lows[j]
		}
		v.table[at] = int32(i)
		if w.lower {
			v.lows[i] = min(v.lows[i]+1, 2)
		} else if int(v.first[i]) != i {
			v.caps[i] = min(v.caps[i]+1, 2)
		}
	}
	for i := n - 1; i >= 0; i-- {
		if j := v.next[i]; j >= 0 {
			v.caps[i], v.lows[i] = v.caps[j], v.lows[j]
		}
	}
}

// nameLike reports whether w may begin a name: it has a capital, or lacks the
// one that news nearly always gives it.
func (w *word) nameLike() bool { return w.upper || w.lower && w.caps >= mostlyCapital }

// mostlyCapital is the step of word.caps from which on a word has a capital
// nine times in ten.
const mostlyCapital = 7

// findLive marks the words that may belong to names: those that begin with a
// capital or stand in the gazetteer, digits beside them, and small words
// between them.
func (v *nameView) findLive() {
	far := int32(-10)
	for i := range v.w {
		v.live[i] = v.w[i].nameLike() || v.gaz[i] != 0
		if int32(i) == v.first[i] {
			far = -10
		}
		if v.live[i] {
			if int32(i)-far <= 4 {
				for k := far + 1; k < int32(i); k++ {
					v.live[k] = true
				}
			}
			far = int32(i)
			continue
		}
		if int32(i)-far == 1 && !v.w[i].lower {
			v.live[i] = true // a number or sign after a capital: "Apollo 11"
		}
	}
}

func (v *nameView) at(i, base int, out *word) *word {
	if i < int(v.first[base]) || i >= int(v.last[base]) {
		return out
	}
	return &v.w[i]
}

var (
	beforeFirst = word{low: 3, form: 3, shape: 3, pos: 3}
	afterLast   = word{low: 4, form: 4, shape: 4, pos: 4}
)

// features appends the features of word i.
func (v *nameView) features(i int, f []uint64) []uint64 {
	w := &v.w[i]
	p1, p2 := v.at(i-1, i, &beforeFirst), v.at(i-2, i, &beforeFirst)
	n1, n2 := v.at(i+1, i, &afterLast), v.at(i+2, i, &afterLast)
	first, head := uint32(0), uint32(0)
	if int(v.first[i]) == i {
		first = 1
	}
	if v.heads {
		head = 1
	}
	f = append(f, f1(1, 0), f2(2, head, first), f3(3, w.shape, first, head),
		f1(10, w.low), f1(11, p1.low), f1(12, p2.low), f1(13, n1.low), f1(14, n2.low), f1(15, w.form),
		f1(16, w.shape), f1(17, p1.shape), f1(18, p2.shape), f1(19, n1.shape), f1(20, n2.shape),
		f2(21, p1.low, w.low), f2(22, w.low, n1.low), f3(23, p1.shape, w.shape, n1.shape), f2(24, p1.low, w.shape), f2(25, n1.low, w.shape),
		f2(26, p2.low, p1.low), f2(27, n1.low, n2.low))
	for k, x := range w.suf[:4] {
		if x != 0 {
			f = append(f, f2(30, x, uint32(k)), f3(31, x, uint32(k), w.shape))
		}
	}
	for k, x := range w.pre {
		if x != 0 {
			f = append(f, f2(32, x, uint32(k)), f3(33, x, uint32(k), w.shape))
		}
	}
	f = append(f, f1(34, p1.suf[2]), f1(35, n1.suf[2]), f1(36, p1.pre[2]), f1(37, n1.pre[2]))
	f = v.clusters(w, p1, p2, n1, n2, f)
	f = append(f,
		f2(70, w.pos, w.shape), f3(71, p1.pos, w.pos, n1.pos), f2(72, p1.pos, w.shape), f2(73, n1.pos, w.shape),
		f2(74, w.caps, w.shape), f3(75, w.caps, first, head), f2(76, n1.caps, n1.shape), f3(77, p2.pos, p1.pos, w.shape), f3(78, n1.pos, n2.pos, w.shape))
	f = v.lists(i, p1, n1, f)
	if w.upper {
		f = v.run(i, head, f)
		f = v.elsewhere(i, first, f)
	}
	return f[:min(len(f), maxFeatures)]
}

func (v *nameView) clusters(w, p1, p2, n1, n2 *word, f []uint64) []uint64 {
	f = append(f,
		f1(40, p2.c[0]), f1(41, p2.c[1]), f1(42, p2.c[2]),
		f1(43, p1.c[0]), f1(44, p1.c[1]), f1(45, p1.c[2]), f1(46, p1.c[3]),
		f1(47, w.c[0]), f1(48, w.c[1]), f1(49, w.c[2]), f1(50, w.c[3]),
		f1(51, n1.c[0]), f1(52, n1.c[1]), f1(53, n1.c[2]), f1(54, n1.c[3]),
		f1(55, n2.c[0]), f1(56, n2.c[1]), f1(57, n2.c[2]))
	return append(f,
		f2(60, p1.c[1], w.c[1]), f2(61, w.c[1], n1.c[1]), f2(62, p1.c[1], w.shape), f2(63, w.c[1], w.shape), f2(64, n1.c[1], w.shape),
		f3(65, p1.c[0], w.c[0], n1.c[0]), f3(66, p1.c[1], w.shape, n1.c[1]), f3(67, p2.c[1], p1.c[1], w.shape), f3(68, n1.c[1], n2.c[1], w.shape), f2(69, w.c[2], w.shape))
}

// lists appends what the gazetteer says of the word and its neighbours.
func (v *nameView) lists(i int, p1, n1 *word, f []uint64) []uint64 {
	w := &v.w[i]
	gp, gn := uint64(0), uint64(0)
	if i > int(v.first[i]) {
		gp = v.gaz[i-1]
	}
	if i+1 < int(v.last[i]) {
		gn = v.gaz[i+1]
	}
	g := v.gaz[i]
	for b := uint32(0); b < 64; b++ {
		if gp>>b == 0 && g>>b == 0 && gn>>b == 0 {
			break
		}
		if gp>>b&1 != 0 {
			f = append(f, f1(80, b))
		}
		if gn>>b&1 != 0 {
			f = append(f, f1(81, b))
		}
		if g>>b&1 != 0 {
			f = append(f, f1(82, b), f2(83, b, w.shape), f2(84, b, p1.shape), f2(85, b, n1.shape), f2(86, b, w.c[1]))
		}
	}
	return append(f, f2(87, uint32(g), uint32(g>>32)), f4(88, uint32(g), uint32(g>>32), uint32(gn), uint32(gn>>32)), f4(89, uint32(g), uint32(g>>32), uint32(gp), uint32(gp>>32)))
}

// run appends features of the run of capitalised words that word i is in.
func (v *nameView) run(i int, head uint32, f []uint64) []uint64 {
	a, b := i, i
	for a > int(v.first[i]) && v.w[a-1].upper && i-a < 4 {
		a--
	}
	for b+1 < int(v.last[i]) && v.w[b+1].upper && b-i < 4 {
		b++
	}
	left, right := uint32(i-a), uint32(b-i)
	before, after := v.at(a-1, i, &beforeFirst), v.at(b+1, i, &afterLast)
	wa, wb := &v.w[a], &v.w[b]
	return append(f,
		f3(90, left, right, head), f2(91, left, before.low), f2(92, right, after.low), f2(93, left, wb.low), f2(94, right, wa.low),
		f2(95, left, before.c[1]), f2(96, right, after.c[1]), f2(97, left, wb.c[1]), f2(98, right, wa.c[1]), f3(99, left, wb.c[2], right))
}

// elsewhere appends what stands beside the same word in other places of the
// text, the four nearest.
func (v *nameView) elsewhere(i int, first uint32, f []uint64) []uint64 {
	f = append(f, f3(100, uint32(v.caps[i]), uint32(v.lows[i]), first))
	start := len(f)
	p, n := v.prev[i], v.next[i]
	for k := 0; k < 4; k++ {
		j := p
		if k&1 == 1 && n >= 0 || p < 0 {
			j = n
		}
		if j < 0 {
			break
		}
		if j == p {
			p = v.prev[j]
		} else {
			n = v.next[j]
		}
		if v.w[j].upper {
			f = v.beside(int(j), start, f)
		}
	}
	return f
}

// beside appends features of the neighbours of word j that are not in f[start:]
// yet.
func (v *nameView) beside(j, start int, f []uint64) []uint64 {
	add := func(x uint64) {
		for _, y := range f[start:] {
			if x == y {
				return
			}
		}
		f = append(f, x)
	}
	p, n := v.at(j-1, j, &beforeFirst), v.at(j+1, j, &afterLast)
	add(f1(110, p.c[1]))
	add(f1(111, n.c[1]))
	if p.upper {
		add(f1(112, p.low))
		add(f2(113, uint32(v.gaz[j-1]), uint32(v.gaz[j-1]>>32)))
	}
	if n.upper {
		add(f1(114, n.low))
		add(f2(115, uint32(v.gaz[j+1]), uint32(v.gaz[j+1]>>32)))
	}
	return f
}
