package reuse

import (
	"encoding/binary"
	"errors"
	"slices"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// Winnowing (Schleimer, Wilkerson, Aiken, Winnowing: local algorithms for
// document fingerprinting, SIGMOD 2003): of every window of windowLen shingles
// of shingleLen words the one with the lowest hash is kept. Any run of
// shingleLen+windowLen−1 = 8 words that two articles share has a fingerprint in
// common; eight words is the least that DESIGN §4 calls a passage. Stock phrases
// leave none.
const (
	shingleLen = 5
	windowLen  = 4
	minWords   = shingleLen + windowLen - 1
)

// What survives rewriting: two content words that stand near each other, in
// either order. A rewriter who leaves 60 % of the content words leaves 36 % of
// these pairs.
const (
	pairWindow = 4       // content words to the right of the first
	pairBits   = 12 << 8 // least rarity of both together: one in 4,000 articles if they were independent
)

// The traces of an article in a sketch are of two kinds.
const (
	prints = iota // fingerprints: hashes of shingles
	pairs         // hashes of pairs of content words
	kinds
)

// A trace is a hash in the upper 32 bits, a tag in the next 8, and in the lowest 24
// where it was met first: the word of the article, for a fingerprint.
//
// The tag of a fingerprint is four bits each of the word before and of the word
// after it, which tell whether what two articles share is likely to be longer than
// the shingle itself. The tag of a pair of words is eight more bits of its hash.
type trace uint64

const (
	tagBits   = 8
	placeBits = 24
	maxPlace  = 1<<placeBits - 1
)

func (t trace) hash() uint32 { return uint32(t >> 32) }
func (t trace) tag() uint8   { return uint8(t >> placeBits) }
func (t trace) place() int32 { return int32(t & maxPlace) }

// goesOn reports whether two tags of one fingerprint agree in the word before it or
// in the word after it.
func goesOn(x, y uint8) bool { return x&15 == y&15 || x>>4 == y>>4 }

// A Sketch is what is kept of an article to find those that are worth a comparison
// with it: some 370 fingerprints of its words and 260 of its pairs of content words,
// for 900 words. It does not tell what the article says. An article whose family is
// corrected needs another one.
type Sketch struct {
	family uint32 // hash of the article's family; 0 if it has none
	traces [kinds][]trace
}

// A Sketcher makes sketches. It is not for several goroutines at once.
type Sketcher struct {
	reader *reader
	doc    doc
}

// NewSketcher returns a Sketcher that knows what base knows and leaves out pinned
// boilerplate; nil is what comes with the program, and none. Sketches of other
// knowledge or boilerplate do not go together.
func NewSketcher(base *knowledge.Base, pinned *Boilerplate) *Sketcher {
	return &Sketcher{reader: newReader(base, pinned)}
}

// Sketch returns the sketch of an article, in time linear in its words.
func (s *Sketcher) Sketch(a *news.Article, an *news.Annotation) Sketch {
	s.reader.read(&s.doc, a, an)
	return s.doc.sketch()
}

// sketch returns the sketch of d.
func (d *doc) sketch() Sketch {
	x := Sketch{family: familyKey(d.article.Family)}
	d.scratch = winnow(d.scratch[:0], d.hash)
	if d.stock != nil {
		d.scratch = slices.DeleteFunc(d.scratch, func(t trace) bool { return d.stock.has(x.family, t.hash()) })
	}
	x.traces[prints] = once(d.scratch, 32)
	d.scratch = contentPairs(d.scratch[:0], d)
	x.traces[pairs] = once(d.scratch, placeBits)
	return x
}

// familyKey is the key of a family of outlets, 0 for none.
func familyKey(family string) uint32 {
	if family == "" {
		return 0
	}
	return max(1, spreadKey(hashString(family), 'f'))
}

// once returns a copy of a list that has, sorted, the first of those that are equal
// but for their lowest bits.
func once(list []trace, low int) []trace {
	slices.Sort(list)
	n := 0
	for i, t := range list {
		if i > 0 && t>>low == list[i-1]>>low {
			continue
		}
		list[n] = t
		n++
	}
	return slices.Clone(list[:n])
}

// winnow appends the fingerprints of words to dst.
func winnow(dst []trace, words []uint32) []trace {
	n := min(len(words)-shingleLen+1, maxPlace)
	if n < 1 {
		return dst
	}
	var ring [windowLen]uint32
	last := -1
	for i := range n {
		ring[i%windowLen] = shingle(words[i : i+shingleLen])
		if i < windowLen-1 && i < n-1 {
			continue
		}
		// The rightmost of the lowest, as the paper advises.
		best := i
		for j := i - 1; j > i-windowLen && j >= 0; j-- {
			if ring[j%windowLen] < ring[best%windowLen] {
				best = j
			}
		}
		if best == last {
			continue
		}
		last = best
		if h := ring[best%windowLen]; !isStock(h) {
			tag := uint32(0)
			if best > 0 {
				tag = words[best-1] & 15
			}
			if best+shingleLen < len(words) {
				tag |= words[best+shingleLen] & 15 << 4
			}
			dst = append(dst, trace(h)<<32|trace(tag)<<placeBits|trace(best))
		}
	}
	return dst
}

// shingle mixes the hashes of shingleLen words in order.
func shingle(words []uint32) uint32 {
	h := uint64(0x9E3779B97F4A7C15)
	for _, w := range words {
		h ^= uint64(w)
		h *= 0xFF51AFD7ED558CCD
		h ^= h >> 32
	}
	return uint32(h)
}

// contentPairs appends the traces of d's pairs of content words, without those of
// words that most articles have.
func contentPairs(dst []trace, d *doc) []trace {
	for i := range d.content {
		x := &d.content[i]
		for j := i + 1; j <= i+pairWindow && j < len(d.content); j++ {
			y := &d.content[j]
			if x.key == y.key || x.weight+y.weight < pairBits {
				continue
			}
			h := spread(uint64(min(x.key, y.key))<<32 | uint64(max(x.key, y.key)))
			dst = append(dst, trace(h>>placeBits<<placeBits))
		}
	}
	return dst
}

// The binary form of a sketch: its version, the family in 4 bytes, and for each kind
// of trace their number as a uvarint and hash and tag of each in 5 bytes. All are
// big endian, so that sorted traces are sorted bytes.
//
// The version is raised whenever this form changes, or what is hashed and how, the
// tables included: stored sketches and segments are then made again.
const (
	sketchVersion = 1
	traceBytes    = (32 + tagBits) / 8
)

// errSketch says that bytes are not a sketch.
var errSketch = errors.New("reuse: these bytes are no sketch")

// AppendBinary appends the binary form of s to dst, some 3 KB for 900 words. The
// error is always nil.
func (s *Sketch) AppendBinary(dst []byte) ([]byte, error) {
	dst = append(dst, sketchVersion)
	dst = binary.BigEndian.AppendUint32(dst, s.family)
	for _, list := range s.traces {
		dst = binary.AppendUvarint(dst, uint64(len(list)))
		for _, t := range list {
			dst = append(dst, byte(t>>56), byte(t>>48), byte(t>>40), byte(t>>32), byte(t>>24))
		}
	}
	return dst, nil
}

// MarshalBinary returns the binary form of s. The error is always nil.
func (s *Sketch) MarshalBinary() ([]byte, error) { return s.AppendBinary(nil) }

// UnmarshalBinary makes s the sketch whose binary form data is. The error says that
// data is none; s is then as it was.
func (s *Sketch) UnmarshalBinary(data []byte) error {
	if len(data) < 5 || data[0] != sketchVersion {
		return errSketch
	}
	out := Sketch{family: binary.BigEndian.Uint32(data[1:])}
	data = data[5:]
	for kind := range out.traces {
		n, size := binary.Uvarint(data)
		if size <= 0 || n > uint64(len(data)-size)/traceBytes {
			return errSketch
		}
		data = data[size:]
		list := make([]trace, n)
		for i := range list {
			b := data[i*traceBytes:]
			list[i] = trace(b[0])<<56 | trace(b[1])<<48 | trace(b[2])<<40 | trace(b[3])<<32 | trace(b[4])<<24
			if i > 0 && list[i] <= list[i-1] || i > 0 && kind == prints && list[i].hash() == list[i-1].hash() {
				return errSketch
			}
		}
		out.traces[kind] = list
		data = data[n*traceBytes:]
	}
	if len(data) > 0 {
		return errSketch
	}
	*s = out
	return nil
}
