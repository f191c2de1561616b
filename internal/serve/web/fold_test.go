package web

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/figures"
	"github.com/twosource/twosource/internal/news"
)

func TestFew(t *testing.T) {
	for n, want := range map[int][2]int{0: {0, 0}, 3: {3, 0}, 4: {4, 0}, 5: {3, 2}, 9: {3, 6}} {
		list := make([]string, n)
		if a, b := few(3, list).([]string), others(3, list).([]string); len(a) != want[0] || len(b) != want[1] {
			t.Errorf("of %d are shown %d and folded %d, want %v", n, len(a), len(b), want)
		}
	}
}

func TestDateRange(t *testing.T) {
	for v, want := range map[string]string{
		"2020-06-06/2020-06-07": "6 to 7 Jun 2020", "2020-05-29/2020-06-01": "29 May to 1 Jun 2020", "2019-12-31/2020-01-02": "31 Dec 2019 to 2 Jan 2020",
		"2020-06-06/2020-06-06": "6 Jun 2020", "2019/2020": "2019 to 2020", "2020-W53": "week of 28 Dec 2020", "2015-W01": "week of 29 Dec 2014",
		"2020-W99": "2020-W99", "2020-WXX": "2020-WXX",
	} {
		if got := shortDate(v); got != want {
			t.Errorf("%s is %q, want %q", v, got, want)
		}
	}
}

// TestSaidWhen asks that nothing is shown to have been said after it was reported.
func TestSaidWhen(t *testing.T) {
	const june = 26532000 // 10 Jun 2020
	for value, want := range map[string]string{"2020-11-03": "", "2020-06-09": "9 Jun 2020", "2020-06-10": "10 Jun 2020", "": ""} {
		s := said{Quotes: []quote{{source: source{published: june}}}}
		if s.date(news.Date{Value: value}); s.When != want || s.first == 0 {
			t.Errorf("%s: said %q, ordered by %d", value, s.When, s.first)
		}
	}
}

// TestParties asks who comes first, and that what was said by few is folded.
func TestParties(t *testing.T) {
	names := []party{{Name: nobody}, {Name: "an aide"}, {ID: "x", Name: "Ana Brandt"}}
	slices.SortStableFunc(names, func(x, y party) int { return x.rank() - y.rank() })
	if names[0].ID != "x" || names[2].Name != nobody {
		t.Errorf("%+v", names)
	}
	if namedText("He") != "" || namedText("he who knows") == "" {
		t.Error("a pronoun names somebody")
	}
	var p party
	for i := range 9 {
		p.Said = append(p.Said, said{ID: fmt.Sprint(i), Origins: 1 + i%3, first: int64(i)})
	}
	p.part()
	if len(p.Said) != maxParty || len(p.Rest) != 9-maxParty || p.Said[0].ID != "1" || p.Said[3].ID != "8" {
		t.Errorf("shown %+v, folded %+v", p.Said, p.Rest)
	}
}

// TestShare asks that words that both sides of a conflict rest on are shown once.
func TestShare(t *testing.T) {
	one := conflict{Sides: []side{{Value: "nine", Quotes: []quote{{Key: "a"}}}, {Value: "ten", Quotes: []quote{{Key: "a"}}}}}
	if one.share(); len(one.Quotes) != 1 || one.Sides[0].Quotes != nil {
		t.Errorf("%+v", one)
	}
	two := conflict{Sides: []side{{Quotes: []quote{{Key: "a"}}}, {Quotes: []quote{{Key: "b"}}}}}
	if two.share(); len(two.Quotes) != 0 || len(two.Sides[1].Quotes) != 1 {
		t.Errorf("%+v", two)
	}
	if got := saying("nine people were there", "nine"); !got[1].Mark || got[2].Text != " people were there" {
		t.Errorf("%+v", got)
	}
	if got := saying("some people", "nine"); len(got) != 1 {
		t.Errorf("%+v", got)
	}
}

// TestFolded asks that the list of a long timeline has what tells most, with far
// times apart, and that each point of the picture leads to a line.
func TestFolded(t *testing.T) {
	const day = "2020-06-%02d"
	a := &news.Article{ID: "a", Text: strings.Repeat("Words of it. ", 60)}
	w := &file{library: &library{articles: map[string]*news.Article{"a": a}, sources: map[string]source{"a": {ID: "a", published: 26520480}}}, page: &storyPage{More: map[string]int{}}}
	w.page.Dots = []originGroup{{Sources: []source{{ID: "a", published: 26520480}}}}
	add := func(kind news.TimelineKind, value string, weight int) {
		k := len(w.story.Timeline)
		w.story.Timeline = append(w.story.Timeline, news.TimelineEntry{
			Kind: kind, Date: news.Date{Value: value}, Text: fmt.Sprint(k), Spans: []news.Ref{{Article: "a", Span: news.Span{Start: 13 * k, End: 13*k + 12}}}, Weight: weight,
		})
	}
	add(news.Background, "1890", 9)
	add(news.Happened, "2012", 9)
	for i := range 28 {
		add(news.Happened, fmt.Sprintf(day, 1+i), i)
	}
	w.moments()
	p := w.page
	if momentsIn(p.Days) != maxMain || momentsIn(p.Lesser) != 8 || momentsIn(p.Earlier) != 2 || p.Days[0].When != "9 Jun 2020" {
		t.Errorf("%d shown from %s, %d and %d folded", momentsIn(p.Days), p.Days[0].When, momentsIn(p.Lesser), momentsIn(p.Earlier))
	}
	if n := strings.Count(string(p.Timeline), `href="#t`); n == 0 || figures.Hues == 0 {
		t.Error("no point of the picture leads to a line")
	}
}
