package extract

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/twosource/twosource/internal/news"
)

// readPlain reads a plain text or, if markdown is set, a Markdown text.
func (d *draft) readPlain(body string, markdown bool) error {
	body = strings.Trim(nfc(body), "\n")
	title := oneLine(d.stated.Title)
	if !hasLetters(body) {
		return fmt.Errorf("%w: the text is empty", ErrNoArticle)
	}
	lines := cutLines(body)
	if title != "" && findTitle(body, lines, title) < 0 {
		body = title + "\n\n" + body
		lines = cutLines(body)
	}
	d.text = body
	units := joinLines(body, lines)
	if markdown {
		units = d.markMarkdown(units)
	}
	d.judge(units, title)
	if !d.readable() {
		return fmt.Errorf("%w: no line of the text is running text", ErrNoArticle)
	}
	d.settle()
	return nil
}

// hasLetters reports whether s holds a letter or digit.
func hasLetters(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) >= 0
}

// A unit is one line, or the lines of one hard-wrapped paragraph.
type unit struct {
	news.Span
	gap  bool   // an empty line stands before it
	mark string // "heading", "quote" or "item", from Markdown
}

// cutLines returns the lines of text that hold more than white space, trimmed.
func cutLines(text string) []unit {
	out := make([]unit, 0, 64)
	gap := true
	for start := 0; start < len(text); {
		end := strings.IndexByte(text[start:], '\n')
		if end < 0 {
			end = len(text)
		} else {
			end += start
		}
		s := trimSpan(text, news.Span{Start: start, End: end})
		if s.Len() > 0 {
			out = append(out, unit{Span: s, gap: gap})
			gap = false
		} else {
			gap = true
		}
		start = end + 1
	}
	return out
}

// trimSpan trims all Unicode white space, and marks of zero width, from s.
func trimSpan(text string, s news.Span) news.Span {
	w := s.Of(text)
	t := strings.TrimLeftFunc(w, isBlank)
	s.Start += len(w) - len(t)
	s.End = s.Start + len(strings.TrimRightFunc(t, isBlank))
	return s
}

func isBlank(r rune) bool { return unicode.IsSpace(r) || r == 0x200B || r == 0x2060 }

// Limits of hard-wrapped text: the longest line, in characters, that a mail
// program or editor breaks at, and how much shorter than the longest the
// others may be.
const (
	maxWrap   = 132
	wrapSlack = 24
)

// joinLines joins the lines of hard-wrapped paragraphs into units. A text is
// hard-wrapped if nine of ten lines that another follows at once are nearly as
// long as the longest, and most of them do not end a sentence.
func joinLines(text string, lines []unit) []unit {
	longest, inner := 0, 0
	for i, l := range lines {
		longest = max(longest, utf8.RuneCountInString(l.Of(text)))
		if i+1 < len(lines) && !lines[i+1].gap {
			inner++
		}
	}
	if inner < 3 || longest > maxWrap || longest < 40 {
		return lines
	}
	full, open := 0, 0
	for i, l := range lines {
		if i+1 == len(lines) || lines[i+1].gap {
			continue
		}
		if utf8.RuneCountInString(l.Of(text)) >= longest-wrapSlack {
			full++
		}
		if !endsSentence(l.Of(text)) {
			open++
		}
	}
	if full*10 < inner*8 || open*2 < inner {
		return lines
	}
	out := lines[:0]
	for i, l := range lines {
		indented := l.Start > 0 && (text[l.Start-1] == ' ' || text[l.Start-1] == '\t')
		short := i > 0 && utf8.RuneCountInString(lines[i-1].Of(text)) < longest-wrapSlack && endsSentence(lines[i-1].Of(text))
		if i == 0 || l.gap || indented || short || len(out) == 0 {
			out = append(out, l)
			continue
		}
		out[len(out)-1].End = l.End
	}
	return out
}

