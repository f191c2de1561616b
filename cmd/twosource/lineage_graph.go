package main

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// spanJSON is a span as DESIGN §4 writes it: in code points, with its words.
type spanJSON struct {
	Article string `json:"article"`
	Start   int    `json:"start"`
	End     int    `json:"end"`
	Text    string `json:"text"`
}

type passageJSON struct {
	From spanJSON `json:"from"`
	To   spanJSON `json:"to"`
	Kind string   `json:"kind"`
}

type linkJSON struct {
	ID         string        `json:"id"`
	From       string        `json:"from"`
	To         string        `json:"to"`
	Kind       string        `json:"kind"`
	Joins      bool          `json:"joins"`
	Confidence json.Number   `json:"confidence"`
	Shared     json.Number   `json:"shared"`
	Passages   []passageJSON `json:"passages"`
	Reasons    []string      `json:"reasons"`
}

type nodeJSON struct {
	ID        string  `json:"id"`
	Outlet    *string `json:"outlet"`
	Title     *string `json:"title"`
	Published *string `json:"published"`
	Input     string  `json:"input"`
	Origin    string  `json:"origin"`
}

type originJSON struct {
	ID       string   `json:"id"`
	Name     *string  `json:"name"`
	Kind     string   `json:"kind"`
	Articles []string `json:"articles"`
}

// fraction rounds to 4 places, as everything printed.
func fraction(v float64) json.Number {
	return json.Number(strconv.FormatFloat(float64(int(v*10000+0.5))/10000, 'f', -1, 64))
}

// known is a string that may be unknown.
func known(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// json writes articles, origins and links, each sorted by id.
func (f *forest) json(w io.Writer) error {
	out := struct {
		Articles []nodeJSON   `json:"articles"`
		Origins  []originJSON `json:"origins"`
		Lineage  []linkJSON   `json:"lineage"`
	}{[]nodeJSON{}, []originJSON{}, []linkJSON{}}
	runes := make([]*news.Runes, len(f.rec.Articles))
	for i := range f.rec.Articles {
		a := &f.rec.Articles[i]
		out.Articles = append(out.Articles, nodeJSON{a.ID, known(a.Outlet), known(a.Title), known(a.Published.Value), a.Input.Name, f.origin(a.ID)})
	}
	for i := range f.rec.Origins {
		o := &f.rec.Origins[i]
		out.Origins = append(out.Origins, originJSON{o.ID, known(o.Name), string(o.Kind), o.Articles})
	}
	span := func(id string, s news.Span) spanJSON {
		i := f.article[id]
		if runes[i] == nil {
			runes[i] = news.NewRunes(f.rec.Articles[i].Text)
		}
		start, end := runes[i].Points(s)
		return spanJSON{id, start, end, s.Of(f.rec.Articles[i].Text)}
	}
	for i := range f.rec.Lineage {
		l := &f.rec.Lineage[i]
		row := linkJSON{ID: l.ID, From: l.From, To: l.To, Kind: string(l.Kind), Joins: l.Joins,
			Confidence: fraction(l.Confidence), Shared: fraction(l.Shared), Passages: []passageJSON{}, Reasons: l.Reasons}
		for _, p := range l.Passages {
			row.Passages = append(row.Passages, passageJSON{span(l.From, p.From), span(l.To, p.To), string(p.Kind)})
		}
		out.Lineage = append(out.Lineage, row)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	return enc.Encode(out)
}

// The keys of a GraphML file, which both its nodes and its edges use.
var graphKeys = []struct{ id, of, kind string }{
	{"outlet", "node", "string"}, {"title", "node", "string"}, {"published", "node", "string"}, {"origin", "node", "string"},
	{"kind", "edge", "string"}, {"joins", "edge", "boolean"}, {"confidence", "edge", "double"}, {"shared", "edge", "double"}, {"reasons", "edge", "string"},
}

// graphML writes a graph that yEd, Gephi and NetworkX read.
//
// Source: http://graphml.graphdrawing.org/primer/graphml-primer.html
func (f *forest) graphML(w io.Writer) error {
	var b strings.Builder
	b.WriteString(xml.Header + `<graphml xmlns="http://graphml.graphdrawing.org/xmlns">` + "\n")
	for _, k := range graphKeys {
		fmt.Fprintf(&b, " <key id=%q for=%q attr.name=%q attr.type=%q/>\n", k.id, k.of, k.id, k.kind)
	}
	b.WriteString(` <graph id="lineage" edgedefault="directed">` + "\n")
	data := func(key, value string) {
		if value == "" {
			return
		}
		fmt.Fprintf(&b, `   <data key=%q>`, key)
		// A strings.Builder never fails.
		_ = xml.EscapeText(&b, []byte(value))
		b.WriteString("</data>\n")
	}
	for i := range f.rec.Articles {
		a := &f.rec.Articles[i]
		fmt.Fprintf(&b, "  <node id=%q>\n", a.ID)
		data("outlet", a.Outlet)
		data("title", a.Title)
		data("published", a.Published.Value)
		data("origin", f.origin(a.ID))
		b.WriteString("  </node>\n")
	}
	for i := range f.rec.Lineage {
		l := &f.rec.Lineage[i]
		fmt.Fprintf(&b, "  <edge id=%q source=%q target=%q>\n", l.ID, l.From, l.To)
		data("kind", string(l.Kind))
		data("joins", strconv.FormatBool(l.Joins))
		data("confidence", fraction(l.Confidence).String())
		data("shared", fraction(l.Shared).String())
		data("reasons", strings.Join(l.Reasons, "; "))
		b.WriteString("  </edge>\n")
	}
	b.WriteString(" </graph>\n</graphml>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// dot writes a graph for Graphviz. Articles of one origin stand together; a common
// source has no direction.
func (f *forest) dot(w io.Writer) error {
	var b strings.Builder
	b.WriteString("digraph lineage {\n rankdir=LR;\n node [shape=box];\n")
	linked := map[string]bool{}
	for i := range f.rec.Lineage {
		linked[f.rec.Lineage[i].From], linked[f.rec.Lineage[i].To] = true, true
	}
	for i := range f.rec.Articles {
		if id := f.rec.Articles[i].ID; linked[id] {
			fmt.Fprintf(&b, " %s [label=%s, group=%s];\n", quoteDot(id), quoteDot(f.label(id)), quoteDot(f.origin(id)))
		}
	}
	for i := range f.rec.Lineage {
		l := &f.rec.Lineage[i]
		style := ""
		if l.Kind == news.CommonSource {
			style = ", dir=none, style=dashed"
		}
		fmt.Fprintf(&b, " %s -> %s [label=%s%s];\n", quoteDot(l.From), quoteDot(l.To), quoteDot(string(l.Kind)), style)
	}
	b.WriteString("}\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// quoteDot writes a string of the DOT language, in which only the quotation mark
// is escaped.
func quoteDot(s string) string {
	return `"` + strings.ReplaceAll(strings.ReplaceAll(s, `\`, `\\`), `"`, `\"`) + `"`
}
