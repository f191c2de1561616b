package main

import (
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/knowledge"
)

// people counts how often a word is a given name or a surname in the sources.
type people struct {
	givens, surnames map[string]int
}

func newPeople() *people { return &people{map[string]int{}, map[string]int{}} }

func (p *people) given(w string) {
	if f := knowledge.Fold(w); len(f) > 2 && !strings.Contains(f, " ") {
		p.givens[f]++
	}
}

func (p *people) surname(w string) {
	if f := knowledge.Fold(w); len(f) > 2 && !strings.Contains(f, " ") {
		p.surnames[f]++
	}
}

// everyone reports whether a name is made of a common given name and a common
// surname, so that most who bear it are others than the office-holder.
func (p *people) everyone(name string) bool {
	parts := strings.Fields(name)
	return len(parts) == 2 && p.givens[knowledge.Fold(parts[0])] >= 12 && p.surnames[knowledge.Fold(parts[1])] >= 5
}

// minUses is how often the sources must use a word as a given name or surname
// for the table to have it, if the archive also writes it small.
const minUses = 3

// table returns the words with their uses, in byte order. A word that is a
// common word too needs several bearers.
func (p *people) table(c *corpus) []knowledge.WordValue {
	uses := map[string]int32{}
	for w, n := range p.givens {
		if n >= minUses || !c.common(w) {
			uses[w] |= knowledge.GivenName
		}
	}
	for w, n := range p.surnames {
		if n >= minUses || !c.common(w) {
			uses[w] |= knowledge.Surname
		}
	}
	words := make([]string, 0, len(uses))
	for w := range uses {
		words = append(words, w)
	}
	slices.Sort(words)
	out := make([]knowledge.WordValue, len(words))
	for i, w := range words {
		out[i] = knowledge.WordValue{Word: w, Value: uses[w]}
	}
	return out
}
