package pipeline

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/twosource/twosource/internal/cluster"
	"github.com/twosource/twosource/internal/compare"
	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/resolve"
	"github.com/twosource/twosource/internal/reuse"
	"github.com/twosource/twosource/internal/store"
)

// A Resident keeps in memory what the stages that look at a whole set found in the
// articles of a store, so that bringing the store's derived records up to date
// costs what has come since: see [Resident.Relate]. Its zero value knows nothing.
// It serves one store, and one call of Relate or Warm at a time.
//
// It holds the texts, names and sketches of all articles and what stories were found
// to be, some 90 kB an article (docs/decisions/0018-interfaces.md). What the stage cluster reads of
// them it has of [cluster.MostWhole] articles at once; of the others it opens the annotations
// again, from the store, when something that is new bears on them (docs/decisions/0012-stories.md).
type Resident struct {
	// Room is how many bytes it may take, as reckoned by residentBytes: of a store that
	// takes more everything is gone over each time. 0 is what mostResident articles take.
	Room int64

	// set is given up, not emptied, when a Relate fails: stages that were broken off
	// may go on with it for a while.
	set *residentSet

	mu    sync.Mutex
	given map[store.Key]item // until the next Relate; guarded by mu
}

// Give hands over what was analysed of pages that have just been kept, so that the next
// Relate need not read them from the store. It does not keep the drafts, which may be
// dropped, and takes no more than 512 pages. It may be called while Relate or Warm runs.
func (r *Resident) Give(drafts []*Draft) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.given == nil {
		r.given = map[store.Key]item{}
	}
	for _, d := range drafts {
		if d == nil {
			continue
		}
		for k, p := range d.pages {
			if p.item.stage == "" && len(r.given) < mostRecent {
				r.given[k] = p.item
			}
		}
	}
}

// taken returns what was given, which r has no more.
func (r *Resident) taken() map[store.Key]item {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := r.given
	r.given = nil
	return out
}

// A residentSet is what a Resident knows of the articles of its store.
type residentSet struct {
	made      bool  // what follows is of the store as it was left
	derivedAt int64 // [store.State.DerivedAt] then
	edition   int64
	known     *knowledge.Base
	stock     *reuse.Boilerplate
	pages     map[int64]*residentPage
	articles  map[string]*residentArticle // by id

	reuse   reuse.Keeper
	cluster cluster.Keeper
	resolve resolve.Keeper
	compare compare.Memory
	derived derivedKept
	recent  *recentAnnotations
	given   map[store.Key]item // that need not be read; nil once they were asked for
	amended *Amended           // by the Relate at work
}

func newResidentSet(o Options) *residentSet {
	return &residentSet{known: o.Knowledge, stock: o.Boilerplate, recent: new(recentAnnotations)}
}

// A residentPage is a page as it is held.
type residentPage struct {
	key      store.Key
	item     item           // its annotation is scant; the article's Input is zero
	mentions []news.Mention // until entities were sought: they take a fifth of all that is held
}

// A residentArticle is an article with what it was united of.
type residentArticle struct {
	of         []residentReading
	article    news.Article
	annotation news.Annotation
	notices    []news.Notice
	page       *residentPage // of the text that is shown
}

type residentReading struct {
	page *residentPage
	at   news.Input
}

// An Amended says how the derived records of a store came from those before.
type Amended struct {
	From, To  int64 // [store.State.DerivedAt] before and after
	Put, Gone []store.DerivedKey
	// Values are the records of Put, as pointers to types of news. They must not be
	// changed, and are those until the next Relate.
	Values []any
}

// Relate does what [Relate] does, with the same outcome, and costs less the more of
// the store it has seen before. What another process has changed it reads anew. It
// returns what it changed, nil if it made everything anew or nothing was to do.
func (r *Resident) Relate(ctx context.Context, w store.Writer, o Options) (*Amended, error) {
	if r.set != nil {
		r.set.amended = nil
	}
	err := r.relate(ctx, w, w, o)
	if r.set == nil {
		return nil, err
	}
	return r.set.amended, err
}

