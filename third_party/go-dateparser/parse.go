package dateparser

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/markusmobius/go-dateparser/date"
)

// A token is a run of digits or a word, in lower case.
type token struct {
	text   string
	number int // -1 for a word
	digits int
}

// parse reads s as one date.
func parse(s string) (date.Date, bool) {
	if d, ok := parseMarked(s); ok {
		return d, true
	}
	tokens, ok := scan(dropTime(strings.ToLower(s)))
	if !ok {
		return date.Date{}, false
	}
	t := load()
	lang, month, ok := t.language(tokens)
	if !ok {
		return date.Date{}, false
	}
	year, day, ok := yearAndDay(tokens)
	if !ok {
		return date.Date{}, false
	}
	if t.langs[lang] == "th" && year > 2400 {
		year -= 543 // the Thai solar calendar
	}
	return calendarDay(year, month, day, t.langs[lang])
}

// language returns the first language in which every word of tokens is known
// and exactly one is a month.
func (t *table) language(tokens []token) (lang uint8, monthOf int, ok bool) {
	// state[l] counts the words that language l knows, and its month.
	type state struct{ known, months, value, at int }
	states := make([]state, len(t.langs))
	words := 0
	for i, tok := range tokens {
		if tok.number >= 0 {
			continue
		}
		words++
		last := -1
		for _, e := range t.words[tok.text] {
			st := &states[e.lang]
			if int(e.lang) != last {
				st.known++
				last = int(e.lang)
			}
			// A word that is a month and something else ("mar", Tuesday and
			// March in Spanish) is the month if the language has no other.
			if e.kind == month && (st.months == 0 || st.at != i) {
				if st.months == 1 && st.at != i && t.ambiguous(tokens[st.at].text, e.lang) {
					st.months = 0
				}
				if st.months == 1 && t.ambiguous(tok.text, e.lang) {
					continue
				}
				st.months++
				st.value, st.at = int(e.value), i
			}
		}
	}
	for l, st := range states {
		if words > 0 && st.known == words && st.months == 1 {
			return uint8(l), st.value, true
		}
	}
	return 0, 0, false
}

// ambiguous reports whether word is more than a month in language lang.
func (t *table) ambiguous(word string, lang uint8) bool {
	for _, e := range t.words[word] {
		if e.lang == lang && e.kind != month {
			return true
		}
	}
	return false
}

// yearAndDay finds, among the numbers of tokens, the year and the day beside
// the month. Exactly two numbers must be left.
func yearAndDay(tokens []token) (year, day int, ok bool) {
	var numbers []token
	for _, tok := range tokens {
		if tok.number >= 0 {
			numbers = append(numbers, tok)
		}
	}
	if len(numbers) != 2 {
		return 0, 0, false
	}
	a, b := numbers[0], numbers[1]
	switch {
	case a.digits == 4 && b.digits <= 2:
		return a.number, b.number, true
	case b.digits == 4 && a.digits <= 2:
		return b.number, a.number, true
	case a.digits <= 2 && b.digits == 2:
		y := 2000 + b.number
		if b.number >= 90 {
			y -= 100
		}
		return y, a.number, true
	}
	return 0, 0, false
}

// parseMarked reads dates whose numbers carry their unit: 2015年9月27日,
// 2015년 9월 27일, ngày 27 tháng 9 năm 2015.
func parseMarked(s string) (date.Date, bool) {
	for _, m := range [...]struct {
		year, month, day string
		before           bool // the unit stands before its number
	}{{"年", "月", "日", false}, {"년", "월", "일", false}, {"năm", "tháng", "ngày", true}} {
		if !strings.Contains(s, m.month) {
			continue
		}
		y, ok1 := marked(s, m.year, m.before)
		mo, ok2 := marked(s, m.month, m.before)
		d, ok3 := marked(s, m.day, m.before)
		if !ok1 && m.before {
			if i := strings.LastIndexAny(s, "/,"); i >= 0 {
				y, ok1 = leadingNumber(strings.TrimLeft(s[i+1:], " "))
			}
		}
		if ok1 && ok2 && ok3 {
			return calendarDay(y, mo, d, "")
		}
	}
	return date.Date{}, false
}

