package english

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	annotator "github.com/twosource/twosource/internal/annotate/english"
)

// A MarkedText is a text with the names that a model gave it and those that
// were wanted.
type MarkedText struct {
	Source        string // the set that it is from
	Words         []string
	Given, Wanted []annotator.NameSpan // sorted, disjoint, offsets in Words
}

// A NameMistake is a name that was given wrongly, or not at all.
type NameMistake struct {
	Text   int                // index of the text
	Wanted annotator.NameSpan // no type if no name was wanted here
	Given  annotator.NameSpan // no type if none was given

	// Kind says what went wrong, in general and after a comma in detail:
	// "missed" or "false" with the type, and the shape of the name; "type", and
	// the given for the wanted one; "bounds", and the sort of the words at issue;
	// "type and bounds".
	Kind string

	// Wavers reports that the set itself marks the same words, somewhere else,
	// as they were given here.
	Wavers bool
}

// longestName is the most words of a name that are looked for elsewhere in a
// set.
const longestName = 8

// NameMistakes lists what is wrong with the names given in texts, in their
// order. A wanted name that overlaps one that was given is one mistake, not
// two. Given names of type [annotator.Group] count only where another was
// wanted. It takes time linear in the words of texts.
func NameMistakes(texts []MarkedText) (out []NameMistake) {
	u := usesOf(texts)
	for i := range texts {
		t := &texts[i]
		wanted := scored(t.Wanted)
		for _, n := range wanted {
			g := overlapping(t.Given, n)
			if g == n {
				continue
			}
			m := NameMistake{Text: i, Wanted: n, Given: g}
			m.Kind = t.kind(n, g)
			m.Wavers = u.wavers(t, &m)
			out = append(out, m)
		}
		for _, g := range scored(t.Given) {
			if overlapping(wanted, g).Type != annotator.NoName {
				continue
			}
			m := NameMistake{Text: i, Given: g, Kind: fmt.Sprintf("false %v, %s", g.Type, t.shape(g))}
			m.Wavers = u.wavers(t, &m)
			out = append(out, m)
		}
	}
	return out
}

// scored gives the names whose types are scored.
func scored(names []annotator.NameSpan) (out []annotator.NameSpan) {
	for _, n := range names {
		if slices.Contains(scoredTypes[:], n.Type) {
			out = append(out, n)
		}
	}
	return out
}

// overlapping gives the first of names that shares a word with n; the zero span
// if there is none.
func overlapping(names []annotator.NameSpan, n annotator.NameSpan) annotator.NameSpan {
	for _, g := range names {
		if g.First < n.End && n.First < g.End {
			return g
		}
	}
	return annotator.NameSpan{}
}

// kind tells apart the mistakes on a wanted name.
func (t *MarkedText) kind(wanted, given annotator.NameSpan) string {
	switch {
	case given.Type == annotator.NoName:
		return fmt.Sprintf("missed %v, %s", wanted.Type, t.shape(wanted))
	case given.First == wanted.First && given.End == wanted.End:
		return fmt.Sprintf("type, %v for %v", given.Type, wanted.Type)
	case given.Type != wanted.Type:
		return "type and bounds"
	}
	how := "beside it"
	switch {
	case given.First >= wanted.First && given.End <= wanted.End:
		how = "short"
	case given.First <= wanted.First && given.End >= wanted.End:
		how = "long"
	}
	return "bounds, " + how + " by " + t.between(wanted, given)
}

// between gives the sort of the words that are in one span and not in the
// other.
func (t *MarkedText) between(a, b annotator.NameSpan) string {
	sort := "capitals"
	for i := min(a.First, b.First); i < max(a.End, b.End); i++ {
		if i >= a.First && i < a.End && i >= b.First && i < b.End {
			continue
		}
		switch w := t.Words[i]; w {
		case "-", "–", "/":
			return "hyphen"
		case "and", "&", ",", "or":
			return "a list"
		case "of", "for", "in", "on", "at", "to":
			return "a preposition"
		case "the", "The", "a":
			return "an article"
		case "'s", "’s", "(", ")", "\"", "“", "”", "'":
			return "a mark"
		default:
			if c := []rune(w)[0]; unicode.IsLower(c) {
				sort = "a common word"
			} else if !unicode.IsLetter(c) && sort == "capitals" {
				sort = "a number or sign"
			}
		}
	}
	return sort
}

// shape tells apart names by how they are written.
func (t *MarkedText) shape(n annotator.NameSpan) string {
	w := t.Words[n.First]
	switch {
	case n.End-n.First > 1:
		return "several words"
	case len(w) > 1 && strings.ToUpper(w) == w && strings.ToLower(w) != w:
		return "in capitals"
	case strings.ToLower(w) == w:
		return "without a capital"
	}
	return "one word"
}

func (t *MarkedText) text(n annotator.NameSpan) string {
	return strings.Join(t.Words[n.First:n.End], " ")
}

// uses says of the words of names how sets mark them.
type uses struct {
	marked map[string]map[annotator.NameType]bool
	plain  map[string]bool // outside all names somewhere
}

func usesOf(texts []MarkedText) *uses {
	u := &uses{marked: map[string]map[annotator.NameType]bool{}, plain: map[string]bool{}}
	for i := range texts {
		t := &texts[i]
		for _, n := range t.Wanted {
			s := t.text(n)
			if u.marked[s] == nil {
				u.marked[s] = map[annotator.NameType]bool{}
			}
			u.marked[s][n.Type] = true
		}
	}
	for i := range texts {
		t := &texts[i]
		inside := make([]bool, len(t.Words))
		for _, n := range t.Wanted {
			for k := n.First; k < n.End; k++ {
				inside[k] = true
			}
		}
		for k := range t.Words {
			for e := k; e < min(k+longestName, len(t.Words)) && !inside[e]; e++ {
				s := strings.Join(t.Words[k:e+1], " ")
				if u.marked[s] != nil {
					u.plain[s] = true
				}
			}
		}
	}
	return u
}

// wavers reports whether the words of m are marked as given somewhere.
func (u *uses) wavers(t *MarkedText, m *NameMistake) bool {
	if m.Given.Type == annotator.NoName {
		return u.plain[t.text(m.Wanted)]
	}
	return u.marked[t.text(m.Given)][m.Given.Type]
}
