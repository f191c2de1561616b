package reuse

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

// A fingerprint is the hash of a shingle, where it begins, and a few bits of the
// words before and after it.
type fingerprint struct {
	hash          uint32
	doc           int32
	pos           int32
	before, after uint16
}

// goesOn reports whether what two articles share is likely to be longer than the
// shingle itself.
func (x *fingerprint) goesOn(y *fingerprint) bool { return x.before == y.before || x.after == y.after }

// winnow appends the fingerprints of one article's words to dst.
func winnow(dst []fingerprint, words []uint32, doc int32) []fingerprint {
	n := len(words) - shingleLen + 1
	if n < 1 {
		return dst
	}
	var ring [windowLen]uint32
	last := int32(-1)
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
		if int32(best) != last {
			last = int32(best)
			if h := ring[best%windowLen]; !isStock(h) {
				p := fingerprint{hash: h, doc: doc, pos: last, before: uint16(doc), after: uint16(doc)}
				if best > 0 {
					p.before = uint16(words[best-1])
				}
				if best+shingleLen < len(words) {
					p.after = uint16(words[best+shingleLen])
				}
				dst = append(dst, p)
			}
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

// What survives rewriting: two content words that stand near each other, in
// either order. A rewriter who leaves 60 % of the content words leaves 36 % of
// these pairs.
const (
	pairWindow = 4       // content words to the right of the first
	pairBits   = 12 << 8 // least rarity of both together: one in 4,000 articles if they were independent
	pairSample = 2       // one pair in so many is kept, by its hash
)

// A pairKey is the hash of a pair of content words in the upper 40 bits and an
// article's index in the lower 24.
type pairKey uint64

const docBits = 24

func (k pairKey) hash() uint64 { return uint64(k) >> docBits }
func (k pairKey) doc() int32   { return int32(k & (1<<docBits - 1)) }

// contentPairs appends the keys of d's pairs of content words, without those of
// words that only stock phrases hold.
func contentPairs(dst []pairKey, d *doc, doc int32) []pairKey {
	for i := range d.content {
		x := &d.content[i]
		for j := i + 1; j <= i+pairWindow && j < len(d.content); j++ {
			y := &d.content[j]
			if x.key == y.key || x.weight+y.weight < pairBits {
				continue
			}
			h := spread(uint64(min(x.key, y.key))<<32 | uint64(max(x.key, y.key)))
			dst = append(dst, pairKey(h>>docBits<<docBits|uint64(doc)))
		}
	}
	return dst
}
