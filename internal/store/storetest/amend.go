package storetest

import (
	"errors"
	"testing"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/store"
)

// amend changes some derived records, as PutDerived would change all.
func amend(t *testing.T, d *desk) {
	w, ok := d.writer().(store.Amender)
	if !ok {
		t.Skip("the adapter has no Amend")
	}
	d.must(d.w.PutDerived(d.ctx, store.All(record()), "x", 1))
	want := record()
	want.Lineage = nil
	want.Origins[0].Name = "Harbour Post"
	want.Stories = []news.Story{{ID: "s0", Title: "Ferry and fire", Articles: []string{"a", "b"}}, want.Stories[0]}
	put := &news.Record{Origins: want.Origins, Stories: want.Stories[:1]}
	gone := []store.DerivedKey{{Kind: store.StoryKind, Key: "s2"}}
	for _, l := range record().Lineage {
		gone = append(gone, store.DerivedKey{Kind: store.LinkKind, Key: l.ID})
	}
	fails := errors.New("this fails")
	err := w.Amend(d.ctx, func(func(store.Kind, string, any) error) error { return fails }, gone, "y", 2)
	if !errors.Is(err, fails) {
		d.Errorf("the error is %v", err)
	}
	got, err := d.view().Derived(d.ctx)
	d.must(err)
	d.want("records after a failure", got, record())
	d.must(w.Amend(d.ctx, store.All(put), gone, "y", 2))
	v := d.view()
	got, err = v.Derived(d.ctx)
	d.must(err)
	d.want("amended records", got, want)
	st := d.state(v)
	d.want("made by, and at", []any{st.Derived, st.DerivedAt}, []any{"y", int64(2)})
	d.must(d.w.PutDerived(d.ctx, store.All(&news.Record{Stories: []news.Story{{ID: "m", Articles: []string{"a"}}}}), "y", 3))
	d.must(w.Amend(d.ctx, store.All(&news.Record{Stories: []news.Story{{ID: "n", Articles: []string{"a"}}}}),
		[]store.DerivedKey{{Kind: store.StoryKind, Key: "m"}}, "y", 4))
	s, ok, err := d.view().Story(d.ctx, "m")
	d.must(err)
	d.want("a story that went", []any{s.ID, ok}, []any{"n", true})
	if x, can := d.view().(store.Summer); can {
		sum, ok, err := x.Sum(d.ctx, store.StoryKind, "n")
		d.must(err)
		d.must(d.view().Sums(d.ctx, store.StoryKind, func(_ string, want int64) error { d.want("checksum", []any{sum, ok}, []any{want, true}); return nil }))
		_, ok, err = x.Sum(d.ctx, store.StoryKind, "m")
		d.must(err)
		d.want("that of what is gone", ok, false)
	}
	d.must(d.w.PutDerived(d.ctx, store.All(&news.Record{}), "y", 5)) // its articles are not kept
}

// unchanged leaves derived records as they are, among them such as stand in no record.
func unchanged(t *testing.T, d *desk) {
	w := d.writer()
	kept := &store.Compared{Records: []store.DerivedKey{{Kind: store.ClaimKind, Key: "c1"}}, Memory: "\x00\xff"}
	d.must(w.PutDerived(d.ctx, func(put func(k store.Kind, key string, v any) error) error {
		return errors.Join(store.EachDerived(record(), put), put(store.ComparedKind, "s1", kept))
	}, "x", 1))
	got, err := d.view().Derived(d.ctx)
	d.must(err)
	d.want("records beside others", got, record())
	leave := func(at ...store.DerivedKey) store.Deriving {
		return func(put func(k store.Kind, key string, v any) error) error {
			for _, x := range at {
				if err := put(x.Kind, x.Key, store.Unchanged); err != nil {
					return err
				}
			}
			return nil
		}
	}
	story, compared, none := store.DerivedKey{Kind: store.StoryKind, Key: "s1"}, store.DerivedKey{Kind: store.ComparedKind, Key: "s1"}, store.DerivedKey{Kind: store.StoryKind, Key: "none"}
	if err := w.PutDerived(d.ctx, leave(story, none), "y", 2); !errors.Is(err, store.ErrNotKept) {
		t.Errorf("what is not there is left as it is: %v", err)
	}
	got, err = d.view().Derived(d.ctx)
	d.must(err)
	d.want("records after a failure", got, record())
	d.must(w.PutDerived(d.ctx, leave(story, compared), "y", 2))
	got, err = d.view().Derived(d.ctx)
	d.must(err)
	d.want("what was left", got.Stories, record().Stories[:1])
	d.want("what was not", len(got.Origins), 0)
	var read store.Compared
	_, err = d.view().Record(d.ctx, store.ComparedKind, "s1", &read)
	d.must(err)
	d.want("what is kept of a comparison", &read, kept)
	if a, ok := w.(store.Amender); ok {
		if err := a.Amend(d.ctx, leave(none), nil, "z", 3); !errors.Is(err, store.ErrNotKept) {
			t.Errorf("what is not there is left as it is: %v", err)
		}
		d.must(a.Amend(d.ctx, leave(story), []store.DerivedKey{compared}, "z", 3))
		ok, err := d.view().Record(d.ctx, store.ComparedKind, "s1", &read)
		d.must(err)
		d.want("what is gone is there", ok, false)
	}
	d.must(w.PutDerived(d.ctx, store.All(&news.Record{}), "z", 4)) // its articles are not kept
}

