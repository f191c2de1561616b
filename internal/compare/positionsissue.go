package compare

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// A topic is what a stance is about.
type topic struct {
	issue string    // id of an entity; of a thing that has no name, its noun and the story
	at    news.Span // the words for it
	name  string    // "" of a pronoun
}

// topics are the entities of mentions.
func (f *stanceFinder) topics(mentions []int) []topic {
	var out []topic
	for _, m := range mentions {
		x := &f.an.Mentions[m]
		t := topic{issue: f.EntityOf[f.i][m], at: x.Span}
		if x.Kind == news.NameMention {
			t.name = x.Name
		}
		out = append(out, t)
	}
	return out
}

// thing returns the thing that a phrase without a person in it is about, if it
// begins with an article or the like and its noun is rare enough to tell it from
// others of its story.
func (f *stanceFinder) thing(phrase news.Span, rarity int32) (topic, bool) {
	words := f.wordsIn(f.i, phrase)
	if len(words) == 0 || !thingStarts[words[0].text] {
		return topic{}, false // most often no noun
	}
	for len(words) > 0 && thingStarts[words[0].text] {
		words = words[1:]
	}
	end, hyphens, compound := 0, 0, 0
	for end < len(words) && !thingEnds[words[end].text] {
		if within(words, end) {
			hyphens++
			compound = end // "cease-fire"
		} else if strings.ContainsAny(words[end].text[:1], ".,;:()[]\"'“”‘’-–—") {
			break
		}
		end++
	}
	const mostWords = 4
	if end == 0 || end-2*hyphens > mostWords || stanceNouns[words[end-1].text] || dutyNouns[words[end-1].text] {
		return topic{}, false
	}
	var buf [64]byte
	noun := knowledge.AppendWord(buf[:0], words[end-1].text)
	if len(noun) < 3 || noun[0] >= '0' && noun[0] <= '9' {
		return topic{}, false
	}
	key := string(stem(noun))
	if knowledge.Rarity(string(noun)) < rarity {
		if compound == 0 || knowledge.Rarity(words[compound-1].text) < rarity {
			return topic{}, false
		}
		key = words[compound-1].text + "-" + words[compound+1].text + " " + key // "cease-fire proposal"
	}
	at := news.Span{Start: words[0].Start, End: words[end-1].End}
	if r, _ := utf8.DecodeRuneInString(f.text[words[end-1].Start:]); unicode.IsUpper(r) {
		return topic{}, false // part of a name
	}
	if slices.ContainsFunc(f.mentionsIn(at), func(m int) bool { return f.an.Mentions[m].End == at.End }) {
		return topic{}, false
	}
	return topic{issue: "thing " + f.storyOf[f.i] + " " + key, at: at, name: at.Of(f.text)}, true
}

// within reports whether a word is the hyphen of a compound.
func within(words []wordAt, k int) bool {
	return words[k].text == "-" && k > 0 && k+1 < len(words) && words[k-1].End == words[k].Start && words[k].End == words[k+1].Start
}

// dutyNouns say only that something must or may be, not what.
var dutyNouns = wordSet("obligation obligations duty duties responsibility responsibilities right rights need needs commitment commitments")

// How rare a noun must be to name an issue, in 1/256 bits: it stands in no more
// than about one article of 32, or of 8 where a demand names it.
const (
	thingRarity    = 5 * 256
	demandedRarity = 3 * 256
)

// thingStarts are left out before the words for a thing, thingEnds end them.
var (
	thingStarts = wordSet("the a an any all its his her their our your this that these those such some no new every what it he she they them him us")
	thingEnds   = wordSet("of on for in to with that which who by from at as and or against over between during after before amid since until within is are was were be being been has have had must should will would")
)

// issuesOf returns what a clause takes a position on, among its arguments and
// those of the clauses that it governs: "want X to leave", "insist that X leave".
// It is persons and groups or, failing that, one thing: "oppose the pier fee".
func (f *stanceFinder) issuesOf(k int, parties []string) []topic {
	spans := f.arguments(k)
	var out []int
	for _, s := range spans {
		for _, m := range f.issues(s, parties) {
			known := slices.ContainsFunc(out, func(o int) bool { return f.EntityOf[f.i][o] == f.EntityOf[f.i][m] })
			if !known && f.isTopic(s, f.an.Mentions[m].Span) {
				out = append(out, m)
			}
		}
	}
	if len(out) > 0 {
		return f.topics(out)
	}
	for _, s := range spans {
		if t, ok := f.thing(s, thingRarity); ok {
			return []topic{t}
		}
	}
	return nil
}

// arguments returns the phrases that a clause can take a position on.
func (f *stanceFinder) arguments(k int) []news.Span {
	cl := &f.an.Clauses[k]
	var spans []news.Span
	add := func(list ...news.Span) {
		for _, s := range list {
			if !s.IsZero() {
				spans = append(spans, s)
			}
		}
	}
	if !claimVerbs[cl.Lemma] {
		add(cl.Object)
		if cl.Speech >= 0 {
			add(cl.Subject)
		}
	}
	for n := k + 1; n < len(f.an.Clauses) && f.an.Clauses[n].Sentence == cl.Sentence; n++ {
		if g := &f.an.Clauses[n]; g.Governor == k && (!claimVerbs[cl.Lemma] || f.wished(g)) {
			if !wishVerbs[cl.Lemma] {
				add(g.Subject, g.Object)
			} else if f.fate(n) {
				add(g.Subject)
			}
		}
	}
	return spans
}

// fate reports whether a clause tells of what becomes of its subject, and not of
// what that does to something else: "leave", "give up power", but not "sign it".
func (f *stanceFinder) fate(k int) bool {
	cl := &f.an.Clauses[k]
	if !cl.Object.IsZero() {
		if words := f.wordsIn(f.i, cl.Object); len(words) == 0 || !powerNouns[words[len(words)-1].text] {
			return false
		}
	}
	for n := k + 1; n < len(f.an.Clauses) && f.an.Clauses[n].Sentence == cl.Sentence; n++ {
		if f.an.Clauses[n].Governor == k {
			return false
		}
	}
	return true
}

// isTopic reports whether a phrase is about the one that a mention in it names:
// it begins with the name ("X's future"), or ends with it and is short ("a
// resignation of President X").
func (f *stanceFinder) isTopic(phrase, m news.Span) bool {
	const most = 8
	before := len(f.wordsIn(f.i, news.Span{Start: phrase.Start, End: m.Start}))
	after := len(f.wordsIn(f.i, news.Span{Start: m.End, End: phrase.End}))
	return after == 0 && before <= most || before <= 3 && after <= 3
}

// claimVerbs put forward a position if what they govern is wished for, else a
// claim: "insists that he go", "insists that he went".
var claimVerbs = wordSet("insist urge")

// wished reports whether a clause tells of what somebody wants: by its modality,
// or by the bare form of its verb after a subject of the third person.
func (f *stanceFinder) wished(cl *news.Clause) bool {
	if cl.Modality == news.ModalCalledFor {
		return true
	}
	return !cl.Subject.IsZero() && cl.SubjectIs >= 0 && f.an.Mentions[cl.SubjectIs].Type == news.Person &&
		strings.ToLower(cl.Predicate.Of(f.text)) == strings.ReplaceAll(cl.Lemma, "_", " ")
}
