// Package english scores the English annotator on treebanks and on texts with
// marked names, in each set's own metric, with confidence intervals.
package english

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// A Figure is one number of a report.
type Figure struct {
	Name      string
	Value     float64 // from 0 to 1
	Low, High float64 // 95 % confidence interval, by drawing the set's sentences (or texts) again with replacement
}

// A Report is what a scorer found on one set.
type Report struct {
	Figures   []Figure
	Sentences int
	Words     int
}

// Value gives the figure of that name, or 0.
func (r *Report) Value(name string) float64 {
	for _, f := range r.Figures {
		if f.Name == name {
			return f.Value
		}
	}
	return 0
}

// String gives the report as lines of name, value and interval, in per cent.
func (r *Report) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d sentences, %d words\n", r.Sentences, r.Words)
	for _, f := range r.Figures {
		fmt.Fprintf(&b, "%-12s %6.2f  [%.2f, %.2f]\n", f.Name, 100*f.Value, 100*f.Low, 100*f.High)
	}
	return b.String()
}

// draws is the number of samples of a bootstrap; 1,000 gives bounds that are
// steady to a tenth of a point on these sets.
const draws = 1000

// A count is what one unit of the set adds to a figure.
type count struct{ right, guessed, wanted int }

func (c *count) add(d count) {
	c.right += d.right
	c.guessed += d.guessed
	c.wanted += d.wanted
}

// f1 is the harmonic mean of precision and recall; with as many guesses as
// wanted answers it is plain accuracy.
func (c count) f1() float64 {
	if c.guessed+c.wanted == 0 {
		return 0
	}
	return 2 * float64(c.right) / float64(c.guessed+c.wanted)
}

func (c count) precision() float64 { return ratio(c.right, c.guessed) }
func (c count) recall() float64    { return ratio(c.right, c.wanted) }

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// figure sums units and finds the interval of value over them. The generator is
// seeded, so that the same data give the same interval.
func figure(name string, units []count, value func(count) float64) Figure {
	var all count
	for _, u := range units {
		all.add(u)
	}
	rng := rand.New(rand.NewPCG(uint64(len(units)), 29))
	samples := make([]float64, draws)
	for k := range samples {
		var c count
		for range units {
			c.add(units[rng.IntN(len(units))])
		}
		samples[k] = value(c)
	}
	slices.Sort(samples)
	return Figure{Name: name, Value: value(all), Low: samples[draws/40], High: samples[draws-1-draws/40]}
}
