package compare_test

import (
	"reflect"
	"testing"

	"github.com/twosource/twosource/internal/compare"
	"github.com/twosource/twosource/internal/news"
)

const weeksLater = `2024-04-19|The swing bridge is open again, three weeks early.

“Nobody likes a detour, but a bridge that sticks open is worse,” Ida Holm had said in March. “We shall oil it every week,” she added on Friday.`

// apart puts each article of a set into a story of its own.
func apart(s compare.Set) compare.Set {
	s.Stories = nil
	for i := range s.Articles {
		s.Stories = append(s.Stories, news.Story{ID: "story " + s.Articles[i].ID, Articles: []string{s.Articles[i].ID}})
	}
	return s
}

// TestOneUtteranceInTwoStories: what was said once is one statement, whatever
// stories quote it, and stands in one place.
func TestOneUtteranceInTwoStories(t *testing.T) {
	s, _ := compared(t, []string{first, third, weeksLater}, own)
	res := compare.Find(apart(s))
	reports := map[string]int{}
	for _, q := range res.Statements {
		reports[q.Text] += len(q.Reports)
	}
	const words = "“Nobody likes a detour, but a bridge that sticks open is worse,”"
	if reports[words] != 2 || len(reports) != len(res.Statements) {
		t.Errorf("the statements are reported so often: %v", reports)
	}
	for _, q := range res.Statements {
		if q.Text == words && len(q.OriginIDs) != 2 {
			t.Errorf("it has the origins %v", q.OriginIDs)
		}
	}
}

// TestOpened holds that a set whose annotations are opened when they are needed,
// and whose result is taken piece by piece, gives the same.
func TestOpened(t *testing.T) {
	whole, _ := compared(t, []string{first, second, third, weeksLater}, own)
	for _, s := range []compare.Set{whole, apart(whole)} {
		want := compare.Find(s)
		all := s.Annotations
		s.Annotations = make([]news.Annotation, len(all))
		for i := range all {
			s.Annotations[i] = news.Annotation{Article: all[i].Article, Sentences: all[i].Sentences}
		}
		s.Open = func(articles []int) (out []news.Annotation, ok bool) {
			for _, i := range articles {
				out = append(out, all[i])
			}
			return out, true
		}
		if got := compare.Find(s); !reflect.DeepEqual(got.Statements, want.Statements) || !reflect.DeepEqual(got.Timelines, want.Timelines) ||
			!reflect.DeepEqual(got.Claims, want.Claims) || !reflect.DeepEqual(got.Positions, want.Positions) {
			t.Errorf("opened, it gives\n%+v, want\n%+v", got, want)
		}
		stories, statements := 0, 0
		s.Take = func(which []int, part *compare.Result) bool {
			stories += len(which)
			statements += len(part.Statements)
			return true
		}
		compare.Find(s)
		if stories != len(s.Stories) || statements != len(want.Statements) {
			t.Errorf("taken were %d stories and %d statements of %d and %d", stories, statements, len(s.Stories), len(want.Statements))
		}
		opened := 0
		s.Open = func([]int) ([]news.Annotation, bool) { opened++; return nil, false }
		s.Take = func([]int, *compare.Result) bool { t.Error("something was taken"); return false }
		compare.Find(s)
		if opened > 64 {
			t.Errorf("after the first failure %d were opened", opened)
		}
	}
}
