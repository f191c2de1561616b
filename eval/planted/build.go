package planted

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// shares are how many of a hundred planted articles are of each kind.
var shares = []struct {
	kind Kind
	of   int
}{{Copy, 15}, {Cut, 15}, {Edit, 20}, {Merged, 10}, {Rewrite, 40}}

// leastWords is the length of the shortest article that is taken as a source.
const leastWords = 150

// Build makes a benchmark of an archive. words may be nil; there are then no
// rewrites, and their place is taken by nothing.
//
// The same archive, words and options give the same set.
func Build(archive []Row, words *WordNet, o Options) Set {
	b := builder{words: words, o: o, r: rand.New(rand.NewPCG(o.Seed, uint64(o.Rules)+1))}
	order := b.r.Perm(len(archive))
	keep := min(len(archive), max(o.Rows-o.Cases, 0))
	rows := make([]Row, 0, keep+o.Cases)
	for _, i := range order[:keep] {
		rows = append(rows, archive[i])
	}
	var long []int
	for i := range rows {
		if len(strings.Fields(rows[i].Text)) >= leastWords {
			long = append(long, i)
		}
	}
	for n := 0; n < o.Cases && len(long) >= 2; n++ {
		kind := kindOf(n % 100)
		a, other := &rows[long[0]], &rows[long[1]]
		long = long[1:]
		if p, c, ok := b.plant(kind, n, a, other); ok {
			if kind == Merged {
				long = long[1:]
			}
			rows = append(rows, p)
			b.cases = append(b.cases, c)
		}
	}
	b.r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	return Set{Rows: rows, Cases: b.cases}
}

// kindOf spreads the kinds evenly over a hundred.
func kindOf(n int) Kind {
	n = n * 37 % 100
	for _, s := range shares {
		if n < s.of {
			return s.kind
		}
		n -= s.of
	}
	return Rewrite
}

type builder struct {
	words *WordNet
	o     Options
	r     *rand.Rand
	cases []Case
}

// plant makes one article out of a, and of other too if it is merged.
func (b *builder) plant(kind Kind, n int, a, other *Row) (Row, Case, bool) {
	id := fmt.Sprintf("planted-%05d", n)
	outlet := fmt.Sprintf("Planted Outlet %d", n)
	p := Row{ID: id, Outlet: outlet, URL: fmt.Sprintf("https://outlet%d.example/%s", n, id), Title: b.headline(a.Title)}
	c := Case{Kind: kind, ID: id, Sources: []string{a.ID}}
	lines := strings.Split(a.Text, "\n")
	switch kind {
	case Copy:
		p.Text = a.Text
		c.Reversed = b.r.IntN(5) == 0 && a.Published != ""
	case Cut:
		p.Text = strings.Join(cut(lines, b.r), "\n")
	case Edit:
		p.Text = strings.Join(b.edit(lines), "\n")
		c.Reversed = b.r.IntN(5) == 0 && a.Published != ""
	case Merged:
		if other.ID == a.ID {
			return p, c, false
		}
		c.Sources = append(c.Sources, other.ID)
		p.Text = strings.Join(merge(lines, strings.Split(other.Text, "\n")), "\n")
	case Rewrite:
		if b.words == nil {
			return p, c, false
		}
		// The kinds recur every 100 cases; so the methods and the breaking go
		// by the number of rewrites so far.
		made := 0
		for _, x := range b.cases {
			if x.Kind == Rewrite {
				made++
			}
		}
		list := methods[b.o.Rules]
		w := rewriter{words: b.words, m: list[made%len(list)], r: b.r}
		c.Method, c.Broken = w.m.name, made/len(list)%2 == 1
		p.Text, c.Replaced = w.rewrite(a.Text, c.Broken)
		if c.Replaced < leastReplaced {
			return p, c, false
		}
		p.Title, _ = w.rewrite(a.Title, false)
	}
	p.Published = b.date(kind, a, other, &c)
	return p, c, true
}

