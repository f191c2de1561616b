package pipeline

import (
	"container/list"
	"sync"

	"github.com/twosource/twosource/internal/news"
)

// mostRecent is how many annotations stay in memory in full from one update to the
// next: articles that come belong to stories of articles that came of late, and
// unpacking those is a sixth of comparing them. Ours: some 50 MB.
const mostRecent = 512

// recentAnnotations are those that were opened last. Its zero value has none; its
// methods may be called from several goroutines.
type recentAnnotations struct {
	mu    sync.Mutex
	at    map[*residentPage]*list.Element
	order list.List // of recentAnnotation, the last first
}

type recentAnnotation struct {
	page       *residentPage
	annotation *news.Annotation // not to be changed
}

// get returns a copy of the annotation of a page, whose lists are shared, or nil.
func (r *recentAnnotations) get(p *residentPage) *news.Annotation {
	r.mu.Lock()
	defer r.mu.Unlock()
	e := r.at[p]
	if e == nil {
		return nil
	}
	r.order.MoveToFront(e)
	an := *e.Value.(recentAnnotation).annotation
	return &an
}

// put keeps the annotation of a page, whose lists will not be changed any more.
func (r *recentAnnotations) put(p *residentPage, an *news.Annotation) {
	one := *an
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.at == nil {
		r.at = map[*residentPage]*list.Element{}
	}
	if r.at[p] != nil {
		return
	}
	r.at[p] = r.order.PushFront(recentAnnotation{p, &one})
	if last := r.order.Back(); len(r.at) > mostRecent {
		delete(r.at, r.order.Remove(last).(recentAnnotation).page)
	}
}
