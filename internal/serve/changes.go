package serve

import (
	"cmp"
	"maps"
	"slices"
	"sync"

	"github.com/twosource/twosource/internal/store"
)

// A Change is a story that is new, is told otherwise, or is no more.
type Change struct {
	ID       int64    `json:"-"` // later changes have higher ones
	What     string   `json:"what" enum:"added,changed,removed" doc:"added, changed or removed"`
	Story    string   `json:"story" doc:"id of the story"`
	Articles []string `json:"articles" doc:"ids of its articles, as they are now"`
	Origins  int      `json:"origins" doc:"independent origins, at most"`
}

// changes returns how the stories of two catalogs differ, by id.
func changes(before, now *Catalog) []Change {
	var out []Change
	old, list := before.List(store.StoryKind), now.List(store.StoryKind)
	i, j := 0, 0
	for i < len(old) || j < len(list) {
		switch {
		case j == len(list) || i < len(old) && old[i].Key < list[j].Key:
			out = append(out, Change{What: "removed", Story: old[i].Key, Articles: []string{}})
			i++
			continue
		case i == len(old) || list[j].Key < old[i].Key:
			out = append(out, now.change("added", &list[j]))
			j++
			continue
		}
		if old[i].sum != list[j].sum {
			out = append(out, now.change("changed", &list[j]))
		}
		i++
		j++
	}
	return out
}

func (c *Catalog) change(what string, e *Entry) Change {
	return Change{What: what, Story: e.Key, Articles: c.articles[e.Key], Origins: e.Origins}
}

// The bounds of the hub: changes that are kept for who comes back, changes that
// wait for one watcher, and watchers. Ours.
const (
	keptChanges    = 4096
	waitingChanges = 1024
	maxWatchers    = 256
)

// A hub hands changes to whoever watches.
type hub struct {
	mu       sync.Mutex
	last     int64    // ID of the last change
	kept     []Change // the last ones
	watchers map[*Watch]bool
	closed   bool
}

func newHub() *hub { return &hub{watchers: map[*Watch]bool{}} }

// A Watch is given changes as they come.
type Watch struct {
	// Changes is closed when the watcher was too slow or the site ends.
	Changes <-chan Change
	// Missed are the changes after the one that the watcher knew last; Lost is set if
	// not all of them are kept any more, or that one is unknown.
	Missed []Change
	Lost   bool

	out  chan Change
	stop func()
}

// Close ends a watch.
func (w *Watch) Close() { w.stop() }

// send numbers changes and hands them out. A watcher that does not keep up is let
// go: it must not hold up the others, nor take memory without end.
func (h *hub) send(c *Catalog, list []Change) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, one := range list {
		h.last = max(h.last+1, c.State.Change<<20) // grows over restarts as well
		one.ID = h.last
		h.kept = append(h.kept, one)
		for w := range h.watchers {
			select {
			case w.out <- one:
			default:
				close(w.out)
				delete(h.watchers, w)
			}
		}
	}
	if n := len(h.kept) - keptChanges; n > 0 {
		h.kept = slices.Delete(h.kept, 0, n)
	}
}

func (h *hub) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for w := range h.watchers {
		close(w.out)
	}
	clear(h.watchers)
}

// Watch returns a watch of what changes from now on, and of what has since the
// change with the ID known; 0 knows nothing and misses nothing. It is nil if there
// are too many watches, or the site has ended.
func (s *Site) Watch(known int64) *Watch {
	h := s.hub
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed || len(h.watchers) >= maxWatchers {
		return nil
	}
	out := make(chan Change, waitingChanges)
	w := &Watch{Changes: out, out: out}
	w.stop = func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		if h.watchers[w] {
			delete(h.watchers, w)
			close(out)
		}
	}
	h.watchers[w] = true
	if known != 0 {
		i, ok := slices.BinarySearchFunc(h.kept, known, func(c Change, id int64) int { return cmp.Compare(c.ID, id) })
		if w.Lost = !ok; ok {
			w.Missed = slices.Clone(h.kept[i+1:])
		}
	}
	return w
}

// Watchers returns how many watches there are.
func (s *Site) Watchers() int {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	return len(s.hub.watchers)
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
