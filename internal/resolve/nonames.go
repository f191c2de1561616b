package resolve

import (
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// isNone reports whether a mention is a name of the set that names nobody: some of a
// group ("Most Republicans"), two that are coordinated ("House and Senate"), or one
// that a page's layout ran together.
func (r *resolver) isNone(m *mention) bool {
	return m.has(noName) || m.has(maybeTwo) && r.isTwo(m.name)
}

// coordinated parts a name at its only "and" or "or". A preposition before that may
// govern both parts, and so may the noun of a body at the end.
func coordinated(name string) (a, b string, ok bool) {
	a, b, ok = strings.Cut(name, " and ")
	if !ok {
		a, b, ok = strings.Cut(name, " or ")
	}
	if !ok || strings.Contains(b, " and ") || strings.Contains(b, " or ") {
		return "", "", false
	}
	for w := range strings.FieldsSeq(a) {
		if len(contentWords(w)) == 0 {
			return "", "", false
		}
	}
	if directions[foldName(a)] || bodyNouns[lastWord(b)] && !bodyNouns[lastWord(a)] {
		return "", "", false
	}
	return a, b, true
}

// isKind reports whether a name stands after "a" with nothing that it could modify
// after it: "a Rhodes Scholar in Quorra" is one of many.
func isKind(text string, m *news.Mention) bool {
	before := strings.TrimRight(text[max(0, m.Start-4):m.Start], " ")
	before = strings.ToLower(before[strings.LastIndexAny(before, " \n")+1:])
	if before != "a" && before != "an" {
		return false
	}
	rest := text[m.End:]
	if rest == "" || rest[0] != ' ' {
		return rest == "" || strings.IndexByte(".,;:\n)", rest[0]) >= 0
	}
	next, _, _ := strings.Cut(rest[1:min(len(rest), 12)], " ")
	switch next {
	case "that", "which", "who", "with", "in", "of", "from", "and", "or", "for", "to", "at", "on", "by", "is", "was", "when", "where", "but":
		return true
	}
	return false
}

// A someWord is how a word that begins what is some of a group is told from one that
// begins a name.
type someWord int

const (
	alone  someWord = iota // it begins no name
	plural                 // by what follows: a plural, "Most Wanted"
	known                  // by what follows: a people, party or faith, "All Saints"
)

// someOf are the words that begin what is some of a group and no name of it.
var someOf = map[string]someWord{"many": alone, "several": alone, "few": alone, "fewer": alone, "both": alone, "these": alone,
	"those": alone, "various": alone, "numerous": alone, "countless": alone, "most": plural, "more": plural, "some": plural,
	"other": plural, "all": known, "any": known, "another": known, "each": known, "every": known, "no": known, "only": known, "two": known,
	"three": known, "four": known, "five": known, "six": known, "seven": known, "eight": known, "nine": known, "ten": known}

// isSome reports whether a name is, or ends in, some of a group: "Many Senate
// Republicans". One that ends in such a word in capitals is the beginning of a link:
// "Gala MORE".
func (b *book) isSome(name string) bool {
	words := strings.Fields(name)
	last := words[len(words)-1]
	many := strings.HasSuffix(last, "s") && !strings.HasSuffix(last, "ss")
	for i, w := range words[:len(words)-1] {
		how, ok := someOf[strings.ToLower(w)]
		if ok && (how == plural && many || i == 0 && (how == alone || b.isFolk(last))) {
			return true
		}
	}
	_, ok := someOf[strings.ToLower(last)]
	return ok && last == strings.ToUpper(last) && name != strings.ToUpper(name)
}

// isFolk reports whether the tables have a name as that of a people, party or
// faith.
func (b *book) isFolk(name string) bool {
	e, _ := b.known.Lookup(name)
	return e.Kind == knowledge.Demonym || e.Kind == knowledge.Party || e.Kind == knowledge.Faith
}

// isSort reports whether a name is a word that news writes without a capital before a
// people, party or faith: "Moderate Republicans".
func (b *book) isSort(name string) bool {
	e, ok := b.afterOrdinary(name)
	return ok && (e.Kind == knowledge.Demonym || e.Kind == knowledge.Party || e.Kind == knowledge.Faith)
}

// seldom is the most uses in a hundred with a capital of a word that is seldom part
// of a name.
const seldom = 30

// afterOrdinary gives what the tables have for a name without its first word, if that
// is one that news seldom writes with a capital.
func (b *book) afterOrdinary(name string) (knowledge.Entry, bool) {
	first, rest, ok := strings.Cut(name, " ")
	if !ok {
		return knowledge.Entry{}, false
	}
	if c := knowledge.Capitalised(first); c < 0 || c > seldom {
		return knowledge.Entry{}, false
	}
	return b.known.Lookup(rest)
}

// oftener is how many times as often as a coordinated name the set has each half by
// itself if it is two names and the tables have neither.
const oftener = 10

// isTwo reports whether a name is two names with "and" between them: both are names
// of the set or of the tables, and the tables have one of them, or both are far
// commoner than the whole.
func (b *book) isTwo(w uint32) bool {
	half := b.halves[w]
	x, y := &b.words[half[0]], &b.words[half[1]]
	if least := b.words[w].things * oftener; least > 0 && x.things >= least && y.things >= least {
		return true
	}
	left, right := b.is(half[0], isInTable), b.is(half[1], isInTable)
	return (left || right) && (left || x.all > 0) && (right || y.all > 0)
}

// isRow reports whether a name is a row of countries without a comma, "Chad Chile
// China", or one name twice. The "U.S." stands before names of places that are its own.
func (b *book) isRow(name string) bool {
	words := strings.Fields(name)
	if len(words) == 2 && words[0] == words[1] {
		_, ok := b.known.Lookup(words[0])
		return ok
	}
	if words[0] == strings.ToUpper(words[0]) {
		return false
	}
	n := 0
	for len(words) > 0 {
		k := min(len(words), 4)
		for ; k > 0; k-- {
			if e, ok := b.known.Lookup(strings.Join(words[:k], " ")); ok && e.Kind == knowledge.Country {
				break
			}
		}
		if k == 0 {
			return false
		}
		words = words[k:]
		n++
	}
	return n > 1
}

// leastRun is how many letters each of two words must have for a capital within a
// word to be the beginning of the second: it is none in "DeMarco".
const leastRun = 4

// runTogether reports whether a word of a person's name is two words run together,
// of which another name of the article has the first: "Ann HolmSpeaker".
func runTogether(list []news.Mention, m *news.Mention) bool {
	for w := range strings.FieldsSeq(m.Name) {
		at := strings.LastIndexFunc(w, func(c rune) bool { return c >= 'A' && c <= 'Z' })
		if at < leastRun || w[at-1] < 'a' || w[at-1] > 'z' || len(w)-at < leastRun {
			continue
		}
		for j := range list[:min(len(list), maxEvidence)] {
			if slices.Contains(strings.Fields(list[j].Name), w[:at]) {
				return true
			}
		}
	}
	return false
}
