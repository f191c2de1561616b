package english

import "github.com/twosource/twosource/internal/grammar"

// Moves of the parser: the arc-hybrid system of Kuhlmann, Gómez-Rodríguez and
// Satta (2011).
const (
	moveShift = iota // put the first word of the buffer on the stack
	moveLeft         // hang the top of the stack on the first word of the buffer
	moveRight        // hang the top of the stack on the word below it
	numMoves
)

// A treeState is a partial tree of one sentence: words 1 to n, root n+1.
type treeState struct {
	stack []int32
	next  int // first word of the buffer
	n     int
	node  []treeNode // n+4 entries
	verbs []uint16   // verbs[i]: verbs among words 1 to i, for the words between two
	marks []uint16   // the same for punctuation
}

// A treeNode is a word in a partial tree; 0 stands for none.
type treeNode struct {
	head           int32
	left1, left2   int32  // leftmost dependent, and the next
	right1, right2 int32  // rightmost dependent, and the one before
	rel            uint32 // relation to the head, from 1
	nLeft, nRight  uint32 // numbers of dependents
	leftRels       uint32 // which relations the left dependents have, folded to 32 bits
	rightRels      uint32
}

func (z *treeState) reset(s *sentence) {
	z.n = s.n
	z.node = sized(z.node, s.n+4)
	clear(z.node)
	z.verbs, z.marks = sized(z.verbs, s.n+2), sized(z.marks, s.n+2)
	z.verbs[0], z.marks[0] = 0, 0
	for i := 1; i <= s.n; i++ {
		z.verbs[i], z.marks[i] = z.verbs[i-1], z.marks[i-1]
		switch s.w[i].pos {
		case classBase + uint32(grammar.VERB):
			z.verbs[i]++
		case classBase + uint32(grammar.PUNCT):
			z.marks[i]++
		}
	}
	z.stack = z.stack[:0]
	z.next = 1
}

// done reports whether every word has its head.
func (z *treeState) done() bool { return z.next == z.n+1 && len(z.stack) == 0 }

// top gives the k-th word of the stack from the top, 0 if there is none.
func (z *treeState) top(k int) int {
	if k < len(z.stack) {
		return int(z.stack[len(z.stack)-1-k])
	}
	return 0
}

// allowed reports which moves keep the tree whole, with one word at the root.
func (z *treeState) allowed() [numMoves]bool {
	k := len(z.stack)
	return [numMoves]bool{
		moveShift: z.next <= z.n,
		moveLeft:  k > 0 && (z.next <= z.n || k == 1),
		moveRight: k > 1,
	}
}

// forced gives the move if only one is allowed, as where the stack is empty or the
// buffer has only the root: in news in one state of eleven.
func (z *treeState) forced() (move int, only bool) {
	switch k := len(z.stack); {
	case k == 0:
		return moveShift, true
	case z.next > z.n && k == 1:
		return moveLeft, true
	case z.next > z.n:
		return moveRight, true
	}
	return 0, false
}

// arcOf gives the head and dependent that a move other than shift joins.
func (z *treeState) arcOf(move int) (head, dep int) {
	if move == moveLeft {
		return z.next, z.top(0)
	}
	return z.top(1), z.top(0)
}

func (z *treeState) shift() {
	z.stack = append(z.stack, int32(z.next))
	z.next++
}

// attach hangs dep, the top of the stack, on head.
func (z *treeState) attach(head, dep int, rel uint32) {
	d, h := &z.node[dep], &z.node[head]
	d.head, d.rel = int32(head), rel
	bit := uint32(1) << (rel & 31)
	if dep < head {
		if h.left1 == 0 || int32(dep) < h.left1 {
			h.left2, h.left1 = h.left1, int32(dep)
		}
		h.nLeft++
		h.leftRels |= bit
	} else {
		if int32(dep) > h.right1 {
			h.right2, h.right1 = h.right1, int32(dep)
		}
		h.nRight++
		h.rightRels |= bit
	}
	z.stack = z.stack[:len(z.stack)-1]
}

// between gives how many verbs (at most 1) and marks of punctuation (at most 2)
// stand between the words a and b, a < b, as one number.
func (z *treeState) between(a, b int) uint32 {
	v := min(uint32(z.verbs[b-1]-z.verbs[a]), 1)
	q := min(uint32(z.marks[b-1]-z.marks[a]), 2)
	return v<<4 | q
}

// span folds the distance of two words into 9 steps.
func span(a, b int) uint32 {
	d := b - a
	if d < 0 {
		d = -d
	}
	switch {
	case d <= 4:
		return uint32(d)
	case d <= 6:
		return 5
	case d <= 10:
		return 6
	case d <= 20:
		return 7
	}
	return 8
}
