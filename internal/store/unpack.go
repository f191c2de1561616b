package store

import (
	"encoding/binary"
	"hash/maphash"
	"math"
	"reflect"
)

// A reader reads the values of a packed record. Once it has failed it gives
// zeros. It can be used again for another record.
type reader struct {
	in     []byte
	failed bool
	body   []byte // room for a record that was compressed
	// known are strings that were read before, by their hashes. The records of many
	// articles have the same names, keys and kinds: each is kept once, as long as
	// none of the same hash comes between.
	known [1 << knownBits]string
}

const (
	knownBits = 13
	// Longer strings are hardly ever met twice. Ours.
	longestKnown = 40
)

var knownSeed = maphash.MakeSeed() // no result depends on it

// text returns b as a string.
func (r *reader) text(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	if len(b) > longestKnown {
		return string(b)
	}
	at := &r.known[maphash.Bytes(knownSeed, b)>>(64-knownBits)]
	if *at != string(b) {
		*at = string(b)
	}
	return *at
}

func (r *reader) fail() {
	r.in, r.failed = nil, true
}

func (r *reader) uvarint() uint64 {
	var v uint64
	for i := 0; i < len(r.in) && i < binary.MaxVarintLen64; i++ {
		b := r.in[i]
		v |= uint64(b&0x7f) << (7 * i)
		if b < 0x80 {
			r.in = r.in[i+1:]
			return v
		}
	}
	r.fail()
	return 0
}

func (r *reader) varint() int64 {
	u := r.uvarint()
	v := int64(u >> 1)
	if u&1 != 0 {
		v = ^v
	}
	return v
}

// length reads the length of a string or list, each byte or element of which
// takes at least one byte of what follows.
func (r *reader) length() int {
	n := r.uvarint()
	if n > uint64(len(r.in)) {
		r.fail()
		return 0
	}
	return int(n)
}

func (r *reader) take(n int) []byte {
	if n > len(r.in) {
		r.fail()
		return nil
	}
	s := r.in[:n]
	r.in = r.in[n:]
	return s
}

// column reads values of the shape s into c. A part that is of another kind in
// c, or that c lacks, is passed over.
func (r *reader) column(s *shape, c column) {
	if !c.none && !fits(s.kind, c.typ) {
		c.none = true
	}
	switch s.kind {
	case kindInt:
		last := int64(0)
		for i := 0; i < c.n && !r.failed; i++ {
			last += r.varint()
			if !c.none {
				setInteger(c.at(i), last)
			}
		}
	case kindSpan:
		r.spans(c)
	case kindBool:
		bits := r.take(c.n)
		for i := range bits {
			if !c.none {
				c.at(i).SetBool(bits[i] != 0)
			}
		}
	case kindFloat:
		for i := 0; i < c.n && !r.failed; i++ {
			if b := r.take(8); b != nil && !c.none {
				c.at(i).SetFloat(math.Float64frombits(binary.LittleEndian.Uint64(b)))
			}
		}
	case kindString:
		lengths, total := r.lengths(c.n)
		all := r.take(total)
		for i := 0; i < c.n && !r.failed; i++ {
			if !c.none {
				c.at(i).SetString(r.text(all[:lengths[i]]))
			}
			all = all[lengths[i]:]
		}
	case kindStruct:
		for _, f := range s.fields {
			r.column(f.shape, c.named(f.name))
		}
	case kindList:
		r.lists(s, c)
	case kindMaybe:
		r.maybe(s, c)
	}
}

func (r *reader) spans(c column) {
	if c.n > len(r.in)/2 {
		r.fail()
		return
	}
	gaps := make([]int64, c.n)
	for i := 0; i < c.n && !r.failed; i++ {
		gaps[i] = r.varint()
	}
	last := int64(0)
	for i := 0; i < c.n && !r.failed; i++ {
		start := last + gaps[i]
		last = start + r.varint()
		if !c.none {
			v := c.at(i)
			v.Field(0).SetInt(start)
			v.Field(1).SetInt(last)
		}
	}
}

func (r *reader) lists(s *shape, c column) {
	lengths, _ := r.lengths(c.n)
	for i := 0; i < c.n && !r.failed; i++ {
		n := lengths[i]
		if n == 0 {
			continue
		}
		if s.elem.least == 0 || n > len(r.in)/s.elem.least {
			r.fail()
			return
		}
		elems := column{n: n, none: true}
		if !c.none {
			v := c.at(i)
			v.Set(reflect.MakeSlice(v.Type(), n, n))
			elems = elements(v)
		}
		r.column(s.elem, elems)
	}
}

// maybe reads values that may not be there.
func (r *reader) maybe(s *shape, c column) {
	there := r.take(c.n)
	for i := 0; i < len(there) && !r.failed; i++ {
		if there[i] == 0 {
			continue
		}
		if s.elem.least > len(r.in) {
			r.fail()
			return
		}
		one := column{n: 1, none: true}
		if !c.none {
			v := c.at(i)
			v.Set(reflect.New(v.Type().Elem()))
			one = single(v.Elem())
		}
		r.column(s.elem, one)
	}
}

// lengths reads n lengths and their sum.
func (r *reader) lengths(n int) (list []int, total int) {
	if n > len(r.in) {
		r.fail()
		return nil, 0
	}
	list = make([]int, n)
	for i := 0; i < n && !r.failed; i++ {
		list[i] = r.length()
		total += list[i]
		if total > len(r.in) {
			r.fail()
		}
	}
	if r.failed {
		return nil, 0
	}
	return list, total
}

// named returns the column of the field called name, which the elements of c may
// lack.
func (c *column) named(name string) column {
	if !c.none && c.typ.Kind() == reflect.Struct {
		list := exported(c.typ)
		for k := range list {
			if list[k].name == name {
				return c.field(&list[k])
			}
		}
	}
	return column{n: c.n, none: true}
}

// fits reports whether values of kind k can be put where t is.
func fits(k kind, t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Bool:
		return k == kindBool
	case reflect.Float64:
		return k == kindFloat
	case reflect.String:
		return k == kindString
	case reflect.Slice:
		return k == kindList
	case reflect.Pointer:
		return k == kindMaybe
	case reflect.Struct:
		return k == kindSpan && t == spanType || k == kindStruct && t != spanType
	}
	return k == kindInt
}

func setInteger(v reflect.Value, n int64) {
	if v.CanInt() {
		v.SetInt(n)
	} else {
		v.SetUint(uint64(n))
	}
}
