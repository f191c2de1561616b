package compare

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/zeebo/xxh3"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// A party is who a phrase names, as far as is needed to tell who accuses whom:
// "the Syrian army", "rebels", "Moscow".
type party struct {
	article   int
	span      news.Span
	names     []int  // mentions by name
	country   string // ISO 3166-1 alpha-3; ""
	state     bool   // a government, its forces, or a land that stands for it
	irregular bool   // those who fight against one
}

// sideWords are the English nouns that say on whose side those are whom a
// phrase names. Aircraft are a state's.
var sideWords = classes(map[string]string{
	"state": "government regime authority authorities ministry army soldier troop military police minister president official navy " +
		"aircraft warplane jet airplane helicopter administration state",
	"irregular": "jihadi islamist militant terrorist rebel insurgent jihadist gunman fighter guerrilla extremist mercenary opposition faction militia dissident",
})

var aircraft = classes(map[string]string{"": "jet plane bomber aircraft helicopter"})

// partyIn reads a phrase. It is of no party that can be told if it holds neither
// a name nor a noun of a side. A pronoun is read as what it takes up.
func (a *account) partyIn(article int, s news.Span) (p party, ok bool) {
	s = a.headOf(article, s)
	an := &a.Annotations[article]
	for m := firstMention(an, s.Start); m < len(an.Mentions) && an.Mentions[m].Span == s; m++ {
		if x := &an.Mentions[m]; x.Kind == news.PronounMention && an.Mentions[x.Antecedent].Kind != news.PronounMention {
			p, ok = a.partyOf(article, an.Mentions[x.Antecedent].Span)
			p.span = s
			return p, ok
		}
	}
	return a.partyOf(article, s)
}

// isPronoun reports whether a party is told by a pronoun.
func (a *account) isPronoun(p *party) bool {
	list := a.Annotations[p.article].Mentions
	m := firstMention(&a.Annotations[p.article], p.span.Start)
	return m < len(list) && list[m].Span == p.span && list[m].Kind == news.PronounMention
}

// partyOf reads a phrase that is no pronoun.
func (a *account) partyOf(article int, s news.Span) (p party, ok bool) {
	an := &a.Annotations[article]
	p = party{article: article, span: s, names: namesOver(an, s)}
	sides, people := sidesIn(s.Of(a.Articles[article].Text))
	p.irregular = sides&sideWords.of("rebel") != 0
	acts := sides&sideWords.of("regime") != 0
	for _, m := range p.names {
		x, country := &an.Mentions[m], a.countryIn(article, m)
		p.country = cmp.Or(p.country, country)
		acts = acts || country != "" && (x.Type == news.Place || x.Type == news.Person || x.Type == news.Group && people&peopleClasses.of("civilian") == 0)
	}
	for m := firstMention(an, s.Start); m < len(an.Mentions) && an.Mentions[m].Start < s.End && p.country == ""; m++ {
		p.country = an.Mentions[m].Country
	}
	p.state = acts && !p.irregular // "opposition forces", "pro-government fighters"
	return p, p.state || p.irregular || len(p.names) > 0
}

// sidesIn returns on whose side those are whom the words of a phrase name, and
// which sorts of people they are.
func sidesIn(phrase string) (sides, people uint32) {
	var buf [64]byte
	words := strings.FieldsFunc(phrase, isMark)
	for n, w := range words {
		if n+1 < len(words) && aircraft.of(words[n+1]) != 0 {
			continue // "fighter jets"
		}
		h := uint32(xxh3.Hash(stem(knowledge.AppendWord(buf[:0], w))))
		sides |= sideWords[h]
		people |= peopleClasses[h]
	}
	return sides, people
}

// headOf cuts a phrase before what says more of those whom it names: "forces in
// the north", but "forces loyal to the president".
func (a *account) headOf(article int, s news.Span) news.Span {
	text := a.Articles[article].Text
	last := ""
	at := s.Start
	for at < s.End {
		n := wordLength(text[at:s.End])
		if n == 0 {
			_, size := utf8.DecodeRuneInString(text[at:s.End])
			at += size
			continue
		}
		w := strings.ToLower(text[at : at+n])
		if last != "" && stopsParty[w] && w != "and" && w != "or" && !passes(last, w, text[at+n:s.End]) {
			return news.Span{Start: s.Start, End: at}.Trim(text)
		}
		last, at = w, at+n
	}
	return s
}

// passes reports whether a preposition between a word and the rest of a phrase
// says whose side it is: "the government of a land", but not "of using".
func passes(last, preposition, rest string) bool {
	rest = strings.TrimLeftFunc(rest, isMark)
	next := rest[:wordLength(rest)]
	switch preposition {
	case "to":
		return last == "loyal" || last == "close" || last == "allied"
	case "of":
		return (sideWords.of(last) != 0 || last == "forces" || last == "secretary" || last == "head") && !strings.HasSuffix(next, "ing")
	}
	return false
}

// countryIn returns the country of a name, or of another name of the same thing
// in its article; "" if no table says.
func (a *account) countryIn(article, m int) string {
	list := a.Annotations[article].Mentions
	if country := countryOf(&list[m]); country != "" {
		return country
	}
	known := a.countriesOf(article)
	if id := a.EntityOf[article][m]; id != "" && known[id] != "" {
		return known[id]
	}
	// An apostrophe may have been lost: "Carters government".
	return cmp.Or(known["key "+list[m].Key], known["key "+strings.TrimSuffix(list[m].Key, "s")])
}

