package figures

import (
	"fmt"
	"html/template"
	"strings"
)

// A Node is an article in the picture of who took from whom.
type Node struct {
	ID, Href     string
	Letter, Name string // of its origin; its outlet
	Note         string // what stands small beside the name: its date
	Title        string // shown when it is pointed at
	Hue          int
}

// An Edge says that one article took from another; Common, that both have a
// source in common.
type Edge struct {
	From, To string
	Common   bool
	Words    string // how: "copied, 94 %"
}

// The size of the picture of who took from whom in its own units.
const (
	nodeHigh   = 28
	rowStep    = 36
	indent     = 30
	deepest    = 6
	nodeWide   = 440
	bend       = 26 // of the links beside the tree
	mostBeside = 24 // so many of them
)

// Lineage draws articles as trees: each below the one that it took most from,
// which is the first edge to it, in the order of nodes; other edges beside them. At
// most most are drawn; drawn says how many. Without an edge there is no picture.
func Lineage(nodes []Node, edges []Edge, most int) (svg template.HTML, drawn int) {
	f := &forest{nodes: map[string]Node{}, parent: map[string]Edge{}, children: map[string][]string{}, at: map[string]spot{}, most: most}
	for _, n := range nodes {
		f.nodes[n.ID] = n
	}
	for _, e := range edges {
		if _, has := f.parent[e.To]; !has && !e.Common && f.knows(e) && !f.leads(e.From, e.To) {
			f.parent[e.To] = e
		}
	}
	var roots []string
	for _, n := range nodes {
		if e, ok := f.parent[n.ID]; ok {
			f.children[e.From] = append(f.children[e.From], n.ID)
		} else {
			roots = append(roots, n.ID)
		}
	}
	for _, id := range roots {
		f.place(id, 0)
	}
	if len(edges) == 0 || len(f.order) == 0 {
		return "", 0
	}
	return f.draw(edges), len(f.order)
}

// A forest is the articles as trees.
type forest struct {
	nodes    map[string]Node
	parent   map[string]Edge
	children map[string][]string
	at       map[string]spot
	order    []string
	most     int
	deep     int
}

// A spot is where an article is drawn.
type spot struct{ depth, row int }

func (s spot) x() int { return 2 + s.depth*indent }
func (s spot) y() int { return 2 + s.row*rowStep }

func (f *forest) knows(e Edge) bool {
	_, ok1 := f.nodes[e.From]
	_, ok2 := f.nodes[e.To]
	return ok1 && ok2 && e.From != e.To
}

// leads reports whether going from an article to those it took from leads to
// another.
func (f *forest) leads(from, to string) bool {
	for from != to {
		up, ok := f.parent[from]
		if !ok {
			return false
		}
		from = up.From
	}
	return true
}

// root returns the article from which all was taken in the end.
func (f *forest) root(id string) string {
	for {
		up, ok := f.parent[id]
		if !ok {
			return id
		}
		id = up.From
	}
}

func (f *forest) place(id string, depth int) {
	if len(f.order) >= f.most {
		return
	}
	f.at[id] = spot{depth, len(f.order)}
	f.order = append(f.order, id)
	f.deep = max(f.deep, depth)
	for _, c := range f.children[id] {
		f.place(c, min(depth+1, deepest))
	}
}

func (f *forest) draw(edges []Edge) template.HTML {
	wide, tall := f.deep*indent+nodeWide+2*bend, len(f.order)*rowStep
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="lineage" viewBox="0 0 %d %d" width="%d" height="%d" role="group" aria-label="Who took from whom; the list beside it says the same">`, wide, tall, wide, tall)
	for _, id := range f.order {
		e, ok := f.parent[id]
		if !ok {
			continue
		}
		from, to := f.at[e.From], f.at[id]
		x, y := min(from.x()+14, to.x()-16), to.y()+nodeHigh/2
		fmt.Fprintf(&b, `<path class="takes" d="M%d %dV%dH%d"/>`, x, from.y()+nodeHigh, y, to.x()-5)
		fmt.Fprintf(&b, `<path class="tip" d="M%d %dl-7 -4v8z"/>`, to.x(), y)
	}
	f.beside(&b, edges, f.deep*indent+nodeWide+4)
	for _, id := range f.order {
		f.node(&b, f.nodes[id], f.at[id])
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String()) //nolint:gosec // numbers, and words that were escaped
}

// beside draws the edges that the trees do not show; sources in common once
// between two trees.
func (f *forest) beside(b *strings.Builder, edges []Edge, x int) {
	done := map[[2]string]bool{}
	n := 0
	for _, e := range edges {
		if n == mostBeside || !f.knows(e) || f.parent[e.To] == e {
			continue
		}
		one, two, class := e.From, e.To, "also"
		if e.Common {
			one, two, class = f.root(one), f.root(two), "common"
		}
		from, ok1 := f.at[one]
		to, ok2 := f.at[two]
		if !ok1 || !ok2 || one == two || done[[2]string{one, two}] {
			continue
		}
		done[[2]string{one, two}], done[[2]string{two, one}] = true, true
		y1, y2 := from.y()+nodeHigh/2, to.y()+nodeHigh/2
		fmt.Fprintf(b, `<path class="%s" d="M%d %dC%d %d %d %d %d %d"><title>%s</title></path>`, class, x, y1, x+bend, y1, x+bend, y2, x, y2,
			escaped(Folded(f.nodes[e.To].Name+" "+e.Words+" "+f.nodes[e.From].Name)))
		n++
	}
}

func (f *forest) node(b *strings.Builder, n Node, s spot) {
	x, y := s.x(), s.y()
	note := n.Note
	if e, ok := f.parent[n.ID]; ok && e.Words != "" {
		note = strings.TrimPrefix(note+" · "+e.Words, " · ")
	}
	fmt.Fprintf(b, `<a href="%s"><title>%s</title><rect class="node" x="%d" y="%d" width="%d" height="%d" rx="4"/><rect class="o%d" x="%d" y="%d" width="28" height="%d" rx="4"/><text class="letter" x="%d" y="%d">%s</text><text x="%d" y="%d">%s <tspan class="note" dx="6">%s</tspan></text></a>`,
		escaped(n.Href), escaped(Folded(n.Title)), x, y, f.deep*indent+nodeWide-s.depth*indent, nodeHigh,
		n.Hue, x, y, nodeHigh, x+14, y+19, escaped(n.Letter), x+36, y+19, escaped(Excerpt(n.Name, 24)), escaped(Excerpt(note, 36)))
}
