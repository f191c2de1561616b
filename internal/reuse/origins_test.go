package reuse

import (
	"testing"

	"github.com/twosource/twosource/internal/news"
)

// TestOnePassage: what an article has in common with two others is from one source,
// though one of them has it in other words; what was spoken within it is by itself, and a
// report of an agency is what it is.
func TestOnePassage(t *testing.T) {
	shared := func(kind news.OriginKind, id string, a, from, to, b int) sharedPassage {
		return sharedPassage{news.Origin{Kind: kind, ID: id}, [2]passageSide{{a, news.Span{Start: from, End: to}}, {b, news.Span{Start: 500, End: 580}}}}
	}
	passages := []sharedPassage{
		shared(news.OriginUnknown, "q", 0, 100, 180, 1),
		shared(news.OriginUnknown, "p", 0, 100, 180, 2),   // the same
		shared(news.OriginUnknown, "r", 0, 120, 190, 3),   // mostly the same
		shared(news.OriginUnknown, "a", 0, 150, 300, 4),   // another that begins within it
		shared(news.OriginUtterance, "b", 0, 100, 180, 5), // what was spoken there
		shared(news.OriginAgency, "c", 0, 100, 180, 6),
		shared(news.OriginUnknown, "d", 7, 100, 180, 8), // elsewhere
	}
	want := []string{"p", "p", "p", "a", "b", "c", "d"}
	for k, o := range onePassage(passages) {
		if o.ID != want[k] {
			t.Errorf("passage %d rests on %s, and %s is wanted", k, o.ID, want[k])
		}
	}
}
