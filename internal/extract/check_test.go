package extract

import (
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/twosource/twosource/internal/news"
)

// checkArticle holds what package news promises of every article.
func checkArticle(t *testing.T, a *news.Article) {
	t.Helper()
	if !utf8.ValidString(a.Text) || !norm.NFC.IsNormalString(a.Text) {
		t.Errorf("text is not NFC and valid UTF-8: %.80q", a.Text)
	}
	if err := a.TitleSpan.Check(a.Text); err != nil {
		t.Fatal(err)
	}
	if a.TitleSpan.Of(a.Text) != a.Title || (a.Title == "") != a.TitleSpan.IsZero() {
		t.Errorf("title %q, its span %v has %q", a.Title, a.TitleSpan, a.TitleSpan.Of(a.Text))
	}
	at := 0
	for i, b := range a.Blocks {
		if err := b.Check(a.Text); err != nil {
			t.Fatal(err)
		}
		if b.Start < at || b.Len() <= 0 {
			t.Errorf("block %d %v overlaps the one before or is empty", i, b.Span)
		}
		if gap := (news.Span{Start: at, End: b.Start}).Trim(a.Text); gap.Len() > 0 {
			t.Errorf("text %q lies in no block", gap.Of(a.Text))
		}
		if (b.Reason == "") == (b.Kind == news.Furniture || b.Kind == news.Caption) {
			t.Errorf("block %d is %s with reason %q", i, b.Kind, b.Reason)
		}
		at = b.End
	}
	if rest := (news.Span{Start: at, End: len(a.Text)}).Trim(a.Text); rest.Len() > 0 {
		t.Errorf("text %q lies in no block", rest.Of(a.Text))
	}
	for _, d := range []news.Date{a.Published, a.Updated} {
		if err := d.Span.Check(a.Text); err != nil {
			t.Error(err)
		}
		if !d.Span.IsZero() && d.Span.Of(a.Text) != d.Words {
			t.Errorf("date words %q, span has %q", d.Words, d.Span.Of(a.Text))
		}
		if !d.Known() && d.Reason == "" {
			t.Error("an unknown date has no reason")
		}
	}
	if a.ID == "" || a.Family != "" && a.Outlet == "" {
		t.Errorf("id %q, outlet %q, family %q", a.ID, a.Outlet, a.Family)
	}
}
