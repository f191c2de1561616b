package compare

import (
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// parties returns whom the subject of a clause stands for: countries by their
// codes, other bodies by their entities. "Russia and Iran" are two; a plural
// pronoun is all of the phrase that it takes up.
func (f *stanceFinder) parties(subject news.Span, head int) []string {
	if head >= 0 && f.an.Mentions[head].Kind == news.PronounMention {
		m := &f.an.Mentions[head]
		if m.Antecedent == head {
			return nil
		}
		a := &f.an.Mentions[m.Antecedent]
		for k := firstClause(f.an, m.Sentence); k < len(f.an.Clauses) && f.an.Clauses[k].Sentence == m.Sentence; k++ {
			if cl := &f.an.Clauses[k]; cl.Subject.Contains(a.Span) && cl.Subject.End <= m.Start && cl.Subject != subject {
				return f.parties(cl.Subject, -1)
			}
		}
		return f.partyOf(m.Antecedent)
	}
	var out []string
	for _, m := range f.mentionsIn(subject) {
		x := &f.an.Mentions[m]
		if x.Kind == news.PronounMention || !f.heads(subject, x.Span) {
			continue
		}
		for _, p := range f.partyOf(m) {
			if !slices.Contains(out, p) {
				out = append(out, p)
			}
		}
	}
	return out
}

// mentionsIn returns the mentions within a span, in order.
func (f *stanceFinder) mentionsIn(s news.Span) []int {
	var out []int
	for m := firstMention(f.an, s.Start); m < len(f.an.Mentions) && f.an.Mentions[m].Start < s.End; m++ {
		if f.an.Mentions[m].End <= s.End {
			out = append(out, m)
		}
	}
	return out
}

// governing are the nouns that stand for a government with its name before them.
var governing = wordSet("government administration officials official authorities leaders leader regime ministry president minister diplomats diplomat " +
	"envoy spokesman spokeswoman leadership side delegation military army parliament lawmakers cabinet")

// heads reports whether a mention is one of those that a phrase names: it begins
// the phrase or follows "and", and nothing but a noun of government or another
// member follows it.
func (f *stanceFinder) heads(phrase, m news.Span) bool {
	before := f.wordsIn(f.i, news.Span{Start: phrase.Start, End: m.Start})
	if n := len(before); n > 0 {
		switch before[n-1].text {
		case ",":
			if !f.lists(phrase) {
				return false
			}
		case "and", "or", "nor", "both", "neither", "the", "senior", "while", "as":
		default:
			if n > 1 || !startWords[before[0].text] {
				return false
			}
		}
		for _, w := range before {
			if w.text == "of" || w.text == "with" || w.text == "by" || w.text == "for" || w.text == "against" {
				return false
			}
		}
	}
	after := f.wordsIn(f.i, news.Span{Start: m.End, End: phrase.End})
	if len(after) == 0 {
		return true
	}
	switch w := after[0].text; {
	case w == "on" && len(after) == 2: // "on Tuesday"
		return true
	case w == ",":
		return f.lists(phrase)
	case w == "and", w == "or", w == "nor", w == "itself", w == "alone", w == "himself", governing[w]:
		return true
	case len(after) > 1 && governing[after[1].text]:
		return true // "the US defence ministry"
	}
	return false
}

// governs reports whether a phrase ends with a noun of government.
func (f *stanceFinder) governs(s news.Span) bool {
	words := f.wordsIn(f.i, s)
	return len(words) > 0 && governing[words[len(words)-1].text]
}

// lists reports whether a phrase with commas lists its members: "X, Y and Z", but
// not "TURKU, Finland, May 14".
func (f *stanceFinder) lists(phrase news.Span) bool {
	return slices.ContainsFunc(f.wordsIn(f.i, phrase), func(w wordAt) bool { return w.text == "and" || w.text == "or" || w.text == "nor" })
}

var startWords = wordSet("the both neither senior top some most president mr mrs ms")

// partyOf returns the party that a mention stands for: the country of a person,
// place, ministry or people, else the body itself; nothing for a person without
// a country, whom nobody says to act for one.
func (f *stanceFinder) partyOf(m int) []string {
	x := &f.an.Mentions[m]
	if x.Kind == news.TitleMention && x.Type == news.Group && !f.governs(x.Span) {
		return nil // "Syrian rebels"
	}
	if x.Country != "" && x.Type != news.Other && !strings.HasPrefix(x.Known, "group:") && !strings.HasPrefix(x.Known, "agency:") {
		return []string{x.Country}
	}
	if a := x.Antecedent; a != m && a >= 0 && x.Country == "" {
		return f.party(a)
	}
	return f.party(m)
}

func (f *stanceFinder) party(m int) []string {
	x := &f.an.Mentions[m]
	if strings.HasPrefix(x.Known, "agency:") {
		return nil
	}
	switch {
	case x.Type == news.Person && x.Country == "" && f.home[f.EntityOf[f.i][m]] != "":
		return []string{f.home[f.EntityOf[f.i][m]]}
	case x.Country != "" && x.Type != news.Other && !strings.HasPrefix(x.Known, "group:"):
		return []string{x.Country}
	case strings.HasPrefix(x.Known, "body:") || strings.HasPrefix(x.Known, "group:"):
		if id := f.EntityOf[f.i][m]; id != "" && x.Kind == news.NameMention {
			return []string{id}
		}
	}
	return nil
}

// speakers returns for whom the speaker of a statement speaks.
func (f *stanceFinder) speakers(speech int) []string {
	sp := &f.an.Statements[speech]
	for _, m := range sp.OnBehalfOf {
		if p := f.partyOf(m); len(p) > 0 {
			return p
		}
	}
	if sp.Speaker >= 0 {
		if p := f.partyOf(sp.Speaker); len(p) > 0 {
			return p
		}
	}
	return nil
}

// own returns those of the parties that a clause can speak for: all if the outlet
// tells it, else the speaker's own, for what one party says of another's position
// is no more than that.
func (f *stanceFinder) own(cl *news.Clause, parties []string) []string {
	if cl.Speech < 0 {
		return parties
	}
	speakers := f.speakers(cl.Speech)
	return slices.DeleteFunc(parties, func(p string) bool { return !slices.Contains(speakers, p) })
}

// issues returns the persons, bodies and groups that a passage is about, a
// mention each, without those that belong to the parties.
func (f *stanceFinder) issues(s news.Span, parties []string) []int {
	var out []int
	var seen []string
	for _, m := range f.mentionsIn(s) {
		x := &f.an.Mentions[m]
		id := f.EntityOf[f.i][m]
		if id == "" || x.Kind == news.TitleMention || slices.Contains(seen, id) || slices.Contains(parties, id) {
			continue
		}
		who := x
		if x.Kind == news.PronounMention {
			if !personPronouns[strings.ToLower(x.Of(f.text))] {
				continue
			}
			who = &f.an.Mentions[x.Antecedent]
		}
		switch {
		case who.Country != "" && slices.Contains(parties, who.Country), f.home[id] != "" && slices.Contains(parties, f.home[id]):
			continue
		case who.Type == news.Person, strings.HasPrefix(who.Known, "group:"):
		default:
			continue
		}
		seen = append(seen, id)
		out = append(out, m)
	}
	return out
}

// personPronouns are the pronouns that stand for one person.
var personPronouns = wordSet("he him she")
