package compare

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

// TestKeysAreKept holds the keys that a Memory keeps of articles, of sets in which what
// a key is made of changes here and there, to those that are made anew.
func TestKeysAreKept(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 1))
	some := func(n int) []news.OriginPassage {
		var out []news.OriginPassage
		for range rnd.IntN(3) {
			out = append(out, news.OriginPassage{Span: news.Span{End: 1 + rnd.IntN(3)}, Origin: fmt.Sprint("o", rnd.IntN(n))})
		}
		return out
	}
	type version struct {
		a        news.Article
		an       news.Annotation
		p        news.Provenance
		mark     string
		story    string
		entities []string
	}
	made := 0
	fresh := func(v *version, n int) {
		made++
		*v = version{mark: fmt.Sprint(made), story: "s0", entities: []string{"e"}}
		v.a.ID, v.a.Family = fmt.Sprintf("a%02d", n), fmt.Sprint("f", rnd.IntN(2))
		if rnd.IntN(4) > 0 {
			v.a.Published = news.Date{Value: "2024-05-01", Basis: news.BasisStated}
		}
		for k := range rnd.IntN(4) {
			v.a.Text += string(rune('a' + rnd.IntN(5)))
			v.an.Sentences = append(v.an.Sentences, news.Sentence{Span: news.Span{Start: k, End: k + 1}})
		}
	}
	have, origins := make([]version, 30), make([]news.Origin, 12)
	for n := range have {
		fresh(&have[n], n)
	}
	for n := range origins {
		origins[n] = news.Origin{ID: fmt.Sprint("o", n), Kind: news.OriginOwn}
	}
	memory := new(Memory)
	kept := 0
	for round := range 300 {
		n := rnd.IntN(len(have))
		switch v := &have[n]; rnd.IntN(9) {
		case 0:
			fresh(v, n)
		case 1:
			v.story = fmt.Sprint("s", rnd.IntN(3))
		case 2:
			v.p.Origin = fmt.Sprint("o", rnd.IntN(14))
		case 3:
			v.p.Passages = some(14)
		case 4:
			v.p.Informants = some(14)
		case 5:
			v.p.Signs = []news.Sign{{Kind: fmt.Sprint(rnd.IntN(2))}}
		case 6:
			origins[rnd.IntN(len(origins))].Name = fmt.Sprint(rnd.IntN(3))
		case 7:
			if !v.a.Published.Known() || v.a.Published.Basis == news.BasisInferred {
				v.a.Published = news.Date{Value: fmt.Sprintf("2024-05-%02d", 1+rnd.IntN(9)), Basis: news.BasisInferred}
			}
		case 8:
			v.entities = []string{fmt.Sprint(rnd.IntN(3))}
		}
		set := Set{Memory: memory}
		for _, o := range origins {
			if rnd.IntN(60) > 0 {
				set.Origins = append(set.Origins, o)
			}
		}
		slices.SortFunc(set.Origins, func(x, y news.Origin) int { return cmp.Compare(x.ID, y.ID) })
		c := &comparer{}
		for k := range have {
			if v := &have[k]; rnd.IntN(20) > 0 {
				set.Articles, set.Annotations, set.Marks = append(set.Articles, v.a), append(set.Annotations, v.an), append(set.Marks, v.mark)
				set.Provenance, set.EntityOf = append(set.Provenance, v.p), append(set.EntityOf, v.entities)
				c.storyOf = append(c.storyOf, v.story)
			}
		}
		c.Set = set
		memory.begin(c)
		c.boilerplate = c.repeats()
		for i := range c.Articles {
			if memory.at[i].bareOf != nil {
				kept++
			}
		}
		memory.keys(c)
		for i := range c.Articles {
			var h hashing
			bare := c.bareKey(&h, i)
			if r := memory.at[i]; r.bare != bare {
				t.Fatalf("round %d: the key of article %s is kept as what it was", round, c.Articles[i].ID)
			}
			h.Reset()
			h.key(bare)
			for _, id := range c.EntityOf[i] {
				h.text(id)
			}
			if r := memory.at[i]; r.key != h.Sum128() {
				t.Fatalf("round %d: the key of article %s is kept with other entities", round, c.Articles[i].ID)
			}
		}
	}
	if kept == 0 {
		t.Error("no key is kept")
	}
}
