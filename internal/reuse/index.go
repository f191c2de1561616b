package reuse

import (
	"errors"
	"fmt"
	"io"
	"slices"
)

// An Index finds among any number of articles, by their sketches alone, those that
// are worth a comparison with one article. Articles are numbered in the order in
// which they are added.
//
// It keeps the latest articles in memory and the others in segments, which the
// caller stores where it likes: whenever [Index.Due] says so, the caller has
// [Index.Write] write a segment, opens it and hands it to [Index.Replace]. The
// segments are all there is to an index; if they are lost, it is made again by
// adding the sketches of all articles. What it answers depends on the articles and
// their order alone, not on how they are spread over segments.
//
// The number of segments is the logarithm of the number of articles, with base
// segmentRatio; each article is written that often a level, as part of a merge. An
// Index may be searched by several goroutines at once while none changes it.
type Index struct {
	segments []*Segment // in the order of their articles
	first    uint32     // number of the first recent article
	families []uint32   // of the recent articles
	recent   [kinds]recent
	touched  posting // keeps what is read ahead from being left out
}

const (
	// A segment is at least segmentRatio times as large as the next one, and
	// the articles in memory are at most one part in recentRatio of all.
	segmentRatio = 8
	recentRatio  = 64
	leastRecent  = 256
)

// errFull says that an index holds as much as it can.
var errFull = errors.New("reuse: the index is full")

// NewIndex returns the index whose articles are in segments, in any order. The
// error says that some are missing or there twice.
func NewIndex(segments ...*Segment) (*Index, error) {
	x := &Index{segments: slices.Clone(segments)}
	slices.SortFunc(x.segments, func(a, b *Segment) int { return int(a.first) - int(b.first) })
	for _, s := range x.segments {
		if s.first != x.first || len(s.families) == 0 {
			return nil, fmt.Errorf("reuse: index: a segment begins with article %d, and article %d is wanted", s.first, x.first)
		}
		x.first += uint32(len(s.families))
	}
	return x, nil
}

// Len returns the number of articles.
func (x *Index) Len() int { return int(x.first) + len(x.families) }

// Segments returns the segments, the first articles first.
func (x *Index) Segments() []*Segment { return slices.Clone(x.segments) }

// Add adds an article by its sketch and returns its number. The error says that the
// index is full.
func (x *Index) Add(s *Sketch) (number int, err error) {
	n := x.Len()
	if n == MaxArticles {
		return 0, errFull
	}
	x.families = append(x.families, s.family)
	for kind := range s.traces {
		x.touched += x.recent[kind].touch(s.traces[kind])
		for _, t := range s.traces[kind] {
			x.recent[kind].add(newPosting(t, uint32(n)))
		}
	}
	return n, nil
}

// Due reports whether the articles in memory should be written, and together with
// how many of the last segments.
func (x *Index) Due() (segments int, due bool) {
	n := len(x.families)
	if n < max(leastRecent, x.Len()/recentRatio) {
		return 0, false
	}
	for segments < len(x.segments) {
		if s := x.segments[len(x.segments)-1-segments]; len(s.families) >= segmentRatio*n {
			break
		} else {
			n += len(s.families)
		}
		segments++
	}
	return segments, true
}

// Write writes the articles in memory and those of the last segments, so many as
// given, as one segment to w, and changes nothing. It takes time linear in what
// it writes. The errors are those of w and of what holds the segments.
func (x *Index) Write(w io.Writer, segments int) error {
	if segments < 0 || segments > len(x.segments) {
		return fmt.Errorf("reuse: index: there are %d segments, not %d", len(x.segments), segments)
	}
	last := x.segments[len(x.segments)-segments:]
	first, families := x.first, []uint32(nil)
	for i, s := range last {
		if i == 0 {
			first = s.first
		}
		families = append(families, s.families...)
	}
	out := segmentWriter{w: w}
	for kind := range x.recent {
		list := x.recent[kind].sorted()
		n := len(list)
		streams := []*stream{{list: list}}
		for _, s := range last {
			n += int(s.tables[kind].n)
			streams = append(streams, &stream{t: &s.tables[kind]})
		}
		if err := out.merge(n, streams); err != nil {
			return err
		}
	}
	return out.finish(first, append(families, x.families...))
}

// Replace puts a segment, written by [Index.Write] and opened again, in the place
// of what it was written from. The error says that it is another one.
func (x *Index) Replace(segments int, s *Segment) error {
	kept := len(x.segments) - segments
	if kept < 0 || s.first+uint32(len(s.families)) != uint32(x.Len()) || kept < len(x.segments) && s.first != x.segments[kept].first {
		return errors.New("reuse: index: this segment was not written from it")
	}
	x.segments = append(x.segments[:kept], s)
	x.first, x.families, x.recent = uint32(x.Len()), nil, [kinds]recent{}
	return nil
}

// family returns the family of an article.
func (x *Index) family(article uint32) uint32 {
	if article >= x.first {
		if i := int(article - x.first); i < len(x.families) {
			return x.families[i]
		}
		return 0
	}
	for i := len(x.segments) - 1; i >= 0; i-- {
		if s := x.segments[i]; article >= s.first {
			return s.families[article-s.first]
		}
	}
	return 0
}

// A recent is a hash table of postings: open addressing, the number stored one
// higher, 0 for a free place.
type recent struct {
	slots []posting
	n     int
}

// place is where the search for a hash begins.
func (r *recent) place(hash uint32) int {
	return int(uint64(hash) * 0x9E3779B97F4A7C15 >> 32 * uint64(len(r.slots)) >> 32)
}

// add adds a posting unless its hash has enough of them.
func (r *recent) add(p posting) {
	if 4*(r.n+1) > 3*len(r.slots) {
		old := r.slots
		r.slots, r.n = largePages(make([]posting, max(1024, 2*len(old)))), 0
		for _, q := range old {
			if q > 0 {
				r.put(q - 1)
			}
		}
	}
	r.put(p)
}

func (r *recent) put(p posting) {
	same := 0
	for i := r.place(p.hash()); ; i++ {
		if i == len(r.slots) {
			i = 0
		}
		switch q := r.slots[i]; {
		case q == 0:
			r.slots[i] = p + 1
			r.n++
			return
		case (q - 1).hash() == p.hash():
			if same++; same == mostPostings {
				return
			}
		}
	}
}

// touch reads the places of traces, as [table.locate] does.
func (r *recent) touch(traces []trace) (touched posting) {
	if len(r.slots) == 0 {
		return 0
	}
	for _, t := range traces {
		touched += r.slots[r.place(t.hash())]
	}
	return touched
}

// find appends to dst the postings of a hash, by article.
func (r *recent) find(dst []posting, hash uint32) []posting {
	if len(r.slots) == 0 {
		return dst
	}
	from := len(dst)
	for i := r.place(hash); ; i++ {
		if i == len(r.slots) {
			i = 0
		}
		q := r.slots[i]
		if q == 0 {
			slices.Sort(dst[from:])
			return dst
		}
		if q--; q.hash() == hash {
			dst = append(dst, q)
		}
	}
}

// sorted returns all postings, sorted.
func (r *recent) sorted() []posting {
	out := make([]posting, 0, r.n)
	for _, q := range r.slots {
		if q > 0 {
			out = append(out, q-1)
		}
	}
	slices.Sort(out)
	return out
}
