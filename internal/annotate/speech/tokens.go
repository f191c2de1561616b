package speech

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/twosource/twosource/internal/grammar"
	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// A token is one word of the article with what the rules look at.
type token struct {
	start, end int32
	sent       int32 // index of its sentence
	mention    int32 // longest mention that covers it, or -1
	role       int32 // mention whose role covers it, or -1
	time       int32 // time expression that covers it, or -1
	quote      int32 // outermost quotation that covers it, marks included, or -1
	class      class
	verb       int16 // index into verbs, or -1
	form       form
	mark       byte // the character, for marks of punctuation: , . : ; ! ? - ( [ ) ] and q for quotation marks; 0 for words
	upper      bool // begins with a capital
	digit      bool // begins with a digit
}

func (t *token) is(c class) bool { return t.class&c != 0 }

// A finder holds the work on one article.
type finder struct {
	a         *news.Article
	an        *news.Annotation
	text      string
	g         *grammar.Text // nil where there is none
	known     *knowledge.Base
	toks      []token
	quotes    []quote
	cues      []cue
	out       []draft
	prev      *draft // the statement before the one whose speaker is sought
	creds     []news.Credit
	wire      string         // the agency that the dateline names; ""
	named     []int          // persons named in the content at hand
	countries map[string]int // mention of each country by its code; nil until asked for
	sexes     map[int]sex    // by entityOf
}

// A draft is a statement on its way: its speaker is found last, in the order of
// the text, since "he" may be whoever spoke before.
type draft struct {
	news.Speech
	cue     *cue // nil if none governs it
	percent int  // confidence in cue and content
	follows int  // the draft whose speaker it may have, if cue is nil; or -1
	same    bool // it has the speaker of follows
	joined  bool // it has become part of follows
}

func (f *finder) word(i int) string { return f.text[f.toks[i].start:f.toks[i].end] }

// span returns the bytes of the words [i, j).
func (f *finder) span(i, j int) news.Span {
	return news.Span{Start: int(f.toks[i].start), End: int(f.toks[j-1].end)}
}

// gap reports whether white space stands before word i.
func (f *finder) gap(i int) bool {
	return i == 0 || f.toks[i].start > f.toks[i-1].end || f.block(i) != f.block(i-1)
}

func (f *finder) block(i int) int { return f.an.Sentences[f.toks[i].sent].Block }

// sentence returns the words [i, j) of the sentence of word k.
func (f *finder) sentence(k int) (i, j int) {
	s := &f.an.Sentences[f.toks[k].sent]
	return s.FirstWord, s.EndWord
}

// tokenize fills f.toks.
func (f *finder) tokenize() {
	f.toks = make([]token, len(f.an.Words))
	for i := range f.an.Words {
		w := f.an.Words[i].Of(f.text)
		t := token{start: int32(f.an.Words[i].Start), end: int32(f.an.Words[i].End), mention: -1, role: -1, time: -1, quote: -1, verb: -1}
		c := w[0]
		switch {
		case c >= 'a' && c <= 'z':
			t.setWord(w)
		case c >= 'A' && c <= 'Z':
			t.upper = true
			t.setWord(w)
		case c >= '0' && c <= '9':
			t.digit = true
		default:
			t.setOther(w)
		}
		f.toks[i] = t
	}
	for s := range f.an.Sentences {
		for i := f.an.Sentences[s].FirstWord; i < f.an.Sentences[s].EndWord; i++ {
			f.toks[i].sent = int32(s)
		}
		f.lowerVerbs(s)
	}
	f.hyphens()
	f.cover()
}

// hyphens takes the reading as a verb from the parts of hyphenated words: "the
// so-called fleet".
func (f *finder) hyphens() {
	for i := 1; i+1 < len(f.toks); i++ {
		if f.toks[i].mark != '-' || f.toks[i].start != f.toks[i-1].end || f.toks[i].end != f.toks[i+1].start || f.toks[i].end > f.toks[i].start+1 ||
			f.toks[i-1].end == f.toks[i-1].start+1 { // e-mailed
			continue
		}
		f.toks[i-1].verb, f.toks[i-1].form = -1, noVerb
		f.toks[i+1].verb, f.toks[i+1].form = -1, noVerb
		f.toks[i+1].class &^= finite | aux | be | prep | sub
		f.toks[i-1].class &^= prep | sub | conj | adverb
	}
}

