package pipeline

import (
	"context"
	"sync"

	"github.com/twosource/twosource/internal/cluster"
	"github.com/twosource/twosource/internal/compare"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/resolve"
	"github.com/twosource/twosource/internal/reuse"
	"github.com/twosource/twosource/internal/store"
)

// A source is where the rest of a record is, and where its comparison goes, if
// the set is too large for all of it to be held in memory.
type source struct {
	// open returns that part of the annotation of an article. It is called by several
	// goroutines at once.
	open func(article int, part store.Part) (*news.Annotation, error)
	// take is given stories with everything that was found by comparing their
	// articles, some at a time.
	take func(part comparedPart) error

	kept     *comparedKept                    // what the store has kept of comparisons, if nothing else is known of the set
	resident *residentSet                     // what is known already of the set; nil if nothing is
	marks    []string                         // of the articles, if there is one of them
	mentions func(article int) []news.Mention // that were just read, nil of others; if there is a resident

	mu     sync.Mutex
	failed error // the first error
}

// A comparedPart is stories and what was found in them; part is nil if the store has
// it as it is.
type comparedPart struct {
	told   []news.Story // as they were before their articles were compared
	part   *news.Record
	memory string // of a story with a part, what is kept of comparing it
}

// fail keeps the first error, and reports whether there was none.
func (src *source) fail(err error) bool {
	src.mu.Lock()
	defer src.mu.Unlock()
	if src.failed == nil {
		src.failed = err
	}
	return src.failed == nil
}

// err returns the first error of a source, which may be nil.
func (src *source) err() error {
	if src == nil {
		return nil
	}
	src.mu.Lock()
	defer src.mu.Unlock()
	return src.failed
}

// The parts of annotations that the stages read of all articles, and what [scant] holds
// of them.
const (
	scantPart   = store.LeanPart &^ store.MentionPart
	reusePart   = store.SentencePart | store.MentionPart | store.StatementPart
	clusterPart = reusePart | store.WordPart | store.TimePart
	resolvePart = store.MentionPart
	comparePart = store.WholePart &^ store.ArticlePart
	saidPart    = store.StatementPart
)

// opener returns what a stage opens that part of annotations by; nil if the record
// has them.
func (src *source) opener(part store.Part) func(int) *news.Annotation {
	if src == nil {
		return nil
	}
	return func(i int) *news.Annotation {
		an, err := src.open(i, part)
		if !src.fail(err) {
			return new(news.Annotation)
		}
		return an
	}
}

// findLineage runs the stage reuse.
func (src *source) findLineage(rec *news.Record, o reuse.Options) reuse.Result {
	if src == nil || src.resident == nil {
		return reuse.Find(rec.Articles, rec.Annotations, o)
	}
	return src.resident.reuse.Find(rec.Articles, rec.Annotations, src.marks, o)
}

// findStories runs the stage cluster.
func (src *source) findStories(rec *news.Record, o cluster.Options) cluster.Result {
	if src == nil || src.resident == nil {
		return cluster.Find(rec.Articles, rec.Annotations, rec.Lineage, o)
	}
	return src.resident.cluster.Find(rec.Articles, rec.Annotations, src.marks, rec.Lineage, o)
}

// findEntities runs the stage resolve.
func (src *source) findEntities(rec *news.Record, o resolve.Options) resolve.Result {
	if src == nil || src.resident == nil {
		return resolve.Find(rec.Articles, rec.Annotations, rec.Stories, o)
	}
	return src.resident.resolve.Find(rec.Articles, rec.Annotations, src.marks, rec.Stories, o)
}

// compareStories runs the stage compare over a record that has its stories. What
// it finds goes into the record or, if there is a source, to that. Set is what
// the stage is to be given.
func compareStories(ctx context.Context, rec *news.Record, set compare.Set, src *source) error {
	if src != nil {
		return src.compare(ctx, rec, set)
	}
	res := compare.Find(set)
	rec.Positions = res.Positions
	all := make([]int, len(rec.Stories))
	for i := range all {
		all[i] = i
	}
	part := storiesOf(set.Stories, all, &res)
	rec.Stories, rec.Statements = part.Stories, part.Statements
	rec.Events, rec.Claims, rec.Conflicts = part.Events, part.Claims, part.Conflicts
	return nil
}

