package grammar

import (
	"slices"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

// The envoy of Norway left early . It rained .
func sample() *Text {
	t := &Text{
		Head: []int32{1, 4, 3, 1, -1, 4, 4, 8, -1, 8},
		Rel:  []Rel{RelDet, RelNsubj, RelCase, RelNmod, RelRoot, RelAdvmod, RelPunct, RelExpl, RelRoot, RelPunct},
	}
	t.Link()
	return t
}

func TestLink(t *testing.T) {
	x := sample()
	if want := []int32{0, 0, 2, 2, 0, 5, 6, 7, 7, 9}; !slices.Equal(x.Left, want) {
		t.Errorf("Left %v, want %v", x.Left, want)
	}
	if want := []int32{0, 3, 2, 3, 6, 5, 6, 7, 9, 9}; !slices.Equal(x.Right, want) {
		t.Errorf("Right %v, want %v", x.Right, want)
	}
	var on []int32
	for c := x.FirstChild[4]; c >= 0; c = x.Next[c] {
		on = append(on, c)
	}
	if want := []int32{1, 5, 6}; !slices.Equal(on, want) {
		t.Errorf("on the verb %v, want %v", on, want)
	}
}

func TestChildUnderSpan(t *testing.T) {
	x := sample()
	if got := x.Child(4, RelNsubj); got != 1 {
		t.Errorf("subject %d, want 1", got)
	}
	if got := x.Child(4, RelObj); got != -1 {
		t.Errorf("object %d, want none", got)
	}
	for _, c := range []struct {
		i, h int
		want bool
	}{{2, 1, true}, {1, 1, true}, {5, 1, false}, {3, 4, true}, {8, 4, false}} {
		if got := x.Under(c.i, c.h); got != c.want {
			t.Errorf("Under(%d, %d) = %v", c.i, c.h, got)
		}
	}
	words := make([]news.Word, x.Len())
	for i := range words {
		words[i].Span = news.Span{Start: 10 * i, End: 10*i + 9}
	}
	if got, want := x.Span(1, words), (news.Span{Start: 0, End: 39}); got != want {
		t.Errorf("Span %v, want %v", got, want)
	}
}

func TestNames(t *testing.T) {
	for p := range NumPOS {
		if ParsePOS(p.String()) != p {
			t.Errorf("class %d is written %q and not read back", p, p)
		}
	}
	for p := range NumTag {
		if ParseTag(p.String()) != p {
			t.Errorf("tag %d is written %q and not read back", p, p)
		}
	}
	for r := range NumRel {
		if ParseRel(r.String()) != r {
			t.Errorf("relation %d is written %q and not read back", r, r)
		}
	}
	if RelNsubjPass.Base() != RelNsubj || ParseRel("obl:npmod") != RelObl {
		t.Error("a subtype has lost its relation")
	}
}
