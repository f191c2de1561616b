package extract

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/twosource/twosource/internal/news"
)

// maxRead is how many bytes of an article's text the language stages read. Ours:
// the longest article in the corpora has 400 KB, the longest of 30,000 in the
// archive 54 KB; a hostile text of this length costs seconds and some 400 MB.
const maxRead = 500_000

// bound leaves to the language stages the first most bytes of the blocks that they
// read. What lies beyond stays in the text, as blocks that are skipped. It reports
// whether anything does.
func bound(text string, blocks []news.Block, most int) ([]news.Block, bool) {
	left := most
	for i, b := range blocks {
		if !b.Kind.Read() {
			continue
		}
		if size := b.End - b.Start; size <= left {
			left -= size
			continue
		}
		out := append([]news.Block(nil), blocks[:i]...)
		if cut := b.Start + headOf(b.Of(text), left); cut > b.Start {
			out = append(out, news.Block{Span: news.Span{Start: b.Start, End: cut}, Kind: b.Kind, Reason: b.Reason})
			b.Start = cut
		}
		b.Start += len(b.Of(text)) - len(strings.TrimLeft(b.Of(text), " \n\t"))
		for _, b := range append([]news.Block{b}, blocks[i+1:]...) {
			if b.Kind.Read() {
				b.Kind, b.Reason = news.Furniture, fmt.Sprintf("lies beyond the first %d bytes, which are read of an article", most)
			}
			if b.Start < b.End {
				out = append(out, b)
			}
		}
		return out, true
	}
	return blocks, false
}

// headOf returns the length of the beginning of s that has at most n bytes and ends
// at the end of a word if one is near.
func headOf(s string, n int) int {
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	if i := strings.LastIndexAny(s[:n], " \n\t"); i > n-n/8 {
		n = i
	}
	return len(strings.TrimRight(s[:n], " \n\t"))
}
