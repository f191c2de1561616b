package compare

import (
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// A charge is that somebody did something, as somebody says or an outlet tells.
type charge struct {
	at       int   // of the tellings
	accuser  party // of no article's own: its span is zero
	accused  party
	span     news.Span // the words that charge
	deed     news.Span // what is charged; zero if it is told before
	explicit bool      // "accused", "blamed"
}

// charges returns who is said to have done what, in the sentences of a story.
func (a *account) charges() []charge {
	var out []charge
	for i := range a.all {
		t := &a.all[i]
		an := &a.Annotations[t.article]
		for k := firstClause(an, t.index); k < len(an.Clauses) && an.Clauses[k].Sentence == t.index; k++ {
			if x, ok := a.chargeIn(i, k); ok && len(out) < 4*mostDisputes {
				out = append(out, x)
			}
		}
	}
	return out
}

// chargeIn reads a clause that charges somebody.
func (a *account) chargeIn(i, clause int) (charge, bool) {
	t := &a.all[i]
	cl := &a.Annotations[t.article].Clauses[clause]
	if cl.Negated || cl.Modality != news.ModalReal && cl.Modality != news.ModalPossible {
		return charge{}, false
	}
	switch cl.Lemma {
	case "accuse":
		return a.accusing(i, cl)
	case "blame":
		return a.blaming(i, cl)
	case "point", "pin", "lay", "put", "place":
		if x, ok := a.pointing(i, cl); ok {
			return x, true
		}
	}
	return a.doing(i, clause)
}

// accusing reads "A accused B of a deed".
func (a *account) accusing(i int, cl *news.Clause) (x charge, ok bool) {
	t := &a.all[i]
	verb := t.tokenAt(cl.Predicate.Start)
	x = charge{at: i, explicit: true}
	of := a.nextWord(t, verb+1, "of")
	if of < 0 {
		return x, false
	}
	if cl.Object.Start < cl.Predicate.Start && !cl.Object.IsZero() {
		x.accused, ok = a.partyIn(t.article, cl.Object)
	} else if x.accused, ok = a.partyAfter(t, verb+1); ok && cl.Subject.Len() > 0 && cl.Subject.Start < cl.Predicate.Start {
		x.accuser, _ = a.partyIn(t.article, cl.Subject)
	}
	if end := a.deniedEnd(t, of+1); end > t.tokens[of].span.End {
		x.deed = news.Span{Start: t.tokens[of+1].span.Start, End: end}
	}
	x.span = cl.Predicate.Cover(x.accused.span).Cover(x.deed)
	return x, ok && !x.deed.IsZero() && x.span.Len() < longestCharge
}

// longestCharge bounds the bytes of the words that charge.
const longestCharge = 300

// blaming reads "A blamed B for a deed", "A blamed a deed on B", "a deed that A
// blamed on B".
func (a *account) blaming(i int, cl *news.Clause) (x charge, ok bool) {
	t := &a.all[i]
	verb := t.tokenAt(cl.Predicate.Start)
	x = charge{at: i, explicit: true}
	if cl.Subject.Len() > 0 && cl.Subject.Start < cl.Predicate.Start {
		x.accuser, _ = a.partyIn(t.article, cl.Subject)
	}
	last := t.tokenAt(a.deniedEnd(t, verb+1))
	for n := min(last, len(t.tokens)) - 1; n > verb; n-- {
		if a.isWord(t, n, "on") {
			if x.accused, ok = a.partyAfter(t, n+1); ok {
				if n > verb+1 {
					x.deed = news.Span{Start: t.tokens[verb+1].span.Start, End: t.tokens[n-1].span.End}
				} else if cl.Object.End <= cl.Predicate.Start {
					x.deed = cl.Object
				}
				break
			}
		}
	}
	if !ok {
		if x.accused, ok = a.partyAfter(t, verb+1); !ok {
			return x, false
		}
		if n := a.nextWord(t, verb+1, "for"); n > 0 && n+1 < len(t.tokens) {
			x.deed = news.Span{Start: t.tokens[n+1].span.Start, End: max(a.deniedEnd(t, n+1), t.tokens[n+1].span.End)}
		}
	}
	x.span = cl.Predicate.Cover(x.accused.span)
	if !x.deed.IsZero() {
		x.span = x.span.Cover(x.deed)
	}
	return x, x.span.Len() < longestCharge
}

// pointing reads "A pointed the finger at B for a deed", "A put the blame on B".
func (a *account) pointing(i int, cl *news.Clause) (x charge, ok bool) {
	t := &a.all[i]
	verb := t.tokenAt(cl.Predicate.Start)
	at := max(a.nextWord(t, verb+1, "finger"), a.nextWord(t, verb+1, "fingers"), a.nextWord(t, verb+1, "blame"))
	if at < 0 || at > verb+2 || at+2 >= len(t.tokens) || !a.isWord(t, at+1, "at") && !a.isWord(t, at+1, "on") {
		return x, false
	}
	x = charge{at: i, explicit: true}
	if x.accused, ok = a.partyAfter(t, at+2); !ok {
		return x, false
	}
	if cl.Subject.Len() > 0 && cl.Subject.Start < cl.Predicate.Start {
		x.accuser, _ = a.partyIn(t.article, cl.Subject)
	}
	if n := a.nextWord(t, at+2, "for"); n > 0 && n+1 < len(t.tokens) {
		x.deed = news.Span{Start: t.tokens[n+1].span.Start, End: max(a.deniedEnd(t, n+1), t.tokens[n+1].span.End)}
	}
	x.span = cl.Predicate.Cover(x.accused.span)
	if !x.deed.IsZero() {
		x.span = x.span.Cover(x.deed)
	}
	return x, x.span.Len() < longestCharge
}

// behindWords say of who is before them that he did it.
var behindWords = []string{"behind", "responsible", "blame"}

// doing reads a clause in which a party harms somebody, or is behind it.
func (a *account) doing(i, clause int) (x charge, ok bool) {
	t := &a.all[i]
	an, text := &a.Annotations[t.article], a.Articles[t.article].Text
	cl := &an.Clauses[clause]
	if cl.Subject.IsZero() || cl.Subject.Len() > longestAbout {
		return x, false
	}
	pred := strings.ToLower(cl.Lemma)
	harms := slices.ContainsFunc(an.Actions, func(v news.Action) bool { return v.Clause == clause && v.Root == "ASSAULT" })
	harms = harms || !cl.Object.IsZero() && (harmVerbs.of(cl.Lemma) != 0 || !cl.Nominal && causeClasses.of(cl.Lemma) != 0)
	if !harms && !slices.ContainsFunc(behindWords, func(w string) bool { return strings.Contains(pred, w) }) && !a.uses(t, cl) {
		return x, false
	}
	x = charge{at: i, span: cl.Span.Cover(cl.Subject), deed: cl.Span}
	x.accused, ok = a.partyIn(t.article, cl.Subject)
	if by := a.nextWord(t, t.tokenAt(cl.Subject.Start), "by"); by >= 0 && by+1 < len(t.tokens) && cl.Subject.Contains(t.tokens[by].span) {
		// "air strikes by the coalition"
		x.accused, ok = a.partyIn(t.article, news.Span{Start: t.tokens[by+1].span.Start, End: max(cl.Subject.End, t.tokens[by+1].span.End)})
	}
	if !ok {
		return x, false
	}
	if sp := a.speechAt(t.article, cl.Predicate); sp != nil {
		if wishes[sp.Act] || denyingActs[sp.Act] || sp.SpeakerSpan.IsZero() {
			return x, false
		}
		x.accuser, _ = a.partyIn(t.article, sp.SpeakerSpan)
		x.accuser.span = sp.SpeakerSpan
	}
	return x, x.span.Of(text) != "" && x.span.Len() < longestCharge
}

// uses reports whether a clause says that a weapon is used.
func (a *account) uses(t *telling, cl *news.Clause) bool {
	switch cl.Lemma {
	case "use", "drop", "fire":
		return a.causesIn(t, cl.Object) != 0
	case "carry_out", "launch", "stage", "conduct", "perpetrate", "commit", "mount":
		return a.causesIn(t, cl.Object) != 0 || a.namesDeed(t, cl.Object)
	}
	return false
}

// namesDeed reports whether the words of a span name what was done to somebody.
func (a *account) namesDeed(t *telling, s news.Span) bool {
	for n := t.tokenAt(s.Start); n < len(t.tokens) && t.tokens[n].span.End <= s.End; n++ {
		if deedWords[t.tokens[n].stem] != 0 {
			return true
		}
	}
	return false
}

// causesIn returns the ways of doing harm that the words of a span name.
func (a *account) causesIn(t *telling, s news.Span) (out uint32) {
	for n := t.tokenAt(s.Start); n < len(t.tokens) && t.tokens[n].span.End <= s.End; n++ {
		out |= causeClasses[t.tokens[n].stem]
	}
	return out
}

func (a *account) isWord(t *telling, n int, word string) bool {
	return strings.EqualFold(t.tokens[n].span.Of(a.Articles[t.article].Text), word)
}

// nextWord returns the place of a word among the next partyWords of a sentence,
// -1 if it is not there.
func (a *account) nextWord(t *telling, from int, word string) int {
	for n := from; n < len(t.tokens) && n < from+partyWords+2; n++ {
		if a.isWord(t, n, word) {
			return n
		}
	}
	return -1
}

// Within so many sentences of a charge stands the denial that answers it without
// saying what it denies, or the charge that answers it: of one that says whom it
// accuses, of one that somebody makes, of an article's own words.
const (
	accusedWithin  = 5
	claimedWithin  = 3
	answeredWithin = 2
)

// within returns how far behind a charge a denial may stand.
func (x *charge) within() int {
	switch {
	case x.explicit:
		return accusedWithin
	case !x.accuser.span.IsZero():
		return claimedWithin
	}
	return answeredWithin
}

// accused returns where somebody denies what he is charged with, and where two
// parties are charged with one deed.
func (a *account) accused() []clash {
	charges, denials := a.charges(), a.denials()
	var out []clash
	var quarrels []quarrel
	for n := range denials {
		d := &denials[n]
		best, rank := -1, 0
		for k := range charges {
			if r := a.answers(d, &charges[k]); r > rank {
				best, rank = k, r
			}
		}
		x := charge{at: d.at}
		if best >= 0 {
			x = charges[best]
		} else if x.span = a.reported(d); !x.span.IsZero() {
			x.deed = x.span
		} else if y, ok := a.presumed(d); ok {
			x = y
		} else {
			continue
		}
		c, p := a.denialOf(d, &x)
		out, quarrels = append(out, c), append(quarrels, p)
	}
	for i := range charges {
		for j := range i {
			if a.counters(&charges[j], &charges[i]) {
				c, p := a.counterOf(&charges[j], &charges[i])
				out, quarrels = append(out, c), append(quarrels, p)
			}
		}
	}
	a.uniteQuarrels(out, quarrels)
	return out
}

// reported returns the words by which a denial itself tells what others say:
// "reports that its jets hit the town"; the zero span if it does not.
func (a *account) reported(d *denial) news.Span {
	t := &a.all[d.at]
	text := a.Articles[t.article].Text
	first := t.tokenAt(d.denied.Start)
	for n := first; n < len(t.tokens) && n < first+partyWords && d.denied.Contains(t.tokens[n].span); n++ {
		if !reportNouns[strings.ToLower(t.tokens[n].span.Of(text))] || n+reportedWords >= len(t.tokens) || !d.denied.Contains(t.tokens[n+reportedWords].span) {
			continue
		}
		if !opensReport[strings.ToLower(t.tokens[n+1].span.Of(text))] || strings.EqualFold(t.tokens[n+reportedWords].span.Of(text), "contrary") {
			continue
		}
		if rest := (news.Span{Start: t.tokens[n+1].span.Start, End: d.denied.End}); a.sharedDeed(t, rest, t, rest) > 0 {
			return d.denied
		}
	}
	return news.Span{}
}

// reportedWords is how many words at least tell what a report says.
const reportedWords = 3

// reportNouns are what others say that is denied, and opensReport the English
// words that open what they say.
var (
	reportNouns = wordSet("allegation accusation claim report charge suggestion assertion allegations accusations claims reports charges suggestions assertions")
	opensReport = wordSet("that of about to it he she they its his their")
)

// answers ranks how surely a denial denies a charge; 0 if it does not.
func (a *account) answers(d *denial, x *charge) int {
	t, u := &a.all[d.at], &a.all[x.at]
	one := t.article == u.article
	if one && d.span.Overlaps(x.span) && !(x.explicit && x.span.Contains(d.span)) || !one && (!x.explicit || !a.sameWeek(t.article, u.article)) {
		return 0
	}
	if !a.oneParty(&d.by, &x.accused) || !x.accuser.span.IsZero() && a.oneParty(&d.by, &x.accuser) {
		return 0
	}
	away, rank := d.at-x.at, 0
	shared := a.sharedDeed(t, d.denied, u, x.span)
	switch {
	case !one && shared < 2:
		return 0
	case !one:
		return 16
	case x.accuser.span.IsZero() && !x.explicit && !a.ofBlame(t, d.denied):
	case a.vague(t, d.denied) && a.sharedDeed(t, d.denied, t, d.denied) < 2 && (away >= 0 && away <= x.within() || x.explicit && away == -1):
		rank = 8
	}
	if shared > 1 || shared == 1 && (x.explicit || !x.accuser.span.IsZero()) {
		rank += 8 + shared
	}
	if rank == 0 {
		return 0
	}
	if x.explicit {
		rank += 4
	}
	if !x.accuser.span.IsZero() {
		rank += 2
	}
	return rank*16 - min(max(away, -away), 15) + 16
}

// sharedDeed counts the telling words that two stretches of text share, or the
// ways of doing harm.
func (a *account) sharedDeed(t *telling, s news.Span, u *telling, r news.Span) int {
	n := 0
	names := newNameCursor(&a.Annotations[t.article], "")
	for i := t.tokenAt(s.Start); i < len(t.tokens) && t.tokens[i].span.End <= s.End; i++ {
		k := &t.tokens[i]
		if names.holds(k.span) || k.rarity < deniedRarity || disputeWords[k.stem] || chargeNouns[k.stem] != 0 || sideWords[k.stem] != 0 {
			continue
		}
		for j := u.tokenAt(r.Start); j < len(u.tokens) && u.tokens[j].span.End <= r.End; j++ {
			if u.tokens[j].stem == k.stem || causeClasses[k.stem]&causeClasses[u.tokens[j].stem] != 0 {
				n++
				break
			}
		}
	}
	return n
}

// counters reports whether two parties are charged with one deed, by two others:
// one right after the other in one article, or in two of one week by the same
// words.
func (a *account) counters(x, y *charge) bool {
	t, u := &a.all[x.at], &a.all[y.at]
	if !x.explicit && !y.explicit || x.accuser.span.IsZero() || y.accuser.span.IsZero() || !a.sameWeek(t.article, u.article) {
		return false
	}
	if t.article == u.article && (y.at-x.at > answeredWithin || x.span.Overlaps(y.span)) || t.article != u.article && !(x.explicit && y.explicit) {
		return false
	}
	if a.isPronoun(&x.accused) || a.isPronoun(&y.accused) {
		return false // too much rests on whom it means
	}
	if !a.partiesApart(&x.accused, &y.accused) || a.oneParty(&x.accuser, &y.accuser) || a.oneParty(&x.accuser, &x.accused) || a.oneParty(&y.accuser, &y.accused) {
		return false
	}
	crossed := a.oneParty(&y.accuser, &x.accused) || a.oneParty(&x.accuser, &y.accused)
	shared := 0
	if !x.deed.IsZero() && !y.deed.IsZero() {
		shared = a.sharedDeed(t, x.deed, u, y.deed)
	}
	switch {
	case t.article != u.article:
		return shared >= 2 && agree(t.days, u.days)
	case y.explicit && (y.deed.IsZero() || a.sharedDeed(u, y.deed, u, y.deed) == 0):
		return crossed // "and blamed rebels", "blamed it on rebels"
	}
	return shared > 0 && (crossed || x.explicit && y.explicit)
}

// A quarrel is what a dispute is about, for telling whether another is the same.
type quarrel struct {
	article int
	by      party // who denies; its span is zero where two are charged
	who     string
	causes  uint32
}

// denialOf sets a charge against its denial.
func (a *account) denialOf(d *denial, x *charge) (clash, quarrel) {
	t, u := &a.all[d.at], &a.all[x.at]
	yes, no := a.saying(u, x.span, &x.accuser), a.saying(t, d.span, &d.by)
	yes.nobody = yes.holder == "" && x.at == d.at // whose words it is in denies it
	p := quarrel{t.article, d.by, "no " + a.partyKey(&d.by), a.causesIn(t, d.denied) | a.causesIn(u, x.span)}
	c := clash{x: x.at, y: d.at, slot: slot{kind: news.ContestedConflict, a: yes, b: no}}
	c.about = a.deedNamed(u, x.deed, t, d.denied, d.by.span)
	return c, p
}

// counterOf sets two charges against each other.
func (a *account) counterOf(x, y *charge) (clash, quarrel) {
	t, u := &a.all[x.at], &a.all[y.at]
	f, g := a.saying(t, x.accused.span, &x.accuser), a.saying(u, y.accused.span, &y.accuser)
	p := quarrel{t.article, party{}, "by " + min(a.partyKey(&x.accused), a.partyKey(&y.accused)) + " " + max(a.partyKey(&x.accused), a.partyKey(&y.accused)),
		a.causesIn(t, x.deed) | a.causesIn(u, y.deed)}
	c := clash{x: x.at, y: y.at, slot: slot{kind: news.ContestedConflict, a: f, b: g}}
	f.key, g.key = a.partyKey(&x.accused), a.partyKey(&y.accused)
	c.a, c.b = f, g
	c.about = a.deedNamed(t, x.deed, u, y.deed, news.Span{})
	return c, p
}

// saying fills a side with words and who says them.
func (a *account) saying(t *telling, s news.Span, by *party) filler {
	f := filler{article: t.article, span: s.Trim(a.Articles[t.article].Text)}
	f.key = strings.ToLower(fold(f.span.Of(a.Articles[t.article].Text)))
	if !by.span.IsZero() {
		f.holder = a.entity(by)
	}
	return f
}

// oneQuarrel reports whether one party denies something in two quarrels, or the
// same two are charged.
func (a *account) oneQuarrel(x, y *quarrel) bool {
	if x.who == y.who {
		return true
	}
	return x.article == y.article && !x.by.span.IsZero() && !y.by.span.IsZero() && a.oneParty(&x.by, &y.by)
}

// uniteQuarrels gives disputes of one thing, by one party, in articles of one week
// the same sides.
func (a *account) uniteQuarrels(list []clash, quarrels []quarrel) {
	for i := range list {
		x := &list[i]
		if strings.HasPrefix(quarrels[i].who, "no ") {
			x.a.key, x.b.key = "yes "+x.a.key, quarrels[i].who+" "+x.b.key
		}
		for j := range i {
			y := &list[j]
			if !a.oneQuarrel(&quarrels[i], &quarrels[j]) || quarrels[i].causes&quarrels[j].causes == 0 || !a.sameWeek(quarrels[i].article, quarrels[j].article) {
				continue
			}
			if strings.HasPrefix(quarrels[i].who, "no ") || x.a.key == y.a.key {
				x.a.key, x.b.key = y.a.key, y.b.key
			}
			break
		}
	}
}
