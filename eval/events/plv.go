// Package events reads labelled events and scores what the stage annotate makes
// of them: who did what to whom, coded in PLOVER.
//
// It is for the sentences of PLV, with source, target and root, and for the
// validation records of PETRARCH; it trains the classifier of roots from the
// former. It is not for whole articles.
package events

import (
	"errors"
	"fmt"
	"strings"

	"github.com/twosource/twosource/internal/annotate"
	"github.com/twosource/twosource/internal/annotate/actions"
	"github.com/twosource/twosource/internal/annotate/english"
	"github.com/twosource/twosource/internal/news"
)

// A Sentence is one of PLV: who does what to whom.
type Sentence struct {
	ID, Text, Source, Target string
	Root                     string // of PLV: CONCEDE and RETREAT are YIELD
}

var errPLV = errors.New("events: not a table of PLV")

// ReadPLV reads the tab-separated table of PLV: sentence_id, sentence, source,
// target, gold_penta, gold_root, with a head line. The error names the line that
// cannot be read.
func ReadPLV(text string) ([]Sentence, error) {
	var out []Sentence
	n := 0
	for line := range strings.Lines(text) {
		n++
		f := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if n == 1 {
			if len(f) < 6 || f[1] != "sentence" || f[5] != "gold_root" {
				return nil, errPLV
			}
			continue
		}
		if len(f) != 6 {
			return nil, fmt.Errorf("%w: line %d has %d columns", errPLV, n, len(f))
		}
		out = append(out, Sentence{f[0], unquote(f[1]), f[2], f[3], f[5]})
	}
	return out, nil
}

// unquote undoes the quoting of CSV.
func unquote(s string) string {
	if len(s) > 1 && s[0] == '"' && s[len(s)-1] == '"' {
		s = strings.ReplaceAll(s[1:len(s)-1], `""`, `"`)
	}
	return s
}

// A Reader makes examples of sentences.
type Reader struct {
	annotator *annotate.Annotator
	english   *english.Reader
}

// NewReader returns a reader; the error is that of the English model.
func NewReader() (*Reader, error) {
	m, err := english.Load()
	if err != nil {
		return nil, err
	}
	return &Reader{annotate.New(annotate.Options{}), english.NewReader(m)}, nil
}

// Example gives what the classifier sees of s.
func (r *Reader) Example(s *Sentence) actions.Example {
	a := Article(s.ID, s.Text)
	ann := r.annotator.Annotate(a)
	_, _, g := r.english.Read(a)
	e := actions.NewExample(a, &ann, g, place(s.Text, s.Source), place(s.Text, s.Target))
	e.Root = s.Root
	return e
}

// Examples gives what the classifier sees of the sentences.
func Examples(sentences []Sentence) ([]actions.Example, error) {
	r, err := NewReader()
	if err != nil {
		return nil, err
	}
	out := make([]actions.Example, len(sentences))
	for i := range sentences {
		out[i] = r.Example(&sentences[i])
	}
	return out, nil
}

// Article gives a text as an article of one paragraph.
func Article(id, text string) *news.Article {
	return &news.Article{ID: id, Text: text, Language: "en", Blocks: []news.Block{{Span: news.Span{End: len(text)}, Kind: news.Paragraph}}}
}

// place gives where the words of a party stand in a sentence, whatever their
// case; zero if they do not.
func place(text, words string) news.Span {
	words = unquote(words)
	i := strings.Index(text, words)
	if i < 0 {
		if i = strings.Index(strings.ToLower(text), strings.ToLower(words)); i < 0 || len(strings.ToLower(text)) != len(text) {
			return news.Span{}
		}
	}
	return news.Span{Start: i, End: i + len(words)}
}
