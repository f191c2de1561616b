package actions

import (
	"strings"

	"github.com/twosource/twosource/internal/grammar"
	"github.com/twosource/twosource/internal/news"
)

// maxNumber bounds the words of a number.
const maxNumber = 12

// readNumber reads the number that begins at word i. Its end is beyond i even if
// it is none.
func (f *finder) readNumber(i int32) (x number, ok bool) {
	x = number{first: i, bound: news.Exact}
	last := int32(f.ann.Sentences[f.sent[i]].EndWord)
	low, end, size := f.readValue(i, last)
	x.end, x.low, x.high = max(end, i+1), low, low
	if end == i {
		return x, false
	}
	if size > 1 { // "hundreds": from one to the next
		x.high, x.bound = low*size, news.About
	}
	x.head = f.numberHead(&x)
	f.readRange(&x, last)
	f.readSigns(&x, last)
	return x, true
}

// numberHead gives the word of x that hangs outside of it.
func (f *finder) numberHead(x *number) int32 {
	for i := x.first; i < x.end; i++ {
		if h := f.g.Head[i]; h < x.first || h >= x.end {
			if f.g.POS[i] != grammar.PUNCT {
				return i
			}
		}
	}
	return x.end - 1
}

// readValue reads one value from word i on. size is above 1 for a number of
// unknown size: the value is then its least, and size how many times that its
// most may be.
func (f *finder) readValue(i, last int32) (value float64, end int32, size float64) {
	total, part := 0.0, 0.0
	digits, any, plural := false, false, false
	k := i
	for ; k < last && k-i < maxNumber; k++ {
		w := f.word(k)
		if w[0] >= '0' && w[0] <= '9' {
			v, ok := parseDigits(w)
			if !ok || any {
				break
			}
			part, any, digits = v, true, true
			continue
		}
		if w == "-" && any && !digits && k+1 < last && f.lex[k+1].is(numeral) && part >= 20 && part < 100 {
			continue // twenty-one
		}
		if strings.EqualFold(w, "and") && any && !digits && k+1 < last && f.lex[k+1].is(numeral) && f.lex[k+1].value < 100 && part+total >= 100 {
			continue
		}
		e := f.lex[k]
		if !e.is(numeral) || e.value == 1 && w[len(w)-1] == 's' {
			break
		}
		isPlural := e.is(vague) && f.g.Feats[k].Has(grammar.Plural) && strings.HasSuffix(w, "s")
		switch {
		case isPlural && !any:
			// "dozens", "tens of thousands"
			value, end = f.vagueNumber(k, last)
			return value, end, vagueness
		case isPlural && digits:
			return part, k, 1
		case e.value >= 1000:
			total, part = total+float64(max(part, 1)*e.value), 0
		case e.value >= 100:
			part = max(part, 1) * e.value
		case e.value == 12 && part > 0:
			part *= 12
		case any && (part > 0 && e.value >= 10 && int(part)%100 != 0 || digits):
			return total + part, k, 1
		case any && int(part)%10 != 0:
			return total + part, k, 1
		default:
			part += e.value
		}
		any = true
		plural = plural || isPlural
	}
	for k > i && (f.word(k-1) == "-" || strings.EqualFold(f.word(k-1), "and")) {
		k--
	}
	if !any {
		return 0, i, 1
	}
	return total + part, k, 1
}

// vagueness is how many times its least a number such as "hundreds" may be.
const vagueness = 5

// vagueNumber reads "hundreds", "tens of thousands", "dozens": the least that it
// can be, and its end.
func (f *finder) vagueNumber(k, last int32) (float64, int32) {
	v := f.lex[k].value
	if v == 12 {
		v = 24
	} else {
		v *= 2
	}
	end := k + 1
	for end+1 < last && f.g.Lemma[end] == "of" && f.lex[end+1].is(vague) && f.g.Feats[end+1].Has(grammar.Plural) {
		v *= f.lex[end+1].value
		end += 2
	}
	return v, end
}

// parseDigits reads "240,000", "1.5", "2.5m", "3bn"; ok is false for ordinals,
// times and what else has digits.
func parseDigits(w string) (v float64, ok bool) {
	if len(w) > 24 {
		return 0, false
	}
	k, places := 0, 1.0
	fraction := false
digits:
	for ; k < len(w); k++ {
		c := w[k]
		switch {
		case c >= '0' && c <= '9':
			v = float64(v*10) + float64(c-'0')
			if fraction {
				places *= 10
			}
		case c == ',' && !fraction && digitsAt(w, k+1, 3):
		case c == '.' && !fraction && digitsAt(w, k+1, 1):
			fraction = true
		default:
			break digits
		}
	}
	factor, ok := suffixes[strings.ToLower(w[k:])]
	return float64(v*factor) / places, ok
}

