package english

// A sentence is one sentence as the perceptrons see it: words 1 to n, with an
// empty word before them and, behind them, the root and empty words.
type sentence struct {
	w []word // length n+4; w[0] and w[n+2] on are outside, w[n+1] is the root
	n int
}

// Marks of what is not a word, in the fields low, tag and pos of w[0] and so on.
const (
	outside = 5
	rootKey = 7
)

// resize makes room for n words and sets the marks around them.
func (s *sentence) resize(n int) {
	s.w = sized(s.w, n+4)
	s.n = n
	out := word{low: outside, form: outside, tag: outside, pos: outside}
	s.w[0], s.w[n+2], s.w[n+3] = out, out, out
	s.w[n+1] = word{low: rootKey, form: rootKey, tag: rootKey, pos: rootKey}
}

// at gives the word at i, or an outside word.
func (s *sentence) at(i int) *word {
	if i < 1 || i > s.n {
		return &s.w[0]
	}
	return &s.w[i]
}

// Offsets that keep classes apart from the marks of what is no word.
const classBase = 10

// tagFeatures appends the features of word i for its class, with the classes
// t1 and t2 of the two words before it. The questions are those of the Stanford
// and Collins taggers, with clusters added.
func tagFeatures(s *sentence, i int, t1, t2 uint32, f []uint64) []uint64 {
	w0 := &s.w[i]
	w1, w2, v1, v2 := s.at(i-1), s.at(i-2), s.at(i+1), s.at(i+2)
	first := uint32(0)
	if i == 1 {
		first = 1
	}
	f = append(f, f1(1, 0), f1(2, w0.low), f2(3, w0.form, first), f2(4, w0.shape, first),
		f1(5, w1.low), f1(6, w2.low), f1(7, v1.low), f1(8, v2.low),
		f2(9, w1.low, w0.low), f2(10, w0.low, v1.low), f2(11, w1.low, v1.low), f3(12, w1.low, w0.low, v1.low),
		f2(13, w2.low, w1.low), f2(14, v1.low, v2.low))
	for k, x := range w0.suf {
		if x == 0 {
			break
		}
		f = append(f, f2(15, x, uint32(k)))
	}
	for k, x := range w0.pre {
		if x == 0 {
			break
		}
		f = append(f, f2(16, x, uint32(k)))
	}
	if x := w0.suf[2]; x != 0 {
		f = append(f, f2(17, x, w0.shape), f2(18, x, w1.low), f2(19, x, v1.low), f2(20, x, t1))
	}
	f = append(f, f1(21, w1.suf[2]), f1(22, v1.suf[2]), f1(23, w1.shape), f1(24, v1.shape), f2(25, v1.suf[1], v1.shape))
	// clusters
	f = append(f,
		f1(30, w0.c[0]), f1(31, w0.c[1]), f1(32, w0.c[2]), f1(33, w0.c[3]),
		f1(34, w1.c[1]), f1(35, w1.c[2]), f1(36, v1.c[1]), f1(37, v1.c[2]),
		f1(38, w2.c[1]), f1(39, w2.c[2]), f1(40, v2.c[1]), f1(41, v2.c[2]),
		f2(42, w0.c[1], v1.c[1]), f2(43, w1.c[1], w0.c[1]), f2(44, w0.c[1], w0.shape), f3(45, w1.c[0], w0.c[0], v1.c[0]),
		f2(46, w0.low, v1.c[1]), f2(47, w0.low, w1.c[1]), f3(48, w0.c[1], v1.c[1], v2.c[1]),
		f3(49, w0.shape, w0.caps, first), f2(50, w0.caps, v1.caps), f1(53, v1.caps))
	// classes before
	return append(f,
		f1(60, t1), f2(61, t1, t2), f2(62, t1, w0.low), f2(63, t1, v1.low), f3(64, t1, t2, w0.low), f3(65, t1, w0.low, v1.low),
		f2(66, t1, w0.c[1]), f3(67, t1, w0.c[1], v1.c[1]), f2(68, t1, w0.c[2]), f3(69, t1, t2, w0.c[1]))
}
