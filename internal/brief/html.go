package brief

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/twosource/twosource/internal/news"
)

//go:embed brief.html.tmpl
var htmlTemplate string

//go:embed brief.css
var htmlStyle string

// page parses the template when the first page is made.
var page = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("brief").Parse(htmlTemplate))
})

// HTMLOptions are the settings of [WriteHTML].
type HTMLOptions struct {
	// Carry is what the page carries of the articles besides the lines of the
	// brief: with CarryFull each article's text, with CarryExcerpts, the
	// default, the paragraphs that its lines rest on, with CarryNone neither.
	Carry Carry
	Reach
}

// WriteHTML writes d to w as one page that needs nothing but itself: no
// network, no script, no font; light or dark as the reader has it. Each line
// opens to show the paragraphs that it rests on, with its spans marked, on a wide
// screen beside it. A story has its timeline drawn, and who took from whom, with the
// longest passages side by side. Text of
// articles can do nothing on the page: it is escaped, and the page's own policy
// allows no script, frame, picture, form or address.
//
// The error is one of w, or says which span is not true.
func WriteHTML(w io.Writer, d *Document, o HTMLOptions) error {
	b := bufio.NewWriter(w)
	h := &htmlBuilder{d: d, carry: cmp.Or(o.Carry, CarryExcerpts), all: o.All, listed: map[int]bool{}}
	data := h.page(d.outline(o.Reach, "the headings, and what stands beside or above a line, are ours, but for words in quotation marks. Each line opens and shows what it rests on."))
	if h.err != nil {
		return h.err
	}
	if err := page().Execute(b, data); err != nil {
		return err
	}
	return b.Flush()
}

type htmlPage struct {
	CSP             string
	CSS             template.CSS
	Title           string
	Head            []htmlSeg
	Notes           []htmlLine
	Stories         []htmlStory
	Issues          []htmlStory
	LeftOut, More   string
	Unread, Notices []string
	Articles        []htmlArticle
	Foot            htmlLine
}

type htmlStory struct {
	Number int
	Title  []htmlSeg
	Facts  []htmlLine
	Groups []htmlGroup

	Origins            []htmlOrigin
	Timeline           template.HTML
	Lineage            template.HTML
	Links              []htmlLink
	Undrawn, MoreLinks int
}

type htmlGroup struct {
	Heading, More string
	Lines         []htmlLine
}

type htmlLine struct {
	ID           string
	Over, Deep   bool
	Label, Words []htmlSeg
	Sources      []htmlSource
	places       []place // that it rests on
}

type htmlSeg struct {
	Theirs, Ref bool
	Article     int // the number of the article that it leads to, or 0
	Text, Lang  string
}

// An htmlSource is a paragraph with the spans of a line marked.
type htmlSource struct {
	Ref, Href, Name, Lang, Offsets string
	Parts                          []htmlPart
}

type htmlPart struct {
	Text      string
	Mark, Cut bool
}

type htmlArticle struct {
	Number                int
	Name, Date, URL       string
	Outlet, Title, Pieces []htmlSeg
	Text                  []htmlParagraph
}

type htmlParagraph struct {
	ID, Kind, Lang string
	Parts          []htmlPart
}

type htmlBuilder struct {
	d      *Document
	carry  Carry
	all    bool
	listed map[int]bool // articles at the end
	lines  int
	err    error
}

func (h *htmlBuilder) page(o *outline) *htmlPage {
	sum := sha256.Sum256([]byte(htmlStyle))
	p := &htmlPage{
		CSP:   "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'",
		CSS:   template.CSS(htmlStyle),
		Title: "Brief: " + o.head[0].text,
		Head:  h.segs(o.head), LeftOut: o.leftOut, More: o.more, Unread: o.unread, Notices: o.notices,
	}
	for _, n := range o.notes {
		p.Notes = append(p.Notes, h.line(nil, n, nil, 0))
	}
	for i := range o.articles {
		h.listed[o.articles[i].art] = true
	}
	for i := range o.stories {
		p.Stories = append(p.Stories, h.story(&o.stories[i]))
	}
	for i := range o.issues {
		p.Issues = append(p.Issues, h.story(&o.issues[i]))
	}
	for i := range o.articles {
		p.Articles = append(p.Articles, h.article(&o.articles[i]))
	}
	p.Foot = h.line(nil, o.foot, nil, 0)
	return p
}

