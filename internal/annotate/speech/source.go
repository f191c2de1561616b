package speech

import (
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/grammar"
	"github.com/twosource/twosource/internal/news"
)

// headOf gives the word of phrase p that the others hang on, or -1.
func (f *finder) headOf(p phrase) int {
	if f.g == nil {
		return -1
	}
	best := -1
	for i := p.from; i < p.to; i++ {
		if h := int(f.g.Head[i]); h >= p.from && h < p.to || f.toks[i].mark != 0 {
			continue
		}
		switch f.g.POS[i] {
		case grammar.NOUN, grammar.PROPN, grammar.PRON, grammar.NUM:
			return i
		}
		if best < 0 {
			best = i
		}
	}
	return best
}

// bySource finds who speaks where the source is no plain name: a relative
// pronoun, the maker of a letter or a speech. ok is false if it is neither.
func (f *finder) bySource(p phrase, c *cue) (m, percent int, ok bool) {
	head := f.headOf(p)
	if head < 0 {
		return -1, 0, false
	}
	if m := f.quoted(c); m >= 0 {
		return m, 85, true
	}
	if f.g.Tag[head] == grammar.WP || f.g.Tag[head] == grammar.WDT {
		if m := f.antecedent(head); m >= 0 {
			return m, 85, true
		}
		if m := f.justBefore(head); m >= 0 {
			return m, 80, true
		}
		return -1, 0, false
	}
	if f.g.Tag[head] == grammar.PRPS {
		m, percent, _ := f.pronoun(head, c)
		return m, min(percent, 75), m >= 0
	}
	if !utterances[f.g.Lemma[head]] {
		return -1, 0, false
	}
	for k := f.g.FirstChild[head]; k >= 0; k = f.g.Next[k] {
		switch f.g.Rel[k] {
		case grammar.RelNmodPoss:
		case grammar.RelNmod:
			if x := f.g.Child(int(k), grammar.RelCase); x < 0 || f.g.Lemma[x] != "by" && f.g.Lemma[x] != "from" {
				continue
			}
		default:
			continue
		}
		if f.g.Tag[k] == grammar.PRPS {
			m, percent, _ := f.pronoun(int(k), c)
			return m, min(percent, 75), m >= 0
		}
		if m := int(f.toks[k].mention); m >= 0 && f.an.Mentions[m].Kind == news.NameMention {
			return m, 80, true
		}
	}
	return -1, 0, false
}

// quoted gives the person whom the cue quotes: Ode in "Doe quotes Ode saying"; -1
// if it quotes nobody.
func (f *finder) quoted(c *cue) int {
	if f.g.Lemma[c.head] != "quote" && f.g.Lemma[c.head] != "cite" || f.g.POS[c.head] != grammar.VERB {
		return -1
	}
	for k := f.g.FirstChild[c.head]; k >= 0; k = f.g.Next[k] {
		if r := f.g.Rel[k]; r != grammar.RelObj && r != grammar.RelNsubjPass {
			continue
		}
		if m := f.nameAt(int(k)); m >= 0 && f.isPerson(m) {
			return m
		}
	}
	return -1
}

// within reports whether mention m only stands in what phrase p says of its head:
// "the call targeting Davis", "a source close to Davis".
func (f *finder) within(m int, p phrase) bool {
	head := f.headOf(p)
	if head < 0 || f.toks[head].mention >= 0 || f.toks[head].role >= 0 {
		return false
	}
	for k, n := f.wordAt(f.an.Mentions[m].End-1), 0; k != head && k >= p.from && k < p.to && n < maxSubject; k, n = int(f.g.Head[k]), n+1 {
		switch f.g.Rel[k] {
		case grammar.RelAcl, grammar.RelAclRelcl, grammar.RelObj, grammar.RelObl, grammar.RelNmodPoss:
			return true
		case grammar.RelNmod:
			return !f.toks[head].is(office) || f.g.Lemma[head] == "source"
		}
	}
	return false
}

// antecedent gives the mention that the relative pronoun at word i takes up, or
// -1.
func (f *finder) antecedent(i int) int {
	k := int32(i)
	for range 4 {
		if k < 0 {
			return -1
		}
		if f.g.Rel[k] == grammar.RelAclRelcl {
			if n := f.g.Head[k]; n >= 0 {
				return f.nameAt(int(n))
			}
			return -1
		}
		k = f.g.Head[k]
	}
	return -1
}

// justBefore gives the mention that ends right before word i or the comma before
// it: "Doe, who"; -1 if there is none.
func (f *finder) justBefore(i int) int {
	k := i - 1
	if k > 0 && f.toks[k].mark == ',' {
		k--
	}
	if k < 0 || f.toks[k].sent != f.toks[i].sent || f.toks[k].mark != 0 {
		return -1
	}
	return f.nameAt(k)
}

// nameAt gives the mention of a person or body that word i belongs to, or the
// person whose role it belongs to; -1 if there is none.
func (f *finder) nameAt(i int) int {
	m := int(f.toks[i].mention)
	if r := int(f.toks[i].role); r >= 0 && m < 0 {
		m = r
	}
	if m < 0 {
		// "the minister, Jane Doe": the name in apposition.
		if k := f.g.Child(i, grammar.RelAppos); k >= 0 {
			m = int(f.toks[k].mention)
		}
	}
	if m < 0 || f.an.Mentions[m].Type == news.Other {
		return -1
	}
	if men := &f.an.Mentions[m]; men.Kind == news.TitleMention && men.Antecedent >= 0 {
		return men.Antecedent
	}
	return m
}

