package reuse

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

// TestKeptMeetings holds the candidates and repeats of sets that grow and shrink, kept
// from one to the next, to those of a search for each article.
func TestKeptMeetings(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 1))
	type named struct {
		id uint32
		keptArticle
	}
	// Hashes of which some are in most articles, some in a few; tags of which some agree.
	hash := func() uint64 {
		h := uint64(rnd.IntN(1 << (2 + rnd.IntN(8))))
		return h<<58 | h<<32
	}
	sketch := func() (s Sketch) {
		s.family = uint32(rnd.IntN(4))
		for kind := range s.traces {
			var list []trace
			for range rnd.IntN(20) {
				list = append(list, trace(hash()|uint64(rnd.IntN(4)*17)<<placeBits|uint64(rnd.IntN(9))))
			}
			s.traces[kind] = once(list, [...]int{32, placeBits}[kind])
		}
		return s
	}
	var x keptMeetings
	var set []*named
	var before []*keptArticle
	candidates := map[articlePair]bool{}
	seen := [4]int{} // pairs, repeats, sets with more than mostPostings, candidates that ceased to be some
	for round := range 60 {
		c := setChange{before: before, numbers: make([]int32, len(before))}
		set = slices.DeleteFunc(set, func(*named) bool { return rnd.IntN(10) == 0 })
		for range rnd.IntN(12) {
			set = append(set, &named{rnd.Uint32(), keptArticle{number: gone, sketch: sketch()}})
		}
		slices.SortFunc(set, func(a, b *named) int { return cmp.Compare(a.id, b.id) })
		for _, a := range before {
			a.number = gone
		}
		whole := &finder{}
		fresh := map[*keptArticle]bool{}
		for i, a := range set {
			fresh[&a.keptArticle] = !slices.Contains(before, &a.keptArticle)
			a.number = int32(i)
			c.now = append(c.now, &a.keptArticle)
			c.isFresh = append(c.isFresh, fresh[&a.keptArticle])
			if fresh[&a.keptArticle] {
				c.fresh = append(c.fresh, i)
			}
			whole.sketches = append(whole.sketches, a.sketch)
		}
		for n, a := range before {
			c.numbers[n] = a.number
			c.lost = c.lost || a.number == gone
		}
		for _, p := range x.change(&c) {
			is := x.met[p].isCandidate()
			if candidates[p] && !is && p[0].number != gone && p[1].number != gone {
				seen[3]++
			}
			if candidates[p] = is; !is {
				delete(candidates, p)
			}
		}
		before = c.now
		whole.articles = make([]news.Article, len(set))
		want := whole.alike()
		var got []pair
		for p := range candidates {
			got = append(got, pair{p[0].number, p[1].number})
		}
		slices.SortFunc(got, pair.compare)
		if !slices.Equal(got, want) {
			t.Fatalf("round %d: of %d articles the pairs %v, want %v", round, len(set), got, want)
		}
		for i, a := range set {
			if !slices.Equal(a.repeats, whole.repeats[i]) {
				t.Fatalf("round %d: article %d has the repeats %v, want %v", round, i, a.repeats, whole.repeats[i])
			}
			seen[1] += len(a.repeats)
		}
		seen[0] += len(got)
		if len(set) > 3*mostPostings {
			seen[2]++
		}
	}
	if slices.Min(seen[:]) == 0 {
		t.Errorf("the sets do not show what they should: %v", seen)
	}
}
