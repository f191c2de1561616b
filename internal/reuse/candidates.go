package reuse

import (
	"bytes"
	"cmp"
	"math/bits"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// A seed is a shared shingle: word positions in the two articles of a pair.
type seed struct{ a, b int32 }

// A pair is two articles worth a look.
type pair struct{ a, b int32 } // indices of articles, a < b

func (p pair) compare(q pair) int { return cmp.Or(cmp.Compare(p.a, q.a), cmp.Compare(p.b, q.b)) }

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

// chunkArticles is how many articles one call of work gets.
const chunkArticles = 64

// eachChunk calls work for all indices below n, from first to end at a time.
func eachChunk(n int, work func(first, end int)) {
	each((n+chunkArticles-1)/chunkArticles, func(c int) { work(c*chunkArticles, min((c+1)*chunkArticles, n)) })
}

// candidates returns the pairs of articles worth a look, sorted. It keeps the
// sketches of all articles, without their pairs of content words, and what families
// repeat.
func (f *finder) candidates() []pair {
	f.sketch()
	out := f.alike()
	for i := range f.sketches {
		f.sketches[i].traces[pairs] = nil
	}
	return out
}

// alike returns the pairs of articles worth a look by their sketches, sorted, and
// keeps what families repeat.
func (f *finder) alike() []pair {
	index, shared := f.index()
	f.repeats = make([][]uint32, len(f.articles))
	lists := make([][]pair, (len(f.articles)+chunkArticles-1)/chunkArticles)
	eachChunk(len(f.articles), func(first, end int) {
		s := index.Search()
		s.shared = shared
		var list []pair
		for i := first; i < end; i++ {
			found, err := s.candidates(&f.sketches[i], uint32(i))
			noError(err)
			for _, c := range found {
				list = append(list, pair{int32(c.Article), int32(i)})
			}
			f.repeats[i] = slices.Clone(s.repeats)
		}
		lists[first/chunkArticles] = list
	})
	out := slices.Concat(lists...)
	slices.SortFunc(out, pair.compare)
	return out
}

// sketch makes the sketches of all articles, and looks for signs and informants in
// them.
func (f *finder) sketch() {
	f.sketches = make([]Sketch, len(f.articles))
	eachChunk(len(f.articles), func(first, end int) {
		r := f.readers.get()
		defer f.readers.put(r)
		var d doc
		for i := first; i < end; i++ {
			an := f.annotation(i)
			f.names[i], f.bodies[i] = namesOf(an), bodyOf(an)
			r.readNamed(&d, &f.articles[i], an, f.bodies[i], f.names[i])
			f.sketches[i], f.signs[i], f.informed[i] = d.sketch(), d.examine(), f.readInformants(an)
		}
	})
}

// index returns an index of the sketches: one segment, in memory. Shared tells which
// traces several of them have: most are one article's alone.
func (f *finder) index() (x *Index, shared *[kinds]sharedHashes) {
	if len(f.articles) == 0 {
		return new(Index), nil
	}
	families := make([]uint32, len(f.sketches))
	var n [kinds]int
	size := trailerBytes
	for i := range f.sketches {
		families[i] = f.sketches[i].family
		for kind := range n {
			n[kind] += len(f.sketches[i].traces[kind])
		}
	}
	for _, n := range n {
		size += n*postingBytes(dirBits(n)) + 4<<dirBits(n) + 4
	}
	var data bytes.Buffer
	data.Grow(size + 4*len(families))
	w := segmentWriter{w: &data}
	shared = new([kinds]sharedHashes)
	for kind := range n {
		w.open(n[kind])
		shared[kind] = newSharedHashes(n[kind])
		f.sorted(kind, func(list []posting) {
			for i, p := range list {
				if i > 0 && p.hash() == list[i-1].hash() {
					shared[kind].add(p.hash())
				}
				noError(w.add(p))
			}
		})
		noError(w.close())
	}
	noError(w.finish(0, families))
	all, err := SegmentIn(data.Bytes())
	noError(err)
	x, err = NewIndex(all)
	noError(err)
	return x, shared
}

// sharedHashes is a set of hashes that may take some more to be in it.
type sharedHashes struct {
	bits  []uint64
	shift uint // of a hash that is spread
}

// newSharedHashes returns a set with room for some of n hashes.
func newSharedHashes(n int) sharedHashes {
	width := min(max(bits.Len(uint(n))+1, 6), 32)
	return sharedHashes{bits: make([]uint64, 1<<(width-6)), shift: uint(32 - width)}
}

func (x *sharedHashes) at(hash uint32) (word uint32, bit uint64) {
	n := hash * 0x9E3779B1 >> x.shift
	return n >> 6, 1 << (n & 63)
}

func (x *sharedHashes) add(hash uint32) {
	word, bit := x.at(hash)
	x.bits[word] |= bit
}

func (x *sharedHashes) has(hash uint32) bool {
	word, bit := x.at(hash)
	return x.bits[word]&bit != 0
}

// noError panics if there is an error where memory alone is written and read.
func noError(err error) {
	if err != nil {
		panic(err)
	}
}

// The postings are sorted in sortParts parts by their hashes, so many at once as do
// not take much memory.
const (
	sortParts = 64
	sortOnce  = 8
)

// sorted calls use with all postings of one kind, a part at a time, in order.
func (f *finder) sorted(kind int, use func(list []posting)) {
	var lists [sortOnce][]posting
	for base := 0; base < sortParts; base += sortOnce {
		each(sortOnce, func(k int) {
			list := lists[k][:0]
			for i := range f.sketches {
				list = f.sketches[i].postings(list, kind, base+k, i)
			}
			slices.Sort(list)
			lists[k] = list
		})
		for _, list := range lists {
			use(list)
		}
	}
}

// postings appends to list those postings of article i that are in a part.
func (s *Sketch) postings(list []posting, kind, part, i int) []posting {
	least := trace(part) << 58
	traces := s.traces[kind]
	at, _ := slices.BinarySearch(traces, least)
	for ; at < len(traces) && traces[at]>>58 == least>>58; at++ {
		list = append(list, newPosting(traces[at], uint32(i)))
	}
	return list
}
