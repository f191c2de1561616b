package speech

import (
	"sort"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// Reasons why a speaker is not resolved.
const (
	whyNoName     = "the source is described and not named"
	whyPronoun    = "the pronoun fits more than one name, or none"
	whyWriter     = "the writer or the reader speaks"
	whyNoSubject  = "no subject stands with the reporting verb"
	whyNoAgreeing = "no earlier name agrees with the description"
	whyNoCue      = "no reporting verb governs the quotation"
)

// whyNoDate is the reason of a statement without a date.
const whyNoDate = "the text does not say when"

// finish finds the speakers, in the order of the text, and returns the
// statements in that order.
func (f *finder) finish() []news.Speech {
	if len(f.out) == 0 {
		return nil
	}
	order := make([]int, len(f.out))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(i, j int) bool {
		return f.out[order[i]].Content[0].Start < f.out[order[j]].Content[0].Start
	})
	speech := make([]news.Speech, 0, len(order))
	for _, i := range order {
		d := &f.out[i]
		if d.joined {
			continue
		}
		if d.cue != nil {
			f.resolve(d)
		} else if d.follows >= 0 {
			f.follow(d, &f.out[d.follows])
		}
		f.prev = d
		speech = append(speech, d.Speech)
	}
	return speech
}

// follow gives d, which has no cue, the speaker of p before it.
func (f *finder) follow(d, p *draft) {
	if p.Speaker < 0 {
		return
	}
	if d.same {
		d.Speaker, d.SpeakerSpan, d.Unresolved, d.Confidence = p.Speaker, p.SpeakerSpan, "", 0.6
		return
	}
	d.Candidates = []int{p.Speaker}
}

// resolve fills in the speaker of d from the subject of its cue.
func (f *finder) resolve(d *draft) {
	d.Confidence = float64(d.percent) / 100
	c := d.cue
	if c.subj.empty() {
		d.Unresolved = whyNoSubject
		return
	}
	f.named = f.namesIn(d.Content)
	p := f.trimSubject(c.subj)
	d.SpeakerSpan = f.span(p.from, p.to)
	if !c.source.empty() {
		d.SpeakerSpan = f.sourceSpan(c.source)
		p = f.beforeComma(p)
	}
	m, factor, why := f.who(p, c)
	if m < 0 || (c.inverted || p.to < c.source.to) && f.an.Mentions[m].Kind == news.TitleMention {
		// "said the head of the union, Jane Doe."
		if n := f.nameAfter(p.to); n >= 0 {
			m, factor = n, 95
			d.SpeakerSpan.End = f.an.Mentions[n].End
		}
	}
	if m < 0 {
		d.Unresolved = why
		d.Candidates = f.candidates(p, c)
		d.OnBehalfOf = f.behalf(-1, d.SpeakerSpan)
		return
	}
	d.Speaker = m
	d.Others = f.together(p, m)
	d.OnBehalfOf = f.behalf(m, d.SpeakerSpan)
	d.Confidence = float64(d.percent*factor/100) / 100
}

// who returns the mention that speaks in phrase p by its tree or by its words,
// and how sure that is in per cent; or -1 and why.
func (f *finder) who(p phrase, c *cue) (m, percent int, why string) {
	if m, percent, ok := f.bySource(p, c); ok {
		return m, percent, ""
	}
	return f.mentionOf(p, c)
}

// sourceSpan gives the words of a source without marks at its ends.
func (f *finder) sourceSpan(p phrase) news.Span {
	for p.to-p.from > 1 && f.toks[p.to-1].mark != 0 {
		p.to--
	}
	for p.to-p.from > 1 && f.toks[p.from].mark != 0 {
		p.from++
	}
	for k := p.from + 1; k+1 < p.to; k++ {
		if f.toks[k].mark == ',' && f.toks[k+1].is(prep) && f.toks[k+1].mention < 0 && f.wordsIn(k+1, p.to) <= 4 {
			p.to = k // "Doe, for her part,"
		}
	}
	for k := p.from; k < p.to; k++ {
		if f.toks[k].mark == '(' && p.to < len(f.toks) && f.toks[p.to].mark == ')' {
			p.to++
			break
		}
	}
	return f.span(p.from, p.to)
}

// beforeComma gives the part of a source before its first apposition.
func (f *finder) beforeComma(p phrase) phrase {
	for k := p.from + 1; k < p.to; k++ {
		if m := f.toks[k].mark; m == ',' || m == '(' {
			return phrase{p.from, k}
		}
	}
	return p
}

// nameAfter returns the person whose name stands alone after the comma at word
// i, or -1.
func (f *finder) nameAfter(i int) int {
	if i+1 >= len(f.toks) || f.toks[i].mark != ',' || f.toks[i+1].sent != f.toks[i].sent {
		return -1
	}
	m := int(max(f.toks[i+1].mention, f.toks[i+1].role))
	if m < 0 || !f.isPerson(m) || f.an.Mentions[m].Kind != news.NameMention {
		return -1
	}
	k := f.wordAt(f.an.Mentions[m].End)
	if k < len(f.toks) && f.toks[k].sent == f.toks[i].sent && f.toks[k].mark != ',' && f.toks[k].mark != '.' {
		return -1
	}
	return m
}

