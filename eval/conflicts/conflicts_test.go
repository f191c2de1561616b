package conflicts

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

// TestLists: each listed pair has its line, its hash and kinds of conflict that
// there are.
func TestLists(t *testing.T) {
	kinds := []string{"attribution", "cause", "date", "number", "participant", "place"}
	rows := listed(alteredList)
	if len(rows) < 70 {
		t.Errorf("%d pairs", len(rows))
	}
	seen := map[string]bool{}
	for _, f := range rows {
		if len(f) != 3 || len(f[1]) != 12 || seen[f[1]] {
			t.Fatalf("row %q", f)
		}
		seen[f[1]] = true
		for _, k := range strings.Fields(f[2]) {
			if !slices.Contains(kinds, k) {
				t.Errorf("line %s: kind %q", f[0], k)
			}
		}
	}
	for _, f := range listed(reprintList) {
		if len(f) != 2 || f[0] == f[1] {
			t.Errorf("row %q", f)
		}
	}
}

func TestJudge(t *testing.T) {
	const text = "The ferry Solveig ran aground off Marstal on Monday with 120 passengers on board. Police said that the crew had been warned of shallow water. " +
		"Divers will examine the hull of the ferry before it is moved to a dock."
	const changed = "The ferry Solveig ran aground off Marstal on Sunday with 120 passengers on board. Police said that the crew had been warned of shallow water. " +
		"Divers will examine the hull of the ferry before it is moved to a dock."
	j := NewJudge()
	for other, want := range map[string][]string{changed: {"date"}, text: nil} {
		if got, err := j.Named(context.Background(), text, other); err != nil || !slices.Equal(got, want) {
			t.Errorf("found %v, %v, want %v", got, err, want)
		}
	}
}

func TestAcross(t *testing.T) {
	side := func(articles ...string) news.ConflictSide {
		var s news.ConflictSide
		for _, a := range articles {
			s.Spans = append(s.Spans, news.Ref{Article: a})
		}
		return s
	}
	for _, c := range []struct {
		sides []news.ConflictSide
		want  bool
	}{
		{[]news.ConflictSide{side("a"), side("b")}, true},
		{[]news.ConflictSide{side("a", "b"), side("b")}, false},
		{[]news.ConflictSide{side("a"), side("a")}, false},
	} {
		if got := Across(&news.Conflict{Sides: c.sides}); got != c.want {
			t.Errorf("%v: %v", c.sides, got)
		}
	}
}
