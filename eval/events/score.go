package events

import (
	"maps"
	"slices"

	"github.com/twosource/twosource/internal/annotate/actions"
)

// MacroF1 gives the mean over the roots of gold of the F1 of each.
func MacroF1(gold, found []string) float64 {
	hit, golds, founds := map[string]int{}, map[string]int{}, map[string]int{}
	for i := range gold {
		golds[gold[i]]++
		founds[found[i]]++
		if gold[i] == found[i] {
			hit[gold[i]]++
		}
	}
	sum := 0.0
	for _, r := range slices.Sorted(maps.Keys(golds)) {
		sum += 2 * float64(hit[r]) / float64(golds[r]+founds[r])
	}
	return sum / float64(len(golds))
}

// Options are those that the shipped model is learnt with.
var Options = actions.LearnOptions{Epochs: 25, Rate: 0.05, Decay: 0.002, Seed: 1}

// numFolds is the number of parts of a cross-validation.
const numFolds = 10

// Folds parts the sentences; one sentence with two pairs is in one part.
func Folds(sentences []Sentence) []int {
	out := make([]int, len(sentences))
	first := map[string]int{}
	for i := range sentences {
		k, ok := first[sentences[i].Text]
		if !ok {
			k = len(first) % numFolds
			first[sentences[i].Text] = k
		}
		out[i] = k
	}
	return out
}

// CrossValidate gives the root that is found for each example by a model learnt
// from the examples of the other parts.
func CrossValidate(examples []actions.Example, folds []int, o actions.LearnOptions) ([]string, error) {
	out := make([]string, len(examples))
	for fold := range numFolds {
		var train []actions.Example
		for i := range examples {
			if folds[i] != fold {
				train = append(train, examples[i])
			}
		}
		m, err := actions.ReadModel(string(actions.Learn(train, o)))
		if err != nil {
			return nil, err
		}
		for i := range examples {
			if folds[i] == fold {
				out[i], _ = m.Best(examples[i].Features)
			}
		}
	}
	return out, nil
}

// Counts are how many things were found rightly, wrongly, and missed.
type Counts struct{ Right, Wrong, Missed int }

// Precision gives the share of what was found that is right.
func (c Counts) Precision() float64 { return share(c.Right, c.Right+c.Wrong) }

// Recall gives the share of what there is that was found.
func (c Counts) Recall() float64 { return share(c.Right, c.Right+c.Missed) }

// F1 gives the harmonic mean of precision and recall.
func (c Counts) F1() float64 { return share(2*c.Right, 2*c.Right+c.Wrong+c.Missed) }

func share(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// Compare adds to pairs and roots what of the events found in a record is right:
// its pairs of actor and recipient, whatever the event, and those with its root,
// where the record's code has one.
func Compare(r *Record, found []Dyad, pairs, roots *Counts) {
	rooted := slices.DeleteFunc(slices.Clone(r.Events), func(d Dyad) bool { return d.Root == "" })
	roots.add(rooted, found)
	pairs.add(withoutRoots(r.Events), withoutRoots(found))
}

func (c *Counts) add(gold, found []Dyad) {
	right := 0
	for _, d := range found {
		if slices.Contains(gold, d) {
			right++
		}
	}
	c.Right += right
	c.Wrong += len(found) - right
	c.Missed += len(gold) - right
}

// withoutRoots gives the pairs of sorted dyads, each once.
func withoutRoots(dyads []Dyad) []Dyad {
	out := make([]Dyad, len(dyads))
	for i, d := range dyads {
		out[i] = Dyad{Source: d.Source, Target: d.Target}
	}
	return slices.Compact(out)
}
