package main

import (
	"strings"

	"github.com/twosource/twosource/eval/stories"
	"github.com/twosource/twosource/internal/cluster"
	"github.com/twosource/twosource/internal/news"
)

// A set is a labelled set as the trainer reads it.
type set struct {
	name     string
	readings []*cluster.Reading
	gold     []int    // number of the event of each article
	topics   []string // of each article: its event, but twins of ECB+ share one
	samples  []sample
}

// A sample is a pair of articles with what a person says of it.
type sample struct {
	e      cluster.Evidence
	same   bool
	weight float64
	i, j   int // the articles
}

// Each set counts alike: its pairs of one event weigh sameWeight together, those
// of two events otherWeight. A set of fewer than fullSet articles counts for less,
// for its few events are no fair sample.
const (
	sameWeight  = 1000
	otherWeight = 3000
	fullSet     = 100
)

// Most pairs of two events share next to nothing and teach nothing. Of those that
// share fewer words than these, one in plainOne is taken and weighs for all: the
// bounds that a tree may ask for, which are dealt out among the pairs, are then
// where the decision is hard.
const (
	plainWords = 100 // as evidence has them
	plainOne   = 4
)

// newSet reads a labelled set. Its pairs come twice, with their dates and
// without, for a model must do with both.
func newSet(from *stories.Set) *set {
	s := &set{name: from.Name}
	events := map[string]int{}
	var twins []*cluster.Reading
	for i := range from.Articles {
		n, ok := events[from.Events[i]]
		if !ok {
			n = len(events)
			events[from.Events[i]] = n
		}
		s.gold = append(s.gold, n)
		s.topics = append(s.topics, strings.TrimSuffix(strings.TrimSuffix(from.Events[i], "plus"), "ecb"))
		a := from.Articles[i]
		s.readings = append(s.readings, cluster.Read(&from.Articles[i], &from.Annotations[i]))
		a.Published, a.URL = news.Date{}, ""
		twins = append(twins, cluster.Read(&a, &from.Annotations[i]))
	}
	s.addSamples(s.readings)
	s.addSamples(twins)
	return s
}

// addSamples adds the pairs of readings, which are the articles of s. A pair of
// one event weighs less in a larger event, so that each article counts alike.
func (s *set) addSamples(readings []*cluster.Reading) {
	size := map[int]float64{}
	for _, g := range s.gold {
		size[g]++
	}
	begin := len(s.samples)
	same, other := 0.0, 0.0
	for i := range readings {
		for j := range i {
			e := readings[i].Compare(readings[j])
			if e[0] < cluster.LeastWords {
				continue
			}
			x := sample{e: e, same: s.gold[i] == s.gold[j], weight: 1, i: i, j: j}
			if x.same {
				x.weight = 1 / size[s.gold[i]]
				same += x.weight
			} else {
				if e[0] < plainWords {
					if (i+j)%plainOne > 0 {
						continue
					}
					x.weight = plainOne
				}
				other += x.weight
			}
			s.samples = append(s.samples, x)
		}
	}
	share := min(1, float64(len(readings))/fullSet)
	for i := begin; i < len(s.samples); i++ {
		if x := &s.samples[i]; x.same {
			x.weight *= share * sameWeight / same
		} else {
			x.weight *= share * otherWeight / other
		}
	}
}

// compare scores the stories that score makes of the set, shifted by shift.
func (s *set) compare(score scorer, shift int32) stories.Score {
	found := make([]int, len(s.gold))
	parts := cluster.Gather(s.readings, func(i, j int, e *cluster.Evidence) int32 { return score(s, i, j, e) + shift })
	for k, part := range parts {
		for _, i := range part {
			found[i] = k
		}
	}
	return stories.Compare(found, s.gold)
}
