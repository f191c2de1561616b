package serve

import (
	"cmp"
	"container/list"
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/twosource/twosource/internal/news"
)

// Corrections is what a file in which the user says where the program is wrong makes
// of a store. Its methods may be called from several goroutines, and not while the
// store is viewed.
type Corrections interface {
	// Corrected returns what the corrections of the file make of these articles and
	// those that they put beside them; nil if they say nothing of them.
	Corrected(ctx context.Context, articles []string) (*Corrected, error)
	// Touched returns the stories of which the file may say something.
	Touched(ctx context.Context) (*Touched, error)
	// Entity returns what the lines on names, types and unions make of a stored
	// entity; nil if they say nothing of it. Entities returns what they make of all.
	Entity(ctx context.Context, e *news.Entity) (*CorrectedEntity, error)
	Entities(ctx context.Context) ([]CorrectedEntity, error)
	// Tag is another one for each state of the file, "" if it says nothing.
	Tag() string
}

// The bounds of what corrections cost. Ours: a run over a story takes some 0.2 to
// 0.5 seconds.
const (
	keptRuns   = 256                     // runs that are kept in memory
	maxNamed   = 200                     // stories that lines name articles of
	patience   = 1500 * time.Millisecond // how long a page of many stories waits for runs
	maxWaiting = 1000                    // stories that wait to be run
)

// Corrected is a run over articles with the corrections of the file.
type Corrected struct {
	Record *news.Record
	Lines  []string // that speak of these articles
}

// Touched are the stories of a store of which a file of corrections may say
// something.
type Touched struct {
	Named  []string // a line names an article or an outlet of it; sorted
	Spoken []string // a name of a line stands in it, as far as the index tells; sorted
}

// A CorrectedEntity is what corrections of names, types and unions make of an
// entity.
type CorrectedEntity struct {
	Entity news.Entity
	Of     []string // ids of the stored ones that it is, sorted
}

// A CorrectedStory is what corrections make of one stored story.
type CorrectedStory struct {
	ID      string            // of the stored one
	Lines   []string          // that speak of it
	Record  *news.Record      // without articles and their annotations
	Stories []news.Story      // that have an article of it, those with most of them first
	Origin  map[string]string // of most of each article

	mark uint64   // of the articles below
	Of   []string // the articles of all stories that the run looked at
}

// Part returns the stories that the corrections made of s and that have an article,
// the first of them if none has.
func (s *CorrectedStory) Part(article string) *news.Story {
	for i := range s.Stories {
		if _, ok := slices.BinarySearch(s.Stories[i].Articles, article); ok {
			return &s.Stories[i]
		}
	}
	return &s.Stories[0]
}

// Conflicts counts where accounts of a story differ.
func (s *CorrectedStory) Conflicts(story string) (n int) {
	for i := range s.Record.Conflicts {
		if s.Record.Conflicts[i].Story == story {
			n++
		}
	}
	return n
}

// A Corrector shows a store as a file of corrections makes it. What it makes of a
// story is kept, by the text of the file and the texts of the articles, so that what
// comes to other stories leaves it as it is. A nil one corrects nothing; its methods
// may be called from several goroutines, and not while the store is viewed.
type Corrector struct {
	Corrections
	site *Site

	mu      sync.Mutex
	byKey   map[string]*list.Element // of *keptRun
	last    *list.List               // the one used last first
	tag     string                   // of what touched is of
	touched *Touched
	made    int // runs so far

	running sync.Mutex // held by the one who makes a run
	waiting chan string

	whole  sync.Mutex // held while the corrected catalog is made
	state  string     // of the store and the file of which it is
	shown  atomic.Pointer[Catalog]
	always *Site // that shows it
}

type keptRun struct {
	key string
	run *CorrectedStory // its stories are none where the file says nothing
}

func newCorrector(site *Site, from Corrections) *Corrector {
	return &Corrector{Corrections: from, site: site, byKey: map[string]*list.Element{}, last: list.New(), waiting: make(chan string, maxWaiting)}
}

// Tag is that of the file, "" if it says nothing.
func (k *Corrector) Tag() string {
	if k == nil {
		return ""
	}
	return k.Corrections.Tag()
}

// get returns the run of a story if it is kept and still true.
func (k *Corrector) get(c *Catalog, key string) *CorrectedStory {
	k.mu.Lock()
	defer k.mu.Unlock()
	e := k.byKey[key]
	if e == nil {
		return nil
	}
	one := e.Value.(*keptRun)
	if around := together(c, one.run.Of); c.Mark(around) != one.run.mark {
		delete(k.byKey, key)
		k.last.Remove(e)
		return nil
	}
	k.last.MoveToFront(e)
	return one.run
}

func (k *Corrector) put(key string, run *CorrectedStory) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if e := k.byKey[key]; e != nil {
		k.last.Remove(e)
	}
	k.made++
	k.byKey[key] = k.last.PushFront(&keptRun{key, run})
	for k.last.Len() > keptRuns {
		delete(k.byKey, k.last.Remove(k.last.Back()).(*keptRun).key)
	}
}

