package speech

import (
	"sort"

	"github.com/twosource/twosource/internal/news"
)

// attach gives every quotation its cue and makes the direct and mixed
// statements. It goes through the text once, in order.
func (f *finder) attach() {
	last := -1 // statement of the quotation before
	for i := 0; i < len(f.quotes); {
		s, j := f.attachUnit(i, f.unit(i), last)
		if s >= 0 {
			last = s
			for k := i; k < j; k++ {
				f.quotes[k].speech = s
			}
		}
		i = j
	}
}

// unit returns the end of the run of quotations from i on with nothing between
// them: paragraphs of one speech, or quoted sentences side by side.
func (f *finder) unit(i int) int {
	j := i + 1
	for j < len(f.quotes) {
		p, q := &f.quotes[j-1], &f.quotes[j]
		if q.goesOn && f.cueAfter(p) != nil || !q.goesOn && (q.first != p.last+1 || f.block(q.first) != f.block(p.last) || !f.gap(q.first)) {
			break
		}
		j++
	}
	return j
}

// attachUnit makes the statement of quotations [i, j), or adds them to the
// statement last. It returns the statement's index, or -1 if nobody speaks
// them, and the end of the quotations it dealt with.
func (f *finder) attachUnit(i, j, last int) (speech, end int) {
	q := &f.quotes[i]
	before, clear := f.cueBefore(q)
	if before != nil && clear {
		for k := i + 1; k < j; k++ {
			if c := f.cueAfter(&f.quotes[k]); c != nil && c != before {
				j = k // “…” “…,” he added
			}
		}
		return f.direct(before, i, j), j
	}
	if s := f.resume(q, last); s >= 0 {
		for k := i + 1; k < j; k++ {
			if f.cueAfter(&f.quotes[k]) != nil {
				j = k // a paragraph with a cue of its own
			}
		}
		f.out[s].Content = f.appendQuotes(f.out[s].Content, i, j)
		return s, j
	}
	for k := i; k < j; k++ {
		if c := f.cueAfter(&f.quotes[k]); c != nil && (k == i || before == nil) {
			return f.trailed(c, i, j), j
		} else if c != nil {
			j = k
		}
	}
	if before != nil {
		for k := i + 1; k < j; k++ {
			if f.quotes[k].own {
				j = k // a sentence of its own after a quoted fragment
			}
		}
		return f.mixed(before, i, j), j
	}
	return f.alone(i, j, last), j
}

// cueBefore returns the cue that stands before q and may govern it, or nil.
// clear reports whether nothing but a colon, comma or that stands between, so
// that the quotation is the whole content.
func (f *finder) cueBefore(q *quote) (c *cue, clear bool) {
	n := sort.Search(len(f.cues), func(k int) bool { return f.cues[k].first >= q.first })
	if n == 0 {
		return nil, false
	}
	c = &f.cues[n-1]
	if c.sent != int(f.toks[q.first].sent) {
		// "Smith said:" at the end of the sentence or paragraph before.
		if q.own && c.colon && c.after == q.first && c.after > 0 && f.toks[q.first-1].mark == ':' || f.openColon(c, q) {
			return c, true
		}
		return nil, false
	}
	if c.used && f.usedBefore(c, q) {
		return nil, false
	}
	between := c.after == q.first || c.after+1 == q.first && f.opensBracket(c.after)
	if between && c.frame()&(fQuote|fThat) != 0 && c.frame()&fFrag == 0 && c.verb >= 0 {
		return c, true
	}
	if c.colon && c.after == q.first {
		return c, true
	}
	if f.toks[q.first-1].mark == ':' && c.frame()&(fThat|fBare|fFrag) == 0 {
		return c, true
	}
	return c, false
}

// openColon reports whether c's sentence ends with a colon directly before q.
func (f *finder) openColon(c *cue, q *quote) bool {
	return q.first > 0 && f.toks[q.first-1].mark == ':' && int(f.toks[q.first-1].sent) == c.sent
}

