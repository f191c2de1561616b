package compare

import (
	"cmp"
	"slices"
	"strings"

	"github.com/zeebo/xxh3"

	"github.com/twosource/twosource/internal/news"
)

// A DayWeight says how much articles tell of one day.
type DayWeight struct {
	Day      int   // since 1970-01-01
	Articles int   // that name it as past, or as their own day
	Weight   int64 // 256 for each such article, up to three times as much where it still tells of the day later
}

const (
	dayUnit = 256
	// longestStretch is the longest stretch of days each of which counts as
	// named: "on 19 and 20 December".
	longestStretch = 3
)

// Days weighs the days that articles tell of as past, the weightiest first,
// then the earliest. A day that an article still tells of some time after it
// counts for up to three times as much as one that it tells of at once; spacing
// is the number of days after which it counts in full: about how many days lie
// between two that are worth a line. A sentence that stands in several articles
// counts in the first. Time grows with the words of the articles.
//
// Source: the counts of mentions are those of Tran and others, Predicting
// relevant news events for timeline summaries, WWW 2013; the growth is ours.
func Days(articles []news.Article, annotations []news.Annotation, spacing int) []DayWeight {
	spacing = max(spacing, 1)
	order := make([]int, 0, len(articles))
	for i := range articles {
		if _, ok := articles[i].Published.Day(); ok {
			order = append(order, i)
		}
	}
	published := func(i int) int { d, _ := articles[i].Published.Day(); return d }
	slices.SortFunc(order, func(x, y int) int {
		return cmp.Or(cmp.Compare(published(x), published(y)), cmp.Compare(articles[x].ID, articles[y].ID))
	})
	seen := map[uint64]bool{}
	sum := map[int]*DayWeight{}
	for _, i := range order {
		for _, d := range daysTold(&articles[i], &annotations[i], seen) {
			late := published(i) - d
			if late < 0 {
				continue
			}
			if sum[d] == nil {
				sum[d] = &DayWeight{Day: d}
			}
			sum[d].Articles++
			sum[d].Weight += dayUnit + 2*dayUnit*int64(min(late, spacing))/int64(spacing)
		}
	}
	out := make([]DayWeight, 0, len(sum))
	for _, w := range sum {
		out = append(out, *w)
	}
	slices.SortFunc(out, func(x, y DayWeight) int {
		return cmp.Or(cmp.Compare(y.Weight, x.Weight), cmp.Compare(x.Day, y.Day))
	})
	return out
}

// daysTold returns the days that an article names in sentences that are not in
// seen, to which it adds them; sorted, each once.
func daysTold(a *news.Article, an *news.Annotation, seen map[uint64]bool) []int {
	var out []int
	next := 0
	for k := range an.Sentences {
		s := &an.Sentences[k]
		h := xxh3.HashString(s.Of(a.Text))
		old := seen[h]
		seen[h] = true
		for ; next < len(an.Times) && an.Times[next].Span.Start < s.End; next++ {
			if t := &an.Times[next]; !old && t.Span.Start >= s.Start {
				out = appendDays(out, &t.Date)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// appendDays appends the day of a date, or each of a short stretch of days.
func appendDays(out []int, d *news.Date) []int {
	if day, ok := d.Day(); ok {
		return append(out, day)
	}
	if d.Precision != news.PrecisionInterval || strings.Count(d.Value, "-") != 4 {
		return out // "2015-09/2015-11" is no stretch of days
	}
	first, last, ok := d.Bounds()
	if !ok || last-first >= longestStretch*minutesPerDay {
		return out
	}
	for at := first; at <= last; at += minutesPerDay {
		out = append(out, int(floorDay(at)))
	}
	return out
}

// floorDay returns the day that holds a minute.
func floorDay(minute int64) int64 {
	if minute < 0 {
		return (minute - minutesPerDay + 1) / minutesPerDay
	}
	return minute / minutesPerDay
}
