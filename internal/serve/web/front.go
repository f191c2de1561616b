package web

import (
	"cmp"
	"context"
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
	Href                  string
	Articles, Origins     int
	NewOrigins            int
	NewArticles           int
	Conflicts             int
	Spark                 template.HTML
	Lead                  string
}

// A ranking is what the order of stories follows from.
type ranking struct {
	key                     string
	first, last             int64
	articles, origins       int
	newOrigins, newArticles int
	corrected               *serve.CorrectedStory // nil for a stored one
	part                    int                   // of its stories
}

// story returns the story of a ranking that corrections made.
func (k *ranking) story() *news.Story { return &k.corrected.Stories[k.part] }

// conflicts counts where its accounts differ.
func (k *ranking) conflicts(c *serve.Catalog) int {
	if k.corrected != nil {
		return k.corrected.Conflicts(k.story().ID)
	}
	return len(c.InStory(store.ConflictKind, k.key))
}

// members returns its articles, and originOf the origin of most of one of them.
func (k *ranking) members(c *serve.Catalog) (articles []string, originOf func(string) string) {
	if k.corrected != nil {
		return k.story().Articles, func(id string) string { return k.corrected.Origin[id] }
	}
	return c.ArticlesOf(k.key), c.OriginOf
}

// href is the page of the story.
func (k *ranking) href() string {
	at := "/story/" + url.PathEscape(k.key)
	if k.part > 0 {
		at += "?part=" + strconv.Itoa(k.part)
	}
	return at
}

// front makes the page of stories.
func (d *Desk) front(r *http.Request, f *frame) error {
	c := d.Site.Catalog()
	f.Title, f.Here, f.JSON = "Stories", "stories", "/api/v1/stories?order=newest"
	in := r.URL.Query()
	p, list, left, err := d.listed(r.Context(), in)
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
	list = list[min(p.From, end):end]
	more, err := d.correctShown(r.Context(), list)
	if err != nil {
		return err
	}
	f.Left = left + more
	return d.Site.View(r.Context(), func(v store.View) (err error) {
		p.Cards, err = d.cards(r, v, list)
		return err
	})
}

// correctShown puts in the place of stored stories those that lines on names make of
// them, of which the order takes no notice; left counts those that are still to be
// run.
func (d *Desk) correctShown(ctx context.Context, list []ranking) (left int, err error) {
	touched, err := d.runs.Stories(ctx)
	if err != nil {
		return 0, err
	}
	var keys []string
	for i := range list {
		if list[i].corrected == nil {
			keys = append(keys, list[i].key)
		}
	}
	made, left, err := d.runs.Overlay(ctx, touched.SpokenOf(keys))
	for i := range list {
		k := &list[i]
		if run := made[k.key]; run != nil && k.corrected == nil && len(run.Stories) == 1 {
			k.corrected = run
			k.origins = k.story().Origins
		}
	}
	return left, err
}

// listed returns the stories that an address asks for, in its order, those of which
// the file of corrections names an article as it makes them; left counts those of
// them that are still to be run.
func (d *Desk) listed(ctx context.Context, in url.Values) (p *frontPage, list []ranking, left int, err error) {
	c := d.Site.Catalog()
	p = &frontPage{Days: frontWindow, Order: in.Get("order"), Differ: in.Get("differ") != ""}
	if p.Order != "newest" && p.Order != "origins" {
		p.Order = "new-origins"
	}
	p.Origin, _ = strconv.Atoi(in.Get("origins"))
	p.Origin = max(p.Origin, 0)
	filter, err := p.dates(in)
	if err != nil {
		return nil, nil, 0, err
	}
	touched, err := d.runs.Stories(ctx)
	if err != nil {
		return nil, nil, 0, err
	}
	made, left, err := d.runs.Overlay(ctx, touched.Named)
	if err != nil {
		return nil, nil, 0, err
	}
	from, _ := strconv.Atoi(in.Get("from"))
	p.From = min(max(from, 0), maxFront)
	list = rankings(c, p.Days, made, func(k ranking) bool {
		return k.origins >= p.Origin && (filter.Since == nil || k.last != serve.NoDate && k.last >= *filter.Since) &&
			(filter.Until == nil || k.first != serve.NoDate && k.first < *filter.Until) &&
			(!p.Differ || k.conflicts(c) > 0)
	})
	p.sort(list)
	return p, list, left, nil
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

// rankings returns the stories that are wanted with what their order follows from;
// in the place of stored ones those that corrections made of them, each once.
// New is what came within days of the newest article of the store: the pages of a
// store do not change while it does not.
func rankings(c *serve.Catalog, days int, made map[string]*serve.CorrectedStory, want func(ranking) bool) []ranking {
	since := newestOf(c) - int64(days)*24*60
	var out []ranking
	first := map[string]int64{} // of origins in one story
	shown := map[string]bool{}  // of those that corrections made
	add := func(k ranking) {
		k.count(c, since, first)
		if want(k) {
			out = append(out, k)
		}
	}
	for _, e := range c.List(store.StoryKind) {
		run := made[e.Key]
		if run == nil {
			add(ranking{key: e.Key, origins: e.Origins})
			continue
		}
		for i := range run.Stories {
			if s := &run.Stories[i]; !shown[s.ID] {
				shown[s.ID] = true
				add(ranking{key: e.Key, origins: s.Origins, corrected: run, part: i})
			}
		}
	}
	return out
}

// count counts the articles of a story and what is new in it; first is for its use.
func (k *ranking) count(c *serve.Catalog, since int64, first map[string]int64) {
	clear(first)
	k.first, k.last = serve.NoDate, serve.NoDate
	articles, originOf := k.members(c)
	for _, id := range articles {
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
		o := originOf(id)
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
}

// cards reads the stories of a list.
func (d *Desk) cards(r *http.Request, v store.View, list []ranking) ([]card, error) {
	c := d.Site.Catalog()
	out := make([]card, 0, len(list))
	var shownArticles []string
	stories := make([]news.Story, len(list))
	for i := range list {
		s, ok := news.Story{}, list[i].corrected != nil
		if ok {
			s = *list[i].story()
		} else {
			var err error
			if s, ok, err = v.Story(r.Context(), list[i].key); err != nil {
				return nil, err
			}
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
	for i := range list {
		k, s := &list[i], &stories[i]
		if s.ID == "" {
			continue
		}
		one := card{
			ID: k.key, Href: k.href(), Title: cmp.Or(folded(s.Title), "A story without a title"), Articles: k.articles, Origins: k.origins,
			NewOrigins: k.newOrigins, NewArticles: k.newArticles, Lang: l.sources[s.TitleRef.Article].Lang,
			Spark: figures.Spark(arrivalsOf(c, k), k.articles, k.origins),
		}
		one.When, one.Conflicts = span(k.first, k.last), k.conflicts(c)
		if len(s.Lead) > 0 {
			one.Lead = excerpt(l.words(s.Lead[0]), 220)
		}
		out = append(out, one)
	}
	return out, nil
}

// arrivalsOf returns the dated articles of a story with their origins.
func arrivalsOf(c *serve.Catalog, k *ranking) (out []figures.Arrival) {
	articles, originOf := k.members(c)
	for _, id := range articles {
		if a, ok := c.Article(id); ok && a.First != serve.NoDate {
			out = append(out, figures.Arrival{At: a.First, Origin: originOf(id)})
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
	return dateRange(a, b)
}
