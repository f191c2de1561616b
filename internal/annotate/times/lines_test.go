package times

import (
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

// TestDateLines puts the date of a date line among the expressions, whose
// anchors still point at what they did.
func TestDateLines(t *testing.T) {
	const text = "May 3, 2016, 6:35 am\nnot a date at all\nThe vote was on 4 May 2016. Three days after the vote on 4 May 2016 they met.\n5 May 2016"
	a := &news.Article{Text: text, Published: news.NoDate("")}
	at := 0
	for line := range strings.SplitAfterSeq(text, "\n") {
		b := news.Block{Span: news.Span{Start: at, End: at + len(line)}, Kind: news.DateLine}
		if strings.Contains(line, "vote") {
			b.Kind = news.Paragraph
		}
		a.Blocks = append(a.Blocks, b)
		at += len(line)
	}
	inText := []news.Time{
		{Date: news.Date{Span: news.Span{Start: 55, End: 65}}, Anchor: -1},
		{Date: news.Date{Span: news.Span{Start: 67, End: 77}}, Anchor: 0, Sentence: 1},
	}
	got := addLines(inText, a)
	if len(got) != 4 {
		t.Fatalf("%d expressions, want 4: %+v", len(got), got)
	}
	for i, want := range []struct {
		value    string
		kind     news.TimeKind
		anchor   int
		sentence int
	}{
		{"2016-05-03T06:35", news.TimeOfDay, -1, -1}, {"", "", -1, 0}, {"", "", 1, 1}, {"2016-05-05", news.TimeDate, -1, -1},
	} {
		g := got[i]
		if g.Value != want.value || g.Kind != want.kind || g.Anchor != want.anchor || g.Sentence != want.sentence {
			t.Errorf("expression %d: %+v, want %+v", i, g, want)
		}
		if g.Value != "" && g.Span.Of(text) != g.Words {
			t.Errorf("expression %d: the words are %q, the span holds %q", i, g.Words, g.Span.Of(text))
		}
	}
}
