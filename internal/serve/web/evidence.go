package web

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/twosource/twosource/internal/figures"
	"github.com/twosource/twosource/internal/news"
)

// A source is an article as a line names it.
type source struct {
	ID, Outlet, Title, Date string
	Lang                    string // where it is not the page's
	Letter                  string // of its origin in the story; ""
	Hue                     int    // of its origin
	published               int64
}

// Name is the outlet, or the title where no outlet is known.
func (s source) Name() string {
	return cmp.Or(s.Outlet, excerpt(s.Title, 40), "an article without a name")
}

// Dated is its date after a comma, "" if it has none: a line says nothing of what is
// not known, which its article's page does.
func (s source) Dated() string {
	if s.published == 0 {
		return ""
	}
	return ", " + s.Date
}

// A quote is words of an article with the paragraph that they stand in.
type quote struct {
	source
	Text  string
	Parts []part // the paragraph
	Href  string // the article's page, with the words marked
	Key   string // another one for each place, the same on each page
	Reuse string // what its words are of those before it: "reworded after"; ""
	Of    source // whose they are then
	span  news.Span
}

// A part is a stretch of a paragraph.
type part struct {
	Text string
	Mark bool
	Only string // ins or del: the text beside it has not got these words
	Cut  bool   // something is left out here
}

// newSource returns the source of an article.
func newSource(a *news.Article, an *news.Annotation) source {
	s := source{ID: a.ID, Outlet: folded(a.Outlet), Title: folded(a.Title), Date: dateWords(a.Published)}
	lang := a.Language
	if lang == "" && an != nil {
		lang = an.Language
	}
	if lang != "en" {
		s.Lang = lang
	}
	s.published, _, _ = a.Published.Bounds()
	return s
}

// newQuote returns the quote of a span; ok is false if it does not fit the text.
func newQuote(s source, a *news.Article, sp news.Span) (quote, bool) {
	if sp.Check(a.Text) != nil || sp.Len() == 0 {
		return quote{}, false
	}
	q := quote{source: s, Text: folded(sp.Of(a.Text)), Href: spanAddress(a, sp), span: sp}
	q.Key = a.ID + "." + strconv.Itoa(sp.Start) + "." + strconv.Itoa(sp.End)
	q.Parts = marked(a.Text, blockAt(a, sp), []news.Span{sp})
	return q, true
}

// spanAddress is the page of an article with a span marked, in code points.
func spanAddress(a *news.Article, sp news.Span) string {
	start := utf8.RuneCountInString(a.Text[:sp.Start])
	end := start + utf8.RuneCountInString(sp.Of(a.Text))
	return "/article/" + url.PathEscape(a.ID) + "?at=" + strconv.Itoa(start) + "-" + strconv.Itoa(end) + "#here"
}

// blockAt returns the block that holds a span, or the span if none does.
func blockAt(a *news.Article, sp news.Span) news.Span {
	k, _ := slices.BinarySearchFunc(a.Blocks, sp.Start, func(b news.Block, at int) int { return cmp.Compare(b.End, at+1) })
	if k < len(a.Blocks) && a.Blocks[k].Contains(sp) {
		return a.Blocks[k].Span
	}
	return sp
}

// around is how many bytes of a paragraph are shown on each side of a mark before
// the rest is cut (ours: a phone's screen).
const around = 500

// marked returns the text of block with spans, which are sorted and disjoint,
// marked. What is far from any mark is cut.
func marked(text string, block news.Span, spans []news.Span) []part {
	var out []part
	at := block.Start
	plain := func(s string, before, after bool) {
		head, tail := 0, 0
		if before {
			head = around
		}
		if after {
			tail = around
		}
		if s == "" {
			return
		}
		if len(s) <= head+tail+around/2 {
			out = append(out, part{Text: shown(s)})
			return
		}
		if head > 0 {
			out = append(out, part{Text: shown(s[:runeStart(s, head)])})
		}
		out = append(out, part{Cut: true})
		if tail > 0 {
			out = append(out, part{Text: shown(s[runeStart(s, len(s)-tail):])})
		}
	}
	for n, s := range spans {
		plain(text[at:s.Start], n > 0, true)
		out = append(out, part{Text: shown(s.Of(text)), Mark: true})
		at = s.End
	}
	plain(text[at:max(at, block.End)], true, false)
	return out
}