// mainCountry returns the country of most names of an article, "" if there is
// none.
func (a *account) mainCountry(article int) string { return a.countriesOf(article)[""] }

// countriesOf returns the countries of the entities of an article that are no
// places, of its persons by "key " and their keys, and under "" that of most of
// its names.
func (a *account) countriesOf(article int) map[string]string {
	list := a.Annotations[article].Mentions
	known, ok := a.countries[article]
	if !ok {
		known = map[string]string{}
		times := map[string]int{}
		for i := range list {
			country := countryOf(&list[i])
			if country == "" || list[i].Kind != news.NameMention {
				continue
			}
			times[country]++
			if top := known[""]; times[country] > times[top] || times[country] == times[top] && country < top {
				known[""] = country
			}
			if id := a.EntityOf[article][i]; id != "" && list[i].Type != news.Place {
				known[id] = country
			}
			if list[i].Type == news.Person {
				known["key "+list[i].Key] = country
			}
		}
		a.countries[article] = known
	}
	return known
}

// oneParty reports whether two phrases name one party, or such that the one
// answers for the other: a minister and his country's army.
func (a *account) oneParty(p, q *party) bool {
	if p.state && q.irregular || p.irregular && q.state {
		return false
	}
	if p.state && q.state {
		// "The army" is that of the land of which an article tells most.
		x, y := cmp.Or(p.country, a.mainCountry(p.article)), cmp.Or(q.country, a.mainCountry(q.article))
		if x != "" && y != "" && (p.country != "" || q.country != "") {
			return x == y
		}
	}
	for _, i := range p.names {
		for _, j := range q.names {
			if a.mayBeOne(p.article, i, q.article, j) {
				return true
			}
		}
	}
	switch {
	case p.article != q.article:
		return false
	case p.state && q.state:
		return len(p.names) == 0 || len(q.names) == 0
	case p.irregular && q.irregular:
		return len(p.names) == 0 || len(q.names) == 0
	}
	return false
}

// partiesApart reports whether two phrases surely name two parties that do not
// answer for each other.
func (a *account) partiesApart(p, q *party) bool {
	switch {
	case a.oneParty(p, q):
		return false
	case p.state && q.irregular || p.irregular && q.state:
		return true
	case p.state && q.state:
		return p.country != "" && q.country != "" && p.country != q.country
	}
	return len(p.names) > 0 && len(q.names) > 0
}

// entity returns the first entity that a phrase names, "" if none.
func (a *account) entity(p *party) string {
	for _, m := range p.names {
		if id := a.EntityOf[p.article][m]; id != "" && !a.saysWhose(p, m) {
			return id
		}
	}
	an := &a.Annotations[p.article]
	for m := firstMention(an, p.span.Start); m < len(an.Mentions) && an.Mentions[m].Start < p.span.End; m++ {
		if id := a.EntityOf[p.article][m]; id != "" && an.Mentions[m].Kind != news.PronounMention && !a.saysWhose(p, m) {
			return id
		}
	}
	return ""
}

// saysWhose reports whether a person's name within the phrase of a party says whose people these
// are: "a Holm administration official", "Holm's lawyers".
func (a *account) saysWhose(p *party, mention int) bool {
	x := &a.Annotations[p.article].Mentions[mention]
	if x.Type != news.Person || x.Kind != news.NameMention || x.End >= p.span.End {
		return false
	}
	rest := a.Articles[p.article].Text[x.End:p.span.End]
	for _, clitic := range [...]string{"'s", "’s", "'", "’"} {
		if after, ok := strings.CutPrefix(rest, clitic); ok {
			rest = after
			break
		}
	}
	next, ok := strings.CutPrefix(rest, " ")
	r, _ := utf8.DecodeRuneInString(next)
	return ok && unicode.IsLower(r) && !stopsParty[next[:wordLength(next)]]
}

// key names a party where several articles name it.
func (a *account) partyKey(p *party) string {
	switch {
	case p.state && p.country != "":
		return p.country
	case p.irregular && len(p.names) == 0:
		return "irregular"
	}
	if id := a.entity(p); id != "" {
		return id
	}
	return strings.ToLower(fold(p.span.Of(a.Articles[p.article].Text)))
}

// stopsParty are the English words at which a phrase that names a party ends.
var stopsParty = wordSet("for of on in at by to from saying said which who that after before during while but when as over since and or with against without whose because amid near outside inside around into")

// partyWords bounds the words of a phrase that names a party.
const partyWords = 8

// partyAfter returns the party named by the words of a sentence from token n on;
// "of" is passed after a noun of a side: "the government of", "forces of".
func (a *account) partyAfter(t *telling, n int) (party, bool) {
	text := a.Articles[t.article].Text
	from := n
	for ; n < len(t.tokens) && n-from < partyWords; n++ {
		w := strings.ToLower(t.tokens[n].span.Of(text))
		if n > from && strings.ContainsAny(text[t.tokens[n-1].span.End:t.tokens[n].span.Start], ",;:()") {
			break
		}
		if stopsParty[w] && (n == from || !passes(strings.ToLower(t.tokens[n-1].span.Of(text)), w, text[t.tokens[n].span.End:t.span.End])) {
			break
		}
	}
	if n == from {
		return party{}, false
	}
	return a.partyIn(t.article, news.Span{Start: t.tokens[from].span.Start, End: t.tokens[n-1].span.End})
}

// tokenAt returns the first token of a sentence that begins at or after a byte.
func (t *telling) tokenAt(at int) int {
	n, _ := slices.BinarySearchFunc(t.tokens, at, func(k token, at int) int { return k.span.Start - at })
	return n
}
