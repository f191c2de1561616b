package compare_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/annotate"
	"github.com/twosource/twosource/internal/compare"
	"github.com/twosource/twosource/internal/extract"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/resolve"
)

// TestBoilerplateIsNoNews: what an outlet prints under every article happened
// to nobody.
func TestBoilerplateIsNoNews(t *testing.T) {
	const footer = "\n\nSubscribers of the Quay Letter read every article from Monday to Friday before all others do."
	var texts []string
	for _, s := range []string{first, second, third} {
		texts = append(texts, s+footer)
	}
	_, res := compared(t, texts, func(int) string { return "one" }, "Post")
	for _, e := range res.Timelines[0] {
		if strings.Contains(e.Text, "Subscribers") {
			t.Errorf("the timeline has %q", e.Text)
		}
	}
}

// compared runs the stages before this one over texts of one story, each with
// an origin of its own but for those that origin says share one.
func compared(t testing.TB, texts []string, origin func(i int) string, outlet ...string) (compare.Set, compare.Result) {
	t.Helper()
	ex, an := extract.New(extract.Options{}), annotate.New(annotate.Options{})
	type row struct {
		a      news.Article
		origin string
	}
	var rows []row
	for i, text := range texts {
		date, text, _ := strings.Cut(text, "|")
		name := string(rune('A' + i))
		if len(outlet) > 0 {
			name = outlet[0]
		}
		a, _, err := ex.Extract(news.Page{Media: news.PlainText, Body: text, Stated: news.Stated{Published: date, Outlet: name}})
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row{a, origin(i)})
	}
	slices.SortFunc(rows, func(x, y row) int { return strings.Compare(x.a.ID, y.a.ID) })
	var s compare.Set
	story := news.Story{ID: "story"}
	for _, r := range rows {
		s.Articles = append(s.Articles, r.a)
		s.Annotations = append(s.Annotations, an.Annotate(&r.a))
		s.Provenance = append(s.Provenance, news.Provenance{Article: r.a.ID, Origin: r.origin})
		story.Articles = append(story.Articles, r.a.ID)
	}
	s.Stories = []news.Story{story}
	s.EntityOf = resolve.Find(s.Articles, s.Annotations, s.Stories, resolve.Options{}).Of
	return s, compare.Find(s)
}

func own(i int) string { return string(rune('a' + i)) }

const (
	first = `2024-03-05|The harbour board voted on Monday to close the swing bridge for two years while its bearings are replaced.

“Nobody likes a detour, but a bridge that sticks open is worse,” said Ida Holm, the harbour master.`
	second = `2024-03-06|Shopkeepers on the north bank are angry. The swing bridge will be closed for two years, the harbour board decided on Monday, so that its bearings can be replaced.

“Nobody likes a detour, but a bridge that sticks open is worse,” Ida Holm told reporters. “We open the free ferry on Friday.”`
	third = `2024-03-06|A grey heron has built its nest on the boiler house of the Olkmere power station.`
)

func TestOneUtteranceInTwoReports(t *testing.T) {
	_, res := compared(t, []string{first, second}, own)
	found := false
	for _, s := range res.Statements {
		if !strings.Contains(s.Text, "Nobody likes a detour") {
			continue
		}
		if found {
			t.Errorf("the quotation is two statements")
		}
		found = true
		if len(s.Reports) != 2 || s.Speaker == "" || len(s.OriginIDs) != 2 {
			t.Errorf("%q: %d reports, speaker %q, %d origins; want 2, Ida Holm, 2", s.Text, len(s.Reports), s.Speaker, len(s.OriginIDs))
		}
	}
	if !found {
		t.Error("the quotation is no statement")
	}
}

func TestOneThingToldTwice(t *testing.T) {
	s, res := compared(t, []string{first, second}, own)
	for _, e := range res.Timelines[0] {
		if len(e.Spans) == 2 && e.Date.Value == "2024-03-04" && len(e.OriginIDs) == 2 {
			return
		}
	}
	for _, e := range res.Timelines[0] {
		t.Logf("%s %s %q %d", e.Date.Value, e.Kind, e.Text, len(e.Spans))
	}
	t.Errorf("the vote of Monday is not one entry of two origins among %d entries of %d articles", len(res.Timelines[0]), len(s.Articles))
}

