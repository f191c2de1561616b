package actions

import (
	"strings"

	"github.com/twosource/twosource/internal/grammar"
	"github.com/twosource/twosource/internal/news"
)

// A party is a doer or receiver of an event. A role without a name ("the
// police") has mention -1.
type party struct {
	mention int32
	head    int32
	sector  string
}

// maxParties bounds the parties on one side of an event.
const maxParties = 8

// parties gives who the phrase with head h is of: itself and what is joined to it.
func (f *finder) parties(dst []party, h int32, places bool) []party {
	return f.partiesAt(dst, h, places, 0)
}

func (f *finder) partiesAt(dst []party, h int32, places bool, depth int) []party {
	if h < 0 || depth > 3 || len(dst) >= maxParties {
		return dst
	}
	if p, ok := f.partyOf(h, places); ok && !f.has(dst, p) {
		dst = append(dst, p)
	}
	for c := f.g.FirstChild[h]; c >= 0; c = f.g.Next[c] {
		switch f.g.Rel[c] {
		case grammar.RelConj, grammar.RelList:
			if f.g.POS[c] != grammar.VERB && f.clause[c] < 0 {
				dst = f.partiesAt(dst, c, places, depth+1)
			}
		case grammar.RelAppos:
			if f.mentionOf(c) >= 0 && (f.g.Child(int(c), grammar.RelConj) >= 0 || f.ann.Sentences[f.sent[h]].IsHeadline) {
				dst = f.partiesAt(dst, c, places, depth+1)
			}
		}
	}
	return dst
}

func (f *finder) has(all []party, p party) bool {
	for _, q := range all {
		if f.same(p, q) {
			return true
		}
	}
	return false
}

// partyOf gives who the phrase with head h is of, by its name, or by its word
// and the name before it: "Syrian troops", "the army of Chad".
func (f *finder) partyOf(h int32, places bool) (party, bool) {
	if f.time[h] >= 0 {
		return party{}, false
	}
	if m := f.mentionOf(h); m >= 0 {
		if f.acts(m, places) {
			return party{m, h, f.sectorOf(m, h)}, true
		}
		if f.isName(m) {
			return party{}, false
		}
	}
	if k := f.clause[h]; k >= 0 && f.drafts[k].pred == h && f.drafts[k].Nominal {
		if s := f.drafts[k].subj; s >= 0 && s != h && f.clause[s] < 0 { // "Russian strikes hit …"
			return f.partyOf(s, false)
		}
		return party{}, false
	}
	if n := f.membersOf(h); n >= 0 {
		return f.partyOf(n, places)
	}
	sector := f.sector(h)
	if sector == "" && f.lex[h].is(bodies) {
		sector = f.sectorBelow(h)
	}
	if sector == "" && !f.isHuman(h) {
		return party{}, false
	}
	p := party{-1, h, sector}
	if m := f.ownerOf(h); m >= 0 {
		p.mention = m
		if sector == "" {
			p.sector = "CVL"
		}
	}
	return p, true
}

// sectorBelow gives the sector of a word before h: "opposition groups".
func (f *finder) sectorBelow(h int32) string {
	for c := f.g.FirstChild[h]; c >= 0 && c < h; c = f.g.Next[c] {
		if r := f.g.Rel[c]; r != grammar.RelCompound && r != grammar.RelNmodUnmarked {
			continue
		}
		if s := f.sector(c); s != "" {
			return s
		}
	}
	return ""
}

// ownerOf gives the mention of whom a role without a name is: "Chad" of "the army
// of Chad"; -1 if there is none.
func (f *finder) ownerOf(h int32) int32 {
	for c := f.g.FirstChild[h]; c >= 0; c = f.g.Next[c] {
		switch f.g.Rel[c] {
		case grammar.RelNmod:
			switch f.caseOf(c) {
			case "of":
			case "in", "from": // "lawmakers in Chad"
				if !f.isCountry(c) {
					continue
				}
			default:
				continue
			}
		case grammar.RelNmodPoss, grammar.RelAmod, grammar.RelCompound, grammar.RelNmodUnmarked:
		default:
			continue
		}
		if m := f.mentionOf(c); m >= 0 && f.acts(m, false) {
			return m
		}
	}
	return -1
}

