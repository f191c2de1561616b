package english

import "github.com/twosource/twosource/internal/grammar"

// Limits that keep time and memory linear in the length of a text.
const (
	MaxSentence = 300  // words; a longer sentence is cut, if it can be after a comma
	MaxWord     = 1024 // bytes; a longer stretch without white space is cut
)

// Flags of a word, in [Doc.Flags].
const (
	SpaceBefore     = 1 << iota // white space stands before the word
	LineBefore                  // a line break stands before the word
	ParagraphBefore             // an empty line stands before the word, or the text begins here
)

// A Doc holds a text and the marks of one run over it. All slices but Sentences
// have one entry a word, in the order of the text. They are reused by the next
// run on the same Doc: copy what must last. The zero value is ready to use; a
// Doc serves one goroutine at a time.
type Doc struct {
	Text  string
	Start []int32 // byte offset of the word's first byte in Text
	End   []int32 // byte offset after the word's last byte; words are disjoint
	Flags []uint8 // SpaceBefore and its kin

	// Sentences holds the index of each sentence's first word and, last, the
	// number of words: sentence i is words Sentences[i] to Sentences[i+1].
	Sentences []int32

	POS   []grammar.POS   // universal word class
	Tag   []grammar.Tag   // fine word class of the Penn Treebank
	Feats []grammar.Feats // tense, number, person and their kin
	Lemma []uint16        // rule that makes the lemma of the word; see [Model.AppendLemma]
	Head  []int32         // index of the word that this one hangs on; -1 at the root of the sentence
	Rel   []grammar.Rel   // universal relation to the head
	Name  []NameTag       // place of the word in a name

	work scratch
}

// Len gives the number of words.
func (d *Doc) Len() int { return len(d.Start) }

// Word gives the words of token i as they stand in the text.
func (d *Doc) Word(i int) string { return d.Text[d.Start[i]:d.End[i]] }

// SetWords makes sentences the text of d, for scoring on words that are given:
// the words are joined by spaces, the sentences by line breaks. It forgets all
// marks.
func (d *Doc) SetWords(sentences [][]string) {
	d.reset("")
	var text []byte
	for _, s := range sentences {
		if len(s) == 0 {
			continue
		}
		d.Sentences = append(d.Sentences, int32(len(d.Start)))
		for i, w := range s {
			flags := uint8(SpaceBefore)
			if i == 0 {
				flags |= LineBefore
			}
			d.Start = append(d.Start, int32(len(text)))
			text = append(text, w...)
			d.End = append(d.End, int32(len(text)))
			d.Flags = append(d.Flags, flags)
			text = append(text, ' ')
		}
		text[len(text)-1] = '\n'
	}
	d.Sentences = append(d.Sentences, int32(len(d.Start)))
	d.Text = string(text)
}

func (d *Doc) reset(text string) {
	d.Text = text
	d.Start, d.End, d.Flags = d.Start[:0], d.End[:0], d.Flags[:0]
	d.Sentences = d.Sentences[:0]
	d.clearMarks()
}

func (d *Doc) clearMarks() {
	d.POS, d.Tag, d.Feats, d.Lemma = d.POS[:0], d.Tag[:0], d.Feats[:0], d.Lemma[:0]
	d.Head, d.Rel, d.Name = d.Head[:0], d.Rel[:0], d.Name[:0]
}

// sized gives s with length n, keeping its array if that is long enough. The
// entries are not cleared.
func sized[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/4+64)
	}
	return s[:n]
}
