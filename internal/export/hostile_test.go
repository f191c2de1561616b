package export

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

// TestManyRowsOfALongText holds that annotations cost what their rows cost, and not
// the length of the article for each.
func TestManyRowsOfALongText(t *testing.T) {
	text := strings.Repeat("The ferry sailed. ", 20_000)
	rec := &news.Record{Articles: []news.Article{{ID: "a1", Text: text}}}
	var c news.Claim
	for i := range 2000 {
		c.Spans = append(c.Spans, news.Ref{Article: "a1", Span: news.Span{Start: i * 18, End: i*18 + 17}})
	}
	rec.Claims = []news.Claim{c}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if err := WriteWebAnnotations(io.Discard, rec); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; used > 100<<20 {
		t.Errorf("2,000 rows of a text of %d bytes took %d bytes", len(text), used)
	}
}

// TestSourcesAreOfTheWeb holds that an address which a program would obey is not
// handed on as a page's.
func TestSourcesAreOfTheWeb(t *testing.T) {
	rec := &news.Record{
		Articles: []news.Article{{ID: "a1", Text: "The ferry sailed.", URL: "javascript:alert(1)"}},
		Claims:   []news.Claim{{ID: "c1", Spans: []news.Ref{{Article: "a1", Span: news.Span{Start: 0, End: 9}}}}},
	}
	for name, write := range map[string]func(io.Writer, *news.Record) error{"webanno": WriteWebAnnotations, "claimreview": WriteClaimReviews} {
		var b bytes.Buffer
		if err := write(&b, rec); err != nil || !json.Valid(b.Bytes()) || strings.Contains(b.String(), "javascript:") {
			t.Errorf("%s: %v\n%s", name, err, b.String())
		}
	}
}

// TestIDsInXML holds that an id that somebody made up does not leave its attribute.
func TestIDsInXML(t *testing.T) {
	const id = `x\" y="&<`
	rec := &news.Record{
		Articles: []news.Article{{ID: id, Text: "The ferry sailed."}},
		Entities: []news.Entity{{ID: id, Type: news.Person, Name: "Anna Brandt"}, {ID: id + "2", Name: "Harbour Office"}},
	}
	var b bytes.Buffer
	if err := WriteTEI(&b, rec); err != nil {
		t.Fatal(err)
	}
	d, ids := xml.NewDecoder(&b), 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if e, ok := token.(xml.StartElement); ok {
			for _, a := range e.Attr {
				if a.Name.Local == "y" {
					t.Errorf("%s has the attribute y", e.Name.Local)
				}
				if a.Name.Local == "id" && strings.Contains(a.Value, id) {
					ids++
				}
			}
		}
	}
	if ids != 3 {
		t.Errorf("%d ids came back, want 3", ids)
	}
}
