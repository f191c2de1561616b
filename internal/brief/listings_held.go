package brief

import (
	"io"
	"strconv"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// A ClaimRow is one row of the view claims.
type ClaimRow struct {
	ID       string   `json:"id"`
	Story    *string  `json:"story"`
	Mode     string   `json:"mode"`
	Holders  []string `json:"holders"` // names
	Polarity string   `json:"polarity"`
	Modality string   `json:"modality"`
	Status   string   `json:"status"`
	Value    *string  `json:"value"`
	Bound    *string  `json:"bound"`
	Unit     *string  `json:"unit"`
	Of       *string  `json:"of"`
	Articles int      `json:"articles"`
	Origins  int      `json:"origins"`
	RowPlace
}

// Claims returns the rows of the view claims that pass the filter, in the order
// of the articles and their texts.
func Claims(d *Document, f RowFilter) []ClaimRow {
	entities := d.entitiesByID()
	rows := []ClaimRow{}
	for i := range d.rec.Claims {
		c := &d.rec.Claims[i]
		p, ok := d.rowPlace(c.Spans)
		if !ok || !f.wants(p.Text, nil, p.Published) {
			continue
		}
		r := ClaimRow{
			ID: c.ID, Story: orNil(c.Story), Mode: string(c.Mode), Holders: d.names(entities, c.Holders), Polarity: polarity(c.Negated),
			Modality: modalityName(c.Modality), Status: string(c.Status), Articles: articlesOf(c.Spans), Origins: len(c.OriginIDs), RowPlace: p,
		}
		if q := c.Quantity; q != nil {
			r.Value, r.Bound, r.Unit, r.Of = orNil(amount(q.Value)), orNil(string(q.Bound)), orNil(q.Unit), orNil(q.Of)
		}
		rows = append(rows, r)
	}
	sortRows(rows, claimListing.place, func(r *ClaimRow) string { return r.ID })
	return rows
}

var claimListing = listing[ClaimRow]{
	name:    "claims",
	columns: []string{"id", "story", "mode", "holders", "polarity", "modality", "status", "value", "bound", "unit", "of", "articles", "origins"},
	cells: func(r *ClaimRow) []string {
		return []string{r.ID, orEmpty(r.Story), r.Mode, joined(r.Holders), r.Polarity, r.Modality, r.Status, orEmpty(r.Value), orEmpty(r.Bound),
			orEmpty(r.Unit), orEmpty(r.Of), strconv.Itoa(r.Articles), strconv.Itoa(r.Origins)}
	},
	head: func(r *ClaimRow) string {
		s := r.Status + ", " + r.Mode
		if len(r.Holders) > 0 {
			s += " to " + strings.Join(r.Holders, " and ")
		}
		if r.Polarity == "negative" {
			s += ", negative"
		}
		if r.Modality != modalityName(news.ModalReal) {
			s += ", " + r.Modality
		}
		if r.Articles > 1 {
			s += ", " + plural(r.Articles, "article", "")
		}
		return withOrigins(s, r.Origins)
	},
	place: func(r *ClaimRow) *RowPlace { return &r.RowPlace },
}

// WriteClaims writes rows of the view claims, as [WriteEvents] does.
func WriteClaims(w io.Writer, rows []ClaimRow, f Format, width int) error {
	return claimListing.write(w, rows, f, width)
}

// A ConflictRow is one row of the view conflicts: one side of a conflict.
type ConflictRow struct {
	ID       string   `json:"id"` // of the conflict; its sides have one id
	Story    *string  `json:"story"`
	Kind     string   `json:"kind"`
	About    *string  `json:"about"`
	Planned  bool     `json:"planned"`
	Side     int      `json:"side"` // from 1
	Value    *string  `json:"value"`
	Holders  []string `json:"holders"` // names
	Articles int      `json:"articles"`
	Origins  int      `json:"origins"`
	RowPlace
}

// Conflicts returns the rows of the view conflicts that pass the filter, the
// sides of a conflict one after the other.
func Conflicts(d *Document, f RowFilter) []ConflictRow {
	entities := d.entitiesByID()
	rows := []ConflictRow{}
	for _, n := range byKey(len(d.rec.Conflicts), func(i int) string { return d.rec.Conflicts[i].ID }) {
		c := &d.rec.Conflicts[n]
		var sides []ConflictRow
		wanted := false
		for k := range c.Sides {
			s := &c.Sides[k]
			p, ok := d.rowPlace(s.Spans)
			if !ok {
				continue
			}
			wanted = wanted || f.wants(p.Text+" "+c.About, nil, p.Published)
			sides = append(sides, ConflictRow{
				ID: c.ID, Story: orNil(c.Story), Kind: string(c.Kind), About: orNil(c.About), Planned: c.Planned, Side: k + 1, Value: orNil(s.Value),
				Holders: d.names(entities, s.Holders), Articles: articlesOf(s.Spans), Origins: len(s.OriginIDs), RowPlace: p,
			})
		}
		if wanted {
			rows = append(rows, sides...)
		}
	}
	return rows
}

var conflictListing = listing[ConflictRow]{
	name:    "conflicts",
	columns: []string{"id", "story", "kind", "about", "planned", "side", "value", "holders", "articles", "origins"},
	cells: func(r *ConflictRow) []string {
		return []string{r.ID, orEmpty(r.Story), r.Kind, orEmpty(r.About), strconv.FormatBool(r.Planned), strconv.Itoa(r.Side), orEmpty(r.Value),
			joined(r.Holders), strconv.Itoa(r.Articles), strconv.Itoa(r.Origins)}
	},
	head: func(r *ConflictRow) string {
		s := r.Kind
		if r.Planned {
			s += ", planned"
		}
		if r.About != nil {
			s += `, about "` + *r.About + `"`
		}
		s += ", side " + strconv.Itoa(r.Side)
		if r.Value != nil {
			s += `: "` + *r.Value + `"`
		}
		if len(r.Holders) > 0 {
			s += ", by " + strings.Join(r.Holders, " and ")
		}
		return withOrigins(s, r.Origins)
	},
	place: func(r *ConflictRow) *RowPlace { return &r.RowPlace },
}

// WriteConflicts writes rows of the view conflicts, as [WriteEvents] does.
func WriteConflicts(w io.Writer, rows []ConflictRow, f Format, width int) error {
	return conflictListing.write(w, rows, f, width)
}

// A PositionRow is one row of the view positions: what a party held on an issue
// at one date.
type PositionRow struct {
	Party      string   `json:"party"` // name
	PartyID    string   `json:"party_id"`
	Country    *string  `json:"country"`
	Issue      string   `json:"issue"`
	Date       *string  `json:"date"`
	Changed    string   `json:"changed"` // of the position as a whole
	Basis      string   `json:"basis"`
	Shows      bool     `json:"shows_change"` // the words are one of the two spans of the change
	Statements []string `json:"statements"`
	RowPlace
}

// Positions returns the rows of the view positions that pass the filter, by
// party and issue.
func Positions(d *Document, f RowFilter) []PositionRow {
	entities := d.entitiesByID()
	rows := []PositionRow{}
	for _, n := range d.positionOrder() {
		p := &d.rec.Positions[n]
		e := entities[p.Party]
		if e == nil {
			continue
		}
		for k := range p.Points {
			pt := &p.Points[k]
			for _, span := range pt.Spans {
				at, ok := d.rowPlace([]news.Ref{span})
				if !ok || !f.wants(at.Text+" "+p.Issue, orNil(pt.Date.Value), at.Published) {
					continue
				}
				r := PositionRow{
					Party: e.Name, PartyID: e.ID, Country: orNil(e.Country), Issue: p.Issue, Date: orNil(pt.Date.Value), Changed: string(p.Changed),
					Basis: string(p.Basis), Statements: append([]string{}, sortedStrings(pt.Statements)...), RowPlace: at,
				}
				for _, c := range p.Change {
					r.Shows = r.Shows || c == span
				}
				rows = append(rows, r)
			}
		}
	}
	return rows
}

var positionListing = listing[PositionRow]{
	name:    "positions",
	columns: []string{"party", "party_id", "country", "issue", "date", "changed", "basis", "shows_change", "statements"},
	cells: func(r *PositionRow) []string {
		return []string{r.Party, r.PartyID, orEmpty(r.Country), r.Issue, orEmpty(r.Date), r.Changed, r.Basis, strconv.FormatBool(r.Shows), joined(r.Statements)}
	},
	head: func(r *PositionRow) string {
		s := r.Party + ` on "` + r.Issue + `"`
		if r.Date != nil {
			s += ", " + *r.Date
		}
		switch r.Changed {
		case string(news.PositionMoved):
			s += ", changed"
		case string(news.PositionHeld):
			s += ", not changed"
		}
		if r.Shows {
			s += " (shown here)"
		}
		return s
	},
	place: func(r *PositionRow) *RowPlace { return &r.RowPlace },
}

// WritePositions writes rows of the view positions, as [WriteEvents] does.
func WritePositions(w io.Writer, rows []PositionRow, f Format, width int) error {
	return positionListing.write(w, rows, f, width)
}
