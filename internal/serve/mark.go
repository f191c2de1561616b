package serve

import (
	"encoding/binary"
	"hash/fnv"
)

// Mark returns another number once a text of one of these articles has changed, but
// for one chance in 2⁶⁴; other lists of articles have others. Those that there are
// none of count as such.
func (c *Catalog) Mark(articles []string) uint64 {
	sum := fnv.New64a()
	var n [8]byte
	for _, id := range articles {
		a, _ := c.Article(id)
		binary.LittleEndian.PutUint64(n[:], uint64(a.mark)) //nolint:gosec // bits alone
		_, _ = sum.Write([]byte(id))
		_, _ = sum.Write(n[:])
	}
	return sum.Sum64()
}
