package speech

import (
	"cmp"
	"slices"

	"github.com/twosource/twosource/internal/grammar"
	"github.com/twosource/twosource/internal/news"
)

// A find is a cue that the model sees.
type find struct {
	word   int
	margin int32
}

// readByModel joins what the model sees with the statements that the rules have
// made: the model says which words are cues and what belongs to them, the rules
// know quotations that reach over sentences.
func (f *finder) readByModel(g *grammar.Text, m *model) {
	l := newLens(f, g)
	finds := l.finds(m)
	r := &roleLens{lens: l}
	taken := make([]bool, len(f.toks))
	gone := make([]bool, len(f.out)) // statements of the rules that are not kept as they are
	for i := range f.out {
		gone[i] = f.out[i].cue != nil && f.out[i].Kind != news.Direct
	}
	f.holdQuoted(taken, gone)
	used := make([]bool, len(f.out))
	at := make([]int, len(f.out)) // where a statement of the rules is now: in made, as -2 and below, or gone, as -1
	for i := range at {
		at[i] = -1
	}
	var made []draft
	var roles []role
	tries := make([]int, len(f.an.Sentences))
	for _, x := range finds {
		s := f.toks[x.word].sent
		if taken[x.word] || tries[s] > (f.an.Sentences[s].EndWord-f.an.Sentences[s].FirstWord)/leastApart+1 {
			continue
		}
		tries[s]++
		r.look(x.word)
		roles = r.label(m, roles)
		old := int(l.made[x.word])
		if old >= 0 && used[old] {
			old = -1
		}
		d, ok := f.assemble(r, roles, old, taken)
		d.percent = sureness(x.margin)
		if !ok || d.Act == "held" && d.Kind == news.Indirect && x.margin < leastUnknown {
			continue
		}
		if old >= 0 {
			gone[old], used[old], at[old] = true, true, -2-len(made)
		}
		made = append(made, d)
	}
	for i := range f.out {
		// A quotation that the rules have and the model passed over stays.
		if d := &f.out[i]; gone[i] && !used[i] && d.Kind == news.Mixed && len(f.free(d.Content, taken)) == len(d.Content) && !taken[d.cue.first] {
			gone[i] = false
		}
	}
	f.join(made, gone, at)
}

// surenesses are the parts, in per cent, of the cues with a margin of less than
// 60, 120 … that PolNeAR's dev side has too, with a content that overlaps; 98
// of those with more.
var surenesses = [...]int{65, 67, 72, 86, 89, 91, 93, 95}

// sureness gives the confidence, in per cent, that a cue with this margin is one.
func sureness(margin int32) int {
	if i := int(max(margin, 0)) / 60; i < len(surenesses) {
		return surenesses[i]
	}
	return 98
}

// leastUnknown is the margin that the cue of an indirect statement must have if
// its word is in no table of acts.
const leastUnknown = 120

// leastApart bounds the cues that are tried in a sentence: one for so many words
// and two more.
const leastApart = 6

// join replaces f.out by the statements of the rules that are kept and those
// made anew. A quotation without a cue that goes on where a statement ended
// becomes part of it.
func (f *finder) join(made []draft, gone []bool, at []int) {
	old := f.out
	f.out = make([]draft, 0, len(old)+len(made))
	for i := range old {
		if !gone[i] {
			at[i] = len(f.out)
			f.out = append(f.out, old[i])
		}
	}
	for i := range at {
		if at[i] < -1 {
			at[i] = len(f.out) - 2 - at[i]
		}
	}
	f.out = append(f.out, made...)
	for i := range old {
		if gone[i] || old[i].follows < 0 {
			continue
		}
		d := &f.out[at[i]]
		d.follows = at[old[i].follows]
		if d.follows >= 0 && d.same && d.cue == nil {
			for d.follows >= 0 && f.out[d.follows].joined {
				d.follows = f.out[d.follows].follows
			}
			p := &f.out[d.follows]
			if p.Content[len(p.Content)-1].End <= d.Content[0].Start && (p.Kind == news.Direct || p.Kind == news.Mixed) {
				p.Content = append(p.Content, d.Content...)
				d.joined = true
			}
		}
	}
}

