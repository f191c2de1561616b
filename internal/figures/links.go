package figures

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/twosource/twosource/internal/news"
)

// Verbs say what one article did with another.
var Verbs = map[news.LinkKind]string{
	news.Copy: "copied", news.Edit: "edited", news.Rewrite: "rewrote", news.Excerpt: "took an excerpt of", news.Merged: "merged in",
	news.Wire: "has the same wire text as", news.CommonSource: "shares a source with",
}

// Hows say in a picture how an article was taken from the one above it.
var Hows = map[news.LinkKind]string{
	news.Copy: "copied", news.Edit: "edited", news.Rewrite: "rewritten", news.Excerpt: "excerpt", news.Merged: "merged", news.Wire: "same wire text",
}

// PassageWords say what a passage is of the one beside it.
var PassageWords = map[news.ReuseKind]string{news.Verbatim: "word for word as", news.Edited: "edited after", news.Rewritten: "reworded after"}

// How much of a link is shown aligned. Ours.
const (
	maxPassages = 2
	maxPassage  = 600 // bytes of one side; longer ones are cut
)

// Passages aligns the longest passages that two texts share, in the order of the
// second; more counts the others.
func Passages(from, to string, list []news.Reuse) (rows []Row, more int) {
	list = slices.DeleteFunc(slices.Clone(list), func(p news.Reuse) bool { return p.From.Check(from) != nil || p.To.Check(to) != nil })
	slices.SortStableFunc(list, func(x, y news.Reuse) int { return cmp.Compare(y.To.Len(), x.To.Len()) })
	more = max(0, len(list)-maxPassages)
	list = list[:min(len(list), maxPassages)]
	slices.SortStableFunc(list, func(x, y news.Reuse) int { return cmp.Compare(x.To.Start, y.To.Start) })
	for _, p := range list {
		r := Row{Kind: p.Kind}
		r.A, r.B = Differ(p.From.Of(from), p.To.Of(to))
		r.A, r.B = clip(r.A), clip(r.B)
		rows = append(rows, r)
	}
	return rows, more
}

// clip returns the first maxPassage bytes of one side, up to a blank.
func clip(list []Words) []Words {
	left := maxPassage
	for i, w := range list {
		if left -= len(w.Text); left >= 0 {
			continue
		}
		k := len(w.Text) + left
		if n := strings.LastIndexAny(w.Text[:k], " \n"); n >= 0 {
			k = n
		}
		for k > 0 && !utf8.RuneStart(w.Text[k]) {
			k--
		}
		w.Text = w.Text[:k]
		return append(append(list[:i:i], w), Words{Text: " […]"})
	}
	return list
}
