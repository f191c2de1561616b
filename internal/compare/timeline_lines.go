package compare

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/twosource/twosource/internal/news"
)

// entry makes one line of the timeline of sentences that tell of one thing. A
// sentence without a date is a line only if two origins have it.
func (c *comparer) entry(list []dated, group []int) (news.TimelineEntry, bool) {
	best := &list[group[0]]
	var e news.TimelineEntry
	for _, k := range group {
		d := &list[k]
		id := c.Articles[d.article].ID
		e.Spans = append(e.Spans, news.Ref{Article: id, Span: d.span})
		pictured, before := c.ofPicture(d), c.ofPicture(best)
		switch {
		case pictured && !before && isKnown(best.time):
		case before && !pictured && isKnown(d.time), better(d.time, best.time), !better(best.time, d.time) && c.reports(d) > c.reports(best), c.earlierCopy(d, best):
			best = d // of a plan and a report, the report; of words under a picture and others, the others
		}
	}
	e.OriginIDs = c.originsOf(list, group)
	if best.time == nil && len(e.OriginIDs) < 2 || best.time == nil && best.kind == news.Said || !c.tells(best) || len(e.OriginIDs) < 2 && c.ofPicture(best) {
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

func isKnown(t *news.Time) bool { return t != nil && t.Known() }

// reports is how much a sentence reports of what happened: 2 if it tells of people
// who came together, 0 if it tells of what is to come.
func (c *comparer) reports(d *dated) int {
	if d.kind == news.Expected {
		return 0
	}
	if e, ok := c.encounterIn(d.sentence); ok && e.real {
		return 2
	}
	return 1
}

// tells reports whether a sentence tells of anything: it has a verb and, if it is
// to have happened, more than a state that no name and no count ties to anything:
// "On Friday the talk was of ice." Where clauses were not read, every sentence may.
func (c *comparer) tells(d *dated) bool {
	an := &c.Annotations[d.article]
	if len(an.Clauses) == 0 {
		return true
	}
	named := d.kind != news.Happened || c.counts(d) || c.namesAny(d)
	for k := firstClause(an, d.index); k < len(an.Clauses) && an.Clauses[k].Sentence == d.index; k++ {
		switch cl := &an.Clauses[k]; {
		case cl.Nominal:
			if !cl.Subject.IsZero() {
				return true
			}
		case named, !isState(cl) && (!cl.Subject.IsZero() || !cl.Object.IsZero()):
			return true
		}
	}
	return false
}

// isState reports whether a clause says what something is: its verb is "be".
func isState(cl *news.Clause) bool { return cl.Lemma == "be" || strings.HasPrefix(cl.Lemma, "be_") }

// counts reports whether a sentence tells how many of anything there are.
func (c *comparer) counts(d *dated) bool {
	return slices.ContainsFunc(c.Annotations[d.article].Quantities, func(q news.Quantity) bool { return q.Sentence == d.index && q.Unit != "" })
}

// namesAny reports whether a sentence names anything.
func (c *comparer) namesAny(d *dated) bool {
	an := &c.Annotations[d.article]
	for m := firstMention(an, d.span.Start); m < len(an.Mentions) && an.Mentions[m].Start < d.span.End; m++ {
		if an.Mentions[m].Kind == news.NameMention {
			return true
		}
	}
	return false
}

// originsOf returns the origins of sentences that tell of one thing, sorted.
// What an article attributes has its informant as origin, unless another of the
// sentences is of the same report; sentences that share a run of words were not
// written without one another and count once.
func (c *comparer) originsOf(list []dated, group []int) []string {
	return distinct(c.originsEach(list, group))
}

func distinct(ids []string) []string {
	ids = slices.Sorted(slices.Values(ids))
	return slices.Compact(ids)
}

// originsEach returns the origin of each of some sentences, as originsOf has them.
func (c *comparer) originsEach(list []dated, group []int) []string {
	ids, reports, quotes := make([]string, len(group)), make([]string, len(group)), make([]int, len(group))
	for n, k := range group {
		d := &list[k]
		words := d.span
		if quotes[n] = c.quoteIn(d); quotes[n] >= 0 {
			words = c.Annotations[d.article].Statements[quotes[n]].Content[0]
		}
		reports[n] = c.originAt(d.article, words)
		if ids[n] = reports[n]; d.kind != news.Said {
			ids[n] = c.informant(d, ids[n])
		}
		for m := range n {
			other := &list[group[m]]
			one := c.oneNewsroom(ids[m], ids[n])
			if !one && (quotes[m] < 0 || quotes[n] < 0) { // two may have heard the same words
				one = reports[m] == reports[n] || c.sameWords(other.sentence, d.sentence)
			}
			if old := ids[n]; one && old != ids[m] {
				replace(ids[:n+1], old, ids[m])
			}
		}
	}
	c.restOnTold(list, group, quotes, ids)
	return ids
}

// restOnTold gives the quotations among some sentences that rest on what somebody told an
// outlet the origin of the first that says so: see heardFrom.
func (c *comparer) restOnTold(list []dated, group, quotes []int, ids []string) {
	type saying struct {
		outlet, origin string
		utterance
	}
	var told []saying
	var others []int
	for n, k := range group {
		if quotes[n] < 0 {
			continue
		}
		outlet := c.toldTo(list[k].article, quotes[n])
		if outlet == "" {
			others = append(others, n)
			continue
		}
		if at := slices.IndexFunc(told, func(t saying) bool { return oneHouse(t.outlet, outlet) }); at >= 0 {
			ids[n] = told[at].origin
			continue
		}
		told = append(told, saying{outlet, ids[n], c.utterance(list[k].article, quotes[n])})
	}
	if len(told) == 0 {
		return
	}
	for _, n := range others {
		u := c.utterance(list[group[n]].article, quotes[n])
		if at := slices.IndexFunc(told, func(t saying) bool { return c.heardFrom(&u, &t.utterance) }); at >= 0 {
			ids[n] = told[at].origin
		}
	}
}

func replace(ids []string, from, to string) {
	for i := range ids {
		if ids[i] == from {
			ids[i] = to
		}
	}
}

// quoteIn returns the statement whose quoted words most of a sentence is; -1 if there is
// none.
func (c *comparer) quoteIn(d *dated) int {
	an := &c.Annotations[d.article]
	for k := range an.Statements {
		sp := &an.Statements[k]
		if sp.Kind != news.Indirect && len(sp.Content) > 0 && d.span.Contains(sp.Content[0]) && !c.ownVoice(d.article, sp) &&
			2*covered(d.span, append(frame(sp), sp.Content...)) >= d.span.Len() {
			return k
		}
	}
	return -1
}

// oneNewsroom reports whether two origins are reports of one agency: of one thing
// they are no two witnesses.
func (c *comparer) oneNewsroom(x, y string) bool {
	a, b := c.origin(x), c.origin(y)
	return a.Kind == news.OriginAgency && b.Kind == news.OriginAgency && a.Name != "" && b.Name != "" && oneHouse(a.Name, b.Name)
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

// datelineBytes is the most that may stand before what a dateline introduces.
const datelineBytes = 96

// cutDatelines takes off the lines of an entry where and for whom they were
// written: "TURKU, March 8 (Baltic Wire) — ".
func (c *comparer) cutDatelines(e *news.TimelineEntry) {
	for i := range e.Spans {
		r := &e.Spans[i]
		at := c.index[r.Article]
		r.Start += c.dateline(at, r.Span)
		if i == 0 {
			e.Text = r.Span.Of(c.Articles[at].Text)
		}
	}
}

// dateline returns how many bytes of a sentence are its dateline: what stands
// before the first dash, or before a colon right after the outlet's own name, if
// it is nothing but places in capitals, credits, dates and the outlet.
func (c *comparer) dateline(i int, s news.Span) int {
	a := &c.Articles[i]
	text := s.Of(a.Text)
	head := text[:min(len(text), datelineBytes)]
	for at, r := range head {
		switch {
		case strings.ContainsRune("–—", r), r == '-' && isSpaced(text, at), r == ':' && isOutlet(text[:at], a.Outlet):
		default:
			continue
		}
		end := at + utf8.RuneLen(r)
		for end < len(text) && (text[end] == ' ' || text[end] == '-') {
			end++
		}
		if at == 0 || end == len(text) || !c.introduces(i, news.Span{Start: s.Start, End: s.Start + at}) {
			return 0
		}
		return end
	}
	return 0
}

// isSpaced reports whether a hyphen at a byte of a text stands for a dash.
func isSpaced(text string, at int) bool {
	return at > 0 && text[at-1] == ' ' && at+2 < len(text) && (text[at+1] == ' ' || text[at+1] == '-' && text[at+2] == ' ')
}

// isOutlet reports whether words are those that an outlet's name begins with, but
// for case and the marks and spaces around them.
func isOutlet(words, outlet string) bool {
	words = strings.ToLower(strings.TrimFunc(words, isMark))
	return words != "" && strings.HasPrefix(strings.ToLower(outlet)+" ", words+" ")
}

// introduces reports whether the words of a span are a dateline: each is of a
// credit, a date or the outlet's name, or in capitals, or names a place or body,
// and at least one is more than a name or date.
func (c *comparer) introduces(i int, s news.Span) bool {
	a, an := &c.Articles[i], &c.Annotations[i]
	if isOutlet(s.Of(a.Text), a.Outlet) {
		return true
	}
	sure := false
	first, _ := slices.BinarySearchFunc(an.Words, s.Start, func(w news.Word, at int) int { return cmp.Compare(w.Start, at) })
	for _, w := range an.Words[first:] {
		if w.Start >= s.End {
			break
		}
		word := w.Of(a.Text)
		within := func(x news.Span) bool { return x.Contains(w.Span) }
		switch {
		case !strings.ContainsFunc(word, unicode.IsLetter):
		case slices.ContainsFunc(an.Credits, func(x news.Credit) bool { return within(x.Span) }):
			sure = true
		case utf8.RuneCountInString(word) > 1 && strings.ToUpper(word) == word:
			sure = true
		case slices.ContainsFunc(timesNear(an, s), func(x news.Time) bool { return within(x.Span) }):
		case !c.inPlaceName(i, w.Span):
			return false
		}
	}
	return sure
}

// timesNear returns the expressions that begin in a span.
func timesNear(an *news.Annotation, s news.Span) []news.Time {
	byStart := func(t news.Time, at int) int { return cmp.Compare(t.Span.Start, at) }
	first, _ := slices.BinarySearchFunc(an.Times, s.Start, byStart)
	end, _ := slices.BinarySearchFunc(an.Times, s.End, byStart)
	return an.Times[first:end]
}

// inPlaceName reports whether a word stands in the name of a place or body.
func (c *comparer) inPlaceName(i int, w news.Span) bool {
	an := &c.Annotations[i]
	for m := firstMention(an, w.Start-datelineBytes); m < len(an.Mentions) && an.Mentions[m].Start <= w.Start; m++ {
		x := &an.Mentions[m]
		if x.Kind == news.NameMention && x.Type != news.Person && x.Contains(w) {
			return true
		}
	}
	return false
}