// TestCopiesNeverConfirm holds DESIGN §2.4: reports of one origin are one.
func TestCopiesNeverConfirm(t *testing.T) {
	_, res := compared(t, []string{first, strings.Replace(first, "2024-03-05", "2024-03-06", 1)}, func(int) string { return "one" })
	if res.Origins[0] != 1 {
		t.Errorf("two copies are %d origins", res.Origins[0])
	}
	for _, s := range res.Statements {
		if len(s.OriginIDs) != 1 {
			t.Errorf("%q has %d origins", s.Text, len(s.OriginIDs))
		}
	}
	for _, e := range res.Timelines[0] {
		if len(e.OriginIDs) != 1 {
			t.Errorf("%q has %d origins", e.Text, len(e.OriginIDs))
		}
	}
}

// TestCopyKeepsItsDay: "on Monday" in a copy that is printed a fortnight later is the
// Monday of its source; of an article of its own it is another.
func TestCopyKeepsItsDay(t *testing.T) {
	s, _ := compared(t, []string{first, strings.Replace(first, "2024-03-05", "2024-03-19", 1)}, func(int) string { return "one" })
	for _, joins := range []bool{false, true} {
		s.Lineage = []news.Link{{From: s.Articles[0].ID, To: s.Articles[1].ID, Kind: news.Copy, Joins: joins}}
		res := compare.Find(s)
		days, claims := map[string]int{}, 0
		for _, e := range res.Timelines[0] {
			if strings.Contains(e.Text, "voted") {
				days[e.Date.Value] += len(e.Spans)
			}
		}
		for _, c := range res.Claims {
			if strings.Contains(c.Text, "voted") {
				claims++
			}
		}
		if joins && (len(days) != 1 || days["2024-03-04"] != 2 || claims != 1) {
			t.Errorf("a copied sentence tells of the days %v, in %d claims; want that of its source, in one", days, claims)
		}
		if !joins && len(days) != 2 {
			t.Errorf("two sentences of articles that nothing joins tell of the days %v, want two", days)
		}
	}
}

func TestOnlyHereIsOneArticles(t *testing.T) {
	s, res := compared(t, []string{first, second, third}, own)
	for _, o := range res.OnlyHere[0] {
		i := slices.IndexFunc(s.Articles, func(a news.Article) bool { return a.ID == o.Article })
		for _, span := range o.Spans {
			if strings.Contains(span.Of(s.Articles[i].Text), "heron") {
				return
			}
		}
	}
	t.Error("the heron stands in one article alone and is not named as such")
}

// TestSharedPassageIsOneOrigin: reuse's passages begin and end with a word, a
// quotation with its marks; the passage's origin is the quotation's all the same.
func TestSharedPassageIsOneOrigin(t *testing.T) {
	s, _ := compared(t, []string{first, second}, own)
	const words = "Nobody likes a detour, but a bridge that sticks open is worse"
	for i := range s.Articles {
		start := strings.Index(s.Articles[i].Text, words)
		s.Provenance[i].Passages = []news.OriginPassage{{Span: news.Span{Start: start, End: start + len(words)}, Origin: "shared"}}
	}
	for _, st := range compare.Find(s).Statements {
		if strings.Contains(st.Text, words) && !slices.Equal(st.OriginIDs, []string{"shared"}) {
			t.Errorf("origins of %q are %q, want the passage's", st.Text, st.OriginIDs)
		}
	}
}

// TestShortQuotationsOfTwoNumbers: a short quotation with another number is another one, a
// long one is another version.
func TestShortQuotationsOfTwoNumbers(t *testing.T) {
	report := func(day, quote string) string {
		return "2024-03-0" + day + "|The harbour board met in Olkmere.\n\n“" + quote + ",” said Ida Holm, the harbour master."
	}
	for _, c := range []struct {
		quotes [2]string
		want   int
	}{
		{[2]string{"It is 2 too many", "It is 32 too many"}, 2},
		{[2]string{"It is 32 too many", "It was 32 too many"}, 1},
		{[2]string{"We shall sell 12 of the old boats before the ice comes", "We shall sell 20 of the old boats before the ice comes"}, 1},
	} {
		_, res := compared(t, []string{report("5", c.quotes[0]), report("6", c.quotes[1])}, own)
		n := 0
		for _, s := range res.Statements {
			if s.Kind == news.Direct {
				n++
			}
		}
		if n != c.want {
			t.Errorf("%q are %d statements, want %d", c.quotes, n, c.want)
		}
	}
}
