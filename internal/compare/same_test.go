package compare_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/compare"
	"github.com/twosource/twosource/internal/news"
)

// confirmed returns the entries of a timeline that two origins have and that
// are no statements.
func confirmed(res compare.Result) []news.TimelineEntry {
	var out []news.TimelineEntry
	for _, e := range res.Timelines[0] {
		if len(e.OriginIDs) > 1 && e.Kind != news.Said {
			out = append(out, e)
		}
	}
	return out
}

// TestWhatMustAgree: two sentences that are alike in words tell of one thing
// only if everything that turns one thing into another agrees.
func TestWhatMustAgree(t *testing.T) {
	const base = "The lantern ferry sank off Brackel harbour on Monday and drowned 12 goats and a shepherd."
	for _, tt := range []struct {
		why, other string
		want       bool
	}{
		{"the same in other words", "On Monday the lantern ferry went down off Brackel harbour, and a shepherd drowned with 12 goats.", true},
		{"another number", "The lantern ferry sank off Brackel harbour on Monday and drowned 19 goats and a shepherd.", false},
		{"another day", "The lantern ferry sank off Brackel harbour on Sunday and drowned 12 goats and a shepherd.", false},
		{"denied", "The lantern ferry never sank off Brackel harbour on Monday and drowned not one of 12 goats, nor a shepherd.", false},
		{"perhaps", "The lantern ferry may have sunk off Brackel harbour on Monday and could have drowned 12 goats and a shepherd.", false},
		{"to come", "The lantern ferry is to sink off Brackel harbour on Monday and drown 12 goats and a shepherd, by plan.", false},
		{"asked", "Was it the lantern ferry that sank off Brackel harbour on Monday and drowned 12 goats and a shepherd?", false},
		{"somebody's own words", "We saw the lantern ferry as it sank off Brackel harbour on Monday and drowned 12 goats and our shepherd.", false},
	} {
		t.Run(tt.why, func(t *testing.T) {
			_, res := compared(t, []string{"2024-03-05|" + base, "2024-03-06|Rain fell in the hills.\n\n" + tt.other}, own)
			if got := len(confirmed(res)) == 1; got != tt.want {
				t.Errorf("joined with %q: %v, want %v", tt.other, got, tt.want)
			}
		})
	}
}

// TestCopiedSentenceConfirmsNothing: two articles that nobody linked still have
// one source for a sentence that both have word for word.
func TestCopiedSentenceConfirmsNothing(t *testing.T) {
	const line = "The lantern ferry sank off Brackel harbour on Monday and drowned a shepherd with all of his goats."
	_, res := compared(t, []string{"2024-03-05|" + line, "2024-03-05|Rain fell in the hills.\n\n" + line}, own)
	if got := confirmed(res); len(got) > 0 {
		t.Errorf("%q has %d origins", got[0].Text, len(got[0].OriginIDs))
	}
}

// TestSaidIsNoFact: a sentence that is somebody's statement is no line of what
// happened, whoever else says so.
func TestSaidIsNoFact(t *testing.T) {
	_, res := compared(t, []string{
		"2024-03-05|The lantern ferry sank off Brackel harbour on Monday with a shepherd aboard, the harbour master Ida Holm said.",
		"2024-03-05|Ida Holm, the harbour master, said that the lantern ferry had sunk off Brackel harbour on Monday with a shepherd on it.",
	}, own)
	for _, e := range res.Timelines[0] {
		if e.Kind != news.Said {
			t.Errorf("%q is told as %s", e.Text, e.Kind)
		}
	}
}

// TestVagueWordsDateNothing: only what names a day, a month or more precise
// makes a sentence a line of the timeline.
func TestVagueWordsDateNothing(t *testing.T) {
	_, res := compared(t, []string{"|Rain fell in the hills recently.\n\nThe goats now graze by the harbour.\n\nThe current shepherd arrived on Tuesday."}, own)
	if n := len(res.Timelines[0]); n != 1 || res.Timelines[0][0].Date.Words != "Tuesday" {
		t.Errorf("%d lines: %v", n, res.Timelines[0])
	}
}

// TestOpenIntervals: an article that was published on some day after another
// sorts and compares like one without a date.
func TestOpenIntervals(t *testing.T) {
	s, _ := compared(t, []string{first, second, third}, own)
	for i := range s.Articles {
		s.Articles[i].Published = news.Date{Value: "2024-03-05/..", Precision: news.PrecisionInterval, Basis: news.BasisInferred}
	}
	if res := compare.Find(s); len(res.Timelines) != 1 {
		t.Errorf("%d timelines", len(res.Timelines))
	}
}

// BenchmarkFind compares 2,000 articles in stories of eight.
func BenchmarkFind(b *testing.B) {
	const articles, of = 2000, 8
	var s compare.Set
	for i := range articles {
		var text strings.Builder
		var an news.Annotation
		for k := range 30 {
			start := text.Len()
			fw := len(an.Words)
			for w := range 20 {
				at := text.Len()
				fmt.Fprintf(&text, "%c%s%d", 'a'+rune((i/of+k*w)%26), [...]string{"harbour", "lantern", "shepherd", "goats"}[(k+w)%4], (i/of*31+k*7+w)%97)
				an.Words = append(an.Words, news.Word{Span: news.Span{Start: at, End: text.Len()}})
				text.WriteByte(' ')
			}
			an.Sentences = append(an.Sentences, news.Sentence{Span: news.Span{Start: start, End: text.Len() - 1}, FirstWord: fw, EndWord: len(an.Words)})
		}
		id := fmt.Sprintf("a%05d", i)
		an.Article = id
		s.Articles = append(s.Articles, news.Article{ID: id, Text: text.String()})
		s.Annotations = append(s.Annotations, an)
		s.Provenance = append(s.Provenance, news.Provenance{Article: id, Origin: id})
		s.EntityOf = append(s.EntityOf, nil)
		if i%of == 0 {
			s.Stories = append(s.Stories, news.Story{ID: "s" + id})
		}
		st := &s.Stories[len(s.Stories)-1]
		st.Articles = append(st.Articles, id)
	}
	for b.Loop() {
		compare.Find(s)
	}
}