// membersOf gives whom a word of number or measure is of, -1 if it is none:
// "thousands of protesters".
func (f *finder) membersOf(h int32) int32 {
	if !f.lex[h].is(numeral | vague | measures) {
		return -1
	}
	for c := f.g.FirstChild[h]; c >= 0; c = f.g.Next[c] {
		if c > h && f.g.Rel[c] == grammar.RelNmod && f.caseOf(c) == "of" {
			return c
		}
	}
	return -1
}

// isHuman reports whether a noun is of people at large.
func (f *finder) isHuman(h int32) bool {
	if f.g.POS[h] != grammar.NOUN {
		return false
	}
	switch f.lowerLemma(h) {
	case "people", "person", "man", "woman", "child", "civilian", "citizen", "resident", "villager", "refugee", "migrant", "protester",
		"protestor", "demonstrator", "worker", "student", "victim", "hostage", "prisoner", "detainee", "passenger", "family", "supporter":
		return true
	}
	return false
}

// acts reports whether mention m can do something to others: a name of a person,
// body or group, a country, or a pronoun or title that stands for one.
func (f *finder) acts(m int32, places bool) bool {
	x := &f.ann.Mentions[m]
	root := &f.ann.Mentions[x.Antecedent]
	if x.Kind == news.PronounMention && x.Antecedent == int(m) {
		return false
	}
	if x.Kind == news.PronounMention && f.isReflexive(x) || x.Kind == news.TitleMention && f.isRule(x) {
		return false
	}
	switch root.Type {
	case news.Person, news.Organization, news.Group:
		return true
	case news.Place:
		return places || x.Acts || root.Acts || hasPrefix(root.Known, "country:")
	}
	return false
}

// isReflexive reports whether a pronoun points back at the doer: "themselves".
func (f *finder) isReflexive(x *news.Mention) bool {
	word := x.Of(f.text)
	return strings.HasSuffix(word, "self") || strings.HasSuffix(word, "selves")
}

// isRule reports whether a title is of what is in force or in dispute, however it
// may stand for a body elsewhere: "the law", "the red line".
func (f *finder) isRule(x *news.Mention) bool {
	words := x.Of(f.text)
	return strings.HasSuffix(words, " law") || strings.HasSuffix(words, " line")
}

// same reports whether two parties are one thing in this article.
func (f *finder) same(a, b party) bool {
	if a.mention < 0 || b.mention < 0 {
		return a.head == b.head
	}
	x, y := &f.ann.Mentions[a.mention], &f.ann.Mentions[b.mention]
	if x.Antecedent == y.Antecedent {
		return a.sector == b.sector || f.isNamed(a) && f.isNamed(b)
	}
	// "Russia" and "the Russian base"
	return x.Country != "" && x.Country == y.Country && x.Type != news.Person && y.Type != news.Person && own(a.sector) && own(b.sector)
}

// isNamed reports whether the name of p is its head.
func (f *finder) isNamed(p party) bool { return f.mentionOf(p.head) == p.mention }

// own reports whether a sector is a part of its state.
func own(sector string) bool {
	return sector == "GOV" || sector == "MIL" || sector == "COP" || sector == ""
}

// How a receiver hangs on its verb.
type tie uint8

const (
	tieNone   tie = iota
	tieDirect     // the object, or by a preposition
	tieFar        // by what its object is of: "the release of a report on …"
	tieOwner      // the object is its: "criticised his plan"
	tieInner      // in the infinitive below: "threatened to attack …"
	tieTeller     // the subject of the clause below: "alleged that … had lied"
)

