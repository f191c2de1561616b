package compare

import (
	"slices"

	"github.com/zeebo/xxh3"

	"github.com/twosource/twosource/internal/knowledge"
)

// A Wording is a sentence or clause prepared for comparison with others by
// [Wording.Resemblance].
type Wording struct {
	words   []worded
	bag     []uint32    // stems, sorted
	letters []uint32    // runs of four letters, sorted
	runs    [3][]uint32 // hashes of the runs of two, three and four words, sorted
	pairs   []uint32    // hashes of the pairs of words with a gap, sorted
	weight  int64       // sum of the words' rarities
	manner  manner
}

// A worded is one word of a wording.
type worded struct {
	stem   uint32
	rarity int32
	number bool
	name   bool // with a capital where most uses have one
}

// mostWorded bounds the words of a sentence that are compared: the cost of some
// measures is the product of both lengths.
const mostWorded = 96

// Word prepares words of an article, or any text, for comparison. It keeps no
// part of text. Words beyond the first 96 are not read.
func Word(text string) *Wording {
	w := &Wording{}
	var buf [64]byte
	for from := 0; len(w.words) < mostWorded; {
		start, end := knowledge.NextWord(text, from)
		if start < 0 {
			break
		}
		from = end
		// A number keeps its groups and its fraction: "1,200", "2.5".
		for end+1 < len(text) && (text[end] == ',' || text[end] == '.') && isDigit(text[end-1]) && isDigit(text[end+1]) {
			_, end = knowledge.NextWord(text, end)
			from = end
		}
		folded := knowledge.AppendWord(buf[:0], text[start:end])
		if len(folded) == 0 {
			continue
		}
		w.add(text[start:end], folded)
	}
	for i := range w.words {
		w.bag = append(w.bag, w.words[i].stem)
		w.weight += int64(w.words[i].rarity)
	}
	slices.Sort(w.bag)
	slices.Sort(w.letters)
	for n := range w.runs {
		w.runs[n] = w.grams(n + 2)
	}
	w.pairs = w.skips()
	return w
}

func (w *Wording) add(word string, folded []byte) {
	w.manner |= mannerOf(word, folded)
	x := worded{rarity: max(knowledge.Rarity(string(folded)), 128)}
	if n := number(folded); n != nil {
		x.number = true
		folded = n
	} else {
		x.name = word[0] >= 'A' && word[0] <= 'Z' && knowledge.Capitalised(string(folded)) > 60
		for i := 0; i+letterRun <= len(folded); i++ {
			w.letters = append(w.letters, uint32(xxh3.Hash(folded[i:i+letterRun])))
		}
		if len(folded) < letterRun {
			w.letters = append(w.letters, uint32(xxh3.Hash(folded)))
		}
		folded = stem(folded)
	}
	x.stem = uint32(xxh3.Hash(folded))
	w.words = append(w.words, x)
}

const letterRun = 4

func isDigit(b byte) bool { return b >= '0' && b <= '9' }
