package memory

import (
	"context"
	"fmt"
	"maps"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/store"
)

type writer struct {
	s      *Store
	closed bool
}

var _ store.Writer = (*writer)(nil)

// Close gives the right to write back.
func (w *writer) Close() error {
	if !w.closed {
		w.closed = true
		w.s.right <- struct{}{}
	}
	return nil
}

// do changes a copy of the tables, and lets others see it if fn returns nil.
func (w *writer) do(ctx context.Context, fn func(*tables) error) error {
	t := w.s.moment().copied()
	if err := fn(t); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	w.s.mu.Lock()
	defer w.s.mu.Unlock()
	w.s.now = t
	return nil
}

// View returns the store as this writer left it.
func (w *writer) View(ctx context.Context) (store.View, error) { return w.s.View(ctx) }

// Begin returns the input that is to be read.
func (w *writer) Begin(ctx context.Context, name, options string) (in store.Input, err error) {
	err = w.do(ctx, func(t *tables) error {
		for _, x := range t.inputs {
			if x.File.Name == name && x.Options == options && !x.Complete {
				in = x
				return nil
			}
		}
		t.nextInput++
		in = store.Input{ID: t.nextInput, Options: options, File: news.InputFile{Name: name}}
		t.inputs = append(t.inputs, in)
		t.readings[in.ID] = map[int]reading{}
		return nil
	})
	return in, err
}

// Find returns a complete input.
func (w *writer) Find(_ context.Context, name, options, sha256 string) (in store.Input, ok bool, err error) {
	for _, x := range w.s.moment().inputs {
		if x.File.Name == name && x.Options == options && x.Complete && x.File.SHA256 == sha256 {
			return x, true, nil
		}
	}
	return in, false, nil
}

// Seen says what the store knows of a page.
func (w *writer) Seen(_ context.Context, k store.Key) (store.Seen, error) {
	t := w.s.moment()
	if _, ok := t.analyses[t.revisions][k]; ok {
		return store.Kept, nil
	}
	if t.keptOut[k] {
		return store.Removed, nil
	}
	return store.Unseen, nil
}

// Put keeps pages of an input.
func (w *writer) Put(ctx context.Context, input int64, batch []store.Entry) (keptOut int, err error) {
	err = w.do(ctx, func(t *tables) error {
		changed := false
		for i := range batch {
			put, out, err := w.putEntry(t, input, &batch[i])
			if err != nil {
				return err
			}
			changed = changed || put
			if out {
				keptOut++
			}
		}
		if changed {
			t.change++
		}
		return nil
	})
	if err != nil {
		keptOut = 0
	}
	return keptOut, err
}

func (w *writer) putEntry(t *tables, input int64, e *store.Entry) (changed, out bool, err error) {
	if e.Item != nil && t.removed[e.Item.Article.ID] {
		t.keptOut[e.Key] = true
		return false, true, nil
	}
	if _, ok := t.pages[e.Key]; !ok {
		if e.Item == nil {
			return false, false, fmt.Errorf("the page %x is said to be kept and is not", e.Key[:8])
		}
		page := store.PackedPage{Page: e.Item.Page, AsOf: e.Item.AsOf}
		page.Page.Input = news.Input{}
		t.pages[e.Key] = w.s.codec.Pack(&page)
		t.order = append(t.order, e.Key)
	}
	if _, ok := t.analyses[t.revisions][e.Key]; !ok && e.Item != nil {
		w.putAnalysis(t, t.revisions, e.Key, &e.Item.Analysis)
		changed = true
	}
	r := reading{e.At, e.Key}
	if t.readings[input][e.Ordinal] != r {
		t.readings[input][e.Ordinal] = r
		changed = true
	}
	return changed, false, nil
}

func (w *writer) putAnalysis(t *tables, r store.Revisions, k store.Key, a *store.Analysis) {
	bare := *a
	bare.Article.Input = news.Input{}
	kept := analysis{article: a.Article.ID, failure: a.Failure, packed: w.s.codec.Pack(&bare)}
	if _, last, ok := a.Article.Published.Bounds(); ok {
		kept.last = &last
	}
	if t.analyses[r] == nil {
		t.analyses[r] = map[store.Key]analysis{}
	}
	t.analyses[r][k] = kept
}

// Finish completes an input.
func (w *writer) Finish(ctx context.Context, in store.Input, n int) error {
	return w.do(ctx, func(t *tables) error {
		changed := false
		for ordinal := range t.readings[in.ID] {
			if ordinal >= n {
				delete(t.readings[in.ID], ordinal)
				changed = true
			}
		}
		at := -1
		for i, x := range t.inputs {
			same := x.File.Name == in.File.Name && x.Options == in.Options && x.File.SHA256 == in.File.SHA256
			switch {
			case x.ID == in.ID:
				at = i
			case same && x.Complete:
				delete(t.readings, in.ID)
				for k := range t.inputs {
					if t.inputs[k].ID == in.ID {
						t.inputs = append(t.inputs[:k], t.inputs[k+1:]...)
						return nil
					}
				}
			}
		}
		if at < 0 {
			return fmt.Errorf("there is no input %d", in.ID)
		}
		in.Complete = true
		in.File.Articles = 0
		if changed = changed || !t.inputs[at].Complete; changed {
			t.change++
		}
		t.inputs[at] = in
		return nil
	})
}

// PutDerived replaces the derived records.
func (w *writer) PutDerived(ctx context.Context, each store.Deriving, made string, change int64) error {
	return w.do(ctx, func(t *tables) error {
		before := t.derived
		t.derived, t.derivedBy, t.derivedAt = map[derivedKey][]byte{}, made, change
		var stories store.Forwarder
		err := each(func(k store.Kind, key string, v any) error {
			return w.derive(t, before, &stories, derivedKey{k, key}, v)
		})
		if err != nil {
			return err
		}
		return w.forward(t, before, &stories)
	})
}