// A Viewer shows a store.
type Viewer interface {
	View(ctx context.Context) (store.View, error)
}

// Warm reads a store whose derived records are up to date, so that the next Relate
// costs what is new then; of another one it reads nothing. It writes nothing.
func (r *Resident) Warm(ctx context.Context, s Viewer, o Options) error {
	return r.relate(ctx, s, nil, o)
}

// relate brings the derived records up to date, or without a writer only what r knows
// of them.
func (r *Resident) relate(ctx context.Context, s Viewer, w store.Writer, o Options) (err error) {
	o.Corrections = nil
	if o.Progress == nil {
		o.Progress = new(Progress)
	}
	given := r.taken()
	v, err := s.View(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, v.Close()) }()
	lister, ok := v.(store.Lister)
	amender, able := w.(store.Amender)
	if !ok || w != nil && !able {
		return relateWhole(ctx, w, o)
	}
	st, err := v.Stamp(ctx)
	if err != nil {
		return err
	}
	current := o.related(st)
	if err := o.SameTables(st); err != nil {
		return err
	}
	set := r.set
	if current == (w != nil) || set != nil && set.made && current && set.derivedAt == st.DerivedAt {
		return nil
	}
	if set == nil || !set.made || st.Derived != derivedBy(o.Boilerplate.SHA256()) || st.DerivedAt != set.derivedAt || o.Knowledge != set.known || o.Boilerplate != set.stock {
		set = newResidentSet(o)
	}
	r.set = nil // what is broken off leaves nothing that could be built on
	set.given = given
	run, pages, err := set.load(ctx, v, lister, r.most(), o)
	if errors.Is(err, errTooMany) || err == nil && len(pages) == 0 {
		return relateWhole(ctx, w, o)
	}
	if err == nil && !set.made {
		err = set.recall(ctx, v, w != nil, o)
	}
	if err == nil {
		set.derived.view = v
		src, closeViews := set.source(ctx, s, pages)
		err = set.bring(ctx, run, src, closeViews, w, amender, o, st.Change)
	}
	if isAnew(err) {
		return relateAnew(ctx, w, o)
	}
	if err != nil {
		return err
	}
	set.derived.end()
	for _, p := range set.pages {
		p.mentions = nil
	}
	set.made, set.derivedAt, r.set = true, st.Change, set
	return nil
}

// bring runs the stages over a run and puts what they find, if there is a writer.
func (r *residentSet) bring(ctx context.Context, run *Run, src *source, closeViews func() error, w store.Writer, amender store.Amender, o Options, change int64) error {
	switch {
	case w == nil:
		return run.relateTo(ctx, src, closeViews, o, func(store.Kind, string, any) error { return nil })
	case !r.made:
		return w.PutDerived(ctx, func(put func(k store.Kind, key string, v any) error) error {
			return run.relateTo(ctx, src, closeViews, o, put)
		}, derivedBy(o.Boilerplate.SHA256()), change)
	}
	return r.amend(ctx, run, src, closeViews, o, amender, change)
}

// recall takes in what the store has kept of comparisons, if that is wanted. Who waits for
// nothing had better compare all: what was found in a story is then known by the names of
// its entities, and is not sought again when these go by other ids.
func (r *residentSet) recall(ctx context.Context, v store.View, wanted bool, o Options) error {
	codec, err := store.NewCodec(nil)
	if err != nil {
		return err
	}
	r.derived.codec, r.compare.Packer = codec, codec
	st, err := v.State(ctx)
	if err != nil {
		return err
	}
	if !wanted {
		st.DerivedAt = 0 // nothing was kept of anything
	}
	kept, err := recallCompared(ctx, v, st, &r.compare, o)
	if err == nil {
		r.derived.kept = kept.of
	}
	return err
}