// storiesOf returns some of the stories with what was found in them.
func storiesOf(stories []news.Story, which []int, found *compare.Result) *news.Record {
	part := &news.Record{
		Statements: found.Statements, Events: found.Events, Claims: found.Claims, Conflicts: found.Conflicts,
	}
	for k, i := range which {
		s := stories[i]
		s.Timeline, s.OnlyHere = found.Timelines[k], found.OnlyHere[k]
		s.Entities, s.Origins, s.Mixed = found.Entities[k], found.Origins[k], found.Mixed[k]
		part.Stories = append(part.Stories, s)
	}
	return part
}

// compare runs the stage over annotations that are opened when they are needed.
func (src *source) compare(ctx context.Context, rec *news.Record, set compare.Set) error {
	held := set.Annotations
	set.Open = func(articles []int) ([]news.Annotation, bool) {
		whole := make([]news.Annotation, len(articles))
		for k, i := range articles {
			an, err := src.open(i, comparePart)
			if err != nil {
				return nil, src.fail(err)
			}
			whole[k] = *an
			// An undated article may have been read again by its story.
			if held[i].Times != nil {
				whole[k].Times = held[i].Times
			}
			if held[i].Statements != nil {
				whole[k].Statements = held[i].Statements
			}
		}
		return whole, src.fail(ctx.Err())
	}
	set.Said = func(i int) ([]news.Speech, bool) {
		if held[i].Statements != nil {
			return held[i].Statements, true
		}
		an, err := src.open(i, saidPart)
		if err != nil {
			return nil, src.fail(err)
		}
		return an.Statements, true
	}
	set.Take = func(stories []int, found *compare.Result) bool {
		var p comparedPart
		for _, i := range stories {
			p.told = append(p.told, set.Stories[i])
		}
		if !found.Same {
			p.part = storiesOf(set.Stories, stories, found)
			if set.Memory != nil && len(stories) == 1 {
				p.memory = set.Memory.Kept(p.told[0].ID)
			}
		}
		return src.fail(src.take(p))
	}
	switch {
	case src.resident != nil:
		set.Memory, set.Marks = &src.resident.compare, src.marks
	case src.kept != nil:
		set.Memory, set.Marks = src.kept.memory, src.marks
	}
	rec.Positions = compare.Find(set).Positions
	return src.err()
}

// scant takes out of an annotation what is not held in memory for all articles:
// everything but sentences, times and credits, and the statements of an undated
// article, which its story may read again.
func scant(a *news.Article, an *news.Annotation) news.Annotation {
	out := news.Annotation{Article: an.Article, Language: an.Language, Sentences: an.Sentences, Times: an.Times, Credits: an.Credits}
	if !a.Published.Known() {
		out.Statements = an.Statements
	}
	return out
}

// letGo lets go of the times of articles that state their date: they are opened when
// they are needed, and their stories did not read them again.
func (src *source) letGo(rec *news.Record) {
	if src == nil || src.resident != nil {
		return
	}
	for i := range rec.Annotations {
		if d := &rec.Articles[i].Published; d.Known() && d.Basis != news.BasisInferred {
			rec.Annotations[i].Times = nil
		}
	}
}

// mentionOpener returns what resolve opens annotations by; nil if the record has their
// mentions.
func (src *source) mentionOpener() func(int) *news.Annotation {
	open := src.opener(resolvePart)
	if src == nil || src.resident == nil {
		return open
	}
	return func(i int) *news.Annotation {
		if list := src.mentions(i); list != nil {
			return &news.Annotation{Mentions: list}
		}
		return open(i)
	}
}
