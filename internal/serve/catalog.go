package serve

import (
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"math"
	"slices"
	"sync"

	"github.com/twosource/twosource/internal/store"
)

// NoDate is the First of what has no date.
const NoDate = math.MinInt64

// An Entry is what is held in memory of one derived record.
type Entry struct {
	Key     string // by which the store finds it; its id
	Story   string // "" if it is of none
	Article string // where it is told first; ""
	Label   string // its kind, status, type or root
	Who     string // entity id of speaker or party; of an entity its name; of a provenance the origin
	First   int64  // minute since 1970 in which its date, or its article's, begins; NoDate
	Origins int    // at most

	own int64 // First by its own date
	sum int64 // 0 if it was not asked for
}

// An ArticleEntry is what is held in memory of one article.
type ArticleEntry struct {
	ID    string
	First int64 // minute since 1970 in which its publication begins; NoDate
	mark  int64
}

// A Catalog is an index of a store at one moment. It does not change; its methods
// may be called from several goroutines.
type Catalog struct {
	State    store.State
	Tag      string         // another one for each state of the store
	Articles []ArticleEntry // by id

	lists    map[store.Kind][]Entry // by key
	articles map[string][]string    // of each story, sorted
	storyOf  map[string]string      // of each article
	threadOf map[string]string      // of each story

	over *overlay // corrections over what is stored; nil without

	mu      sync.Mutex
	ordered map[order][]int32
	newer   []ArticleEntry // the newest first; nil until asked for
}

// An order is a way in which a list is gone over.
type order struct {
	kind store.Kind
	by   sortBy
}

type sortBy byte

const (
	byKey    sortBy = 'k'
	byNewest sortBy = 'n'
	byStory  sortBy = 's' // then by key
)

// kinds are the lists that a catalog has, in the order in which they are read.
var kinds = []store.Kind{
	store.StoryKind, store.ProvenanceKind, store.OriginKind, store.ThreadKind, store.EntityKind, store.StatementKind,
	store.EventKind, store.ClaimKind, store.ConflictKind, store.PositionKind, store.LinkKind,
}

// tagOf returns the tag of a state: what a reader is shown follows from it.
func tagOf(st store.State, version string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %+v", version, st))
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

// List returns the entries of one kind by key.
func (c *Catalog) List(k store.Kind) []Entry { return c.lists[k] }

// Find returns the entry of a key; ok is false if there is none.
func (c *Catalog) Find(k store.Kind, key string) (Entry, bool) {
	if k == store.StoryKind || k == store.EntityKind {
		key = c.over.id(key)
	}
	list := c.lists[k]
	i, ok := slices.BinarySearchFunc(list, key, func(e Entry, key string) int { return cmp.Compare(e.Key, key) })
	if !ok {
		return Entry{}, false
	}
	return list[i], true
}

// Article returns the entry of an article; ok is false if there is none.
func (c *Catalog) Article(id string) (ArticleEntry, bool) {
	i, ok := slices.BinarySearchFunc(c.Articles, id, func(a ArticleEntry, id string) int { return cmp.Compare(a.ID, id) })
	if !ok {
		return ArticleEntry{}, false
	}
	return c.Articles[i], true
}

// StoryOf returns the story of an article, or "".
func (c *Catalog) StoryOf(article string) string { return c.storyOf[article] }

// ArticlesOf returns the articles of a story, sorted; they must not be changed.
func (c *Catalog) ArticlesOf(story string) []string { return c.articles[c.over.id(story)] }

// ThreadOf returns the thread of a story, or "".
func (c *Catalog) ThreadOf(story string) string { return c.threadOf[story] }

// OriginOf returns the origin of most of an article, or "".
func (c *Catalog) OriginOf(article string) string {
	e, _ := c.Find(store.ProvenanceKind, article)
	return e.Who
}

// InStory returns the entries of one kind that belong to a story, by key.
func (c *Catalog) InStory(k store.Kind, story string) []Entry {
	story = c.over.id(story)
	list := c.lists[k]
	at := c.inOrder(order{k, byStory})
	i, _ := slices.BinarySearchFunc(at, story, func(n int32, s string) int { return cmp.Compare(list[n].Story, s) })
	var out []Entry
	for ; i < len(at) && list[at[i]].Story == story; i++ {
		out = append(out, list[at[i]])
	}
	return out
}

// inOrder returns the places of a list's entries in an order, which is made when
// it is first asked for.
func (c *Catalog) inOrder(o order) []int32 {
	c.mu.Lock()
	defer c.mu.Unlock()
	if at, ok := c.ordered[o]; ok {
		return at
	}
	at := make([]int32, len(c.lists[o.kind]))
	for i := range at {
		at[i] = int32(i)
	}
	if o.by == byStory {
		at = c.bucketed(c.lists[o.kind])
	} else {
		list := c.lists[o.kind]
		slices.SortStableFunc(at, func(x, y int32) int { return cmp.Compare(list[y].First, list[x].First) })
	}
	c.ordered[o] = at
	return at
}

// newest returns the articles, the newest first.
func (c *Catalog) newest() []ArticleEntry {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.newer == nil {
		c.newer = slices.Clone(c.Articles)
		slices.SortStableFunc(c.newer, newerArticle)
	}
	return c.newer
}

func newerArticle(x, y ArticleEntry) int { return cmp.Compare(y.First, x.First) }

// bucketed returns the places of entries by story, then by key.
func (c *Catalog) bucketed(list []Entry) []int32 {
	stories := c.lists[store.StoryKind]
	rank := make(map[string]int, len(stories)+1)
	for i := range stories {
		rank[stories[i].Key] = i + 1
	}
	of := make([]int, len(list)) // of none: 0
	next := make([]int32, len(stories)+2)
	for i := range list {
		of[i] = rank[list[i].Story]
		next[of[i]+1]++
	}
	for i := 1; i < len(next); i++ {
		next[i] += next[i-1]
	}
	at := make([]int32, len(list))
	for i := range list {
		at[next[of[i]]] = int32(i)
		next[of[i]]++
	}
	return at
}

// warm makes the orders that nearly every reader asks for, so that none waits.
func (c *Catalog) warm() {
	for _, k := range kinds {
		switch k {
		case store.StoryKind, store.StatementKind:
			c.inOrder(order{k, byNewest})
		}
		switch k {
		case store.StatementKind, store.EventKind, store.ClaimKind, store.ConflictKind, store.PositionKind, store.LinkKind:
			c.inOrder(order{k, byStory})
		}
	}
	c.newest()
}
