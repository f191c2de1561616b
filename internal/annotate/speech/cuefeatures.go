package speech

import (
	"github.com/twosource/twosource/internal/grammar"
	"github.com/twosource/twosource/internal/news"
)

// A lens looks at one article for features: its words, trees, and what the
// rules made of them.
type lens struct {
	f     *finder
	g     *grammar.Text
	lemma []uint64 // hash of each word's lemma
	rule  []uint8  // what the rules have at each word
	made  []int32  // the statement whose cue the rules see at each word, or -1
	feats []uint64 // features of the word at hand
}

// What the rules have at a word.
const (
	ruleNone     uint8 = iota
	ruleCue            // a cue that got no content
	ruleDoubtful       // one that is negated, intended or passive
	ruleDirect         // the cue of a direct statement
	ruleMixed
	ruleIndirect
)

func newLens(f *finder, g *grammar.Text) *lens {
	l := &lens{f: f, g: g, lemma: make([]uint64, len(f.toks)), rule: make([]uint8, len(f.toks))}
	for i := range l.lemma {
		l.lemma[i] = hashString(g.Lemma[i])
	}
	for i := range f.cues {
		c := &f.cues[i]
		mark := ruleCue
		if c.doubtful {
			mark = ruleDoubtful
		}
		for k := c.first; k <= c.last; k++ {
			l.rule[k] = mark
		}
	}
	l.made = make([]int32, len(f.toks))
	for i := range l.made {
		l.made[i] = -1
	}
	for i := range f.out {
		d := &f.out[i]
		if d.Cue.IsZero() {
			continue
		}
		mark := ruleIndirect
		switch d.Kind {
		case news.Direct:
			mark = ruleDirect
		case news.Mixed:
			mark = ruleMixed
		}
		for k := f.wordAt(d.Cue.Start); k < len(f.toks) && int(f.toks[k].start) < d.Cue.End; k++ {
			l.rule[k], l.made[k] = mark, int32(i)
		}
	}
	return l
}

func (l *lens) add(kind uint64, values ...uint64) {
	h := mix(0x5bd1e995, kind)
	for _, v := range values {
		h = mix(h, v)
	}
	l.feats = append(l.feats, h)
}

// candidate reports whether word i may be a cue: its lemma has been one, or the
// rules take it for one, and it stands outside quotations.
func (l *lens) candidate(i int, m *model) bool {
	if l.f.toks[i].quote >= 0 {
		return false
	}
	if l.rule[i] != ruleNone {
		return true
	}
	return m.lemmas.has(l.lemma[i])
}

// entity is a small number for what word i names.
func (l *lens) entity(i int) uint64 {
	t := &l.f.toks[i]
	if t.mention < 0 {
		if t.is(people) {
			return 6
		}
		if t.is(office) {
			return 7
		}
		return 0
	}
	switch l.f.an.Mentions[t.mention].Type {
	case news.Person:
		return 1
	case news.Organization:
		return 2
	case news.Place:
		return 3
	case news.Group:
		return 4
	}
	return 5
}

// at gives the hash of the lemma of word i, or a mark for the edge of its
// sentence [lo, hi).
func (l *lens) at(i, lo, hi int) uint64 {
	if i < lo {
		return 1
	}
	if i >= hi {
		return 2
	}
	return l.lemma[i]
}

// cueFeatures fills l.feats for word i as a cue.
func (l *lens) cueFeatures(i int) {
	l.feats = l.feats[:0]
	g, f := l.g, l.f
	lo, hi := f.sentence(i)
	lem, pos, tag, rel := l.lemma[i], uint64(g.POS[i]), uint64(g.Tag[i]), uint64(g.Rel[i])
	rule := uint64(l.rule[i])
	l.add(1)
	l.add(2, lem)
	l.add(3, lem, tag)
	l.add(4, pos, rel)
	l.add(5, lem, rel)
	l.add(6, tag, rule)
	l.add(7, lem, rule)
	l.add(8, rule, rel)
	head, headPOS := uint64(0), uint64(0)
	if h := g.Head[i]; h >= 0 {
		head, headPOS = l.lemma[h], uint64(g.POS[h])
		l.add(9, rel, head)
		l.add(10, lem, head)
	}
	l.add(11, pos, rel, headPOS)
	l.add(12, l.at(i-1, lo, hi), pos)
	l.add(13, l.at(i+1, lo, hi), pos)
	l.add(14, l.at(i-1, lo, hi), lem)
	l.add(15, l.at(i+1, lo, hi), lem)
	l.add(16, l.at(i+1, lo, hi), l.at(i+2, lo, hi))
	l.add(17, l.at(i-2, lo, hi), l.at(i-1, lo, hi))
	l.children(i, lem, pos)
	l.quotesNear(i, lo, hi, lem, pos)
	l.above(i, lem)
	head1 := uint64(0)
	if f.an.Sentences[f.toks[i].sent].IsHeadline {
		head1 = 1
	}
	l.add(18, head1, pos)
	place := uint64(0)
	switch {
	case i == lo:
		place = 1
	case i+2 >= hi:
		place = 2
	}
	l.add(19, place, pos, lem)
}

