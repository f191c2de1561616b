package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/maphash"
	"math"
	"reflect"
	"slices"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// packFormat is the first byte of a packed record. It is raised when the form
// of the bytes changes; a change of a record's fields changes its schema only.
const packFormat = 1

// headerSize is the length of what stands before the packed values: the format,
// the fingerprint of the schema, and whether they are compressed.
const headerSize = 10

// The values of the last byte of the header.
const (
	bodyPlain = 0
	bodyZstd  = 1
)

// smallest is the length under which values are not compressed: a frame of zstd
// has 13 bytes of its own. Ours.
const smallest = 64

// maxUnpacked bounds what one record may unpack to: the largest page that ingest
// gives, several times.
const maxUnpacked = 1 << 30

// ErrDamaged is the error of bytes that are no packed record, or not the one
// that was written: every compressed record has a checksum.
var ErrDamaged = errors.New("store: a record is damaged")

// A Codec packs records into bytes and back. It remembers the schemas of
// records that earlier programs wrote, so that a field that was added since is
// empty and one that is gone is passed over. Its methods may be called from
// several goroutines.
type Codec struct {
	mu     sync.Mutex
	shapes map[uint64]*shape         // known schemas
	types  map[reflect.Type]*written // schemas of the types that were packed here
}

type written struct {
	schema string
	mark   uint64
	shape  *shape
}

// NewCodec returns a Codec that can read records of the given schemas, as
// [Codec.Schema] gave them. The error is of a schema that cannot be read.
func NewCodec(schemas []string) (*Codec, error) {
	c := &Codec{shapes: map[uint64]*shape{}, types: map[reflect.Type]*written{}}
	for _, text := range schemas {
		s, err := parseShape(text)
		if err != nil {
			return nil, err
		}
		c.shapes[fingerprint(text)] = s
	}
	return c, nil
}

// Schema returns the schema by which records of the type of v are packed. It is
// kept beside them, for nothing can be read without it.
func (c *Codec) Schema(v any) string { return c.of(reflect.TypeOf(v)).schema }

func (c *Codec) of(t reflect.Type) *written {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	w, ok := c.types[t]
	if !ok {
		s := shapeOf(t)
		w = &written{schema: s.String(), shape: s}
		w.mark = fingerprint(w.schema)
		c.types[t] = w
		c.shapes[w.mark] = s
	}
	return w
}

// roomKept is the largest record for which a reader keeps room.
const roomKept = 1 << 20

var readers = sync.Pool{New: func() any { return new(reader) }}

var (
	packer   = sync.OnceValue(newPacker)
	unpacker = sync.OnceValue(newUnpacker)
)

func newPacker() *zstd.Encoder {
	e, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithEncoderCRC(true))
	if err != nil {
		panic(err) // the options are constants
	}
	return e
}

func newUnpacker() *zstd.Decoder {
	d, err := zstd.NewReader(nil, zstd.WithDecoderMaxMemory(maxUnpacked), zstd.WithDecoderConcurrency(0))
	if err != nil {
		panic(err)
	}
	return d
}

// packRooms are room for values and for what they are packed to. Records are packed by
// the thousand, and what they grow to on the way would be a seventh of all that a
// change of stories leaves to be collected.
var packRooms = sync.Pool{New: func() any { return new([]byte) }}

// free gives room back, with what it has grown to.
func free(room *[]byte, grown []byte) {
	if cap(grown) > roomKept {
		return
	}
	*room = grown
	packRooms.Put(room)
}

// values appends the values of the record that v points at to out, one after the other.
func (c *Codec) values(out []byte, v any) ([]byte, *written) {
	p := reflect.ValueOf(v)
	w := c.of(p.Type())
	values := single(p.Elem())
	return values.pack(out, w.shape), w
}

var markSeed = maphash.MakeSeed()

// Mark returns a hash of the record that v points at: what has another one is packed
// otherwise, and what has the same alike, but for one chance in 2⁶⁴. It takes a
// quarter of the time of packing. Another process has other marks.
func (c *Codec) Mark(v any) int64 {
	room := packRooms.Get().(*[]byte)
	values, _ := c.values((*room)[:0], v)
	mark := int64(maphash.Bytes(markSeed, values))
	free(room, values)
	return mark
}

// Pack returns the record that v points at as bytes: the same bytes for the
// same record. An empty list is packed like a nil one.
func (c *Codec) Pack(v any) []byte {
	room, outRoom := packRooms.Get().(*[]byte), packRooms.Get().(*[]byte)
	body, w := c.values((*room)[:0], v)
	out := append((*outRoom)[:0], make([]byte, headerSize)...)
	out[0] = packFormat
	binary.BigEndian.PutUint64(out[1:], w.mark)
	if len(body) < smallest {
		out = append(out, body...)
	} else {
		out[headerSize-1] = bodyZstd
		out = packer().EncodeAll(body, out)
	}
	packed := slices.Clone(out)
	free(room, body)
	free(outRoom, out)
	return packed
}

