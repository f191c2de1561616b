package compare

import (
	"cmp"
	"slices"

	"github.com/twosource/twosource/internal/news"
)

// A nameCursor tells of words, asked in order, whether they belong to a name or
// to the title before it: what two sentences on one person share anyway.
type nameCursor struct {
	spans []news.Span
	next  int
}

// newNameCursor returns a cursor over the names of one type; "" is any.
func newNameCursor(an *news.Annotation, of news.EntityType) nameCursor {
	var c nameCursor
	for i := range an.Mentions {
		m := &an.Mentions[i]
		if m.Kind != news.NameMention || of != "" && m.Type != of {
			continue
		}
		span := m.Span
		if m.Role.End > m.Role.Start && m.Role.End <= m.Start {
			span.Start = m.Role.Start
		}
		if n := len(c.spans); n == 0 || span.Start >= c.spans[n-1].End {
			c.spans = append(c.spans, span)
		}
	}
	return c
}

func (c *nameCursor) holds(w news.Span) bool {
	for c.next < len(c.spans) && c.spans[c.next].End <= w.Start {
		c.next++
	}
	return c.next < len(c.spans) && c.spans[c.next].Overlaps(w)
}

const (
	// A sentence is one article's alone if at least this part of its weight
	// stands nowhere else in the story, and at least novelWords words of it.
	novelShare = 160 // of 256
	novelWords = 3
	// At most this many sentences of one article are named as its own.
	onlyHereMost = 3
)

// onlyHere returns for each article of a story the sentences whose words no
// other article has.
func (c *comparer) onlyHere(body []sentence) []news.OnlyHere {
	articles := map[uint32]int{} // word → the one article that has it, or -1
	several := false
	for i := range body {
		several = several || body[i].article != body[0].article
		for _, w := range body[i].words {
			if a, ok := articles[w.hash]; ok && a != body[i].article {
				articles[w.hash] = -1
			} else {
				articles[w.hash] = body[i].article
			}
		}
	}
	if !several {
		return nil
	}
	type novel struct {
		*sentence
		weight int64
	}
	found := map[int][]novel{}
	var order []int
	for i := range body {
		s := &body[i]
		weight, words := int64(0), 0
		for _, w := range s.words {
			if articles[w.hash] >= 0 {
				weight += int64(w.weight)
				words++
			}
		}
		if words >= novelWords && weight*256 >= novelShare*s.total {
			if len(found[s.article]) == 0 {
				order = append(order, s.article)
			}
			found[s.article] = append(found[s.article], novel{s, weight})
		}
	}
	var out []news.OnlyHere
	for _, a := range order {
		list := found[a]
		slices.SortStableFunc(list, func(x, y novel) int { return cmp.Compare(y.weight, x.weight) })
		list = list[:min(onlyHereMost, len(list))]
		slices.SortFunc(list, func(x, y novel) int { return cmp.Compare(x.span.Start, y.span.Start) })
		only := news.OnlyHere{Article: c.Articles[a].ID}
		for _, n := range list {
			only.Spans = append(only.Spans, n.span)
		}
		out = append(out, only)
	}
	slices.SortFunc(out, func(x, y news.OnlyHere) int { return cmp.Compare(x.Article, y.Article) })
	return out
}
