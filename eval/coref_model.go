package eval

import (
	_ "embed"
	"sync"

	"github.com/twosource/twosource/eval/boost"
	"github.com/twosource/twosource/eval/coref"
)

//go:embed coref/vectors.bin
var vectorData []byte

// eventVectors gives which stems are used alike.
var eventVectors = sync.OnceValue(func() *coref.Vectors {
	v := coref.ParseVectors(vectorData)
	return &v
})

// An eventModel tells which mentions are of one happening.
type eventModel struct {
	habits habits
	trees  *boost.Forest // of a pair by itself
	bound  float64       // mean of odds from which two groups are one
}

// eventFolds is the number of parts of a cross-validation.
const eventFolds = 5

// growth is how the trees of a model are grown; see docs/decisions for what else
// was tried.
var growth = boost.Options{Trees: 80, Depth: 4, Rate: .1, Lambda: 15, Least: 15, Part: 128}

// otherStems: of the pairs with two stems that are of two happenings one in so many
// is learnt from, for as many.
const otherStems = 10

// fold is the part of a cross-validation that a mention is in.
func (p *eventPile) fold(i int) int {
	if p.whole {
		return 0
	}
	return p.mentions[i].topic % eventFolds
}

// none is no fold.
const none = -1

// fit learns from the mentions of all folds but two, which may be one or none.
func (p *eventPile) fit(key coref.Key, without, andWithout int) *eventModel {
	wanted := func(i int) bool { return p.fold(i) != without && p.fold(i) != andWithout }
	m := &eventModel{habits: p.seen(key, wanted)}
	var rows [][]float32
	var same, weight []float32
	for k := range p.pairs {
		t := &p.pairs[k]
		if !wanted(t.a) || !wanted(t.b) {
			continue
		}
		one := key.Chains[t.a] == key.Chains[t.b]
		w := float32(1)
		if x, y := &p.mentions[t.a], &p.mentions[t.b]; !one && x.stem != y.stem && x.lemma != y.lemma {
			if k%otherStems != 0 {
				continue
			}
			w = otherStems
		}
		m.habits.put(p, t)
		rows = append(rows, t.row)
		same = append(same, float32(is(one)))
		weight = append(weight, w)
	}
	m.trees = boost.Fit(rows, same, weight, growth)
	return m
}

// judge gives the odds of the pairs of a fold.
func (p *eventPile) judge(m *eventModel, fold int, odds []float64) {
	for k := range p.pairs {
		if t := &p.pairs[k]; p.fold(t.a) == fold && p.fold(t.b) == fold {
			m.habits.put(p, t)
			odds[k] = m.trees.Odds(t.row)
		}
	}
}

// joinings joins the mentions of the folds that are wanted, each fold apart. odds
// has an entry for each pair.
func (p *eventPile) joinings(odds []float64, wanted func(fold int) bool) []joining {
	var out []joining
	from := 0
	for _, list := range p.stories {
		n := len(list)
		place := make(map[int]int, n)
		for k, i := range list {
			place[i] = k
		}
		of := func(i, j int) float64 { // i before j
			a, b := place[i], place[j]
			return odds[from+a*(2*n-a-1)/2+b-a-1]
		}
		for f := range eventFolds {
			if part := keep(list, func(i int) bool { return p.fold(i) == f && wanted(f) }); len(part) > 0 {
				out = append(out, join(part, of))
			}
		}
		from += n * (n - 1) / 2
	}
	return out
}

// crossValidated joins the mentions of each part of the topics by what is learnt
// from the others, with the bound that is best for those, each by what was learnt
// without it.
func (p *eventPile) crossValidated(key coref.Key) coref.Chains {
	inner, outer := p.crossOdds(key)
	out := make(coref.Chains, len(p.mentions))
	next := 0
	for f := range eventFolds {
		bound := bestBound(key, p.joinings(inner[f], func(g int) bool { return g != f }))
		next = cutAll(p.joinings(outer, func(g int) bool { return g == f }), bound, out, next)
	}
	return out
}

// crossOdds gives the odds of the pairs of each fold by what was learnt from the
// others, and for each fold those of the pairs outside it by what was learnt from
// neither.
func (p *eventPile) crossOdds(key coref.Key) (inner [eventFolds][]float64, outer []float64) {
	for f := range inner {
		inner[f] = make([]float64, len(p.pairs))
	}
	outer = make([]float64, len(p.pairs))
	for f := range eventFolds {
		for g := range f {
			m := p.fit(key, f, g)
			p.judge(m, g, inner[f])
			p.judge(m, f, inner[g])
		}
		p.judge(p.fit(key, f, none), f, outer)
	}
	return inner, outer
}

// learn learns from all mentions.
func (p *eventPile) learn(key coref.Key) *eventModel {
	odds := make([]float64, len(p.pairs))
	for f := range eventFolds {
		p.judge(p.fit(key, f, none), f, odds)
	}
	m := p.fit(key, none, none)
	m.bound = bestBound(key, p.joinings(odds, func(int) bool { return true }))
	return m
}

// joinedBy joins all mentions by a model that was learnt from other topics.
func (p *eventPile) joinedBy(m *eventModel) coref.Chains {
	odds := make([]float64, len(p.pairs))
	for k := range p.pairs {
		m.habits.put(p, &p.pairs[k])
		odds[k] = m.trees.Odds(p.pairs[k].row)
	}
	p.whole = true
	out := make(coref.Chains, len(p.mentions))
	cutAll(p.joinings(odds, func(int) bool { return true }), m.bound, out, 0)
	return out
}
