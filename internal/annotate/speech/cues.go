package speech

import "github.com/twosource/twosource/internal/news"

// A phrase is the words [from, to); it is empty if from == to.
type phrase struct{ from, to int }

func (p phrase) empty() bool { return p.from >= p.to }

// A cue is a reporting verb or phrase outside quotations, with what it governs.
type cue struct {
	first, last int    // words of the verb or phrase: "said", "pointed out", "according to"
	verb        int16  // index into verbs; -1 for "according to"
	form        form   // of the verb
	sent        int    // sentence
	subj        phrase // who reports
	source      phrase // all words that say who reports, with appositions; empty if the model has not said
	head        int    // the word by which the model knows the cue
	clause      int    // first word of the clause: of the subject, or of the verb if that comes first
	inverted    bool   // verb before subject, or "according to"
	shared      bool   // the subject is that of an earlier cue: "and added", ", saying"
	doubtful    bool   // negated, passive, intended or conditional: it governs whole quotations only
	addr        phrase // to whom
	after       int    // first word after verb, addressee and adverbials
	that        bool   // that stands before after
	colon       bool   // a colon stands before after
	used        bool   // it has content
}

func (c *cue) frame() frame {
	if c.verb < 0 {
		return fQuote
	}
	return verbs[c.verb].frame
}

func (c *cue) act() string {
	if c.verb < 0 {
		return "said"
	}
	if v := &verbs[c.verb]; v.frame&fOn == 0 || c.last > c.first {
		return v.act
	}
	return "described" // "called it", not "called for it"
}

// findCues fills f.cues, in text order.
func (f *finder) findCues() {
	for i := range f.toks {
		t := &f.toks[i]
		if t.quote >= 0 {
			continue
		}
		switch {
		case t.verb >= 0:
			if c, ok := f.verbCue(i); ok {
				f.cues = append(f.cues, c)
			}
		case (t.upper || t.end-t.start == 9) && f.accordingTo(i):
			if c, ok := f.according(i); ok {
				f.cues = append(f.cues, c)
			}
		}
	}
}

// lastCue returns the cue before word i in the same sentence, or nil.
func (f *finder) lastCue(i int) *cue {
	if n := len(f.cues); n > 0 && f.cues[n-1].sent == int(f.toks[i].sent) {
		return &f.cues[n-1]
	}
	return nil
}

func (f *finder) accordingTo(i int) bool {
	w := f.word(i)
	return (w == "according" || w == "According") && i+2 < len(f.toks) && f.word(i+1) == "to"
}

// according makes the cue "according to X" at word i.
func (f *finder) according(i int) (cue, bool) {
	_, stop := f.sentence(i)
	c := cue{first: i, last: i + 1, verb: -1, sent: int(f.toks[i].sent), clause: i, inverted: true}
	c.subj = f.phraseAfter(i+2, stop)
	c.after = c.subj.to
	if c.subj.empty() || !f.speaks(c.subj) {
		return c, false
	}
	return c, true
}

// verbCue makes the cue of the reporting verb at word i. ok is false if the
// word is no verb here, or has no subject that could speak.
func (f *finder) verbCue(i int) (c cue, ok bool) {
	t := &f.toks[i]
	c = cue{first: i, last: i, verb: t.verb, form: t.form, sent: int(t.sent), clause: i}
	lo, hi := f.sentence(i)
	fr := verbs[t.verb].frame
	if fr&(fOut|fOn) != 0 {
		if i+1 >= hi || !f.particle(i+1, fr) {
			if fr&fOn == 0 || fr&fFrag == 0 {
				return c, false
			}
		} else {
			c.last++
		}
	}
	if fr&fIt != 0 {
		if i+1 >= hi || f.word(i+1) != "it" {
			return c, false
		}
		c.last++
	}
	if !f.subjectOf(&c, lo, hi) {
		return c, false
	}
	f.object(&c, hi)
	return c, true
}

func (f *finder) particle(i int, fr frame) bool {
	w := f.word(i)
	return fr&fOut != 0 && w == "out" || fr&fOn != 0 && (w == "on" || w == "for" || w == "upon")
}

