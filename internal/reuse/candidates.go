package reuse

import (
	"cmp"
	"slices"
)

// Winnowing (Schleimer, Wilkerson, Aiken, Winnowing: local algorithms for
// document fingerprinting, SIGMOD 2003): of every window of windowLen shingles
// of shingleLen words the one with the lowest hash is kept. Any run of
// shingleLen+windowLen−1 = 8 words that two articles share has a fingerprint in
// common; eight words is the least that DESIGN §4 calls a passage.
const (
	shingleLen = 5
	windowLen  = 4
	minWords   = shingleLen + windowLen - 1
)

const (
	// A fingerprint that one family prints in this many articles is its
	// boilerplate and says nothing of who took from whom.
	boilerplateArticles = 5
	// A fingerprint in more articles than this is paired with the first
	// hubArticles of them only, so that a report reprinted by a thousand
	// outlets costs thousands of pairs and not a million. All still meet in
	// one origin, for joining is transitive.
	maxArticles = 48
	hubArticles = 6
)

// A fingerprint is one fingerprint: the hash of a shingle and where it begins.
type fingerprint struct {
	hash uint64
	doc  int32
	pos  int32
}

// A seed is a shared shingle: word positions in the two articles of a pair.
type seed struct{ a, b int32 }

// A candidate is a pair of articles that share at least one fingerprint.
type candidate struct {
	a, b  int32 // indices of docs, a < b
	seeds []seed
}

// candidates returns the pairs of docs that share a fingerprint, sorted by
// (a, b), with the seeds of each sorted by (b, a).
func candidates(docs []doc) []candidate {
	var prints []fingerprint
	for i := range docs {
		prints = winnow(prints, docs[i].hash, int32(i))
	}
	slices.SortFunc(prints, func(x, y fingerprint) int {
		if c := cmp.Compare(x.hash, y.hash); c != 0 {
			return c
		}
		if c := cmp.Compare(x.doc, y.doc); c != 0 {
			return c
		}
		return cmp.Compare(x.pos, y.pos)
	})
	type hit struct {
		a, b int32
		seed seed
	}
	var hits []hit
	var group []fingerprint
	for lo := 0; lo < len(prints); {
		hi := lo + 1
		for hi < len(prints) && prints[hi].hash == prints[lo].hash {
			hi++
		}
		if hi-lo > 1 {
			group = distinct(docs, group[:0], prints[lo:hi])
			for i := range group {
				last := len(group)
				if len(group) > maxArticles && i >= hubArticles {
					last = i
				}
				for j := i + 1; j < last; j++ {
					x, y := group[i], group[j]
					hits = append(hits, hit{x.doc, y.doc, seed{x.pos, y.pos}})
				}
			}
		}
		lo = hi
	}
	slices.SortFunc(hits, func(x, y hit) int {
		return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b),
			cmp.Compare(x.seed.b, y.seed.b), cmp.Compare(x.seed.a, y.seed.a))
	})
	var out []candidate
	for _, h := range hits {
		if n := len(out); n == 0 || out[n-1].a != h.a || out[n-1].b != h.b {
			out = append(out, candidate{a: h.a, b: h.b})
		}
		c := &out[len(out)-1]
		c.seeds = append(c.seeds, h.seed)
	}
	return out
}

// distinct appends to dst the first fingerprint of each article of a group, without
// those of a family that repeats it as boilerplate; there the words are marked,
// for a fingerprint that only some of the articles have may lie beside it.
func distinct(docs []doc, dst, group []fingerprint) []fingerprint {
	for i, p := range group {
		if i == 0 || group[i-1].doc != p.doc {
			dst = append(dst, p)
		}
	}
	if len(dst) < boilerplateArticles {
		return dst
	}
	families := map[string]int{}
	for _, p := range dst {
		if f := docs[p.doc].article.Family; f != "" {
			families[f]++
		}
	}
	repeated := func(p fingerprint) bool { return families[docs[p.doc].article.Family] >= boilerplateArticles }
	for _, p := range group {
		if repeated(p) {
			d := &docs[p.doc]
			for i := range shingleLen {
				d.boiler[int(p.pos)+i] = true
			}
		}
	}
	return slices.DeleteFunc(dst, repeated)
}

// winnow appends the fingerprints of one article's words to dst.
func winnow(dst []fingerprint, words []uint32, doc int32) []fingerprint {
	n := len(words) - shingleLen + 1
	if n < 1 {
		return dst
	}
	var ring [windowLen]uint64
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
			dst = append(dst, fingerprint{ring[best%windowLen], doc, last})
		}
	}
	return dst
}

// shingle mixes the hashes of shingleLen words in order.
func shingle(words []uint32) uint64 {
	h := uint64(0x9E3779B97F4A7C15)
	for _, w := range words {
		h ^= uint64(w)
		h *= 0xFF51AFD7ED558CCD
		h ^= h >> 32
	}
	return h
}
