package compare

import (
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// What accounts differ about is a noun phrase of one of them.

// nounPhrases returns the phrases of a sentence that are subjects or objects, or
// name a happening, in order, each once; those of pronouns and those that go on
// for long are cut at their first clause or left out.
func (c *comparer) nounPhrases(t *telling) []news.Span {
	an := &c.Annotations[t.article]
	var out []news.Span
	add := func(s news.Span) {
		if s = c.phrase(t, s); !s.IsZero() {
			out = append(out, s)
		}
	}
	for k := firstClause(an, t.index); k < len(an.Clauses) && an.Clauses[k].Sentence == t.index; k++ {
		cl := &an.Clauses[k]
		if cl.Nominal {
			add(c.happening(t, cl.Predicate))
		}
		add(cl.Subject)
		add(cl.Object)
	}
	for _, k := range t.tokens {
		if causeClasses[k.stem] == 0 && deedWords[k.stem] == 0 || c.isVerb(t, k.span) {
			continue
		}
		add(c.happening(t, k.span))
	}
	slices.SortFunc(out, func(x, y news.Span) int {
		if x.Start != y.Start {
			return x.Start - y.Start
		}
		return x.End - y.End
	})
	return slices.Compact(out)
}

// isVerb reports whether a word is the verb of a clause.
func (c *comparer) isVerb(t *telling, w news.Span) bool {
	an := &c.Annotations[t.article]
	for k := firstClause(an, t.index); k < len(an.Clauses) && an.Clauses[k].Sentence == t.index; k++ {
		if cl := &an.Clauses[k]; !cl.Nominal && cl.Predicate.Overlaps(w) {
			return true
		}
	}
	return false
}

// longestAbout bounds the words that say what a dispute is about.
const longestAbout = 60

// endsPhrase are the English words that a short noun phrase ends before.
var endsPhrase = wordSet("that which who whom whose where when while after before during including saying to by from with and or but as since until if")

// noPhrase are the English words that are no noun phrase by themselves, and with
// which none that says anything begins.
var noPhrase = wordSet("it he she they we i you this that these those there who which what one some many most all any both each none no him her them us " +
	"least more fewer others another such")

// phrase cuts a noun phrase short; the zero span if nothing is left that says
// something by itself.
func (c *comparer) phrase(t *telling, s news.Span) news.Span {
	text := c.Articles[t.article].Text
	first := t.tokenAt(s.Start)
	if s.IsZero() || first == len(t.tokens) || t.tokens[first].span.End > s.End {
		return news.Span{}
	}
	times := timesWithin(&c.Annotations[t.article], t.span)
	dated := func(k news.Span) bool {
		return slices.ContainsFunc(times, func(x news.Time) bool { return x.Span.Overlaps(k) })
	}
	for first < len(t.tokens) && (leadsPhrase[strings.ToLower(t.tokens[first].span.Of(text))] || dated(t.tokens[first].span) || first > 0 && owns(text[t.tokens[first].span.Start:])) {
		first++
	}
	end, telling := first, false
	names := namesOver(&c.Annotations[t.article], s)
	named := func(k news.Span) bool {
		return slices.ContainsFunc(names, func(m int) bool { return c.Annotations[t.article].Mentions[m].Span.Contains(k) })
	}
	for n := first; n < len(t.tokens) && t.tokens[n].span.End <= s.End; n++ {
		k := &t.tokens[n]
		w := strings.ToLower(k.span.Of(text))
		if n == first && noPhrase[w] || n > first && (endsPhrase[w] || strings.ContainsAny(text[t.tokens[n-1].span.End:k.span.Start], ",;:()\"“”")) || k.span.End-t.tokens[first].span.Start > longestAbout {
			break
		}
		if (endsLoose[w] || attributive[w]) && !named(k.span) { // "Theresa May"
			continue // it ends no phrase
		}
		telling = telling || causeClasses[k.stem] != 0 || deedWords[k.stem] != 0 || k.rarity >= deniedRarity && !strings.HasSuffix(w, "ly") && !isDigit(w[0])
		end = n + 1
	}
	if !telling || end == first {
		return news.Span{}
	}
	return news.Span{Start: t.tokens[first].span.Start, End: t.tokens[end-1].span.End}
}

// leadsPhrase are the English words that stand before a noun phrase and add
// nothing to what it is about.
var leadsPhrase = wordSet("any all both such that those these the a an its their his her our more least")

// endsLoose are the English words that need one after them.
var endsLoose = wordSet("of in on at for the a an its their his against over near into than about is are was were be been being has have had will would may " +
	"might can could should do does did not")

// attributive are the English words for a way of doing harm that say of what kind
// the noun after them is.
var attributive = wordSet("chemical toxic aerial air nerve sniper suicide barrel")

// happening adds to a noun the words before it that say of what kind it is: "gas
// attack", "Russian air strikes".
func (c *comparer) happening(t *telling, noun news.Span) news.Span {
	text := c.Articles[t.article].Text
	names := namesOver(&c.Annotations[t.article], t.span)
	out := noun
	for n := t.tokenAt(noun.Start) - 1; n >= 0 && t.tokens[n].span.End+1 >= out.Start; n-- {
		k := &t.tokens[n]
		named := slices.ContainsFunc(names, func(m int) bool { return c.Annotations[t.article].Mentions[m].Span.Overlaps(k.span) })
		if causeClasses[k.stem] == 0 && sideWords[k.stem] == 0 && (!named || n == 0) || strings.ContainsAny(text[k.span.End:out.Start], ",;:") {
			break
		}
		out.Start = k.span.Start
	}
	return out
}

// aboutOf returns the phrase that says best what two sentences tell of: of those
// that share with the other a rarer word that belongs to no name the one nearest
// to the slot, before it rather than after.
func (c *comparer) aboutOf(x *telling, at news.Span, y *telling) news.Ref {
	names := newNameCursor(&c.Annotations[x.article], "")
	text := c.Articles[x.article].Text
	phrases := c.nounPhrases(x)
	var best, any news.Span
	for _, k := range x.tokens {
		name := names.holds(k.span)
		if name || strings.HasSuffix(k.span.Of(text), "ly") || isDigit(text[k.span.Start]) || k.rarity < deniedRarity || k.span.Overlaps(at) {
			continue
		}
		p := shortestWith(phrases, k.span, at)
		if p.IsZero() {
			continue
		}
		if any.IsZero() || k.span.Start < at.Start {
			any = p
		}
		if slices.ContainsFunc(y.tokens, func(o token) bool { return o.stem == k.stem }) && (k.span.Start < at.Start || best.IsZero()) {
			best = p
		}
	}
	if best.IsZero() {
		best = any
	}
	if best.IsZero() {
		best = at
	}
	return news.Ref{Article: c.Articles[x.article].ID, Span: best}
}

// shortestWith returns the shortest of some phrases that holds a word and does
// not reach into a slot; the zero span if there is none.
func shortestWith(phrases []news.Span, word, but news.Span) news.Span {
	var best news.Span
	for _, p := range phrases {
		if p.Contains(word) && !p.Overlaps(but) && (best.IsZero() || p.Len() < best.Len()) {
			best = p
		}
	}
	return best
}

// deedNamed returns the phrase that names a deed of which two sentences tell:
// a happening in what is denied or charged, else anything there that says
// something; else one in the rest of the sentences, but of that of the denial not who denies
// it.
func (c *comparer) deedNamed(t *telling, in news.Span, u *telling, denied, by news.Span) news.Ref {
	for _, level := range [4]struct{ within, harm bool }{{true, true}, {true, false}, {false, true}, {false, false}} {
		if !level.within && in == denied && t.article == u.article {
			break // it says itself what is denied
		}
		for _, at := range [2]struct {
			t *telling
			s news.Span
		}{{u, denied}, {t, in}} {
			s := at.s
			if !level.within {
				s = at.t.span
			}
			but := news.Span{}
			if at.t.article == u.article {
				but = by
			}
			if p := c.deedIn(at.t, s, but, level.harm); !p.IsZero() {
				return news.Ref{Article: c.Articles[at.t.article].ID, Span: p}
			}
		}
	}
	if p := c.phrase(t, in); !p.IsZero() {
		in = p
	} else if in.IsZero() {
		in = t.span
	}
	return news.Ref{Article: c.Articles[t.article].ID, Span: in}
}

// deedIn returns the phrase in a span that names a deed, and has no words of but: the longest
// that ends with the name of a way of doing harm or, if harm is false, the first that is no
// charge.
func (c *comparer) deedIn(t *telling, s, but news.Span, harm bool) (best news.Span) {
	for _, p := range c.nounPhrases(t) {
		if !s.Contains(p) || p.Overlaps(but) {
			continue
		}
		harms, vague, plain := false, false, false
		names := newNameCursor(&c.Annotations[t.article], "")
		for n := t.tokenAt(p.Start); n < len(t.tokens) && t.tokens[n].span.End <= p.End; n++ {
			k := &t.tokens[n]
			harms = sideWords[k.stem] == 0 && causeClasses[k.stem] != 0 || deedWords[k.stem] != 0
			vague = vague || chargeNouns[k.stem] != 0
			plain = plain || !names.holds(k.span) && k.rarity >= deniedRarity && sideWords[k.stem] == 0
		}
		switch {
		case vague || p.Len() > shortAbout:
		case harm && harms && p.Len() > best.Len():
			best = p
		case !harm && plain && best.IsZero():
			best = p
		}
	}
	return best
}

// shortAbout bounds the words that name a deed.
const shortAbout = 40

// deedWords name what was done to somebody, whatever the means.
var deedWords = classes(map[string]string{"": "attack attacks massacre killing killings assault incident abuse crime violation death deaths weapon weapons hacking theft fraud kidnapping abduction crash"})
