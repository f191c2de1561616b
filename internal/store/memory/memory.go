// Package memory keeps a store in the memory of its process: for tests, and for
// work that is to leave nothing behind.
//
// It is not for large sets: every change copies the tables that it touches.
package memory

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/store"
)

// A Store is a store in memory. Make one with [New].
type Store struct {
	codec *store.Codec
	right chan struct{} // holds one token while nobody writes
	mu    sync.Mutex
	now   *tables // never changed, only replaced
}

var _ store.Store = (*Store)(nil)

// New returns an empty store.
func New() *Store {
	c, err := store.NewCodec(nil)
	if err != nil {
		panic(err) // only a schema can be wrong
	}
	s := &Store{codec: c, right: make(chan struct{}, 1), now: &tables{}}
	s.right <- struct{}{}
	return s
}

// tables is what a store holds at one moment. Records are packed, so that nobody
// who was given one can change it.
type tables struct {
	revisions store.Revisions
	inputs    []store.Input // by id
	nextInput int64
	pages     map[store.Key][]byte
	order     []store.Key // of pages, as they came
	readings  map[int64]map[int]reading
	analyses  map[store.Revisions]map[store.Key]analysis
	removed   map[string]bool
	keptOut   map[store.Key]bool
	derived   map[derivedKey][]byte
	forwards  map[string]string // ids that stories had before
	derivedBy string
	derivedAt int64
	change    int64
}

type reading struct {
	at  news.Input
	key store.Key
}

type analysis struct {
	article string
	failure store.Failure
	last    *int64
	packed  []byte
}

type derivedKey struct {
	kind store.Kind
	key  string
}

// copied returns tables that can be changed without changing t.
func (t *tables) copied() *tables {
	n := *t
	n.inputs, n.order = slices.Clone(t.inputs), slices.Clone(t.order)
	n.pages, n.removed, n.keptOut, n.derived = cloned(t.pages), cloned(t.removed), cloned(t.keptOut), cloned(t.derived)
	n.forwards = cloned(t.forwards)
	n.readings = map[int64]map[int]reading{}
	for id, m := range t.readings {
		n.readings[id] = cloned(m)
	}
	n.analyses = map[store.Revisions]map[store.Key]analysis{}
	for r, m := range t.analyses {
		n.analyses[r] = cloned(m)
	}
	return &n
}

func cloned[K comparable, V any](m map[K]V) map[K]V {
	if m == nil {
		return map[K]V{}
	}
	return maps.Clone(m)
}

func (s *Store) moment() *tables {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

// Close does nothing: the store goes with its last user.
func (s *Store) Close() error { return nil }

// Check unpacks everything.
func (s *Store) Check(ctx context.Context, report func(string)) error {
	v := &view{s, s.moment()}
	err := v.Pages(ctx, store.Filter{}, func(r store.Reading, it *store.Item) error {
		if store.KeyOf(&it.Page, it.AsOf) != r.Key {
			report(fmt.Sprintf("page %x is not the page that was kept", r.Key[:8]))
		}
		if it.Failure.Stage != "" {
			return nil
		}
		if err := store.CheckSpans(&it.Analysis); err != nil {
			report(err.Error())
		}
		return nil
	})
	if err != nil {
		return err
	}
	_, err = v.Derived(ctx)
	return err
}

// Backup fails: what is in memory is not for keeping.
func (s *Store) Backup(_ context.Context, file string) error {
	if _, err := os.Lstat(file); err == nil {
		return fmt.Errorf("%s: %w", file, fs.ErrExist)
	}
	return errors.ErrUnsupported
}

// Write waits for the right to write.
func (s *Store) Write(ctx context.Context, wait time.Duration) (store.Writer, error) {
	select {
	case <-s.right:
		return &writer{s: s}, nil
	default:
	}
	waiting, stop := context.WithTimeout(ctx, wait)
	defer stop()
	select {
	case <-s.right:
		return &writer{s: s}, nil
	case <-waiting.Done():
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		return nil, store.ErrLocked
	}
}

// View returns the store as it is now.
func (s *Store) View(context.Context) (store.View, error) { return &view{s, s.moment()}, nil }

// sortedKeys returns the keys of derived records in the order of a Gatherer.
func (t *tables) sortedKeys() []derivedKey {
	return slices.SortedFunc(maps.Keys(t.derived), func(x, y derivedKey) int {
		if x.kind != y.kind {
			return int(x.kind - y.kind)
		}
		return bytes.Compare([]byte(x.key), []byte(y.key))
	})
}
