package reuse

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// The fractions of words that make a link one kind or another. The join at 0.2
// is DESIGN §4's; the others follow its words: a copy has all of the text, an
// excerpt part of a longer one, an edit most of it.
const (
	copyShare = 0.90
	editShare = 0.50
	joinShare = 0.20
)

// link makes the lineage of two articles of their passages.
func link(a, b *doc, passages []passage) news.Link {
	covA, covB, edited, quotedOnly := coverage(passages)
	shareA, shareB := ratio(covA, len(a.hash)), ratio(covB, len(b.hash))
	from, to, why, sure := direction(a, b, shareA, shareB)
	swapped := from == b
	shareFrom, shareTo := shareA, shareB
	if swapped {
		shareFrom, shareTo = shareB, shareA
	}
	l := news.Link{From: from.article.ID, To: to.article.ID, Shared: shareTo}
	for _, p := range passages {
		u := p.reuse(a, b)
		if swapped {
			u.From, u.To = u.To, u.From
		}
		l.Passages = append(l.Passages, u)
	}
	slices.SortFunc(l.Passages, func(x, y news.Reuse) int { return cmp.Compare(x.To.Start, y.To.Start) })
	l.Kind = kindOf(from, to, shareFrom, shareTo, edited, quotedOnly)
	if l.Kind == news.CommonSource && l.From > l.To {
		l = turn(l, shareFrom)
	}
	l.Joins = l.Kind != news.CommonSource || !quotedOnly && max(shareA, shareB) >= joinShare
	l.Confidence = confidence(shareTo, sure, l.Kind)
	l.Reasons = reasons(l, passages, why, shareFrom)
	if l.Kind == news.Wire {
		l.Reasons = append(l.Reasons, "both credit "+sharedAgency(from, to))
	}
	l.ID = news.NewID("lineage", l.From, l.To)
	return l
}

// coverage counts the words of each side that stand in passages, and reports
// whether any passage is edited and whether all are quotations.
func coverage(passages []passage) (a, b int, edited, quotedOnly bool) {
	quotedOnly = true
	for _, p := range passages {
		a += int(p.aLast - p.aFirst + 1)
		b += int(p.bLast - p.bFirst + 1)
		edited = edited || p.runs > 1
		quotedOnly = quotedOnly && p.quoted
	}
	return a, b, edited, quotedOnly
}

func ratio(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return min(1, float64(n)/float64(of))
}

// direction judges which of two articles took from the other, and why. sure is
// false if nothing tells; from is then the one with more text, else the one
// with the lower id.
func direction(a, b *doc, shareA, shareB float64) (from, to *doc, why string, sure bool) {
	// An agency's own text comes before an outlet's that credits the agency.
	if ca, cb := credited(b, a.article.Outlet), credited(a, b.article.Outlet); ca != cb {
		if ca {
			return a, b, "credits " + a.article.Outlet, true
		}
		return b, a, "credits " + b.article.Outlet, true
	}
	af, al, okA := a.article.Published.Bounds()
	bf, bl, okB := b.article.Published.Bounds()
	if okA && okB {
		switch {
		case al < bf:
			return a, b, "published " + later(a.article.Published, b.article.Published) + " later", true
		case bl < af:
			return b, a, "published " + later(b.article.Published, a.article.Published) + " later", true
		}
	}
	// Cutting is commoner than padding: who shares the smaller part of their
	// own text is the likelier source.
	switch {
	case shareA < shareB:
		return a, b, "the shorter text lies within the longer", shareB-shareA > 0.2
	case shareB < shareA:
		return b, a, "the shorter text lies within the longer", shareA-shareB > 0.2
	}
	if a.article.ID < b.article.ID {
		return a, b, "nothing tells which came first", false
	}
	return b, a, "nothing tells which came first", false
}

// credited reports whether d credits the named outlet as the source of its
// text.
func credited(d *doc, outlet string) bool {
	if outlet == "" {
		return false
	}
	for _, c := range d.annotation.Credits {
		if c.Role == news.CreditedAs && strings.EqualFold(c.Agency, outlet) {
			return true
		}
	}
	return false
}

