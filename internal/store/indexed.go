package store

import (
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// Indexed is the words by which a thing is found, folded.
type Indexed struct {
	Title   string // of an article
	Speaker string // of a statement
	Text    string
	Outlet  string
}

// IndexedArticle returns the words by which an article is found. What page
// furniture says is not among them.
func IndexedArticle(a *Analysis) Indexed {
	var text strings.Builder
	for _, b := range a.Article.Blocks {
		if b.Kind == news.Furniture {
			continue
		}
		if text.Len() > 0 {
			text.WriteByte(' ')
		}
		text.WriteString(Fold(b.Of(a.Article.Text)))
	}
	return Indexed{Title: Fold(a.Article.Title), Text: text.String(), Outlet: outletWords(&a.Article)}
}

// IndexedStatement returns the words by which statement k of an analysis is
// found: what is said, and who says it by the words that name the speaker and
// by the fullest name that the article has.
func IndexedStatement(a *Analysis, k int) Indexed {
	s := &a.Annotation.Statements[k]
	var text strings.Builder
	for i, c := range s.Content {
		if i > 0 {
			text.WriteByte(' ')
		}
		text.WriteString(Fold(c.Of(a.Article.Text)))
	}
	return Indexed{Speaker: Fold(SpeakerName(a, k)), Text: text.String(), Outlet: outletWords(&a.Article)}
}

// SpeakerName returns who makes statement k of an analysis: the fullest name
// that the article has, and the words that name the speaker there if they are
// others.
func SpeakerName(a *Analysis, k int) string {
	s := &a.Annotation.Statements[k]
	words := s.SpeakerSpan.Of(a.Article.Text)
	if s.Speaker < 0 {
		return words
	}
	m := &a.Annotation.Mentions[s.Speaker]
	if m.Antecedent >= 0 {
		m = &a.Annotation.Mentions[m.Antecedent]
	}
	switch {
	case strings.Contains(words, m.Name) || m.Name == "":
		return words
	case words == "" || strings.Contains(m.Name, words):
		return m.Name
	}
	return m.Name + " (" + words + ")"
}

func outletWords(a *news.Article) string {
	words := Fold(a.Outlet)
	if f := Fold(a.Family); f != words {
		words += " " + f
	}
	return words
}

// MaxStatements is how many statements of one article can be found: more are
// none of a news article.
const MaxStatements = 1 << 16
