package actions

import (
	"github.com/twosource/twosource/internal/grammar"
	"github.com/twosource/twosource/internal/news"
)

// maxDepth bounds how far up a clause looks for what it shares with those above.
const maxDepth = 32

// complete finds the arguments of draft k and how it is put, those of the
// drafts above it first, since it may share them.
func (f *finder) complete(k int32, depth int) {
	d := &f.drafts[k]
	if d.state != 0 {
		return
	}
	d.state = 1
	if d.gov >= 0 && depth < maxDepth {
		f.complete(d.gov, depth+1)
	}
	if d.pred != d.top || f.g.POS[d.top] == grammar.VERB || d.copular || d.verbal {
		f.verbArguments(d)
	}
	if d.Nominal {
		f.nounArguments(d)
	}
	f.inherit(d)
	f.repair(d)
	f.mood(d)
}

// isMain reports whether a verb that hangs on a noun like a participle is the
// verb of its sentence all the same: "Doe, back home, said that …".
func (f *finder) isMain(v int32) bool {
	return f.g.Rel[v] == grammar.RelAcl && (f.g.Tag[v] == grammar.VBD || f.g.Tag[v] == grammar.VBN && f.g.Child(int(v), grammar.RelCcomp) >= 0)
}

// Objects are what a verb may be done to or by, as its children have it.
type objects struct {
	agent, iobj int32
	with, to    int32 // by a preposition
	bare        int32 // a name without one
	piece       int32 // such a name below an adjective
}

// verbArguments finds the arguments that hang on the verb of d, or on its
// predicate noun or adjective.
func (f *finder) verbArguments(d *draft) {
	g, v := f.g, d.top
	o := objects{-1, -1, -1, -1, -1, -1}
	for c := g.FirstChild[v]; c >= 0; c = g.Next[c] {
		f.verbArgument(d, &o, c)
	}
	if g.Rel[v] == grammar.RelAcl && d.obj < 0 && g.Feats[v].Has(grammar.Past|grammar.Participle) && !f.isMain(v) {
		d.passive = true
	}
	if d.passive && o.agent >= 0 {
		d.subj = o.agent
	}
	if d.pred != v { // a light verb: its object is the predicate itself
		if d.obj == d.pred || d.obj >= 0 && g.Lemma[d.obj] == "place" && g.Lemma[v] == "take" {
			d.obj = -1
		}
		if d.subj == d.pred {
			d.subj = -1
		}
		if f.lex[d.pred].is(both) {
			o.to = -1 // "held talks on Ruritania"
			if o.with >= 0 && !f.isPeople(o.with) {
				o.with = -1
			}
		}
	}
	if d.obj < 0 {
		d.obj = firstOf(o.iobj, o.bare, o.with, o.to)
	} else if o.piece >= 0 && o.piece < d.obj {
		d.obj2 = o.piece
	} else if o.iobj >= 0 && !f.isActor(d.obj) && f.isActor(o.iobj) && d.pred == v {
		d.obj = o.iobj
	}
}

// verbArgument takes in the child c of the verb of d.
func (f *finder) verbArgument(d *draft, o *objects, c int32) {
	g, v := f.g, d.top
	switch g.Rel[c] {
	case grammar.RelNsubj, grammar.RelNsubjOuter:
		if d.subj < 0 {
			d.subj = c
		} else if c < v && g.Right[d.subj]+1 == g.Left[c] && f.mentionOf(c) >= 0 {
			d.subj2 = c // "his colleague Jane Doe" in two pieces
		}
	case grammar.RelNsubjPass:
		d.passive = true
		d.obj = first(d.obj, c)
	case grammar.RelAuxPass:
		d.passive = true
	case grammar.RelObj:
		d.obj = first(d.obj, c)
	case grammar.RelXcomp:
		if g.POS[c] == grammar.ADJ && c > v && o.bare < 0 { // "meets Ruritanian President X" in pieces
			o.bare = f.nameBelow(c)
			o.piece = o.bare
		}
	case grammar.RelIobj:
		o.iobj = c
	case grammar.RelOblAgent:
		o.agent = c
	case grammar.RelObl, grammar.RelOblUnmarked:
		f.oblArgument(d, o, c)
	}
}

