package compare_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/twosource/twosource/internal/compare"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/store"
)

// taken compares a set story by story, and returns what it gives of each; of a story
// that is as it was what it gave before.
func taken(s compare.Set, before map[string]compare.Result) (parts map[string]compare.Result, positions []news.Position) {
	parts = map[string]compare.Result{}
	s.Take = func(stories []int, part *compare.Result) bool {
		for _, k := range stories {
			id := s.Stories[k].ID
			if parts[id] = *part; part.Same {
				parts[id] = before[id]
			}
		}
		return true
	}
	positions = compare.Find(s).Positions
	return parts, positions
}

// otherIDs gives the entities of a set other ids, in another order.
func otherIDs(of [][]string, r *rand.Rand) [][]string {
	now := map[string]string{"": ""}
	used := map[int]bool{}
	out := make([][]string, len(of))
	for i := range of {
		out[i] = slices.Clone(of[i])
		for j, id := range out[i] {
			if _, ok := now[id]; !ok {
				n := r.IntN(1 << 30)
				for used[n] {
					n++
				}
				used[n], now[id] = true, fmt.Sprintf("entity %09d", n)
			}
			out[i][j] = now[id]
		}
	}
	return out
}

// TestOtherIDs: that an entity goes by another id has no part in what is found, and
// nothing is compared again for it.
func TestOtherIDs(t *testing.T) {
	texts := []string{first, second, third, weeksLater}
	for _, seed := range findSeeds {
		texts = append(texts, "2024-03-07|"+seed[0], "2024-03-08|"+seed[1])
	}
	whole, _ := compared(t, texts, own)
	r := rand.New(rand.NewPCG(1, 1))
	for name, s := range map[string]compare.Set{"one story": whole, "a story each": apart(whole)} {
		annotations := s.Annotations
		opened := 0
		s.Open = func(articles []int) (out []news.Annotation, ok bool) {
			opened++
			for _, i := range articles {
				out = append(out, annotations[i])
			}
			return out, true
		}
		for i := range s.Articles {
			s.Marks = append(s.Marks, s.Articles[i].ID)
		}
		codec, err := store.NewCodec(nil)
		if err != nil {
			t.Fatal(err)
		}
		memory, was := &compare.Memory{Packer: codec}, map[string]compare.Result(nil)
		for round := range 20 {
			s.Memory = nil
			want, wantPositions := taken(s, nil)
			s.Memory = memory
			before := opened
			got, positions := taken(s, was)
			if round > 0 && name == "one story" && opened > before {
				t.Errorf("%s, round %d: %d articles or stories were looked at again", name, round, opened-before)
			}
			for id := range want {
				if fmt.Sprintf("%+v", got[id]) != fmt.Sprintf("%+v", want[id]) {
					t.Fatalf("%s, round %d: of %s it gives\n%+v\nwant\n%+v", name, round, id, got[id], want[id])
				}
			}
			if !reflect.DeepEqual(positions, wantPositions) {
				t.Fatalf("%s, round %d: it gives the positions\n%+v\nwant\n%+v", name, round, positions, wantPositions)
			}
			was = got
			s.EntityOf = otherIDs(s.EntityOf, r)
		}
	}
}
