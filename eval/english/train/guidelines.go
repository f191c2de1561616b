package main

import (
	"sort"
	"strings"
	"unicode"

	"github.com/twosource/twosource/internal/annotate/english"
)

// The sets of names do not agree on what a name is. This file brings them to
// one guideline, that of CoNLL 2003 and UNER: a name is proper, without
// articles, titles and nationalities before it; states are places, whoever acts
// for them; nationalities and pronouns are no names.

// personTitles are words before a name that stand outside it.
var personTitles = wordMap(`mr mrs ms miss dr president presidents vice senator senators sen rep representative congressman congresswoman prime minister ministers
king queen prince princess sir lord lords lady professor prof general gen captain capt chief justice judge governor gov secretary secretary-general mayor
chancellor colonel col lieutenant lt sgt sergeant major maj pope saint brigadier admiral commander cmdr ambassador foreign deputy premier sheikh ayatollah
imam spokesman spokeswoman envoy director chairman army defense defence interior sheriff emperor empress man officer detective coach special us staff
representatives attorney assistant under-secretary high commissioner reporter researcher state`)

// countryWords and demonymWords are those that the sets of names mark in
// different ways; lists of all others are in the gazetteer.
var (
	countryWords = wordMap(`syria iraq turkey russia iran us u.s. usa uk u.k. america britain jordan lebanon israel france germany australia qatar kuwait egypt
libya yemen china canada italy netherlands belgium denmark spain cyprus afghanistan pakistan bahrain uae sweden england tunisia panama japan india poland
korea scotland wales ireland ukraine greece mexico brazil taiwan`)
	countryNames = map[string]bool{"united states": true, "united kingdom": true, "south korea": true, "north korea": true, "saudi arabia": true,
		"united arab emirates": true, "new zealand": true, "united states of america": true, "islamic republic of iran": true, "syrian arab republic": true}
	demonymWords = wordMap(`syrian syrians iraqi iraqis turkish turks russian russians iranian iranians american americans british jordanian lebanese israeli
israelis french german germans australian australians saudi saudis qatari kuwaiti egyptian egyptians libyan yemeni chinese canadian italian dutch belgian
danish spanish sunni sunnis shia shiite shiites kurdish kurds kurd arab arabs muslim muslims christian christians yazidi yazidis alawite alawites western
european europeans palestinian palestinians turkmen islamist islamists islamic assyrian druze armenian armenians circassian rohingya jews jewish catholic
english scottish welsh irish afghan afghans african korean koreans republican republicans democrat democrats`)
)

// generic words name nothing when they stand alone.
var generic = wordMap(`i we he she they it you the a an this that these those his her our their who there one all some many most both no
court council church center centre cathedral museum beach ave avenue hospital channel world group state city government party committee department
ministry university school station building room house lake river street road army police coalition board office team club union members member
internet sun moon earth god mom dad mother father ied ieds vbied vbieds covid minister`)

// joiners are small words that may stand inside the name of an organisation or
// place, particles those that may stand inside the name of a person.
var (
	joiners   = wordMap("of the and for on de la le al el bin ibn van von der - & ' ’ 's del da du et")
	particles = wordMap("de la le al el bin ibn van von der - ' ’ del da du ben dos")
)

func wordMap(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(list) {
		m[w] = true
	}
	return m
}

func capital(w string) bool {
	for _, r := range w {
		return unicode.IsUpper(r)
	}
	return false
}

func isDigits(w string) bool { return w != "" && strings.Trim(w, "0123456789") == "" }

// tighten cuts re3d's names, which are whole noun phrases ("the Jordanian city
// of Ramtha"), to runs of capitalised words and joiners: the longest run for a
// person or an organisation, all of them for places.
func tighten(words []string, names []span) (out []span) {
	for _, n := range names {
		best := statesBefore(words, n)
		states := len(best)
		for _, r := range runs(words, n) {
			if r, ok := agreed(words, r); ok {
				if n.kind != english.Place && len(best) > states {
					if r.b-r.a > best[states].b-best[states].a {
						best[states] = r
					}
					continue
				}
				best = append(best, r)
			}
		}
		out = append(out, best...)
	}
	return complete(words, out)
}

// runs gives the stretches of n that may be names.
func runs(words []string, n span) (out []span) {
	small := joiners
	if n.kind == english.Person {
		small = particles
	}
	for i := n.a; i < n.b; i++ {
		if !capital(words[i]) {
			continue
		}
		j := i + 1
		for k := j; k < n.b; k++ {
			if capital(words[k]) || isDigits(words[k]) && k == j {
				j = k + 1
			} else if w := strings.ToLower(words[k]); (w == "'" || w == "’") && k+1 < n.b && words[k+1] != "s" {
				k++
				j = k + 1 // Da'esh
			} else if !small[w] {
				break
			}
		}
		out = append(out, span{i, j, n.kind})
		i = j
	}
	return out
}

