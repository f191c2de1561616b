package export

import (
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/twosource/twosource/internal/news"
)

// annotationPage and what it holds are those of the W3C Web Annotation Data
// Model (w3.org/TR/annotation-model).
type annotationPage struct {
	Context string       `json:"@context"`
	ID      string       `json:"id"`
	Type    string       `json:"type"`
	Items   []annotation `json:"items"`
}

type annotation struct {
	ID         string      `json:"id"`
	Type       string      `json:"type"`
	Motivation string      `json:"motivation"`
	Body       []textBody  `json:"body"`
	Target     annotTarget `json:"target"`
}

type textBody struct {
	Type    string `json:"type"`
	Purpose string `json:"purpose"`
	Value   string `json:"value"`
}

type annotTarget struct {
	Source   string `json:"source"`
	Selector []any  `json:"selector"`
}

type quoteSelector struct {
	Type   string `json:"type"`
	Exact  string `json:"exact"`
	Prefix string `json:"prefix"`
	Suffix string `json:"suffix"`
}

type positionSelector struct {
	Type  string `json:"type"`
	Start int    `json:"start"`
	End   int    `json:"end"`
}

// around is how many code points stand before and behind a quotation, so that it
// can be found again in a page.
const around = 32

// WriteWebAnnotations writes each row of a record as a W3C Web Annotation: its
// target is the span, by words and by place; its bodies are what it is evidence
// of. The source of an article without an address is urn:twosource:article:ID.
func WriteWebAnnotations(w io.Writer, rec *news.Record) error {
	look := newWriter(rec)
	rows := look.rows()
	page := annotationPage{Context: "http://www.w3.org/ns/anno.jsonld", ID: "urn:twosource:annotations", Type: "AnnotationPage", Items: []annotation{}}
	seen := map[string]int{}
	for _, r := range rows {
		before, behind := look.around(r)
		id := fmt.Sprintf("urn:twosource:%s:%s", r.Kind, r.ID)
		seen[id]++
		a := annotation{
			ID: fmt.Sprintf("%s:%d", id, seen[id]), Type: "Annotation", Motivation: "tagging",
			Body: []textBody{{"TextualBody", "tagging", r.Kind}},
			Target: annotTarget{Source: sourceOf(r.URL, r.Article), Selector: []any{
				quoteSelector{"TextQuoteSelector", r.Text, before, behind},
				positionSelector{"TextPositionSelector", r.Start, r.End},
			}},
		}
		for _, v := range []string{r.Label, r.Who, r.Date} {
			if v != "" {
				a.Body = append(a.Body, textBody{"TextualBody", "describing", v})
			}
		}
		page.Items = append(page.Items, a)
	}
	return writeJSON(w, page)
}

// around returns the words before and behind those of a row.
func (w *writer) around(r Row) (before, behind string) {
	i := w.articles[r.Article]
	text, runes := w.rec.Articles[i].Text, w.runes[i]
	start, end := runes.Byte(r.Start), runes.Byte(r.End)
	from, to := start, end
	for n := 0; n < around && from > 0; n++ {
		_, size := utf8.DecodeLastRuneInString(text[:from])
		from -= size
	}
	for n := 0; n < around && to < len(text); n++ {
		_, size := utf8.DecodeRuneInString(text[to:])
		to += size
	}
	return text[from:start], text[end:to]
}

// sourceOf is an address of the web, or a name for the article.
func sourceOf(url, article string) string {
	if isWeb(url) {
		return url
	}
	return "urn:twosource:article:" + article
}

// writeJSON writes v so that it can stand within a page: < and > are escaped, for
// these formats are pasted into script elements.
func writeJSON(w io.Writer, v any) error {
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	return out.Encode(v)
}
