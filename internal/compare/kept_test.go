package compare_test

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/twosource/twosource/internal/compare"
)

// disputed returns a set of two stories in which positions are held.
func disputed(t testing.TB) compare.Set {
	t.Helper()
	s, _ := compared(t, []string{
		`2024-05-02|Finland changed from a "Korhonen must resign” position to a position that describes President Ilkka Korhonen of Estonia as a partner for the talks.

Norway has consistently said that Korhonen should stay until the vote.`,
		`2024-05-03|Denmark rejects President Ilkka Korhonen. Denmark wants Korhonen to leave.`,
		first, second,
	}, own)
	s = apart(s)
	for i := range s.Articles {
		s.Marks = append(s.Marks, fmt.Sprint("page ", i))
	}
	return s
}

// keptOf returns what a Memory keeps of each story of a set, and what it gives.
func keptOf(s compare.Set, m *compare.Memory) (kept map[string]string, parts map[string]compare.Result, res compare.Result) {
	kept, parts = map[string]string{}, map[string]compare.Result{}
	s.Memory = m
	s.Take = func(stories []int, part *compare.Result) bool {
		for _, k := range stories {
			id := s.Stories[k].ID
			kept[id], parts[id] = m.Kept(id), *part
		}
		return true
	}
	return kept, parts, compare.Find(s)
}

// TestRecalled: what a Memory is given of another one need not be compared again, unless
// something has changed that it rests on.
func TestRecalled(t *testing.T) {
	s := disputed(t)
	kept, parts, want := keptOf(s, &compare.Memory{Basis: "now", Once: true})
	if len(want.Positions) == 0 {
		t.Fatal("there are no positions")
	}
	again := func(basis string, change func(s *compare.Set)) (same int) {
		t.Helper()
		m := &compare.Memory{Basis: basis}
		for story, b := range kept {
			if !m.Recall(story, b) {
				t.Fatalf("what is kept of %s is not taken", story)
			}
		}
		s := disputed(t)
		change(&s)
		now, found, res := keptOf(s, m)
		for story, part := range found {
			if part.Same {
				same++
				if now[story] != kept[story] {
					t.Errorf("of %s something else is kept", story)
				}
			}
		}
		if same == len(parts) && !reflect.DeepEqual(res.Positions, want.Positions) {
			t.Errorf("other positions: %+v, want %+v", res.Positions, want.Positions)
		}
		return same
	}
	// The first article quotes what another does: its story bears on that one's.
	for _, c := range []struct {
		what, basis string
		change      func(s *compare.Set)
		same        int
	}{
		{"nothing", "now", func(*compare.Set) {}, len(parts)},
		{"a revision", "then", func(*compare.Set) {}, 0},
		{"a page", "now", func(s *compare.Set) { s.Marks[0] = "another" }, len(parts) - 2},
		{"an origin", "now", func(s *compare.Set) { s.Provenance[0].Origin = "another" }, len(parts) - 2},
		{"an entity", "now", func(s *compare.Set) { s.EntityOf[0][0] += "x" }, len(parts) - 2},
	} {
		if same := again(c.basis, c.change); same != c.same {
			t.Errorf("%s has changed: %d stories are the same, want %d", c.what, same, c.same)
		}
	}
}

// TestRecallDamaged: what was cut off is told from what is whole.
func TestRecallDamaged(t *testing.T) {
	kept, _, _ := keptOf(disputed(t), &compare.Memory{Once: true})
	for _, b := range kept {
		for n := range b {
			if new(compare.Memory).Recall("story", b[:n]) {
				t.Fatalf("%d of %d bytes are taken", n, len(b))
			}
		}
		if new(compare.Memory).Recall("story", b+"\x00") || new(compare.Memory).Recall("story", "\xff"+b[1:]) {
			t.Error("other bytes are taken")
		}
	}
}

// keyEnd is where the key ends in what is kept of a story.
const keyEnd = 17

// FuzzRecall: whatever stands behind the right key, comparing goes on.
func FuzzRecall(f *testing.F) {
	s := disputed(f)
	kept, _, _ := keptOf(s, &compare.Memory{Once: true})
	for _, b := range kept {
		f.Add(b[keyEnd:])
	}
	f.Fuzz(func(t *testing.T, rest string) {
		m := &compare.Memory{Once: true}
		for story, b := range kept {
			m.Recall(story, b[:keyEnd]+rest)
		}
		_, _, res := keptOf(s, m)
		for _, p := range res.Positions {
			for _, pt := range p.Points {
				for _, r := range pt.Spans {
					words(s, r)
				}
			}
		}
	})
}
