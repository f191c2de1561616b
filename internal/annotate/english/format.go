package english

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// WriteCoNLLU writes d, which m has annotated, as CoNLL-U: a "# text" line a
// sentence, ten columns a word; the last column has SpaceAfter=No and the place
// in a name as Name=B-PER. The error is that of w.
//
// Source: https://universaldependencies.org/format.html.
func (m *Model) WriteCoNLLU(w io.Writer, d *Doc) error {
	b := bufio.NewWriter(w)
	var lemma []byte
	for s := range len(d.Sentences) - 1 {
		first, end := int(d.Sentences[s]), int(d.Sentences[s+1])
		fmt.Fprintf(b, "# sent_id = %d\n# text = %s\n", s+1, oneLine(d.Text[d.Start[first]:d.End[end-1]]))
		for i := first; i < end; i++ {
			lemma = m.AppendLemma(lemma[:0], d, i)
			head := 0
			if d.Head[i] >= 0 {
				head = int(d.Head[i]) - first + 1
			}
			fmt.Fprintf(b, "%d\t%s\t%s\t%s\t%s\t%s\t%d\t%s\t_\t%s\n", i-first+1, oneLine(d.Word(i)), oneLine(string(lemma)),
				d.POS[i], d.Tag[i], d.Feats[i], head, d.Rel[i], d.misc(i, end))
		}
		b.WriteByte('\n')
	}
	return b.Flush()
}

// misc is the last column of word i of a sentence that ends before word end.
func (d *Doc) misc(i, end int) string {
	var out []string
	if d.Name[i].Type() != NoName {
		out = append(out, "Name="+d.Name[i].String())
	}
	if i+1 < end && d.Flags[i+1]&SpaceBefore == 0 {
		out = append(out, "SpaceAfter=No")
	}
	if len(out) == 0 {
		return "_"
	}
	return strings.Join(out, "|")
}

// oneLine folds white space, which would break a line or a column.
func oneLine(s string) string {
	if !strings.ContainsAny(s, "\t\n\r") {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}

// WritePlain writes d, which m has annotated, for reading: a sentence a line,
// each word with its class, names in brackets with their type. The error is
// that of w.
func (m *Model) WritePlain(w io.Writer, d *Doc) error {
	b := bufio.NewWriter(w)
	for s := range len(d.Sentences) - 1 {
		for i := int(d.Sentences[s]); i < int(d.Sentences[s+1]); i++ {
			if i > int(d.Sentences[s]) {
				b.WriteByte(' ')
			}
			if d.Name[i].Begins() {
				b.WriteByte('[')
			}
			fmt.Fprintf(b, "%s/%s", oneLine(d.Word(i)), d.POS[i])
			if d.Name[i].Ends() {
				fmt.Fprintf(b, "]%s", d.Name[i].Type())
			}
		}
		b.WriteByte('\n')
	}
	return b.Flush()
}

// A wordJSON is one word of WriteJSON. Offsets count code points of the text.
type wordJSON struct {
	Start  int    `json:"start"`
	End    int    `json:"end"`
	Text   string `json:"text"`
	Lemma  string `json:"lemma"`
	UPOS   string `json:"upos"`
	XPOS   string `json:"xpos"`
	Feats  string `json:"feats"`
	Head   int    `json:"head"` // index of a word of the sentence; -1 at its root
	DepRel string `json:"deprel"`
	Name   string `json:"name"` // "B-PER", "O"
}

// WriteJSON writes d, which m has annotated, as JSON lines: an object with the
// text, then an object a sentence with its words; heads count from 0. The error
// is that of w.
func (m *Model) WriteJSON(w io.Writer, d *Doc) error {
	b := bufio.NewWriter(w)
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	runes := news.NewRunes(strings.ToValidUTF8(d.Text, "?"))
	if err := enc.Encode(map[string]string{"text": d.Text}); err != nil {
		return err
	}
	var lemma []byte
	for s := range len(d.Sentences) - 1 {
		first := int(d.Sentences[s])
		var words []wordJSON
		for i := first; i < int(d.Sentences[s+1]); i++ {
			lemma = m.AppendLemma(lemma[:0], d, i)
			head := -1
			if d.Head[i] >= 0 {
				head = int(d.Head[i]) - first
			}
			words = append(words, wordJSON{
				Start: runes.Point(int(d.Start[i])), End: runes.Point(int(d.End[i])), Text: d.Word(i), Lemma: string(lemma),
				UPOS: d.POS[i].String(), XPOS: d.Tag[i].String(), Feats: d.Feats[i].String(), Head: head, DepRel: d.Rel[i].String(), Name: d.Name[i].String(),
			})
		}
		if err := enc.Encode(map[string]any{"sentence": s + 1, "words": words}); err != nil {
			return err
		}
	}
	return b.Flush()
}
