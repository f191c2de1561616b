package brief

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strconv"
)

// Sample draws n things of rows by seed; rows of one key are one thing and are
// drawn together. They keep their order. What is drawn depends on the keys and
// the seed alone, and a larger sample holds a smaller one of the same seed.
func Sample[T any](rows []T, n int, seed uint64, key func(*T) string) []T {
	type drawn struct {
		key string
		lot [sha256.Size]byte
	}
	var salt [8]byte
	binary.LittleEndian.PutUint64(salt[:], seed)
	at := map[string]int{}
	var list []drawn
	for i := range rows {
		k := key(&rows[i])
		if _, ok := at[k]; !ok {
			at[k] = len(list)
			list = append(list, drawn{key: k, lot: sha256.Sum256(append(salt[:], k...))})
		}
	}
	slices.SortFunc(list, func(x, y drawn) int {
		return cmp.Or(slices.Compare(x.lot[:], y.lot[:]), cmp.Compare(x.key, y.key))
	})
	chosen := map[string]bool{}
	for _, d := range list[:min(max(n, 0), len(list))] {
		chosen[d.key] = true
	}
	out := []T{}
	for i := range rows {
		if chosen[key(&rows[i])] {
			out = append(out, rows[i])
		}
	}
	return out
}

// Key is a text by which a row of the view timeline is known.
func (r *TimelineRow) Key() string {
	return r.Story + " " + r.Article + " " + strconv.Itoa(r.Start) + " " + strconv.Itoa(r.End)
}
