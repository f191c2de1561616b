package corrections

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A web is things joined by lines: which are one, and through which lines.
type web struct {
	ids   map[string]int
	edges [][]edge
	group []int // union-find
}

type edge struct{ to, line int }

func newWeb() *web { return &web{ids: map[string]int{}} }

func (w *web) id(key string) int {
	i, ok := w.ids[key]
	if !ok {
		i = len(w.group)
		w.ids[key] = i
		w.group = append(w.group, i)
		w.edges = append(w.edges, nil)
	}
	return i
}

func (w *web) find(i int) int {
	for w.group[i] != i {
		w.group[i] = w.group[w.group[i]]
		i = w.group[i]
	}
	return i
}

// join makes all keys one, because of a line.
func (w *web) join(line int, keys []string) {
	for _, k := range keys[1:] {
		a, b := w.id(keys[0]), w.id(k)
		w.edges[a] = append(w.edges[a], edge{b, line})
		w.edges[b] = append(w.edges[b], edge{a, line})
		w.group[w.find(b)] = w.find(a)
	}
}

// root returns one name for all that are one with key.
func (w *web) root(key string) int { return w.find(w.id(key)) }

// path returns the lines by which two keys are one, sorted, nil if they are not.
func (w *web) path(from, to string) []int {
	a, b := w.id(from), w.id(to)
	if w.find(a) != w.find(b) {
		return nil
	}
	by := map[int]edge{a: {a, 0}}
	for queue := []int{a}; len(queue) > 0; queue = queue[1:] {
		for _, e := range w.edges[queue[0]] {
			if _, ok := by[e.to]; !ok {
				by[e.to] = edge{queue[0], e.line}
				queue = append(queue, e.to)
			}
		}
	}
	var lines []int
	for at := b; at != a; at = by[at].to {
		lines = append(lines, by[at].line)
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}

// disagreements joins an error for each two lines that cannot both hold, by the
// later line.
func (s *Set) disagreements() error {
	names, stories, families := newWeb(), newWeb(), newWeb()
	for _, c := range s.Corrections {
		switch c.Verb {
		case Merge:
			names.join(c.Line, keysOf(c.Names))
		case SameStory:
			stories.join(c.Line, articleKeys(c.Articles))
		case OutletFamily:
			families.join(c.Line, outletKeys(c.Outlets))
		}
	}
	d := disputes{set: s, said: map[string]statement{}}
	for _, c := range s.Corrections {
		switch c.Verb {
		case Split:
			d.split(c, names)
		case Rename:
			d.say(c, fmt.Sprintf("name %d", names.root(c.Names[0].key())), c.To)
		case Retype:
			d.say(c, fmt.Sprintf("type %d", names.root(c.Names[0].key())), string(c.Type))
			d.back(c)
		case Speaker:
			who := "unknown"
			if len(c.Names) > 0 {
				who = fmt.Sprint(names.root(c.Names[0].key()))
			}
			d.say(c, "speaker "+c.Articles[0].key()+"\x00"+squeeze(c.Words), who)
		case OutletFamily:
			if c.To != "" {
				d.say(c, fmt.Sprintf("family %d", families.root(outletKeys(c.Outlets)[0])), c.To)
			}
		case OtherStory:
			d.apart(c, stories)
		}
	}
	return d.joined()
}

func keysOf(names []Name) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = n.key()
	}
	return out
}

func articleKeys(articles []Article) []string {
	out := make([]string, len(articles))
	for i, a := range articles {
		out[i] = a.key()
	}
	return out
}

func outletKeys(outlets []string) []string {
	out := make([]string, len(outlets))
	for i, o := range outlets {
		out[i] = outletKey(o)
	}
	return out
}

// A statement is what a line says of something that can have one value.
type statement struct {
	line  int
	value string
}

// maxDisputes is how many disagreements are named: finding the lines behind one
// takes time in the size of the file.
const maxDisputes = 100

// maxNamed is how many of the lines behind one disagreement are named.
const maxNamed = 20

type disputes struct {
	set  *Set
	said map[string]statement
	errs []*LineError
}

