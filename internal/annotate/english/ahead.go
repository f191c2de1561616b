package english

// Places of a word in a state of the parser.
const (
	top0 = iota // the top of the stack
	top1
	top2
	top3
	first0 // the first of the buffer
	first1
	first2
	first3
	numPlaces
)

// placeParts says how many features of [placeFeatures] each place has.
var placeParts = [numPlaces]int{5, 5, 4, 1, 5, 4, 3, 1}

// placeFeatures appends the features of the next move that depend on one word and
// its place alone, for all places in turn.
func placeFeatures(w *word, f []uint64) []uint64 {
	f = append(w.alone(10, f), f1(240, w.c[2]), f1(243, w.c[1]))
	f = append(w.alone(13, f), f1(241, w.c[2]), f1(244, w.c[1]))
	f = append(w.alone(16, f), f1(236, w.c[1]))
	f = append(f, f1(28, w.tag))
	f = append(w.alone(19, f), f1(242, w.c[2]), f1(245, w.c[1]))
	f = append(w.alone(22, f), f1(246, w.c[2]))
	f = w.alone(25, f)
	return append(f, f1(29, w.tag))
}

// An ahead holds sums of weights that are the same in many states of a sentence:
// they are looked up once a word and not once a move. Together with the features
// that [moveFeatures] calls the rest they are all that speaks for a move.
type ahead struct {
	table  *moveTable
	words  [][numPlaces]moveSums // by word
	buffer []moveSums            // by the first word of the buffer: of all words in it, and of what is always there
	none   [numChildren]moveSums // of dependents that are not there
	feats  []uint64
}

// open makes a ready for the weights of t.
func (a *ahead) open(t *moveTable) {
	a.table = t
	var s sentence
	s.resize(0)
	for k := range a.none {
		a.feats = childAlone(k, &s.w[0], 0, a.feats[:0])
		a.none[k] = t.sum(a.feats)
	}
}

// prepare looks up what there is to s, whose words have their classes.
func (a *ahead) prepare(s *sentence) {
	last := s.n + 2 // the first of the empty words behind the root
	a.words, a.buffer = sized(a.words, last+1), sized(a.buffer, last)
	for i := range a.words {
		a.feats = placeFeatures(&s.w[i], a.feats[:0])
		a.table.parts(a.feats, placeParts[:], a.words[i][:])
	}
	always := a.table.sum([]uint64{f1(1, 1)})
	for i := 1; i < last; i++ {
		j1, j2, j3 := i+1, min(i+2, last), min(i+3, last)
		a.feats = bufferFeatures(&s.w[i], &s.w[j1], a.feats[:0])
		b := a.table.sum(a.feats)
		b.add(always)
		b.add(a.words[i][first0])
		b.add(a.words[j1][first1])
		b.add(a.words[j2][first2])
		b.add(a.words[j3][first3])
		a.buffer[i] = b
	}
}

// of gives the sums for the state z.
func (a *ahead) of(z *treeState) moveSums {
	b := a.buffer[z.next]
	i0, i1 := z.top(0), z.top(1)
	b.add(a.words[i0][top0])
	b.add(a.words[i1][top1])
	b.add(a.words[z.top(2)][top2])
	b.add(a.words[z.top(3)][top3])
	for k, c := range childrenOf(&z.node[i0], &z.node[i1], &z.node[z.next]) {
		if c == 0 {
			b.add(a.none[k])
		}
	}
	return b
}
