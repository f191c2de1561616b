package actions

import (
	"github.com/twosource/twosource/internal/grammar"
	"github.com/twosource/twosource/internal/news"
)

// mood finds whether d is negated, how it is put, and whether it is told as
// background. The drafts above d are complete.
func (f *finder) mood(d *draft) {
	d.Negated = f.negated(d)
	d.Modality = f.ownModality(d)
	d.Background = f.background(d)
	var up *draft
	if d.gov >= 0 {
		up = &f.drafts[d.gov]
		if up.Background && d.kin != kinAdverbial && d.kin != kinAdnominal {
			d.Background = true
		}
	}
	switch {
	case d.kin == kinConjunct && up != nil:
		f.joinedMood(d, up)
	case d.kin == kinComplement && up != nil:
		f.complementMood(d, up)
	case d.kin == kinAdverbial && up != nil:
		f.adverbialMood(d, up)
	case d.kin == kinAdnominal && f.isInfinitive(d.top):
		f.infinitiveOf(d, f.g.Head[d.top])
	case d.kin == kinAdnominal && up != nil && !d.relative && !d.passive:
		f.adverbialMood(d, up) // "accuses it of hiding", with "of hiding" on "it"
	case d.kin == kinArgument:
		f.argumentMood(d, up)
	case d.gov < 0 && d.Modality == news.ModalReal && f.isInfinitive(d.top):
		d.Modality = news.ModalPlanned // "Leaders to meet in May"
	}
}

// negated reports whether a word beside the predicate denies it.
func (f *finder) negated(d *draft) bool {
	no := f.deniedAt(d.top)
	if d.pred != d.top {
		no = no || f.deniedAt(d.pred)
	}
	for _, a := range [...]int32{d.subj, d.obj} {
		if a >= 0 && f.owner[a] == f.clause[d.pred] && f.isNone(a) {
			no = !no
		}
	}
	return no
}

func (f *finder) deniedAt(w int32) bool {
	g := f.g
	for c := g.FirstChild[w]; c >= 0; c = g.Next[c] {
		switch g.Lemma[c] {
		case "not", "never", "n't", "neither", "nor":
			if c+1 < int32(len(g.Lemma)) && f.onlyAfter(c+1) {
				continue
			}
			if g.Rel[c] != grammar.RelConj && c < w || g.Rel[c] == grammar.RelAdvmod {
				return true
			}
		case "without":
			if g.Rel[c] == grammar.RelMark || g.Rel[c] == grammar.RelCase {
				return true
			}
		case "no":
			if g.Rel[c] == grammar.RelDet {
				return true
			}
		case "long":
			if c > 0 && g.Lemma[c-1] == "no" {
				return true
			}
		}
	}
	return false
}

func (f *finder) onlyAfter(i int32) bool {
	switch f.g.Lemma[i] {
	case "only", "just", "merely", "simply", "necessarily", "least":
		return true
	}
	return false
}

// isNone reports whether the phrase with head i is of nobody or nothing.
func (f *finder) isNone(i int32) bool {
	switch f.g.Lemma[i] {
	case "nobody", "nothing", "none", "no-one":
		return true
	}
	c := f.g.Child(int(i), grammar.RelDet)
	return c >= 0 && (f.g.Lemma[c] == "no" || f.g.Lemma[c] == "neither")
}

// ownModality reads the auxiliaries, marks and adverbs of d itself.
func (f *finder) ownModality(d *draft) news.Modality {
	m := f.modalityAt(d.top)
	if m == news.ModalReal && d.pred != d.top {
		m = f.modalityAt(d.pred)
	}
	if m == news.ModalReal && f.isImperative(d) {
		return news.ModalCalledFor
	}
	if m == news.ModalReal && f.isQuestion(d) {
		m = news.ModalPossible
	}
	return m
}

