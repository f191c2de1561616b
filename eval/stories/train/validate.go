package main

import (
	"fmt"
	"hash/fnv"
	"io"
	"runtime"
	"slices"
	"sync"

	"github.com/twosource/twosource/eval/stories"
	"github.com/twosource/twosource/internal/cluster"
)

// A scorer scores articles i and j of a set.
type scorer func(s *set, i, j int, e *cluster.Evidence) int32

// Topics are dealt into folds, and that several times, so that the luck of one
// deal does not choose.
const (
	folds = 8
	deals = 1
)

// The shifts of all scores that are tried, in 1/ScoreUnit.
const (
	leastShift = 0
	mostShift  = 640
	shiftStep  = 64
)

// A table is what comes of each shift: the scores of the sets, in their order.
type table [(mostShift-leastShift)/shiftStep + 1][]stories.Score

// add adds to t, at each shift, a share of what score makes of set k.
func (t *table) add(k int, s *set, score scorer, share float64) {
	var wait sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for n := range next {
				x, to := s.compare(score, int32(leastShift+n*shiftStep)), &t[n][k]
				to.F1 += share * x.F1
				to.Precision += share * x.Precision
				to.Recall += share * x.Recall
			}
		})
	}
	for n := range t {
		for len(t[n]) <= k {
			t[n] = append(t[n], stories.Score{})
		}
		next <- n
	}
	close(next)
	wait.Wait()
}

// best returns the lowest shift whose mean F1 over the sets, and over its two
// neighbours', is within tolerance of the highest: stories that are parted wrongly
// are seen sooner, and put right more easily, than such as are fused.
func (t *table) best() int32 {
	var smooth [len(t)]float64
	for n := 1; n+1 < len(t); n++ {
		for _, near := range t[n-1 : n+2] {
			for _, x := range near {
				smooth[n] += x.F1 / float64(3*len(near))
			}
		}
	}
	most := slices.Max(smooth[:])
	n := slices.IndexFunc(smooth[:], func(m float64) bool { return m >= most-tolerance })
	return int32(leastShift + n*shiftStep)
}

// tolerance is as much as another deal of the folds changes a mean F1 that is
// smoothed.
const tolerance = .005

// print shows a table: B-cubed F1 of each set by shift, and all figures of the
// shift best.
func (t *table) print(w io.Writer, what string, sets []*set, best int32) {
	fmt.Fprintf(w, "%s: B-cubed F1 by shift\n%6s", what, "")
	for _, s := range sets {
		fmt.Fprintf(w, "  %18s", s.name)
	}
	fmt.Fprintf(w, "  %6s\n", "mean")
	for n := range t {
		mean := 0.0
		fmt.Fprintf(w, "%6d", leastShift+n*shiftStep)
		for _, x := range t[n] {
			fmt.Fprintf(w, "  %18.4f", x.F1)
			mean += x.F1 / float64(len(sets))
		}
		fmt.Fprintf(w, "  %6.4f\n", mean)
	}
	fmt.Fprintf(w, "at %d:", best)
	for k, s := range sets {
		x := t[(best-leastShift)/shiftStep][k]
		fmt.Fprintf(w, "  %s F1 %.3f P %.3f R %.3f", s.name, x.F1, x.Precision, x.Recall)
	}
	fmt.Fprintln(w)
}

// crossValidate scores each pair by a model that has seen no topic of either
// article's fold. It returns the best shift.
func crossValidate(w io.Writer, sets []*set) int32 {
	var t table
	for deal := range deals {
		fold := map[*set][]int{}
		for _, s := range sets {
			fold[s] = s.deal(deal)
		}
		models := make([]*cluster.Model, folds*folds)
		var wait sync.WaitGroup
		for a := range folds {
			for b := a; b < folds; b++ {
				wait.Go(func() {
					models[a*folds+b] = learn(sets, func(s *set, x *sample) bool {
						i, j := fold[s][x.i], fold[s][x.j]
						return i != a && i != b && j != a && j != b
					})
				})
			}
		}
		wait.Wait()
		for k, s := range sets {
			t.add(k, s, func(s *set, i, j int, e *cluster.Evidence) int32 {
				a, b := fold[s][i], fold[s][j]
				return models[min(a, b)*folds+max(a, b)].Score(e)
			}, 1./deals)
		}
	}
	t.print(w, "cross-validated", sets, t.best())
	return t.best()
}

// leaveOut scores each set by a model that has seen none of it.
func leaveOut(w io.Writer, sets []*set, shift int32) {
	var t table
	for k, left := range sets {
		m := learn(sets, func(s *set, _ *sample) bool { return s != left })
		t.add(k, left, func(_ *set, _, _ int, e *cluster.Evidence) int32 { return m.Score(e) }, 1)
	}
	t.print(w, "each set left out", sets, shift)
}

// learn returns the model of those samples that are taken.
func learn(sets []*set, take func(*set, *sample) bool) *cluster.Model {
	var seen []sample
	for _, s := range sets {
		for i := range s.samples {
			if take(s, &s.samples[i]) {
				seen = append(seen, s.samples[i])
			}
		}
	}
	m, err := parse(boost(seen), 0)
	if err != nil {
		panic(err) // what write wrote cannot be read
	}
	return m
}

// deal returns the fold of each article; a topic is in one fold.
func (s *set) deal(n int) []int {
	out := make([]int, len(s.topics))
	for i, topic := range s.topics {
		h := fnv.New32()
		fmt.Fprint(h, topic, n)
		out[i] = int(h.Sum32()>>8) % folds
	}
	return out
}
