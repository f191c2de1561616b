package reuse

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"math/bits"
)

// A posting says that an article has a trace: the hash of the trace in the upper 32
// bits, the number of the article in the next 24, the tag in the lowest 8.
type posting uint64

const (
	// MaxArticles is how many articles an [Index] can hold.
	MaxArticles = 1<<24 - 1
	// mostPostings bounds the postings of one hash that are kept: of boilerplate and
	// of themes the first articles are enough to know them.
	mostPostings = 16
)

func newPosting(t trace, article uint32) posting {
	return posting(t>>32<<32) | posting(article)<<tagBits | posting(t.tag())
}

func (p posting) hash() uint32    { return uint32(p >> 32) }
func (p posting) article() uint32 { return uint32(p>>tagBits) & (1<<24 - 1) }
func (p posting) tag() uint8      { return uint8(p) }

// A Segment is an immutable part of an [Index]: the traces of a row of articles,
// sorted by hash. It is read where it lies, a few hundred bytes for each trace that
// is looked for; some hundred bytes for each article are kept in memory.
//
// Its form, all numbers big endian: for each kind of trace the postings, sorted;
// for each kind the directory; the families of the articles, 4 bytes each; a
// trailer. The directory tells for each value of the upper bits of a hash how many
// postings come before it. A posting leaves these bits out.
type Segment struct {
	first    uint32   // number of the first article
	families []uint32 // of the articles, see [Sketch]
	tables   [kinds]table
}

// A table is the postings of one kind of trace.
type table struct {
	r     io.ReaderAt
	mem   []byte // the postings, if they are in memory
	at    int64  // where they begin
	n     uint32
	bits  uint     // upper bits of a hash that the directory tells
	dir   []uint32 // 1<<bits + 1
	width int      // bytes of a posting
}

// The trailer of a segment: magic, first article, articles, postings and directory
// bits of each kind, checksum of directories, families and the trailer before it.
// The magic ends with the version of the sketches, for others do not go together.
const (
	segmentMagic = "tsreuse" + string(rune('0'+sketchVersion))
	trailerBytes = len(segmentMagic) + 4 + 4 + kinds*5 + 4
	maxDirBits   = 28
	// bucketPostings is about how many postings a value of the directory stands for.
	bucketPostings = 32
)

// errSegment says that what was opened is not a segment, or not whole.
var errSegment = errors.New("reuse: this is no segment of an index of this version, or it is damaged")

func dirBits(n int) uint { return uint(min(maxDirBits, bits.Len(uint(n/bucketPostings)))) }

// postingBytes is the width of a posting whose upper bits the directory tells.
func postingBytes(bits uint) int { return 4 + (32-int(bits)+7)/8 }

// OpenSegment opens the segment that r holds in its first size bytes; r must stay
// as it is while the segment is used. The error is that of r or says that what it
// holds is no segment or is damaged: the index is then made again from the store.
// Damage to postings, which is not looked for, costs candidates and nothing else.
func OpenSegment(r io.ReaderAt, size int64) (*Segment, error) {
	if size < int64(trailerBytes) {
		return nil, errSegment
	}
	trailer := make([]byte, trailerBytes)
	if _, err := r.ReadAt(trailer, size-int64(trailerBytes)); err != nil {
		return nil, fmt.Errorf("reuse: segment: %w", err)
	}
	if string(trailer[:len(segmentMagic)]) != segmentMagic {
		return nil, errSegment
	}
	t := trailer[len(segmentMagic):]
	s := &Segment{first: binary.BigEndian.Uint32(t)}
	articles := binary.BigEndian.Uint32(t[4:])
	if articles > MaxArticles || s.first > MaxArticles-articles {
		return nil, errSegment
	}
	t = t[8:]
	at := int64(0)
	for k := range s.tables {
		x := &s.tables[k]
		x.r, x.at, x.n, x.bits = r, at, binary.BigEndian.Uint32(t), uint(t[4])
		if x.bits > maxDirBits {
			return nil, errSegment
		}
		x.width = postingBytes(x.bits)
		at += int64(x.n) * int64(x.width)
		t = t[5:]
	}
	dirs := at
	for k := range s.tables {
		at += 4 * (1<<s.tables[k].bits + 1)
	}
	at += 4 * int64(articles)
	if at != size-int64(trailerBytes) {
		return nil, errSegment
	}
	rest := make([]byte, at-dirs)
	if _, err := r.ReadAt(rest, dirs); err != nil {
		return nil, fmt.Errorf("reuse: segment: %w", err)
	}
	sum := crc32.Update(crc32.ChecksumIEEE(rest), crc32.IEEETable, trailer[:trailerBytes-4])
	if sum != binary.BigEndian.Uint32(trailer[trailerBytes-4:]) {
		return nil, errSegment
	}
	for k := range s.tables {
		x := &s.tables[k]
		x.dir, rest = numbers(rest, 1<<x.bits+1)
		if !x.inOrder() {
			return nil, errSegment
		}
	}
	s.families, _ = numbers(rest, int(articles))
	return s, nil
}

