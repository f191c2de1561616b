package coref

import (
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/grammar"
	"github.com/twosource/twosource/internal/news"
)

// A pro is what a pronoun asks of what it stands for.
type pro struct {
	sex        class // of he and she
	plural     bool
	it         bool
	possessive bool
	reflexive  bool
}

var pronouns = map[string]pro{
	"he": {sex: man}, "him": {sex: man}, "his": {sex: man, possessive: true}, "himself": {sex: man, reflexive: true},
	"she": {sex: woman}, "her": {sex: woman}, "hers": {sex: woman}, "herself": {sex: woman, reflexive: true},
	"it": {it: true}, "its": {it: true, possessive: true}, "itself": {it: true, reflexive: true},
	"they": {plural: true}, "them": {plural: true}, "their": {plural: true, possessive: true}, "themselves": {plural: true, reflexive: true},
}

// Bounds of how far back what a pronoun stands for is looked for.
const (
	pronounSentences = 3
	pronounMentions  = 60
)

// pronoun gives the thing that a pronoun stands for, 0 if it cannot be told.
func (f *finder) pronoun(i int32) int32 {
	n := &f.nodes[i]
	p, ok := pronouns[strings.ToLower(f.word(n.head))]
	if !ok {
		return max(f.relative(n), f.speaker(n))
	}
	if f.g.Tag[n.head] == grammar.PRPS {
		p.possessive = true
	}
	if p.it && f.expletive(n) {
		return 0
	}
	best, bestScore := int32(0), 0
	below := f.below(n)
	for k := len(f.recent) - 1; k >= 0 && k >= len(f.recent)-pronounMentions; k-- {
		o := &f.nodes[f.recent[k]]
		dist := n.Sentence - o.Sentence
		if dist > pronounSentences {
			break
		}
		if o.thing == best || slices.Contains(below, o.thing) || !f.fits(n, o, p) {
			continue
		}
		if s := f.score(n, o, p, dist); s > bestScore {
			best, bestScore = o.thing, s
		}
	}
	if bestScore < pronounLeast {
		return 0
	}
	return best
}

// subordinate reports whether n stands in a clause within another of its
// sentence.
func (f *finder) subordinate(n *node) bool {
	v := f.g.Head[n.head]
	for steps := 0; v >= 0 && steps < maxClimb; steps++ {
		switch f.g.Rel[v] {
		case grammar.RelCcomp, grammar.RelAdvcl, grammar.RelAclRelcl, grammar.RelXcomp, grammar.RelAcl:
			return true
		}
		v = f.g.Head[v]
	}
	return false
}

// maxClimb bounds the words between a pronoun and the verb of its clause.
const maxClimb = 4

// parallel gives the owner of what the noun of a possessive is joined to, -1 if
// there is none: "Holm's boat and his house".
func (f *finder) parallel(n *node) int32 {
	h := f.g.Head[n.head]
	if h < 0 || f.g.Rel[h] != grammar.RelConj || f.g.Head[h] < 0 {
		return -1
	}
	return int32(f.g.Child(int(f.g.Head[h]), grammar.RelNmodPoss))
}

// below gives the things named after a subject under its verb, for which the
// subject cannot stand: "he met Holm", "he said that Holm would come". What the
// sentence has named before it may be named again: "while Holm waited, they
// hoped that he would let Holm's men go".
func (f *finder) below(n *node) []int32 {
	v := f.g.Head[n.head]
	if !n.subject || v < 0 {
		return nil
	}
	var out []int32
	for w, end := n.last+1, f.sents[n.Sentence].EndWord; int(w) < end && len(out) < maxBelow; w++ {
		k := f.at[w]
		if k == 0 || f.nodes[k-1].Kind != news.NameMention {
			continue
		}
		o := &f.nodes[k-1]
		t := o.thing
		if t == 0 {
			t = f.nodes[o.named].thing
		}
		if t > 0 && f.nodes[f.things[t-1].last].Sentence != n.Sentence && f.g.Under(int(w), int(v)) {
			out = append(out, t)
		}
	}
	return out
}

// maxBelow bounds the names of one sentence that a pronoun is kept from.
const maxBelow = 16

// pronounLeast is the score that what a pronoun stands for must have.
const pronounLeast = 30

// sayVerbs are verbs whose subject speaks.
var sayVerbs = words(`say tell add write tweet ask explain reply continue recall joke note insist declare announce`)

