package actions

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/twosource/twosource/internal/grammar"
	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

//go:embed roles.txt
var roleList string

// roleWords gives the sector of each noun of people or bodies; words of one are
// joined by _.
var roleWords = sync.OnceValue(func() map[string]string {
	m := make(map[string]string, 2048)
	for line := range strings.Lines(roleList) {
		words := strings.Fields(line)
		if len(words) < 2 || words[0] == "#" {
			continue
		}
		for _, w := range words[1:] {
			if m[w] == "" {
				m[w] = words[0]
			}
		}
	}
	return m
})

// sector gives the sector of the phrase with head noun i by its words: "army" is
// MIL, "foreign ministry" GOV; "" if they tell none.
func (f *finder) sector(i int32) string {
	g := f.g
	if g.POS[i] != grammar.NOUN && g.POS[i] != grammar.PROPN {
		return ""
	}
	roles := roleWords()
	lemma := f.lowerLemma(i)
	if i > 0 && f.sent[i-1] == f.sent[i] && g.Head[i-1] == i {
		if s := roles[f.lowerLemma(i-1)+"_"+lemma]; s != "" {
			return s
		}
	}
	if s := roles[lemma]; s != "" {
		return s
	}
	if s := roles[f.lower(i)]; s != "" {
		return s
	}
	if f.lex[i].is(armed) {
		return "MIL"
	}
	return ""
}

func (f *finder) lowerLemma(i int32) string {
	w := f.g.Lemma[i]
	for k := 0; k < len(w); k++ {
		if w[k] >= 'A' && w[k] <= 'Z' {
			return strings.ToLower(w)
		}
	}
	return w
}

// sectorOf gives the sector of mention m with head word i: from knowledge, its
// role, its words.
func (f *finder) sectorOf(m int32, i int32) string {
	x := &f.ann.Mentions[m]
	root := &f.ann.Mentions[x.Antecedent]
	if s := f.sector(i); s != "" {
		return s
	}
	for _, known := range [...]string{x.Known, root.Known} {
		if s := f.sectorKnown(known); s != "" {
			return s
		}
	}
	for _, y := range [...]*news.Mention{x, root} {
		if !y.Role.IsZero() {
			if s := f.sectorWithin(y.Role); s != "" {
				return s
			}
		}
	}
	if s := f.sectorWithin(x.Span); s != "" && x.Type != news.Person {
		return s
	}
	if x.Acts {
		return "GOV"
	}
	return ""
}

// sectorKnown gives the sector of what stands in the tables.
func (f *finder) sectorKnown(key string) string {
	if key == "" {
		return ""
	}
	e, ok := f.known.Get(key)
	if !ok {
		return ""
	}
	switch e.Kind {
	case knowledge.Seat, knowledge.Officeholder, knowledge.Country, knowledge.Capital:
		return "GOV"
	case knowledge.Body:
		if e.Country == "" {
			return "IGO"
		}
		return "GOV"
	case knowledge.ArmedGroup:
		return "REB"
	case knowledge.NewsAgency, knowledge.NewsOutlet:
		return "MED"
	case knowledge.Party:
		return "PTY"
	case knowledge.Faith:
		return "REL"
	case knowledge.Company:
		return "BUS"
	}
	return ""
}

// sectorWithin gives the sector of the last word of s that has one.
func (f *finder) sectorWithin(s news.Span) string {
	found := ""
	f.eachWord(s, maxMention, func(i int) {
		if x := f.sector(int32(i)); x != "" {
			found = x
		}
	})
	return found
}
