package web

import (
	"cmp"
	"container/list"
	"context"
	"slices"
	"sync"
	"time"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/serve"
)

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

// A correctedStory is what corrections make of one stored story.
type correctedStory struct {
	id      string       // of the stored one
	lines   []string     // that speak of it
	record  *news.Record // without articles and their annotations
	stories []news.Story // that have an article of it, those with most of them first
	origin  map[string]string
	mark    uint64   // of the articles below
	of      []string // of all stories that the run looked at
}

// part returns the stories that the corrections made of s and that have an article,
// the first of them if none has.
func (s *correctedStory) part(article string) *news.Story {
	for i := range s.stories {
		if _, ok := slices.BinarySearch(s.stories[i].Articles, article); ok {
			return &s.stories[i]
		}
	}
	return &s.stories[0]
}

// conflicts counts where accounts of a story differ.
func (s *correctedStory) conflicts(story string) (n int) {
	for i := range s.record.Conflicts {
		if s.record.Conflicts[i].Story == story {
			n++
		}
	}
	return n
}

// runs are the stories as corrections make them, the ones used last. They are known
// by the text of the file and the texts of the articles, so that what comes to other
// stories leaves them as they are.
type runs struct {
	mu      sync.Mutex
	byKey   map[string]*list.Element // of *keptRun
	last    *list.List               // the one used last first
	tag     string                   // of what touched is of
	touched *Touched

	running sync.Mutex // held by the one who makes a run
	waiting chan string
}

type keptRun struct {
	key string
	run *correctedStory // its stories are none where the file says nothing
}

func newRuns() *runs {
	return &runs{byKey: map[string]*list.Element{}, last: list.New(), waiting: make(chan string, maxWaiting)}
}

// get returns the run of a story if it is kept and still true.
func (k *runs) get(c *serve.Catalog, key string) *correctedStory {
	k.mu.Lock()
	defer k.mu.Unlock()
	e := k.byKey[key]
	if e == nil {
		return nil
	}
	one := e.Value.(*keptRun)
	if around := together(c, one.run.of); c.Mark(around) != one.run.mark {
		delete(k.byKey, key)
		k.last.Remove(e)
		return nil
	}
	k.last.MoveToFront(e)
	return one.run
}

func (k *runs) put(key string, run *correctedStory) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if e := k.byKey[key]; e != nil {
		k.last.Remove(e)
	}
	k.byKey[key] = k.last.PushFront(&keptRun{key, run})
	for k.last.Len() > keptRuns {
		delete(k.byKey, k.last.Remove(k.last.Back()).(*keptRun).key)
	}
}