// together returns the articles of the stories that these are of, with them, sorted.
func together(c *Catalog, articles []string) []string {
	out := slices.Clone(articles)
	seen := map[string]bool{"": true}
	for _, id := range articles {
		if s := c.StoryOf(id); !seen[s] {
			seen[s] = true
			out = append(out, c.ArticlesOf(s)...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Stories returns the stories of which the file may say something. It is
// asked anew when the file or the store has changed.
func (k *Corrector) Stories(ctx context.Context) (*Touched, error) {
	tag := k.Tag()
	if tag == "" {
		return &Touched{}, nil
	}
	tag = k.site.Catalog().Tag + " " + tag
	k.mu.Lock()
	known, of := k.touched, k.tag
	k.mu.Unlock()
	if of == tag {
		return known, nil
	}
	t, err := k.Corrections.Touched(ctx)
	if err != nil {
		return nil, err
	}
	t.Named = t.Named[:min(len(t.Named), maxNamed)]
	k.mu.Lock()
	k.tag, k.touched = tag, t
	k.mu.Unlock()
	return t, nil
}

// Story returns what the corrections of the file make of a story; nil if
// they say nothing of it.
func (k *Corrector) Story(ctx context.Context, id string) (*CorrectedStory, error) {
	tag := k.Tag()
	c := k.site.Catalog()
	articles := c.ArticlesOf(id)
	if tag == "" || len(articles) == 0 {
		return nil, nil
	}
	key := tag + " " + id
	run := k.get(c, key)
	if run == nil {
		k.running.Lock()
		defer k.running.Unlock()
		if run = k.get(c, key); run == nil { // nobody made it meanwhile
			var err error
			if run, err = k.runStory(ctx, c, id, articles); err != nil {
				return nil, err
			}
			k.put(key, run)
		}
	}
	if len(run.Stories) == 0 {
		return nil, nil
	}
	return run, nil
}

// runStory relates the articles of a story with the corrections.
func (k *Corrector) runStory(ctx context.Context, c *Catalog, id string, articles []string) (*CorrectedStory, error) {
	run, err := k.Corrections.Corrected(ctx, articles)
	if err != nil {
		return nil, err
	}
	out := &CorrectedStory{ID: id, Of: articles}
	if run != nil {
		out.Lines = run.Lines
		out.take(run.Record, articles)
	}
	out.mark = c.Mark(together(c, out.Of))
	return out, nil
}

// take keeps of a record what pages show beside the articles, which they read
// themselves.
func (s *CorrectedStory) take(rec *news.Record, articles []string) {
	s.Of = make([]string, 0, len(rec.Articles))
	for i := range rec.Articles {
		s.Of = append(s.Of, rec.Articles[i].ID)
	}
	kept := *rec
	kept.Inputs, kept.Articles, kept.Annotations, kept.Notices = nil, nil, nil, nil
	s.Record = &kept
	s.Origin = make(map[string]string, len(rec.Provenance))
	for i := range rec.Provenance {
		s.Origin[rec.Provenance[i].Article] = rec.Provenance[i].Origin
	}
	ours := func(one *news.Story) (n int) {
		for _, id := range one.Articles {
			if _, ok := slices.BinarySearch(articles, id); ok {
				n++
			}
		}
		return n
	}
	s.Stories = slices.DeleteFunc(slices.Clone(rec.Stories), func(one news.Story) bool { return ours(&one) == 0 })
	slices.SortStableFunc(s.Stories, func(x, y news.Story) int { return cmp.Or(cmp.Compare(ours(&y), ours(&x)), cmp.Compare(x.ID, y.ID)) })
}

// Overlay returns those of some stories of which the corrections say something, by
// id, as they make them, and how many more of them are still to be run: for these it
// waits a little, and leaves the rest to [Corrector.Run].
func (k *Corrector) Overlay(ctx context.Context, stories []string) (out map[string]*CorrectedStory, left int, err error) {
	out = map[string]*CorrectedStory{}
	tag := k.Tag()
	if tag == "" || len(stories) == 0 {
		return out, 0, nil
	}
	c := k.site.Catalog()
	waits, stop := context.WithTimeout(ctx, patience)
	defer stop()
	for _, id := range stories {
		run := k.get(c, tag+" "+id)
		if run == nil && waits.Err() == nil {
			if run, err = k.Story(ctx, id); err != nil {
				return nil, 0, err
			}
			if run == nil {
				continue
			}
		}
		switch {
		case run == nil:
			left++
			select {
			case k.waiting <- id:
			default: // it waits when it is asked for again
			}
		case len(run.Stories) > 0:
			out[id] = run
		}
	}
	return out, left, nil
}

// Run makes what corrections make of the stories that pages are waiting for, until
// ctx ends, whose error it returns. Without it those pages make some at each visit.
func (k *Corrector) Run(ctx context.Context) error {
	if k == nil {
		<-ctx.Done()
		return ctx.Err()
	}
	for {
		select {
		case id := <-k.waiting:
			_, _ = k.Story(ctx, id) // who asks for the story itself is told of an error
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// SpokenOf returns those of some stories in which a name of the file stands.
func (t *Touched) SpokenOf(stories []string) (out []string) {
	for _, id := range stories {
		if _, ok := slices.BinarySearch(t.Spoken, id); ok {
			out = append(out, id)
		}
	}
	return out
}

// Of returns those of some stories of which the file may say something.
func (t *Touched) Of(stories []string) (out []string) {
	for _, id := range stories {
		_, named := slices.BinarySearch(t.Named, id)
		if _, spoken := slices.BinarySearch(t.Spoken, id); named || spoken {
			out = append(out, id)
		}
	}
	return out
}
