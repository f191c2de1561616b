package actions

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/twosource/twosource/internal/grammar"
	"github.com/twosource/twosource/internal/news"
)

// An Example is a pair of actor and recipient in a sentence, as the classifier
// sees it, and the PLOVER root of what the one does to the other.
type Example struct {
	Features []uint64
	Root     string
}

// NewExample gives what the classifier sees of a source and a target, spans of
// a's text. ann must have all of a's marks up to its statements, g their grammar.
func NewExample(a *news.Article, ann *news.Annotation, g *grammar.Text, source, target news.Span) Example {
	f := newFinder(a, ann, g)
	f.findClauses()
	s, t := f.headIn(source), f.headIn(target)
	k := int32(-1)
	if s >= 0 {
		k = f.owner[s]
	}
	if k < 0 && t >= 0 {
		k = f.owner[t]
	}
	if k < 0 {
		return Example{}
	}
	v := f.look(k, s, t)
	v.skipS, v.skipT = source, target
	return Example{Features: v.features()}
}

// headIn gives the head of the words of s, -1 if it has none.
func (f *finder) headIn(s news.Span) int32 {
	i := f.wordAt(s.Start)
	if s.Len() == 0 || i >= len(f.ann.Words) || f.ann.Words[i].Start >= s.End {
		return -1
	}
	return int32(f.headOf(i, s.End))
}

// LearnOptions set up [Learn].
type LearnOptions struct {
	Epochs int
	Rate   float64 // of the first step
	Decay  float64 // weight of the squares of the weights
	Seed   uint64
}

// A learner is a multinomial logistic regression on its way.
type learner struct {
	roots   []string
	index   map[uint64]int32
	weights []float64 // by feature, a row of a weight for each root
	squares []float64 // of the steps so far
	rows    [][]int32
	gold    []int
}

// Learn makes the bytes of roots.model from examples: a multinomial logistic
// regression over features that occur twice or more. It is deterministic on one
// kind of machine; the result is shipped, so that it is the same on all.
//
// Source: J. Duchi, E. Hazan, Y. Singer, Adaptive Subgradient Methods (JMLR
// 2011).
func Learn(examples []Example, o LearnOptions) []byte {
	return newLearner(examples).run(o).write()
}

func newLearner(examples []Example) *learner {
	l := &learner{index: map[uint64]int32{}}
	seen := map[uint64]int{}
	for i := range examples {
		for _, h := range unique(examples[i].Features) {
			seen[h]++
		}
		l.roots = append(l.roots, examples[i].Root)
	}
	slices.Sort(l.roots)
	l.roots = slices.Compact(l.roots)
	for i := range examples {
		var row []int32
		for _, h := range unique(examples[i].Features) {
			if seen[h] < 2 {
				continue
			}
			k, ok := l.index[h]
			if !ok {
				k = int32(len(l.index))
				l.index[h] = k
			}
			row = append(row, k)
		}
		l.rows = append(l.rows, row)
		l.gold = append(l.gold, slices.Index(l.roots, examples[i].Root))
	}
	l.weights = make([]float64, len(l.index)*len(l.roots))
	l.squares = make([]float64, len(l.weights))
	return l
}

func unique(features []uint64) []uint64 {
	out := slices.Clone(features)
	slices.Sort(out)
	return slices.Compact(out)
}

func (l *learner) run(o LearnOptions) *learner {
	rng := rand.New(rand.NewPCG(o.Seed, 11))
	p := make([]float64, len(l.roots))
	for range o.Epochs {
		for _, i := range rng.Perm(len(l.rows)) {
			l.scores(l.rows[i], p)
			softmax(p)
			l.step(l.rows[i], l.gold[i], p, o)
		}
	}
	return l
}

func (l *learner) scores(row []int32, p []float64) {
	clear(p)
	n := len(l.roots)
	for _, k := range row {
		for c, w := range l.weights[int(k)*n : int(k+1)*n] {
			p[c] += w
		}
	}
}

func (l *learner) step(row []int32, gold int, p []float64, o LearnOptions) {
	n := len(l.roots)
	for _, k := range row {
		w, s := l.weights[int(k)*n:int(k+1)*n], l.squares[int(k)*n:int(k+1)*n]
		for c := range w {
			g := p[c] + o.Decay*w[c]
			if c == gold {
				g--
			}
			s[c] += g * g
			w[c] -= o.Rate * g / math.Sqrt(s[c]+1e-6)
		}
	}
}

func softmax(p []float64) {
	top := slices.Max(p)
	sum := 0.0
	for c := range p {
		p[c] = math.Exp(p[c] - top)
		sum += p[c]
	}
	for c := range p {
		p[c] /= sum
	}
}

// write lays the model out, see model.go. Weights become multiples of
// 1/weightUnit.
func (l *learner) write() []byte {
	type row struct {
		hash uint64
		at   int32
	}
	rows := make([]row, 0, len(l.index))
	for h, k := range l.index {
		rows = append(rows, row{h, k})
	}
	slices.SortFunc(rows, func(a, b row) int { return cmp.Compare(a.hash, b.hash) })
	b := newBuilder(l.roots, len(rows))
	n := len(l.roots)
	for _, r := range rows {
		b.add(r.hash, l.weights[int(r.at)*n:int(r.at+1)*n])
	}
	return b.bytes()
}