// harmonize applies the guideline to the names of a sentence of any set.
func harmonize(words []string, names []span) (out []span) {
	for _, n := range names {
		out = append(out, statesBefore(words, n)...)
		if n, ok := agreed(words, n); ok {
			out = append(out, n)
		}
	}
	return out
}

// statesBefore gives the states that stand before a person's title, which are
// names of their own: "U.S. Senator".
func statesBefore(words []string, n span) (out []span) {
	for i := n.a; n.kind == english.Person && i < n.b-1; i++ {
		w := strings.ToLower(words[i])
		if countryWords[w] {
			out = append(out, span{i, i + 1, english.Place})
		} else if !personTitles[strings.TrimRight(w, ".")] {
			break
		}
	}
	return out
}

// agreed brings one name to the guideline, and reports whether it is one.
func agreed(words []string, n span) (span, bool) {
	low := func(i int) string { return strings.TrimRight(strings.ToLower(words[i]), ".") }
	for n.a < n.b-1 && before(low(n.a), n.kind) {
		n.a++
		for n.a < n.b-1 && !capital(words[n.a]) {
			n.a++
		}
	}
	if n.kind == english.Person && n.b-n.a > 2 && low(n.a) == "middle" && low(n.a+1) == "east" {
		n.a += 2
	}
	whole := strings.ToLower(strings.Join(words[n.a:n.b], " "))
	if countryNames[whole] {
		n.kind = english.Place
	}
	if n.b-n.a > 1 {
		return n, true
	}
	w := strings.ToLower(words[n.a])
	switch {
	case len(w) < 2 || generic[w] || personTitles[low(n.a)] && !countryWords[w] || demonymWords[w]:
		return n, false
	case countryWords[w] && (w != "us" || words[n.a] == "US"):
		n.kind = english.Place
	}
	return n, true
}

// before reports whether w, the first word of a longer name, stands before it.
func before(w string, kind english.NameType) bool {
	switch {
	case w == "the" || w == "a" || w == "an":
		return true
	case kind == english.Person:
		return personTitles[w] || demonymWords[w] || countryWords[w] || w == "u.s" || w == "u.k"
	case kind == english.Place:
		return w == "syrian" || w == "iraqi" || w == "jordanian"
	}
	return false
}

// complete adds what re3d's annotators, who marked a list of states as one name,
// left unmarked: the states and the best-known organisation.
func complete(words []string, names []span) []span {
	used := make([]bool, len(words))
	for _, n := range names {
		for i := n.a; i < n.b; i++ {
			used[i] = true
		}
	}
	for i, w := range words {
		low := strings.ToLower(w)
		switch {
		case used[i] || !capital(w):
		case countryWords[low] && w != "Us":
			names = append(names, span{i, i + 1, english.Place})
		case w == "ISIL" || w == "ISIS" || w == "IS" && i > 0:
			names = append(names, span{i, i + 1, english.Organization})
		case i+1 < len(words) && !used[i+1] && countryNames[low+" "+strings.ToLower(words[i+1])]:
			names = append(names, span{i, i + 2, english.Place})
			used[i+1] = true
		}
	}
	sort.Slice(names, func(i, j int) bool { return names[i].a < names[j].a })
	return names
}

// settleTypes gives each name of re3d, whose annotators differ, the type that
// it has most often there: ISIL is an organisation. Ties stay.
func settleTypes(texts []english.NameText) {
	count := map[string]map[english.NameType]int{}
	each(texts, func(name string, n *english.NameSpan) {
		if count[name] == nil {
			count[name] = map[english.NameType]int{}
		}
		count[name][n.Type]++
	})
	each(texts, func(name string, n *english.NameSpan) {
		for _, t := range []english.NameType{english.Person, english.Organization, english.Place} {
			if count[name][t] > count[name][n.Type] {
				n.Type = t
			}
		}
	})
}

// each calls f for the names of re3d, which may change their types.
func each(texts []english.NameText, f func(name string, n *english.NameSpan)) {
	for i := range texts {
		t := &texts[i]
		if !strings.HasPrefix(t.Source, "re3d") {
			continue
		}
		for k, words := range t.Sentences {
			names := english.NamesOf(t.Tags[k])
			for j := range names {
				f(strings.Join(words[names[j].First:names[j].End], " "), &names[j])
			}
			t.Tags[k] = english.MarkNames(len(words), names)
		}
	}
}