// maySpeak reports whether phrase p names or describes a person, a body or
// something written: facts and results hold no views.
func (f *finder) maySpeak(p phrase) bool {
	head := f.headOf(p)
	if head < 0 || f.toks[head].mention >= 0 || f.toks[head].role >= 0 || f.toks[head].is(people|office) {
		return true
	}
	switch f.g.POS[head] {
	case grammar.PRON, grammar.PROPN, grammar.NUM, grammar.SYM:
		return true
	case grammar.ADJ, grammar.DET:
		return f.toks[head].is(people) || f.g.Tag[head] == grammar.DT
	}
	return utterances[f.g.Lemma[head]] || speakers[f.g.Lemma[head]] || f.animate(head)
}

// animate reports whether the noun at word i is one of persons, by its class or
// its ending.
func (f *finder) animate(i int) bool {
	if f.toks[i].is(people | office) {
		return !f.toks[i].is(body)
	}
	w := f.g.Lemma[i]
	for _, end := range [...]string{"er", "or", "ist", "ian", "ee", "eer", "man", "woman", "men", "ant", "crat", "ive", "person"} {
		if len(w) > len(end)+2 && strings.HasSuffix(w, end) {
			return true
		}
	}
	return false
}

// together gives the mentions that speak with mention m, the head of phrase p:
// "Smith and Jones said".
func (f *finder) together(p phrase, m int) []int {
	head := f.headOf(p)
	if head < 0 {
		return nil
	}
	var out []int
	for k := f.g.FirstChild[head]; k >= 0; k = f.g.Next[k] {
		if f.g.Rel[k] != grammar.RelConj || int(k) >= p.to {
			continue
		}
		if x := f.nameAt(int(k)); x >= 0 && x != m && !f.same(x, m) && !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}

// behalf gives the mentions of the state or body that mention m speaks for, as
// its role or the words of the source say: "the spokesman of the ministry".
func (f *finder) behalf(m int, source news.Span) []int {
	var out []int
	look := func(s news.Span) {
		office := false
		for k := f.wordAt(s.Start); k < len(f.toks) && int(f.toks[k].start) < s.End; k++ {
			office = office || spokesmen[f.lower(k)] || m < 0 && f.toks[k].is(body)
		}
		if !office || s.Len() > 300 {
			return
		}
		for k := f.wordAt(s.Start); k < len(f.toks) && int(f.toks[k].start) < s.End; k++ {
			x := int(f.toks[k].mention)
			if x < 0 || x == m || slices.Contains(out, x) {
				continue
			}
			men := &f.an.Mentions[x]
			if !s.Contains(men.Span) || men.Kind != news.NameMention || m >= 0 && f.same(x, m) {
				continue
			}
			switch {
			case men.Type == news.Organization:
				out = append(out, x)
			case men.Country != "" && men.Type != news.Person:
				if x = f.country(x); x != m && !slices.Contains(out, x) {
					out = append(out, x)
				}
			}
		}
	}
	chain := [2]int{m, -1}
	if m >= 0 {
		chain[1] = f.an.Mentions[m].Antecedent
	}
	for _, x := range chain {
		if x >= 0 && len(out) == 0 && !f.an.Mentions[x].Role.IsZero() {
			look(f.an.Mentions[x].Role)
		}
	}
	if len(out) == 0 {
		look(source)
	}
	return out
}

// country gives the first mention of the country whose people or capital mention
// x names; x if the article does not name it.
func (f *finder) country(x int) int {
	code := f.an.Mentions[x].Country
	if f.countries == nil {
		f.countries = map[string]int{}
		for i := range f.an.Mentions {
			m := &f.an.Mentions[i]
			if m.Type == news.Place && m.Country != "" && strings.HasPrefix(m.Known, "country:") {
				if _, ok := f.countries[m.Country]; !ok {
					f.countries[m.Country] = i
				}
			}
		}
	}
	if i, ok := f.countries[code]; ok {
		return i
	}
	return x
}

// lower gives word k in lower case, cheaply for words that are.
func (f *finder) lower(k int) string {
	if f.toks[k].upper {
		return lowered(f.word(k))
	}
	return f.word(k)
}

// utterances are nouns for what is said or written by whom they name.
var utterances = set(`statement letter release tweet post remark remarks comment comments speech memo memorandum email
	testimony claim view argument message words word op-ed column account answer response reply criticism memoir book blog
	tweets posts letters statements testimony address announcement warning pledge promise vow interview essay article
	assertion allegation accusation contention assessment declaration proposal critique complaint plea manifesto note`)

// speakers are nouns, besides those of offices, for people, bodies and papers
// that hold views or say something.
var speakers = set(`percent majority minority half third quarter people person public family couple crowd audience team side camp
	world country nation state city town community neighborhood movement coalition alliance majority faction wing establishment
	press media outlet poll survey study research data figure analysis paper document record memoir transcript ad advertisement
	ad commercial video editorial site website bill law order ruling decision complaint lawsuit suit filing indictment petition
	resolution treaty constitution amendment rule guideline policy agreement draft text caption headline banner sign slogan
	house senate cabinet legislature board jury bench bar church industry business corporation firm chain school college
	hospital institution institute foundation charity society club league team squad brigade regiment militia force hotel airline
	bloc caucus panel commission congress delegation electorate base grassroots generation youth elite staff crew
	individual individuals guy man woman kid child adult friend ally foe rival colleague neighbor neighbour relative parent
	citizen patriot victim survivor guest host star celebrity athlete hero boss chief ace elder peer youth student faculty
	liberal progressive moderate radical evangelical catholic muslim jew christian black white hispanic asian native male female
	one other all both none some many few most group trump`)

// spokesmen are nouns of those who speak for a state or body.
var spokesmen = set(`spokesman spokeswoman spokesperson spokesmen minister envoy ambassador secretary official officials
	diplomat representative president chancellor premier chief director chairman chairwoman head leader commissioner governor
	adviser advisor negotiator delegate consul attaché general commander`)
