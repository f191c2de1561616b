package brief

import (
	"slices"
	"strings"
	"time"

	"github.com/twosource/twosource/internal/news"
)

// when tells the date of what the story leads with, as its timeline has it.
func (b *builder) when(s *news.Story) []seg {
	lead := b.leadEntry(s)
	if lead == nil {
		return nil
	}
	p, ok := b.d.ref(lead.DateRef)
	if !ok {
		p, ok = b.d.ref(lead.Spans[0])
	}
	if !ok {
		return nil
	}
	b.cite(p)
	if !lead.Date.Known() {
		if lead.Date.Words == "" {
			return nil
		}
		out := b.how(s, lead)
		if at := b.placeOf(lead); at != nil {
			at[0].text = strings.TrimPrefix(at[0].text, ",")
			out = append(out, at...)
		}
		out = append(out, text(" "), refTo(p))
		on := `, "`
		if isWeekday(lead.Date.Words) {
			on = `, on a "`
		}
		out = append(out, text(on), seg{kind: theirs, at: p}, text(`"`))
		if b.disputed(s, lead) {
			out = append(out, text(" (accounts differ)"))
		}
		return append(out, text("; date unknown"+reasonClause(lead.Date.Reason)))
	}
	how, end := "Dated ", ""
	switch {
	case lead.Kind == news.Expected:
		how = "Planned for "
		if !b.reportedAfter(s, lead) {
			end = "; not reported as held"
		}
	case b.heldIn(s, lead):
		how = "Held on "
	case b.toldAsPast(lead):
		how = "Happened on "
	}
	if b.disputed(s, lead) {
		end += " (accounts differ)"
	}
	out := []seg{text(how + longDate(lead.Date.Value))}
	out = append(append(out, b.placeOf(lead)...), text(" "), refTo(p), text(end))
	if lead.Date.Basis == news.BasisRelative && lead.Date.Words != "" {
		out = append(out, text(`; worked out from "`), seg{kind: theirs, at: p}, text(`"`))
	}
	return out
}

// dateRests tells on which article's own date the date of what a story leads with
// rests, where others that tell it have none.
func (b *builder) dateRests(s *news.Story) []seg {
	lead := b.leadEntry(s)
	if lead == nil || !lead.Date.Known() || lead.Date.Basis != news.BasisRelative {
		return nil
	}
	var without []int
	for _, i := range b.articlesAt(b.d.places(lead.Spans)) {
		if p := &b.d.rec.Articles[i].Published; !p.Known() || p.Basis == news.BasisInferred {
			without = append(without, i)
		}
	}
	on, ok := b.d.ref(lead.DateRef)
	if !ok || len(without) == 0 || slices.Contains(without, on.art) {
		return nil
	}
	out := append([]seg{text("The date rests on that of "), articleRef(on.art), text("; ")}, b.list(without)...)
	if len(without) == 1 {
		return append(out, text(" has none and keeps its words"))
	}
	return append(out, text(" have none and keep their words"))
}

// how begins the line on a happening whose date is not known.
func (b *builder) how(s *news.Story, lead *news.TimelineEntry) []seg {
	switch {
	case lead.Kind == news.Expected:
		return []seg{text("Planned")}
	case b.heldIn(s, lead):
		return []seg{text("Held")}
	}
	return []seg{text("Told of")}
}

// heldIn reports whether an entry tells that people came together: a story's
// articles tell so of its sentence, or it is such an event.
func (b *builder) heldIn(s *news.Story, e *news.TimelineEntry) bool {
	if e.Kind != news.Happened {
		return false
	}
	if overlapsAny(s.Mixed.Past, e.Spans) {
		return true
	}
	for i := range b.d.rec.Events {
		if v := &b.d.rec.Events[i]; v.Story == s.ID && v.Root == "CONSULT" && v.Status == news.EventHappened && overlapsAny(v.Mentions, e.Spans[:1]) {
			return true
		}
	}
	return false
}

// disputed reports whether the accounts of a story differ in the date of an
// entry.
func (b *builder) disputed(s *news.Story, e *news.TimelineEntry) bool {
	for _, k := range b.conflicts[s.ID] {
		c := &b.d.rec.Conflicts[k]
		if c.Kind != news.DateConflict {
			continue
		}
		for i := range c.Sides {
			if overlapsAny(c.Sides[i].Spans, e.Spans) {
				return true
			}
		}
	}
	return false
}

// isWeekday reports whether words are no more than the name of a weekday.
func isWeekday(words string) bool {
	for d := time.Sunday; d <= time.Saturday; d++ {
		if strings.EqualFold(strings.TrimSpace(words), d.String()) {
			return true
		}
	}
	return false
}

// toldAsPast reports whether an entry tells of a day as past: the sentence says
// so, or the day lies before its article's own.
func (b *builder) toldAsPast(e *news.TimelineEntry) bool {
	p, ok := b.d.ref(e.DateRef)
	day, known := e.Date.Day()
	if !ok || !known || e.Kind != news.Happened {
		return false
	}
	if first, _, ok := b.d.rec.Articles[p.art].Published.Bounds(); ok && int64(day+1)*24*60 <= first {
		return true
	}
	for _, t := range b.d.annotation(p.art).Times {
		if t.Span == p.span {
			return t.Told == news.ToldPast
		}
	}
	return false
}

// placeOf is ", in Turku" where the sentence of an entry names one place after
// "in" or "at", in the article's words; nothing if it names several.
func (b *builder) placeOf(e *news.TimelineEntry) []seg {
	p, ok := b.d.ref(e.Spans[0])
	if !ok {
		return nil
	}
	src := b.d.rec.Articles[p.art].Text
	var out []seg
	for _, m := range b.d.annotation(p.art).Mentions {
		if m.Kind != news.NameMention || m.Type != news.Place || m.Acts || !p.span.Contains(m.Span) {
			continue
		}
		before := strings.TrimRight(src[p.span.Start:m.Start], " ")
		word := before[strings.LastIndexAny(before, " \n")+1:]
		if word = strings.ToLower(word); word != "in" && word != "at" {
			continue
		}
		if out != nil {
			return nil
		}
		out = []seg{text(", " + word + " "), {kind: theirs, at: place{p.art, m.Span}}}
	}
	return out
}

// reasonClause returns a stage's reason as the end of a line.
func reasonClause(s string) string {
	if s == "" {
		return ""
	}
	return ": " + clean(s)
}
