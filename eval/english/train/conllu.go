package main

import (
	"strconv"
	"strings"

	"github.com/twosource/twosource/internal/annotate/english"
	"github.com/twosource/twosource/internal/grammar"
)

// A row is one word of a CoNLL-U file.
type row struct {
	word, lemma, pos, tag, rel, misc string
	head                             int // index in the sentence, -1 at the root
}

// readRows reads CoNLL-U: sentences of words. Ranges and empty nodes are left
// out.
func readRows(text string) (out [][]row) {
	var s []row
	for _, line := range strings.Split(text, "\n") {
		if line == "" {
			if len(s) > 0 {
				out = append(out, s)
			}
			s = nil
			continue
		}
		c := strings.Split(line, "\t")
		if line[0] == '#' || len(c) < 10 || strings.ContainsAny(c[0], "-.") {
			continue
		}
		head, err := strconv.Atoi(c[6])
		if err != nil {
			head = 0
		}
		s = append(s, row{word: c[1], lemma: c[2], pos: c[3], tag: c[4], rel: c[7], misc: c[9], head: head - 1})
	}
	if len(s) > 0 {
		out = append(out, s)
	}
	return out
}

// readTrees reads CoNLL-U as trees to learn from.
func readTrees(text string) (out []english.Tree) {
	for _, s := range readRows(text) {
		var t english.Tree
		for _, r := range s {
			t.Words = append(t.Words, r.word)
			t.Lemmas = append(t.Lemmas, r.lemma)
			t.POS = append(t.POS, grammar.ParsePOS(r.pos))
			t.Tags = append(t.Tags, grammar.ParseTag(r.tag))
			t.Heads = append(t.Heads, r.head)
			t.Rels = append(t.Rels, grammar.ParseRel(r.rel))
		}
		out = append(out, t)
	}
	return out
}
