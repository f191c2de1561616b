package serve

import (
	"cmp"
	"container/list"
	"sync"

	"github.com/twosource/twosource/internal/news"
)

// keptTexts is how many bytes of articles' texts are kept in memory. Ours: some
// ten thousand articles.
const keptTexts = 64 << 20

// A text is an article with its lean annotation.
type text struct {
	article    news.Article
	annotation news.Annotation
	mark       int64
}

// texts keeps the articles that were read last.
type texts struct {
	mu   sync.Mutex
	byID map[string]*list.Element // of *text
	last *list.List               // the one used last first
	size int
}

func newTexts() *texts { return &texts{byID: map[string]*list.Element{}, last: list.New()} }

// get returns an article, or nil if it is not kept as of mark.
func (t *texts) get(id string, mark int64) *text {
	t.mu.Lock()
	defer t.mu.Unlock()
	e := t.byID[id]
	if e == nil {
		return nil
	}
	kept := e.Value.(*text)
	if kept.mark != mark {
		t.drop(e)
		return nil
	}
	t.last.MoveToFront(e)
	return kept
}

func (t *texts) put(one *text) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if e := t.byID[one.article.ID]; e != nil {
		t.drop(e)
	}
	t.byID[one.article.ID] = t.last.PushFront(one)
	for t.size += sizeOf(one); t.size > keptTexts && t.last.Len() > 1; {
		t.drop(t.last.Back())
	}
}

func (t *texts) drop(e *list.Element) {
	one := t.last.Remove(e).(*text)
	delete(t.byID, one.article.ID)
	t.size -= sizeOf(one)
}

// forget drops the articles that a catalog has not, or has otherwise.
func (t *texts) forget(c *Catalog) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for e := t.last.Front(); e != nil; {
		next := e.Next()
		one := e.Value.(*text)
		if a, ok := c.Article(one.article.ID); !ok || a.mark != one.mark {
			t.drop(e)
		}
		e = next
	}
}

// sizeOf is about what a text takes: its marks are of the size of its words.
func sizeOf(t *text) int { return 2*len(t.article.Text) + 4096 }

func byArticleID(a news.Article, id string) int { return cmp.Compare(a.ID, id) }
