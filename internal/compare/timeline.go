package compare

import (
	"cmp"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

const (
	// Two sentences tell of one thing if they share this part of their weight
	// and this many words beside the names of persons; more if neither has a
	// date. Both were set by reading pairs from the first 2,000 articles of a
	// news archive.
	sameShare   = 128 // of 256
	sameUndated = 140 // of 256
	sameWords   = 3
	fewestWords = 5 // of a sentence that can be told twice
	// What lies more than this many days before an article's date is its
	// background.
	backgroundDays = 60
)

// A dated is one sentence with the expression that dates it.
type dated struct {
	*sentence
	time *news.Time // nil if nothing dates it
	kind news.TimelineKind
	said string // id of the statement that it reports, or ""
}

// saidIn returns the statement that a sentence of an article reports, by
// article and sentence: the one that begins first where there are several.
func (c *comparer) saidIn(statements []news.Statement) map[[2]int]string {
	out := map[[2]int]string{}
	first := map[[2]int]int{}
	for _, s := range statements {
		for _, r := range s.Reports {
			i := c.index[r.Article]
			sents := c.Annotations[i].Sentences
			for _, span := range r.Spans {
				k, _ := slices.BinarySearchFunc(sents, span.Start, func(x news.Sentence, at int) int { return cmp.Compare(x.End, at+1) })
				for ; k < len(sents) && sents[k].Start < span.End; k++ {
					key := [2]int{i, k}
					if _, ok := out[key]; !ok || span.Start < first[key] {
						out[key], first[key] = s.ID, span.Start
					}
				}
			}
		}
	}
	return out
}

// timeline lists the dated sentences of a story, each thing once, and the
// undated ones that two origins have.
func (c *comparer) timeline(body []sentence, said map[[2]int]string) []news.TimelineEntry {
	var list []dated
	for i := range body {
		s := &body[i]
		d := dated{sentence: s, said: said[[2]int{s.article, s.index}]}
		d.time = c.principal(s)
		d.kind = c.kind(&d)
		list = append(list, d)
	}
	used := make([]bool, len(list))
	index := heavyIndex(list)
	var out []news.TimelineEntry
	for i := range list {
		if used[i] {
			continue
		}
		group := []int{i}
		for _, j := range index.near(list, i) {
			if !used[j] && list[j].article != list[i].article && sameThing(&list[i], &list[j]) {
				used[j] = true
				group = append(group, j)
			}
		}
		if e, ok := c.entry(list, group); ok {
			out = append(out, e)
		}
	}
	sortTimeline(out)
	return out
}

// A wordIndex lists the sentences that have a word among their weightiest.
type wordIndex map[uint32][]int

// heavyWords is how many of a sentence's words it can be found by: two
// sentences that share half of their weight share one of these.
const heavyWords = 6

func heavyIndex(list []dated) wordIndex {
	x := wordIndex{}
	for i := range list {
		for _, h := range list[i].heavy() {
			x[h] = append(x[h], i)
		}
	}
	return x
}

// near returns the later sentences that share a weighty word with sentence i,
// in order.
func (x wordIndex) near(list []dated, i int) []int {
	var out []int
	for _, h := range list[i].heavy() {
		at, _ := slices.BinarySearch(x[h], i+1)
		out = append(out, x[h][at:]...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// principal returns the expression that dates a sentence: the first that is a
// day or finer, else the first that has a value or names a day, else nil.
func (c *comparer) principal(s *sentence) *news.Time {
	var best *news.Time
	rank := 0
	an := &c.Annotations[s.article]
	at, _ := slices.BinarySearchFunc(an.Times, s.span.Start, func(t news.Time, start int) int { return cmp.Compare(t.Span.Start, start) })
	for ; at < len(an.Times) && an.Times[at].Span.End <= s.span.End; at++ {
		t := &an.Times[at]
		if t.Kind != news.TimeDate {
			continue
		}
		r := 1
		switch _, day := t.Day(); {
		case day:
			r = 4
		case t.Known():
			r = 3
		case t.Precision == news.PrecisionDay || t.Basis == news.BasisRelative || t.Reason != "":
			r = 2
		}
		if r > rank {
			best, rank = t, r
		}
	}
	return best
}

// kind says what a dated sentence tells of.
func (c *comparer) kind(d *dated) news.TimelineKind {
	text := strings.ToLower(d.span.Of(c.Articles[d.article].Text))
	if d.time != nil {
		first, last, ok := d.time.Bounds()
		pubFirst, pubLast, dated := c.Articles[d.article].Published.Bounds()
		switch {
		case ok && dated && first > pubLast:
			return news.Expected
		case ok && dated && last < pubFirst-backgroundDays*24*60:
			return news.Background
		case ok && dated && last < pubFirst && d.said == "":
			return news.Happened
		case ok && !dated && d.time.Precision != news.PrecisionDay && !future(text):
			return news.Background
		}
	}
	switch {
	case d.said != "":
		return news.Said
	case future(text):
		return news.Expected
	}
	return news.Happened
}

// futureWords are the closed class of English words that put a clause into the
// time to come.
var futureWords = []string{" will ", " is to ", " are to ", " is due ", " are due ", " due to ", " would be held", " plans to ", " plan to ", " is expected ", " are expected ", " is scheduled", " are scheduled", " scheduled for", " later today", " tomorrow"}

func future(text string) bool {
	for _, w := range futureWords {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// sameThing reports whether two sentences of two articles tell of one thing.
func sameThing(x, y *dated) bool {
	// What is to come and what has come are two things, however alike the
	// words: "will meet to end the dispute", "failed to end the dispute".
	if (x.kind == news.Said) != (y.kind == news.Said) || (x.kind == news.Expected) != (y.kind == news.Expected) || !sameDate(x.time, y.time) {
		return false
	}
	if len(x.words) > 0 && slices.Equal(x.words, y.words) {
		return true
	}
	least := int64(sameShare)
	if x.time == nil && y.time == nil {
		least = sameUndated
	}
	return min(len(x.words), len(y.words)) >= fewestWords &&
		similarity(x.sentence, y.sentence) >= least && plainShared(x.sentence, y.sentence) >= sameWords
}

// sameDate reports whether two expressions may be one date: the same value, or
// at least one of them open.
func sameDate(x, y *news.Time) bool {
	if x == nil || y == nil || !x.Known() || !y.Known() {
		return true
	}
	xf, xl, ok1 := x.Bounds()
	yf, yl, ok2 := y.Bounds()
	return ok1 && ok2 && xf <= yl && yf <= xl
}

// entry makes one line of the timeline of sentences that tell of one thing. A
// sentence without a date is a line only if two origins have it.
func (c *comparer) entry(list []dated, group []int) (news.TimelineEntry, bool) {
	best := &list[group[0]]
	var e news.TimelineEntry
	for _, k := range group {
		d := &list[k]
		id := c.Articles[d.article].ID
		e.Spans = append(e.Spans, news.Ref{Article: id, Span: d.span})
		e.OriginIDs = append(e.OriginIDs, c.originAt(d.article, d.span))
		if better(d.time, best.time) {
			best = d
		}
	}
	slices.Sort(e.OriginIDs)
	e.OriginIDs = slices.Compact(e.OriginIDs)
	if best.time == nil && len(e.OriginIDs) < 2 || best.time == nil && best.kind == news.Said {
		return e, false
	}
	shown := news.Ref{Article: c.Articles[best.article].ID, Span: best.span}
	slices.SortFunc(e.Spans, func(x, y news.Ref) int {
		return cmp.Or(boolCompare(y == shown, x == shown), byArticle(x, y))
	})
	e.Kind, e.Statement, e.Text = best.kind, best.said, best.span.Of(c.Articles[best.article].Text)
	if best.kind != news.Said {
		e.Statement = ""
	}
	e.Date = news.NoDate("no date stands with it")
	if best.time != nil {
		e.Date = best.time.Date
		e.DateRef = news.Ref{Article: shown.Article, Span: best.time.Span}
	}
	return e, true
}

// better reports whether x dates a thing better than y.
func better(x, y *news.Time) bool {
	if x == nil || y == nil {
		return x != nil
	}
	if x.Known() != y.Known() {
		return x.Known()
	}
	_, dx := x.Day()
	_, dy := y.Day()
	return dx && !dy
}

func boolCompare(x, y bool) int {
	switch {
	case x == y:
		return 0
	case y:
		return -1
	}
	return 1
}

// sortTimeline sorts by date, undated last, then by words' place.
func sortTimeline(entries []news.TimelineEntry) {
	first := func(e *news.TimelineEntry) int64 {
		if f, _, ok := e.Date.Bounds(); ok {
			return f
		}
		return int64(1)<<62 - 1
	}
	slices.SortFunc(entries, func(x, y news.TimelineEntry) int {
		return cmp.Or(cmp.Compare(first(&x), first(&y)), byArticle(x.Spans[0], y.Spans[0]))
	})
}
