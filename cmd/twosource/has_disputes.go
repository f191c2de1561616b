package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// A disputes is what the record knows of the truth of some passages.
type disputes struct {
	claims []*news.Claim
	sides  []contradicted
}

// A contradicted is one conflict, the sides that some passages take and those that
// stand against them.
type contradicted struct {
	conflict    *news.Conflict
	ours, other []*news.ConflictSide
}

// disputes returns the claims that rows make and the conflicts that they take a
// side in, in the order of the record.
func (f *forest) disputes(rows []holder) disputes {
	at := map[string][]news.Span{}
	for _, r := range rows {
		id := f.rec.Articles[r.Article].ID
		at[id] = append(at[id], r.Span)
	}
	here := func(refs []news.Ref) bool {
		return slices.ContainsFunc(refs, func(r news.Ref) bool { return slices.ContainsFunc(at[r.Article], r.Overlaps) })
	}
	var out disputes
	for i := range f.rec.Claims {
		if c := &f.rec.Claims[i]; here(c.Spans) {
			out.claims = append(out.claims, c)
		}
	}
	for i := range f.rec.Conflicts {
		c := contradicted{conflict: &f.rec.Conflicts[i]}
		for k := range c.conflict.Sides {
			if s := &c.conflict.Sides[k]; here(s.Spans) {
				c.ours = append(c.ours, s)
			} else {
				c.other = append(c.other, s)
			}
		}
		if len(c.ours) > 0 {
			out.sides = append(out.sides, c)
		}
	}
	return out
}

// entityName is the name of an entity; "" for an id that the record has not.
func (f *forest) entityName(id string) string {
	for i := range f.rec.Entities {
		if e := &f.rec.Entities[i]; e.ID == id {
			return e.Name
		}
	}
	return ""
}

// names joins the names of entities.
func (f *forest) names(ids []string) string {
	var out []string
	for _, id := range ids {
		if n := f.entityName(id); n != "" {
			out = append(out, n)
		}
	}
	return strings.Join(out, ", ")
}

// disputesText writes what d tells below the places.
func (f *forest) disputesText(b *strings.Builder, d disputes) {
	for _, c := range d.claims {
		fmt.Fprintf(b, "\nclaim, %s, at most %s: %s\n", strings.ReplaceAll(string(c.Status), "-", " "), count(len(c.OriginIDs), "origin"), oneLine(c.Text))
		if by := f.names(c.Holders); by != "" {
			fmt.Fprintf(b, "  according to: %s\n", by)
		}
	}
	for _, c := range d.sides {
		about := ""
		if c.conflict.About != "" {
			about = ", about " + oneLine(c.conflict.About)
		}
		what := "others say otherwise"
		if len(c.other) == 0 {
			what = "these places give several accounts"
		}
		fmt.Fprintf(b, "\n%s (%s%s)\n", what, c.conflict.Kind, about)
		f.side(b, "here", c.ours)
		f.side(b, "elsewhere", c.other)
	}
}

// side writes accounts and who gives them.
func (f *forest) side(b *strings.Builder, where string, sides []*news.ConflictSide) {
	for _, s := range sides {
		fmt.Fprintf(b, "  %s: %s, at most %s\n", where, oneLine(s.Value), count(len(s.OriginIDs), "origin"))
		if by := f.names(s.Holders); by != "" {
			fmt.Fprintf(b, "    according to: %s\n", by)
		}
		last := ""
		for _, r := range s.Spans {
			if _, known := f.article[r.Article]; known && r.Article != last {
				fmt.Fprintf(b, "    %s\n", f.label(r.Article))
				last = r.Article
			}
		}
	}
}

type claimJSON struct {
	ID      string     `json:"id"`
	Text    string     `json:"text"`
	Status  string     `json:"status"`
	Holders []string   `json:"holder_entity_ids"`
	Spans   []spanJSON `json:"spans"`
	Origins []string   `json:"origin_ids"`
}

type conflictJSON struct {
	ID    string     `json:"id"`
	Kind  string     `json:"kind"`
	About string     `json:"about"`
	Sides []sideJSON `json:"sides"`
}

type sideJSON struct {
	Value   string     `json:"value"`
	Here    bool       `json:"here"` // a place that was found gives this account
	Holders []string   `json:"holder_entity_ids"`
	Spans   []spanJSON `json:"spans"`
	Origins []string   `json:"origin_ids"`
}

func (f *forest) claimsJSON(d disputes) []claimJSON {
	out := []claimJSON{}
	for _, c := range d.claims {
		out = append(out, claimJSON{c.ID, c.Text, string(c.Status), list(c.Holders), f.spans(c.Spans), list(c.OriginIDs)})
	}
	return out
}

func (f *forest) conflictsJSON(d disputes) []conflictJSON {
	out := []conflictJSON{}
	for _, c := range d.sides {
		row := conflictJSON{ID: c.conflict.ID, Kind: string(c.conflict.Kind), About: c.conflict.About}
		for k := range c.conflict.Sides {
			s := &c.conflict.Sides[k]
			row.Sides = append(row.Sides, sideJSON{s.Value, slices.Contains(c.ours, s), list(s.Holders), f.spans(s.Spans), list(s.OriginIDs)})
		}
		out = append(out, row)
	}
	return out
}

// list returns ids, an empty list for none, as JSON has it.
func list(ids []string) []string {
	if ids == nil {
		return []string{}
	}
	return ids
}

// spans returns refs with their words; those of articles that the record has not
// are left out.
func (f *forest) spans(refs []news.Ref) []spanJSON {
	out := []spanJSON{}
	for _, r := range refs {
		if _, known := f.article[r.Article]; known {
			out = append(out, f.span(r))
		}
	}
	return out
}

// span returns a ref as DESIGN §4 writes it.
func (f *forest) span(r news.Ref) spanJSON {
	text := f.rec.Articles[f.article[r.Article]].Text
	start, end := news.NewRunes(text).Points(r.Span)
	return spanJSON{r.Article, start, end, r.Of(text)}
}