func (h *htmlBuilder) story(s *section) htmlStory {
	out := htmlStory{Number: s.number, Title: h.segs(slices.DeleteFunc(slices.Clone(s.title), func(s seg) bool { return s.kind == refs }))}
	if s.number > 0 {
		out.Facts = append(out.Facts, h.line(nil, []seg{text("Headline of "), s.titleRef()}, nil, 0))
	}
	for _, f := range s.facts {
		out.Facts = append(out.Facts, h.line(nil, f, nil, 0))
	}
	for i := range s.groups {
		g := &s.groups[i]
		hg := htmlGroup{Heading: g.heading, More: g.more}
		for k := range g.items {
			it := &g.items[k]
			l := h.line(it.label, it.words, it.refs, it.most)
			l.Over, l.Deep = it.over, it.deep
			hg.Lines = append(hg.Lines, l)
		}
		out.Groups = append(out.Groups, hg)
	}
	h.figures(&out, s.id)
	return out
}

// titleRef returns the reference of a story's title.
func (s *section) titleRef() seg {
	for _, t := range s.title {
		if t.kind == refs {
			return t
		}
	}
	return text("no article")
}

// line is a line with the sources of what it shows and refers to.
func (h *htmlBuilder) line(label, words []seg, places []place, most int) htmlLine {
	h.lines++
	l := htmlLine{ID: "l" + strconv.Itoa(h.lines), Label: h.segs(label), Words: h.segs(words)}
	if len(places) > 0 {
		l.Words = append(l.Words, htmlSeg{Text: " "}, htmlSeg{Ref: true, Text: h.d.refList(places, most)})
	}
	all := slices.Clone(places)
	for _, list := range [][]seg{label, words} {
		for _, s := range list {
			switch s.kind {
			case theirs:
				if !slices.ContainsFunc(all, func(p place) bool { return p.art == s.at.art && p.span.Contains(s.at.span) }) {
					all = append(all, s.at)
				}
			case refs:
				all = append(all, s.places...)
			}
		}
	}
	if l.places = all; h.carry != CarryNone {
		l.Sources = h.sources(all)
	}
	return l
}

func (h *htmlBuilder) segs(list []seg) []htmlSeg {
	out := make([]htmlSeg, 0, len(list))
	for _, s := range list {
		x := htmlSeg{Text: h.d.shown(s)}
		switch s.kind {
		case theirs:
			x.Theirs, x.Lang = true, h.lang(s.at.art)
		case refs:
			x.Ref = true
		case articleN:
			x.Article = h.d.number[s.at.art]
		}
		out = append(out, x)
	}
	return out
}

// lang returns the language of article i if it is not the page's.
func (h *htmlBuilder) lang(i int) string {
	if l := cmp.Or(h.d.rec.Articles[i].Language, h.d.annotation(i).Language); l != "en" {
		return l
	}
	return ""
}

// sources returns the paragraphs that hold places, each once, in the order in
// which they are first met, with every place in them marked.
func (h *htmlBuilder) sources(list []place) []htmlSource {
	type source struct {
		art   int
		block news.Span
		spans []news.Span
	}
	var found []source
	for _, p := range list {
		block := h.block(p)
		k := slices.IndexFunc(found, func(s source) bool { return s.art == p.art && s.block == block })
		if k < 0 {
			k = len(found)
			found = append(found, source{art: p.art, block: block})
		}
		found[k].spans = append(found[k].spans, p.span)
	}
	var out []htmlSource
	for _, s := range found {
		a := &h.d.rec.Articles[s.art]
		number := strconv.Itoa(h.d.number[s.art])
		src := htmlSource{Ref: h.d.refLabel(place{s.art, s.spans[0]}), Href: "#a" + number, Name: inputName(a.Input), Lang: h.lang(s.art)}
		if a.Outlet != "" {
			src.Name += ", " + clean(a.Outlet)
		}
		if h.carry == CarryFull && strings.Contains(src.Ref, ".") {
			src.Href = "#a" + src.Ref
		}
		spans := mergeSpans(s.spans)
		var offsets []string
		for _, sp := range spans {
			start, end, _, err := h.d.points(s.art, sp)
			if err != nil {
				h.err = err
				return nil
			}
			offsets = append(offsets, fmt.Sprintf("%d–%d", start, end))
		}
		src.Offsets = strings.Join(offsets, ", ")
		src.Parts = markParts(a.Text, s.block, spans)
		out = append(out, src)
	}
	return out
}

