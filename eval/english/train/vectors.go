package main

import (
	"math"
	"math/rand/v2"
	"sync"
)

// Settings of the vectors: skip-gram with negative samples (Mikolov et al.,
// 2013), with a table of its own for each place of the context word (Ling et
// al., 2015), which makes words alike that stand in like places.
const (
	dim       = 48
	epochs    = 2
	negatives = 4
	rate      = 0.04
	subsample = 1e-4
	workers   = 2
	round     = 150_000 // words a worker reads before the workers' tables are joined
	shared    = 3000    // the most frequent words: their changes are averaged, not added
)

var places = [...]int{-2, -1, 1, 2}

// Vectors are rows of dim numbers, one a form.
type vectors []float32

func (v vectors) row(i int32) *[dim]float32 { return (*[dim]float32)(v[int(i)*dim:]) }

// A net is the word table and the context tables.
type net struct {
	in  vectors
	out [len(places)]vectors
}

func newNet(n int) *net {
	t := &net{in: make(vectors, n*dim)}
	for p := range t.out {
		t.out[p] = make(vectors, n*dim)
	}
	return t
}

func (t *net) tables() []vectors {
	return append([]vectors{t.in}, t.out[:]...)
}

// A teacher holds what all workers read.
type teacher struct {
	s       *stream
	keep    []float32 // probability that a word is read at all
	samples []int32   // words in proportion to the 3/4 power of their counts
	sigmoid [2048]float32
}

// learnVectors gives unit vectors of the forms of s. Workers learn on copies of
// the tables, which are joined in a fixed order, so that the result does not
// depend on which is faster.
func learnVectors(s *stream) vectors {
	t := newTeacher(s)
	n := len(s.forms)
	base := newNet(n)
	rng := rand.New(rand.NewPCG(5, 7))
	for i := range base.in {
		base.in[i] = (rng.Float32() - 0.5) / dim
	}
	var nets [workers]*net
	var rngs [workers]*rand.Rand
	for w := range nets {
		nets[w] = newNet(n)
		rngs[w] = rand.New(rand.NewPCG(uint64(w), 11))
	}
	total := epochs * len(s.ids)
	for epoch := range epochs {
		for at := 0; at < len(s.ids); at += workers * round {
			done := float32(epoch*len(s.ids)+at) / float32(total)
			var wg sync.WaitGroup
			for w := range workers {
				wg.Add(1)
				go func() {
					defer wg.Done()
					for k, v := range base.tables() {
						copy(nets[w].tables()[k], v)
					}
					from := min(at+w*round, len(s.ids))
					to := min(from+round, len(s.ids))
					t.read(nets[w], from, to, rate*(1-done)+1e-4, rngs[w])
				}()
			}
			wg.Wait()
			join(base, nets[:])
		}
	}
	base.in.normalize(n)
	return base.in
}

func newTeacher(s *stream) *teacher {
	t := &teacher{s: s, keep: make([]float32, len(s.forms)), samples: make([]int32, 1<<20)}
	total, power := float64(len(s.ids)), 0.0
	for i, c := range s.count {
		f := float64(c) / total
		t.keep[i] = float32(math.Sqrt(subsample/f) + subsample/f)
		power += math.Pow(float64(c), 0.75)
	}
	j, sum := 0, math.Pow(float64(s.count[0]), 0.75)/power
	for i := range t.samples {
		for float64(i)/float64(len(t.samples)) > sum && j < len(s.count)-1 {
			j++
			sum += math.Pow(float64(s.count[j]), 0.75) / power
		}
		t.samples[i] = int32(j)
	}
	for i := range t.sigmoid {
		t.sigmoid[i] = float32(1 / (1 + math.Exp(-(float64(i)-1024)/128)))
	}
	return t
}

// read teaches n the words from to to.
func (t *teacher) read(n *net, from, to int, rate float32, rng *rand.Rand) {
	ids := t.s.ids
	for i := from; i < to; i++ {
		w := ids[i]
		if w < 0 || t.keep[w] < 1 && rng.Float32() > t.keep[w] {
			continue
		}
		v := n.in.row(w)
		for p, o := range places {
			j := i + o
			if j < 0 || j >= len(ids) || ids[j] < 0 || ids[i+sign(o)] == -1 {
				continue
			}
			t.pair(v, n.out[p], ids[j], rate, rng)
		}
	}
}

func sign(o int) int {
	if o < 0 {
		return -1
	}
	return 1
}

// pair moves the vector v and the context table out towards seeing context, and
// away from seeing words drawn at random.
func (t *teacher) pair(v *[dim]float32, out vectors, context int32, rate float32, rng *rand.Rand) {
	var grad [dim]float32
	for k := 0; k <= negatives; k++ {
		c, want := context, float32(1)
		if k > 0 {
			c, want = t.samples[rng.Uint32()>>12], 0
		}
		u := out.row(c)
		x := dot(v, u)
		x = max(-7.9, min(7.9, x))
		e := float32((want - t.sigmoid[int(float32(x*128))+1024]) * rate)
		for d := range grad {
			grad[d] += float32(e * u[d])
			u[d] += float32(e * v[d])
		}
	}
	for d := range grad {
		v[d] += grad[d]
	}
}

// dot multiplies two vectors. The conversions keep products from being fused
// with sums, which some processors would.
func dot(a, b *[dim]float32) float32 {
	var s0, s1, s2, s3 float32
	for k := 0; k < dim; k += 4 {
		s0 += float32(a[k] * b[k])
		s1 += float32(a[k+1] * b[k+1])
		s2 += float32(a[k+2] * b[k+2])
		s3 += float32(a[k+3] * b[k+3])
	}
	return s0 + s1 + s2 + s3
}

// join adds to base what the workers changed; for the most frequent words,
// which every worker has moved the same way, the mean of the changes.
func join(base *net, nets []*net) {
	var wg sync.WaitGroup
	tables := base.tables()
	for k := range tables {
		wg.Add(1)
		go func() {
			defer wg.Done()
			b := tables[k]
			a, c := nets[0].tables()[k], nets[1].tables()[k]
			for i, x := range b {
				change := (a[i] - x) + (c[i] - x)
				if i < shared*dim {
					change = float32(change * 0.5)
				}
				b[i] = x + change
			}
		}()
	}
	wg.Wait()
}

// normalize gives all rows length 1.
func (v vectors) normalize(n int) {
	for i := range n {
		r := v.row(int32(i))
		s := float32(1 / math.Sqrt(float64(dot(r, r))+1e-9))
		for d := range r {
			r[d] = float32(r[d] * s)
		}
	}
}
