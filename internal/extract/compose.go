package extract

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/twosource/twosource/internal/news"
)

// Limits on what of a page's furniture stays in the text: between headline and
// end, as long as a run of it is short. Longer runs, such as boxes of teasers
// and what stands around the article, are the page's and not kept.
const (
	maxRunWords    = 150
	maxRunSegments = 15
	// footReach is how many segments after the end may still be credits.
	footReach = 6
	// headReach is how many segments above the text the headline may stand.
	headReach = 60
	// minWords is the least words of running text that make an article.
	minWords = 12
)

// compose writes the article's text: the headline, the segments that score
// above 0, and the bylines, dates, captions and furniture between them.
func (d *draft) compose(page *pageView, scores []int32, meta *pageMeta) error {
	segs := page.segs
	first, last, words := -1, -1, 0
	for i := range segs {
		if scores[i] > 0 {
			if first < 0 {
				first = i
			}
			last = i
			words += segs[i].words
		}
	}
	if words < minWords || isLinkList(segs, scores) {
		return fmt.Errorf("%w: no running text was found", ErrNoArticle)
	}
	var w writer
	head := findHeadline(segs, first, last, d.stated.Title, meta.titles)
	title := firstOf([]string{d.stated.Title}, []string{bareTitle(meta)})
	from := first
	switch {
	case head >= 0:
		d.title = w.add(segs[head].text, news.Title, "")
		if head < first {
			from = head + 1
		}
	case title != "":
		d.title = w.add(title, news.Title, "")
	}
	c := composer{draft: d, page: page, scores: scores, w: &w, head: head, seen: map[string]bool{}, told: shingles{}}
	for i := from; i <= last; {
		if i == head {
			i++
			continue
		}
		if scores[i] > 0 {
			i = c.keep(i, last)
			continue
		}
		end := i
		for end <= last && scores[end] <= 0 && end != head {
			end++
		}
		c.between(i, end)
		i = end
	}
	for i := last + 1; i < min(len(segs), last+1+footReach); i++ {
		if v := segs[i].judged(); v.kind == news.CreditLine && v.known && !segs[i].hidden {
			c.add(i, v)
		}
	}
	d.text, d.blocks = w.text(), w.blocks
	return nil
}

// isLinkList reports whether what is kept is no running text but mostly links,
// as on front pages.
func isLinkList(segs []segment, scores []int32) bool {
	linked, size := 0, 0
	for i := range segs {
		if scores[i] > 0 {
			if isProse(&segs[i]) {
				return false
			}
			linked += segs[i].linked
			size += len(segs[i].text)
		}
	}
	return linked*2 > size
}

// A composer writes blocks for segments.
type composer struct {
	draft  *draft
	page   *pageView
	scores []int32
	w      *writer
	head   int
	seen   map[string]bool // folded texts kept
	before string          // the last of them
	told   shingles        // word triples of the paragraphs kept
}

// sure is a score at which what the model says goes before what a line's words
// say.
const sure = scoreUnit * 2

// keep writes segment i, which belongs to the article, with the cells of its
// table row, and returns the next to write.
func (c *composer) keep(i, last int) int {
	s := &c.page.segs[i]
	if row := rowOf(s.node); row != nil {
		end := i + 1
		for end <= last && c.scores[end] > 0 && rowOf(c.page.segs[end].node) == row {
			end++
		}
		if isDataRow(c.page.segs[i:end]) {
			cells := make([]string, 0, end-i)
			for k := i; k < end; k++ {
				cells = append(cells, c.page.segs[k].text)
			}
			c.w.add(strings.Join(cells, "\t"), news.Paragraph, "")
			return end
		}
	}
	v := s.judged()
	switch {
	case !v.known && c.isAuthor(s):
		v = verdict{news.Byline, "", true}
	case !v.known && isLinkLine(s) && c.scores[i] <= sure:
		v = verdict{news.Furniture, "links to other texts", true}
	case !v.known:
		v = verdict{kind: kindOf(s)}
	case v.kind == news.Furniture && (c.scores[i] > sure || s.words > 30):
		v = verdict{kind: kindOf(s)}
	case v.kind == news.Caption && c.scores[i] > sure && s.tag == atom.P:
		v = verdict{kind: kindOf(s)}
	}
	if c.repeats(i) {
		v = verdict{kind: news.Furniture, reason: "repeats a line above"}
	}
	c.add(i, v)
	return i + 1
}

// isAuthor reports whether a line is the name of one of the page's authors.
func (c *composer) isAuthor(s *segment) bool {
	return s.words <= 6 && slices.ContainsFunc(c.draft.authors, func(name string) bool { return strings.EqualFold(name, s.text) })
}

// isLinkLine reports whether a line is a row of links and nothing else, as
// menus are.
func isLinkLine(s *segment) bool {
	return s.links > 1 && s.words <= 5*s.links && s.linked*10 >= len(s.text)*8
}

// Limits on what repeats the text above it, measured on held-out pages: of a
// paragraph of toldWords words or more, toldShare hundredths of its word
// triples. Pages carry their article twice, cut in other pieces, and set its
// sentences again as quotations.
const (
	toldWords = 20
	toldShare = 80
	lineWords = 6 // the least words of a line that counts as repeated when it is the same
)

// repeats reports whether segment i, which the model keeps, says again what
// stands above it, and takes note of its words.
func (c *composer) repeats(i int) bool {
	s := &c.page.segs[i]
	if s.words < lineWords {
		return false
	}
	key := foldLine(s.text)
	again := c.seen[key] && (c.scores[i] <= sure || key == c.before)
	c.seen[key], c.before = true, key
	if s.words >= toldWords {
		if int(c.told.coverage(s.text)*100) >= toldShare {
			return true
		}
		c.told.add(s.text)
	}
	return again
}

