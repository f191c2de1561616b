package compare

import (
	"slices"

	"github.com/twosource/twosource/internal/news"
)

// A denial that no charge answers still says that there is one. What it denies is
// the other side: as another says it right before, else in the words of the denial
// itself, which then nobody is named for.

const (
	// How many sentences before a denial may stand what it denies, if the denial
	// says no more than "the claim", or names it.
	presumedWithin = 1
	namedWithin    = 4
	// How many telling words say by themselves what is denied.
	deniedItself = 2
)

// presumed returns what a denial denies; ok is false if that cannot be told.
func (a *account) presumed(d *denial) (x charge, ok bool) {
	t := &a.all[d.at]
	itself, vague := a.sharedDeed(t, d.denied, t, d.denied), a.vague(t, d.denied)
	switch {
	case itself >= deniedItself:
		x, ok = a.toldBefore(d, namedWithin, func(u *telling, s news.Span) bool { return a.sharedDeed(t, d.denied, u, s) >= deniedItself })
	case a.ofBlame(t, d.denied):
		return a.toldBefore(d, presumedWithin, func(u *telling, s news.Span) bool {
			return a.causesIn(u, s) != 0 && a.namesParty(u, s, &d.by)
		})
	case vague:
		x, ok = a.toldBefore(d, presumedWithin, func(*telling, news.Span) bool { return true })
	}
	if !ok && vague && !a.ofBlame(t, d.denied) {
		return a.namedClaim(d)
	}
	if !ok && itself > 0 && a.happens(t, d.denied) {
		return charge{at: d.at, span: d.denied, deed: d.denied}, true
	}
	return x, ok
}

// namedClaim returns whose claim a denial says that it denies: "the monitor's report".
func (a *account) namedClaim(d *denial) (x charge, ok bool) {
	an := &a.Annotations[a.all[d.at].article]
	for _, m := range namesOver(an, d.denied) {
		by := party{article: a.all[d.at].article, span: an.Mentions[m].Span, names: []int{m}}
		if !a.oneParty(&d.by, &by) {
			return charge{at: d.at, accuser: by, span: d.denied, deed: d.denied}, true
		}
	}
	return x, false
}

// toldBefore returns the last statement before a denial, of somebody else, whose
// content fits.
func (a *account) toldBefore(d *denial, within int, fits func(u *telling, s news.Span) bool) (x charge, ok bool) {
	t := &a.all[d.at]
	for at := d.at; at >= 0 && at >= d.at-within && a.all[at].article == t.article; at-- {
		u := &a.all[at]
		list := a.speechesIn(u)
		slices.Reverse(list)
		for _, sp := range list {
			s := sp.Content[len(sp.Content)-1].Cover(sp.Content[0])
			if s.Overlaps(d.span) || at == d.at && s.Start > d.span.Start || wishes[sp.Act] || denyingActs[sp.Act] || s.Len() > longestCharge || !saysMuch(u, sp) || !fits(u, s) {
				continue
			}
			by, _ := a.partyIn(u.article, sp.SpeakerSpan)
			by.span = sp.SpeakerSpan
			if a.oneParty(&d.by, &by) {
				continue
			}
			return charge{at: at, accuser: by, span: s, deed: s}, true
		}
	}
	return x, false
}

// namesParty reports whether a span names a party, or who answers for it.
func (a *account) namesParty(u *telling, s news.Span, p *party) bool {
	return slices.ContainsFunc(namesOver(&a.Annotations[u.article], s), func(m int) bool {
		q, ok := a.partyOf(u.article, a.Annotations[u.article].Mentions[m].Span)
		return ok && a.oneParty(&q, p)
	})
}

// happens reports whether the words of a span tell of a happening, rather than name a
// thing that may be withheld: "denied the petition".
func (a *account) happens(t *telling, s news.Span) bool {
	if a.causesIn(t, s) != 0 || a.namesDeed(t, s) {
		return true
	}
	an := &a.Annotations[t.article]
	for k := firstClause(an, t.index); k < len(an.Clauses) && an.Clauses[k].Sentence == t.index; k++ {
		if cl := &an.Clauses[k]; !cl.Nominal && s.Contains(cl.Predicate) {
			return true
		}
	}
	return false
}
