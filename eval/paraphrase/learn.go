package paraphrase

import (
	"fmt"
	"math"
	"strings"

	"github.com/twosource/twosource/internal/compare"
)

const (
	// How strongly weights are drawn to nought, and the most Newton steps.
	ridge = 0.1
	steps = 20
	// A graded pair weighs this much: the degrees tell least about the pairs
	// that share nearly all words, of which MSRP consists.
	gradedWeight = 0.3
)

// A Sample is a pair as the learner sees it.
type Sample struct {
	inputs []float64
	same   float64
	weight float64
}

// NewSample measures a pair of a set.
func NewSample(p Pair, graded bool) Sample {
	r := compare.Word(p.A).Resemblance(compare.Word(p.B))
	s := Sample{inputs: make([]float64, 0, 2*len(r)+1), same: p.Same, weight: 1}
	if graded {
		s.weight = gradedWeight
		// People call paraphrases what STS calls "roughly equivalent" (3) and more.
		s.same = min(max((p.Same-.4)*2.5, 0), 1)
	}
	s.inputs = append(s.inputs, 1)
	for _, x := range r {
		f := float64(x) / 1024
		s.inputs = append(s.inputs, f, f*f)
	}
	return s
}

// Learn fits a logistic regression to samples by Newton steps and returns its
// weights: the constant, then for each measure those of its value and of its
// square. The same samples in the same order give the same weights.
func Learn(samples []Sample) []float64 {
	if len(samples) == 0 {
		return nil
	}
	d := len(samples[0].inputs)
	w := make([]float64, d)
	for range steps {
		system := normal(samples, w)
		step := solve(system)
		moved := 0.0
		for i := range w {
			w[i] += step[i]
			moved = max(moved, math.Abs(step[i]))
		}
		if moved < 1e-6 {
			break
		}
	}
	return w
}

// normal returns the linear system of a Newton step, a row an input, its right
// side last.
func normal(samples []Sample, w []float64) [][]float64 {
	d := len(w)
	out := make([][]float64, d)
	for i := range out {
		out[i] = make([]float64, d+1)
	}
	for k := range samples {
		s := &samples[k]
		p := 1 / (1 + math.Exp(-Odds(w, s)))
		g, h := s.weight*(s.same-p), s.weight*p*(1-p)
		for i, v := range s.inputs {
			row := out[i]
			row[d] += float64(g * v)
			for j := range i + 1 {
				row[j] += float64(h * v * s.inputs[j])
			}
		}
	}
	for i := range out {
		for j := range i {
			out[j][i] = out[i][j]
		}
	}
	out[0][0] += 1e-6
	for i := 1; i < d; i++ {
		out[i][i] += ridge
		out[i][d] -= float64(ridge * w[i])
	}
	return out
}

// solve solves a positive definite system in place by elimination.
func solve(m [][]float64) []float64 {
	d := len(m)
	for c := range d {
		for r := c + 1; r < d; r++ {
			f := m[r][c] / m[c][c]
			for k := c; k <= d; k++ {
				m[r][k] -= float64(f * m[c][k])
			}
		}
	}
	out := make([]float64, d)
	for c := d - 1; c >= 0; c-- {
		sum := m[c][d]
		for k := c + 1; k < d; k++ {
			sum -= float64(m[c][k] * out[k])
		}
		out[c] = sum / m[c][c]
	}
	return out
}

// Odds returns the log of the odds that the sentences of a sample say the same.
func Odds(w []float64, s *Sample) float64 {
	sum := 0.0
	for i, v := range s.inputs {
		sum += float64(w[i] * v)
	}
	return sum
}

// Write returns weights in the form that package compare reads: a line a
// measure, with the weights of value and square in 1/256.
func Write(w []float64) string {
	var s strings.Builder
	fmt.Fprintf(&s, "constant %d 0\n", quantum(w[0]))
	for i, name := range compare.ResemblanceNames {
		fmt.Fprintf(&s, "%s %d %d\n", name, quantum(w[1+2*i]), quantum(w[2+2*i]))
	}
	return s.String()
}

func quantum(f float64) int { return int(math.Round(f * 256)) }
