package grammar

import "github.com/twosource/twosource/internal/news"

// A Text is the grammar of one article. Its slices, but for Names, have one
// entry for each word of the article's annotation, in the same order, and none
// at all if the article is not in English. A head lies in the sentence of its
// word.
type Text struct {
	POS   []POS
	Tag   []Tag
	Feats []Feats
	Lemma []string // lower case but for names
	Head  []int32  // index of the word that this one hangs on; -1 at the root of a sentence
	Rel   []Rel    // relation to the head
	Names []Name   // sorted, disjoint

	// Left and Right are the first and the last word of the subtree of each
	// word; trees are projective, so that the subtree is all between them.
	Left, Right []int32
	// FirstChild and Next link the words that hang on one head, in the order of
	// the text; -1 ends the list.
	FirstChild, Next []int32
}

// A Name is a stretch of words that names something, as the model sees it.
type Name struct {
	First, End int // words First to End, End excluded
	Type       news.EntityType
}

// Len gives the number of words; 0 where there is no grammar.
func (t *Text) Len() int { return len(t.Head) }

// Link fills Left, Right, FirstChild and Next from Head, in time linear in the
// number of words.
func (t *Text) Link() {
	n := len(t.Head)
	t.Left, t.Right = make([]int32, n), make([]int32, n)
	t.FirstChild, t.Next = make([]int32, n), make([]int32, n)
	for i := range n {
		t.Left[i], t.Right[i] = int32(i), int32(i)
		t.FirstChild[i], t.Next[i] = -1, -1
	}
	for i := n - 1; i >= 0; i-- {
		if h := t.Head[i]; h >= 0 {
			t.Next[i], t.FirstChild[h] = t.FirstChild[h], int32(i)
		}
	}
	// A word's edges reach its head's when all words below it have reached it:
	// from the leaves up, in the order of a walk.
	stack := make([]int32, 0, 64)
	for i := range n {
		if t.Head[i] >= 0 {
			continue
		}
		stack = append(stack[:0], int32(i))
		for k := 0; k < len(stack); k++ {
			for c := t.FirstChild[stack[k]]; c >= 0; c = t.Next[c] {
				stack = append(stack, c)
			}
		}
		for k := len(stack) - 1; k > 0; k-- {
			w := stack[k]
			h := t.Head[w]
			t.Left[h], t.Right[h] = min(t.Left[h], t.Left[w]), max(t.Right[h], t.Right[w])
		}
	}
}

// Child gives the first word on the head h whose relation is rel, subtypes
// included where rel has none; -1 if there is none.
func (t *Text) Child(h int, rel Rel) int {
	for c := t.FirstChild[h]; c >= 0; c = t.Next[c] {
		if r := t.Rel[c]; r == rel || r.Base() == rel {
			return int(c)
		}
	}
	return -1
}

// Under reports whether word i is h or hangs below it.
func (t *Text) Under(i, h int) bool {
	return int(t.Left[h]) <= i && i <= int(t.Right[h]) && t.below(i, h)
}

// below walks up from i; words outside the edges of h were ruled out before.
func (t *Text) below(i, h int) bool {
	for k := int32(i); k >= 0; k = t.Head[k] {
		if int(k) == h {
			return true
		}
	}
	return false
}

// Span gives the stretch of the article from the first to the last word of h's
// subtree; words are those of the article's annotation.
func (t *Text) Span(h int, words []news.Word) news.Span {
	return news.Span{Start: words[t.Left[h]].Start, End: words[t.Right[h]].End}
}
