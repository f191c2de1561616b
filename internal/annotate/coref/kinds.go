package coref

import (
	"strings"

	"github.com/twosource/twosource/internal/grammar"
	"github.com/twosource/twosource/internal/news"
)

// kindReach is how many sentences back "the company" may find its name.
const kindReach = 3

// kindOf gives the thing of the only name of the kind that description n asks
// for in the sentences before: "the company", "the country", "the woman".
func (f *finder) kindOf(n *node) int32 {
	if n.plural || !n.definite {
		return 0
	}
	want := f.wanted(n)
	if want == nil {
		return 0
	}
	only := int32(0)
	for k := len(f.recent) - 1; k >= 0 && k >= len(f.recent)-pronounMentions; k-- {
		o := &f.nodes[f.recent[k]]
		dist := n.Sentence - o.Sentence
		if dist > kindReach || only > 0 && dist > 1 {
			break
		}
		t := &f.things[o.thing-1]
		if o.thing == only || !t.named || !want(t) || !f.agrees(n, t) || o.last >= n.first {
			continue
		}
		if only > 0 {
			return 0
		}
		only = o.thing
	}
	return only
}

// wanted gives what a thing must be for n to take it up; nil if n says too
// little.
func (f *finder) wanted(n *node) func(t *thing) bool {
	switch n.lemma {
	case "country", "nation":
		return func(t *thing) bool { return strings.HasPrefix(t.known, "country:") }
	case "city", "town", "capital", "village":
		return func(t *thing) bool { return t.typ == news.Place && !strings.HasPrefix(t.known, "country:") }
	}
	if n.class&(woman|man) != 0 {
		return func(t *thing) bool { return t.typ == news.Person && !t.hasRole }
	}
	return nil
}

// sexOf gives the sex that a person's name shows: by a form of address before
// it, or by the given name.
func (f *finder) sexOf(n *node) class {
	if n.first > 0 {
		switch strings.TrimSuffix(f.word(n.first-1), ".") {
		case "Mr", "Sir", "Lord", "King", "Prince":
			return man
		case "Mrs", "Ms", "Miss", "Mme", "Lady", "Dame", "Baroness", "Queen", "Princess":
			return woman
		}
	}
	if n.last > n.first {
		return given()[strings.ToLower(f.word(n.first))] & (woman | man)
	}
	return 0
}

// addWords adds the pronouns and descriptions that are not yet mentions.
func (f *finder) addWords() {
	inside := make([]bool, len(f.words))
	for i := range f.nodes {
		n := &f.nodes[i]
		for k := n.first; k <= n.last; k++ {
			inside[k] = true
		}
	}
	for s := range f.sents {
		for i := int32(f.sents[s].FirstWord); i < int32(f.sents[s].EndWord); i++ {
			if inside[i] {
				continue
			}
			switch f.g.POS[i] {
			case grammar.PRON:
				if _, ok := pronouns[strings.ToLower(f.word(i))]; ok {
					f.add(s, i, i, news.PronounMention)
				}
			case grammar.NOUN:
				f.addDescription(s, i, inside)
			}
		}
	}
}

// addDescription adds "the company" with the head h, if the noun is one of an
// actor or place, and nothing in it is a mention.
func (f *finder) addDescription(s int, h int32, inside []bool) {
	if classOf(f.g.Lemma[h]) == 0 || f.g.Feats[h].Has(grammar.Plural) {
		return
	}
	det := f.g.Child(int(h), grammar.RelDet)
	if det < 0 || det >= int(h) || f.g.Head[h] >= 0 && f.g.Rel[h] == grammar.RelCompound {
		return
	}
	switch strings.ToLower(f.word(int32(det))) {
	case "the", "this", "that":
	default:
		return
	}
	for k := det; k < int(h); k++ {
		if inside[k] {
			return
		}
	}
	f.add(s, int32(det), h, news.TitleMention)
}

// add adds the words [first, last] as a mention that will be left out if it
// stands for nothing that is known.
func (f *finder) add(s int, first, last int32, kind news.MentionKind) {
	m := news.Mention{Span: news.Span{Start: f.words[first].Start, End: f.words[last].End}, Kind: kind, Sentence: s}
	m.Name = m.Of(f.text)
	m.Type = news.Person
	if kind == news.TitleMention {
		m.Name = strings.Join(strings.Fields(f.text[f.words[first].End:m.End]), " ")
		m.Type = typeOfClass(classOf(f.g.Lemma[last]))
		m.Key = strings.ToLower(f.word(last))
	} else if p := pronouns[strings.ToLower(m.Name)]; p.sex == 0 {
		m.Type = news.Group
		if p.it {
			m.Type = news.Other
		}
	}
	i := len(f.nodes)
	f.nodes = append(f.nodes, node{})
	f.fill(&f.nodes[i], m)
	f.nodes[i].extra, f.nodes[i].named = true, int32(i)
	if f.at[last] == 0 {
		f.at[last] = int32(i) + 1
	}
}
