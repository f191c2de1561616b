package pipeline

import (
	"cmp"
	"context"
	"encoding/binary"
	"reflect"
	"slices"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/store"
)

// A derivedKept is what a store has of derived records, as far as it is needed to
// tell what has changed.
type derivedKept struct {
	rest    news.Record                // all but what is found in single stories
	stories map[string]*derivedStory   // by id
	left    map[store.DerivedKey]int64 // what was there before, of what has changed, with its mark
	marks   map[store.DerivedKey]int64 // of what was put since; nil the first time, when all is new
	codec   *store.Codec
	view    store.View                 // of the store as it was before, while a Relate is at work
	kept    map[string]*store.Compared // by story: what the store had of it, before anything was known
}

// A derivedStory is one story as it was put. What comparing its articles found is in the
// store.
type derivedStory struct {
	told news.Story   // without what comparing its articles found
	put  derivedMarks // the records that were put with it
	seen bool
}

// derivedMarks are derived records by their marks (see [store.Codec.Mark]; 0 if it is not
// known, for the record was left as the store had it), packed, for of an article there are
// dozens: kind and length of the key as varints, the key, eight bytes of the mark.
type derivedMarks []byte

func (m *derivedMarks) add(at store.DerivedKey, mark int64) {
	b := binary.AppendUvarint(*m, uint64(at.Kind))
	b = binary.AppendUvarint(b, uint64(len(at.Key)))
	b = append(b, at.Key...)
	*m = binary.LittleEndian.AppendUint64(b, uint64(mark))
}

// each gives the records in the order in which they were added.
func (m derivedMarks) each(yield func(at store.DerivedKey, mark int64)) {
	for len(m) > 0 {
		kind, n := binary.Uvarint(m)
		m = m[n:]
		size, n := binary.Uvarint(m)
		m = m[n:]
		at := store.DerivedKey{Kind: store.Kind(kind), Key: string(m[:size])}
		m = m[size:]
		yield(at, int64(binary.LittleEndian.Uint64(m)))
		m = m[8:]
	}
}

type derivedValue struct {
	at    store.DerivedKey
	value any
}

// begin makes d ready to be told what there is now.
func (d *derivedKept) begin() {
	d.left, d.marks = map[store.DerivedKey]int64{}, nil
	if d.stories == nil {
		d.stories = map[string]*derivedStory{}
		return
	}
	d.marks = map[store.DerivedKey]int64{}
	for _, s := range d.stories {
		s.seen = false
	}
}

// end lets go of what is of use while records are put alone.
func (d *derivedKept) end() { d.view, d.kept, d.left, d.marks = nil, nil, nil, nil }

// part takes note of a story that was compared, and puts what was found in it.
func (d *derivedKept) part(p comparedPart, put func(store.Kind, string, any) error) error {
	id := p.told[0].ID
	s := &derivedStory{told: p.told[0], seen: true}
	d.drop(id)
	d.stories[id] = s
	var k comparedKept
	err := k.part(p, func(k store.Kind, key string, v any) error {
		at := store.DerivedKey{Kind: k, Key: key}
		mark := d.codec.Mark(v)
		s.put.add(at, mark)
		if d.marks != nil {
			d.marks[at] = mark
		}
		return put(k, key, v)
	})
	s.put = slices.Clone(s.put) // without room for more
	return err
}

// drop takes a story out, whose records may be gone.
func (d *derivedKept) drop(id string) {
	if old := d.stories[id]; old != nil {
		old.put.each(func(at store.DerivedKey, mark int64) { d.left[at] = mark })
		delete(d.stories, id)
	}
}

// same takes note of a story in which nothing else was found than before, and
// puts it if it is told otherwise.
func (d *derivedKept) same(ctx context.Context, told *news.Story, put func(store.Kind, string, any) error) error {
	s := d.stories[told.ID]
	if s == nil {
		return d.adopt(ctx, told, put)
	}
	s.seen = true
	if sameStory(&s.told, told) {
		return nil
	}
	whole, err := toldAgain(ctx, d.view, told)
	if err != nil {
		return err
	}
	s.told = *told
	return put(store.StoryKind, told.ID, whole)
}

