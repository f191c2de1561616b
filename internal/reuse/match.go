package reuse

import (
	"slices"

	"github.com/twosource/twosource/internal/news"
)

// A match is a sentence of b and the one or two sentences of a that it says
// again.
type match struct {
	b            int32 // sentence of b
	a, a2        int32 // sentences of a, first and last
	covA, covB   int32 // part of the weight of each side that is on the other, in 1/256
	plain, names int32 // weight matched in plain words and numbers, and in names
	tokens       int32 // content words matched
	exact, all   int32 // weight matched by the same word, and weight of the sentence of b
	chain        int32 // most content words in a row that are matched to ones in a row
	ordered      int32 // most matched words that stand in the same order on both sides
	fixed        int32 // names and numbers matched
	fixedOf      int32 // and how many there are on the side that has fewer
	otherNumbers bool  // both sides have numbers, and none in common: they tell of two happenings

	aFirst, aLast, bFirst, bLast int32 // words from the first to the last that match closely
}

func (m *match) strong() bool {
	return !m.otherNumbers && max(m.covA, m.covB) >= leastCover && min(m.covA, m.covB) >= leastEither && m.plain >= leastPlain
}

// good is strong, and most words that match are in the same order, or most words
// of both sides match.
func (m *match) good() bool {
	least := min(m.covA, m.covB)
	return m.strong() && m.tokens >= 4 && (least >= 128 || least >= 76 && m.ordered*100 >= 70*m.tokens)
}

func (m *match) alone() bool {
	return !m.otherNumbers && min(m.covA, m.covB) >= aloneEither && m.tokens >= aloneTokens && m.chain >= aloneChain
}

// citedIn reports whether one side credits the sentence to an agency and the other
// says the same in the same order.
func (m *match) citedIn(a, b *doc) bool {
	if m.otherNumbers || min(m.covA, m.covB) < creditedEither || m.ordered < creditedTokens || m.plain < creditedPlain || m.ordered*100 < creditedOrder*m.tokens {
		return false
	}
	x, y := &a.sentences[m.a], &b.sentences[m.b]
	return creditedAt(a, a.bytes(x.first, a.sentences[m.a2].end-1)) || creditedAt(b, b.bytes(y.first, y.end-1))
}

func (m *match) spun() bool {
	return !m.otherNumbers && min(m.covA, m.covB) >= spunEither && m.plain >= spunPlain && m.tokens >= spunTokens
}

// sideWords bounds the content words of a sentence that are compared.
const sideWords = 256

// A pairing is which content words of two stretches match.
type pairing struct {
	x, y    []token
	taken   [sideWords]bool  // of x
	partner [sideWords]int16 // of each word of y: its index in x plus one, 0 for none
	match   match
}

// weigh compares sentence s of b with sentences first to last of a, word by word:
// first equal words, then synonyms among those that are left.
func weigh(a, b *doc, s, first, last int32) match {
	p := pairing{x: a.content[a.sentences[first].cfirst:a.sentences[last].cend], y: b.content[b.sentences[s].cfirst:b.sentences[s].cend]}
	p.x, p.y = p.x[:min(len(p.x), sideWords)], p.y[:min(len(p.y), sideWords)]
	m := &p.match
	m.b, m.a, m.a2, m.all = s, first, last, sumWeights(p.y)
	for j := range p.y {
		for i := range p.x {
			if p.x[i].key == p.y[j].key && !p.taken[i] {
				p.take(i, j, min(p.x[i].weight, p.y[j].weight))
				m.exact = m.plain + m.names
				break
			}
		}
	}
	synonyms := synonymTable(synonymsData)
	for j := range p.y {
		if p.y[j].kind != plainToken || p.partner[j] > 0 {
			continue
		}
		row := synonyms.row(p.y[j].key)
		for i := range p.x {
			if row >= 0 && p.x[i].kind == plainToken && !p.taken[i] && synonyms.synonymous(row, p.x[i].key) {
				p.take(i, j, min(p.x[i].weight, p.y[j].weight)*3/4)
				break
			}
		}
	}
	p.findChain()
	m.ordered = longestRise(p.partner[:len(p.y)])
	m.covA = (m.plain + m.names) << 8 / max(1, sumWeights(p.x))
	m.covB = (m.plain + m.names) << 8 / max(1, m.all)
	p.compareFixed()
	p.trim()
	return *m
}