// oblArgument takes in what hangs on the verb of d by a preposition.
func (f *finder) oblArgument(d *draft, o *objects, c int32) {
	switch f.caseOf(c) {
	case "":
		if c > d.top && f.time[c] < 0 && f.isActor(c) {
			o.bare = first(o.bare, c)
		}
	case "by":
		if f.time[c] < 0 {
			o.agent = first(o.agent, c)
		}
	case "with", "against":
		o.with = first(o.with, c)
	case "to", "at", "on", "for", "from":
		if f.isActor(c) || f.lex[d.top].is(calls) && f.isCountry(c) {
			o.to = first(o.to, c)
		}
	}
}

// nameBelow gives the head of a name that hangs on an adjective right before it,
// -1 if there is none.
func (f *finder) nameBelow(i int32) int32 {
	for c := f.g.FirstChild[i]; c >= 0; c = f.g.Next[c] {
		if c > i && f.g.Left[c] == i+1 && f.mention[c] >= 0 && f.isActor(c) && f.caseOf(c) == "" {
			return c
		}
	}
	return -1
}

func firstOf(words ...int32) int32 {
	for _, w := range words {
		if w >= 0 {
			return w
		}
	}
	return -1
}

// caseOf gives the lemma of the preposition of word i, "" if it has none.
func (f *finder) caseOf(i int32) string {
	if c := f.g.Child(int(i), grammar.RelCase); c >= 0 {
		return f.g.Lemma[c]
	}
	return ""
}

// isActor reports whether the phrase with head i names someone who can act or be
// dealt with: no mere place.
func (f *finder) isActor(i int32) bool {
	m := f.mentionOf(i)
	if m < 0 {
		return false
	}
	x := &f.ann.Mentions[m]
	return x.Type != news.Place || x.Acts
}

func (f *finder) isCountry(i int32) bool {
	m := f.mentionOf(i)
	return m >= 0 && hasPrefix(f.ann.Mentions[m].Known, "country:")
}

// mentionOf gives the mention that the phrase with head i is of; -1 if none.
func (f *finder) mentionOf(i int32) int32 {
	if m := f.mention[i]; m >= 0 {
		return m
	}
	if m := f.role[i]; m >= 0 {
		return m
	}
	g := f.g
	if g.POS[i] != grammar.NOUN && g.POS[i] != grammar.PROPN {
		return -1
	}
	for c := g.FirstChild[i]; c >= 0; c = g.Next[c] {
		switch g.Rel[c] {
		case grammar.RelAppos, grammar.RelFlat, grammar.RelNmodDesc:
			if m := first(f.mention[c], f.role[c]); m >= 0 && f.isName(m) && c > i {
				return m
			}
		}
	}
	if m := f.cover[i]; m >= 0 && g.POS[i] == grammar.PROPN {
		return m
	}
	return -1
}

// Adjuncts are what hangs on a noun of happening.
type adjuncts struct{ of, by, between, against, genitive, modifier int32 }

// nounArguments finds what hangs on the noun of d.
func (f *finder) nounArguments(d *draft) {
	g, n := f.g, d.pred
	e := f.lex[n]
	a := adjuncts{-1, -1, -1, -1, -1, -1}
	for c := g.FirstChild[n]; c >= 0; c = g.Next[c] {
		f.nounArgument(e, &a, c)
	}
	if e.is(undergoes) {
		if a.of < 0 {
			a.of, a.genitive = a.genitive, -1
		}
		d.obj = firstOf(a.of, a.against, d.obj)
		d.subj = firstOf(a.by, d.subj, a.genitive, a.modifier)
		return
	}
	if e.is(both) && a.between < 0 && a.against < 0 && d.obj < 0 {
		a.between = f.betweenAfter(n)
	}
	if a.of >= 0 && f.time[a.of] >= 0 {
		a.of = -1
	}
	d.subj = firstOf(d.subj, a.between, a.by, a.genitive, a.of, a.modifier)
	d.obj = firstOf(a.against, d.obj)
}

