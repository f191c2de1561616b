package brief

import (
	"bufio"
	"io"
	"strconv"
	"strings"
)

// TextOptions are the settings of [WriteText].
type TextOptions struct {
	Width int  // columns of the terminal; 0 is 80, less than 40 is 40
	Color bool // ANSI colours
	Reach
}

// Measures of the text brief, in columns (ours: those of the example brief at
// 80; wider, the left column grows to hold most labels on one line, and lines
// stop where reading them becomes hard).
const (
	defaultWidth = 80
	minWidth     = 40
	maxMeasure   = 128
	indent       = 3
	labelWidth   = 12
	wideLabel    = 24
	wideFrom     = 120
)

// WriteText writes d to w as text for a terminal: the counts, what to know
// before reading, the stories with what each is known from, who said what, and
// the articles. No line is wider than o.Width, counted in the columns that a
// terminal gives to each character.
//
// A reference [n.p] is article n in the order of inputs, paragraph p, 0 for the
// headline. The words before it are that article's own; the left column and the
// headings are ours, but for words in quotation marks. An error is one of w.
func WriteText(w io.Writer, d *Document, o TextOptions) error {
	if o.Width == 0 {
		o.Width = defaultWidth
	}
	t := &textWriter{w: bufio.NewWriter(w), d: d, color: o.Color, width: max(o.Width, minWidth)}
	t.label = labelWidth
	if t.width >= wideFrom {
		t.label = wideLabel
	}
	t.width = min(t.width, maxMeasure)
	t.brief(d.outline(o.Reach, "the left column and the headings are ours, but for words in quotation marks."))
	return t.w.Flush()
}

type textWriter struct {
	w     *bufio.Writer
	d     *Document
	color bool
	width int // of the page
	label int // of the left column
}

func (t *textWriter) brief(o *outline) {
	t.paragraph(0, 0, o.head, heading)
	for _, n := range o.notes {
		t.blank()
		t.paragraph(0, 0, n, plain)
	}
	for i := range o.stories {
		t.blank()
		t.section(&o.stories[i])
	}
	if o.leftOut != "" {
		t.blank()
		t.paragraph(0, 0, []seg{text(o.leftOut)}, plain)
	}
	for i := range o.issues {
		t.blank()
		t.section(&o.issues[i])
	}
	t.strings("Could not be read", o.unread)
	t.strings("Notices", o.notices)
	if len(o.articles) > 0 {
		t.blank()
		t.rule([]run{{"Articles", heading}}, 0)
		t.articles(o)
	}
	t.paragraph(0, 0, o.foot, plain)
}

func (t *textWriter) section(s *section) {
	title := t.runs(s.title, heading)
	if number := strconv.Itoa(s.number); s.number > 0 {
		title = append([]run{{number + strings.Repeat(string(noBreak), max(1, indent-len(number))), heading}}, title...)
	}
	t.rule(title, indent)
	for _, f := range s.facts {
		t.paragraph(indent, indent+2, f, plain)
	}
	for n := range s.groups {
		g := &s.groups[n]
		if strings.HasPrefix(g.heading, "WHO") || strings.HasPrefix(g.heading, "ACCOUNTS") {
			t.blank()
		}
		if g.heading != "" {
			t.paragraph(indent, indent+2, []seg{text(g.heading)}, heading)
		}
		for i := range g.items {
			t.item(&g.items[i])
		}
		if g.more != "" {
			t.columns(indent, []line{{runs: []run{{"…", faint}}, width: 1}}, wrap([]run{{g.more, faint}}, t.body()))
		}
	}
}

func (t *textWriter) body() int { return t.width - indent - t.label - 2 }

func (t *textWriter) item(it *item) {
	if it.over {
		t.paragraph(indent, indent+2, it.words, plain)
		return
	}
	from := indent
	if it.deep {
		from += deeper
	}
	var left []line
	for _, part := range splitLines(t.runs(it.label, label)) {
		left = append(left, wrap(part, t.label+1+indent-from)...)
	}
	words := t.runs(it.words, plain)
	if len(it.refs) > 0 {
		words = append(words, run{" ", plain}, t.refRun(it.refs, it.most))
	}
	t.columns(from, left, wrap(words, t.body()))
}

// deeper is how many columns a line below another begins to its right.
const deeper = 2

// columns prints left and right side by side, left from a column on.
func (t *textWriter) columns(from int, left, right []line) {
	for n := 0; n < len(left) || n < len(right); n++ {
		var l, r line
		if n < len(left) {
			l = left[n]
		}
		if n < len(right) {
			r = right[n]
		}
		t.space(from)
		t.runsOut(l.runs)
		if len(r.runs) > 0 {
			t.space(indent - from + t.label + 2 - l.width)
			t.runsOut(r.runs)
		}
		t.newline()
	}
}

