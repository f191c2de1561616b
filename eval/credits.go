package eval

import (
	"cmp"
	"context"
	"encoding/csv"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/annotate"
	"github.com/twosource/twosource/internal/extract"
	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/reuse"
)

// A CreditText is one article of PolNeAR with what its makers say of its origin.
type CreditText struct {
	Name, Text, Title, Author, Outlet, Published string
	Wire                                         string // the agency whose copy it is, by its name in package knowledge; "" for none
}

// ReadCredits reads the texts of PolNeAR (data, a folder or tar.gz) whose origin
// is labelled in metadata.tsv, sorted by name. The texts of one publisher carry no
// label ("NA") and are left out.
//
// Source: PolNeAR v1.0.0, E. Newell, D. Margolin, D. Ruths, LREC 2018.
func ReadCredits(data string) ([]CreditText, error) {
	files, err := readTree(data)
	if err != nil {
		return nil, err
	}
	var rows [][]string
	texts := map[string]string{}
	for name, raw := range files {
		switch {
		case path.Base(name) == "metadata.tsv":
			r := csv.NewReader(strings.NewReader(string(raw)))
			r.Comma, r.LazyQuotes = '\t', true
			if rows, err = r.ReadAll(); err != nil {
				return nil, fmt.Errorf("eval: %s: %w", name, err)
			}
		case path.Base(path.Dir(name)) == "text" && strings.HasSuffix(name, ".txt"):
			texts[strings.TrimSuffix(path.Base(name), ".txt")] = string(raw)
		}
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("eval: %s holds no metadata.tsv", data)
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	var out []CreditText
	for _, row := range rows[1:] {
		get := func(name string) string {
			if v := strings.TrimSpace(row[column[name]]); v != "None" {
				return v
			}
			return ""
		}
		text, ok := texts[get("filename")]
		if !ok || get("wire") == "NA" {
			continue
		}
		c := CreditText{Name: get("filename"), Text: text, Title: get("title"), Author: get("author"),
			Outlet: get("publisher"), Published: get("publication_date"), Wire: get("wire")}
		// The labels have "reuters" and "Reuters".
		for _, written := range []string{c.Wire, strings.ToUpper(c.Wire[:min(1, len(c.Wire))]) + c.Wire[min(1, len(c.Wire)):]} {
			if name, ok := knowledge.Agency(written); ok {
				c.Wire = name
				break
			}
		}
		out = append(out, c)
	}
	slices.SortFunc(out, func(x, y CreditText) int { return cmp.Compare(x.Name, y.Name) })
	return out, nil
}

// Credits scores which agency package reuse names as the origin of most of an
// article, on the labels of PolNeAR (see [ReadCredits]). wire_precision is the
// fraction of the articles given to an agency that the labels give to the same
// one, wire_recall the fraction of the labelled ones that were found. The labels
// come from the pages, of which the data has the text alone; wire_in_text is how
// many of the labelled articles name the agency in it or as their author, and so
// bounds the recall.
func Credits(ctx context.Context, data string) ([]Result, error) {
	texts, err := ReadCredits(data)
	if err != nil {
		return nil, err
	}
	articles, annotations, names := readCredits(texts)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	found := reuse.Find(articles, annotations, reuse.Options{})
	origins := map[string]*news.Origin{}
	for i := range found.Origins {
		origins[found.Origins[i].ID] = &found.Origins[i]
	}
	labels := map[string]*CreditText{}
	for i := range texts {
		labels[texts[i].Name] = &texts[i]
	}
	t := verdicts{}
	for i := range articles {
		label, got := labels[names[i]], ""
		if o := origins[found.Provenance[i].Origin]; o != nil && o.Kind == news.OriginAgency {
			got = o.Name
		}
		if got != "" {
			t.add("wire_precision", got == label.Wire)
		}
		if label.Wire != "" {
			t.add("wire_recall", got == label.Wire)
			t.add("wire_in_text", label.namesWire())
		}
	}
	r := Result{Task: "reuse", Data: path.Base(data), N: len(articles), Metrics: map[string]Metric{}}
	for name, hits := range t {
		r.Metrics[name] = BootstrapMean(hits)
	}
	return []Result{r}, nil
}

// namesWire reports whether the text or the author names the agency.
func (c *CreditText) namesWire() bool {
	if name, ok := knowledge.Agency(c.Author); ok && name == c.Wire {
		return true
	}
	for at := range c.Text {
		if e, n := knowledge.AgencyAt(c.Text, at); n > 0 && e.Name == c.Wire {
			return true
		}
	}
	return false
}

// readCredits reads texts as a user's articles are read; the results are parallel
// and sorted by article id.
func readCredits(texts []CreditText) (articles []news.Article, annotations []news.Annotation, names []string) {
	ex, an := extract.New(extract.Options{}), annotate.New(annotate.Options{})
	for i := range texts {
		c := &texts[i]
		page := news.Page{Input: news.Input{Name: c.Name}, Media: news.PlainText, Body: c.Text,
			Stated: news.Stated{SourceID: c.Name, Outlet: c.Outlet, Title: c.Title, Published: c.Published}}
		if c.Author != "" {
			page.Stated.Authors = []string{c.Author}
		}
		if a, _, err := ex.Extract(page); err == nil {
			articles = append(articles, a)
		}
	}
	slices.SortFunc(articles, func(x, y news.Article) int { return cmp.Compare(x.ID, y.ID) })
	articles = slices.CompactFunc(articles, func(x, y news.Article) bool { return x.ID == y.ID })
	for i := range articles {
		annotations = append(annotations, an.Annotate(&articles[i]))
		names = append(names, articles[i].SourceID)
	}
	return articles, annotations, names
}
