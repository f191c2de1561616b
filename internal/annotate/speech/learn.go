package speech

import (
	"cmp"
	"encoding/binary"
	"math/bits"
	"math/rand/v2"
	"slices"

	"github.com/twosource/twosource/internal/grammar"
	"github.com/twosource/twosource/internal/news"
)

// A Lesson is an article with its marks and the statements that people have
// found in it.
type Lesson struct {
	Article    *news.Article
	Annotation *news.Annotation // sentences, words, mentions and times
	Grammar    *grammar.Text
	Gold       []Gold
}

// A Gold is one statement: spans of source, cue and content.
type Gold struct {
	Source, Cue, Content []news.Span
}

// LearnOptions set up [Learn].
type LearnOptions struct {
	Epochs int
	Least  int32 // margin that a cue must have; in the units of the model's weights
	Seed   uint64
}

// leastSeen is how often a feature must occur to be kept.
const leastSeen = 4

// Learn makes the bytes of statements.model from lessons: two averaged
// perceptrons, one that tells cues from other words, one that labels the words
// around a cue. It is deterministic.
//
// Source: M. Collins, Discriminative Training Methods for Hidden Markov Models
// (EMNLP 2002).
func Learn(lessons []Lesson, o LearnOptions) []byte {
	studies := make([]study, 0, len(lessons))
	in, all := map[uint64]int{}, map[uint64]int{}
	for i := range lessons {
		s := newStudy(&lessons[i])
		s.count(in, all)
		studies = append(studies, s)
	}
	heads := map[uint64]int{}
	for i := range studies {
		studies[i].chooseHeads(in, all, heads)
	}
	m := &model{leastOf: o.Least}
	var known []uint64
	for h, n := range heads {
		if n >= 2 {
			known = append(known, h)
		}
	}
	slices.Sort(known)
	m.lemmas = packTable(known, nil, 0)
	rng := rand.New(rand.NewPCG(o.Seed, 7))
	learnCues(m, studies, o, rng)
	learnRoles(m, studies, o, rng)
	return writeModel(m)
}

// A study is a lesson with what the rules see in it.
type study struct {
	*Lesson
	l     *lens
	heads []int // the cue's word of each gold statement, or -1
}

func newStudy(lesson *Lesson) study {
	f := newFinder(lesson.Article, lesson.Annotation)
	f.readByRule()
	return study{Lesson: lesson, l: newLens(f, lesson.Grammar)}
}

// content reports whether word i can be the head of a cue with others.
func (s *study) fullWord(i int) bool {
	switch s.l.g.POS[i] {
	case grammar.VERB, grammar.NOUN, grammar.ADJ, grammar.PROPN:
		return true
	}
	return false
}

// words gives the words of the first span of a cue.
func (s *study) words(span news.Span) (from, to int) {
	from = s.l.f.wordAt(span.Start)
	for to = from; to < len(s.l.f.toks) && int(s.l.f.toks[to].start) < span.End; to++ {
	}
	return from, to
}

func (s *study) count(in, all map[uint64]int) {
	for _, h := range s.l.lemma {
		all[h]++
	}
	for i := range s.Gold {
		from, to := s.words(s.Gold[i].Cue[0])
		for k := from; k < to; k++ {
			in[s.l.lemma[k]]++
		}
	}
}

// chooseHeads picks the word of each gold cue whose lemma is most often in cues.
func (s *study) chooseHeads(in, all, heads map[uint64]int) {
	for i := range s.Gold {
		from, to := s.words(s.Gold[i].Cue[0])
		best, most := -1, -1.0
		for k := from; k < to; k++ {
			h := s.l.lemma[k]
			share := (float64(in[h]) + 0.1) / (float64(all[h]) + 1)
			if !s.fullWord(k) {
				share /= 4
			}
			if s.l.f.toks[k].quote < 0 && share > most {
				best, most = k, share
			}
		}
		s.heads = append(s.heads, best)
		if best >= 0 {
			heads[s.l.lemma[best]]++
		}
	}
}

// weights are those of an averaged perceptron over features with small numbers.
type weights struct {
	now, sum []float64
	last     []int
	step     int
}

func newWeights(n int) *weights {
	return &weights{now: make([]float64, n), sum: make([]float64, n), last: make([]int, n)}
}

func (w *weights) add(i int, d float64) {
	w.sum[i] += float64(w.now[i] * float64(w.step-w.last[i]))
	w.last[i] = w.step
	w.now[i] += d
}

func (w *weights) average() []float64 {
	out := make([]float64, len(w.now))
	for i := range out {
		out[i] = (w.sum[i] + float64(w.now[i]*float64(w.step-w.last[i]))) / float64(max(1, w.step))
	}
	return out
}

// An index gives numbers to the features that occur often enough.
type index struct {
	seen   map[uint64]uint32
	number map[uint64]uint32
	hashes []uint64
}

