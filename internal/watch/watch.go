package watch

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/twosource/twosource/internal/fetch"
)

// Health is how a feed does: what is kept of it between polls.
type Health struct {
	URL          string    `json:"url"`             // as it was given
	Moved        string    `json:"moved,omitempty"` // where it has moved for good; polled instead
	ETag         string    `json:"etag,omitempty"`
	LastModified string    `json:"last_modified,omitempty"`
	Next         time.Time `json:"next"`              // when it is due
	Every        Seconds   `json:"every"`             // the pause before that
	Checked      time.Time `json:"checked,omitzero"`  // the last poll
	Changed      time.Time `json:"changed,omitzero"`  // the last that found something new
	Failures     int       `json:"failures"`          // polls that failed since the last that did not
	Problem      string    `json:"problem,omitempty"` // of the last poll
	Polls        int       `json:"polls"`
	New          int       `json:"new"`              // pages that it gave
	Seen         []uint64  `json:"seen,omitempty"`   // hashes of its entries, the last seen last
	Missed       []Miss    `json:"missed,omitempty"` // those whose page is to be asked for again, the longest missed first
	Gone         bool      `json:"gone,omitempty"`   // the server says that it is no more: not polled again
}

// A Miss is an entry whose page could not be had.
type Miss struct {
	Entry uint64 `json:"entry"` // its hash
	Tries int    `json:"tries"` // how often the page was asked for
}

// Seconds is a duration that JSON writes as a number.
type Seconds time.Duration

// MarshalJSON writes whole seconds.
func (s Seconds) MarshalJSON() ([]byte, error) {
	return json.Marshal(int64(time.Duration(s) / time.Second))
}

// UnmarshalJSON reads whole seconds.
func (s *Seconds) UnmarshalJSON(b []byte) error {
	var n int64
	if err := json.Unmarshal(b, &n); err != nil {
		return err
	}
	*s = Seconds(time.Duration(min(max(n, 0), 1e9)) * time.Second)
	return nil
}

// Options set up a [Watcher].
type Options struct {
	Fetch func(context.Context, fetch.Request) (*fetch.Response, error)
	Clock fetch.Clock
	// Take reads a feed that changed and keeps what is new of it, with what is known
	// of its entries. It returns how many pages were new; its error ends the watching
	// if it is one of the store or of ctx, and is wrapped in a [*Problem] if it is
	// the feed's.
	Take func(ctx context.Context, res *fetch.Response, e *Entries) (int, error)
	// Changed is called after a round of polls that gave something new.
	Changed func(ctx context.Context) error
	// Keep is called after each round with what is to be kept, sorted by URL.
	Keep func([]Health) error
	// Tell is called after each poll.
	Tell func(Health)

	Every  time.Duration // the first pause of a feed; 15 min
	Least  time.Duration // the shortest; 5 min
	Most   time.Duration // the longest, of feeds that are quiet; 4 h
	AtOnce int           // polls under way; 8
}

// A Problem is an error of one feed, which does not stop the others.
type Problem struct{ Err error }

// Error returns what is wrong.
func (p *Problem) Error() string { return p.Err.Error() }

// Unwrap returns Err.
func (p *Problem) Unwrap() error { return p.Err }

// A Watcher polls feeds. Make one with [New].
type Watcher struct {
	o     Options
	feeds []*Health
}

// New returns a watcher of feeds, which goes on with what was kept of them.
func New(o Options, feeds []Feed, kept []Health) *Watcher {
	o.Every, o.Least, o.Most = cmp.Or(o.Every, 15*time.Minute), cmp.Or(o.Least, 5*time.Minute), cmp.Or(o.Most, 4*time.Hour)
	o.Least, o.Most = min(o.Least, o.Every), max(o.Most, o.Every)
	o.AtOnce = cmp.Or(o.AtOnce, 8)
	w := &Watcher{o: o}
	before := map[string]Health{}
	for _, h := range kept {
		before[h.URL] = h
	}
	for _, f := range feeds {
		if slices.ContainsFunc(w.feeds, func(h *Health) bool { return h.URL == f.URL }) {
			continue
		}
		h, ok := before[f.URL]
		if !ok {
			h = Health{URL: f.URL, Every: Seconds(o.Every)}
		}
		w.feeds = append(w.feeds, &h)
	}
	slices.SortFunc(w.feeds, func(a, b *Health) int { return cmp.Compare(a.URL, b.URL) })
	return w
}

