package eval

import (
	"math"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

// TestThreadScore counts a link between topics as wrong and an article in no
// thread as one by itself.
func TestThreadScore(t *testing.T) {
	var p pile
	p.add(0, []news.Article{{ID: "a"}, {ID: "b"}, {ID: "c"}})
	p.add(1, []news.Article{{ID: "d"}})
	list := []news.Story{{ID: "1", Articles: []string{"a"}}, {ID: "2", Articles: []string{"b"}}, {ID: "3", Articles: []string{"c"}}, {ID: "4", Articles: []string{"d"}}}
	r := p.score(list, []news.Thread{{Stories: []string{"1", "2"}, Links: []news.ThreadLink{{From: "1", To: "2"}}}, {Stories: []string{"3", "4"}, Links: []news.ThreadLink{{From: "3", To: "4"}}}})
	for name, want := range map[string]float64{
		"bcubed_precision": .75, "bcubed_recall": (2./3 + 2./3 + 1./3 + 1) / 4, "stories_precision": 1,
		"links": 2, "link_precision": .5, "threads": 2, "link_chance": 10. / 16,
	} {
		if got := r.Metrics[name].Value; math.Abs(got-want) > 1e-9 {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}
