package cluster

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/zeebo/xxh3"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// A reader fills a point from an article.
type reader struct {
	point      *Point
	article    *news.Article
	annotation *news.Annotation
}

// mostHeading bounds the words of a heading.
const mostHeading = 400

// heading sets what a story of this article may be named by.
func (r reader) heading() {
	h := &r.point.heading
	switch text := r.article.Text; {
	case r.article.Title != "":
		h.span, h.isTitle = r.article.TitleSpan, true
	case len(r.annotation.Sentences) > 0:
		h.span = r.annotation.Sentences[0].Span
	default:
		h.span = news.Span{Start: 0, End: len(text)}
		for h.span.End > mostHeading || h.span.End < len(text) && !utf8.RuneStart(text[h.span.End]) {
			h.span.End--
		}
		h.span = h.span.Trim(text)
	}
	h.text = h.span.Of(r.article.Text)
}

// words fills the vectors of words.
func (r reader) words() {
	p, a, an := r.point, r.article, r.annotation
	room := rooms.Get().(*room)
	defer rooms.Put(room)
	all, twos, ends := room.bags[0][:0], room.bags[1][:0], room.bags[2][:0]
	var opening, headline, figures bag
	body := 0
	var buf [64]byte
	for _, s := range an.Sentences {
		before := feature{}
		for _, w := range an.Words[s.FirstWord:s.EndWord] {
			folded := knowledge.AppendWord(buf[:0], w.Of(a.Text))
			if len(folded) == 0 || len(folded) == 1 && (folded[0] < '0' || folded[0] > '9') {
				continue
			}
			f := feature{uint32(xxh3.Hash(folded)), 1, knowledge.Rarity(string(folded))}
			p.length++
			if len(folded) > 1 {
				all = append(all, f)
				ends = append(ends, feature{stem(folded), 1, f.rarity})
				if s.IsHeadline {
					headline.add(f.hash, 1, f.rarity)
				}
				if s.IsHeadline || body < leadWords {
					opening.add(f.hash, 1, f.rarity)
				}
				if folded[0] >= '0' && folded[0] <= '9' {
					figures.add(f.hash, 1, f.rarity)
				}
			}
			if !s.IsHeadline {
				body++
			}
			if before.hash != 0 && max(before.rarity, f.rarity) > pairRarity {
				twos.add(before.hash*0x9E3779B1^f.hash, 1, (before.rarity+f.rarity)/2)
			}
			before = f
		}
	}
	room.bags = [...]bag{all, twos, ends}
	p.vectors[words], p.vectors[pairs] = all.vector(mostWords), twos.vector(mostPairs)
	p.vectors[stems] = ends.vector(mostWords)
	p.heavy = heaviest(p.vectors[words], heavyTerms)
	p.vectors[lead], p.vectors[title] = opening.vector(mostLead), headline.vector(mostLead)
	p.vectors[numbers] = figures.vector(mostNames)
}

// pairRarity is what one word of a pair must be above, in 1/256 bit: pairs of
// common words say nothing.
const pairRarity = 3 * 256

// names fills the vectors of names and the actors, commonest first.
func (r reader) names() {
	p, an := r.point, r.annotation
	byKey := map[string]*actor{}
	var all, first, persons, sites bag
	for i := range an.Mentions {
		m := &an.Mentions[i]
		if m.Kind != news.NameMention {
			continue
		}
		key := cmp.Or(m.Known, string(m.Type)+":"+m.Key)
		rarity := knowledge.Rarity(strings.ToLower(lastWord(m.Name)))
		hash := uint32(xxh3.HashString(key))
		all.add(hash, 1, rarity)
		if r.leads(m.Sentence) {
			first.add(hash, 1, rarity)
		}
		switch m.Type {
		case news.Person:
			persons.add(hash, 1, rarity)
		case news.Place:
			sites.add(hash, 1, rarity)
		}
		if m.Type == news.Other {
			continue
		}
		act := byKey[key]
		if act == nil {
			act = &actor{key: key, name: m.Name, rarity: rarity}
			byKey[key] = act
		}
		act.count++
	}
	for _, act := range byKey {
		p.actors = append(p.actors, *act)
	}
	slices.SortFunc(p.actors, func(x, y actor) int { return cmp.Or(cmp.Compare(y.count, x.count), cmp.Compare(x.key, y.key)) })
	p.actors = slices.Clone(p.actors[:min(len(p.actors), mostActors)])
	p.vectors[chiefs] = first.vector(mostNames)
	p.vectors[names], p.vectors[people], p.vectors[places] = all.vector(mostNames), persons.vector(mostNames), sites.vector(mostNames)
}

// leads reports whether a sentence is a headline or begins within the lead.
func (r reader) leads(sentence int) bool {
	if sentence < 0 || sentence >= len(r.annotation.Sentences) {
		return false
	}
	s := &r.annotation.Sentences[sentence]
	return s.IsHeadline || s.FirstWord < leadWords
}

func lastWord(s string) string { return s[strings.LastIndexByte(s, ' ')+1:] }

// quoteRun is how many words in a row two articles must quote alike.
const quoteRun = 5

// quotes fills quotes.
func (r reader) quotes() {
	p, a, an := r.point, r.article, r.annotation
	var buf [64]byte
	var run [quoteRun]uint64
	for i := range an.Statements {
		st := &an.Statements[i]
		if st.Kind == news.Indirect {
			continue
		}
		for _, c := range st.Content {
			n := 0
			k, _ := slices.BinarySearchFunc(an.Words, c.Start, func(w news.Word, at int) int { return cmp.Compare(w.Start, at) })
			for ; k < len(an.Words) && an.Words[k].End <= c.End; k++ {
				folded := knowledge.AppendWord(buf[:0], an.Words[k].Of(a.Text))
				if len(folded) == 0 {
					continue
				}
				run[n%quoteRun] = xxh3.Hash(folded)
				if n++; n >= quoteRun {
					h := uint64(0)
					for j := range uint64(quoteRun) {
						h = h*0x9E3779B97F4A7C15 + run[(uint64(n)+j)%quoteRun]
					}
					p.quotes = append(p.quotes, uint32(h>>32))
				}
			}
		}
	}
	slices.Sort(p.quotes)
	p.quotes = slices.Compact(p.quotes)
}
