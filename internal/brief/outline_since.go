package brief

import (
	"cmp"
	"slices"

	"github.com/twosource/twosource/internal/news"
)

// isNew reports whether article i was published on the day of [Settings.Since]
// or later; false if no day is given, or its own is not known.
func (b *builder) isNew(i int) bool {
	from, _, ok := news.Date{Value: b.d.set.Since}.Bounds()
	first, _, known := b.d.rec.Articles[i].Published.Bounds()
	return ok && known && first >= from
}

// allNew reports whether all places stand in new articles.
func (b *builder) allNew(list []place) bool {
	return b.d.set.Since != "" && len(list) > 0 && !slices.ContainsFunc(list, func(p place) bool { return !b.isNew(p.art) })
}

// newLabel ends the label of what only new articles tell, and of what one origin
// had before and several have now.
func (b *builder) newLabel(list []place, origins []string) []seg {
	switch {
	case b.allNew(list):
		return []seg{text("\nnew")}
	case b.d.set.Since != "" && len(origins) > 1 && b.originsBefore(list) < 2:
		return []seg{text("\nnow of " + inWords(len(origins)) + "\norigins")}
	}
	return nil
}

// originsBefore counts the origins of the old articles among places.
func (b *builder) originsBefore(list []place) int {
	var ids []string
	for _, p := range list {
		if id := b.d.provenance(p.art).Origin; !b.isNew(p.art) && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return len(ids)
}

// hasNew reports whether a story is to be shown: it has a new article, or all
// are wanted.
func (b *builder) hasNew(s *news.Story) bool {
	return b.d.set.Since == "" || slices.ContainsFunc(b.storyArticles(s), b.isNew)
}

// newFacts is the line on what is new in a story: articles, and origins that no
// old article has.
func (b *builder) newFacts(s *news.Story) []seg {
	if b.d.set.Since == "" {
		return nil
	}
	articles := b.storyArticles(s)
	fresh := slices.DeleteFunc(slices.Clone(articles), func(i int) bool { return !b.isNew(i) })
	old := map[string]bool{}
	for _, i := range articles {
		if !b.isNew(i) {
			old[cmp.Or(b.d.provenance(i).Origin, b.d.rec.Articles[i].ID)] = true
		}
	}
	origins := map[string]bool{}
	for _, i := range fresh {
		if id := cmp.Or(b.d.provenance(i).Origin, b.d.rec.Articles[i].ID); !old[id] {
			origins[id] = true
		}
	}
	out := []seg{text("New since " + longDate(b.d.set.Since) + ": " + plural(len(fresh), "article", "") + ", at most " + plural(len(origins), "origin", "") + ": ")}
	if len(fresh) > maxGroups && !b.reach.All {
		return append(out, append(b.list(fresh[:maxGroups]), text(" and "+count(len(fresh)-maxGroups)+" more"))...)
	}
	return append(out, b.list(fresh)...)
}
