package compare

import (
	"cmp"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// A stanceKind says what a passage tells of a party's position.
type stanceKind uint8

const (
	stancePoint stanceKind = iota // what it is
	stanceMoved                   // that it changed
	stanceHeld                    // that it did not
)

// A stance is a passage that tells of a party's position on an issue.
type stance struct {
	party     string // ISO code of a country, or the id of an entity
	issue     string // id of the entity that it is about
	at        news.Ref
	issueAt   news.Ref
	issueName string // of the mention there; "" of a pronoun
	kind      stanceKind
	from, to  news.Ref // of stanceMoved: what it was and what it is, if the passage says; zero
	fromTo    bool     // in these words
	lemma     string   // of the verb that takes the position; ""
	polarity  int8     // with its negation; 0 if the verb has none
	speech    int      // the statement that it is, or -1
	date      news.Date
}

// stances returns what one article tells of positions, in the order of its text.
// home is the countries of persons, by their entities.
func (c *comparer) stances(i int, home map[string]string) []stance {
	an := &c.Annotations[i]
	f := stanceFinder{comparer: c, i: i, an: an, text: c.Articles[i].Text, home: home, cues: cuesOf(an)}
	for k := range an.Clauses {
		cl := &an.Clauses[k]
		if an.Sentences[cl.Sentence].IsHeadline || cl.Nominal && cl.Subject.IsZero() {
			continue
		}
		if !f.shift(k) {
			f.held(k)
			f.point(k)
		}
	}
	for k := range an.Sentences {
		if !an.Sentences[k].IsHeadline {
			f.nominalShift(k)
		}
	}
	return f.out
}

type stanceFinder struct {
	*comparer
	i    int
	an   *news.Annotation
	text string
	cues []cue
	home map[string]string // countries of persons, by their entities
	out  []stance
}

// region returns the words of a clause and of what it governs, from its
// predicate to the end of the sentence or the next clause beside it.
func (f *stanceFinder) region(cl *news.Clause) news.Span {
	end := f.an.Sentences[cl.Sentence].End
	s := news.Span{Start: cl.Predicate.Start, End: end}
	for _, w := range f.wordsIn(f.i, news.Span{Start: cl.Predicate.End, End: end}) {
		if besideWords[w.text] && f.clauseAt(cl.Sentence, w.End) || w.text == ";" {
			s.End = w.Start
			break
		}
	}
	return trimmed(f.text, s)
}

// besideWords begin a clause that stands beside the one before and takes nothing
// from it, as "but" may.
var besideWords = wordSet("while whereas although")

// clauseAt reports whether a clause with a subject begins right after a byte.
func (f *stanceFinder) clauseAt(sentence, at int) bool {
	for k := firstClause(f.an, sentence); k < len(f.an.Clauses) && f.an.Clauses[k].Sentence == sentence; k++ {
		if cl := &f.an.Clauses[k]; cl.Subject.Start >= at && cl.Subject.Start-at <= 2 {
			return true
		}
	}
	return false
}

// trimmed takes marks and white space off the end of a span.
func trimmed(text string, s news.Span) news.Span {
	for s.End > s.Start && strings.ContainsRune(" ,;:.\n\t", rune(text[s.End-1])) {
		s.End--
	}
	return s
}

// shown is the passage of a clause that is shown for it: from the end of its
// subject, which the party's name stands for, to the end of its region.
func (f *stanceFinder) shown(cl *news.Clause, region news.Span) news.Span {
	s := region
	if cl.Negated && cl.Subject.End <= cl.Predicate.Start && !f.negates(news.Span{Start: cl.Subject.End, End: cl.Predicate.End}) {
		return news.Span{Start: min(cl.Subject.Start, s.Start), End: s.End} // "neither side wants"
	}
	if !cl.Subject.IsZero() && cl.Subject.End <= cl.Predicate.Start && cl.Predicate.Start-cl.Subject.End < 60 {
		s.Start = cl.Subject.End
		for s.Start < s.End && (f.text[s.Start] == ' ' || f.text[s.Start] == ',' || f.text[s.Start] == '\n') {
			s.Start++
		}
	}
	if s.Start > cl.Predicate.Start || s.End <= s.Start || s.Check(f.text) != nil {
		return region
	}
	return s
}

// negates reports whether a stretch holds a word that negates.
func (f *stanceFinder) negates(s news.Span) bool {
	for _, w := range f.wordsIn(f.i, s) {
		if mannerOf(w.text, []byte(w.text))&negated != 0 {
			return true
		}
	}
	return false
}

// shift finds "they have softened their stance", "changed from an “X” posture to
// a posture that …": a verb of change with a party as subject and a position as
// what changed. Negated it tells that nothing changed.
func (f *stanceFinder) shift(k int) bool {
	cl := &f.an.Clauses[k]
	if cl.Nominal || cl.Modality != news.ModalReal || cl.Subject.IsZero() {
		return false
	}
	if !changeVerbs[cl.Lemma] && !dropVerbs[cl.Lemma] && !showVerbs[cl.Lemma] {
		return false
	}
	region := f.region(cl)
	words := f.wordsIn(f.i, region)
	noun, has := anyOf(words, stanceNouns)
	switch {
	case changeVerbs[cl.Lemma] && has:
	case dropVerbs[cl.Lemma]:
		if noun, has = anyOf(words, demandNouns); !has || noun.Start-cl.Predicate.End > 40 {
			return false
		}
	case showVerbs[cl.Lemma]:
		change, ok := anyOf(words, changeNouns)
		if !ok || !has || noun.Start < change.Start || noun.Start-change.End > 40 {
			return false
		}
	default:
		return false
	}
	kind := stanceMoved
	if cl.Negated {
		kind = stanceHeld
	}
	parties := f.own(cl, f.parties(cl.Subject, cl.SubjectIs))
	issues := f.topics(f.issues(region, parties))
	if len(issues) == 0 {
		issues = f.demanded(k, noun)
	}
	if len(parties) == 0 || len(issues) == 0 {
		return false
	}
	s := stance{kind: kind, at: f.ref(f.shown(cl, region)), lemma: cl.Lemma, speech: cl.Speech}
	if kind == stanceMoved {
		s.from, s.to, s.fromTo = f.fromTo(cl, region, words)
	}
	if kind == stanceMoved && s.from.Span.IsZero() && dropVerbs[cl.Lemma] {
		s.from, s.to = f.ref(trimmed(f.text, news.Span{Start: noun.Start, End: region.End})), s.at
	}
	f.add(s, parties, issues)
	return true
}

// demanded returns the thing that a demand or objection is about, whose noun is
// given: "its demand that they scrap the fee".
func (f *stanceFinder) demanded(k int, noun wordAt) []topic {
	sentence := f.an.Clauses[k].Sentence
	for n := k + 1; n < len(f.an.Clauses) && f.an.Clauses[n].Sentence == sentence; n++ {
		g := &f.an.Clauses[n]
		if g.Nominal || g.Predicate.Start < noun.End {
			continue
		}
		for _, s := range [...]news.Span{g.Object, {Start: g.Predicate.End, End: f.an.Sentences[sentence].End}} {
			if s.Start < noun.End {
				continue
			}
			if t, ok := f.thing(s, demandedRarity); ok {
				return []topic{t}
			}
		}
		return nil
	}
	return nil
}

// fromTo finds what a position was and what it became: "from X to Y", or a
// demand that is called earlier beside the words that tell of the change.
func (f *stanceFinder) fromTo(cl *news.Clause, region news.Span, words []wordAt) (from, to news.Ref, said bool) {
	at := slices.IndexFunc(words, func(w wordAt) bool { return w.text == "from" && w.Start >= cl.Predicate.End })
	if at >= 0 && words[at].Start-cl.Predicate.End < 12 {
		for k := at + 2; k < len(words); k++ {
			if words[k].text != "to" || k+1 == len(words) {
				continue
			}
			x := trimmed(f.text, news.Span{Start: words[at+1].Start, End: words[k-1].End})
			y := trimmed(f.text, news.Span{Start: words[k+1].Start, End: region.End})
			if _, ok := anyOf(f.wordsIn(f.i, x), stanceNouns); ok {
				return f.ref(x), f.ref(y), true
			}
		}
	}
	for k, w := range words {
		if !beforeWords[w.text] {
			continue
		}
		if noun, ok := anyOf(words[k:min(k+4, len(words))], stanceNouns); ok && noun.Start > w.Start {
			y := trimmed(f.text, news.Span{Start: f.shown(cl, region).Start, End: w.Start})
			return f.ref(trimmed(f.text, news.Span{Start: w.Start, End: region.End})), f.ref(f.withoutTail(y)), false
		}
	}
	return news.Ref{}, news.Ref{}, false
}

// withoutTail takes words that only lead on off the end of a passage: "on their".
func (f *stanceFinder) withoutTail(s news.Span) news.Span {
	words := f.wordsIn(f.i, s)
	for len(words) > 1 && leadOn[words[len(words)-1].text] {
		words = words[:len(words)-1]
		s.End = words[len(words)-1].End
	}
	return s
}

var leadOn = wordSet("on in of to from its their his her our the a an with regarding towards toward about and 's ’s ’ '")

// nominalShift finds "a change in the previous U.S. posture": a noun of change,
// a position a few words on, and right before that whose it is.
func (f *stanceFinder) nominalShift(k int) {
	sn := &f.an.Sentences[k]
	if !f.hasWord(f.i, sn.Span, changeNouns) {
		return
	}
	words := f.wordsIn(f.i, sn.Span)
	for n, w := range words {
		if !changeNouns[w.text] {
			continue
		}
		if n+2 >= len(words) || words[n+1].text != "in" && words[n+1].text != "of" {
			continue
		}
		noun, ok := anyOf(words[n+2:min(n+9, len(words))], stanceNouns)
		if !ok {
			continue
		}
		m := f.nameBefore(noun.Start)
		if m < 0 || f.an.Mentions[m].Start < words[n+1].End || f.an.Mentions[m].Start-words[n+1].End > 20 {
			continue
		}
		region := trimmed(f.text, news.Span{Start: w.Start, End: sn.End})
		parties := f.partyOf(m)
		if issues := f.issues(f.near(noun.End, sn.End), parties); len(parties) > 0 && len(issues) > 0 {
			f.add(stance{kind: stanceMoved, at: f.ref(region), speech: -1}, parties, f.topics(issues))
		}
	}
}

// near returns the stretch after a byte in which a thing is still named that the
// words before are about: a dozen words without a comma.
func (f *stanceFinder) near(from, end int) news.Span {
	const most = 12
	s := news.Span{Start: from, End: end}
	for n, w := range f.wordsIn(f.i, s) {
		if n == most || w.text == "," || w.text == ";" {
			s.End = w.Start
			break
		}
	}
	return s
}

// nameBefore returns the mention that ends right before a byte, with nothing but
// marks of the genitive between; -1 if there is none.
func (f *stanceFinder) nameBefore(at int) int {
	const reach = 8 // mentions that are looked at
	for m, n := firstMention(f.an, at)-1, 0; m >= 0 && n < reach; m, n = m-1, n+1 {
		x := &f.an.Mentions[m]
		if x.End > at {
			continue
		}
		if gap := f.text[x.End:at]; x.Kind == news.NameMention && len(gap) < 8 && strings.Trim(gap, " '’s") == "" {
			return m
		}
	}
	return -1
}

// held finds "has consistently said …": an adverb that tells of constancy before
// a verb with a party as subject.
func (f *stanceFinder) held(k int) {
	cl := &f.an.Clauses[k]
	if cl.Nominal || cl.Negated || cl.Modality != news.ModalReal || cl.Subject.IsZero() || cl.Subject.End > cl.Predicate.Start {
		return
	}
	_, adverb := anyOf(f.wordsIn(f.i, news.Span{Start: cl.Subject.End, End: cl.Predicate.End}), heldAdverbs)
	if _, ok := stanceVerbs[cl.Lemma]; adverb && !ok && !assertVerbs[cl.Lemma] {
		return
	}
	if !adverb {
		noun, ok := anyOf(f.wordsIn(f.i, cl.Object), stanceNouns)
		if !heldVerbs[cl.Lemma] || !ok || noun.IsZero() {
			return
		}
	}
	parties := f.own(cl, f.parties(cl.Subject, cl.SubjectIs))
	if issues := f.issuesOf(k, parties); len(parties) > 0 && len(issues) > 0 {
		f.add(stance{kind: stanceHeld, at: f.ref(f.shown(cl, f.region(cl))), lemma: cl.Lemma, speech: f.said(cl)}, parties, issues)
	}
}

// point finds what a position is: a verb of support or refusal with a party as
// subject, and what a party says must, may not or cannot be.
func (f *stanceFinder) point(k int) {
	cl := &f.an.Clauses[k]
	if cl.Nominal {
		return
	}
	if pol, ok := stanceVerbs[cl.Lemma]; ok && !cl.Subject.IsZero() && cl.Modality != news.ModalCondition {
		parties := f.own(cl, f.parties(cl.Subject, cl.SubjectIs))
		if issues := f.issuesOf(k, parties); len(parties) > 0 && len(issues) > 0 {
			if cl.Negated {
				pol = -pol
			}
			if !firmVerbs[cl.Lemma] || cl.Modality != news.ModalReal {
				pol = 0
			}
			f.add(stance{at: f.ref(f.shown(cl, f.region(cl))), lemma: cl.Lemma, polarity: pol, speech: f.said(cl)}, parties, issues)
			return
		}
	}
	barred := cl.Negated && cl.Modality == news.ModalPossible
	if cl.Speech < 0 || !barred && cl.Modality != news.ModalCalledFor {
		return
	}
	parties := f.speakers(cl.Speech)
	if _, thing := f.thing(cl.Subject, thingRarity); cl.Modality == news.ModalCalledFor && f.issues(cl.Subject, parties) == nil && !thing {
		return // "we must work with X"
	}
	if issues := f.issuesOf(k, parties); len(parties) > 0 && len(issues) > 0 {
		f.add(stance{at: f.ref(f.content(cl)), lemma: cl.Lemma, speech: cl.Speech}, parties, issues)
	}
}

// content returns the sentence of a clause as far as it lies in the statement
// that holds the clause.
func (f *stanceFinder) content(cl *news.Clause) news.Span {
	sn := f.an.Sentences[cl.Sentence].Span
	for _, s := range f.an.Statements[cl.Speech].Content {
		if s.Overlaps(cl.Predicate) {
			return news.Span{Start: max(s.Start, sn.Start), End: min(s.End, sn.End)}
		}
	}
	return cl.Span
}

// said returns the statement that a clause reports or stands in, or -1.
func (f *stanceFinder) said(cl *news.Clause) int {
	if j := f.reports(cl); j >= 0 {
		return j
	}
	return cl.Speech
}

// reports returns the statement whose cue a clause is, or -1.
func (f *stanceFinder) reports(cl *news.Clause) int {
	k, _ := slices.BinarySearchFunc(f.cues, cl.Predicate.Start, func(c cue, at int) int { return c.End - at - 1 })
	if k < len(f.cues) && f.cues[k].Overlaps(cl.Predicate) {
		return f.cues[k].speech
	}
	return -1
}

// A cue is where the verb of a statement stands.
type cue struct {
	news.Span
	speech int
}

// cuesOf returns the cues of an article, sorted.
func cuesOf(an *news.Annotation) []cue {
	var out []cue
	for j := range an.Statements {
		if s := an.Statements[j].Cue; !s.IsZero() {
			out = append(out, cue{s, j})
		}
	}
	slices.SortFunc(out, func(x, y cue) int { return cmp.Or(cmp.Compare(x.End, y.End), cmp.Compare(x.speech, y.speech)) })
	return out
}

func (f *stanceFinder) ref(s news.Span) news.Ref {
	return news.Ref{Article: f.Articles[f.i].ID, Span: s}
}

// add adds a stance for each party and topic.
func (f *stanceFinder) add(s stance, parties []string, topics []topic) {
	if s.at.Span.Check(f.text) != nil {
		return
	}
	s.date = f.Articles[f.i].Published
	if s.speech >= 0 && f.an.Statements[s.speech].Said.Known() {
		s.date = f.an.Statements[s.speech].Said
	}
	if !s.date.Span.IsZero() && s.date.Article == "" {
		s.date.Article = s.at.Article
	}
	for _, p := range parties {
		for _, t := range topics {
			s.party, s.issue, s.issueAt, s.issueName = p, t.issue, f.ref(t.at), t.name
			f.out = append(f.out, s)
		}
	}
}