// maxNamed bounds the names in a content that are looked at.
const maxNamed = 24

// namesIn returns the persons that the content names. They are spoken of, and
// so are not the he or she that speaks.
func (f *finder) namesIn(content []news.Span) []int {
	out := f.named[:0]
	for _, s := range content {
		for m := f.mentionBefore(s.Start) + 1; m < len(f.an.Mentions) && f.an.Mentions[m].Start < s.End && len(out) < maxNamed; m++ {
			if men := &f.an.Mentions[m]; men.Type == news.Person && men.Kind == news.NameMention {
				out = append(out, m)
			}
		}
	}
	return out
}

// trimSubject drops leading conjunctions, trailing marks and "himself".
func (f *finder) trimSubject(p phrase) phrase {
	for p.to-p.from > 1 && emphatic(f.word(p.to-1)) {
		p.to--
	}
	for p.to-p.from > 1 && (f.toks[p.from].is(conj) && f.toks[p.from].mention < 0 || f.toks[p.from].mark == ',' || f.toks[p.from].mark == 'q' && !f.quotedName(p)) {
		p.from++
	}
	for p.to-p.from > 1 && (f.toks[p.to-1].mark == ',' || f.toks[p.to-1].mark == '-' || f.toks[p.to-1].is(prep) && f.toks[p.to-1].mention < 0) {
		p.to--
	}
	// What stands before the role belongs to the clause: "in Geneva Foreign
	// Minister Jane Doe said".
	if m := f.headMention(p); m >= 0 && p.to-p.from > 1 && f.isPerson(m) {
		start := f.an.Mentions[m].Start
		if r := f.an.Mentions[m].Role; !r.IsZero() && r.Start < start {
			start = r.Start
		}
		p.from = max(p.from, f.phraseStart(p.from, f.wordAt(start)))
	}
	return p
}

// emphatic reports whether w only stresses the name before it, or makes it a
// possessive.
func emphatic(w string) bool {
	switch w {
	case "himself", "herself", "itself", "themselves", "'s", "’s":
		return true
	}
	return false
}

// phraseStart returns where the noun phrase whose name or role begins with word
// i starts, at or after lo: before it there may be a determiner and adjectives.
// It is lo if nothing shows that another phrase stands between.
func (f *finder) phraseStart(lo, i int) int {
	for k := i - 1; k >= lo; k-- {
		t := &f.toks[k]
		if t.is(prep|rel|sub) && t.mention < 0 && t.role < 0 || f.verbish(k) {
			return k + 1
		}
		if t.mention >= 0 && !f.toks[i].is(conj) && t.role < 0 && !f.generic(k+1) && k+1 == i {
			return i
		}
	}
	return lo
}

// mentionOf returns the mention that speaks in phrase p, and how sure it is in
// per cent; or -1 and why.
func (f *finder) mentionOf(p phrase, c *cue) (m, percent int, why string) {
	if p.to-p.from == 1 && f.toks[p.from].is(subjPro|objPro) {
		return f.pronoun(p.from, c)
	}
	if m := f.headMention(p); m >= 0 && !f.describes(m, p) && !f.within(m, p) {
		if men := &f.an.Mentions[m]; men.Kind == news.TitleMention && men.Antecedent != m && men.Antecedent >= 0 {
			return men.Antecedent, 85, ""
		} else if men.Kind == news.TitleMention && f.definite(p) {
			return f.title(p, c)
		} else if men.Kind == news.PronounMention {
			return f.pronoun(p.from, c)
		}
		return m, 100, ""
	}
	if m := f.surname(p); m >= 0 {
		return m, 95, ""
	}
	return f.title(p, c)
}

// surname returns the latest earlier person whose name ends with the one
// capitalised word of p, which package names has left unmarked, or -1.
func (f *finder) surname(p phrase) int {
	if p.to-p.from != 1 || !f.toks[p.from].upper {
		return -1
	}
	seen := 0
	for m := f.mentionBefore(int(f.toks[p.from].start)); m >= 0 && seen < 2*lookBack; m-- {
		men := &f.an.Mentions[m]
		if seen++; men.Type == news.Person && men.Kind == news.NameMention && strings.HasSuffix(men.Name, " "+f.word(p.from)) {
			return m
		}
	}
	return -1
}

// describes reports whether mention m, the head of p, is the name of a group in
// the singular, which describes one of its members: "the Republican".
func (f *finder) describes(m int, p phrase) bool {
	men := &f.an.Mentions[m]
	group := men.Type == news.Group || strings.HasPrefix(men.Known, "party:")
	return group && f.toks[p.from].is(det) && f.text[men.End-1] != 's' && f.wordAt(men.Start) > p.from
}

