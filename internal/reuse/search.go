package reuse

import (
	"cmp"
	"slices"
)

const (
	// A fingerprint that one family prints in this many articles is its
	// boilerplate and says nothing of who took from whom.
	boilerplateArticles = 5
	// A fingerprint in more articles than this is paired with the first
	// hubArticles of them only, so that a report reprinted by a thousand
	// outlets costs thousands of pairs and not a million. All still meet in
	// one origin, for joining is transitive.
	maxArticles = 12
	hubArticles = 6
	// A pair of content words in more articles than maxTheme is a common theme; in
	// more than fewTheme, each is paired with the first hubArticles.
	maxTheme = 15
	fewTheme = 12
	// Two articles with so many pairs of content words in common are looked at.
	leastPairs = 4
)

// A Candidate is an article that is worth a comparison with another: they share a
// fingerprint, or leastPairs pairs of content words.
type Candidate struct {
	Article int // its number in the index
	Prints  int // fingerprints that both have
	Pairs   int // pairs of content words that both have
}

// A Search looks for candidates in an [Index]. It is not for several goroutines at
// once, and the index must not change while it works.
type Search struct {
	index    *Index
	shared   *[kinds]sharedHashes // of the traces that several articles have; nil if that is not known
	several  []trace              // those of a sketch
	buf      []byte
	buckets  []bucket // of the traces of one kind, in one segment after the other
	touched  uint64   // keeps what is read ahead from being left out
	group    []posting
	families []uint32
	met      meetings
	repeats  []uint32
	found    []Candidate
}

// Search returns a Search of x.
func (x *Index) Search() *Search { return &Search{index: x} }

// Candidates returns the articles of the index that are worth a comparison with
// the one of a sketch, which is not among them, by number; the slice is valid until
// the next call.
//
// It looks up one place in each segment for each trace of the sketch, and takes
// time n log n in the articles that are found. The error is that of what holds the
// segments.
func (s *Search) Candidates(sketch *Sketch) ([]Candidate, error) {
	return s.candidates(sketch, uint32(s.index.Len()))
}

// candidates returns the candidates among the articles before own, which is that
// of the sketch if the index has it. It sets s.repeats to the hashes of what own's
// family repeats, sorted.
func (s *Search) candidates(sketch *Sketch, own uint32) ([]Candidate, error) {
	s.met.reset()
	s.repeats = s.repeats[:0]
	for kind := range sketch.traces {
		traces := s.worth(kind, sketch.traces[kind])
		s.locate(kind, traces)
		for i, t := range traces {
			if err := s.find(kind, traces, i); err != nil {
				return nil, err
			}
			// Most traces are those of one article alone.
			if n := len(s.group); n == 0 || n == 1 && s.group[0].article() >= own {
				continue
			}
			if kind == prints {
				s.meetPrint(t, own, sketch.family)
			} else {
				s.meetPair(t, own)
			}
		}
	}
	return s.gather(), nil
}

// worth returns those of traces that another article may have, in their order.
func (s *Search) worth(kind int, traces []trace) []trace {
	if s.shared == nil {
		return traces
	}
	s.several = s.several[:0]
	for _, t := range traces {
		if s.shared[kind].has(t.hash()) {
			s.several = append(s.several, t)
		}
	}
	return s.several
}

// locate sets s.buckets to those of traces.
func (s *Search) locate(kind int, traces []trace) {
	n := len(traces)
	s.buckets = slices.Grow(s.buckets[:0], n*len(s.index.segments))[:n*len(s.index.segments)]
	for k, x := range s.index.segments {
		s.touched += uint64(x.tables[kind].locate(s.buckets[k*n:(k+1)*n], traces))
	}
	s.touched += uint64(s.index.recent[kind].touch(traces))
}

// find sets s.group to the postings of trace i, at most mostPostings, by article.
func (s *Search) find(kind int, traces []trace, i int) (err error) {
	s.group = s.group[:0]
	hash := traces[i].hash()
	for k, x := range s.index.segments {
		s.group, err = x.tables[kind].find(s.group, &s.buf, hash, s.buckets[k*len(traces)+i])
		if err != nil || len(s.group) >= mostPostings {
			s.group = s.group[:min(len(s.group), mostPostings)]
			return err
		}
	}
	s.group = s.index.recent[kind].find(s.group, hash)
	s.group = s.group[:min(len(s.group), mostPostings)]
	return nil
}

