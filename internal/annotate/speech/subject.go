package speech

import (
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// maxSubject bounds the words of a subject, so that every step is linear.
const maxSubject = 32

// verbish reports whether word i is likely a finite verb outside a name.
func (f *finder) verbish(i int) bool {
	t := &f.toks[i]
	if t.upper || t.mention >= 0 {
		return false
	}
	return t.is(aux|finite) || t.verb >= 0 && t.form != ing && t.form != base
}

// boundary reports whether a subject cannot reach over word i.
func (f *finder) boundary(i int) bool {
	t := &f.toks[i]
	switch t.mark {
	case 0, '-', '/', '\'', '$', '%', '.', '&':
		return t.quote >= 0 || t.mark == '-' && f.gap(i) && i+1 < len(f.toks) && f.gap(i+1)
	case 'q':
		return t.quote >= 0
	}
	return true
}

// subjectBefore returns the noun phrase that ends with word k and is the
// subject of the verb after it. lo is the start of the sentence.
func (f *finder) subjectBefore(k, lo int) (phrase, bool) {
	if k < lo {
		return phrase{}, false
	}
	lo = max(lo, k-maxSubject*2)
	if q := f.toks[k].quote; q >= 0 {
		p := phrase{f.quotes[q].first, k + 1}
		return p, f.quotedName(p)
	}
	if f.toks[k].mark == ',' {
		return f.overCommas(k, lo)
	}
	if f.toks[k].mark == ')' || f.toks[k].mark == ']' {
		k = f.overBracket(k, lo) - 1
		if k < lo {
			return phrase{}, false
		}
		if f.toks[k].mark == ',' {
			return f.overCommas(k, lo)
		}
	}
	if f.word(k) == "that" {
		return phrase{}, false
	}
	if w := f.word(k); (w == "who" || w == "which") && k > lo {
		if f.toks[k-1].mark == ',' {
			k--
		}
		return f.subjectBefore(k-1, lo)
	}
	from := f.chunkStart(k, lo)
	return f.pick(from, k+1)
}

// article reports whether word i is an article, as opens a description.
func (f *finder) article(i int) bool {
	switch f.word(i) {
	case "a", "an", "the", "A", "An", "The", "one", "One":
		return f.toks[i].mention < 0 || f.toks[i].role < 0
	}
	return false
}

// overBracket returns the word that opens the bracket closed at word k.
func (f *finder) overBracket(k, lo int) int {
	for i := k - 1; i >= lo && i > k-14; i-- {
		if m := f.toks[i].mark; m == '(' || m == '[' {
			return i
		}
	}
	return k
}

// chunkStart returns the first word of the stretch without comma or other
// boundary that ends with word k.
func (f *finder) chunkStart(k, lo int) int {
	i := k
	for i > lo && !f.boundary(i-1) && i > k-maxSubject {
		i--
	}
	return i
}

// overCommas finds the subject before the comma at word k: behind a parenthesis
// ("Smith, after his return, said"), or one of several in apposition ("Smith,
// the chairman, said"). A chunk with a person's name is preferred.
func (f *finder) overCommas(k, lo int) (phrase, bool) {
	end := k // exclusive end of the chunk looked at
	var found phrase
	named := false
	for n := 0; n < 4 && end > lo; n++ {
		last := end - 1
		if m := f.toks[last].mark; m == ')' || m == ']' {
			last = f.overBracket(last, lo) - 1
			if last < lo {
				break
			}
		}
		from := f.chunkStart(last, lo)
		if from > last || f.toks[last].quote >= 0 {
			break
		}
		if p, ok := f.chunk(from, last+1, lo); ok {
			if m := f.headMention(p); m >= 0 && !named && (f.isPerson(m) && !f.article(p.from) || from <= lo) {
				found, named = p, true
			} else if found.empty() {
				found = p
			}
		} else if !found.empty() && !f.toks[from].digit {
			break
		}
		if from <= lo || f.toks[from-1].mark != ',' {
			break
		}
		end = from - 1
	}
	return found, !found.empty() && f.speaks(found)
}

// chunk is pick for a stretch between commas; a relative clause or adverbial
// is none.
func (f *finder) chunk(from, to, lo int) (phrase, bool) {
	t := &f.toks[from]
	if from > lo && t.is(prep|sub|rel) && !t.upper || t.digit || t.form == ing || t.is(aux) || t.is(adverb) && to-from < 3 && !t.upper {
		return phrase{}, false
	}
	if t.verb >= 0 && !t.upper || t.is(finite) || f.affiliation(from, to) {
		return phrase{}, false
	}
	p, ok := f.pick(from, to)
	return p, ok && f.speaks(p)
}

// affiliation reports whether [from, to) is a party and state: "R-Ohio".
func (f *finder) affiliation(from, to int) bool {
	if to-from > 5 || to-from < 2 {
		return false
	}
	switch f.word(from) {
	case "R", "D", "I":
		return f.toks[from+1].mark == '-'
	}
	return false
}

// pick returns the subject in the stretch [from, to), whose end stands before
// the verb or a comma.
func (f *finder) pick(from, to int) (phrase, bool) {
	from = f.skipLead(from, to)
	if from >= to {
		return phrase{}, false
	}
	if f.toks[to-1].is(subjPro) && f.toks[to-1].mention < 0 && !(to-2 >= from && f.toks[to-2].is(conj)) {
		return phrase{to - 1, to}, true
	}
	if cut := f.lastClause(from, to); cut >= from {
		if f.toks[cut].is(rel|sub|conj) || f.verbish(cut) || f.toks[cut].is(prep) {
			if p := f.nounPhraseBefore(max(cut+1, from), to); !p.empty() && !f.toks[p.from].is(prep) {
				return p, true
			}
		}
		if p := f.phraseAfter(from, to); !p.empty() {
			return p, true
		}
	}
	if f.toks[from].is(prep|sub) && f.toks[from].mention < 0 && f.toks[from].role < 0 {
		p := f.nounPhraseBefore(from+1, to)
		return p, !p.empty()
	}
	if from+1 < to && !f.toks[from].upper && f.toks[from].mention < 0 && hasIng(f.word(from)) {
		from++ // "nominating a man who said"
	}
	return phrase{from, to}, true
}

// skipLead skips conjunctions, adverbs and dates at the head of a clause.
func (f *finder) skipLead(from, to int) int {
	for from < to {
		t := &f.toks[from]
		switch {
		case t.time >= 0:
			k := t.time
			for from < to && f.toks[from].time == k {
				from++
			}
		case t.is(prep) && from+1 < to && f.toks[from+1].time >= 0:
			from++
		case t.is(conj) && f.word(from) != "Both" || t.mark == '~' || t.mark == '-':
			from++
		case t.is(adverb) && t.mention < 0 && t.role < 0:
			from++
		case t.is(sub) && t.mention < 0 && from+1 < to && !f.verbish(from+1):
			from++
		default:
			return from
		}
	}
	return from
}

// lastClause returns the last word of [from, to) that shows another clause
// before the subject: a finite verb, or the word that opens the subject's own
// clause after it; from-1 if there is none.
func (f *finder) lastClause(from, to int) int {
	v := -1
	for i := to - 1; i >= from; i-- {
		if f.verbish(i) || i > from && f.toks[i].is(sub) && f.toks[i].mention < 0 && !f.toks[i].upper {
			v = i
			break
		}
	}
	if v < 0 {
		return from - 1
	}
	for i := to - 1; i > v; i-- {
		if t := &f.toks[i]; (t.is(rel|sub) || t.is(conj) && !f.coordinates(i, v+1, to)) && t.mention < 0 {
			return i
		}
	}
	return v
}

// coordinates reports whether the conjunction at word i joins two names or noun
// phrases within [lo, hi).
func (f *finder) coordinates(i, lo, hi int) bool {
	return i > lo && i+1 < hi && f.toks[i-1].mention >= 0 && f.toks[i+1].mention >= 0
}

// nounPhraseBefore returns the noun phrase that ends before word to, going left
// as far as determiners, adjectives, nouns and names reach, but not before lo.
func (f *finder) nounPhraseBefore(lo, to int) phrase {
	i := to
	for i > lo {
		t := &f.toks[i-1]
		if t.mention < 0 && t.role < 0 {
			if t.is(prep|rel|sub) || t.is(objPro) && !t.is(subjPro) || t.is(conj) || f.verbish(i-1) || t.mark != 0 && t.mark != '-' && t.mark != '.' && t.mark != '\'' || t.quote >= 0 {
				break
			}
			if t.is(subjPro) {
				if i == to {
					i--
				}
				break
			}
			if t.is(det) {
				i--
				break
			}
		}
		i--
	}
	for i < to && f.toks[i].time >= 0 && f.toks[i].mention < 0 {
		i++
	}
	return phrase{i, to}
}

// phraseAfter returns the noun phrase that begins with word i, up to hi: a
// subject after its verb, or an addressee. Prepositional phrases that belong to
// a title ("the head of the union") are part of it.
func (f *finder) phraseAfter(i, hi int) phrase {
	from := i
	hi = min(hi, i+maxSubject)
	if i < hi && f.toks[i].is(subjPro|objPro) && f.toks[i].mention < 0 {
		return phrase{i, i + 1}
	}
	for i < hi && !f.endsPhrase(from, i, hi) {
		i++
	}
	for i > from && (f.toks[i-1].is(prep|conj) || f.toks[i-1].mark == '-') && f.toks[i-1].mention < 0 {
		i--
	}
	return phrase{from, i}
}

// endsPhrase reports whether the noun phrase that begins with word from ends
// before word i.
func (f *finder) endsPhrase(from, i, hi int) bool {
	t := &f.toks[i]
	if t.quote >= 0 {
		return true
	}
	if t.mention >= 0 || t.role >= 0 {
		return i > from && t.mention >= 0 && f.newName(i)
	}
	switch {
	case i > from && t.mark == 0 && !t.upper && !t.is(prep|conj) && f.afterPerson(i):
		return true
	case t.mark != 0 && t.mark != '-' && t.mark != '.' && t.mark != '\'' && t.mark != '/', t.mark == '.' && i+1 >= hi:
		return true
	case t.mark == '-' && f.gap(i) && i+1 < len(f.toks) && f.gap(i+1):
		return true
	case t.is(rel | sub | subjPro | neg), f.verbish(i), t.form == ing && i > from, t.is(adverb) && i > from:
		return true
	case t.time >= 0 && !(i > from && f.toks[i-1].is(det)):
		return true
	case t.is(conj):
		n := min(i+1, hi-1)
		return i == from || n == i || !(f.toks[n].mention >= 0 || f.toks[n].role >= 0 || f.toks[n].upper)
	case t.is(prep):
		return !f.titleBefore(from, i, hi)
	case t.is(det) && i > from:
		return !f.toks[i-1].is(prep | conj | det)
	}
	return false
}

// afterPerson reports whether word i, no clitic, stands right after a person's
// name, which ends a noun phrase.
func (f *finder) afterPerson(i int) bool {
	m := f.toks[i-1].mention
	return m >= 0 && f.isPerson(int(m)) && !strings.HasPrefix(f.word(i), "'") && !strings.HasPrefix(f.word(i), "’")
}

// titleBefore reports whether the preposition at word i ties what follows to
// the phrase so far, [from, i): "head of the union", "adviser to the mayor".
func (f *finder) titleBefore(from, i, hi int) bool {
	if i == from || i+1 >= hi {
		return false
	}
	switch f.word(i) {
	case "of":
		return true
	case "for", "at", "with", "from", "in", "to":
		return f.toks[i-1].mention < 0 && f.toks[i-1].is(office) && f.opensName(i+1)
	}
	return false
}

// newName reports whether word i begins a name that is not part of the phrase
// before it: two names side by side with nothing between.
func (f *finder) newName(i int) bool {
	p, t := &f.toks[i-1], &f.toks[i]
	return p.mention >= 0 && p.mention != t.mention && p.role < 0 && p.role != t.mention && f.mentionStart(i) && f.isPerson(int(p.mention))
}

func (f *finder) mentionStart(i int) bool {
	return int(f.toks[i].start) == f.an.Mentions[f.toks[i].mention].Start
}

// firstPhrase returns the subject of the clause that begins at lo, before word
// hi: its first noun phrase that is not in a prepositional phrase at its head.
func (f *finder) firstPhrase(lo, hi int) phrase {
	i := f.skipLead(lo, hi)
	if i < hi && f.toks[i].is(prep|sub) && f.toks[i].mention < 0 {
		for k := i; k < hi && k < i+20; k++ {
			if f.toks[k].mark == ',' {
				i = f.skipLead(k+1, hi)
				break
			}
		}
	}
	if i >= hi || f.toks[i].quote >= 0 || !f.toks[i].upper && hasIng(f.word(i)) || f.toks[i].form == ing {
		return phrase{}
	}
	return f.phraseAfter(i, hi)
}

// quotedName reports whether p is a short name in quotation marks, as some
// write those of media.
func (f *finder) quotedName(p phrase) bool {
	if p.to-p.from < 3 || p.to-p.from > 5 || f.toks[p.from].mark != 'q' || f.toks[p.to-1].mark != 'q' {
		return false
	}
	for i := p.from + 1; i < p.to-1; i++ {
		if !f.toks[i].upper {
			return false
		}
	}
	return true
}

// speaks reports whether the phrase can name a speaker.
func (f *finder) speaks(p phrase) bool {
	if p.empty() || p.to-p.from > maxSubject {
		return false
	}
	for i := p.from; i < p.to; i++ {
		if f.toks[i].quote >= 0 {
			return f.quotedName(p)
		}
	}
	t := &f.toks[p.from]
	if p.to-p.from == 1 {
		switch {
		case t.mention >= 0:
			return true
		case t.is(subjPro):
			switch f.word(p.from) {
			case "you", "You", "who", "Who":
				return false
			}
			return true
		case t.is(people):
			return true
		case t.is(det|prep|conj|sub|rel|aux|adverb|neg) || t.mark != 0 || t.digit:
			return false
		case t.upper:
			return true
		}
		return f.pluralNoun(p.from)
	}
	if t.mark == ',' || t.is(objPro) && !t.is(det) {
		return false
	}
	for i := p.from; i < p.to; i++ {
		if t := &f.toks[i]; t.mention >= 0 || t.is(office|people) {
			return true
		}
	}
	last := &f.toks[p.to-1]
	if last.is(prep | conj | det | aux | adverb) {
		return false
	}
	return t.is(det) || f.pluralNoun(p.to-1) || last.upper
}

// pluralNoun reports whether word i looks like a plural noun.
func (f *finder) pluralNoun(i int) bool {
	w := f.word(i)
	n := len(w)
	return f.toks[i].class == 0 && f.toks[i].mark == 0 && n > 3 && w[0] != '\'' && w[0] < 0x80 && w[n-1] == 's' && w[n-2] != 's' && w[n-2] != '\''
}

// strict reports whether p names or describes a person or body beyond doubt, as
// the source of a statement without quotation must.
func (f *finder) strict(p phrase) bool {
	p = f.trimSubject(p)
	if f.quotedName(p) || p.to-p.from == 1 && f.toks[p.from].is(subjPro) {
		return true
	}
	if m := f.headMention(p); m >= 0 {
		return f.an.Mentions[m].Type != news.Other
	}
	head := p.to - 1
	for i := p.from + 1; i < p.to; i++ {
		if f.toks[i].is(prep) && f.toks[i].mention < 0 && f.toks[i].role < 0 {
			head = i - 1
			break
		}
	}
	return f.toks[head].is(office|people) || f.pluralNoun(head)
}

// plural reports whether word i can end a subject of a verb without -s.
func (f *finder) plural(i int) bool {
	t := &f.toks[i]
	switch f.word(i) {
	case "I", "we", "they", "We", "They", "who", "people", "police":
		return true
	}
	return t.is(people) || f.pluralNoun(i) || t.is(adverb)
}

// singular reports whether p can be the subject of a verb with -s, so that the
// word is not a plural noun: "the US claims" may be, "their claims" is not.
func (f *finder) singular(p phrase) bool {
	last := &f.toks[p.to-1]
	if f.quotedName(p) {
		return true
	}
	if last.is(people) && last.mention < 0 {
		return false
	}
	if last.mention >= 0 || last.is(office) || last.is(subjPro) {
		return true
	}
	return last.upper && last.class == 0 || f.toks[p.from].is(det) && p.to-p.from > 1 && last.class == 0 && !f.pluralNoun(p.to-1) && !last.upper && f.word(p.from) != "some"
}