// headMention returns the mention that is the head of phrase p, or -1: the name
// that ends its part before the first preposition, or stands last in
// apposition to it.
func (f *finder) headMention(p phrase) int {
	end := p.to
	for i := p.from + 1; i < p.to; i++ {
		t := &f.toks[i]
		if t.is(prep) && t.mention < 0 && t.role < 0 {
			end = i
			break
		}
	}
	if m := f.endMention(p.from, end); m >= 0 {
		return m
	}
	if end < p.to {
		// "the spokeswoman for the ministry Jane Doe"
		if m := f.endMention(p.from, p.to); m >= 0 && f.isPerson(m) && f.an.Mentions[m].Kind == news.NameMention {
			first := f.wordAt(f.an.Mentions[m].Start)
			if first > p.from && !f.toks[first-1].is(prep|conj) && f.toks[first-1].role < 0 {
				return m
			}
			// The role reaches back to the head: "the head of the union Jane Doe".
			if r := f.an.Mentions[m].Role; !r.IsZero() && r.Start <= int(f.toks[p.from].end) {
				return m
			}
		}
	}
	// "Norland and many of its allies": the first stands for all.
	for i := p.from + 1; i < p.to; i++ {
		if f.toks[i].is(conj) && f.toks[i].mention < 0 && f.toks[i].role < 0 {
			return f.endMention(p.from, i)
		}
	}
	return -1
}

// endMention returns the mention that ends with word end-1 and lies in
// [from, end), a possessive apart, or -1.
func (f *finder) endMention(from, end int) int {
	if end-from > 2 && f.toks[from].mark == 'q' && f.toks[end-1].mark == 'q' {
		from, end = from+1, end-1
	}
	if end <= from {
		return -1
	}
	m := int(f.toks[end-1].mention)
	if m < 0 || f.an.Mentions[m].Start < int(f.toks[from].start) {
		return -1
	}
	// Of several ("Smith and Jones") the first stands for all.
	for k := end - 1; k > from; k-- {
		if f.toks[k].is(conj) && f.toks[k].mention < 0 {
			if n := int(f.toks[k-1].mention); n >= 0 && f.an.Mentions[n].Type == f.an.Mentions[m].Type && f.an.Mentions[n].Kind == news.NameMention && f.an.Mentions[n].Start >= int(f.toks[from].start) {
				m = n
			}
		}
	}
	if w := f.word(end - 1); w == "'s" || w == "’s" {
		return -1
	}
	return m
}

func (f *finder) isPerson(m int) bool { return f.an.Mentions[m].Type == news.Person }

// candidates returns up to three mentions that p may stand for, best first.
func (f *finder) candidates(p phrase, c *cue) []int {
	var out []int
	for i := p.from; i < p.to && len(out) < 3; i++ {
		if m := int(f.toks[i].mention); m >= 0 && f.an.Mentions[m].Kind == news.NameMention && (len(out) == 0 || out[len(out)-1] != m) {
			out = append(out, m)
		}
	}
	if len(out) > 0 || p.to-p.from > 1 || !f.toks[p.from].is(subjPro) {
		return out
	}
	for _, m := range f.persons(c) {
		if len(out) < 3 {
			out = append(out, m)
		}
	}
	return out
}

// lookBack bounds the mentions that are weighed for a pronoun or title.
const lookBack = 40

// persons returns the persons named before c, the nearest first, one mention
// each, in this paragraph and the two before it.
func (f *finder) persons(c *cue) []int {
	at := int(f.toks[c.clause].start)
	block := f.block(c.clause)
	var out []int
	seen := 0
	for m := f.mentionBefore(at); m >= 0 && seen < lookBack; m-- {
		men := &f.an.Mentions[m]
		seen++
		if men.Sentence < 0 || men.Sentence >= len(f.an.Sentences) || block-f.an.Sentences[men.Sentence].Block > 3 {
			break
		}
		if men.Type != news.Person || men.Kind != news.NameMention || f.holds(out, m) || f.toks[f.wordAt(men.Start)].quote >= 0 {
			continue
		}
		out = append(out, m)
	}
	return out
}

// holds reports whether a mention in list names the same as m.
func (f *finder) holds(list []int, m int) bool {
	for _, x := range list {
		if f.same(x, m) {
			return true
		}
	}
	return false
}

// same reports whether two mentions are taken to name one thing.
func (f *finder) same(x, y int) bool {
	a, b := &f.an.Mentions[x], &f.an.Mentions[y]
	return x == y || a.Antecedent == b.Antecedent && a.Antecedent >= 0 || a.Key != "" && a.Key == b.Key
}

// mentionBefore returns the last mention that starts before byte at, or -1.
func (f *finder) mentionBefore(at int) int {
	lo, hi := 0, len(f.an.Mentions)
	for lo < hi {
		if m := (lo + hi) / 2; f.an.Mentions[m].Start < at {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return lo - 1
}
