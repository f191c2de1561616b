package store

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/twosource/twosource/internal/news"
)

// Fold returns the words of text as they are indexed and looked for: runs of
// letters, digits and the marks on them, in lower case, without accents, one blank between
// them.
func Fold(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	eachWord(text, func(s news.Span) bool {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		foldWord(&b, text[s.Start:s.End])
		return true
	})
	return b.String()
}

// eachWord gives the words of text to yield until it returns false.
func eachWord(text string, yield func(news.Span) bool) {
	start := -1
	for i := 0; i < len(text); {
		c, n := text[i], 1
		var in bool
		if c < utf8.RuneSelf {
			in = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		} else {
			var r rune
			r, n = utf8.DecodeRuneInString(text[i:])
			in = unicode.IsLetter(r) || unicode.IsNumber(r) || start >= 0 && unicode.IsMark(r)
		}
		switch {
		case in && start < 0:
			start = i
		case !in && start >= 0:
			if !yield(news.Span{Start: start, End: i}) {
				return
			}
			start = -1
		}
		i += n
	}
	if start >= 0 {
		yield(news.Span{Start: start, End: len(text)})
	}
}

func foldWord(b *strings.Builder, word string) {
	for i := 0; i < len(word); i++ {
		if c := word[i]; c >= utf8.RuneSelf {
			foldRunes(b, word[i:])
			return
		} else if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
			b.WriteByte(c)
		} else {
			b.WriteByte(c)
		}
	}
}

func foldRunes(b *strings.Builder, s string) {
	n := b.Len()
	for _, r := range norm.NFKD.String(s) {
		// A compatible form may hold what is no letter, as the blank in a lone accent.
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	if b.Len() == n { // as of U+037A, whose compatible form is a blank and a mark
		b.WriteString(strings.ToLower(s))
	}
}

// A Snippet is a stretch of a text around what a query found, with the words
// found.
type Snippet struct {
	news.Span
	Found []news.Span // sorted, disjoint, within the stretch
}

// snippetWords is how long a snippet is, and snippetBefore how many words stand
// before the first that was found. Ours: two lines of a terminal.
const (
	snippetWords  = 32
	snippetBefore = 8
)

// Snippet returns the stretch of text within the bounds in which most different
// terms of q stand, the first of several; if none stands there, where the bounds
// begin.
func (q *Query) Snippet(text string, within news.Span) Snippet {
	var terms []Term
	q.Text.wanted(&terms)
	var words []news.Span
	var found []hit // by word
	var folded []string
	eachWord(text[within.Start:within.End], func(s news.Span) bool {
		words = append(words, news.Span{Start: s.Start + within.Start, End: s.End + within.Start})
		var b strings.Builder
		foldWord(&b, text[within.Start+s.Start:within.Start+s.End])
		folded = append(folded, b.String())
		for k, t := range terms {
			if at := len(folded) - len(t.Words); at >= 0 && t.Matches(folded[at:]) {
				found = append(found, hit{at, len(folded), k})
			}
		}
		return true
	})
	if len(words) == 0 {
		return Snippet{Span: news.Span{Start: within.Start, End: within.Start}}
	}
	first := bestWindow(found)
	from := max(0, first-snippetBefore)
	to := min(len(words), from+snippetWords)
	from = max(0, min(from, to-snippetWords))
	out := Snippet{Span: news.Span{Start: words[from].Start, End: words[to-1].End}}
	if whole := within.Trim(text); from == 0 || to == len(words) { // with the marks before the first and after the last word
		if from == 0 {
			out.Start = whole.Start
		}
		if to == len(words) {
			out.End = whole.End
		}
	}
	end := 0
	for _, h := range found {
		if h.from >= max(from, end) && h.to <= to {
			out.Found = append(out.Found, news.Span{Start: words[h.from].Start, End: words[h.to-1].End})
			end = h.to
		}
	}
	return out
}

// A hit is a term found at words [from, to).
type hit struct{ from, to, term int }

// bestWindow returns the word of a hit such that the most different terms begin
// within a snippet from there on, the first of several; 0 without hits. It takes
// time in proportion to the hits.
func bestWindow(found []hit) int {
	count := map[int]int{}
	best, at, end := 0, 0, 0
	for i := range found {
		for ; end < len(found) && found[end].from < found[i].from+snippetWords-snippetBefore; end++ {
			count[found[end].term]++
		}
		if len(count) > best {
			best, at = len(count), found[i].from
		}
		if count[found[i].term]--; count[found[i].term] == 0 {
			delete(count, found[i].term)
		}
	}
	return at
}

// wanted collects the terms of the text that n asks for.
func (n *Node) wanted(list *[]Term) {
	switch n.Op {
	case TermOp:
		if n.Field == "" || n.Field == "title" {
			*list = append(*list, n.Term)
		}
	case AndOp, OrOp:
		for i := range n.Parts {
			n.Parts[i].wanted(list)
		}
	}
}

// Matches reports whether words begins with the words of t. It must have at least
// as many.
func (t *Term) Matches(words []string) bool {
	last := len(t.Words) - 1
	for i, w := range t.Words {
		if words[i] != w && !(i == last && t.Prefix && strings.HasPrefix(words[i], w)) {
			return false
		}
	}
	return true
}
