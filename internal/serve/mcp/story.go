package mcp

import (
	"context"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/store"
)

// An IDIn names a record.
type IDIn struct {
	ID string `json:"id" jsonschema:"id of the story"`
}

// A StoryOut is one story.
type StoryOut struct {
	StoryHead
	Sources   []Source         `json:"sources" jsonschema:"its articles, each with the origin of most of it"`
	Lead      []serve.Citation `json:"lead"`
	Timeline  []Moment         `json:"timeline"`
	Claims    []Claim          `json:"claims" jsonschema:"what is put forward, those with most origins first"`
	Conflicts []Conflict       `json:"conflicts"`
	Cut       []string         `json:"cut" jsonschema:"what was left out of this answer, by count"`
}

// A Source is an article of a story.
type Source struct {
	Article   string `json:"article"`
	Outlet    string `json:"outlet,omitempty"`
	URL       string `json:"url,omitempty"`
	Title     string `json:"title,omitempty"`
	Published string `json:"published,omitempty"`
	Origin    string `json:"origin,omitempty" jsonschema:"id of its origin: articles with the same one are copies of one report"`
}

// A Moment is one thing of a timeline.
type Moment struct {
	Date  string           `json:"date,omitempty"`
	Kind  string           `json:"kind" jsonschema:"happened, said, expected or background"`
	Words []serve.Citation `json:"words"`
}

// A Claim is one proposition.
type Claim struct {
	ID      string           `json:"id"`
	Status  string           `json:"status"`
	Holders string           `json:"holders,omitempty" jsonschema:"to whom it is attributed; empty if outlets assert it"`
	Origins int              `json:"origins"`
	Words   []serve.Citation `json:"words"`
}

// A Conflict is accounts that differ.
type Conflict struct {
	ID    string           `json:"id"`
	Story string           `json:"story"`
	Kind  string           `json:"kind"`
	About []serve.Citation `json:"about"`
	Sides []Side           `json:"sides"`
}

// A Side is one account.
type Side struct {
	Value   string           `json:"value"`
	Holders string           `json:"holders,omitempty"`
	Origins int              `json:"origins"`
	Words   []serve.Citation `json:"words"`
}

func (t *tools) getStory(ctx context.Context, in IDIn) (out StoryOut, err error) {
	c := t.site.Catalog()
	out = StoryOut{Sources: []Source{}, Lead: []serve.Citation{}, Timeline: []Moment{}, Claims: []Claim{}, Conflicts: []Conflict{}, Cut: []string{}}
	if _, ok := c.Find(store.StoryKind, in.ID); !ok {
		return out, tellf("there is no story %s; list_stories gives the ids", in.ID)
	}
	err = t.view(ctx, func(v store.View) error {
		if out.StoryHead, err = t.head(ctx, v, c, in.ID); err != nil {
			return err
		}
		rec, err := t.site.Part(ctx, v, store.StoryKind, []string{in.ID})
		if err != nil || len(rec.Stories) == 0 {
			return err
		}
		s, look := &rec.Stories[0], textsOf(rec)
		out.Lead = look.cite(s.Lead...)
		for _, m := range s.Timeline[:min(len(s.Timeline), maxTimeline)] {
			out.Timeline = append(out.Timeline, Moment{m.Date.Value, string(m.Kind), look.cite(m.Spans...)})
		}
		out.cut("timeline entries", len(s.Timeline)-maxTimeline)
		heads, err := t.site.Heads(ctx, v, s.Articles[:min(len(s.Articles), maxArticles)])
		if err != nil {
			return err
		}
		for _, h := range heads {
			out.Sources = append(out.Sources, Source{h.ID, orEmpty(h.Outlet), orEmpty(h.URL), orEmpty(h.Title), orEmpty(h.Published), orEmpty(h.Origin)})
		}
		out.cut("articles", len(s.Articles)-maxArticles)
		return t.compared(ctx, v, c, in.ID, &out)
	})
	return out, err
}

// cut says that n things were left out.
func (out *StoryOut) cut(what string, n int) {
	if n > 0 {
		out.Cut = append(out.Cut, counted(n, what))
	}
}

// compared adds claims and conflicts to a story.
func (t *tools) compared(ctx context.Context, v store.View, c *serve.Catalog, id string, out *StoryOut) error {
	list := c.InStory(store.ClaimKind, id)
	mostOrigins(list)
	out.cut("claims", len(list)-maxThings)
	rec, err := t.site.Part(ctx, v, store.ClaimKind, serve.Keys(list[:min(len(list), maxThings)]))
	if err != nil {
		return err
	}
	look := textsOf(rec)
	for i := range rec.Claims {
		one := &rec.Claims[i]
		out.Claims = append(out.Claims, Claim{one.ID, string(one.Status), t.names(one.Holders...), len(one.OriginIDs), look.cite(one.Spans...)})
	}
	list = c.InStory(store.ConflictKind, id)
	out.cut("conflicts", len(list)-maxThings)
	found, err := t.conflicts(ctx, v, serve.Keys(list[:min(len(list), maxThings)]))
	out.Conflicts = append(out.Conflicts, found...)
	return err
}

