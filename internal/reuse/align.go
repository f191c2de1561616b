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
	// If nothing else is shared, one passage in a reporter's own words may be
	// chance up to this length: "tend to turn out in higher numbers than".
	chanceWords = 10
	chanceBits  = 30 // of passages that are a little longer
)

// A run is a stretch of equal words: words a..a+n of one article and b..b+n of
// the other.
type run struct{ a, b, n int32 }

// A passage is a chain of runs, or a stretch that was rewritten.
type passage struct {
	aFirst, aLast int32 // word positions, inclusive
	bFirst, bLast int32
	equal         int32 // words that are equal
	runs          int32
	kind          news.ReuseKind
	quoted        bool  // every equal word stands in quotation marks, on both sides
	bits          int32 // rarity of the equal words outside names and stock phrases, in 1/256 bit
}

// align grows the seeds of a pair into runs and chains runs into passages,
// sorted by position in b and disjoint there and in a. Seeds are sorted by
// position in b. It takes time linear in the words and n log n in the seeds.
func align(a, b *doc, seeds []seed) []passage {
	var runs []run
	reached := map[int32]int32{} // for each distance between the two: where in b its last run ends
	for _, s := range seeds {
		if s.b < reached[s.a-s.b] {
			continue
		}
		r := grow(a.hash, b.hash, s)
		reached[s.a-s.b] = r.b + r.n
		if r.n >= shingleLen {
			runs = append(runs, r)
		}
	}
	// Longest first, so that of two overlapping runs the longer stands.
	slices.SortFunc(runs, func(x, y run) int {
		return cmp.Or(cmp.Compare(y.n, x.n), cmp.Compare(x.b, y.b), cmp.Compare(x.a, y.a))
	})
	runs = disjoint(runs, len(a.hash), len(b.hash))
	slices.SortFunc(runs, func(x, y run) int { return cmp.Compare(x.b, y.b) })
	return chain(a, b, runs)
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

// disjoint drops runs that overlap one that comes before, on either side. No run
// is longer than one before it, so none can hold another whole.
func disjoint(runs []run, wordsA, wordsB int) []run {
	if len(runs) < 2 {
		return runs
	}
	inA, inB := make([]bool, wordsA), make([]bool, wordsB)
	out := runs[:0]
	for _, r := range runs {
		if inA[r.a] || inA[r.a+r.n-1] || inB[r.b] || inB[r.b+r.n-1] {
			continue
		}
		for k := range r.n {
			inA[r.a+k], inB[r.b+k] = true, true
		}
		out = append(out, r)
	}
	return out
}

// chain joins runs that follow one another closely in both articles and keeps
// the chains that are long enough to show copying.
func chain(a, b *doc, runs []run) []passage {
	var out []passage
	for i := 0; i < len(runs); {
		p := passage{aFirst: runs[i].a, aLast: runs[i].a + runs[i].n - 1, bFirst: runs[i].b, bLast: runs[i].b + runs[i].n - 1, equal: runs[i].n, runs: 1, kind: news.Verbatim}
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
			p.kind = news.Edited
			c := count(a, b, r)
			sum = tally{sum.plain + c.plain, sum.quoted + c.quoted, sum.boiler + c.boiler, sum.bits + c.bits}
		}
		i = j
		p.quoted = sum.quoted == p.equal
		p.bits = sum.bits
		stock := p.equal < longEnough && sum.bits < minBits<<8
		if p.equal-sum.boiler >= minWords && sum.plain >= minPlain && !stock {
			out = append(out, p)
		}
	}
	return out
}

// chance reports whether two articles have nothing in common but one short passage
// that two reporters may write independently. In quotations they may not: they
// would have to have heard the same speaker; nor a whole report word for word.
func (s *share) chance() bool {
	if len(s.passages) != 1 || s.passages[0].kind == news.Rewritten {
		return false
	}
	p := &s.passages[0]
	if n := len(s.a.hash); int(p.equal) == n && n == len(s.b.hash) {
		return false
	}
	if s.a.mostlyQuoted(p.aFirst, p.aLast) || s.b.mostlyQuoted(p.bFirst, p.bLast) {
		return false
	}
	return p.equal < chanceWords || p.equal < chanceWords+4 && p.bits < chanceBits<<8
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
		boiler := (a.flags[r.a+k]|b.flags[r.b+k])&inStock != 0
		if boiler {
			t.boiler++
		} else if a.flags[r.a+k]&b.flags[r.b+k]&inName == 0 {
			t.plain++
			t.bits += int32(a.rarity[r.a+k])
		}
		if a.flags[r.a+k]&b.flags[r.b+k]&inQuotes != 0 {
			t.quoted++
		}
	}
	return t
}

// reuse returns p with its spans in bytes, from a to b.
func (p passage) reuse(a, b *doc) news.Reuse {
	return news.Reuse{From: a.bytes(p.aFirst, p.aLast), To: b.bytes(p.bFirst, p.bLast), Kind: p.kind, Quoted: p.quoted}
}
