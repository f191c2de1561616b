package compare

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

// TestRepeatsAreKept holds the sentences that a Memory says families repeat, of sets
// that grow and shrink, to those that are found in each set by itself.
func TestRepeatsAreKept(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 1))
	type version struct {
		a    news.Article
		an   news.Annotation
		mark string
	}
	var have [40]*version
	made, most := 0, 0
	memory := new(Memory)
	for round := range 60 {
		for range rnd.IntN(12) {
			n := rnd.IntN(len(have))
			if rnd.IntN(3) == 0 {
				have[n] = nil
				continue
			}
			made++
			v := &version{mark: fmt.Sprint(made)}
			v.a.ID = fmt.Sprintf("a%02d", n)
			for range rnd.IntN(8) {
				words := fmt.Sprintf("Sign up for letter %d.", rnd.IntN(24))
				at := len(v.a.Text)
				v.a.Text += words + " "
				v.an.Sentences = append(v.an.Sentences, news.Sentence{Span: news.Span{Start: at, End: at + len(words)}})
			}
			have[n] = v
		}
		var set Set
		for _, v := range have {
			if v == nil {
				continue
			}
			if rnd.IntN(3) == 0 { // an outlet is reckoned to another family
				v.a.Family = strings.Repeat("x", rnd.IntN(3))
			}
			set.Articles, set.Annotations, set.Marks = append(set.Articles, v.a), append(set.Annotations, v.an), append(set.Marks, v.mark)
		}
		want := (&comparer{Set: set}).repeats()
		set.Memory = memory
		c := &comparer{Set: set}
		memory.begin(c)
		if got := c.repeats(); !maps.Equal(got, want) {
			t.Fatalf("round %d: %d sentences are repeated, want %d", round, len(got), len(want))
		}
		most = max(most, len(want))
	}
	if most < 5 {
		t.Errorf("%d sentences were repeated at most: the sets show little", most)
	}
}