// finds gives the words that are cues, the surest first.
func (l *lens) finds(m *model) []find {
	var out []find
	for i := range l.f.toks {
		if !l.candidate(i, m) {
			continue
		}
		l.cueFeatures(i)
		var sums [numRoles]int32
		m.cues.add(l.feats, &sums)
		if margin := sums[0]; margin >= m.leastOf {
			out = append(out, find{i, margin})
		}
	}
	slices.SortStableFunc(out, func(a, b find) int { return cmp.Compare(b.margin, a.margin) })
	return out
}

// assemble makes a statement of the roles around a cue and of what the rules made
// of it, statement old or -1. ok is false if it has no content.
func (f *finder) assemble(r *roleLens, roles []role, old int, taken []bool) (d draft, ok bool) {
	c := f.cueOf(r, roles)
	content := f.contentOf(r, roles, taken)
	subject := f.sourceOf(r, roles, old)
	if old >= 0 {
		o := &f.out[old]
		if o.cue != nil {
			c.addr, c.that, c.colon, c.shared, c.inverted, c.subj, c.clause = o.cue.addr, o.cue.that, o.cue.colon, o.cue.shared, o.cue.inverted, o.cue.subj, min(c.clause, o.cue.clause)
		}
		if o.Kind == news.Direct || len(content) == 0 {
			content = f.free(o.Content, taken)
		} else {
			content = f.beyond(r, content, o.Content)
		}
	}
	source := subject
	if source.empty() {
		source = c.subj
	}
	content = f.without(phrase{c.first, c.last + 1}, f.without(source, f.wholeQuotes(c, content, taken)))
	if len(content) == 0 {
		return d, false
	}
	if !subject.empty() {
		c.source = subject
		if c.subj.empty() || !(subject.from <= c.subj.from && c.subj.to <= subject.to) {
			c.subj = subject
			c.inverted = subject.from > c.last
		}
		c.clause = min(c.clause, subject.from)
	}
	if !f.plausible(c, content) {
		return d, false
	}
	for k := c.first; k <= c.last; k++ {
		taken[k] = true
	}
	for _, s := range content {
		for k := f.wordAt(s.Start); k < len(f.toks) && int(f.toks[k].start) < s.End; k++ {
			taken[k] = true
			if q := f.toks[k].quote; q >= 0 {
				f.quotes[q].speech = 0
			}
		}
	}
	d = draft{cue: c, follows: -1}
	d.Speech = news.Speech{Kind: f.kindOf(content), Act: f.actOf(c), Cue: f.span(c.first, c.last+1), Content: content, Speaker: -1}
	if f.allQuoted(content) {
		d.Kind = news.Direct
	}
	d.Sentence = int(f.toks[f.wordAt(content[0].Start)].sent)
	d.Said = f.said(c, content)
	if !c.addr.empty() {
		d.Addressee = f.span(c.addr.from, c.addr.to)
	}
	return d, true
}

// maxAfterHead bounds the words of a cue after its head: "said in a statement".
const maxAfterHead = 6

// actOf gives the act of a cue: of its verb in the table of verbs, else by the
// lemma of its head.
func (f *finder) actOf(c *cue) string {
	if negated := f.g.Child(c.head, grammar.RelAdvmod); negated >= 0 && f.g.Feats[negated].Has(grammar.Negative) && c.verb >= 0 && verbs[c.verb].act == "said" {
		return "denied"
	}
	if c.verb >= 0 {
		return c.act()
	}
	if f.accordingTo(c.first) {
		return "said"
	}
	if a, ok := acts[f.g.Lemma[c.head]]; ok {
		return a
	}
	if f.g.POS[c.head] == grammar.VERB {
		return "held"
	}
	return "said"
}

