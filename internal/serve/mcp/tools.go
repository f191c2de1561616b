package mcp

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/store"
)

// tools answer the calls of models.
type tools struct {
	site *serve.Site
}

// The bounds of one answer: a model's window is small. Ours.
const (
	usual       = 10  // things, if nobody asks for another number
	maxThings   = 50  // of one answer
	maxWords    = 6   // citations of one thing
	maxArticles = 100 // of one story
	maxTimeline = 40  // entries of one story
	maxRead     = 8000
	usualRead   = 1000 // code points
)

func bound(n int) int {
	if n <= 0 {
		return usual
	}
	return min(n, maxThings)
}

// errOutside is what a model is told of a failure inside.
var errOutside = errors.New("the store could not be read")

// view runs fn over the store; what fails inside is not told to the model.
func (t *tools) view(ctx context.Context, fn func(store.View) error) error {
	err := t.site.View(ctx, fn)
	var told *toldError
	if err == nil || errors.As(err, &told) || ctx.Err() != nil {
		return err
	}
	return errOutside
}

// A toldError is an error in words for the model.
type toldError struct{ words string }

// Error returns the words.
func (e *toldError) Error() string { return e.words }

func tellf(format string, args ...any) error { return &toldError{fmt.Sprintf(format, args...)} }

// A text looks articles up.
type texts map[string]*news.Article

func textsOf(rec *news.Record) texts {
	t := texts{}
	for i := range rec.Articles {
		t[rec.Articles[i].ID] = &rec.Articles[i]
	}
	return t
}

// cite returns the citations of refs, at most maxWords.
func (t texts) cite(refs ...news.Ref) []serve.Citation {
	out := []serve.Citation{}
	for _, r := range refs {
		a := t[r.Article]
		if a == nil || r.IsZero() || r.Check(a.Text) != nil {
			continue
		}
		if out = append(out, serve.Cite(a, r.Span)); len(out) == maxWords {
			break
		}
	}
	return out
}

// names returns the names of entities, with semicolons between.
func (t *tools) names(ids ...string) string {
	var list []string
	for _, id := range ids {
		if e, ok := t.site.Catalog().Find(store.EntityKind, id); ok {
			list = append(list, e.Who)
		}
	}
	return strings.Join(list, "; ")
}

// A Statement is one utterance with its reports.
type Statement struct {
	ID      string           `json:"id"`
	Story   string           `json:"story"`
	Speaker string           `json:"speaker" jsonschema:"who said it; empty if that could not be told"`
	Why     string           `json:"unresolved,omitempty" jsonschema:"why the speaker could not be told"`
	Kind    string           `json:"kind" jsonschema:"direct, indirect or mixed"`
	Said    string           `json:"said,omitempty" jsonschema:"when it was said, EDTF or RFC 3339; empty if unknown"`
	Origins int              `json:"origins" jsonschema:"independent origins that witness the utterance, at most; not whether it is true"`
	Reports int              `json:"reports" jsonschema:"articles that report it"`
	Words   []serve.Citation `json:"words" jsonschema:"the words as the fullest report has them, and then as others do"`
}

// A StatementsIn asks for statements.
type StatementsIn struct {
	Query   string `json:"query,omitempty" jsonschema:"words, phrases in quotation marks, OR, NOT, speaker:NAME, outlet:NAME, after:2015-09-27, before:2015, origins:>=2"`
	Speaker string `json:"speaker,omitempty" jsonschema:"name of the speaker, or part of it"`
	Story   string `json:"story,omitempty" jsonschema:"id of a story"`
	Limit   int    `json:"limit,omitempty" jsonschema:"at most so many; 10 if not given, at most 50"`
}

// StatementsOut are statements.
type StatementsOut struct {
	Statements []Statement `json:"statements"`
}

func (t *tools) findStatements(ctx context.Context, in StatementsIn) (out StatementsOut, err error) {
	out.Statements = []Statement{}
	n := bound(in.Limit)
	query := in.Query
	if in.Speaker != "" {
		query = fmt.Sprintf("%s speaker:%q", query, strings.ReplaceAll(in.Speaker, `"`, " "))
	}
	var keys []string
	err = t.view(ctx, func(v store.View) error {
		if strings.TrimSpace(query) == "" {
			page, _, err := t.site.Catalog().Page(store.StatementKind, serve.Filter{Story: in.Story, Newest: true}, "", n)
			if err != nil {
				return err
			}
			keys = serve.Keys(page)
		} else {
			q, err := store.ParseQuery(query)
			if err != nil {
				return tellf("query: %v", err)
			}
			if keys, err = t.site.Statements(ctx, v, q, in.Story, n); err != nil {
				return err
			}
		}
		rec, err := t.site.Part(ctx, v, store.StatementKind, keys)
		if err != nil {
			return err
		}
		look := textsOf(rec)
		for i := range rec.Statements {
			out.Statements = append(out.Statements, t.statement(look, &rec.Statements[i]))
		}
		return nil
	})
	return out, err
}

