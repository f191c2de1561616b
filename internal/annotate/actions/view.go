package actions

import (
	"github.com/twosource/twosource/internal/grammar"
	"github.com/twosource/twosource/internal/news"
)

// maxChain bounds the clauses between an actor and a recipient that are looked
// at.
const maxChain = 5

// A view is what the classifier looks at: a clause whose doer is an actor, and
// the clauses and words that lead from it to a recipient.
type view struct {
	f     *finder
	k     int32   // draft of the actor
	chain []int32 // drafts from k to the one that has the recipient
	path  []int32 // words from the recipient up to its clause, without both
	s, t  int32   // heads of actor and recipient; -1 if there is none
	plain bool    // leave out how the clauses are put
	skipS news.Span
	skipT news.Span
	out   []uint64
}

// look makes the view of actor s and recipient t, either -1 if there is none, in
// draft k.
func (f *finder) look(k, s, t int32) view {
	v := view{f: f, k: k, s: s, t: t}
	v.chain = append(v.chain, k)
	if t < 0 {
		return v
	}
	o := f.owner[t]
	for i := t; i >= 0 && len(v.path) < maxChain; i = f.g.Head[i] {
		if i != t {
			if f.clause[i] >= 0 {
				break
			}
			v.path = append(v.path, i)
		}
	}
	if o == k || o < 0 {
		return v
	}
	var up [maxChain]int32
	n := 0
	for d := o; d >= 0 && d != k && n < maxChain; d = f.drafts[d].gov {
		up[n] = d
		n++
	}
	for n > 0 {
		n--
		v.chain = append(v.chain, up[n])
	}
	return v
}

// add adds a feature of a kind with up to two words.
func (v *view) add(kind uint64, words ...string) {
	h := kind * 0x9e3779b97f4a7c15
	for _, w := range words {
		h = mix(h, hashString(w))
	}
	v.out = append(v.out, h|1)
}

// mix combines the hash of a feature so far with one more value.
func mix(h, x uint64) uint64 {
	h ^= x + 0x9e3779b97f4a7c15 + h<<6 + h>>2
	h *= 0xff51afd7ed558ccd
	return h ^ h>>32
}

