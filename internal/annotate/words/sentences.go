package words

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/twosource/twosource/internal/news"
)

// appendSentences cuts words[first:], the words of one block, into sentences
// like proto and appends them to out.
func appendSentences(out []news.Sentence, text string, words []news.Word, first int, proto news.Sentence) []news.Sentence {
	c := cutter{text: text, words: words, first: first, from: first}
	for i := first; i < len(words); i++ {
		end, ok := c.cut(i)
		if !ok && i+1 < len(words) {
			continue
		}
		if !ok {
			end = len(words)
		}
		s := proto
		s.FirstWord, s.EndWord = c.from, end
		s.Span = news.Span{Start: words[c.from].Start, End: words[end-1].End}
		out = append(out, s)
		c.from, i = end, end-1
	}
	return out
}

// A cutter finds the ends of sentences among the words of one block. It keeps
// count of typewriter's quotation marks, whose direction only their order tells.
type cutter struct {
	text  string
	words []news.Word
	first int  // first word of the block
	from  int  // first word of the sentence
	open  bool // an odd number of straight double quotation marks came before
	upTo  int  // marks before words[upTo] are counted
}

func (c *cutter) word(i int) string { return c.text[c.words[i].Start:c.words[i].End] }

// gap reports whether white space, or a lost space, stands before word i.
func (c *cutter) gap(i int) bool {
	return i <= c.first || c.words[i].Start > c.words[i-1].End
}

// cut reports whether the sentence ends with word i and the closing marks after
// it, and the index of the word after those.
func (c *cutter) cut(i int) (int, bool) {
	w := c.word(i)
	c.count(i)
	if i+1 < len(c.words) && c.item(i+1) {
		return i + 1, true
	}
	kind := terminal(w)
	if kind == notTerminal {
		return 0, false
	}
	end, quoted := c.closers(i + 1)
	if end >= len(c.words) {
		return end, true
	}
	if kind == ideographic {
		return end, true
	}
	if !c.gap(end) && end == i+1 && !c.lost(i) {
		return 0, false
	}
	if c.inside(i, end) || !c.opens(end, i, kind, quoted) {
		return 0, false
	}
	return end, true
}

// item reports whether word i is the bullet of a list on a line of its own.
func (c *cutter) item(i int) bool {
	switch c.word(i) {
	case "•", "·", "▪", "●", "*", "-", "–", "‣", "◦":
		return strings.IndexByte(c.text[c.words[i-1].End:c.words[i].Start], '\n') >= 0
	}
	return false
}

// count keeps track of straight quotation marks up to word i.
func (c *cutter) count(i int) {
	for ; c.upTo <= i; c.upTo++ {
		if c.upTo >= c.first && c.word(c.upTo) == "\"" {
			c.open = !c.open
		}
	}
}

// A terminalKind says how a word can end a sentence.
type terminalKind uint8

const (
	notTerminal  terminalKind = iota
	fullStop                  // "."
	exclamation               // "!", "?" and runs of them
	ellipsis                  // "…", "..."
	abbreviation              // a word with its full stop
	ideographic               // "。" and others that need no space
)

func terminal(w string) terminalKind {
	switch c := w[len(w)-1]; c {
	case '.':
		switch {
		case len(w) == 1:
			return fullStop
		case w[0] == '.':
			return ellipsis
		}
		return abbreviation
	case '!', '?':
		return exclamation
	}
	switch w {
	case "…":
		return ellipsis
	case "‼", "⁉", "؟", "۔", "।", "॥", "‽":
		return exclamation
	case "。", "！", "？", "．":
		return ideographic
	}
	return notTerminal
}

// closers returns the index of the first word at or after i that is not a
// closing mark of the sentence before it, and whether a quotation mark was
// among them.
func (c *cutter) closers(i int) (int, bool) {
	quoted := false
	for ; i < len(c.words); i++ {
		w := c.word(i)
		switch w {
		case "”", "’", "»", "’’":
			quoted = true
		case ")", "]", "}":
			if c.gap(i) {
				return i, quoted
			}
		case "\"", "'", "''", "“", "„", "‘":
			// A mark that opens has white space before it and none after it.
			before := c.gap(i)
			after := i+1 >= len(c.words) || c.gap(i+1)
			if before && (!after || w != "''" && (w != "\"" || !c.open)) || !before && !after && w != "\"" && w != "'" && w != "''" {
				return i, quoted
			}
			if w == "\"" {
				c.count(i)
			}
			quoted = true
		case ".", "!", "?", "…", "...":
			if c.gap(i) {
				return i, quoted
			}
		default:
			return i, quoted
		}
	}
	return i, quoted
}

