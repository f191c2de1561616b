package reuse

import (
	"cmp"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
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
	// A pair of content words in more articles than maxTheme is a common theme; in
	// more than fewTheme, each is paired with the first hubArticles.
	maxTheme = 48
	fewTheme = 12
	// Two articles with so many pairs of content words in common are looked at.
	leastPairs = 4
)

// A seed is a shared shingle: word positions in the two articles of a pair.
type seed struct{ a, b int32 }

// A candidate is a pair of articles worth a look: they share a fingerprint, or
// leastPairs pairs of content words.
type candidate struct {
	a, b  int32 // indices of articles, a < b
	seeds []seed
	pairs int32 // pairs of content words in common
}

// A hit is a fingerprint that two articles share.
type hit struct {
	a, b   int32
	seed   seed
	goesOn bool // a word next to it is shared too
}

// each calls work for 0 … n-1, several at once. Calls must not depend on each
// other's order.
func each(n int, work func(i int)) {
	var next atomic.Int64
	var done sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		done.Add(1)
		go func() {
			defer done.Done()
			for {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				work(i)
			}
		}()
	}
	done.Wait()
}

// A sketch is what is kept of some articles to find the pairs worth a look: the
// fingerprints and the pairs of content words, each sorted.
type sketch struct {
	prints []fingerprint
	pairs  []pairKey
}

func (s *sketch) sort() {
	slices.SortFunc(s.prints, func(x, y fingerprint) int {
		return cmp.Or(cmp.Compare(x.hash, y.hash), cmp.Compare(x.doc, y.doc), cmp.Compare(x.pos, y.pos))
	})
	slices.Sort(s.pairs)
	s.pairs = slices.Compact(s.pairs)
}

// part returns the part of s whose hashes begin with the bits of p, of which there
// are so many.
func (s *sketch) part(p, bits int) sketch {
	from := func(p int) (int, int) {
		i, _ := slices.BinarySearchFunc(s.prints, uint64(p)<<(32-bits), func(x fingerprint, h uint64) int { return cmp.Compare(uint64(x.hash), h) })
		if p == 1<<bits {
			return i, len(s.pairs)
		}
		j, _ := slices.BinarySearch(s.pairs, pairKey(p)<<(64-bits))
		return i, j
	}
	i, j := from(p)
	iEnd, jEnd := from(p + 1)
	return sketch{s.prints[i:iEnd], s.pairs[j:jEnd]}
}

// sketches returns the sketches of all articles, some articles at a time.
func (f *finder) sketches() []sketch {
	const chunk = 64
	made := make([]sketch, (len(f.articles)+chunk-1)/chunk)
	each(len(made), func(c int) {
		s := &made[c]
		r := f.readers.Get().(*reader)
		var d doc
		for i := c * chunk; i < min((c+1)*chunk, len(f.articles)); i++ {
			r.read(&d, &f.articles[i], &f.annotations[i])
			s.prints = winnow(s.prints, d.hash, int32(i))
			s.pairs = contentPairs(s.pairs, &d, int32(i))
			f.signs[i] = d.examine()
		}
		f.readers.Put(r)
		s.sort()
		s.prints, s.pairs = slices.Clone(s.prints), slices.Clone(s.pairs)
	})
	return made
}

// candidates returns the pairs of articles worth a look, sorted by (a, b), with
// the seeds of each sorted by (b, a).
func (f *finder) candidates() []candidate {
	made := f.sketches()
	n := f.parts()
	hits, themes, repeats := make([][]hit, n), make([][]uint64, n), make([][]fingerprint, n)
	each(n, func(p int) {
		var s sketch
		for i := range made {
			x := made[i].part(p, f.partBits)
			s.prints = append(s.prints, x.prints...)
			s.pairs = append(s.pairs, x.pairs...)
		}
		s.sort()
		hits[p], repeats[p] = f.meet(s.prints)
		themes[p] = theme(s.pairs)
	})
	f.repeats = slices.Concat(repeats...)
	slices.SortFunc(f.repeats, func(x, y fingerprint) int {
		return cmp.Or(cmp.Compare(x.doc, y.doc), cmp.Compare(x.pos, y.pos))
	})
	return gather(slices.Concat(hits...), slices.Concat(themes...))
}