// nounArgument takes in the child c of a noun of happening that e tells of.
func (f *finder) nounArgument(e entry, a *adjuncts, c int32) {
	switch f.g.Rel[c] {
	case grammar.RelNmodPoss:
		a.genitive = c
	case grammar.RelAmod, grammar.RelCompound, grammar.RelNmodUnmarked:
		if m := f.mention[c]; m >= 0 && a.modifier < 0 && f.canAct(m) {
			a.modifier = c
		}
	case grammar.RelNmod, grammar.RelObl:
		switch f.caseOf(c) {
		case "of":
			a.of = first(a.of, c)
		case "by":
			a.by = first(a.by, c)
		case "between", "among":
			a.between = first(a.between, c)
		case "against":
			a.against = first(a.against, c)
		case "with", "to":
			if e.is(both) && f.isPeople(c) || !e.is(both|hostile) {
				a.against = first(a.against, c)
			}
		case "into":
			if e.is(hostile) {
				a.against = first(a.against, c)
			}
		case "on":
			if e.is(hostile) && f.isPeople(c) {
				a.against = first(a.against, c)
			}
		}
	}
}

// betweenAfter gives the head of the phrase that "between" opens somewhere after
// noun n: trees often hang it on a word in the middle.
func (f *finder) betweenAfter(n int32) int32 {
	last := int32(f.ann.Sentences[f.sent[n]].EndWord)
	for i := n + 1; i < last && i <= n+8; i++ {
		if f.lex[i].is(both) && f.lex[i].is(happens) {
			return -1
		}
		if f.g.Lemma[i] == "between" && f.g.Rel[i] == grammar.RelCase {
			return f.g.Head[i]
		}
	}
	return -1
}

func first(a, b int32) int32 {
	if a >= 0 {
		return a
	}
	return b
}

// canAct reports whether mention m, before a noun of happening, says who does
// it: "Russian strikes", not "Sunday strikes" or "Moscow talks".
func (f *finder) canAct(m int32) bool {
	x := &f.ann.Mentions[m]
	if x.Kind != news.NameMention {
		return false
	}
	return x.Type != news.Place || x.Country != "" && hasPrefix(x.Known, "country:")
}

// isPeople reports whether the phrase with head i is of persons or of a body of
// them, so that an attack "on" it has it for its object.
func (f *finder) isPeople(i int32) bool {
	if f.time[i] >= 0 {
		return false
	}
	if m := f.mentionOf(i); m >= 0 {
		return true
	}
	return f.g.POS[i] == grammar.NOUN && f.sector(i) != ""
}

func hasPrefix(s, p string) bool { return len(s) >= len(p) && s[:len(p)] == p }

// repair gives a finite verb without a subject the noun phrase right before it, if
// the tree has hung that on no verb.
func (f *finder) repair(d *draft) {
	g := f.g
	v := d.top
	if d.subj >= 0 || d.passive && d.obj >= 0 || d.Nominal && d.pred == d.top || g.POS[v] != grammar.VERB || d.relative {
		return
	}
	if h := g.Head[v]; f.isInfinitive(v) && d.kin == kinAdverbial && d.gov < 0 && h >= 0 && (g.POS[h] == grammar.PROPN || g.POS[h] == grammar.NOUN) {
		f.take(d, h) // "Leaders, envoys to meet in Chad"
		return
	}
	if !f.isFinite(d) && !(g.Head[v] < 0 && f.isInfinitive(v)) {
		return
	}
	k := v - 1
	for k >= 0 && f.sent[k] == f.sent[v] && g.Head[k] == v && (g.POS[k] == grammar.AUX || g.POS[k] == grammar.ADV || g.POS[k] == grammar.PART) {
		k--
	}
	if k < 0 || f.sent[k] != f.sent[v] || g.POS[k] != grammar.NOUN && g.POS[k] != grammar.PROPN && g.POS[k] != grammar.PRON {
		return
	}
	for n := 0; n < maxDepth; n++ {
		h := g.Head[k]
		if h < 0 || h >= v || f.clause[h] >= 0 || f.time[h] >= 0 || g.POS[h] != grammar.NOUN && g.POS[h] != grammar.PROPN {
			break
		}
		k = h
	}
	if g.Child(int(k), grammar.RelCase) >= 0 || f.time[k] >= 0 || f.clause[k] >= 0 {
		return
	}
	switch g.Rel[k].Base() {
	case grammar.RelNsubj, grammar.RelObj, grammar.RelIobj, grammar.RelCompound, grammar.RelAmod:
		return
	}
	f.take(d, k)
}

