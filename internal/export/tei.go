package export

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// WriteTEI writes the articles' texts as one TEI P5 corpus, what somebody says
// in them marked as <said>, and the entities as a list that who= points at. Of
// statements within statements the outer are marked.
//
// Source: tei-c.org, P5, 3.3.3 and 13.3.
func WriteTEI(w io.Writer, rec *news.Record) error {
	b := bufio.NewWriter(w)
	t := &tei{w: b, look: newWriter(rec), said: said(rec)}
	t.put(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">` + "\n")
	t.put("<teiHeader><fileDesc><titleStmt><title>News articles, with who says what</title></titleStmt>" +
		"<publicationStmt><p>Made by Twosource</p></publicationStmt><sourceDesc>")
	t.entities(rec)
	t.put("</sourceDesc></fileDesc></teiHeader>\n")
	for i := range rec.Articles {
		t.article(&rec.Articles[i])
	}
	t.put("</teiCorpus>\n")
	return b.Flush()
}

// tei writes; errors come when its writer is flushed.
type tei struct {
	w    *bufio.Writer
	look *writer
	said map[string][]saying // by article, sorted and disjoint
}

// A saying is a stretch that somebody says.
type saying struct {
	news.Span
	who    string // entity id; ""
	direct bool
}

// said returns what is said in each article.
func said(rec *news.Record) map[string][]saying {
	m := map[string][]saying{}
	for i := range rec.Statements {
		s := &rec.Statements[i]
		for _, r := range s.Reports {
			for _, span := range r.Spans {
				m[r.Article] = append(m[r.Article], saying{span, s.Speaker, s.Kind == news.Direct})
			}
		}
	}
	for id, list := range m {
		slices.SortFunc(list, func(a, b saying) int {
			return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End), cmp.Compare(a.who, b.who))
		})
		end := 0
		m[id] = slices.DeleteFunc(list, func(s saying) bool {
			if s.Start < end || s.Len() == 0 {
				return true
			}
			end = s.End
			return false
		})
	}
	return m
}

func (t *tei) put(s string) { _, _ = t.w.WriteString(s) }

func (t *tei) entities(rec *news.Record) {
	if len(rec.Entities) == 0 {
		t.put("<p>Texts as they were read</p>")
		return
	}
	t.put("<listPerson>\n")
	for i := range rec.Entities {
		e := &rec.Entities[i]
		if e.Type != news.Person {
			continue
		}
		fmt.Fprintf(t.w, "<person xml:id=\"%s\"><persName>%s</persName></person>\n", xmlText("e-"+e.ID), xmlText(e.Name))
	}
	t.put("</listPerson><listOrg>\n")
	for i := range rec.Entities {
		e := &rec.Entities[i]
		if e.Type == news.Person {
			continue
		}
		fmt.Fprintf(t.w, "<org xml:id=\"%s\"><orgName>%s</orgName></org>\n", xmlText("e-"+e.ID), xmlText(e.Name))
	}
	t.put("</listOrg>")
}

func (t *tei) article(a *news.Article) {
	fmt.Fprintf(t.w, "<TEI xml:id=\"%s\"><teiHeader><fileDesc><titleStmt><title>%s</title>", xmlText("a-"+a.ID), xmlText(cmp.Or(a.Title, a.Input.Name)))
	for _, name := range a.Authors {
		fmt.Fprintf(t.w, "<author>%s</author>", xmlText(name))
	}
	fmt.Fprintf(t.w, "</titleStmt><publicationStmt><publisher>%s</publisher>", xmlText(cmp.Or(a.Outlet, "unknown")))
	if a.Published.Known() {
		fmt.Fprintf(t.w, "<date>%s</date>", xmlText(a.Published.Value))
	}
	fmt.Fprintf(t.w, "</publicationStmt><sourceDesc><p>%s</p></sourceDesc></fileDesc></teiHeader><text><body>\n", xmlText(cmp.Or(a.URL, a.Input.Name)))
	said := t.said[a.ID]
	for _, block := range a.Blocks {
		if !block.Kind.Read() {
			continue
		}
		tag := "p"
		if block.Kind != news.Paragraph {
			tag = "head"
		}
		if tag == "head" { // TEI has heads only before paragraphs; a label may stand anywhere
			fmt.Fprintf(t.w, "<label>%s</label>\n", xmlText(block.Of(a.Text)))
			continue
		}
		t.put("<p>")
		t.marked(a.Text, block.Span, said)
		t.put("</p>\n")
	}
	t.put("</body></text></TEI>\n")
}

// marked writes the text of a block with what is said in it. A saying that goes
// beyond the block is cut at its end.
func (t *tei) marked(text string, block news.Span, said []saying) {
	at := block.Start
	first, _ := slices.BinarySearchFunc(said, block.Start, func(s saying, start int) int { return cmp.Compare(s.End, start+1) })
	for _, s := range said[first:] {
		if s.Start >= block.End {
			break
		}
		from, to := max(s.Start, block.Start), min(s.End, block.End)
		t.put(xmlText(text[at:from]))
		who := ""
		if s.who != "" && t.look.entities[s.who] != nil {
			who = ` who="#e-` + xmlText(s.who) + `"`
		}
		fmt.Fprintf(t.w, `<said%s direct="%t">%s</said>`, who, s.direct, xmlText(text[from:to]))
		at = to
	}
	t.put(xmlText(text[at:block.End]))
}

// xmlText escapes s for XML 1.0; characters that XML has no way to write become
// U+FFFD.
func xmlText(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&quot;")
		case r < ' ' && r != '\n' && r != '\t', r == 0xFFFE, r == 0xFFFF:
			b.WriteRune('\uFFFD')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
