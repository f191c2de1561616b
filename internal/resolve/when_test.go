package resolve_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/annotate"
	"github.com/twosource/twosource/internal/dates"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/resolve"
)

// plain makes an article of text, a paragraph a line, and annotates it.
func plain(id, published, text string) (news.Article, news.Annotation) {
	a := news.Article{ID: id, Text: text, Published: news.NoDate("the page has no date")}
	if published != "" {
		a.Published, _ = dates.Parse(published, news.OrderUnknown)
	}
	at := 0
	for line := range strings.SplitAfterSeq(text, "\n") {
		if s := (news.Span{Start: at, End: at + len(line)}).Trim(text); s.Len() > 0 {
			a.Blocks = append(a.Blocks, news.Block{Span: s})
		}
		at += len(line)
	}
	return a, annotate.New(annotate.Options{}).Annotate(&a)
}

// a case's texts are articles "a", "b", …, all of one story.
type dated struct{ published, text string }

func when(texts []dated) ([]news.Article, []news.Annotation) {
	var articles []news.Article
	var annotations []news.Annotation
	story := news.Story{ID: "s"}
	for i, x := range texts {
		a, an := plain(string(rune('a'+i)), x.published, x.text)
		articles, annotations = append(articles, a), append(annotations, an)
		story.Articles = append(story.Articles, a.ID)
	}
	return resolve.When(articles, annotations, []news.Story{story}, firstLines(articles))
}

// firstLines links every later article to the first by the line with which both
// begin.
func firstLines(articles []news.Article) []news.Link {
	var out []news.Link
	first, _, _ := strings.Cut(articles[0].Text, "\n")
	for _, a := range articles[1:] {
		if s := (news.Span{End: len(first)}); strings.HasPrefix(a.Text, first) {
			out = append(out, news.Link{From: articles[0].ID, To: a.ID, Passages: []news.Reuse{{From: s, To: s, Kind: news.Verbatim}}})
		}
	}
	return out
}

// readings lists "words=value" of the dates and times of an article.
func readings(an *news.Annotation) string {
	var out []string
	for _, t := range an.Times {
		if t.Kind == news.TimeDate || t.Kind == news.TimeOfDay {
			v := t.Value
			if v == "" {
				v = "?"
			}
			out = append(out, t.Words+"="+v)
		}
	}
	return strings.Join(out, " ")
}

const (
	meeting = "Foreign Minister Anna Berg will meet President Karl Holm in Oslo on Sunday to talk about Norway.\n"
	met     = "Foreign Minister Anna Berg met President Karl Holm in Oslo on Sunday to talk about Norway.\n"
)

// TestWhen reads the first article, which has no date.
func TestWhen(t *testing.T) {
	for _, tc := range []struct {
		name             string
		texts            []dated
		published, times string
	}{
		{"nothing is said", []dated{{"", met}}, "", "Sunday=?"},
		{"a story fixes nothing by itself", []dated{{"", met}, {"2016-05-12", "Rain fell on Sunday in Bergen.\n"}}, "", "Sunday=?"},
		{"a day told as past", []dated{{"", "The bridge fell on 3 May 2016. It had stood for years.\n"}}, "2016-05-03/..", "3 May 2016=2016-05-03"},
		{"a year in a name", []dated{{"", "They fought over the 2016 election.\n"}}, "", "2016=2016"},
		{"past and to come", []dated{{"", "The bridge fell on 3 May 2016. A new one will open on 1 June 2016. It was shut on Sunday.\n"}},
			"2016-05-03/2016-06-01", "3 May 2016=2016-05-03 1 June 2016=2016-06-01 Sunday=?"},
		{"the same month on every day", []dated{{"", "The bridge fell on 3 May 2016. A new one will open on 20 May 2016. This month saw rain.\n"}},
			"2016-05-03/2016-05-20", "3 May 2016=2016-05-03 20 May 2016=2016-05-20 This month=2016-05"},
		{"they disagree", []dated{{"", "The bridge fell on 3 May 2016. It will open on 1 March 2016.\n"}}, "", "3 May 2016=2016-05-03 1 March 2016=2016-03-01"},
		{"a weekday that a dated article fixes", []dated{{"", meeting + "On May 3 they spoke. They will meet again on Monday.\n"}, {"2016-05-12", meeting}},
			"2016-05-08/2016-05-15", "Sunday=2016-05-15 May 3=2016-05-03 Monday=?"},
		{"told from the other side", []dated{{"", met}, {"2016-05-12", meeting}}, "", "Sunday=?"},
		{"told as past by both", []dated{{"", met}, {"2016-05-12", met}}, "2016-05-08/2016-05-15", "Sunday=2016-05-08"},
		{"two dated articles that differ", []dated{{"", met}, {"2016-05-12", met}, {"2016-06-12T10:00", met}}, "", "Sunday=?"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			articles, annotations := when(tc.texts)
			d := articles[0].Published
			if d.Value != tc.published {
				t.Errorf("published %q (%s), want %q", d.Value, d.Reason, tc.published)
			}
			if d.Known() {
				of := slices.IndexFunc(articles, func(a news.Article) bool { return a.ID == d.Article || d.Article == "" })
				if d.Basis != news.BasisInferred || d.Reason == "" || d.Span.Of(articles[of].Text) != d.Words {
					t.Errorf("evidence %+v", d)
				}
			}
			if got := readings(&annotations[0]); got != tc.times {
				t.Errorf("expressions\n got %s\nwant %s", got, tc.times)
			}
		})
	}
}

