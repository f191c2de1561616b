package reuse

import (
	"testing"

	"github.com/twosource/twosource/internal/news"
)

func TestHolders(t *testing.T) {
	as, ans := set([4]string{"a", "Post", "", harbour}, [4]string{"b", "Echo", "", tunnel}, [4]string{"c", "Herald", "", tunnelReworded})
	for _, test := range []struct {
		text string
		want map[int]news.ReuseKind
	}{
		{"a bridge that sticks open is worse", map[int]news.ReuseKind{0: news.Verbatim}},
		{"Nobody likes a detour, but a bridge that gets stuck open is worse", map[int]news.ReuseKind{0: news.Edited}},
		{"The crack is eleven metres long and was seen by a cleaner who noticed water dripping on the northern platform", map[int]news.ReuseKind{1: news.Verbatim, 2: news.Rewritten}},
		{"The mayor denied that whales had been seen in the canal", nil},
		{"The crack is seven metres long and was seen by a cleaner who noticed water dripping on the northern platform", nil},
		{"a cleaner who noticed water dripping on the northern platform of 11 metres", map[int]news.ReuseKind{1: news.Edited, 2: news.Rewritten}},
		{"worse", map[int]news.ReuseKind{0: news.Verbatim}},
		{"", nil},
		{"…", nil},
	} {
		got := map[int]news.ReuseKind{}
		for _, h := range Holders(as, ans, test.text, nil) {
			got[h.Article] = h.Kind
			if err := h.Span.Check(as[h.Article].Text); err != nil {
				t.Error(err)
			}
		}
		if len(got) != len(test.want) {
			t.Errorf("%q: got %v, want %v", test.text, got, test.want)
		}
		for i, kind := range test.want {
			if got[i] != kind {
				t.Errorf("%q: article %d has it %q, want %q", test.text, i, got[i], kind)
			}
		}
	}
}