func (f *finder) modalityAt(w int32) news.Modality {
	g := f.g
	m := news.ModalReal
	be := false
	for c := g.FirstChild[w]; c >= 0; c = g.Next[c] {
		lemma := g.Lemma[c]
		switch g.Rel[c] {
		case grammar.RelAux, grammar.RelAuxPass, grammar.RelCop:
			switch lemma {
			case "will", "shall", "'ll", "wo", "wo n't":
				m = news.ModalPlanned
			case "would", "'d":
				m = f.would(w)
			case "may", "might", "could", "can", "ca":
				m = news.ModalPossible
			case "should", "must", "ought":
				m = news.ModalCalledFor
			case "be":
				be = true
			}
		case grammar.RelMark, grammar.RelAdvmod:
			switch lemma {
			case "if", "unless", "lest":
				return news.ModalCondition
			case "whether", "allegedly", "possibly", "perhaps", "maybe", "probably", "presumably", "supposedly", "potentially":
				if m == news.ModalReal {
					m = news.ModalPossible
				}
			case "to":
				if be && m == news.ModalReal && c+1 < w+1 { // "is to meet"
					m = news.ModalPlanned
				}
			}
		case grammar.RelAmod:
			if x := aspect(lemma); x != news.ModalReal && m == news.ModalReal {
				m = x
			}
		case grammar.RelCase:
			if g.POS[c] == grammar.ADJ && f.lex[c].is(plans) && m == news.ModalReal { // "is due to have talks"
				m = news.ModalPlanned
			}
		}
	}
	return m
}

// would tells the future in the past ("said it would leave") from the merely
// thought.
func (f *finder) would(w int32) news.Modality {
	if h := f.g.Head[w]; h >= 0 {
		switch f.g.Rel[w] {
		case grammar.RelCcomp, grammar.RelParataxis, grammar.RelConj:
			if f.g.Feats[h].Has(grammar.Past) || f.g.Rel[w] == grammar.RelConj {
				return news.ModalPlanned
			}
		}
	}
	return news.ModalPossible
}

// aspect gives what an adjective before a noun of happening says of it.
func aspect(lemma string) news.Modality {
	switch lemma {
	case "planned", "upcoming", "future", "scheduled", "forthcoming", "next", "imminent", "proposed", "expected", "plan", "schedule",
		"propose", "expect", "intended", "coming":
		return news.ModalPlanned
	case "possible", "potential", "alleged", "suspected", "likely", "threatened", "hypothetical", "supposed", "attempted", "allege",
		"suspect", "threaten", "attempt", "purported":
		return news.ModalPossible
	}
	return news.ModalReal
}

// isImperative reports whether d tells somebody to do something: "Release them!"
func (f *finder) isImperative(d *draft) bool {
	g, v := f.g, d.top
	if g.Tag[v] != grammar.VB || f.ann.Sentences[d.Sentence].IsHeadline {
		return false
	}
	switch g.Rel[v] {
	case grammar.RelRoot, grammar.RelParataxis:
	case grammar.RelConj:
		if d.gov < 0 || f.drafts[d.gov].Modality != news.ModalCalledFor || d.subj != f.drafts[d.gov].subj {
			return false
		}
	default:
		return false
	}
	for c := g.FirstChild[v]; c >= 0 && c < v; c = g.Next[c] {
		switch g.Rel[c] {
		case grammar.RelAux, grammar.RelAuxPass, grammar.RelMark, grammar.RelNsubj:
			return false
		}
	}
	return true
}

// isQuestion reports whether d stands in a sentence that asks.
func (f *finder) isQuestion(d *draft) bool {
	last := f.ann.Sentences[d.Sentence].EndWord - 1
	for k := last; k >= 0 && k > last-3; k-- {
		if f.g.POS[k] != grammar.PUNCT {
			return false
		}
		if f.g.Lemma[k] == "?" {
			return true
		}
	}
	return false
}

// background reports whether d is told as what went before: in a relative
// clause, in the pluperfect, by "since".
func (f *finder) background(d *draft) bool {
	g := f.g
	if d.relative || d.kin == kinAdnominal && !f.isInfinitive(d.top) && !f.isMain(d.top) {
		return true
	}
	for c := g.FirstChild[d.top]; c >= 0; c = g.Next[c] {
		switch g.Rel[c] {
		case grammar.RelAux:
			if g.Lemma[c] == "have" && g.Tag[c] == grammar.VBD {
				return true
			}
		case grammar.RelMark, grammar.RelCase:
			if g.Lemma[c] == "since" {
				return true
			}
		case grammar.RelObl, grammar.RelOblUnmarked, grammar.RelNmod:
			if f.caseOf(c) == "since" {
				return true
			}
		}
	}
	return false
}

