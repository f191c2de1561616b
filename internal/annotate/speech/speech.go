package speech

import "github.com/twosource/twosource/internal/news"

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
// Confidence is an estimate from 0 to 1 by the rule that made the statement;
// it is not calibrated.
//
// Find takes time linear in the text, up to the sorting of its results, and
// gives the same result each time. It is safe for concurrent use.
func Find(a *news.Article, an *news.Annotation) ([]news.Speech, []news.Credit) {
	f := &finder{a: a, an: an, text: a.Text}
	f.tokenize()
	f.learnSexes()
	f.findQuotes()
	f.findCues()
	f.settle()
	f.attach()
	f.indirect()
	speech := f.finish()
	f.findCredits()
	f.addLineCredits()
	f.via(speech)
	return speech, f.creds
}
