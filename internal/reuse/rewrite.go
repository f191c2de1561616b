package reuse

import (
	"cmp"
	"math/bits"
	"slices"
)

const (
	// maxSentences bounds the sentences of one article that are compared with
	// those of another; what stands after them is compared word for word only.
	maxSentences = 400
	// A word in so many sentences of either article says nothing of which
	// sentence was taken from which.
	maxOccurs = 12
)

// The least by which a sentence is another's in other words, when the two
// articles have many such: of the one side's weight, of the other's, and in plain
// words outside names. Chosen on the planted rewrites of eval/planted.
const (
	leastCover  = 100 // in 1/256
	leastEither = 60
	leastPlain  = 10 << 8
	// At least so many sentences, and so many hundredths of those of the shorter
	// article, make an article a rewrite.
	leastSentences = 3
	leastFraction  = 40
	leastRest      = 33 // of those that are not there word for word, in the same order within the sentence
	leastFixed     = 65 // of the names and numbers: reports in set phrases on two happenings have others
	leastSigned    = 30 // if one of the two shows signs of automatic rewriting
)

// The least by which one sentence is another's in other words when nothing else
// speaks for it. News is full of sentences that say the same because the same
// thing happened; but they do not say it in so long a row of words. A sentence that
// one of the two credits to an agency needs less: there is a report that both can
// have it from, and what counts is that they say it in the same order.
const (
	aloneEither = 165
	aloneTokens = 9
	aloneChain  = 6

	creditedEither = 96
	creditedTokens = 7  // in the same order
	creditedOrder  = 80 // hundredths of the matched words
	creditedPlain  = 20 << 8
)

// The same when one of the articles shows signs of automatic rewriting, and the
// two share a passage word for word.
const (
	spunEither = 64
	spunPlain  = 15 << 8
	spunTokens = 6
)

// rewritten adds the passages of a that b has in other words, where no verbatim
// or edited passage has them already. whole reports whether so many sentences of
// one article are in the other that it was made of it, and other which part of
// their weight is other words, in 1/256.
func (p *pairer) rewritten(a, b *doc, passages []passage) (_ []passage, whole bool, other int32) {
	matches := p.matches(a, b)
	taken := takenSentences(b, passages)
	signed := rewrittenBySigns(a) || rewrittenBySigns(b)
	whole, other = made(matches, taken, min(len(a.sentences), len(b.sentences)), signed)
	whole = whole && !farApart(a, b)
	spun := len(passages) > 0 && signed
	for i := range matches {
		m := &matches[i]
		if !taken[m.b] && (whole && m.strong() || m.alone() || m.citedIn(a, b) || spun && m.spun()) {
			passages = append(passages, m.passage(a, b, whole))
		}
	}
	slices.SortFunc(passages, func(x, y passage) int { return cmp.Compare(x.bFirst, y.bFirst) })
	return passages, whole, other
}

// rewriteDays bounds the days between a text and a rewrite of it: reports in set
// phrases on two happenings look like one rewritten, but are weeks apart.
const rewriteDays = 30

// farApart reports whether more than rewriteDays lie between two articles.
func farApart(a, b *doc) bool {
	x, okX := a.article.Published.Day()
	y, okY := b.article.Published.Day()
	return okX && okY && max(x-y, y-x) > rewriteDays
}

// takenSentences reports for each sentence of b whether a passage has most of it.
// The passages are sorted and disjoint in b.
func takenSentences(b *doc, passages []passage) []bool {
	taken := make([]bool, len(b.sentences))
	next := 0
	for k := range b.sentences {
		s := &b.sentences[k]
		for next < len(passages) && passages[next].bLast < s.first {
			next++
		}
		in := int32(0)
		for i := next; i < len(passages) && passages[i].bFirst < s.end; i++ {
			in += min(passages[i].bLast+1, s.end) - max(passages[i].bFirst, s.first)
		}
		taken[k] = 2*in > s.end-s.first
	}
	return taken
}