// marked returns the number that stands beside unit.
func marked(s, unit string, before bool) (int, bool) {
	head, tail, found := strings.Cut(s, unit)
	if !found {
		return 0, false
	}
	if before {
		return leadingNumber(strings.TrimLeft(tail, " "))
	}
	head = strings.TrimRight(head, " ")
	i := len(head)
	for i > 0 && head[i-1] >= '0' && head[i-1] <= '9' {
		i--
	}
	return leadingNumber(head[i:])
}

func leadingNumber(s string) (int, bool) {
	n, i := 0, 0
	for i < len(s) && i < 5 && s[i] >= '0' && s[i] <= '9' {
		n = n*10 + int(s[i]-'0')
		i++
	}
	return n, i > 0 && i < 5
}

func calendarDay(y, m, d int, lang string) (date.Date, bool) {
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if y < 1000 || y > 9999 || d < 1 || t.Day() != d || int(t.Month()) != m {
		return date.Date{}, false
	}
	return date.Date{Locale: lang, Period: date.Day, Time: t}, true
}

// scan cuts s into numbers and words. It fails for more than 12 tokens and for
// signs that no date holds.
func scan(s string) ([]token, bool) {
	var out []token
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case digitOf(r) >= 0:
			v, c, end := 0, 0, i
			for end < len(s) {
				r, n := utf8.DecodeRuneInString(s[end:])
				if digitOf(r) < 0 {
					break
				}
				v, c, end = v*10+digitOf(r), c+1, end+n
				if c > 4 {
					return nil, false
				}
			}
			out = append(out, token{s[i:end], v, c})
			i = end
		case unicode.IsLetter(r):
			end := wordEnd(s, i)
			out = append(out, token{s[i:end], -1, 0})
			i = end
		case unicode.IsSpace(r) || strings.ContainsRune(".,;|/-–—·•'’‘()[]،º°ª:", r) || unicode.Is(unicode.Cf, r):
			i += n
		default:
			return nil, false
		}
		if len(out) > 12 {
			return nil, false
		}
	}
	return out, true
}

// wordEnd returns the end of the word that begins at i: letters and marks, with
// a point, hyphen or apostrophe only between two letters.
func wordEnd(s string, i int) int {
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case unicode.IsLetter(r) || unicode.IsMark(r):
		case (r == '.' || r == '-' || r == '\'') && i+n < len(s):
			if next, _ := utf8.DecodeRuneInString(s[i+n:]); !unicode.IsLetter(next) {
				return i
			}
		default:
			return i
		}
		i += n
	}
	return i
}

func digitOf(r rune) int {
	switch {
	case r >= '0' && r <= '9':
		return int(r - '0')
	case r >= '٠' && r <= '٩':
		return int(r - '٠')
	case r >= '۰' && r <= '۹':
		return int(r - '۰')
	case r >= '०' && r <= '९':
		return int(r - '०')
	case r >= '০' && r <= '৯':
		return int(r - '০')
	case r >= '๐' && r <= '๙':
		return int(r - '๐')
	}
	return -1
}

// dropTime blanks the times of day in s, such as 6:35, 18:05:10.5, 14h30 and
// 6.35 pm, with a following offset.
func dropTime(s string) string {
	b := []byte(s)
	for i := 0; i < len(b); i++ {
		if !isDigit(b[i]) || i > 0 && (isDigit(b[i-1]) || b[i-1] == '.' || b[i-1] == '/') {
			continue
		}
		j := i
		for j < len(b) && isDigit(b[j]) {
			j++
		}
		if j-i > 2 || j+2 >= len(b) || b[j] != ':' && b[j] != 'h' || !isDigit(b[j+1]) || !isDigit(b[j+2]) {
			i = j
			continue
		}
		for j < len(b) && (isDigit(b[j]) || (b[j] == ':' || b[j] == 'h' || b[j] == '.') && j+1 < len(b) && isDigit(b[j+1])) {
			j++
		}
		if k := offsetEnd(b, j); k > j {
			j = k
		}
		for k := i; k < j; k++ {
			b[k] = ' '
		}
		i = j
	}
	return string(b)
}

// offsetEnd returns the end of a zone offset such as "+02:00" or " -0500" that
// begins at i, or i.
func offsetEnd(b []byte, i int) int {
	j := i
	for j < len(b) && b[j] == ' ' {
		j++
	}
	if j >= len(b) || b[j] != '+' && b[j] != '-' {
		return i
	}
	k := j + 1
	for k < len(b) && (isDigit(b[k]) || b[k] == ':') {
		k++
	}
	if n := k - j - 1; n < 4 || n > 5 {
		return i
	}
	return k
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
