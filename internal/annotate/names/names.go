// Package names marks names, titles and pronouns in an article and says which
// of them mean one thing.
//
// It is for English news: persons, organisations, places, groups and the rest,
// found by capitals, by the tables of package knowledge, and by what the
// article itself shows (a word that it writes small elsewhere is no name; a
// surname is whose full name stands in it). It is not for joining articles:
// that is package resolve's; and it guesses at no pronoun.
package names

import (
	"github.com/twosource/twosource/internal/grammar"
	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// Find returns the mentions in the sentences of a, sorted by start, longer
// first. They may lie within one another ("a State Department official" holds
// "State Department") but do not cross.
//
// A person's Name is without title; the title is its Role, if it stands beside
// the name or in apposition, and its Country the one that the role or the table
// gives. A bare surname has the fullest earlier mention of
// that name as Antecedent, the nearest if two persons share it; an acronym has
// its expansion. A title ("the ministry", "the minister") has one only if a
// single holder stands in the article before it; a pronoun never.
//
// g has the names that the model of English sees; without it (nil, or empty as
// for other languages) rules and tables find them alone.
//
// known is what is known beforehand, with the user's own table; nil is what
// comes with the program.
//
// sents, words and g must be those of a. Find takes time linear in the text,
// keeps nothing, and may be called from several goroutines.
func Find(a *news.Article, sents []news.Sentence, words []news.Word, g *grammar.Text, known *knowledge.Base) []news.Mention {
	f := &finder{text: a.Text, sents: sents, words: words, g: g}
	if g == nil {
		f.g = &grammar.Text{}
	}
	f.table = known
	f.tokenize()
	f.look()
	// The body first: it tells which words of a headline are names.
	for _, headline := range [...]bool{false, true} {
		for s := range sents {
			if (f.style[s] != plain) == headline {
				f.names(s)
			}
		}
	}
	f.join()
	f.sortNames()
	f.classify()
	f.drop()
	f.link()
	f.titles()
	return f.mentions()
}

// A finder holds the work on one article.
type finder struct {
	text  string
	sents []news.Sentence
	words []news.Word
	table *knowledge.Base
	g     *grammar.Text

	toks  []token // parallel to words
	style []style // parallel to sents
	seen  []uint64
	found []name
	at    []int32 // by word: index into found of the name that it begins + 1
	extra []news.Mention
}

// A name is a candidate: words [from, to) and what is known of it.
type name struct {
	from, to     int32
	roleA, roleB int32 // words of its role, equal if none
	sent         int32
	same         int32 // index of its antecedent, itself if none
	full         int32 // index of the fullest mention so far of what it means
	typ          news.EntityType
	sure         bool // of its type
	weak         bool // the model does not see it
	dateline     bool
	honorific    bool
	entry        knowledge.Entry
	key          string
	text         string // white space folded
	country      string
}

// A style says how a sentence uses capitals.
type style uint8

const (
	plain  style = iota
	titled       // Every Word Has One
	shout        // ALL CAPITALS
)

// The marks of a token beside its class.
const (
	isCap     uint8 = 1 << iota // begins with a capital
	isShout                     // two letters or more, all capitals
	isSmall                     // begins with a small letter
	isNumber                    // begins with a digit
	isMark                      // punctuation
	isInitial                   // "F." or "F"
	glued                       // no white space before it
	isStart                     // a sentence or quotation begins here
)

type token struct {
	class uint32
	hash  uint32
	marks uint8
	cased int8 // knowledge.Capitalised, -2 before it is asked for
}

func (f *finder) word(i int) string { return f.words[i].Of(f.text) }

func (t *token) is(m uint8) bool { return t.marks&m != 0 }

// cased returns how many in a hundred of the uses of word i have a capital, -1
// if unknown.
func (f *finder) cased(i int) int {
	t := &f.toks[i]
	if t.cased == -2 {
		t.cased = int8(knowledge.Capitalised(f.word(i)))
	}
	return int(t.cased)
}

// mentions turns the names and the rest into the result.
func (f *finder) mentions() []news.Mention {
	return merge(f.nameMentions(), f.extra)
}
