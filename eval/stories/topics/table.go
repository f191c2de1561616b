package main

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"

	"github.com/zeebo/xxh3"

	"github.com/twosource/twosource/eval/singular"
	"github.com/twosource/twosource/internal/knowledge"
)

// The words of the table, and what is kept of them.
const (
	mostWords    = 30_000 // the commonest
	leastIn      = 15     // articles
	mostIn       = .3     // of the articles
	dimensions   = 128
	mostOfValues = 127
)

// A counter holds articles as the numbers of their words.
type counter struct {
	number   map[string]int32
	words    []string
	in       []int // articles of each word
	articles [][]int32
}

func newCounter() *counter { return &counter{number: map[string]int32{}} }

// add adds an article: its words as package cluster reads them, without numerals.
func (c *counter) add(text string) {
	var of []int32
	var buf [64]byte
	for at := 0; ; {
		start, end := knowledge.NextWord(text, at)
		if start >= end {
			break
		}
		at = end
		w := knowledge.AppendWord(buf[:0], text[start:end])
		if len(w) < 2 || w[0] >= '0' && w[0] <= '9' {
			continue
		}
		n, ok := c.number[string(w)]
		if !ok {
			n = int32(len(c.words))
			c.words = append(c.words, string(w))
			c.number[c.words[n]] = n
			c.in = append(c.in, 0)
		}
		of = append(of, n)
	}
	c.articles = append(c.articles, of)
	for _, n := range slices.Compact(slices.Sorted(slices.Values(of))) {
		c.in[n]++
	}
}

// A table is words with their vectors.
type table struct {
	words   []string
	vectors [][]float64
}

// table learns the vectors: the right singular vectors of the matrix of articles
// by words, each article of unit length, a word √count × rarity.
//
// Source: latent semantic analysis: S. Deerwester et al., JASIS 1990.
func (c *counter) table() table {
	var chosen []int32
	for n, in := range c.in {
		if in >= leastIn && float64(in) < mostIn*float64(len(c.articles)) {
			chosen = append(chosen, int32(n))
		}
	}
	slices.SortFunc(chosen, func(x, y int32) int {
		return cmp.Or(cmp.Compare(c.in[y], c.in[x]), cmp.Compare(c.words[x], c.words[y]))
	})
	chosen = chosen[:min(len(chosen), mostWords)]
	row := make([]int32, len(c.words))
	for i := range row {
		row[i] = -1
	}
	t := table{}
	if len(chosen) == 0 {
		return t
	}
	for r, n := range chosen {
		row[n] = int32(r)
		t.words = append(t.words, c.words[n])
	}
	m := singular.Matrix{Rows: make([][]singular.Cell, len(chosen)), Columns: len(c.articles)}
	for column, of := range c.articles {
		for _, w := range c.weights(of, row) {
			m.Rows[w.row] = append(m.Rows[w.row], singular.Cell{Column: int32(column), Value: float32(w.weight)})
		}
	}
	t.vectors = m.Left(min(dimensions, len(chosen)))
	return t
}

type weight struct {
	row    int32
	weight float64
}

// weights returns the weights of the words of an article, sorted by row.
func (c *counter) weights(of, row []int32) []weight {
	var rows []int32
	for _, n := range of {
		if row[n] >= 0 {
			rows = append(rows, n)
		}
	}
	slices.SortFunc(rows, func(x, y int32) int { return cmp.Compare(row[x], row[y]) })
	var out []weight
	squares := 0.0
	for lo := 0; lo < len(rows); {
		hi := lo
		for hi < len(rows) && rows[hi] == rows[lo] {
			hi++
		}
		n := rows[lo]
		w := math.Sqrt(float64(hi-lo)) * math.Log2(float64(len(c.articles))/float64(c.in[n]))
		squares += float64(w * w)
		out = append(out, weight{row[n], w})
		lo = hi
	}
	for i := range out {
		out[i].weight /= math.Sqrt(squares)
	}
	return out
}

// bytes returns the table in the form that package cluster reads.
func (t table) bytes() []byte {
	order, most := make([]int, len(t.words)), 0.0
	for i, v := range t.vectors {
		order[i] = i
		most = max(most, largest(v))
	}
	hash := func(i int) uint32 { return uint32(xxh3.HashString(t.words[i])) }
	slices.SortFunc(order, func(x, y int) int { return cmp.Or(cmp.Compare(hash(x), hash(y)), cmp.Compare(x, y)) })
	order = slices.CompactFunc(order, func(x, y int) bool { return hash(x) == hash(y) })
	dims := 0
	if len(t.vectors) > 0 {
		dims = len(t.vectors[0])
	}
	out := binary.LittleEndian.AppendUint16(nil, uint16(dims))
	out = binary.LittleEndian.AppendUint32(out, uint32(len(order)))
	for _, i := range order {
		out = binary.LittleEndian.AppendUint32(out, hash(i))
	}
	for _, i := range order {
		out = binary.LittleEndian.AppendUint16(out, uint16(math.Round(largest(t.vectors[i])/most*math.MaxUint16)))
	}
	for _, i := range order {
		by := max(largest(t.vectors[i]), math.SmallestNonzeroFloat64)
		for _, v := range t.vectors[i] {
			out = append(out, byte(int8(math.Round(v/by*mostOfValues))))
		}
	}
	return out
}

// largest returns the largest absolute value of a vector.
func largest(v []float64) float64 {
	most := 0.0
	for _, x := range v {
		most = max(most, math.Abs(x))
	}
	return most
}
