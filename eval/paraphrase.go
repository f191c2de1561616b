package eval

import (
	"context"
	"errors"
	"math"

	"github.com/twosource/twosource/eval/paraphrase"
)

// PairSets reads judged pairs of sentences from a folder or tar.gz (see
// [paraphrase.Read]).
func PairSets(data string) ([]paraphrase.Set, error) {
	files, err := readTree(data)
	if err != nil {
		return nil, err
	}
	sets, err := paraphrase.Read(files)
	if err == nil && len(sets) == 0 {
		err = errors.New("eval: no pairs of sentences in " + data)
	}
	return sets, err
}

// pairFolds is into how many parts pairs are dealt.
const pairFolds = 10

// Paraphrase scores the learnt likeness of sentences by cross-validation: each
// pair is judged by weights that have seen nine tenths of its set and all other
// sets. Of MSRP the metrics are accuracy and F1 of paraphrases, of STS Pearson's
// correlation with the degrees.
func Paraphrase(ctx context.Context, data string) ([]Result, error) {
	sets, err := PairSets(data)
	if err != nil {
		return nil, err
	}
	samples := make([][]paraphrase.Sample, len(sets))
	for i, s := range sets {
		for _, p := range s.Pairs {
			samples[i] = append(samples[i], paraphrase.NewSample(p, s.Graded))
		}
	}
	var out []Result
	for i, s := range sets {
		odds := make([]float64, len(s.Pairs))
		for fold := range pairFolds {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			var train []paraphrase.Sample
			for j := range sets {
				for k := range samples[j] {
					if j != i || k%pairFolds != fold {
						train = append(train, samples[j][k])
					}
				}
			}
			w := paraphrase.Learn(train)
			for k := fold; k < len(odds); k += pairFolds {
				odds[k] = paraphrase.Odds(w, &samples[i][k])
			}
		}
		r := Result{Task: "paraphrase", Data: s.Name, N: len(s.Pairs)}
		if s.Graded {
			r.Metrics = map[string]Metric{"pearson": Bootstrap(len(odds), func(items []int) float64 { return pearson(s.Pairs, odds, items) })}
		} else {
			r.Metrics = pairMetrics(s.Pairs, odds)
		}
		out = append(out, r)
	}
	return out, nil
}

func pairMetrics(pairs []paraphrase.Pair, odds []float64) map[string]Metric {
	count := func(items []int) (both, found, gold, right float64) {
		for _, i := range items {
			is, said := pairs[i].Same > .5, odds[i] > 0
			if said {
				found++
			}
			if is {
				gold++
			}
			if is && said {
				both++
			}
			if is == said {
				right++
			}
		}
		return both, found, gold, right
	}
	return map[string]Metric{
		"accuracy": Bootstrap(len(pairs), func(items []int) float64 {
			_, _, _, right := count(items)
			return right / float64(max(len(items), 1))
		}),
		"f1": Bootstrap(len(pairs), func(items []int) float64 {
			both, found, gold, _ := count(items)
			return 2 * both / max(found+gold, 1)
		}),
	}
}

func pearson(pairs []paraphrase.Pair, odds []float64, items []int) float64 {
	var x, y, xx, yy, xy float64
	for _, i := range items {
		a, b := pairs[i].Same, 1/(1+math.Exp(-odds[i]))
		x, y = x+a, y+b
		xx, yy, xy = xx+float64(a*a), yy+float64(b*b), xy+float64(a*b)
	}
	n := float64(len(items))
	under := math.Sqrt((xx*n - float64(x*x)) * (yy*n - float64(y*y)))
	if under == 0 {
		return 0
	}
	return (xy*n - float64(x*y)) / under
}
