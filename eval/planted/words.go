package planted

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A token is a word, or what stands between two words.
type token struct {
	s    string
	word bool
}

// tokens cuts s into words (letters and digits with marks between them) and
// what stands between; joined they are s again.
func tokens(s string) []token {
	var out []token
	for i := 0; i < len(s); {
		begin, word := i, false
		for i < len(s) {
			r, n := utf8.DecodeRuneInString(s[i:])
			in := unicode.IsLetter(r) || unicode.IsDigit(r)
			if !in && i > begin && word && strings.ContainsRune("'’.,-", r) {
				next, _ := utf8.DecodeRuneInString(s[i+n:])
				prev := s[i-1]
				switch {
				case r == '.' || r == ',':
					in = prev >= '0' && prev <= '9' && unicode.IsDigit(next) || r == '.' && unicode.IsUpper(next) && i-begin == 1
				default:
					in = unicode.IsLetter(next)
				}
			}
			if i == begin {
				word = in
			} else if in != word {
				break
			}
			i += n
		}
		out = append(out, token{s[begin:i], word})
	}
	return out
}

func join(ts []token) string {
	var b strings.Builder
	for _, t := range ts {
		b.WriteString(t.s)
	}
	return b.String()
}

// folded returns the words of s in lower case.
func folded(s string) []string {
	var out []string
	for _, t := range tokens(s) {
		if t.word {
			out = append(out, strings.ToLower(t.s))
		}
	}
	return out
}

// runLength is how many words in a row no broken rewrite shares with its source.
const runLength = 6

// runs returns the runs of runLength words of s.
func runs(s string) map[string]bool {
	ws := folded(s)
	out := make(map[string]bool, len(ws))
	for i := 0; i+runLength <= len(ws); i++ {
		out[strings.Join(ws[i:i+runLength], " ")] = true
	}
	return out
}

// isContent reports whether t is a word of an open class that is no name.
func isContent(t token) bool {
	if !t.word || len(t.s) < 3 || closed[t.s] {
		return false
	}
	for i := 0; i < len(t.s); i++ {
		if t.s[i] < 'a' || t.s[i] > 'z' {
			return false
		}
	}
	return true
}

// closed are the commonest words of closed classes, with the verbs that work as
// auxiliaries.
var closed = set(`the and for are was were has had have been being but not with from this that these those they them
their there then than his her hers him she its who whom whose which what when where while why how all any each both few
more most other some such nor own same too very can could will would shall should may might must one two three four five
six seven eight nine ten out off over under again once here about into through during before after above below between
because until unless though although since whether upon also just only even ever never did does done doing our ours you
your yours itself himself herself themselves against among around across toward towards per via without within yet
another much many every either neither however per`)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}