// lowerVerbs takes the reading as a verb from capitalised words of sentence s
// other than its first: "the United States". In headlines verbs may have
// capitals.
func (f *finder) lowerVerbs(s int) {
	sent := &f.an.Sentences[s]
	if sent.IsHeadline {
		return
	}
	for i := sent.FirstWord + 1; i < sent.EndWord; i++ {
		if t := &f.toks[i]; t.upper && t.verb >= 0 {
			t.verb, t.form = -1, noVerb
		}
	}
}

func (t *token) setWord(w string) {
	if len(w) > 1 && t.upper && w[1] >= 'A' && w[1] <= 'Z' {
		return // an acronym: "US" is not us, "IT" is not it
	}
	e := lookUp(w)
	t.class, t.verb, t.form = e.class, e.verb, e.form
	if e.class == 0 && e.verb < 0 && len(w) > 3 && !t.upper {
		switch {
		case strings.HasSuffix(w, "ly"):
			t.class = adverb
		case strings.HasSuffix(w, "ed") && !strings.HasSuffix(w, "eed"):
			t.class = finite
		case strings.HasSuffix(w, "woman"):
			t.class = office | female
		case strings.HasSuffix(w, "sman"):
			t.class = office | male
		}
	}
}

// setOther fills in t for a word that begins with no ASCII letter or digit.
func (t *token) setOther(w string) {
	switch w {
	case "\"", "'", "`", "``", "''", "“", "”", "‘", "’", "«", "»", "„", "‟", "‹", "›", "‚", "’’", "‘‘":
		t.mark = 'q'
		return
	case "—", "–", "--", "---", "-", "―":
		t.mark = '-'
		return
	case "…", "...", "....":
		t.mark = '~'
		return
	case "‚,", "、", "،":
		t.mark = ','
		return
	}
	if len(w) == 1 {
		t.mark = w[0]
		return
	}
	if w[0] == '\'' || strings.HasPrefix(w, "’") {
		t.setWord(w)
		return
	}
	r, _ := utf8.DecodeRuneInString(w)
	t.upper = unicode.IsUpper(r)
	t.digit = unicode.IsDigit(r)
	if !unicode.IsLetter(r) && !t.digit {
		t.mark = '#'
	}
}

// cover writes into the tokens which mention, role and time covers them.
func (f *finder) cover() {
	for m := range f.an.Mentions {
		s := f.an.Mentions[m].Span
		first := f.wordAt(s.Start)
		for k := first; k < len(f.toks) && int(f.toks[k].start) < s.End; k++ {
			if f.toks[k].mention < 0 {
				f.toks[k].mention = int32(m)
			}
		}
		f.coverRole(m, first)
	}
	for t := range f.an.Times {
		s := f.an.Times[t].Date.Span
		for k := f.wordAt(s.Start); k < len(f.toks) && int(f.toks[k].start) < s.End; k++ {
			f.toks[k].time = int32(t)
		}
	}
}

// wordAt returns the index of the first word that ends after byte at.
func (f *finder) wordAt(at int) int {
	return sort.Search(len(f.toks), func(i int) bool { return int(f.toks[i].end) > at })
}

// maxRole bounds the words of a role that are looked at.
const maxRole = 24

// coverRole marks the words of mention m's role; word i is the mention's first.
func (f *finder) coverRole(m, i int) {
	r := f.an.Mentions[m].Role
	if r.IsZero() || r.Start > f.an.Mentions[m].Start {
		return
	}
	for k, n := i-1, 0; k >= 0 && n < maxRole && int(f.toks[k].end) > r.Start; k, n = k-1, n+1 {
		if f.toks[k].mention < 0 || f.toks[k].role < 0 {
			f.toks[k].role = int32(m)
		}
	}
}
