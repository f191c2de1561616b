package english

// Classes of the name tagger: outside, and four places in a name of each of the
// three types that the treebanks of names agree on. [Group] is added by list.
const (
	nameTypesLearnt = 3
	nameClasses     = 1 + 4*nameTypesLearnt
)

// A namer finds names by the best path through the classes of a sentence.
type namer struct {
	weights scorer
	steps   [nameClasses][nameClasses]int32 // weight of one class after another
	places  *gazetteer
	view    nameView
	feats   []uint64
	sums    [maxClasses]int32
	best    [][nameClasses]int32
	from    [][nameClasses]uint8
	path    []uint8
}

// noPath is a sum that no path of allowed steps has.
const noPath = -1 << 29

// follows reports whether class b may stand after class a; a = -1 and b = -1
// are the ends of the sentence.
func follows(a, b int) bool {
	open := a > 0 && (a-1)%4 <= nameInside
	if !open {
		return b <= 0 || (b-1)%4 == nameBegin || (b-1)%4 == nameUnit
	}
	return b > 0 && (b-1)/4 == (a-1)/4 && ((b-1)%4 == nameInside || (b-1)%4 == nameLast)
}

var mayFollow = func() (t [nameClasses][nameClasses]bool) {
	for a := range t {
		for b := range t[a] {
			t[a][b] = follows(a, b)
		}
	}
	return t
}()

// prepare makes the view of a text whose words are read.
func (m *namer) prepare() {
	v := &m.view
	m.places.mark(v)
	v.link()
	v.findLive()
}

// sentence sets path to the classes of the words a to b, one sentence.
func (m *namer) sentence(a, b int) []uint8 {
	n := b - a
	m.path = sized(m.path, n)
	m.view.heads = m.view.isHeadline(a, b)
	for i := 0; i < n; {
		if !m.view.live[a+i] {
			m.path[i] = 0
			i++
			continue
		}
		k := i + 1
		for k < n && m.view.live[a+k] {
			k++
		}
		m.stretch(a+i, a+k, m.path[i:k])
		i = k
	}
	return m.path
}

// isHeadline reports whether most words of a sentence begin with a capital.
func (v *nameView) isHeadline(a, b int) bool {
	caps, lows := 0, 0
	for i := a; i < b; i++ {
		if v.w[i].upper {
			caps++
		} else if v.w[i].lower {
			lows++
		}
	}
	return caps > 2 && 2*lows < caps
}

// stretch finds the best path through the words a to b, which stand between
// words that are outside names.
func (m *namer) stretch(a, b int, path []uint8) {
	n := b - a
	m.best, m.from = sized(m.best, n), sized(m.from, n)
	for i := range n {
		m.feats = m.view.features(a+i, m.feats[:0])
		sums := m.sums[:nameClasses]
		m.weights.score(m.feats, sums)
		m.extend(i, sums)
	}
	m.trace(n, path)
}

// viterbi is stretch with the sums of n words given by score.
func (m *namer) viterbi(n int, score func(i int, sums []int32), path []uint8) {
	m.best, m.from = sized(m.best, n), sized(m.from, n)
	for i := range n {
		score(i, m.sums[:nameClasses])
		m.extend(i, m.sums[:nameClasses])
	}
	m.trace(n, path)
}

// extend finds the best path to each class of word i of a stretch.
func (m *namer) extend(i int, sums []int32) {
	for c := range nameClasses {
		top, from := int32(noPath), 0
		if i == 0 {
			if follows(-1, c) {
				top = m.steps[0][c]
			}
		} else {
			for p := range nameClasses {
				if !mayFollow[p][c] {
					continue
				}
				if s := m.best[i-1][p] + m.steps[p][c]; s > top {
					top, from = s, p
				}
			}
		}
		m.best[i][c], m.from[i][c] = max(top+sums[c], noPath), uint8(from)
	}
}

// trace puts the best path of a stretch of n words into path.
func (m *namer) trace(n int, path []uint8) {
	top, last := int32(noPath), 0
	for c := range nameClasses {
		if follows(c, -1) {
			if s := m.best[n-1][c] + m.steps[c][0]; s > top {
				top, last = s, c
			}
		}
	}
	for i := n - 1; i >= 0; i-- {
		path[i] = uint8(last)
		last = int(m.from[i][last])
	}
}
