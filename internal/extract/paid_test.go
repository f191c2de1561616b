package extract

import (
	"slices"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

// TestPaid holds that what a page says of who may read it stands in its article.
func TestPaid(t *testing.T) {
	const text = "<body><article><h1>Ferry fares to rise</h1><p>Fares on the night ferry will rise in May, the harbour board said on Monday after a long meeting.</p>" +
		"<p>It gave no figure, and said that it would speak to the islanders first.</p></article></body>"
	for _, test := range []struct {
		name, head string
		paid       bool
	}{
		{"says nothing", "", false},
		{"false", `<script type="application/ld+json">{"@type":"NewsArticle","headline":"x","isAccessibleForFree":false}</script>`, true},
		{"a string", `<script type="application/ld+json">{"@type":"NewsArticle","headline":"x","isAccessibleForFree":"http://schema.org/False"}</script>`, true},
		{"free", `<script type="application/ld+json">{"@type":"NewsArticle","headline":"x","isAccessibleForFree":"True"}</script>`, false},
		{"another article of the page", `<script type="application/ld+json">[{"@type":"NewsArticle","headline":"x"},{"@type":"NewsArticle","isAccessibleForFree":false}]</script>`, false},
		{"a tier", `<meta property="article:content_tier" content="Metered">`, true},
		{"a free tier", `<meta property="article:content_tier" content="free">`, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := news.Page{Media: news.HTML, Body: "<html><head>" + test.head + "</head>" + text + "</html>"}
			p.Stated.Extra = []news.Field{{Name: "desk", Value: "sea"}, {Name: "zone", Value: "3"}}
			a, _, err := New(Options{}).Extract(p)
			if err != nil {
				t.Fatal(err)
			}
			if got := slices.Contains(a.Extra, news.ForSubscribers); got != test.paid {
				t.Errorf("for subscribers: %v, want %v (%v)", got, test.paid, a.Extra)
			}
			if !slices.IsSortedFunc(a.Extra, func(x, y news.Field) int { return strings.Compare(x.Name, y.Name) }) || len(p.Stated.Extra) != 2 {
				t.Errorf("fields are %v", a.Extra)
			}
		})
	}
}
