package actions

import (
	"github.com/twosource/twosource/internal/grammar"
	"github.com/twosource/twosource/internal/news"
)

// attach fills the fields of draft k's clause that stand for what it found: its
// spans, mentions, time and place.
func (f *finder) attach(k int32) {
	d := &f.drafts[k]
	d.SubjectIs, d.ObjectIs, d.Time, d.Place = -1, -1, -1, -1
	if d.subj >= 0 {
		d.Subject, d.SubjectIs = f.argument(d.subj)
		if d.subj2 >= 0 {
			more, m := f.argument(d.subj2)
			d.Subject = d.Subject.Cover(more)
			if d.SubjectIs < 0 {
				d.SubjectIs = m
			}
		}
	}
	if d.obj >= 0 {
		d.Object, d.ObjectIs = f.argument(d.obj)
		if d.obj2 >= 0 {
			more, m := f.argument(d.obj2)
			d.Object = d.Object.Cover(more)
			d.ObjectIs = int(first(int32(m), int32(d.ObjectIs)))
		}
	}
	d.Span = f.extent(d)
	f.circumstances(k, d)
}

func (f *finder) argument(h int32) (news.Span, int) {
	from, to := f.phrase(h)
	return f.span(from, to), int(f.mentionOf(h))
}

// extent gives the words from the first to the last of predicate and arguments:
// what hangs on it, but for other clauses at its side and marks at its ends.
func (f *finder) extent(d *draft) news.Span {
	from, to := min(d.pred, d.top), max(d.pred, d.top)
	f.widen(d.top, &from, &to)
	if d.pred != d.top {
		f.widen(d.pred, &from, &to)
	}
	s := f.span(from, to)
	return s.Cover(d.Predicate)
}

func (f *finder) widen(w int32, from, to *int32) {
	g := f.g
	for c := g.FirstChild[w]; c >= 0; c = g.Next[c] {
		switch g.Rel[c] {
		case grammar.RelConj, grammar.RelCc, grammar.RelParataxis, grammar.RelPunct, grammar.RelAdvcl, grammar.RelAclRelcl,
			grammar.RelDiscourse, grammar.RelVocative, grammar.RelMark, grammar.RelAdvclRelcl:
			continue
		case grammar.RelCase, grammar.RelDet:
			if w == c+1 || c < w {
				continue
			}
		}
		*from, *to = min(*from, g.Left[c]), max(*to, g.Right[c])
	}
}

// circumstances finds the time and the place of draft k among the words that
// hang on it and on no clause below it.
func (f *finder) circumstances(k int32, d *draft) {
	from, to := f.g.Left[d.top], f.g.Right[d.top]
	clock := -1
	for i := from; i <= to && i-from < maxExtent; i++ {
		if f.owner[i] != k {
			if o := f.owner[i]; o >= 0 {
				i = max(i, f.g.Right[f.drafts[o].top]) // the words of a clause below
			}
			continue
		}
		if t := f.time[i]; t >= 0 && f.g.Rel[i] != grammar.RelAmod { // not "the current crisis"
			switch f.ann.Times[t].Kind {
			case news.TimeDate:
				if d.Time < 0 {
					d.Time = int(t)
				}
			case news.TimeOfDay:
				if clock < 0 {
					clock = int(t)
				}
			}
		}
		if m := f.mention[i]; m >= 0 && d.Place < 0 && f.ann.Mentions[m].Type == news.Place && f.saysWhere(i, d) {
			d.Place = int(m)
		}
	}
	if d.Time < 0 {
		d.Time = clock
	}
	if d.Place < 0 {
		d.Place = f.where(d)
	}
}

