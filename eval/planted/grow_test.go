package planted

import (
	"strings"
	"testing"
)

func TestGrower(t *testing.T) {
	rows := []Row{
		{Text: "The boat of Mary Brown sank off Hull.\nNobody was hurt when it went down."},
		{Text: "In the morning Otto Kern opened the quay.\nIt rained.\nThe crowd went home to Leeds."},
	}
	g := NewGrower(rows, 1)
	text := func(i int) string { return g.Text(g.Recipe(i)) }
	if text(0) != rows[0].Text || text(1) != rows[1].Text {
		t.Error("the first texts are not the archive's")
	}
	copies, renamed := 0, 0
	seen := map[string]bool{}
	for i := 2; i < 200; i++ {
		made := text(i)
		if made != text(i) {
			t.Fatalf("text %d is another the second time", i)
		}
		if seen[made] && i%copyEvery == 0 {
			copies++
		}
		seen[made] = true
		if strings.Contains(made, "The boat of ") && !strings.Contains(made, "Mary Brown") {
			renamed++
		}
		a, an := g.Article(g.Recipe(i))
		for _, s := range an.Sentences {
			if err := s.Check(a.Text); err != nil || strings.Contains(s.Of(a.Text), "\n") {
				t.Errorf("sentence %v of text %d: %v", s.Span, i, err)
			}
		}
	}
	if copies < 20 || renamed < 20 {
		t.Errorf("%d copies and %d with other names", copies, renamed)
	}
}
