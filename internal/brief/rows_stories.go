package brief

import (
	"cmp"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// A StoryRow is one row of the view stories. Its place is that of the title.
type StoryRow struct {
	ID       string   `json:"id"`
	From     *string  `json:"from"`
	To       *string  `json:"to"`
	Articles int      `json:"articles"`
	Origins  int      `json:"origins"` // at most
	Outlets  []string `json:"outlets"` // sorted
	Thread   *string  `json:"thread"`  // id of the thread that it belongs to
	Entities []string `json:"entities"`
	Why      []string `json:"why"` // its articles are taken for one story
	RowPlace
}

// A StoryFilter says which stories are wanted; its zero value is all.
type StoryFilter struct {
	RowFilter        // Topic: words of the title and the lead; Since and Until: any of its days
	Entity    string // words of a name or alias that it names
	Outlet    string // words of the name of an outlet that has it
	Articles  int    // at least so many
	Origins   int    // at least so many
}

// Stories returns the rows of the view stories that pass the filter: those with
// most origins first, then those with most articles, then by date.
func Stories(d *Document, f StoryFilter) []StoryRow {
	entities := d.entitiesByID()
	threads := map[string]string{}
	for i := range d.rec.Threads {
		for _, id := range d.rec.Threads[i].Stories {
			threads[id] = d.rec.Threads[i].ID
		}
	}
	rows := []StoryRow{}
	for i := range d.rec.Stories {
		s := &d.rec.Stories[i]
		p, ok := d.rowPlace(append([]news.Ref{s.TitleRef}, s.Lead...))
		if !ok || !f.wants(d, s, entities) {
			continue
		}
		rows = append(rows, StoryRow{
			ID: s.ID, From: orNil(s.From.Value), To: orNil(s.To.Value), Articles: len(s.Articles), Origins: s.Origins,
			Outlets: d.outlets(s.Articles), Thread: orNil(threads[s.ID]), Entities: d.names(entities, s.Entities),
			Why: append([]string{}, s.Why...), RowPlace: p,
		})
	}
	slices.SortStableFunc(rows, func(x, y StoryRow) int {
		return cmp.Or(cmp.Compare(y.Origins, x.Origins), cmp.Compare(y.Articles, x.Articles), cmp.Compare(orEmpty(x.From), orEmpty(y.From)), cmp.Compare(x.ID, y.ID))
	})
	return rows
}

// wants reports whether a story passes the filter.
func (f *StoryFilter) wants(d *Document, s *news.Story, entities map[string]*news.Entity) bool {
	if len(s.Articles) < f.Articles || s.Origins < f.Origins {
		return false
	}
	if f.Topic != "" {
		words := s.Title
		for _, p := range d.places(s.Lead) {
			words += " " + p.span.Of(d.rec.Articles[p.art].Text)
		}
		if !holdsWords(words, f.Topic) {
			return false
		}
	}
	if f.Outlet != "" && !slices.ContainsFunc(d.outlets(s.Articles), func(o string) bool { return holdsWords(o, f.Outlet) }) {
		return false
	}
	if f.Entity != "" && !slices.ContainsFunc(s.Entities, func(id string) bool { return isNamed(entities[id], f.Entity) }) {
		return false
	}
	return f.Since == "" && f.Until == "" || daysMeet(s.From.Value, s.To.Value, f.Since, f.Until)
}

// isNamed reports whether the words of want stand in a name of an entity.
func isNamed(e *news.Entity, want string) bool {
	return e != nil && (holdsWords(e.Name, want) || slices.ContainsFunc(e.Aliases, func(a string) bool { return holdsWords(a, want) }))
}

// daysMeet reports whether the days from the one to the other date meet those
// from since to until, either of which may be "".
func daysMeet(from, to, since, until string) bool {
	return within(to, since, "") && within(from, "", until)
}

// outlets returns the outlets of articles, sorted, each once.
func (d *Document) outlets(articles []string) []string {
	out := []string{}
	for _, id := range articles {
		if i, ok := d.byID[id]; ok && d.rec.Articles[i].Outlet != "" {
			out = append(out, d.rec.Articles[i].Outlet)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

var storyListing = listing[StoryRow]{
	name:    "stories",
	columns: []string{"id", "from", "to", "articles", "origins", "outlets", "thread", "entities", "why"},
	cells: func(r *StoryRow) []string {
		return []string{r.ID, orEmpty(r.From), orEmpty(r.To), strconv.Itoa(r.Articles), strconv.Itoa(r.Origins), joined(r.Outlets),
			orEmpty(r.Thread), joined(r.Entities), joined(r.Why)}
	},
	head: func(r *StoryRow) string {
		days := "undated"
		if r.From != nil {
			days = shortDate(dayOf(*r.From))
			if to := shortDate(dayOf(orEmpty(r.To))); to != days {
				days += " to " + to
			}
		}
		return r.ID + "  " + days + ", " + plural(r.Articles, "article", "") + ", at most " + plural(r.Origins, "origin", "")
	},
	place: func(r *StoryRow) *RowPlace { return &r.RowPlace },
}

// dayOf returns a date without its time of day.
func dayOf(value string) string {
	day, _, _ := strings.Cut(value, "T")
	return day
}

// WriteStories writes rows of the view stories. The width is that of [Text]; 0 is
// 80. An error is one of w, or says that the format is none of this view's.
func WriteStories(w io.Writer, rows []StoryRow, f Format, width int) error {
	return storyListing.write(w, rows, f, width)
}
