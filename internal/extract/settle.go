package extract

import (
	"slices"

	"github.com/twosource/twosource/internal/news"
)

// settle sorts the blocks and makes furniture of what lies in none, such as
// marks of zero width between lines, so that every byte of the text that is
// not white space lies in a block.
func (d *draft) settle() {
	slices.SortFunc(d.blocks, func(a, b news.Block) int { return a.Start - b.Start })
	var out []news.Block
	at := 0
	fill := func(end int) {
		if s := (news.Span{Start: at, End: end}).Trim(d.text); s.Len() > 0 {
			out = append(out, news.Block{Span: s, Kind: news.Furniture, Reason: "no words"})
		}
	}
	for _, b := range d.blocks {
		fill(b.Start)
		out = append(out, b)
		at = b.End
	}
	fill(len(d.text))
	d.blocks = out
}
