package compare

import (
	"cmp"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// What lies more than this many days before an article's date is its
// background, and so is a past stretch of the calendar longer than that.
const backgroundDays = 60

// A dated is one sentence with the expression that dates it.
type dated struct {
	*sentence
	time *news.Time // nil if nothing dates it
	kind news.TimelineKind
	said string // id of the statement that it reports, or ""
}

// saidIn returns the statement that a sentence of an article is, by article and
// sentence: the one that has most of it, if the words said, who says them and
// the verb leave little over. Such a sentence is no fact of its article's.
func (c *comparer) saidIn(statements []news.Statement) map[[2]int]string {
	type part struct {
		statement int
		spans     []news.Span
	}
	parts := map[[2]int][]part{}
	for n := range statements {
		for _, r := range statements[n].Reports {
			i := c.index[r.Article]
			an := &c.Annotations[i]
			sp := &an.Statements[r.Speech]
			if c.ownVoice(i, sp) || future(" "+strings.ToLower(sp.Cue.Of(c.Articles[i].Text))+" ") {
				continue // "the ministers will meet to discuss it": nobody has spoken yet
			}
			for _, span := range r.Spans {
				for k := sentenceAt(an, span.Start); k < len(an.Sentences) && an.Sentences[k].Start < span.End; k++ {
					key := [2]int{i, k}
					parts[key] = append(parts[key], part{n, append(frame(sp), span)})
				}
			}
		}
	}
	out := make(map[[2]int]string, len(parts))
	for key, list := range parts {
		s := c.Annotations[key[0]].Sentences[key[1]].Span
		var all []news.Span
		most, id := 0, ""
		for _, p := range list {
			all = append(all, p.spans...)
			if n := covered(s, p.spans); n > most || n == most && statements[p.statement].ID < id {
				most, id = n, statements[p.statement].ID
			}
		}
		if saidOf*covered(s, all) >= (saidOf-1)*s.Len() {
			out[key] = id
		}
	}
	return out
}

// ownVoice reports whether a statement is the article's own outlet speaking:
// "Example Post: The bridge is closed."
func (c *comparer) ownVoice(i int, sp *news.Speech) bool {
	a := &c.Articles[i]
	who := strings.ToLower(fold(sp.SpeakerSpan.Of(a.Text)))
	return who != "" && a.Outlet != "" && strings.HasPrefix(strings.ToLower(a.Outlet)+" ", who+" ")
}

// A sentence is a statement if all but one part in saidOf of it is.
const saidOf = 3

// sentenceAt returns the index of the sentence that holds a byte, or of the
// next one.
func sentenceAt(an *news.Annotation, at int) int {
	k, _ := slices.BinarySearchFunc(an.Sentences, at, func(x news.Sentence, at int) int { return cmp.Compare(x.End, at+1) })
	return k
}

// frame returns the words around a statement that are no more than its frame:
// who speaks, the verb and what stands between them, to whom and when.
func frame(sp *news.Speech) []news.Span {
	out := make([]news.Span, 0, 4)
	switch {
	case sp.Cue.IsZero():
	case sp.SpeakerSpan.IsZero():
		out = append(out, sp.Cue)
	default:
		out = append(out, sp.Cue.Cover(sp.SpeakerSpan))
	}
	for _, s := range []news.Span{sp.Addressee, sp.Said.Span} {
		if !s.IsZero() {
			out = append(out, s)
		}
	}
	return out
}

// covered returns how many bytes of s stand in at least one of parts, which it
// sorts.
func covered(s news.Span, parts []news.Span) int {
	slices.SortFunc(parts, func(x, y news.Span) int { return cmp.Or(cmp.Compare(x.Start, y.Start), cmp.Compare(x.End, y.End)) })
	n, at := 0, s.Start
	for _, p := range parts {
		if from, to := max(p.Start, at), min(p.End, s.End); from < to {
			n += to - from
			at = to
		}
	}
	return n
}

// timeline lists the dated sentences of a story, each thing once, and the
// undated ones that two origins have.
func (c *comparer) timeline(body []sentence, said map[[2]int]string) []news.TimelineEntry {
	list := make([]dated, 0, len(body))
	for i := range body {
		s := &body[i]
		d := dated{sentence: s, said: said[[2]int{s.article, s.index}]}
		d.time = c.principal(s)
		d.kind = c.kind(&d)
		list = append(list, d)
	}
	var out []news.TimelineEntry
	for _, group := range c.joined(list) {
		if e, ok := c.entry(list, group); ok {
			out = append(out, e)
		}
	}
	sortTimeline(out)
	return out
}

// A pair is two sentences that tell of one thing, and how strongly.
type pair struct {
	x, y  int
	share int64
}

// joined groups the sentences that tell of one thing, the surest pairs first:
// each with every other, no two of one article. Sentences alone are groups of
// one.
func (c *comparer) joined(list []dated) [][]int {
	index := heavyIndex(list)
	var pairs []pair
	for i := range list {
		for _, j := range index.near(list, i) {
			if list[j].article == list[i].article {
				continue
			}
			if share := c.sameThing(&list[i], &list[j]); share > 0 {
				pairs = append(pairs, pair{i, j, share})
			}
		}
	}
	slices.SortFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(b.share, a.share), cmp.Compare(a.x, b.x), cmp.Compare(a.y, b.y))
	})
	groups := make([][]int, len(list))
	of := make([]int, len(list))
	for i := range list {
		groups[i], of[i] = []int{i}, i
	}
	for _, p := range pairs {
		x, y := of[p.x], of[p.y]
		if x == y || !c.allSame(list, groups[x], groups[y]) {
			continue
		}
		x, y = min(x, y), max(x, y)
		for _, i := range groups[y] {
			of[i] = x
		}
		groups[x] = append(groups[x], groups[y]...)
		groups[y] = nil
	}
	return slices.DeleteFunc(groups, func(g []int) bool { return len(g) == 0 })
}