// maxCell is the most words of a cell that is data and not prose.
const maxCell = 25

// isDataRow reports whether the segments of one table row are its cells, each
// short: tables also lay out pages.
func isDataRow(cells []segment) bool {
	for i := range cells {
		if cells[i].words > maxCell || i > 0 && cells[i].node == cells[i-1].node {
			return false
		}
	}
	return len(cells) > 1
}

// rowOf returns the table row that holds n within a few steps, or nil.
func rowOf(n *html.Node) *html.Node {
	for up := 0; n != nil && up < 4; n, up = n.Parent, up+1 {
		switch n.DataAtom {
		case atom.Tr:
			return n
		case atom.P, atom.Li, atom.Div, atom.Article, atom.Section:
			return nil
		}
	}
	return nil
}

// between writes the segments i to end, none of which the model keeps: what is
// a byline, a date, a credit or a caption by its words or element, and the rest
// as furniture if the run is short.
func (c *composer) between(i, end int) {
	words := 0
	for k := i; k < end; k++ {
		words += c.page.segs[k].words
	}
	short := words <= maxRunWords && end-i <= maxRunSegments
	for k := i; k < end; k++ {
		s := &c.page.segs[k]
		if s.hidden {
			continue
		}
		v := s.judged()
		switch {
		case v.known && v.kind != news.Furniture && s.linked*2 <= len(s.text)+2:
		case v.known && v.kind == news.Byline:
		case s.tag == atom.Figcaption || s.inside&inFigure != 0:
			v = verdict{kind: news.Caption, reason: "caption"}
		case !short:
			continue
		case v.known && v.kind == news.Furniture:
		default:
			v = verdict{kind: news.Furniture, reason: "beside the article's text"}
		}
		if v.kind == news.Caption {
			c.before = foldLine(s.text) // what repeats it is no paragraph
			c.seen[c.before] = true
		}
		c.add(k, v)
	}
}

// add writes segment i as a block and learns from it.
func (c *composer) add(i int, v verdict) {
	s := &c.page.segs[i]
	c.w.add(s.text, v.kind, v.reason)
	if v.kind == news.Byline && len(c.draft.authors) == 0 {
		names, _, ok := byline(s.text)
		if !ok {
			names, _, _ = byline(beforeDate(s.text))
		}
		c.draft.authors = names
	}
}

// kindOf returns the kind of block that a kept segment makes.
func kindOf(s *segment) news.BlockKind {
	if s.heading > 0 {
		return news.Heading
	}
	return news.Paragraph
}

// findHeadline returns the index of the segment that is the headline, or -1: a
// heading that says what the titles of the page say, else a top heading above
// the text.
func findHeadline(segs []segment, first, last int, stated string, titles []string) int {
	if stated != "" {
		titles = []string{stated}
	}
	low := max(0, first-headReach)
	for _, t := range titles {
		t = oneLine(t)
		want := foldLine(t)
		if want == "" {
			continue
		}
		for pass := range 2 {
			for i := low; i <= min(last, first+3); i++ {
				s := &segs[i]
				if s.words > 60 || (s.heading == 0 && pass == 0) || s.hidden && pass == 0 {
					continue
				}
				got := foldLine(s.text)
				if got == want || wordCount(got) >= 2 && strings.HasPrefix(want, got+" ") && tailOfTitle(t, got) {
					return i
				}
			}
		}
	}
	if stated != "" {
		return -1
	}
	best, bestCover := -1, 0.0
	in := newShingles(strings.Join(titles, " \n "))
	for i := low; i <= min(last, first+1); i++ {
		s := &segs[i]
		if s.heading == 0 || s.heading > 2 || s.words > 60 || s.hidden {
			continue
		}
		if c := in.coverage(s.text); s.words >= 3 && c >= 0.6 && c >= bestCover {
			best, bestCover = i, c
		}
	}
	if best >= 0 {
		return best
	}
	for i := min(first, len(segs)-1); i >= low; i-- {
		if segs[i].heading == 1 && segs[i].words >= 3 && segs[i].words <= 40 && !segs[i].hidden {
			return i
		}
	}
	return -1
}

// bareTitle returns the page's title without the name of the site that many
// put behind it.
func bareTitle(meta *pageMeta) string {
	title := firstOf(meta.titles)
	for _, sep := range [...]string{" | ", " - ", " – ", " — ", " » ", " :: ", " · "} {
		i := strings.LastIndex(title, sep)
		if i <= 0 {
			continue
		}
		head, tail := title[:i], title[i+len(sep):]
		if foldLine(tail) == foldLine(meta.site) && meta.site != "" || sep == " | " && utf8.RuneCountInString(tail) < 40 && wordCount(foldLine(head)) >= 3 {
			return strings.TrimSpace(head)
		}
	}
	return title
}

// A writer puts blocks together to a text.
type writer struct {
	b      strings.Builder
	blocks []news.Block
}

// add appends s as a block on lines of its own.
func (w *writer) add(s string, k news.BlockKind, reason string) news.Span {
	if s == "" {
		return news.Span{}
	}
	if w.b.Len() > 0 {
		w.b.WriteString("\n\n")
	}
	span := news.Span{Start: w.b.Len(), End: w.b.Len() + len(s)}
	w.b.WriteString(s)
	w.blocks = append(w.blocks, news.Block{Span: span, Kind: k, Reason: reason})
	return span
}

func (w *writer) text() string { return w.b.String() }