// compareFixed counts what a rewriter leaves as it is, names and numbers.
func (p *pairing) compareFixed() {
	m := &p.match
	var x, y, numbersX, numbersY, same int32
	for i := range p.x {
		switch p.x[i].kind {
		case numberToken:
			numbersX++
			x++
		case nameToken:
			x++
		}
	}
	for j := range p.y {
		if p.y[j].kind == plainToken {
			continue
		}
		y++
		if p.partner[j] > 0 {
			m.fixed++
		}
		if p.y[j].kind == numberToken {
			numbersY++
			if p.partner[j] > 0 {
				same++
			}
		}
	}
	m.fixedOf = min(x, y)
	m.otherNumbers = numbersX > 0 && numbersY > 0 && same == 0
}

// take matches word i of x with word j of y.
func (p *pairing) take(i, j int, weight int32) {
	p.taken[i], p.partner[j] = true, int16(i+1)
	p.match.tokens++
	if p.y[j].kind == nameToken {
		p.match.names += weight
	} else {
		p.match.plain += weight
	}
}

// findChain sets the longest row of words of y whose partners stand in a row too.
func (p *pairing) findChain() {
	m := &p.match
	for j := 0; j < len(p.y); {
		n := 1
		for j+n < len(p.y) && p.partner[j] > 0 && p.partner[j+n] == p.partner[j]+int16(n) {
			n++
		}
		if p.partner[j] > 0 && int32(n) > m.chain {
			m.chain = int32(n)
		}
		j += n
	}
}

// longestRise is the length of the longest rising subsequence of the numbers
// above 0.
func longestRise(list []int16) int32 {
	var tails [sideWords]int16
	n := 0
	for _, v := range list {
		if v == 0 {
			continue
		}
		i, _ := slices.BinarySearch(tails[:n], v)
		tails[i] = v
		n = max(n, i+1)
	}
	return int32(n)
}

// looseWords is how many words may stand between two that match before the one at
// the end is taken for a chance match.
const looseWords = 3

// trim sets the stretch of words that match closely: a word at either end that
// stands apart from the others is left out.
func (p *pairing) trim() {
	var list []int // of y
	for j := range p.y {
		if p.partner[j] > 0 {
			list = append(list, j)
		}
	}
	apart := func(j, k int) bool {
		gap := int(p.partner[k] - p.partner[j])
		return k-j > looseWords || max(gap, -gap) > looseWords
	}
	for len(list) > 2 && apart(list[0], list[1]) {
		list = list[1:]
	}
	for n := len(list); n > 2 && apart(list[n-2], list[n-1]); n = len(list) {
		list = list[:n-1]
	}
	m := &p.match
	for n, j := range list {
		at := p.x[p.partner[j]-1].word
		if n == 0 {
			m.aFirst, m.aLast, m.bFirst = at, at, p.y[j].word
		}
		m.aFirst, m.aLast, m.bLast = min(m.aFirst, at), max(m.aLast, at), p.y[j].word
	}
}

// passage makes a passage of a match: the sentences if the whole text was
// rewritten, else the stretch of them that matches closely.
func (m *match) passage(a, b *doc, whole bool) passage {
	p := passage{
		aFirst: a.sentences[m.a].first, aLast: a.sentences[m.a2].end - 1,
		bFirst: b.sentences[m.b].first, bLast: b.sentences[m.b].end - 1,
		equal: m.tokens, runs: 1, kind: news.Rewritten,
	}
	if !whole {
		p.aFirst, p.aLast, p.bFirst, p.bLast = m.aFirst, m.aLast, m.bFirst, m.bLast
	}
	return p
}