// runs turns segs into runs; base is the style of our words.
func (t *textWriter) runs(segs []seg, base style) []run {
	out := make([]run, 0, len(segs))
	for _, s := range segs {
		switch s.kind {
		case refs:
			out = append(out, t.refRun(s.places, 0))
		case theirs:
			st := base
			if base == plain {
				st = quoted
			}
			out = append(out, run{t.d.shown(s), st})
		case articleN:
			out = append(out, run{t.d.shown(s), reference})
		default:
			out = append(out, run{s.text, base})
		}
	}
	return out
}

// maxUnbroken is the width up to which a list of references stays on one line.
const maxUnbroken = 24

func (t *textWriter) refRun(list []place, most int) run {
	s := t.d.refList(list, most)
	if len(s) <= maxUnbroken {
		s = strings.ReplaceAll(s, " ", string(noBreak))
	}
	return run{s, reference}
}

// splitLines splits runs at line ends.
func splitLines(runs []run) [][]run {
	out := [][]run{nil}
	for _, r := range runs {
		for n, part := range strings.Split(r.text, "\n") {
			if n > 0 {
				out = append(out, nil)
			}
			if part != "" {
				out[len(out)-1] = append(out[len(out)-1], run{part, r.style})
			}
		}
	}
	return out
}

// paragraph prints segs, the first line indented by first columns and the
// others by rest.
func (t *textWriter) paragraph(first, rest int, segs []seg, base style) {
	t.hanging(first, rest, t.runs(segs, base))
}

func (t *textWriter) hanging(first, rest int, runs []run) {
	for n, l := range wrapFirst(runs, t.width-rest, rest-first) {
		if n == 0 {
			t.space(first)
		} else {
			t.space(rest)
		}
		t.runsOut(l.runs)
		t.newline()
	}
}

// rule prints runs and fills the last line with a rule to the page's width;
// lines after the first are indented.
func (t *textWriter) rule(runs []run, rest int) {
	lines := wrapFirst(runs, t.width-rest, rest)
	for n, l := range lines {
		w := l.width
		if n > 0 {
			t.space(rest)
			w += rest
		}
		t.runsOut(l.runs)
		if n == len(lines)-1 && w+2 <= t.width {
			t.runsOut([]run{{" " + strings.Repeat("─", t.width-w-1), faint}})
		}
		t.newline()
	}
}

func (t *textWriter) strings(title string, list []string) {
	if len(list) == 0 {
		return
	}
	t.blank()
	t.rule([]run{{title, heading}}, 0)
	for _, s := range list {
		t.hanging(0, 2, []run{{s, plain}})
	}
}

// maxName is the widest column of input names.
const maxName = 34

// articles prints the list of articles, their names in a column if they fit.
func (t *textWriter) articles(o *outline) {
	wide, digits := 0, 1
	for i := range o.articles {
		wide = max(wide, width(o.articles[i].name))
		digits = max(digits, len(strconv.Itoa(t.d.number[o.articles[i].art])))
	}
	for i := range o.articles {
		a := &o.articles[i]
		number := "[" + strconv.Itoa(t.d.number[a.art]) + "]"
		lead := []run{{number + strings.Repeat(string(noBreak), digits+2-len(number)) + " ", reference}}
		name := a.name
		if wide <= maxName {
			name += strings.Repeat(string(noBreak), wide-width(name))
		}
		runs := append(lead, run{name + string(noBreak) + " ", plain})
		runs = append(runs, t.runs(a.outlet, plain)...)
		runs = append(runs, run{"; ", plain})
		runs = append(runs, t.runs(a.title, plain)...)
		runs = append(runs, run{"; " + a.date, plain})
		if len(a.pieces) > 0 {
			runs = append(runs, run{"; cut: ", plain})
			runs = append(runs, t.runs(a.pieces, plain)...)
		}
		t.hanging(0, digits+3, runs)
	}
	if o.more != "" {
		t.hanging(0, digits+3, []run{{"and " + o.more, faint}})
	}
}

func (t *textWriter) blank()      { t.newline() }
func (t *textWriter) newline()    { t.w.WriteByte('\n') }
func (t *textWriter) space(n int) { t.w.WriteString(strings.Repeat(" ", max(n, 0))) }

// ansi is the colour of each style: bold headings, cyan labels, faint
// references. Words of articles keep the terminal's own colour.
var ansi = [...]string{plain: "", quoted: "", reference: "\x1b[2m", heading: "\x1b[1m", label: "\x1b[36m", faint: "\x1b[2m"}

func (t *textWriter) runsOut(runs []run) {
	for _, r := range runs {
		if code := ansi[r.style]; t.color && code != "" {
			t.w.WriteString(code + r.text + "\x1b[0m")
			continue
		}
		t.w.WriteString(r.text)
	}
}