// together returns the articles of the stories that these are of, with them, sorted.
func together(c *serve.Catalog, articles []string) []string {
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

// touchedStories returns the stories of which the file may say something. It is
// asked anew when the file or the store has changed.
func (d *Desk) touchedStories(ctx context.Context) (*Touched, error) {
	tag := d.correctionsTag()
	if tag == "" {
		return &Touched{}, nil
	}
	tag = d.Site.Catalog().Tag + " " + tag
	d.runs.mu.Lock()
	known, of := d.runs.touched, d.runs.tag
	d.runs.mu.Unlock()
	if of == tag {
		return known, nil
	}
	t, err := d.Corrections.Touched(ctx)
	if err != nil {
		return nil, err
	}
	t.Named = t.Named[:min(len(t.Named), maxNamed)]
	d.runs.mu.Lock()
	d.runs.tag, d.runs.touched = tag, t
	d.runs.mu.Unlock()
	return t, nil
}

// correctedStory returns what the corrections of the file make of a story; nil if
// they say nothing of it. It must not be called while the store is viewed.
func (d *Desk) correctedStory(ctx context.Context, id string) (*correctedStory, error) {
	tag := d.correctionsTag()
	c := d.Site.Catalog()
	articles := c.ArticlesOf(id)
	if tag == "" || len(articles) == 0 {
		return nil, nil
	}
	key := tag + " " + id
	run := d.runs.get(c, key)
	if run == nil {
		d.runs.running.Lock()
		defer d.runs.running.Unlock()
		if run = d.runs.get(c, key); run == nil { // nobody made it meanwhile
			var err error
			if run, err = d.runStory(ctx, c, id, articles); err != nil {
				return nil, err
			}
			d.runs.put(key, run)
		}
	}
	if len(run.stories) == 0 {
		return nil, nil
	}
	return run, nil
}

// runStory relates the articles of a story with the corrections.
func (d *Desk) runStory(ctx context.Context, c *serve.Catalog, id string, articles []string) (*correctedStory, error) {
	run, err := d.Corrections.Corrected(ctx, articles)
	if err != nil {
		return nil, err
	}
	out := &correctedStory{id: id, of: articles}
	if run != nil {
		out.lines = run.Lines
		out.take(run.Record, articles)
	}
	out.mark = c.Mark(together(c, out.of))
	return out, nil
}

// take keeps of a record what pages show beside the articles, which they read
// themselves.
func (s *correctedStory) take(rec *news.Record, articles []string) {
	s.of = make([]string, 0, len(rec.Articles))
	for i := range rec.Articles {
		s.of = append(s.of, rec.Articles[i].ID)
	}
	kept := *rec
	kept.Inputs, kept.Articles, kept.Annotations, kept.Notices = nil, nil, nil, nil
	s.record = &kept
	s.origin = make(map[string]string, len(rec.Provenance))
	for i := range rec.Provenance {
		s.origin[rec.Provenance[i].Article] = rec.Provenance[i].Origin
	}
	ours := func(one *news.Story) (n int) {
		for _, id := range one.Articles {
			if _, ok := slices.BinarySearch(articles, id); ok {
				n++
			}
		}
		return n
	}
	s.stories = slices.DeleteFunc(slices.Clone(rec.Stories), func(one news.Story) bool { return ours(&one) == 0 })
	slices.SortStableFunc(s.stories, func(x, y news.Story) int { return cmp.Or(cmp.Compare(ours(&y), ours(&x)), cmp.Compare(x.ID, y.ID)) })
}

// overlay returns those of some stories of which the corrections say something, by
// id, as they make them, and how many more of them are still to be run: for these it
// waits a little, and leaves the rest to [Desk.Run]. It must not be called while the
// store is viewed.
func (d *Desk) overlay(ctx context.Context, stories []string) (out map[string]*correctedStory, left int, err error) {
	out = map[string]*correctedStory{}
	tag := d.correctionsTag()
	if tag == "" || len(stories) == 0 {
		return out, 0, nil
	}
	c := d.Site.Catalog()
	waits, stop := context.WithTimeout(ctx, patience)
	defer stop()
	for _, id := range stories {
		run := d.runs.get(c, tag+" "+id)
		if run == nil && waits.Err() == nil {
			if run, err = d.correctedStory(ctx, id); err != nil {
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
			case d.runs.waiting <- id:
			default: // it waits when it is asked for again
			}
		case len(run.stories) > 0:
			out[id] = run
		}
	}
	return out, left, nil
}

// Run makes what corrections make of the stories that pages are waiting for, until
// ctx ends, whose error it returns. Without it those pages make some at each visit.
func (d *Desk) Run(ctx context.Context) error {
	for {
		select {
		case id := <-d.runs.waiting:
			_, _ = d.correctedStory(ctx, id) // who asks for the story itself is told of an error
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// spokenOf returns those of some stories in which a name of the file stands.
func (t *Touched) spokenOf(stories []string) (out []string) {
	for _, id := range stories {
		if _, ok := slices.BinarySearch(t.Spoken, id); ok {
			out = append(out, id)
		}
	}
	return out
}

// of returns those of some stories of which the file may say something.
func (t *Touched) of(stories []string) (out []string) {
	for _, id := range stories {
		_, named := slices.BinarySearch(t.Named, id)
		if _, spoken := slices.BinarySearch(t.Spoken, id); named || spoken {
			out = append(out, id)
		}
	}
	return out
}
