package figures

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

// wellFormed reports as an error what an XML reader finds wrong with a picture.
func wellFormed(s string) error {
	d := xml.NewDecoder(strings.NewReader(strings.ReplaceAll(s, " checked>", ">")))
	d.Strict, d.AutoClose, d.Entity = false, []string{"input"}, xml.HTMLEntity
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

const hostile = `"><script>alert(1)</script>` + "\u202e\x1b"

func TestTimeline(t *testing.T) {
	at := int64(30_000_000)
	list := []Point{
		{Lane: Published, Href: "#a1", Text: hostile, Hue: 1, First: at, Last: at},
		{Lane: string(news.Happened), Href: "#l1", Text: "A ferry sank", Origins: 2, First: at + day, Last: at + 2*day},
		{Lane: string(news.Said), Href: "#l2", Text: hostile, First: at + 3*day, Last: at + 3*day},
		{Lane: string(news.Background), Href: "#l3", First: at - 4000*day, Last: at - 3999*day},
		{Lane: "bogus", Href: "#l4", First: at, Last: at},
	}
	got := string(Timeline("1", list))
	if err := wellFormed(got); err != nil {
		t.Error(err)
	}
	for _, bad := range []string{"<script", "\u202e", "\x1b", "style=", "#l4"} {
		if strings.Contains(got, bad) {
			t.Errorf("it has %q", bad)
		}
	}
	for _, want := range []string{`href="#l3" class="k-background far"`, `class="range k-happened"`, `class="z8"`, ">published</text>"} {
		if !strings.Contains(got, want) {
			t.Errorf("it has no %s", want)
		}
	}
	for name, few := range map[string][]Point{"none": nil, "one": list[:1], "one time": {list[0], list[0]}} {
		if got := Timeline("1", few); got != "" {
			t.Errorf("%s: %s", name, got)
		}
	}
	var many []Point
	for range 300 {
		many = append(many, list[1])
	}
	if got := string(Timeline("1", append(many, list[0]))); strings.Count(got, "<circle") != maxStack || !strings.Contains(got, ">+294</text>") {
		t.Errorf("%d of 300 points of one time are drawn", strings.Count(got, "<circle"))
	}
}

func TestLineage(t *testing.T) {
	var nodes []Node
	for i := range 5 {
		nodes = append(nodes, Node{ID: fmt.Sprint(i), Href: "/article/" + fmt.Sprint(i), Letter: Letter(i), Name: hostile, Title: hostile})
	}
	edges := []Edge{
		{From: "0", To: "1", Words: "copied, 90 %"}, {From: "1", To: "2"}, {From: "2", To: "0"}, {From: "0", To: "2"}, {From: "0", To: "3", Common: true},
		{From: "3", To: "3"}, {From: "0", To: "gone"},
	}
	svg, drawn := Lineage(nodes, edges, 40)
	got := string(svg)
	if err := wellFormed(got); err != nil || drawn != 5 {
		t.Errorf("%d drawn, %v", drawn, err)
	}
	if n := strings.Count(got, `class="takes"`); n != 2 {
		t.Errorf("%d links in trees", n)
	}
	if !strings.Contains(got, `class="common"`) || !strings.Contains(got, `class="also"`) || strings.Contains(got, "<script") {
		t.Error(got)
	}
	if _, drawn := Lineage(nodes, edges, 3); drawn != 3 {
		t.Errorf("%d of at most 3", drawn)
	}
	if svg, _ := Lineage(nodes, nil, 40); svg != "" {
		t.Error("a picture of nothing")
	}
}

// TestDeep draws a chain that is longer than the picture is deep.
func TestDeep(t *testing.T) {
	var nodes []Node
	var edges []Edge
	for i := range 30 {
		nodes = append(nodes, Node{ID: fmt.Sprint(i)})
		if i > 0 {
			edges = append(edges, Edge{From: fmt.Sprint(i - 1), To: fmt.Sprint(i)})
		}
	}
	svg, drawn := Lineage(nodes, edges, 40)
	if err := wellFormed(string(svg)); err != nil || drawn != 30 {
		t.Errorf("%d, %v", drawn, err)
	}
}

func TestSpark(t *testing.T) {
	got := string(Spark([]Arrival{{30, "x"}, {10, "x"}, {20, "y"}}, 3, 2))
	if err := wellFormed(got); err != nil || !strings.Contains(got, "3 articles and 2 origins") {
		t.Errorf("%v: %s", err, got)
	}
	if Spark([]Arrival{{1, "x"}}, 1, 1) != "" {
		t.Error("one article grows")
	}
}

func TestPassages(t *testing.T) {
	from, to := strings.Repeat("One long and winding sentence. ", 60), strings.Repeat("One long and winding sentence. ", 60)
	rows, more := Passages(from, to, []news.Reuse{
		{From: news.Span{Start: 0, End: 3}, To: news.Span{Start: 0, End: 3}}, {From: news.Span{Start: 4, End: 8}, To: news.Span{Start: 4, End: 8}},
		{From: news.Span{End: len(from)}, To: news.Span{End: len(to)}, Kind: news.Verbatim}, {From: news.Span{Start: 9, End: 4}},
	})
	if len(rows) != maxPassages || more != 1 {
		t.Fatalf("%d rows, %d more", len(rows), more)
	}
	last := rows[0].A[len(rows[0].A)-1]
	if last.Text != " […]" || len(rows[0].A[0].Text) > maxPassage || rows[0].A[0].Only {
		t.Errorf("%+v", rows[0].A)
	}
}

func TestLetter(t *testing.T) {
	for n, want := range map[int]string{0: "A", 25: "Z", 26: "A2", 53: "B3"} {
		if got := Letter(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}

func FuzzTimeline(f *testing.F) {
	f.Add(int64(0), int64(10), int64(2000), int64(2000), "x")
	f.Fuzz(func(t *testing.T, a, b, c, d int64, text string) {
		const most = int64(1) << 40 // minutes: two million years
		if max(a, b, c, d) > most || min(a, b, c, d) < -most {
			return
		}
		got := string(Timeline("1", []Point{{Lane: Published, Text: text, First: a, Last: b}, {Lane: string(news.Said), Text: text, First: c, Last: d}}))
		if strings.Count(got, "<a ") != strings.Count(got, "</a>") || len(got) > 64<<10+20*len(text) {
			t.Errorf("%d bytes", len(got))
		}
	})
}
