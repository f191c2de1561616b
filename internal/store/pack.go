package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/maphash"
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
	mu      sync.Mutex
	shapes  map[uint64]*shape         // known schemas
	types   map[reflect.Type]*written // schemas of the types that were packed here
	layouts map[layoutKey]*layout     // of what was read here
}

type written struct {
	schema string
	mark   uint64
	layout *layout
}

// A layoutKey is a schema and a type into which records of it are read, of analyses
// that part.
type layoutKey struct {
	mark uint64
	typ  reflect.Type
	part Part
}

// NewCodec returns a Codec that can read records of the given schemas, as
// [Codec.Schema] gave them. The error is of a schema that cannot be read.
func NewCodec(schemas []string) (*Codec, error) {
	c := &Codec{shapes: map[uint64]*shape{}, types: map[reflect.Type]*written{}, layouts: map[layoutKey]*layout{}}
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
	return c.ofLocked(t)
}

func (c *Codec) ofLocked(t reflect.Type) *written {
	w, ok := c.types[t]
	if !ok {
		s := shapeOf(t)
		w = &written{schema: s.String(), layout: layoutOf(s, t)}
		w.mark = fingerprint(w.schema)
		c.types[t] = w
		c.shapes[w.mark] = s
	}
	return w
}

// reading returns how records of a schema are read into values of type t, of analyses
// that part; nil if the schema is not known.
func (c *Codec) reading(mark uint64, t reflect.Type, part Part) *layout {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ofLocked(t)
	k := layoutKey{mark, t, part}
	l := c.layouts[k]
	if s := c.shapes[mark]; l == nil && s != nil {
		if l = layoutOf(s, t); part != WholePart && s.kind == kindStruct {
			l = analysisLayout(s, part)
		}
		c.layouts[k] = l
	}
	return l
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
	p := reflect.ValueOf(v).Elem().Addr()
	w := c.of(p.Type().Elem())
	return w.layout.pack(out, row{first: p.UnsafePointer(), n: 1}), w
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
func (c *Codec) Unpack(packed []byte, v any) error { return c.unpack(packed, WholePart, v) }

func (c *Codec) unpack(packed []byte, part Part, v any) error {
	if len(packed) < headerSize {
		return ErrDamaged
	}
	if packed[0] != packFormat {
		return fmt.Errorf("store: a record has format %d, which this program does not know", packed[0])
	}
	p := reflect.ValueOf(v).Elem().Addr()
	mark := binary.BigEndian.Uint64(packed[1:])
	l := c.reading(mark, p.Type().Elem(), part)
	if l == nil {
		return fmt.Errorf("store: a record has the schema %016x, which is not known", mark)
	}
	r := readers.Get().(*reader)
	defer func() {
		r.done()
		readers.Put(r)
	}()
	r.in, r.next, r.failed = packed[headerSize:], 0, false
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
	r.values(l, row{first: p.UnsafePointer(), n: 1})
	if r.failed || r.left() > 0 {
		return ErrDamaged
	}
	return nil
}