// plausible reports whether a cue with its content is a statement of somebody.
func (f *finder) plausible(c *cue, content []news.Span) bool {
	if f.anyQuoted(content) {
		return !f.onlyTitles(c, content)
	}
	switch {
	case c.subj.empty():
		return false // "is expected to", "it is hoped that": nobody's
	case f.firstPerson(c), f.notSaid(c), f.boundUp(c, content), f.measured(c, content), f.attitude(c):
		return false
	case !f.maySpeak(c.subj) && !shows[f.g.Lemma[c.head]]:
		return false
	}
	words := 0
	for _, s := range content {
		words += f.wordsIn(f.wordAt(s.Start), f.wordAt(s.End-1)+1)
	}
	return words > 1
}

// measured reports whether what was taken for the content of a verb says when or
// for how long: "they talked for a little over three hours in the old tower".
func (f *finder) measured(c *cue, content []news.Span) bool {
	if len(content) != 1 || f.g.POS[c.head] != grammar.VERB {
		return false
	}
	h := f.headOf(phrase{f.wordAt(content[0].Start), f.wordAt(content[0].End-1) + 1})
	return h >= 0 && f.toks[h].time >= 0 && f.g.Rel[h] == grammar.RelObl && int(f.g.Head[h]) == c.head
}

// attitude reports whether a verb of thought tells in the simple present, and
// not by a clause, how a country stands to something: "Norland considers the
// island its own". That is the reporter's summary, and nobody's words.
func (f *finder) attitude(c *cue) bool {
	switch f.g.Tag[c.head] {
	case grammar.VBZ, grammar.VBP:
	default:
		return false
	}
	if f.actOf(c) != "thought" || f.g.Child(c.head, grammar.RelCcomp) >= 0 {
		return false
	}
	h := f.headOf(c.subj)
	if h < 0 || f.toks[h].mention < 0 {
		return false
	}
	m := &f.an.Mentions[f.toks[h].mention]
	return m.Type == news.Place || m.Type != news.Person && m.Country != ""
}

// boundUp reports whether the report is only a part of the clause that was taken
// for its content: "it does not repeat what Doe said".
func (f *finder) boundUp(c *cue, content []news.Span) bool {
	s := content[len(content)-1]
	h := f.g.Head[c.head]
	if s.End > f.an.Words[c.first].Start || h < 0 || !s.Contains(f.an.Words[h].Span) {
		return false
	}
	if r := f.g.Rel[c.head]; r != grammar.RelCcomp && r != grammar.RelAclRelcl && r != grammar.RelAcl {
		return false
	}
	next := f.wordAt(s.End)
	return f.toks[next].mark == 0 && f.toks[next-1].quote < 0 || f.g.Under(next-1, c.head)
}

// notSaid reports whether a verb of speech is negated or only to come: "did not
// say", "will say". What somebody does not think is a view all the same.
func (f *finder) notSaid(c *cue) bool {
	if c.verb < 0 || verbs[c.verb].frame&fThink != 0 || verbs[c.verb].frame&(fQuote|fThat) == 0 || f.g.POS[c.head] != grammar.VERB {
		return false
	}
	for k := f.g.FirstChild[c.head]; k >= 0 && int(k) < c.head; k = f.g.Next[k] {
		if f.g.Tag[k] == grammar.MD && f.toks[k].is(modal) || f.g.Rel[k] == grammar.RelAdvmod && f.toks[k].is(neg) && f.word(int(k)) != "never" {
			return true
		}
	}
	return false
}

// onlyTitles reports whether the quotations in the content are titles that the cue
// does not govern: He sang “Home Is the Sailor” twice; she said on “Late Talk”; she opened a
// meeting titled “One sea” in Holm.
func (f *finder) onlyTitles(c *cue, content []news.Span) bool {
	quoted, other, governed, named := false, 0, false, true
	for _, s := range content {
		for k := f.wordAt(s.Start); k < len(f.toks) && int(f.toks[k].start) < s.End; k++ {
			n := f.toks[k].quote
			if n < 0 {
				other += 1 - min(1, int(f.toks[k].mark))
				continue
			}
			q := &f.quotes[n]
			names := q.first > 0 && naming[f.word(q.first-1)]
			if !f.titled(q) && !names {
				return false
			}
			quoted, named = true, named && names
			governed = governed || q.first == 0 || f.toks[q.first-1].mark != 0 || q.first == c.last+1 || q.first < c.first
			k = q.last
		}
	}
	if quoted && named {
		return true
	}
	return quoted && other < 3 && !(governed && c.verb >= 0 && c.frame()&fThat != 0)
}

