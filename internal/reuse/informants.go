package reuse

import (
	"cmp"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// informants returns what article i attributes to a person or body that it names,
// each passage with the one it is attributed to as its origin: a claim that twelve
// outlets have from one monitor rests on that monitor (DESIGN §2.5).
func (f *finder) informants(i int, origins map[string]*news.Origin) []news.OriginPassage {
	x := f.informed[i]
	for _, o := range x.origins {
		add(origins, o, f.articles[i].ID)
	}
	return x.passages
}

// informed is what one article attributes to informants.
type informed struct {
	origins  []news.Origin // each once, in the order of its statements
	passages []news.OriginPassage
}

// readInformants returns what an article of such an annotation attributes.
func (f *finder) readInformants(an *news.Annotation) *informed {
	x := new(informed)
	for k := range an.Statements {
		s := &an.Statements[k]
		if s.Speaker < 0 || s.Speaker >= len(an.Mentions) {
			continue
		}
		o, ok := f.informant(an, s.Speaker)
		if !ok {
			continue
		}
		if !slices.ContainsFunc(x.origins, func(known news.Origin) bool { return known.ID == o.ID }) {
			x.origins = append(x.origins, o)
		}
		for _, c := range s.Content {
			x.passages = append(x.passages, news.OriginPassage{Span: c, Origin: o.ID})
		}
	}
	slices.SortFunc(x.passages, func(x, y news.OriginPassage) int {
		return cmp.Or(cmp.Compare(x.Start, y.Start), cmp.Compare(y.End, x.End), cmp.Compare(x.Origin, y.Origin))
	})
	x.passages = slices.Compact(x.passages)
	return x
}

// informant returns the origin that a mention of a speaker stands for: the name in
// the tables, else the fullest that the article has.
func (f *finder) informant(an *news.Annotation, mention int) (news.Origin, bool) {
	m := &an.Mentions[mention]
	if a := m.Antecedent; a >= 0 && a < len(an.Mentions) && an.Mentions[a].Kind == news.NameMention {
		m = &an.Mentions[a]
	}
	if m.Kind != news.NameMention || m.Name == "" || m.Type == news.Other {
		return news.Origin{}, false
	}
	m = fuller(an, m)
	name, key := m.Name, knowledge.Fold(m.Name)
	if e, ok := f.known.Get(m.Known); ok && m.Known != "" {
		name, key = e.Name, e.Key
	}
	if key == "" {
		return news.Origin{}, false
	}
	return news.Origin{ID: news.NewID("origin", "informant", key), Name: name, Kind: news.OriginInformant}, true
}

// fuller returns the name of several words that a body's name of one word is short
// for: "the Observatory", after "the Fen Observatory".
func fuller(an *news.Annotation, m *news.Mention) *news.Mention {
	if m.Type == news.Person || strings.Contains(m.Name, " ") {
		return m
	}
	for i := range an.Mentions {
		x := &an.Mentions[i]
		if x.Kind == news.NameMention && x.Type == m.Type && len(x.Name) > len(m.Name) && slices.Contains(strings.Fields(x.Name), m.Name) {
			return x
		}
	}
	return m
}
