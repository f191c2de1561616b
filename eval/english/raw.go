package english

import (
	"io"
	"strings"

	annotator "github.com/twosource/twosource/internal/annotate/english"
)

// Raw scores all stages on the plain text of a CoNLL-U treebank, put together
// from its words, its SpaceAfter marks and its paragraphs: F1 of words by their
// bytes, of sentences by where they begin, and, as in the CoNLL 2018 task, of
// UPOS, UAS and LAS over the words found. Words that the treebank writes as one
// and does not spell alike ("don't" as "do" and "not") are placed by their
// lengths. Sentences are what is drawn for the interval of words; for UAS and
// LAS no interval is given. The error wraps [ErrFormat].
func Raw(m *annotator.Model, data io.Reader) (*Report, error) {
	gold, err := readTreebank(data)
	if err != nil {
		return nil, err
	}
	g := layOut(gold)
	var d annotator.Doc
	m.Annotate(&d, g.text)
	found := map[[2]int32]int{}
	for i := range d.Len() {
		found[[2]int32{d.Start[i], d.End[i]}] = i
	}
	total := count{guessed: d.Len(), wanted: len(g.spans)}
	words, upos, uas, las := total, total, total, total
	for i, s := range g.spans {
		j, ok := found[s]
		if !ok {
			continue
		}
		words.right++
		upos.right += b2i(d.POS[j] == g.words[i].pos)
		if !g.sameHead(&d, i, j) {
			continue
		}
		uas.right++
		base, _, _ := strings.Cut(g.words[i].rel, ":")
		las.right += b2i(d.Rel[j].Base().String() == base)
	}
	starts := map[int32]bool{}
	for _, f := range d.Sentences[:len(d.Sentences)-1] {
		starts[d.Start[f]] = true
	}
	sentences := count{guessed: len(starts), wanted: len(g.starts)}
	for _, s := range g.starts {
		sentences.right += b2i(starts[s])
	}
	r := &Report{Sentences: len(gold), Words: len(g.spans)}
	for _, f := range []struct {
		name string
		c    count
	}{{"Words", words}, {"Sentences", sentences}, {"UPOS", upos}, {"UAS", uas}, {"LAS", las}} {
		v := f.c.f1()
		r.Figures = append(r.Figures, Figure{Name: f.name, Value: v, Low: v, High: v})
	}
	return r, nil
}

// A layout is the text of a treebank and where its words stand.
type layout struct {
	text   string
	words  []goldWord
	spans  [][2]int32
	heads  []int // index in words, -1 at a root
	starts []int32
}

func layOut(gold []goldSentence) *layout {
	g := new(layout)
	var b strings.Builder
	space := ""
	for _, s := range gold {
		if s.paragraph && b.Len() > 0 {
			space = "\n\n"
		}
		first, k := len(g.words), 0
		for i, t := range s.tokens {
			b.WriteString(space)
			if i == 0 {
				g.starts = append(g.starts, int32(b.Len()))
			}
			g.place(int32(b.Len()), t, s.words[k:min(k+t.words, len(s.words))])
			k += t.words
			b.WriteString(t.form)
			if space = " "; t.joined {
				space = ""
			}
		}
		for _, w := range s.words {
			h := w.head
			if h >= 0 {
				h += first
			}
			g.heads = append(g.heads, h)
		}
	}
	g.text = b.String()
	return g
}

// place gives the words of a token that begins at offset at their spans.
func (g *layout) place(at int32, t goldToken, words []goldWord) {
	end := at + int32(len(t.form))
	for i, w := range words {
		to := min(at+int32(len(w.form)), end)
		if i == len(words)-1 {
			to = end
		}
		g.words = append(g.words, w)
		g.spans = append(g.spans, [2]int32{at, to})
		at = to
	}
}

// sameHead reports whether word i of the treebank and word j of d have the same
// head.
func (g *layout) sameHead(d *annotator.Doc, i, j int) bool {
	a, b := g.heads[i], d.Head[j]
	if a < 0 || b < 0 {
		return a < 0 && b < 0
	}
	return g.spans[a] == [2]int32{d.Start[b], d.End[b]}
}
