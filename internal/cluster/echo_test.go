package cluster

import "testing"

// TestEcho: a page that one of three near articles is like, and the others nearly,
// is drawn to all of them; one that is like one only is drawn away from it.
func TestEcho(t *testing.T) {
	tight := []edge{{1, 0, 4 * ScoreUnit}, {2, 0, 4 * ScoreUnit}, {2, 1, 4 * ScoreUnit}}
	var x echoes
	score := func(edges []edge, i, j int32) int32 {
		for _, e := range x.of(4, edges) {
			if e.i == i && e.j == j {
				return e.score
			}
		}
		return leastScore
	}
	liked := append(tight[:3:3], edge{3, 0, 3 * ScoreUnit}, edge{3, 1, 3 * ScoreUnit}, edge{3, 2, -ScoreUnit})
	if got := score(liked, 3, 2); got <= 0 {
		t.Errorf("a page that two are like scores %d with the third", got)
	}
	stray := append(tight[:3:3], edge{3, 0, ScoreUnit / 2})
	if got := score(stray, 3, 0); got >= 0 {
		t.Errorf("a page that one is like scores %d with it", got)
	}
	if got := x.of(2, tight[:1]); len(got) != 1 || got[0] != tight[0] {
		t.Errorf("of two articles: %v", got)
	}
}
