package actions

import (
	"github.com/twosource/twosource/internal/grammar"
	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// Find fills ann.Clauses, ann.Quantities and ann.Actions, each in the order that
// its type promises. ann must have the sentences, words, mentions, times and
// statements of a, and g their grammar; without grammar, nothing is found.
// known is what is known beforehand; nil is what comes with the program.
//
// Find takes time linear in the text, gives the same result each time, keeps
// nothing, and may be called from several goroutines.
func Find(a *news.Article, ann *news.Annotation, g *grammar.Text, known *knowledge.Base) {
	if g.Len() == 0 || g.Len() != len(ann.Words) {
		return
	}
	f := newFinder(a, ann, g)
	f.known = known
	f.findClauses()
	f.findQuantities()
	f.code()
}

// A finder holds the work on one article. Its slices by word have an entry for
// each word; -1 is none.
type finder struct {
	text  string
	ann   *news.Annotation
	g     *grammar.Text
	known *knowledge.Base

	sent    []int32 // by word: its sentence
	lex     []entry // by word: what the lexicon says of its lemma
	mention []int32 // by word: the mention whose head it is
	cover   []int32 // by word: the longest mention over it
	role    []int32 // by word: the mention whose role it stands in
	time    []int32 // by word: the time over it
	speech  []int32 // by word: the innermost statement whose content it is in
	clause  []int32 // by word: the draft that it is the predicate or the light verb of
	owner   []int32 // by word: the draft whose word it is, by the tree

	drafts []draft
}

// A draft is a clause on its way.
type draft struct {
	news.Clause
	pred  int32 // word of the predicate
	top   int32 // the word that hangs outside: the light verb, or pred
	subj  int32 // head of the subject
	obj   int32 // head of the object
	gov   int32 // the draft above it in the tree
	kin   kin   // how it hangs on gov
	state uint8 // of linking it to those above
	// passive: its subject by the grammar is what it is done to
	passive, copular, relative bool
	verbal                     bool  // a noun with the arguments of a verb
	subj2, obj2                int32 // heads of what the tree has for a second subject or object
}

// A kin says how a clause hangs on the one above it.
type kin uint8

const (
	kinNone       kin = iota
	kinComplement     // "said that it …", "plans to …"
	kinAdverbial      // "… when it …", "… to discuss"
	kinConjunct       // "met and agreed"
	kinAdnominal      // "troops sent to …", "a plan to …", "who …"
	kinArgument       // a noun: "rejected talks"
)

func newFinder(a *news.Article, ann *news.Annotation, g *grammar.Text) *finder {
	n := len(ann.Words)
	f := &finder{text: a.Text, ann: ann, g: g}
	all := make([]int32, 8*n)
	for i := range all {
		all[i] = -1
	}
	for k, p := range []*[]int32{&f.sent, &f.mention, &f.cover, &f.role, &f.time, &f.speech, &f.clause, &f.owner} {
		*p = all[k*n : (k+1)*n : (k+1)*n]
	}
	for s := range ann.Sentences {
		for i := ann.Sentences[s].FirstWord; i < ann.Sentences[s].EndWord; i++ {
			f.sent[i] = int32(s)
		}
	}
	f.lex = make([]entry, n)
	for i := range f.lex {
		switch g.POS[i] {
		case grammar.PUNCT, grammar.DET, grammar.PROPN, grammar.AUX, grammar.CCONJ, grammar.PART, grammar.SYM:
		default:
			f.lex[i] = lexicon[g.Lemma[i]]
		}
	}
	f.layMentions()
	f.layTimes()
	f.layStatements()
	return f
}

// wordAt gives the first word that ends after byte at; the number of words if
// there is none.
func (f *finder) wordAt(at int) int {
	lo, hi := 0, len(f.ann.Words)
	for lo < hi {
		if mid := (lo + hi) / 2; f.ann.Words[mid].End <= at {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// words calls fn for each word of s; at most most words.
func (f *finder) eachWord(s news.Span, most int, fn func(i int)) int {
	n := 0
	for i := f.wordAt(s.Start); i < len(f.ann.Words) && f.ann.Words[i].Start < s.End && n < most; i++ {
		fn(i)
		n++
	}
	return n
}

const (
	maxMention = 64 // words of a mention or role that are looked at
	maxTime    = 32 // words of a time
	maxNested  = 8  // statements may hold one another to this depth, on average
)

// layMentions writes into the words which mention they belong to. A mention
// before another, or longer at one place, has the words of both.
func (f *finder) layMentions() {
	for m := range f.ann.Mentions {
		first := -1
		f.eachWord(f.ann.Mentions[m].Span, maxMention, func(i int) {
			if first < 0 {
				first = i
			}
			if f.cover[i] < 0 {
				f.cover[i] = int32(m)
			}
		})
		if first < 0 {
			continue
		}
		if h := f.headOf(first, f.ann.Mentions[m].End); f.mention[h] < 0 {
			f.mention[h] = int32(m)
		}
		if r := f.ann.Mentions[m].Role; !r.IsZero() {
			f.eachWord(r, maxMention, func(i int) {
				if f.role[i] < 0 {
					f.role[i] = int32(m)
				}
			})
		}
	}
}

// headOf gives the word from first up to byte end that hangs outside of them.
func (f *finder) headOf(first, end int) int {
	last := first
	for last+1 < len(f.ann.Words) && last-first < maxMention && f.ann.Words[last+1].Start < end {
		last++
	}
	for i := first; i <= last; i++ {
		h := int(f.g.Head[i])
		if (h < first || h > last) && f.g.POS[i] != grammar.PUNCT && f.g.POS[i] != grammar.ADP {
			return i
		}
	}
	return last
}

func (f *finder) layTimes() {
	for t := range f.ann.Times {
		if f.ann.Times[t].Sentence < 0 {
			continue
		}
		f.eachWord(f.ann.Times[t].Date.Span, maxTime, func(i int) { f.time[i] = int32(t) })
	}
}

// layStatements writes into the words the shortest statement over them.
func (f *finder) layStatements() {
	budget := maxNested*len(f.ann.Words) + 64
	for s := range f.ann.Statements {
		long := contentLen(&f.ann.Statements[s])
		for _, c := range f.ann.Statements[s].Content {
			budget -= f.eachWord(c, budget, func(i int) {
				if o := f.speech[i]; o < 0 || contentLen(&f.ann.Statements[o]) > long {
					f.speech[i] = int32(s)
				}
			})
		}
	}
}

func contentLen(s *news.Speech) int {
	n := 0
	for _, c := range s.Content {
		n += c.Len()
	}
	return n
}

func (f *finder) word(i int32) string { return f.ann.Words[i].Of(f.text) }

// span gives the bytes of the words from first to last.
func (f *finder) span(first, last int32) news.Span {
	return news.Span{Start: f.ann.Words[first].Start, End: f.ann.Words[last].End}
}
