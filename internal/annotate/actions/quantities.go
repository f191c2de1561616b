package actions

import (
	"strings"

	"github.com/twosource/twosource/internal/grammar"
	"github.com/twosource/twosource/internal/news"
)

// A number is a stretch of words that writes one: "240,000", "two hundred",
// "10 to 20", "dozens".
type number struct {
	first, end int32 // its words, end excluded
	head       int32 // the word of it that the tree hangs on others
	low, high  float64
	bound      news.QuantityBound
	money      string
	percent    bool
}

// findQuantities fills ann.Quantities.
func (f *finder) findQuantities() {
	n := int32(len(f.ann.Words))
	for i := int32(0); i < n; {
		if !f.beginsNumber(i) {
			i++
			continue
		}
		x, ok := f.readNumber(i)
		if ok {
			f.addQuantity(x)
		}
		i = max(x.end, i+1)
	}
}

// beginsNumber is the quick look at each word.
func (f *finder) beginsNumber(i int32) bool {
	c := f.text[f.ann.Words[i].Start]
	if c >= '0' && c <= '9' {
		return true
	}
	return f.lex[i].is(numeral)
}

// addQuantity makes a quantity of a number, unless it is none.
func (f *finder) addQuantity(x number) {
	if f.excluded(&x) {
		return
	}
	s := &f.ann.Sentences[f.sent[x.first]]
	q := news.Quantity{Low: x.low, High: x.high, Bound: x.bound, Sentence: int(f.sent[x.first]), Clause: -1}
	q.Number = f.span(x.first, x.end-1)
	from := f.boundBefore(&x, int32(s.FirstWord), &q)
	end := f.boundAfter(&x, int32(s.EndWord), &q)
	noun := f.counted(&x)
	if !f.unit(&x, noun, &q) {
		return
	}
	q.Span = f.span(from, max(end, x.end)-1)
	if noun >= 0 && q.Unit != "" && noun >= x.end && noun-x.end < maxNoun {
		q.Span.End = f.ann.Words[noun].End
	}
	f.governedBy(&x, noun, &q)
	if q.Unit == "" && q.Of == "" || x.high == 1 && q.Bound == news.Exact && !f.isCount(&x, noun, &q) {
		return
	}
	f.ann.Quantities = append(f.ann.Quantities, q)
}

// isCount reports whether a single thing is counted and not just mentioned: "one
// soldier was killed", "one dead".
func (f *finder) isCount(x *number, noun int32, q *news.Quantity) bool {
	if x.money != "" || x.percent || noun >= 0 && f.lex[noun].is(people) {
		return true
	}
	return q.Clause >= 0 && f.lex[f.drafts[q.Clause].pred].is(harms)
}

// maxNoun bounds the words between a number and its noun.
const maxNoun = 8

// counted gives the noun that a number counts, -1 if there is none.
func (f *finder) counted(x *number) int32 {
	g := f.g
	h := g.Head[x.head]
	switch g.Rel[x.head] {
	case grammar.RelNummod, grammar.RelCompound, grammar.RelAmod, grammar.RelNmod, grammar.RelNmodDesc:
		if h >= 0 && (g.POS[h] == grammar.NOUN || g.POS[h] == grammar.PROPN || g.POS[h] == grammar.ADJ && f.lex[h].is(people)) && (h < x.first || h >= x.end) {
			if g.Rel[x.head] == grammar.RelNummod || h >= x.end && h-x.end < maxNoun && g.Rel[x.head] != grammar.RelNmod {
				return h
			}
		}
	}
	// "dozens of people", "two of the soldiers"
	for w := x.first; w < x.end; w++ {
		for c := g.FirstChild[w]; c >= 0; c = g.Next[c] {
			if g.Rel[c] == grammar.RelNmod && c >= x.end && f.caseOf(c) == "of" && (g.POS[c] == grammar.NOUN || g.POS[c] == grammar.PROPN) {
				return c
			}
		}
	}
	// "12 dead", "30 wounded"
	if n := x.end + 1; n < int32(len(g.Head)) && f.lex[n].is(people) && f.sent[n] == f.sent[x.first] && (g.Lemma[x.end] == "more" || g.Lemma[x.end] == "other") {
		return n
	}
	if x.end < int32(len(g.Head)) && (f.lex[x.end].is(people) || g.POS[x.end] == grammar.NOUN && f.sent[x.end] == f.sent[x.first]) {
		return x.end
	}
	return -1
}