// inherit gives d what it shares with the draft above it.
func (f *finder) inherit(d *draft) {
	f.relative(d)
	if d.gov < 0 {
		return
	}
	g, up := f.g, &f.drafts[d.gov]
	switch d.kin {
	case kinConjunct:
		for f.isFinite(d) && !f.isFinite(up) && up.gov >= 0 {
			up = &f.drafts[up.gov] // "accuses it of … and has banned …"
		}
		f.share1(d, up)
	case kinComplement:
		if d.subj >= 0 || g.Rel[d.top] != grammar.RelXcomp {
			break
		}
		if up.obj >= 0 && !up.passive && g.Head[up.obj] == up.top && f.governsObject(up) {
			f.take(d, up.obj)
		} else if up.passive && up.obj >= 0 {
			f.take(d, up.obj)
		} else {
			f.take(d, up.subj)
		}
	case kinAdverbial:
		if d.subj < 0 && !g.Feats[d.top].Has(grammar.Finite) && !d.Nominal {
			if up.passive || f.isInfinitive(d.top) && f.lexOf(up).is(calls|lets) && up.obj >= 0 && (f.isActor(up.obj) || f.isCountry(up.obj)) && f.governsObject(up) || up.obj >= 0 && f.hasForOf(d.top, up) {
				f.take(d, up.obj)
			} else {
				f.take(d, up.subj)
			}
		}
	}
}

// hasForOf reports whether a clause says what the object of the one above it did:
// "attacked him for lying", "accused him of lying".
func (f *finder) hasForOf(v int32, up *draft) bool {
	m := f.g.Child(int(v), grammar.RelMark)
	if m < 0 {
		return false
	}
	switch f.g.Lemma[m] {
	case "for":
		return f.lexOf(up).is(charges) || f.isActor(up.obj)
	case "of":
		return f.lexOf(up).is(charges)
	}
	return false
}

// governsObject reports whether the object of d is the subject of its
// infinitive: "urged them to leave", not "sought support to stay".
func (f *finder) governsObject(d *draft) bool {
	e := f.lexOf(d)
	return !e.is(keepsOwn) && (e.is(calls|fails|denies|lets) || f.isActor(d.obj) || f.g.POS[d.obj] == grammar.PRON)
}

// share1 gives the second of two joined predicates the subject of the first,
// if it has none.
func (f *finder) share1(d, up *draft) {
	if d.Nominal && d.pred == d.top {
		d.subj = first(d.subj, up.subj)
		return
	}
	if d.passive {
		if d.obj < 0 {
			if up.passive {
				d.obj = up.obj
				d.subj = first(d.subj, up.subj)
			} else {
				d.obj = up.subj
			}
		}
		return
	}
	if d.subj >= 0 || f.g.Feats[d.top].Has(grammar.Past|grammar.Participle) && !f.g.Feats[d.top].Has(grammar.Finite) && up.passive {
		if d.subj < 0 && d.obj < 0 { // "was arrested and charged"
			d.obj, d.subj, d.passive = up.obj, up.subj, true
		}
		return
	}
	if up.passive && up.obj >= 0 {
		d.subj = up.obj
		return
	}
	d.subj = up.subj
}

// take makes word w the subject of d, its object if it is passive.
func (f *finder) take(d *draft, w int32) {
	if w == d.pred || w == d.top {
		return
	}
	if d.passive {
		d.obj = first(d.obj, w)
		return
	}
	d.subj = w
}

// relative puts the head noun of a relative or participle clause in its place.
func (f *finder) relative(d *draft) {
	g := f.g
	r := g.Rel[d.top]
	if r != grammar.RelAclRelcl && r != grammar.RelAcl {
		if d.subj >= 0 && g.Tag[d.subj] == grammar.WP && g.Lemma[d.subj] == "who" {
			d.subj = f.nounBefore(d.subj)
		}
		return
	}
	h := g.Head[d.top]
	if h < 0 {
		return
	}
	if f.relativizer(d.subj) {
		d.subj = h
	}
	if f.relativizer(d.obj) {
		d.obj = h
	}
	switch {
	case r == grammar.RelAcl:
		if f.isInfinitive(d.top) {
			return
		}
		switch {
		case d.passive:
			d.obj = first(d.obj, h)
		case d.subj >= 0:
		case f.g.Child(int(d.top), grammar.RelMark) < 0 || f.isActor(h) || f.sector(h) != "" || f.isHuman(h):
			d.subj = h
		case d.gov >= 0: // "after months of trying": not the months
			d.subj = f.drafts[d.gov].subj
		}
	case d.subj >= 0 && d.subj != h && d.obj < 0 && !f.hasWhere(d.top) && !d.copular:
		d.obj = h
	}
}

