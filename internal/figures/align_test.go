package figures

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/twosource/twosource/internal/news"
)

func TestAlign(t *testing.T) {
	a := "One. The port opened on Monday. Two."
	b := "Zero. The old port opened Monday. Three."
	rows := Align(a, b, []news.Reuse{{From: news.Span{Start: 5, End: 31}, To: news.Span{Start: 6, End: 33}, Kind: news.Edited}})
	if len(rows) != 3 || rows[1].Kind != "edited" {
		t.Fatalf("%+v", rows)
	}
	mark := func(list []Words) string {
		s := ""
		for _, w := range list {
			if w.Only {
				s += "[" + w.Text + "]"
			} else {
				s += w.Text
			}
		}
		return s
	}
	if got := mark(rows[1].A); got != "The port opened [on ]Monday." {
		t.Errorf("left: %s", got)
	}
	if got := mark(rows[1].B); got != "The [old ]port opened Monday." {
		t.Errorf("right: %s", got)
	}
}

func FuzzAlign(f *testing.F) {
	f.Add("One two three.", "Two one three.", 0, 3, 4, 7)
	f.Fuzz(func(t *testing.T, a, b string, i, j, k, l int) {
		a, b = strings.ToValidUTF8(a, "?"), strings.ToValidUTF8(b, "?")
		var right strings.Builder
		for _, r := range Align(a, b, []news.Reuse{{From: news.Span{Start: i, End: j}, To: news.Span{Start: k, End: l}}}) {
			for _, w := range r.B {
				right.WriteString(w.Text)
			}
		}
		letters := func(s string) string {
			return strings.Map(func(r rune) rune {
				if isWord(r) {
					return r
				}
				return -1
			}, s)
		}
		if letters(right.String()) != letters(b) {
			t.Errorf("%q is shown as %q", b, right.String())
		}
	})
}

// TestAlignParagraphs asks that the paragraphs of a passage stand side by side, and
// what one alone has beside what follows it.
func TestAlignParagraphs(t *testing.T) {
	a := "One is here.\n\nTwo is there.\n\nThree."
	b := "One is here.\n\nAdvertisement\n\nTwo was there.\n\nThree."
	rows := Align(a, b, []news.Reuse{{From: news.Span{End: len(a)}, To: news.Span{End: len(b)}, Kind: news.Edited}})
	var got []string
	for _, r := range rows {
		var line string
		for _, side := range [][]Words{r.A, r.B} {
			for _, w := range side {
				if w.Only {
					line += "[" + w.Text + "]"
				} else {
					line += w.Text
				}
			}
			line += "|"
		}
		got = append(got, line)
	}
	want := []string{"One is here.|One is here.|", "Two [is ]there.|[Advertisement\n\n]Two [was ]there.|", "Three.|Three.|"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestAlignMarks(t *testing.T) {
	a := "First words here. He said “we will not go”. Then more of it."
	b := "Other words. They said “we will not go”. Nothing else was told."
	from, to := strings.Index(a, "we will"), strings.Index(b, "we will")
	n := len("we will not go")
	rows := Align(a, b, []news.Reuse{{From: news.Span{Start: from, End: from + n}, To: news.Span{Start: to, End: to + n}, Kind: news.Verbatim}})
	var left []string
	for _, r := range rows {
		s := ""
		for _, w := range r.A {
			s += w.Text
		}
		left = append(left, s)
	}
	if want := []string{"First words here. He said", "“we will not go”.", "Then more of it."}; !slices.Equal(left, want) {
		t.Errorf("rows %q, want %q", left, want)
	}
}

func TestTicks(t *testing.T) {
	low := time.Date(2012, time.March, 15, 0, 0, 0, 0, time.UTC).Unix() / 60
	line := timeline{low: low, high: low + 5*365*day}
	for step, want := range map[int64]string{365 * day: "2013-01-01", 182 * day: "2012-07-01", 91 * day: "2012-04-01", 2 * 365 * day: "2014-01-01"} {
		if got := time.Unix(line.ticks(step)[0]*60, 0).UTC().Format(time.DateOnly); got != want {
			t.Errorf("first tick of %d days is %s, want %s", step/day, got, want)
		}
	}
}

func TestNumbers(t *testing.T) {
	var list []Point
	for i := range 30 { // two stacks beside one another, and one far from them
		at := []int64{0, day, 60 * day}[i%3]
		list = append(list, Point{Lane: Stories, First: at, Last: at})
	}
	if got := string(Timeline("x", list)); strings.Count(got, `class="more"`) != 2 || !strings.Contains(got, ">+8<") || !strings.Contains(got, ">+4<") {
		t.Error("numbers above stacks that stand beside one another are not one")
	}
}
