package english

import (
	"errors"
	"math/rand/v2"
)

// A nameModel is what is learnt of names.
type nameModel struct {
	weights *learner
	steps   [nameClasses][nameClasses]int32 // mean weights, as those of weights
	gaz     []byte
}

// A nameLesson is a stretch of words that may belong to names, in one sentence.
// Features are found once and kept, for they do not depend on the weights.
type nameLesson struct {
	feats   [][]uint64
	classes []uint8
}

// learnNames teaches the name tagger on k.m.Names, with word classes by tags.
func (k *school) learnNames(tags *learner) (*nameModel, error) {
	if len(k.m.Names) == 0 {
		return nil, errors.New("english: no texts with names")
	}
	nm := &nameModel{gaz: buildGazetteer(k.m.Gazetteer)}
	gaz := gazetteer{nm.gaz, entries(nm.gaz, gazEntrySize)}
	var ls []nameLesson
	t := tagger{weights: tags, classes: k.classes}
	for i := range k.m.Names {
		ls = append(ls, k.nameLessons(&k.m.Names[i], &t, &gaz)...)
	}
	nm.weights = k.twins(k.o.Seed, func(seed uint64) []*learner {
		w, steps := learnNameWeights(ls, &gaz, k.o.NamePasses, seed)
		k.addSteps(nm, steps)
		return []*learner{w}
	})[0]
	k.logf("names: %d stretches, %d features", len(ls), nm.weights.used)
	return nm, nil
}

// addSteps adds the weights of steps of one learner to those of nm.
func (k *school) addSteps(nm *nameModel, steps [nameClasses][nameClasses]int32) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for a := range steps {
		for b, w := range steps[a] {
			nm.steps[a][b] += w
		}
	}
}

// learnNameWeights teaches one perceptron of names.
func learnNameWeights(ls []nameLesson, gaz *gazetteer, passes int, seed uint64) (*learner, [nameClasses][nameClasses]int32) {
	w := newLearner(nameClasses)
	m := namer{weights: w, places: gaz}
	l := nameLearner{namer: &m, weights: w}
	rng := rand.New(rand.NewPCG(seed, 31))
	order := rng.Perm(len(ls))
	for range passes {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			l.teach(&ls[i])
		}
	}
	var steps [nameClasses][nameClasses]int32
	for a := range steps {
		for b := range steps[a] {
			steps[a][b] = mean(m.steps[a][b], l.debt[a][b], w.moment)
		}
	}
	return w.average(), steps
}

// view reads a text into v and gives the bounds of its sentences.
func (k *school) view(text [][]string, t *tagger, v *nameView) (bounds []int) {
	total := 0
	for _, s := range text {
		total += len(s)
	}
	v.resize(total)
	var f folder
	var s sentence
	at := 0
	for _, words := range text {
		s.resize(len(words))
		for i, w := range words {
			f.read(&s.w[i+1], w, &k.lex)
		}
		t.run(&s)
		copy(v.w[at:at+len(words)], s.w[1:])
		for i := range words {
			v.first[at+i], v.last[at+i] = int32(at), int32(at+len(words))
		}
		bounds = append(bounds, at)
		at += len(words)
	}
	return append(bounds, at)
}

func (k *school) nameLessons(x *NameText, t *tagger, gaz *gazetteer) (out []nameLesson) {
	m := namer{places: gaz}
	v := &m.view
	bounds := k.view(x.Sentences, t, v)
	m.prepare()
	for si, tags := range x.Tags {
		a, b := bounds[si], bounds[si+1]
		v.heads = v.isHeadline(a, b)
		for i := a; i < b; {
			if !v.live[i] {
				i++
				continue
			}
			e := i + 1
			for e < b && v.live[e] {
				e++
			}
			if l, ok := stretchLesson(v, tags, a, i, e); ok {
				out = append(out, l)
			}
			i = e
		}
	}
	return out
}

// stretchLesson makes the lesson of words i to e of the sentence that begins at
// a. It is refused if a name goes over its ends.
func stretchLesson(v *nameView, tags []NameTag, a, i, e int) (l nameLesson, ok bool) {
	for j := i; j < e; j++ {
		c := tags[j-a]
		if c.Type() == Group {
			c = 0
		}
		l.classes = append(l.classes, uint8(c))
		l.feats = append(l.feats, append([]uint64(nil), v.features(j, nil)...))
	}
	prev := -1
	for _, c := range l.classes {
		if !follows(prev, int(c)) {
			return l, false
		}
		prev = int(c)
	}
	return l, follows(prev, -1)
}

// A nameLearner corrects a namer.
type nameLearner struct {
	namer   *namer
	weights *learner
	path    []uint8
	debt    [nameClasses][nameClasses]int64 // as in learner
}

// teach finds the best path of l under the present weights and moves the
// weights from it to the right one (Collins, 2002).
func (t *nameLearner) teach(l *nameLesson) {
	n := len(l.feats)
	t.path = sized(t.path, n)
	t.namer.viterbi(n, func(i int, sums []int32) { t.weights.score(l.feats[i], sums) }, t.path)
	prevGood, prevBad := 0, 0
	for i, bad := range t.path {
		good := l.classes[i]
		if good != bad {
			t.weights.teach(l.feats[i], int(good), int(bad))
		}
		t.step(prevGood, int(good), 1)
		t.step(prevBad, int(bad), -1)
		prevGood, prevBad = int(good), int(bad)
	}
	t.step(prevGood, 0, 1)
	t.step(prevBad, 0, -1)
	t.weights.moment++
}

// step changes the weight of class b after class a.
func (t *nameLearner) step(a, b int, by int32) {
	t.namer.steps[a][b] += by
	t.debt[a][b] += int64(by) * t.weights.moment
}
