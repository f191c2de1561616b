package figures

import (
	"slices"
	"strings"
	"testing"

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