// suffixes gives the factor of what may follow the digits of a number.
var suffixes = map[string]float64{"": 1, "m": 1e6, "mn": 1e6, "mln": 1e6, "bn": 1e9, "b": 1e9, "k": 1e3, "tn": 1e12}

func digitsAt(w string, k, n int) bool {
	if k+n > len(w) {
		return false
	}
	for i := k; i < k+n; i++ {
		if w[i] < '0' || w[i] > '9' {
			return false
		}
	}
	return true
}

// readRange takes in a second number after "to", "and" or a dash: "between 10
// and 20", "10-20".
func (f *finder) readRange(x *number, last int32) {
	k := x.end
	if k+1 >= last || x.low != x.high {
		return
	}
	switch strings.ToLower(f.word(k)) {
	case "to", "-", "–", "or":
	case "and":
		if x.first == 0 || !strings.EqualFold(f.word(x.first-1), "between") {
			return
		}
	default:
		return
	}
	if !f.beginsNumber(k + 1) {
		return
	}
	v, end, size := f.readValue(k+1, last)
	if end == k+1 || size > 1 {
		return
	}
	if e := f.lex[end-1]; e.is(numeral) && e.value >= 1000 && float64(x.low*e.value) < v {
		x.low *= e.value // "two to three million"
	}
	if v <= x.low {
		return
	}
	x.high, x.end = v, end
	x.head = f.numberHead(x)
}