// lost reports whether the space after the full stop at word i was lost.
func (c *cutter) lost(i int) bool {
	if i <= c.from || i+1 >= len(c.words) {
		return false
	}
	l, r := c.word(i-1), c.word(i+1)
	return len(l) >= 3 && lower(l[len(l)-1]) && lower(l[len(l)-2]) && c.words[i-1].End == c.words[i].Start &&
		(r == "“" || len(r) >= 2 && r[0] >= 'A' && r[0] <= 'Z' && lower(r[1]))
}

// inside reports whether the terminal at i stands where sentences do not end:
// as the first words of a sentence ("1. The"), or alone in brackets ("[…]").
func (c *cutter) inside(i, end int) bool {
	w := c.word(i)
	if i == c.from && terminal(w) != abbreviation {
		return true
	}
	if i == c.from+1 && w == "." {
		if p := c.word(i - 1); len(p) <= 3 && (digits(p) || len(p) == 1) {
			return true
		}
	}
	if terminal(w) == ellipsis && i > c.from && end > i+1 {
		p := c.word(i - 1)
		return p == "[" || p == "("
	}
	return false
}

// opens reports whether word end opens a new sentence after the terminal at
// word i.
func (c *cutter) opens(end, i int, kind terminalKind, quoted bool) bool {
	next := end
	marks := 0
	for next < len(c.words) && openingMark(c.word(next)) && marks < 4 {
		next++
		marks++
	}
	if next >= len(c.words) {
		return true
	}
	w := c.word(next)
	start := startOf(w)
	if start == smallStart {
		return marks > 0 && kind != abbreviation && kind != ellipsis && !quoted
	}
	switch kind {
	case abbreviation:
		return c.opensAfter(strings.TrimSuffix(c.word(i), "."), w, start, marks, quoted)
	case ellipsis:
		if start == otherStart && marks == 0 || w == "I" || i-c.from < 3 && !quoted {
			return quoted && w != "I"
		}
	}
	if quoted && start == capitalStart && marks == 0 && c.reports(end, kind) {
		return false
	}
	if start == otherStart && marks == 0 {
		return w == "…" || w == "..." || w == "[" || w == "--" || w == "—" && quoted || w[0] == '$' || w == "£" || w == "€" ||
			w == "@" || w == "#" || w == "``"
	}
	return true
}

// opensAfter reports whether next opens a sentence after abbreviation a.
func (c *cutter) opensAfter(a, next string, start wordStart, marks int, quoted bool) bool {
	if a == "etc" {
		return start == capitalStart || quoted
	}
	switch stopOf(a) {
	case ends:
		return true
	case never:
		return quoted && openers[next] || initial(a) && openers[next] && marks == 0 && next != "A" && next != "An"
	case beforeNumber:
		if start == digitStart {
			return false
		}
	}
	if start == digitStart || start == otherStart {
		return quoted
	}
	return marks > 0 || quoted || openers[next]
}

// reports reports whether the words from i on are no more than a reporting
// clause with a name ("Smith asked."), so that the quotation before them goes
// on with it.
func (c *cutter) reports(i int, kind terminalKind) bool {
	for j := i; j < len(c.words) && j < i+8; j++ {
		w := c.word(j)
		if terminal(w) != notTerminal && terminal(w) != abbreviation || w == "," {
			return false
		}
		if !reporting[w] || j == i {
			continue
		}
		if j+1 >= len(c.words) {
			return true
		}
		switch n := c.word(j + 1); n {
		case "that", "he", "she", "it", "they", "the", "there":
			return false
		case ".", ",", "in", "on", "at", "to", "of", "as", "when", "during", "after", "about", ":":
			return true
		default:
			return kind == exclamation
		}
	}
	return false
}

// reporting are the verbs that follow a name after a quotation.
var reporting = map[string]bool{
	"said": true, "says": true, "asked": true, "asks": true, "told": true, "tells": true, "added": true, "adds": true,
	"wrote": true, "writes": true, "replied": true, "tweeted": true, "exclaimed": true, "shouted": true, "cried": true,
	"wondered": true, "demanded": true, "answered": true, "responded": true, "continued": true, "yelled": true,
	"inquired": true, "declared": true, "quipped": true, "joked": true, "recalled": true, "remarked": true,
}

func openingMark(w string) bool {
	switch w {
	case "“", "‘", "\"", "'", "(", "[", "«", "„", "``", "''", "`", "¿", "¡", "*", "…", "...":
		return true
	}
	return false
}

// A wordStart is the class of a word's first character.
type wordStart uint8

const (
	otherStart wordStart = iota
	smallStart
	capitalStart
	digitStart
)

func startOf(w string) wordStart {
	r, _ := utf8.DecodeRuneInString(w)
	switch {
	case r >= 'a' && r <= 'z':
		return smallStart
	case r >= 'A' && r <= 'Z':
		return capitalStart
	case unicode.IsDigit(r):
		return digitStart
	case unicode.IsLower(r):
		return smallStart
	case unicode.IsLetter(r):
		return capitalStart
	}
	return otherStart
}