// meet returns the fingerprints that articles have in common, and those that their
// families repeat.
func (f *finder) meet(prints []fingerprint) (hits []hit, repeats []fingerprint) {
	var group []fingerprint
	for lo := 0; lo < len(prints); {
		hi := lo + 1
		for hi < len(prints) && prints[hi].hash == prints[lo].hash {
			hi++
		}
		if hi-lo > 1 {
			group, repeats = f.distinct(group[:0], prints[lo:hi], repeats)
			partners(len(group), maxArticles, func(i, j int) {
				x, y := group[i], group[j]
				hits = append(hits, hit{x.doc, y.doc, seed{x.pos, y.pos}, x.goesOn(&y)})
			})
		}
		lo = hi
	}
	return hits, repeats
}

// partners calls f for the pairs of n articles that have something in common: for
// all pairs if there are few, else for those of each with the first hubArticles.
func partners(n, few int, f func(i, j int)) {
	hubs := n
	if n > few {
		hubs = hubArticles
	}
	for i := range n {
		for j := range min(i, hubs) {
			f(j, i)
		}
	}
}

// theme returns the pairs of articles, a << 32 | b, that have a pair of content
// words in common, once for each.
func theme(pairs []pairKey) []uint64 {
	var out []uint64
	for lo := 0; lo < len(pairs); {
		hi := lo + 1
		for hi < len(pairs) && pairs[hi].hash() == pairs[lo].hash() {
			hi++
		}
		if group := pairs[lo:hi]; len(group) <= maxTheme {
			partners(len(group), fewTheme, func(i, j int) {
				out = append(out, uint64(group[i].doc())<<32|uint64(group[j].doc()))
			})
		}
		lo = hi
	}
	return out
}

// distinct appends to dst the first fingerprint of each article of a group, without
// those of a family that repeats it as boilerplate; these go to repeats.
func (f *finder) distinct(dst, group, repeats []fingerprint) (kept, repeated []fingerprint) {
	for i, p := range group {
		if i == 0 || group[i-1].doc != p.doc {
			dst = append(dst, p)
		}
	}
	if len(dst) < boilerplateArticles {
		return dst, repeats
	}
	families := map[string]int{}
	for _, p := range dst {
		if name := f.articles[p.doc].Family; name != "" {
			families[name]++
		}
	}
	isRepeat := func(p fingerprint) bool { return families[f.articles[p.doc].Family] >= boilerplateArticles }
	for _, p := range group {
		if isRepeat(p) {
			repeats = append(repeats, p)
		}
	}
	return slices.DeleteFunc(dst, isRepeat), repeats
}

// gather makes candidates of the fingerprints and the pairs of content words that
// articles share.
func gather(hits []hit, themes []uint64) []candidate {
	slices.SortFunc(hits, func(x, y hit) int {
		return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b),
			cmp.Compare(x.seed.b, y.seed.b), cmp.Compare(x.seed.a, y.seed.a))
	})
	slices.Sort(themes)
	var out []candidate
	for i, j := 0, 0; i < len(hits) || j < len(themes); {
		key := uint64(1<<64 - 1)
		if i < len(hits) {
			key = uint64(hits[i].a)<<32 | uint64(hits[i].b)
		}
		if j < len(themes) {
			key = min(key, themes[j])
		}
		c := candidate{a: int32(key >> 32), b: int32(key & (1<<32 - 1))}
		from := i
		for i < len(hits) && hits[i].a == c.a && hits[i].b == c.b {
			i++
		}
		for ; j < len(themes) && themes[j] == key; j++ {
			c.pairs++
		}
		for _, h := range hits[from:i] {
			c.seeds = append(c.seeds, h.seed)
		}
		// A single shingle is a coincidence more often than not.
		alone := i-from == 1 && c.pairs == 0 && !hits[from].goesOn
		if len(c.seeds) > 0 && !alone || c.pairs >= leastPairs {
			out = append(out, c)
		}
	}
	return out
}