func (t *tools) statement(look texts, s *news.Statement) Statement {
	refs := s.Content
	for _, r := range s.Reports {
		for _, span := range r.Spans {
			if len(s.Content) == 0 || r.Article != s.Content[0].Article {
				refs = append(refs, news.Ref{Article: r.Article, Span: span})
			}
		}
	}
	speaker := t.names(s.Speaker)
	if speaker == "" {
		speaker = s.SpeakerText
	}
	return Statement{
		ID: s.ID, Story: s.Story, Speaker: speaker, Why: s.Unresolved, Kind: string(s.Kind), Said: s.Said.Value,
		Origins: len(s.OriginIDs), Reports: len(s.Reports), Words: look.cite(refs...),
	}
}

// A StoryHead is a story without what is in it.
type StoryHead struct {
	ID       string          `json:"id"`
	Title    string          `json:"title"`
	From     string          `json:"from,omitempty" jsonschema:"date of its first article"`
	To       string          `json:"to,omitempty"`
	Articles int             `json:"articles"`
	Origins  int             `json:"origins" jsonschema:"independent origins, at most"`
	Words    *serve.Citation `json:"words,omitempty" jsonschema:"its headline and where it stands"`
}

// A StoriesIn asks for stories.
type StoriesIn struct {
	Query   string `json:"query,omitempty" jsonschema:"only stories with an article that this finds"`
	Since   string `json:"since,omitempty" jsonschema:"only stories that begin on this day or later: 2015-09-27"`
	Origins int    `json:"origins,omitempty" jsonschema:"only stories with so many independent origins at least"`
	Limit   int    `json:"limit,omitempty" jsonschema:"at most so many; 10 if not given, at most 50"`
}

// StoriesOut are stories.
type StoriesOut struct {
	Stories []StoryHead `json:"stories"`
}

func (t *tools) listStories(ctx context.Context, in StoriesIn) (out StoriesOut, err error) {
	out.Stories = []StoryHead{}
	f := serve.Filter{Origins: in.Origins, Newest: true}
	if in.Since != "" {
		first, _, ok := news.Date{Value: in.Since}.Bounds()
		if !ok {
			return out, tellf("since is not a date: write 2015, 2015-09 or 2015-09-27")
		}
		f.Since = &first
	}
	c, n := t.site.Catalog(), bound(in.Limit)
	err = t.view(ctx, func(v store.View) error {
		var keys []string
		if in.Query == "" {
			page, _, err := c.Page(store.StoryKind, f, "", n)
			if err != nil {
				return err
			}
			keys = serve.Keys(page)
		} else {
			q, err := store.ParseQuery(in.Query)
			if err != nil {
				return tellf("query: %v", err)
			}
			if keys, err = t.site.Stories(ctx, v, q, f, n); err != nil {
				return err
			}
		}
		for _, id := range keys {
			head, err := t.head(ctx, v, c, id)
			if err != nil {
				return err
			}
			out.Stories = append(out.Stories, head)
		}
		return nil
	})
	return out, err
}

func (t *tools) head(ctx context.Context, v store.View, c *serve.Catalog, id string) (StoryHead, error) {
	var s struct {
		Title    string
		TitleRef news.Ref
		From, To news.Date
	}
	if _, err := v.Record(ctx, store.StoryKind, id, &s); err != nil {
		return StoryHead{}, err
	}
	e, _ := c.Find(store.StoryKind, id)
	out := StoryHead{ID: id, Title: s.Title, From: s.From.Value, To: s.To.Value, Articles: len(c.ArticlesOf(id)), Origins: e.Origins}
	articles, _, err := t.site.Texts(ctx, v, []string{s.TitleRef.Article})
	if err == nil && len(articles) == 1 {
		if words := textsOf(&news.Record{Articles: articles}).cite(s.TitleRef); len(words) == 1 {
			out.Words = &words[0]
		}
	}
	return out, err
}
