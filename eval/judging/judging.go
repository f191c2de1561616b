// Package judging is what commands share that draw things for a person to judge,
// and count the verdicts.
package judging

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"slices"
)

// Draw returns n of some things in the order of a draw, which is a function of the
// seed and of their ids: a larger one of the same seed holds the smaller.
func Draw[T any](things []T, id func(*T) string, seed string, n int) []T {
	rank := func(t *T) uint64 { return Rank(seed, id(t)) }
	out := slices.Clone(things)
	slices.SortFunc(out, func(x, y T) int { return cmp.Or(cmp.Compare(rank(&x), rank(&y)), cmp.Compare(id(&x), id(&y))) })
	return out[:min(n, len(out))]
}

// Rank returns the place of an id in the draw of a seed: the lowest is drawn first.
func Rank(seed, id string) uint64 {
	h := fnv.New64a()
	io.WriteString(h, seed+"\x00"+id) // a hash takes everything
	x := h.Sum64()
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	return x ^ x>>33
}

// Verdicts returns the rows of a file of verdicts: six fields each, with tabs between
// them, of which the fifth is the verdict. Lines that begin with # are remarks.
func Verdicts(file string) ([][]string, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	in := csv.NewReader(f)
	in.Comma, in.Comment, in.FieldsPerRecord, in.LazyQuotes = '\t', '#', 6, true
	rows, err := in.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return rows, nil
}
