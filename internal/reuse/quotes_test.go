package reuse

import (
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

func TestQuoteScanner(t *testing.T) {
	// A sentence ends at each full stop; the quoted words stand in capitals.
	for _, text := range []string{
		"he said, “THE BRIDGE IS SAFE,” and left",
		"“THE BRIDGE IS SAFE. NOBODY NEED WORRY. WE TESTED IT,” he said. that was all",
		"`` THE BRIDGE IS SAFE. IT WILL STAND, '' he said. that was all",
		`"THE BRIDGE IS SAFE. IT WILL STAND," he said. "WE TESTED IT." that was all`,
		"“THE BRIDGE IS SAFE. IT WILL STAND, '' he said. the marks differ",
		// Never closed: to the end of the sentence.
		"it is “SAFE FOR ALL. that was all he had to say",
		"it is “SAFE FOR ALL. that was all\nhe had to say",
		// Never closed, but gone on with: to the end of the line.
		"it is “SAFE FOR ALL. NOBODY NEED WORRY\n“WE TESTED IT,” he said",
		"it is \"SAFE FOR ALL. NOBODY NEED WORRY\n\n\"WE TESTED IT,\" he said",
		// Inches.
		`a 5"board of oak. then he said "IT IS SAFE" and left`,
		"he didn't say \" IT IS SAFE \" at all",
		"”he said. that was all",
		"",
	} {
		q := quoteScanner{text: text, open: -1}
		sentence := 0
		for at := 0; ; {
			start, end := nextWord(text, at, len(text))
			if start < 0 {
				break
			}
			if strings.Contains(text[at:start], ".") || strings.Contains(text[at:start], "\n") {
				sentence = start
			}
			at = end
			word := text[start:end]
			want := word == strings.ToUpper(word) && strings.ToLower(word) != word
			if got := q.within(news.Span{Start: start, End: end}, sentence); got != want {
				t.Errorf("%q: %q is quoted: %v", text, word, got)
			}
		}
	}
}

// FuzzQuoteScanner asks of any text whether its words are quoted.
func FuzzQuoteScanner(f *testing.F) {
	f.Add("“a. b\n“c” \"d\" ``e'' 'f' \"", 3)
	f.Fuzz(func(t *testing.T, text string, sentence int) {
		sentence = max(0, sentence)
		q := quoteScanner{text: text, open: -1}
		for at := 0; ; {
			start, end := nextWord(text, at, len(text))
			if start < 0 {
				return
			}
			if q.within(news.Span{Start: start, End: end}, sentence) && !strings.ContainsAny(text[:start], "\"“«„`") {
				t.Errorf("%q is quoted and no mark stands before it", text[start:end])
			}
			at = end
		}
	})
}
