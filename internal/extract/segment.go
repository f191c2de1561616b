package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/twosource/twosource/internal/knowledge"
)

// A segment is a run of text on a page between two block boundaries: a
// paragraph, heading, list item, table cell, caption or label.
type segment struct {
	text string     // NFC, white space folded to single blanks, trimmed
	node *html.Node // the innermost block element that holds it
	tag  atom.Atom  // what it is in: P, Li, H1 …, Blockquote, Td, Figcaption, Pre, Div
	// linked counts the bytes of text within links.
	linked int
	bold   int // bytes within bold type
	links  int // number of links
	hidden bool
	// linkFirst says that the text begins with a link.
	linkFirst bool
	inside    area
	heading   int // 1–6 within a heading element
	words     int
	line      verdict // what its words are; see judged
	known     bool    // whether line has been found
	names     *knowledge.Base
}

// judged returns what the segment is by its own words, which is found once.
func (s *segment) judged() verdict {
	if !s.known {
		s.line, s.known = judgeLine(s.text, s.names), true
	}
	return s.line
}

// An area is a set of the kinds of page part that a segment lies in.
type area uint32

const (
	inArticle area = 1 << iota
	inMain
	inAside
	inNav
	inHeader
	inFooter
	inFigure
	inForm
	inList
	inTable
	inQuote
	inLinkBlock // a link that holds blocks
	inButton
)

// Limits on one page.
const (
	maxSegments   = 20000
	maxSegmentLen = 200_000 // bytes
)

// A segmenter cuts a page into segments.
type segmenter struct {
	out   []segment
	b     []byte // text of the open segment
	cur   segment
	space bool // white space is due before the next character
	brs   int  // line breaks since the last character
	cut   bool // text was left out because of a limit
}

// segments cuts the body of doc into segments in reading order. It looks
// neither at style sheets nor at scripts. cut says that a page with more than
// maxSegments of them, or with one of more than maxSegmentLen bytes, was not
// read to its end.
func segments(doc *html.Node) (out []segment, cut bool) {
	s := &segmenter{}
	type frame struct {
		node   *html.Node
		inside area
		hidden bool
		link   int
		bold   int
	}
	// The walk keeps its own stack: pages nest as deep as they like.
	var stack []frame
	state := frame{}
	n := doc
	for n != nil && len(s.out) < maxSegments {
		enter := false
		switch n.Type {
		case html.DocumentNode:
			enter = true
		case html.TextNode:
			s.write(n, state.inside, state.hidden, state.link > 0, state.bold > 0)
		case html.ElementNode:
			enter = !skipped(n)
		}
		if enter && n.FirstChild != nil {
			stack = append(stack, state)
			state.node = n
			if n.Type == html.ElementNode {
				s.enter(n, &state.inside, &state.hidden, &state.link, &state.bold)
			}
			n = n.FirstChild
			continue
		}
		if n.Type == html.ElementNode && !enter {
			s.void(n)
		} else if n.DataAtom == atom.Br || n.DataAtom == atom.Hr {
			s.void(n)
		}
		for n != nil && n.NextSibling == nil {
			n = n.Parent
			if len(stack) == 0 || n == nil {
				n = nil
				break
			}
			if n.Type == html.ElementNode && isBlock(n) {
				s.end()
			}
			state = stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if n == doc {
				n = nil
			}
		}
		if n != nil {
			n = n.NextSibling
		}
	}
	s.cut = s.cut || n != nil
	s.end()
	return s.out, s.cut
}

// skipped reports whether nothing in n is text for readers.
func skipped(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Svg, atom.Iframe, atom.Object, atom.Embed, atom.Head, atom.Select, atom.Textarea,
		atom.Input, atom.Img, atom.Video, atom.Audio, atom.Canvas, atom.Map, atom.Applet, atom.Link, atom.Meta, atom.Br, atom.Hr, atom.Wbr, atom.Datalist, atom.Math, atom.Source, atom.Picture:
		return n.DataAtom != atom.Picture
	}
	return false
}

// isBlock reports whether n begins and ends a line.
func isBlock(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Button, atom.Caption, atom.Center, atom.Dd, atom.Details, atom.Dialog, atom.Dir, atom.Div, atom.Dl,
		atom.Dt, atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer, atom.Form, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Header,
		atom.Hgroup, atom.Hr, atom.Html, atom.Legend, atom.Li, atom.Main, atom.Menu, atom.Nav, atom.Ol, atom.P, atom.Pre, atom.Section, atom.Summary,
		atom.Table, atom.Tbody, atom.Td, atom.Tfoot, atom.Th, atom.Thead, atom.Tr, atom.Ul, atom.Option, atom.Picture, atom.Label:
		return true
	}
	// Custom elements are blocks more often than not.
	return n.DataAtom == 0 && strings.Contains(n.Data, "-")
}