// date gives a planted article its date: mostly up to three days after its
// sources, sometimes the same day or none, and before if the case says so.
func (b *builder) date(kind Kind, a, other *Row, c *Case) string {
	last := a.Published
	if kind == Merged && other.Published > last {
		last = other.Published
	}
	day, err := time.Parse(time.DateOnly, last)
	if err != nil || b.r.IntN(8) == 0 {
		c.Reversed, c.Undated = false, true
		return ""
	}
	if c.Reversed {
		return day.AddDate(0, 0, -1-b.r.IntN(3)).Format(time.DateOnly)
	}
	return day.AddDate(0, 0, b.r.IntN(4)).Format(time.DateOnly)
}

// headline gives another headline, as outlets do.
func (b *builder) headline(title string) string {
	ws := strings.Fields(title)
	if len(ws) < 4 {
		return title
	}
	return strings.Join(ws[len(ws)/3:], " ") + ": " + strings.Join(ws[:len(ws)/3], " ")
}

// cut keeps a third to two thirds of the paragraphs, in one piece.
func cut(lines []string, r *rand.Rand) []string {
	if len(lines) < 3 {
		ss := sentences(strings.Join(lines, " "))
		n := max(1, len(ss)/2)
		return []string{strings.Join(ss[:n], " ")}
	}
	n := max(1, len(lines)/3+r.IntN(len(lines)/3+1))
	from := r.IntN(len(lines) - n + 1)
	return lines[from : from+n]
}

// merge takes the first half of one article and of another, a paragraph at a
// time.
func merge(a, b []string) []string {
	a, b = a[:(len(a)+1)/2], b[:(len(b)+1)/2]
	var out []string
	for i := range max(len(a), len(b)) {
		if i < len(a) {
			out = append(out, a[i])
		}
		if i < len(b) {
			out = append(out, b[i])
		}
	}
	return out
}

// edit makes small changes: in three sentences of four it drops, swaps or adds
// a word; it drops one sentence in twelve.
func (b *builder) edit(lines []string) []string {
	var out []string
	for _, line := range lines {
		var keep []string
		for _, s := range sentences(line) {
			switch b.r.IntN(12) {
			case 0:
				continue
			case 1, 2, 3:
			default:
				s = b.editSentence(s)
			}
			keep = append(keep, s)
		}
		if len(keep) > 0 {
			out = append(out, strings.Join(keep, " "))
		}
	}
	return out
}

func (b *builder) editSentence(s string) string {
	ts := tokens(s)
	var at []int
	for i := range ts {
		if isContent(ts[i]) {
			at = append(at, i)
		}
	}
	if len(at) < 3 {
		return s
	}
	for range 1 + len(at)/12 {
		i := at[b.r.IntN(len(at))]
		switch b.r.IntN(3) {
		case 0:
			ts[i].s = ""
		case 1:
			if i > 0 && i+2 < len(ts) && isContent(ts[i+2]) {
				ts[i], ts[i+2] = ts[i+2], ts[i]
			}
		case 2:
			ts[i].s = fillers[b.r.IntN(len(fillers))] + " " + ts[i].s
		}
	}
	return strings.Join(strings.Fields(join(ts)), " ")
}

// ByID returns the index of each row.
func (s *Set) ByID() map[string]int {
	m := make(map[string]int, len(s.Rows))
	for i := range s.Rows {
		m[s.Rows[i].ID] = i
	}
	return m
}

// SameText reports how much of a's runs of eight words b has, from 0 to 1: the
// measure by which articles of the archive that reprint one another are told.
func SameText(a, b string) float64 {
	const n = 8
	of := func(s string) []string {
		ws := folded(s)
		var out []string
		for i := 0; i+n <= len(ws); i++ {
			out = append(out, strings.Join(ws[i:i+n], " "))
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	x, y := of(a), of(b)
	both := 0
	for _, k := range x {
		if _, ok := slices.BinarySearch(y, k); ok {
			both++
		}
	}
	if len(x) == 0 {
		return 0
	}
	return float64(both) / float64(len(x))
}
