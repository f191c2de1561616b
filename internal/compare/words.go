package compare

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/zeebo/xxh3"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// A sentence is one sentence of a story's article as a set of weighted words
// and what else must agree where two tell of one thing.
type sentence struct {
	article int
	index   int // into Annotation.Sentences
	span    news.Span
	words   []weighted // by stem; sorted by hash, each once
	order   []ordered  // the same in the order of the text, as often as they stand in it
	total   int64      // sum of their weights
	proof   int64      // sum of their proofs
	plain   int        // words of any kind
	numbers []uint32   // hashes of its numbers that belong to no date, sorted
	days    []int      // the days that it names, sorted
	people  []string   // entities of the persons that it names, sorted
	manner  manner
}

// A weighted is a word of a sentence. Weight tells how rare it is in news, in
// 1/256 bits; proof is the part of that which is left if the word stands in
// several sentences of its article: what the whole article is about does not
// tell one of its sentences from another.
type weighted struct {
	hash   uint32
	weight int32
	proof  int32
	name   bool // of a person, or of the title before one
}

// An ordered is a word in its place.
type ordered struct {
	hash uint32
	name bool // of anything
}

// bodies returns the sentences of the bodies of articles, in order.
func (c *comparer) bodies(members []int) []sentence {
	var out []sentence
	for _, i := range members {
		an := &c.Annotations[i]
		persons, names := newNameCursor(an, news.Person), newNameCursor(an, "")
		first := len(out)
		for k := range an.Sentences {
			if s := &an.Sentences[k]; !s.IsHeadline && !c.boilerplate[xxh3.HashString(s.Of(c.Articles[i].Text))] {
				out = append(out, c.sentence(i, k, &persons, &names))
			}
		}
		prove(out[first:])
	}
	return out
}

// prove sets the proofs of the words of an article's sentences.
func prove(body []sentence) {
	in := map[uint32]int32{}
	for i := range body {
		for _, w := range body[i].words {
			in[w.hash]++
		}
	}
	for i := range body {
		s := &body[i]
		for k := range s.words {
			w := &s.words[k]
			w.proof = w.weight / in[w.hash]
			s.proof += int64(w.proof)
		}
	}
}

func (c *comparer) sentence(i, k int, persons, names *nameCursor) sentence {
	an := &c.Annotations[i]
	s := &an.Sentences[k]
	text := c.Articles[i].Text
	out := sentence{article: i, index: k, span: s.Span}
	times := timesWithin(an, s.Span)
	for t := range times {
		if day, ok := times[t].Day(); ok && times[t].Kind == news.TimeDate {
			out.days = append(out.days, day)
		}
	}
	slices.Sort(out.days)
	var buf [64]byte
	next := 0 // of the times
	for _, w := range an.Words[s.FirstWord:s.EndWord] {
		folded := knowledge.AppendWord(buf[:0], w.Of(text))
		if len(folded) == 0 {
			continue
		}
		out.plain++
		out.manner |= mannerOf(w.Of(text), folded)
		for next < len(times) && times[next].Span.End <= w.Start {
			next++
		}
		dated := next < len(times) && times[next].Span.Overlaps(w.Span)
		number := number(folded)
		if number != nil && !dated {
			out.numbers = append(out.numbers, uint32(xxh3.Hash(number)))
		}
		// Words in more than one article of about sixteen join nothing.
		weight := knowledge.Rarity(string(folded)) - 4*256
		person, name := persons.holds(w.Span), names.holds(w.Span)
		if weight <= 0 && !person && number == nil {
			continue
		}
		h := hashOf(folded)
		out.words = append(out.words, weighted{hash: h, weight: max(weight, 256), name: person})
		out.order = append(out.order, ordered{h, name})
	}
	if strings.HasSuffix(strings.TrimRightFunc(s.Of(text), func(r rune) bool { return isMark(r) && r != '?' }), "?") {
		out.manner |= asked
	}
	out.people = c.peopleIn(i, s.Span)
	out.finish()
	return out
}