// pair marks in quotes what differs from an earlier one, where the two are reuse
// of one another. Of an earlier one the words are marked that the first of its
// followers has not got.
func (l *library) pair(list []quote) {
	taken := map[int]bool{}
	for i := 1; i < len(list); i++ {
		for j := range i {
			kind, ok := l.reused(&list[j], &list[i])
			if !ok || list[i].ID == list[j].ID {
				continue
			}
			left, right := figures.Differ(l.markedWords(&list[j]), l.markedWords(&list[i]))
			list[i].Parts = differing(list[i].Parts, right, "ins")
			if !taken[j] && list[j].Reuse == "" {
				list[j].Parts = differing(list[j].Parts, left, "del")
			}
			taken[j] = true
			list[i].Reuse, list[i].Of = cmp.Or(figures.PassageWords[kind], "as"), list[j].source
			break
		}
	}
}

func (l *library) markedWords(q *quote) string { return q.span.Of(l.articles[q.ID].Text) }

// reused reports whether two quotes stand in one passage of a link.
func (l *library) reused(x, y *quote) (news.ReuseKind, bool) {
	for _, turned := range []bool{false, true} {
		from, to := x, y
		if turned {
			from, to = y, x
		}
		k := l.linked[[2]string{from.ID, to.ID}]
		if k == nil {
			continue
		}
		for _, p := range k.Passages {
			if p.From.Overlaps(from.span) && p.To.Overlaps(to.span) {
				return p.Kind, true
			}
		}
	}
	return "", false
}

// differing puts words in the place of the marked part.
func differing(parts []part, words []figures.Words, only string) []part {
	k := slices.IndexFunc(parts, func(p part) bool { return p.Mark })
	if k < 0 {
		return parts
	}
	out := slices.Clone(parts[:k])
	for _, w := range words {
		p := part{Text: w.Text, Mark: true}
		if w.Only {
			p.Only = only
		}
		out = append(out, p)
	}
	return append(out, parts[k+1:]...)
}

// runeStart returns the first rune boundary of s at or after k.
func runeStart(s string, k int) int {
	for k < len(s) && !utf8.RuneStart(s[k]) {
		k++
	}
	return k
}

// fewSources returns the articles of quotes, each once, at most three and then one
// without an ID for the others.
func fewSources(list []quote) []source {
	var out []source
	for i := range list {
		s := list[i].source
		if slices.ContainsFunc(out, func(o source) bool { return o.ID == s.ID }) {
			continue
		}
		if len(out) == 3 {
			return append(out, source{})
		}
		out = append(out, s)
	}
	return out
}

// nearby is how many bytes of the paragraph are shown on each side of a name. Ours.
const nearby = 90

// near returns the words of a quote with what stands next to them in its paragraph.
func near(q quote) []part {
	k := slices.IndexFunc(q.Parts, func(p part) bool { return p.Mark })
	if k < 0 {
		return q.Parts
	}
	var out []part
	if k > 0 {
		s := q.Parts[k-1].Text
		if from := len(s) - nearby; from > 0 {
			from = runeStart(s, from)
			if n := strings.IndexByte(s[from:], ' '); n >= 0 {
				from += n
			}
			s = "… " + strings.TrimLeft(s[from:], " ")
		}
		out = append(out, part{Text: folding(s)})
	}
	out = append(out, q.Parts[k])
	if k+1 < len(q.Parts) {
		s := q.Parts[k+1].Text
		if len(s) > nearby {
			to := runeStart(s, nearby)
			if n := strings.LastIndexByte(s[:to], ' '); n > 0 {
				to = n
			}
			s = s[:to] + " …"
		}
		out = append(out, part{Text: folding(s)})
	}
	return out
}