// receivers gives to whom d is done: of the object, of what hangs on the verb or
// its object by a preposition, of a complement.
func (f *finder) receivers(dst []party, d *draft) ([]party, tie) {
	if d.Nominal && d.pred == d.top {
		return f.parties(dst, d.obj, true), tieDirect
	}
	if f.lex[d.pred].is(topical) {
		return f.oblique(dst, d.top), tieDirect
	}
	if on := f.blamed(d); on >= 0 {
		return f.parties(dst, on, false), tieDirect
	}
	if dst = f.parties(f.parties(dst, d.obj2, true), d.obj, true); len(dst) > 0 {
		if dst[0].head != d.obj && f.isNominal(d.obj) {
			return dst, tieOwner // "condemned the strikes of Ruritania"
		}
		return dst, tieDirect
	}
	for _, w := range [...]int32{d.top, d.pred} {
		if dst = f.oblique(dst, w); len(dst) > 0 {
			return dst, tieDirect
		}
	}
	if d.obj >= 0 {
		if c := f.g.Child(int(d.obj), grammar.RelNmodPoss); c >= 0 && !f.isActor(d.obj) && !f.isHuman(d.obj) {
			if dst = f.parties(dst, int32(c), false); len(dst) > 0 {
				return dst, tieOwner
			}
		}
		if dst = f.oblique(dst, d.obj); len(dst) > 0 {
			return dst, tieFar
		}
	}
	return f.complement(dst, d)
}

// blamed gives on whom d puts the blame for its object, -1 if it says so otherwise:
// "blamed it on Doe".
func (f *finder) blamed(d *draft) int32 {
	if d.Nominal || d.Lemma != "blame" || d.obj < 0 {
		return -1
	}
	for _, w := range [...]int32{d.top, d.obj} {
		for c := f.g.FirstChild[w]; c >= 0; c = f.g.Next[c] {
			if r := f.g.Rel[c]; c > d.obj && (r == grammar.RelObl || r == grammar.RelNmod) && f.caseOf(c) == "on" {
				return c
			}
		}
	}
	return -1
}

// oblique gives the parties that hang on word w by a preposition, or on what does:
// "a resumption of ties with Chad".
func (f *finder) oblique(dst []party, w int32) []party {
	return f.obliqueAt(dst, w, 0)
}

func (f *finder) obliqueAt(dst []party, w int32, depth int) []party {
	for c := f.g.FirstChild[w]; c >= 0; c = f.g.Next[c] {
		switch f.g.Rel[c] {
		case grammar.RelObl, grammar.RelNmod, grammar.RelIobj:
		default:
			continue
		}
		switch f.caseOf(c) {
		case "on", "at":
			if m := f.mentionOf(c); m >= 0 && isOutlet(f.sectorOf(m, c)) {
				continue // "said on Twitter"
			}
			if f.lex[w].is(calls) && f.caseOf(c) == "at" {
				continue // "pushed at the ministry"
			}
		case "with":
			if f.commaBefore(f.g.Left[c]) {
				continue // "slammed the plan, with Doe calling it a sham"
			}
		case "against", "to", "toward", "towards", "upon", "from", "for", "of", "between", "":
		default:
			continue
		}
		if dst = f.parties(dst, c, false); len(dst) > 0 {
			return dst
		}
		if depth < 2 && f.g.POS[c] == grammar.NOUN && f.time[c] < 0 && f.caseOf(c) != "for" {
			if dst = f.obliqueAt(dst, c, depth+1); len(dst) > 0 {
				return dst
			}
		}
	}
	return dst
}

func isOutlet(sector string) bool { return sector == "MED" || sector == "BUS" }

// complement gives the receivers of the infinitive or clause that d governs:
// "threatened to attack Narnia".
func (f *finder) complement(dst []party, d *draft) ([]party, tie) {
	for c := f.g.FirstChild[d.top]; c >= 0; c = f.g.Next[c] {
		if r := f.g.Rel[c]; r != grammar.RelXcomp && r != grammar.RelCcomp {
			continue
		}
		k := f.clause[c]
		if k < 0 {
			continue
		}
		e := &f.drafts[k]
		if e.subj >= 0 && f.isFinite(e) { // "alleged that the firm bribed officials"
			if e.Modality == news.ModalCalledFor || e.Modality == news.ModalCondition {
				return dst, tieNone // "argues that the firm should pay"
			}
			return f.parties(dst, e.subj, false), tieTeller
		}
		if e.obj >= 0 {
			if dst = f.parties(dst, e.obj, true); len(dst) > 0 {
				return dst, tieInner
			}
		}
		if dst = f.oblique(dst, e.top); len(dst) > 0 {
			return dst, tieInner
		}
	}
	return dst, tieNone
}