// meetPrint adds the articles of a group that share a fingerprint with own.
func (s *Search) meetPrint(t trace, own, family uint32) {
	group := s.group
	// Each article once, own among them.
	at, found := slices.BinarySearchFunc(group, own, func(p posting, own uint32) int { return int(p.article()) - int(own) })
	if !found {
		group = slices.Insert(group, at, newPosting(t, own))
	}
	s.group = group
	if len(group) >= boilerplateArticles {
		if s.repeated(group, own, family) {
			s.repeats = append(s.repeats, t.hash())
			return
		}
		n := 0
		for i, p := range group {
			if s.families[i] != repeatedFamily {
				group[n] = p
				n++
			}
		}
		group = group[:n]
	}
	for _, p := range partners(group, own, maxArticles) {
		c := s.met.of(p.article())
		c.prints++
		c.goesOn = c.goesOn || goesOn(p.tag(), t.tag())
	}
}

// repeatedFamily stands for the families that repeat a fingerprint.
const repeatedFamily = ^uint32(0)

// repeated sets s.families to those of a group, which has own, with
// repeatedFamily for those that have it as boilerplate, and reports whether own's is
// one of these.
func (s *Search) repeated(group []posting, own, family uint32) bool {
	s.families = s.families[:0]
	at := 0
	for i, p := range group {
		f := family
		if a := p.article(); a != own {
			f = s.index.family(a)
		} else {
			at = i
		}
		s.families = append(s.families, f)
	}
	markRepeated(s.families)
	return s.families[at] == repeatedFamily
}

// meetPair adds the articles of a group that share a pair of content words with
// own.
func (s *Search) meetPair(t trace, own uint32) {
	n := 0
	for _, p := range s.group {
		if p.tag() == t.tag() {
			s.group[n] = p
			n++
		}
	}
	group := s.group[:n]
	at, found := slices.BinarySearchFunc(group, own, func(p posting, own uint32) int { return int(p.article()) - int(own) })
	if !found {
		group = slices.Insert(group, at, newPosting(t, own))
		s.group = group
	}
	if len(group) > maxTheme {
		return
	}
	for _, p := range partners(group, own, fewTheme) {
		s.met.of(p.article()).pairs++
	}
}

// markRepeated puts repeatedFamily in the place of the families that have a hash as
// boilerplate.
func markRepeated(families []uint32) {
	for i, f := range families {
		if f == 0 || f == repeatedFamily {
			continue
		}
		n := 0
		for _, g := range families[i:] {
			if g == f {
				n++
			}
		}
		for k := i; n >= boilerplateArticles && k < len(families); k++ {
			if families[k] == f {
				families[k] = repeatedFamily
			}
		}
	}
}

// partners returns those of a group, which has own, that stand before own and are
// paired with it: all if there are few, else the first hubArticles.
func partners(group []posting, own uint32, few int) []posting {
	if len(group) > few {
		group = group[:hubArticles]
	}
	for i, p := range group {
		if p.article() >= own {
			return group[:i]
		}
	}
	return group
}

// gather makes candidates of the articles that were met.
func (s *Search) gather() []Candidate {
	s.found = s.found[:0]
	for _, i := range s.met.used {
		t := &s.met.slots[i]
		// A single shingle is a coincidence more often than not.
		alone := t.prints == 1 && t.pairs == 0 && !t.goesOn
		if t.prints > 0 && !alone || t.pairs >= leastPairs {
			s.found = append(s.found, Candidate{Article: int(t.article), Prints: int(t.prints), Pairs: int(t.pairs)})
		}
	}
	slices.SortFunc(s.found, func(x, y Candidate) int { return cmp.Compare(x.Article, y.Article) })
	return s.found
}

// A meeting counts what an article has in common with the one that is looked for.
type meeting struct {
	article       uint32
	prints, pairs uint32
	goesOn        bool // a word next to one of the fingerprints is in common too
	taken         bool
}

// A meetings is a hash table of articles, with open addressing.
type meetings struct {
	slots []meeting
	used  []int32
}

// reset takes all articles out.
func (m *meetings) reset() {
	for _, i := range m.used {
		m.slots[i] = meeting{}
	}
	m.used = m.used[:0]
}

// of returns the meeting with an article, valid until the next call.
func (m *meetings) of(article uint32) *meeting {
	if 2*len(m.used) >= len(m.slots) {
		old := m.slots
		m.slots, m.used = make([]meeting, max(256, 2*len(old))), m.used[:0]
		for i := range old {
			if old[i].taken {
				*m.place(old[i].article) = old[i]
			}
		}
	}
	return m.place(article)
}

func (m *meetings) place(article uint32) *meeting {
	mask := uint32(len(m.slots) - 1)
	for i := uint32(uint64(article)*0x9E3779B97F4A7C15>>40) & mask; ; i = (i + 1) & mask {
		switch t := &m.slots[i]; {
		case !t.taken:
			*t = meeting{article: article, taken: true}
			m.used = append(m.used, int32(i))
			return t
		case t.article == article:
			return t
		}
	}
}
