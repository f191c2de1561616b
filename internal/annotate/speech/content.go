package speech

import "github.com/twosource/twosource/internal/news"

// content returns the words [from, to) of the clause that c governs. ok is
// false if it governs none that is safe to take.
func (f *finder) content(c *cue) (from, to int, ok bool) {
	lo, stop := f.sentence(c.first)
	if c.verb < 0 {
		return f.contentOfAccording(c, lo, stop)
	}
	fr := c.frame()
	from = c.after
	if from < stop {
		switch {
		case c.that, c.colon:
			ok = fr&(fThat|fBare) != 0
		case fr&fIf != 0 && f.toks[from-1].mark != ',' && f.asksWhether(from):
			ok = true
		case fr&(fTo|fAddr|fOn) != 0 && f.word(from) == "to":
			ok = fr&fTo != 0 && (c.act() != "refused" || f.speaking(from+1, stop)) || !c.addr.empty()
		case fr&fClaim != 0:
			from = c.last + 1
			ok = f.claimNoun(from, stop)
		case fr&fOf != 0:
			from = c.last + 1
			ok = f.accusation(from, stop)
		case fr&fOn != 0:
			ok = c.last > c.first
		case fr&fBare != 0 && (c.form != ing || f.afterComma(c.first, lo)):
			ok = f.bareClause(c, from, stop)
		}
		if ok {
			to = f.contentEnd(c, from)
			if f.wordsIn(from, to) >= 2 {
				return from, to, true
			}
		}
	}
	return f.contentBefore(c, lo, stop)
}

// afterComma reports whether the participle at word i opens its phrase: after a
// comma ("…, saying it was late") or at the head of the sentence. Elsewhere it
// may be an adjective ("missed warning signs").
func (f *finder) afterComma(i, lo int) bool {
	for i > lo && f.toks[i-1].is(adverb|conj) {
		i--
	}
	return i == lo || f.toks[i-1].mark != 0 || f.toks[i-1].is(prep)
}

// speaking reports whether word i is a verb of speech or stance, so that
// refusing it is a statement: "refused to discuss".
func (f *finder) speaking(i, stop int) bool {
	if i >= stop {
		return false
	}
	if f.toks[i].verb >= 0 {
		return true
	}
	switch f.word(i) {
	case "discuss", "talk", "apologize", "apologise", "negotiate", "recognize", "recognise", "accept", "endorse", "specify",
		"elaborate", "speculate", "name", "identify", "rule", "commit", "support", "back", "give":
		return true
	}
	return false
}

// asksWhether reports whether word i opens an indirect question.
func (f *finder) asksWhether(i int) bool {
	switch f.word(i) {
	case "whether", "if", "why", "how", "what", "when", "where", "who", "which":
		return true
	}
	return false
}

// claimNoun reports whether a noun of speech follows: "denied any involvement".
func (f *finder) claimNoun(i, stop int) bool {
	for k := i; k < stop && k < i+4; k++ {
		if f.toks[k].is(claimy) {
			return true
		}
		if !f.toks[k].is(det) && f.toks[k].mention < 0 && f.toks[k].class != 0 {
			return false
		}
	}
	return false
}

// accusation reports whether "… of" or "… that" follows an object.
func (f *finder) accusation(i, stop int) bool {
	for k := i + 1; k < stop && k < i+14; k++ {
		if f.word(k) == "of" && k+1 < stop && (f.toks[k+1].form == ing || hasIng(f.word(k+1)) || f.toks[k+1].quote >= 0 || f.toks[k+1].class == 0) {
			return true
		}
		if f.toks[k].mark == ',' {
			return false
		}
	}
	return false
}

func hasIng(w string) bool { return len(w) > 4 && w[len(w)-3:] == "ing" }

// bareClause reports whether a clause without that begins at word i: a subject,
// and a verb after it.
func (f *finder) bareClause(c *cue, i, stop int) bool {
	t := &f.toks[i]
	if t.quote >= 0 {
		i = f.quotes[t.quote].last + 1
		return i < stop && f.finiteWithin(i, stop)
	}
	if f.word(i) == "to" || t.mark != 0 && t.mark != '$' && t.mark != '[' || t.is(conj|rel) || f.aside(i) || t.verb >= 0 && !t.upper && t.form != ing && !t.is(det) {
		return false
	}
	if t.is(objPro) && !t.is(subjPro|det) || t.is(adverb) && !f.finiteWithin(i, stop) || t.mention < 0 && f.verbish(i) {
		return false
	}
	if verbs[c.verb].frame&fThink != 0 && t.is(prep) {
		return false
	}
	if verbs[c.verb].frame&fLoose == 0 {
		return f.plainClause(i+1, stop)
	}
	return f.finiteWithin(i+1, stop)
}

