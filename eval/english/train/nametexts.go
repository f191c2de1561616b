package main

import (
	"fmt"
	"strings"

	"github.com/twosource/twosource/internal/annotate/english"
)

// A span is a name in a sentence: words a to b.
type span struct {
	a, b int
	kind english.NameType
}

// nameTexts gathers the texts with names: wikigold, re3d, WNUT 2017 and GUM.
// The development side of UNER EWT is left out, for it is scored.
func nameTexts(ner, gum folder) (out []english.NameText, err error) {
	known := map[string]english.NameType{"PER": english.Person, "ORG": english.Organization, "LOC": english.Place}
	for _, f := range ner.under("ner/wikigold/", "wikigold.conll.txt") {
		out = append(out, columns(f.text, "wikigold", " ", 0, 1, known, harmonize)...)
	}
	british := map[string]english.NameType{"Person": english.Person, "Organisation": english.Organization, "Location": english.Place}
	for _, f := range ner.under("ner/re3d/CONLL-format/data-by-source/", ".conll") {
		source := "re3d/" + strings.Split(f.name, "/")[5]
		out = append(out, columns(f.text, source, "\t", 0, 1, british, tighten)...)
	}
	settleTypes(out)
	social := map[string]english.NameType{"person": english.Person, "corporation": english.Organization, "group": english.Organization, "location": english.Place}
	for _, f := range ner.under("ner/wnut17/", ".conll") {

		for _, t := range columns(f.text, "wnut17", "\t", 0, 1, social, nil) {
			for i := range t.Sentences {
				if hasType(t.Tags[i], english.Organization) {
					continue // what it takes for organisations, bands and products, others do not
				}
				out = append(out, english.NameText{Source: t.Source, Sentences: t.Sentences[i : i+1], Tags: t.Tags[i : i+1]})
			}
		}
	}
	for _, f := range gum.under("gum/dep/", ".conllu") {
		out = append(out, readGUM(f))
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("no texts with names in the corpora")
	}
	return out, nil
}

// hasType reports whether tags mark a name of type k.
func hasType(tags []english.NameTag, k english.NameType) bool {
	for _, t := range tags {
		if t.Type() == k {
			return true
		}
	}
	return false
}

// columns reads a file of one word a line with its IOB mark, sentences apart by
// empty lines, texts by -DOCSTART-. fix may change the names of a sentence.
func columns(text, source, sep string, wordAt, markAt int, kinds map[string]english.NameType, fix func([]string, []span) []span) (out []english.NameText) {
	cur := english.NameText{Source: source}
	var words, marks []string
	sentence := func() {
		if len(words) > 0 {
			names := iob(marks, kinds)
			if fix != nil {
				names = fix(words, names)
			}
			cur.Sentences = append(cur.Sentences, words)
			cur.Tags = append(cur.Tags, english.MarkNames(len(words), toSpans(names)))
		}
		words, marks = nil, nil
	}
	document := func() {
		sentence()
		if len(cur.Sentences) > 0 {
			out = append(out, cur)
		}
		cur = english.NameText{Source: source}
	}
	for _, line := range strings.Split(text, "\n") {
		line = strings.TrimRight(line, "\r")
		switch {
		case strings.HasPrefix(line, "-DOCSTART-"), strings.HasPrefix(line, "# newdoc"):
			document()
		case strings.TrimSpace(line) == "":
			sentence()
		case strings.HasPrefix(line, "# "):
		default:
			if c := strings.Split(line, sep); len(c) > markAt {
				words = append(words, c[wordAt])
				marks = append(marks, c[markAt])
			}
		}
	}
	document()
	return out
}

// iob reads names from IOB1 or IOB2 marks.
func iob(marks []string, kinds map[string]english.NameType) (out []span) {
	for i := 0; i < len(marks); {
		_, kind, ok := strings.Cut(marks[i], "-")
		if !ok {
			i++
			continue
		}
		j := i + 1
		for j < len(marks) && marks[j] == "I-"+kind {
			j++
		}
		if t := kinds[kind]; t != english.NoName {
			out = append(out, span{i, j, t})
		}
		i = j
	}
	return out
}

func toSpans(names []span) (out []english.NameSpan) {
	for _, n := range names {
		out = append(out, english.NameSpan{First: n.a, End: n.b, Type: n.kind})
	}
	return out
}