// usedBefore reports whether c already has a quotation before it, so that what
// follows is no longer its content.
func (f *finder) usedBefore(c *cue, q *quote) bool {
	for k := range f.out {
		s := &f.out[len(f.out)-1-k]
		if s.Cue.Start == int(f.toks[c.first].start) && len(s.Content) > 0 {
			return s.Content[len(s.Content)-1].Start < s.Cue.Start
		}
		if k > 3 {
			break
		}
	}
	return false
}

// cueAfter returns the cue whose clause follows q directly, or nil.
func (f *finder) cueAfter(q *quote) *cue {
	k := q.last + 1
	if k >= len(f.toks) || f.block(k) != f.block(q.last) {
		return nil
	}
	comma := false
	for k < len(f.toks) && (f.toks[k].mark == ',' || f.toks[k].mark == '-') {
		comma = true
		k++
	}
	if comma && k+1 < len(f.toks) && f.word(k) == "as" {
		k++ // “…”, as he put it
	}
	n := sort.Search(len(f.cues), func(i int) bool { return f.cues[i].first >= k })
	if n >= len(f.cues) {
		return nil
	}
	c := &f.cues[n]
	if c.form == ing || c.shared || c.frame()&fQuote == 0 || c.sent != int(f.toks[min(k, len(f.toks)-1)].sent) {
		return nil
	}
	if c.sent != int(f.toks[q.last].sent) && f.toks[q.last-1].mark == '.' {
		return nil
	}
	if c.clause < k || !f.leadsTo(k, c.clause) && !f.long(c, k) {
		return nil
	}
	if !comma && !f.pauses(q.last-1) && !(q.own && q.last-q.first > 3 && !c.that) {
		return nil
	}
	if !q.own && (c.that || f.hasContent(c)) {
		return nil
	}
	return c
}

// leadsTo reports whether nothing but adverbs and dates stands in [k, clause).
func (f *finder) leadsTo(k, clause int) bool {
	for i := k; i < clause; i++ {
		if t := &f.toks[i]; !(t.is(adverb) || t.time >= 0 || t.mark == ',') || i > k+4 {
			return false
		}
	}
	return true
}

// long gives c, the first cue after a quotation that ends before word k, the
// subject that begins there although appositions part them: “…,” Jane Doe, the
// head of the union, one of three that struck, said. It reports whether there
// is one.
func (f *finder) long(c *cue, k int) bool {
	if c.inverted || c.verb < 0 || c.first-k > 2*maxSubject || f.toks[k].is(prep|sub|conj) && f.toks[k].mention < 0 {
		return false
	}
	end := k
	for end < c.first && f.toks[end].mark != ',' && f.toks[end].mark != '(' {
		if f.verbish(end) {
			return false
		}
		end++
	}
	last := f.toks[c.first-1]
	if end >= c.first || last.mark != ',' && last.mark != ')' && !last.is(adverb|aux) {
		return false
	}
	p := phrase{k, end}
	if !f.speaks(p) || f.headMention(p) < 0 && !f.toks[k].is(det) {
		return false
	}
	c.subj, c.clause = p, k
	return true
}

// pauses reports whether word i is punctuation after which a reporting clause
// can follow.
func (f *finder) pauses(i int) bool {
	switch f.toks[i].mark {
	case ',', '?', '!', '~', '-', '.', 'q':
		return true
	}
	return false
}

// hasContent reports whether what follows c in its sentence is content.
func (f *finder) hasContent(c *cue) bool {
	_, stop := f.sentence(c.first)
	n := 0
	for i := c.after; i < stop; i++ {
		t := &f.toks[i]
		if t.mark == ',' && n == 0 || t.quote >= 0 {
			return false
		}
		if t.mark == 0 {
			n++
		}
		if f.verbish(i) {
			return true
		}
	}
	return false
}