// markMarkdown makes furniture blocks of the marks of headings and quotations,
// and of rules and pictures, and returns the units without them.
func (d *draft) markMarkdown(units []unit) []unit {
	out := units[:0]
	for _, u := range units {
		s := u.Of(d.text)
		hashes := len(s) - len(strings.TrimLeft(s, "#"))
		switch {
		case hashes > 0 && hashes <= 6 && len(s) > hashes && s[hashes] == ' ':
			d.block(news.Span{Start: u.Start, End: u.Start + hashes}, news.Furniture, "mark of a heading")
			u.Span = trimSpan(d.text, news.Span{Start: u.Start + hashes, End: u.End})
			if t := strings.TrimRight(u.Of(d.text), "# "); len(t) < u.Len() && t != "" {
				end := u.Start + len(t)
				d.block(trimSpan(d.text, news.Span{Start: end, End: u.End}), news.Furniture, "mark of a heading")
				u.End = end
			}
			u.mark = "heading"
		case strings.HasPrefix(s, ">"):
			n := len(s) - len(strings.TrimLeft(s, "> "))
			d.block(news.Span{Start: u.Start, End: u.Start + len(strings.TrimRight(s[:n], " "))}, news.Furniture, "mark of a quotation")
			u.Span = trimSpan(d.text, news.Span{Start: u.Start + n, End: u.End})
			u.mark = "quote"
		case strings.HasPrefix(s, "- ") || strings.HasPrefix(s, "* ") || strings.HasPrefix(s, "+ "):
			u.mark = "item"
		case strings.HasPrefix(s, "!["):
			d.block(u.Span, news.Caption, "caption")
			continue
		case strings.Trim(s, "-*_= ") == "" || strings.HasPrefix(s, "```"):
			d.block(u.Span, news.Furniture, "rule")
			continue
		}
		if u.Len() > 0 {
			out = append(out, u)
		}
	}
	return out
}

// block adds a block. Blocks may come in any order; settle sorts them.
func (d *draft) block(s news.Span, k news.BlockKind, reason string) {
	if s.Len() > 0 {
		d.blocks = append(d.blocks, news.Block{Span: s, Kind: k, Reason: reason})
	}
}

// topLines is how many units of a text its headline can be among.
const topLines = 12

// findTitle returns the index of the line among the first of text that is the
// stated title, or -1. Marks, case and white space do not count, nor does the
// name of the outlet that records put behind a title ("Headline - Outlet").
func findTitle(text string, lines []unit, title string) int {
	want := foldLine(title)
	if want == "" {
		return -1
	}
	for i, l := range lines[:min(topLines, len(lines))] {
		if l.Len() > 4*len(title)+40 {
			continue
		}
		got := foldLine(strings.TrimLeft(l.Of(text), "# "))
		if got == want || got != "" && wordCount(got) >= 3 && strings.HasPrefix(want, got+" ") && tailOfTitle(title, got) {
			return i
		}
	}
	return -1
}

// tailOfTitle reports whether title goes on after the words of got with a mark
// that sets off an outlet's name.
func tailOfTitle(title, got string) bool {
	for _, sep := range [...]string{" | ", " - ", " – ", " — ", " » ", ": "} {
		if i := strings.LastIndex(title, sep); i > 0 && foldLine(title[:i]) == got {
			return true
		}
	}
	return false
}

// judge gives each unit its kind.
func (d *draft) judge(units []unit, title string) {
	text := d.text
	verdicts := make([]verdict, len(units))
	for i, u := range units {
		verdicts[i] = judgeLine(plainWords(u.Of(text)), d.known)
	}
	var t int
	if title != "" {
		t = findTitle(text, units, title)
	} else {
		t = guessTitle(text, units, verdicts)
	}
	if t >= 0 {
		verdicts[t] = verdict{news.Title, "", true}
		d.title = units[t].Span
	}
	bodyAt := firstBody(text, units, verdicts)
	lastAt := lastBody(text, units, verdicts)
	seen := map[string]int{}
	for i, u := range units {
		s := u.Of(text)
		v := verdicts[i]
		if !v.known {
			v = d.place(units, verdicts, i, bodyAt, lastAt)
		}
		// A line that repeats is the page's, not the author's; a caption may
		// stand twice, below the picture and below its enlargement.
		if key := foldLine(s); len(key) >= 3 && len(s) < 300 {
			if first, again := seen[key]; again && i != t && (v.kind != news.Paragraph || first == i-1 || len(s) < 120) {
				if v.kind == news.Caption || first >= 0 && verdicts[first].kind == news.Caption {
					v = verdict{news.Caption, "repeated caption", true}
				} else if v.kind != news.Furniture {
					v = verdict{news.Furniture, "repeats a line above", true}
				}
			} else {
				seen[key] = i
			}
		}
		if v.kind == news.Byline && i > bodyAt && i < lastAt && !strings.HasPrefix(strings.ToLower(s), "by ") {
			v = verdict{kind: news.Paragraph}
		}
		verdicts[i] = v
		d.block(u.Span, v.kind, v.reason)
		d.learn(v.kind, u.Span)
		if v.kind == news.Paragraph && i <= bodyAt && !d.published.Known() {
			if date, words := leadDate(s, d.stated.DateOrder); words != "" {
				at := u.Start + strings.Index(s, words)
				date.Span = news.Span{Start: at, End: at + len(words)}
				date.Reason = "the text begins with it"
				d.published = date
			}
		}
	}
	if d.outlet == "" && len(units) > 0 {
		if name := leadOutlet(units[0].Of(text)); name != "" {
			d.outlet = name
		}
	}
}

