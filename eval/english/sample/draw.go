package main

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"io"
	"slices"
	"strings"

	"github.com/twosource/twosource/eval/archive"
	"github.com/twosource/twosource/internal/annotate/english"
)

// A sentence is one that was drawn, with its marks.
type sentence struct {
	id    string
	words []word
}

// A word is a word of a drawn sentence.
type word struct {
	start, end int // byte offsets into the article's text
	form, mark string
}

// An article is what is read of a line of the archive.
type article struct{ ID, Text string }

// draw gives the sentences in the order of their draw. Articles with the lowest
// hashes of seed and id are taken, and of each the sentence that the hash
// names, so that what is drawn depends on nothing else.
func (c *config) draw(m *english.Model) ([]sentence, error) {
	type ticket struct {
		hash uint64
		article
	}
	var drawn []ticket
	order := func(a, b ticket) int { return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.ID, b.ID)) }
	for a, err := range archive.Read[article](c.archive) {
		if err != nil {
			return nil, err
		}
		if strings.TrimSpace(a.Text) == "" {
			continue
		}
		t := ticket{hash(c.seed, a.ID), a}
		i, _ := slices.BinarySearchFunc(drawn, t, order)
		if i < c.n {
			drawn = slices.Insert(drawn, i, t)
			drawn = drawn[:min(len(drawn), c.n)]
		}
	}
	var out []sentence
	var d english.Doc
	for _, t := range drawn {
		m.Annotate(&d, t.Text)
		k := int(t.hash % uint64(len(d.Sentences)-1))
		out = append(out, take(&d, t.ID, k))
	}
	return out, nil
}

func hash(seed uint64, id string) uint64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "%d %s", seed, id)
	return mix(h.Sum64())
}

// mix spreads the bits of h, whose high ones are poor in FNV for like texts.
//
// Source: the finalizer of MurmurHash3, A. Appleby.
func mix(h uint64) uint64 {
	h = (h ^ h>>33) * 0xff51afd7ed558ccd
	h = (h ^ h>>33) * 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

// take gives sentence k of d.
func take(d *english.Doc, id string, k int) sentence {
	s := sentence{id: id}
	a, b := int(d.Sentences[k]), int(d.Sentences[k+1])
	for i := a; i < b; i++ {
		head := 0
		if d.Head[i] >= 0 {
			head = int(d.Head[i]) - a + 1
		}
		mark := fmt.Sprintf("%v %d%v", d.POS[i], head, d.Rel[i])
		if d.Name[i].Type() != english.NoName {
			mark += " " + d.Name[i].String()
		}
		s.words = append(s.words, word{int(d.Start[i]), int(d.End[i]), d.Word(i), mark})
	}
	return s
}

// print writes the sentence as number n: its place in the archive and each word
// with number, class, head, relation and place in a name.
func (s *sentence) print(w io.Writer, n int) {
	fmt.Fprintf(w, "# %d\t%s\t%d\t%d\n", n, s.id, s.words[0].start, s.words[len(s.words)-1].end)
	for i, t := range s.words {
		fmt.Fprintf(w, "%d\t%s\t%s\n", i+1, t.form, t.mark)
	}
}
