// Package words splits an article into words and sentences.
//
// It is for running text of news in any script that writes spaces, and knows
// the abbreviations, initials, quotation marks and bad habits of English news
// sites. It is not for tables or code, and it judges nothing: what a word is
// (noun, verb, name) is told by its siblings.
//
// Words follow Unicode Standard Annex 29 with these differences, which bring
// them near to the conventions of the English treebanks: an abbreviation keeps
// its full stop ("Mr.", "U.S.", "a.m."); clitics are words of their own
// ("Assad" "’s", "did" "n't", "can" "not"); times of day ("6:35"), runs of dots
// or hyphens, and doubled quotation marks of the typewriter are one word; words
// that only a missing space joins ("ended.Then", "said:They") are parted.
// Hyphenated words are three words ("no", "-", "fly").
package words

import (
	"strings"
	"unicode"
	"unicode/utf8"

	uax "github.com/clipperhouse/uax29/v2/words"

	"github.com/twosource/twosource/internal/news"
)

// Split returns the sentences and words of a's blocks that are read
// ([news.BlockKind.Read]), both sorted and disjoint, in spans of a.Text. Every
// sentence lies in one block, has at least one word, and starts and ends where
// a word does; every word lies in a sentence.
//
// Paragraph numbers count the blocks read that hold words, headings too, from 1;
// titles do not count and have 0. IsHeadline is set in titles and headings.
//
// Split takes time linear in the text. a must keep the rules of
// [news.Article]; its text may hold any valid UTF-8.
func Split(a *news.Article) ([]news.Sentence, []news.Word) {
	n := 0
	for _, b := range a.Blocks {
		if b.Kind.Read() {
			n += b.Len()
		}
	}
	words := make([]news.Word, 0, n/5+8)
	sents := make([]news.Sentence, 0, n/110+4)
	paragraph := 0
	for i, b := range a.Blocks {
		if !b.Kind.Read() {
			continue
		}
		first := len(words)
		words = appendWords(words, a.Text, b.Span)
		if len(words) == first {
			continue
		}
		s := news.Sentence{Block: i, IsHeadline: b.Kind != news.Paragraph}
		if b.Kind != news.Title {
			paragraph++
			s.Paragraph = paragraph
		}
		sents = appendSentences(sents, a.Text, words, first, s)
	}
	return sents, words
}

// appendWords appends the words of text[in] to out.
func appendWords(out []news.Word, text string, in news.Span) []news.Word {
	t := tokenizer{text: text, out: out, first: len(out)}
	it := uax.FromString(text[in.Start:in.End])
	for it.Next() {
		if s := (news.Span{Start: in.Start + it.Start(), End: in.Start + it.End()}); !blank(text[s.Start:s.End]) {
			t.add(s)
		}
	}
	return t.out
}

// blank reports whether the segment s holds nothing to read: white space, or
// characters that do not print.
func blank(s string) bool {
	if c := s[0]; c < utf8.RuneSelf {
		return c <= ' ' || c == 0x7F
	}
	for _, r := range s {
		if unicode.IsGraphic(r) && !unicode.IsSpace(r) {
			return false
		}
	}
	return true
}

// A tokenizer turns the segments of UAX 29 into words, looking back at the
// words already made.
type tokenizer struct {
	text  string
	out   []news.Word
	first int // out[first:] are the words of this block
}

func (t *tokenizer) push(start, end int) {
	t.out = append(t.out, news.Word{Span: news.Span{Start: start, End: end}})
}

// last returns the last word of the block if it ends at byte at.
func (t *tokenizer) last(at int) (*news.Word, bool) {
	if len(t.out) == t.first || t.out[len(t.out)-1].End != at {
		return nil, false
	}
	return &t.out[len(t.out)-1], true
}

// add takes one segment that is not white space.
func (t *tokenizer) add(s news.Span) {
	c := t.text[s.Start]
	if s.Len() == 1 && !alnum(c) {
		t.mark(c, s.Start)
		return
	}
	if t.merge(s) {
		return
	}
	t.part(s)
}

