package reuse

import (
	"cmp"
	"slices"

	"github.com/twosource/twosource/internal/news"
)

const (
	// Two runs of equal words are one edited passage if at most this many
	// words stand between them on either side.
	maxGap = 8
	// A passage needs this many equal words outside names and titles: "US
	// Secretary of State John Kerry and Russian Foreign Minister Sergey Lavrov"
	// stands in reports that share nothing else.
	minPlain = 5
	// A passage of fewer words than longEnough must be rarer, by the words
	// outside names, than a stock phrase is: "I think it is fair to say that"
	// has 10 bits (log2 of the inverse document frequency in a news archive).
	longEnough = 10
	minBits    = 12
)

// A run is a stretch of equal words: words a..a+n of one article and b..b+n of
// the other.
type run struct{ a, b, n int32 }

// A passage is a chain of runs.
type passage struct {
	aFirst, aLast int32 // word positions, inclusive
	bFirst, bLast int32
	equal         int32 // words that are equal
	runs          int32
	quoted        bool // every equal word stands in quotation marks, on both sides
}

// align grows the seeds of a pair into runs and chains runs into passages,
// sorted by position in b and disjoint there and in a. Seeds are sorted by
// position in b.
func align(a, b *doc, seeds []seed) []passage {
	var runs []run
	for _, s := range seeds {
		if covered(runs, s) {
			continue
		}
		runs = append(runs, grow(a.hash, b.hash, s))
	}
	// Longest first, so that of two overlapping runs the longer stands.
	slices.SortFunc(runs, func(x, y run) int {
		return cmp.Or(cmp.Compare(y.n, x.n), cmp.Compare(x.b, y.b), cmp.Compare(x.a, y.a))
	})
	runs = disjoint(runs)
	slices.SortFunc(runs, func(x, y run) int { return cmp.Compare(x.b, y.b) })
	return chain(a, b, runs)
}

// covered reports whether s lies on a run that is known already. Runs are in
// the order in which they were grown, so the last few are the ones that can.
func covered(runs []run, s seed) bool {
	for i := len(runs) - 1; i >= 0 && i >= len(runs)-16; i-- {
		r := runs[i]
		if s.a-r.a == s.b-r.b && s.b >= r.b && s.b < r.b+r.n {
			return true
		}
	}
	return false
}

// grow extends a seed both ways while the words are equal.
func grow(a, b []uint32, s seed) run {
	r := run{s.a, s.b, 0}
	for r.a > 0 && r.b > 0 && a[r.a-1] == b[r.b-1] {
		r.a--
		r.b--
	}
	for int(r.a+r.n) < len(a) && int(r.b+r.n) < len(b) && a[r.a+r.n] == b[r.b+r.n] {
		r.n++
	}
	return r
}

// disjoint drops runs that overlap one that comes before, on either side.
func disjoint(runs []run) []run {
	out := runs[:0]
	var as, bs []news.Span
	for _, r := range runs {
		sa := news.Span{Start: int(r.a), End: int(r.a + r.n)}
		sb := news.Span{Start: int(r.b), End: int(r.b + r.n)}
		if overlapsAny(as, sa) || overlapsAny(bs, sb) {
			continue
		}
		as, bs = insert(as, sa), insert(bs, sb)
		out = append(out, r)
	}
	return out
}

// overlapsAny reports whether s overlaps one of spans, which are sorted and
// disjoint.
func overlapsAny(spans []news.Span, s news.Span) bool {
	i, _ := slices.BinarySearchFunc(spans, s.Start, func(x news.Span, at int) int { return cmp.Compare(x.End, at+1) })
	return i < len(spans) && spans[i].Overlaps(s)
}

func insert(spans []news.Span, s news.Span) []news.Span {
	i, _ := slices.BinarySearchFunc(spans, s.Start, func(x news.Span, at int) int { return cmp.Compare(x.Start, at) })
	return slices.Insert(spans, i, s)
}

// chain joins runs that follow one another closely in both articles and keeps
// the chains that are long enough to show copying.
func chain(a, b *doc, runs []run) []passage {
	var out []passage
	for i := 0; i < len(runs); {
		p := passage{runs[i].a, runs[i].a + runs[i].n - 1, runs[i].b, runs[i].b + runs[i].n - 1, runs[i].n, 1, false}
		sum := count(a, b, runs[i])
		j := i + 1
		for ; j < len(runs); j++ {
			r := runs[j]
			if gapA, gapB := r.a-p.aLast-1, r.b-p.bLast-1; gapA < 0 || gapA > maxGap || gapB > maxGap {
				break
			}
			p.aLast, p.bLast = r.a+r.n-1, r.b+r.n-1
			p.equal += r.n
			p.runs++
			c := count(a, b, r)
			sum = tally{sum.plain + c.plain, sum.quoted + c.quoted, sum.boiler + c.boiler, sum.bits + c.bits}
		}
		i = j
		p.quoted = sum.quoted == p.equal
		stock := p.equal < longEnough && sum.bits < minBits<<8
		if p.equal-sum.boiler >= minWords && sum.plain >= minPlain && !stock {
			out = append(out, p)
		}
	}
	return out
}

// A tally counts the words of a run that are special.
type tally struct {
	plain  int32 // outside names and boilerplate
	quoted int32 // within quotation marks on both sides
	boiler int32 // boilerplate on either side
	bits   int32 // rarity of the plain words, in 1/256 bit
}

func count(a, b *doc, r run) tally {
	var t tally
	for k := range r.n {
		boiler := a.boiler[r.a+k] || b.boiler[r.b+k]
		if boiler {
			t.boiler++
		} else if !a.named[r.a+k] || !b.named[r.b+k] {
			t.plain++
			t.bits += int32(a.rarity[r.a+k])
		}
		if a.quoted[r.a+k] && b.quoted[r.b+k] {
			t.quoted++
		}
	}
	return t
}

// reuse returns p with its spans in bytes, from a to b.
func (p passage) reuse(a, b *doc) news.Reuse {
	kind := news.Verbatim
	if p.runs > 1 {
		kind = news.Edited
	}
	return news.Reuse{
		From:   a.span[p.aFirst].Cover(a.span[p.aLast]),
		To:     b.span[p.bFirst].Cover(b.span[p.bLast]),
		Kind:   kind,
		Quoted: p.quoted,
	}
}