// numbers reads n numbers of 4 bytes.
func numbers(data []byte, n int) (list []uint32, rest []byte) {
	list = make([]uint32, n)
	for i := range list {
		list[i] = binary.BigEndian.Uint32(data[4*i:])
	}
	return list, data[4*n:]
}

// inOrder reports whether the directory rises from 0 to the number of postings.
func (t *table) inOrder() bool {
	for i := 1; i < len(t.dir); i++ {
		if t.dir[i] < t.dir[i-1] {
			return false
		}
	}
	return t.dir[0] == 0 && t.dir[len(t.dir)-1] == t.n
}

// Articles returns the number of the segment's first article and how many it has.
func (s *Segment) Articles() (first, n int) { return int(s.first), len(s.families) }

// find appends to dst the postings of hash, by article. buf is used again.
func (t *table) find(dst []posting, buf *[]byte, hash uint32) ([]posting, error) {
	bucket := uint64(hash) >> (32 - t.bits)
	from, to := t.dir[bucket], t.dir[bucket+1]
	if from == to {
		return dst, nil
	}
	data, err := t.read(buf, from, to)
	if err != nil {
		return dst, err
	}
	upper := posting(bucket << (64 - t.bits))
	// The first posting with this hash.
	lo, hi := 0, int(to-from)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if (upper | t.decode(data[mid*t.width:])).hash() < hash {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	for at := lo * t.width; at < len(data); at += t.width {
		p := upper | t.decode(data[at:])
		if p.hash() != hash {
			break
		}
		dst = append(dst, p)
	}
	return dst, nil
}

// read returns the bytes of the postings from to to.
func (t *table) read(buf *[]byte, from, to uint32) ([]byte, error) {
	at, end := int64(from)*int64(t.width), int64(to)*int64(t.width)
	if t.mem != nil {
		return t.mem[at:end], nil
	}
	if n := int(end - at); cap(*buf) < n {
		*buf = make([]byte, n)
	}
	data := (*buf)[:end-at]
	if _, err := t.r.ReadAt(data, t.at+at); err != nil {
		return nil, fmt.Errorf("reuse: segment: %w", err)
	}
	return data, nil
}

// decode returns a posting without the bits that the directory tells.
func (t *table) decode(b []byte) posting {
	low := posting(binary.BigEndian.Uint32(b[t.width-4:]))
	switch t.width {
	case 5:
		low |= posting(b[0]) << 32
	case 6:
		low |= posting(b[0])<<40 | posting(b[1])<<32
	case 7:
		low |= posting(b[0])<<48 | posting(b[1])<<40 | posting(b[2])<<32
	case 8:
		low |= posting(binary.BigEndian.Uint32(b)) << 32
	}
	return low
}

// A stream gives postings in order: those of a list, then those of a table.
type stream struct {
	list   []posting // to come next
	t      *table    // nil if there is none
	at     uint32    // postings of t that were read
	bucket int
	block  []posting
	data   []byte
}

// streamBlock is how many postings of a table are read at once.
const streamBlock = 1 << 14

// fill reads more postings if there are none in s.list, which stays empty at the
// end.
func (s *stream) fill() error {
	if len(s.list) > 0 || s.t == nil || s.at == s.t.n {
		return nil
	}
	end := s.at + min(streamBlock, s.t.n-s.at)
	data, err := s.t.read(&s.data, s.at, end)
	if err != nil {
		return err
	}
	s.block = s.block[:0]
	for ; s.at < end; s.at++ {
		for s.t.dir[s.bucket+1] <= s.at {
			s.bucket++
		}
		s.block = append(s.block, posting(uint64(s.bucket)<<(64-s.t.bits))|s.t.decode(data))
		data = data[s.t.width:]
	}
	s.list = s.block
	return nil
}

// A segmentWriter writes a segment: tables in turn, then finish.
type segmentWriter struct {
	w      io.Writer
	buf    []byte
	tables [kinds]table
	kind   int
	last   posting
	same   int // postings of the last hash
}

// open begins the table of the next kind, which gets at most n postings.
func (w *segmentWriter) open(n int) {
	t := &w.tables[w.kind]
	t.bits = dirBits(n)
	t.width = postingBytes(t.bits)
	t.dir = make([]uint32, 1<<t.bits+1)
	w.same = 0
}

// add writes a posting, unless its hash has enough of them.
func (w *segmentWriter) add(p posting) error {
	if w.same == 0 || p.hash() != w.last.hash() {
		w.same = 0
	} else if w.same == mostPostings {
		return nil
	}
	w.same++
	w.last = p
	t := &w.tables[w.kind]
	if t.n == math.MaxUint32 {
		return errFull
	}
	t.dir[uint64(p)>>(64-t.bits)+1]++
	t.n++
	v := uint64(p) << t.bits >> t.bits // without what the directory tells
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], v)
	w.buf = append(w.buf, b[8-t.width:]...)
	if len(w.buf) < writeBlock {
		return nil
	}
	return w.flush()
}

