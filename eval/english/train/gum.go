package main

import (
	"sort"
	"strings"

	"github.com/twosource/twosource/internal/annotate/english"
)

// An openEntity is an entity of GUM whose end has not been seen.
type openEntity struct {
	id, kind string
	first    int
}

// gumKinds are GUM's types that may be names of ours.
var gumKinds = map[string]english.NameType{"person": english.Person, "organization": english.Organization, "place": english.Place}

// readGUM reads the names of a GUM text. GUM marks every noun phrase, nested;
// a name is the run of proper nouns round the head of one whose head is a
// proper noun, the longest first.
func readGUM(f file) english.NameText {
	genre := strings.Split(f.name[strings.LastIndexByte(f.name, '/')+1:], "_")[1]
	t := english.NameText{Source: "gum/" + genre}
	for _, rows := range readRows(f.text) {
		words := make([]string, len(rows))
		for i, r := range rows {
			words[i] = r.word
		}
		names := gumNames(rows, gumEntities(rows))
		t.Sentences = append(t.Sentences, words)
		t.Tags = append(t.Tags, english.MarkNames(len(words), toSpans(names)))
	}
	return t
}

// gumEntities reads the Entity marks of a sentence, longest first.
func gumEntities(rows []row) (out []span) {
	var stack []openEntity
	for i, r := range rows {
		for _, field := range strings.Split(r.misc, "|") {
			v, ok := strings.CutPrefix(field, "Entity=")
			if !ok {
				continue
			}
			for v != "" {
				if v[0] == '(' {
					end := 1
					for end < len(v) && v[end] != '(' && v[end] != ')' {
						end++
					}
					p := strings.SplitN(v[1:end], "-", 3)
					e := openEntity{id: p[0], first: i}
					if len(p) > 1 {
						e.kind = p[1]
					}
					if end < len(v) && v[end] == ')' {
						if k := gumKinds[e.kind]; k != 0 {
							out = append(out, span{i, i + 1, k})
						}
						end++
					} else {
						stack = append(stack, e)
					}
					v = v[end:]
					continue
				}
				end := strings.IndexByte(v, ')')
				if end < 0 {
					break
				}
				for k := len(stack) - 1; k >= 0; k-- {
					if stack[k].id == v[:end] {
						if kind := gumKinds[stack[k].kind]; kind != 0 {
							out = append(out, span{stack[k].first, i + 1, kind})
						}
						stack = append(stack[:k], stack[k+1:]...)
						break
					}
				}
				v = v[end+1:]
			}
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].b-out[i].a > out[j].b-out[j].a })
	return out
}

func gumNames(rows []row, entities []span) (out []span) {
	used := make([]bool, len(rows))
	for _, e := range entities {
		n, ok := gumName(rows, e)
		for i := n.a; ok && i < n.b; i++ {
			ok = !used[i]
		}
		if !ok {
			continue
		}
		for i := n.a; i < n.b; i++ {
			used[i] = true
		}
		out = append(out, n)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].a < out[j].a })
	return out
}

// gumName cuts the phrase e to the name round its head.
func gumName(rows []row, e span) (span, bool) {
	head := -1
	for i := e.a; i < e.b; i++ {
		if h := rows[i].head; h < e.a || h >= e.b {
			head = i
			break
		}
	}
	if head < 0 {
		return e, false
	}
	if rows[head].pos != "PROPN" {
		// "author Truman Capote": the name hangs on the noun before it.
		next := head + 1
		if next >= e.b || rows[next].pos != "PROPN" || rows[head].pos != "NOUN" || outer(rows, next) != head {
			return e, false
		}
		e.a, head = next, next
	}
	proper := func(i int) bool {
		return rows[i].pos == "PROPN" || capital(rows[i].word) && (rows[i].pos == "ADJ" || rows[i].pos == "NOUN" || rows[i].pos == "VERB" || rows[i].tag == "NNP")
	}
	a, b := head, head+1
	for a > e.a {
		switch w := rows[a-1]; {
		case proper(a - 1):
			a--
			continue
		case a-2 >= e.a && rows[a-2].pos == "PROPN" && (w.pos == "ADP" && e.kind != english.Person || w.word == "-" || w.word == "&" || w.word == "and" && e.kind == english.Organization):
			a -= 2
			continue
		}
		break
	}
	b = e.reach(rows, b, proper)
	return agreedOrNot(rows, span{a, b, e.kind})
}

// outer gives the word, outside the run of proper nouns from i on, on which the
// run hangs.
func outer(rows []row, i int) int {
	for n := 0; n < len(rows); n++ {
		h := rows[i].head
		if h <= i || h >= len(rows) || rows[h].pos != "PROPN" {
			return h
		}
		i = h
	}
	return -1
}

// agreedOrNot applies the guideline to a name.
func agreedOrNot(rows []row, n span) (span, bool) {
	words := make([]string, len(rows))
	for i := n.a; i < n.b; i++ {
		words[i] = rows[i].word
	}
	return agreed(words, n)
}

// reach gives the end of the name of phrase e that reaches at least to b.
func (e span) reach(rows []row, b int, proper func(int) bool) int {
	for b < e.b {
		w := rows[b].word
		switch {
		case proper(b) || capital(w) && rows[b].pos == "NUM" || rows[b].pos == "NUM" && isDigits(w) && rows[b].rel == "flat":
			b++
		case e.kind != english.Person && b+1 < e.b && (w == "of" || w == "for" || w == "-" || w == "&" || w == "and" && e.kind == english.Organization) && capital(rows[b+1].word):
			b += 2
		case e.kind != english.Person && b+2 < e.b && w == "of" && rows[b+1].word == "the" && capital(rows[b+2].word):
			b += 3
		case w == "-" && b+1 < e.b && rows[b+1].pos == "PROPN":
			b += 2
		default:
			return b
		}
	}
	return b
}