// adopt takes note of a story in which nothing else was found than the store has.
func (d *derivedKept) adopt(ctx context.Context, told *news.Story, put func(store.Kind, string, any) error) error {
	x := d.kept[told.ID]
	if x == nil {
		return errAnew
	}
	whole, err := toldAgain(ctx, d.view, told)
	if err != nil {
		return err
	}
	s := &derivedStory{told: *told, seen: true}
	d.stories[told.ID] = s
	for _, at := range append(x.Records, store.DerivedKey{Kind: store.StoryKind, Key: told.ID}, store.DerivedKey{Kind: store.ComparedKind, Key: told.ID}) {
		s.put.add(at, 0)
	}
	s.put = slices.Clone(s.put)
	if err := put(store.StoryKind, told.ID, whole); err != nil {
		return err
	}
	return unchanged(told.ID, x, put)
}

// restOf puts what differs from before of what is not found in single stories.
func (d *derivedKept) restOf(rest *news.Record, put func(store.Kind, string, any) error) error {
	before := d.rest
	d.rest = *rest
	d.rest.Articles, d.rest.Annotations, d.rest.Inputs = nil, nil, nil
	var changed news.Record
	changed.Lineage = differing(d, store.LinkKind, before.Lineage, rest.Lineage, func(x *news.Link) string { return x.ID }, sameLink)
	changed.Origins = differing(d, store.OriginKind, before.Origins, rest.Origins, func(x *news.Origin) string { return x.ID }, sameOrigin)
	changed.Provenance = differing(d, store.ProvenanceKind, before.Provenance, rest.Provenance, func(x *news.Provenance) string { return x.Article }, sameProvenance)
	changed.Entities = differing(d, store.EntityKind, before.Entities, rest.Entities, func(x *news.Entity) string { return x.ID }, sameEntity)
	changed.Threads = differing(d, store.ThreadKind, before.Threads, rest.Threads, func(x *news.Thread) string { return x.ID }, deepEqual)
	changed.Positions = differing(d, store.PositionKind, before.Positions, rest.Positions, func(x *news.Position) string { return x.ID }, deepEqual)
	if !slices.Equal(before.Notices, rest.Notices) {
		changed.Notices = rest.Notices
		if len(rest.Notices) == 0 {
			d.left[store.DerivedKey{Kind: store.NoticesKind}] = 0
		}
	}
	return store.EachDerived(&changed, put)
}

// settle returns what of put is not there as it is, and what is there no more: of
// stories that are gone or have changed, and of what else was left.
func (d *derivedKept) settle(ctx context.Context, put []derivedValue) (changed []derivedValue, gone []store.DerivedKey) {
	var ids []string
	for id, s := range d.stories {
		if !s.seen {
			ids = append(ids, id)
		}
	}
	for _, id := range ids {
		d.drop(id)
	}
	for _, x := range put {
		before, ok := d.left[x.at]
		delete(d.left, x.at)
		if ok && before == 0 {
			before = d.mark(ctx, x)
		}
		if !ok || x.at.Kind == store.StoryKind || before != d.marks[x.at] {
			changed = append(changed, x)
		}
	}
	for at := range d.left {
		gone = append(gone, at)
	}
	slices.SortFunc(gone, func(x, y store.DerivedKey) int {
		return cmp.Or(cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.Key, y.Key))
	})
	d.left, d.marks = nil, nil
	return changed, gone
}

// mark returns the mark of the record that the store had in the place of x; 0 if it
// cannot be read.
func (d *derivedKept) mark(ctx context.Context, x derivedValue) int64 {
	before := reflect.New(reflect.TypeOf(x.value).Elem()).Interface()
	if ok, err := d.view.Record(ctx, x.at.Kind, x.at.Key, before); !ok || err != nil {
		return 0
	}
	return d.codec.Mark(before)
}

