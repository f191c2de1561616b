package compare

import (
	"slices"

	"github.com/twosource/twosource/internal/news"
)

// denyingActs are the acts of those who say that something is not so.
var denyingActs = wordSet("denied disputed rejected dismissed")

const (
	// A sentence may say what somebody denies if it has this part of the weight of
	// the words denied, and two of them side by side.
	deniedShare  = 166 // of 256
	deniedWords  = 2
	deniedRarity = 3 * 256 // of what counts among them
)

// denied returns where somebody denies what another, or an outlet itself, says
// of him: the sentences of the story that name who denies it, or his country, and
// have the words that he denies.
func (a *account) denied() []clash {
	var out []clash
	tried := 0
	for i := range a.all {
		t := &a.all[i]
		for _, sp := range a.speechesIn(t) {
			if denyingActs[sp.Act] && sp.Speaker >= 0 && tried < mostDisputes {
				tried++
				out = append(out, a.assertedAgainst(i, sp)...)
			}
		}
	}
	return out
}

// deniedRun is how many words after a verb of denying tell what is denied.
const deniedRun = 10

// wordsDenied returns the words of what a denial denies, and their weight. The
// statement's own content may end too early or go on to what else is said.
func (a *account) wordsDenied(t *telling, sp *news.Speech) (words []token, weight int64) {
	names := newNameCursor(&a.Annotations[t.article], "")
	n := 0
	for _, k := range t.tokens {
		if k.span.Start < sp.Content[0].Start {
			continue
		}
		if n++; n > deniedRun {
			break
		}
		if k.rarity >= deniedRarity && !names.holds(k.span) && !disputeWords[k.stem] {
			words = append(words, k)
			weight += int64(k.rarity)
		}
	}
	return words, weight
}

// assertedAgainst returns what the story says that a denial denies.
func (a *account) assertedAgainst(i int, sp *news.Speech) []clash {
	t := &a.all[i]
	words, weight := a.wordsDenied(t, sp)
	if len(words) < deniedWords {
		return nil
	}
	var out []clash
	in := map[int]bool{}
	for j := range a.all {
		u := &a.all[j]
		if j == i || in[u.article] || u.manner&(negated|asked|personal) != 0 || !a.sameWeek(t.article, u.article) {
			continue
		}
		has, pair := int64(0), false
		for n, w := range words {
			k := slices.IndexFunc(u.tokens, func(o token) bool { return o.stem == w.stem })
			if k < 0 {
				continue
			}
			has += int64(w.rarity)
			pair = pair || n+1 < len(words) && k+1 < len(u.tokens) && u.tokens[k+1].stem == words[n+1].stem
		}
		if !pair || has*256 < deniedShare*weight {
			continue
		}
		if f, ok := a.charge(u, t.article, sp, words); ok {
			in[u.article] = true
			out = append(out, a.denial(i, sp, j, f, a.rarestIn(u, words)))
		}
	}
	return out
}

// charge returns the words by which a sentence says of who denies something that
// he does it: a clause of which he, or who is of his country, is the subject, or
// what somebody accuses him of.
func (a *account) charge(u *telling, article int, sp *news.Speech, words []token) (filler, bool) {
	id, country := a.denier(article, sp)
	if id == "" {
		return filler{}, false
	}
	an := &a.Annotations[u.article]
	his := func(m int) bool {
		return m >= 0 && (a.EntityOf[u.article][m] == id || country != "" && countryOf(&an.Mentions[m]) == country && an.Mentions[m].Type != news.Place)
	}
	holds := func(s news.Span) bool {
		return slices.ContainsFunc(u.tokens, func(t token) bool {
			return s.Contains(t.span) && slices.ContainsFunc(words, func(w token) bool { return w.stem == t.stem })
		})
	}
	for _, charge := range a.speechesIn(u) {
		if s := charge.Content[0]; charge.Act == "accused" && holds(s) && slices.ContainsFunc(namesOver(an, s), his) && (charge.Speaker < 0 || !his(charge.Speaker)) {
			return filler{article: u.article, span: s.Trim(a.Articles[u.article].Text)}, true
		}
	}
	for k := firstClause(an, u.index); k < len(an.Clauses) && an.Clauses[k].Sentence == u.index; k++ {
		cl := &an.Clauses[k]
		if cl.Modality != news.ModalReal || cl.Negated || !holds(cl.Span) || cl.Subject.IsZero() || !slices.ContainsFunc(namesOver(an, cl.Subject), his) {
			continue
		}
		if speech := a.speechAt(u.article, cl.Predicate); speech != nil && speech.Speaker >= 0 && his(speech.Speaker) {
			continue
		}
		if a.deniedDeed(u, k, article, sp) {
			return filler{article: u.article, span: cl.Span}, true
		}
	}
	return filler{}, false
}