// subjectOf finds the subject of c's verb in words [lo, hi), its sentence.
func (f *finder) subjectOf(c *cue, lo, hi int) bool {
	i := c.first
	if c.form == ing {
		return f.participle(c, lo)
	}
	if f.invertedSubject(c, lo, hi) {
		return true
	}
	if c.form == base && i > lo && !f.plural(i-1) || c.form != past && f.nounAt(c.last+1, hi) {
		return false
	}
	k, bare := f.skipAux(c, i-1, lo)
	if k < lo {
		return false
	}
	t := &f.toks[k]
	if bare && (t.is(conj) || t.mark == ',' && k > lo && c.form != base && f.toks[k-1].quote >= 0) {
		return f.share(c, k, lo)
	}
	s, ok := f.subjectBefore(k, lo)
	if !ok || c.form == third && !f.singular(s) {
		return false
	}
	c.subj, c.clause = s, s.from
	if c.form == past && c.frame()&fAddr != 0 && c.last+1 < hi && f.word(c.last+1) == "to" {
		c.doubtful = true // "Smith, urged to leave": a passive
	}
	// "…, which critics say …", "what critics called “…”": the content is bound
	// up with the clause around it.
	if f.toks[s.from].is(rel) && s.to-s.from > 1 {
		c.subj.from++
		c.doubtful = c.doubtful || c.frame()&fFrag == 0
	}
	return f.speaks(c.subj)
}

// nounAt reports whether the words from i on show that the word before them,
// which may be a verb or a noun in the plural, is a noun: "the rules could",
// "claims of".
func (f *finder) nounAt(i, hi int) bool {
	if i >= hi || f.toks[i].quote >= 0 {
		return false
	}
	switch f.word(i) {
	case "of", "as", "about", "against", "from", "between", "were", "are", "made":
		return true
	}
	return f.toks[i].is(modal|be) && !f.toks[i].is(subjPro) && f.toks[i].mention < 0
}

// skipAux moves left over the adverbs and auxiliaries before the verb, from
// word k, and marks c as doubtful where they make it no report. bare reports
// whether the verb carries the tense itself.
func (f *finder) skipAux(c *cue, k, lo int) (int, bool) {
	bare := true
	for k >= lo {
		t := &f.toks[k]
		if t.quote >= 0 || t.mention >= 0 && t.upper || t.mark != 0 {
			break
		}
		switch {
		case t.is(neg) && f.word(k) != "never" || t.is(modal):
			c.doubtful, bare = true, false
		case t.is(be) && k == c.first-1 && c.form == past:
			c.doubtful, bare = true, false
		case t.is(aux):
			bare = false
		case f.word(k) == "to":
			c.doubtful = true
			return f.governor(k, lo), false
		case t.time >= 0 || t.is(adverb):
		default:
			return k, bare
		}
		k--
	}
	return k, bare
}

// governor returns the word before the verbs that govern the infinitive whose
// "to" is word k: "wanted to say", "went on to say".
func (f *finder) governor(k, lo int) int {
	for n := 0; n < 4 && k-1 >= lo; n++ {
		t := &f.toks[k-1]
		if t.mark != 0 || t.quote >= 0 || t.mention >= 0 || t.is(subjPro|det|office|people) {
			break
		}
		k--
	}
	return k - 1
}

// invertedSubject finds a subject after the verb: “…,” said Smith; …, reports
// the agency.
func (f *finder) invertedSubject(c *cue, lo, hi int) bool {
	i := c.first
	if c.form != past && c.form != third || c.last+1 >= hi {
		return false
	}
	if i == lo { // "Said Smith: …"
		c.subj, c.inverted = f.phraseAfter(c.last+1, hi), true
		return c.subj.to < hi && f.toks[c.subj.to].mark == ':' && f.speaks(c.subj)
	}
	if c.frame()&fAddr != 0 && (c.act() == "said" || c.act() == "urged") {
		return false // "…, told the council": it has an addressee there
	}
	p := &f.toks[i-1]
	if p.quote < 0 && p.mark != ',' && p.mark != '-' && p.mark != '?' && p.mark != '!' {
		return false
	}
	if p.mark == ',' && p.quote < 0 && i-2 >= lo && f.toks[i-2].quote < 0 && c.frame()&(fQuote|fThat) != fQuote|fThat {
		return false
	}
	n := &f.toks[c.last+1]
	if n.quote >= 0 || n.is(objPro) && !n.is(subjPro) || n.is(prep) || n.is(conj|sub) && !n.upper || n.mark != 0 ||
		n.is(rel) && f.word(c.last+1) == "that" {
		return false
	}
	s := f.phraseAfter(c.last+1, hi)
	if s.empty() || !f.speaks(s) {
		return false
	}
	// "…, said he was": a clause follows, whose verb betrays it; the subject
	// then stands before the comma.
	afterQuote := p.quote >= 0 || p.mark == ',' && i-2 >= lo && f.toks[i-2].quote >= 0
	if s.to < hi && !afterQuote && f.verbish(s.to) && f.toks[s.to].verb < 0 {
		return false
	}
	if !afterQuote && (f.toks[s.from].is(subjPro) || f.headMention(s) < 0 && !f.toks[s.to-1].is(office)) {
		return false
	}
	c.subj, c.inverted = s, true
	return true
}

