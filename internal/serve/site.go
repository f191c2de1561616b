package serve

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/store"
)

// A Clock tells the time and waits. Its methods may be called from several
// goroutines.
type Clock interface {
	Now() time.Time
	// Wait returns after d, or with ctx's error when that ends.
	Wait(ctx context.Context, d time.Duration) error
}

// Options set up a [Site]. Store, Articles, Holders and Clock must be set.
type Options struct {
	Version string // of the program
	Store   interface {
		View(ctx context.Context) (store.View, error)
	}
	// Articles returns the articles that f picks, as a brief has them: each once,
	// with its annotation beside it.
	Articles func(ctx context.Context, v store.View, f store.Filter) ([]news.Article, []news.Annotation, error)
	// Holders says where articles have a text.
	Holders func(articles []news.Article, annotations []news.Annotation, text string) []Holding
	Clock   Clock
	// Every is how often the store is asked whether it has changed; 0 is a second.
	Every time.Duration
}

// A Holding is a place where an article has a text.
type Holding struct {
	Article int // index
	Span    news.Span
	Kind    news.ReuseKind
}

// A Site is a store as it is served. Make one with [New]; its methods may be
// called from several goroutines.
type Site struct {
	o       Options
	catalog atomic.Pointer[Catalog]
	refresh sync.Mutex // held while a new catalog is made
	texts   *texts
	hub     *hub
	wake    chan struct{}
	places  chan struct{} // of those who read the store

	corrector *Corrector // nil where nothing is corrected
}

// readersPerCore is how many read the store at once, for each processor: more would
// only wait for one another. Ours.
const readersPerCore = 2

// New returns a site with the catalog of the store as it is. It takes time linear
// in what the store has derived.
func New(ctx context.Context, o Options) (*Site, error) {
	if o.Every == 0 {
		o.Every = time.Second
	}
	s := &Site{o: o, texts: newTexts(), hub: newHub(), wake: make(chan struct{}, 1)}
	s.places = make(chan struct{}, readersPerCore*runtime.GOMAXPROCS(0)+1)
	return s, s.Refresh(ctx)
}

// Run keeps the site up to date until ctx ends, whose error it returns. What fails
// meanwhile is told to tell; the site then shows what it had.
func (s *Site) Run(ctx context.Context, tell func(error)) error {
	for {
		waiting, stop := context.WithTimeout(ctx, s.o.Every)
		select {
		case <-s.wake:
		case <-waiting.Done():
		}
		stop()
		if ctx.Err() != nil {
			s.hub.close()
			return ctx.Err()
		}
		err := errors.Join(s.Refresh(ctx), s.corrector.refresh(ctx, true))
		if err != nil && ctx.Err() == nil {
			tell(err)
		}
	}
}

// Wake makes [Site.Run] look at the store at once.
func (s *Site) Wake() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// Refresh brings the site up to date. Who watches changes is told of them.
func (s *Site) Refresh(ctx context.Context) error { return s.RefreshBy(ctx, nil) }

// RefreshBy does what Refresh does, and costs less if by says how the derived
// records came from those that the site shows; else it is passed over.
func (s *Site) RefreshBy(ctx context.Context, by *Delta) error {
	s.refresh.Lock()
	defer s.refresh.Unlock()
	before := s.catalog.Load()
	var now *Catalog
	err := s.View(ctx, func(v store.View) (err error) {
		now, err = refresh(ctx, v, before, by, s.o.Version)
		return err
	})
	if err != nil || now == before {
		return err
	}
	s.catalog.Store(now)
	s.texts.forget(now)
	if before != nil {
		s.hub.send(now, changes(before, now))
	}
	return s.corrector.refresh(ctx, false)
}

// Catalog returns what the store has derived as of late.
func (s *Site) Catalog() *Catalog { return s.catalog.Load() }

// Version returns the version of the program.
func (s *Site) Version() string { return s.o.Version }

// Now returns the time.
func (s *Site) Now() time.Time { return s.o.Clock.Now() }

// View runs fn over the store as it is now. It waits until few others do; fn must
// not call it.
func (s *Site) View(ctx context.Context, fn func(store.View) error) (err error) {
	select {
	case s.places <- struct{}{}:
		defer func() { <-s.places }()
	case <-ctx.Done():
		return ctx.Err()
	}
	v, err := s.o.Store.View(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, v.Close()) }()
	if c := s.Catalog(); c != nil && c.over != nil {
		v = overView{v, c.over}
	}
	return fn(v)
}

// Texts returns articles with their annotations, without words and clauses, by id.
// Those that the store does not have are left out.
func (s *Site) Texts(ctx context.Context, v store.View, ids []string) ([]news.Article, []news.Annotation, error) {
	c := s.Catalog()
	found := map[string]*text{}
	var missing []string
	for _, id := range ids {
		a, ok := c.Article(id)
		if !ok || found[id] != nil {
			continue
		}
		if kept := s.texts.get(id, a.mark); kept != nil {
			found[id] = kept
		} else {
			missing = append(missing, id)
		}
	}
	if len(missing) > 0 {
		articles, annotations, err := s.o.Articles(ctx, v, store.Filter{Articles: missing, Part: store.LeanPart})
		if err != nil {
			return nil, nil, fmt.Errorf("reading articles: %w", err)
		}
		for i := range articles {
			a, _ := c.Article(articles[i].ID)
			one := &text{articles[i], annotations[i], a.mark}
			s.texts.put(one)
			found[articles[i].ID] = one
		}
	}
	var articles []news.Article
	var annotations []news.Annotation
	for _, id := range sortedKeys(found) {
		articles = append(articles, found[id].article)
		annotations = append(annotations, found[id].annotation)
	}
	return articles, annotations, nil
}