// unit fills q.Unit, and reports false if the number counts nothing: an age, a
// time, a part of a name.
func (f *finder) unit(x *number, noun int32, q *news.Quantity) bool {
	switch {
	case x.money != "":
		q.Unit = x.money
		return true
	case x.percent:
		q.Unit = "percent"
		return true
	case noun < 0:
		return true
	case f.g.POS[noun] == grammar.PROPN && f.mention[noun] >= 0 && f.isName(f.mention[noun]) && f.ann.Mentions[f.mention[noun]].Type != news.Group:
		return false
	}
	lemma := strings.ToLower(f.g.Lemma[noun])
	switch {
	case currency(lemma) != "":
		q.Unit = currency(lemma)
	case lemma == "percent" || lemma == "percentage":
		q.Unit = "percent"
	case f.lex[noun].is(weekly):
		return false
	case f.lex[noun].is(people):
		q.Unit, q.Of = "person", lemma
	case lemma == "people" || lemma == "person":
		q.Unit = "person"
	default:
		q.Unit = lemma
	}
	return true
}

func currency(lemma string) string {
	switch lemma {
	case "dollar", "$", "us$", "usd":
		return "USD"
	case "euro", "€", "eur":
		return "EUR"
	case "pound", "£", "gbp":
		return "GBP"
	case "yen", "¥":
		return "JPY"
	case "yuan", "renminbi":
		return "CNY"
	case "rouble", "ruble":
		return "RUB"
	case "rupee", "₹":
		return "INR"
	}
	return ""
}

// governedBy fills q.Of and q.Clause: the predicate that the counted thing is an
// argument of, first of all that of a participle on it ("12 people killed").
func (f *finder) governedBy(x *number, noun int32, q *news.Quantity) {
	g := f.g
	h := x.head
	if noun >= 0 {
		h = noun
	}
	for c := g.FirstChild[h]; c >= 0; c = g.Next[c] {
		if k := f.clause[c]; k >= 0 && (g.Rel[c] == grammar.RelAcl || g.Rel[c] == grammar.RelAclRelcl) && f.lex[f.drafts[k].pred].is(harms) {
			q.Clause, q.Of = int(k), f.drafts[k].Lemma
			return
		}
	}
	k := f.owner[x.head]
	if noun >= 0 && f.clause[noun] < 0 {
		k = f.owner[noun]
	}
	if k < 0 {
		return
	}
	d := &f.drafts[k]
	q.Clause = int(k)
	if q.Of == "" {
		q.Of = d.Lemma
	}
	f.ofHarm(x, noun, d, q)
}

// ofHarm brings the ways to tell of people who came to harm to one: "claimed 12
// lives", "a toll of 12", "12 others were wounded".
func (f *finder) ofHarm(x *number, noun int32, d *draft, q *news.Quantity) {
	if w := harmWord(q.Of); w != "" {
		q.Of = w
	}
	lives := q.Unit == "life" || noun >= 0 && f.g.Head[noun] >= 0 && f.g.Lemma[f.g.Head[noun]] == "life"
	harm := f.lex[d.pred].is(harms|people) || harmWord(d.Lemma) != ""
	switch {
	case lives && takesLives(d.Lemma):
		q.Of = "kill"
		if q.Unit == "life" {
			q.Unit = "person"
		}
	case f.tollOf(d) && (q.Unit == "" || q.Unit == "person"):
		q.Unit, q.Of = "person", "die"
	case q.Unit == "other" && harm:
		q.Unit = "person"
	case q.Unit == "" && harm && (d.obj == x.head || d.subj == x.head && !d.passive || f.g.Rel[x.head] == grammar.RelConj):
		q.Unit = "person"
	}
}

// harmWord gives the verb of an adjective that tells of harm, "" for other words.
func harmWord(lemma string) string {
	switch lemma {
	case "dead", "be_dead":
		return "die"
	case "wounded", "be_wounded":
		return "wound"
	case "injured", "be_injured":
		return "injure"
	case "be_missing":
		return "missing"
	case "homeless", "be_homeless":
		return "displace"
	}
	return ""
}

func takesLives(lemma string) bool {
	switch lemma {
	case "claim", "take", "cost", "lose":
		return true
	}
	return false
}

// tollOf reports whether the subject of d is a toll of deaths.
func (f *finder) tollOf(d *draft) bool {
	for _, a := range [...]int32{d.subj, d.obj} {
		if a >= 0 && f.lex[a].is(toll) {
			return true
		}
	}
	return false
}
