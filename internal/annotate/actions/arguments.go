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