// hashString hashes a word (FNV-1a).
func hashString(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

// The kinds of feature.
const (
	featBias = iota + 1
	featFirst
	featFirstRoot
	featFirstMood
	featLast
	featLastRoot
	featChain
	featChainStem
	featChainRoot
	featArgument
	featPair
	featPrep
	featPath
	featPathRoot
	featPathStem
	featSectorS
	featSectorT
	featBag
	featBagStem
	featBagRoot
	featNear
	featCode
	featDependent
	featNoTarget
	featGroup
	featPairRoot
	featOfT
	featPairNear
	featEdge
)

// features gives the features of v; they depend on the text alone.
func (v *view) features() []uint64 {
	f := v.f
	t := frames()
	v.out = v.out[:0]
	v.add(featBias)
	for n, k := range v.chain {
		v.clauseFeatures(t, n, k)
	}
	v.pathFeatures(t)
	if v.s >= 0 {
		v.add(featSectorS, v.partyKind(v.s))
	}
	if v.t >= 0 {
		v.add(featSectorT, v.partyKind(v.t))
		v.add(featPrep, f.caseOf(v.t), f.drafts[v.chain[len(v.chain)-1]].Lemma)
		v.add(featPrep, f.caseOf(v.t))
	} else {
		v.add(featNoTarget)
	}
	v.bag(t)
	v.between()
	return v.out
}

func (v *view) partyKind(i int32) string {
	m := v.f.mentionOf(i)
	if m < 0 {
		return v.f.sector(i)
	}
	return string(v.f.ann.Mentions[m].Type) + v.f.sectorOf(m, i)
}

func stem(s string) string {
	if len(s) > 5 {
		return s[:5]
	}
	return s
}

func (v *view) clauseFeatures(t *frameTable, n int, k int32) {
	f := v.f
	d := &f.drafts[k]
	root, code := v.rootOf(t, d)
	mood := ""
	if !v.plain {
		mood = string(d.Modality)
		if d.Negated {
			mood += "-"
		}
	}
	if d.passive {
		v.add(featDependent, "passive", d.Lemma)
	}
	if n == 0 {
		v.add(featFirst, d.Lemma)
		v.add(featFirstRoot, root)
		v.add(featFirstMood, root, mood)
		v.add(featFirstMood, mood)
	}
	if n == len(v.chain)-1 {
		v.add(featLast, d.Lemma)
		v.add(featLastRoot, root)
		v.add(featPairRoot, root, f.drafts[v.k].Lemma)
	}
	v.add(featChain, d.Lemma)
	v.add(featChainStem, stem(d.Lemma))
	v.add(featChainRoot, root)
	v.add(featCode, code)
	for _, r := range t.verbs[f.g.Lemma[d.pred]] {
		v.out = append(v.out, mix(mix(0, featGroup), uint64(r.group))|1)
	}
	v.arguments(d.top, d)
	if d.pred != d.top {
		v.arguments(d.pred, d)
	}
}

// arguments adds what hangs on word w of draft d, but for the parties.
func (v *view) arguments(w int32, d *draft) {
	g := v.f.g
	for c := g.FirstChild[w]; c >= 0; c = g.Next[c] {
		if c == v.s || c == v.t || c == d.pred {
			continue
		}
		switch r := g.Rel[c].Base(); r {
		case grammar.RelObj, grammar.RelObl, grammar.RelXcomp, grammar.RelAdvmod, grammar.RelCompoundPrt, grammar.RelNmod, grammar.RelIobj,
			grammar.RelAmod, grammar.RelCompound, grammar.RelCcomp, grammar.RelAdvcl, grammar.RelNsubj:
			p := v.f.caseOf(c)
			v.add(featArgument, r.String()+p, g.Lemma[c])
			v.add(featPair, d.Lemma, p+" "+g.Lemma[c])
			v.add(featDependent, g.Lemma[c])
		}
	}
}

// rootOf gives the root and code that the tables have for a clause.
func (v *view) rootOf(t *frameTable, d *draft) (root, code string) {
	f := v.f
	if d.Nominal {
		if c := nounCodes()[f.g.Lemma[d.pred]]; c != "" {
			p, _, _ := t.lookUp(c)
			return p.root, c
		}
	}
	code, _ = f.codeOf(t, d.Lemma, d.top)
	if code == "" {
		return "", ""
	}
	p, reversed, _ := t.lookUp(code)
	if reversed {
		return "<" + p.root, code
	}
	return p.root, code
}

func (v *view) pathFeatures(t *frameTable) {
	f := v.f
	for _, i := range v.path {
		l := f.g.Lemma[i]
		v.add(featPath, l)
		v.add(featPathStem, stem(l))
		v.add(featPathRoot, wordRoot(t, l))
		v.add(featOfT, l, f.drafts[v.chain[len(v.chain)-1]].Lemma)
	}
}

// wordRoot gives the root that a word has by itself, as a noun or verb.
func wordRoot(t *frameTable, lemma string) string {
	if c := nounCodes()[lemma]; c != "" {
		p, _, _ := t.lookUp(c)
		return p.root
	}
	for _, r := range t.verbs[lemma] {
		if p, _, ok := t.lookUp(r.code); ok {
			return p.root
		}
	}
	return ""
}

// bag adds the words of the sentence that are not of the parties.
func (v *view) bag(t *frameTable) {
	f := v.f
	d := &f.drafts[v.k]
	s := &f.ann.Sentences[d.Sentence]
	for i := int32(s.FirstWord); i < int32(s.EndWord) && i < int32(s.FirstWord)+120; i++ {
		switch f.g.POS[i] {
		case grammar.VERB, grammar.NOUN, grammar.ADJ, grammar.ADV:
		default:
			continue
		}
		w := f.ann.Words[i].Span
		if v.skipS.Contains(w) || v.skipT.Contains(w) {
			continue
		}
		l := f.g.Lemma[i]
		v.add(featBag, l)
		v.add(featBagStem, stem(l))
		if r := wordRoot(t, l); r != "" {
			v.add(featBagRoot, r)
		}
		if i > v.s && (v.t < 0 || i < v.t) || v.t >= 0 && i > v.t && i < v.s {
			v.add(featNear, l)
		}
	}
}

// between adds the pairs of neighbouring words between the parties.
func (v *view) between() {
	f := v.f
	if v.s < 0 || v.t < 0 {
		return
	}
	from, to := min(v.s, v.t)+1, max(v.s, v.t)
	last := ""
	for i := from; i < to && i < from+40; i++ {
		w := f.ann.Words[i].Span
		if v.skipS.Contains(w) || v.skipT.Contains(w) || f.g.POS[i] == grammar.PUNCT || f.g.POS[i] == grammar.DET || f.g.POS[i] == grammar.PROPN {
			continue
		}
		l := f.g.Lemma[i]
		if last != "" {
			v.add(featPairNear, last, l)
		}
		last = l
	}
	if last != "" {
		v.add(featEdge, last)
	}
}