// deniedDeed reports whether a clause tells of an attack, or of what the words of
// a denial name by the same verb or noun.
func (a *account) deniedDeed(u *telling, clause, article int, sp *news.Speech) bool {
	an := &a.Annotations[u.article]
	if slices.ContainsFunc(an.Actions, func(x news.Action) bool { return x.Clause == clause && x.Root == "ASSAULT" }) {
		return true
	}
	verb := Word(an.Clauses[clause].Predicate.Of(a.Articles[u.article].Text))
	no := Word(sp.Content[0].Of(a.Articles[article].Text))
	return slices.ContainsFunc(verb.bag, func(stem uint32) bool { return slices.Contains(no.bag, stem) })
}

// denier returns the entity of who makes a statement and the country that it
// speaks for, as far as they are known.
func (a *account) denier(article int, sp *news.Speech) (entity, country string) {
	country = countryOf(&a.Annotations[article].Mentions[sp.Speaker])
	for _, b := range sp.OnBehalfOf {
		if country == "" {
			country = countryOf(&a.Annotations[article].Mentions[b])
		}
	}
	return a.EntityOf[article][sp.Speaker], country
}

// denial sets what is said against who denies it.
func (a *account) denial(i int, sp *news.Speech, against int, yes filler, about news.Span) clash {
	t, u := &a.all[i], &a.all[against]
	no := filler{article: t.article, span: sp.Cue.Cover(sp.Content[0]).Trim(a.Articles[t.article].Text)}
	who := a.EntityOf[t.article][sp.Speaker]
	no.key, yes.key, no.holder = "no "+who, "yes "+who, who
	c := clash{x: against, y: i, slot: slot{kind: news.ContestedConflict, a: yes, b: no}}
	c.about = news.Ref{Article: a.Articles[u.article].ID, Span: about}
	return c
}

// disputeWords are words of a denial that are not of what is denied.
var disputeWords = func() map[uint32]bool {
	out := map[uint32]bool{}
	for stem := range classes(map[string]string{"": "allegation accusation claim report reports responsibility involvement charge baseless false role behind"}) {
		out[stem] = true
	}
	return out
}()

// rarestIn returns the rarest of some words where a sentence has it.
func (a *account) rarestIn(u *telling, words []token) news.Span {
	best, at := int32(-1), u.span
	for _, t := range u.tokens {
		if t.rarity > best && slices.ContainsFunc(words, func(w token) bool { return w.stem == t.stem }) {
			best, at = t.rarity, t.span
		}
	}
	return at
}

// blamed returns where two parties blame two others for one deed.
func (a *account) blamed() []clash {
	type charge struct {
		at      int
		sp      *news.Speech
		accused int // mention
		deed    []token
		weight  int64
	}
	var list []charge
	for i := range a.all {
		t := &a.all[i]
		for _, sp := range a.speechesIn(t) {
			over := namesOver(&a.Annotations[t.article], sp.Content[0])
			if sp.Act != "accused" || sp.Speaker < 0 || len(over) == 0 || len(list) >= mostDisputes {
				continue
			}
			x := charge{at: i, sp: sp, accused: over[0]}
			m := a.Annotations[t.article].Mentions[over[0]]
			for _, k := range t.tokens {
				if k.span.Start >= m.End && sp.Content[0].Contains(k.span) && k.rarity >= deniedRarity && !disputeWords[k.stem] {
					x.deed = append(x.deed, k)
					x.weight += int64(k.rarity)
				}
			}
			list = append(list, x)
		}
	}
	var out []clash
	for i := range list {
		for j := range i {
			x, y := &list[j], &list[i]
			s, t := &a.all[x.at], &a.all[y.at]
			if a.mayBeOne(s.article, x.accused, t.article, y.accused) || a.mayBeOne(s.article, x.sp.Speaker, t.article, y.sp.Speaker) || !a.sameWeek(s.article, t.article) {
				continue
			}
			n, both := 0, int64(0)
			for _, w := range x.deed {
				if slices.ContainsFunc(y.deed, func(o token) bool { return o.stem == w.stem }) {
					n++
					both += int64(w.rarity)
				}
			}
			if n < deniedWords || both*256 < deniedShare*min(x.weight, y.weight) {
				continue
			}
			c := clash{x: x.at, y: y.at, slot: slot{kind: news.ContestedConflict, a: a.accusedOf(s, x.accused), b: a.accusedOf(t, y.accused)}}
			c.about = news.Ref{Article: a.Articles[s.article].ID, Span: a.rarestIn(s, y.deed)}
			out = append(out, c)
		}
	}
	return out
}

// accusedOf returns who is accused as what fills a slot.
func (a *account) accusedOf(t *telling, mention int) filler {
	f := filler{article: t.article, span: a.Annotations[t.article].Mentions[mention].Span, key: a.EntityOf[t.article][mention]}
	if f.key == "" {
		f.key = f.span.Of(a.Articles[t.article].Text)
	}
	return f
}