// made judges whether one article was made of another of which it has matches;
// taken are the sentences that it has word for word or edited, n the number of
// sentences of the shorter, and signed says that one of the two shows signs of
// automatic rewriting.
func made(matches []match, taken []bool, n int, signed bool) (whole bool, other int32) {
	all, rest, gone := map[int32]bool{}, map[int32]bool{}, map[int32]bool{}
	exact, weight := int64(0), int64(1)
	fixed, fixedOf := int32(0), int32(0)
	for i := range matches {
		m := &matches[i]
		if taken[m.b] {
			gone[m.a] = true
		}
		if !m.strong() {
			continue
		}
		all[m.a] = true
		exact += int64(m.exact)
		weight += int64(m.all)
		fixed += m.fixed
		fixedOf += m.fixedOf
		if !taken[m.b] && m.good() {
			rest[m.a] = true
		}
	}
	other = int32((weight - exact) << 8 / weight)
	if len(all) < leastSentences || fixed*100 < leastFixed*fixedOf {
		return false, other
	}
	if signed {
		return len(all)*100 >= leastSigned*n, other
	}
	left := max(1, n-len(gone))
	return len(all)*100 >= leastFraction*n && len(rest)*100 >= leastRest*left && len(rest) >= leastSentences, other
}

// matches returns for each sentence of b its best match in a, if it has any.
func (p *pairer) matches(a, b *doc) []match {
	na, nb := min(len(a.sentences), maxSentences), min(len(b.sentences), maxSentences)
	p.score(a, b, na, nb)
	var out []match
	for s := range nb {
		row := p.cells[s*na : (s+1)*na]
		best := 0
		for k, v := range row {
			if v > row[best] {
				best = k
			}
		}
		if na == 0 || row[best] < 8<<8 || b.mostlyStock(s) || a.mostlyStock(best) {
			continue
		}
		m := weigh(a, b, int32(s), int32(best), int32(best))
		// A fused sentence has the one before or after too.
		for _, next := range [2]int{best - 1, best + 1} {
			if next >= 0 && next < na && row[next] >= 6<<8 {
				if w := weigh(a, b, int32(s), int32(min(best, next)), int32(max(best, next))); w.covA >= m.covA-24 && w.covB >= m.covB+32 {
					m = w
				}
			}
		}
		out = append(out, m)
	}
	return out
}

// score sets p.cells[s*na+t] to the weight of the words that sentence s of b
// shares with sentence t of a, less for words that are in many sentences.
func (p *pairer) score(a, b *doc, na, nb int) {
	if n := na * nb; cap(p.cells) < n {
		p.cells = make([]int32, n)
	} else {
		p.cells = p.cells[:n]
		clear(p.cells)
	}
	x, y := a.sorted(), b.sorted()
	for i, j := 0, 0; i < len(x) && j < len(y); {
		kx, ky := x[i]>>32, y[j]>>32
		if kx < ky {
			i++
			continue
		}
		if kx > ky {
			j++
			continue
		}
		iEnd, jEnd := i, j
		for iEnd < len(x) && x[iEnd]>>32 == kx {
			iEnd++
		}
		for jEnd < len(y) && y[jEnd]>>32 == kx {
			jEnd++
		}
		if most := max(iEnd-i, jEnd-j); most <= maxOccurs {
			w := min(a.content[uint32(x[i])].weight, b.content[uint32(y[j])].weight) - int32(bits.Len(uint(most-1)))<<8
			for ; w > 0 && i < iEnd; i++ {
				s := int(a.sentenceOf(uint32(x[i])))
				for k := j; k < jEnd && s < na; k++ {
					if t := int(b.sentenceOf(uint32(y[k]))); t < nb {
						p.cells[t*na+s] += w
					}
				}
			}
		}
		i, j = iEnd, jEnd
	}
}

// mostlyStock reports whether most words of a sentence belong to stock phrases.
func (d *doc) mostlyStock(s int) bool {
	n := 0
	for _, f := range d.flags[d.sentences[s].first:d.sentences[s].end] {
		if f&inStock != 0 {
			n++
		}
	}
	return 2*n > int(d.sentences[s].end-d.sentences[s].first)
}