// writeBlock is how many bytes are written at once.
const writeBlock = 1 << 17

func (w *segmentWriter) flush() error {
	_, err := w.w.Write(w.buf)
	w.buf = w.buf[:0]
	return err
}

// close ends a table.
func (w *segmentWriter) close() {
	t := &w.tables[w.kind]
	for i := 1; i < len(t.dir); i++ {
		t.dir[i] += t.dir[i-1]
	}
	w.kind++
}

// finish writes what stands behind the tables.
func (w *segmentWriter) finish(first uint32, families []uint32) error {
	var rest []byte
	for k := range w.tables {
		for _, v := range w.tables[k].dir {
			rest = binary.BigEndian.AppendUint32(rest, v)
		}
	}
	for _, v := range families {
		rest = binary.BigEndian.AppendUint32(rest, v)
	}
	rest = append(rest, segmentMagic...)
	rest = binary.BigEndian.AppendUint32(rest, first)
	rest = binary.BigEndian.AppendUint32(rest, uint32(len(families)))
	for k := range w.tables {
		rest = binary.BigEndian.AppendUint32(rest, w.tables[k].n)
		rest = append(rest, byte(w.tables[k].bits))
	}
	rest = binary.BigEndian.AppendUint32(rest, crc32.ChecksumIEEE(rest))
	w.buf = append(w.buf, rest...)
	return w.flush()
}

// merge writes a table of what streams give, in order; n bounds their number.
func (w *segmentWriter) merge(n int, streams []*stream) error {
	w.open(n)
	for {
		live := streams[:0]
		for _, s := range streams {
			if err := s.fill(); err != nil {
				return err
			}
			if len(s.list) > 0 {
				live = append(live, s)
			}
		}
		if streams = live; len(streams) == 0 {
			break
		}
		// Until one of them needs to be filled again.
		for more := true; more; {
			low := streams[0]
			for _, s := range streams[1:] {
				if s.list[0] < low.list[0] {
					low = s
				}
			}
			if err := w.add(low.list[0]); err != nil {
				return err
			}
			low.list = low.list[1:]
			more = len(low.list) > 0
		}
	}
	w.close()
	return nil
}

// inMemory opens a segment that was written to memory.
func inMemory(data *bytes.Buffer) *Segment {
	b := data.Bytes()
	s, err := OpenSegment(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		panic(err) // it was just written
	}
	for k := range s.tables {
		t := &s.tables[k]
		t.mem = b[t.at : t.at+int64(t.n)*int64(t.width)]
	}
	return s
}
