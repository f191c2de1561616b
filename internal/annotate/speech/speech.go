package speech

import (
	"github.com/twosource/twosource/internal/grammar"
	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// Find returns the statements and the credits of a, each sorted by where they
// stand. an has the article's sentences, words, mentions and times, all found
// in the same text; it is not changed.
//
// A statement's Content spans hold their quotation marks. A quotation that its
// cue splits, or that runs over paragraphs, is one statement with a span for
// each part. The content of indirect and mixed statements is the reported
// clause without "that" and without the full stop. Speaker is the mention that
// speaks, for a pronoun or title the earlier mention it stands for; it is -1,
// with Unresolved and perhaps Candidates, where no mention is safe.
//
// Others are the mentions that speak together with Speaker, OnBehalfOf those of the
// state or body that its role or its description says it speaks for.
//
// Confidence is the probability, from 0 to 1, that there is such a statement (by
// the margin of its cue, measured on PolNeAR's dev side) times that of the way in
// which its speaker was found.
//
// g is the grammar of an's words, one entry a word; nil or empty if there is none.
// known has the names of agencies; nil is what comes with the program.
//
// Find takes time linear in the text, up to the sorting of its results, and
// gives the same result each time. It is safe for concurrent use.
func Find(a *news.Article, an *news.Annotation, g *grammar.Text, known *knowledge.Base) ([]news.Speech, []news.Credit) {
	f := newFinder(a, an)
	f.known = known
	f.readByRule()
	if m := loaded(); m != nil && g != nil && g.Len() == len(f.toks) && g.Len() > 0 {
		f.g = g
		f.readByModel(g, m)
	}
	speech := f.finish()
	f.findCredits()
	f.addLineCredits()
	speech = f.relayed(speech)
	f.via(speech)
	return speech, f.creds
}

func newFinder(a *news.Article, an *news.Annotation) *finder {
	return &finder{a: a, an: an, text: a.Text}
}

// readByRule makes the statements that the rules see, without their speakers.
func (f *finder) readByRule() {
	f.tokenize()
	f.learnSexes()
	f.findQuotes()
	f.findCues()
	f.settle()
	f.attach()
	f.indirect()
}