// resume returns the statement that q carries on: the second half of a
// quotation split by its cue ("“…,” he said. “…”"), or -1.
func (f *finder) resume(q *quote, last int) int {
	if last < 0 || f.out[last].Kind != news.Direct || f.out[last].Cue.IsZero() {
		return -1
	}
	s := &f.out[last]
	end := f.wordAt(s.Content[len(s.Content)-1].End - 1)
	cueAt := f.wordAt(s.Cue.Start)
	if cueAt < end || f.block(cueAt) != f.block(q.first) || f.block(end) != f.block(q.first) {
		return -1
	}
	sent := int(f.toks[cueAt].sent)
	switch f.opens(q) {
	case sent:
		if m := f.toks[q.first-1].mark; m == ',' || m == ':' || m == '-' || m == '.' || m == '~' {
			if c := f.cueAfter(q); c == nil {
				return last
			}
		}
	case sent + 1:
		if q.own && f.clausal(q) && f.cueAfter(q) == nil && f.toks[q.first-1].mark != ':' && f.onlyQuotes(q) {
			return last
		}
	}
	return -1
}

// onlyQuotes reports whether the quotation q ends its sentence, or runs over
// several.
func (f *finder) onlyQuotes(q *quote) bool {
	_, stop := f.sentence(q.last)
	for i := q.last + 1; i < stop; i++ {
		if f.toks[i].mark == 0 {
			return false
		}
	}
	return true
}

// inner returns the words [from, to) between the marks of q.
func (q *quote) inner() (from, to int) {
	if q.closed {
		return q.first + 1, q.last
	}
	return q.first + 1, q.last + 1
}

// clausal reports whether q holds about a full clause.
func (f *finder) clausal(q *quote) bool {
	words, verbs := 0, 0
	from, to := q.inner()
	for i := from; i < to; i++ {
		t := &f.toks[i]
		if t.mark == 0 {
			words++
		}
		if t.is(aux|finite) || t.verb >= 0 {
			verbs++
		}
		if words > 8 {
			return true
		}
	}
	if words >= 2 && f.toks[to-1].mark != 0 && f.toks[to-1].mark != ',' {
		return true
	}
	return words >= 3 && verbs > 0
}

// appendQuotes appends the spans of quotations [i, j), with their marks.
func (f *finder) appendQuotes(out []news.Span, i, j int) []news.Span {
	for k := i; k < j; k++ {
		out = append(out, f.span(f.quotes[k].first, f.quotes[k].last+1))
	}
	return out
}

// direct makes the statement of a cue that stands right before quotations
// [i, j).
func (f *finder) direct(c *cue, i, j int) int {
	q := &f.quotes[j-1]
	_, stop := f.sentence(q.last)
	k := q.last + 1
	if c.frame()&fThat == 0 && f.titleCase(q) {
		return -1 // sang “Home Is the Sailor”
	}
	if j == i+1 && c.that && k < stop && f.toks[k].mark == 0 && f.toks[k].time < 0 && f.toks[k].verb < 0 {
		return f.mixed(c, i, j)
	}
	if j == i+1 && c.frame()&fThat != 0 && k < stop && !f.clausal(q) && f.toks[k].mark == 0 &&
		!f.toks[k].is(prep|sub|adverb) && f.toks[k].time < 0 && (!f.toks[k].is(conj) || k+1 < stop && f.toks[k+1].quote >= 0) {
		return f.mixed(c, i, j)
	}
	return f.add(c, news.Direct, f.appendQuotes(nil, i, j), 90)
}

// trailed makes the statement of a cue that follows quotations [i, j): direct,
// or mixed if the sentence begins in the reporter's words.
func (f *finder) trailed(c *cue, i, j int) int {
	q := &f.quotes[i]
	first, _ := f.sentence(q.first)
	if !q.own && q.first > first {
		from := f.clauseStart(c, first, q.first)
		if f.wordsIn(from, q.first) > 0 {
			spans := []news.Span{f.span(from, f.quotes[i].last+1)}
			return f.add(c, news.Mixed, f.appendQuotes(spans, i+1, j), 80)
		}
	}
	return f.add(c, news.Direct, f.appendQuotes(nil, i, j), 95)
}