// participle gives a cue in -ing the subject of its sentence: "…, adding that",
// "issued a statement complaining that".
func (f *finder) participle(c *cue, lo int) bool {
	i := c.first
	if i > lo && f.toks[i-1].is(prep|be|det|aux|rel|sub) && f.word(i-1) != "as" && f.word(i-1) != "in" {
		return false
	}
	if !f.afterComma(i, lo) && !(i+1 < len(f.toks) && (f.word(i+1) == "that" || f.toks[i+1].mark == ':' || f.toks[i+1].quote >= 0)) {
		return false
	}
	c.shared = true
	if i > lo && f.word(i-1) == "as" {
		return f.quotedAs(c, lo)
	}
	if last := f.lastCue(i); last != nil {
		c.subj = last.subj
		return true
	}
	if i == lo {
		return f.frontParticiple(c)
	}
	s := f.firstPhrase(lo, i)
	if s.empty() || !f.speaks(s) {
		return false
	}
	c.subj = s
	return true
}

// quotedAs finds the subject of "as saying": who is quoted, be it actively
// ("quoted Smith as saying") or passively ("Smith was quoted as saying").
func (f *finder) quotedAs(c *cue, lo int) bool {
	as := c.first - 1
	for k := as - 1; k >= lo && k > as-maxSubject; k-- {
		switch f.word(k) {
		case "quoted", "quotes", "quoting", "cited", "cites", "citing":
		default:
			continue
		}
		if k+1 < as && f.word(k+1) != "by" && f.word(k+1) != "in" && f.word(k+1) != "on" {
			c.subj = phrase{k + 1, as}
			return f.speaks(c.subj)
		}
		for k--; k >= lo && f.toks[k].is(aux|adverb); k-- {
		}
		if k < lo {
			return false
		}
		s, ok := f.subjectBefore(k, lo)
		c.subj = s
		return ok && f.speaks(s)
	}
	return false
}

// frontParticiple handles "Noting that …, Smith added": the subject comes with
// the next cue, which findCues has not reached; it is filled in by settle.
func (f *finder) frontParticiple(c *cue) bool {
	c.subj = phrase{c.first, c.first}
	return true
}

// settle gives cues at the head of a sentence the subject of the cue after
// them, and drops those that have none.
func (f *finder) settle() {
	kept := f.cues[:0]
	for i := range f.cues {
		c := f.cues[i]
		if c.subj.empty() {
			if i+1 >= len(f.cues) || f.cues[i+1].sent != c.sent || f.cues[i+1].subj.empty() {
				continue
			}
			c.subj = f.cues[i+1].subj
		}
		kept = append(kept, c)
	}
	f.cues = kept
}

// share gives a coordinated verb ("and added") the subject of the cue before
// it, or of its sentence.
func (f *finder) share(c *cue, k, lo int) bool {
	c.shared = true
	c.clause = k
	if c.form == third && k > lo && f.pluralNoun(k-1) {
		return false // "protests and calls for"
	}
	if last := f.lastCue(c.first); last != nil {
		c.subj = last.subj
		return true
	}
	s := f.firstPhrase(lo, k)
	if s.empty() || !f.speaks(s) {
		return false
	}
	c.subj = s
	return true
}

// said returns the time expression that dates c, or an unknown date: one that
// stands with subject and verb, outside the content.
func (f *finder) said(c *cue, content []news.Span) news.Date {
	lo, hi := f.sentence(c.first)
	from := c.clause
	for n := 0; from > lo && n < maxAdverbial; n++ {
		if t := &f.toks[from-1]; t.quote >= 0 || f.verbish(from-1) || t.mark == ';' || t.is(rel) {
			break
		}
		from--
	}
	best, bestAt := -1, 0
	for i, n := from, 0; i < hi; i++ {
		t := &f.toks[i]
		if i >= c.after {
			if n++; n > maxAdverbial || f.verbish(i) || t.quote >= 0 || t.is(rel|sub) || t.form == ing {
				break
			}
		}
		if t.time < 0 || t.quote >= 0 || i > from && f.toks[i-1].time == t.time || inSpans(content, f.span(i, i+1)) {
			continue
		}
		if k := f.an.Times[t.time].Kind; k != news.TimeDate && k != news.TimeOfDay {
			continue
		}
		if d := abs(i - c.first); best < 0 || d < bestAt {
			best, bestAt = int(t.time), d
		}
	}
	if best < 0 {
		return news.NoDate(whyNoDate)
	}
	return f.an.Times[best].Date
}

func inSpans(spans []news.Span, s news.Span) bool {
	for _, x := range spans {
		if x.Overlaps(s) {
			return true
		}
	}
	return false
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