// speaker gives the thing of the person who speaks in the sentence of "I" or
// "my".
func (f *finder) speaker(n *node) int32 {
	switch strings.ToLower(f.word(n.head)) {
	case "i", "me", "my", "myself", "mine":
	default:
		return 0
	}
	s := &f.sents[n.Sentence]
	for i := s.FirstWord; i < s.EndWord; i++ {
		v := f.g.Head[i]
		if k := f.at[i]; k > 0 && v >= 0 && f.g.Rel[i] == grammar.RelNsubj && sayVerbs[f.g.Lemma[v]] && &f.nodes[k-1] != n &&
			f.nodes[k-1].Type == news.Person && f.nodes[k-1].Kind != news.PronounMention {
			return f.thingOf(k - 1)
		}
	}
	return 0
}

// relative gives the thing of the noun that "who" or "which" follows.
func (f *finder) relative(n *node) int32 {
	switch strings.ToLower(f.word(n.head)) {
	case "who", "which", "that", "whom", "whose":
	default:
		return 0
	}
	for h, steps := f.g.Head[n.head], 0; h >= 0 && steps < 4; h, steps = f.g.Head[h], steps+1 {
		if f.g.Rel[h] == grammar.RelAclRelcl && f.g.Head[h] >= 0 {
			if k := f.at[f.g.Head[h]]; k > 0 {
				return f.nodes[k-1].thing
			}
			return 0
		}
	}
	return 0
}

// expletive reports whether "it" stands for nothing: "it is clear that".
func (f *finder) expletive(n *node) bool {
	if f.g.Rel[n.head] == grammar.RelExpl {
		return true
	}
	h := f.g.Head[n.head]
	return h >= 0 && f.g.Rel[n.head] == grammar.RelNsubj && (f.g.Child(int(h), grammar.RelCsubj) >= 0 || f.g.POS[h] == grammar.ADJ)
}

// fits reports whether pronoun n may stand for what mention o does.
func (f *finder) fits(n, o *node, p pro) bool {
	t := &f.things[o.thing-1]
	switch {
	case p.sex != 0:
		if t.typ != news.Person && (t.typ != news.Other || !t.named && f.nodes[t.root].class&person == 0) || t.plural || t.sex != 0 && t.sex != p.sex {
			return false
		}
	case p.plural:
		if !t.plural && t.typ != news.Group && t.typ != news.Organization || f.attributive(o) {
			return false
		}
	default:
		if t.typ == news.Person || t.plural || o.Kind == news.TitleMention && o.class&person != 0 && o.class&group == 0 {
			return false
		}
		if t.typ == news.Group && strings.HasPrefix(t.known, "demonym") {
			return false
		}
	}
	return p.possessive || p.reflexive || !f.sameClause(n, o)
}

// attributive reports whether a nationality stands before a noun as an
// adjective: "the Norwegian minister" are not "they".
func (f *finder) attributive(o *node) bool {
	if o.Kind != news.NameMention || !strings.HasPrefix(o.Known, "demonym") {
		return false
	}
	r := f.g.Rel[o.head]
	return r == grammar.RelAmod || r == grammar.RelCompound
}

// sameClause reports whether both are arguments of one verb, so that a pronoun
// that is not reflexive cannot stand for the other: "he thanked him".
func (f *finder) sameClause(n, o *node) bool {
	if n.Sentence != o.Sentence {
		return false
	}
	return f.g.Head[n.head] >= 0 && f.g.Head[n.head] == f.g.Head[o.head]
}

// score says how well pronoun n stands for the thing of o, dist sentences
// before it.
func (f *finder) score(n, o *node, p pro, dist int) int {
	t := &f.things[o.thing-1]
	s := 100 - 40*dist
	if o.subject {
		s += 14
		if n.subject && dist == 1 {
			s += 8
		}
	}
	switch o.Kind {
	case news.NameMention:
		if t.typ == news.Person && o.Type == news.Person {
			s += 6
		}
	case news.PronounMention:
		s += 0
	}
	if t.sex != 0 && t.sex == p.sex {
		s += 12
	}
	s += 3 * int(min(t.count, 10))
	if f.g.Rel[o.head] == grammar.RelNmodPoss || f.g.Rel[o.head] == grammar.RelNmod || f.g.Rel[o.head] == grammar.RelCompound {
		s -= 14
	}
	if dist == 0 && (p.possessive || p.reflexive) && o.subject && f.g.Under(int(n.head), int(max(f.g.Head[o.head], 0))) {
		s += 20
	}
	if p.sex != 0 && t.typ == news.Other {
		s -= 25
	}
	if dist == 0 {
		s -= int(min(n.head-o.head, 20)) / 2
		if f.subordinate(n) {
			s += 15
		}
	}
	if p.possessive && f.parallel(n) == o.head {
		s += 60
	}
	if p.it && t.typ == news.Place {
		s -= 10
	}
	return s
}
