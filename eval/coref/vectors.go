package coref

import (
	"bytes"
	"math"
	"slices"
	"strings"
)

// A Vectors gives stems ([Stem]) a place by the words that stand about them: what
// is used alike lies near.
type Vectors struct {
	stems  []string // sorted
	values []int8   // width of each
	width  int
}

// ParseVectors reads what [Vectors.Bytes] writes. What is not of this form gives a
// table without stems.
func ParseVectors(data []byte) Vectors {
	head, rest, _ := bytes.Cut(data, []byte("\n"))
	if len(head) == 0 {
		return Vectors{}
	}
	v := Vectors{stems: strings.Fields(string(head))}
	if len(rest)%len(v.stems) != 0 {
		return Vectors{}
	}
	v.width = len(rest) / len(v.stems)
	v.values = make([]int8, len(rest))
	for i, b := range rest {
		v.values[i] = int8(b)
	}
	return v
}

// NewVectors makes a table of stems, sorted, with their vectors, which are scaled
// to the same greatest value.
func NewVectors(stems []string, vectors [][]float64) Vectors {
	v := Vectors{stems: stems}
	for _, row := range vectors {
		v.width = len(row)
		most := 1e-9
		for _, x := range row {
			most = max(most, math.Abs(x))
		}
		for _, x := range row {
			v.values = append(v.values, int8(math.Round(x*math.MaxInt8/most)))
		}
	}
	return v
}

// Bytes gives the table as a line of stems and, after it, a byte a value.
func (v Vectors) Bytes() []byte {
	out := append([]byte(strings.Join(v.stems, " ")), '\n')
	for _, x := range v.values {
		out = append(out, byte(x))
	}
	return out
}

// Likeness returns the cosine of two stems, and whether the table has both.
func (v *Vectors) Likeness(a, b string) (cosine float64, ok bool) {
	x, y := v.of(a), v.of(b)
	if x == nil || y == nil {
		return 0, false
	}
	var both, xx, yy int64
	for i := range x {
		p, q := int64(x[i]), int64(y[i])
		both += p * q
		xx += p * p
		yy += q * q
	}
	if xx == 0 || yy == 0 {
		return 0, false
	}
	return float64(both) / math.Sqrt(float64(xx)*float64(yy)), true
}

func (v *Vectors) of(stem string) []int8 {
	i, ok := slices.BinarySearch(v.stems, stem)
	if !ok {
		return nil
	}
	return v.values[i*v.width : (i+1)*v.width]
}