// nounBefore gives the head of the noun phrase that ends before word i, a comma
// between them; i itself if there is none.
func (f *finder) nounBefore(i int32) int32 {
	k := i - 1
	if k >= 0 && f.g.POS[k] == grammar.PUNCT {
		k--
	}
	if k < 0 || f.sent[k] != f.sent[i] || f.g.POS[k] != grammar.NOUN && f.g.POS[k] != grammar.PROPN {
		return i
	}
	for h := f.g.Head[k]; h >= 0 && h < i && f.g.POS[h] != grammar.VERB && f.clause[h] < 0; h = f.g.Head[k] {
		k = h
	}
	return k
}

// relativizer reports whether word i is who, which or that.
func (f *finder) relativizer(i int32) bool {
	if i < 0 {
		return false
	}
	switch f.g.Tag[i] {
	case grammar.WDT, grammar.WP:
		return true
	}
	return false
}

// hasWhere reports whether a relative clause has its noun as a circumstance:
// "where", "when", "in which".
func (f *finder) hasWhere(v int32) bool {
	for c := f.g.FirstChild[v]; c >= 0; c = f.g.Next[c] {
		if f.g.Tag[c] == grammar.WRB || f.relativizer(c) {
			return true
		}
	}
	return false
}

func (f *finder) isInfinitive(v int32) bool {
	m := f.g.Child(int(v), grammar.RelMark)
	return m >= 0 && f.g.Tag[m] == grammar.TO
}

// phrase gives the words of the noun phrase with head h: without preposition
// and clause-level words before it, and without the clauses and asides after it.
func (f *finder) phrase(h int32) (from, to int32) {
	from, to = f.phraseAt(h, 0)
	for from < h && (f.loose(from) || f.g.POS[from] == grammar.ADP) {
		from++
	}
	for to > h && f.loose(to) {
		to--
	}
	return from, to
}

// loose reports whether word i, at the edge of a phrase, is no part of it.
func (f *finder) loose(i int32) bool {
	if f.g.POS[i] == grammar.CCONJ {
		return true
	}
	switch f.g.Lemma[i] {
	case ",", ".", ";", ":", "-", "–", "—":
		return f.g.POS[i] == grammar.PUNCT
	}
	return false
}

func (f *finder) phraseAt(h int32, depth int) (from, to int32) {
	g := f.g
	from, to = h, h
	cut := false
	for c := g.FirstChild[h]; c >= 0; c = g.Next[c] {
		if c < h {
			switch g.Rel[c] {
			case grammar.RelDet, grammar.RelDetPredet, grammar.RelAmod, grammar.RelNummod, grammar.RelNmodPoss, grammar.RelCompound,
				grammar.RelNmodDesc, grammar.RelNmodUnmarked, grammar.RelFlat, grammar.RelGoeswith, grammar.RelNmod:
				if from == h {
					from = g.Left[c]
				}
			case grammar.RelAdvmod:
				if from == h && !g.Feats[c].Has(grammar.Negative) && g.POS[h] != grammar.ADJ {
					from = g.Left[c]
				}
			case grammar.RelPunct, grammar.RelAppos:
			default:
				from = h
			}
			continue
		}
		switch g.Rel[c] {
		case grammar.RelConj:
			if depth < maxDepth && f.clause[c] < 0 {
				if _, end := f.phraseAt(c, depth+1); end > to {
					to, cut = end, false
				}
			}
		case grammar.RelAclRelcl, grammar.RelParataxis, grammar.RelAdvcl, grammar.RelCcomp, grammar.RelObl, grammar.RelXcomp,
			grammar.RelAdvclRelcl, grammar.RelNsubj, grammar.RelCop:
			cut = true
		case grammar.RelAppos, grammar.RelAcl:
			if cut = cut || f.clause[c] >= 0 || f.commaBefore(g.Left[c]); !cut {
				to = g.Right[c]
			}
		case grammar.RelPunct, grammar.RelCc:
		default:
			if !cut {
				to = g.Right[c]
			}
		}
	}
	return from, to
}

func (f *finder) commaBefore(i int32) bool {
	return i > 0 && f.g.POS[i-1] == grammar.PUNCT
}
