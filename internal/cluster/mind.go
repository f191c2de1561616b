package cluster

import (
	"sync"
	"sync/atomic"
)

// MostWhole is how many articles [Find] and a [Keeper] have whole in memory at once, if
// [Options] do not say. Of the others they keep a skeleton: what is asked of them all the time,
// and what was found out.
const MostWhole = 20_000

// An article is what is always known of one: where it stands, and its point, as long as that is
// in mind. A point is a function of the article, so it may be let go of at any time, and is the
// same when it is made again.
type article struct {
	standing
	whole  atomic.Pointer[Point] // nil while it is out of mind
	mind   *mind                 // that it is whole in; nil if it always is
	at     int32                 // in mind.articles, while it is whole
	length int32                 // words read
	placed bool                  // it speaks of a day or a town
	used   atomic.Bool           // since the mind looked at it last
}

// set makes an article of its point.
func (a *article) set(p *Point, m *mind) {
	a.standing, a.length, a.placed = p.standing, p.length, p.vectors[settings] != nil
	if a.whole.Store(p); m.bounded() {
		a.mind = m
		m.mu.Lock()
		defer m.mu.Unlock()
		m.put(a)
	}
}

// point returns the whole article. It may be called by several goroutines at once, which may
// use what they were given when it is out of mind again.
func (a *article) point() *Point {
	p := a.whole.Load()
	if p == nil {
		return a.mind.reopen(a)
	}
	if a.mind != nil && !a.used.Load() { // asked first: to write would take it from other processors
		a.used.Store(true)
	}
	return p
}

// drop lets go of an article for good.
func (a *article) drop() {
	if m := a.mind; m != nil {
		m.mu.Lock()
		defer m.mu.Unlock()
		if a.whole.Load() != nil {
			m.take(a)
		}
	}
	a.whole.Store(nil)
}

// A mind bounds how many articles are whole. Which ones are depends on the order in which
// goroutines ask, but what is found does not depend on that. Its zero value has no bound.
type mind struct {
	most   int                         // 0 for all
	open   func(article string) *Point // makes a point again; called by several goroutines at once
	opened atomic.Int64                // how often it was

	mu       sync.Mutex
	articles []*article // that are whole
	hand     int        // the place in articles that is looked at next
}

// hold sets how many may be whole, and what opens the others.
func (m *mind) hold(most int, open func(article string) *Point) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.most, m.open = most, open
	for m.bounded() && len(m.articles) > most {
		last := m.articles[len(m.articles)-1]
		m.take(last)
		last.whole.Store(nil)
	}
}

func (m *mind) bounded() bool { return m.most > 0 }

// reopen makes an article whole again. Two goroutines may open one at the same time, and do so in
// vain once; neither waits.
func (m *mind) reopen(a *article) *Point {
	p := m.open(a.id)
	m.opened.Add(1)
	m.mu.Lock()
	defer m.mu.Unlock()
	if now := a.whole.Load(); now != nil {
		return now
	}
	a.whole.Store(p)
	m.put(a)
	return p
}

// put takes in an article that is whole, in the place of another if there are as many as may be:
// of one that was not used since it was looked at last.
//
// Source: F. Corbató, A Paging Experiment with the Multics System, 1968.
func (m *mind) put(a *article) {
	a.used.Store(true)
	if len(m.articles) < m.most {
		a.at = int32(len(m.articles))
		m.articles = append(m.articles, a)
		return
	}
	for m.articles[m.hand].used.Swap(false) {
		m.hand = (m.hand + 1) % len(m.articles)
	}
	m.articles[m.hand].whole.Store(nil)
	m.articles[m.hand], a.at = a, int32(m.hand)
	m.hand = (m.hand + 1) % len(m.articles)
}

// take takes an article out.
func (m *mind) take(a *article) {
	last := len(m.articles) - 1
	x := m.articles[last]
	m.articles[a.at], x.at = x, a.at
	m.articles[last], m.articles = nil, m.articles[:last]
	if m.hand >= len(m.articles) {
		m.hand = 0
	}
}

// A stretch opens the articles of a story, each of which is compared with those around it: it
// holds these, whatever the mind lets go of, and no others.
type stretch struct {
	articles []*article
	points   []*Point
}

func stretchOf(articles []*article) *stretch {
	return &stretch{articles, make([]*Point, len(articles))}
}

// at returns an article by its place.
func (s *stretch) at(k int) *Point {
	if s.points[k] == nil {
		s.points[k] = s.articles[k].point()
	}
	return s.points[k]
}

// pass says that those more than compared before a place are not asked for any more.
func (s *stretch) pass(k int) {
	if k > compared {
		s.points[k-compared-1] = nil
	}
}
