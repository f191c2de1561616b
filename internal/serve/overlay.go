package serve

import (
	"cmp"
	"context"
	"maps"
	"reflect"
	"slices"
	"strconv"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/store"
)

// An overlay is what corrections put over the derived records of a store. It does not
// change once it is made.
type overlay struct {
	records map[store.DerivedKey]any  // pointers to types of news
	gone    map[store.DerivedKey]bool // stored ones that are no more
	now     map[string]string         // ids of stories and entities that are others now
	said    map[utterance]*news.Statement
}

// An utterance is a statement by its place in its article.
type utterance struct {
	article string
	at      int
}

// Correct has the site shown with corrections by [Site.Corrected]. It must be called
// before that and before [Site.Run], and once.
func (s *Site) Correct(from Corrections) {
	if s.corrector == nil {
		s.corrector = newCorrector(s, from)
	}
}

// Corrector returns what corrects the site, nil if nothing does.
func (s *Site) Corrector() *Corrector { return s.corrector }

// Corrected returns the site as the corrections make it, or itself if there are none.
// What it shows follows the store and the file within [Options.Every] while the site
// runs, or by [Site.Refresh]; a run that is still to be made leaves a story as it is
// stored. Changes are told as they are stored.
func (s *Site) Corrected() *Site {
	k := s.corrector
	if k == nil {
		return s
	}
	k.whole.Lock()
	defer k.whole.Unlock()
	if k.always == nil {
		k.always = &Site{o: s.o, texts: s.texts, hub: s.hub, wake: s.wake, places: s.places}
		k.always.catalog.Store(cmp.Or(k.shown.Load(), s.Catalog()))
	}
	return k.always
}

// Refresh brings [Site.Corrected] up to date, as [Site.Run] does, and waits a little for
// what is to be run.
func (k *Corrector) Refresh(ctx context.Context) error { return k.refresh(ctx, true) }

// refresh makes the corrected catalog if the store or the file is another one. It makes
// runs for a while if it may, and comes to the others when it is called again.
func (k *Corrector) refresh(ctx context.Context, mayRun bool) error {
	if k == nil {
		return nil
	}
	k.whole.Lock()
	defer k.whole.Unlock()
	c, tag := k.site.Catalog(), k.Tag()
	state := c.Tag + " " + tag
	if state == k.state {
		return nil
	}
	if tag == "" {
		k.show(c, state)
		return nil
	}
	touched, err := k.Stories(ctx)
	if err != nil {
		return err
	}
	made, left, err := k.overlayOf(ctx, touched.Named, mayRun)
	if err != nil {
		return err
	}
	entities, err := k.Entities(ctx)
	if err != nil {
		return err
	}
	over := newOverlay(c, made, entities)
	var out *Catalog
	err = k.site.View(ctx, func(v store.View) (err error) {
		out, err = over.catalog(ctx, v, c, tagOf(c.State, k.site.o.Version+" "+tag+" "+strconv.Itoa(left)))
		return err
	})
	if err != nil {
		return err
	}
	if left > 0 {
		state = "" // the others are made when it is called again
	}
	k.show(out, state)
	return nil
}

func (k *Corrector) show(c *Catalog, state string) {
	k.state = state
	k.shown.Store(c)
	if k.always != nil {
		k.always.catalog.Store(c)
	}
}

// overlayOf does what [Corrector.Overlay] does, without a run of its own if it may not
// make any.
func (k *Corrector) overlayOf(ctx context.Context, stories []string, mayRun bool) (made map[string]*CorrectedStory, left int, err error) {
	if mayRun {
		return k.Overlay(ctx, stories)
	}
	made = map[string]*CorrectedStory{}
	for _, id := range stories {
		switch run := k.get(k.site.Catalog(), k.Tag()+" "+id); {
		case run == nil:
			left++
		case len(run.Stories) > 0:
			made[id] = run
		}
	}
	return made, left, nil
}