// relateAnew makes everything again, if there is a writer, as if the store had kept
// nothing of it.
func relateAnew(ctx context.Context, w store.Writer, o Options) error {
	if w == nil {
		return nil
	}
	return relateStore(ctx, w, false, o)
}

// relateWhole does what [Relate] does if there is a writer.
func relateWhole(ctx context.Context, w store.Writer, o Options) error {
	if w == nil {
		return nil
	}
	return Relate(ctx, w, o)
}

// source returns what opens the annotations of pages, those that were opened of late
// from memory, and what closes its views.
func (r *residentSet) source(ctx context.Context, s Viewer, pages []*residentPage) (*source, func() error) {
	keys, marks := make([]store.Key, len(pages)), make([]string, len(pages))
	for i, p := range pages {
		keys[i], marks[i] = p.key, string(p.key[:])
	}
	src, closeViews := newStoreSource(ctx, s, keys)
	src.resident, src.marks = r, marks
	src.mentions = func(i int) []news.Mention { return pages[i].mentions }
	read := src.open
	src.open = func(i int, part store.Part) (*news.Annotation, error) {
		if an := r.recent.get(pages[i]); an != nil {
			return an, nil
		}
		an, err := read(i, part)
		if err == nil && part == comparePart {
			r.recent.put(pages[i], an)
		}
		return an, err
	}
	return src, closeViews
}

// mostResident is how many readings a Resident keeps in mind at most, and residentBytes
// what one takes of the memory of a process, garbage among it: measured of a watch, which
// collects early, so a server takes more. See docs/decisions/0018-interfaces.md.
const (
	mostResident  = 50_000
	residentBytes = 300 << 10
)

// most returns how many readings may be kept in mind.
func (r *Resident) most() int {
	if r.Room <= 0 {
		return mostResident
	}
	return int(min(mostResident, r.Room/residentBytes))
}

var errTooMany = errors.New("more articles than are kept in mind")

// load returns the record of all articles, as loadScant does, and the pages of their
// texts.
func (r *residentSet) load(ctx context.Context, v store.View, lister store.Lister, most int, o Options) (run *Run, pages []*residentPage, err error) {
	inputs, err := v.Inputs(ctx)
	if err != nil {
		return nil, nil, err
	}
	type listed struct {
		at   news.Input
		page int64
	}
	var list []listed
	edition, err := lister.Listed(ctx, func(x store.Reading, page int64) error {
		if len(list) == most {
			return errTooMany
		}
		list = append(list, listed{x.At, page})
		return ctx.Err()
	})
	if err != nil {
		return nil, nil, err
	}
	if edition != r.edition {
		*r = *newResidentSet(o)
		r.edition = edition
	}
	numbers := make([]int64, len(list))
	for i, x := range list {
		numbers[i] = x.page
	}
	if err = r.read(ctx, v, lister, r.missing(numbers), o); err != nil {
		return nil, nil, err
	}
	of := make(map[string][]residentReading, len(r.articles))
	for _, x := range list {
		if p := r.pages[x.page]; p.item.stage == "" {
			id := p.item.article.ID
			of[id] = append(of[id], residentReading{p, x.at})
		}
	}
	run = &Run{Record: newLoader(inputs, true).record()}
	run.Record.Inputs = nil // they are not derived
	return run, r.unite(run.Record, of), nil
}

// missing keeps the pages of these numbers and no others, and returns the numbers of
// those that are to be read.
func (r *residentSet) missing(numbers []int64) []int64 {
	var out []int64
	before := r.pages
	r.pages = make(map[int64]*residentPage, len(numbers))
	for _, n := range numbers {
		if r.pages[n] != nil {
			continue
		}
		p := before[n]
		if p == nil || p.item.stage != "" { // what is in quarantine may have been replayed
			out = append(out, n)
			p = new(residentPage)
		}
		r.pages[n] = p
	}
	return out
}

