package main

import (
	"fmt"
	"hash/fnv"
	"regexp"
	"strings"

	"github.com/twosource/twosource/eval/stories"
	"github.com/twosource/twosource/internal/cluster"
	"github.com/twosource/twosource/internal/news"
)

// A set is a labelled set as the trainer reads it.
type set struct {
	name     string
	readings []*cluster.Reading
	gold     []int // number of the event of each article
	fold     []int // of each article; an event is in one fold, twins of ECB+ too
	samples  []sample
}

// A sample is a pair of articles with what a person says of it.
type sample struct {
	e      cluster.Evidence
	same   bool
	weight float64
	folds  [2]int
}

// folds is into how many parts the events are dealt for validation.
const folds = 4

// Each set counts alike: its pairs of one event weigh sameWeight together, those
// of two events otherWeight.
const (
	sameWeight  = 1000
	otherWeight = 3000
)

// newSet reads a labelled set. Its pairs come twice, with their dates and
// without, for a model must do with both: dates that the set does not give are
// taken from addresses, where these have them.
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
		topic := strings.TrimSuffix(strings.TrimSuffix(from.Events[i], "plus"), "ecb")
		h := fnv.New32()
		h.Write([]byte(topic))
		s.fold = append(s.fold, int(h.Sum32()>>8)%folds)
		a := from.Articles[i]
		s.readings = append(s.readings, cluster.Read(&from.Articles[i], &from.Annotations[i]))
		if a.Published.Known() {
			a.Published = news.Date{}
		} else {
			a.Published = dateOf(a.URL)
		}
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
			x := sample{e: e, same: s.gold[i] == s.gold[j], weight: 1, folds: [2]int{s.fold[i], s.fold[j]}}
			if x.same {
				x.weight = 1 / size[s.gold[i]]
				same += x.weight
			} else {
				other += x.weight
			}
			s.samples = append(s.samples, x)
		}
	}
	for i := begin; i < len(s.samples); i++ {
		if x := &s.samples[i]; x.same {
			x.weight *= sameWeight / same
		} else {
			x.weight *= otherWeight / other
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

var addressDay = regexp.MustCompile(`(20\d\d)[/-](\d\d?|[a-zA-Z]{3})[/-](\d\d?)\b`)

const monthNames = "janfebmaraprmayjunjulaugsepoctnovdec"

// dateOf returns the date that an address holds, if any.
func dateOf(address string) news.Date {
	m := addressDay.FindStringSubmatch(address)
	if m == nil {
		return news.Date{}
	}
	month := m[2]
	if len(month) == 3 {
		k := strings.Index(monthNames, strings.ToLower(month))
		if k < 0 || k%3 != 0 {
			return news.Date{}
		}
		month = fmt.Sprint(k/3 + 1)
	}
	return news.Date{Value: fmt.Sprintf("%s-%02s-%02s", m[1], month, m[3]), Precision: news.PrecisionDay}
}
