package web

import (
	"cmp"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/twosource/twosource/internal/figures"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/store"
)

// The bounds of the front page. Ours.
const (
	frontStories = 30
	frontWindow  = 3 // days before the newest article that count as now
	maxFront     = 10000
)

// A frontPage is the stories.
type frontPage struct {
	Articles, Stories int
	Newest            string
	Days              int
	Order             string
	Origin            int // at least
	Since, Until      string
	Differ            bool // only where accounts differ
	Cards             []card
	Matching          int
	Next              string // address of the next page
	From              int
}

// A card is one story of a list.
type card struct {
	ID, Title, Lang, When string
	Articles, Origins     int
	NewOrigins            int
	NewArticles           int
	Conflicts             int
	Spark                 template.HTML
	Lead                  string
	rank                  ranking
}

// A ranking is what the order of stories follows from.
type ranking struct {
	key                     string
	first, last             int64
	articles, origins       int
	newOrigins, newArticles int
}

// front makes the page of stories.
func (d *Desk) front(r *http.Request, f *frame) error {
	c := d.Site.Catalog()
	f.Title, f.Here, f.JSON = "Stories", "stories", "/api/v1/stories?order=newest"
	in := r.URL.Query()
	p, list, err := d.listed(in)
	if err != nil {
		return err
	}
	p.Articles, p.Stories = len(c.Articles), len(c.List(store.StoryKind))
	if newest := newestOf(c); newest != serve.NoDate {
		p.Newest = minuteDay(newest)
	}
	f.Saves = d.saves("stories", r.URL.RawQuery)
	p.Matching = len(list)
	end := min(p.From+frontStories, len(list))
	if end < len(list) {
		in.Set("from", strconv.Itoa(end))
		p.Next = "/stories?" + in.Encode()
	}
	f.Content = p
	return d.Site.View(r.Context(), func(v store.View) (err error) {
		p.Cards, err = d.cards(r, v, list[min(p.From, end):end])
		return err
	})
}

// listed returns the stories that an address asks for, in its order.
func (d *Desk) listed(in url.Values) (p *frontPage, list []ranking, err error) {
	c := d.Site.Catalog()
	p = &frontPage{Days: frontWindow, Order: in.Get("order"), Differ: in.Get("differ") != ""}
	if p.Order != "newest" && p.Order != "origins" {
		p.Order = "new-origins"
	}
	p.Origin, _ = strconv.Atoi(in.Get("origins"))
	p.Origin = max(p.Origin, 0)
	filter, err := p.dates(in)
	if err != nil {
		return nil, nil, err
	}
	from, _ := strconv.Atoi(in.Get("from"))
	p.From = min(max(from, 0), maxFront)
	list = rankings(c, p.Days, func(k ranking) bool {
		return k.origins >= p.Origin && (filter.Since == nil || k.last != serve.NoDate && k.last >= *filter.Since) &&
			(filter.Until == nil || k.first != serve.NoDate && k.first < *filter.Until) &&
			(!p.Differ || len(c.InStory(store.ConflictKind, k.key)) > 0)
	})
	p.sort(list)
	return p, list, nil
}

// dates reads the bounds of time of the address.
func (p *frontPage) dates(in url.Values) (f serve.Filter, err error) {
	read := func(name string) (*int64, error) {
		s := strings.TrimSpace(in.Get(name))
		if s == "" {
			return nil, nil
		}
		t, err := time.Parse(time.DateOnly, s)
		if err != nil {
			return nil, &askedError{"Dates are written as 2024-03-08."}
		}
		m := t.Unix() / 60
		return &m, nil
	}
	p.Since, p.Until = in.Get("since"), in.Get("until")
	if f.Since, err = read("since"); err != nil {
		return f, err
	}
	f.Until, err = read("until")
	return f, err
}

