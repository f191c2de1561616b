package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

// mill is an invented record of two accounts of one fire.
func mill() *news.Record {
	const nine, seven = "The fire brigade said that nine people died in the mill on Friday night.", "Seven people died in the mill, the mayor told the council."
	rec := &news.Record{Entities: []news.Entity{{ID: "e1", Name: "Greta Holm"}}}
	for _, a := range []struct{ id, outlet, text string }{{"a", "Post", nine}, {"b", "Echo", seven}} {
		whole := news.Span{End: len(a.text)}
		rec.Articles = append(rec.Articles, news.Article{ID: a.id, Outlet: a.outlet, Title: "Fire at the mill", Text: a.text, Blocks: []news.Block{{Span: whole}}})
		rec.Annotations = append(rec.Annotations, news.Annotation{Article: a.id, Sentences: []news.Sentence{{Span: whole}}})
		rec.Provenance = append(rec.Provenance, news.Provenance{Article: a.id, Origin: "o" + a.id})
		rec.Origins = append(rec.Origins, news.Origin{ID: "o" + a.id, Name: a.outlet, Kind: news.OriginOwn, Articles: []string{a.id}})
	}
	span := func(article, text, words string) news.Ref {
		at := strings.Index(text, words)
		return news.Ref{Article: article, Span: news.Span{Start: at, End: at + len(words)}}
	}
	a, b := span("a", nine, "nine people died in the mill"), span("b", seven, "Seven people died in the mill")
	rec.Claims = []news.Claim{
		{ID: "c1", Text: a.Of(nine), Spans: []news.Ref{a}, Status: news.SingleOrigin, OriginIDs: []string{"oa"}},
		{ID: "c2", Text: b.Of(seven), Spans: []news.Ref{b}, Status: news.SingleInformant, Holders: []string{"e1"}, OriginIDs: []string{"ob"}},
	}
	rec.Conflicts = []news.Conflict{{ID: "x1", Kind: news.NumberConflict, About: "people died", AboutRef: a, Sides: []news.ConflictSide{
		{Value: "nine", Spans: []news.Ref{a}, OriginIDs: []string{"oa"}},
		{Value: "Seven", Holders: []string{"e1"}, Spans: []news.Ref{b}, OriginIDs: []string{"ob"}},
	}}}
	return rec
}

func TestHasTellsWhoContradicts(t *testing.T) {
	f := newForest(mill())
	rows := f.holders("nine people died in the mill on Friday night", nil)
	if len(rows) != 1 {
		t.Fatalf("%d articles have it, want one", len(rows))
	}
	var out bytes.Buffer
	if err := f.holdersText(&out, rows, f.disputes(rows)); err != nil {
		t.Fatal(err)
	}
	const want = `1 of 2 articles have it, from at most 1 origin

Post, undated: Fire at the mill
  verbatim: nine people died in the mill on Friday night
  origin: Post

claim, single origin, at most 1 origin: nine people died in the mill

others say otherwise (number, about people died)
  here: nine, at most 1 origin
    Post, undated: Fire at the mill
  elsewhere: Seven, at most 1 origin
    according to: Greta Holm
    Echo, undated: Fire at the mill
`
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
	out.Reset()
	if err := f.holdersJSON(&out, "", rows, f.disputes(rows)); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Claims    []claimJSON
		Conflicts []conflictJSON
	}
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Claims) != 1 || got.Claims[0].Status != "single-origin" || len(got.Conflicts) != 1 ||
		!got.Conflicts[0].Sides[0].Here || got.Conflicts[0].Sides[1].Here || got.Conflicts[0].Sides[1].Spans[0].Text != "Seven people died in the mill" {
		t.Errorf("got %+v", got)
	}
}

func TestHasOfSeveralAccounts(t *testing.T) {
	f := newForest(mill())
	rows := f.holders("people died in the mill", nil)
	var out bytes.Buffer
	if err := f.holdersText(&out, rows, f.disputes(rows)); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "these places give several accounts (number, about people died)\n  here: nine") || strings.Contains(out.String(), "elsewhere") {
		t.Errorf("got\n%s", out.String())
	}
}

func TestHasWithoutConflicts(t *testing.T) {
	rec := mill()
	rec.Claims, rec.Conflicts = nil, nil
	f := newForest(rec)
	rows := f.holders("Seven people died in the mill", nil)
	if d := f.disputes(rows); len(rows) != 1 || len(d.claims)+len(d.sides) != 0 {
		t.Errorf("%d places, and disputes %+v", len(rows), d)
	}
}
