package store

import (
	"encoding/binary"
	"hash/maphash"
	"math"
	"reflect"
	"unsafe"

	"github.com/twosource/twosource/internal/news"
)

// A reader reads the values of a packed record. Once it has failed it gives
// zeros. It can be used again for another record.
type reader struct {
	in     []byte
	next   int // into in: a slice that shrank would be a pointer to write for each value
	failed bool
	body   []byte // room for a record that was compressed
	// known are strings that were read before, by their hashes. The records of many
	// articles have the same names, keys and kinds: each is kept once, as long as
	// none of the same hash comes between.
	known   [1 << knownBits]string
	lengths []int // room for those of the lists and strings that are being read, inner ones last
}

const (
	knownBits = 13
	// Longer strings are hardly ever met twice. Ours.
	longestKnown = 40
	// So many lengths at most keep their room until the next record. Ours.
	lengthsKept = 1 << 16
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

// done lets go of a record.
func (r *reader) done() {
	r.in, r.next, r.lengths = nil, 0, r.lengths[:0]
	if cap(r.lengths) > lengthsKept {
		r.lengths = nil
	}
}

func (r *reader) fail() {
	r.in, r.next, r.failed = nil, 0, true
}

// left returns how many bytes there are to be read.
func (r *reader) left() int { return len(r.in) - r.next }

func (r *reader) uvarint() uint64 {
	if i := r.next; i < len(r.in) && r.in[i] < 0x80 {
		r.next++
		return uint64(r.in[i])
	}
	return r.longVarint()
}

func (r *reader) longVarint() uint64 {
	var v uint64
	for i, b := range r.in[r.next:min(len(r.in), r.next+binary.MaxVarintLen64)] {
		v |= uint64(b&0x7f) << (7 * i)
		if b < 0x80 {
			r.next += i + 1
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
	if n > uint64(r.left()) {
		r.fail()
		return 0
	}
	return int(n)
}

func (r *reader) take(n int) []byte {
	if n > r.left() {
		r.fail()
		return nil
	}
	r.next += n
	return r.in[r.next-n : r.next]
}

// values reads what lies as l says to where x is. A part that is of another kind
// there, or that is lacking, is passed over.
func (r *reader) values(l *layout, x row) {
	switch l.kind {
	case kindInt:
		last := int64(0)
		for i := 0; i < x.n && !r.failed; i++ {
			last += r.varint()
			if !l.none {
				l.setInteger(x.at(i), last)
			}
		}
	case kindSpan:
		r.spans(l, x)
	case kindBool:
		bits := r.take(x.n)
		for i := range bits {
			if !l.none {
				*(*bool)(x.at(i)) = bits[i] != 0
			}
		}
	case kindFloat:
		for i := 0; i < x.n && !r.failed; i++ {
			if b := r.take(8); b != nil && !l.none {
				*(*float64)(x.at(i)) = math.Float64frombits(binary.LittleEndian.Uint64(b))
			}
		}
	case kindString:
		r.strings(l, x)
	case kindStruct:
		for k := range l.fields {
			f := &l.fields[k]
			r.values(f, x.field(f))
		}
	case kindList:
		r.lists(l, x)
	case kindMaybe:
		r.maybe(l, x)
	}
}

func (r *reader) spans(l *layout, x row) {
	if x.n > r.left()/2 {
		r.fail()
		return
	}
	if l.none {
		for i := 0; i < 2*x.n && !r.failed; i++ {
			r.uvarint()
		}
		return
	}
	// How far a span is from the one before stands in it until its length is read.
	for i := 0; i < x.n && !r.failed; i++ {
		(*news.Span)(x.at(i)).Start = int(r.varint())
	}
	last := 0
	for i := 0; i < x.n && !r.failed; i++ {
		s := (*news.Span)(x.at(i))
		s.Start += last
		s.End = s.Start + int(r.varint())
		last = s.End
	}
}

func (r *reader) strings(l *layout, x row) {
	first, total := r.readLengths(x.n)
	all := r.take(total)
	if !r.failed && !l.none {
		last := ""
		for i, n := range r.lengths[first:] {
			if n == 0 {
				continue
			}
			if string(all[:n]) != last {
				last = r.text(all[:n])
			}
			*(*string)(x.at(i)) = last
			all = all[n:]
		}
	}
	r.lengths = r.lengths[:first]
}

// A listed is a list as it lies in memory.
type listed struct {
	first    unsafe.Pointer
	len, cap int
}

// lists reads lists, which share one array.
func (r *reader) lists(l *layout, x row) {
	first, total := r.readLengths(x.n)
	if total > 0 && (l.elem.least == 0 || total > r.left()/l.elem.least) {
		r.fail()
	}
	if total > 0 && !r.failed {
		var all unsafe.Pointer
		if !l.none {
			all = reflect.MakeSlice(l.typ, total, total).UnsafePointer()
		}
		at := 0
		for i := 0; i < x.n && !r.failed; i++ {
			n := r.lengths[first+i]
			if n == 0 {
				continue
			}
			elems := row{first: all, step: l.size, n: n}
			if !l.none {
				elems.first = unsafe.Add(all, uintptr(at)*l.size)
				*(*listed)(x.at(i)) = listed{elems.first, n, n}
				at += n
			}
			r.values(l.elem, elems)
		}
	}
	r.lengths = r.lengths[:first]
}

// maybe reads values that may not be there.
func (r *reader) maybe(l *layout, x row) {
	there := r.take(x.n)
	for i := 0; i < len(there) && !r.failed; i++ {
		if there[i] == 0 {
			continue
		}
		if l.elem.least > r.left() {
			r.fail()
			return
		}
		one := row{n: 1}
		if !l.none {
			one.first = reflect.New(l.typ.Elem()).UnsafePointer()
			*(*unsafe.Pointer)(x.at(i)) = one.first
		}
		r.values(l.elem, one)
	}
}

// readLengths reads n lengths, which stand in r.lengths from first on, and their sum.
// There are none if it fails.
func (r *reader) readLengths(n int) (first, total int) {
	first = len(r.lengths)
	if n > r.left() {
		r.fail()
		return first, 0
	}
	for i := 0; i < n && !r.failed; i++ {
		k := r.length()
		r.lengths = append(r.lengths, k)
		if total += k; total > r.left() {
			r.fail()
		}
	}
	if r.failed {
		r.lengths, total = r.lengths[:first], 0
	}
	return first, total
}