// plainWords returns a line without the marks of emphasis around it.
func plainWords(s string) string { return strings.Trim(s, "*_ ") }

// learn takes from a block what it says of the article.
func (d *draft) learn(k news.BlockKind, s news.Span) {
	line := s.Of(d.text)
	switch k {
	case news.Byline:
		names, outlet, _ := byline(plainWords(line))
		if head := beforeDate(plainWords(line)); head != "" {
			names, outlet, _ = byline(head)
			at := strings.Index(line, head) + len(head)
			d.learnDate(line[at:], trimSpan(d.text, news.Span{Start: s.Start + at, End: s.End}))
		}
		d.authors = append(d.authors, names...)
		if outlet != "" && d.outlet == "" && namelike(outlet) {
			if _, agency := d.known.Agency(outlet); !agency {
				d.outlet = outlet
			}
		}
	case news.CreditLine:
		if name := creditOutlet(line, d.known); name != "" && d.outlet == "" {
			d.outlet = name
		}
	case news.DateLine:
		d.learnDate(line, s)
	}
}

// learnDate takes a date line as the date of publication or, if it says so, of
// the last change.
func (d *draft) learnDate(line string, s news.Span) {
	date, ok := dateLine(strings.TrimLeft(plainWords(line), " |,–—-•·:"), d.stated.DateOrder)
	if !ok {
		return
	}
	date.Reason = "a line of the text says so"
	if i := strings.Index(s.Of(d.text), date.Words); i >= 0 {
		date.Span = news.Span{Start: s.Start + i, End: s.Start + i + len(date.Words)}
	}
	lower := strings.ToLower(line)
	for _, w := range updateWords {
		if strings.HasPrefix(lower, w) {
			if !d.updated.Known() {
				d.updated = date
			}
			return
		}
	}
	if !d.published.Known() {
		d.published = date
	}
}

// isBody reports whether a line is surely running text: a sentence of some
// length.
func isBody(s string) bool {
	n := utf8.RuneCountInString(s)
	return n >= 120 || n >= 60 && endsSentence(s)
}

func firstBody(text string, units []unit, verdicts []verdict) int {
	for i, u := range units {
		if !verdicts[i].known && isBody(u.Of(text)) {
			return i
		}
	}
	return len(units)
}

func lastBody(text string, units []unit, verdicts []verdict) int {
	for i := len(units) - 1; i >= 0; i-- {
		if !verdicts[i].known && isBody(units[i].Of(text)) {
			return i
		}
	}
	return -1
}

// maxTitle is the longest headline, in characters. The longest in the news
// corpora have about 200.
const maxTitle = 220

// guessTitle returns the index of the line that is the headline, or -1: the
// first line that is not furniture, a date or a name, if it does not end as a
// sentence and running text follows, or a lone Markdown heading.
func guessTitle(text string, units []unit, verdicts []verdict) int {
	for i, u := range units[:min(topLines, len(units))] {
		if u.mark == "heading" {
			return i
		}
		if verdicts[i].known {
			continue
		}
		s := u.Of(text)
		n := utf8.RuneCountInString(s)
		r, _ := utf8.DecodeRuneInString(s)
		if isSectionLabel(s) && i+1 < len(units) && !verdicts[i+1].known && looksLikeHeadline(units[i+1].Of(text)) {
			continue
		}
		switch {
		case n > maxTitle || wordCount(foldLine(s)) < 2 || unicode.IsLower(r) || isDateline(s):
			return -1
		case strings.HasSuffix(s, ".") && !strings.HasSuffix(s, "...") && !endsInitial(s):
			return -1
		case strings.HasSuffix(s, ":") || strings.HasSuffix(s, ",") || strings.HasSuffix(s, ";"):
			return -1
		}
		if i+1 < len(units) {
			return i
		}
		return -1
	}
	return -1
}

