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
	all := make([]dated, 0, len(body))
	for i := range body {
		s := &body[i]
		d := dated{sentence: s, said: said[[2]int{s.article, s.index}]}
		d.time = c.principal(s)
		c.place(&d)
		all = append(all, d)
		if t := c.saidAhead(&d); t != nil {
			all = append(all, dated{sentence: s, time: t, kind: news.Expected})
		}
	}
	list, copies := c.withoutRepeats(all)
	var out []news.TimelineEntry
	for _, group := range c.acts(list, c.plans(list, c.gatherings(list, c.happenings(list, c.joined(list))))) {
		for _, i := range group[:len(group):len(group)] {
			for _, d := range copies[i] {
				group = append(group, len(list))
				list = append(list, d)
			}
		}
		if e, ok := c.entry(list, group); ok {
			out = append(out, e)
		}
	}
	c.weigh(body, out)
	for i := range out {
		c.cutDatelines(&out[i])
	}
	sortTimeline(out)
	return out
}

// place gives a sentence its kind. What a statement says of a day to come is
// expected on that day; when it was said is another matter, and all that dates
// the saying.
func (c *comparer) place(d *dated) {
	d.kind = c.kind(d)
	if d.kind != news.Said || d.said == "" || d.time == nil {
		return
	}
	an := &c.Annotations[d.article]
	in := slices.IndexFunc(an.Statements, func(sp news.Speech) bool {
		return sp.Said.Span != d.time.Span && slices.ContainsFunc(sp.Content, func(s news.Span) bool { return s.Contains(d.time.Span) })
	})
	if in < 0 {
		return
	}
	_, day := d.time.Day()
	if c.isAhead(d.article, d.time) && (day || dayNamed(d.time.Words) != "") && d.manner&personal == 0 {
		d.kind, d.said = news.Expected, ""
		return
	}
	d.time = nil
	for k := range an.Times {
		if t := &an.Times[k]; t.Span == an.Statements[in].Said.Span && d.span.Contains(t.Span) {
			d.time = t
		}
	}
}

// saidAhead returns the day to come of which a dated statement tells: "said on
// Friday that they will meet on March 20". It is nil if there is none.
func (c *comparer) saidAhead(d *dated) *news.Time {
	if d.kind != news.Said || d.said == "" || d.time == nil || d.manner&personal != 0 {
		return nil
	}
	times := timesWithin(&c.Annotations[d.article], d.span)
	for k := range times {
		t := &times[k]
		if _, day := t.Day(); day && t.Span.Start > d.time.Span.End && c.isAhead(d.article, t) {
			return t
		}
	}
	return nil
}

// isAhead reports whether a time is to come for an article: told so, or after its
// date.
func (c *comparer) isAhead(article int, t *news.Time) bool {
	_, last, dated := c.Articles[article].Published.Bounds()
	first, _, known := t.Bounds()
	return t.Told == news.ToldAhead || dated && known && first > last
}

// happenings joins groups of sentences that tell of one coming together of the
// same persons on one day, in whatever words. A group that tells of no such thing
// stays as it is.
func (c *comparer) happenings(list []dated, groups [][]int) [][]int {
	onDay := map[string][]int{} // weekday → groups of out that tell of an encounter on it
	inGroup := map[int][]met{}  // of a group of out
	var out [][]int
	for _, g := range groups {
		found := c.metIn(list, g)
		to := -1
		if len(found) > 0 {
			to = slices.IndexFunc(onDay[found[0].day], func(n int) bool {
				return !slices.ContainsFunc(inGroup[n], func(m met) bool { return !sameEncounter(list, found[0], m) })
			})
		}
		if to >= 0 {
			to = onDay[found[0].day][to]
			out[to], inGroup[to] = append(out[to], g...), append(inGroup[to], found...)
			continue
		}
		if len(found) > 0 {
			onDay[found[0].day] = append(onDay[found[0].day], len(out))
			inGroup[len(out)] = found
		}
		out = append(out, slices.Clone(g))
	}
	return out
}

// weigh gives each entry of a story's timeline a weight: how many origins tell
// it, how early in their articles, how much of what it says other sentences of
// the story say too, and how many entries share its day. It is background and
// what is not known to the day that count least.
func (c *comparer) weigh(body []sentence, entries []news.TimelineEntry) {
	in := map[uint32]int{} // articles that have a word
	last := map[uint32]int{}
	at := map[news.Ref]*sentence{}
	articles := map[int]bool{}
	for i := range body {
		s := &body[i]
		articles[s.article] = true
		at[news.Ref{Article: c.Articles[s.article].ID, Span: s.span}] = s
		for _, w := range s.words {
			if n, ok := last[w.hash]; !ok || n != s.article {
				in[w.hash]++
				last[w.hash] = s.article
			}
		}
	}
	days := map[int]int{}
	for i := range entries {
		if day, ok := entries[i].Date.Day(); ok {
			days[day]++
		}
	}
	for i := range entries {
		e := &entries[i]
		w := 100 * min(len(e.OriginIDs), 9)
		best := 0
		for _, r := range e.Spans {
			s := at[r]
			if s == nil {
				continue
			}
			shared := int64(0)
			for _, x := range s.words {
				shared += int64(x.weight) * int64(in[x.hash]-1)
			}
			central := int(100 * shared / max(s.total*int64(max(len(articles)-1, 1)), 1))
			best = max(best, central+max(0, 40-5*c.Annotations[s.article].Sentences[s.index].Paragraph))
		}
		w += best
		day, known := e.Date.Day()
		switch {
		case known:
			w += 10 * min(days[day], 5)
		case e.Date.Known():
			w -= 40
		}
		if e.Kind == news.Background {
			w -= 30
		}
		e.Weight = max(w, 0)
	}
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
	return c.joinedBy(list, func(i, j int) int64 { return c.sameThing(&list[i], &list[j]) })
}