// naming are the English words before what a thing is called.
var naming = set("titled entitled headlined captioned")

// titled reports whether q has at most six words, all of them with capitals but
// the small ones, and no mark of punctuation at its end.
func (f *finder) titled(q *quote) bool {
	from, to := q.inner()
	capitals := 0
	for i := from; i < to; i++ {
		switch t := &f.toks[i]; {
		case t.upper:
			capitals++
		case t.mark == 0 && t.end-t.start > 3, t.mark == ',' && i == to-1:
			return false
		}
	}
	return capitals > 1 && to-from <= 6
}

// holdQuoted keeps the statements that the rules made of "quoted Doe as saying":
// the model would hear the one who quotes.
func (f *finder) holdQuoted(taken, gone []bool) {
	for i := range f.out {
		d := &f.out[i]
		if d.cue == nil || d.cue.first == 0 || d.cue.form != ing || f.word(d.cue.first-1) != "as" {
			continue
		}
		gone[i] = false
		lo, _ := f.sentence(d.cue.first)
		for k := max(lo, d.cue.subj.from-4); k <= d.cue.last; k++ {
			taken[k] = true
		}
		for _, s := range d.Content {
			for k := f.wordAt(s.Start); k < len(f.toks) && int(f.toks[k].start) < s.End; k++ {
				taken[k] = true
			}
		}
	}
}

// cueOf makes the cue of the words with roleCue around the head.
func (f *finder) cueOf(r *roleLens, roles []role) *cue {
	first := r.cue - r.lo
	last := first
	for first > 0 && roles[first-1] == roleCue {
		first--
	}
	for last+1 < len(roles) && roles[last+1] == roleCue {
		last++
	}
	last = min(last, r.cue-r.lo+maxAfterHead)
	for last > r.cue-r.lo && f.toks[r.lo+last].mark != 0 {
		last--
	}
	t := &f.toks[r.cue]
	return &cue{first: r.lo + first, last: r.lo + last, head: r.cue, verb: t.verb, form: t.form, sent: int(t.sent), clause: r.lo + first, after: r.lo + last + 1, used: true}
}

// beyond adds to content the parts of old that lie outside the window.
func (f *finder) beyond(r *roleLens, content, old []news.Span) []news.Span {
	window := f.span(r.lo, r.hi)
	for _, s := range old {
		if !s.Overlaps(window) {
			content = append(content, s)
		}
	}
	slices.SortFunc(content, func(a, b news.Span) int { return a.Start - b.Start })
	return content
}

// wholeQuotes widens content to the whole of each long quotation that it begins
// or ends in, and joins what then overlaps. It does not reach over the cue.
func (f *finder) wholeQuotes(c *cue, content []news.Span, taken []bool) []news.Span {
	cueSpan := f.span(c.first, c.last+1)
	var out []news.Span
	for _, s := range content {
		for _, k := range [...]int{f.wordAt(s.Start), f.wordAt(s.End - 1)} {
			if k >= len(f.toks) || f.toks[k].quote < 0 {
				continue
			}
			q := &f.quotes[f.toks[k].quote]
			if w := s.Cover(f.span(q.first, q.last+1)); !w.Overlaps(cueSpan) && !taken[q.first] && !taken[q.last] {
				s = w
			}
		}
		if n := len(out); n > 0 && s.Start <= out[n-1].End {
			out[n-1] = out[n-1].Cover(s)
			continue
		}
		out = append(out, s)
	}
	return out
}