func (x *index) see(feats []uint64) {
	for _, h := range feats {
		x.seen[h]++
	}
}

func (x *index) close() {
	for h, n := range x.seen {
		if n >= leastSeen {
			x.hashes = append(x.hashes, h)
		}
	}
	slices.Sort(x.hashes)
	x.seen = nil
	x.number = make(map[uint64]uint32, len(x.hashes))
	for i, h := range x.hashes {
		x.number[h] = uint32(i)
	}
}

func (x *index) numbers(feats []uint64) []uint32 {
	out := make([]uint32, 0, len(feats))
	for _, h := range feats {
		if n, ok := x.number[h]; ok {
			out = append(out, n)
		}
	}
	return out
}

// quantise gives weights as bytes and the factor they were multiplied with.
func quantise(w []float64, factor float64) []int8 {
	out := make([]int8, len(w))
	for i, v := range w {
		out[i] = int8(max(-127, min(127, roundHalf(float64(v*factor)))))
	}
	return out
}

func roundHalf(v float64) float64 {
	if v < 0 {
		return float64(int(v - 0.5))
	}
	return float64(int(v + 0.5))
}

// factorFor scales weights so that all but one in a thousand fit a byte.
func factorFor(w []float64) float64 {
	abs := make([]float64, 0, len(w))
	for _, v := range w {
		if v != 0 {
			abs = append(abs, max(v, -v))
		}
	}
	if len(abs) == 0 {
		return 1
	}
	slices.Sort(abs)
	return 127 / abs[len(abs)*999/1000]
}

// learnCues fills m.cues.
func learnCues(m *model, studies []study, o LearnOptions, rng *rand.Rand) {
	type example struct {
		feats []uint32
		cue   bool
	}
	each := func(do func(s *study, i int, cue bool)) {
		for k := range studies {
			s := &studies[k]
			isHead := map[int]bool{}
			for _, h := range s.heads {
				isHead[h] = true
			}
			for i := range s.l.f.toks {
				if s.l.candidate(i, m) {
					s.l.cueFeatures(i)
					do(s, i, isHead[i])
				}
			}
		}
	}
	x := index{seen: map[uint64]uint32{}}
	each(func(s *study, _ int, _ bool) { x.see(s.l.feats) })
	x.close()
	var examples []example
	each(func(s *study, _ int, cue bool) { examples = append(examples, example{x.numbers(s.l.feats), cue}) })
	w := newWeights(len(x.hashes))
	for range o.Epochs {
		rng.Shuffle(len(examples), func(i, j int) { examples[i], examples[j] = examples[j], examples[i] })
		for _, e := range examples {
			w.step++
			score := 0.0
			for _, n := range e.feats {
				score += w.now[n]
			}
			switch {
			case e.cue && score < 1:
				for _, n := range e.feats {
					w.add(int(n), 1)
				}
			case !e.cue && score > -1:
				for _, n := range e.feats {
					w.add(int(n), -1)
				}
			}
		}
	}
	avg := w.average()
	m.cues = packTable(x.hashes, quantise(avg, factorFor(avg)), 1)
}

// A roleExample is a gold cue's window.
type roleExample struct {
	feats    [][]uint32
	contexts []uint8
	gold     []role
	cue      int
}

// learnRoles fills m.roles and m.follow.
func learnRoles(m *model, studies []study, o LearnOptions, rng *rand.Rand) {
	x := index{seen: map[uint64]uint32{}}
	each := func(do func(s *study, r *roleLens, i int)) {
		for k := range studies {
			s := &studies[k]
			r := &roleLens{lens: s.l}
			for i, h := range s.heads {
				if h >= 0 {
					r.look(h)
					do(s, r, i)
				}
			}
		}
	}
	each(func(_ *study, r *roleLens, _ int) {
		for k := r.lo; k < r.hi; k++ {
			r.roleFeatures(k)
			x.see(r.feats)
		}
	})
	x.close()
	var examples []roleExample
	each(func(s *study, r *roleLens, i int) {
		e := roleExample{cue: r.cue - r.lo, gold: make([]role, r.hi-r.lo)}
		s.paint(r, &s.Gold[i], e.gold)
		for k := r.lo; k < r.hi; k++ {
			r.roleFeatures(k)
			e.feats = append(e.feats, x.numbers(r.feats))
			e.contexts = append(e.contexts, uint8(r.context(k)))
		}
		examples = append(examples, e)
	})
	n := len(x.hashes) * numRoles
	w := newWeights(n + numContexts*(numRoles+1)*numRoles)
	r := &roleLens{}
	var got []role
	for range o.Epochs {
		rng.Shuffle(len(examples), func(i, j int) { examples[i], examples[j] = examples[j], examples[i] })
		for i := range examples {
			w.step++
			got = updateRoles(w, n, &examples[i], r, got)
		}
	}
	avg := w.average()
	factor := factorFor(avg[:n])
	m.roles = packTable(x.hashes, quantise(avg[:n], factor), numRoles)
	for c := range numContexts {
		for p := range numRoles + 1 {
			for k := range numRoles {
				m.follow[c][p][k] = int16(max(-32000, min(32000, roundHalf(float64(avg[n+(c*(numRoles+1)+p)*numRoles+k]*factor)))))
			}
		}
	}
}

