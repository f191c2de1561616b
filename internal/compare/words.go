package compare

import (
	"github.com/zeebo/xxh3"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// A sentence is one sentence of a story's article as a set of weighted words.
type sentence struct {
	article int
	index   int // into Annotation.Sentences
	span    news.Span
	words   []weighted // sorted by hash, each once
	total   int64      // sum of their weights
	numbers []uint32   // hashes of its numbers, sorted
}

type weighted struct {
	hash   uint32
	weight int32
	name   bool
}

// bodies returns the sentences of the bodies of articles, in order.
func (c *comparer) bodies(members []int) []sentence {
	var out []sentence
	for _, i := range members {
		an := &c.Annotations[i]
		names := newNameCursor(an)
		for k := range an.Sentences {
			if s := &an.Sentences[k]; !s.IsHeadline && !c.boilerplate[xxh3.HashString(s.Of(c.Articles[i].Text))] {
				out = append(out, c.sentence(i, k, &names))
			}
		}
	}
	return out
}

func (c *comparer) sentence(i, k int, names *nameCursor) sentence {
	an := &c.Annotations[i]
	s := &an.Sentences[k]
	out := sentence{article: i, index: k, span: s.Span}
	var buf [64]byte
	for _, w := range an.Words[s.FirstWord:s.EndWord] {
		folded := knowledge.AppendWord(buf[:0], w.Of(c.Articles[i].Text))
		if len(folded) == 0 {
			continue
		}
		// Words in more than one article of about sixteen join nothing.
		weight := knowledge.Rarity(string(folded)) - 4*256
		name := names.holds(w.Span)
		digit := folded[0] >= '0' && folded[0] <= '9'
		if weight <= 0 && !name && !digit {
			continue
		}
		h := uint32(xxh3.Hash(folded))
		out.words = append(out.words, weighted{h, max(weight, 256), name})
		if digit {
			out.numbers = append(out.numbers, h)
		}
	}
	out.finish()
	return out
}

// similarity is the part of two sentences' weight that they share (Dice), as a
// fraction of 256. A sentence with other numbers tells another thing.
func similarity(a, b *sentence) int64 {
	if a.total+b.total == 0 || len(a.numbers) > 0 && len(b.numbers) > 0 && !intersects(a.numbers, b.numbers) {
		return 0
	}
	shared := int64(0)
	for i, j := 0, 0; i < len(a.words) && j < len(b.words); {
		switch x, y := a.words[i], b.words[j]; {
		case x.hash < y.hash:
			i++
		case x.hash > y.hash:
			j++
		default:
			shared += int64(x.weight) + int64(y.weight)
			i++
			j++
		}
	}
	return shared * 256 / (a.total + b.total)
}

// plainShared counts the words that two sentences share outside names.
func plainShared(a, b *sentence) int {
	n := 0
	for i, j := 0, 0; i < len(a.words) && j < len(b.words); {
		switch x, y := a.words[i], b.words[j]; {
		case x.hash < y.hash:
			i++
		case x.hash > y.hash:
			j++
		default:
			if !x.name && !y.name {
				n++
			}
			i++
			j++
		}
	}
	return n
}

func intersects(a, b []uint32) bool {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			return true
		}
	}
	return false
}