// joinedBy is joined where same says how strongly two sentences tell of one
// thing, 0 if they do not.
func (c *comparer) joinedBy(list []dated, same func(i, j int) int64) [][]int {
	same = askedOnce(same)
	index := heavyIndex(list)
	var pairs []pair
	for i := range list {
		for _, j := range index.near(list, i) {
			if list[j].article == list[i].article {
				continue
			}
			if share := same(i, j); share > 0 {
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
		if x == y || !allSame(list, groups[x], groups[y], same) {
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

// mostAsked bounds the pairs of a story whose answer is kept, to some 50 MB.
const mostAsked = 1 << 20

// askedOnce returns what gives the answers of same, and asks for most pairs once: as
// groups grow, the same pairs are looked at again and again.
func askedOnce(same func(i, j int) int64) func(i, j int) int64 {
	known := map[[2]int]int64{}
	return func(i, j int) int64 {
		share, ok := known[[2]int{i, j}]
		if !ok {
			if share = same(i, j); len(known) < mostAsked {
				known[[2]int{i, j}] = share
			}
		}
		return share
	}
}

// allSame reports whether each sentence of one group tells of the same thing as
// each of the other, in another article.
func allSame(list []dated, a, b []int, same func(i, j int) int64) bool {
	for _, i := range a {
		for _, j := range b {
			if list[i].article == list[j].article || same(i, j) == 0 {
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
// that dates another thing ("Thursday's fire") gives way to one that does not, and
// so does an hour of every day ("from July after midnight") to any other; "now" and "recently" date nothing,
// and so does "today" where it means nowadays.
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
		case t.Kind != news.TimeDate && (t.Kind != news.TimeOfDay || !day), c.nowadays(s, t):
		case t.Kind == news.TimeOfDay && t.Anchor < 0 && dayNamed(t.Words) == "" && !strings.ContainsAny(t.Words, "0123456789"):
			r = 1
		case day:
			r = 5
		case t.Known():
			r = 3
		case dayNamed(t.Words) != "":
			r = 2
		}
		if r > 0 && r != 3 && owns(text[t.Span.End:]) {
			r-- // "Thursday's fire"
		}
		if r > rank {
			best, rank = t, r
		}
	}
	return best
}

// nowadays reports whether a time is "today" in a sentence that says how things are and not what
// happens: "today the league is defined by its rows", "today's members have no say".
func (c *comparer) nowadays(s *sentence, t *news.Time) bool {
	if !strings.EqualFold(t.Words, "today") {
		return false
	}
	an := &c.Annotations[s.article]
	for k := firstClause(an, s.index); k < len(an.Clauses) && an.Clauses[k].Sentence == s.index; k++ {
		cl := &an.Clauses[k]
		if cl.Nominal || cl.Governor >= 0 || cl.Background {
			continue
		}
		verb := strings.ToLower(cl.Predicate.Of(c.Articles[s.article].Text))
		switch {
		case cl.Modality != news.ModalReal || strings.HasSuffix(verb, "ing"):
			return false
		case isState(cl):
			return slices.Contains([]string{"is", "are", "'s", "’s", "'re", "’re"}, verb)
		}
		return (stateVerbs[cl.Lemma] || strings.HasSuffix(verb, "ed")) && c.inPresent(s.article, cl)
	}
	return false
}

// stateVerbs are English verbs that say how things are.
var stateVerbs = wordSet("believe belong comprise consist contain depend exist face hate have include know lack like live love matter mean need own remain seem stand think understand want")

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
	case ok && dated && first > pubLast+minutesPerDay, d.time.Told == news.ToldAhead, !c.toldAsReal(d) && future(text):
		return news.Expected
	case ok && !dated && d.time.Precision != news.PrecisionDay:
		return news.Background
	}
	return news.Happened
}

// toldAsReal reports whether the clause that the time of a sentence belongs to says
// what is or was, whatever its other clauses say of days to come: "was asked on
// Thursday who will pay".
func (c *comparer) toldAsReal(d *dated) bool {
	an := &c.Annotations[d.article]
	for k := firstClause(an, d.index); k < len(an.Clauses) && an.Clauses[k].Sentence == d.index; k++ {
		if cl := &an.Clauses[k]; !cl.Nominal && !cl.Background && c.datedBy(d, cl) {
			return cl.Modality == news.ModalReal && cl.Governor < 0
		}
	}
	return false
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