// paint writes the gold roles of r's window.
func (s *study) paint(r *roleLens, g *Gold, out []role) {
	for _, part := range []struct {
		spans []news.Span
		as    role
	}{{g.Content, roleContent}, {g.Source, roleSource}, {g.Cue, roleCue}} {
		for _, span := range part.spans {
			for k := max(r.lo, s.l.f.wordAt(span.Start)); k < r.hi && int(s.l.f.toks[k].start) < span.End; k++ {
				out[k-r.lo] = part.as
			}
		}
	}
	out[r.cue-r.lo] = roleCue
}

// scaleOf turns the trainer's weights into the whole numbers that viterbi adds.
const scaleOf = 1 << 10

// updateRoles labels one example and moves the weights where it is wrong.
func updateRoles(w *weights, n int, e *roleExample, r *roleLens, got []role) []role {
	follow := func(ctx, p, c int) int { return n + (ctx*(numRoles+1)+p)*numRoles + c }
	r.lo, r.hi, r.cue = 0, len(e.gold), e.cue
	r.scores = cleared(r.scores, len(e.gold))
	for k, feats := range e.feats {
		for _, f := range feats {
			for c := range numRoles {
				r.scores[k][c] += int32(w.now[int(f)*numRoles+c] * scaleOf)
			}
		}
		for c := range numRoles { // a margin: the gold label must win by one
			if role(c) != e.gold[k] {
				r.scores[k][c] += scaleOf
			}
		}
	}
	got = r.viterbiIn(e.contexts, got, func(ctx, p, c int) int32 { return int32(w.now[follow(ctx, p, c)] * scaleOf) })
	if slices.Equal(got, e.gold) {
		return got
	}
	prevGold, prevGot := numRoles, numRoles
	for k := range e.gold {
		if g, b := int(e.gold[k]), int(got[k]); g != b {
			for _, f := range e.feats[k] {
				w.add(int(f)*numRoles+g, 1)
				w.add(int(f)*numRoles+b, -1)
			}
		}
		ctx := int(e.contexts[k])
		if prevGold != prevGot || e.gold[k] != got[k] {
			w.add(follow(ctx, prevGold, int(e.gold[k])), 1)
			w.add(follow(ctx, prevGot, int(got[k])), -1)
		}
		prevGold, prevGot = int(e.gold[k]), int(got[k])
	}
	return got
}

// packTable makes a table of features and their weights.
func packTable(hashes []uint64, w []int8, classes int) table {
	type row struct {
		h uint64
		i int
	}
	var rows []row
	for i, h := range hashes {
		keep := classes == 0
		for c := range classes {
			keep = keep || w[i*classes+c] > 2 || w[i*classes+c] < -2
		}
		if keep {
			rows = append(rows, row{h, i})
		}
	}
	slices.SortFunc(rows, func(a, b row) int { return cmp.Compare(a.h, b.h) })
	size := 16
	for size < len(rows)*3/2 {
		size *= 2
	}
	t := table{slots: make([]uint64, size), classes: classes}
	for _, r := range rows {
		i := t.slotOf(r.h)
		for t.slots[i] != 0 {
			i = (i + 1) & uint32(len(t.slots)-1)
		}
		t.slots[i] = uint64(checkOf(r.h))
		for c := range classes {
			t.slots[i] |= uint64(uint8(w[r.i*classes+c])) << (16 + 8*c)
		}
	}
	return t
}

// writeModel gives the bytes that parseModel reads.
func writeModel(m *model) []byte {
	out := []byte(modelMagic)
	out = binary.LittleEndian.AppendUint32(out, uint32(m.leastOf))
	for c := range m.follow {
		for p := range m.follow[c] {
			for r := range m.follow[c][p] {
				out = binary.LittleEndian.AppendUint16(out, uint16(m.follow[c][p][r]))
			}
		}
	}
	for _, t := range []*table{&m.lemmas, &m.cues, &m.roles} {
		out = append(out, byte(bits.Len(uint(len(t.slots)-1))), byte(t.classes), 0, 0, 0, 0, 0, 0)
		for _, x := range t.slots {
			out = binary.LittleEndian.AppendUint16(out, uint16(x))
		}
		for _, x := range t.slots {
			for c := range t.classes {
				out = append(out, byte(x>>(16+8*c)))
			}
		}
	}
	return out
}