// Amend changes some derived records.
func (w *writer) Amend(ctx context.Context, each store.Deriving, gone []store.DerivedKey, made string, change int64) error {
	return w.do(ctx, func(t *tables) error {
		before := maps.Clone(t.derived)
		t.derivedBy, t.derivedAt = made, change
		var stories store.Forwarder
		err := each(func(k store.Kind, key string, v any) error {
			return w.derive(t, before, &stories, derivedKey{k, key}, v)
		})
		if err != nil {
			return err
		}
		for _, at := range gone {
			delete(t.derived, derivedKey{at.Kind, at.Key})
		}
		return w.forward(t, before, &stories)
	})
}

// derive puts one derived record; before are those that there were.
func (w *writer) derive(t *tables, before map[derivedKey][]byte, stories *store.Forwarder, at derivedKey, v any) error {
	if v == store.Unchanged {
		packed, ok := before[at]
		if !ok {
			return store.ErrNotKept
		}
		t.derived[at] = packed
		return nil
	}
	if s, ok := v.(*news.Story); ok {
		stories.See(s)
	}
	t.derived[at] = w.s.codec.Pack(v)
	return nil
}

// forward notes what became of stories whose ids are gone.
func (w *writer) forward(t *tables, before map[derivedKey][]byte, stories *store.Forwarder) error {
	for at, body := range before {
		if _, there := t.derived[at]; at.kind != store.StoryKind || there {
			continue
		}
		var was news.Story
		if err := w.s.codec.Unpack(body, &was); err != nil {
			return err
		}
		now, ok := stories.Now(&was)
		if !ok {
			continue
		}
		for old, to := range t.forwards {
			if to == at.key {
				t.forwards[old] = now
			}
		}
		t.forwards[at.key] = now
	}
	for old := range t.forwards {
		if _, there := t.derived[derivedKey{store.StoryKind, old}]; there {
			delete(t.forwards, old)
		}
	}
	return nil
}

// Replay puts new analyses in the place of those of pages in quarantine.
func (w *writer) Replay(ctx context.Context, items []*store.Item) error {
	return w.do(ctx, func(t *tables) error {
		for _, it := range items {
			a, ok := t.analyses[t.revisions][it.Key]
			if !ok || a.failure.Stage == "" || t.removed[it.Article.ID] {
				continue
			}
			delete(t.analyses[t.revisions], it.Key)
			w.putAnalysis(t, t.revisions, it.Key, &it.Analysis)
			if it.Failure.Stage == "" {
				t.change++
			}
		}
		return nil
	})
}

// Remove takes out articles and everything that was derived.
func (w *writer) Remove(ctx context.Context, articles []string, keepOut bool) (n int, err error) {
	err = w.do(ctx, func(t *tables) error {
		for _, id := range articles {
			if keepOut {
				t.removed[id] = true
			}
			found := false
			for _, m := range t.analyses {
				for k, a := range m {
					if a.article == id && id != "" {
						found = true
						t.drop(k, keepOut)
					}
				}
			}
			if found {
				n++
			}
		}
		if n > 0 {
			t.derived, t.derivedAt = map[derivedKey][]byte{}, 0
			t.change++
		}
		return nil
	})
	return n, err
}

func (t *tables) drop(k store.Key, keepOut bool) {
	if keepOut {
		t.keptOut[k] = true
	}
	delete(t.pages, k)
	for i := range t.order {
		if t.order[i] == k {
			t.order = append(t.order[:i], t.order[i+1:]...)
			break
		}
	}
	for _, m := range t.analyses {
		delete(m, k)
	}
	for _, readings := range t.readings {
		for n, r := range readings {
			if r.key == k {
				delete(readings, n)
			}
		}
	}
}

// Start sets the revisions of an empty store.
func (w *writer) Start(ctx context.Context, r store.Revisions) error {
	return w.do(ctx, func(t *tables) error {
		if t.revisions != r && len(t.pages) > 0 {
			return store.ErrRevisions
		}
		t.revisions = r
		return nil
	})
}

// Pending returns pages that have no analysis at the revisions r.
func (w *writer) Pending(_ context.Context, r store.Revisions, n int) ([]*store.Item, error) {
	t := w.s.moment()
	var list []*store.Item
	for _, k := range t.order {
		if _, ok := t.analyses[r][k]; ok || len(list) == n {
			continue
		}
		it, err := w.s.item(t, k, nil, store.WholePart)
		if err != nil {
			return nil, err
		}
		list = append(list, it)
	}
	return list, nil
}

// PutAnalyses keeps analyses beside those that readers see.
func (w *writer) PutAnalyses(ctx context.Context, r store.Revisions, items []*store.Item) error {
	return w.do(ctx, func(t *tables) error {
		if r == t.revisions {
			return store.ErrSameRevisions
		}
		for _, it := range items {
			if _, ok := t.pages[it.Key]; ok {
				w.putAnalysis(t, r, it.Key, &it.Analysis)
			}
		}
		return nil
	})
}

// Switch lets readers see the analyses at the revisions r.
func (w *writer) Switch(ctx context.Context, r store.Revisions) error {
	return w.do(ctx, func(t *tables) error {
		if r == t.revisions {
			return nil
		}
		if left := len(t.pages) - len(t.analyses[r]); left > 0 {
			return fmt.Errorf("%w: %d", store.ErrPending, left)
		}
		t.analyses = map[store.Revisions]map[store.Key]analysis{r: t.analyses[r]}
		t.revisions = r
		t.change++
		return nil
	})
}
