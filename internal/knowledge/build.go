package knowledge

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
)

// Build lays rows out as the bytes of a [Table]. Where two rows claim one
// alias the earlier row has it, so rows come in the order of their weight. The
// result depends on the rows and their order alone.
//
// The error tells of a row that does not fit: two with one key, a key or name
// of 256 bytes or more, a country that is not three letters. Aliases that are
// empty when folded, or longer than 96 bytes, are left out.
func Build(rows []Row) ([]byte, error) {
	b := builder{order: make([]int, len(rows)), taken: map[string]int{}, prefix: map[string]bool{}}
	for i := range b.order {
		b.order[i] = i
	}
	slices.SortFunc(b.order, func(i, j int) int { return strings.Compare(rows[i].Key, rows[j].Key) })
	rank := make([]uint32, len(rows))
	for at, i := range b.order {
		rank[i] = uint32(at)
		if at > 0 && rows[b.order[at-1]].Key == rows[i].Key {
			return nil, fmt.Errorf("knowledge: two rows have the key %q", rows[i].Key)
		}
		if err := b.entity(rows[i].Entry); err != nil {
			return nil, err
		}
	}
	for i, r := range rows {
		b.alias(r.Name, rank[i])
		for _, a := range r.Aliases {
			b.alias(a, rank[i])
		}
	}
	return b.bytes(), nil
}

type builder struct {
	order    []int
	entities []byte
	aliases  []byte
	strings  []byte
	taken    map[string]int // folded alias to its index
	prefix   map[string]bool
	folded   []string // by alias index
}

func (b *builder) intern(s string) uint32 {
	off := len(b.strings)
	b.strings = append(b.strings, s...)
	return uint32(off)
}

func (b *builder) entity(e Entry) error {
	if len(e.Key) > 255 || len(e.Name) > 255 || e.Key == "" || e.Name == "" {
		return fmt.Errorf("knowledge: key %q or name %q is empty or too long", e.Key, e.Name)
	}
	if e.Country != "" && len(e.Country) != 3 {
		return fmt.Errorf("knowledge: %s: country %q is not three letters", e.Key, e.Country)
	}
	rec := make([]byte, entitySize)
	binary.LittleEndian.PutUint32(rec, b.intern(e.Key))
	binary.LittleEndian.PutUint32(rec[4:], b.intern(e.Name))
	rec[8], rec[9] = byte(len(e.Key)), byte(len(e.Name))
	copy(rec[10:13], e.Country)
	rec[13], rec[14] = typeCode(e.Type), byte(e.Kind)
	b.entities = append(b.entities, rec...)
	return nil
}

func (b *builder) alias(words string, entity uint32) {
	f := Fold(words)
	if f == "" || len(f) > maxAliasLen {
		return
	}
	if _, ok := b.taken[f]; ok {
		return
	}
	b.taken[f] = len(b.folded)
	b.folded = append(b.folded, f)
	rec := make([]byte, aliasSize)
	binary.LittleEndian.PutUint32(rec, entity)
	binary.LittleEndian.PutUint32(rec[4:], b.intern(words))
	binary.LittleEndian.PutUint32(rec[8:], uint32(len(words)))
	b.aliases = append(b.aliases, rec...)
	for i := range len(f) {
		if f[i] == ' ' {
			b.prefix[f[:i]] = true
		}
	}
}

func (b *builder) bytes() []byte {
	only := make([]string, 0, len(b.prefix))
	for p := range b.prefix {
		if _, ok := b.taken[p]; !ok {
			only = append(only, p)
		}
	}
	slices.Sort(only)
	slots := 1
	for slots < 2*(len(b.folded)+len(only))+2 {
		slots *= 2
	}
	table := make([]byte, slots*slotSize)
	put := func(folded string, value uint32) {
		h := mix(hashFolded(folded))
		i := h & uint64(slots-1)
		for binary.LittleEndian.Uint32(table[i*slotSize:]) != 0 {
			i = (i + 1) & uint64(slots-1)
		}
		binary.LittleEndian.PutUint32(table[i*slotSize:], uint32(h>>32)|1)
		binary.LittleEndian.PutUint32(table[i*slotSize+4:], value)
	}
	for i, f := range b.folded {
		v := uint32(i + 1)
		if b.prefix[f] {
			v |= prefixFlag
		}
		put(f, v)
	}
	for _, f := range only {
		put(f, prefixFlag)
	}
	out := []byte(tableMagic)
	for _, n := range []int{len(b.order), len(b.folded), slots, len(b.strings)} {
		out = binary.LittleEndian.AppendUint32(out, uint32(n))
	}
	out = append(out, b.entities...)
	out = append(out, b.aliases...)
	out = append(out, table...)
	return append(out, b.strings...)
}