// where gives the place that "where" takes up at the head of d: "Lima, where they
// met"; -1 if there is none.
func (f *finder) where(d *draft) int {
	w := f.g.FirstChild[d.top]
	for w >= 0 && w < d.top && f.g.Lemma[w] != "where" {
		w = f.g.Next[w]
	}
	if w < 0 || w >= d.top {
		return -1
	}
	k := w - 1
	if k >= 0 && f.g.POS[k] == grammar.PUNCT {
		k--
	}
	if k < 0 || f.sent[k] != f.sent[w] || f.cover[k] < 0 || f.ann.Mentions[f.cover[k]].Type != news.Place {
		return -1
	}
	return int(f.cover[k])
}

// maxExtent bounds the words of a clause that are looked at for time and place.
const maxExtent = 256

// saysWhere reports whether the place with head i says where d happens.
func (f *finder) saysWhere(i int32, d *draft) bool {
	switch f.caseOf(i) {
	case "in", "at", "near", "outside", "inside", "around", "across", "throughout", "over", "off":
		return true
	case "of":
		if h := f.g.Head[i]; h >= 0 && f.lex[h].is(placeHead) {
			switch f.caseOf(h) {
			case "in", "at", "near", "outside", "inside", "around", "across", "throughout":
				return true
			}
		}
	case "to", "into":
		return (f.g.Head[i] == d.top || f.g.Head[i] == d.pred) && f.lex[d.pred].is(moves)
	case "":
		switch f.g.Rel[i] {
		case grammar.RelCompound, grammar.RelAmod: // "the Geneva talks"
			return f.g.Head[i] == d.pred && d.Nominal && !f.canAct(f.mention[i])
		case grammar.RelObj:
			return d.obj == i && goes(d.Lemma)
		}
	}
	return false
}

// goes reports whether the object of a verb is where it happens.
func goes(lemma string) bool {
	switch lemma {
	case "visit", "enter", "reach", "leave", "tour":
		return true
	}
	return false
}

// share gives a clause without time or place those of the clause that it is one
// happening with: "will meet to discuss it on Sunday", "plans to visit in May".
func (f *finder) share() {
	for k := len(f.drafts) - 1; k >= 0; k-- {
		if up := f.oneHappening(k); up != nil {
			lend(&up.Clause, &f.drafts[k].Clause)
		}
	}
	for k := range f.drafts {
		if up := f.oneHappening(k); up != nil {
			lend(&f.drafts[k].Clause, &up.Clause)
		}
	}
}

func lend(to, from *news.Clause) {
	if to.Time < 0 {
		to.Time = from.Time
	}
	if to.Place < 0 {
		to.Place = from.Place
	}
}

// oneHappening gives the draft of which draft k is the infinitive, or that a
// participle tells more of.
func (f *finder) oneHappening(k int) *draft {
	d := &f.drafts[k]
	if d.gov < 0 || int(d.gov) == k {
		return nil
	}
	up := &f.drafts[d.gov]
	if d.kin == kinAdnominal && up.Nominal && f.g.Head[d.top] == up.pred && d.passive {
		return up // "a meeting planned for Friday"
	}
	if !f.isInfinitive(d.top) {
		return nil
	}
	if f.g.Rel[d.top] == grammar.RelXcomp || d.kin == kinAdverbial && d.subj >= 0 && d.subj == up.subj {
		if f.lex[up.pred].is(opinion) && !f.lex[up.pred].is(plans) {
			return nil
		}
		return up
	}
	return nil
}

// settle gives a noun of happening the mood of what is said of it in passing:
// "a meeting planned for Friday", "talks on Monday" in a report of Sunday.
func (f *finder) settle(k int32) {
	d := &f.drafts[k]
	if d.Nominal && d.Modality == news.ModalReal && d.Time >= 0 && f.ann.Times[d.Time].Told == news.ToldAhead {
		d.Modality = news.ModalPlanned
	}
	if d.kin != kinAdnominal || d.gov < 0 || !d.passive {
		return
	}
	up := &f.drafts[d.gov]
	if up.Nominal && up.Modality == news.ModalReal && f.g.Head[d.top] == up.pred && (f.lexOf(d).is(plans) || d.Lemma == "pencil_in") {
		up.Modality = news.ModalPlanned
	}
}
