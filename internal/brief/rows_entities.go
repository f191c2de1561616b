package brief

import (
	"cmp"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// An EntityRow is one row of the view entities. Its place is that of its first
// mention by name.
type EntityRow struct {
	ID       string   `json:"id"`
	Name     string   `json:"name"`
	Type     string   `json:"type"`
	Country  *string  `json:"country"`  // ISO 3166-1 alpha-3
	Wikidata *string  `json:"wikidata"` //
	Aliases  []string `json:"aliases"`
	Roles    []string `json:"roles"` // titles, each once
	Mentions int      `json:"mentions"`
	Articles int      `json:"articles"`
	Stories  int      `json:"stories"`
	Because  []string `json:"merged_because"`
	RowPlace
}

// An EntityFilter says which entities are wanted; its zero value is all.
type EntityFilter struct {
	RowFilter        // Topic: words of a name, alias or role; Since and Until: the day of an article that names it
	Type      string // person, organization, place, group or other
	Country   string // ISO 3166-1 alpha-3
	Mentions  int    // at least so many
}

// Entities returns the rows of the view entities that pass the filter, those with
// most mentions first.
func Entities(d *Document, f EntityFilter) []EntityRow {
	stories := map[string]int{}
	for i := range d.rec.Stories {
		for _, id := range d.rec.Stories[i].Entities {
			stories[id]++
		}
	}
	rows := []EntityRow{}
	for i := range d.rec.Entities {
		e := &d.rec.Entities[i]
		p, ok := d.rowPlace(d.named(e))
		if !ok {
			continue
		}
		r := EntityRow{
			ID: e.ID, Name: e.Name, Type: string(e.Type), Country: orNil(e.Country), Wikidata: orNil(e.Wikidata),
			Aliases: append([]string{}, e.Aliases...), Roles: []string{}, Mentions: len(e.Mentions), Articles: countArticles(e.Mentions),
			Stories: stories[e.ID], Because: append([]string{}, e.MergedBecause...), RowPlace: p,
		}
		for _, x := range e.Roles {
			if x.Title != "" && !slices.Contains(r.Roles, x.Title) {
				r.Roles = append(r.Roles, x.Title)
			}
		}
		if f.wants(d, e, &r) {
			rows = append(rows, r)
		}
	}
	slices.SortStableFunc(rows, func(x, y EntityRow) int {
		return cmp.Or(cmp.Compare(y.Mentions, x.Mentions), cmp.Compare(x.Name, y.Name), cmp.Compare(x.ID, y.ID))
	})
	return rows
}

// named returns the mentions of an entity, those that have its name first.
func (d *Document) named(e *news.Entity) []news.Ref {
	for k, m := range e.Mentions {
		if p, ok := d.ref(m); ok && strings.Contains(p.span.Of(d.rec.Articles[p.art].Text), e.Name) {
			return append([]news.Ref{m}, e.Mentions[:k]...)
		}
	}
	return e.Mentions
}

// countArticles counts the articles of refs, which are sorted by article.
func countArticles(refs []news.Ref) int {
	n := 0
	for i := range refs {
		if i == 0 || refs[i].Article != refs[i-1].Article {
			n++
		}
	}
	return n
}

func (f *EntityFilter) wants(d *Document, e *news.Entity, r *EntityRow) bool {
	if f.Type != "" && f.Type != r.Type || f.Country != "" && !strings.EqualFold(f.Country, e.Country) || r.Mentions < f.Mentions {
		return false
	}
	if f.Topic != "" && !isNamed(e, f.Topic) && !slices.ContainsFunc(r.Roles, func(t string) bool { return holdsWords(t, f.Topic) }) {
		return false
	}
	if f.Since == "" && f.Until == "" {
		return true
	}
	return slices.ContainsFunc(e.Mentions, func(m news.Ref) bool {
		i, ok := d.byID[m.Article]
		return ok && within(d.rec.Articles[i].Published.Value, f.Since, f.Until)
	})
}

var entityListing = listing[EntityRow]{
	name:    "entities",
	columns: []string{"id", "name", "type", "country", "wikidata", "aliases", "roles", "mentions", "articles", "stories", "merged_because"},
	cells: func(r *EntityRow) []string {
		return []string{r.ID, r.Name, r.Type, orEmpty(r.Country), orEmpty(r.Wikidata), joined(r.Aliases), joined(r.Roles),
			strconv.Itoa(r.Mentions), strconv.Itoa(r.Articles), strconv.Itoa(r.Stories), joined(r.Because)}
	},
	head: func(r *EntityRow) string {
		s := r.ID + "  " + r.Name + " (" + r.Type
		if r.Country != nil {
			s += ", " + *r.Country
		}
		s += "), " + plural(r.Mentions, "mention", "") + " in " + plural(r.Articles, "article", "") + ", " + plural(r.Stories, "story", "stories")
		if len(r.Aliases) > 0 {
			s += "; also " + strings.Join(r.Aliases, ", ")
		}
		return s
	},
	place: func(r *EntityRow) *RowPlace { return &r.RowPlace },
}

// WriteEntities writes rows of the view entities. The width is that of [Text]; 0
// is 80. An error is one of w, or says that the format is none of this view's.
func WriteEntities(w io.Writer, rows []EntityRow, f Format, width int) error {
	return entityListing.write(w, rows, f, width)
}
