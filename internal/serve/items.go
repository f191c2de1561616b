package serve

import (
	"context"
	"encoding/json"
	"reflect"
	"slices"

	"github.com/twosource/twosource/internal/brief"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/store"
)

// MaxMentions is how many mentions of an entity are shown, for one that every
// article names would bring the whole store with it; so many articles of an
// origin as well. Ours.
const MaxMentions = 20

// listNames are the lists of a brief by kind.
var listNames = map[store.Kind]string{
	store.LinkKind: "lineage", store.OriginKind: "origins", store.EntityKind: "entities", store.StatementKind: "statements",
	store.EventKind: "events", store.ClaimKind: "claims", store.ConflictKind: "conflicts", store.PositionKind: "positions",
	store.StoryKind: "stories", store.ThreadKind: "threads",
}

// Part returns the records of kind k that keys name, in that order, with the
// articles that they point at, as a record of their own. What is gone meanwhile
// is left out.
func (s *Site) Part(ctx context.Context, v store.View, k store.Kind, keys []string) (*news.Record, error) {
	rec := new(news.Record)
	for _, key := range keys {
		if err := appendRecord(ctx, v, rec, k, key); err != nil {
			return nil, err
		}
	}
	return rec, s.withTexts(ctx, v, rec)
}

// withTexts gives a record the articles that it points at.
func (s *Site) withTexts(ctx context.Context, v store.View, rec *news.Record) (err error) {
	ids := map[string]bool{}
	articlesIn(reflect.ValueOf(rec).Elem(), ids)
	rec.Articles, rec.Annotations, err = s.Texts(ctx, v, sortedKeys(ids))
	return err
}

// appendRecord reads one derived record into the list of rec that it belongs to.
func appendRecord(ctx context.Context, v store.View, rec *news.Record, k store.Kind, key string) error {
	switch k {
	case store.LinkKind:
		return appendOne(ctx, v, k, key, &rec.Lineage)
	case store.OriginKind:
		return appendOne(ctx, v, k, key, &rec.Origins)
	case store.EntityKind:
		err := appendOne(ctx, v, k, key, &rec.Entities)
		for i := range rec.Entities {
			e := &rec.Entities[i]
			e.Mentions = e.Mentions[:min(len(e.Mentions), MaxMentions)]
			e.Roles = e.Roles[:min(len(e.Roles), MaxMentions)]
		}
		return err
	case store.StatementKind:
		return appendOne(ctx, v, k, key, &rec.Statements)
	case store.EventKind:
		return appendOne(ctx, v, k, key, &rec.Events)
	case store.ClaimKind:
		return appendOne(ctx, v, k, key, &rec.Claims)
	case store.ConflictKind:
		return appendOne(ctx, v, k, key, &rec.Conflicts)
	case store.PositionKind:
		return appendOne(ctx, v, k, key, &rec.Positions)
	case store.StoryKind:
		return appendOne(ctx, v, k, key, &rec.Stories)
	case store.ThreadKind:
		return appendOne(ctx, v, k, key, &rec.Threads)
	case store.ProvenanceKind:
		return appendOne(ctx, v, k, key, &rec.Provenance)
	}
	return nil
}

func appendOne[T any](ctx context.Context, v store.View, k store.Kind, key string, list *[]T) error {
	var one T
	ok, err := v.Record(ctx, k, key, &one)
	if ok && err == nil {
		*list = append(*list, one)
	}
	return err
}

// articlesIn collects the ids of the articles at which the spans in v point.
func articlesIn(v reflect.Value, ids map[string]bool) {
	switch v.Kind() {
	case reflect.Struct:
		t := v.Type()
		for i := range v.NumField() {
			f := v.Field(i)
			switch name := t.Field(i).Name; {
			case f.Kind() == reflect.String && (name == "Article" || t == linkType && (name == "From" || name == "To")):
				if f.Len() > 0 {
					ids[f.String()] = true
				}
			case f.Kind() == reflect.Struct || f.Kind() == reflect.Slice:
				articlesIn(f, ids)
			}
		}
	case reflect.Slice:
		if k := v.Type().Elem().Kind(); k != reflect.Struct {
			return
		}
		for i := range v.Len() {
			articlesIn(v.Index(i), ids)
		}
	}
}

