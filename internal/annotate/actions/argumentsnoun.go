package actions

import "github.com/twosource/twosource/internal/grammar"

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
