package reuse

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"math/bits"
	"os"
	"slices"
	"sort"
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
	mapped   []byte // the file, if [MapSegment] mapped it
}

// A table is the postings of one kind of trace.
type table struct {
	r     io.ReaderAt
	mem   []byte // the postings, if they are in memory
	at    int64  // where they begin
	n     uint32
	bits  uint   // upper bits of a hash that the directory tells
	dir   []byte // 1<<bits + 1 numbers of 4 bytes, see start
	width int    // bytes of a posting
	sum   uint32 // CRC-32 of the postings
}

// start returns how many postings come before those of value b of the upper bits.
func (t *table) start(b uint64) uint32 { return binary.BigEndian.Uint32(t.dir[4*b:]) }

// The trailer of a segment: magic, first article, articles; postings, directory bits
// and checksum of the postings of each kind; checksum of directories, families and the
// trailer before it.
// The magic ends with the version of the sketches, for others do not go together.
const (
	segmentMagic = "tsreuse" + string(rune('0'+sketchVersion))
	trailerBytes = len(segmentMagic) + 4 + 4 + kinds*9 + 4
	maxDirBits   = 28
	// bucketPostings is the most postings that a value of the directory stands for, on
	// average: with twice as many, a bucket has twice as many lines of the processor's
	// cache to be fetched from memory; with half as many, the directories of a
	// million articles have 250 MB and not half of it.
	bucketPostings = 16
)

// heldBytes is the size of the largest segment that is copied into large pages, see
// [MapSegment]: of a million articles the smaller segment has some 270 MB.
const heldBytes = 512 << 20

// errSegment says that what was opened is not a segment, or not whole.
var errSegment = errors.New("reuse: this is no segment of an index of this version, or it is damaged")

func dirBits(n int) uint { return uint(min(maxDirBits, bits.Len(uint(n/bucketPostings)))) }

// postingBytes is the width of a posting whose upper bits the directory tells.
func postingBytes(bits uint) int { return 4 + (32-int(bits)+7)/8 }

// OpenSegment opens the segment that r holds in its first size bytes; r must stay
// as it is while the segment is used. The error is that of r or says that what it
// holds is no segment or is damaged: the index is then made again from the store.
// Damage to postings is not looked for; see [Segment.Verify].
func OpenSegment(r io.ReaderAt, size int64) (*Segment, error) {
	if size < int64(trailerBytes) {
		return nil, errSegment
	}
	trailer := make([]byte, trailerBytes)
	if _, err := r.ReadAt(trailer, size-int64(trailerBytes)); err != nil {
		return nil, fmt.Errorf("reuse: segment: %w", err)
	}
	s, at, err := readTrailer(trailer, size)
	if err != nil {
		return nil, err
	}
	rest := make([]byte, size-at)
	if _, err := r.ReadAt(rest, at); err != nil {
		return nil, fmt.Errorf("reuse: segment: %w", err)
	}
	for k := range s.tables {
		s.tables[k].r = r
	}
	if err := s.readDirectories(rest); err != nil {
		return nil, err
	}
	return s, nil
}

// SegmentIn is [OpenSegment] for a segment that lies in memory, or in a file that is
// mapped into it: a search takes a sixth of the time, and the directories no
// memory of their own. data must stay as it is while the segment is used.
func SegmentIn(data []byte) (*Segment, error) {
	if len(data) < trailerBytes {
		return nil, errSegment
	}
	s, at, err := readTrailer(data[len(data)-trailerBytes:], int64(len(data)))
	if err != nil {
		return nil, err
	}
	for k := range s.tables {
		t := &s.tables[k]
		t.mem = data[t.at : t.at+t.size()]
	}
	if err := s.readDirectories(data[at:]); err != nil {
		return nil, err
	}
	return s, nil
}

// MapSegment opens the segment in a file by mapping it into memory, see [SegmentIn],
// with a copy of the directories; where that cannot be done, as [OpenSegment] does. The file may be closed
// afterwards only if it was mapped, so close the segment first and the file then.
// fresh says that the file was just written, so that it is in memory already, by a
// process that will search it many times: up to heldBytes of it are copied to where
// they are found sooner.
//
// The file must not be cut while the segment is in use: the process would be killed.
func MapSegment(f *os.File, fresh bool) (*Segment, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("reuse: segment: %w", err)
	}
	if info.Size() < int64(trailerBytes) || info.Size() > math.MaxInt {
		return nil, errSegment
	}
	data, err := mapFile(f, info.Size(), fresh)
	if err != nil {
		return OpenSegment(f, info.Size())
	}
	held := false
	if fresh && info.Size() <= heldBytes {
		data, held = inLargePages(data)
	}
	s, err := SegmentIn(data)
	if err != nil {
		return nil, errors.Join(err, unmap(data))
	}
	if s.mapped = data; held {
		return s, nil
	}
	for k := range s.tables {
		// A file's pages are small ones.
		t := &s.tables[k]
		t.dir = largePages(slices.Clone(t.dir))
	}
	return s, nil
}

