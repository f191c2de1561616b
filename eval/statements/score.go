package statements

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/twosource/twosource/internal/news"
)

// The parts of an attribution that are scored.
const (
	Source = iota
	Cue
	Content
	Triple
	NumParts
)

// PartNames are the names of the parts.
var PartNames = [NumParts]string{"source", "cue", "content", "triple"}

// The classes of attribution, by the quotation marks around their content.
const (
	All = iota
	Direct
	Indirect
	NumClasses
)

// ClassNames are the names of the classes with an underscore; "" for all.
var ClassNames = [NumClasses]string{"", "direct_", "indirect_"}

// A Tally counts spans found, gold spans, and those of each that were matched.
type Tally struct{ found, gold, foundHit, goldHit int }

// Add adds o to t.
func (t *Tally) Add(o Tally) {
	t.found += o.found
	t.gold += o.gold
	t.foundHit += o.foundHit
	t.goldHit += o.goldHit
}

// Precision is the part of what was found that is gold, 0 if nothing was found.
func (t Tally) Precision() float64 { return ratio(t.foundHit, t.found) }

// Recall is the part of the gold that was found, 0 if there is none.
func (t Tally) Recall() float64 { return ratio(t.goldHit, t.gold) }

// F1 is the harmonic mean of precision and recall.
func (t Tally) F1() float64 {
	p, r := t.Precision(), t.Recall()
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

// Counts are one document's counts: overlap and exact.
type Counts struct {
	Overlap, Exact [NumClasses][NumParts]Tally
	Tokens         Tally // words in all spans, as Citron's scorer counts them
}

// part gives the spans of one part; nil for the triple.
func (a *Attribution) part(p int) []news.Span {
	return [...][]news.Span{a.Source, a.Cue, a.Content, nil}[p]
}

// class says whether the content stands wholly in quotation marks.
func (a *Attribution) class(text string) int {
	for _, s := range a.Content {
		w := s.Of(text)
		if !strings.ContainsAny(w[:min(3, len(w))], "\"'“‘«`") || strings.IndexFunc(w, isMark) > 0 {
			return Indirect
		}
		if last := strings.TrimRight(w, " .,!?;:"); last == "" || !strings.HasSuffix(last, "\"") && !strings.HasSuffix(last, "”") && !strings.HasSuffix(last, "'") && !strings.HasSuffix(last, "’") {
			return Indirect
		}
	}
	return Direct
}

func isMark(r rune) bool { return strings.ContainsRune("\"'“‘«`", r) }

// Compare compares what was found in a text with its gold.
//
// A part overlaps if it shares at least one byte, a triple if cue, source and
// content all do (or both sides have none). It is exact if it has the same
// words: white space, punctuation and quotation marks at the ends of a span do
// not count. Each span is matched once, the longest overlaps first. A direct
// attribution is one whose content stands wholly in quotation marks; recall is
// over the gold of that class and precision over what was found of that class,
// matched with all of the other side.
func Compare(text string, gold, found []Attribution) Counts {
	var c Counts
	for p := range NumParts {
		countPart(text, gold, found, p, &c.Overlap, overlapping)
		countPart(text, gold, found, p, &c.Exact, func(a, b []news.Span) int {
			return sameWords(text, a, b)
		})
	}
	c.Tokens = countTokens(text, gold, found)
	return c
}

// countPart adds the tallies of one part under one way to compare.
func countPart(text string, gold, found []Attribution, p int, into *[NumClasses][NumParts]Tally, match func(a, b []news.Span) int) {
	weight := func(g, f *Attribution) int {
		if p != Triple {
			return match(g.part(p), f.part(p))
		}
		if len(g.Source)+len(f.Source) > 0 && match(g.Source, f.Source) == 0 || match(g.Cue, f.Cue) == 0 {
			return 0
		}
		return match(g.Content, f.Content)
	}
	seen := map[news.Span]bool{}
	skip := make([]bool, len(found)) // the same source or cue for several statements counts once
	for i := range found {
		if s := found[i].part(p); p != Triple {
			skip[i] = len(s) == 0 || p != Content && seen[s[0]]
			if len(s) > 0 {
				seen[s[0]] = true
			}
		}
	}
	type pair struct{ g, f, weight int }
	var pairs []pair
	for f := range found {
		for g := range gold {
			if w := weight(&gold[g], &found[f]); w > 0 && !skip[f] {
				pairs = append(pairs, pair{g, f, w})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return cmp.Compare(b.weight, a.weight) })
	goldHit, foundHit := make([]bool, len(gold)), make([]bool, len(found))
	for _, x := range pairs {
		if !goldHit[x.g] && !foundHit[x.f] {
			goldHit[x.g], foundHit[x.f] = true, true
		}
	}
	for i := range gold {
		if p == Triple || len(gold[i].part(p)) > 0 {
			t := Tally{gold: 1, goldHit: number(goldHit[i])}
			into[All][p].Add(t)
			into[gold[i].class(text)][p].Add(t)
		}
	}
	for i := range found {
		if !skip[i] {
			t := Tally{found: 1, foundHit: number(foundHit[i])}
			into[All][p].Add(t)
			into[found[i].class(text)][p].Add(t)
		}
	}
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

// overlapping counts the bytes that a and b share.
func overlapping(a, b []news.Span) int {
	n := 0
	for _, x := range a {
		for _, y := range b {
			n += max(0, min(x.End, y.End)-max(x.Start, y.Start))
		}
	}
	return n
}

// sameWords is 1 if a and b cover the same words, else 0.
func sameWords(text string, a, b []news.Span) int {
	x, y := bare(text, a), bare(text, b)
	return number(len(x) > 0 && slices.Equal(x, y))
}

// bare gives spans without white space, punctuation and quotation marks at their
// ends; spans that only such marks part are one.
func bare(text string, spans []news.Span) []news.Span {
	var out []news.Span
	for _, s := range spans {
		s = trimMarks(text, s)
		if s.Len() == 0 {
			continue
		}
		if n := len(out); n > 0 && trimMarks(text, news.Span{Start: out[n-1].End, End: s.Start}).Len() <= 0 {
			out[n-1].End = s.End
			continue
		}
		out = append(out, s)
	}
	return out
}

func trimMarks(text string, s news.Span) news.Span {
	edge := func(r rune) bool { return unicode.IsSpace(r) || unicode.IsPunct(r) && r != '$' && r != '%' }
	for s.Start < s.End {
		r, n := utf8.DecodeRuneInString(text[s.Start:s.End])
		if !edge(r) {
			break
		}
		s.Start += n
	}
	for s.Start < s.End {
		r, n := utf8.DecodeLastRuneInString(text[s.Start:s.End])
		if !edge(r) {
			break
		}
		s.End -= n
	}
	return s
}

// countTokens counts words of all three parts, each in the part it is in.
func countTokens(text string, gold, found []Attribution) Tally {
	label := func(list []Attribution) []byte {
		l := make([]byte, len(text))
		for i := range list {
			for p := range Triple {
				for _, s := range list[i].part(p) {
					for k := s.Start; k < s.End; k++ {
						l[k] = byte(p + 1)
					}
				}
			}
		}
		return l
	}
	g, f := label(gold), label(found)
	var t Tally
	at := 0
	for word := range strings.FieldsSeq(text) {
		at += strings.Index(text[at:], word)
		mid := at + len(word)/2
		t.gold += number(g[mid] > 0)
		t.found += number(f[mid] > 0)
		if g[mid] > 0 && g[mid] == f[mid] {
			t.goldHit++
			t.foundHit++
		}
		at += len(word)
	}
	return t
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}
