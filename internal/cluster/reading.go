package cluster

import "github.com/twosource/twosource/internal/news"

// A Reading is an article as this package reads it: what the trainer of the
// decision compares.
type Reading struct{ p point }

// Read returns the reading of an article. It keeps both arguments.
func Read(a *news.Article, an *news.Annotation) *Reading {
	return &Reading{newPoint(a, an)}
}

// Compare returns the evidence of a pair of articles, in any order.
func (r *Reading) Compare(s *Reading) Evidence { return compare(&r.p, &s.p) }

// Gather parts articles as [Find] does, without lineage and the search for
// twins, by a score of its own for articles i and j (see [Model.Score]): what
// the trainer validates with. It returns the indices of the articles of each
// story. score is called by several goroutines.
func Gather(rs []*Reading, score func(i, j int, e *Evidence) int32) [][]int {
	points := make([]point, len(rs))
	for i, r := range rs {
		points[i] = r.p
		points[i].number = i
	}
	p := newPartition(len(points))
	p.gather(edges(points, func(a, b *point) int32 {
		e := compare(a, b)
		if e[sharedWords] < LeastWords {
			return leastScore
		}
		return score(a.number, b.number, &e)
	}), nil)
	return p.stories()
}
