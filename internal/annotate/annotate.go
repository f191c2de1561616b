// Package annotate marks what stands in one article (Article → marks): its
// language, sentences and words, names, time expressions, statements and
// credits, clauses, quantities and events.
//
// It is for single articles; what several of them have in common is found by
// the stages after it. It is not for finding the text on a page (package
// extract), and it changes nothing: every mark is a span of the article's text.
//
// The work is done by the packages below it; this one knows their order.
package annotate

import (
	"fmt"
	"strings"
	"sync"

	"github.com/twosource/twosource/internal/annotate/actions"
	"github.com/twosource/twosource/internal/annotate/coref"
	"github.com/twosource/twosource/internal/annotate/english"
	"github.com/twosource/twosource/internal/annotate/language"
	"github.com/twosource/twosource/internal/annotate/names"
	"github.com/twosource/twosource/internal/annotate/speech"
	"github.com/twosource/twosource/internal/annotate/times"
	"github.com/twosource/twosource/internal/annotate/words"
	"github.com/twosource/twosource/internal/grammar"
	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// Rev is the revision of the annotations: it is raised whenever the output for
// some article changes.
const Rev = 7

// Options set up an [Annotator]. The zero value is the usual one.
type Options struct {
	// NoSpeech leaves out statements and credits.
	NoSpeech bool
	// Knowledge is what is known beforehand; nil is what comes with the program.
	Knowledge *knowledge.Base
}

// An Annotator marks articles. It keeps nothing of one article for the next but
// working memory.
type Annotator struct {
	options Options
	readers sync.Pool // of *english.Reader
}

// New returns an annotator with the given options.
func New(o Options) *Annotator { return &Annotator{options: o} }

// Annotate returns the marks of one article. Its spans are spans of a.Text,
// which it does not change; a must keep the rules of [news.Article].
//
// Words, trees and statements are read as English. In an article of another
// language sentences, words, names and times are marked where they can be,
// there are no statements, and a notice "not-english" says so. An article whose
// language cannot be told is read as English.
//
// Annotate takes time linear in the text, gives the same marks each time, and
// may be called from several goroutines.
func (an *Annotator) Annotate(a *news.Article) news.Annotation {
	out, g := an.names(a)
	out.Mentions = coref.Find(a, out.Sentences, out.Words, g, out.Mentions, an.options.Knowledge)
	out.Times = times.Find(a, out.Sentences, out.Words)
	if !isEnglish(out.Language) {
		out.Notices = append(out.Notices, news.Notice{
			Code:    "not-english",
			Message: fmt.Sprintf("The article is in another language than English (%s): its statements are not read.", out.Language),
			Article: a.ID,
		})
		return out
	}
	if !an.options.NoSpeech {
		out.Statements, out.Credits = speech.Find(a, &out, g, an.options.Knowledge)
	}
	actions.Find(a, &out, g, an.options.Knowledge)
	return out
}

// AnnotateGiven returns the sentences, words and mentions of one article, the
// spans among the mentions: what [Annotator.Annotate] makes of mentions that
// people have marked, for scoring. The second result has for each span the
// index of its mention.
func (an *Annotator) AnnotateGiven(a *news.Article, spans []news.Span) (news.Annotation, []int) {
	out, g := an.names(a)
	var at []int
	out.Mentions, at = coref.FindGiven(a, out.Sentences, out.Words, g, out.Mentions, spans, an.options.Knowledge)
	return out, at
}

// names marks all that comes before the chains of mentions.
func (an *Annotator) names(a *news.Article) (news.Annotation, *grammar.Text) {
	out := news.Annotation{Article: a.ID}
	out.Language = language.Detect(a.Language, body(a))
	var g *grammar.Text
	out.Sentences, out.Words, g = an.read(a, out.Language)
	out.Mentions = names.Find(a, out.Sentences, out.Words, g, an.options.Knowledge)
	return out, g
}

// read gives the sentences, words and grammar of a. The grammar is empty if a is
// not in English.
func (an *Annotator) read(a *news.Article, lang string) ([]news.Sentence, []news.Word, *grammar.Text) {
	if isEnglish(lang) {
		if r := an.reader(); r != nil {
			sents, ws, g := r.Read(a)
			an.readers.Put(r)
			return sents, ws, g
		}
	}
	sents, ws := words.Split(a)
	return sents, ws, &grammar.Text{}
}

// reader gives a reader that is free; nil if the program was built without its
// model.
func (an *Annotator) reader() *english.Reader {
	if r, ok := an.readers.Get().(*english.Reader); ok {
		return r
	}
	m, err := english.Load()
	if err != nil {
		return nil
	}
	return english.NewReader(m)
}

// isEnglish reports whether an article in lang is read as English.
func isEnglish(lang string) bool {
	return lang == "" || lang == "en" || strings.HasPrefix(lang, "en-")
}

// bodyBytes bounds the text handed to language.Detect, which samples it again.
const bodyBytes = 8000

// body returns up to bodyBytes of a's paragraphs, or of all its text if it has
// none.
func body(a *news.Article) string {
	var b strings.Builder
	for _, block := range a.Blocks {
		if block.Kind != news.Paragraph {
			continue
		}
		if block.Len() > bodyBytes && b.Len() == 0 {
			return block.Of(a.Text)
		}
		b.WriteString(block.Of(a.Text))
		b.WriteByte('\n')
		if b.Len() > bodyBytes {
			break
		}
	}
	if b.Len() == 0 {
		return a.Text
	}
	return b.String()
}
