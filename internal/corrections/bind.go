package corrections

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/twosource/twosource/internal/news"
)

// NoticeUnmatched is the code of the notice on a correction that matched
// nothing, or not what it needs.
const NoticeUnmatched = "correction-unmatched"

// maxDepth is how many folders of an input's name may be left out.
const maxDepth = 16

// A Bound is a [Set] and the articles that it is about. Its methods give each
// stage what is its own and gather notices; call each once, from one goroutine.
// A nil Bound corrects nothing.
type Bound struct {
	set      *Set
	ordered  []Correction // by what they say
	articles []news.Article
	byName   map[string][]int // of addresses and input names, as address writes them
	notices  []lineNotice
}

type lineNotice struct {
	line int
	news.Notice
}

// Bind finds the articles that the corrections speak of among articles, which
// are kept and not changed. A nil Set gives a nil Bound.
func (s *Set) Bind(articles []news.Article) *Bound {
	if s == nil {
		return nil
	}
	b := &Bound{set: s, articles: articles, byName: map[string][]int{}}
	order := make([]int, len(s.Corrections))
	says := make([]string, len(s.Corrections))
	for i, c := range s.Corrections {
		order[i], says[i] = i, c.String()
	}
	slices.SortStableFunc(order, func(i, j int) int { return strings.Compare(says[i], says[j]) })
	for _, i := range order {
		b.ordered = append(b.ordered, s.Corrections[i])
	}
	for i := range articles {
		a := &articles[i]
		names := []string{a.URL, a.CanonicalURL}
		inputs := []news.Input{a.Input}
		for _, v := range a.Versions {
			inputs = append(inputs, v.Input)
		}
		for _, in := range inputs {
			// A name within a folder will do if it is one article's alone.
			rest, ok := in.Name, true
			for depth := 0; ok && depth < maxDepth; depth++ {
				names = append(names, rest)
				if in.Line > 0 {
					names = append(names, rest+":"+strconv.Itoa(in.Line))
				}
				_, rest, ok = strings.Cut(rest, "/")
			}
		}
		for _, n := range names {
			n = address(n)
			if l := b.byName[n]; n != "" && (len(l) == 0 || l[len(l)-1] != i) {
				b.byName[n] = append(l, i)
			}
		}
	}
	return b
}

// Notices returns what the methods called so far could not match, by line.
func (b *Bound) Notices() []news.Notice {
	if b == nil {
		return nil
	}
	slices.SortStableFunc(b.notices, func(x, y lineNotice) int {
		return cmp.Or(cmp.Compare(x.line, y.line), strings.Compare(x.Message, y.Message))
	})
	out := make([]news.Notice, len(b.notices))
	for i, n := range b.notices {
		out[i] = n.Notice
	}
	return slices.Compact(out)
}

func (b *Bound) notice(c Correction, format string, args ...any) {
	message := fmt.Sprintf("%s:%d: %s (%s)", b.set.File, c.Line, fmt.Sprintf(format, args...), c)
	b.notices = append(b.notices, lineNotice{c.Line, news.Notice{Code: NoticeUnmatched, Message: message}})
}

// candidates returns the articles that an anchor may mean.
func (b *Bound) candidates(a Article) []int {
	name := address(a.Name)
	found := b.byName[name]
	for found == nil && !strings.HasPrefix(name, "//") { // typed with more of its path than the input has
		_, tail, ok := strings.Cut(name, "/")
		if !ok {
			return nil
		}
		name = tail
		found = b.byName[name]
	}
	if a.With == "" {
		return found
	}
	var out []int
	for _, i := range found {
		if _, ok := FindWords(b.articles[i].Text, a.With); ok {
			out = append(out, i)
		}
	}
	return out
}

// article returns the one article of an anchor; where there is none or more
// than one it makes a notice and returns -1.
func (b *Bound) article(c Correction, a Article) int {
	found := b.candidates(a)
	switch {
	case len(found) == 1:
		return found[0]
	case len(found) > 1:
		b.notice(c, "%d articles are called %s; add the line, as NAME:LINE, or with and words of it", len(found), quote(a.Name))
	case a.With != "" && len(b.candidates(Article{Name: a.Name})) > 0:
		b.notice(c, "no article called %s has the words %s", quote(a.Name), clip(a.With))
	default:
		b.notice(c, "no article is called %s", quote(a.Name))
	}
	return -1
}

// places returns each article of an anchor that has the words, with their span;
// all of the article without words.
func (b *Bound) places(c Correction, a Article, words string) []news.Ref {
	if words == "" {
		i := b.article(c, a)
		if i < 0 {
			return nil
		}
		return []news.Ref{{Article: b.articles[i].ID, Span: news.Span{End: len(b.articles[i].Text)}}}
	}
	found := b.candidates(a)
	if len(found) == 0 {
		b.article(c, a)
		return nil
	}
	var out []news.Ref
	for _, i := range found {
		if span, ok := FindWords(b.articles[i].Text, words); ok {
			out = append(out, news.Ref{Article: b.articles[i].ID, Span: span})
		}
	}
	if len(out) == 0 {
		b.notice(c, "the article %s does not have the words %s", quote(a.Name), clip(words))
	}
	return out
}

// each calls do for the corrections of one verb, in an order that is not that of
// their lines.
func (b *Bound) each(v Verb, do func(Correction)) {
	if b == nil {
		return
	}
	for _, c := range b.ordered {
		if c.Verb == v {
			do(c)
		}
	}
}

// FindWords returns the first place of words in a text. White space of any
// kind and length is one blank, and the shape of quotation marks does not
// count; "[…]" in words, as a brief cuts them, stands for anything. It takes
// time in the length of the text for each part between cuts.
func FindWords(text, words string) (news.Span, bool) {
	words = strings.ReplaceAll(words, "[...]", "[…]")
	var span news.Span
	at, found := 0, false
	for _, part := range strings.Split(words, "[…]") {
		part = squeeze(part)
		if part == "" {
			continue
		}
		start, end := findPart(text, at, part)
		if start < 0 {
			return news.Span{}, false
		}
		if !found {
			span.Start, found = start, true
		}
		span.End, at = end, end
	}
	return span, found
}

// findPart finds squeezed words at or after byte from.
func findPart(text string, from int, part string) (start, end int) {
	if !strings.Contains(text[from:], longestWord(part)) {
		return -1, -1
	}
	flat, at := flatten(text[from:])
	i := strings.Index(flat, part)
	if i < 0 {
		return -1, -1
	}
	return from + at[i], from + at[i+len(part)]
}

// longestWord returns the longest run of ASCII letters and digits, which stands
// in every text that has the words.
func longestWord(part string) string {
	best := ""
	for _, w := range strings.FieldsFunc(part, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9')
	}) {
		if len(w) > len(best) {
			best = w
		}
	}
	return best
}

// flatten squeezes a text and returns for each byte of the result, and for its
// end, where it stands in the text.
func flatten(text string) (string, []int) {
	var b strings.Builder
	b.Grow(len(text))
	at := make([]int, 0, len(text)+1)
	blank := true
	end := 0
	for i, r := range text {
		if unicode.IsSpace(r) {
			if !blank {
				b.WriteByte(' ')
				at = append(at, end)
			}
			blank = true
			continue
		}
		blank = false
		from := b.Len()
		b.WriteRune(straight(r))
		for range b.Len() - from {
			at = append(at, i)
		}
		_, n := utf8.DecodeRuneInString(text[i:])
		end = i + n
	}
	return b.String(), append(at, end)
}
