package cluster

import "github.com/twosource/twosource/internal/news"

// A Reading is an article as this package reads it: what the trainer of the
// decision compares.
type Reading struct{ p *Point }

// Read returns the reading of an article. It keeps neither.
func Read(a *news.Article, an *news.Annotation) *Reading {
	return &Reading{NewPoint(a, an)}
}

// Compare returns the evidence of a pair of articles, in any order.
func (r *Reading) Compare(s *Reading) Evidence { return compare(r.p, s.p) }

// Gather parts articles as [Find] does, without lineage, by a score of its own
// for articles i and j (see [Model.Score]): what the trainer validates with. It
// returns the indices of the articles of each story. score is called by several
// goroutines.
func Gather(rs []*Reading, score func(i, j int, e *Evidence) int32) [][]int {
	s := Stream{judge: func(a, b *Point) int32 {
		if shared(a.vectors[words], b.vectors[words]) < LeastWords {
			return leastScore
		}
		e := compare(a, b)
		return score(a.number, b.number, &e)
	}}
	for i, r := range rs {
		r.p.number = i
		s.Add(r.p)
	}
	s.settle()
	var out [][]int
	for p := range s.parts {
		for _, g := range p.stories {
			var members []int
			for _, q := range g.points {
				members = append(members, q.point().number)
			}
			out = append(out, members)
		}
	}
	return out
}
