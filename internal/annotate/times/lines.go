package times

import (
	"cmp"
	"slices"

	"github.com/twosource/twosource/internal/dates"
	"github.com/twosource/twosource/internal/news"
)

// addLines puts the dates of a's date lines among the expressions of its
// sentences. They stand in no sentence; what cannot be read is left out, for a
// line may hold more than a date.
func addLines(out []news.Time, a *news.Article) []news.Time {
	var lines []news.Time
	for _, b := range a.Blocks {
		if b.Kind != news.DateLine {
			continue
		}
		s := b.Trim(a.Text)
		d, ok := dates.Parse(s.Of(a.Text), news.OrderUnknown)
		if !ok {
			continue
		}
		d.Basis, d.Span, d.Words = news.BasisStated, s, s.Of(a.Text)
		t := news.Time{Date: d, Kind: news.TimeDate, Anchor: -1, Sentence: -1}
		if d.Precision == news.PrecisionMinute || d.Precision == news.PrecisionHour {
			t.Kind = news.TimeOfDay
		}
		lines = append(lines, t)
	}
	if len(lines) == 0 {
		return out
	}
	return merge(lines, out)
}

// merge joins two sorted lists; the anchors of the second point into the
// result.
func merge(lines, out []news.Time) []news.Time {
	moved := make([]int, len(out))
	all := make([]news.Time, 0, len(lines)+len(out))
	for i := range out {
		for len(lines) > 0 && cmp.Less(lines[0].Span.Start, out[i].Span.Start) {
			all, lines = append(all, lines[0]), lines[1:]
		}
		moved[i] = len(all)
		all = append(all, out[i])
	}
	all = append(all, lines...)
	for _, i := range moved {
		if k := all[i].Anchor; k >= 0 {
			all[i].Anchor = moved[k]
		}
	}
	return slices.Clip(all)
}