// isDateline reports whether s begins like a report: "MOSCOW, Dec 15 —".
func isDateline(s string) bool {
	for _, dash := range [...]string{" — ", " – ", " - ", " -- ", "— ", "– "} {
		if i := strings.Index(s, dash); i > 2 && i < 60 && utf8.RuneCountInString(s) > i+60 {
			head, _, _ := strings.Cut(s[:i], ",")
			head, _, _ = strings.Cut(head, "(")
			if head = strings.TrimSpace(head); len(head) > 2 && head == strings.ToUpper(head) {
				return true
			}
		}
	}
	return false
}

// isSectionLabel reports lines such as "World" or "World News" that stand above
// headlines.
func isSectionLabel(s string) bool { return wordCount(foldLine(s)) <= 3 && !endsSentence(s) }

func looksLikeHeadline(s string) bool {
	n := wordCount(foldLine(s))
	return n >= 4 && n <= 30 && !strings.HasSuffix(s, ".")
}

// place judges unit i, whose words alone do not, by where it stands.
func (d *draft) place(units []unit, verdicts []verdict, i, bodyAt, lastAt int) verdict {
	s := units[i].Of(d.text)
	n := utf8.RuneCountInString(s)
	if units[i].mark == "heading" {
		return verdict{kind: news.Heading}
	}
	if units[i].mark != "" || isBody(s) || n > 120 {
		return verdict{kind: news.Paragraph}
	}
	short := n <= 80 && !endsSentence(s) && !strings.HasSuffix(s, ":") && !strings.HasSuffix(s, ",") && !startsQuoted(s)
	switch {
	case (i > lastAt || i < bodyAt) && isBracketedName(s):
		return verdict{kind: news.CreditLine}
	case i > lastAt && lastAt >= 0 && isTagLine(s):
		return verdict{kind: news.Furniture, reason: "tag list"}
	case short && i < bodyAt && d.title.Len() > 0 && units[i].Start > d.title.End && looksLikePerson(s) && wordCount(foldLine(s)) >= 2 && i+1 < len(units):
		// A name alone between headline and text is the author's.
		d.authors = append(d.authors, s)
		return verdict{kind: news.Byline}
	case short && i > bodyAt && looksLikePerson(s) && wordCount(foldLine(s)) >= 2 && wordCount(foldLine(s)) <= 4:
		return verdict{kind: news.Caption, reason: "a name alone on a line"}
	case short && i > bodyAt && i < lastAt && n >= 3 && startsUpper(s):
		return verdict{kind: news.Heading}
	case i > lastAt && lastAt >= 0 && short && wordCount(foldLine(s)) <= 6 && startsUpper(s):
		return verdict{kind: news.Furniture, reason: "left over at the foot"}
	case i < bodyAt && d.title.Len() > 0 && units[i].Start < d.title.Start && short:
		return verdict{kind: news.Furniture, reason: "above the headline"}
	}
	return verdict{kind: news.Paragraph}
}

func startsQuoted(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune("\"'“”‘’«„", r)
}

func startsUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r) || unicode.IsDigit(r) || unicode.IsLetter(r) && !unicode.IsLower(r)
}

// isBracketedName reports whether s is a name in brackets, as agencies sign:
// "(North Wire)".
func isBracketedName(s string) bool {
	if len(s) < 4 || len(s) > 60 || !(s[0] == '(' && s[len(s)-1] == ')' || s[0] == '[' && s[len(s)-1] == ']') {
		return false
	}
	return namelike(s[1:len(s)-1]) && wordCount(foldLine(s)) <= 5
}

// readable reports whether the draft has a paragraph.
func (d *draft) readable() bool {
	for _, b := range d.blocks {
		if b.Kind == news.Paragraph || b.Kind == news.Title {
			return true
		}
	}
	return false
}