// Health returns what is known of the feeds, sorted by URL.
func (w *Watcher) Health() []Health {
	out := make([]Health, len(w.feeds))
	for i, h := range w.feeds {
		out[i] = *h
	}
	return out
}

// Run polls feeds when they are due until ctx ends. Its error is that of ctx, or
// of a callback.
func (w *Watcher) Run(ctx context.Context) error {
	for {
		if err := w.Once(ctx, false); err != nil {
			return err
		}
		if err := w.o.Clock.Wait(ctx, w.untilDue()); err != nil {
			return err
		}
	}
}

// untilDue is how long nothing is due.
func (w *Watcher) untilDue() time.Duration {
	d := w.o.Most
	now := w.o.Clock.Now()
	for _, h := range w.feeds {
		if !h.Gone {
			d = min(d, h.Next.Sub(now))
		}
	}
	return max(d, time.Second)
}

// Once polls the feeds that are due, or all of them, and returns when each has
// been read. Answers are read one at a time, in the order of the addresses.
func (w *Watcher) Once(ctx context.Context, all bool) error {
	var due []*Health
	now := w.o.Clock.Now()
	for _, h := range w.feeds {
		if !h.Gone && (all || !h.Next.After(now)) {
			due = append(due, h)
		}
	}
	if len(due) == 0 {
		return ctx.Err()
	}
	news, err := w.poll(ctx, due)
	if err == nil && news > 0 && w.o.Changed != nil {
		err = w.o.Changed(ctx)
	}
	if w.o.Keep != nil {
		err = errors.Join(err, w.o.Keep(w.Health()))
	}
	return cmp.Or(err, ctx.Err())
}

// An answer is what a poll gave.
type answer struct {
	res *fetch.Response
	err error
}

// poll asks for the feeds, several at once, and takes their answers in order.
func (w *Watcher) poll(ctx context.Context, due []*Health) (news int, err error) {
	answers := make([]chan answer, len(due))
	ask := func(i int) {
		answers[i] = make(chan answer, 1)
		r := fetch.Request{URL: cmp.Or(due[i].Moved, due[i].URL), ETag: due[i].ETag, LastModified: due[i].LastModified}
		go func(ch chan<- answer) {
			res, err := w.o.Fetch(ctx, r)
			ch <- answer{res, err}
		}(answers[i])
	}
	for i := range min(w.o.AtOnce, len(due)) {
		ask(i)
	}
	for i, h := range due {
		a := <-answers[i]
		answers[i] = nil
		if next := i + w.o.AtOnce; next < len(due) && ctx.Err() == nil {
			ask(next)
		}
		if ctx.Err() != nil {
			return news, ctx.Err()
		}
		n, err := w.take(ctx, h, a)
		if err != nil {
			return news, err
		}
		news += n
		if w.o.Tell != nil {
			w.o.Tell(*h)
		}
	}
	return news, nil
}

// take reads an answer and plans the next poll. Its error ends the watching.
func (w *Watcher) take(ctx context.Context, h *Health, a answer) (int, error) {
	now := w.o.Clock.Now()
	h.Polls++
	h.Checked = now
	n, err := 0, a.err
	if err == nil && !a.res.Unchanged {
		e := newEntries(h)
		n, err = w.o.Take(ctx, a.res, e)
		var p *Problem
		if err != nil && !errors.As(err, &p) {
			return 0, err
		}
		if err == nil {
			h.Seen, h.Missed, h.New = e.hashes, e.missed, h.New+n
			h.ETag, h.LastModified = a.res.Header.Get("ETag"), a.res.Header.Get("Last-Modified")
			if len(h.Missed) > 0 {
				h.ETag, h.LastModified = "", "" // the entries are wanted again, changed or not
			}
			h.Moved = cmp.Or(a.res.Permanent, h.Moved)
		}
	}
	if err != nil {
		w.failed(h, err, now)
		return 0, nil
	}
	h.Failures, h.Problem = 0, ""
	every := time.Duration(h.Every)
	if n > 0 {
		h.Changed = now
		every /= 2
	} else {
		every += every / 2
	}
	every = min(max(every, w.o.Least), w.o.Most)
	h.Every = Seconds(every)
	h.Next = now.Add(jitter(every, h))
	return n, nil
}

