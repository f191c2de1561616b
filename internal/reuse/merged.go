package reuse

import (
	"fmt"

	"github.com/twosource/twosource/internal/news"
)

// The least part of its words that a merged article takes from each of its
// sources, and from all together.
const (
	mergedEach = 0.15
	mergedAll  = 0.70
)

// markMerged retypes the links of articles that were put together from several
// sources that have nothing in common themselves. What a copy has it has from its
// source, so a copy is put together by nobody.
func markMerged(links []*found) {
	byArticle := map[string][]*found{}
	linked := map[[2]string]bool{}
	copies := map[string]bool{}
	var order []string
	for _, l := range links {
		if l.phrase {
			continue
		}
		linked[[2]string{l.From, l.To}] = true
		linked[[2]string{l.To, l.From}] = true
		if l.Kind == news.Copy {
			copies[l.To] = true
		}
		if l.Kind == news.Copy || l.Kind == news.Wire || l.Kind == news.Rewrite {
			continue
		}
		for _, end := range [2]string{l.To, l.From} {
			if byArticle[end] == nil {
				order = append(order, end)
			}
			byArticle[end] = append(byArticle[end], l)
		}
	}
	// An article that is merged is no source of another one that is.
	done := map[*found]bool{}
	for _, article := range order {
		if copies[article] {
			continue
		}
		if group := mergedFrom(article, byArticle[article], linked, done); group != nil {
			for _, l := range group {
				if l.From == article {
					l.turn("the other text is put together from several")
				}
				l.Kind, l.Joins, done[l] = news.Merged, true, true
				l.Reasons = append(l.Reasons, fmt.Sprintf("put together from %d articles", len(group)))
			}
		}
	}
}

// mergedFrom returns the links of article to what it was put together from, nil if
// it was not.
func mergedFrom(article string, links []*found, linked map[[2]string]bool, done map[*found]bool) []*found {
	var group []*found
	total := 0.0
	for _, l := range links {
		part, other := l.Shared, l.From
		if l.From == article {
			part, other = l.sharedFrom, l.To
		}
		if l.source == article || part < mergedEach || done[l] {
			continue
		}
		for _, g := range group {
			if linked[[2]string{other, g.From}] && g.From != article || linked[[2]string{other, g.To}] && g.To != article {
				return nil
			}
		}
		group = append(group, l)
		total += part
	}
	if len(group) < 2 || total < mergedAll {
		return nil
	}
	return group
}