// aside reports whether word i opens a clause that says when or why something
// was said, and not what.
func (f *finder) aside(i int) bool {
	switch f.word(i) {
	case "as", "while", "after", "before", "since", "because", "until", "so":
		return true
	}
	return false
}

// plainClause is finiteWithin for verbs that also take objects ("claimed the
// attack that killed two"): the verb must come before any relative clause,
// comma or "by".
func (f *finder) plainClause(i, stop int) bool {
	for k := i; k < stop && k < i+20; k++ {
		t := &f.toks[k]
		if t.mark == ',' || t.is(rel) || t.quote < 0 && (f.word(k) == "by" || t.is(conj) && k+1 < stop && f.verbish(k+1)) {
			return false
		}
		if t.quote < 0 && f.verbish(k) && (t.is(aux) || !f.participial(k)) {
			return true
		}
	}
	return false
}

// participial reports whether the word in -ed at k rather is a participle
// before or after a noun: "the disputed plan", "a plan based on".
func (f *finder) participial(k int) bool {
	if k+1 >= len(f.toks) {
		return true
	}
	p, n := &f.toks[k-1], &f.toks[k+1]
	return p.is(det|prep|conj) || n.is(prep)
}

// finiteWithin reports whether a likely finite verb stands in [i, stop) before
// a comma that is not part of the clause.
func (f *finder) finiteWithin(i, stop int) bool {
	for k := i; k < stop && k < i+30; k++ {
		if q := f.toks[k].quote; q >= 0 && f.quotes[q].last-f.quotes[q].first > 5 {
			return true
		}
		if f.toks[k].quote < 0 && (f.verbish(k) || f.toks[k].verb >= 0 && f.toks[k].form == base) || f.presentVerb(k, i) {
			return true
		}
	}
	return false
}

// presentVerb reports whether word k may be a verb in the present after a
// plural or a name: "the two sides agree", "Geneva expects".
func (f *finder) presentVerb(k, lo int) bool {
	t := &f.toks[k]
	if k <= lo || t.class != 0 || t.upper || t.mention >= 0 || t.mark != 0 || t.digit {
		return false
	}
	p := &f.toks[k-1]
	return p.is(subjPro) || p.mention >= 0 && p.upper || f.pluralNoun(k-1)
}

// maxContent bounds the words of a reported clause, so that a sentence without
// end costs no more than its length.
const maxContent = 400

// contentEnd returns the end of the content of c that begins at word from: the
// end of the sentence, or the comma before another report.
func (f *finder) contentEnd(c *cue, from int) int {
	lo, stop := f.sentence(c.first)
	end := min(stop, from+maxContent)
	for k := f.cueIndex(c) + 1; k < len(f.cues) && f.cues[k].sent == c.sent && f.cues[k].first < end; k++ {
		n := &f.cues[k]
		if n.first < from {
			continue
		}
		if e, ok := f.endBefore(n, from); ok {
			end = e
			break
		}
	}
	if f.toks[lo].is(sub) && c.clause <= lo+3 {
		end = min(end, f.mainClause(from, end))
	}
	for end > from {
		if m := f.toks[end-1].mark; m != '.' && m != ',' && m != ';' && m != '-' && m != ':' || f.toks[end-1].quote >= 0 {
			break
		}
		end--
	}
	return end
}