// mark takes a single ASCII mark of punctuation.
func (t *tokenizer) mark(c byte, at int) {
	if last, ok := t.last(at); ok {
		w := t.text[last.Start:last.End]
		switch c {
		case '.':
			if w[0] == '.' || KeepsStop(w) || w == "No" && digitFollows(t.text[at+1:]) {
				last.End++
				return
			}
		case '-', '\'', '`':
			if w[0] == c && (c == '-' || len(w) == 1) {
				last.End++
				return
			}
		}
	}
	t.push(at, at+1)
}

// merge adds segment s to the word before it, and reports whether it belongs
// there: the minutes of a time of day, or the s of a possessive after a bracket
// or quotation mark.
func (t *tokenizer) merge(s news.Span) bool {
	last, ok := t.last(s.Start)
	if !ok {
		return false
	}
	switch w := t.text[last.Start:last.End]; w {
	case ":":
		if len(t.out)-t.first < 2 || !minutes(t.text[s.Start:s.End]) {
			return false
		}
		h := &t.out[len(t.out)-2]
		if h.End != last.Start || h.Len() > 2 || !digits(t.text[h.Start:h.End]) {
			return false
		}
		t.out = t.out[:len(t.out)-1]
		h.End = s.End
		return true
	case "'", "’":
		if s.Len() != 1 || t.text[s.Start] != 's' || last.Start == 0 ||
			strings.IndexByte(")]\"", t.text[last.Start-1]) < 0 && !strings.HasSuffix(t.text[:last.Start], "”") {
			return false
		}
		last.End = s.End
		return true
	}
	return false
}

// minutes reports whether w is "35", "35am" or the like.
func minutes(w string) bool {
	if len(w) < 2 || !digits(w[:2]) {
		return false
	}
	switch w[2:] {
	case "", "am", "pm", "AM", "PM", "a.m", "p.m":
		return true
	}
	return false
}

// part appends the words of one segment of letters, digits or other characters.
func (t *tokenizer) part(s news.Span) {
	w := t.text[s.Start:s.End]
	if len(w) == 6 && (w == "cannot" || w == "Cannot") {
		t.push(s.Start, s.Start+3)
		t.push(s.Start+3, s.End)
		return
	}
	for i := 1; i < len(w)-1; i++ {
		switch w[i] {
		case ':':
			t.part(news.Span{Start: s.Start, End: s.Start + i})
			t.push(s.Start+i, s.Start+i+1)
			t.part(news.Span{Start: s.Start + i + 1, End: s.End})
			return
		case '.':
			if missingSpace(w, i) {
				t.part(news.Span{Start: s.Start, End: s.Start + i})
				t.push(s.Start+i, s.Start+i+1)
				t.part(news.Span{Start: s.Start + i + 1, End: s.End})
				return
			}
		}
	}
	if k := clitic(w); k > 0 {
		t.push(s.Start, s.Start+k)
		t.push(s.Start+k, s.End)
		return
	}
	t.push(s.Start, s.End)
}

// missingSpace reports whether the full stop at w[i] ends a sentence whose
// space was lost: three small letters before it, a capital and a small one
// after it.
func missingSpace(w string, i int) bool {
	return i >= 3 && lower(w[i-1]) && lower(w[i-2]) && lower(w[i-3]) &&
		i+2 < len(w) && w[i+1] >= 'A' && w[i+1] <= 'Z' && lower(w[i+2]) &&
		!strings.HasPrefix(w, "www.") && strings.Count(w, ".") == 1
}

// clitic returns where in w its clitic begins, or 0.
func clitic(w string) int {
	i := strings.LastIndexByte(w, '\'')
	n := 1
	if j := strings.LastIndex(w, "’"); j > i {
		i, n = j, len("’")
	}
	if i <= 0 {
		return 0
	}
	switch tail := w[i+n:]; tail {
	case "s", "S", "d", "m", "re", "ve", "ll", "RE", "VE", "LL", "M", "D":
		return i
	case "t", "T":
		if i >= 2 && (w[i-1] == 'n' || w[i-1] == 'N') {
			return i - 1
		}
	}
	return 0
}

func alnum(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= utf8.RuneSelf
}

func lower(c byte) bool { return c >= 'a' && c <= 'z' }

func digits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// digitFollows reports whether s begins with white space and a digit.
func digitFollows(s string) bool {
	return len(s) > 1 && s[0] == ' ' && s[1] >= '0' && s[1] <= '9' ||
		len(s) > 2 && s[:2] == "\u00A0" && s[2] >= '0' && s[2] <= '9'
}