// differing returns the elements of now that are not in before; both are sorted by
// id. Those of before that are not in now are left.
func differing[T any](d *derivedKept, k store.Kind, before, now []T, id func(*T) string, same func(x, y *T) bool) []T {
	var out []T
	i := 0
	for j := range now {
		key := id(&now[j])
		for i < len(before) && id(&before[i]) < key {
			d.left[store.DerivedKey{Kind: k, Key: id(&before[i])}] = 0
			i++
		}
		if i < len(before) && id(&before[i]) == key {
			i++
			if same(&before[i-1], &now[j]) {
				continue
			}
		}
		out = append(out, now[j])
	}
	for ; i < len(before); i++ {
		d.left[store.DerivedKey{Kind: k, Key: id(&before[i])}] = 0
	}
	return out
}

func deepEqual[T any](x, y *T) bool { return reflect.DeepEqual(x, y) }

func sameLink(x, y *news.Link) bool {
	return x.ID == y.ID && x.From == y.From && x.To == y.To && x.Kind == y.Kind && x.Confidence == y.Confidence && x.Shared == y.Shared &&
		x.Joins == y.Joins && slices.Equal(x.Passages, y.Passages) && slices.Equal(x.Reasons, y.Reasons)
}

func sameOrigin(x, y *news.Origin) bool {
	return x.ID == y.ID && x.Name == y.Name && x.Kind == y.Kind && slices.Equal(x.Articles, y.Articles)
}

func sameProvenance(x, y *news.Provenance) bool {
	return x.Article == y.Article && x.Origin == y.Origin && slices.Equal(x.Passages, y.Passages) && slices.Equal(x.Informants, y.Informants) &&
		slices.EqualFunc(x.Signs, y.Signs, func(s, t news.Sign) bool {
			return s.Kind == t.Kind && s.Why == t.Why && slices.Equal(s.Spans, t.Spans)
		})
}

func sameEntity(x, y *news.Entity) bool {
	return x.ID == y.ID && x.Name == y.Name && x.Type == y.Type && x.Country == y.Country && x.Wikidata == y.Wikidata &&
		sameList(x.Mentions, y.Mentions) && sameList(x.Aliases, y.Aliases) && sameList(x.Roles, y.Roles) &&
		sameList(x.MergedBecause, y.MergedBecause) && sameList(x.CorrectedBy, y.CorrectedBy)
}

// sameStory compares two stories; what comparing their articles finds, which few have
// when they are compared, as what it may be.
func sameStory(x, y *news.Story) bool {
	return x.ID == y.ID && x.Title == y.Title && x.TitleRef == y.TitleRef && sameList(x.Articles, y.Articles) && x.Origins == y.Origins &&
		x.From == y.From && x.To == y.To && sameList(x.Entities, y.Entities) && sameList(x.Lead, y.Lead) && sameList(x.Why, y.Why) &&
		sameList(x.Also, y.Also) && sameList(x.CorrectedBy, y.CorrectedBy) && sameList(x.Mixed.Past, y.Mixed.Past) && sameList(x.Mixed.Ahead, y.Mixed.Ahead) &&
		len(x.Timeline) == len(y.Timeline) && len(x.OnlyHere) == len(y.OnlyHere) &&
		(len(x.Timeline) == 0 && len(x.OnlyHere) == 0 || reflect.DeepEqual(x.Timeline, y.Timeline) && reflect.DeepEqual(x.OnlyHere, y.OnlyHere))
}

// sameList reports whether two lists have the same elements. Those of an entity that
// was taken over as it was are one.
func sameList[T comparable](x, y []T) bool {
	return len(x) == len(y) && (len(x) == 0 || &x[0] == &y[0] || slices.Equal(x, y))
}