// add notes that two lines disagree. The later one is named first.
func (d *disputes) add(line, other int) {
	if len(d.errs) == maxDisputes {
		return
	}
	if line < other {
		line, other = other, line
	}
	d.errs = append(d.errs, &LineError{File: d.set.File, Line: line, Other: other,
		Message: fmt.Sprintf("disagrees with line %d: %s, but there %s", other, d.text(line), d.text(other))})
}

func (d *disputes) text(line int) string {
	i, _ := slices.BinarySearchFunc(d.set.Corrections, line, func(c Correction, line int) int { return cmp.Compare(c.Line, line) })
	return d.set.Corrections[i].String()
}

// say notes that a line gives what a value, and disputes an earlier line that
// gives it another.
func (d *disputes) say(c Correction, what, value string) {
	was, ok := d.said[what]
	switch {
	case !ok:
		d.said[what] = statement{c.Line, value}
	case was.value != value:
		d.add(c.Line, was.line)
	}
}

// split disputes a split of two names that merges make one.
func (d *disputes) split(c Correction, names *web) {
	if len(c.Names) == 2 {
		if path := d.path(names, c.Names[0].key(), c.Names[1].key()); len(path) > 0 {
			d.addPath(c.Line, path)
		}
		return
	}
	if c.To != "" {
		other := Name{c.To, c.Names[0].Type}
		if path := d.path(names, c.Names[0].key(), other.key()); len(path) > 0 {
			d.addPath(c.Line, path)
		}
	}
	d.say(c, "split "+c.Names[0].key()+"\x00"+c.Articles[0].key()+"\x00"+squeeze(c.Words), fold(c.To))
}

// back disputes two lines of which one takes a type that the other gives.
func (d *disputes) back(c Correction) {
	n := fold(c.Names[0].Name)
	if was, ok := d.said["from "+string(c.Type)+" "+n]; ok {
		d.add(c.Line, was.line)
	}
	if was, ok := d.said["into "+string(c.Names[0].Type)+" "+n]; ok {
		d.add(c.Line, was.line)
	}
	d.said["from "+string(c.Names[0].Type)+" "+n] = statement{line: c.Line}
	d.said["into "+string(c.Type)+" "+n] = statement{line: c.Line}
}

// apart disputes an other-story line of articles that same-story lines join.
func (d *disputes) apart(c Correction, stories *web) {
	for i, a := range c.Articles {
		for _, b := range c.Articles[:i] {
			if path := d.path(stories, a.key(), b.key()); len(path) > 0 {
				d.addPath(c.Line, path)
				return
			}
		}
	}
}

// path is that of w, nil when enough disagreements are named.
func (d *disputes) path(w *web, from, to string) []int {
	if len(d.errs) == maxDisputes {
		return nil
	}
	return w.path(from, to)
}

// addPath notes that a line disagrees with what several lines say together.
func (d *disputes) addPath(line int, path []int) {
	if len(d.errs) == maxDisputes {
		return
	}
	if len(path) == 1 {
		d.add(line, path[0])
		return
	}
	lines := strings.Trim(strings.Join(strings.Fields(fmt.Sprint(path[:min(len(path), maxNamed)])), ", "), "[]")
	if more := len(path) - maxNamed; more > 0 {
		lines += fmt.Sprintf(" and %d more", more)
	}
	d.errs = append(d.errs, &LineError{File: d.set.File, Line: line, Other: path[0],
		Message: fmt.Sprintf("disagrees with lines %s, which together make them one: %s", lines, d.text(line))})
}

// joined returns the disagreements by line, as one error.
func (d *disputes) joined() error {
	slices.SortStableFunc(d.errs, func(x, y *LineError) int { return cmp.Or(cmp.Compare(x.Line, y.Line), cmp.Compare(x.Other, y.Other)) })
	var out []error
	for i, e := range d.errs {
		if i == 0 || e.Line != d.errs[i-1].Line || e.Other != d.errs[i-1].Other {
			out = append(out, e)
		}
	}
	return errors.Join(out...)
}