// Close ends the use of a segment, and of no file.
func (s *Segment) Close() error {
	data := s.mapped
	if data == nil {
		return nil
	}
	*s = Segment{}
	return unmap(data)
}

// readTrailer reads the trailer of a segment of size bytes, and returns where the
// directories begin.
func readTrailer(trailer []byte, size int64) (s *Segment, at int64, err error) {
	if string(trailer[:len(segmentMagic)]) != segmentMagic {
		return nil, 0, errSegment
	}
	t := trailer[len(segmentMagic):]
	s = &Segment{first: binary.BigEndian.Uint32(t)}
	articles := binary.BigEndian.Uint32(t[4:])
	if articles > MaxArticles || s.first > MaxArticles-articles {
		return nil, 0, errSegment
	}
	t = t[8:]
	rest := 4*int64(articles) + int64(trailerBytes)
	for k := range s.tables {
		x := &s.tables[k]
		x.at, x.n, x.bits, x.sum = at, binary.BigEndian.Uint32(t), uint(t[4]), binary.BigEndian.Uint32(t[5:])
		if x.bits > maxDirBits {
			return nil, 0, errSegment
		}
		x.width = postingBytes(x.bits)
		at += x.size()
		rest += x.dirBytes()
		t = t[9:]
	}
	if at+rest != size {
		return nil, 0, errSegment
	}
	return s, at, nil
}

func (t *table) size() int64     { return int64(t.n) * int64(t.width) }
func (t *table) dirBytes() int64 { return 4 * (1<<t.bits + 1) }

// readDirectories reads what stands behind the postings, which is kept.
func (s *Segment) readDirectories(rest []byte) error {
	n := len(rest) - 4
	if crc32.ChecksumIEEE(rest[:n]) != binary.BigEndian.Uint32(rest[n:]) {
		return errSegment
	}
	for k := range s.tables {
		t := &s.tables[k]
		t.dir, rest = rest[:t.dirBytes()], rest[t.dirBytes():]
		if !t.inOrder() {
			return errSegment
		}
	}
	s.families = make([]uint32, (len(rest)-trailerBytes)/4)
	for i := range s.families {
		s.families[i] = binary.BigEndian.Uint32(rest[4*i:])
	}
	return nil
}

// inOrder reports whether the directory rises from 0 to the number of postings.
func (t *table) inOrder() bool {
	last := uint32(0)
	for b := range uint64(1)<<t.bits + 1 {
		v := t.start(b)
		if v < last || b == 0 && v > 0 {
			return false
		}
		last = v
	}
	return last == t.n
}

// Verify reads all postings and reports whether they are as they were written; the
// error says that they are damaged, or is that of what holds them. What is damaged
// costs candidates and nothing else, so a search does not look for it.
func (s *Segment) Verify() error {
	var buf []byte
	for k := range s.tables {
		t := &s.tables[k]
		sum := uint32(0)
		for at := uint32(0); at < t.n; {
			end := at + min(streamBlock, t.n-at)
			data, err := t.read(&buf, at, end)
			if err != nil {
				return err
			}
			sum, at = crc32.Update(sum, crc32.IEEETable, data), end
		}
		if sum != t.sum {
			return errSegment
		}
	}
	return nil
}

// Articles returns the number of the segment's first article and how many it has.
func (s *Segment) Articles() (first, n int) { return int(s.first), len(s.families) }

// A bucket is the postings that the directory tells for a hash.
type bucket struct{ from, to uint32 }

// locate sets list to the buckets of the hashes of traces, which are as many, and
// touches where the hashes are if they are in memory. None of its reads waits for
// another, so that the processor, which has hardly any of this in its caches, fetches
// several at once.
func (t *table) locate(list []bucket, traces []trace) (touched byte) {
	for i, x := range traces {
		b := uint64(x.hash()) >> (32 - t.bits)
		list[i] = bucket{t.start(b), t.start(b + 1)}
	}
	if t.mem == nil {
		return 0
	}
	for i, b := range list {
		if b.from == b.to {
			continue
		}
		// What is near is in one line of the cache or two, a whole bucket in two or three.
		n := int(b.to - b.from)
		near := t.reckon(n, t.low(traces[i].hash()))
		first, last := int(b.from)+max(near-reckonedWithin, 0), int(b.from)+min(near+reckonedWithin, n-1)
		touched += t.mem[first*t.width] + t.mem[last*t.width]
	}
	return touched
}

