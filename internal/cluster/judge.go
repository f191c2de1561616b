package cluster

import "math"

// A judge scores pairs of articles by a model. An article that is compared with
// many is spread out once, so that each of them is read through but once for all
// that the two have in common. Each goroutine has its own; the zero value of all
// but model is ready.
type judge struct {
	model *Model
	score scorer // if set, it judges and not the model
	count int    // pairs judged

	taken  *article // the article that pairs are judged of
	part   int      // the number of its section that is meant, plus 1; 0 for all of it
	of     *Point   // what was taken; nil until a pair is judged
	text   table    // its words, lead and title
	stems  table
	pairs  table
	spread bool // text is laid
	whole  bool // stems and pairs too
}

// unlikely is the score of a pair of which only this is known: it is below
// joinAt.
const unlikely = math.MinInt32 / 2

// take sets the article that pairs are judged of.
func (j *judge) take(a *article) { j.takePart(a, 0) }

// takePart sets a section of an article, by its number plus 1, in the place of all of it.
func (j *judge) takePart(a *article, part int) {
	j.taken, j.part, j.of, j.spread, j.whole = a, part, nil, false, false
}

// opened returns what was taken.
func (j *judge) opened() *Point {
	if j.of == nil {
		j.of = j.taken.point()
		if j.part > 0 {
			j.of = j.of.digest.section(j.part - 1)
		}
	}
	return j.of
}

// odds returns the score of the article that was taken with another. With rough,
// it may be [unlikely] if the score is below joinAt.
func (j *judge) odds(q *Point, rough bool) int32 {
	j.count++
	if j.score != nil {
		return j.score(j.opened(), q)
	}
	if !j.spread {
		j.lay()
	}
	p := j.of
	var e Evidence
	both, leadIn, titleIn := j.text.dots(q.vectors[words])
	e[sharedWords] = cosine(both, p.vectors[words], q.vectors[words])
	if e[sharedWords] < LeastWords {
		return leastScore
	}
	inLead, bothLeads, _ := j.text.dots(q.vectors[lead])
	inTitle, _, bothTitles := j.text.dots(q.vectors[title])
	e[sharedLead] = cosine(bothLeads, p.vectors[lead], q.vectors[lead])
	e[sharedTitle] = cosine(bothTitles, p.vectors[title], q.vectors[title])
	e.setInText(titleInText, cosine(titleIn, p.vectors[title], q.vectors[words]), cosine(inTitle, q.vectors[title], p.vectors[words]))
	e.setInText(leadInText, cosine(leadIn, p.vectors[lead], q.vectors[words]), cosine(inLead, q.vectors[lead], p.vectors[words]))
	e.setFew(p, q)
	e.setSubject(p, q)
	if rough && j.model.most.under(&e) {
		return unlikely
	}
	if !j.whole {
		j.layRest()
	}
	both, _, _ = j.stems.dots(q.vectors[stems])
	e[sharedStems] = cosine(both, p.vectors[stems], q.vectors[stems])
	both, _, _ = j.pairs.dots(q.vectors[pairs])
	e[sharedPairs] = cosine(both, p.vectors[pairs], q.vectors[pairs])
	e[sharedQuotes] = logarithm(common(p.quotes, q.quotes))
	return j.model.Score(&e)
}

// lay spreads the article out.
func (j *judge) lay() {
	v := &j.opened().vectors
	j.text.lay(v[words], v[lead], v[title])
	j.spread = true
}

// layRest spreads out what is wanted of few pairs.
func (j *judge) layRest() {
	j.stems.lay(j.of.vectors[stems])
	j.pairs.lay(j.of.vectors[pairs])
	j.whole = true
}

// A table is up to three vectors by hash: most hashes of another article are not
// among them, as met tells.
type table struct {
	met   [1 << hashBits]bool
	cells []cell // as many as a power of two; one without weights is free
	shift uint
}

// A cell is what a term weighs in each of the vectors.
type cell struct {
	hash    uint32
	weights [3]int16 // at most 1<<unitBits
}

const (
	hashBits  = 12
	hashPrime = 0x9E3779B1 // 2³² by the golden ratio; D. Knuth, The Art of Computer Programming 3, 6.4
)

// lay fills the table with vectors.
func (t *table) lay(vectors ...[]term) {
	n := 0
	for _, v := range vectors {
		n += len(v)
	}
	t.shift = 32 - 6
	for 1<<(32-t.shift) < 2*n {
		t.shift--
	}
	clear(t.met[:])
	if size := 1 << (32 - t.shift); cap(t.cells) < size {
		t.cells = make([]cell, size)
	} else {
		t.cells = t.cells[:size]
		clear(t.cells)
	}
	for k, v := range vectors {
		for _, x := range v {
			if x.weight == 0 {
				continue
			}
			h := x.hash * hashPrime
			t.met[h>>(32-hashBits)] = true
			at := h >> t.shift
			for t.cells[at].hash != x.hash && t.cells[at].weights != [3]int16{} {
				at = (at + 1) & uint32(len(t.cells)-1)
			}
			t.cells[at].hash = x.hash
			t.cells[at].weights[k] = int16(x.weight)
		}
	}
}

// dots returns the sums of the products of a vector with each of those of the
// table, as [dot] before it scales them.
func (t *table) dots(v []term) (first, second, third int64) {
	cells := t.cells
	for i := range v {
		x := &v[i]
		h := x.hash * hashPrime
		if !t.met[h>>(32-hashBits)] {
			continue
		}
		for at := h >> t.shift; ; at = (at + 1) & uint32(len(cells)-1) {
			c := &cells[at]
			if c.hash == x.hash {
				w := int64(x.weight)
				first += int64(c.weights[0]) * w
				second += int64(c.weights[1]) * w
				third += int64(c.weights[2]) * w
				break
			}
			if c.weights == [3]int16{} {
				break
			}
		}
	}
	return first, second, third
}