func TestWhenChangesNothingGiven(t *testing.T) {
	a, an := plain("a", "", meeting)
	b, bn := plain("b", "2016-05-12", meeting)
	articles, annotations := []news.Article{a, b}, []news.Annotation{an, bn}
	before := readings(&annotations[0])
	out, _ := resolve.When(articles, annotations, []news.Story{{Articles: []string{"a", "b", "gone"}}}, firstLines(articles))
	if articles[0].Published.Known() || readings(&annotations[0]) != before || !out[0].Published.Known() {
		t.Errorf("given %+v, %s; got %+v", articles[0].Published, readings(&annotations[0]), out[0].Published)
	}
	if same, _ := resolve.When(articles[1:], annotations[1:], nil, nil); &same[0] != &articles[1] {
		t.Error("dated articles were copied")
	}
}

// TestWhenTaken takes the day of a passage that two articles share.
func TestWhenTaken(t *testing.T) {
	a, an := plain("a", "", "The water came back on Sunday.\n")
	b, bn := plain("b", "2016-05-12", "The water came back on Sunday.\n")
	whole := news.Span{End: len(b.Text) - 1}
	for _, tc := range []struct {
		link news.Link
		want string
	}{
		{news.Link{From: "b", To: "a", Passages: []news.Reuse{{From: whole, To: whole, Kind: news.Verbatim}}}, "Sunday=2016-05-08"},
		{news.Link{From: "a", To: "b", Passages: []news.Reuse{{From: whole, To: whole, Kind: news.Edited}}}, "Sunday=2016-05-08"},
		{news.Link{From: "a", To: "b", Passages: []news.Reuse{{From: whole, To: whole, Kind: news.Rewritten}}}, "Sunday=?"},
		{news.Link{From: "b", To: "a", Passages: []news.Reuse{{From: news.Span{End: 9}, To: news.Span{End: 9}, Kind: news.Verbatim}}}, "Sunday=?"},
	} {
		_, annotations := resolve.When([]news.Article{a, b}, []news.Annotation{an, bn}, []news.Story{{Articles: []string{"a", "b"}}}, []news.Link{tc.link})
		if got := readings(&annotations[0]); got != tc.want {
			t.Errorf("%+v: %s, want %s", tc.link, got, tc.want)
		}
	}
}

// TestWhenSamples holds that the undated reports get no invented date: one report
// of the first meeting has a date line, but shares no passage with the other that
// names a day; of the second meeting none has any. So all stay open.
func TestWhenSamples(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "shared", "samples", "syria-2015")
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Skipf("the shared samples are missing: %v", err)
	}
	var articles []news.Article
	var annotations []news.Annotation
	for _, f := range files {
		b, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		day := ""
		if strings.HasPrefix(f.Name(), "001") {
			day = "2015-09-27T06:35"
		}
		a, an := plain(f.Name()[:3], day, string(b))
		articles, annotations = append(articles, a), append(annotations, an)
	}
	stories := []news.Story{{Articles: []string{"000", "001"}}, {Articles: []string{"002", "003", "004"}}}
	got, marks := resolve.When(articles, annotations, stories, nil)
	if r, want := readings(&marks[0]), readings(&annotations[0]); r != want {
		t.Errorf("000 reads\n got %s\nwant %s", r, want)
	}
	for _, i := range []int{0, 2, 3, 4} {
		if got[i].Published != articles[i].Published {
			t.Errorf("%s is of %+v", got[i].ID, got[i].Published)
		}
	}
}

// TestWhenOfACopy: an article that is printed again later fixes no other day than when it
// was printed first.
func TestWhenOfACopy(t *testing.T) {
	var articles []news.Article
	var annotations []news.Annotation
	for _, x := range []dated{{"", met}, {"2016-05-12", met}, {"2016-06-12", met}} {
		a, an := plain(string(rune('a'+len(articles))), x.published, x.text)
		articles, annotations = append(articles, a), append(annotations, an)
	}
	links := firstLines(articles)
	story := news.Story{ID: "s", Articles: []string{"a", "b", "c"}}
	for _, joins := range []bool{false, true} {
		again := news.Link{From: "b", To: "c", Joins: joins, Passages: links[0].Passages}
		_, got := resolve.When(articles, annotations, []news.Story{story}, append(slices.Clone(links), again))
		want := "Sunday=?"
		if joins {
			want = "Sunday=2016-05-08"
		}
		if r := readings(&got[0]); r != want {
			t.Errorf("with a copy of its source, joined %v, the expressions are %s, want %s", joins, r, want)
		}
	}
}
