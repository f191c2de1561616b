package export

import (
	"bytes"
	"io"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

// TestEmbeddable holds that formats made to stand within a page cannot end the
// script element that they stand in, whatever an article says.
func TestEmbeddable(t *testing.T) {
	text := "A storm </script><script>alert(1)</script> sank the ferry."
	span := news.Span{Start: 0, End: len(text)}
	ref := news.Ref{Article: "a", Span: span}
	rec := &news.Record{
		Articles: []news.Article{{ID: "a", Text: text, Title: text, TitleSpan: span, Outlet: "<b>", URL: "https://a.example/</script>", Blocks: []news.Block{{Span: span, Kind: news.Title}}}},
		Claims:   []news.Claim{{ID: "c", Text: text, Spans: []news.Ref{ref}, Status: news.SingleOrigin}},
		Stories:  []news.Story{{ID: "s", Title: text, Articles: []string{"a"}}},
	}
	for name, write := range map[string]func(io.Writer, *news.Record) error{
		"webanno": WriteWebAnnotations, "claimreview": WriteClaimReviews,
		"timelinejs": func(w io.Writer, rec *news.Record) error {
			_, err := WriteTimelineJS(w, rec)
			return err
		},
	} {
		var b bytes.Buffer
		if err := write(&b, rec); err != nil {
			t.Fatal(err)
		}
		if b.Len() < 40 || bytes.ContainsAny(b.Bytes(), "<>") {
			t.Errorf("%s: %s", name, b.Bytes())
		}
	}
}

func TestIsWeb(t *testing.T) {
	for address, want := range map[string]bool{
		"https://a.example/b": true, "HTTP://a.example": true, "javascript:alert(1)//http://": false, "javascript://x": false, "data:text/html,x": false,
		"file:///etc/passwd": false, "//a.example": false, "": false, " https://a.example": false,
	} {
		if got := isWeb(address); got != want {
			t.Errorf("%q: %v", address, got)
		}
	}
}
