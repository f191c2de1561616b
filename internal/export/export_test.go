package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed"
	"github.com/parquet-go/parquet-go"

	"github.com/twosource/twosource/internal/news"
)

// ref finds words in an article.
func ref(t *testing.T, a *news.Article, words string) news.Ref {
	t.Helper()
	i := strings.Index(a.Text, words)
	if i < 0 {
		t.Fatalf("%q is not in the article", words)
	}
	return news.Ref{Article: a.ID, Span: news.Span{Start: i, End: i + len(words)}}
}

// ferry is a record of two articles on one ferry.
func ferry(t *testing.T) *news.Record {
	t.Helper()
	day := news.Date{Value: "2031-03-04", Precision: news.PrecisionDay, Basis: news.BasisStated}
	text := func(title, body string) (string, []news.Block) {
		s := title + "\n\n" + body
		return s, []news.Block{{Span: news.Span{End: len(title)}, Kind: news.Title}, {Span: news.Span{Start: len(title) + 2, End: len(s)}, Kind: news.Paragraph}}
	}
	a := news.Article{ID: "a1", Outlet: "Harbour Post", URL: "https://harbour.example/1", Title: "=Ferry “late” & lost", Published: day, Authors: []string{"Ana Brandt"}}
	a.Text, a.Blocks = text(a.Title, "The café ferry left late. “We shall sail < again,” said Brandt.\x01 More than 40 people waited.")
	a.TitleSpan = a.Blocks[0].Span
	b := news.Article{ID: "b2", Outlet: "Coast Daily", Title: "Ferry waits", Input: news.Input{Name: "b.txt"}}
	b.Text, b.Blocks = text(b.Title, "About 60 people waited for the ferry, “We shall sail again,” Brandt said.")
	b.TitleSpan = b.Blocks[0].Span
	said := ref(t, &a, "“We shall sail < again,”")
	again := ref(t, &b, "“We shall sail again,”")
	forty, sixty := ref(t, &a, "More than 40 people waited"), ref(t, &b, "About 60 people waited")
	return &news.Record{
		Articles: []news.Article{a, b},
		Entities: []news.Entity{{ID: "e1", Name: "Ana <Brandt>", Type: news.Person}, {ID: "e2", Name: "Harbour Board", Type: news.Organization}},
		Statements: []news.Statement{{
			ID: "s1", Story: "t1", Speaker: "e1", Kind: news.Direct, Content: []news.Ref{said}, Text: "“We shall sail < again,”", OriginIDs: []string{"o1"},
			Reports: []news.Report{{Article: "a1", Spans: []news.Span{said.Span}}, {Article: "b2", Spans: []news.Span{again.Span}}},
		}},
		Claims: []news.Claim{{ID: "c1", Story: "t1", Text: "More than 40 people waited", Spans: []news.Ref{forty, sixty}, Status: news.Disputed, Holders: []string{"e2"}, OriginIDs: []string{"o1", "o2"}}},
		Conflicts: []news.Conflict{{ID: "k1", Story: "t1", Kind: news.NumberConflict, Sides: []news.ConflictSide{
			{Value: "40", Spans: []news.Ref{forty}, OriginIDs: []string{"o1"}}, {Value: "60", Spans: []news.Ref{sixty}, OriginIDs: []string{"o2"}}}}},
		Stories: []news.Story{{ID: "t1", Title: "Ferry waits", Articles: []string{"a1", "b2"}, Origins: 2, Timeline: []news.TimelineEntry{
			{Date: day, Kind: news.Happened, Text: "The café ferry left late.", Spans: []news.Ref{ref(t, &a, "The café ferry left late.")}, OriginIDs: []string{"o1"}},
			{Kind: news.Expected, Text: "waits", Spans: []news.Ref{sixty}},
		}}},
	}
}

