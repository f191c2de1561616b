package figures

import (
	"slices"
	"strings"
	"unicode"

	"github.com/twosource/twosource/internal/news"
)

// A Row is passages of two texts that belong together: shared ones, or what each
// has between them.
type Row struct {
	Kind  news.ReuseKind // "" where they are not shared
	Moved bool           // it stands elsewhere in the first
	A, B  []Words
}

// Words are words of one side; Only says that the other has not got them.
type Words struct {
	Text string
	Only bool
}

// Align puts two texts beside one another: in the order of the second, with what
// stands between shared passages beside what stands there. Passages that do not
// fit the texts are left out. Each letter of b stands in one row.
func Align(a, b string, passages []news.Reuse) []Row {
	passages = slices.DeleteFunc(slices.Clone(passages), func(p news.Reuse) bool { return p.From.Check(a) != nil || p.To.Check(b) != nil })
	var out []Row
	atA, atB := 0, 0
	var openA, openB string // marks that belong to the words of the next row
	between := func(endA, endB int) {
		x, y := strings.TrimSpace(a[min(atA, endA):endA]), strings.TrimSpace(b[min(atB, endB):endB])
		if n := len(out); n > 0 && out[n-1].Kind != "" {
			x, out[n-1].A = closed(x, out[n-1].A)
			y, out[n-1].B = closed(y, out[n-1].B)
		}
		openA, openB = "", ""
		if endA < len(a) && endB < len(b) {
			x, openA = opened(x)
			y, openB = opened(y)
		}
		if strings.IndexFunc(x+y, isWord) < 0 {
			return
		}
		r := Row{}
		if x != "" {
			r.A = []Words{{Shown(x), true}}
		}
		if y != "" {
			r.B = []Words{{Shown(y), true}}
		}
		out = append(out, r)
	}
	for _, p := range passages {
		if p.To.Start < atB {
			continue // it lies within one that was shown
		}
		moved := p.From.Start < atA
		if moved {
			between(atA, p.To.Start)
		} else {
			between(p.From.Start, p.To.Start)
			atA = p.From.End
		}
		r := Row{Kind: p.Kind, Moved: moved}
		r.A, r.B = Differ(openA+p.From.Of(a), openB+p.To.Of(b))
		out = append(out, r.paragraphs()...)
		atB = p.To.End
	}
	between(len(a), len(b))
	return out
}

// closed moves the marks with which a text goes on after the words of a row, as a full
// stop, to these.
func closed(s string, row []Words) (rest string, with []Words) {
	k := strings.IndexFunc(s, func(r rune) bool { return !strings.ContainsRune(`.,;:!?”’)]`, r) })
	if k < 0 {
		k = len(s)
	}
	if k == 0 || len(row) == 0 {
		return s, row
	}
	row[len(row)-1].Text += s[:k]
	return strings.TrimSpace(s[k:]), row
}

// opened returns a text without the mark of quotation or bracket at its end.
func opened(s string) (rest, mark string) {
	rest = strings.TrimRight(s, "“‘([")
	return strings.TrimSpace(rest), s[len(rest):]
}

// paragraphs cuts a row of shared passages where both have a word in common that ends a
// paragraph of one of them, so that what belongs together stands side by side.
func (r Row) paragraphs() (out []Row) {
	x, y := flat(r.A), flat(r.B)
	one := Row{Kind: r.Kind, Moved: r.Moved}
	flush := func() {
		one.A, one.B = trimEnd(one.A), trimEnd(one.B)
		out = append(out, one)
		one = Row{Kind: r.Kind, Moved: r.Moved}
	}
	for len(x) > 0 || len(y) > 0 {
		for len(x) > 0 && x[0].Only {
			one.A, x = join(one.A, x[0].Text, true), x[1:]
		}
		for len(y) > 0 && y[0].Only {
			one.B, y = join(one.B, y[0].Text, true), y[1:]
		}
		if len(x) == 0 || len(y) == 0 {
			for _, w := range x {
				one.A = join(one.A, w.Text, w.Only)
			}
			for _, w := range y {
				one.B = join(one.B, w.Text, w.Only)
			}
			break
		}
		ends := strings.Contains(x[0].Text, "\n\n") || strings.Contains(y[0].Text, "\n\n")
		one.A, one.B = join(one.A, x[0].Text, false), join(one.B, y[0].Text, false)
		if x, y = x[1:], y[1:]; ends {
			flush()
		}
	}
	if len(one.A)+len(one.B) > 0 {
		flush()
	}
	return out
}