// enter takes note of element n and ends the open segment if n is a block.
func (s *segmenter) enter(n *html.Node, inside *area, hidden *bool, link, bold *int) {
	if isBlock(n) {
		s.end()
	}
	switch n.DataAtom {
	case atom.A:
		*link++
		s.cur.links++
	case atom.B, atom.Strong:
		*bold++
	case atom.Article:
		*inside |= inArticle
	case atom.Main:
		*inside |= inMain
	case atom.Aside:
		*inside |= inAside
	case atom.Nav, atom.Menu:
		*inside |= inNav
	case atom.Header:
		*inside |= inHeader
	case atom.Footer:
		*inside |= inFooter
	case atom.Figure, atom.Figcaption, atom.Caption:
		*inside |= inFigure
	case atom.Form, atom.Fieldset, atom.Label:
		*inside |= inForm
	case atom.Li:
		*inside |= inList
	case atom.Td, atom.Th:
		*inside |= inTable
	case atom.Blockquote:
		*inside |= inQuote
	case atom.Button:
		*inside |= inButton
	}
	if *link > 0 && isBlock(n) {
		*inside |= inLinkBlock
	}
	if isHidden(n) {
		*hidden = true
	}
}

// isHidden reports whether n is marked as not shown.
func isHidden(n *html.Node) bool {
	for i := range n.Attr {
		switch a := &n.Attr[i]; a.Key {
		case "hidden":
			return true
		case "style":
			if v := strings.ReplaceAll(a.Val, " ", ""); strings.Contains(v, "display:none") || strings.Contains(v, "visibility:hidden") {
				return true
			}
		case "aria-hidden":
			return a.Val == "true"
		}
	}
	return false
}

// void takes note of an element without text: line breaks, and pictures, which
// part words.
func (s *segmenter) void(n *html.Node) {
	switch n.DataAtom {
	case atom.Br:
		s.brs++
		s.space = true
		if s.brs >= 2 {
			s.end()
		} else if len(s.b) > 80 && endsSentence(string(s.b[len(s.b)-8:])) {
			s.end()
		}
	case atom.Hr, atom.Iframe, atom.Video, atom.Object:
		s.end()
	default:
		s.space = true
	}
}

// write appends the text of n to the open segment.
func (s *segmenter) write(n *html.Node, inside area, hidden, link, bold bool) {
	data := n.Data
	if len(s.b) == 0 {
		if strings.TrimSpace(data) == "" {
			s.space = true
			return
		}
		s.open(n, inside, hidden)
	}
	before := len(s.b)
	for i := 0; i < len(data); {
		if len(s.b) >= maxSegmentLen {
			s.cut = true
			break
		}
		c := data[i]
		if c < utf8.RuneSelf {
			i++
			if c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' {
				s.space = true
				continue
			}
			if c < ' ' || c == 0x7F {
				continue
			}
			s.blank()
			s.b = append(s.b, c)
			continue
		}
		r, size := utf8.DecodeRuneInString(data[i:])
		i += size
		if unicode.IsSpace(r) {
			s.space = true
			continue
		}
		if r == 0xAD || r == 0x200B || r == 0xFEFF || isControl(r) || r == utf8.RuneError && size == 1 {
			continue // soft hyphens and marks of zero width are no characters of the text
		}
		s.blank()
		s.b = utf8.AppendRune(s.b, r)
	}
	if got := len(s.b) - before; got > 0 {
		if link {
			s.cur.linkFirst = s.cur.linkFirst || before == 0
			s.cur.linked += got
		}
		if bold {
			s.cur.bold += got
		}
	}
}

// blank writes the white space that is due.
func (s *segmenter) blank() {
	if s.space && len(s.b) > 0 {
		s.b = append(s.b, ' ')
	}
	s.space, s.brs = false, 0
}

// open begins a segment in the block that holds n.
func (s *segmenter) open(n *html.Node, inside area, hidden bool) {
	links := s.cur.links
	s.cur = segment{inside: inside, hidden: hidden, links: links, tag: atom.Div}
	for p := n.Parent; p != nil; p = p.Parent {
		if isBlock(p) || p.Type != html.ElementNode {
			s.cur.node = p
			break
		}
	}
	s.space = false
	for p, up := s.cur.node, 0; p != nil && up < 4; p, up = p.Parent, up+1 {
		switch p.DataAtom {
		case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
			s.cur.heading = int(p.Data[1] - '0')
			s.cur.tag = p.DataAtom
			return
		case atom.P, atom.Li, atom.Blockquote, atom.Td, atom.Th, atom.Figcaption, atom.Pre, atom.Dd, atom.Dt:
			if s.cur.tag == atom.Div {
				s.cur.tag = p.DataAtom
			}
		}
	}
}

// end closes the open segment.
func (s *segmenter) end() {
	s.space, s.brs = false, 0
	if len(s.b) == 0 {
		s.cur.links = 0
		return
	}
	s.cur.text = nfc(string(s.b))
	s.b = s.b[:0]
	s.cur.words = countWords(s.cur.text)
	s.out = append(s.out, s.cur)
	s.cur = segment{}
}

// countWords counts the words of a text with single blanks. In scripts that put
// no blanks between words, two characters count as one.
func countWords(s string) int {
	n, dense := 1, 0
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c == ' ' {
				n++
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		i += size
		if r >= 0x0E00 && r <= 0x0EFF || r >= 0x1000 && r <= 0x109F || r >= 0x1780 && r <= 0x17FF || r >= 0x3040 && r <= 0x30FF || r >= 0x3400 && r <= 0x9FFF {
			dense++
		}
	}
	return n + dense/2
}
