package brief

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// MarkdownOptions are the settings of [WriteMarkdown].
type MarkdownOptions struct {
	// Carry is what the notes carry of the articles: with CarryFull and
	// CarryExcerpts the words of each span, with CarryNone its offsets only.
	Carry Carry
	Reach
}

// WriteMarkdown writes d to w as Markdown with numbered notes (the footnotes of
// GitHub, Pandoc and others): each line ends with the notes of the spans that
// it rests on, and each note gives the article, the paragraph and the offsets
// in code points. Words of the articles are escaped, so that none is read as
// markup or becomes a link. An error is one of w, or says which span is not
// true.
func WriteMarkdown(w io.Writer, d *Document, o MarkdownOptions) error {
	m := &markdownWriter{w: bufio.NewWriter(w), d: d, carry: o.Carry, notes: make(map[place]int)}
	m.brief(d.outline(o.Reach, "headings and what stands in bold are ours, but for words in quotation marks."))
	if m.err != nil {
		return m.err
	}
	return m.w.Flush()
}

type markdownWriter struct {
	w     *bufio.Writer
	d     *Document
	carry Carry
	notes map[place]int
	order []place
	err   error
}

func (m *markdownWriter) brief(o *outline) {
	m.printf("# %s\n", m.segs(o.head))
	for _, n := range o.notes {
		m.printf("\n%s\n", m.segs(n))
	}
	for i := range o.stories {
		m.section(&o.stories[i])
	}
	if o.leftOut != "" {
		m.printf("\n%s\n", escapeMarkdown(o.leftOut))
	}
	for i := range o.issues {
		m.section(&o.issues[i])
	}
	m.list("Could not be read", o.unread)
	m.list("Notices", o.notices)
	if len(o.articles) > 0 {
		m.printf("\n## Articles\n\n")
	}
	for i := range o.articles {
		a := &o.articles[i]
		m.printf("- **\\[%d\\]** %s: %s; %s; %s", m.d.number[a.art], escapeMarkdown(a.name), m.segs(a.outlet), m.segs(a.title), escapeMarkdown(a.date))
		if len(a.pieces) > 0 {
			m.printf("; cut: %s", m.segs(a.pieces))
		}
		m.printf("\n")
	}
	if o.more != "" {
		m.printf("- and %s\n", o.more)
	}
	m.printf("\n%s\n", m.segs(o.foot))
	for n, p := range m.order {
		m.note(n+1, p)
	}
}

func (m *markdownWriter) section(s *section) {
	number := ""
	if s.number > 0 {
		number = strconv.Itoa(s.number) + ". "
	}
	m.printf("\n## %s%s\n\n", number, m.segs(s.title))
	for _, f := range s.facts {
		m.printf("- %s\n", m.segs(f))
	}
	for n := range s.groups {
		g := &s.groups[n]
		if g.heading != "" {
			m.printf("\n### %s\n\n", escapeMarkdown(g.heading))
		} else {
			m.printf("\n")
		}
		for i := range g.items {
			m.item(&g.items[i])
		}
		if g.more != "" {
			m.printf("- … %s\n", escapeMarkdown(g.more))
		}
	}
}

func (m *markdownWriter) item(it *item) {
	lead := "- "
	if it.deep {
		lead = "  - "
	}
	m.printf("%s", lead)
	if label := m.segs(it.label); label != "" {
		m.printf("**%s** — ", strings.ReplaceAll(label, "\n", ", "))
	}
	m.printf("%s", m.segs(it.words))
	if len(it.refs) > 0 {
		m.printf(" %s", m.refs(it.refs))
	}
	m.printf("\n")
}

func (m *markdownWriter) list(title string, lines []string) {
	if len(lines) == 0 {
		return
	}
	m.printf("\n## %s\n\n", title)
	for _, l := range lines {
		m.printf("- %s\n", escapeMarkdown(l))
	}
}

// segs returns segs as Markdown.
func (m *markdownWriter) segs(list []seg) string {
	var b strings.Builder
	for _, s := range list {
		if s.kind == refs {
			b.WriteString(m.refs(s.places))
			continue
		}
		b.WriteString(escapeMarkdown(m.d.shown(s)))
	}
	return b.String()
}

// refs returns places as "\[2.1 1.1\] [^4] [^5]".
func (m *markdownWriter) refs(list []place) string {
	s := escapeMarkdown(m.d.refList(list, 0))
	for _, p := range list {
		n, ok := m.notes[p]
		if !ok {
			m.order = append(m.order, p)
			n = len(m.order)
			m.notes[p] = n
		}
		s += " [^" + strconv.Itoa(n) + "]"
	}
	return s
}

// note prints the note of a span.
func (m *markdownWriter) note(n int, p place) {
	start, end, words, err := m.d.points(p.art, p.span)
	if err != nil {
		m.err = err
		return
	}
	a := &m.d.rec.Articles[p.art]
	m.printf("\n[^%d]: \\[%s\\] %s", n, m.d.refLabel(p), escapeMarkdown(inputName(a.Input)))
	if a.Outlet != "" {
		m.printf(", %s", escapeMarkdown(clean(a.Outlet)))
	}
	m.printf(", characters %d–%d", start, end)
	if m.carry != CarryNone {
		m.printf(": “%s”", escapeMarkdown(clean(words)))
	}
	m.printf("\n")
}

func (m *markdownWriter) printf(format string, args ...any) { fmt.Fprintf(m.w, format, args...) }

// escapeMarkdown returns s so that CommonMark and its common extensions show
// it as it is, within a line that begins with something else.
func escapeMarkdown(s string) string {
	var b strings.Builder
	b.Grow(len(s) + 8)
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '\\', '`', '*', '_', '[', ']', '<', '>', '&', '#', '|', '~', '$', '@', '!', '^', '{', '}':
			b.WriteByte('\\')
		case ':':
			if strings.HasPrefix(s[i:], "://") {
				b.WriteByte('\\')
			}
		case '.':
			if i >= 3 && strings.EqualFold(s[i-3:i], "www") {
				b.WriteByte('\\')
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
