package store

import (
	"encoding/binary"
	"math"
	"reflect"
	"unsafe"

	"github.com/twosource/twosource/internal/news"
)

// A layout is a shape as it lies in the memory of values of one Go type: where the
// fields are. It is found out once for a type, since asking package reflect for each
// value took half of the time of reading records. Nothing but what [layoutOf] found out
// of the type is read or written by it.
type layout struct {
	kind   kind
	none   bool         // the type has no such part: what is read is passed over
	offset uintptr      // of the field, from the struct that it is in
	width  uint8        // of an integer, in bytes
	signed bool         // of an integer
	typ    reflect.Type // of a list, or of a pointer to what may be there
	size   uintptr      // of an element of a list
	least  int          // as in shape
	elem   *layout
	fields []layout // in the order in which they are packed
}

// layoutOf returns how values of shape s lie in those of type t, which is nil if there is
// nothing to hold them.
func layoutOf(s *shape, t reflect.Type) *layout {
	l := &layout{kind: s.kind, least: s.least}
	if l.none = t == nil || !fits(s.kind, t); l.none {
		t = nil
	}
	switch s.kind {
	case kindInt:
		if t != nil {
			l.width = uint8(t.Size())
			l.signed = t.Kind() >= reflect.Int && t.Kind() <= reflect.Int64
		}
	case kindStruct:
		for _, f := range s.fields {
			var typ reflect.Type
			var offset uintptr
			if t != nil {
				if x, ok := t.FieldByName(f.name); ok && x.IsExported() && len(x.Index) == 1 {
					typ, offset = x.Type, x.Offset
				}
			}
			l.fields = append(l.fields, *layoutOf(f.shape, typ))
			l.fields[len(l.fields)-1].offset = offset
		}
	case kindList, kindMaybe:
		var elem reflect.Type
		if t != nil {
			l.typ, elem = t, t.Elem()
			l.size = elem.Size()
		}
		l.elem = layoutOf(s.elem, elem)
	}
	return l
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

// A row is values that lie at equal distances: one field of all elements of a list, the
// elements themselves, or a single value. Packed they stand together, so that like
// stands beside like.
type row struct {
	first unsafe.Pointer // nil if there is no such field
	step  uintptr
	n     int
}

// at returns where value i is, which must be less than n.
func (x row) at(i int) unsafe.Pointer { return unsafe.Add(x.first, uintptr(i)*x.step) }

// field returns the row of one field of structs.
func (x row) field(l *layout) row {
	if l.none {
		x.first = nil
		return x
	}
	x.first = unsafe.Add(x.first, l.offset)
	return x
}

// pack appends the values of x: whole numbers as the difference from the one
// before, spans as the distances from the end of the one before and then their
// lengths, strings as their lengths and then their bytes, lists as their lengths
// and then one after the other.
func (l *layout) pack(out []byte, x row) []byte {
	switch l.kind {
	case kindInt:
		last := int64(0)
		for i := range x.n {
			v := l.integer(x.at(i))
			out = binary.AppendVarint(out, v-last)
			last = v
		}
	case kindSpan:
		last := 0
		for i := range x.n {
			s := (*news.Span)(x.at(i))
			out = binary.AppendVarint(out, int64(s.Start-last))
			last = s.End
		}
		for i := range x.n {
			s := (*news.Span)(x.at(i))
			out = binary.AppendVarint(out, int64(s.End-s.Start))
		}
	case kindBool:
		for i := range x.n {
			b := byte(0)
			if *(*bool)(x.at(i)) {
				b = 1
			}
			out = append(out, b)
		}
	case kindFloat:
		for i := range x.n {
			out = binary.LittleEndian.AppendUint64(out, math.Float64bits(*(*float64)(x.at(i))))
		}
	case kindString:
		for i := range x.n {
			out = binary.AppendUvarint(out, uint64(len(*(*string)(x.at(i)))))
		}
		for i := range x.n {
			out = append(out, *(*string)(x.at(i))...)
		}
	case kindStruct:
		for k := range l.fields {
			f := &l.fields[k]
			out = f.pack(out, x.field(f))
		}
	case kindList:
		for i := range x.n {
			out = binary.AppendUvarint(out, uint64((*listed)(x.at(i)).len))
		}
		for i := range x.n {
			if v := (*listed)(x.at(i)); v.len > 0 {
				out = l.elem.pack(out, row{v.first, l.size, v.len})
			}
		}
	case kindMaybe:
		out = l.packMaybe(out, x)
	}
	return out
}

// packMaybe appends of each value whether it is there, and then those that are.
func (l *layout) packMaybe(out []byte, x row) []byte {
	for i := range x.n {
		there := byte(1)
		if *(*unsafe.Pointer)(x.at(i)) == nil {
			there = 0
		}
		out = append(out, there)
	}
	for i := range x.n {
		if v := *(*unsafe.Pointer)(x.at(i)); v != nil {
			out = l.elem.pack(out, row{first: v, n: 1})
		}
	}
	return out
}

// integer returns the integer at p.
func (l *layout) integer(p unsafe.Pointer) int64 {
	switch {
	case l.width == 8:
		return *(*int64)(p)
	case l.width == 4 && l.signed:
		return int64(*(*int32)(p))
	case l.width == 4:
		return int64(*(*uint32)(p))
	case l.width == 2 && l.signed:
		return int64(*(*int16)(p))
	case l.width == 2:
		return int64(*(*uint16)(p))
	case l.signed:
		return int64(*(*int8)(p))
	}
	return int64(*(*uint8)(p))
}

// setInteger sets the integer at p, as far as it has room for n.
func (l *layout) setInteger(p unsafe.Pointer, n int64) {
	switch l.width {
	case 8:
		*(*int64)(p) = n
	case 4:
		*(*int32)(p) = int32(n)
	case 2:
		*(*int16)(p) = int16(n)
	default:
		*(*int8)(p) = int8(n)
	}
}
