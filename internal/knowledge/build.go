package knowledge

import (
	"cmp"
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
	b := builder{rows: rows, order: make([]int, len(rows)), interned: map[string]uint32{}, taken: map[string]bool{}, prefix: map[string]bool{}}
	for i := range b.order {
		b.order[i] = i
	}
	slices.SortFunc(b.order, func(i, j int) int { return strings.Compare(rows[i].Key, rows[j].Key) })
	b.rank = make([]uint32, len(rows))
	for at, i := range b.order {
		b.rank[i] = uint32(at)
		if at > 0 && rows[b.order[at-1]].Key == rows[i].Key {
			return nil, fmt.Errorf("knowledge: two rows have the key %q", rows[i].Key)
		}
	}
	b.collect()
	for at, i := range b.order {
		if err := b.entity(rows[i], at); err != nil {
			return nil, err
		}
	}
	if err := b.offices(); err != nil {
		return nil, err
	}
	data := b.bytes()
	if len(b.strings) > maxStrings {
		return nil, fmt.Errorf("knowledge: %d bytes of names, more than fit", len(b.strings))
	}
	return data, nil
}

// maxStrings is what an offset of three bytes reaches.
const maxStrings = 1 << 24

type builder struct {
	rows     []Row
	order    []int    // rows by key
	rank     []uint32 // of each row: its place in order
	interned map[string]uint32
	entities []byte
	names    []name // by entity
	held     []held // by person and first day
	byTitle  []int  // numbers of held
	strings  []byte
	taken    map[string]bool // folded aliases
	prefix   map[string]bool
}

// A name is one alias of an entity.
type name struct {
	folded, words string
	entity        uint32
}

// A held is one office and the number of who holds it.
type held struct {
	Office
	person uint32
}

func (b *builder) intern(s string) uint32 {
	if ref, ok := b.interned[s]; ok {
		return ref
	}
	ref := uint32(len(b.strings)) | uint32(len(s))<<24
	b.strings = append(b.strings, s...)
	b.interned[s] = ref
	return ref
}

// collect gives each alias to the first row that claims it.
func (b *builder) collect() {
	for i, r := range b.rows {
		b.alias(r.Name, b.rank[i])
		for _, a := range r.Aliases {
			b.alias(a, b.rank[i])
		}
	}
	slices.SortStableFunc(b.names, func(x, y name) int { return cmp.Compare(x.entity, y.entity) })
}

func (b *builder) alias(words string, entity uint32) {
	f := Fold(words)
	if f == "" || len(f) > maxAliasLen || len(words) > 255 || b.taken[f] {
		return
	}
	b.taken[f] = true
	b.names = append(b.names, name{f, words, entity})
	for i := range len(f) {
		if f[i] == ' ' {
			b.prefix[f[:i]] = true
		}
	}
}

// entity appends the record of the row that is the at-th by key.
func (b *builder) entity(r Row, at int) error {
	if len(r.Key) > 255 || len(r.Name) > 255 || len(r.Wikidata) > 255 || r.Key == "" || r.Name == "" {
		return fmt.Errorf("knowledge: key %q or name %q is empty or too long", r.Key, r.Name)
	}
	if r.Country != "" && len(r.Country) != 3 {
		return fmt.Errorf("knowledge: %s: country %q is not three letters", r.Key, r.Country)
	}
	first, _ := slices.BinarySearchFunc(b.names, uint32(at), func(n name, e uint32) int { return cmp.Compare(n.entity, e) })
	rec := make([]byte, entitySize)
	binary.LittleEndian.PutUint32(rec, b.intern(r.Key))
	binary.LittleEndian.PutUint32(rec[4:], b.intern(r.Name))
	binary.LittleEndian.PutUint32(rec[8:], uint32(first))
	binary.LittleEndian.PutUint32(rec[12:], b.intern(r.Wikidata))
	copy(rec[16:19], r.Country)
	rec[19], rec[20] = typeCode(r.Type), byte(r.Kind)
	b.entities = append(b.entities, rec...)
	return nil
}

// offices gathers the offices of all rows and sorts them both ways.
func (b *builder) offices() error {
	for i, r := range b.rows {
		for _, o := range r.Offices {
			if len(o.Title) > 255 || len(o.Of) > 255 {
				return fmt.Errorf("knowledge: %s has an office whose name is too long", r.Key)
			}
			b.held = append(b.held, held{o, b.rank[i]})
		}
	}
	slices.SortStableFunc(b.held, func(x, y held) int { return cmp.Or(cmp.Compare(x.person, y.person), cmp.Compare(x.From, y.From)) })
	b.byTitle = make([]int, len(b.held))
	for i := range b.byTitle {
		b.byTitle[i] = i
	}
	slices.SortStableFunc(b.byTitle, func(i, j int) int {
		x, y := b.held[i], b.held[j]
		return cmp.Or(strings.Compare(x.Of, y.Of), strings.Compare(OfficeKey(x.Title), OfficeKey(y.Title)), cmp.Compare(x.From, y.From))
	})
	return nil
}

func (b *builder) officeBytes() []byte {
	var out []byte
	for _, h := range b.held {
		for _, n := range []uint32{h.person, b.intern(h.Of), b.intern(h.Title), uint32(int32(h.From)), uint32(int32(h.To)), uint32(int32(h.Seen))} {
			out = binary.LittleEndian.AppendUint32(out, n)
		}
	}
	for _, i := range b.byTitle {
		out = binary.LittleEndian.AppendUint32(out, uint32(i))
	}
	return out
}

func (b *builder) bytes() []byte {
	only := make([]string, 0, len(b.prefix))
	for p := range b.prefix {
		if !b.taken[p] {
			only = append(only, p)
		}
	}
	slices.Sort(only)
	slots := 1
	for slots < 2*(len(b.names)+len(only))+2 {
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
	var aliases []byte
	for i, n := range b.names {
		v := uint32(i + 1)
		if b.prefix[n.folded] {
			v |= prefixFlag
		}
		put(n.folded, v)
		aliases = binary.LittleEndian.AppendUint32(aliases, n.entity)
		aliases = binary.LittleEndian.AppendUint32(aliases, b.intern(n.words))
	}
	offices := b.officeBytes()
	for _, f := range only {
		put(f, prefixFlag)
	}
	out := []byte(tableMagic)
	for _, n := range []int{len(b.order), len(b.names), slots, len(b.held), len(b.strings)} {
		out = binary.LittleEndian.AppendUint32(out, uint32(n))
	}
	out = append(out, b.entities...)
	out = append(out, aliases...)
	out = append(out, table...)
	out = append(out, offices...)
	return append(out, b.strings...)
}
