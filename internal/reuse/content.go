package reuse

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/twosource/twosource/internal/news"
)

// A token is a word or name that carries sense, folded so that a rewriter's
// changes of form leave it the same: words to their stems, names of countries and
// bodies to what they stand for, numbers to digits.
type token struct {
	key    uint32
	weight int32 // rarity in 1/256 bit
	word   int32 // index of its first word
	kind   tokenKind
}

type tokenKind uint8

const (
	plainToken tokenKind = iota
	nameToken
	numberToken
)

const (
	// A word that more than a fifth of all articles have carries nothing here.
	leastWeight = 600
	// A name is worth less than a word as rare: reports on one happening share it
	// however they came about.
	nameDivisor  = 2
	numberWeight = 6 << 8
)

// addContent adds a word if it carries sense; first is the first word of its
// sentence. If a known name begins there, the name is added, and its end returned.
func (b *builder) addContent(w *wordInfo, at, first int32) (skip int) {
	if w.flags&isUpper != 0 {
		if end := b.addEntry(w, at); end > 0 {
			return end
		}
	}
	d := b.doc
	if w.flags&isNumber != 0 {
		d.content = append(d.content, token{w.value, numberWeight, at, numberToken})
		return 0
	}
	weight := int32(w.rarity)
	if weight < leastWeight {
		return 0
	}
	t := token{key: w.stem, word: at, weight: weight}
	if w.flags&isName != 0 || w.flags&isNameMidway != 0 && at != first || w.flags&isUpper != 0 && d.flags[at]&inName != 0 {
		// A given name before another name may be left out by a rewriter.
		if w.flags&isGiven != 0 && nextIsUpper(d.article.Text[d.span[at].End:]) {
			return 0
		}
		t.kind, t.weight = nameToken, weight/nameDivisor
	}
	d.content = append(d.content, t)
	return 0
}

// addEntry adds the known name that begins at a word, and returns where it ends; 0
// if none begins there.
func (b *builder) addEntry(w *wordInfo, at int32) int {
	d := b.doc
	list := b.names.entries
	start := d.span[at].Start
	for b.nextEntry < len(list) && int(list[b.nextEntry].start) < start {
		b.nextEntry++
	}
	if b.nextEntry == len(list) || int(list[b.nextEntry].start) != start {
		return 0
	}
	e := list[b.nextEntry]
	d.content = append(d.content, token{e.key, max(leastWeight, int32(w.rarity)) / nameDivisor, at, nameToken})
	return int(e.end)
}

// nextIsUpper reports whether text goes on with a space and a capital.
func nextIsUpper(text string) bool {
	return len(text) > 1 && text[0] == ' ' && startsUpper(text[1:])
}

func hashString(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

func spreadKey(h uint64, class byte) uint32 { return uint32(spread(h + uint64(class)<<56)) }

func startsUpper(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r)
}

func sumWeights(ts []token) int32 {
	sum := int32(0)
	for _, t := range ts {
		sum += t.weight
	}
	return sum
}

// sorted returns d's content words by key, then place: the key in the upper half
// of each number, the index into d.content in the lower.
func (d *doc) sorted() []uint64 {
	if len(d.order) == 0 {
		for i := range d.content {
			d.order = append(d.order, uint64(d.content[i].key)<<32|uint64(i))
		}
		slices.Sort(d.order)
	}
	return d.order
}

// sentenceOf returns the index of the sentence that content word i belongs to.
func (d *doc) sentenceOf(i uint32) int32 {
	lo, hi := 0, len(d.sentences)
	for hi-lo > 1 {
		if mid := (lo + hi) / 2; d.sentences[mid].cfirst <= int32(i) {
			lo = mid
		} else {
			hi = mid
		}
	}
	return int32(lo)
}

// bytes returns the span of words first to last, both inclusive.
func (d *doc) bytes(first, last int32) news.Span { return d.span[first].Cover(d.span[last]) }
