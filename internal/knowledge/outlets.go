package knowledge

import (
	"encoding/binary"
	"slices"
	"strings"
)

// outlets is a sorted list of domains with names: a count, then for each row
// the offset of its string, then "domain\tname" after one another.
type outlets string

func (o outlets) row(i, n int) string {
	start, end := u32(string(o), 4+4*i), u32(string(o), 8+4*i)
	return string(o)[4+4*(n+1):][start:end]
}

func (o outlets) get(domain string) (string, bool) {
	if len(o) < 8 {
		return "", false
	}
	n := int(u32(string(o), 0))
	lo, hi := 0, n
	for lo < hi {
		mid := (lo + hi) / 2
		d, name, _ := strings.Cut(o.row(mid, n), "\t")
		switch c := strings.Compare(d, domain); {
		case c == 0:
			return name, true
		case c < 0:
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return "", false
}

// BuildOutlets lays rows "domain\tname" out for [Outlet]. It sorts a copy of
// rows; of two with one domain the lesser name stays.
func BuildOutlets(rows []string) []byte {
	rows = slices.Clone(rows)
	slices.Sort(rows)
	rows = slices.CompactFunc(rows, func(a, b string) bool {
		x, _, _ := strings.Cut(a, "\t")
		y, _, _ := strings.Cut(b, "\t")
		return x == y
	})
	out := binary.LittleEndian.AppendUint32(nil, uint32(len(rows)))
	off := uint32(0)
	for _, r := range rows {
		out = binary.LittleEndian.AppendUint32(out, off)
		off += uint32(len(r))
	}
	out = binary.LittleEndian.AppendUint32(out, off)
	for _, r := range rows {
		out = append(out, r...)
	}
	return out
}