// readSigns takes in the signs of money and percent on both sides.
func (f *finder) readSigns(x *number, last int32) {
	if x.first > 0 && f.sent[x.first-1] == f.sent[x.first] {
		if c := currency(strings.ToLower(f.word(x.first - 1))); c != "" && f.g.POS[x.first-1] != grammar.NOUN || c != "" && !isLetter(f.word(x.first - 1)[0]) {
			x.money = c
			x.first--
		}
	}
	if x.end >= last {
		return
	}
	switch w := strings.ToLower(f.word(x.end)); w {
	case "%", "percent", "pct":
		x.percent = true
		x.head = x.end
		x.end++
	case "per":
		if x.end+1 < last && strings.EqualFold(f.word(x.end+1), "cent") {
			x.percent = true
			x.head = x.end + 1
			x.end += 2
		}
	default:
		if c := currency(w); c != "" && x.money == "" {
			x.money = c
			x.end++
		} else if c := currency(f.g.Lemma[x.end]); c != "" && x.money == "" {
			x.money = c
			x.end++
		}
	}
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// excluded reports whether x is no quantity: a part of a date or a name, an
// age, a score, a year, a number that numbers.
func (f *finder) excluded(x *number) bool {
	g := f.g
	n := int32(len(f.ann.Words))
	for i := x.first; i < x.end; i++ {
		if f.time[i] >= 0 && x.money == "" && !x.percent {
			return true
		}
	}
	if m := f.cover[x.first]; m >= 0 && f.isName(m) {
		return true
	}
	if x.money != "" || x.percent {
		return false
	}
	w := f.ann.Words[x.first]
	glued := x.first > 0 && f.ann.Words[x.first-1].End == w.Start && f.sent[x.first-1] == f.sent[x.first]
	if glued && !isOpening(f.word(x.first-1)) {
		return true // "F-16", "Covid-19", "2-1", "No.5"
	}
	last := f.ann.Words[x.end-1]
	if x.end < n && f.ann.Words[x.end].Start == last.End {
		switch c := f.word(x.end)[0]; {
		case c == '-' || c == '/' || c == ':':
			return true // "34-year-old", "10-member", "5/6"
		case c == 0xE2: // – or ’
			return f.g.POS[x.end] == grammar.PUNCT && x.end+1 < n && f.ann.Words[x.end+1].Start == f.ann.Words[x.end].End && !isQuote(f.word(x.end))
		}
	}
	if x.end < n && x.first > 0 && f.g.Lemma[x.first-1] == "(" && f.g.Lemma[x.end] == ")" {
		return true
	}
	if x.end < n && f.sent[x.end] == f.sent[x.first] && f.lex[x.end].is(weekly) {
		return true
	}
	digits := f.text[w.Start] >= '0' && f.text[w.Start] <= '9'
	if x.first > 0 && f.sent[x.first-1] == f.sent[x.first] && digits && f.numbers(x.first-1, x) {
		return true
	}
	if f.isAge(x) {
		return true
	}
	if digits && x.end-x.first == 1 && w.Len() == 4 && x.low >= 1800 && x.low < 2100 && (g.Rel[x.head] != grammar.RelNummod || f.isYear(x)) {
		return true
	}
	if !digits && x.low == 1 && x.high == 1 {
		return g.Rel[x.head] != grammar.RelNummod
	}
	return digits && x.first == int32(f.ann.Sentences[f.sent[x.first]].FirstWord) && x.end < n && f.word(x.end)[0] == '.'
}

func isOpening(w string) bool {
	switch w {
	case "(", "[", "\"", "“", "‘", "'", "—", "–", "$", "€", "£", "US$", ",":
		return true
	}
	return false
}

func isQuote(w string) bool { return w == "”" || w == "’" || w == "“" }

// isYear reports whether a four-digit number before a noun is a year all the
// same: "the 2014 election".
func (f *finder) isYear(x *number) bool {
	h := f.g.Head[x.head]
	return h >= 0 && !f.g.Feats[h].Has(grammar.Plural) || x.first > 0 && f.g.POS[x.first-1] == grammar.DET
}

// numbers reports whether word i makes a number of the word after it that
// numbers and does not count: "Article 5", "page 3", "No. 4".
func (f *finder) numbers(i int32, x *number) bool {
	switch f.g.POS[i] {
	case grammar.PROPN:
		return f.g.Head[x.head] == i || f.counted(x) < 0
	case grammar.NOUN:
		return f.g.Head[x.head] == i
	case grammar.SYM:
		return f.word(i) == "#"
	}
	return false
}

// isAge reports whether x is an age: "aged 34", "Smith, 34, said".
func (f *finder) isAge(x *number) bool {
	n := int32(len(f.ann.Words))
	if x.first == 0 || x.low > 120 || x.low != x.high {
		return false
	}
	switch f.g.Lemma[x.first-1] {
	case "age", "aged":
		return true
	case "than":
		return x.first > 1 && (f.g.Lemma[x.first-2] == "young" || f.g.Lemma[x.first-2] == "old")
	case "of":
		return x.first > 1 && f.g.Lemma[x.first-2] == "age"
	case ",", "(":
		if x.first > 1 && f.cover[x.first-2] >= 0 && f.ann.Mentions[f.cover[x.first-2]].Type == news.Person && f.isName(f.cover[x.first-2]) {
			return x.end >= n || f.g.POS[x.end] == grammar.PUNCT
		}
	}
	return false
}

// boundBefore reads "more than", "at least", "up to" before x into q, and gives
// the first word of the quantity.
func (f *finder) boundBefore(x *number, first int32, q *news.Quantity) int32 {
	at := func(k int32) string {
		if x.first-k < first {
			return ""
		}
		return f.lower(x.first - k)
	}
	a, b, c := at(1), at(2), at(3)
	set := func(bound news.QuantityBound, n int32) int32 {
		q.Bound = bound
		return x.first - n
	}
	switch {
	case b == "no" && a == "than", c == "no" && a == "than" && (b == "fewer" || b == "less"), c == "not" && a == "than" && (b == "fewer" || b == "less"):
		return set(news.AtLeast, 3)
	case (c == "no" || c == "not") && a == "than" && b == "more":
		return set(news.AtMost, 3)
	case a == "than" && (b == "more" || b == "greater" || b == "higher"), b == "at" && a == "least", b == "in" && a == "excess":
		return set(news.AtLeast, 2)
	case a == "of" && b == "excess" && c == "in", a == "of" && b == "minimum":
		return set(news.AtLeast, 2)
	case a == "over" || a == "above" || a == "exceeding" || a == "topped" || a == "least":
		return set(news.AtLeast, 1)
	case a == "than" && (b == "fewer" || b == "less" || b == "lower"), b == "up" && a == "to", b == "at" && a == "most":
		return set(news.AtMost, 2)
	case a == "as" && (b == "many" || b == "much") && c == "as":
		return set(news.AtMost, 3)
	case a == "under" || a == "below":
		return set(news.AtMost, 1)
	case a == "to" && b == "close", a == "estimated" && b == "an":
		return set(news.About, 2)
	case a == "a" && b == "about", a == "a" && b == "some":
		return set(news.About, 2)
	}
	switch a {
	case "about", "around", "some", "nearly", "almost", "approximately", "roughly", "estimated", "circa", "reported":
		return set(news.About, 1)
	case "several", "few":
		if q.Low >= 12 { // "several thousand"
			q.Low, q.High = 2*q.Low, 2*vagueness*q.Low
		}
		return set(news.About, 1)
	}
	return x.first
}

// boundAfter reads "or more", "or so" after x into q, and gives the end.
func (f *finder) boundAfter(x *number, last int32, q *news.Quantity) int32 {
	if x.end+1 < last && f.lower(x.end) == "or" {
		switch f.lower(x.end + 1) {
		case "more":
			q.Bound = news.AtLeast
			return x.end + 2
		case "so":
			q.Bound = news.About
			return x.end + 2
		case "fewer", "less":
			q.Bound = news.AtMost
			return x.end + 2
		}
	}
	return x.end
}

func (f *finder) lower(i int32) string {
	w := f.word(i)
	for k := 0; k < len(w); k++ {
		if w[k] >= 'A' && w[k] <= 'Z' {
			return strings.ToLower(w)
		}
	}
	return w
}