// A ConflictsIn asks for conflicts.
type ConflictsIn struct {
	Query string `json:"query,omitempty" jsonschema:"words of the accounts, or speaker:NAME, outlet:NAME, after:DATE, before:DATE, origins:>=2"`
	Story string `json:"story,omitempty" jsonschema:"id of a story"`
	Kind  string `json:"kind,omitempty" jsonschema:"number, date, place, participant, cause, attribution, contested, voice or outcome"`
	Limit int    `json:"limit,omitempty" jsonschema:"at most so many; 10 if not given, at most 50"`
}

// ConflictsOut are conflicts.
type ConflictsOut struct {
	Conflicts []Conflict `json:"conflicts"`
}

func (t *tools) findConflicts(ctx context.Context, in ConflictsIn) (out ConflictsOut, err error) {
	out.Conflicts = []Conflict{}
	c, n := t.site.Catalog(), bound(in.Limit)
	err = t.view(ctx, func(v store.View) error {
		var keys []string
		if in.Query == "" {
			page, _, err := c.Page(store.ConflictKind, serve.Filter{Story: in.Story, Label: in.Kind, Newest: true}, "", n)
			if err != nil {
				return err
			}
			keys = serve.Keys(page)
		} else {
			q, err := store.ParseQuery(in.Query)
			if err != nil {
				return tellf("query: %v", err)
			}
			hits, err := t.site.Find(ctx, v, q, serve.Conflicts, 0, serve.MaxHits)
			if err != nil {
				return err
			}
			for _, h := range hits {
				if (in.Kind == "" || orEmpty(h.Label) == in.Kind) && (in.Story == "" || orEmpty(h.Story) == in.Story) && len(keys) < n {
					keys = append(keys, orEmpty(h.ID))
				}
			}
		}
		found, err := t.conflicts(ctx, v, keys)
		out.Conflicts = append(out.Conflicts, found...)
		return err
	})
	return out, err
}

func (t *tools) conflicts(ctx context.Context, v store.View, keys []string) ([]Conflict, error) {
	rec, err := t.site.Part(ctx, v, store.ConflictKind, keys)
	if err != nil {
		return nil, err
	}
	look := textsOf(rec)
	var out []Conflict
	for i := range rec.Conflicts {
		one := &rec.Conflicts[i]
		con := Conflict{ID: one.ID, Story: one.Story, Kind: string(one.Kind), About: look.cite(one.AboutRef), Sides: []Side{}}
		for _, s := range one.Sides {
			con.Sides = append(con.Sides, Side{s.Value, t.names(s.Holders...), len(s.OriginIDs), look.cite(s.Spans...)})
		}
		out = append(out, con)
	}
	return out, nil
}

// A PassageIn is a text that is looked for.
type PassageIn struct {
	Text string `json:"text" jsonschema:"a sentence or a quotation"`
}

func (t *tools) originsOfPassage(ctx context.Context, in PassageIn) (serve.Found, error) {
	found, err := t.site.Has(ctx, in.Text)
	if err != nil {
		if ctx.Err() == nil {
			err = errOutside
		}
		return serve.Found{Found: []serve.Holder{}}, err
	}
	return *found, nil
}

// A SpanIn names a stretch of an article.
type SpanIn struct {
	Article string `json:"article" jsonschema:"id of the article"`
	Start   int    `json:"start,omitempty" jsonschema:"first code point; 0 if not given"`
	End     int    `json:"end,omitempty" jsonschema:"code point after the last; 1000 after start if not given"`
	Around  int    `json:"around,omitempty" jsonschema:"so many code points before and after as well"`
}

// A SpanOut is the stretch that was asked for.
type SpanOut struct {
	Title  string         `json:"title,omitempty"`
	Length int            `json:"length" jsonschema:"code points of the whole text"`
	Words  serve.Citation `json:"words"`
}

func (t *tools) readSpan(ctx context.Context, in SpanIn) (out SpanOut, err error) {
	err = t.view(ctx, func(v store.View) error {
		articles, _, err := t.site.Texts(ctx, v, []string{in.Article})
		if err != nil {
			return err
		}
		if len(articles) == 0 {
			return tellf("there is no article %s", in.Article)
		}
		a := &articles[0]
		runes := []rune(a.Text)
		out.Title, out.Length = a.Title, len(runes)
		start, end := in.Start, in.End
		if end == 0 {
			end = start + usualRead
		}
		if start < 0 || start >= len(runes) || end <= start || in.Around < 0 {
			return tellf("the text has %d code points: 0 <= start < end <= %d", len(runes), len(runes))
		}
		end = min(end, len(runes))
		start, end = max(0, start-min(in.Around, maxRead)), min(len(runes), end+min(in.Around, maxRead))
		end = min(end, start+maxRead)
		first := len(string(runes[:start]))
		out.Words = serve.Cite(a, news.Span{Start: first, End: first + len(string(runes[start:end]))})
		return nil
	})
	return out, err
}
