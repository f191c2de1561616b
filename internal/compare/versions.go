package compare

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/zeebo/xxh3"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// A spoken is one word of an utterance: its hash and where it stands.
type spoken struct {
	hash uint32
	span news.Span
}

// spokenIn gives the words of spans, marks and empty words left out.
func spokenIn(text string, spans []news.Span) []spoken {
	var out []spoken
	var buf [64]byte
	for _, s := range spans {
		out = slices.Grow(out, max(0, s.Len())/bytesAWord)
		for at := s.Start; at < s.End; {
			n := wordLength(text[at:s.End])
			if n == 0 {
				_, size := utf8.DecodeRuneInString(text[at:s.End])
				at += size
				continue
			}
			if f := knowledge.AppendWord(buf[:0], text[at:at+n]); len(f) > 0 {
				out = append(out, spoken{uint32(xxh3.Hash(f)), news.Span{Start: at, End: at + n}})
			}
			at += n
		}
	}
	return out
}

// bytesAWord is about how many bytes of a text a word takes, with what is between it and
// the next. Ours; it has no effect on the result.
const bytesAWord = 6

// wordLength gives the length of the word that s begins with: letters, digits and
// the marks within; 0 if it begins with none.
func wordLength(s string) int {
	end := 0
	for i, r := range s {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			end = i + utf8.RuneLen(r)
		case end > 0 && (r == '\'' || r == '’' || r == '-' || r == '.' || r == ','):
			if i+utf8.RuneLen(r) >= len(s) || i > end {
				return end
			}
		default:
			return end
		}
	}
	return end
}

// quotedParts gives the outermost quotations in a span, without their marks. A
// quotation that never closes runs to the end of the span.
func quotedParts(text string, s news.Span) []news.Span {
	var out []news.Span
	depth, open := 0, 0
	straight := false
	for at, r := range s.Of(text) {
		at += s.Start
		size := utf8.RuneLen(r)
		switch {
		case r == '“' || r == '«' || r == '„' || r == '"' && !straight && depth == 0:
			if depth == 0 {
				open = at + size
			}
			straight = straight || r == '"'
			depth++
		case depth > 0 && (r == '”' || r == '»' || r == '"' && straight):
			straight = straight && r != '"'
			if depth--; depth == 0 {
				out = append(out, news.Span{Start: open, End: at})
			}
		}
	}
	if depth > 0 && open < s.End {
		out = append(out, news.Span{Start: open, End: s.End})
	}
	return out
}

// weigh gives the words of an utterance that are rare enough to tell what it is
// about, sorted, each once.
func weigh(text string, words []spoken) []weighted {
	var out []weighted
	var buf [64]byte
	for _, w := range words {
		folded := knowledge.AppendWord(buf[:0], w.span.Of(text))
		if weight := knowledge.Rarity(string(folded)) - 4*256; weight > 0 {
			out = append(out, weighted{hash: w.hash, weight: weight})
		}
	}
	slices.SortFunc(out, func(a, b weighted) int { return int(int64(a.hash) - int64(b.hash)) })
	return slices.CompactFunc(out, func(a, b weighted) bool { return a.hash == b.hash })
}

// retold reports whether two utterances of one speaker tell the same in other
// words: they share most of what is rare in the shorter, and three words of it.
func retold(a, b []weighted) bool {
	var both, x, y int64
	n := 0
	for _, w := range a {
		x += int64(w.weight)
	}
	for _, w := range b {
		y += int64(w.weight)
	}
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i].hash < b[j].hash:
			i++
		case a[i].hash > b[j].hash:
			j++
		default:
			both += int64(a[i].weight)
			n++
			i++
			j++
		}
	}
	return n >= 3 && 10*both >= 6*min(x, y) && 10*both >= 3*max(x, y)
}

// maxDiff bounds the words that are set side by side: the work is their product.
const maxDiff = 400

// differences sets a report word by word beside the fullest one and says what
// differs: without “…”, with “…”, “…” for “…”. A negation or a number that only
// one side has is called a contradiction. Words are the articles' own.
func differences(fullText string, full []spoken, text string, words []spoken) []string {
	if len(full) > maxDiff || len(words) > maxDiff {
		return nil
	}
	var out []string
	i, j := 0, 0
	tails := commonTails(full, words)
	for i < len(full) || j < len(words) {
		if i < len(full) && j < len(words) && full[i].hash == words[j].hash {
			i, j = i+1, j+1
			continue
		}
		a, b := i, j
		for i < len(full) || j < len(words) {
			if i < len(full) && j < len(words) && full[i].hash == words[j].hash {
				break
			}
			if j == len(words) || i < len(full) && tails[i+1][j] >= tails[i][j+1] {
				i++
			} else {
				j++
			}
		}
		out = append(out, difference(fullText, full[a:i], text, words[b:j]))
	}
	return out
}

// commonTails gives for each i, j how many words full[i:] and words[j:] have in
// common, in order.
func commonTails(full, words []spoken) [][]int16 {
	t := make([][]int16, len(full)+1)
	for i := range t {
		t[i] = make([]int16, len(words)+1)
	}
	for i := len(full) - 1; i >= 0; i-- {
		for j := len(words) - 1; j >= 0; j-- {
			if full[i].hash == words[j].hash {
				t[i][j] = t[i+1][j+1] + 1
			} else {
				t[i][j] = max(t[i+1][j], t[i][j+1])
			}
		}
	}
	return t
}

func difference(fullText string, gone []spoken, text string, come []spoken) string {
	was, is := cutWords(fullText, gone), cutWords(text, come)
	said := ""
	switch {
	case is == "":
		said = "without “" + was + "”"
	case was == "":
		said = "with “" + is + "”"
	default:
		said = "“" + is + "” for “" + was + "”"
	}
	if negates(fullText, gone) != negates(text, come) {
		return "contradiction, negated in one: " + said
	}
	if was != "" && is != "" && countNumbers(fullText, gone) > 0 && countNumbers(text, come) > 0 {
		return "contradiction, another number: " + said
	}
	return said
}

// shownWords is how many words at each end of a long difference are shown.
const shownWords = 6

// cutWords gives the stretch of text that words cover; the middle of a long one
// is cut.
func cutWords(text string, words []spoken) string {
	if len(words) == 0 {
		return ""
	}
	if len(words) <= 2*shownWords {
		return fold(text[words[0].span.Start:words[len(words)-1].span.End])
	}
	return fold(text[words[0].span.Start:words[shownWords-1].span.End]) + " […] " +
		fold(text[words[len(words)-shownWords].span.Start:words[len(words)-1].span.End])
}

// fold gives s without quotation marks, white space as one blank.
func fold(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("\"“”„«»", r) }), " ")
}

// negates reports whether an odd number of the words negate.
func negates(text string, words []spoken) bool {
	odd := false
	for _, w := range words {
		s := strings.ToLower(w.span.Of(text))
		switch {
		case s == "not", s == "never", s == "no", s == "none", s == "nobody", s == "nothing", s == "cannot", s == "neither", s == "nor",
			strings.HasSuffix(s, "n't"), strings.HasSuffix(s, "n’t"):
			odd = !odd
		}
	}
	return odd
}

func countNumbers(text string, words []spoken) int {
	n := 0
	for _, w := range words {
		if c := text[w.span.Start]; c >= '0' && c <= '9' {
			n++
		}
	}
	return n
}