// low returns a hash without the bits that the directory tells.
func (t *table) low(hash uint32) uint32 { return hash << t.bits >> t.bits }

// reckon returns about where a hash stands in a bucket of n postings.
func (t *table) reckon(n int, low uint32) int { return int(uint64(low) * uint64(n) >> (32 - t.bits)) }

// find appends to dst the postings of hash, by article, out of its bucket. buf is
// used again.
func (t *table) find(dst []posting, buf *[]byte, hash uint32, b bucket) ([]posting, error) {
	if b.from == b.to {
		return dst, nil
	}
	data, err := t.read(buf, b.from, b.to)
	if err != nil {
		return dst, err
	}
	upper := posting(uint64(hash) >> (32 - t.bits) << (64 - t.bits))
	lo := t.search(data, t.low(hash))
	for at := lo * t.width; at < len(data); at += t.width {
		p := upper | t.decode(data[at:])
		if p.hash() != hash {
			break
		}
		dst = append(dst, p)
	}
	return dst, nil
}

// A hash in a bucket of bucketPostings stands reckonedWithin places or less beside where
// it is reckoned, most often. In one of more than wideBucket it is looked for by halves.
const (
	reckonedWithin = 2
	wideBucket     = 64
)

// search returns which posting of a bucket is the first whose hash, without the bits
// that the directory tells, is low or more. The hashes are spread evenly, so its place
// is known but for a few: halving the bucket until it is found, the processor would
// guess wrong at every other step.
func (t *table) search(data []byte, low uint32) int {
	n := len(data) / t.width
	if n > wideBucket {
		return sort.Search(n, func(i int) bool { return t.rest(data, i) >= low })
	}
	at := t.reckon(n, low)
	for at < n && t.rest(data, at) < low {
		at++
	}
	for at > 0 && t.rest(data, at-1) >= low {
		at--
	}
	return at
}

// rest returns the hash of posting i without the bits that the directory tells.
func (t *table) rest(data []byte, i int) uint32 {
	b := data[i*t.width:]
	switch t.width {
	case 5:
		return uint32(b[0])
	case 6:
		return uint32(binary.BigEndian.Uint16(b))
	case 7:
		return uint32(b[0])<<16 | uint32(binary.BigEndian.Uint16(b[1:]))
	case 8:
		return binary.BigEndian.Uint32(b)
	}
	return 0
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
	bucket uint64
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
		for s.t.start(s.bucket+1) <= s.at {
			s.bucket++
		}
		s.block = append(s.block, posting(s.bucket<<(64-s.t.bits))|s.t.decode(data))
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
	dirs   [kinds][]uint32
	kind   int
	last   posting
	same   int // postings of the last hash
}

// open begins the table of the next kind, which gets at most n postings.
func (w *segmentWriter) open(n int) {
	t := &w.tables[w.kind]
	t.bits = dirBits(n)
	t.width = postingBytes(t.bits)
	w.dirs[w.kind] = make([]uint32, 1<<t.bits+1)
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
	w.dirs[w.kind][uint64(p)>>(64-t.bits)+1]++
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

// flush writes the postings that wait.
func (w *segmentWriter) flush() error {
	t := &w.tables[w.kind]
	t.sum = crc32.Update(t.sum, crc32.IEEETable, w.buf)
	_, err := w.w.Write(w.buf)
	w.buf = w.buf[:0]
	return err
}

// close ends a table.
func (w *segmentWriter) close() error {
	dir := w.dirs[w.kind]
	for i := 1; i < len(dir); i++ {
		dir[i] += dir[i-1]
	}
	err := w.flush()
	w.kind++
	return err
}

// finish writes what stands behind the tables.
func (w *segmentWriter) finish(first uint32, families []uint32) error {
	var rest []byte
	for _, dir := range w.dirs {
		for _, v := range dir {
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
		rest = binary.BigEndian.AppendUint32(rest, w.tables[k].sum)
	}
	rest = binary.BigEndian.AppendUint32(rest, crc32.ChecksumIEEE(rest))
	_, err := w.w.Write(rest)
	return err
}

// merge writes a table of what streams give, in order; n bounds their number.
func (w *segmentWriter) merge(n int, streams []*stream) error {
	w.open(n)
	if err := merge(streams, w.add); err != nil {
		return err
	}
	return w.close()
}

// merge calls use with what streams give, in order, and returns its error.
func merge(streams []*stream, use func(p posting) error) error {
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
			return nil
		}
		// Until one of them needs to be filled again.
		for more := true; more; {
			low := streams[0]
			for _, s := range streams[1:] {
				if s.list[0] < low.list[0] {
					low = s
				}
			}
			if err := use(low.list[0]); err != nil {
				return err
			}
			low.list = low.list[1:]
			more = len(low.list) > 0
		}
	}
}