func (p *frontPage) sort(list []ranking) {
	slices.SortStableFunc(list, func(x, y ranking) int {
		switch p.Order {
		case "newest":
			return cmp.Or(cmp.Compare(y.last, x.last), cmp.Compare(x.key, y.key))
		case "origins":
			return cmp.Or(cmp.Compare(y.origins, x.origins), cmp.Compare(y.last, x.last), cmp.Compare(x.key, y.key))
		}
		return cmp.Or(cmp.Compare(y.newOrigins, x.newOrigins), cmp.Compare(y.origins, x.origins), cmp.Compare(y.last, x.last), cmp.Compare(x.key, y.key))
	})
}

// newestOf returns the minute of the newest article, or NoDate.
func newestOf(c *serve.Catalog) int64 {
	newest := int64(serve.NoDate)
	for i := range c.Articles {
		newest = max(newest, c.Articles[i].First)
	}
	return newest
}

// rankings returns the stories that are wanted with what their order follows from.
// New is what came within days of the newest article of the store: the pages of a
// store do not change while it does not.
func rankings(c *serve.Catalog, days int, want func(ranking) bool) []ranking {
	now := newestOf(c)
	since := now - int64(days)*24*60
	var out []ranking
	first := map[string]int64{} // of origins in one story
	for _, e := range c.List(store.StoryKind) {
		k := ranking{key: e.Key, first: serve.NoDate, last: serve.NoDate, origins: e.Origins}
		clear(first)
		for _, id := range c.ArticlesOf(e.Key) {
			k.articles++
			a, _ := c.Article(id)
			if a.First == serve.NoDate {
				continue
			}
			if k.first == serve.NoDate || a.First < k.first {
				k.first = a.First
			}
			k.last = max(k.last, a.First)
			if a.First > since {
				k.newArticles++
			}
			o := c.OriginOf(id)
			if at, ok := first[o]; !ok || a.First < at {
				first[o] = a.First
			}
		}
		for _, at := range first {
			if at > since {
				k.newOrigins++
			}
		}
		if k.newOrigins = min(k.newOrigins, k.origins); k.origins == 1 {
			k.newOrigins = 0 // one voice is no news of a story
		}
		if want(k) {
			out = append(out, k)
		}
	}
	return out
}

// cards reads the stories of a list.
func (d *Desk) cards(r *http.Request, v store.View, list []ranking) ([]card, error) {
	c := d.Site.Catalog()
	out := make([]card, 0, len(list))
	var shownArticles []string
	stories := make([]news.Story, len(list))
	for i, k := range list {
		s, ok, err := v.Story(r.Context(), k.key)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		stories[i] = s
		shownArticles = append(shownArticles, s.TitleRef.Article)
		for _, ref := range s.Lead[:min(1, len(s.Lead))] {
			shownArticles = append(shownArticles, ref.Article)
		}
	}
	slices.Sort(shownArticles)
	l, err := d.newLibrary(r.Context(), v, slices.Compact(shownArticles))
	if err != nil {
		return nil, err
	}
	for i, k := range list {
		s := &stories[i]
		if s.ID == "" {
			continue
		}
		one := card{
			ID: k.key, Title: cmp.Or(folded(s.Title), "A story without a title"), Articles: k.articles, Origins: k.origins,
			NewOrigins: k.newOrigins, NewArticles: k.newArticles, Lang: l.sources[s.TitleRef.Article].Lang, rank: k,
			Spark: figures.Spark(arrivalsOf(c, k.key), k.articles, k.origins),
		}
		one.When, one.Conflicts = span(k.first, k.last), len(c.InStory(store.ConflictKind, k.key))
		if len(s.Lead) > 0 {
			one.Lead = excerpt(l.words(s.Lead[0]), 220)
		}
		out = append(out, one)
	}
	return out, nil
}

// arrivalsOf returns the dated articles of a story with their origins.
func arrivalsOf(c *serve.Catalog, story string) (out []figures.Arrival) {
	for _, id := range c.ArticlesOf(story) {
		if a, ok := c.Article(id); ok && a.First != serve.NoDate {
			out = append(out, figures.Arrival{At: a.First, Origin: c.OriginOf(id)})
		}
	}
	return out
}

// span returns two minutes as days.
func span(first, last int64) string {
	a, b := minuteDay(first), minuteDay(last)
	switch {
	case a == "":
		return "no date"
	case a == b:
		return a
	}
	return a + " to " + b
}
