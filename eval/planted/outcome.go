package planted

import "github.com/twosource/twosource/internal/news"

// An Outcome says what was found of one pair of articles that a planted case
// joins, or of one link that none does.
type Outcome struct {
	Case     *Case      // nil for a link that no case explains
	From, To int        // indices into Run.Articles: the source and the planted article
	Link     *news.Link // nil if there is none
	Natural  bool       // for a link without a case: the articles do share text, or the archive's reprints explain it
}

// Derives reports whether a link says that one article was made of the other: any
// kind but common-source, and common-source if it joins.
func Derives(l *news.Link) bool { return l != nil && (l.Kind != news.CommonSource || l.Joins) }

// naturalShare is the part of the runs of eight words by which two articles of
// the archive are reprints of one another.
const naturalShare = 0.10

// Outcomes lists every pair of a planted article and its source, and every other
// link that ends at a planted article and derives.
func (run *Run) Outcomes() []Outcome {
	index := map[string]int{}
	for i := range run.Articles {
		index[run.Articles[i].ID] = i
	}
	byRow := map[string]int{}
	for i := range run.Rows {
		byRow[run.Rows[i].ID] = i
	}
	links := map[[2]int]*news.Link{}
	for k := range run.Found.Links {
		l := &run.Found.Links[k]
		links[pairOf(index[l.From], index[l.To])] = l
	}
	cases := map[int]*Case{}
	truth := map[[2]int]bool{}
	var out []Outcome
	for k := range run.Cases {
		c := &run.Cases[k]
		to, ok := byRow[c.ID]
		if !ok {
			continue
		}
		cases[to] = c
		for _, s := range c.Sources {
			from, ok := byRow[s]
			if !ok {
				continue
			}
			truth[pairOf(from, to)] = true
			out = append(out, Outcome{Case: c, From: from, To: to, Link: links[pairOf(from, to)]})
		}
	}
	for k := range run.Found.Links {
		l := &run.Found.Links[k]
		i, j := index[l.From], index[l.To]
		if truth[pairOf(i, j)] || cases[i] == nil && cases[j] == nil || !Derives(l) {
			continue
		}
		out = append(out, Outcome{From: i, To: j, Link: l, Natural: run.natural(cases, byRow, i, j)})
	}
	return out
}

func pairOf(i, j int) [2]int { return [2]int{min(i, j), max(i, j)} }

// natural reports whether articles i and j share text by the archive itself: some
// article that i was made of is, or reprints, one that j was made of.
func (run *Run) natural(cases map[int]*Case, byRow map[string]int, i, j int) bool {
	roots := func(i int) []int {
		if cases[i] == nil {
			return []int{i}
		}
		var out []int
		for _, s := range cases[i].Sources {
			if at, ok := byRow[s]; ok {
				out = append(out, at)
			}
		}
		return out
	}
	for _, x := range roots(i) {
		for _, y := range roots(j) {
			a, b := run.Articles[x].Text, run.Articles[y].Text
			if x == y || SameText(a, b) >= naturalShare || SameText(b, a) >= naturalShare {
				return true
			}
		}
	}
	return false
}
