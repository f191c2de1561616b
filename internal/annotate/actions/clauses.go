package actions

import (
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/grammar"
	"github.com/twosource/twosource/internal/news"
)

// findClauses fills ann.Clauses.
func (f *finder) findClauses() {
	for i := range f.g.Head {
		f.addVerb(int32(i))
	}
	for i := range f.g.Head {
		f.addNoun(int32(i))
	}
	f.sort()
	f.own()
	for k := range f.drafts {
		f.hang(int32(k))
	}
	for k := range f.drafts {
		f.complete(int32(k), 0)
	}
	for k := range f.drafts {
		f.attach(int32(k))
	}
	f.share()
	for k := range f.drafts {
		f.settle(int32(k))
	}
	f.ann.Clauses = make([]news.Clause, len(f.drafts))
	for k := range f.drafts {
		f.ann.Clauses[k] = f.drafts[k].Clause
	}
}

// addVerb makes a draft of word i if it is a verb, or a noun or adjective with
// a copula.
func (f *finder) addVerb(i int32) {
	g := f.g
	switch g.POS[i] {
	case grammar.VERB:
		if f.isModifier(i) {
			return
		}
		if n := f.lightNoun(i); n >= 0 {
			f.add(n, i)
			return
		}
		f.add(i, i)
	case grammar.ADJ, grammar.NOUN, grammar.PROPN, grammar.PRON, grammar.NUM, grammar.ADV:
		c := int32(g.Child(int(i), grammar.RelCop))
		if c < 0 {
			return
		}
		if f.isHappening(i) && f.hasHave(i) {
			f.add(i, i)
			f.drafts[len(f.drafts)-1].verbal = true
			return
		}
		f.add(i, i)
		d := &f.drafts[len(f.drafts)-1]
		d.copular, d.Nominal = true, false
		if g.POS[i] == grammar.ADJ {
			d.Lemma = "be_" + g.Lemma[i]
			d.Predicate = f.span(i, i)
			if c < i && i-c <= 3 {
				d.Predicate = f.span(c, i)
			}
			break
		}
		d.Lemma, d.Predicate, d.obj = "be", f.span(c, c), i
	}
}

// isModifier reports whether the verb i is a part of a noun phrase or of
// another word: "a wounded man", "based on".
func (f *finder) isModifier(i int32) bool {
	switch f.g.Rel[i] {
	case grammar.RelAmod, grammar.RelCompound, grammar.RelCase, grammar.RelFixed, grammar.RelFlat, grammar.RelMark, grammar.RelCc,
		grammar.RelNmodDesc, grammar.RelGoeswith, grammar.RelReparandum, grammar.RelCompoundPrt, grammar.RelDet, grammar.RelAux,
		grammar.RelAuxPass, grammar.RelDiscourse:
		return true
	}
	// "Russia-backed"
	return i > 1 && f.g.Tag[i-1] == grammar.HYPH && f.ann.Words[i-1].End == f.ann.Words[i].Start && f.ann.Words[i-2].End == f.ann.Words[i-1].Start
}

// hasHave reports whether a noun with a copula has the verb "have" too, for which
// the tree has no place: "is due to have talks".
func (f *finder) hasHave(i int32) bool {
	for c := f.g.FirstChild[i]; c >= 0 && c < i; c = f.g.Next[c] {
		if f.g.Rel[c] == grammar.RelAux && f.g.Lemma[c] == "have" {
			return true
		}
	}
	return false
}

// lightNoun gives the noun of happening that the light verb i makes one
// predicate with, -1 if it is none.
func (f *finder) lightNoun(i int32) int32 {
	e := f.lex[i]
	prt := int32(f.g.Child(int(i), grammar.RelCompoundPrt))
	if prt >= 0 {
		e = lexicon[f.g.Lemma[i]+"_"+f.g.Lemma[prt]]
	}
	lightVerb, occurring := e.is(light), e.is(occurs)
	takes := f.g.Lemma[i] == "take"
	for c := f.g.FirstChild[i]; c >= 0; c = f.g.Next[c] {
		switch f.g.Rel[c] {
		case grammar.RelObj:
			if takes && f.g.Lemma[c] == "place" {
				lightVerb, occurring, takes = false, true, false
			}
		}
	}
	for c := f.g.FirstChild[i]; c >= 0; c = f.g.Next[c] {
		switch f.g.Rel[c] {
		case grammar.RelObj, grammar.RelNsubjPass:
			if lightVerb && f.isHappening(c) {
				return c
			}
		case grammar.RelNsubj:
			if !f.isHappening(c) {
				continue
			}
			object := f.g.Child(int(i), grammar.RelObj)
			if occurring && (object < 0 || f.g.Lemma[object] == "place") || lightVerb && object < 0 && f.g.Tag[i] == grammar.VBN {
				return c
			}
		}
	}
	return -1
}

