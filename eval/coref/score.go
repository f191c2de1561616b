// Package coref scores entity chains against those that people marked, by the
// metrics of the CoNLL shared tasks, and reads the sets that have them.
//
// It is for comparing two partitions of mentions. It is not for finding
// mentions or linking them: that is the stages' work.
package coref

import "slices"

// A Chains is a partition of mentions: entry i is the chain of mention i, -1 if
// the mention is not there. Two partitions that are compared number the same
// mentions.
type Chains []int

// Alone reports whether any chain has one mention.
func (c Chains) Alone() bool {
	for _, n := range c.sizes() {
		if n == 1 {
			return true
		}
	}
	return false
}

// WithoutAlone gives the partition without the mentions that stand alone, for
// sets that mark none of these.
func (c Chains) WithoutAlone() Chains {
	sizes := c.sizes()
	out := slices.Clone(c)
	for m, id := range out {
		if id >= 0 && sizes[id] == 1 {
			out[m] = -1
		}
	}
	return out
}

func (c Chains) sizes() map[int]int {
	sizes := map[int]int{}
	for _, id := range c {
		if id >= 0 {
			sizes[id]++
		}
	}
	return sizes
}

// A Tally holds what the three metrics count on one unit (a document, a topic):
// numerators and denominators of recall and precision, which add up over units.
type Tally struct {
	MUC, BCubed, CEAF Counts
}

// Counts are the sums of one metric.
type Counts struct {
	RecallSum, RecallOf       float64
	PrecisionSum, PrecisionOf float64
}

func (c *Counts) add(o Counts) {
	c.RecallSum += o.RecallSum
	c.RecallOf += o.RecallOf
	c.PrecisionSum += o.PrecisionSum
	c.PrecisionOf += o.PrecisionOf
}

// Add adds the counts of o.
func (t *Tally) Add(o Tally) {
	t.MUC.add(o.MUC)
	t.BCubed.add(o.BCubed)
	t.CEAF.add(o.CEAF)
}

// F1 is the harmonic mean of precision and recall, 0 where both are.
func (c Counts) F1() float64 {
	r, p := c.Recall(), c.Precision()
	if r+p == 0 {
		return 0
	}
	return 2 * r * p / (r + p)
}

// Recall is the recall, from 0 to 1.
func (c Counts) Recall() float64 { return over(c.RecallSum, c.RecallOf) }

// Precision is the precision, from 0 to 1.
func (c Counts) Precision() float64 { return over(c.PrecisionSum, c.PrecisionOf) }

func over(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

// CoNLL is the mean of the F1 of MUC, B-cubed and CEAF-e.
func (t Tally) CoNLL() float64 { return (t.MUC.F1() + t.BCubed.F1() + t.CEAF.F1()) / 3 }

// Score compares a response with the key. unit gives the unit of each mention;
// the result has one tally for each unit from 0 to units-1. A chain that spans
// several units counts for the one that most of its mentions stand in.
//
// MUC counts links (Vilain et al., MUC-6, 1995), B-cubed mentions (Bagga and
// Baldwin, 1998), CEAF-e chains under the best one-to-one alignment by φ4 (Luo,
// HLT 2005); mentions that one side lacks count as in the reference scorer of
// Pradhan et al. (ACL 2014). Chains of one mention count but in MUC, where they
// have no link.
func Score(key, response Chains, unit []int, units int) []Tally {
	out := make([]Tally, units)
	k, r := group(key, unit), group(response, unit)
	links(k, response, func(u int, sum, of float64) {
		out[u].MUC.RecallSum += sum
		out[u].MUC.RecallOf += of
	})
	links(r, key, func(u int, sum, of float64) {
		out[u].MUC.PrecisionSum += sum
		out[u].MUC.PrecisionOf += of
	})
	common := overlaps(key, response)
	for m := range key {
		n := float64(common[[2]int{key[m], response[m]}])
		if key[m] >= 0 {
			b := &out[unit[m]].BCubed
			b.RecallOf++
			if response[m] >= 0 {
				b.RecallSum += n / float64(len(k[key[m]].members))
			}
		}
		if response[m] >= 0 {
			b := &out[unit[m]].BCubed
			b.PrecisionOf++
			if key[m] >= 0 {
				b.PrecisionSum += n / float64(len(r[response[m]].members))
			}
		}
	}
	ceaf(k, r, common, out)
	return out
}

// A chain is the mentions of one entity.
type chain struct {
	members []int
	unit    int
}

// group gives the chains of a partition by their number.
func group(c Chains, unit []int) map[int]*chain {
	out := map[int]*chain{}
	for m, id := range c {
		if id < 0 {
			continue
		}
		if out[id] == nil {
			out[id] = &chain{}
		}
		out[id].members = append(out[id].members, m)
	}
	for _, ch := range out {
		count := map[int]int{}
		for _, m := range ch.members {
			count[unit[m]]++
		}
		best := -1
		for u, n := range count {
			if best < 0 || n > count[best] || n == count[best] && u < best {
				best = u
			}
		}
		ch.unit = best
	}
	return out
}

// links adds up, for each chain, the links that the other side keeps.
func links(chains map[int]*chain, other Chains, add func(u int, sum, of float64)) {
	for _, c := range chains {
		parts := map[int]bool{}
		alone := 0
		for _, m := range c.members {
			if other[m] < 0 {
				alone++
			} else {
				parts[other[m]] = true
			}
		}
		n := len(c.members)
		add(c.unit, float64(n-len(parts)-alone), float64(n-1))
	}
}

// overlaps counts the mentions of each pair of chains.
func overlaps(key, response Chains) map[[2]int]int {
	out := map[[2]int]int{}
	for m := range key {
		if key[m] >= 0 && response[m] >= 0 {
			out[[2]int{key[m], response[m]}]++
		}
	}
	return out
}

// ceaf adds the counts of CEAF-e.
func ceaf(k, r map[int]*chain, common map[[2]int]int, out []Tally) {
	for _, c := range k {
		out[c.unit].CEAF.RecallOf++
	}
	for _, c := range r {
		out[c.unit].CEAF.PrecisionOf++
	}
	edges := make([]edge, 0, len(common))
	for p, n := range common {
		phi := 2 * float64(n) / float64(len(k[p[0]].members)+len(r[p[1]].members))
		edges = append(edges, edge{p[0], p[1], phi})
	}
	slices.SortFunc(edges, func(a, b edge) int {
		if a.left != b.left {
			return a.left - b.left
		}
		return a.right - b.right
	})
	for _, e := range align(edges) {
		out[k[e.left].unit].CEAF.RecallSum += e.weight
		out[r[e.right].unit].CEAF.PrecisionSum += e.weight
	}
}