// joinedMood gives the second of two joined predicates the mood of the first:
// "will meet and discuss".
func (f *finder) joinedMood(d, up *draft) {
	if f.g.Child(int(d.top), grammar.RelNsubj) >= 0 || f.g.Child(int(d.top), grammar.RelNsubjPass) >= 0 {
		if up.Modality == news.ModalCondition || up.Modality == news.ModalDenied {
			d.Modality = up.Modality
		}
		return
	}
	if d.Modality == news.ModalReal && f.g.Child(int(d.top), grammar.RelAux) < 0 {
		d.Modality = up.Modality
	}
	if cc := f.g.Child(int(d.top), grammar.RelCc); up.Negated && cc >= 0 && (f.g.Lemma[cc] == "or" || f.g.Lemma[cc] == "nor") {
		d.Negated = true
	}
}

// complementMood gives a complement what the verb above it makes of it.
func (f *finder) complementMood(d, up *draft) {
	e := f.lexOf(up)
	finite := f.isFinite(d)
	if e.is(denies) && !up.Negated {
		d.Modality = news.ModalDenied
		return
	}
	if up.Modality == news.ModalCondition && !e.is(opinion) {
		d.Modality = up.Modality
		return
	}
	if finite {
		switch {
		case e.is(calls) && !e.is(opinion|plans) && d.Modality == news.ModalReal:
			d.Modality = news.ModalCalledFor
		case e.is(maybe) && d.Modality == news.ModalReal && (up.copular || !e.is(opinion)):
			d.Modality = news.ModalPossible
		}
		return
	}
	f.infinitiveMood(d, up, e)
}

// infinitiveMood is complementMood of what has no subject or tense of its own.
func (f *finder) infinitiveMood(d, up *draft, e entry) {
	if e.is(fails) {
		d.Negated = d.Negated != !up.Negated
	} else if up.Negated {
		d.Negated = !d.Negated
	}
	switch {
	case d.Modality == news.ModalCalledFor || d.Modality == news.ModalDenied:
	case up.Modality == news.ModalCalledFor || up.Modality == news.ModalDenied:
		d.Modality = up.Modality
	case f.isVisit(up) && d.Modality == news.ModalReal:
		d.Modality = up.Modality
	case e.is(calls) && (!e.is(plans) || up.obj >= 0 && up.obj != up.pred):
		d.Modality = news.ModalCalledFor
	case e.is(plans) && f.isInfinitive(d.top):
		d.Modality = news.ModalPlanned
	case e.is(maybe):
		d.Modality = news.ModalPossible
	case f.g.Lemma[up.top] == "be" && f.isInfinitive(d.top):
		d.Modality = news.ModalPlanned
	case f.g.Lemma[up.top] == "have" && f.isInfinitive(d.top):
		d.Modality = news.ModalCalledFor
	case f.g.Lemma[up.top] == "go" && f.isInfinitive(d.top) && f.g.Tag[up.top] == grammar.VBG:
		d.Modality = news.ModalPlanned
	case d.Modality == news.ModalReal:
		d.Modality = up.Modality
	}
}

// isVisit reports whether d is a call on nobody that is named: "called to
// congratulate him".
func (f *finder) isVisit(d *draft) bool {
	return !d.Nominal && !d.passive && d.obj < 0 && f.g.POS[d.top] == grammar.VERB && d.Lemma == "call"
}

// lexOf gives what the lexicon says of the predicate of d, with its particle.
func (f *finder) lexOf(d *draft) entry {
	if d.pred == d.top && !d.Nominal && !d.copular && f.g.Child(int(d.pred), grammar.RelCompoundPrt) >= 0 {
		return lexicon[d.Lemma]
	}
	return f.lex[d.pred]
}

func (f *finder) isFinite(d *draft) bool {
	g := f.g
	if g.Feats[d.top].Has(grammar.Finite) {
		return true
	}
	for c := g.FirstChild[d.top]; c >= 0; c = g.Next[c] {
		switch g.Rel[c] {
		case grammar.RelAux, grammar.RelAuxPass, grammar.RelCop:
			if g.Feats[c].Has(grammar.Finite) || g.Tag[c] == grammar.MD {
				return true
			}
		}
	}
	return false
}

// adverbialMood: a purpose is to come; "prevented from leaving" did not.
func (f *finder) adverbialMood(d, up *draft) {
	e := f.lexOf(up)
	if f.isInfinitive(d.top) {
		if d.Modality == news.ModalReal {
			d.Modality = up.Modality
		}
		switch {
		case up.copular && f.g.POS[up.top] == grammar.ADJ: // "not free to leave"
			f.complementMood(d, up)
		case e.is(denies | fails | calls | plans | maybe):
			f.complementMood(d, up)
		case d.Modality == news.ModalReal:
			d.Modality = news.ModalPlanned
		}
		return
	}
	m := f.g.Child(int(d.top), grammar.RelMark)
	if m < 0 || f.isFinite(d) {
		return
	}
	switch f.g.Lemma[m] {
	case "from":
		if !e.is(sources) && !up.Negated {
			d.Negated = !d.Negated // "barred from leaving"
		}
		if d.Modality == news.ModalReal {
			d.Modality = up.Modality
		}
	case "of", "for", "with":
		if e.is(maybe) && d.Modality == news.ModalReal {
			d.Modality = news.ModalPossible
		}
	}
}