// failed plans the next poll of a feed that could not be read: twice the pause
// for each failure in a row, but never before the server asked to be asked.
func (w *Watcher) failed(h *Health, err error, now time.Time) {
	h.Failures++
	h.Problem = err.Error()
	every := max(time.Duration(h.Every), w.o.Least)
	for range min(h.Failures-1, 10) {
		every = min(2*every, longestRest)
	}
	var e *fetch.Error
	if errors.As(err, &e) {
		h.Problem = e.Err.Error()
		every = max(every, e.RetryAfter)
		h.Gone = e.Kind == fetch.Status && e.Code == http.StatusGone
	}
	h.Next = now.Add(jitter(every, h))
}

// longestRest is the longest pause before a feed that fails is tried again. Ours.
const longestRest = 24 * time.Hour

// jitter is d and up to a tenth more, so that feeds that were added together are
// not asked together. It follows from the feed and its polls.
func jitter(d time.Duration, h *Health) time.Duration {
	sum := fnv.New64a()
	_, _ = fmt.Fprintf(sum, "%s %d", h.URL, h.Polls)
	return d + time.Duration(uint64(d/10)*(sum.Sum64()>>32)>>32)
}

// maxSeen bounds the entries that are remembered of one feed: a feed lists some
// tens, the busiest some hundreds. Ours.
const maxSeen = 5000

// maxTries is how often the page behind an entry is asked for before what the feed
// holds of it is left at that; maxMissed bounds the entries that wait for it. Ours.
const (
	maxTries  = 3
	maxMissed = 200
)

// Entries is what is known of the entries of a feed.
type Entries struct {
	set    map[uint64]bool
	hashes []uint64
	before []Miss // as they were before this poll
	missed []Miss
}

func newEntries(h *Health) *Entries {
	e := &Entries{set: make(map[uint64]bool, len(h.Seen)), hashes: slices.Clone(h.Seen), before: h.Missed}
	for _, sum := range h.Seen {
		e.set[sum] = true
	}
	for _, m := range h.Missed {
		delete(e.set, m.Entry)
	}
	return e
}

func hashOf(link, id string) uint64 {
	sum := fnv.New64a()
	_, _ = io.WriteString(sum, link+"\x00"+id)
	return sum.Sum64()
}

// Known reports whether an entry was seen and need not be read again, and marks it
// as seen. An entry that has neither link nor id never was.
func (e *Entries) Known(link, id string) bool {
	if link == "" && id == "" {
		return false
	}
	h := hashOf(link, id)
	if e.set[h] {
		return true
	}
	e.set[h] = true
	if slices.ContainsFunc(e.before, func(m Miss) bool { return m.Entry == h }) {
		return false // its hash is among them still
	}
	e.hashes = append(e.hashes, h)
	if over := len(e.hashes) - maxSeen; over > 0 {
		for _, old := range e.hashes[:over] {
			delete(e.set, old)
		}
		e.hashes = slices.Delete(e.hashes, 0, over)
	}
	return false
}

// Missed says that the page behind an entry could not be had. The entry is not
// known at the next poll, up to three times in all.
func (e *Entries) Missed(link, id string) {
	m := Miss{Entry: hashOf(link, id), Tries: 1}
	for _, b := range e.before {
		if b.Entry == m.Entry {
			m.Tries += b.Tries
		}
	}
	if m.Tries < maxTries && len(e.missed) < maxMissed {
		e.missed = append(e.missed, m)
	}
}
