package brief

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// noBreak stands in a text for a space at which no line ends. Clean never
// yields it.
const noBreak = '\x00'

// clean returns words of an article fit to be shown in one line: white space
// folded, and what could command a terminal or reorder a line (control
// characters, directional overrides) shown as U+FFFD.
func clean(s string) string {
	if !needsCleaning(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		if unicode.IsSpace(r) {
			space = true
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		if commands(r) {
			r = utf8.RuneError
		}
		b.WriteRune(r)
	}
	if space {
		b.WriteByte(' ')
	}
	return b.String()
}

func needsCleaning(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c >= 0x7F || c == ' ' && i > 0 && s[i-1] == ' ' {
			return true
		}
	}
	return false
}

// commands reports whether r is a control character or reorders the text that
// follows it. (U+2028 and U+2029 are white space.)
func commands(r rune) bool {
	return unicode.IsControl(r) || r >= '\u202A' && r <= '\u202E' || r >= '\u2066' && r <= '\u2069' || r == utf8.RuneError
}

// width returns the columns that s takes on a terminal.
func width(s string) int {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return uniseg.StringWidth(s)
		}
	}
	return len(s)
}

// A style says how a piece of a line looks.
type style uint8

const (
	plain style = iota
	quoted
	reference
	heading
	label
	faint
)

// A run is a stretch of text in one style.
type run struct {
	text  string
	style style
}

// A line is runs side by side, at most as wide as was asked for.
type line struct {
	runs  []run
	width int
}

// wrap breaks runs into lines of at most max columns, at spaces where it can
// and within a word where it must. Spaces at line ends are dropped. It returns
// no line for no words.
func wrap(runs []run, max int) []line { return wrapFirst(runs, max, 0) }

// wrapFirst is wrap with a first line that may be wider by more columns.
func wrapFirst(runs []run, max, more int) []line {
	w := wrapper{max: max, more: more}
	for _, r := range runs {
		for s := r.text; s != ""; {
			k := strings.IndexByte(s, ' ')
			if k < 0 {
				w.add(run{s, r.style})
				break
			}
			if k > 0 {
				w.add(run{s[:k], r.style})
			}
			w.flush()
			w.space, w.spaceStyle = true, r.style
			s = s[k+1:]
		}
	}
	w.flush()
	if len(w.cur.runs) > 0 {
		w.lines = append(w.lines, w.cur)
	}
	return w.lines
}

type wrapper struct {
	max        int
	more       int // added to max for the first line
	lines      []line
	cur        line
	word       []run // the word being put together
	wide       int   // its width
	space      bool  // a space stands before it
	spaceStyle style
}

// room returns how wide the current line may be.
func (w *wrapper) room() int {
	if len(w.lines) == 0 {
		return w.max + w.more
	}
	return w.max
}

func (w *wrapper) add(r run) {
	r.text = strings.ReplaceAll(r.text, string(noBreak), " ")
	w.word = append(w.word, r)
	w.wide += width(r.text)
}

// flush puts the word on the current line or on the next.
func (w *wrapper) flush() {
	if len(w.word) == 0 {
		return
	}
	gap := 0
	if w.space && w.cur.width > 0 {
		gap = 1
	}
	if w.cur.width+gap+w.wide > w.room() && w.cur.width > 0 && w.wide <= w.max {
		w.newline()
		gap = 0
	}
	if gap == 1 {
		if w.cur.width+1 < w.room() {
			w.put(run{" ", w.spaceStyle}, 1)
		} else {
			w.newline()
		}
	}
	for _, r := range w.word {
		if n := width(r.text); w.cur.width+n <= w.room() {
			w.put(r, n)
			continue
		}
		w.split(r)
	}
	w.word, w.wide, w.space = w.word[:0], 0, false
}

// split puts r on as many lines as it needs, between grapheme clusters.
func (w *wrapper) split(r run) {
	rest, state := r.text, -1
	for rest != "" {
		var cluster string
		var n int
		cluster, rest, n, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if w.cur.width+n > w.room() && w.cur.width > 0 {
			w.newline()
		}
		if n > w.max {
			cluster, n = "?", 1
		}
		w.put(run{cluster, r.style}, n)
	}
}

func (w *wrapper) put(r run, n int) {
	if k := len(w.cur.runs); k > 0 && w.cur.runs[k-1].style == r.style {
		w.cur.runs[k-1].text += r.text
	} else {
		w.cur.runs = append(w.cur.runs, r)
	}
	w.cur.width += n
}

func (w *wrapper) newline() {
	w.lines = append(w.lines, w.cur)
	w.cur = line{}
}
