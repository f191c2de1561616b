package english

import (
	"errors"
	"math"
	"strings"
	"testing"

	annotator "github.com/twosource/twosource/internal/annotate/english"
)

const treebank = `# newdoc
# text = Dogs don't bark.
1	Dogs	dog	NOUN	NNS	_	4	nsubj	_	_
2-3	don't	_	_	_	_	_	_	_	_
2	do	do	AUX	VBP	_	4	aux	_	_
3	n't	not	PART	RB	_	4	advmod	_	_
4	bark	bark	VERB	VB	_	0	root	_	SpaceAfter=No
5	.	.	PUNCT	.	_	4	punct	_	_

# newpar
# text = She left.
1	She	she	PRON	PRP	_	2	nsubj	_	_
2	left	leave	VERB	VBD	_	0	root	_	SpaceAfter=No
3	.	.	PUNCT	.	_	2	punct	_	_
`

func model(t *testing.T) *annotator.Model {
	t.Helper()
	m, err := annotator.Load()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestTreebank(t *testing.T) {
	m := model(t)
	r, err := POS(m, strings.NewReader(treebank))
	if err != nil {
		t.Fatal(err)
	}
	if r.Words != 8 || r.Sentences != 2 {
		t.Errorf("read %d words in %d sentences", r.Words, r.Sentences)
	}
	for _, name := range []string{"UPOS", "XPOS", "Lemma"} {
		if r.Value(name) != 1 {
			t.Errorf("%s is %v on two plain sentences", name, r.Value(name))
		}
	}
	if r, err = Parse(m, strings.NewReader(treebank)); err != nil || r.Value("LAS") != 1 {
		t.Errorf("LAS is %v, %v", r.Value("LAS"), err)
	}
	if r, err = Raw(m, strings.NewReader(treebank)); err != nil || r.Value("Words") != 1 || r.Value("Sentences") != 1 {
		t.Errorf("raw: %v, %v", r, err)
	}
	if _, err = POS(m, strings.NewReader("not a treebank\n")); !errors.Is(err, ErrFormat) {
		t.Errorf("the error is %v", err)
	}
}

func TestNames(t *testing.T) {
	const columns = "-DOCSTART- O\n\nMary B-PER\nPoole I-PER\nflew O\nto O\nParis B-LOC\n. O\n"
	const uner = "# newdoc id = a\n# text = x\n1\tMary\tB-PER\t-\t-\n2\tPoole\tI-PER\t-\t-\n3\tflew\tO\t-\t-\n4\tto\tO\t-\t-\n5\tParis\tB-LOC\t-\t-\n6\t.\tO\t-\t-\n"
	for _, data := range []string{columns, uner} {
		r, err := Names(model(t), strings.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if r.Words != 6 || r.Value("F1") != 1 {
			t.Errorf("%v", r)
		}
	}
}

func TestNameScore(t *testing.T) {
	s := NewNameScore()
	p, o := annotator.Person, annotator.Organization
	s.Add([]annotator.NameSpan{{First: 0, End: 2, Type: p}, {First: 5, End: 6, Type: o}, {First: 7, End: 8, Type: annotator.Group}},
		[]annotator.NameSpan{{First: 0, End: 2, Type: p}, {First: 5, End: 7, Type: o}, {First: 9, End: 10, Type: p}})
	r := s.Report()
	if got, want := r.Value("F1"), 2*1.0/5; math.Abs(got-want) > 1e-9 {
		t.Errorf("F1 is %v, want %v", got, want)
	}
	if got := r.Value("recall"); math.Abs(got-1.0/3) > 1e-9 {
		t.Errorf("recall is %v", got)
	}
}

// TestInterval checks that the interval holds the value and narrows with the
// number of units as 1/√n.
func TestInterval(t *testing.T) {
	width := func(n int) float64 {
		units := make([]count, n)
		for i := range units {
			units[i] = count{right: i % 2, guessed: 1, wanted: 1}
		}
		f := figure("x", units, count.f1)
		if f.Low > f.Value || f.High < f.Value {
			t.Errorf("%+v", f)
		}
		return f.High - f.Low
	}
	if w := width(400); math.Abs(w-2*1.96*0.5/20) > 0.015 {
		t.Errorf("interval of 400 units is %v wide", w)
	}
	if a, b := width(100), width(1600); a < 3*b || a > 5*b {
		t.Errorf("widths %v and %v, want a ratio of 4", a, b)
	}
}
