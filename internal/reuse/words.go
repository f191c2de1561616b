package reuse

import (
	"unicode"
	"unicode/utf8"

	"github.com/zeebo/xxh3"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// A doc is one article as this stage reads it: a row of folded words. The
// columns are parallel, so that the scan for equal words touches hashes only.
type doc struct {
	article    *news.Article
	annotation *news.Annotation
	hash       []uint32    // of the folded word
	rarity     []uint16    // knowledge.Rarity of the word, in 1/256 bit
	span       []news.Span // where it stands
	quoted     []bool      // it stands between quotation marks
	named      []bool      // it belongs to a name or to a title before a name
	boiler     []bool      // it belongs to what the article's family prints in many articles
}

// newDoc folds the words of an article's sentences. Marks of punctuation are
// left out, so that texts that differ in them alone are the same.
func newDoc(a *news.Article, an *news.Annotation) doc {
	n := len(an.Words)
	d := doc{
		article: a, annotation: an,
		hash: make([]uint32, 0, n), rarity: make([]uint16, 0, n), span: make([]news.Span, 0, n),
		quoted: make([]bool, 0, n), named: make([]bool, 0, n),
	}
	names := nameSpans(an)
	next := 0
	var buf [64]byte
	for _, s := range an.Sentences {
		// A headline is not body text: outlets write their own over a copied
		// text, and rows of names there say nothing of copying.
		if s.IsHeadline {
			continue
		}
		q := quoteScanner{text: a.Text, at: s.Start}
		for _, w := range an.Words[s.FirstWord:s.EndWord] {
			inside := q.advance(w.Span)
			folded, ok := fold(buf[:0], w.Of(a.Text))
			if !ok {
				continue
			}
			for next < len(names) && names[next].End <= w.Start {
				next++
			}
			d.hash = append(d.hash, uint32(xxh3.Hash(folded)))
			d.rarity = append(d.rarity, uint16(knowledge.Rarity(string(folded))))
			d.span = append(d.span, w.Span)
			d.quoted = append(d.quoted, inside)
			d.named = append(d.named, next < len(names) && names[next].Overlaps(w.Span))
		}
	}
	d.boiler = make([]bool, len(d.hash))
	return d
}

// nameSpans returns the names of an annotation with their titles, sorted and
// disjoint.
func nameSpans(an *news.Annotation) []news.Span {
	var out []news.Span
	for i := range an.Mentions {
		m := &an.Mentions[i]
		if m.Kind != news.NameMention {
			continue
		}
		s := m.Span
		if !m.Role.IsZero() && m.Role.Start-s.End < 40 && s.Start-m.Role.End < 40 {
			s = s.Cover(m.Role)
		}
		if n := len(out); n > 0 && s.Start < out[n-1].End {
			out[n-1] = out[n-1].Cover(s)
			continue
		}
		out = append(out, s)
	}
	return out
}

// fold appends the lower-cased letters and digits of word to buf, with every
// apostrophe and hyphen dropped ("Let’s" and "Lets" are one), and reports
// whether anything is left. It allocates only for words longer than cap(buf).
func fold(buf []byte, word string) ([]byte, bool) {
	for i := 0; i < len(word); {
		c := word[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
				buf = append(buf, c)
			case 'A' <= c && c <= 'Z':
				buf = append(buf, c+'a'-'A')
			}
			continue
		}
		r, size := utf8.DecodeRuneInString(word[i:])
		i += size
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			buf = utf8.AppendRune(buf, unicode.ToLower(r))
		}
	}
	return buf, len(buf) > 0
}

// A quoteScanner tells whether the words of one sentence stand between
// quotation marks. It starts afresh with each sentence, so that a mark that is
// never closed spoils one sentence and not an article.
type quoteScanner struct {
	text  string
	at    int
	depth int
}

// advance reads up to the start of w and reports whether w is quoted.
func (q *quoteScanner) advance(w news.Span) bool {
	for q.at < w.Start {
		r, size := utf8.DecodeRuneInString(q.text[q.at:])
		q.at += size
		switch r {
		case '“', '«', '„':
			q.depth++
		case '”', '»':
			q.depth = max(0, q.depth-1)
		case '"':
			if q.depth > 0 {
				q.depth--
			} else {
				q.depth++
			}
		}
	}
	return q.depth > 0
}
