package web

import (
	"net/http"
	"slices"
	"strings"
	"unicode"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/store"
)

// A comparePage is two articles side by side.
type comparePage struct {
	A, B    source
	Kind    string
	Shared  int
	Reasons []string
	Rows    []row
	Linked  bool
}

// A row is passages that belong together: shared ones, or what each has between them.
type row struct {
	Kind  string // "" where they are not shared
	Moved bool   // it stands elsewhere in A
	A, B  []diffed
}

// A diffed is words of one side; Only says that the other has not got them.
type diffed struct {
	Text string
	Only bool
}

// compare makes the page of two articles.
func (d *Desk) compare(r *http.Request, f *frame) error {
	a, b := r.URL.Query().Get("a"), r.URL.Query().Get("b")
	if a == "" || b == "" || a == b {
		return &askedError{"Name two articles: /compare?a=ID&b=ID."}
	}
	return d.Site.View(r.Context(), func(v store.View) error {
		l, err := d.newLibrary(r.Context(), v, []string{a, b})
		if err != nil {
			return err
		}
		if l.articles[a] == nil || l.articles[b] == nil {
			return errNotFound
		}
		link, err := d.linkOf(r, v, l, a, b)
		if err != nil {
			return err
		}
		if link != nil && link.From == b {
			a, b = b, a
		}
		p := &comparePage{A: l.sources[a], B: l.sources[b]}
		var passages []news.Reuse
		if link != nil {
			p.Linked, p.Kind, p.Shared, p.Reasons, passages = true, linkKinds[link.Kind], int(link.Shared*100+0.5), link.Reasons, link.Passages
		}
		p.Rows = align(l.articles[a].Text, l.articles[b].Text, passages)
		f.Title, f.Content = p.A.Name()+" and "+p.B.Name(), p
		return nil
	})
}

// linkOf returns the link between two articles, or nil.
func (d *Desk) linkOf(r *http.Request, v store.View, l *library, a, b string) (*news.Link, error) {
	for _, story := range slices.Compact([]string{l.catalog.StoryOf(a), l.catalog.StoryOf(b)}) {
		if story == "" {
			continue
		}
		list := l.catalog.InStory(store.LinkKind, story)
		list = slices.DeleteFunc(list, func(e serve.Entry) bool { return e.Article != a && e.Article != b })
		links, err := read[news.Link](r.Context(), v, store.LinkKind, serve.Keys(list))
		if err != nil {
			return nil, err
		}
		for i := range links {
			k := &links[i]
			if k.From == a && k.To == b || k.From == b && k.To == a {
				return k, nil
			}
		}
	}
	return nil, nil
}

// align puts the texts of two articles beside one another: in the order of the
// second, with what stands between shared passages beside what stands there.
func align(a, b string, passages []news.Reuse) []row {
	passages = slices.DeleteFunc(slices.Clone(passages), func(p news.Reuse) bool { return p.From.Check(a) != nil || p.To.Check(b) != nil })
	var out []row
	atA, atB := 0, 0
	between := func(endA, endB int) {
		x, y := strings.TrimSpace(a[min(atA, endA):endA]), strings.TrimSpace(b[min(atB, endB):endB])
		if strings.IndexFunc(x+y, isWord) < 0 {
			return
		}
		r := row{}
		if x != "" {
			r.A = []diffed{{shown(x), true}}
		}
		if y != "" {
			r.B = []diffed{{shown(y), true}}
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
		r := row{Kind: string(p.Kind), Moved: moved}
		r.A, r.B = differ(p.From.Of(a), p.To.Of(b))
		out = append(out, r)
		atB = p.To.End
	}
	between(len(a), len(b))
	return out
}

// maxDiffered is how many words of each side are compared one by one. Ours.
const maxDiffered = 600

// differ returns two passages with the words that the other has not got. It takes
// time in the product of their lengths, which are bounded.
func differ(a, b string) (left, right []diffed) {
	x, y := cutWords(a), cutWords(b)
	if len(x) > maxDiffered || len(y) > maxDiffered {
		return []diffed{{Text: shown(a)}}, []diffed{{Text: shown(b)}}
	}
	// best[i][j] is how many words x[i:] and y[j:] have in common, in order.
	best := make([][]int16, len(x)+1)
	for i := range best {
		best[i] = make([]int16, len(y)+1)
	}
	for i := len(x) - 1; i >= 0; i-- {
		for j := len(y) - 1; j >= 0; j-- {
			if sameWord(x[i], y[j]) {
				best[i][j] = best[i+1][j+1] + 1
			} else {
				best[i][j] = max(best[i+1][j], best[i][j+1])
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
		case j == len(y) || i < len(x) && best[i+1][j] >= best[i][j+1]:
			left = join(left, x[i], true)
			i++
		default:
			right = join(right, y[j], true)
			j++
		}
	}
	return left, right
}

func join(list []diffed, word string, only bool) []diffed {
	if k := len(list) - 1; k >= 0 && list[k].Only == only {
		list[k].Text += shown(word)
		return list
	}
	return append(list, diffed{shown(word), only})
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
	return strings.EqualFold(strings.Trim(a, " \n\t\u00a0.,;:“”\"'’‘"), strings.Trim(b, " \n\t\u00a0.,;:“”\"'’‘"))
}
