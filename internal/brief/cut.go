package brief

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/twosource/twosource/internal/news"
)

// guards are the words that no cut may remove with their clause: without it
// what is left could say the opposite (DESIGN §2.7 and its near kin).
var guards = map[string]bool{
	"but": true, "unless": true, "except": true, "if": true, "not": true, "no": true, "never": true, "nor": true,
	"neither": true, "none": true, "nothing": true, "nobody": true, "without": true, "cannot": true, "cant": true,
	"wont": true, "dont": true, "although": true, "though": true, "however": true, "hardly": true, "only": true,
	"until": true, "denied": true, "denies": true, "deny": true, "refused": true, "alleged": true, "allegedly": true,
}

// A clause is a stretch of a span that a cut keeps or drops whole.
type clause struct {
	news.Span
	guarded bool // holds a guard word
	ends    bool // ends a sentence
}

// cut returns the stretches of s that are shown where about limit characters
// are wanted: s itself if it is not much longer, else its first clauses and
// every later one that holds a guard word, to the end of its sentence. A
// quotation that was opened is closed by its own mark. It takes linear time.
func cut(text string, s news.Span, limit int) []news.Span {
	s = s.Trim(text)
	if limit <= 0 || utf8.RuneCountInString(s.Of(text)) <= limit+limit/4 {
		return []news.Span{s}
	}
	clauses := splitClauses(text, s)
	var kept []news.Span
	for k, keep := range choose(text, clauses, limit) {
		if keep {
			kept = appendAdjacent(kept, clauses[k].Span)
		}
	}
	kept = joinNear(text, kept, s.End)
	open := kept[len(kept)-1].End < s.End
	for k := range kept {
		if kept[k].End < s.End {
			kept[k].End = trimClauseEnd(text, kept[k])
		}
	}
	if open {
		if mark := closing(text, s); mark > 0 {
			kept = append(kept, news.Span{Start: s.End - mark, End: s.End})
		}
	}
	for k := range kept {
		kept[k] = kept[k].Trim(text)
	}
	return kept
}

// choose says which clauses are kept: the first, those after it while there is
// room, and every one with a guard word to the end of its sentence.
func choose(text string, clauses []clause, limit int) []bool {
	keep := make([]bool, len(clauses))
	total, guarded := 0, false
	for k, c := range clauses {
		n := utf8.RuneCountInString(c.Of(text))
		guarded = guarded || c.guarded
		if keep[k] = k == 0 || guarded || total+n <= limit; keep[k] {
			total += n
		} else if total < limit {
			// What follows is kept for its guard words alone. A few words that
			// open a sentence say nothing without the rest of it.
			total = limit
			if k > 1 && keep[k-1] && !clauses[k-1].guarded && clauses[k-2].ends && clauses[k-1].Len() < minCut {
				keep[k-1] = false
			}
		}
		if c.ends {
			guarded = false
		}
	}
	return keep
}

// appendAdjacent appends s to list, or to its last span if it touches it.
func appendAdjacent(list []news.Span, s news.Span) []news.Span {
	if k := len(list) - 1; k >= 0 && list[k].End == s.Start {
		list[k].End = s.End
		return list
	}
	return append(list, s)
}

// minCut is the fewest characters that are worth a cut (ours: the mark itself
// and what it costs to read past it).
const minCut = 24

// joinNear closes the gaps between kept spans, and the one before end, that
// are not worth a cut.
func joinNear(text string, kept []news.Span, end int) []news.Span {
	out := kept[:1]
	for _, s := range kept[1:] {
		if last := &out[len(out)-1]; utf8.RuneCountInString(text[last.End:s.Start]) < minCut {
			last.End = s.End
		} else {
			out = append(out, s)
		}
	}
	if last := &out[len(out)-1]; utf8.RuneCountInString(text[last.End:end]) < minCut {
		last.End = end
	}
	return out
}

// trimClauseEnd returns the end of s without the mark that led to what was cut.
func trimClauseEnd(text string, s news.Span) int {
	return s.Start + len(strings.TrimRight(s.Of(text), " \n\t,;:–—-"))
}

// closing returns the length of the quotation mark at the end of s, with the
// stop before it left out, or 0 if s does not both open and end with one.
func closing(text string, s news.Span) int {
	first, _ := utf8.DecodeRuneInString(s.Of(text))
	last, n := utf8.DecodeLastRuneInString(s.Of(text))
	if isQuote(first) && isQuote(last) {
		return n
	}
	return 0
}

func isQuote(r rune) bool { return strings.ContainsRune("\"“”„«»‘’'", r) }

// splitClauses splits s after sentence ends, commas, semicolons and dashes that
// are followed by white space.
func splitClauses(text string, s news.Span) []clause {
	var out []clause
	cur := clause{Span: news.Span{Start: s.Start}}
	word := s.Start
	boundary, ends := false, false
	for i := s.Start; i < s.End; {
		r, n := utf8.DecodeRuneInString(text[i:s.End])
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '’' || r == '\'':
		default:
			cur.guarded = cur.guarded || isGuard(text[word:i])
			word = i + n
		}
		switch {
		case unicode.IsSpace(r):
			if boundary {
				cur.End, cur.ends = i+n, ends
				out = append(out, cur)
				cur = clause{Span: news.Span{Start: i + n}}
			}
			boundary, ends = false, false
		case r == '.' || r == '!' || r == '?':
			boundary, ends = true, true
		case r == ',' || r == ';' || r == '–' || r == '—' || r == ':':
			boundary, ends = true, false
		case isQuote(r) || r == ')' || r == ']':
		default:
			boundary = false
		}
		i += n
	}
	cur.guarded = cur.guarded || isGuard(text[word:s.End])
	if cur.Start < s.End {
		cur.End, cur.ends = s.End, true
		out = append(out, cur)
	}
	return out
}

// isGuard reports whether word must not be cut away.
func isGuard(word string) bool {
	word = strings.Trim(word, "’'")
	if len(word) < 2 || len(word) > 16 {
		return false
	}
	word = strings.ToLower(word)
	return guards[word] || strings.HasSuffix(word, "n't") || strings.HasSuffix(word, "n’t")
}
