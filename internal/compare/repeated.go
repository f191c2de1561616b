package compare

import (
	"hash/maphash"
	"slices"
)

// A sentenceOf is a sentence, by its hash, as a family of outlets has it: a hash of both
// that nobody can foresee, for of an archive they are millions; in halves, for beside a
// whole one a table leaves four bytes empty.
type sentenceOf [2]uint32

var sentenceSeed = maphash.MakeSeed()

func ofFamily(hash uint64, family uint32) sentenceOf {
	h := maphash.Comparable(sentenceSeed, [2]uint64{hash, uint64(family)})
	return sentenceOf{uint32(h >> 32), uint32(h)}
}

// repeated is what [comparer.repeats] finds, kept up to date with what comes and goes.
type repeated struct {
	families map[string]uint32
	articles map[sentenceOf]int32 // how many have it
	often    map[uint64]int32     // how many families repeat it; none that no family does
	out      map[uint64]bool      // those of often
	changed  map[uint64]bool      // those that may have come to out, or gone, with the set at hand
}

// repeats does what [comparer.repeats] does for the set at hand, of which it looks at
// what the set before had not.
func (m *Memory) repeats(c *comparer) map[uint64]bool {
	x := &m.repeated
	if x.families == nil {
		*x = repeated{map[string]uint32{}, map[sentenceOf]int32{}, map[uint64]int32{}, map[uint64]bool{}, nil}
	}
	x.changed = map[uint64]bool{}
	for _, r := range m.gone {
		x.count(r, -1)
	}
	m.gone = nil
	for i, r := range m.at {
		name := c.Articles[i].Family
		if r.counted && r.family == name {
			continue
		}
		x.count(r, -1)
		c.sentenceHashes(i)
		r.family, r.counted = name, true
		x.count(r, 1)
	}
	return x.out
}

// count adds the sentences of an article to those of its family, or takes them out.
func (x *repeated) count(r *remembered, by int32) {
	if !r.counted || r.family == "" {
		return
	}
	f, ok := x.families[r.family]
	if !ok {
		f = uint32(len(x.families))
		x.families[r.family] = f
	}
	hashes := slices.Clone(r.sentences)
	slices.Sort(hashes)
	for _, h := range slices.Compact(hashes) {
		at := ofFamily(h, f)
		before := x.articles[at]
		now := before + by
		if x.articles[at] = now; now == 0 {
			delete(x.articles, at)
		}
		if before < repeatedIn == (now < repeatedIn) {
			continue
		}
		x.often[h] += by
		x.changed[h] = true
		if x.out[h] = true; x.often[h] == 0 {
			delete(x.often, h)
			delete(x.out, h)
		}
	}
}