// children adds what hangs on word i.
func (l *lens) children(i int, lem, pos uint64) {
	g := l.g
	set := uint64(0)
	for c := g.FirstChild[i]; c >= 0; c = g.Next[c] {
		r := g.Rel[c]
		side := uint64(0)
		if int(c) > i {
			side = 1
		}
		if r == grammar.RelPunct {
			continue
		}
		set |= 1 << (uint64(r.Base()) & 63)
		l.add(30, lem, uint64(r))
		l.add(31, pos, uint64(r), side)
		switch r.Base() {
		case grammar.RelNsubj, grammar.RelNmodPoss, grammar.RelObl, grammar.RelNmod, grammar.RelObj:
			l.add(32, uint64(r), l.entity(int(c)), pos)
			l.add(33, uint64(r), l.lemma[c], pos)
			l.add(34, uint64(r), l.entity(int(c)), lem)
			if k := g.Child(int(c), grammar.RelCase); k >= 0 {
				l.add(35, l.lemma[k], lem, uint64(r))
			}
		case grammar.RelMark, grammar.RelCase, grammar.RelAux, grammar.RelAdvmod, grammar.RelCop, grammar.RelDet, grammar.RelCc, grammar.RelCompoundPrt:
			l.add(36, uint64(r), l.lemma[c], pos)
			l.add(37, uint64(r), l.lemma[c], lem)
		case grammar.RelCcomp, grammar.RelXcomp, grammar.RelAdvcl, grammar.RelAcl, grammar.RelConj, grammar.RelParataxis:
			l.add(38, uint64(r), uint64(g.POS[c]), lem)
			if k := g.Child(int(c), grammar.RelMark); k >= 0 {
				l.add(39, uint64(r), l.lemma[k], lem)
				l.add(40, uint64(r), l.lemma[k], pos)
			}
		}
	}
	l.add(41, set, pos)
	l.add(42, set, lem)
}

// quotesNear adds how word i stands to the quotations of its sentence.
func (l *lens) quotesNear(i, lo, hi int, lem, pos uint64) {
	f := l.f
	before, after := uint64(0), uint64(0)
	for k := i - 1; k >= lo; k-- {
		if f.toks[k].quote >= 0 {
			before = uint64(1 + min(i-1-k, 5))
			break
		}
	}
	for k := i + 1; k < hi; k++ {
		if f.toks[k].quote >= 0 {
			after = uint64(1 + min(k-i-1, 5))
			break
		}
	}
	next := uint64(0) // the next sentence opens with a quotation
	if hi < len(f.toks) && f.toks[hi].quote >= 0 {
		next = 1
	}
	l.add(50, before, after, pos)
	l.add(51, before, after, next)
	l.add(52, before, lem)
	l.add(53, after, lem)
	colon := uint64(0)
	if f.toks[hi-1].mark == ':' {
		colon = 1
	}
	l.add(54, colon, next, lem)
}

// above adds the nearest words over word i in its tree, and whether one of them
// may be a cue whose content word i is in.
func (l *lens) above(i int, lem uint64) {
	g := l.g
	path := uint64(0)
	k := int32(i)
	for range 4 {
		h := g.Head[k]
		if h < 0 {
			break
		}
		path = mix(path, uint64(g.Rel[k]))
		side := uint64(0)
		if int(h) > i {
			side = 1
		}
		l.add(60, path, side)
		if v := l.f.toks[h].verb; v >= 0 || l.rule[h] != ruleNone {
			l.add(61, path, side, uint64(l.rule[h]))
			l.add(62, uint64(g.Rel[k]), uint64(l.rule[h]), side)
			l.add(63, uint64(g.Rel[k]), uint64(l.rule[h]), lem)
			break
		}
		k = h
	}
}