// Unpack reads a record into what v points at, which must be zero. The error is
// ErrDamaged, or names a schema or format that this program does not know.
func (c *Codec) Unpack(packed []byte, v any) error {
	if len(packed) < headerSize {
		return ErrDamaged
	}
	if packed[0] != packFormat {
		return fmt.Errorf("store: a record has format %d, which this program does not know", packed[0])
	}
	p := reflect.ValueOf(v)
	c.of(p.Type())
	mark := binary.BigEndian.Uint64(packed[1:])
	c.mu.Lock()
	s, ok := c.shapes[mark]
	c.mu.Unlock()
	if !ok {
		return fmt.Errorf("store: a record has the schema %016x, which is not known", mark)
	}
	r := readers.Get().(*reader)
	defer func() {
		r.in = nil
		readers.Put(r)
	}()
	r.in, r.failed = packed[headerSize:], false
	switch packed[headerSize-1] {
	case bodyPlain:
	case bodyZstd:
		var err error
		if r.in, err = unpacker().DecodeAll(r.in, r.body[:0]); err != nil {
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		if len(r.in) <= roomKept {
			r.body = r.in
		}
	default:
		return ErrDamaged
	}
	r.column(s, single(p.Elem()))
	if r.failed || len(r.in) > 0 {
		return ErrDamaged
	}
	return nil
}

// A column is one part of each element of a list: the values that stand
// together in a packed record, so that like stands beside like.
type column struct {
	list  reflect.Value
	typ   reflect.Type   // of the values
	path  [maxPath]uint8 // of fields, from an element
	depth uint8          // of the path
	n     int            // elements
	one   bool           // list is the only element itself
	none  bool           // there is no such part here: what is read is passed over
}

// maxPath is how deep structs of a record may lie in one another, without lists and
// pointers between. Ours: three is the deepest.
const maxPath = 8

// single is the column of one value.
func single(v reflect.Value) column { return column{list: v, typ: v.Type(), one: true, n: 1} }

// elements is the column of the elements of a list.
func elements(list reflect.Value) column {
	return column{list: list, typ: list.Type().Elem(), n: list.Len()}
}

func (c *column) at(i int) reflect.Value {
	v := c.list
	if !c.one {
		v = v.Index(i)
	}
	for _, k := range c.path[:c.depth] {
		v = v.Field(int(k))
	}
	return v
}

// field returns the column of one field of the elements of c.
func (c *column) field(x *typeField) column {
	f := *c
	if f.depth == maxPath {
		panic("store: the structs of a record lie too deep in one another")
	}
	f.path[f.depth] = x.index
	f.depth++
	f.typ = x.typ
	return f
}

// pack appends the values of c: whole numbers as the difference from the one
// before, spans as the distances from the end of the one before and then their
// lengths, strings as their lengths and then their bytes, lists as their lengths
// and then one after the other.
//
// It takes c by value, or each field of each list would be made on the heap.
func (c column) pack(out []byte, s *shape) []byte {
	switch s.kind {
	case kindInt:
		last := int64(0)
		for i := range c.n {
			v := integer(c.at(i))
			out = binary.AppendVarint(out, v-last)
			last = v
		}
	case kindSpan:
		last := int64(0)
		for i := range c.n {
			v := c.at(i)
			out = binary.AppendVarint(out, v.Field(0).Int()-last)
			last = v.Field(1).Int()
		}
		for i := range c.n {
			v := c.at(i)
			out = binary.AppendVarint(out, v.Field(1).Int()-v.Field(0).Int())
		}
	case kindBool:
		for i := range c.n {
			b := byte(0)
			if c.at(i).Bool() {
				b = 1
			}
			out = append(out, b)
		}
	case kindFloat:
		for i := range c.n {
			out = binary.LittleEndian.AppendUint64(out, math.Float64bits(c.at(i).Float()))
		}
	case kindString:
		for i := range c.n {
			out = binary.AppendUvarint(out, uint64(c.at(i).Len()))
		}
		for i := range c.n {
			out = append(out, c.at(i).String()...)
		}
	case kindStruct:
		list := exported(c.typ)
		for k := range list {
			f := c.field(&list[k])
			out = f.pack(out, s.fields[k].shape)
		}
	case kindList:
		for i := range c.n {
			out = binary.AppendUvarint(out, uint64(c.at(i).Len()))
		}
		for i := range c.n {
			if v := c.at(i); v.Len() > 0 {
				elems := elements(v)
				out = elems.pack(out, s.elem)
			}
		}
	case kindMaybe:
		out = c.packMaybe(out, s)
	}
	return out
}

// packMaybe appends of each value whether it is there, and then those that are.
func (c column) packMaybe(out []byte, s *shape) []byte {
	for i := range c.n {
		there := byte(1)
		if c.at(i).IsNil() {
			there = 0
		}
		out = append(out, there)
	}
	for i := range c.n {
		if v := c.at(i); !v.IsNil() {
			one := single(v.Elem())
			out = one.pack(out, s.elem)
		}
	}
	return out
}

func integer(v reflect.Value) int64 {
	if v.CanInt() {
		return v.Int()
	}
	return int64(v.Uint())
}

// A typeField is an exported field of a struct type.
type typeField struct {
	name  string
	typ   reflect.Type
	index uint8
}

var exportedFields sync.Map // reflect.Type → []typeField

// exported returns the exported fields of a struct type.
func exported(t reflect.Type) []typeField {
	if known, ok := exportedFields.Load(t); ok {
		return known.([]typeField)
	}
	var list []typeField
	for i := range min(t.NumField(), math.MaxUint8) {
		if f := t.Field(i); f.IsExported() {
			list = append(list, typeField{f.Name, f.Type, uint8(i)})
		}
	}
	exportedFields.Store(t, list)
	return list
}