// flat returns words one by one, each with the white space behind it.
func flat(list []Words) (out []Words) {
	for _, w := range list {
		for _, word := range cutWords(w.Text) {
			out = append(out, Words{word, w.Only})
		}
	}
	return out
}

// trimEnd drops white space at the end of a side.
func trimEnd(list []Words) []Words {
	if n := len(list); n > 0 {
		list[n-1].Text = strings.TrimRightFunc(list[n-1].Text, unicode.IsSpace)
	}
	return list
}

// maxDiffered is how many words of each side are compared one by one. Ours.
const maxDiffered = 600

// Differ returns two passages with the words that the other has not got. It takes
// time in the product of their lengths, which are bounded, without what they
// begin and end with alike.
func Differ(a, b string) (left, right []Words) {
	x, y := cutWords(a), cutWords(b)
	head := 0
	for head < len(x) && head < len(y) && sameWord(x[head], y[head]) {
		left, right = join(left, x[head], false), join(right, y[head], false)
		head++
	}
	x, y = x[head:], y[head:]
	tail := 0
	for tail < len(x) && tail < len(y) && sameWord(x[len(x)-1-tail], y[len(y)-1-tail]) {
		tail++
	}
	endX, endY := x[len(x)-tail:], y[len(y)-tail:]
	left, right = differ(left, right, x[:len(x)-tail], y[:len(y)-tail])
	for i := range endX {
		left, right = join(left, endX[i], false), join(right, endY[i], false)
	}
	return left, right
}

// differ appends the words of two sides whose first and last differ.
func differ(left, right []Words, x, y []string) ([]Words, []Words) {
	if len(x) > maxDiffered || len(y) > maxDiffered {
		return join(left, strings.Join(x, ""), true), join(right, strings.Join(y, ""), true)
	}
	// best[i*wide+j] is how many words x[i:] and y[j:] have in common, in order.
	wide := len(y) + 1
	best := make([]int16, (len(x)+1)*wide)
	for i := len(x) - 1; i >= 0; i-- {
		for j := len(y) - 1; j >= 0; j-- {
			if sameWord(x[i], y[j]) {
				best[i*wide+j] = best[(i+1)*wide+j+1] + 1
			} else {
				best[i*wide+j] = max(best[(i+1)*wide+j], best[i*wide+j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(x) || j < len(y) {
		switch {
		case i < len(x) && j < len(y) && sameWord(x[i], y[j]):
			left, right = join(left, x[i], false), join(right, y[j], false)
			i++
			j++
		case j == len(y) || i < len(x) && best[(i+1)*wide+j] >= best[i*wide+j+1]:
			left = join(left, x[i], true)
			i++
		default:
			right = join(right, y[j], true)
			j++
		}
	}
	return left, right
}

func join(list []Words, word string, only bool) []Words {
	if word == "" {
		return list
	}
	if k := len(list) - 1; k >= 0 && list[k].Only == only {
		list[k].Text += Shown(word)
		return list
	}
	return append(list, Words{Shown(word), only})
}

// cutWords cuts s into words with the white space behind each.
func cutWords(s string) []string {
	var out []string
	start, gap := 0, false
	for i, r := range s {
		blank := r == ' ' || r == '\n' || r == '\t' || r == '\u00a0'
		if gap && !blank {
			out, start = append(out, s[start:i]), i
		}
		gap = blank
	}
	if start < len(s) {
		out = append(out, s[start:])
	}
	return out
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

func sameWord(a, b string) bool {
	return a == b || strings.EqualFold(bare(a), bare(b))
}

// bare returns a word without what stands around it.
func bare(s string) string { return strings.Trim(s, " \n\t\u00a0.,;:“”\"'’‘") }
