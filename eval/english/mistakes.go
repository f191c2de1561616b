package english

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	annotator "github.com/twosource/twosource/internal/annotate/english"
)

// A Mistake is a kind of error on a treebank, with how often it was made.
type Mistake struct {
	Kind     string   // "class", "relation" (the head is right) or "head" (by the right relation)
	Wanted   string   // in the treebank
	Given    string   // by the model; for heads the class of the head that it gave
	Count    int      // words
	Examples []string // some of the words, each between its neighbours
}

// examples is the most examples that a Mistake keeps.
const examples = 8

// Mistakes lists the kinds of error that m makes on the words of a CoNLL-U
// treebank, most frequent first, for people who look for causes. The error
// wraps [ErrFormat].
func Mistakes(m *annotator.Model, data io.Reader) ([]Mistake, error) {
	gold, err := readTreebank(data)
	if err != nil {
		return nil, err
	}
	var d annotator.Doc
	mark(m, &d, gold)
	found := map[[3]string]*Mistake{}
	note := func(kind, wanted, given string, s *goldSentence, i int) {
		k := [3]string{kind, wanted, given}
		if found[k] == nil {
			found[k] = &Mistake{Kind: kind, Wanted: wanted, Given: given}
		}
		e := found[k]
		e.Count++
		if len(e.Examples) < examples {
			e.Examples = append(e.Examples, around(s, i))
		}
	}
	at := 0
	for k := range gold {
		s := &gold[k]
		first := at
		for i, w := range s.words {
			if d.POS[at] != w.pos {
				note("class", w.pos.String(), d.POS[at].String(), s, i)
			}
			head := int(d.Head[at])
			if head >= 0 {
				head -= first
			}
			base, _, _ := strings.Cut(w.rel, ":")
			switch {
			case head != w.head:
				note("head", base, headClass(&d, at), s, i)
			case d.Rel[at].Base().String() != base:
				note("relation", base, d.Rel[at].Base().String(), s, i)
			}
			at++
		}
	}
	var out []Mistake
	for _, e := range found {
		out = append(out, *e)
	}
	slices.SortFunc(out, func(a, b Mistake) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Kind+a.Wanted+a.Given, b.Kind+b.Wanted+b.Given))
	})
	return out, nil
}

func headClass(d *annotator.Doc, i int) string {
	if d.Head[i] < 0 {
		return "root"
	}
	return d.POS[d.Head[i]].String()
}

// around gives a word between two words on either side.
func around(s *goldSentence, i int) string {
	var b strings.Builder
	for k := max(0, i-2); k < min(len(s.words), i+3); k++ {
		if k == i {
			fmt.Fprintf(&b, "[%s] ", s.words[k].form)
		} else {
			b.WriteString(s.words[k].form + " ")
		}
	}
	return strings.TrimSpace(b.String())
}