// anyQuoted reports whether a quotation stands in the content.
func (f *finder) anyQuoted(content []news.Span) bool { return f.kindOf(content) != news.Indirect }

// allQuoted reports whether each part of the content is quotations alone.
func (f *finder) allQuoted(content []news.Span) bool {
	for _, s := range content {
		for k := f.wordAt(s.Start); k < len(f.toks) && int(f.toks[k].start) < s.End; k++ {
			if f.toks[k].quote < 0 && f.toks[k].mark == 0 {
				return false
			}
		}
	}
	return true
}

// without takes out of the content the parts that lie in the source or cue, and
// those that only say whom an outlet has it from.
func (f *finder) without(source phrase, content []news.Span) []news.Span {
	out := content[:0]
	for i, s := range content {
		k := f.wordAt(s.Start)
		if i > 0 && (f.word(k) == "citing" || f.word(k) == "quoting") {
			continue
		}
		if source.empty() {
			out = append(out, s)
			continue
		}
		w := f.span(source.from, source.to)
		switch {
		case w.Contains(s):
			continue
		case w.Overlaps(s) && w.Start > s.Start:
			p := f.trimContent(phrase{k, source.from})
			if p.empty() {
				continue
			}
			s = f.span(p.from, p.to)
		case w.Overlaps(s):
			p := f.trimContent(phrase{source.to, f.wordAt(s.End-1) + 1})
			if p.empty() {
				continue
			}
			s = f.span(p.from, p.to)
		}
		out = append(out, s)
	}
	return out
}

// sourceOf gives the run of words with roleSource that holds the subject which
// the rules see, else the one that holds the subject in the tree, else the
// longest.
func (f *finder) sourceOf(r *roleLens, roles []role, old int) phrase {
	ruled := -1
	if old >= 0 && f.out[old].cue != nil && !f.out[old].cue.subj.empty() {
		ruled = f.out[old].cue.subj.to - 1
	}
	subject := r.g.Child(r.cue, grammar.RelNsubj)
	var best phrase
	most := 0
	for i := 0; i < len(roles); {
		j := i
		for j < len(roles) && roles[j] == roleSource {
			j++
		}
		if p := (phrase{r.lo + i, r.lo + j}); !p.empty() {
			worth := p.to - p.from
			if p.from <= ruled && ruled < p.to {
				worth += 2000
			}
			if p.from <= subject && subject < p.to {
				worth += 1000
			}
			if worth > most {
				best, most = p, worth
			}
		}
		i = max(j, i+1)
	}
	return best
}

// trimContent takes "that" from the head of a content and marks from both ends,
// but not those of quotations.
func (f *finder) trimContent(p phrase) phrase {
	for p.from < p.to && f.toks[p.from].quote < 0 && (f.word(p.from) == "that" && p.to-p.from > 1 || f.endsClause(p.from) && f.toks[p.from].mark != 0 && f.toks[p.from].mark != '~') {
		p.from++
	}
	for p.to > p.from && f.toks[p.to-1].quote < 0 {
		if m := f.toks[p.to-1].mark; m != '.' && m != ',' && m != ';' && m != '-' && m != ':' {
			break
		}
		p.to--
	}
	return p
}

// free gives the spans whose first word is not taken.
func (f *finder) free(spans []news.Span, taken []bool) []news.Span {
	var out []news.Span
	for _, s := range spans {
		if !taken[f.wordAt(s.Start)] {
			out = append(out, s)
		}
	}
	return out
}

// contentOf gives the content among the roles that is not taken.
func (f *finder) contentOf(r *roleLens, roles []role, taken []bool) []news.Span {
	var out []news.Span
	for i := 0; i < len(roles); {
		j := i
		for j < len(roles) && roles[j] == roleContent && !taken[r.lo+j] {
			j++
		}
		if p := f.trimContent(phrase{r.lo + i, r.lo + j}); f.wordsIn(p.from, p.to) > 0 {
			out = append(out, f.span(p.from, p.to))
		}
		i = max(j, i+1)
	}
	return out
}