// listed lists readings without their analyses.
func listed(t *testing.T, d *desk) {
	d.add("a.jsonl", ferry(), failed("<p>nothing"))
	d.add("b.jsonl", fire(), ferry())
	v := d.view()
	l, ok := v.(store.Lister)
	if !ok {
		t.Skip("the adapter lists no readings")
	}
	var got, want []store.Reading
	var pages []int64
	edition, err := l.Listed(d.ctx, func(r store.Reading, page int64) error {
		got, pages = append(got, r), append(pages, page)
		return nil
	})
	d.must(err)
	for i := range got {
		got[i].Key, err = l.PageKey(d.ctx, pages[i])
		d.must(err)
	}
	d.must(v.Readings(d.ctx, store.Filter{}, func(r store.Reading, _ *store.Analysis) error { want = append(want, r); return nil }))
	d.want("readings", got, want)
	items, err := d.w.Pending(d.ctx, second, 10)
	d.must(err)
	d.must(d.w.PutAnalyses(d.ctx, second, items))
	d.must(d.w.Switch(d.ctx, second))
	now, err := d.view().(store.Lister).Listed(d.ctx, func(store.Reading, int64) error { return nil })
	d.must(err)
	if now == edition {
		d.Error("other analyses are the same edition")
	}
}

// together makes several methods one transaction.
func together(t *testing.T, d *desk) {
	w, ok := d.writer().(store.Together)
	if !ok {
		t.Skip("the adapter makes each method one transaction")
	}
	fails := errors.New("this fails")
	before := d.state(d.view())
	err := w.Together(d.ctx, func() error {
		d.add("a.jsonl", ferry())
		return fails
	})
	if !errors.Is(err, fails) {
		d.Errorf("the error is %v", err)
	}
	d.want("the state after a failure", d.state(d.view()), before)
	d.must(w.Together(d.ctx, func() error {
		d.add("a.jsonl", ferry())
		d.add("b.jsonl", fire())
		return nil
	}))
	st := d.state(d.view())
	d.want("inputs and pages", []int{st.Inputs, st.Pages}, []int{2, 2})
}

// glanced asks of many pages at once.
func glanced(t *testing.T, d *desk) {
	w, ok := d.writer().(store.Glancer)
	if !ok {
		t.Skip("the adapter is asked of pages one by one")
	}
	d.add("a.jsonl", ferry(), fire(), failed("<p>nothing"))
	_, err := d.w.Remove(d.ctx, []string{fire().Article.ID}, true)
	d.must(err)
	unknown := ferry()
	unknown.Page.Body += " and more"
	var keys []store.Key
	var want []store.Seen
	for _, it := range []*store.Item{unknown, fire(), ferry(), failed("<p>nothing"), unknown, ferry()} {
		k := store.KeyOf(&it.Page, it.AsOf)
		seen, err := d.w.Seen(d.ctx, k)
		d.must(err)
		keys, want = append(keys, k), append(want, seen)
	}
	d.want("what is known one by one", want, []store.Seen{store.Unseen, store.Removed, store.Kept, store.Kept, store.Unseen, store.Kept})
	got, err := w.SeenAll(d.ctx, keys)
	d.must(err)
	d.want("what is known of all", got, want)
	got, err = w.SeenAll(d.ctx, nil)
	d.must(err)
	d.want("what is known of none", len(got), 0)
}