// TestRows holds that each row's words stand where it says, in code points, and
// that all tables have the same rows.
func TestRows(t *testing.T) {
	rec := ferry(t)
	rows := Rows(rec)
	texts := map[string][]rune{"a1": []rune(rec.Articles[0].Text), "b2": []rune(rec.Articles[1].Text)}
	kinds := map[string]int{}
	for _, r := range rows {
		kinds[r.Kind]++
		if got := string(texts[r.Article][r.Start:r.End]); got != r.Text {
			t.Errorf("%s %s: %q at its place, %q in its words", r.Kind, r.ID, got, r.Text)
		}
	}
	if kinds["article"] != 2 || kinds["statement"] != 1 || kinds["claim"] != 2 || kinds["conflict"] != 2 || kinds["timeline"] != 2 {
		t.Errorf("rows by kind: %v", kinds)
	}

	var b bytes.Buffer
	if err := WriteCSV(&b, rec); err != nil {
		t.Fatal(err)
	}
	body, ok := strings.CutPrefix(b.String(), "\uFEFF")
	table, err := csv.NewReader(strings.NewReader(body)).ReadAll()
	if err != nil || !ok || len(table) != len(rows)+1 {
		t.Fatalf("CSV: %d lines for %d rows, mark %v, %v", len(table), len(rows), ok, err)
	}
	for _, line := range table[1:] {
		for _, cell := range line {
			if cell != "" && strings.ContainsAny(cell[:1], "=+-@") {
				t.Errorf("CSV: the cell %q is a formula", cell)
			}
		}
	}

	b.Reset()
	if err := WriteParquet(&b, rec); err != nil {
		t.Fatal(err)
	}
	back, err := parquet.Read[Row](bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil || len(back) != len(rows) {
		t.Fatalf("Parquet: %d rows of %d, %v", len(back), len(rows), err)
	}
	for i := range rows {
		if back[i] != rows[i] {
			t.Errorf("Parquet: row %d is %+v, want %+v", i, back[i], rows[i])
		}
	}

	b.Reset()
	if err := WriteJSONL(&b, rec); err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(&b)
	d.DisallowUnknownFields()
	for i := range rows {
		var r Row
		if err := d.Decode(&r); err != nil || r != rows[i] {
			t.Errorf("JSONL: row %d is %+v, %v", i, r, err)
		}
	}
}

func TestWebAnnotations(t *testing.T) {
	rec := ferry(t)
	var b bytes.Buffer
	if err := WriteWebAnnotations(&b, rec); err != nil {
		t.Fatal(err)
	}
	var page struct {
		Context string `json:"@context"`
		Items   []struct {
			ID     string
			Target struct {
				Source   string
				Selector []struct {
					Type, Exact, Prefix, Suffix string
					Start, End                  int
				}
			}
		}
	}
	if err := json.Unmarshal(b.Bytes(), &page); err != nil || page.Context == "" || len(page.Items) != len(Rows(rec)) {
		t.Fatalf("%d items of %d, %v", len(page.Items), len(Rows(rec)), err)
	}
	ids := map[string]bool{}
	for _, it := range page.Items {
		text := rec.Articles[0].Text
		if it.Target.Source != "https://harbour.example/1" {
			text = rec.Articles[1].Text
		}
		q := it.Target.Selector[0]
		if ids[it.ID] || !strings.Contains(text, q.Prefix+q.Exact+q.Suffix) {
			t.Errorf("%s: %q twice or not in the text", it.ID, q.Exact)
		}
		ids[it.ID] = true
	}
}

func TestClaimReviews(t *testing.T) {
	var b bytes.Buffer
	if err := WriteClaimReviews(&b, ferry(t)); err != nil {
		t.Fatal(err)
	}
	var list []map[string]any
	if err := json.Unmarshal(b.Bytes(), &list); err != nil || len(list) != 1 {
		t.Fatalf("%s, %v", b.String(), err)
	}
	rating, ok := list[0]["reviewRating"]
	if !ok || rating != nil || list[0]["description"] != "Accounts differ on it." {
		t.Errorf("a draft says more than it may: %v", list[0])
	}
}

func TestTimelineJS(t *testing.T) {
	var b bytes.Buffer
	undated, err := WriteTimelineJS(&b, ferry(t))
	if err != nil || undated != 1 {
		t.Fatalf("%d undated, %v", undated, err)
	}
	var line struct {
		Events []struct {
			Start struct{ Year, Month, Day string } `json:"start_date"`
			Text  struct{ Headline, Text string }
		}
	}
	if err := json.Unmarshal(b.Bytes(), &line); err != nil || len(line.Events) != 1 {
		t.Fatalf("%s, %v", b.String(), err)
	}
	e := line.Events[0]
	if e.Start.Year != "2031" || e.Start.Month != "3" || e.Start.Day != "4" || !strings.Contains(e.Text.Text, "At most 1 independent origin.") {
		t.Errorf("%+v", e)
	}
}

// TestTEI reads the corpus with the standard XML parser and puts the texts
// together again.
func TestTEI(t *testing.T) {
	rec := ferry(t)
	var b bytes.Buffer
	if err := WriteTEI(&b, rec); err != nil {
		t.Fatal(err)
	}
	d := xml.NewDecoder(&b)
	ids, whos := map[string]bool{}, []string{}
	var text strings.Builder
	deep := 0
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			if tok.Name.Local == "p" || deep > 0 {
				deep++
			}
			for _, a := range tok.Attr {
				switch a.Name.Local {
				case "id":
					ids[a.Value] = true
				case "who":
					whos = append(whos, a.Value)
				}
			}
		case xml.EndElement:
			if deep > 0 {
				deep--
			}
		case xml.CharData:
			if deep > 0 {
				text.Write(tok)
			}
		}
	}
	if len(whos) != 2 {
		t.Errorf("said by %v, want two", whos)
	}
	for _, w := range whos {
		if !ids[strings.TrimPrefix(w, "#")] {
			t.Errorf("who=%q points at nothing", w)
		}
	}
	for i := range rec.Articles {
		body := rec.Articles[i].Blocks[1].Of(rec.Articles[i].Text)
		if !strings.Contains(text.String(), strings.ReplaceAll(body, "\x01", "\uFFFD")) {
			t.Errorf("the text of %s is not whole", rec.Articles[i].ID)
		}
	}
}

func TestFeeds(t *testing.T) {
	c := Stories(ferry(t))
	for name, write := range map[string]func(io.Writer, Channel) error{"atom": WriteAtom, "rss": WriteRSS} {
		var b bytes.Buffer
		if err := write(&b, c); err != nil {
			t.Fatal(err)
		}
		f, err := gofeed.NewParser().Parse(&b)
		if err != nil || len(f.Items) != 1 || f.Items[0].Title != "Ferry waits" || f.Items[0].GUID != "urn:twosource:story:t1" {
			t.Errorf("%s: %+v, %v", name, f, err)
		}
	}
}

// FuzzXMLText holds that any text can be written as XML.
func FuzzXMLText(f *testing.F) {
	f.Add("a < b & \x00 \xff \uFFFE ]]>")
	f.Fuzz(func(t *testing.T, s string) {
		if err := xml.Unmarshal([]byte("<a b=\""+xmlText(s)+"\">"+xmlText(s)+"</a>"), new(struct{})); err != nil {
			t.Errorf("%q: %v", s, err)
		}
	})
}
