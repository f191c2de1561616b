package english

import (
	"io"
	"strings"

	annotator "github.com/twosource/twosource/internal/annotate/english"
)

// POS scores word classes on the words of a CoNLL-U treebank: the shares of
// words whose universal class (UPOS), fine class (XPOS) and lemma (Lemma) are
// right. The error wraps [ErrFormat] if data is not CoNLL-U.
func POS(m *annotator.Model, data io.Reader) (*Report, error) {
	gold, err := readTreebank(data)
	if err != nil {
		return nil, err
	}
	var d annotator.Doc
	mark(m, &d, gold)
	var upos, xpos, lemma []count
	r := &Report{Sentences: len(gold)}
	at := 0
	var buf []byte
	for _, s := range gold {
		n := len(s.words)
		var u, x, l count
		for _, w := range s.words {
			u.right += b2i(d.POS[at] == w.pos)
			x.right += b2i(d.Tag[at] == w.tag)
			buf = m.AppendLemma(buf[:0], &d, at)
			l.right += b2i(string(buf) == w.lemma)
			at++
		}
		u.guessed, u.wanted, x.guessed, x.wanted, l.guessed, l.wanted = n, n, n, n, n, n
		upos, xpos, lemma = append(upos, u), append(xpos, x), append(lemma, l)
		r.Words += n
	}
	r.Figures = []Figure{figure("UPOS", upos, count.f1), figure("XPOS", xpos, count.f1), figure("Lemma", lemma, count.f1)}
	return r, nil
}

// Parse scores trees on the words of a CoNLL-U treebank, with classes as the
// model gives them: the shares of words, punctuation included, with the right
// head (UAS) and with the right head and relation (LAS, subtypes of relations
// left out, as in the CoNLL 2018 task; LASFull with them). The error wraps
// [ErrFormat] if data is not CoNLL-U.
func Parse(m *annotator.Model, data io.Reader) (*Report, error) {
	gold, err := readTreebank(data)
	if err != nil {
		return nil, err
	}
	var d annotator.Doc
	mark(m, &d, gold)
	var uas, las, full []count
	r := &Report{Sentences: len(gold)}
	at := 0
	for _, s := range gold {
		n := len(s.words)
		first := at
		u, l, f := count{0, n, n}, count{0, n, n}, count{0, n, n}
		for _, w := range s.words {
			head := int(d.Head[at])
			if head >= 0 {
				head -= first
			}
			if head == w.head {
				u.right++
				base, _, _ := strings.Cut(w.rel, ":")
				l.right += b2i(d.Rel[at].Base().String() == base)
				f.right += b2i(d.Rel[at].String() == w.rel)
			}
			at++
		}
		uas, las, full = append(uas, u), append(las, l), append(full, f)
		r.Words += n
	}
	r.Figures = []Figure{figure("UAS", uas, count.f1), figure("LAS", las, count.f1), figure("LASFull", full, count.f1)}
	return r, nil
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}