// peopleIn returns the entities of the persons that stand by name in a span.
func (c *comparer) peopleIn(i int, s news.Span) []string {
	list := c.Annotations[i].Mentions
	at, _ := slices.BinarySearchFunc(list, s.Start, func(m news.Mention, start int) int { return cmp.Compare(m.Start, start) })
	var out []string
	for ; at < len(list) && list[at].Start < s.End; at++ {
		if m := &list[at]; m.Kind == news.NameMention && m.Type == news.Person {
			if id := c.EntityOf[i][at]; id != "" {
				out = append(out, id)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// timesWithin returns the time expressions that lie in a span, in order.
func timesWithin(an *news.Annotation, s news.Span) []news.Time {
	first, _ := slices.BinarySearchFunc(an.Times, s.Start, func(t news.Time, start int) int { return cmp.Compare(t.Span.Start, start) })
	end := first
	for end < len(an.Times) && an.Times[end].Span.End <= s.End {
		end++
	}
	return an.Times[first:end]
}

// finish sorts the words of a sentence, keeps each once, and adds up their
// weights.
func (s *sentence) finish() {
	slices.SortFunc(s.words, func(x, y weighted) int {
		return cmp.Or(cmp.Compare(x.hash, y.hash), cmp.Compare(y.weight, x.weight), boolCompare(x.name, y.name))
	})
	s.words = slices.CompactFunc(s.words, func(x, y weighted) bool { return x.hash == y.hash })
	for _, w := range s.words {
		s.total += int64(w.weight)
	}
	slices.Sort(s.numbers)
	s.numbers = slices.Compact(s.numbers)
}

// heavy returns the hashes of the words of a sentence that prove most.
func (s *sentence) heavy() []uint32 {
	w := slices.Clone(s.words)
	slices.SortFunc(w, func(x, y weighted) int { return cmp.Or(cmp.Compare(y.proof, x.proof), cmp.Compare(x.hash, y.hash)) })
	var out []uint32
	for _, x := range w[:min(heavyWords, len(w))] {
		out = append(out, x.hash)
	}
	return out
}

// numberWords are the numbers that are written out, as digits. "One" is left
// out: it most often counts nothing.
var numberWords = map[string]string{
	"two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10",
	"eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15", "sixteen": "16", "seventeen": "17",
	"eighteen": "18", "nineteen": "19", "twenty": "20", "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60",
	"seventy": "70", "eighty": "80", "ninety": "90", "dozen": "12", "hundred": "100", "thousand": "1000",
	"twice": "2", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th", "sixth": "6th", "seventh": "7th",
	"eighth": "8th", "ninth": "9th", "tenth": "10th",
}

// number returns a folded word that is a number as digits, nil for any other.
func number(folded []byte) []byte {
	if folded[0] >= '0' && folded[0] <= '9' {
		return folded
	}
	if n, ok := numberWords[string(folded)]; ok {
		return []byte(n)
	}
	return nil
}

// hashOf returns the hash by which a folded word is compared: that of its number or of
// its stem. The letters of word may be written over.
func hashOf(word []byte) uint32 {
	if n := number(word); n != nil {
		return uint32(xxh3.Hash(n))
	}
	return uint32(xxh3.Hash(stem(word)))
}

// stem takes the common endings off an English word, so that "toppled" and
// "topples" are one. It errs on the side of leaving words apart. The letters of
// word may be written over.
func stem(word []byte) []byte {
	const shortest = 4 // of what is left
	for _, e := range [...]string{"ies", "ied", "ing", "ed", "es", "s"} {
		if len(word)-len(e) < shortest || !bytes.HasSuffix(word, []byte(e)) {
			continue
		}
		if e == "s" && word[len(word)-2] == 's' {
			break
		}
		word = word[:len(word)-len(e)]
		if e[0] == 'i' && e != "ing" {
			return append(word, 'y')
		}
		if n := len(word); n > shortest && word[n-1] == word[n-2] {
			word = word[:n-1]
		}
		break
	}
	return bytes.TrimSuffix(word, []byte("e"))
}
