package speakers

import (
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

func TestQuotations(t *testing.T) {
	list, err := Quotations()
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 150 {
		t.Errorf("%d quotations, want 150", len(list))
	}
	for _, q := range list {
		if q.Len() <= 0 || q.Article == "" || q.Named && len(q.Who) == 0 {
			t.Errorf("%+v", q)
		}
	}
}

func TestJudge(t *testing.T) {
	r := Record{ID: "x", Title: "Harbour", Text: "Jane Farrow came.\n“We wait here for the tide,” Farrow said."}
	a := r.Article()
	at := func(w string) news.Span {
		i := strings.Index(a.Text, w)
		return news.Span{Start: i, End: i + len(w)}
	}
	quotation := at("“We wait here for the tide,”")
	marks := &news.Annotation{
		Mentions: []news.Mention{
			{Span: at("Jane Farrow"), Name: "Jane Farrow", Antecedent: 0},
			{Span: at("Farrow said").Trim(a.Text), Name: "Farrow", Antecedent: 0},
			{Span: at("Harbour"), Name: "Tom Farrow", Antecedent: 2},
		},
		Statements: []news.Speech{{Kind: news.Direct, Content: []news.Span{quotation}, Speaker: 1, SpeakerSpan: at("Farrow said")}},
	}
	q := &Quotation{Article: "x", Span: quotation, Named: true, Who: []news.Span{at("Jane Farrow")}}
	if got := Judge(q, a, marks); got != Right {
		t.Errorf("%v, want right", got)
	}
	marks.Statements[0].Speaker = 2
	if got := Judge(q, a, marks); got != Wrong {
		t.Errorf("another Farrow: %v, want wrong", got)
	}
	marks.Statements[0].Speaker = -1
	if got := Judge(q, a, marks); got != Open {
		t.Errorf("no speaker: %v, want open", got)
	}
	if got := Judge(&Quotation{Span: quotation}, a, marks); got != Right {
		t.Errorf("nobody: %v, want right", got)
	}
	marks.Statements = nil
	if got := Judge(q, a, marks); got != Open {
		t.Errorf("no statement: %v, want open", got)
	}
}
