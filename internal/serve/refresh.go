package serve

import (
	"context"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/store"
)

// refresh returns the catalog of a view. What the catalog before has and what has
// not changed is not read again.
//
// by, if it is not nil, says how the derived records of the store came from those
// that the catalog before has; it is passed over if they did not.
func refresh(ctx context.Context, v store.View, before *Catalog, by *Delta, version string) (*Catalog, error) {
	if before != nil {
		st, err := v.Stamp(ctx)
		if err != nil {
			return nil, err
		}
		if b := &before.State; st.Change == b.Change && st.Derived == b.Derived && st.DerivedAt == b.DerivedAt {
			return before, nil
		}
	}
	st, err := v.State(ctx)
	if err != nil {
		return nil, err
	}
	b := &builder{
		ctx: ctx, view: v, before: before, by: deltaOf(v, before, by, st), words: map[string]string{}, first: map[string]int64{},
		cat: &Catalog{
			State: st, Tag: tagOf(st, version), lists: map[store.Kind][]Entry{}, articles: map[string][]string{},
			storyOf: map[string]string{}, threadOf: map[string]string{}, ordered: map[order][]int32{},
		},
	}
	if before != nil {
		n, stories := len(before.Articles), len(before.articles)
		b.words, b.first, b.cat.storyOf = make(map[string]string, n), make(map[string]int64, n), make(map[string]string, n)
		b.cat.articles, b.cat.Articles = make(map[string][]string, stories), make([]ArticleEntry, 0, n+n/8)
	}
	still := 0 // articles that were there
	err = v.Dated(ctx, func(id string, first *int64, mark int64) error {
		a := ArticleEntry{ID: b.word(id), First: NoDate, mark: mark}
		if first != nil {
			a.First = *first
		}
		b.cat.Articles = append(b.cat.Articles, a)
		b.first[a.ID] = a.First
		if b.by != nil {
			if was, ok := before.Article(id); ok {
				still++
				b.by.dates = b.by.dates || was.First != a.First
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if b.by.nothing() && still == len(before.Articles) { // new articles are in no record yet
		b.cat.derivedLike(before)
		return b.cat, nil
	}
	for _, k := range kinds {
		if err := b.list(k); err != nil {
			return nil, err
		}
	}
	if b.by == nil {
		b.cat.warm()
	}
	return b.cat, nil
}

// A builder makes a catalog.
type builder struct {
	ctx    context.Context
	view   store.View
	before *Catalog // nil if there is none
	by     *changed // how the records differ from before; nil if that is to be found out
	cat    *Catalog
	words  map[string]string // each string once
	first  map[string]int64  // of articles
}

func (b *builder) word(s string) string {
	if w, ok := b.words[s]; ok {
		return w
	}
	b.words[s] = s
	return s
}

// manyChanged is how many of a list's records, as one of so many, make it worth
// while to go over all of them. Ours.
const manyChanged = 4

// list makes the list of one kind.
func (b *builder) list(k store.Kind) error {
	var old []Entry
	if b.before != nil {
		old = b.before.lists[k]
	}
	if len(old) == 0 || k == store.ThreadKind { // there are few threads
		return b.scan(k)
	}
	if b.by != nil {
		return b.amend(k, old)
	}
	var list []Entry
	var changed []int
	i := 0
	err := b.view.Sums(b.ctx, k, func(key string, sum int64) error {
		for i < len(old) && old[i].Key < key {
			i++
		}
		if i < len(old) && old[i].Key == key && old[i].sum == sum {
			list = append(list, old[i])
			return nil
		}
		changed = append(changed, len(list))
		list = append(list, Entry{Key: key, sum: sum})
		return nil
	})
	if err != nil {
		return err
	}
	if len(changed)*manyChanged > len(list) {
		return b.scan(k)
	}
	if k == store.StoryKind {
		b.keepArticles(list)
	}
	for _, n := range changed {
		err := b.read(k, &list[n], func(to any) error {
			_, err := b.view.Record(b.ctx, k, list[n].Key, to)
			return err
		})
		if err != nil {
			return err
		}
	}
	b.put(k, list)
	return nil
}

// keepArticles takes the articles of the stories that have not changed from the
// catalog before.
func (b *builder) keepArticles(list []Entry) {
	for i := range list {
		if articles, ok := b.before.articles[list[i].Key]; ok {
			b.storyHas(list[i].Key, articles)
		}
	}
}

func (b *builder) storyHas(story string, articles []string) {
	b.cat.articles[story] = articles
	for _, a := range articles {
		b.cat.storyOf[a] = story
	}
}

// scan reads all records of one kind.
func (b *builder) scan(k store.Kind) error {
	var list []Entry
	err := b.view.Scan(b.ctx, k, func(key string, sum int64, read func(any) error) error {
		e := Entry{Key: key, sum: sum}
		if k == store.StoryKind || k == store.EntityKind { // others name them
			e.Key = b.word(key)
		}
		if err := b.read(k, &e, read); err != nil {
			return err
		}
		list = append(list, e)
		return nil
	})
	b.put(k, list)
	return err
}

// put completes the entries of a list by what may have changed without them.
func (b *builder) put(k store.Kind, list []Entry) {
	for i := range list {
		b.complete(k, &list[i])
	}
	b.cat.lists[k] = list
}

func (b *builder) complete(k store.Kind, e *Entry) {
	e.First = e.own
	if e.First == NoDate && e.Article != "" {
		if first, ok := b.first[e.Article]; ok {
			e.First = first
		}
	}
	if k != store.StoryKind && e.Article != "" && (e.Story == "" || k == store.PositionKind) {
		e.Story = b.cat.storyOf[e.Article]
	}
	if _, ok := b.cat.articles[e.Story]; !ok {
		e.Story = "" // a story that is none
	}
}

// firstOf returns the first minute of a date, or NoDate.
func firstOf(d news.Date) int64 {
	if first, _, ok := d.Bounds(); ok {
		return first
	}
	return NoDate
}

func firstArticle(lists ...[]news.Ref) string {
	for _, list := range lists {
		if len(list) > 0 {
			return list[0].Article
		}
	}
	return ""
}

// read reads what an entry has of a record. Of each kind only those fields are
// unpacked.
func (b *builder) read(k store.Kind, e *Entry, read func(to any) error) (err error) {
	e.own = NoDate
	switch k {
	case store.StoryKind:
		var s struct {
			TitleRef news.Ref
			Articles []string
			Origins  int
			From     news.Date
		}
		err = read(&s)
		e.Article, e.Origins, e.own = s.TitleRef.Article, s.Origins, firstOf(s.From)
		for i := range s.Articles {
			s.Articles[i] = b.word(s.Articles[i])
		}
		if e.Article == "" && len(s.Articles) > 0 {
			e.Article = s.Articles[0]
		}
		b.storyHas(e.Key, s.Articles)
	case store.ProvenanceKind:
		var p struct{ Origin string }
		err = read(&p)
		e.Article, e.Who = e.Key, p.Origin
	case store.OriginKind:
		var o struct {
			Name     string
			Kind     news.OriginKind
			Articles []string
		}
		err = read(&o)
		e.Label, e.Origins = string(o.Kind), 1
		if len(o.Articles) > 0 {
			e.Article = o.Articles[0]
		}
	case store.EntityKind:
		var n struct {
			Name string
			Type news.EntityType
		}
		err = read(&n)
		e.Who, e.Label = n.Name, string(n.Type)
	case store.LinkKind:
		var l struct {
			To   string
			Kind news.LinkKind
		}
		err = read(&l)
		e.Article, e.Label = l.To, string(l.Kind)
	case store.ThreadKind:
		var t struct{ Stories []string }
		err = read(&t)
		for _, story := range t.Stories {
			b.cat.threadOf[story] = e.Key
		}
	default:
		err = b.readCompared(k, e, read)
	}
	e.Article, e.Label, e.Who, e.Story = b.word(e.Article), b.word(e.Label), b.word(e.Who), b.word(e.Story)
	return err
}

// readCompared does so for what is found by comparing articles.
func (b *builder) readCompared(k store.Kind, e *Entry, read func(to any) error) (err error) {
	switch k {
	case store.StatementKind:
		var s struct {
			Story, Speaker string
			Kind           news.SpeechKind
			Content        []news.Ref
			Said           news.Date
			OriginIDs      []string
		}
		err = read(&s)
		e.Story, e.Who, e.Label, e.Origins, e.own = s.Story, s.Speaker, string(s.Kind), len(s.OriginIDs), firstOf(s.Said)
		e.Article = firstArticle(s.Content)
	case store.EventKind:
		var v struct {
			Story     string
			Root      string
			Date      news.Date
			Mentions  []news.Ref
			OriginIDs []string
		}
		err = read(&v)
		e.Story, e.Label, e.Origins, e.own, e.Article = v.Story, v.Root, len(v.OriginIDs), firstOf(v.Date), firstArticle(v.Mentions)
	case store.ClaimKind:
		var c struct {
			Story     string
			Spans     []news.Ref
			Status    news.ClaimStatus
			OriginIDs []string
		}
		err = read(&c)
		e.Story, e.Label, e.Origins, e.Article = c.Story, string(c.Status), len(c.OriginIDs), firstArticle(c.Spans)
	case store.ConflictKind:
		var c struct {
			Story    string
			Kind     news.ConflictKind
			AboutRef news.Ref
			Sides    []struct {
				Spans     []news.Ref
				OriginIDs []string
			}
		}
		err = read(&c)
		e.Story, e.Label, e.Article = c.Story, string(c.Kind), c.AboutRef.Article
		seen := map[string]bool{}
		for _, s := range c.Sides {
			for _, id := range s.OriginIDs {
				seen[id] = true
			}
			if e.Article == "" {
				e.Article = firstArticle(s.Spans)
			}
		}
		e.Origins = len(seen)
	case store.PositionKind:
		var p struct {
			Party    string
			IssueRef news.Ref
			Changed  news.PositionChange
			Points   []struct {
				Date  news.Date
				Spans []news.Ref
			}
		}
		err = read(&p)
		e.Who, e.Label, e.Article = p.Party, string(p.Changed), p.IssueRef.Article
		for i := len(p.Points) - 1; i >= 0; i-- { // its newest point dates it
			if e.own == NoDate {
				e.own = firstOf(p.Points[i].Date)
			}
			if e.Article == "" {
				e.Article = firstArticle(p.Points[i].Spans)
			}
		}
	}
	return err
}