// isHappening reports whether word i is a noun that stands for a happening, and
// not a part of a compound.
func (f *finder) isHappening(i int32) bool {
	if f.g.POS[i] != grammar.NOUN || !f.lex[i].is(happens) || f.cover[i] >= 0 && f.mention[i] >= 0 && f.isName(f.mention[i]) {
		return false
	}
	if c := f.text[f.ann.Words[i].Start]; c >= 'A' && c <= 'Z' && !f.ann.Sentences[f.sent[i]].IsHeadline && int(i) > f.ann.Sentences[f.sent[i]].FirstWord {
		return false // a part of a name that nobody has seen as one
	}
	switch f.g.Rel[i] {
	case grammar.RelCompound, grammar.RelAmod, grammar.RelFlat, grammar.RelNmodDesc, grammar.RelFixed, grammar.RelCase, grammar.RelGoeswith:
		return false
	}
	return true
}

func (f *finder) isName(m int32) bool { return f.ann.Mentions[m].Kind == news.NameMention }

// addNoun makes a draft of a noun of happening that stands by itself.
func (f *finder) addNoun(i int32) {
	if f.clause[i] < 0 && f.isHappening(i) {
		f.add(i, i)
	}
}

// add makes a draft of the predicate pred, that hangs on others by the word top.
func (f *finder) add(pred, top int32) {
	if f.clause[pred] >= 0 {
		return
	}
	d := draft{pred: pred, top: top, subj: -1, obj: -1, gov: -1, subj2: -1, obj2: -1}
	d.Sentence = int(f.sent[pred])
	d.Predicate, d.Lemma = f.span(pred, pred), f.g.Lemma[pred]
	if d.Lemma == "" {
		d.Lemma = strings.ToLower(f.word(pred))
	}
	d.Nominal = f.g.POS[pred] == grammar.NOUN && f.lex[pred].is(happens)
	if !d.Nominal {
		if p := int32(f.g.Child(int(pred), grammar.RelCompoundPrt)); p > pred {
			d.Lemma += "_" + f.g.Lemma[p]
			if p-pred <= 3 {
				d.Predicate = f.span(pred, p)
			}
		}
	}
	d.Speech = int(f.speech[pred])
	k := int32(len(f.drafts))
	f.drafts = append(f.drafts, d)
	f.clause[pred], f.clause[top] = k, k
}

// sort puts the drafts in the order of their predicates.
func (f *finder) sort() {
	slices.SortFunc(f.drafts, func(a, b draft) int {
		if a.Predicate.Start != b.Predicate.Start {
			return a.Predicate.Start - b.Predicate.Start
		}
		return int(a.pred - b.pred)
	})
	for k := range f.drafts {
		d := &f.drafts[k]
		f.clause[d.pred], f.clause[d.top] = int32(k), int32(k)
	}
}

// own finds for each word the predicate that it hangs below, itself if it is
// one. Each word is walked over once or twice.
func (f *finder) own() {
	for i := range f.owner {
		k := int32(i)
		for f.owner[k] < 0 && f.clause[k] < 0 && f.g.Head[k] >= 0 {
			k = f.g.Head[k]
		}
		found := f.owner[k]
		if found < 0 {
			found = f.clause[k]
		}
		if found < 0 {
			found = none
		}
		for k = int32(i); k >= 0 && f.owner[k] == -1; k = f.g.Head[k] {
			f.owner[k] = found
			if f.clause[k] >= 0 {
				f.owner[k] = f.clause[k]
				break
			}
		}
	}
	for i := range f.owner {
		if f.owner[i] == none {
			f.owner[i] = -1
		}
	}
}

// none stands in owner for a word that was looked at and hangs below no
// predicate.
const none = -2

// hang finds the draft above draft k, and how k hangs on it.
func (f *finder) hang(k int32) {
	d := &f.drafts[k]
	d.Governor = -1
	h := f.g.Head[d.top]
	if h < 0 {
		return
	}
	switch r := f.g.Rel[d.top]; r {
	case grammar.RelCcomp, grammar.RelXcomp, grammar.RelCsubj, grammar.RelCsubjPass, grammar.RelCsubjOuter:
		d.kin = kinComplement
	case grammar.RelAdvcl, grammar.RelAdvclRelcl:
		d.kin = kinAdverbial
	case grammar.RelConj:
		d.kin = kinConjunct
	case grammar.RelAcl, grammar.RelAclRelcl:
		d.kin, d.relative = kinAdnominal, r == grammar.RelAclRelcl
	case grammar.RelParataxis, grammar.RelAppos, grammar.RelList, grammar.RelDiscourse, grammar.RelDep:
		return
	default:
		d.kin = kinArgument
	}
	if d.kin == kinConjunct && f.clause[h] < 0 {
		d.kin = kinArgument
	}
	d.gov = f.owner[h]
	if d.gov == k {
		d.gov = -1
	}
	if d.gov >= 0 && d.kin != kinAdnominal && d.kin != kinConjunct {
		d.Governor = int(d.gov)
	}
}
