package extract

import (
	"slices"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

func TestBound(t *testing.T) {
	text := "A ferry\n\nIt sank. Nobody – knew.\n\nShare this\n\nMore."
	blocks := []news.Block{
		{Span: news.Span{Start: 0, End: 7}, Kind: news.Title},
		{Span: news.Span{Start: 9, End: 34}},
		{Span: news.Span{Start: 36, End: 46}, Kind: news.Furniture, Reason: "a share bar"},
		{Span: news.Span{Start: 48, End: 53}},
	}
	for most, want := range map[int]string{
		0:   "|-A ferry|-It sank. Nobody – knew.|-Share this|-More.",
		8:   "|A ferry|I|-t sank. Nobody – knew.|-Share this|-More.", // no end of a word is near
		15:  "|A ferry|It sank.|-Nobody – knew.|-Share this|-More.",
		25:  "|A ferry|It sank. Nobody|-– knew.|-Share this|-More.",
		27:  "|A ferry|It sank. Nobody –|-knew.|-Share this|-More.",
		32:  "|A ferry|It sank. Nobody – knew.|-Share this|-More.",
		37:  "|A ferry|It sank. Nobody – knew.|-Share this|More.",
		100: "|A ferry|It sank. Nobody – knew.|-Share this|More.",
	} {
		got, cut := bound(text, slices.Clone(blocks), most)
		var b strings.Builder
		for _, x := range got {
			b.WriteString("|")
			if !x.Kind.Read() {
				b.WriteString("-")
			}
			b.WriteString(x.Of(text))
		}
		if b.String() != want || cut != (most < 37) {
			t.Errorf("%d: %q (%v), want %q", most, b.String(), cut, want)
		}
	}
}

// TestLongText holds that of a text of 3 MB on one line the beginning is read, the
// rest kept, and that the reader is told.
func TestLongText(t *testing.T) {
	body := strings.Repeat("The ferry sank near Nordby on Tuesday. ", 80_000)
	a, notices, err := New(Options{}).Extract(news.Page{Media: news.PlainText, Body: "Title: Ferry sinks\n\n" + body})
	if err != nil {
		t.Fatal(err)
	}
	read := 0
	for i, b := range a.Blocks {
		if err := b.Check(a.Text); err != nil || i > 0 && b.Start < a.Blocks[i-1].End {
			t.Fatalf("block %d: %v %v", i, b, err)
		}
		if b.Kind.Read() {
			read += b.End - b.Start
		}
	}
	if read > maxRead || read < maxRead*7/8 {
		t.Errorf("%d bytes are read", read)
	}
	if len(a.Text) < len(body)-1 || len(a.Removed()) != 1 {
		t.Errorf("%d bytes are kept, %d pieces skipped", len(a.Text), len(a.Removed()))
	}
	if len(notices) != 1 || notices[0].Code != "article-cut" || notices[0].Article != a.ID {
		t.Errorf("notices %v", notices)
	}
}