// block returns the block that holds p, or p itself if none does.
func (h *htmlBuilder) block(p place) news.Span {
	blocks := h.d.rec.Articles[p.art].Blocks
	k, _ := slices.BinarySearchFunc(blocks, p.span.Start, func(b news.Block, at int) int { return cmp.Compare(b.End, at+1) })
	if k < len(blocks) && blocks[k].Contains(p.span) {
		return blocks[k].Span
	}
	return p.span
}

// mergeSpans returns spans sorted, those that overlap joined.
func mergeSpans(list []news.Span) []news.Span {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b news.Span) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
	out := list[:0]
	for _, s := range list {
		if k := len(out) - 1; k >= 0 && s.Start <= out[k].End {
			out[k].End = max(out[k].End, s.End)
			continue
		}
		out = append(out, s)
	}
	return out
}

// around is how many bytes of a paragraph are shown on each side of a mark
// before the rest is cut (ours: a phone's screen).
const around = 500

// markParts returns the text of block with spans marked. What is far from any
// mark is cut.
func markParts(text string, block news.Span, spans []news.Span) []htmlPart {
	var out []htmlPart
	at := block.Start
	plainPart := func(from, to int, before, after bool) {
		s := text[from:to]
		head, tail := 0, 0
		if before {
			head = around
		}
		if after {
			tail = around
		}
		if len(s) <= head+tail+around/2 {
			if s != "" {
				out = append(out, htmlPart{Text: CleanLines(s)})
			}
			return
		}
		if head > 0 {
			out = append(out, htmlPart{Text: CleanLines(s[:runeStart(s, head)])})
		}
		out = append(out, htmlPart{Cut: true})
		if tail > 0 {
			out = append(out, htmlPart{Text: CleanLines(s[runeStart(s, len(s)-tail):])})
		}
	}
	for n, s := range spans {
		plainPart(at, s.Start, n > 0, true)
		out = append(out, htmlPart{Text: CleanLines(s.Of(text)), Mark: true})
		at = s.End
	}
	plainPart(at, max(at, block.End), true, false)
	return out
}

// runeStart returns the first rune boundary of s at or after k.
func runeStart(s string, k int) int {
	for k < len(s) && !utf8.RuneStart(s[k]) {
		k++
	}
	return k
}

// CleanLines returns words of an article fit to be shown in several lines: what
// could command a terminal or reorder a line is shown as U+FFFD, line ends, tabs
// and spaces are kept.
func CleanLines(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && commands(r) {
			return utf8.RuneError
		}
		return r
	}, s)
}

func (h *htmlBuilder) article(l *articleLine) htmlArticle {
	a := &h.d.rec.Articles[l.art]
	out := htmlArticle{
		Number: h.d.number[l.art], Name: l.name, Date: l.date, URL: clean(a.URL),
		Outlet: h.segs(l.outlet), Title: h.segs(l.title), Pieces: h.segs(l.pieces),
	}
	if h.carry != CarryFull {
		return out
	}
	last := ""
	for _, b := range a.Blocks {
		p := htmlParagraph{Kind: b.Kind.String(), Lang: h.lang(l.art), Parts: []htmlPart{{Text: CleanLines(b.Of(a.Text))}}}
		if n, ok := h.d.paragraph(l.art, b.Start); ok {
			if id := fmt.Sprintf("a%d.%d", out.Number, n); id != last {
				p.ID, last = id, id
			}
		}
		out.Text = append(out.Text, p)
	}
	return out
}
