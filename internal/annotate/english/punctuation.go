package english

import "github.com/twosource/twosource/internal/grammar"

// The guidelines of Universal Dependencies say where a mark of punctuation
// hangs once the rest of the tree is known. The parser has to decide before it
// knows the rest, so for two kinds of mark its answer is replaced: marks in
// pairs hang on the head of what they enclose, and what ends the sentence on
// the root. For commas the parser is the better judge (docs/decisions/0010). A
// mark on which something hangs is left alone.

// A punctuator moves the marks of one tree.
type punctuator struct {
	node []treeNode
	n    int
	mark []bool  // word i is a mark that may be moved
	pair []int32 // the other one of a pair; 0 if alone
	open []int32 // brackets that have not been closed
}

// run moves the marks of the tree z of s; text gives the words.
func (p *punctuator) run(z *treeState, text func(i int) string) {
	p.node, p.n = z.node, z.n
	p.mark, p.pair = sized(p.mark, z.n+2), sized(p.pair, z.n+2)
	clear(p.mark)
	clear(p.pair)
	root, some := 0, false
	for i := 1; i <= p.n; i++ {
		d := &p.node[i]
		switch {
		case int(d.head) > p.n:
			root = i
		case d.rel == uint32(grammar.RelPunct) && d.nLeft+d.nRight == 0:
			p.mark[i], some = true, true
		}
	}
	if !some {
		return
	}
	p.findPairs(text)
	for i := 1; i <= p.n; i++ {
		if p.mark[i] {
			if h := p.head(i, root); h != 0 {
				p.node[i].head = int32(h)
			}
		}
	}
}

// findPairs finds brackets and quotation marks that belong together. Straight
// marks open and close in turn.
func (p *punctuator) findPairs(text func(i int) string) {
	p.open = p.open[:0]
	var double, single int32
	for i := int32(1); int(i) <= p.n; i++ {
		if !p.mark[i] {
			continue
		}
		switch w := text(int(i)); w {
		case "(", "[", "{", "“", "‘", "``":
			p.open = append(p.open, i)
		case ")", "]", "}", "”", "’", "''":
			for k := len(p.open) - 1; k >= 0; k-- {
				if closes(text(int(p.open[k])), w) {
					p.join(p.open[k], i)
					p.open = p.open[:k]
					break
				}
			}
		case "\"":
			double = p.turn(double, i)
		case "'":
			single = p.turn(single, i)
		}
	}
}

// turn joins mark i to the open one, if there is one, and gives the one that is
// open then.
func (p *punctuator) turn(open, i int32) int32 {
	if open == 0 {
		return i
	}
	p.join(open, i)
	return 0
}

func (p *punctuator) join(a, b int32) { p.pair[a], p.pair[b] = b, a }

func closes(a, b string) bool {
	switch a {
	case "(":
		return b == ")"
	case "[":
		return b == "]"
	case "{":
		return b == "}"
	case "“":
		return b == "”"
	case "‘":
		return b == "’"
	}
	return b == "''"
}

// head gives the word on which mark i should hang; 0 if the parser knows better.
func (p *punctuator) head(i, root int) int {
	if j := int(p.pair[i]); j != 0 {
		if h := p.enclosed(min(i, j), max(i, j), i < j); h != 0 {
			return h
		}
	}
	for k := p.n; k > i; k-- {
		if !p.mark[k] {
			return 0
		}
	}
	return root
}

// enclosed gives the head of the words between the marks a and b: the first of
// several for the opening mark, the last for the closing one; 0 if there is
// none.
func (p *punctuator) enclosed(a, b int, opening bool) (head int) {
	for k := a + 1; k < b; k++ {
		if h := int(p.node[k].head); !p.mark[k] && (h <= a || h >= b) {
			head = k
			if opening {
				break
			}
		}
	}
	return head
}
