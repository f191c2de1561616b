package reuse

import (
	"crypto/sha256"
	_ "embed"
	"encoding/binary"
	"encoding/hex"
	"sort"
)

// The tables of this package, made by gen. They hold hashes and counts, no words.
var (
	// Shingles that at least [stockArticles] unrelated articles have: stock
	// phrases of the trade and boilerplate of outlets.
	//go:embed stock.bin
	stockData string
	// How many articles have one stem right before another.
	//go:embed pairs.bin
	pairsData string
	// For each stem, the stems that share a sense with it.
	//go:embed synonyms.bin
	synonymsData string
)

// Tables names the tables that this package was built with: for each the first 16
// digits of its SHA-256, lower-case hex. It takes some milliseconds.
func Tables() map[string]string {
	out := map[string]string{}
	for name, data := range map[string]string{"stock.bin": stockData, "pairs.bin": pairsData, "synonyms.bin": synonymsData} {
		sum := sha256.Sum256([]byte(data))
		out[name] = hex.EncodeToString(sum[:8])
	}
	return out
}

// A countTable maps hashes to small counts without keeping the hashes: open
// addressing over slots of 2 bytes, 12 bits of the hash and 4 bits of the count. A
// hash that is not in it is taken for one that is with a chance of about 1 in
// 1,500.
type countTable string

const (
	slotBytes = 2
	maxCount  = 15
)

// get returns the count of h, 0 if it has none.
func (t countTable) get(h uint64) int {
	n := uint64(len(t) / slotBytes)
	if n == 0 {
		return 0
	}
	for i := (h >> 32) * n >> 32; ; i++ {
		if i == n {
			i = 0
		}
		s := uint16(t[2*i]) | uint16(t[2*i+1])<<8
		if s == 0 {
			return 0
		}
		if s>>4 == uint16(h&0xFFF) {
			return int(s & 15)
		}
	}
}

// A counted is one row of a countTable: a count from 1 to maxCount.
type counted struct {
	hash  uint64
	count uint8
}

// buildCounts lays out rows, which are sorted by hash and have each hash once.
func buildCounts(rows []counted) []byte {
	n := uint64(len(rows)*4/3 + 1)
	out := make([]byte, n*slotBytes)
rows:
	for _, r := range rows {
		i := (r.hash >> 32) * n >> 32
		for {
			s := binary.LittleEndian.Uint16(out[2*i:])
			if s == 0 {
				break
			}
			if s>>4 == uint16(r.hash&0xFFF) {
				continue rows
			}
			if i++; i == n {
				i = 0
			}
		}
		binary.LittleEndian.PutUint16(out[2*i:], uint16(r.hash&0xFFF)<<4|uint16(r.count))
	}
	return out
}

// A synonymTable gives for a stem's key the keys of its synonyms: the number of
// rows n; n keys, sorted; n+1 offsets into the list; the list. All are 4 bytes,
// little endian.
type synonymTable string

func (t synonymTable) at(i int) uint32 {
	i *= 4
	return uint32(t[i]) | uint32(t[i+1])<<8 | uint32(t[i+2])<<16 | uint32(t[i+3])<<24
}

// row returns the row of a key, or -1.
func (t synonymTable) row(key uint32) int {
	if len(t) < 8 {
		return -1
	}
	n := int(t.at(0))
	i := sort.Search(n, func(i int) bool { return t.at(1+i) >= key })
	if i < n && t.at(1+i) == key {
		return i
	}
	return -1
}

// list returns the bounds of a row's synonyms for [synonymTable.at].
func (t synonymTable) list(row int) (from, to int) {
	n := int(t.at(0))
	base := 2 + 2*n
	return base + int(t.at(1+n+row)), base + int(t.at(2+n+row))
}

// synonymous reports whether the row of one key lists another.
func (t synonymTable) synonymous(row int, key uint32) bool {
	if row < 0 {
		return false
	}
	for i, to := t.list(row); i < to; i++ {
		if t.at(i) == key {
			return true
		}
	}
	return false
}

// buildSynonyms lays out a table; pairs hold key and synonym, sorted, each once.
func buildSynonyms(pairs [][2]uint32) []byte {
	var keys, offsets, list []uint32
	for _, p := range pairs {
		if n := len(keys); n == 0 || keys[n-1] != p[0] {
			keys = append(keys, p[0])
			offsets = append(offsets, uint32(len(list)))
		}
		list = append(list, p[1])
	}
	offsets = append(offsets, uint32(len(list)))
	out := binary.LittleEndian.AppendUint32(nil, uint32(len(keys)))
	for _, part := range [][]uint32{keys, offsets, list} {
		for _, v := range part {
			out = binary.LittleEndian.AppendUint32(out, v)
		}
	}
	return out
}