// allSame reports whether each sentence of one group tells of the same thing as
// each of the other, in another article.
func (c *comparer) allSame(list []dated, a, b []int) bool {
	for _, i := range a {
		for _, j := range b {
			if list[i].article == list[j].article || c.sameThing(&list[i], &list[j]) == 0 {
				return false
			}
		}
	}
	return true
}

// A wordIndex lists the sentences that have a word among those that prove most.
type wordIndex map[uint32][]int

const (
	// heavyWords is how many of a sentence's words it can be found by: two
	// sentences that share half of what they prove nearly always share one of
	// these.
	heavyWords = 6
	// A word in more sentences of a story than this finds none of them.
	mostNear = 256
)

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
		if len(x[h]) <= mostNear {
			at, _ := slices.BinarySearch(x[h], i+1)
			out = append(out, x[h][at:]...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// principal returns the expression that dates a sentence: the first that is a
// day or finer, else the first that has a value or names a day, else nil. One
// that dates another thing ("Thursday's fire") gives way to one that does not;
// "now" and "recently" date nothing.
func (c *comparer) principal(s *sentence) *news.Time {
	text := c.Articles[s.article].Text
	var best *news.Time
	rank := 0
	times := timesWithin(&c.Annotations[s.article], s.span)
	for k := range times {
		t := &times[k]
		_, day := t.Day()
		r := 0
		switch {
		case t.Kind != news.TimeDate && (t.Kind != news.TimeOfDay || !day):
		case day && owns(text[t.Span.End:]):
			r = 3
		case day:
			r = 4
		case t.Known():
			r = 2
		case dayNamed(t.Words) != "":
			r = 1
		}
		if r > rank {
			best, rank = t, r
		}
	}
	return best
}

// owns reports whether the words before what follows are a possessor.
func owns(after string) bool {
	return strings.HasPrefix(after, "'s") || strings.HasPrefix(after, "’s")
}

// kind says what a dated sentence tells of.
func (c *comparer) kind(d *dated) news.TimelineKind {
	// "We", or a message in the text: words of somebody, even if nobody is known to
	// have said them.
	if d.said != "" || d.manner&personal != 0 {
		return news.Said
	}
	text := strings.ToLower(d.span.Of(c.Articles[d.article].Text))
	if d.time == nil {
		if future(text) {
			return news.Expected
		}
		return news.Happened
	}
	first, last, ok := d.time.Bounds()
	pubFirst, pubLast, dated := c.Articles[d.article].Published.Bounds()
	switch {
	case ok && dated && (last < pubFirst-backgroundDays*minutesPerDay || last < pubFirst && last-first > backgroundDays*minutesPerDay):
		return news.Background
	case ok && dated && last < pubFirst, d.time.Told == news.ToldPast:
		return news.Happened
	// The day after an article's own has begun somewhere when it appears.
	case ok && dated && first > pubLast+minutesPerDay, d.time.Told == news.ToldAhead, future(text):
		return news.Expected
	case ok && !dated && d.time.Precision != news.PrecisionDay:
		return news.Background
	}
	return news.Happened
}

const minutesPerDay = 24 * 60

// futureWords are the closed class of English words that put a clause into the
// time to come.
var futureWords = []string{" will ", " is to ", " are to ", " is due ", " are due ", " would be held", " plans to ", " plan to ", " is expected ", " are expected ", " is scheduled", " are scheduled", " scheduled for", " later today", " tomorrow"}

func future(text string) bool {
	for _, w := range futureWords {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
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
		if better(d.time, best.time) {
			best = d
		}
	}
	e.OriginIDs = c.originsOf(list, group)
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

// originsOf returns the origins of sentences that tell of one thing, sorted.
// What an article attributes has its informant as origin; sentences that share
// a run of words were not written without one another and count once.
func (c *comparer) originsOf(list []dated, group []int) []string {
	ids := make([]string, len(group))
	for n, k := range group {
		d := &list[k]
		if ids[n] = c.originAt(d.article, d.span); d.kind != news.Said {
			ids[n] = c.informant(d, ids[n])
		}
		for m := range n {
			if other := &list[group[m]]; d.kind != news.Said && ids[m] != ids[n] && c.sharesRun(other.sentence, d.sentence) {
				old := ids[n]
				for i := range ids[:n+1] {
					if ids[i] == old {
						ids[i] = ids[m]
					}
				}
			}
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// informant returns whom an article has most of a sentence from by its own
// word, else the origin given.
func (c *comparer) informant(d *dated, origin string) string {
	for _, p := range c.Provenance[d.article].Informants {
		if 2*covered(d.span, []news.Span{p.Span}) >= d.span.Len() {
			return p.Origin
		}
	}
	return origin
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