// cueIndex returns the index of c in f.cues.
func (f *finder) cueIndex(c *cue) int {
	lo, hi := 0, len(f.cues)
	for lo < hi {
		if m := (lo + hi) / 2; f.cues[m].first < c.first {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return lo
}

// endBefore returns where content ends that stands before cue n in the same
// sentence. ok is false if n is part of the content.
func (f *finder) endBefore(n *cue, from int) (int, bool) {
	k := n.clause
	if n.shared || n.inverted {
		k = n.first
		for k > from && f.toks[k-1].quote < 0 && (f.toks[k-1].is(adverb|conj|aux) && !f.toks[k-1].upper) {
			k--
		}
		if k > from && (f.toks[k-1].mark == ',' || f.toks[k].is(conj)) {
			return k, true
		}
		return 0, n.inverted && n.verb < 0 // according to, without a comma
	}
	for k > from && f.toks[k-1].quote < 0 && (f.toks[k-1].is(conj|sub|adverb) || f.toks[k-1].time >= 0) {
		k--
	}
	if k > from && (f.toks[k-1].mark == ',' || f.toks[k-1].mark == ';' || f.toks[k-1].mark == '-') {
		return k, f.toks[k].is(conj|sub) || f.finiteWithin(from, k) // else it is "that, for all its faults, he believes"
	}
	return 0, false
}

// mainClause returns the comma before the main clause of a sentence that opens
// with a subordinate one ("While Smith said …, the council rejected …"), or end.
func (f *finder) mainClause(from, end int) int {
	for k := from; k+2 < end; k++ {
		if f.toks[k].mark != ',' || f.toks[k].quote >= 0 {
			continue
		}
		t := &f.toks[k+1]
		if !(t.is(det|subjPro) || t.mention >= 0 || t.role >= 0) {
			continue
		}
		for m := k + 2; m < end && m < k+9 && f.toks[m].mark != ','; m++ {
			if f.toks[m].is(rel | sub) {
				break
			}
			if f.verbish(m) {
				return k
			}
		}
	}
	return end
}

// contentBefore returns the clause before a cue that stands at the end of its
// sentence: "…, Smith said on Monday."
func (f *finder) contentBefore(c *cue, lo, stop int) (from, to int, ok bool) {
	if c.that || c.form == ing || c.shared || c.clause <= lo+1 || c.frame()&fQuote == 0 && c.frame()&fThink == 0 || c.frame()&fThat == 0 && c.verb >= 0 {
		return 0, 0, false
	}
	k := c.clause
	for k > lo && f.toks[k-1].is(adverb) {
		k--
	}
	if k <= lo || f.toks[k-1].mark != ',' && f.toks[k-1].mark != '-' {
		return 0, 0, false
	}
	if f.hasContent(c) {
		return 0, 0, false
	}
	to = k - 1
	from = f.clauseStart(c, lo, to)
	if f.wordsIn(from, to) < 3 || !f.finiteWithin(from, to) || f.toks[from].is(prep|sub) && !f.mainWithin(from, to) || f.toks[from].form == ing {
		return 0, 0, false
	}
	return from, to, true
}

// mainWithin reports whether [from, to), which opens with a preposition or
// subordinate clause, has a comma and so a clause of its own after it.
func (f *finder) mainWithin(from, to int) bool {
	for k := from; k < to; k++ {
		if f.toks[k].mark == ',' && f.finiteWithin(k+1, to) {
			return true
		}
	}
	return false
}

// clauseStart returns the first word of the content that ends before word to,
// in a sentence that begins at lo: lo, unless an earlier cue or a dateline
// stands there.
func (f *finder) clauseStart(c *cue, lo, to int) int {
	from := max(lo, to-maxContent)
	if k := f.cueIndex(c) - 1; k >= 0 && f.cues[k].sent == c.sent {
		n := &f.cues[k]
		e := n.last + 1
		for e < to && f.toks[e].mark != ',' && f.toks[e].mark != ';' {
			e++
		}
		from = min(max(n.after, e+1), to)
	}
	for k := from; k < to && k < from+12; k++ {
		// A dateline: "GENEVA (Newswire) - …".
		if f.toks[k].mark == '-' && f.gap(k) && k+1 < to && f.gap(k+1) && f.toks[from].upper && k > from && f.block(lo) >= 0 && f.dateline(from, k) {
			return k + 1
		}
	}
	for from < to && f.toks[from].is(conj) && f.toks[from].upper {
		from++
	}
	return from
}

// dateline reports whether words [from, k) before a dash are a dateline: a
// place in capitals or a bracket.
func (f *finder) dateline(from, k int) bool {
	if f.toks[k-1].mark == ')' {
		return true
	}
	w := f.word(from)
	for i := 0; i < len(w); i++ {
		if w[i] >= 'a' && w[i] <= 'z' {
			return false
		}
	}
	return len(w) > 2
}

// contentOfAccording returns the content of "according to X", which stands
// before it or after it.
func (f *finder) contentOfAccording(c *cue, lo, stop int) (from, to int, ok bool) {
	if c.first <= lo+1 {
		from = c.subj.to
		if from < stop && f.toks[from].mark == ',' {
			from = f.afterApposition(from+1, stop)
		}
		to = f.contentEnd(c, from)
		return from, to, f.wordsIn(from, to) >= 3
	}
	to = c.first
	if f.toks[to-1].mark == ',' {
		to--
	}
	if to > lo && f.toks[to-1].is(conj|sub|rel) && f.toks[to-1].mention < 0 {
		// "…, and, according to X, …": the clause comes after.
		if from = c.subj.to; from < stop && f.toks[from].mark == ',' {
			from++
		}
		to = f.contentEnd(c, from)
		return from, to, f.wordsIn(from, to) >= 3
	}
	from = f.clauseStart(c, lo, to)
	return from, to, f.wordsIn(from, to) >= 3
}

// afterApposition returns the start of the clause after the apposition that
// opens at word i ("…, a group that watches trials, …"), or i if there is none.
func (f *finder) afterApposition(i, stop int) int {
	if i+1 >= stop {
		return i
	}
	switch f.word(i) {
	case "a", "an", "the", "who", "which", "whose":
	default:
		return i
	}
	relative := false
	for k := i; k < stop && k < i+24; k++ {
		t := &f.toks[k]
		if t.mark == ',' {
			if f.finiteWithin(k+1, stop) {
				return k + 1
			}
			return i
		}
		relative = relative || t.is(rel)
		if f.verbish(k) && !relative {
			return i
		}
	}
	return i
}

// indirect makes the statements of cues that have no quotation.
func (f *finder) indirect() {
	start, end := 0, 0 // the content taken last
	for i := range f.cues {
		c := &f.cues[i]
		if c.used {
			if from, to, ok := f.content(c); ok && from >= c.first {
				start, end = from, to
			}
			continue
		}
		if c.doubtful || c.first < end && c.first >= start || f.firstPerson(c) {
			continue
		}
		if spans, ok := f.around(c); ok {
			f.add(c, f.kindOf(spans), spans, 75)
			continue
		}
		from, to, ok := f.content(c)
		if !ok || f.taken(from, to) || !c.that && !f.strict(c.subj) {
			continue
		}
		start, end = from, to
		percent := 75
		if c.that {
			percent = 85
		}
		spans := []news.Span{f.span(from, to)}
		f.add(c, f.kindOf(spans), spans, percent)
	}
}

// kindOf returns Mixed if a quotation stands in the content, else Indirect.
func (f *finder) kindOf(content []news.Span) news.SpeechKind {
	for _, s := range content {
		for k := f.wordAt(s.Start); k < len(f.toks) && int(f.toks[k].start) < s.End; k++ {
			if f.toks[k].quote >= 0 {
				return news.Mixed
			}
		}
	}
	return news.Indirect
}

// around returns the two halves of a clause that its cue parts: "The port,
// Smith said, would close." The first half has no verb of its own; else the
// cue governs what stands before it.
func (f *finder) around(c *cue) ([]news.Span, bool) {
	lo, stop := f.sentence(c.first)
	rest := c.last + 1
	if c.inverted {
		rest = max(rest, c.subj.to)
	}
	if c.verb < 0 || c.frame()&fThat == 0 || c.form == ing || c.shared || c.that || c.clause <= lo+1 || rest+1 >= stop ||
		f.toks[c.clause-1].mark != ',' || f.toks[rest].mark != ',' || !f.strict(c.subj) {
		return nil, false
	}
	from, mid := f.clauseStart(c, lo, c.clause-1), c.clause-1
	to := f.contentEnd(c, rest+1)
	if f.wordsIn(from, mid) == 0 || f.finiteWithin(from, mid) || f.wordsIn(rest+1, to) < 2 || !f.finiteWithin(rest+1, to) ||
		f.toks[rest+1].is(rel) || f.toks[rest+1].form == ing || f.taken(from, mid) || f.taken(rest+1, to) {
		return nil, false
	}
	return []news.Span{f.span(from, mid), f.span(rest+1, to)}, true
}

// firstPerson reports whether c's subject is the writer or the reader.
func (f *finder) firstPerson(c *cue) bool {
	if c.subj.to-c.subj.from != 1 {
		return false
	}
	switch f.word(c.subj.from) {
	case "I", "we", "We", "you", "You":
		return true
	}
	return false
}

// taken reports whether a quotation in [from, to) already belongs to a
// statement.
func (f *finder) taken(from, to int) bool {
	for k := from; k < to; k++ {
		if q := f.toks[k].quote; q >= 0 {
			if f.quotes[q].speech >= 0 {
				return true
			}
			k = f.quotes[q].last
		}
	}
	return false
}