// read reads the pages that are missing, with their annotations in full if they are
// few.
func (r *residentSet) read(ctx context.Context, v store.View, lister store.Lister, missing []int64, o Options) error {
	defer func() { r.given = nil }()
	part, whole := scantPart|store.MentionPart, len(missing) <= mostRecent
	if whole {
		part = store.WholePart
	}
	for _, n := range missing {
		k, err := lister.PageKey(ctx, n)
		if err != nil {
			return err
		}
		o.Progress.Articles.Add(1)
		a, err := r.analysis(ctx, v, k, part)
		if err != nil {
			return err
		}
		p := r.pages[n]
		p.key = k
		p.item = item{stage: a.Failure.Stage, article: a.Article, notices: a.Notices, page: k}
		p.item.annotation = scant(&a.Article, &a.Annotation)
		p.mentions = a.Annotation.Mentions
		if whole {
			r.recent.put(p, &a.Annotation)
		}
	}
	return ctx.Err()
}

// analysis returns that of a page, as it was given or else from the store.
func (r *residentSet) analysis(ctx context.Context, v store.View, k store.Key, part store.Part) (*store.Analysis, error) {
	if it, ok := r.given[k]; ok {
		it.article.Input = news.Input{}
		return &store.Analysis{Article: it.article, Annotation: it.annotation, Notices: it.notices}, nil
	}
	a, ok, err := v.Analysis(ctx, k, part)
	if err == nil && !ok {
		err = store.ErrCorrupt
	}
	return a, err
}

// unite puts the articles into the record, as the function of that name does, and
// returns the pages of their texts.
func (r *residentSet) unite(rec *news.Record, of map[string][]residentReading) []*residentPage {
	before := r.articles
	r.articles = make(map[string]*residentArticle, len(of))
	ids := make([]string, 0, len(of))
	for id := range of {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	pages := make([]*residentPage, len(ids))
	rec.Articles, rec.Annotations = make([]news.Article, len(ids)), make([]news.Annotation, len(ids))
	for i, id := range ids {
		a := before[id]
		if a == nil || !slices.Equal(a.of, of[id]) {
			a = unitedOf(of[id])
		}
		r.articles[id], pages[i] = a, a.page
		rec.Articles[i], rec.Annotations[i] = a.article, a.annotation
		rec.Notices = append(rec.Notices, a.notices...)
	}
	rec.Notices = append(rec.Notices, ambiguous(rec.Articles)...)
	sortNotices(rec)
	return pages
}

// unitedOf unites the readings of one article.
func unitedOf(of []residentReading) *residentArticle {
	items := make([]item, len(of))
	page := make(map[store.Key]*residentPage, len(of))
	for k, x := range of {
		items[k] = x.page.item
		items[k].article.Input = x.at
		page[x.page.key] = x.page
	}
	var one news.Record
	uniteItems(&one, items)
	return &residentArticle{of: of, article: one.Articles[0], annotation: one.Annotations[0], notices: one.Notices, page: page[items[0].page]}
}

// amend runs the stages over a run and puts what they find otherwise than before.
func (r *residentSet) amend(ctx context.Context, run *Run, src *source, closeViews func() error, o Options, w store.Amender, change int64) error {
	var put []derivedValue
	err := run.relateTo(ctx, src, closeViews, o, func(k store.Kind, key string, v any) error {
		put = append(put, derivedValue{store.DerivedKey{Kind: k, Key: key}, v})
		return nil
	})
	if err != nil {
		return err
	}
	put, gone := r.derived.settle(ctx, put)
	r.amended = &Amended{From: r.derivedAt, To: change, Gone: gone}
	for _, x := range put {
		if x.at.Kind != store.ComparedKind {
			r.amended.Put, r.amended.Values = append(r.amended.Put, x.at), append(r.amended.Values, x.value)
		}
	}
	return w.Amend(ctx, func(give func(k store.Kind, key string, v any) error) error {
		for _, x := range put {
			if err := give(x.at.Kind, x.at.Key, x.value); err != nil {
				return err
			}
		}
		return nil
	}, gone, derivedBy(o.Boilerplate.SHA256()), change)
}
