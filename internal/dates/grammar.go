package dates

import (
	"fmt"
	"slices"
	"strings"
	"sync"
)

// A Grammar is the table of rules by which English prose names times, made
// into a tree for matching. It is immutable and may be used by several
// goroutines. Get it from [English].
type Grammar struct {
	lex   *lexicon
	rules []rule
	root  node
	heads []*node // by id: where a rule that begins with that word goes on
}

// A rule says how a form of words is read. Its pattern is a line of
//
//	word     that very word, in any case; or one mark such as , or -
//	CLASS    what readers[CLASS] reads; its value goes into the slots
//	[ … ]    something that may be missing
//	( a | b) one of several
//
// A mark must stand without white space before it, but for "'" and ",".
type rule struct {
	name    string
	pattern string
	read    func(s *slots) Expr
	// examples are "words = TIMEX3 value" as reckoned on Saturday 26 September
	// 2015, in a sentence in the past tense; "words > value" in the future.
	examples []string
}

// A node is a place in the tree of patterns.
type node struct {
	words   []wordEdge // sorted by id
	classes []classEdge
	rule    int // 1-based: the rule that ends here; 0 if none
}

type wordEdge struct {
	id   int32
	next *node
}

type classEdge struct {
	class int // index into readers
	next  *node
}

// English returns the grammar of English. The first call builds it.
var English = sync.OnceValue(func() *Grammar { return build(englishRules()) })

func build(rules []rule) *Grammar {
	g := &Grammar{lex: newLexicon(), rules: rules}
	for i, r := range rules {
		for _, line := range expand(strings.Fields(spaced(r.pattern))) {
			g.insert(line, i+1)
		}
	}
	g.heads = make([]*node, len(g.lex.lexemes))
	for _, e := range g.root.words {
		g.heads[e.id] = e.next
	}
	return g
}

func spaced(pattern string) string {
	return strings.NewReplacer("[", " [ ", "]", " ] ", "(", " ( ", ")", " ) ", "|", " | ").Replace(pattern)
}

// expand lists the lines that a pattern stands for.
func expand(toks []string) [][]string {
	lines := [][]string{nil}
	for i := 0; i < len(toks); {
		var alts [][]string
		switch toks[i] {
		case "[", "(":
			j := closing(toks, i)
			alts = alternatives(toks[i+1 : j])
			if toks[i] == "[" {
				alts = append(alts, nil)
			}
			i = j + 1
		default:
			alts = [][]string{{toks[i]}}
			i++
		}
		var next [][]string
		for _, line := range lines {
			for _, a := range alts {
				next = append(next, slices.Concat(line, a))
			}
		}
		lines = next
	}
	return lines
}

func alternatives(toks []string) [][]string {
	var out [][]string
	from, depth := 0, 0
	for i, t := range toks {
		switch t {
		case "[", "(":
			depth++
		case "]", ")":
			depth--
		case "|":
			if depth == 0 {
				out = append(out, expand(toks[from:i])...)
				from = i + 1
			}
		}
	}
	return append(out, expand(toks[from:])...)
}

func closing(toks []string, i int) int {
	depth := 0
	for j := i; j < len(toks); j++ {
		switch toks[j] {
		case "[", "(":
			depth++
		case "]", ")":
			if depth--; depth == 0 {
				return j
			}
		}
	}
	panic(fmt.Sprintf("dates: unbalanced pattern %v", toks))
}

func (g *Grammar) insert(line []string, rule int) {
	n := &g.root
	for _, w := range line {
		if w == strings.ToUpper(w) && w != strings.ToLower(w) {
			n = n.byClass(classIndex(w))
		} else {
			if len(w) > longestWord {
				panic("dates: longestWord is shorter than " + w)
			}
			id := g.lex.id(w)
			if x := &g.lex.lexemes[id]; x.class == 0 {
				x.class = cPlain
			}
			n = n.byWord(id)
		}
	}
	if n.rule == 0 { // of two rules for one line the first counts
		n.rule = rule
	}
}

func (n *node) byWord(id int32) *node {
	i, ok := slices.BinarySearchFunc(n.words, id, func(e wordEdge, id int32) int { return int(e.id - id) })
	if !ok {
		n.words = slices.Insert(n.words, i, wordEdge{id, &node{}})
	}
	return n.words[i].next
}

func (n *node) byClass(class int) *node {
	for _, e := range n.classes {
		if e.class == class {
			return e.next
		}
	}
	e := classEdge{class, &node{}}
	n.classes = append(n.classes, e)
	return e.next
}

// A Match is the longest expression that begins at a token.
type Match struct {
	Tokens int // how many tokens it has; 0 if there is no expression
	Rule   string
	Expr   Expr
}

// Match returns the longest expression that begins at token i of toks; of two
// readings of the same tokens, that of the earlier rule. Words that only look
// like one ("the fifth quarter") match nothing.
//
// Patterns have no loops, so it takes time bounded by the grammar.
func (g *Grammar) Match(toks []Token, i int) Match {
	t := &toks[i]
	if t.class == 0 && (t.id == 0 || g.heads[t.id] == nil) {
		return Match{}
	}
	m := matcher{g: g, toks: toks, from: i}
	if t.id > 0 {
		if n := g.heads[t.id]; n != nil {
			m.walk(n, i+1, slots{})
		}
	}
	m.classes(&g.root, i, slots{})
	if m.rule == 0 {
		return Match{}
	}
	r := &g.rules[m.rule-1]
	e := r.read(&m.best)
	if e.Kind == "" {
		return Match{}
	}
	return Match{Tokens: m.end - i, Rule: r.name, Expr: e}
}

type matcher struct {
	g         *Grammar
	toks      []Token
	from, end int
	rule      int
	best      slots
}

// walk goes on from node n at token i.
func (m *matcher) walk(n *node, i int, s slots) {
	if n.rule > 0 && (i > m.end || i == m.end && n.rule < m.rule) {
		m.end, m.rule, m.best = i, n.rule, s
	}
	if i >= len(m.toks) {
		return
	}
	t := &m.toks[i]
	if t.id > 0 && len(n.words) > 0 && (t.Letters || !t.Gap || t.id == apostrophe || t.id == ',') {
		if k, ok := slices.BinarySearchFunc(n.words, t.id, func(e wordEdge, id int32) int { return int(e.id - id) }); ok {
			m.walk(n.words[k].next, i+1, s)
		}
	}
	if len(n.classes) > 0 && t.class != 0 {
		m.classes(n, i, s)
	}
}

func (m *matcher) classes(n *node, i int, s slots) {
	t := &m.toks[i]
	for _, e := range n.classes {
		r := &readers[e.class]
		if t.class&r.starts == 0 {
			continue
		}
		then := s
		if k := r.read(m.toks, i, &then); k > 0 {
			m.walk(e.next, i+k, then)
		}
	}
}
