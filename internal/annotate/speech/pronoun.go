package speech

import (
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// pronoun returns the mention that the pronoun at word i stands for, and how
// sure that is in per cent; or -1 and why.
func (f *finder) pronoun(i int, c *cue) (m, percent int, why string) {
	w := strings.ToLower(f.word(i))
	switch w {
	case "he", "she", "him", "her":
		return f.personal(c, w == "she" || w == "her")
	case "it", "they", "them":
		return f.plain(c, w == "it")
	case "who":
		return -1, 0, whyNoSubject
	}
	return -1, 0, whyWriter
}

// personal resolves he and she: the person who spoke last, if it agrees and
// stands close by; else the one person named so far in the paragraph or, if it
// names none, in the paragraph before.
func (f *finder) personal(c *cue, isWoman bool) (int, int, string) {
	list := f.persons(c)
	fit := list[:0:0]
	for _, m := range list {
		if f.agrees(m, isWoman) && !f.holds(f.named, m) {
			fit = append(fit, m)
		}
	}
	if len(fit) == 0 {
		return -1, 0, whyPronoun
	}
	block := f.block(c.clause)
	if last := f.lastSpeaker(block); last >= 0 && f.holds(fit, last) {
		if !f.newSubject(fit, last, c) {
			return last, 90, ""
		}
	}
	if len(fit) == 1 || f.firmly(fit[0], isWoman) && !f.firmly(fit[1], isWoman) && len(fit) == 2 {
		return fit[0], 85, ""
	}
	// The subject of a sentence is taken up again rather than what it says of
	// others: the first person of the nearest sentence that names one.
	if m := f.subjectOfSentence(fit); m >= 0 {
		return m, 70, ""
	}
	return -1, 0, whyPronoun
}

// lastSpeaker returns the person who spoke last, in this block or the two
// before, or -1.
func (f *finder) lastSpeaker(block int) int {
	s := f.prev
	if s == nil || s.Speaker < 0 || !f.isPerson(s.Speaker) || block-f.an.Sentences[s.Sentence].Block > 2 {
		return -1
	}
	return s.Speaker
}

// newSubject reports whether a person other than last has opened a sentence
// since last spoke, and so may be meant.
func (f *finder) newSubject(fit []int, last int, c *cue) bool {
	s := f.prev
	end := s.Content[len(s.Content)-1].End
	for _, m := range fit {
		men := &f.an.Mentions[m]
		if men.Start > end && men.Start > s.SpeakerSpan.End && !f.same(m, last) {
			first := f.wordAt(f.an.Sentences[men.Sentence].Start)
			if f.wordAt(men.Start)-first < 6 {
				return true
			}
		}
	}
	return false
}

// subjectOfSentence returns the member of fit that stands first in the sentence
// of fit[0], the nearest, if it stands at its head; else -1.
func (f *finder) subjectOfSentence(fit []int) int {
	best := fit[0]
	sent := f.an.Mentions[best].Sentence
	for _, m := range fit[1:] {
		if f.an.Mentions[m].Sentence == sent && f.an.Mentions[m].Start < f.an.Mentions[best].Start {
			best = m
		}
	}
	if f.wordAt(f.an.Mentions[best].Start)-f.an.Sentences[sent].FirstWord <= 5 {
		return best
	}
	return -1
}

// plain resolves it and they: the body that spoke last, if it stands close by.
func (f *finder) plain(c *cue, one bool) (int, int, string) {
	s := f.prev
	if s == nil || s.Speaker < 0 || f.isPerson(s.Speaker) || f.block(c.clause)-f.an.Sentences[s.Sentence].Block > 1 {
		return -1, 0, whyPronoun
	}
	if one && f.an.Mentions[s.Speaker].Type == news.Group {
		return -1, 0, whyPronoun
	}
	return s.Speaker, 70, ""
}

// A sex is what the words around a name show of its bearer. Names that show
// both, as of a couple, count as unknown.
type sex uint8

const (
	unknown sex = 0
	woman   sex = 1
	man     sex = 2
)

func sexOf(isWoman bool) sex {
	if isWoman {
		return woman
	}
	return man
}

// agrees reports whether nothing speaks against mention m being a woman, or a
// man.
func (f *finder) agrees(m int, isWoman bool) bool {
	s := f.sexes[f.an.Mentions[m].Key]
	return s == unknown || s&sexOf(isWoman) != 0
}

// firmly reports whether mention m is shown to be a woman, or a man, alone.
func (f *finder) firmly(m int, isWoman bool) bool {
	return f.sexes[f.an.Mentions[m].Key] == sexOf(isWoman)
}

// learnSexes fills f.sexes from what stands with the names: an honorific, else
// a common given name, else a word such as spokeswoman.
func (f *finder) learnSexes() {
	f.sexes = make(map[string]sex)
	for m := range f.an.Mentions {
		men := &f.an.Mentions[m]
		if men.Type != news.Person || men.Kind != news.NameMention || men.Key == "" {
			continue
		}
		if s := f.sexShown(men); s != unknown {
			f.sexes[men.Key] |= s
		}
	}
}

// sexShown returns what the mention itself shows.
func (f *finder) sexShown(men *news.Mention) sex {
	i := f.wordAt(men.Start)
	if i > 0 {
		if s := honorific(f.word(i - 1)); s != unknown {
			return s
		}
	}
	given, rest, _ := strings.Cut(men.Name, " ")
	if s := honorific(given); s != unknown {
		return s
	}
	if w, ok := givenNames[strings.ToLower(given)]; ok && rest != "" {
		return sexOf(w)
	}
	if men.Role.Len() > 0 && men.Role.Len() < 200 {
		for w := range strings.FieldsSeq(men.Role.Of(f.text)) {
			switch e := lookUp(w); {
			case e.class&female != 0 && e.class&(subjPro|objPro|det) == 0, strings.HasSuffix(w, "woman"):
				return woman
			case e.class&male != 0 && e.class&(subjPro|objPro|det) == 0:
				return man
			}
		}
	}
	return unknown
}

func honorific(w string) sex {
	switch strings.TrimSuffix(w, ".") {
	case "Mr", "Sir", "Lord":
		return man
	case "Mrs", "Ms", "Miss", "Mme", "Lady", "Dame", "Baroness":
		return woman
	}
	return unknown
}

// givenNames are frequent given names that are nearly always a woman's (true)
// or a man's (false) in English-language news.
var givenNames = func() map[string]bool {
	m := make(map[string]bool, 400)
	for _, w := range strings.Fields(`mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy
		betty margaret sandra ashley kimberly emily donna michelle carol amanda melissa deborah stephanie rebecca sharon
		laura cynthia kathleen amy angela shirley anna ruth brenda pamela nicole katherine samantha christine emma catherine
		virginia debra rachel carolyn janet maria heather diane julie joyce victoria kelly christina joan evelyn lauren judith
		olivia martha cheryl megan andrea ann anne alice jean doris jacqueline kathryn hannah julia gloria teresa theresa sara
		janice marie natalia natasha olga irina svetlana elena fatima aisha leila maryam angelina claire charlotte lucy sophie
		ivanka hillary nikki elena sonia melania kellyanne condoleezza jane helen louise caroline federica ursula marine`) {
		m[w] = true
	}
	for _, w := range strings.Fields(`james robert john michael william david richard joseph thomas charles christopher
		daniel matthew anthony mark donald steven paul andrew joshua kenneth kevin brian george edward ronald timothy jason
		jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin scott brandon benjamin samuel gregory frank
		alexander raymond patrick jack dennis jerry tyler aaron jose adam henry nathan douglas zachary peter kyle walter ethan
		jeremy harold keith christian roger noah gerald carl terry sean austin arthur lawrence jesse dylan bryan joe jordan
		billy bruce albert willie gabriel logan alan juan wayne roy ralph randy eugene vincent russell louis philip bobby
		johnny bradley vladimir sergei sergey dmitry igor ivan mohammed muhammad ahmed ali hassan hussein ibrahim mahmoud
		mustafa abdullah omar khalid bashar barack bill tom jim mike steve dan tony ted jeff greg ken bob ben matt chris ron
		rick harry graham simon ian neil stuart nigel martin luke nick pete chuck mitch marco bernie rudy angus hugh`) {
		m[w] = false
	}
	return m
}()

// title resolves a description that holds no name at its head ("the official",
// "the ministry"): the latest earlier mention or speaker whose words hold the
// same noun.
func (f *finder) title(p phrase, c *cue) (int, int, string) {
	noun := p.to - 1
	for i := p.from + 1; i < p.to; i++ {
		if f.toks[i].is(prep) && f.toks[i].mention < 0 {
			noun = i - 1
			break
		}
	}
	if noun < p.from || !f.definite(p) || noun-p.from > 2 {
		return -1, 0, whyNoName
	}
	w := f.word(noun)
	described := ""
	if noun > p.from+1 {
		described = f.span(p.from+1, noun+1).Of(f.text)
	}
	at := int(f.toks[c.clause].start)
	seen := 0
	for m := f.mentionBefore(at); m >= 0 && seen < 2*lookBack; m-- {
		men := &f.an.Mentions[m]
		seen++
		if men.Kind == news.PronounMention {
			continue
		}
		words := men.Span.Cover(men.Span)
		if !men.Role.IsZero() && men.Role.Start < men.Start {
			words = men.Role
		} else if men.Type == news.Person || !f.toks[noun].is(office) {
			continue
		}
		if t := words.Of(f.text); described != "" {
			if endsWithWord(t, described) {
				return m, 80, ""
			}
		} else if endsWithWord(t, w) || titles[strings.ToLower(w)] != "" && endsWithWord(strings.TrimSuffix(t, "."), titles[strings.ToLower(w)]) {
			return m, 80, ""
		}
	}
	if m := f.spokeLast(&f.toks[noun], c); m >= 0 {
		return m, 65, ""
	}
	return -1, 0, whyNoAgreeing
}

// spokeLast returns who spoke last, close by, if a description with the given
// noun ("the senator", "the company") can take them up again; else -1.
func (f *finder) spokeLast(noun *token, c *cue) int {
	if noun.is(body) || !noun.is(office) && !noun.upper {
		if m, _, _ := f.plain(c, true); m >= 0 && noun.is(body) && f.an.Mentions[m].Type == news.Organization {
			return m
		}
		return -1
	}
	last := f.lastSpeaker(f.block(c.clause))
	if last < 0 || f.holds(f.named, last) || f.newSubject(f.persons(c), last, c) || noun.is(female) && !f.agrees(last, true) || noun.is(male) && !f.agrees(last, false) {
		return -1
	}
	return last
}

// titles are offices and their abbreviations before names, without the stop.
var titles = map[string]string{
	"senator": "Sen", "congressman": "Rep", "congresswoman": "Rep", "representative": "Rep", "governor": "Gov", "general": "Gen",
	"colonel": "Col", "lieutenant": "Lt", "captain": "Capt", "sergeant": "Sgt", "professor": "Prof", "doctor": "Dr",
	"attorney": "Atty", "reverend": "Rev", "lawmaker": "Rep",
}

// definite reports whether p points back: "the ministry", "that official".
func (f *finder) definite(p phrase) bool {
	switch f.word(p.from) {
	case "the", "The", "that", "That", "this", "This":
		return true
	}
	return false
}

// endsWithWord reports whether s ends with the word w, in any case.
func endsWithWord(s, w string) bool {
	n := len(s) - len(w)
	return n >= 0 && strings.EqualFold(s[n:], w) && (n == 0 || s[n-1] == ' ')
}