var linkType = reflect.TypeFor[news.Link]()

// Items returns the records of kind k that keys name as a brief writes them. What
// is gone meanwhile is left out.
func (s *Site) Items(ctx context.Context, k store.Kind, keys []string) ([]json.RawMessage, error) {
	out := []json.RawMessage{}
	if len(keys) == 0 {
		return out, nil
	}
	err := s.View(ctx, func(v store.View) error {
		rec, err := s.Part(ctx, v, k, keys)
		if err != nil {
			return err
		}
		d := brief.New(rec, brief.Settings{})
		for i := range count(rec, k) {
			item, err := d.Item(listNames[k], i)
			if err != nil {
				continue // an article went while this was read
			}
			out = append(out, item)
		}
		return nil
	})
	return out, err
}

func count(rec *news.Record, k store.Kind) int {
	return map[store.Kind]int{
		store.LinkKind: len(rec.Lineage), store.OriginKind: len(rec.Origins), store.EntityKind: len(rec.Entities),
		store.StatementKind: len(rec.Statements), store.EventKind: len(rec.Events), store.ClaimKind: len(rec.Claims),
		store.ConflictKind: len(rec.Conflicts), store.PositionKind: len(rec.Positions), store.StoryKind: len(rec.Stories),
		store.ThreadKind: len(rec.Threads),
	}[k]
}

// Article returns one article as a brief has it, with its text and its origin; nil
// if the store has none of this id.
func (s *Site) Article(ctx context.Context, id string) (item json.RawMessage, err error) {
	err = s.View(ctx, func(v store.View) error {
		articles, annotations, err := s.o.Articles(ctx, v, store.Filter{Articles: []string{id}})
		if err != nil || len(articles) == 0 {
			return err
		}
		rec := &news.Record{Articles: articles, Annotations: annotations}
		if err := appendRecord(ctx, v, rec, store.ProvenanceKind, id); err != nil {
			return err
		}
		item, err = brief.New(rec, brief.Settings{}).Item("articles", 0)
		return err
	})
	return item, err
}

// Keys returns the keys of entries.
func Keys(list []Entry) []string {
	out := make([]string, len(list))
	for i := range list {
		out[i] = list[i].Key
	}
	return out
}

// An ArticleHead is an article without its text.
type ArticleHead struct {
	ID        string   `json:"id" doc:"id of the article"`
	Outlet    *string  `json:"outlet" doc:"who published it; null if unknown"`
	URL       *string  `json:"url"`
	Title     *string  `json:"title"`
	Authors   []string `json:"authors"`
	Published *string  `json:"published" doc:"EDTF or RFC 3339; null if unknown"`
	Language  *string  `json:"language" doc:"BCP 47"`
	Story     *string  `json:"story" doc:"id of its story; null until its story is made"`
	Origin    *string  `json:"origin" doc:"id of the origin of most of it"`
}

// Heads returns the heads of articles in the order of ids. What is gone meanwhile
// is left out.
func (s *Site) Heads(ctx context.Context, v store.View, ids []string) ([]ArticleHead, error) {
	articles, annotations, err := s.Texts(ctx, v, ids)
	if err != nil {
		return nil, err
	}
	c := s.Catalog()
	out := []ArticleHead{}
	for _, id := range ids {
		i, ok := slices.BinarySearchFunc(articles, id, byArticleID)
		if !ok {
			continue
		}
		a := &articles[i]
		h := ArticleHead{
			ID: a.ID, Outlet: orNull(a.Outlet), URL: orNull(a.URL), Title: orNull(a.Title), Authors: a.Authors,
			Published: orNull(a.Published.Value), Language: orNull(a.Language), Story: orNull(c.StoryOf(id)), Origin: orNull(c.OriginOf(id)),
		}
		if h.Language == nil {
			h.Language = orNull(annotations[i].Language)
		}
		if h.Authors == nil {
			h.Authors = []string{}
		}
		out = append(out, h)
	}
	return out, nil
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