// newOverlay returns what runs and corrected entities put over a catalog.
func newOverlay(c *Catalog, made map[string]*CorrectedStory, entities []CorrectedEntity) *overlay {
	o := &overlay{records: map[store.DerivedKey]any{}, gone: map[store.DerivedKey]bool{}, now: map[string]string{}, said: map[utterance]*news.Statement{}}
	for i := range entities {
		e := &entities[i]
		o.records[store.DerivedKey{Kind: store.EntityKind, Key: e.Entity.ID}] = &e.Entity
		for _, id := range e.Of {
			if id != e.Entity.ID {
				o.gone[store.DerivedKey{Kind: store.EntityKind, Key: id}] = true
				o.now[id] = e.Entity.ID
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(made)) {
		o.take(c, made[id])
	}
	for at := range o.gone {
		if o.records[at] != nil {
			delete(o.gone, at)
		}
	}
	return o
}

// comparedKinds are the records that belong to one story.
var comparedKinds = []store.Kind{store.StatementKind, store.EventKind, store.ClaimKind, store.ConflictKind, store.PositionKind, store.LinkKind}

// take puts a run in the place of a stored story and of what belongs to it.
func (o *overlay) take(c *Catalog, run *CorrectedStory) {
	ours, articles := map[string]bool{}, map[string]bool{}
	for i := range run.Stories {
		s := &run.Stories[i]
		ours[s.ID] = true
		o.put(store.StoryKind, s.ID, s)
		for _, id := range s.Articles {
			articles[id] = true
		}
	}
	o.gone[store.DerivedKey{Kind: store.StoryKind, Key: run.ID}] = true
	if !ours[run.ID] {
		o.now[run.ID] = run.Stories[0].ID
	}
	for _, k := range comparedKinds {
		for _, e := range c.InStory(k, run.ID) {
			o.gone[store.DerivedKey{Kind: k, Key: e.Key}] = true
		}
	}
	o.takeCompared(run.Record, ours, articles)
	o.takeOrigins(c, run.Record, articles)
	for i := range run.Record.Entities {
		e := &run.Record.Entities[i]
		if _, ok := c.Find(store.EntityKind, e.ID); !ok && o.records[store.DerivedKey{Kind: store.EntityKind, Key: e.ID}] == nil {
			o.put(store.EntityKind, e.ID, e)
		}
	}
}

// takeCompared takes what belongs to stories of a run.
func (o *overlay) takeCompared(rec *news.Record, stories, articles map[string]bool) {
	for i := range rec.Statements {
		s := &rec.Statements[i]
		if !stories[s.Story] {
			continue
		}
		o.put(store.StatementKind, s.ID, s)
		for _, r := range s.Reports {
			if len(s.CorrectedBy) > 0 {
				o.said[utterance{r.Article, r.Speech}] = s
			}
		}
	}
	for i := range rec.Events {
		if e := &rec.Events[i]; stories[e.Story] {
			o.put(store.EventKind, e.ID, e)
		}
	}
	for i := range rec.Claims {
		if c := &rec.Claims[i]; stories[c.Story] {
			o.put(store.ClaimKind, c.ID, c)
		}
	}
	for i := range rec.Conflicts {
		if c := &rec.Conflicts[i]; stories[c.Story] {
			o.put(store.ConflictKind, c.ID, c)
		}
	}
	for i := range rec.Positions {
		if p := &rec.Positions[i]; articles[p.IssueRef.Article] {
			o.put(store.PositionKind, p.ID, p)
		}
	}
	for i := range rec.Lineage {
		if l := &rec.Lineage[i]; articles[l.From] && articles[l.To] {
			o.put(store.LinkKind, l.ID, l)
		}
	}
}

// takeOrigins takes the origins of articles of a run. One that has articles elsewhere
// too stays as it is stored.
func (o *overlay) takeOrigins(c *Catalog, rec *news.Record, articles map[string]bool) {
	for i := range rec.Provenance {
		if p := &rec.Provenance[i]; articles[p.Article] {
			o.put(store.ProvenanceKind, p.Article, p)
		}
	}
	elsewhere := map[string]bool{}
	for _, e := range c.List(store.ProvenanceKind) {
		if !articles[e.Key] {
			elsewhere[e.Who] = true
		}
	}
	for i := range rec.Origins {
		if one := &rec.Origins[i]; !elsewhere[one.ID] {
			o.put(store.OriginKind, one.ID, one)
		}
	}
}

func (o *overlay) put(k store.Kind, key string, record any) {
	o.records[store.DerivedKey{Kind: k, Key: key}] = record
}

// id returns the id by which a story or entity goes now.
func (o *overlay) id(key string) string {
	if o == nil {
		return key
	}
	if now, ok := o.now[key]; ok {
		return now
	}
	return key
}

// catalog returns a catalog with the overlay over it.
func (o *overlay) catalog(ctx context.Context, v store.View, before *Catalog, tag string) (*Catalog, error) {
	view := overView{v, o}
	by := &changed{put: map[store.Kind][]string{}, gone: map[store.Kind][]string{}, values: o.records, summer: view}
	for at := range o.records {
		by.put[at.Kind] = append(by.put[at.Kind], at.Key)
	}
	for at := range o.gone {
		by.gone[at.Kind] = append(by.gone[at.Kind], at.Key)
	}
	b := &builder{
		ctx: ctx, view: view, before: before, by: by, words: map[string]string{}, first: make(map[string]int64, len(before.Articles)),
		cat: &Catalog{
			State: before.State, Tag: tag, Articles: before.Articles, lists: map[store.Kind][]Entry{}, articles: map[string][]string{},
			storyOf: map[string]string{}, threadOf: maps.Clone(before.threadOf), ordered: map[order][]int32{}, over: o,
		},
	}
	for i := range before.Articles {
		b.first[before.Articles[i].ID] = before.Articles[i].First
	}
	for _, k := range kinds {
		slices.Sort(by.put[k])
		slices.Sort(by.gone[k])
		if k == store.ThreadKind {
			b.cat.lists[k] = before.lists[k]
			continue
		}
		if err := b.amend(k, before.lists[k]); err != nil {
			return nil, err
		}
		o.renameWho(k, b.cat.lists[k])
	}
	for old, now := range o.now {
		if t, ok := before.threadOf[old]; ok {
			b.cat.threadOf[now] = t
		}
	}
	return b.cat, nil
}

// renameWho gives entries the entities that others are now.
func (o *overlay) renameWho(k store.Kind, list []Entry) {
	if k != store.StatementKind && k != store.PositionKind {
		return
	}
	for i := range list {
		list[i].Who = o.id(list[i].Who)
	}
}

// An overView is a view of a store with corrections over its derived records.
type overView struct {
	store.View
	over *overlay
}

// Record reads a record as the corrections make it.
func (v overView) Record(ctx context.Context, k store.Kind, key string, to any) (bool, error) {
	if k == store.StoryKind || k == store.EntityKind {
		key = v.over.id(key)
	}
	at := store.DerivedKey{Kind: k, Key: key}
	if v.over.gone[at] {
		return false, nil
	}
	if made := v.over.records[at]; made != nil {
		copyValue(reflect.ValueOf(to).Elem(), reflect.ValueOf(made).Elem())
		return true, nil
	}
	ok, err := v.View.Record(ctx, k, key, to)
	if ok && len(v.over.now) > 0 {
		rename(reflect.ValueOf(to).Elem(), v.over.now)
	}
	return ok, err
}

// Story and Thread read one of these.
func (v overView) Story(ctx context.Context, id string) (s news.Story, ok bool, err error) {
	if at := (store.DerivedKey{Kind: store.StoryKind, Key: v.over.id(id)}); v.over.records[at] == nil && !v.over.gone[at] {
		if s, ok, err = v.View.Story(ctx, id); ok && len(v.over.now) > 0 {
			rename(reflect.ValueOf(&s).Elem(), v.over.now)
		}
		return s, ok, err
	}
	ok, err = v.Record(ctx, store.StoryKind, id, &s)
	return s, ok, err
}

// Thread reads a thread.
func (v overView) Thread(ctx context.Context, id string) (t news.Thread, ok bool, err error) {
	if t, ok, err = v.View.Thread(ctx, id); ok && len(v.over.now) > 0 {
		rename(reflect.ValueOf(&t).Elem(), v.over.now)
	}
	return t, ok, err
}

// Sum returns nought: nobody asks what has changed in a record that is not stored.
func (v overView) Sum(context.Context, store.Kind, string) (sum int64, ok bool, err error) {
	return 0, true, nil
}

// rename puts other ids in the place of those in a value. Ids are hashes, so that no
// other string is one.
func rename(v reflect.Value, now map[string]string) {
	switch v.Kind() {
	case reflect.String:
		if to, ok := now[v.String()]; ok && v.CanSet() {
			v.SetString(to)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			rename(v.Field(i), now)
		}
	case reflect.Slice:
		if k := v.Type().Elem().Kind(); k != reflect.String && k != reflect.Struct && k != reflect.Slice {
			return
		}
		for i := range v.Len() {
			rename(v.Index(i), now)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			rename(v.Elem(), now)
		}
	}
}