// infinitiveOf gives the infinitive of a noun what the noun makes of it: "a plan
// to leave", "the failure to agree".
func (f *finder) infinitiveOf(d *draft, noun int32) {
	if noun < 0 {
		return
	}
	switch e := f.lex[noun]; {
	case e.is(denies):
		d.Modality = news.ModalDenied
	case e.is(fails):
		d.Negated = !d.Negated
	case d.Modality != news.ModalReal:
	case e.is(calls) && !e.is(plans):
		d.Modality = news.ModalCalledFor
	case e.is(maybe):
		d.Modality = news.ModalPossible
	default:
		d.Modality = news.ModalPlanned
	}
}

// argumentMood gives a noun of happening what the words above it make of it:
// "called for talks", "cancelled the visit", "the threat of war".
func (f *finder) argumentMood(d, up *draft) {
	if h := f.g.Head[d.top]; h >= 0 && f.clause[h] < 0 {
		switch e := f.lex[h]; {
		case f.g.POS[h] != grammar.NOUN:
		case e.is(calls) && f.caseOf(d.top) == "for":
			d.Modality = news.ModalCalledFor
			return
		case e.is(plans|maybe) && d.Modality == news.ModalReal && !f.isDefinite(d.pred):
			d.Modality = news.ModalPossible
			return
		}
	}
	if up == nil || f.g.Head[d.top] != up.top && f.g.Head[d.top] != up.pred {
		return
	}
	f.governedNoun(d, up)
}

func (f *finder) governedNoun(d, up *draft) {
	e, rel, prep := f.lexOf(up), f.g.Rel[d.top], f.caseOf(d.top)
	object := rel == grammar.RelObj || rel == grammar.RelNsubjPass
	switch {
	case object && e.is(denies) && !up.Negated && (!f.isDefinite(d.pred) || f.g.Lemma[up.pred] == "deny"):
		d.Modality = news.ModalDenied
	case object && !up.Negated && (e.is(undone) || e.is(barred|fails) && !f.isDefinite(d.pred)):
		d.Negated = !d.Negated
		if d.Modality == news.ModalReal {
			d.Modality = up.Modality
		}
	case (object || prep == "for") && e.is(calls) && d.Modality == news.ModalReal && !(object && prep == "" && f.isDefinite(d.pred)):
		d.Modality = news.ModalCalledFor
	case (object || prep == "on") && e.is(plans) && d.Modality == news.ModalReal && !up.Negated && !f.isDefinite(d.pred):
		d.Modality = news.ModalPlanned
	case d.Modality == news.ModalReal && rel == grammar.RelNsubj && f.isUnsure(up):
		d.Modality = news.ModalPossible
	case d.Modality == news.ModalReal && rel == grammar.RelNsubj && up.Modality == news.ModalPlanned:
		d.Modality = news.ModalPlanned
	case d.Modality == news.ModalReal && !f.isDefinite(d.pred) && (object || rel == grammar.RelObl && prep != "after" && prep != "since"):
		d.Modality = up.Modality
	}
}

// isUnsure reports whether a predicate says of its subject that it may be: "is
// likely", "looks unlikely".
func (f *finder) isUnsure(d *draft) bool {
	if d.copular {
		return f.lex[d.pred].is(maybe)
	}
	x := f.g.Child(int(d.top), grammar.RelXcomp)
	return x >= 0 && f.g.POS[x] == grammar.ADJ && f.lex[x].is(maybe)
}

// isDefinite reports whether a noun takes up what is known.
func (f *finder) isDefinite(n int32) bool {
	for c := f.g.FirstChild[n]; c >= 0; c = f.g.Next[c] {
		switch f.g.Rel[c] {
		case grammar.RelNmodPoss:
			return true
		case grammar.RelDet:
			switch f.g.Lemma[c] {
			case "the", "this", "that", "these", "those":
				return true
			}
		}
	}
	return false
}