// wordsIn counts the words in [i, j) that are no marks.
func (f *finder) wordsIn(i, j int) int {
	n := 0
	for ; i < j; i++ {
		if f.toks[i].mark == 0 {
			n++
		}
	}
	return n
}

// mixed makes the statement of a cue whose clause holds quotations [i, j), or
// returns -1 if the cue does not govern them.
func (f *finder) mixed(c *cue, i, j int) int {
	q := &f.quotes[i]
	c = f.outer(c)
	fr := c.frame()
	if c.doubtful || fr == fQuote && c.verb >= 0 || fr&(fThat|fBare|fFrag|fOf|fTo|fClaim|fAddr|fOn) == 0 && c.verb >= 0 {
		return -1
	}
	if !c.that && c.verb >= 0 && !f.strict(c.subj) {
		return -1
	}
	from, to, ok := f.content(c)
	if !ok || from > q.first || to <= q.first {
		if fr&(fFrag|fOf|fAddr|fClaim|fOn|fTo) == 0 {
			return -1
		}
		from, to = c.last+1, f.contentEnd(c, c.last+1)
		if to <= q.first {
			return -1
		}
		to = min(max(to, q.last+1), f.quotes[j-1].last+1)
	}
	if c.used {
		// A quotation further on in content that is already a statement.
		if s := f.statementOf(c); s >= 0 {
			return s
		}
	}
	to = max(to, q.last+1)
	// A quotation that opens a sentence of its own within the unit is content
	// of its own.
	spans := []news.Span{f.span(from, to)}
	for k := i + 1; k < j; k++ {
		if f.quotes[k].first >= to {
			spans = f.appendQuotes(spans, k, k+1)
		}
	}
	return f.add(c, news.Mixed, spans, 80)
}

// outer returns the cue whose content holds c: of "Smith said it showed that …"
// the saying. It is c if there is none.
func (f *finder) outer(c *cue) *cue {
	for k := f.cueIndex(c) - 1; k >= 0 && f.cues[k].sent == c.sent && c.first-f.cues[k].first < maxSubject; k-- {
		p := &f.cues[k]
		if p.doubtful || c.shared || c.inverted {
			continue
		}
		if from, to, ok := f.content(p); ok && from > p.first && from <= c.clause && c.first < to {
			c = p
		}
	}
	return c
}

// statementOf returns the latest statement whose cue is c, or -1.
func (f *finder) statementOf(c *cue) int {
	at := int(f.toks[c.first].start)
	for k := len(f.out) - 1; k >= 0 && k >= len(f.out)-4; k-- {
		if f.out[k].Cue.Start == at {
			return k
		}
	}
	return -1
}

// alone handles quotations [i, j) without a cue: they continue the statement
// before if they follow it directly in the paragraph; a full sentence is a
// statement without a speaker; anything else is a scare quote or a title.
func (f *finder) alone(i, j, last int) int {
	q := &f.quotes[i]
	if s := f.signed(i, j); s >= 0 {
		return s
	}
	if s := f.afterColon(i, j); s >= 0 {
		return s
	}
	if f.titleCase(q) || !q.own || f.an.Sentences[f.toks[q.first].sent].IsHeadline || !f.clausal(q) || !f.onlyQuotes(&f.quotes[j-1]) || f.wordsIn(q.first, f.quotes[j-1].last) < 4 {
		return -1
	}
	d := draft{follows: last, Speech: news.Speech{Kind: news.Direct, Act: "said", Content: f.appendQuotes(nil, i, j), Speaker: -1,
		Confidence: 0.5, Sentence: int(f.toks[q.first].sent), Said: news.NoDate(whyNoDate), Unresolved: whyNoCue}}
	if last >= 0 {
		p := &f.out[last]
		end := f.wordAt(max(p.Cue.End, p.Content[len(p.Content)-1].End) - 1)
		d.same = f.block(end) == f.block(q.first) && int(f.toks[end].sent)+1 == f.opens(q)
		if !d.same && f.block(q.first)-f.block(end) > 2 {
			d.follows = -1
		}
	}
	f.out = append(f.out, d)
	return len(f.out) - 1
}

