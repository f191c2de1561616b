package serve

import (
	"maps"
	"reflect"
	"slices"

	"github.com/twosource/twosource/internal/store"
)

// A Delta says how the derived records of a store came from those that were there
// before, by who has just written them.
type Delta struct {
	From, To  int64              // [store.State.DerivedAt] before and after
	Put, Gone []store.DerivedKey // records that are new or others, and such as are no more
	// Values are the records of Put, as pointers to types of news, if they are at hand;
	// else they are read. They are not changed.
	Values []any
}

// changed is a delta by kind, sorted.
type changed struct {
	put, gone map[store.Kind][]string
	values    map[store.DerivedKey]any
	summer    store.Summer
	dates     bool // of articles that were there have changed
}

// nothing reports whether it is known that no record and no date has changed.
func (c *changed) nothing() bool {
	return c != nil && len(c.put) == 0 && len(c.gone) == 0 && !c.dates
}

// derivedLike gives a catalog all that another one has of derived records.
func (c *Catalog) derivedLike(before *Catalog) {
	c.lists, c.articles, c.storyOf, c.threadOf = before.lists, before.articles, before.storyOf, before.threadOf
	before.mu.Lock()
	defer before.mu.Unlock()
	c.ordered = maps.Clone(before.ordered)
}

// deltaOf returns how the derived records of a view in state st differ from what a
// catalog has, if that is known: by a delta, or for nothing has derived any since.
func deltaOf(v store.View, before *Catalog, by *Delta, st store.State) *changed {
	summer, ok := v.(store.Summer)
	if !ok || before == nil || before.State.Derived != st.Derived || st.Derived == "" {
		return nil
	}
	out := &changed{summer: summer}
	if st.DerivedAt == before.State.DerivedAt {
		return out
	}
	if by == nil || by.From != before.State.DerivedAt || by.To != st.DerivedAt {
		return nil
	}
	out.put, out.gone = keysByKind(by.Put), keysByKind(by.Gone)
	if len(by.Values) == len(by.Put) {
		out.values = make(map[store.DerivedKey]any, len(by.Put))
		for i, at := range by.Put {
			out.values[at] = by.Values[i]
		}
	}
	return out
}

func keysByKind(list []store.DerivedKey) map[store.Kind][]string {
	out := map[store.Kind][]string{}
	for _, at := range list {
		out[at.Kind] = append(out[at.Kind], at.Key)
	}
	for _, keys := range out {
		slices.Sort(keys)
	}
	return out
}

// amend makes the list of one kind of the one that was.
func (b *builder) amend(k store.Kind, old []Entry) error {
	put, gone := b.by.put[k], b.by.gone[k]
	list := make([]Entry, 0, len(old)+len(put))
	var fresh []int
	i := 0
	keep := func(before string, all bool) {
		for ; i < len(old) && (all || old[i].Key < before); i++ {
			if _, ok := slices.BinarySearch(gone, old[i].Key); !ok {
				list = append(list, old[i])
			}
		}
	}
	for _, key := range put {
		keep(key, false)
		e := Entry{Key: key}
		if i < len(old) && old[i].Key == key {
			e.Key = old[i].Key
			i++
		}
		fresh = append(fresh, len(list))
		list = append(list, e)
	}
	keep("", true)
	if k == store.StoryKind {
		b.keepArticles(list)
	}
	for _, n := range fresh {
		if err := b.fill(k, &list[n]); err != nil {
			return err
		}
	}
	switch k {
	case store.StatementKind, store.EventKind, store.ClaimKind, store.ConflictKind:
		if !b.by.dates { // nothing but themselves has a part in them
			for _, n := range fresh {
				b.complete(k, &list[n])
			}
			b.cat.lists[k] = list
			return nil
		}
	}
	b.put(k, list)
	return nil
}

// fill reads the record of an entry of which no more than the key is known.
func (b *builder) fill(k store.Kind, e *Entry) (err error) {
	// A catalog tells by checksums which stories have changed. Those of other records are
	// asked for only when what has changed is not known; a record without one is read again.
	if k == store.StoryKind {
		if e.sum, _, err = b.by.summer.Sum(b.ctx, k, e.Key); err != nil {
			return err
		}
	}
	value := b.by.values[store.DerivedKey{Kind: k, Key: e.Key}]
	return b.read(k, e, func(to any) error {
		if value != nil {
			copyValue(reflect.ValueOf(to).Elem(), reflect.ValueOf(value).Elem())
			return nil
		}
		_, err := b.view.Record(b.ctx, k, e.Key, to)
		return err
	})
}

// copyValue gives a value what another one has under the same names, as reading the
// record would. Their lists have nothing in common afterwards.
func copyValue(to, from reflect.Value) {
	switch {
	case from.Kind() == reflect.Slice:
		list := reflect.MakeSlice(to.Type(), from.Len(), from.Len())
		for i := range from.Len() {
			copyValue(list.Index(i), from.Index(i))
		}
		to.Set(list)
	case to.Type() == from.Type():
		to.Set(from)
	default: // a struct with some of the fields
		for i := range to.NumField() {
			copyValue(to.Field(i), from.FieldByName(to.Type().Field(i).Name))
		}
	}
}
