package conflicts

import (
	"fmt"
	"slices"

	"github.com/twosource/twosource/eval/planted"
	"github.com/twosource/twosource/internal/news"
)

// A Reprint is two printings of one text.
type Reprint struct {
	Kind string // "archive", or the kind of a planted one
	A, B news.Page
}

const (
	reprints     = 300
	plantedSeed  = 10
	plantedCases = 600
	plantedAmong = 3000
)

// ReadReprints returns 300 reprints: those that the archive has, and copies,
// cuts and light edits of other articles of it (see package planted).
func ReadReprints(archive string) ([]Reprint, error) {
	rows, err := planted.ReadRows(archive)
	if err != nil {
		return nil, err
	}
	byID := make(map[string]*planted.Row, len(rows))
	for i := range rows {
		byID[rows[i].ID] = &rows[i]
	}
	var out []Reprint
	for _, f := range listed(reprintList) {
		a, b := byID[f[0]], byID[f[1]]
		if a == nil || b == nil {
			return nil, fmt.Errorf("conflicts: %s lacks %s or %s", archive, f[0], f[1])
		}
		out = append(out, Reprint{"archive", pageOf(a), pageOf(b)})
	}
	set := planted.Build(rows, nil, planted.Options{Cases: plantedCases, Rows: plantedAmong, Seed: plantedSeed})
	made := map[string]*planted.Row{}
	for i := range set.Rows {
		made[set.Rows[i].ID] = &set.Rows[i]
	}
	for _, c := range set.Cases {
		if c.Kind != planted.Copy && c.Kind != planted.Cut && c.Kind != planted.Edit || len(out) >= reprints {
			continue
		}
		out = append(out, Reprint{string(c.Kind), pageOf(made[c.Sources[0]]), pageOf(made[c.ID])})
	}
	return out, nil
}

func pageOf(r *planted.Row) news.Page {
	return news.Page{Media: news.PlainText, Body: r.Text, Stated: news.Stated{
		SourceID: r.ID, URL: r.URL, Title: r.Title, Outlet: r.Outlet, Published: r.Published}}
}

// Across reports whether a conflict sets one article against another: two
// sides of it have no article in common. What one article itself says to be
// disputed, all its printings say.
func Across(c *news.Conflict) bool {
	for i := range c.Sides {
		for j := range i {
			if !slices.ContainsFunc(c.Sides[i].Spans, func(x news.Ref) bool {
				return slices.ContainsFunc(c.Sides[j].Spans, func(y news.Ref) bool { return x.Article == y.Article })
			}) {
				return true
			}
		}
	}
	return false
}