// signed makes the statement of quotations [i, j) that a dash and a name follow,
// on the same line or the next: “…” — Jane Doe, Geneva.
func (f *finder) signed(i, j int) int {
	k := f.quotes[j-1].last + 1
	if k+1 >= len(f.toks) || f.toks[k].mark != '-' || !f.quotes[i].own || f.block(k)-f.block(k-1) > 1 {
		return -1
	}
	end := k + 1
	for end < len(f.toks) && end < k+16 && f.block(end) == f.block(k) && f.toks[end].mark != ',' && f.toks[end].quote < 0 {
		end++
	}
	p := phrase{k + 1, end}
	if !f.toks[p.from].upper || f.wordsIn(p.from, p.to) > 6 || f.headMention(p) < 0 {
		return -1
	}
	return f.addNamed(p, news.Span{}, f.appendQuotes(nil, i, j), 70)
}

// afterColon makes the statement of quotations [i, j) that a colon introduces
// without a reporting verb of the table: "Doe scolded him: “…”", "Doe: “…”".
func (f *finder) afterColon(i, j int) int {
	q := &f.quotes[i]
	if q.first == 0 || f.toks[q.first-1].mark != ':' || f.block(q.first-1) < f.block(q.first)-1 {
		return -1
	}
	lo, _ := f.sentence(q.first - 1)
	p := f.firstPhrase(lo, q.first-1)
	if p.empty() || !f.speaks(p) || !f.strict(p) {
		return -1
	}
	cue := f.span(q.first-1, q.first)
	for k := p.to; k < q.first-1 && k < p.to+maxSubject; k++ {
		if f.verbish(k) && !f.toks[k].is(aux) {
			cue = f.span(k, k+1)
			return f.addNamed(p, cue, f.appendQuotes(nil, i, j), 70)
		}
	}
	if p.to != q.first-1 || f.headMention(p) < 0 {
		return -1
	}
	return f.addNamed(p, cue, f.appendQuotes(nil, i, j), 70)
}

// addNamed appends a direct statement whose source is phrase p, without a cue
// of the table.
func (f *finder) addNamed(p phrase, at news.Span, content []news.Span, percent int) int {
	c := cue{first: p.from, last: p.from, verb: -1, sent: int(f.toks[p.from].sent), subj: p, clause: p.from, after: p.to}
	k := f.add(&c, news.Direct, content, percent)
	f.out[k].Cue = at
	return k
}

// titleCase reports whether the words of q have capitals as those of a title.
func (f *finder) titleCase(q *quote) bool {
	capitals, small := 0, 0
	for i := q.first + 1; i < q.last; i++ {
		switch t := &f.toks[i]; {
		case t.upper:
			capitals++
		case t.mark == 0 && t.end-t.start > 3:
			small++
		}
	}
	return capitals > 2 && small == 0
}

// add appends the statement of c with the given content and returns its index.
// percent is the confidence in cue and content.
func (f *finder) add(c *cue, kind news.SpeechKind, content []news.Span, percent int) int {
	c.used = true
	d := draft{cue: c, percent: percent, follows: -1}
	d.Speech = news.Speech{Kind: kind, Act: c.act(), Cue: f.span(c.first, c.last+1), Content: content, Speaker: -1}
	d.Sentence = int(f.toks[f.wordAt(content[0].Start)].sent)
	d.Said = f.said(c, content)
	if !c.addr.empty() {
		d.Addressee = f.span(c.addr.from, c.addr.to)
	}
	f.out = append(f.out, d)
	return len(f.out) - 1
}
