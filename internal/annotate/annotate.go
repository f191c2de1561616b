// Package annotate marks what stands in one article (Article → marks): its
// language, sentences and words, names, time expressions, statements and
// credits.
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

	"github.com/twosource/twosource/internal/annotate/language"
	"github.com/twosource/twosource/internal/annotate/names"
	"github.com/twosource/twosource/internal/annotate/speech"
	"github.com/twosource/twosource/internal/annotate/times"
	"github.com/twosource/twosource/internal/annotate/words"
	"github.com/twosource/twosource/internal/news"
)

// Rev is the revision of the annotations: it is raised whenever the output for
// some article changes.
const Rev = 1

// Options set up an [Annotator]. The zero value is the usual one.
type Options struct {
	// NoSpeech leaves out statements and credits.
	NoSpeech bool
}

// An Annotator marks articles. It holds no state between articles.
type Annotator struct {
	options Options
}

// New returns an annotator with the given options.
func New(o Options) *Annotator { return &Annotator{options: o} }

// Annotate returns the marks of one article. Its spans are spans of a.Text,
// which it does not change; a must keep the rules of [news.Article].
//
// Statements are read by rules of English. In an article of another language
// sentences, words, names and times are marked where they can be, there are no
// statements, and a notice "not-english" says so. An article whose language
// cannot be told is read as English.
//
// Annotate takes time linear in the text, gives the same marks each time, and
// may be called from several goroutines.
func (an *Annotator) Annotate(a *news.Article) news.Annotation {
	out := news.Annotation{Article: a.ID}
	out.Language = language.Detect(a.Language, body(a))
	out.Sentences, out.Words = words.Split(a)
	out.Mentions = names.Find(a, out.Sentences, out.Words)
	out.Times = times.Find(a, out.Sentences, out.Words)
	if !english(out.Language) {
		out.Notices = append(out.Notices, news.Notice{
			Code:    "not-english",
			Message: fmt.Sprintf("The article is in another language than English (%s): its statements are not read.", out.Language),
			Article: a.ID,
		})
		return out
	}
	if !an.options.NoSpeech {
		out.Statements, out.Credits = speech.Find(a, &out)
	}
	return out
}

// english reports whether the statements of an article in lang can be read.
func english(lang string) bool {
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