// later puts the time between two dates into words that a person can check: in
// days unless both are known to the minute.
func later(first, second news.Date) string {
	from, _, _ := first.Bounds()
	to, _, _ := second.Bounds()
	if first.Precision == news.PrecisionMinute && second.Precision == news.PrecisionMinute {
		switch minutes := to - from; {
		case minutes < 120:
			return fmt.Sprintf("%d min", minutes)
		case minutes < 48*60:
			return fmt.Sprintf("%d h", minutes/60)
		}
	}
	a, okA := first.Day()
	b, okB := second.Day()
	if !okA || !okB {
		return "some time"
	}
	return fmt.Sprintf("%d %s", b-a, plural(b-a, "day"))
}

// kindOf names the lineage of two articles.
func kindOf(from, to *doc, shareFrom, shareTo float64, edited, quotedOnly bool) news.LinkKind {
	switch {
	case quotedOnly && shareTo < editShare:
		return news.CommonSource
	case shareTo >= copyShare && shareFrom >= copyShare && !edited:
		return news.Copy
	case sharedAgency(from, to) != "" && shareTo >= joinShare:
		return news.Wire
	case shareTo >= copyShare && shareFrom < editShare:
		return news.Excerpt
	case shareTo >= editShare:
		return news.Edit
	}
	return news.CommonSource
}

// sharedAgency returns the agency that both articles credit for their text.
func sharedAgency(a, b *doc) string {
	for _, x := range a.annotation.Credits {
		if x.Role != news.CreditedAs {
			continue
		}
		for _, y := range b.annotation.Credits {
			if y.Role == news.CreditedAs && x.Agency == y.Agency {
				return x.Agency
			}
		}
	}
	return ""
}

// turn swaps the ends of a link.
func turn(l news.Link, shared float64) news.Link {
	l.From, l.To, l.Shared = l.To, l.From, shared
	for i, p := range l.Passages {
		l.Passages[i].From, l.Passages[i].To = p.To, p.From
	}
	slices.SortFunc(l.Passages, func(x, y news.Reuse) int { return cmp.Compare(x.To.Start, y.To.Start) })
	return l
}

// confidence is a rough judgement that the link and its direction are right,
// from 0 to 1: the more is shared the likelier, and a guessed direction halves
// the doubt at most.
func confidence(shared float64, sure bool, kind news.LinkKind) float64 {
	c := 0.6 + float64(0.4*shared)
	if kind != news.CommonSource && !sure {
		c -= 0.25
	}
	return c
}

// reasons says in words that a person can check why there is a link.
func reasons(l news.Link, passages []passage, why string, shareFrom float64) []string {
	words := int32(0)
	for _, p := range passages {
		words = max(words, p.equal)
	}
	out := []string{
		fmt.Sprintf("shares %d %% of its words, in %d %s; the longest has %d equal words",
			percent(l.Shared), len(passages), plural(len(passages), "passage"), words),
	}
	if l.Kind == news.CommonSource {
		if l.Joins {
			return append(out, "too much for two independent reports")
		}
		return append(out, "only these passages have one source")
	}
	if l.Kind == news.Excerpt {
		out = append(out, fmt.Sprintf("the source is longer: %d %% of its words are here", percent(shareFrom)))
	}
	return append(out, why)
}

func percent(f float64) int { return int(float64(f*100) + 0.5) }

func plural(n int, word string) string {
	if n == 1 {
		return word
	}
	return word + "s"
}

// The least part of its words that a merged article takes from each of its
// sources, and from all together.
const (
	mergedEach = 0.25
	mergedAll  = 0.70
)

// markMerged retypes the links of articles that were put together from several
// sources.
func markMerged(links []news.Link) {
	byTo := map[string][]int{}
	linked := map[[2]string]bool{}
	for i, l := range links {
		linked[[2]string{l.From, l.To}] = true
		linked[[2]string{l.To, l.From}] = true
		if l.Kind != news.Copy && l.Kind != news.Wire && l.Shared >= mergedEach {
			byTo[l.To] = append(byTo[l.To], i)
		}
	}
	// Each group is judged by itself, so the order of the map is of no effect.
	for _, group := range byTo {
		total := 0.0
		for k, i := range group {
			total += links[i].Shared
			for _, j := range group[:k] {
				if linked[[2]string{links[i].From, links[j].From}] {
					total = 0
				}
			}
		}
		if len(group) < 2 || total < mergedAll {
			continue
		}
		for _, i := range group {
			links[i].Kind, links[i].Joins = news.Merged, true
			links[i].Reasons = append(links[i].Reasons, fmt.Sprintf("put together from %d articles", len(group)))
		}
	}
}
