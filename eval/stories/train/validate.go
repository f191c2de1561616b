package main

import (
	"fmt"
	"io"
	"slices"

	"github.com/twosource/twosource/eval/stories"
	"github.com/twosource/twosource/internal/cluster"
)

// A scorer scores articles i and j of a set.
type scorer func(s *set, i, j int, e *cluster.Evidence) int32

// crossValidate reports what comes of scoring each pair by a model that has seen
// no event of either article's fold.
func crossValidate(w io.Writer, sets []*set) error {
	models := map[[2]int]*cluster.Model{}
	for a := range folds {
		for b := a; b < folds; b++ {
			var seen []sample
			for _, s := range sets {
				for _, x := range s.samples {
					if !slices.Contains(x.folds[:], a) && !slices.Contains(x.folds[:], b) {
						seen = append(seen, x)
					}
				}
			}
			m, err := parse(boost(seen), 0)
			if err != nil {
				return err
			}
			models[[2]int{a, b}] = m
		}
	}
	report(w, "cross-validated", sets, func(s *set, i, j int, e *cluster.Evidence) int32 {
		a, b := s.fold[i], s.fold[j]
		return models[[2]int{min(a, b), max(a, b)}].Score(e)
	})
	return nil
}

// The shifts of all scores that are tried, in 1/ScoreUnit.
const (
	leastShift = -256
	mostShift  = 512
	shiftStep  = 64
)

// report prints B-cubed F1, precision and recall of each set at the one shift
// of all scores that is best for the mean of the sets, which it returns.
func report(w io.Writer, what string, sets []*set, score scorer) int32 {
	best, bestMean := int32(0), -1.0
	var shown []stories.Score
	for shift := int32(leastShift); shift <= mostShift; shift += shiftStep {
		var scores []stories.Score
		mean := 0.0
		for _, s := range sets {
			x := s.compare(score, shift)
			scores = append(scores, x)
			mean += x.F1 / float64(len(sets))
		}
		if mean > bestMean {
			best, bestMean, shown = shift, mean, scores
		}
	}
	fmt.Fprintf(w, "%s, shift %d, mean F1 %.4f\n", what, best, bestMean)
	for i, s := range sets {
		x := shown[i]
		fmt.Fprintf(w, "  %-18s F1 %.4f  P %.4f  R %.4f  %d stories of %d events\n", s.name, x.F1, x.Precision, x.Recall, x.Found, x.Gold)
	}
	return best
}
