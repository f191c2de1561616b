package actions

import "github.com/twosource/twosource/internal/grammar"

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
